//! From lines to blocks: what is a heading, an item, a row, and which lines make one paragraph.
//!
//! It looks at lines as they stand, markup and all, and does not know what a block means.

use super::field;
use super::heading;
use super::line::{Line, Role};
use crate::text::Span;

/// A block of lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Raw {
    /// What its layout says that it is.
    pub shape: Shape,
    /// Its lines, without the marks of its shape.
    pub lines: Vec<Span>,
    /// Blank lines before it.
    pub gap: u32,
}

/// What the layout says that a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Heading(u8),
    Item,
    Row,
    Quote,
    Code,
    Caption,
    /// `Key: value` at the head.
    Field,
    /// The same, in front matter between lines of dashes.
    FrontMatter,
}

/// Puts `lines` of `text` together; in a `shouted` text capitals mark no heading.
pub(super) fn blocks(text: &str, lines: &[Line], shouted: bool) -> Vec<Raw> {
    let front = front_matter(text, lines);
    let fields = field::zone(text, &lines[front..]);
    let body = front + fields.iter().rposition(|f| *f).map_or(0, |i| i + 1);
    let mut layout = Layout {
        text,
        lines,
        wrap: Wrap::of(text, &lines[body..]),
        fences: fences(text, lines),
        raws: Vec::new(),
        parted: false,
        shouted,
    };
    for (i, line) in lines.iter().enumerate().take(front) {
        if !is_rule(&text[line.span.range()]) {
            layout.push(Shape::FrontMatter, line.span, line.gap.max(u32::from(i == 1)));
        }
    }
    let mut i = front;
    while i < lines.len() {
        if fields.get(i - front) == Some(&true) {
            layout.field(i);
            i += 1;
        } else {
            i = layout.line(i);
        }
    }
    layout.raws
}

/// How long the lines of a hard-wrapped text are.
struct Wrap {
    /// Length in characters that nearly no line exceeds; `None` where a line is a paragraph.
    width: Option<usize>,
    /// Median length of all lines.
    typical: usize,
    /// Whether blank lines part paragraphs.
    airy: bool,
}

impl Wrap {
    /// In wrapped text most lines that another follows end in mid-sentence; where a line is a
    /// paragraph, most end with a stop.
    fn of(text: &str, lines: &[Line]) -> Wrap {
        let mut open = Vec::new();
        let mut pairs = 0;
        let mut all: Vec<usize> = Vec::with_capacity(lines.len());
        for (i, line) in lines.iter().enumerate() {
            let content = &text[line.span.range()];
            all.push(content.chars().count());
            let next = lines.get(i + 1).filter(|n| n.gap == 0 && n.role == line.role);
            let plain = |s: &str| !s.starts_with(['|', '#', '>', '-', '*', '•', '+']);
            if next.is_some_and(|n| plain(&text[n.span.range()])) && plain(content) {
                pairs += 1;
                if !heading::ends_sentence(content) {
                    open.push(all[i]);
                }
            }
        }
        let gaps = lines.iter().skip(1).filter(|l| l.gap > 0).count();
        let width = (pairs >= 3 && open.len() * 10 >= pairs * 6)
            .then(|| at_share(&mut open, 9, 10))
            .filter(|w| *w <= 200);
        Wrap { width, typical: at_share(&mut all, 1, 2), airy: gaps * 12 > lines.len() }
    }
}

/// The value that `part` of `whole` parts of the values do not exceed.
fn at_share(values: &mut [usize], part: usize, whole: usize) -> usize {
    if values.is_empty() {
        return 0;
    }
    let k = (values.len() * part / whole).min(values.len() - 1);
    *values.select_nth_unstable(k).1
}

struct Layout<'a> {
    text: &'a str,
    lines: &'a [Line],
    wrap: Wrap,
    /// For each line that opens a code block, the line that closes it.
    fences: Vec<(usize, usize)>,
    raws: Vec<Raw>,
    /// Whether a rule was drawn after the last block.
    parted: bool,
    /// Whether the text is in capitals throughout.
    shouted: bool,
}

