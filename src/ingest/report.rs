//! What came of an ingest, as plain values.

use std::path::PathBuf;

use crate::document::Work;

/// What came of an ingest.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Documents in the index afterwards.
    pub documents: u64,
    /// Passages in the index afterwards.
    pub passages: u64,
    /// Documents that were not there before.
    pub added: u64,
    /// Documents that are no longer there.
    pub removed: u64,
    /// Files that were read.
    pub files_read: u64,
    /// Files that had not changed and were not read again.
    pub files_unchanged: u64,
    /// What was left out: files, and records of files.
    pub left_out: Vec<LeftOut>,
    /// What should be known of documents that were read.
    pub complaints: Vec<LeftOut>,
    /// Entries of `catalog.bib` and `catalog.json` that match no document, or could be those of
    /// several; only where all documents were derived.
    pub unmatched: Vec<LeftOut>,
    /// Whether everything was derived again from the stored documents, and why.
    pub derived_again: Option<&'static str>,
    /// Whether anything was written; not if nothing had changed.
    pub committed: bool,
    /// For a dry run: what would be read, and as what.
    pub would_read: Vec<WouldRead>,
}

/// Something that was left out, or that should be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1, where it is about one.
    pub line: Option<u32>,
    /// Why, lower case, no final point.
    pub reason: String,
}

/// A document that a dry run would read.
#[derive(Clone, Debug)]
pub struct WouldRead {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1, of a record.
    pub line: Option<u32>,
    /// The name of the format.
    pub format: &'static str,
    /// How many passages it would give.
    pub passages: usize,
    /// The record it would have.
    pub work: Work,
}

impl std::fmt::Display for LeftOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = self.path.display();
        match self.line {
            Some(line) => write!(f, "{path}:{line}: {}", self.reason),
            None => write!(f, "{path}: {}", self.reason),
        }
    }
}
