//! The lines of a text: physical lines, parted further where html tags part blocks.

use std::ops::Range;

use super::tag::{Effect, Tag};
use crate::text::Span;

/// A line with words on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its content, without white space at either end.
    pub span: Span,
    /// Columns of white space before it; a tab counts as four.
    pub indent: u32,
    /// Blank lines before it; tags that part blocks count as one, page breaks as three.
    pub gap: u32,
    /// What tags say that it is.
    pub role: Role,
}

/// What tags say that a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Plain,
    Heading(u8),
    Item,
    Row,
    Quote,
    Caption,
}

/// The lines of `text` within `range`; what is `hidden` is on none.
pub(super) fn lines(text: &str, range: Range<usize>, hidden: &[Range<usize>]) -> Vec<Line> {
    let mut split = Split { text, hidden, lines: Vec::new(), gap: 0, role: Role::Plain, quotes: 0 };
    let mut hidden = hidden.iter().peekable();
    let mut at = range.start;
    while at < range.end {
        let rest = &text.as_bytes()[at..range.end];
        let end = rest
            .iter()
            .position(|b| matches!(b, b'\n' | b'\r' | b'\x0c'))
            .map_or(range.end, |n| at + n);
        let mut next = end;
        if next < range.end {
            next += if text[next..].starts_with("\r\n") { 2 } else { 1 };
        }
        while hidden.next_if(|h| h.end <= at).is_some() {}
        // What a comment that runs over this line's end leaves of it, before and behind.
        if let Some(h) = hidden.peek().filter(|h| h.start < end && h.end > end).copied() {
            split.line(at, h.start.max(at));
            at = h.end.min(range.end);
            continue;
        }
        if text.as_bytes().get(end) == Some(&b'\x0c') && end < range.end {
            split.line(at, end);
            split.gap = split.gap.max(3);
        } else {
            let stop = split.line(at, end);
            // A tag that goes on in the next line.
            next = next.max(stop.min(range.end));
        }
        at = next;
    }
    split.lines
}

struct Split<'a> {
    text: &'a str,
    /// What no reader sees, in order.
    hidden: &'a [Range<usize>],
    lines: Vec<Line>,
    gap: u32,
    role: Role,
    quotes: u32,
}

impl Split<'_> {
    /// Adds a physical line; gives where what it holds ends.
    fn line(&mut self, start: usize, end: usize) -> usize {
        if self.text[start..end].trim().is_empty() {
            self.gap += 1;
            if self.gap > 1 {
                self.role = Role::Plain;
            }
            return end;
        }
        let (mut from, mut at) = (start, start);
        while let Some(i) = self.text[at.min(end)..end].find('<').map(|n| at + n) {
            if let Ok(k) = self.hidden.binary_search_by_key(&i, |h| h.start) {
                at = self.hidden[k].end;
                continue;
            }
            let Some(tag) = Tag::at(self.text, i) else {
                at = i + 1;
                continue;
            };
            at = tag.end;
            let effect = tag.effect();
            if matches!(effect, Effect::Inline | Effect::Space | Effect::Cell) {
                continue;
            }
            self.push(from, i);
            from = tag.end;
            self.gap = self.gap.max(1);
            if tag.name.eq_ignore_ascii_case("blockquote") {
                self.quotes =
                    if tag.closing { self.quotes.saturating_sub(1) } else { self.quotes + 1 };
            }
            self.role = match effect {
                Effect::Heading(level) => Role::Heading(level),
                Effect::Item => Role::Item,
                Effect::Row => Role::Row,
                Effect::Caption => Role::Caption,
                _ if self.quotes > 0 => Role::Quote,
                _ => Role::Plain,
            };
        }
        self.push(from.min(end), end);
        at.max(end)
    }

    fn push(&mut self, start: usize, end: usize) {
        let line = &self.text[start..end];
        let content = line.trim_start();
        if content.is_empty() {
            return;
        }
        let lead = &line[..line.len() - content.len()];
        let indent = lead.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
        let start = end - content.len();
        let span = Span::new(start, start + content.trim_end().len());
        self.lines.push(Line { span, indent, gap: self.gap, role: self.role });
        self.gap = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::super::tag;
    use super::*;

    fn split(text: &str) -> Vec<(&str, u32, Role)> {
        let lines = lines(text, 0..text.len(), &tag::hidden(text, 0..text.len()));
        lines.iter().map(|l| (l.span.slice(text).unwrap(), l.gap, l.role)).collect()
    }

    #[test]
    fn tags_part_lines_and_comments_vanish() {
        assert_eq!(
            split("one\r\n\r\ntwo<h2>Head</h2><p>three <b>x</b>\nfour"),
            [
                ("one", 0, Role::Plain),
                ("two", 1, Role::Plain),
                ("Head", 1, Role::Heading(2)),
                ("three <b>x</b>", 1, Role::Plain),
                ("four", 0, Role::Plain),
            ]
        );
        assert_eq!(split("a <!-- b\n\n c --> d"), [("a", 0, Role::Plain), ("d", 0, Role::Plain)]);
        assert_eq!(split("a\x0cb"), [("a", 0, Role::Plain), ("b", 3, Role::Plain)]);
    }
}
