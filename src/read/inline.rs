//! Inline markup: from the lines of one block to the words a reader sees, with the way back.
//!
//! It does not know what the block is. Two passes: the first finds what is markup and says what
//! becomes of it ([`Edit`]); the second copies the rest and makes white space single spaces. Both
//! are linear: look-ahead that a hostile text could repeat draws on a budget.

use super::entity;
use super::hyphen::{Hyphens, Joint};
use super::pagemark;
use super::tag::{Effect, Tag};
use crate::text::{SourceMap, Span, TextBuilder, offset};

/// What the document as a whole says about marks in its text.
#[derive(Debug, Default)]
pub(super) struct Marks<'a> {
    /// Ranges that no reader sees: comments, scripts, styles; in order.
    pub hidden: Vec<std::ops::Range<usize>>,
    /// Whether `[Page 12]` marks pages here.
    pub pages: bool,
    /// Numbers of the notes that stand in the document, sorted.
    pub notes: Vec<&'a str>,
    /// How words broken at line ends are joined.
    pub hyphens: Hyphens<'a>,
}

/// The clean text of a block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Clean {
    pub text: String,
    pub map: SourceMap,
    /// Printed pages that begin in it: offset in `text`, and label.
    pub pages: Vec<(u32, String)>,
    /// Bytes of `text` that are the text of links.
    pub linked: usize,
    /// Whether all of it is set in bold.
    pub bold: bool,
    /// Whether it holds an image.
    pub image: bool,
    /// Bytes of the source that are code in the line, its marks included.
    pub code: Vec<Span>,
}

/// Cleans the block that consists of `lines` of `source`. `literal` text has no markup.
pub(super) fn clean(source: &str, lines: &[Span], marks: &Marks<'_>, literal: bool) -> Clean {
    let start = lines.first().map_or(0, |l| l.start as usize);
    let mut scan = Scan::new(source, start, marks);
    for pair in lines.windows(2) {
        scan.join(pair[0], pair[1]);
    }
    if !literal {
        for line in lines {
            scan.line(line.range());
        }
    }
    scan.finish();
    let bold = scan.is_bold(lines);
    let (image, code) = (scan.image, scan.code);
    let clean = copy(source, lines, scan.edits, &scan.links);
    Clean { bold, image, code, ..clean }
}

/// A range of the source that is not copied as it stands.
#[derive(Clone, Debug)]
struct Edit {
    start: usize,
    end: usize,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Gone,
    Space,
    Cell,
    Char(char),
    Page,
    NoteMark,
}

/// The first pass.
struct Scan<'a> {
    source: &'a str,
    marks: &'a Marks<'a>,
    edits: Vec<Edit>,
    /// Ranges of the source that are texts of links.
    links: Vec<(usize, usize)>,
    brackets: Vec<Bracket>,
    /// Open runs of `*`, `_`, `~`.
    open: [Vec<Run>; 3],
    strong: Vec<(usize, usize)>,
    /// Runs of backticks that wait for one of the same length: start, length, edits before them.
    ticks: Vec<(usize, usize, usize)>,
    code: Vec<Span>,
    budget: usize,
    /// Where the block begins.
    start: usize,
    skip: usize,
    image: bool,
}

struct Bracket {
    start: usize,
    image: bool,
    edits: usize,
}

#[derive(Clone, Copy)]
struct Run {
    start: usize,
    length: usize,
}

impl<'a> Scan<'a> {
    fn new(source: &'a str, start: usize, marks: &'a Marks<'a>) -> Self {
        Scan {
            source,
            marks,
            edits: Vec::new(),
            links: Vec::new(),
            brackets: Vec::new(),
            open: [const { Vec::new() }; 3],
            strong: Vec::new(),
            ticks: Vec::new(),
            code: Vec::new(),
            budget: 4096,
            start,
            skip: 0,
            image: false,
        }
    }

    fn edit(&mut self, start: usize, end: usize, what: What) {
        self.edits.push(Edit { start, end, what });
    }

