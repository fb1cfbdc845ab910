//! A page as a browser searches it for the words of a text directive.
//!
//! [`Page::find`] is the algorithm "find a range from a text directive" of the WICG specification
//! "URL Fragment Text Directives", on the lines of a clean text for the blocks of a page. White
//! space of any length and sort is one space; a term lies within one block; the words of prefix and
//! start begin, those of end and suffix end at a word's bound (UAX 29), as the specification has it.
//!
//! Browsers compare letters in different ways, and cut a page into blocks and words in different
//! ways, so a page is read by one of three [`Comparison`]s. The specification asks for equality on
//! the primary level of UTS 10, taken here as: compatibility forms, small letters, no accents or
//! other marks, one form of each quotation mark, dash and kana. Whatever [`Comparison::Exact`] or
//! [`Comparison::Standard`] find, [`Comparison::Loose`] finds too: words of a page that it finds
//! first are the first for every browser that finds them at all.

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::directive::TextDirective;
use crate::text::fold::{fold_word, is_invisible};
use crate::text::{Span, offset};

/// When two texts are equal, and where a term may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Letter for letter, at the bounds of words, within a block.
    Exact,
    /// As the specification asks: whatever case and accents, at the bounds of words, within a block.
    Standard,
    /// Whatever case and accents, in the middle of words too, across blocks too.
    Loose,
}

/// A text, ready to be searched.
#[derive(Debug)]
pub struct Page {
    comparison: Comparison,
    /// What is compared. One space between words; a newline between blocks, where that matters.
    text: String,
    /// For each byte of it and for its end, where it is from in the clean text; rising.
    from: Vec<u32>,
    /// Bounds of words in the clean text, rising; not needed where words do not matter.
    bounds: Vec<u32>,
}

impl Page {
    /// Reads a clean text, each line of it a block.
    pub fn read(text: &str, comparison: Comparison) -> Page {
        let (compared, from) = compared(text, comparison);
        let bounds = match comparison {
            Comparison::Loose => Vec::new(),
            _ => text.split_word_bound_indices().map(|(at, _)| offset(at)).collect(),
        };
        Page { comparison, text: compared, from, bounds }
    }

    /// The first place that a directive leads to, in bytes of the clean text.
    pub fn find(&self, directive: &TextDirective) -> Option<Span> {
        let (start, end) = self.range(directive)?;
        Some(Span { start: self.from[start], end: self.from[end] })
    }

    /// What a span of the clean text holds for a browser: without white space at its ends, and
    /// without what takes no room.
    pub(super) fn held(&self, span: Span) -> Span {
        let at = |offset| self.from.partition_point(|from| *from < offset).min(self.text.len());
        let (mut start, mut end) = (at(span.start), at(span.end));
        let is_space = |byte: u8| matches!(byte, b' ' | b'\n');
        while start < end && is_space(self.text.as_bytes()[start]) {
            start += 1;
        }
        while start < end && is_space(self.text.as_bytes()[end - 1]) {
            end -= 1;
        }
        Span { start: self.from[start], end: self.from[end] }
    }

    /// The first place, in bytes of the compared text.
    fn range(&self, directive: &TextDirective) -> Option<(usize, usize)> {
        let term = |term: &str| compared(term.trim(), self.comparison).0;
        let start = term(&directive.start);
        let [prefix, end, suffix] = [&directive.prefix, &directive.end, &directive.suffix]
            .map(|given| given.as_ref().map(|given| term(given)));
        let is_empty = |term: &Option<String>| term.as_ref().is_some_and(String::is_empty);
        if start.is_empty() || [&prefix, &end, &suffix].into_iter().any(is_empty) {
            return None;
        }
        let whole_end = end.is_some() || suffix.is_none();
        let follows = |at: usize| match &suffix {
            None => true,
            Some(suffix) => {
                self.stands(suffix, self.past_space(at), Whole { end: true, start: false })
            }
        };
        let mut searched = 0;
        loop {
            let began = match &prefix {
                None => {
                    let whole = Whole { start: true, end: whole_end };
                    let at = self.next(&start, searched, whole)?;
                    searched = self.after(at);
                    at
                }
                Some(prefix) => {
                    let at = self.next(prefix, searched, Whole { start: true, end: false })?;
                    searched = self.after(at);
                    let began = self.past_space(at + prefix.len());
                    if !self.stands(&start, began, Whole { start: false, end: whole_end }) {
                        continue;
                    }
                    began
                }
            };
            let mut ended = began + start.len();
            match &end {
                None if follows(ended) => return Some((began, ended)),
                None => {}
                // Once a beginning is found, the specification looks for no other.
                Some(end) => loop {
                    let whole = Whole { start: true, end: suffix.is_none() };
                    ended = self.next(end, ended, whole)? + end.len();
                    if follows(ended) {
                        return Some((began, ended));
                    }
                },
            }
        }
    }

