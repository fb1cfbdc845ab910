//! A document: its works, its clean text, the blocks of that text and their way back to the file.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::work::Work;
use crate::text::{LineIndex, Origin, SourceMap, Span, offset};

/// The BLAKE3 hash of a document's bytes: what a citation names so that another reader can make
/// sure of having the same file. Written in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(*blake3::hash(bytes).as_bytes())
    }

    /// The id of the document with this digest.
    pub fn id(self) -> DocumentId {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        DocumentId(u64::from_be_bytes([a, b, c, d, e, f, g, h]) >> (64 - DocumentId::BITS))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Names a document by its bytes: the first 50 bits of their BLAKE3 hash, written as 10 characters
/// of lower-case base32hex. The same on every machine; other bytes have another id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DocumentId(u64);

impl DocumentId {
    const ALPHABET: &'static [u8; 32] = b"0123456789abcdefghijklmnopqrstuv";
    /// Bits of an id.
    pub const BITS: u32 = 50;

    /// The id of a document with these bytes.
    pub fn of(bytes: &[u8]) -> DocumentId {
        Digest::of(bytes).id()
    }

    /// The 50 bits as a number; it orders as the written form does.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The id of this number, if it has no more than 50 bits.
    pub fn from_number(number: u64) -> Option<DocumentId> {
        (number >> Self::BITS == 0).then_some(DocumentId(number))
    }

    /// The ids that begin with `prefix` (1 to 10 characters), as an inclusive range.
    pub fn range_of(prefix: &str) -> Option<(DocumentId, DocumentId)> {
        if prefix.is_empty() || prefix.len() > 10 {
            return None;
        }
        let (mut low, mut high) = (0_u64, 0_u64);
        for i in 0..10 {
            let (a, b) = match prefix.as_bytes().get(i) {
                Some(c) => {
                    let c = c.to_ascii_lowercase();
                    let digit = Self::ALPHABET.iter().position(|d| *d == c)? as u64;
                    (digit, digit)
                }
                None => (0, 31),
            };
            (low, high) = (low << 5 | a, high << 5 | b);
        }
        Some((DocumentId(low), DocumentId(high)))
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits: String = (0..10)
            .rev()
            .map(|i| char::from(Self::ALPHABET[(self.0 >> (5 * i) & 31) as usize]))
            .collect();
        f.pad(&digits)
    }
}

impl fmt::Debug for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for DocumentId {
    type Err = ();

    fn from_str(s: &str) -> Result<Self, ()> {
        match DocumentId::range_of(s) {
            Some((low, high)) if low == high => Ok(low),
            _ => Err(()),
        }
    }
}

/// What a block of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BlockKind {
    /// Part of the head: title, by-line, standfirst, date line, address.
    Title,
    /// A heading, from 1 (outermost) to 6; 0 where the text gives it no level.
    Heading(u8),
    /// A paragraph of the body.
    Paragraph,
    /// A list item.
    ListItem,
    /// A quotation set apart.
    Quote,
    /// A table, or a row of one.
    Table,
    /// A line under a photograph or figure.
    Caption,
    /// A footnote, an endnote, a line about the author.
    Note,
    /// Disclaimer, rights, navigation, labels.
    Notice,
    /// Part of an advertisement for another work.
    Teaser,
}

/// A block of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in [`Document::text`].
    pub span: Span,
    /// Where its text (offsets from the block's start) is from, in offsets of the decoded source.
    pub map: SourceMap,
    /// The work it belongs to: an index into [`Document::works`].
    pub work: u16,
}

/// A block before it has its place in a document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockDraft {
    /// What it is.
    pub kind: BlockKind,
    /// The work it belongs to.
    pub work: u16,
    /// Its clean text: not empty, no white space at either end.
    pub text: String,
    /// The way back to the decoded source.
    pub map: SourceMap,
    /// Printed pages that begin in it: offset in `text`, and label.
    pub pages: Vec<(u32, String)>,
}

/// From `at` on, the text stands on the page with this printed label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageMark {
    /// Offset in [`Document::text`].
    pub at: u32,
    /// The label as printed: `225`, `H6110`, `iv`.
    pub label: String,
}

/// One file, or one record of a jsonl file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Named by its bytes.
    pub id: DocumentId,
    /// The hash of the bytes of the file, or of the record's line without its end.
    pub digest: Digest,
    /// The name its record gives it (`id` of a jsonl record).
    pub key: Option<String>,
    /// The works in it; the first is the document's own.
    pub works: Vec<Work>,
    /// The clean text: the blocks, joined by one newline (law D1).
    pub text: String,
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// Where printed pages begin, rising.
    pub pages: Vec<PageMark>,
    /// From the decoded source to the bytes of the file (or of the record's line).
    pub origin: Origin,
    /// Lines of the file (or of the record).
    pub lines: LineIndex,
    /// What else the record had, as JSON text by field name.
    pub extra: BTreeMap<String, String>,
}