    /// Joins a word that is broken between two lines.
    fn join(&mut self, before: Span, after: Span) {
        let (a, b) = (before.range(), after.range());
        match self.marks.hyphens.joint(&self.source[a.clone()], &self.source[b.clone()]) {
            Joint::Space => {}
            Joint::Hyphen => self.edit(a.end, b.start, What::Gone),
            Joint::Word(hyphen) => self.edit(a.end - hyphen, b.start, What::Gone),
        }
    }

    fn line(&mut self, line: std::ops::Range<usize>) {
        self.budget += 16 * line.len();
        let bytes = self.source.as_bytes();
        let mut i = line.start.max(self.skip);
        while i < line.end {
            let next = bytes[i..line.end]
                .iter()
                .position(|b| b"\\&<`[]!*_~\xc2".contains(b))
                .map_or(line.end, |n| i + n);
            i = next;
            if i < line.end {
                i = self.special(i, &line).max(i + 1);
            }
        }
        self.skip = i;
    }

    /// Handles the special character at `i`; gives where to go on.
    fn special(&mut self, i: usize, line: &std::ops::Range<usize>) -> usize {
        let bytes = self.source.as_bytes();
        match bytes[i] {
            b'\\' => self.escape(i, line),
            b'&' => match entity::reference(&self.source[i..line.end]) {
                Some((c, length)) => {
                    self.edit(i, i + length, What::Char(c));
                    i + length
                }
                None => i + 1,
            },
            b'<' => self.angle(i, line),
            b'`' => self.tick(i, line),
            b'[' => self.open_bracket(i, line),
            b']' => self.close_bracket(i, line),
            b'!' => i + 1,
            0xc2 => self.optional_hyphen(i, line),
            mark => self.emphasis(mark, i, line),
        }
    }

    /// `¬` inside a word is how some converters print a hyphen that was only allowed there.
    fn optional_hyphen(&mut self, i: usize, line: &std::ops::Range<usize>) -> usize {
        let rest = self.source[i..line.end].strip_prefix('¬');
        let small = |c: Option<char>| c.is_some_and(char::is_lowercase);
        let before = self.source[line.start..i].chars().next_back();
        match rest {
            Some(rest) if small(before) && small(rest.chars().next()) => {
                self.edit(i, i + '¬'.len_utf8(), What::Gone);
                i + '¬'.len_utf8()
            }
            // Any other character that begins with this byte has two bytes as well.
            _ => i + 2,
        }
    }

    fn escape(&mut self, i: usize, line: &std::ops::Range<usize>) -> usize {
        match self.source.as_bytes().get(i + 1).filter(|_| i + 1 < line.end) {
            Some(b) if b.is_ascii_punctuation() => {
                self.edit(i, i + 1, What::Gone);
                // An escaped pipe is data even where pipes part cells.
                i + 2
            }
            Some(_) => i + 1,
            // A hard line break.
            None => {
                self.edit(i, i + 1, What::Gone);
                i + 1
            }
        }
    }

    fn angle(&mut self, i: usize, line: &std::ops::Range<usize>) -> usize {
        let rest = &self.source[i..line.end];
        if let Ok(k) = self.marks.hidden.binary_search_by_key(&i, |h| h.start) {
            let end = self.marks.hidden[k].end;
            self.edit(i, end, What::Gone);
            return end;
        }
        if let Some(tag) = Tag::at(self.source, i) {
            let what = match tag.effect() {
                Effect::Inline => What::Gone,
                Effect::Cell if tag.closing => What::Gone,
                Effect::Cell => What::Cell,
                _ => What::Space,
            };
            self.edit(i, tag.end, what);
            return tag.end;
        }
        let address = rest[1..].find(['>', '<', ' ']).map(|n| &rest[1..=n]);
        let is_address = |a: &str| {
            (a.contains("://") || a.contains('@'))
                && !a.contains(char::is_whitespace)
                && a.len() < 2048
        };
        match address {
            Some(a) if is_address(a) && rest.as_bytes()[1 + a.len()] == b'>' => {
                let end = i + 1 + a.len();
                self.edit(i, i + 1, What::Gone);
                self.edit(end, end + 1, What::Gone);
                end + 1
            }
            _ => i + 1,
        }
    }

