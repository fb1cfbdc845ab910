//! A passage between its neighbours.

use std::collections::BTreeMap;

use super::Hit;
use crate::cite::Pinpoint;
use crate::document::DocumentId;
use crate::text::Span;

/// A passage in its place.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The passage.
    pub hit: Hit,
    /// The paragraphs before it, in reading order.
    pub before: Vec<String>,
    /// The paragraphs after it.
    pub after: Vec<String>,
    /// The clean text of the whole document.
    pub document: String,
    /// Where the passage stands in that text, in bytes.
    pub span: Span,
    /// How somebody else finds it: the passage or, where one was asked for, a quotation in it.
    pub pinpoint: Pinpoint,
    /// What else the record had, as JSON text by field name.
    pub extra: BTreeMap<String, String>,
}

/// What was asked for is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotFound {
    /// It is no id.
    NoId,
    /// No document has this id.
    Document,
    /// Several documents' ids begin so.
    Ambiguous(Vec<DocumentId>),
    /// The document has no passage of this number, but this many.
    Passage(u32),
    /// The quotation asked for does not stand there.
    Quotation,
}
