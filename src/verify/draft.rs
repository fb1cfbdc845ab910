//! The quotations of a draft.

use crate::text::Span;

/// A quotation that a draft gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftQuotation {
    /// Bytes of the draft, with the marks.
    pub span: Span,
    /// Line of its first character in the draft, from 1.
    pub line: u32,
    /// Column of its first character in the draft: code points of the line, from 1.
    pub column: u32,
    /// What is quoted, without the marks; paragraphs joined by one newline.
    pub text: String,
    /// Bytes of the draft: the sentence around it, in which somebody may be named.
    pub sentence: Span,
}

/// The quotations of `draft` (plain text or markdown), in order.
pub fn quotations(_draft: &str) -> Vec<DraftQuotation> {
    Vec::new()
}
