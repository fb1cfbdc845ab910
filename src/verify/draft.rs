//! The quotations of a draft, as its reader sees them.
//!
//! It knows no corpus. A draft is read into paragraphs ([`prose`](crate::read::prose)); what stands
//! between quotation marks in them, and every block quotation, is a quotation. One within another
//! is part of it and not listed.

use std::collections::HashMap;

use super::credit::is_saying;
use crate::read::prose::{Paragraph, paragraphs};
use crate::text::mark::is_mark;
use crate::text::quoted::quoted;
use crate::text::sentence::sentences;
use crate::text::{Quoted, Span, offset};

/// A quotation that a draft gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftQuotation {
    /// Bytes of the draft, with the marks.
    pub span: Span,
    /// Line of its first character in the draft, from 1.
    pub line: u32,
    /// Column of its first character in the draft: code points of the line, from 1.
    pub column: u32,
    /// What is quoted, without the marks and without markup; paragraphs joined by one newline. A line
    /// end stays only behind a hyphen. The halves of a quotation that its speaker parts (“We will
    /// not,” he said, “bow.”) are joined by an ellipsis where one of them has under four words.
    pub text: String,
    /// Whether it has its closing mark.
    pub closed: bool,
    /// Bytes of the draft: the sentence around it, or the words that lead up to a block.
    pub sentence: Span,
    /// The words that may say whose it is, the nearest first. In those of the sentence around it
    /// [`PLACE`] stands for the quotation; no others are part of them.
    pub beside: Vec<String>,
}

/// A draft to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draft<'a> {
    /// Its text.
    pub text: &'a str,
    /// Whether it is plain text, where what is indented throughout is a block quotation; in markdown
    /// that is none.
    pub is_plain: bool,
}

impl<'a> From<&'a str> for Draft<'a> {
    fn from(text: &'a str) -> Draft<'a> {
        Draft { text, is_plain: false }
    }
}

impl<'a> From<&'a String> for Draft<'a> {
    fn from(text: &'a String) -> Draft<'a> {
        Draft::from(text.as_str())
    }
}

/// Stands for the quotation in the words beside it.
pub const PLACE: char = '\u{fffc}';

/// The quotations of `draft` (plain text or markdown), in order.
pub fn quotations<'a>(draft: impl Into<Draft<'a>>) -> Vec<DraftQuotation> {
    let draft = draft.into();
    let page = Page::new(draft);
    let mut found = page.marked();
    found.extend(page.blocks());
    found.retain(|quotation| quotation.text.contains(char::is_alphanumeric));
    found.sort_by_key(|q| (q.span.start, q.span.end));
    place(draft.text, &mut found);
    found
}

/// A draft as its reader sees it.
struct Page<'a> {
    draft: &'a str,
    paragraphs: Vec<Paragraph>,
    /// Where each begins in `text`.
    starts: Vec<u32>,
    /// The paragraphs, joined by newlines.
    text: String,
    /// The same with letters for the marks of code and of block quotations.
    masked: String,
    sentences: Vec<Span>,
    /// Which paragraph is the footnote of a name.
    noted: HashMap<String, usize>,
}

impl<'a> Page<'a> {
    fn new(draft: Draft<'a>) -> Page<'a> {
        let paragraphs = paragraphs(draft.text, draft.is_plain);
        let mut page = Page {
            draft: draft.text,
            starts: Vec::with_capacity(paragraphs.len()),
            text: String::new(),
            masked: String::new(),
            sentences: Vec::new(),
            noted: HashMap::new(),
            paragraphs: Vec::new(),
        };
        for (n, paragraph) in paragraphs.iter().enumerate() {
            page.noted.extend(paragraph.note.clone().map(|name| (name, n)));
            if !page.text.is_empty() {
                page.text.push('\n');
                page.masked.push('\n');
            }
            page.starts.push(offset(page.text.len()));
            page.text.push_str(&paragraph.text);
            mask(paragraph, paragraph.block.is_some(), &mut page.masked);
        }
        page.sentences = sentences(&page.text);
        page.paragraphs = paragraphs;
        page
    }

    /// What stands between marks in the running text.
    fn marked(&self) -> Vec<DraftQuotation> {
        let mut outermost = quoted(&self.masked);
        outermost.retain(|q| q.depth == 0);
        let mut found = Vec::with_capacity(outermost.len());
        let mut rest = outermost.as_slice();
        let mut before = 0;
        while let Some((first, behind)) = rest.split_first() {
            let second = behind.first().filter(|second| self.is_parted(first, second));
            let last = second.unwrap_or(first);
            rest = if second.is_some() { &behind[1..] } else { behind };
            let mut text = self.words_of(first);
            if second.is_some() {
                text.truncate(text.trim_end_matches([',', ' ']).len());
                text.push_str(" … ");
                text.push_str(&self.words_of(last));
            }
            let outer = first.outer.join(last.outer);
            let after = rest.first().map_or(offset(self.text.len()), |next| next.outer.start);
            let around = self.around(outer);
            let said = second.map(|_| Span { start: first.outer.end, end: last.outer.start });
            found.push(DraftQuotation {
                span: self.source(outer),
                text,
                closed: last.closed,
                sentence: self.source(around),
                beside: self.beside(outer, around, before..after, said),
                ..DraftQuotation::default()
            });
            before = outer.end;
        }
        found
    }

    /// What is set as a quotation.
    fn blocks(&self) -> Vec<DraftQuotation> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(paragraph) = self.paragraphs.get(at) {
            let Some(block) = paragraph.block else {
                at += 1;
                continue;
            };
            let more = self.paragraphs[at..].iter().take_while(|p| p.block == Some(block)).count();
            found.extend(self.block(at, at + more));
            at += more;
        }
        found
    }