    /// The end of the next `needle` from `from` on, paid for from the budget.
    fn find(&mut self, from: usize, needle: &str) -> Option<usize> {
        let end = self.source.len().min(from + self.budget);
        let found = self.source.as_bytes()[from..end]
            .windows(needle.len())
            .position(|w| w == needle.as_bytes());
        self.budget -= found.unwrap_or(end - from).min(self.budget);
        found.map(|n| from + n + needle.len())
    }

    fn tick(&mut self, i: usize, line: &std::ops::Range<usize>) -> usize {
        let bytes = self.source.as_bytes();
        let length = bytes[i..line.end].iter().take_while(|b| **b == b'`').count();
        let end = i + length;
        // ``Quotation marks of typists'' are no code: code is closed by the same marks, and these
        // stand between a word and what follows it.
        let spaced = |at: Option<&u8>| at.is_none_or(|b| b.is_ascii_whitespace());
        let before = (i > line.start).then(|| bytes[i - 1]);
        let after = (end < line.end).then(|| bytes[end]);
        let closes = !spaced(before.as_ref()) && after.is_none_or(|b| !b.is_ascii_alphanumeric());
        match self.ticks.iter().rposition(|t| t.1 == length).filter(|_| closes) {
            Some(k) => {
                let (start, length, edits) = self.ticks[k];
                self.ticks.truncate(k);
                // What was taken for markup inside is code and stays.
                self.edits.truncate(edits);
                self.edit(start, start + length, What::Gone);
                self.edit(i, end, What::Gone);
                self.code.push(Span::new(start, end));
            }
            None if !spaced(after.as_ref()) && self.ticks.len() < 8 => {
                self.ticks.push((i, length, self.edits.len()));
            }
            None => {}
        }
        end
    }

    fn open_bracket(&mut self, i: usize, line: &std::ops::Range<usize>) -> usize {
        let rest = &self.source[i..line.end];
        if let Some(mark) = pagemark::at(rest).filter(|_| self.marks.pages) {
            self.edit(i, i + mark.length, What::Page);
            return i + mark.length;
        }
        if let Some(number) = super::footnote::mark(rest) {
            let end = i + number.len() + 2;
            let linked = self.source[end..line.end].starts_with('(');
            // At the start of a block the number is the note's own.
            if i > self.start
                && !linked
                && self.marks.notes.binary_search(&number.trim_start_matches('^')).is_ok()
            {
                self.edit(i, end, What::NoteMark);
                return end;
            }
        }
        let image = i > line.start && self.source.as_bytes()[i - 1] == b'!';
        self.brackets.push(Bracket { start: i, image, edits: self.edits.len() });
        i + 1
    }

    fn close_bracket(&mut self, i: usize, line: &std::ops::Range<usize>) -> usize {
        let Some(bracket) = self.brackets.pop() else { return i + 1 };
        let Some(end) = self.target(i + 1, line.end) else { return i + 1 };
        if bracket.image {
            // An image shows no words; what its alternative text says is not printed.
            self.edits.truncate(bracket.edits);
            self.edit(bracket.start - 1, end, What::Gone);
            self.image = true;
        } else {
            self.edit(bracket.start, bracket.start + 1, What::Gone);
            self.edit(i, end, What::Gone);
            self.links.push((bracket.start, i));
        }
        end
    }

