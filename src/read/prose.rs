//! The prose of a draft: its paragraphs as a reader sees them, and what of it is quoted as a block.
//!
//! It follows markdown, which plain text hardly ever contradicts: blank lines part paragraphs, `>`
//! begins a line of a block quotation, what is fenced is code and no prose. Other than the reader of
//! documents it guesses nothing: no head, no headings without a mark, no furniture; a hyphen at a
//! line end stays.

use super::footnote;
use super::hyphen::Hyphens;
use super::inline::{self, Marks};
use super::layout;
use super::line::{self, Line, Role};
use super::tag;
use crate::text::{SourceMap, Span};

/// A paragraph, a heading, a point of a list, a row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Its words without markup, white space made single spaces.
    pub text: String,
    /// The way back into the draft.
    pub map: SourceMap,
    /// Bytes of the draft that are code within it, in order.
    pub code: Vec<Span>,
    /// The number of the block quotation it belongs to; those of one draft rise.
    pub block: Option<u32>,
    /// The name of the footnote that it is.
    pub note: Option<String>,
    /// Names of the footnotes that it refers to: bytes of the draft, and name.
    pub notes: Vec<(u32, String)>,
}

/// A line of a wrapped text is hardly ever longer, in bytes.
const LONGEST_WRAPPED: usize = 120;

/// In plain text, what is indented so far on every line is a block quotation, in columns.
const INDENT: u32 = 4;

/// The paragraphs of `draft`, in order; in one that `is_plain` text a paragraph that is indented
/// throughout, between others that are not, is a block quotation.
pub fn paragraphs(draft: &str, is_plain: bool) -> Vec<Paragraph> {
    let start = if draft.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let whole = start..draft.len();
    let hidden = tag::hidden(draft, whole.clone());
    let lines = line::lines(draft, whole, &hidden);
    let references = references(draft);
    let mut notes: Vec<&str> = references.iter().map(|r| r.1.as_str()).collect();
    notes.sort_unstable();
    notes.dedup();
    let marks = Marks { hidden, pages: false, notes, hyphens: Hyphens::untouched() };
    let mut paragraphs = Vec::new();
    let inset = if is_plain { inset(draft, &lines) } else { Vec::new() };
    for raw in raws(draft, &lines, &inset) {
        let mut clean = inline::clean(draft, &raw.lines, &marks, false);
        if clean.text.is_empty() {
            continue;
        }
        clean.code.sort_unstable();
        let range = (raw.lines[0].start, raw.lines.last().map_or(0, |l| l.end));
        let from = references.partition_point(|r| r.0 < range.0);
        let to = references.partition_point(|r| r.0 < range.1);
        let note = footnote_of(&draft[raw.lines[0].range()]);
        let own = usize::from(note.is_some());
        paragraphs.push(Paragraph {
            text: clean.text,
            map: clean.map,
            code: clean.code,
            block: raw.block,
            note,
            notes: references.get(from + own..to).unwrap_or_default().to_vec(),
        });
    }
    paragraphs
}

/// The marks `[^3]` of a draft: place and name.
fn references(draft: &str) -> Vec<(u32, String)> {
    let marks = draft.match_indices("[^").filter_map(|(at, _)| {
        let name = footnote::mark(&draft[at..])?.strip_prefix('^')?;
        Some((crate::text::offset(at), name.to_owned()))
    });
    marks.collect()
}

/// The name of the footnote that a line begins: `[^3]: …`.
fn footnote_of(line: &str) -> Option<String> {
    let mark = footnote::mark(line)?;
    let name = mark.strip_prefix('^')?;
    line[mark.len() + 2..].starts_with(':').then(|| name.to_owned())
}

/// The lines of a paragraph, without what marks its shape.
struct Raw {
    lines: Vec<Span>,
    block: Option<u32>,
}