    /// The quotation set as the paragraphs `first..end`.
    fn block(&self, first: usize, end: usize) -> Option<DraftQuotation> {
        let whole = Span { start: self.start(first), end: self.end(end - 1) };
        let mut quoted_end = whole.end;
        let mut beside = Vec::new();
        let (last_start, last) = (self.start(end - 1), &self.paragraphs[end - 1].text);
        if end - first > 1 && (is_credit(last) || self.is_lone_item(end - 1)) {
            quoted_end = self.end(end - 2);
            beside.push(credit(last));
        } else if let Some(at) = credit_at(last).or_else(|| reference_at(last)) {
            quoted_end = last_start + offset(last[..at].trim_end().len());
            beside.push(credit(&last[at..]));
        }
        let body = Span { end: quoted_end, ..whole };
        let mut masked = String::new();
        for (n, paragraph) in self.paragraphs[first..end].iter().enumerate() {
            masked.push_str(if n > 0 { "\n" } else { "" });
            mask(paragraph, false, &mut masked);
        }
        masked.truncate(body.len());
        let own = quoted(&masked).first().copied().filter(|q| {
            let behind = &masked[q.outer.end as usize..];
            q.outer.start == 0 && q.closed && is_reference(behind)
        });
        let mut text = self.words(body);
        if let Some(own) = own {
            let behind = masked[own.outer.end as usize..].trim();
            if behind.contains(char::is_alphabetic) {
                beside.push(credit(behind));
            }
            let inner = Quoted {
                outer: own.outer.shifted(whole.start),
                inner: own.inner.shifted(whole.start),
                ..own
            };
            text = self.words_of(&inner);
        }
        if text.starts_with("[!") {
            return None;
        }
        let lead = first.checked_sub(1).filter(|before| self.paragraphs[*before].block.is_none());
        let lead = lead.and_then(|before| self.sentence_at(self.end(before).saturating_sub(1)));
        let lead = lead.filter(|lead| self.text[lead.range()].ends_with([':', ',']));
        if let Some(lead) = lead {
            beside.push(format!("{} {PLACE}", &self.text[lead.range()]));
        }
        self.notes(first, whole, &mut beside);
        Some(DraftQuotation {
            span: self.source(body),
            text,
            closed: true,
            sentence: self.source(lead.unwrap_or(whole)),
            beside,
            ..DraftQuotation::default()
        })
    }

    /// Whether a paragraph of a block is a point of a list, the only one, and no sentence: `- Name`.
    fn is_lone_item(&self, n: usize) -> bool {
        let begins = |n: usize| {
            let start = self.source(Span { start: self.start(n), end: self.start(n) + 1 }).start;
            let line = self.draft.get(..start as usize).unwrap_or_default();
            let line = line.rsplit(['\n', '\r']).next().unwrap_or_default();
            line.trim_end().ends_with(['-', '*', '+', '•'])
        };
        let text = &self.paragraphs[n].text;
        begins(n)
            && !begins(n - 1)
            && text.starts_with(char::is_uppercase)
            && !text.ends_with(['.', ';', '!', '?'])
            && text.split_whitespace().count() <= 12
    }

    /// Whether the two are one that its speaker parts, and one of them is too short to stand alone:
    /// `“We will not,” he said, “bow to pressure.”`
    fn is_parted(&self, first: &Quoted, second: &Quoted) -> bool {
        let between = &self.text[first.outer.end as usize..second.outer.start as usize];
        let (begun, ended) = (&self.text[first.inner.range()], &self.text[second.inner.range()]);
        let short = |text: &str| text.split_whitespace().count() < 4;
        let said = between.trim();
        let goes_on = ended.trim_start().starts_with(|c: char| c.is_lowercase() || c == '[');
        (short(begun) || short(ended))
            && goes_on
            && (begun.trim_end().ends_with(',') || said.starts_with(','))
            && said.ends_with(',')
            && !between.contains(['\n', '.', ';', '!', '?'])
            && said.split_whitespace().count() <= 8
            && said.split(|c: char| !c.is_alphabetic()).any(is_saying)
    }