    /// Where a term next stands, from `at` on.
    fn next(&self, term: &str, mut at: usize, whole: Whole) -> Option<usize> {
        loop {
            let found = at + self.text.get(at..)?.find(term)?;
            if self.is_whole(found, found + term.len(), whole) {
                return Some(found);
            }
            at = self.after(found);
        }
    }

    fn stands(&self, term: &str, at: usize, whole: Whole) -> bool {
        self.text[at..].starts_with(term) && self.is_whole(at, at + term.len(), whole)
    }

    fn is_whole(&self, start: usize, end: usize, whole: Whole) -> bool {
        (!whole.start || self.is_bound(start)) && (!whole.end || self.is_bound(end))
    }

    fn is_bound(&self, at: usize) -> bool {
        self.comparison == Comparison::Loose
            || at == self.text.len()
            || self.bounds.binary_search(&self.from[at]).is_ok()
    }

    /// The position of the next character.
    fn after(&self, at: usize) -> usize {
        at + self.text[at..].chars().next().map_or(1, char::len_utf8)
    }

    fn past_space(&self, at: usize) -> usize {
        self.text.len() - self.text[at..].trim_start_matches([' ', '\n']).len()
    }
}

/// Which ends of a term must lie at the bound of a word.
#[derive(Clone, Copy)]
struct Whole {
    start: bool,
    end: bool,
}

/// The text as it is compared, and where each byte of it and its end are from.
fn compared(text: &str, comparison: Comparison) -> (String, Vec<u32>) {
    let mut out = String::with_capacity(text.len());
    let mut from = Vec::with_capacity(text.len() + 1);
    // Where white space began, and whether a block ends in it.
    let mut space: Option<(usize, bool)> = None;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            space = Some(space.map_or((at, c == '\n'), |(at, ends)| (at, ends || c == '\n')));
            continue;
        }
        let before = out.len();
        match comparison {
            _ if is_invisible(c) => {}
            Comparison::Exact => out.push(c),
            Comparison::Standard | Comparison::Loose => primary(c, &mut out),
        }
        let Some((began, ends)) = space.filter(|_| out.len() > before) else {
            from.resize(out.len(), offset(at));
            continue;
        };
        if before > 0 {
            let is_end = ends && comparison != Comparison::Loose;
            out.insert(before, if is_end { '\n' } else { ' ' });
            from.push(offset(began));
        }
        from.resize(out.len(), offset(at));
        space = None;
    }
    // Marks that nothing is left of do not end a line of their own.
    from.push(offset(space.map_or(text.len(), |(began, _)| began)));
    (out, from)
}

/// Appends what is left of a character on the primary level.
fn primary(c: char, out: &mut String) {
    if c.is_ascii() {
        return out.push(c.to_ascii_lowercase());
    }
    let before = out.len();
    fold_word(c.encode_utf8(&mut [0; 4]), out);
    if out[before..].is_ascii() {
        return;
    }
    let folded = out.split_off(before);
    out.extend(folded.chars().filter(|c| !is_combining_mark(*c)).map(|c| match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => '"',
        '‚' | '‹' | '›' | '′' => '\'',
        'ς' => 'σ',
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        c => c,
    }));
}
