//! A text as it is read for the sake of differences: its words, each with what stands round it.

use std::ops::Range;

use crate::text::fold::fold_word;
use crate::text::sentence::sentences;
use crate::text::{Span, offset};

/// How far round a stretch the text is read, in bytes: as far as a long paragraph goes.
const ROUND: usize = 2000;

/// What is near by, in bytes on either side.
const NEARBY: usize = 1 << 14;

/// How far from a word one looks whether capitals say anything there, in bytes.
const BESIDE: usize = 160;

/// A stretch of a text with the sentences round it.
pub(super) struct Reading<'t> {
    /// The whole text.
    pub text: &'t str,
    /// Where its sentences begin, rising.
    starts: Vec<u32>,
    /// The stretch that is read.
    span: Range<usize>,
}

/// A word of a difference. A hyphen parts two words; a contraction is the words it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word<'t> {
    /// As it is written, with currency and percent signs, without other marks at either end.
    pub raw: &'t str,
    /// As it is compared.
    pub folded: String,
    /// Bytes of the text.
    pub span: Range<usize>,
    /// Whether a hyphen parts it from the word before.
    pub hyphened: bool,
}

impl<'t> Reading<'t> {
    /// Reads `text` round `span`.
    pub fn new(text: &'t str, span: Span) -> Reading<'t> {
        let from = line_start(text, span.range().start);
        let to = line_end(text, span.range().end);
        let found = text.get(from..to).map(sentences).unwrap_or_default();
        let starts = found.into_iter().map(|s| s.start + offset(from)).collect();
        Reading { text, starts, span: span.range() }
    }

    /// The stretch with what stands for some pages round it.
    pub fn near(&self) -> &'t str {
        let from = boundary(self.text, self.span.start.saturating_sub(NEARBY));
        &self.text[from..boundary(self.text, self.span.end + NEARBY).max(from)]
    }

    /// The words of `range`, which is widened to where white space stands at both ends.
    pub fn words(&self, range: Range<usize>, within: Range<usize>) -> Vec<Word<'t>> {
        words(self.text, self.widened(range, within))
    }

    /// `range` and what stands next to it without white space, as far as `within`.
    pub fn widened(&self, range: Range<usize>, within: Range<usize>) -> Range<usize> {
        let before = self.text.get(within.start..range.start).unwrap_or_default();
        let after = self.text.get(range.end..within.end).unwrap_or_default();
        let kept = before.trim_end_matches(|c: char| !c.is_whitespace()).len();
        let more = after.find(char::is_whitespace).unwrap_or(after.len());
        range.start - (before.len() - kept)..range.end + more
    }

    /// Whether a sentence, or a quotation within one, begins with the word at `at`.
    pub fn opens_sentence(&self, at: usize) -> bool {
        self.begins_at(at) || {
            // What a colon or a comma introduces begins anew; `the “Group of 77”` does not.
            let before = self.text[..at].trim_end_matches([' ', '[', '(']);
            let quoted = before.trim_end_matches(['“', '"', '‘', '\'', '«', ' ']);
            before.ends_with([':', '\n'])
                || quoted.len() < before.len() && quoted.ends_with([':', ',', '\n'])
        }
    }

    /// Whether a sentence begins with the word at `at`.
    pub fn begins_at(&self, at: usize) -> bool {
        let i = self.starts.partition_point(|start| *start as usize <= at);
        let Some(start) = i.checked_sub(1).map(|i| self.starts[i] as usize) else { return true };
        !self.text[start..at].contains(char::is_alphanumeric)
    }

    /// Whether a sentence begins after `from` and not after `to`.
    pub fn begins_between(&self, from: usize, to: usize) -> bool {
        let i = self.starts.partition_point(|start| *start as usize <= from);
        self.starts.get(i).is_some_and(|start| *start as usize <= to)
    }

    /// Whether no word of the same sentence stands after `at`.
    pub fn ends_at(&self, at: usize) -> bool {
        let rest = &self.text[at..];
        match rest.find(char::is_alphanumeric) {
            Some(next) => self.begins_between(at.saturating_sub(1), at + next),
            None => true,
        }
    }

    /// The word before `at`, folded; empty where a sentence begins.
    pub fn before(&self, at: usize) -> String {
        let line = &self.text[back(self.text, at)..at];
        let last = words(line, 0..line.len()).pop();
        last.map(|word| word.folded).unwrap_or_default()
    }

    /// The word from `at` on, folded.
    pub fn after(&self, at: usize) -> String {
        let line = &self.text[at..forth(self.text, at)];
        let first = words(line, 0..line.len()).into_iter().next();
        first.map(|word| word.folded).unwrap_or_default()
    }

    /// Whether a capital at `at` says anything: not in a line of titles, or all in capitals.
    pub fn capitals_tell(&self, at: usize) -> bool {
        let (from, to) = (back(self.text, at), forth(self.text, at));
        let long = self.text[from..to].split(char::is_whitespace).filter(|w| w.len() > 3);
        let (mut large, mut all) = (0, 0);
        for word in long {
            let Some(first) = word.chars().find(|c| c.is_alphabetic()) else { continue };
            all += 1;
            large += usize::from(first.is_uppercase());
        }
        all < 4 || large * 10 <= all * 7
    }
}