    fn start(&self, paragraph: usize) -> u32 {
        self.starts[paragraph]
    }

    fn end(&self, paragraph: usize) -> u32 {
        self.starts[paragraph] + offset(self.paragraphs[paragraph].text.len())
    }

    fn paragraph_at(&self, at: u32) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// The bytes of the draft that `span` of the text comes from.
    fn source(&self, span: Span) -> Span {
        let (first, last) =
            (self.paragraph_at(span.start), self.paragraph_at(span.end.max(span.start + 1) - 1));
        let within = |at: u32, n: usize| at.min(self.end(n)) - self.start(n);
        let end = within(span.end, last);
        let of =
            |n: usize, start: u32, end: u32| self.paragraphs[n].map.source(Span { start, end });
        let to = of(last, end.saturating_sub(1), end);
        if first == last {
            return of(first, within(span.start, first), end);
        }
        let begin = within(span.start, first);
        Span { start: of(first, begin, begin + 1).start, end: to.end }
    }

    /// What is quoted, its paragraphs joined by newlines.
    fn words_of(&self, quoted: &Quoted) -> String {
        let pieces = quoted.pieces(&self.masked);
        let pieces: Vec<String> = pieces.into_iter().map(|piece| self.words(piece)).collect();
        pieces.join("\n")
    }

    /// The words of `span` of the text, with a line end behind each hyphen that the draft has there:
    /// only then does one see that the hyphen may be the line's.
    fn words(&self, span: Span) -> String {
        let mut words = String::with_capacity(span.len());
        let mut begin = span.start as usize;
        for (at, _) in self.text[span.range()].match_indices(' ') {
            let at = span.start as usize + at;
            if self.text[begin..at].ends_with(['-', '\u{2010}'])
                && self.source(Span::new(at, at + 1)).slice(self.draft).is_some_and(is_line_end)
            {
                words.push_str(&self.text[begin..at]);
                words.push('\n');
                begin = at + 1;
            }
        }
        words.push_str(&self.text[begin..span.end as usize]);
        words
    }

    fn sentence_at(&self, at: u32) -> Option<Span> {
        let i = self.sentences.partition_point(|sentence| sentence.end <= at);
        self.sentences.get(i).copied()
    }

    /// From the beginning of the sentence that `outer` begins in to the end of that it ends in, and
    /// a bracket behind.
    fn around(&self, outer: Span) -> Span {
        let first = self.sentence_at(outer.start).unwrap_or(outer);
        let i = self.sentences.partition_point(|s| s.end < outer.end);
        let mut around = outer.join(Span { start: first.start.min(outer.start), ..outer });
        if let Some(last) = self.sentences.get(i).filter(|last| last.start < outer.end) {
            around = around.join(*last);
        }
        let next = self.sentences.get(i + 1).copied();
        let bracket = next.filter(|next| {
            let between = self.text.get(around.end as usize..next.start as usize);
            around.end == outer.end
                && self.text[next.range()].starts_with(['(', '['])
                && between.is_some_and(|between| !between.contains('\n'))
        });
        bracket.map_or(around, |bracket| around.join(bracket))
    }

    /// The words of the sentence around a quotation, those of others left out, and of its notes.
    fn beside(
        &self,
        outer: Span,
        around: Span,
        free: std::ops::Range<u32>,
        said: Option<Span>,
    ) -> Vec<String> {
        let before = Span { start: around.start.max(free.start), end: outer.start };
        let after = Span { start: outer.end, end: around.end.min(free.end).max(outer.end) };
        let said = said.and_then(|said| said.slice(&self.text)).unwrap_or_default();
        let words = |span: Span| span.slice(&self.text).unwrap_or_default();
        let mut beside =
            vec![format!("{}{PLACE}{said}{}", words(before), words(after)).trim().to_owned()];
        self.notes(self.paragraph_at(outer.end), Span { end: after.end, ..outer }, &mut beside);
        beside
    }

    /// Adds the words of the notes that are referred to in `span` of a paragraph or right behind it.
    fn notes(&self, paragraph: usize, span: Span, beside: &mut Vec<String>) {
        let source = self.source(span);
        let near = self.paragraphs[paragraph]
            .notes
            .iter()
            .filter(|(at, _)| *at >= source.start && *at <= source.end + 2);
        for (_, name) in near {
            let note = self.noted.get(name).map(|n| credit(&self.paragraphs[*n].text));
            beside.extend(note.filter(|note| !beside.contains(note)));
        }
    }
}

