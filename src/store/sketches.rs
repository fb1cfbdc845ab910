//! The sketches of a state's documents: what the next ingest needs to group near-identical ones
//! without reading them again.
//!
//! The file: magic `pincskt1`, the rows in postcard by rising id, and the first 8 bytes of the
//! BLAKE3 hash of all that. Only an ingest reads it, and reads it whole.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::bytes::{FileAt, HashingWriter};
use crate::document::{Date, DocumentId};
use crate::text::Sketch;

const MAGIC: &[u8; 8] = b"pincskt1";

/// What is known of a document that may be a copy of another, or have copies.
#[derive(Clone, Debug, PartialEq)]
pub struct Sketched {
    /// The sketch of its own text.
    pub sketch: Sketch,
    /// When it was issued.
    pub issued: Option<Date>,
    /// Its source as it is shown.
    pub source: Option<Arc<str>>,
}

/// A row as it is written.
#[derive(Serialize, Deserialize)]
struct Row<'a> {
    id: DocumentId,
    sketch: Sketch,
    issued: Option<Date>,
    source: Option<&'a str>,
}

/// The sketches of the documents of a state; short documents have none.
#[derive(Debug, Default)]
pub struct Sketches {
    rows: HashMap<DocumentId, Sketched>,
    sources: HashSet<Arc<str>>,
}

impl Sketches {
    /// Adds or replaces what is known of a document.
    pub fn set(
        &mut self,
        id: DocumentId,
        sketch: Sketch,
        issued: Option<Date>,
        source: Option<&str>,
    ) {
        let source = source.map(|source| self.shared(source));
        self.rows.insert(id, Sketched { sketch, issued, source });
    }

    /// Leaves only the documents that are `kept`.
    pub fn retain(&mut self, kept: impl Fn(DocumentId) -> bool) {
        self.rows.retain(|id, _| kept(*id));
    }

    /// What is known of a document.
    pub fn get(&self, id: DocumentId) -> Option<&Sketched> {
        self.rows.get(&id)
    }

    /// All documents with a sketch, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (DocumentId, &Sketched)> {
        self.rows.iter().map(|(id, sketched)| (*id, sketched))
    }

    /// Few bodies issue many documents: each name is kept once.
    fn shared(&mut self, source: &str) -> Arc<str> {
        if let Some(known) = self.sources.get(source) {
            return Arc::clone(known);
        }
        let new: Arc<str> = source.into();
        self.sources.insert(Arc::clone(&new));
        new
    }

    /// Writes the file.
    ///
    /// # Errors
    /// What writing gives.
    pub fn write(&self, to: &Path) -> io::Result<()> {
        let mut ids: Vec<DocumentId> = self.rows.keys().copied().collect();
        ids.sort_unstable();
        let mut out = HashingWriter::create(to)?;
        out.write(MAGIC)?;
        for id in ids {
            let Sketched { sketch, issued, source } = &self.rows[&id];
            let row = Row { id, sketch: *sketch, issued: *issued, source: source.as_deref() };
            out.write(&postcard::to_stdvec(&row).map_err(io::Error::other)?)?;
        }
        out.finish()
    }

    /// Reads the file.
    ///
    /// # Errors
    /// If it cannot be read, or is not what was written.
    pub fn read(from: &Path) -> io::Result<Sketches> {
        let bytes = whole(from)?;
        let mut rest = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
        let mut sketches = Sketches::default();
        while !rest.is_empty() {
            let row: Row<'_>;
            (row, rest) = postcard::take_from_bytes(rest).map_err(|_| damaged())?;
            sketches.set(row.id, row.sketch, row.issued, row.source);
        }
        Ok(sketches)
    }

    /// Whether the bytes of the file are those that were written.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn is_whole(path: &Path) -> io::Result<bool> {
        match whole(path) {
            Ok(_) => Ok(true),
            Err(e) if e.kind() == io::ErrorKind::InvalidData => Ok(false),
            Err(e) => Err(e),
        }
    }
}

/// The bytes of a file but for the checksum at its end, which has to be right.
pub(super) fn whole(path: &Path) -> io::Result<Vec<u8>> {
    let file = FileAt::open(path)?;
    let length = usize::try_from(file.len()).map_err(|_| damaged())?;
    let mut bytes = file.read(0, length)?;
    let sum = bytes.split_off(length.saturating_sub(8));
    if blake3::hash(&bytes).as_bytes()[..8] != sum[..] {
        return Err(damaged());
    }
    Ok(bytes)
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "it is damaged: its checksum differs")
}
