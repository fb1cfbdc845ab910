//! Plain text, and text full of markdown and html, as converters leave it.
//!
//! It does not know files, encodings or the fields of records. A text passes through these rooms:
//! `line` (lines, parted where tags part them), `layout` (which
//! lines are one block), `inline` (the words of a block with their way back), then
//! judgements on clean text: margins of pages, paragraphs that a page break cut, headings without
//! markup, the head, teasers, furniture.

use super::Reading;
use super::footnote;
use super::furniture;
use super::head;
use super::heading;
use super::hyphen::Hyphens;
use super::inline::{self, Marks};
use super::layout::{self, Raw, Shape};
use super::line;
use super::pagemark;
use super::part::{self, Part};
use super::source::Source;
use super::tag;
use super::teaser;
use crate::document::{BlockKind, Document, Provenance, Work};
use crate::text::Span;

/// A sentence is not looked for behind more blocks than this.
const LONGEST_CUT: usize = 64;

/// Reads a text file. Never fails on content (law R1).
pub fn read(source: &Source) -> Reading {
    let mut parts = parts(&source.text, Span::new(0, source.text.len()));
    let work = head::read(&mut parts);
    finish(source, parts, vec![work])
}

/// Reads the body of a record whose fields are given: `title` and `body` are spans of the source.
/// `works[0]` is the record as given; what the text itself says only completes it. Where a title is
/// given, no page head is looked for in the body. Never fails on content (law R1).
pub fn read_record(
    source: &Source,
    title: Option<Span>,
    body: Option<Span>,
    mut works: Vec<Work>,
) -> Reading {
    let text = &source.text;
    let mut read = Vec::new();
    if let Some(title) = title {
        let raw = Raw { shape: Shape::Text, lines: vec![title], gap: 0 };
        let mut part = Part::new(text, raw, &Marks::default());
        part.kind = BlockKind::Title;
        read.push(part);
    }
    let mut body = body.map(|body| parts(text, body)).unwrap_or_default();
    let found = if title.is_some() { head::fields(&mut body) } else { head::read(&mut body) };
    if works.is_empty() {
        works.push(Work::default());
    }
    works[0].mark(Provenance::Record);
    works[0].complete(&found);
    read.append(&mut body);
    finish(source, read, works)
}

/// The clean parts of a text, cut paragraphs joined, headings found.
fn parts(text: &str, range: Span) -> Vec<Part> {
    let Some(body) = range.slice(text) else { return Vec::new() };
    let hidden = tag::hidden(text, range.range());
    let shouted = heading::is_shouted(body);
    let raws = layout::blocks(text, &line::lines(text, range.range(), &hidden), shouted);
    let marks = Marks {
        hidden,
        pages: pagemark::rise(body),
        notes: note_numbers(text, &raws),
        hyphens: Hyphens::learn(body),
    };
    let mut parts: Vec<Part> = raws.into_iter().map(|raw| Part::new(text, raw, &marks)).collect();
    furniture::margins(&mut parts);
    let mut parts = join(text, parts, &marks);
    headings(&mut parts, shouted);
    parts
}

fn finish(source: &Source, mut parts: Vec<Part>, mut works: Vec<Work>) -> Reading {
    let body = parts.iter().position(|p| p.kind != BlockKind::Title).unwrap_or(parts.len());
    teaser::read(&mut parts, body, &mut works);
    furniture::notes(&mut parts);
    furniture::mark(&mut parts, &works[0].authors);
    flatten(&mut parts, works[0].title.as_deref());
    let drafts = part::drafts(parts);
    let document = Document::assemble(
        source.digest,
        works,
        drafts,
        source.origin.clone(),
        source.lines.clone(),
    );
    Reading { document, complaints: Vec::new() }
}

/// Takes the levels off all headings where one of them stands as high as the title: such levels
/// are a matter of looks, and nothing stands under anything.
fn flatten(parts: &mut [Part], title: Option<&str>) {
    let of_title = parts.iter().find_map(|p| match p.shape {
        Shape::Heading(level) if p.kind == BlockKind::Title && Some(p.text()) == title => {
            Some(level)
        }
        _ => None,
    });
    let level = |p: &Part| match p.kind {
        BlockKind::Heading(level) if level > 0 => Some(level),
        _ => None,
    };
    if of_title.is_some_and(|title| parts.iter().filter_map(level).any(|l| l <= title)) {
        parts
            .iter_mut()
            .filter(|p| level(p).is_some())
            .for_each(|p| p.kind = BlockKind::Heading(0));
    }
}

