//! How a person finds a span again: page, section, paragraph, lines.

use super::document::{BlockKind, Document};
use super::passage::Passage;
use crate::text::Span;

/// Where a span stands, in the terms of a reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Locator {
    /// Printed label of the page, or of the first and last (`225–226`), where pages are known.
    pub page: Option<String>,
    /// The headings it stands under, outermost first.
    pub section: Vec<String>,
    /// Number of the body paragraph it begins in, from 1 in the document; body text only. A
    /// paragraph that was cut keeps its one number in every piece.
    pub paragraph: Option<u32>,
    /// Number of the body paragraph it ends in, where that is another one.
    pub last_paragraph: Option<u32>,
    /// First and last line, from 1, of the file (or of the record).
    pub lines: (u32, u32),
}

impl Locator {
    /// Locates `passage` in its document. For many of one document, see [`Locators`].
    pub fn of(document: &Document, passage: &Passage) -> Locator {
        Locators::new(document).of(passage)
    }

    /// The body paragraphs it runs over, as they are written: `22`, or `10–11`.
    pub fn paragraphs(&self) -> Option<String> {
        let first = self.paragraph?;
        Some(match self.last_paragraph {
            Some(last) => format!("{first}–{last}"),
            None => first.to_string(),
        })
    }

    /// The lines it runs over, as they are written: `7`, or `7–9`; `None` where none are counted.
    pub fn line_numbers(&self) -> Option<String> {
        match self.lines {
            (0, _) => None,
            (first, last) if first >= last => Some(first.to_string()),
            (first, last) => Some(format!("{first}–{last}")),
        }
    }

    /// Locates any span of a document's text; `section` is the path of the passage it lies in.
    pub fn of_span(document: &Document, span: Span, section: &[String]) -> Locator {
        Locators::new(document).of_span(span, section)
    }
}

/// Locates spans of one document, each in logarithmic time: it has counted the paragraphs once.
#[derive(Debug)]
pub struct Locators<'a> {
    document: &'a Document,
    /// Where the body paragraphs are, in order.
    paragraphs: Vec<Span>,
}

impl<'a> Locators<'a> {
    /// Counts the paragraphs of `document`.
    pub fn new(document: &'a Document) -> Locators<'a> {
        let is_body = |kind| matches!(kind, BlockKind::Paragraph | BlockKind::Quote);
        let body = document.blocks.iter().filter(|block| is_body(block.kind));
        Locators { document, paragraphs: body.map(|block| block.span).collect() }
    }

    /// Locates a passage of the document.
    pub fn of(&self, passage: &Passage) -> Locator {
        self.of_span(passage.span, &passage.section)
    }

    /// Locates what a citation of the passage points at: the passage or, where that belongs to an
    /// advertisement for another work, the whole advertisement, by its lines alone.
    pub fn cited(&self, passage: &Passage) -> Locator {
        if passage.work == 0 {
            return self.of(passage);
        }
        let own = self.document.blocks.iter().filter(|block| block.work == passage.work);
        let whole = own.fold(passage.span, |whole, block| whole.join(block.span));
        Locator { lines: self.document.lines(whole), ..Locator::default() }
    }

    /// Locates any span of the document's text; `section` is the path of the passage it lies in.
    pub fn of_span(&self, span: Span, section: &[String]) -> Locator {
        // Notes that are gathered behind the text stand on no page of it.
        let is_note = self.document.block_at(span.start).is_some_and(|b| b.kind == BlockKind::Note);
        let is_behind = self.paragraphs.last().is_some_and(|last| last.end <= span.start);
        let pages = self.document.pages(span).filter(|_| !(is_note && is_behind));
        let page = pages.map(|(first, last)| match first == last {
            true => first.to_owned(),
            false => format!("{first}–{last}"),
        });
        let first = self.paragraph(span.start);
        Locator {
            page,
            section: section.to_vec(),
            paragraph: first,
            last_paragraph: self
                .paragraph(span.end.max(span.start + 1) - 1)
                .filter(|_| first.is_some())
                .filter(|last| Some(*last) != first),
            lines: self.document.lines(span),
        }
    }

    /// The number of the body paragraph that holds the byte at `at`.
    fn paragraph(&self, at: u32) -> Option<u32> {
        let number = self.paragraphs.partition_point(|p| p.start <= at);
        let holder = self.paragraphs.get(number.checked_sub(1)?)?;
        (at < holder.end).then_some(number as u32)
    }
}