/// The words of `range` of `text`.
pub(super) fn words(text: &str, range: Range<usize>) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    for chunk in chunks(text, range) {
        let mut hyphened = false;
        for part in parts(text, chunk) {
            push(text, part, hyphened, &mut found);
            hyphened = true;
        }
    }
    found
}

/// What stands between white space, dashes and strokes in `range`, without marks at either end.
pub(super) fn chunks(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let slice = &text[range.clone()];
    let mut found = Vec::new();
    let is_gap = |c: char| c.is_whitespace() || matches!(c, '—' | '―' | '…' | '/' | '|');
    let mut at = 0;
    for piece in slice.split(is_gap) {
        let start = piece.as_ptr() as usize - slice.as_ptr() as usize;
        debug_assert!(start >= at);
        at = start;
        let mut inner = start;
        for piece in piece.split("--") {
            let lead = piece.len() - piece.trim_start_matches(is_outer).len();
            let kept = piece[lead..].trim_end_matches(is_outer);
            if !kept.is_empty() {
                let from = range.start + inner + lead;
                found.push(from..from + kept.len());
            }
            inner += piece.len() + 2;
        }
    }
    found
}

/// Cuts at hyphens, but not between digits.
fn parts(text: &str, chunk: Range<usize>) -> Vec<Range<usize>> {
    let slice = &text[chunk.clone()];
    let mut found = Vec::new();
    let mut start = 0;
    for (i, c) in slice.char_indices().filter(|(_, c)| is_hyphen(*c)) {
        let after = i + c.len_utf8();
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if digit(slice[..i].chars().next_back()) && digit(slice[after..].chars().next()) {
            continue;
        }
        if start < i {
            found.push(chunk.start + start..chunk.start + i);
        }
        start = after;
    }
    if start < slice.len() {
        found.push(chunk.start + start..chunk.end);
    }
    found
}

/// Adds the word at `part`, or the two that a contraction stands for.
fn push<'t>(text: &'t str, part: Range<usize>, hyphened: bool, found: &mut Vec<Word<'t>>) {
    let raw = &text[part.clone()];
    let mut folded = String::new();
    fold_word(raw, &mut folded);
    let mut add = |folded: &str| {
        let folded = folded.to_owned();
        found.push(Word { raw, folded, span: part.clone(), hyphened });
    };
    let whole = ["can't", "cannot", "won't", "shan't", "ain't"].contains(&folded.as_str());
    match folded.as_str() {
        "can't" | "cannot" => add("can"),
        "won't" => add("will"),
        "shan't" => add("shall"),
        "ain't" => add("is"),
        _ => {}
    }
    if whole {
        return add("not");
    }
    const ENDINGS: [(&str, &str); 4] =
        [("n't", "not"), ("'ll", "will"), ("'ve", "have"), ("'re", "are")];
    for (ending, word) in ENDINGS {
        if let Some(stem) = folded.strip_suffix(ending).filter(|stem| !stem.is_empty()) {
            add(stem);
            return add(word);
        }
    }
    add(&folded);
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2013}')
}

/// Signs that count money or parts of a hundred.
pub(super) fn is_counting(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥' | '₹' | '%' | '‰' | '°')
}

fn is_outer(c: char) -> bool {
    !c.is_alphanumeric() && !is_counting(c)
}

fn line_start(text: &str, at: usize) -> usize {
    let from = boundary(text, at.saturating_sub(ROUND));
    text[from..at].rfind('\n').map_or(from, |i| from + i + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    let to = boundary(text, (at + ROUND).min(text.len())).max(at);
    text[at..to].find('\n').map_or(to, |i| at + i)
}

/// The end of the line, or a little way before `at`.
fn back(text: &str, at: usize) -> usize {
    let from = boundary(text, at.saturating_sub(BESIDE)).min(at);
    text[from..at].rfind('\n').map_or(from, |i| from + i + 1)
}

fn forth(text: &str, at: usize) -> usize {
    let to = boundary(text, (at + BESIDE).min(text.len())).max(at);
    text[at..to].find('\n').map_or(to, |i| at + i)
}

/// The character boundary at or before `at`.
pub(super) fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text, 0..text.len()).into_iter().map(|w| w.folded).collect()
    }

    #[test]
    fn words_keep_their_signs_and_contractions_open() {
        assert_eq!(
            folded("“It can’t, won't cost US$20—or 5%.”"),
            ["it", "can", "not", "will", "not", "cost", "us$20", "or", "5%"]
        );
        assert_eq!(
            folded("long-term 2021-22 F-16's -- U.S.-India"),
            ["long", "term", "2021-22", "f", "16's", "u.s.", "india"]
        );
    }

    #[test]
    fn sentences_begin_where_a_reader_says() {
        let text = "Mr. Price spoke. He left “Delhi” at noon.";
        let reading = Reading::new(text, Span::new(0, text.len()));
        let at = |word| text.find(word).unwrap();
        assert!(reading.begins_at(at("He")) && !reading.opens_sentence(at("Delhi")));
        assert!(!reading.begins_at(at("Price")) && !reading.begins_at(at("Delhi")));
        assert!(reading.begins_between(at("spoke"), at("left")));
        assert!(reading.ends_at(at(" He") - 1) && !reading.ends_at(at("He") + 2));
    }
}
