//! How a quotation lies on a stretch of a document's text.

use super::edit::{Edit, What};
use crate::text::Span;

/// A whole quotation laid on a stretch of a document.
///
/// Between two edits quotation and source are equal byte for byte, so that putting the source's
/// side of each edit for the quotation's gives exactly the source's stretch (law V2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// Bytes of the quotation: all of it.
    pub quoted: Span,
    /// Bytes of the document's text.
    pub source: Span,
    /// Where they differ, in order.
    pub edits: Vec<Edit>,
}

impl Alignment {
    /// The quotation with the source's side put for its own in every edit: the source's stretch.
    pub fn applied(&self, quotation: &str, source: &str) -> String {
        let mut out = String::with_capacity(self.source.len());
        let mut at = self.quoted.start;
        for edit in &self.edits {
            out.push_str(&quotation[at as usize..edit.quoted.start as usize]);
            out.push_str(&source[edit.source.range()]);
            at = edit.quoted.end;
        }
        out.push_str(&quotation[at as usize..self.quoted.end as usize]);
        out
    }

    /// The edits that are differences.
    pub fn differences(&self) -> impl Iterator<Item = &Edit> {
        self.edits.iter().filter(|edit| matches!(edit.what, What::Difference(_)))
    }
}
