//! A line of a page as words, of which the terms of a text directive are made.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::text::{Span, offset};

/// A line of the text, as words.
pub(super) struct Line {
    pub(super) span: Span,
    pub(super) words: Words,
    /// Bounds of words (UAX 29).
    bounds: Vec<u32>,
}

impl Line {
    pub(super) fn of(text: &str, span: Span) -> Line {
        let line = span.slice(text).unwrap_or_default();
        let mut bounds = Vec::new();
        let mut words = Words { held: span, ..Words::default() };
        let mut is_open = false;
        for (at, piece) in line.split_word_bound_indices() {
            let found = Span::new(at, at + piece.len()).shifted(span.start);
            bounds.push(found.start);
            let is_word = piece.contains(char::is_alphanumeric);
            if !is_word {
                is_open &= piece.chars().all(joins);
                continue;
            }
            let is_mark = is_mark(&line[..at], piece);
            match words.spans.last_mut().filter(|_| is_open && !is_mark) {
                Some(open) => open.end = found.end,
                None => {
                    words.spans.push(found);
                    words.marks.push(is_mark);
                }
            }
            is_open = !is_mark;
        }
        bounds.push(span.end);
        Line { span, words, bounds }
    }

    /// Where a place begins that begins in this line: at the bound of a word, behind a label.
    pub(super) fn start(&self, text: &str, span: Span, edges: Edges) -> u32 {
        let start = self.outside(span.start, Side::Start);
        let before = &text[self.span.start as usize..start as usize];
        let own = &text[start as usize..self.span.end.min(span.end).max(start) as usize];
        match edges == Edges::Bare && before.trim().is_empty() {
            true => start + offset(own.len() - without_label(own).len()),
            false => start,
        }
    }

    /// Where a place ends that ends in this line: at the bound of a word, before footnote marks.
    pub(super) fn end(&self, text: &str, span: Span, edges: Edges) -> u32 {
        let mut end = self.outside(span.end, Side::End);
        if edges == Edges::Full {
            return end;
        }
        let mut words = self.words.spans.iter().zip(&self.words.marks).rev();
        let mut next = words.by_ref().find(|(word, _)| word.end <= end);
        while let Some((word, true)) = next {
            let tail = &text[word.end as usize..end as usize];
            let is_all = tail.chars().all(|c| matches!(c, ']' | ')' | '^'));
            if !is_all || word.start <= span.start {
                break;
            }
            let kept = &text[..word.start as usize];
            end = offset(kept.trim_end_matches(['[', '^']).len()).max(span.start);
            next = words.next();
        }
        end
    }

    /// The nearest bound at or outside of `at`, and outside of a word.
    fn outside(&self, at: u32, side: Side) -> u32 {
        let inside = self.words.spans.partition_point(|word| word.end <= at);
        let word = self.words.spans.get(inside).filter(|word| word.start < at);
        match (word, side) {
            (Some(word), Side::Start) => word.start,
            (Some(word), Side::End) => word.end,
            (None, Side::Start) => {
                let next = self.bounds.partition_point(|bound| *bound <= at);
                next.checked_sub(1).map_or(at, |i| self.bounds[i])
            }
            (None, Side::End) => {
                let next = self.bounds.partition_point(|bound| *bound < at);
                self.bounds.get(next).copied().unwrap_or(at)
            }
        }
    }
}

/// Words in a row, each between white space or punctuation.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub(super) spans: Vec<Span>,
    /// Whether each may be the mark of a footnote.
    marks: Vec<bool>,
    /// What lies round them: punctuation at its ends belongs to the first and last term.
    held: Span,
}

impl Words {
    pub(super) fn within(&self, span: Span) -> Words {
        let first = self.spans.partition_point(|word| word.start < span.start);
        let last = self.spans.partition_point(|word| word.end <= span.end).max(first);
        self.some(first..last, span)
    }

    fn some(&self, range: Range<usize>, held: Span) -> Words {
        Words { spans: self.spans[range.clone()].to_vec(), marks: self.marks[range].to_vec(), held }
    }

