//! The written form of a stored document: checksum, lz4, postcard.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::document::{Document, Passage, Work};
use crate::text::Span;

/// Changes whenever the written form does; another version asks for a rebuild.
pub const RECORD_VERSION: u8 = 2;

/// A name found in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredName {
    /// The canonical name.
    pub name: String,
    /// Whether it is listed among programs (else among entities).
    pub is_program: bool,
    /// Where it stands in the document's text, rising.
    pub spans: Vec<Span>,
}

/// A document as it is kept, with all that was made of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// The document as it was read, its works without what the catalog says.
    pub document: Document,
    /// The works as they are cited: the catalog's word first.
    pub works: Vec<Work>,
    /// The passages.
    pub passages: Vec<Passage>,
    /// The names found, in order of first mention.
    pub names: Vec<StoredName>,
}

/// Why bytes are no stored document.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Damage {
    /// The bytes end too early.
    #[error("a stored document is cut short")]
    Short,
    /// Another version wrote it.
    #[error("a stored document has form {0}, this program reads form {RECORD_VERSION}")]
    Version(u8),
    /// The bytes are not those that were written.
    #[error("a stored document has been altered (its checksum differs)")]
    Checksum,
    /// The bytes are those that were written, but make no sound document.
    #[error("a stored document is unsound: {0}")]
    Unsound(String),
}

const CHECKSUM: usize = 8;

impl Stored {
    /// The written form.
    pub fn encode(&self) -> Vec<u8> {
        let plain = postcard::to_stdvec(self).expect("values of these types always serialize");
        let packed = lz4_flex::compress_prepend_size(&plain);
        let mut out = Vec::with_capacity(packed.len() + CHECKSUM + 1);
        out.push(RECORD_VERSION);
        out.extend_from_slice(&blake3::hash(&packed).as_bytes()[..CHECKSUM]);
        out.extend_from_slice(&packed);
        out
    }

    /// Reads the written form back, and makes sure that every span can be relied on.
    ///
    /// # Errors
    /// If the bytes are not what [`Stored::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Result<Stored, Damage> {
        let (&version, rest) = bytes.split_first().ok_or(Damage::Short)?;
        if version != RECORD_VERSION {
            return Err(Damage::Version(version));
        }
        let (sum, packed) = rest.split_at_checked(CHECKSUM).ok_or(Damage::Short)?;
        if blake3::hash(packed).as_bytes()[..CHECKSUM] != *sum {
            return Err(Damage::Checksum);
        }
        let unsound = |what: &dyn std::fmt::Display| Damage::Unsound(what.to_string());
        let plain = lz4_flex::decompress_size_prepended(packed).map_err(|e| unsound(&e))?;
        let stored: Stored = postcard::from_bytes(&plain).map_err(|e| unsound(&e))?;
        if !stored.is_sound() {
            return Err(unsound(&"its spans do not fit its text"));
        }
        Ok(stored)
    }

    /// The names that stand in a stretch of the text, in order of their first mention.
    pub fn names_in(&self, span: Span) -> impl Iterator<Item = &StoredName> {
        self.names.iter().filter(move |name| {
            let first = name.spans.partition_point(|s| s.start < span.start);
            name.spans.get(first).is_some_and(|s| span.holds(*s))
        })
    }

    fn is_sound(&self) -> bool {
        let text = &self.document.text;
        self.document.is_sound()
            && self.works.len() == self.document.works.len()
            && self.passages.iter().enumerate().all(|(i, p)| {
                p.n as usize == i + 1
                    && p.span.slice(text).is_some()
                    && (p.work as usize) < self.works.len()
            })
            && self.names.iter().flat_map(|n| &n.spans).all(|s| s.slice(text).is_some())
    }
}
