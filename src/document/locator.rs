//! How a person finds a span again: page, section, paragraph, lines.

use super::document::Document;
use super::passage::Passage;

/// Where a passage stands, in the terms of a reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Locator {
    /// Printed label of the page, or of the first and last (`225–226`), where pages are known.
    pub page: Option<String>,
    /// The headings it stands under, outermost first.
    pub section: Vec<String>,
    /// Number of the body paragraph it begins with, from 1 in the document; body passages only.
    pub paragraph: Option<u32>,
    /// First and last line, from 1, of the file (or of the record).
    pub lines: (u32, u32),
}

impl Locator {
    /// Locates `passage` in its document.
    pub fn of(document: &Document, passage: &Passage) -> Locator {
        let _ = (document, passage);
        Locator::default()
    }
}
