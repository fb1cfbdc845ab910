//! Passages: the unit of search, and how a document is cut into them.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use super::document::{Block, BlockKind, Document};
use crate::text::sentence::sentences;
use crate::text::{Span, offset};

/// What a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the words of docs and output, explained in BlockKind")]
pub enum PassageKind {
    Body,
    Title,
    Caption,
    List,
    Table,
    Note,
    Notice,
    Teaser,
}

impl PassageKind {
    /// All kinds, in the order they are listed and numbered.
    pub const ALL: [PassageKind; 8] = [
        PassageKind::Body,
        PassageKind::Title,
        PassageKind::Caption,
        PassageKind::List,
        PassageKind::Table,
        PassageKind::Note,
        PassageKind::Notice,
        PassageKind::Teaser,
    ];

    /// The kind of passage a block makes; `None` for headings, which are no passages.
    pub fn of(block: BlockKind) -> Option<PassageKind> {
        Some(match block {
            BlockKind::Heading(_) => return None,
            BlockKind::Title => PassageKind::Title,
            BlockKind::Paragraph | BlockKind::Quote => PassageKind::Body,
            BlockKind::ListItem => PassageKind::List,
            BlockKind::Table => PassageKind::Table,
            BlockKind::Caption => PassageKind::Caption,
            BlockKind::Note => PassageKind::Note,
            BlockKind::Notice => PassageKind::Notice,
            BlockKind::Teaser => PassageKind::Teaser,
        })
    }

    /// Whether it may stand in the middle of running text, which goes on behind it.
    pub fn interrupts(self) -> bool {
        match self {
            PassageKind::Caption
            | PassageKind::Table
            | PassageKind::Note
            | PassageKind::Notice
            | PassageKind::Teaser => true,
            PassageKind::Body | PassageKind::Title | PassageKind::List => false,
        }
    }

    /// The word for it in queries and output.
    pub fn name(self) -> &'static str {
        match self {
            PassageKind::Body => "body",
            PassageKind::Title => "title",
            PassageKind::Caption => "caption",
            PassageKind::List => "list",
            PassageKind::Table => "table",
            PassageKind::Note => "note",
            PassageKind::Notice => "notice",
            PassageKind::Teaser => "teaser",
        }
    }

    /// Its number, by which it is stored.
    pub fn number(self) -> u64 {
        self as u64
    }

    /// The kind of this number.
    pub fn from_number(number: u64) -> Option<PassageKind> {
        Self::ALL.get(usize::try_from(number).ok()?).copied()
    }

    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<PassageKind> {
        Self::ALL.into_iter().find(|k| k.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for PassageKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A passage of a document. Its text is the document's text at `span` and nothing else (law P1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Its number in the document, from 1.
    pub n: u32,
    /// Where it stands in [`Document::text`].
    pub span: Span,
    /// What it is.
    pub kind: PassageKind,
    /// The work it belongs to: an index into [`Document::works`].
    pub work: u16,
    /// The headings it stands under, outermost first.
    pub section: Vec<String>,
}

/// Short passages take in what follows until they have this many words.
const ENOUGH: usize = 60;

/// No passage has more words than this, unless it is one sentence or the head.
const MOST: usize = 220;

/// A longer heading is shortened in section paths: each passage under it carries the path, and a
/// broken file may hold a heading of megabytes.
const LONGEST_HEADING: usize = 400;

/// Cuts a document into passages (law P2). Words are those of UAX 29.
///
/// Blocks but headings are covered exactly once, in order. A heading of level 0 is the whole path
/// of what follows; one of another level stands under those that are further out. Head and teasers
/// stand under no heading.
pub fn cut(document: &Document) -> Vec<Passage> {
    let mut cutter = Cutter { document, path: Vec::new(), open: None, passages: Vec::new() };
    for block in &document.blocks {
        match (block.kind, PassageKind::of(block.kind)) {
            (BlockKind::Heading(level), _) => cutter.head(level, block),
            (_, Some(kind)) => cutter.take(kind, block),
            (_, None) => {}
        }
    }
    cutter.close();
    cutter.passages
}

struct Cutter<'a> {
    document: &'a Document,
    /// Headings above, with their levels, outermost first.
    path: Vec<(u8, String)>,
    open: Option<Open>,
    passages: Vec<Passage>,
}

/// A passage that may still grow.
struct Open {
    span: Span,
    kind: PassageKind,
    work: u16,
    words: usize,
}