/// Adds the words of a paragraph, with letters for the marks of code, or for `all` marks.
fn mask(paragraph: &Paragraph, all: bool, out: &mut String) {
    let is_code = |at: usize| {
        let source = paragraph.map.source(Span::new(at, at + 1)).start;
        let i = paragraph.code.partition_point(|code| code.end <= source);
        paragraph.code.get(i).is_some_and(|code| code.start <= source)
    };
    for (at, c) in paragraph.text.char_indices() {
        if is_mark(c) && (all || is_code(at)) {
            // A letter as long as the mark: spans of the one text are spans of the other.
            out.push(match c.len_utf8() {
                1 => 'x',
                2 => 'é',
                3 => 'ａ',
                _ => '𝐱',
            });
        } else {
            out.push(c);
        }
    }
}

fn is_line_end(text: &str) -> bool {
    text.contains(['\n', '\r'])
}

/// The words of a credit as the words beside a quotation.
fn credit(words: &str) -> String {
    let note = words.starts_with("[^").then(|| words.split_once(':')).flatten();
    let words = note.map_or(words, |(_, words)| words);
    let name = words.trim_start_matches(|c: char| c.is_whitespace() || "—–―-".contains(c));
    let name = name.strip_prefix("Source:").unwrap_or(name).trim_start();
    format!("{PLACE} — {name}")
}

/// Whether a line says whose the quotation above it is: `— Name, Title`, `(Name 2012)`, `[1]`.
fn is_credit(line: &str) -> bool {
    if line.starts_with("Source:") || reference_at(line) == Some(0) {
        return true;
    }
    let bracket = line.starts_with(['(', '[']) && line.trim_end_matches('.').ends_with([')', ']']);
    if bracket && line[1..].starts_with(char::is_uppercase) {
        return line.split_whitespace().count() <= 20;
    }
    let name = line.trim_start_matches(['—', '–', '―', '-', ' ']);
    name.len() < line.len()
        && name.starts_with(char::is_uppercase)
        && name.split_whitespace().count() <= 20
}

/// Where the credit at the end of a paragraph begins: `We will not. — Name`.
fn credit_at(text: &str) -> Option<usize> {
    let (at, _) = text.rmatch_indices(['—', '–', '―']).next()?;
    let before = text[..at].trim_end();
    let ended = before.ends_with(['.', '!', '?', '…', '"', '”', '’', '»']);
    let name = &text[at..];
    let is_short = name.split_whitespace().count() <= 9 && !name.ends_with(['.', '!', '?']);
    (ended && is_short && is_credit(name)).then_some(at)
}

/// Where the reference at the end of a paragraph begins: `We will not (Name, p. 3).`, `[1]`.
fn reference_at(text: &str) -> Option<usize> {
    let inner = text.trim_end_matches('.').strip_suffix([')', ']'])?;
    let at = inner.rfind(['(', '['])?;
    let inner = &inner[at + 1..];
    let numbers = |c: char| c.is_ascii_digit() || " ,;-–^".contains(c);
    let digits = inner.chars().filter(char::is_ascii_digit).count();
    if digits > 0 && inner.chars().all(numbers) {
        // `(2)` may count something.
        return (text[at..].starts_with('[') || digits >= 4).then_some(at);
    }
    let words: Vec<&str> = inner.split_whitespace().collect();
    let page = |word: &&str| matches!(*word, "p." | "pp." | "para." | "ibid." | "Ibid." | "n.d.");
    let year = |word: &&str| {
        let digits = word.trim_matches(|c: char| !c.is_ascii_digit());
        digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let begins = inner.starts_with(char::is_uppercase)
        || words.first().is_some_and(|word| page(word) || matches!(*word, "see" | "cf." | "in"));
    let is_cited = begins && words.iter().any(|word| page(word) || year(word));
    (is_cited && words.len() <= 16).then_some(at)
}

/// Whether what stands behind a quotation only says where it is from.
fn is_reference(behind: &str) -> bool {
    let behind = behind.trim().trim_end_matches('.');
    behind.is_empty()
        || behind.starts_with(['(', '[']) && behind.ends_with([')', ']'])
        || behind.chars().all(|c| !c.is_alphabetic())
}

/// Gives each quotation its line and column; they stand in order.
fn place(draft: &str, found: &mut [DraftQuotation]) {
    let (mut line, mut column) = (1, 1);
    let mut chars = draft.char_indices().peekable();
    let mut returned = false;
    for quotation in found {
        while let Some((i, c)) = chars.next_if(|(i, _)| *i < quotation.span.start as usize) {
            match c {
                '\n' if returned => {}
                '\n' | '\r' => (line, column) = (line + 1, 1),
                '\u{feff}' if i == 0 => {}
                _ => column += 1,
            }
            returned = c == '\r';
        }
        (quotation.line, quotation.column) = (line, column);
    }
}
