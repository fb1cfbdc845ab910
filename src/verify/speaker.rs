//! Who says the words of a stretch of a document: the text itself, or somebody it quotes.

use super::finding::QuotedIn;
use crate::document::Document;
use crate::text::Span;

/// Whether the words at `span` of the document's text stand inside a quotation there, and whose
/// they are.
pub fn quoted_in(_document: &Document, _span: Span) -> Option<QuotedIn> {
    None
}
