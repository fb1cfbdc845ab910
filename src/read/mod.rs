//! Floor 2: formats. Bytes in, a document and complaints out. It opens no file, and knows neither
//! the index nor the store.

mod bibfield;
pub mod bibliography;
mod bibname;
mod bibtex;
mod byline;
pub mod catalog;
mod credit;
mod csl;
mod entity;
mod escape;
mod field;
mod footnote;
pub mod format;
pub mod furniture;
pub mod head;
mod heading;
mod hyphen;
mod inline;
pub mod jsonl;
mod latex;
mod layout;
mod line;
mod pagemark;
mod part;
pub mod prose;
pub mod source;
mod tag;
mod teaser;
pub mod text;

pub use source::{Source, Unreadable};

use crate::document::Document;

/// Something about a document that its reader should know; the reading went on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Line of the file, from 1, where there is one to point at.
    pub line: Option<u32>,
    /// What is wrong, lower case, no final point.
    pub what: String,
}

/// What came of reading one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The document.
    pub document: Document,
    /// What its reader should know.
    pub complaints: Vec<Complaint>,
}
