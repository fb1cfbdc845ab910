//! Mentions: an entry of the gazetteer at a span of a document.

use super::gazetteer::EntryId;
use crate::text::Span;

/// A name that stands in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// What is named.
    pub entry: EntryId,
    /// Where, in the document's text; a possessive `’s` is not part of it.
    pub span: Span,
    /// How strongly.
    pub how: How,
}

/// How a mention names its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// By a name.
    Named,
    /// By the adjective of a country (`Indian`), which says less.
    Demonym,
}