    /// One past the `)` of a link's target that begins at `from`; a target that its line cuts off
    /// ends there.
    fn target(&mut self, from: usize, line_end: usize) -> Option<usize> {
        let bytes = self.source.as_bytes();
        if bytes.get(from) != Some(&b'(') || from >= line_end {
            return None;
        }
        let stop = line_end.min(from + self.budget);
        let (mut depth, mut at, mut end) = (0_usize, from, None);
        while at < stop {
            match bytes[at] {
                b'\\' => at += 1,
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        end = Some(at + 1);
                        break;
                    }
                }
                b if b.is_ascii_whitespace() => {
                    // Only a title in quotes may follow a target.
                    let rest = self.source[at..stop].trim_start();
                    let next = stop - rest.len();
                    if depth == 1 && rest.starts_with(')') {
                        end = Some(next + 1);
                    } else if let Some(quote) = rest.chars().next().filter(|c| "\"'".contains(*c)) {
                        end = self.find(next + 1, &format!("{quote})")).filter(|e| *e <= line_end);
                    }
                    at = next;
                    break;
                }
                _ => {}
            }
            at += 1;
        }
        self.budget -= (at - from).min(self.budget);
        let is_address = |t: &str| t.starts_with("http") || t.starts_with(['#', '/']);
        match end {
            None if at >= line_end && is_address(&self.source[from + 1..line_end]) => {
                Some(line_end)
            }
            end => end,
        }
    }

    fn emphasis(&mut self, mark: u8, i: usize, line: &std::ops::Range<usize>) -> usize {
        let bytes = self.source.as_bytes();
        let length = bytes[i..line.end].iter().take_while(|b| **b == mark).count();
        let end = i + length;
        let before = self.source[line.start..i].chars().next_back();
        let after = self.source[end..line.end].chars().next();
        let which = match mark {
            b'*' => 0,
            b'_' => 1,
            _ => 2,
        };
        let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        // Long runs are lines to fill in or words struck out; a lone tilde means "about".
        if length > 3 || (which == 2 && length != 2) {
            // But four stars at a word are the end of one bold stretch and the start of another.
            if which == 0 && length % 2 == 0 && !(space(before) && space(after)) {
                self.edit(i, end, What::Gone);
            }
            return end;
        }
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let point = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
        let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let mut opens = !space(after) && (!point(after) || space(before) || point(before));
        let mut closes = !space(before) && (!point(before) || space(after) || point(after));
        if (which == 1 || (length == 1 && digits(before) && digits(after)))
            && word(before)
            && word(after)
        {
            (opens, closes) = (false, false);
        }
        let mut run = Run { start: i, length };
        while closes && run.length > 0 {
            let Some(opener) = self.open[which].last_mut() else { break };
            let taken = opener.length.min(run.length);
            let from = opener.start + opener.length - taken;
            opener.length -= taken;
            if opener.length == 0 {
                self.open[which].pop();
            }
            if taken > 1 {
                self.strong.push((from, run.start + taken));
            }
            self.edit(from, from + taken, What::Gone);
            self.edit(run.start, run.start + taken, What::Gone);
            run = Run { start: run.start + taken, length: run.length - taken };
        }
        if run.length > 0 && opens {
            self.open[which].push(run);
        } else if run.length > 1 && which == 0 && !(space(before) && space(after)) {
            // Converters drop one half of a pair of double marks; no reader ever sees the other.
            self.edit(run.start, run.start + run.length, What::Gone);
        }
        end
    }

    fn finish(&mut self) {
        for run in std::mem::take(&mut self.open[0]) {
            if run.length > 1 {
                self.edit(run.start, run.start + run.length, What::Gone);
            }
        }
        self.edits.sort_by_key(|e| (e.start, std::cmp::Reverse(e.end)));
    }

    fn is_bold(&self, lines: &[Span]) -> bool {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return false };
        let (start, end) = (first.start as usize, last.end as usize);
        self.strong.iter().any(|s| s.0 <= start + 1 && s.1 + 1 >= end)
    }
}

/// The second pass: copies what no edit takes away.
fn copy(source: &str, lines: &[Span], edits: Vec<Edit>, links: &[(usize, usize)]) -> Clean {
    let mut copy = Copy {
        source,
        builder: TextBuilder::new(source),
        space: None,
        marked: false,
        pages: Vec::new(),
        linked: 0,
        links: sorted(links),
        link: 0,
    };
    let mut edits = edits.into_iter().peekable();
    let mut at = 0;
    for (k, line) in lines.iter().enumerate() {
        let line = line.range();
        if k > 0 && at < line.start {
            let gap = at.max(lines[k - 1].end as usize);
            copy.rest(gap, line.start);
        }
        at = at.max(line.start);
        loop {
            // Edits inside one that has been made already are part of it.
            while edits.next_if(|e| e.start < at).is_some() {}
            let joins = |e: &Edit| e.start == line.end && e.end > line.end;
            let Some(edit) = edits.next_if(|e| e.start < line.end || joins(e)) else { break };
            copy.words(at, edit.start);
            copy.edit(&edit);
            at = edit.end;
        }
        if at < line.end {
            copy.words(at, line.end);
            at = line.end;
        }
    }
    copy.finish()
}