impl<'a> Layout<'a> {
    fn content(&self, i: usize) -> &'a str {
        &self.text[self.lines[i].span.range()]
    }

    fn push(&mut self, shape: Shape, span: Span, gap: u32) {
        let gap = gap.max(u32::from(std::mem::take(&mut self.parted)));
        self.raws.push(Raw { shape, lines: vec![span], gap });
    }

    fn field(&mut self, i: usize) {
        let span = self.lines[i].span;
        let continues = field::key(self.content(i)).is_none();
        match self.raws.last_mut().filter(|r| continues && r.shape == Shape::Field) {
            Some(last) => last.lines.push(span),
            None => self.push(Shape::Field, cells(self.text, span), self.lines[i].gap),
        }
    }

    /// Takes line `i`; gives the next to look at.
    fn line(&mut self, i: usize) -> usize {
        let line = self.lines[i];
        let content = self.content(i);
        let gap = line.gap;
        if let Ok(k) = self.fences.binary_search_by_key(&i, |f| f.0) {
            return self.code(i, self.fences[k].1);
        }
        match line.role {
            Role::Plain => {}
            Role::Heading(level) => self.push(Shape::Heading(level), line.span, gap),
            Role::Item | Role::Row | Role::Quote | Role::Caption => {
                let shape = match line.role {
                    Role::Item => Shape::Item,
                    Role::Row => Shape::Row,
                    Role::Quote => Shape::Quote,
                    _ => Shape::Caption,
                };
                self.add(shape, line.span, i);
            }
        }
        if line.role != Role::Plain {
            return i + 1;
        }
        if is_rule(content) {
            self.rule(content, gap);
        } else if let Some((level, span)) = hashes(content, line.span) {
            self.push(Shape::Heading(level), span, gap);
        } else if self.is_row(i) {
            let row = cells(self.text, line.span);
            if !row.is_empty() {
                self.push(Shape::Row, row, gap);
            }
        } else if let Some(quoted) =
            content.strip_prefix('>').filter(|_| self.begins(i, Shape::Quote))
        {
            let span = Span {
                start: line.span.end - len(quoted.trim_start_matches(['>', ' '])),
                ..line.span
            };
            self.add(Shape::Quote, span, i);
        } else if let Some(item) = self.item(i) {
            self.push(Shape::Item, item, gap);
        } else if self.is_page_number(i) {
            self.push(Shape::Text, line.span, gap.max(1));
            self.parted = true;
        } else {
            self.add(Shape::Text, line.span, i);
        }
        i + 1
    }

    /// Whether line `i` of a wrapped text is a number and nothing else: no paragraph breaks its lines
    /// so.
    fn is_page_number(&self, i: usize) -> bool {
        let content = self.content(i);
        self.wrap.width.is_some_and(|w| w >= 30)
            && content.len() <= 3
            && content.bytes().all(|b| b.is_ascii_digit())
    }

    fn code(&mut self, open: usize, close: usize) -> usize {
        for i in open + 1..close {
            let line = self.lines[i];
            match self.raws.last_mut().filter(|r| r.shape == Shape::Code && i > open + 1) {
                Some(last) => last.lines.push(line.span),
                None => self.push(Shape::Code, line.span, line.gap.max(1)),
            }
        }
        self.parted = true;
        close + 1
    }

    /// A line of dashes or stars: under a line it makes that a heading, else it parts blocks.
    fn rule(&mut self, content: &str, gap: u32) {
        let level = match content.as_bytes().first() {
            Some(b'=') => 1,
            Some(b'-') if !content.contains(' ') => 2,
            _ => 0,
        };
        let is_title = |r: &&mut Raw| {
            let title = &self.text[r.lines[0].range()];
            r.shape == Shape::Text
                && r.lines.len() == 1
                && title.len() <= 120
                && !title.ends_with(['.', ',', ';', ':'])
        };
        match self.raws.last_mut().filter(|_| level > 0 && gap == 0).filter(is_title) {
            Some(last) => last.shape = Shape::Heading(level),
            None => self.parted = true,
        }
    }

    /// The text of a list item, without its bullet; a number stays, for a reader sees it.
    fn item(&self, i: usize) -> Option<Span> {
        let line = self.lines[i];
        let content = self.content(i);
        let mark = content.chars().next()?;
        let rest = &content[mark.len_utf8()..];
        let text = rest.trim_start();
        let span = Span { start: line.span.end - len(text), ..line.span };
        let follows_item = i > 0
            && line.gap == 0
            && self.raws.last().is_some_and(|r| matches!(r.shape, Shape::Item));
        let begins = self.begins(i, Shape::Item);
        match mark {
            '•' | '◦' | '▪' | '●' | '■' | '‣' | '\u{f0b7}' if !text.is_empty() => {
                Some(span)
            }
            '-' | '*' | '+' | '–' | '·'
                if begins && !text.is_empty() && text.len() < rest.len() =>
            {
                Some(span)
            }
            // Scanners read a bullet as the letter.
            'o' if begins && rest.starts_with(' ') && text.starts_with(char::is_uppercase) => {
                Some(span)
            }
            c if c.is_ascii_digit() && (follows_item || begins) => {
                let number = ordinal(content)?;
                // Numbered paragraphs of a speech are no list: a list begins with short points.
                let sibling = |k: usize, n: u32| {
                    self.lines.get(k).is_some_and(|l| {
                        l.gap <= 1 && l.span.len() <= 200 && ordinal(self.content(k)) == Some(n)
                    })
                };
                let after = follows_item_numbered(self, number, i);
                let before =
                    number == 1 && content.len() <= 200 && (1..=3).any(|k| sibling(i + k, 2));
                (content.len() <= 600 && (after || before)).then_some(line.span)
            }
            _ => None,
        }
    }

    /// Whether line `i` is a row of a table: it begins with a bar, and another bar stands in it or at
    /// the start of a line beside it. A lone bar is a scanner's.
    fn is_row(&self, i: usize) -> bool {
        let bar = |k: usize| self.lines.get(k).is_some_and(|_| self.content(k).starts_with('|'));
        bar(i) && (self.content(i)[1..].contains('|') || bar(i + 1) || (i > 0 && bar(i - 1)))
    }

    /// Whether a block of its own may begin with line `i`: the mark at its start does not stand in
    /// mid-sentence, where a dash is a dash.
    fn begins(&self, i: usize, shape: Shape) -> bool {
        let last = self.raws.last();
        i == 0
            || self.lines[i].gap > 0
            || last.is_none_or(|r| r.shape == shape || r.shape != Shape::Text)
            || heading::ends_sentence(self.content(i - 1))
    }

    /// Adds a line to the block before it where it goes on, else begins a block.
    fn add(&mut self, shape: Shape, span: Span, i: usize) {
        let gap = self.lines[i].gap;
        let joins = gap == 0 && i > 0 && !self.parted && {
            let last = self.raws.last();
            let fits =
                |r: &Raw| r.shape == shape || (r.shape == Shape::Item && shape == Shape::Text);
            last.is_some_and(|r| fits(r) && self.continues(i, r.lines.len()))
        };
        match self.raws.last_mut().filter(|_| joins) {
            Some(last) => last.lines.push(span),
            None => self.push(shape, span, gap),
        }
    }

    /// Whether line `i` goes on with the paragraph of the line before it, of which that is the
    /// `count`th line.
    fn continues(&self, i: usize, count: usize) -> bool {
        let (a, b) = (self.content(i - 1), self.content(i));
        let (before, after) = (&self.lines[i - 1], &self.lines[i]);
        let ends = heading::ends_sentence(a);
        let begins = heading::begins_sentence(b);
        if ends && starts_with_number(b) {
            return false;
        }
        // Turns of a conversation.
        if count == 1 && field::key(a).is_some() && field::key(b).is_some() {
            return false;
        }
        let length = a.chars().count();
        let Some(width) = self.wrap.width else {
            if ends {
                return false;
            }
            let short = length * 2 < self.wrap.typical;
            let long = b.chars().count() * 2 >= self.wrap.typical;
            let parts = heading::is_like(a) || a.ends_with([',', '!']);
            return !(short && long && begins && parts);
        };
        let word = b.split_whitespace().next().map_or(0, |w| w.chars().count());
        let room = length + 1 + word;
        let indented = after.indent > before.indent + 1;
        if ends && begins {
            let share = if self.wrap.airy { 60 } else { 85 };
            return !(indented && (count > 1 || after.indent <= 8)) && room * 100 >= width * share;
        }
        if a.ends_with([':', ';']) && indented {
            return false;
        }
        // A heading that no blank line parts from its text is plain only in capitals.
        let capitals = !self.shouted && !a.chars().any(char::is_lowercase);
        !(count == 1 && begins && capitals && room * 100 < width * 70 && heading::is_like(a))
    }
}