impl Open {
    /// Whether a block of `words` words, the next in the text, belongs to it.
    fn takes(&self, kind: PassageKind, work: u16, words: usize) -> bool {
        let fits = match kind {
            PassageKind::Title => true,
            PassageKind::Teaser => self.words + words <= MOST,
            _ => self.words < ENOUGH && self.words + words <= MOST,
        };
        self.kind == kind && self.work == work && fits
    }
}

impl Cutter<'_> {
    fn head(&mut self, level: u8, block: &Block) {
        self.close();
        let kept = match level {
            0 => 0,
            _ => self.path.iter().take_while(|(above, _)| (1..level).contains(above)).count(),
        };
        self.path.truncate(kept);
        self.path.push((level, shortened(self.text(block.span))));
    }

    fn take(&mut self, kind: PassageKind, block: &Block) {
        let words = count_words(self.text(block.span));
        match &mut self.open {
            Some(open) if open.takes(kind, block.work, words) => {
                open.span.end = block.span.end;
                open.words += words;
            }
            _ if words > MOST && kind != PassageKind::Title => {
                for (span, words) in pieces(self.text(block.span)) {
                    self.begin(kind, block.work, span.shifted(block.span.start), words);
                }
            }
            _ => self.begin(kind, block.work, block.span, words),
        }
    }

    fn begin(&mut self, kind: PassageKind, work: u16, span: Span, words: usize) {
        self.close();
        self.open = Some(Open { span, kind, work, words });
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let section = match open.kind {
            PassageKind::Title | PassageKind::Teaser => Vec::new(),
            _ => self.path.iter().map(|(_, heading)| heading.clone()).collect(),
        };
        self.passages.push(Passage {
            n: offset(self.passages.len() + 1),
            span: open.span,
            kind: open.kind,
            work: open.work,
            section,
        });
    }

    fn text(&self, span: Span) -> &str {
        span.slice(&self.document.text).unwrap_or_default()
    }
}

fn shortened(heading: &str) -> String {
    if heading.len() <= LONGEST_HEADING {
        return heading.to_owned();
    }
    let ends = heading.char_indices().map(|(i, c)| i + c.len_utf8());
    let end = ends.take_while(|end| *end <= LONGEST_HEADING).last().unwrap_or_default();
    let kept = &heading[..end];
    let word = kept.rfind(char::is_whitespace).filter(|at| *at > 0).unwrap_or(kept.len());
    format!("{} …", kept[..word].trim_end())
}

fn count_words(text: &str) -> usize {
    text.unicode_words().count()
}

/// The best way to cut the sentences up to one of them.
#[derive(Clone, Copy)]
struct Cut {
    /// How many pieces, and the sum of their squared lengths: the fewer, then the more even.
    cost: (usize, u64),
    /// Number of sentences before the last piece.
    from: usize,
}

/// Cuts a long text between sentences: as few pieces of at most [`MOST`] words as there can be, as
/// even as the sentences allow. Each comes with its number of words.
///
/// Linear: no more sentences than [`MOST`] are ever looked back over, since sentences without a
/// word are put to the one before.
fn pieces(text: &str) -> Vec<(Span, usize)> {
    let sentences = counted_sentences(text);
    let mut best = Vec::with_capacity(sentences.len() + 1);
    best.push(Cut { cost: (0, 0), from: 0 });
    for end in 1..=sentences.len() {
        let mut words = 0;
        let mut found: Option<Cut> = None;
        for from in (0..end).rev() {
            words += sentences[from].1;
            if words > MOST && from + 1 < end {
                break;
            }
            let (count, squares) = best[from].cost;
            let cost = (count + 1, squares + (words as u64).pow(2));
            if found.is_none_or(|f| cost < f.cost) {
                found = Some(Cut { cost, from });
            }
        }
        best.extend(found);
    }
    let mut out = Vec::new();
    let mut end = sentences.len();
    while end > 0 {
        let from = best[end].from;
        let span = sentences[from].0.join(sentences[end - 1].0);
        out.push((span, sentences[from..end].iter().map(|s| s.1).sum()));
        end = from;
    }
    out.reverse();
    out
}

/// The sentences with their words; what holds no word goes with the sentence before.
fn counted_sentences(text: &str) -> Vec<(Span, usize)> {
    let mut out: Vec<(Span, usize)> = Vec::new();
    for span in sentences(text) {
        let words = span.slice(text).map_or(0, count_words);
        match out.last_mut() {
            Some(last) if words == 0 => last.0.end = span.end,
            Some(last) if last.1 == 0 => *last = (last.0.join(span), words),
            _ => out.push((span, words)),
        }
    }
    out
}