    pub(super) fn has_mark(&self, range: Range<usize>) -> bool {
        self.marks[range].contains(&true)
    }

    /// How many words from one side come before the first mark.
    pub(super) fn without_mark(&self, side: Side) -> usize {
        let is_clean = |mark: &&bool| !**mark;
        match side {
            Side::Start => self.marks.iter().take_while(is_clean).count(),
            Side::End => self.marks.iter().rev().take_while(is_clean).count(),
        }
    }

    /// So many words from one side, with the punctuation outside of them on that side.
    pub(super) fn part(&self, count: usize, side: Side) -> Span {
        let all = self.spans.len();
        match side {
            Side::Start => Span { start: self.held.start, end: self.spans[count - 1].end },
            Side::End => Span { start: self.spans[all - count].start, end: self.held.end },
        }
    }
}

/// Where a term is cut from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Start,
    End,
}

/// Whether a label before a place and a footnote mark behind it are left out. They are part of it
/// where nothing else tells it from another: `b. Facts`, `(2) Kashmir`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Edges {
    Bare,
    Full,
}

/// Whether a piece between two words leaves them one: `U.S.-India`, `R&D`, `don’t`, `and/or`.
fn joins(c: char) -> bool {
    matches!(c, '-' | '\'' | '.' | ',' | '/' | '&' | '@' | ':' | '+' | '_' | '’')
        || matches!(c, '\u{2010}'..='\u{2012}')
}

/// Whether a word may be the mark of a footnote: a small number close behind other text, as in
/// `policy.12`, `policy[12]`, `policy¹²`.
fn is_mark(before: &str, piece: &str) -> bool {
    let is_raised = |c: char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
    let close = |c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | ';' | ':' | '?' | '!');
    let closes = |c: char| close(c) || matches!(c, '”' | '’' | '"' | ')' | ']');
    if piece.chars().all(is_raised) {
        return before.ends_with(|c| closes(c) || is_raised(c));
    }
    if piece.len() > 3 || !piece.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let bare = before.trim_end_matches(['[', '^']);
    if bare.len() < before.len() {
        return bare.ends_with(closes);
    }
    let bare = before.trim_end_matches(['”', '’', '"', ')']);
    let stopped = bare.trim_end_matches(['.', ',', ';', ':', '?', '!']);
    let is_stopped = stopped.len() < bare.len() || bare.len() < before.len();
    is_stopped && stopped.ends_with(|c: char| c.is_lowercase())
}

/// The line without the label that it begins with: `12. `, `(a) `, `[3] `, `• `.
fn without_label(line: &str) -> &str {
    let Some((first, rest)) = line.split_once(char::is_whitespace) else { return line };
    let inner = first.trim_start_matches(['[', '(', '^']);
    let core = inner.trim_end_matches([']', ')', '.', ':']);
    let is_number = core.len() <= 3 && core.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = core.len() == 1 && core.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_label = match first.len() - core.len() {
        0 => !core.is_empty() && core.chars().all(|c| "•·▪◦●○■□–—*+¹²³⁴⁵⁶⁷⁸⁹⁰-".contains(c)),
        _ => !core.is_empty() && (is_number || is_letter),
    };
    let rest = rest.trim_start();
    if is_label && rest.contains(char::is_alphanumeric) { rest } else { line }
}

/// The line that holds `at`, or that ends there.
pub(super) fn line_at(text: &str, at: u32) -> Span {
    let at = at as usize;
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    Span::new(start, end)
}

/// The span without lines that hold no word; `None` where none does.
pub(super) fn worded(text: &str, span: Span) -> Option<Span> {
    let words = span.slice(text)?;
    let at = |found: usize| span.start + offset(found);
    let first = line_at(text, at(words.find(char::is_alphanumeric)?));
    let last = line_at(text, at(words.rfind(char::is_alphanumeric)?));
    Some(Span { start: span.start.max(first.start), end: span.end.min(last.end) })
}
