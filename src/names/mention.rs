//! Mentions: an entry of the gazetteer at a span of a document.

use super::gazetteer::EntryId;
use crate::text::Span;

/// A name that stands in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// What is named.
    pub entry: EntryId,
    /// Where, in the document's text.
    pub span: Span,
}