/// Which lines stand in paragraphs that are indented throughout, between others that are not; none
/// in a text that indents most of its lines.
fn inset(text: &str, lines: &[Line]) -> Vec<bool> {
    let mut inset = Vec::with_capacity(lines.len());
    let mut follows = false;
    for paragraph in lines.chunk_by(|_, next| next.gap == 0) {
        let indented = |line: &Line| line.indent >= INDENT && line.role == Role::Plain;
        let is_item = |line: &Line| Start::of(&text[line.span.range()], line.span).begins;
        let flush = !paragraph.iter().all(indented);
        let is_inset = !flush && follows && !is_item(&paragraph[0]);
        follows = flush || is_inset;
        inset.extend(paragraph.iter().map(|_| is_inset));
    }
    let all = inset.iter().filter(|is_inset| **is_inset).count();
    if 2 * all > inset.len() { Vec::new() } else { inset }
}

fn raws(text: &str, lines: &[Line], inset: &[bool]) -> Vec<Raw> {
    let mut fences = layout::fences(text, lines).into_iter().peekable();
    let mut layout = Layout { text, raws: Vec::new(), open: false, depth: 0, blocks: 0 };
    let mut i = layout::front_matter(text, lines);
    while let Some(line) = lines.get(i) {
        if let Some((_, close)) = fences.next_if(|f| f.0 == i) {
            layout.open = false;
            layout.depth = 0;
            i = close + 1;
            continue;
        }
        layout.line(line, inset.get(i) == Some(&true));
        i += 1;
    }
    layout.raws
}

struct Layout<'a> {
    text: &'a str,
    raws: Vec<Raw>,
    /// Whether the last paragraph may go on.
    open: bool,
    /// How deep in block quotations the last line stands.
    depth: usize,
    /// How many block quotations there are.
    blocks: u32,
}

impl Layout<'_> {
    fn line(&mut self, line: &Line, is_inset: bool) {
        let content = &self.text[line.span.range()];
        let (marked, rest) = unquoted(content);
        let marked = marked + usize::from(is_inset);
        let alone = line.gap > 0 || line.role != Role::Plain;
        let begins = Start::of(rest, line.span);
        let mut depth = if line.role == Role::Quote { marked.max(1) } else { marked };
        let lazy = depth == 0 && !alone && self.open && self.depth > 0 && begins.is_plain();
        if lazy {
            depth = self.depth;
        }
        let same_block =
            depth == self.depth && (line.gap == 0 || line.role == Role::Quote || is_inset);
        if depth > 0 && !same_block {
            self.blocks += 1;
        }
        let joins = self.open && !alone && depth == self.depth && begins.is_plain();
        self.depth = depth;
        let Start { span, whole, .. } = begins;
        if span.is_empty() || layout::is_rule(rest) {
            self.open = false;
            return;
        }
        match self.raws.last_mut().filter(|_| joins) {
            Some(raw) => raw.lines.push(span),
            None => {
                let block = (depth > 0).then_some(self.blocks);
                self.raws.push(Raw { lines: vec![span], block });
            }
        }
        let is_line = matches!(line.role, Role::Heading(_) | Role::Row | Role::Caption);
        self.open = !(whole || is_line || is_paragraph(rest));
    }
}

/// What a line begins with.
struct Start {
    /// The line without it.
    span: Span,
    /// Whether a paragraph begins here, whatever stands before.
    begins: bool,
    /// Whether it also ends here.
    whole: bool,
}

impl Start {
    /// `rest` is what stands at the end of `line` behind the marks of quotations.
    fn of(rest: &str, line: Span) -> Start {
        let span = Span { start: line.end - crate::text::offset(rest.len()), ..line };
        let start = |span, whole| Start { span, begins: true, whole };
        if let Some((_, span)) = layout::hashes(rest, span) {
            return start(span, true);
        }
        if rest.starts_with('|') {
            return start(span, true);
        }
        let bullet = rest.strip_prefix(['-', '*', '+', '•', '◦', '▪', '●', '‣']);
        let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = Some(number.strip_prefix(['.', ')']))
            .flatten()
            .filter(|after| (2..=4).contains(&(rest.len() - after.len())));
        let item = bullet.or(number).filter(|after| after.starts_with([' ', '\t']));
        if let Some(item) = item.map(str::trim_start) {
            let start_at = line.end - crate::text::offset(item.len());
            return start(Span { start: start_at, ..line }, false);
        }
        Start { span, begins: footnote_of(rest).is_some() || is_credit(rest), whole: false }
    }