fn follows_item_numbered(layout: &Layout<'_>, number: u32, i: usize) -> bool {
    let Some(last) = layout.raws.last().filter(|r| r.shape == Shape::Item) else { return false };
    layout.lines[i].gap <= 1
        && ordinal(&layout.text[last.lines[0].range()]) == number.checked_sub(1)
        && number > 1
}

/// The number of `1. text` or `1) text`.
fn ordinal(content: &str) -> Option<u32> {
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let rest = content.get(digits..)?.strip_prefix(['.', ')'])?;
    (digits <= 2 && rest.starts_with([' ', '\t'])).then(|| content[..digits].parse().ok())?
}

/// Whether a line begins with the number of a paragraph: `34.` or `34)`.
pub(super) fn starts_with_number(content: &str) -> bool {
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits)
        && content[digits..]
            .strip_prefix(['.', ')'])
            .is_some_and(|r| !r.starts_with(|c: char| c.is_ascii_digit()))
}

fn len(text: &str) -> u32 {
    crate::text::offset(text.len())
}

/// A heading of markdown: its level and the span of its words.
pub(super) fn hashes(content: &str, span: Span) -> Option<(u8, Span)> {
    let level = content.bytes().take_while(|b| *b == b'#').count();
    let rest = &content[level..];
    let words = rest.trim();
    if !(1..=6).contains(&level) || words.is_empty() || !rest.starts_with([' ', '\t']) {
        return None;
    }
    let kept = words.trim_end_matches('#').trim_end();
    let kept = if kept.is_empty() { words } else { kept };
    let start = span.start + len(content) - len(rest.trim_start());
    let level = u8::try_from(level).ok()?;
    Some((level, Span { start, end: start + len(kept) }))
}