impl Document {
    /// Puts blocks together into a document; drafts without text are left out.
    pub fn assemble(
        digest: Digest,
        works: Vec<Work>,
        drafts: Vec<BlockDraft>,
        origin: Origin,
        lines: LineIndex,
    ) -> Document {
        let mut document = Document {
            id: digest.id(),
            digest,
            key: None,
            works: if works.is_empty() { vec![Work::default()] } else { works },
            text: String::new(),
            blocks: Vec::with_capacity(drafts.len()),
            pages: Vec::new(),
            origin,
            lines,
            extra: BTreeMap::new(),
        };
        for draft in drafts.into_iter().filter(|d| !d.text.is_empty()) {
            if !document.text.is_empty() {
                document.text.push('\n');
            }
            let start = document.text.len();
            document.text.push_str(&draft.text);
            let span = Span::new(start, document.text.len());
            let marks = draft.pages.into_iter();
            document.pages.extend(marks.map(|(at, label)| PageMark { at: span.start + at, label }));
            document.blocks.push(Block {
                kind: draft.kind,
                span,
                map: draft.map,
                work: draft.work,
            });
        }
        document
    }

    /// The bytes of the file (or record) that gave `span` of the text.
    pub fn bytes(&self, span: Span) -> Span {
        self.origin.file_span(self.source(span))
    }

    /// First and last line, from 1, of the file (or record) that gave `span` of the text.
    pub fn lines(&self, span: Span) -> (u32, u32) {
        self.lines.lines(self.bytes(span))
    }

    /// The range of the decoded source that gave `span` of the text.
    pub fn source(&self, span: Span) -> Span {
        let last = Span { start: span.end.max(span.start + 1) - 1, end: span.end };
        let start = self.block_at(span.start).map(|b| b.source_of(span));
        let end = self.block_at(last.start).map(|b| b.source_of(span));
        match (start, end) {
            (Some(a), Some(b)) => Span { start: a.start, end: b.end.max(a.start) },
            (Some(a), None) | (None, Some(a)) => a,
            (None, None) => Span::default(),
        }
    }

    /// The block that holds the byte at `at`, or the one before the newline that stands there.
    pub fn block_at(&self, at: u32) -> Option<&Block> {
        let i = self.blocks.partition_point(|b| b.span.end <= at);
        self.blocks
            .get(i)
            .filter(|b| b.span.start <= at)
            .or_else(|| self.blocks.get(i.checked_sub(1)?))
    }

    /// Labels of the first and the last page that `span` touches, where pages are known there.
    pub fn pages(&self, span: Span) -> Option<(&str, &str)> {
        let label = |at: u32| {
            let i = self.pages.partition_point(|p| p.at <= at);
            i.checked_sub(1).map(|i| self.pages[i].label.as_str())
        };
        let last = label(span.end.max(span.start + 1) - 1)?;
        // Text before the first mark stands on a page that nothing names.
        label(span.start).map(|first| (first, last))
    }

    /// Whether every law that later code relies on holds: spans on character boundaries, blocks in
    /// order and covering the text, maps sound, works present.
    pub fn is_sound(&self) -> bool {
        let mut at = 0;
        let blocks = self.blocks.iter().all(|b| {
            let follows = b.span.start == at && b.span.start < b.span.end;
            at = b.span.end.saturating_add(1);
            follows
                && b.span.slice(&self.text).is_some()
                && self.text.as_bytes().get(b.span.end as usize).is_none_or(|c| *c == b'\n')
                && (b.work as usize) < self.works.len()
                && b.map.is_sound(b.span.len(), u32::MAX)
        });
        blocks
            && !self.works.is_empty()
            && self.blocks.last().map_or(0, |b| b.span.end) == offset(self.text.len())
            && self.pages.windows(2).all(|w| w[0].at <= w[1].at)
    }
}

impl Block {
    /// The source of the part of `span` (offsets in the document's text) that lies in this block.
    fn source_of(&self, span: Span) -> Span {
        let start = span.start.clamp(self.span.start, self.span.end) - self.span.start;
        let end = span.end.clamp(self.span.start, self.span.end) - self.span.start;
        self.map.source(Span { start, end: end.max(start) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_written_and_read_back() {
        let id = DocumentId::of(b"some bytes");
        let written = id.to_string();
        assert_eq!(written.len(), 10);
        assert_eq!(written.parse(), Ok(id));
        let (low, high) = DocumentId::range_of(&written[..4]).unwrap();
        assert!(low <= id && id <= high);
        assert_eq!(DocumentId::range_of("wxyz"), None);
    }
}