    fn is_plain(&self) -> bool {
        !self.begins && !self.span.is_empty()
    }
}

/// How many `>` a line begins with, and the rest of it.
fn unquoted(content: &str) -> (usize, &str) {
    let (mut depth, mut rest) = (0, content);
    while let Some(inner) = rest.strip_prefix('>') {
        depth += 1;
        rest = inner.trim_start();
    }
    (depth, rest)
}

/// Whether a line begins as the credit under a quotation does: `— Name`.
fn is_credit(line: &str) -> bool {
    let name = line.strip_prefix(['—', '–', '―']).or_else(|| line.strip_prefix("--"));
    name.is_some_and(|name| name.trim_start().starts_with(char::is_uppercase))
}

/// Whether a line is a paragraph of its own although no blank line follows: too long for a wrapped
/// one, and the end of a sentence.
fn is_paragraph(line: &str) -> bool {
    line.len() > LONGEST_WRAPPED
        && line
            .trim_end_matches(|c: char| "\"'”’»*_)]".contains(c))
            .ends_with(['.', '!', '?', '…', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(draft: &str) -> Vec<(Option<u32>, String)> {
        paragraphs(draft, false).into_iter().map(|p| (p.block, p.text)).collect()
    }

    fn plain(texts: &[&str]) -> Vec<(Option<u32>, String)> {
        texts.iter().map(|text| (None, (*text).to_owned())).collect()
    }

    #[test]
    fn paragraphs_are_what_markdown_makes_of_lines() {
        assert_eq!(
            read("one\ntwo\n\nthree\n# Head\nfour"),
            plain(&["one two", "three", "Head", "four"])
        );
        assert_eq!(read("- one\n  two\n- three\n\n1. four"), plain(&["one two", "three", "four"]));
        assert_eq!(read("---\ntitle: \"x\"\n---\na\n```\n\"b\"\n```\nc"), plain(&["a", "c"]));
        assert_eq!(read("| a | b |\n|---|---|\n| c | d |")[0].1, "| a | b |");
    }

    #[test]
    fn block_quotations_have_numbers() {
        let read = read("a\n\n> b\nc\n>\n> d\n\n> e\n> > f\n\ng");
        let blocks: Vec<_> = read.iter().map(|(b, t)| (*b, t.as_str())).collect();
        assert_eq!(
            blocks,
            [
                (None, "a"),
                (Some(1), "b c"),
                (Some(1), "d"),
                (Some(2), "e"),
                (Some(3), "f"),
                (None, "g")
            ]
        );
    }

    #[test]
    fn plain_text_sets_block_quotations_in() {
        let blocks = |draft| -> Vec<_> {
            paragraphs(draft, true).into_iter().map(|p| (p.block, p.text)).collect()
        };
        let found =
            blocks("Modi said:\n\n    We will\n    not bow.\n\n    Never.\n\nHe left.\nSo.\n");
        let found: Vec<_> = found.iter().map(|(b, t)| (*b, t.as_str())).collect();
        let quoted = [(Some(1), "We will not bow."), (Some(1), "Never.")];
        assert_eq!(
            found,
            [&[(None, "Modi said:")][..], &quoted, &[(None, "He left. So.")]].concat()
        );
        // Points of a list, paragraphs that all begin so.
        for draft in
            ["Modi:\n\n    - We will\n\nHe left.", "Head\n\n    One.\n\n    Two.\n\n    Three."]
        {
            assert!(blocks(draft).iter().all(|(block, _)| block.is_none()), "{draft}");
        }
    }

    #[test]
    fn footnotes_are_known_by_name() {
        let read = paragraphs("He said “x”.[^3] And\n\n[^3]: Modi, 2012.", false);
        assert_eq!(read[0].notes, [(14 + 2, "3".to_owned())]);
        assert_eq!(read[0].text, "He said “x”. And");
        assert_eq!((read[1].note.as_deref(), read[1].notes.len()), (Some("3"), 0));
    }
}