/// The numbers of the notes under headings of notes, and of markdown's footnotes; sorted.
fn note_numbers<'a>(text: &'a str, raws: &[Raw]) -> Vec<&'a str> {
    let mut numbers = Vec::new();
    let mut inside = false;
    for (i, raw) in raws.iter().enumerate() {
        let first = &text[raw.lines[0].range()];
        let heads = raw.lines.len() == 1 && footnote::is_notes_heading(first);
        match raw.shape {
            Shape::Heading(_) => inside = heads,
            Shape::Text if heads => {
                let next = raws.get(i + 1).map(|r| &text[r.lines[0].range()]);
                inside = inside || next.and_then(footnote::numbered).is_some();
            }
            _ => {}
        }
        let defined = first.starts_with("[^") && first.contains("]:");
        numbers.extend(footnote::numbered(first).filter(|_| inside || defined));
    }
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Joins paragraphs that a page break cut in mid-sentence. Page marks and what stands in the margin
/// between them do not part them.
fn join(text: &str, parts: Vec<Part>, marks: &Marks<'_>) -> Vec<Part> {
    let mut joined: Vec<Part> = Vec::with_capacity(parts.len());
    // The paragraph that may go on, whether it has grown, and what came after it.
    let mut open: Option<usize> = None;
    let mut grown = Vec::new();
    for part in parts {
        if part.margin || part.is_mark() || part.text().is_empty() || is_bare_number(&part) {
            joined.push(part);
            continue;
        }
        let goes_on = open.is_some_and(|o| {
            // The bound keeps a hostile text from having one paragraph walked through for ever.
            joined.len() - o < LONGEST_CUT && cut_between(&joined[o], &part)
        });
        match open.filter(|_| goes_on) {
            Some(o) => {
                let between = joined[o + 1..].iter().filter(|p| p.is_mark());
                let between: Vec<Span> = between.flat_map(|p| p.lines.clone()).collect();
                let tail = joined.split_off(o + 1);
                joined.extend(tail.into_iter().filter(|p| !p.is_mark()));
                for number in joined[o + 1..].iter_mut().filter(|p| !p.text().is_empty()) {
                    number.margin = true;
                    number.kind = BlockKind::Notice;
                }
                joined[o].lines.extend(between);
                joined[o].lines.extend(&part.lines);
                joined[o].clean.text = part.clean.text;
                grown.push(o);
            }
            None => {
                open = (part.kind == BlockKind::Paragraph && part.shape == Shape::Text)
                    .then_some(joined.len());
                joined.push(part);
            }
        }
    }
    grown.dedup();
    for o in grown {
        joined[o].clean = inline::clean(text, &joined[o].lines, marks, false);
    }
    joined
}

/// Whether `b` goes on with the sentence that `a` leaves open.
fn cut_between(a: &Part, b: &Part) -> bool {
    let text = b.text();
    let begins = heading::first_letter(text).is_some_and(char::is_lowercase)
        || (text.starts_with(|c: char| c.is_ascii_digit()) && !layout::starts_with_number(text));
    b.kind == BlockKind::Paragraph
        && b.shape == Shape::Text
        && begins
        && !heading::ends_sentence(a.text())
        && a.words() > 3
        && !is_enumerated(text)
        && !heading::is_like(a.text())
}

/// A short line of numbers alone: where a sentence goes on behind it, it is the page's.
fn is_bare_number(part: &Part) -> bool {
    let text = part.text();
    part.kind == BlockKind::Paragraph
        && part.shape == Shape::Text
        && part.lines.len() == 1
        && text.len() <= 20
        && text.chars().all(|c| c.is_ascii_digit() || " -/–|".contains(c))
}

/// `a. text`, `(b) text`, `iv) text`: a point of a list, however it is set.
fn is_enumerated(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let bare = first.trim_matches(['(', ')', '.']);
    first.ends_with(['.', ')'])
        && (1..=4).contains(&bare.len())
        && bare.len() < first.len()
        && (bare.len() == 1 || bare.bytes().all(|b| b"ivxl".contains(&b)))
}

/// Finds headings that no markup marks: a short line on its own above text.
fn headings(parts: &mut [Part], shouted: bool) {
    for i in 0..parts.len() {
        let part = &parts[i];
        if part.kind != BlockKind::Paragraph || part.shape != Shape::Text || part.lines.len() > 2 {
            continue;
        }
        let text = part.text();
        let follower = parts[i + 1..].iter().find(|p| !p.margin && !p.text().is_empty());
        let single = !text.contains(' ');
        let above_text = follower.is_some_and(|next| match next.kind {
            // A name above a note is a signature; a word above a quotation leads up to it.
            BlockKind::Paragraph if footnote::mark(next.text()).is_some() => false,
            BlockKind::Paragraph if single && next.text().starts_with(['"', '“']) => false,
            BlockKind::Paragraph => next.words() >= 12,
            BlockKind::ListItem | BlockKind::Table | BlockKind::Quote => true,
            _ => false,
        });
        let bold = part.clean.bold && part.words() <= 20 && !text.ends_with(['.', ',', ';']);
        let alone = part.lines.len() == 1 && above_text && !shouted && heading::is_like(text);
        if bold || alone || footnote::is_notes_heading(text) {
            parts[i].kind = BlockKind::Heading(0);
        }
    }
}
