//! A part of a text on its way to a block: what it is may still change.

use super::inline::{self, Clean, Marks};
use super::layout::{Raw, Shape};
use crate::document::{BlockDraft, BlockKind};
use crate::text::{Span, offset};

/// A cleaned block and what is known of it so far.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub shape: Shape,
    pub kind: BlockKind,
    pub work: u16,
    /// Its lines in the source.
    pub lines: Vec<Span>,
    pub clean: Clean,
    /// Blank lines before it.
    pub gap: u32,
    /// Whether it stands in the margin of a printed page: a page number, a running head.
    pub margin: bool,
}

impl Part {
    /// Cleans a block.
    pub fn new(source: &str, raw: Raw, marks: &Marks<'_>) -> Part {
        let clean = inline::clean(source, &raw.lines, marks, raw.shape == Shape::Code);
        let kind = match raw.shape {
            Shape::Heading(level) => BlockKind::Heading(level),
            Shape::Item => BlockKind::ListItem,
            Shape::Row => BlockKind::Table,
            Shape::Quote => BlockKind::Quote,
            Shape::Caption => BlockKind::Caption,
            Shape::Field | Shape::FrontMatter => BlockKind::Title,
            Shape::Text | Shape::Code => BlockKind::Paragraph,
        };
        let Raw { shape, lines, gap } = raw;
        Part { shape, kind, work: 0, lines, clean, gap, margin: false }
    }

    /// Its words.
    pub fn text(&self) -> &str {
        &self.clean.text
    }

    /// Whether it holds page marks and nothing else.
    pub fn is_mark(&self) -> bool {
        self.clean.text.is_empty() && !self.clean.pages.is_empty()
    }

    /// Whether it is a heading of any level.
    pub fn is_heading(&self) -> bool {
        matches!(self.kind, BlockKind::Heading(_))
    }

    /// Number of its words.
    pub fn words(&self) -> usize {
        self.text().split_whitespace().count()
    }
}

/// The parts as blocks. Pages that begin where no text stands begin with the next block.
pub(super) fn drafts(parts: Vec<Part>) -> Vec<BlockDraft> {
    let mut drafts = Vec::with_capacity(parts.len());
    let mut waiting: Option<String> = None;
    // The page that a header line names begins with the text behind the header.
    let mut named: Option<String> = None;
    let mut last: Option<String> = None;
    for part in parts {
        let Clean { text, map, pages, .. } = part.clean;
        let length = offset(text.len());
        let header = matches!(part.shape, Shape::Field | Shape::FrontMatter);
        if !header && waiting.is_none() && length > 0 {
            waiting = named.take();
        }
        let mut kept: Vec<(u32, String)> = Vec::new();
        for (at, label) in waiting.take().map(|label| (0, label)).into_iter().chain(pages) {
            if header {
                named = Some(label);
            } else if at >= length {
                waiting = Some(label);
            } else if last.as_ref() != Some(&label) {
                // Of two marks at one place the later says where one is.
                kept.retain(|k| k.0 != at);
                last = Some(label.clone());
                kept.push((at, label));
            }
        }
        if !text.is_empty() {
            drafts.push(BlockDraft { kind: part.kind, work: part.work, text, map, pages: kept });
        }
    }
    drafts
}
