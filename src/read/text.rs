//! Plain text, and text full of markdown and html, as converters leave it.

use super::Reading;
use super::source::Source;
use crate::document::{BlockDraft, BlockKind, Document, Work};
use crate::text::{Span, TextBuilder};

/// Reads a text file. Never fails on content (law R1).
pub fn read(source: &Source) -> Reading {
    // The thinnest reading: a paragraph a line.
    let mut drafts = Vec::new();
    let mut at = 0;
    for line in source.text.split_inclusive('\n') {
        let mut builder = TextBuilder::new(&source.text);
        builder.exact(Span::new(at, at + line.len()));
        at += line.len();
        let (text, map) = builder.finish();
        drafts.push(BlockDraft {
            kind: BlockKind::Paragraph,
            work: 0,
            text,
            map,
            pages: Vec::new(),
        });
    }
    let document = Document::assemble(
        source.id,
        vec![Work::default()],
        drafts,
        source.origin.clone(),
        source.lines.clone(),
    );
    Reading { document, complaints: Vec::new() }
}

/// Reads the body of a record whose fields are given: `title` and `body` are spans of the source.
/// `works[0]` is the record as given; what the text itself says only completes it. Where a title is
/// given, no page head is looked for in the body. Never fails on content (law R1).
pub fn read_record(
    source: &Source,
    title: Option<Span>,
    body: Option<Span>,
    works: Vec<Work>,
) -> Reading {
    let mut drafts = Vec::new();
    for (span, kind) in [(title, BlockKind::Title), (body, BlockKind::Paragraph)] {
        let mut builder = TextBuilder::new(&source.text);
        builder.exact(span.unwrap_or_default());
        let (text, map) = builder.finish();
        drafts.push(BlockDraft { kind, work: 0, text, map, pages: Vec::new() });
    }
    let document =
        Document::assemble(source.id, works, drafts, source.origin.clone(), source.lines.clone());
    Reading { document, complaints: Vec::new() }
}