fn sorted(links: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut links = links.to_vec();
    links.sort_unstable();
    links
}

struct Copy<'a> {
    source: &'a str,
    builder: TextBuilder<'a>,
    /// White space seen and not yet written.
    space: Option<(usize, usize)>,
    /// Whether a note mark was taken away after it.
    marked: bool,
    pages: Vec<(u32, String)>,
    linked: usize,
    links: Vec<(usize, usize)>,
    link: usize,
}

impl Copy<'_> {
    fn words(&mut self, start: usize, end: usize) {
        let mut run = start;
        for (n, c) in self.source[start..end].char_indices() {
            let at = start + n;
            if c.is_whitespace() {
                self.plain(run, at);
                run = at + c.len_utf8();
                self.rest(at, run);
            } else if is_unseen(c) {
                self.plain(run, at);
                run = at + c.len_utf8();
            }
        }
        self.plain(run, end);
    }

    /// A stretch without white space.
    fn plain(&mut self, start: usize, end: usize) {
        let Some(first) = self.source[start..end].chars().next() else { return };
        self.flush(first);
        self.builder.exact(Span::new(start, end));
        while self.links.get(self.link).is_some_and(|l| l.1 <= start) {
            self.link += 1;
        }
        if self.links.get(self.link).is_some_and(|l| l.0 <= start) {
            self.linked += end - start;
        }
    }

    /// White space from `start` to `end`.
    fn rest(&mut self, start: usize, end: usize) {
        match &mut self.space {
            Some(space) if space.1 == start => space.1 = end,
            Some(_) => {}
            None => self.space = Some((start, end)),
        }
    }

    fn flush(&mut self, next: char) {
        let marked = std::mem::take(&mut self.marked);
        let Some((start, end)) = self.space.take() else { return };
        if self.builder.text().is_empty() || (marked && ",.;:)]!?".contains(next)) {
            return;
        }
        if &self.source[start..end] == " " {
            self.builder.exact(Span::new(start, end));
        } else {
            self.builder.rewritten(" ", Span::new(start, end));
        }
    }

    fn edit(&mut self, edit: &Edit) {
        let span = Span::new(edit.start, edit.end);
        match edit.what {
            What::Gone => {}
            What::NoteMark => self.marked = true,
            What::Space => self.rest(edit.start, edit.end),
            What::Char(c) if c.is_whitespace() => self.rest(edit.start, edit.end),
            What::Char(c) if is_unseen(c) => {}
            What::Char(c) => {
                self.flush(c);
                self.builder.rewritten(c.encode_utf8(&mut [0; 4]), span);
            }
            What::Cell => {
                self.space = None;
                if !self.builder.text().is_empty() {
                    self.builder.rewritten(" | ", span);
                }
            }
            What::Page => {
                if let Some(mark) = pagemark::at(&self.source[edit.start..edit.end]) {
                    self.pages.push((offset(self.builder.text().len()), mark.label.to_owned()));
                }
            }
        }
    }

    fn finish(self) -> Clean {
        let lead = self.builder.text().len() - self.builder.text().trim_start().len();
        let (text, map) = self.builder.finish();
        let mut pages = self.pages;
        for page in &mut pages {
            // The space before a mark is written only when a word follows: the page begins at the word.
            let mut at = (page.0 as usize).saturating_sub(lead).min(text.len());
            if text.as_bytes().get(at) == Some(&b' ') {
                at += 1;
            }
            page.0 = offset(at);
        }
        Clean { text, map, pages, linked: self.linked, ..Clean::default() }
    }
}

/// Characters that show nothing: soft hyphens, zero-width spaces, byte order marks, controls.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}') || c.is_control()
}