/// The cells of a row, without the bars at either end; empty for the line under a table's head.
fn cells(text: &str, span: Span) -> Span {
    let row = &text[span.range()];
    let inner = row.trim_start_matches(['|', ' ', '\t']);
    let kept = inner.trim_end_matches(['|', ' ', '\t']);
    if kept.chars().all(|c| "-:=+| ".contains(c)) {
        return Span { end: span.start, ..span };
    }
    let start = span.start + len(row) - len(inner);
    Span { start, end: start + len(kept) }
}

/// A line of nothing but dashes, stars, underscores or the like.
pub(super) fn is_rule(content: &str) -> bool {
    let mut marks = content.bytes().filter(|b| !b.is_ascii_whitespace());
    let Some(first) = marks.next().filter(|b| b"-*_=~#".contains(b)) else { return false };
    let mut count = 1;
    marks.all(|b| {
        count += 1;
        b == first
    }) && (count >= 3 || (count == 1 && matches!(first, b'-' | b'*' | b'#')))
}

/// How many lines at the start are front matter, its fences included.
pub(super) fn front_matter(text: &str, lines: &[Line]) -> usize {
    let content = |l: &Line| &text[l.span.range()];
    if lines.first().is_none_or(|l| content(l) != "---") {
        return 0;
    }
    let end = lines.iter().take(100).skip(1).position(|l| matches!(content(l), "---" | "..."));
    let inner = |n: usize| &lines[1..=n];
    end.filter(|n| {
        let keyed = |l: &Line| content(l).contains(':') || content(l).starts_with('-');
        *n > 0 && inner(*n).iter().all(keyed)
    })
    .map_or(0, |n| n + 2)
}

/// Pairs of lines that open and close a block of code. A fence without an end is none.
pub(super) fn fences(text: &str, lines: &[Line]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    for (i, line) in lines.iter().enumerate() {
        let content = &text[line.span.range()];
        let mark = ["```", "~~~"].into_iter().find(|m| content.starts_with(m));
        match (mark, open) {
            (Some(mark), None) if !content[3..].contains('`') => open = Some((i, mark)),
            (Some(mark), Some((start, opened))) if mark == opened && content.len() == 3 => {
                found.push((start, i));
                open = None;
            }
            _ => {}
        }
    }
    found
}
