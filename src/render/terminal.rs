//! Text for a person: labelled, wrapped to a width, coloured in one place.

use std::io::{self, Write};
use std::path::Path;

use unicode_width::UnicodeWidthStr;

use super::copies::also_in;
use super::place::{shown_path, shown_place};
use super::sanitize::visible;
use crate::document::{PassageKind, Work};
use crate::query::expand::Expansion;
use crate::search::Suggestion;
use crate::search::highlight::excerpt;
use crate::search::{Answer, Count, Hit, State};
use crate::text::Span;

/// What a piece of text is; the colour follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Running text.
    Plain,
    /// A title.
    Title,
    /// What matched.
    Match,
    /// What stands back: places, ids, summaries.
    Faint,
    /// A name.
    Name,
    /// A number or word to look at.
    Strong,
    /// Something wrong.
    Warning,
    /// A verdict that a quotation stands.
    Genuine,
    /// What to look at although the verdict stands, or why there is none.
    Doubt,
    /// What only the quotation has.
    Quoted,
    /// What only the source has.
    Printed,
}

impl Label {
    /// The sequence that begins it (ECMA-48, SGR); empty for running text.
    fn colour(self) -> &'static str {
        match self {
            Label::Plain => "",
            Label::Title => "\u{1b}[1m",
            Label::Match => "\u{1b}[1;33m",
            Label::Faint => "\u{1b}[2m",
            Label::Name => "\u{1b}[36m",
            Label::Strong => "\u{1b}[1m",
            Label::Warning => "\u{1b}[1;31m",
            Label::Genuine => "\u{1b}[1;32m",
            Label::Doubt => "\u{1b}[1;33m",
            Label::Quoted => "\u{1b}[31m",
            Label::Printed => "\u{1b}[32m",
        }
    }
}

/// How the screen is.
#[derive(Clone, Debug)]
pub struct Screen {
    /// Columns.
    pub width: usize,
    /// Whether labels become colours.
    pub colour: bool,
    /// Whether places become links (OSC 8).
    pub links: bool,
}

/// Lines longer than this are hard to read, however wide the screen.
pub(super) const WIDEST: usize = 110;
/// Lines of text shown of a hit.
const LINES: usize = 4;
pub(super) const INDENT: &str = "    ";

/// A piece of text with its label.
pub type Piece<'a> = (&'a str, Label);

impl Screen {
    /// Writes pieces as one paragraph, wrapped and indented; `first` stands before the first line.
    ///
    /// # Errors
    /// What writing gives.
    pub fn paragraph(
        &self,
        out: &mut dyn Write,
        first: &str,
        indent: &str,
        pieces: &[Piece<'_>],
    ) -> io::Result<()> {
        let room = self.width.clamp(20, WIDEST);
        let mut at = first.width();
        write!(out, "{first}")?;
        let mut begins = true;
        for word in words(pieces) {
            let width: usize = word.iter().map(|(t, _)| t.width()).sum();
            let glue = usize::from(!begins);
            if !begins && at + glue + width > room {
                write!(out, "\n{indent}")?;
                at = indent.width();
            } else if !begins {
                write!(out, " ")?;
                at += 1;
            }
            for (text, label) in word {
                at = self.word(out, &text, label, at, room, indent)?;
            }
            begins = false;
        }
        writeln!(out)
    }

    /// Writes one word, broken only where it is longer than a line.
    fn word(
        &self,
        out: &mut dyn Write,
        text: &str,
        label: Label,
        mut at: usize,
        room: usize,
        indent: &str,
    ) -> io::Result<usize> {
        let fits = at + text.width() <= room || text.width() <= room.saturating_sub(indent.width());
        if fits {
            self.labelled(out, text, label)?;
            return Ok(at + text.width());
        }
        let mut line = String::new();
        for c in text.chars() {
            if at + line.width() >= room {
                self.labelled(out, &line, label)?;
                write!(out, "\n{indent}")?;
                (at, line) = (indent.width(), String::new());
            }
            line.push(c);
        }
        self.labelled(out, &line, label)?;
        Ok(at + line.width())
    }

    /// Writes text in the colour of its label.
    ///
    /// # Errors
    /// What writing gives.
    pub fn labelled(&self, out: &mut dyn Write, text: &str, label: Label) -> io::Result<()> {
        let colour = label.colour();
        if self.colour && !colour.is_empty() && !text.is_empty() {
            write!(out, "{colour}{text}\u{1b}[0m")
        } else {
            write!(out, "{text}")
        }
    }

    /// Writes a hit: title, by-line, place, text, names and id.
    ///
    /// # Errors
    /// What writing gives.
    pub fn hit(&self, out: &mut dyn Write, hit: &Hit, base: &Path, whole: bool) -> io::Result<()> {
        self.head(out, hit, base)?;
        self.text(out, hit, whole)?;
        self.copies(out, hit, base)?;
        self.names(out, hit)
    }

    pub(super) fn head(&self, out: &mut dyn Write, hit: &Hit, base: &Path) -> io::Result<()> {
        let title = hit.work.title.as_deref().or(hit.key.as_deref());
        let path = shown_path(&hit.path, base);
        let title = visible(title.unwrap_or(&path), false).into_owned();
        let number = if hit.rank > 0 { format!("{:>2}  ", hit.rank) } else { INDENT.to_owned() };
        self.paragraph(out, &number, INDENT, &[(&title, Label::Title)])?;
        let by_line = by_line(&hit.work, hit.within.as_ref());
        if !by_line.is_empty() {
            self.paragraph(out, INDENT, INDENT, &[(&visible(&by_line, false), Label::Plain)])?;
        }
        self.place(out, hit, base)
    }

    fn place(&self, out: &mut dyn Write, hit: &Hit, base: &Path) -> io::Result<()> {
        let mut parts = Vec::new();
        if hit.kind != PassageKind::Body {
            parts.push(hit.kind.name().to_owned());
        }
        if !hit.locator.section.is_empty() {
            parts.push(hit.locator.section.join(" › "));
        }
        parts.push(shown_place(hit, base));
        parts.extend(hit.locator.page.as_ref().map(|p| format!("p. {p}")));
        parts.extend(hit.locator.paragraphs().map(|p| format!("¶{p}")));
        if !hit.also_at.is_empty() {
            let also: Vec<String> = hit.also_at.iter().map(|p| shown_path(p, base)).collect();
            parts.push(format!("also {}", also.join(", ")));
        }
        let line = visible(&parts.join(" · "), false).into_owned();
        let mut shown = Vec::new();
        self.paragraph(&mut shown, INDENT, INDENT, &[(&line, Label::Faint)])?;
        let shown = String::from_utf8_lossy(&shown).into_owned();
        write!(out, "{}", self.linked(&shown, hit, base))
    }

    /// Makes the path in a line a link to the file, where the terminal can follow it and the path
    /// was not broken over two lines.
    fn linked(&self, line: &str, hit: &Hit, base: &Path) -> String {
        let place = visible(&shown_place(hit, base), false).into_owned();
        if !self.links || !line.contains(&place) {
            return line.to_owned();
        }
        let path = hit.path.to_string_lossy();
        let escaped: String = path
            .bytes()
            .map(|b| match b {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                    char::from(b).to_string()
                }
                b => format!("%{b:02X}"),
            })
            .collect();
        let link = format!("\u{1b}]8;;file://{escaped}\u{1b}\\{place}\u{1b}]8;;\u{1b}\\");
        line.replacen(&place, &link, 1)
    }

    pub(super) fn text(&self, out: &mut dyn Write, hit: &Hit, whole: bool) -> io::Result<()> {
        let room = LINES * (self.width.clamp(20, WIDEST) - INDENT.len()) - 8;
        let all = Span::new(0, hit.text.len());
        let part = if whole { all } else { excerpt(&hit.text, &hit.highlights, room) };
        let (part, cut) =
            if whole { (part, false) } else { shortened(&hit.text, part, &hit.highlights, room) };
        let mut pieces: Vec<(String, Label)> = Vec::new();
        if part.start > 0 {
            pieces.push(("… ".to_owned(), Label::Faint));
        }
        lit(&hit.text, part, &hit.highlights, &mut pieces);
        if cut || (part.end as usize) < hit.text.len() {
            pieces.push((" …".to_owned(), Label::Faint));
        }
        let pieces: Vec<Piece> = pieces.iter().map(|(t, l)| (t.as_str(), *l)).collect();
        let blocks = blocks(&pieces);
        if whole {
            return self.whole(out, INDENT, &blocks);
        }
        self.few_lines(out, &blocks)
    }

    /// Writes blocks as paragraphs with an empty line between.
    fn whole(
        &self,
        out: &mut dyn Write,
        indent: &str,
        blocks: &[Vec<Piece<'_>>],
    ) -> io::Result<()> {
        for (i, block) in blocks.iter().enumerate() {
            if i > 0 {
                writeln!(out, "{}", indent.trim_end())?;
            }
            self.paragraph(out, indent, indent, block)?;
        }
        Ok(())
    }

    /// Writes as much of blocks as there is room for, from the first that holds a match.
    fn few_lines(&self, out: &mut dyn Write, blocks: &[Vec<Piece<'_>>]) -> io::Result<()> {
        let mut shown = self.lines_of(blocks)?;
        let cut = shown.len() > LINES;
        if cut {
            let lit = |block: &Vec<Piece<'_>>| block.iter().any(|(_, l)| *l == Label::Match);
            let first = blocks.iter().position(lit).unwrap_or(0);
            // The mark of what is left out needs two columns.
            let narrower = Screen { width: self.width.clamp(20, WIDEST) - 2, ..self.clone() };
            shown = narrower.lines_of(&blocks[first..])?;
        }
        for (i, line) in shown.iter().take(LINES).enumerate() {
            let last = cut && i + 1 == LINES.min(shown.len());
            let marked = line.trim_end_matches("\u{1b}[0m").ends_with('…');
            writeln!(out, "{line}{}", if last && !marked { " …" } else { "" })?;
        }
        Ok(())
    }

    fn lines_of(&self, blocks: &[Vec<Piece<'_>>]) -> io::Result<Vec<String>> {
        let mut lines = Vec::new();
        blocks.iter().try_for_each(|b| self.paragraph(&mut lines, INDENT, INDENT, b))?;
        Ok(String::from_utf8_lossy(&lines).lines().map(str::to_owned).collect())
    }

    /// Writes a passage in its place: its title, by-line and place, then its text with a bar
    /// beside it between the paragraphs `before` and `after`, then its names and id.
    ///
    /// # Errors
    /// What writing gives.
    pub fn in_place(
        &self,
        out: &mut dyn Write,
        hit: &Hit,
        base: &Path,
        (before, after): (&[String], &[String]),
    ) -> io::Result<()> {
        self.head(out, hit, base)?;
        for paragraph in before {
            self.neighbour(out, paragraph)?;
        }
        writeln!(out)?;
        let mut pieces = Vec::new();
        lit(&hit.text, Span::new(0, hit.text.len()), &hit.highlights, &mut pieces);
        let pieces: Vec<Piece> = pieces.iter().map(|(t, l)| (t.as_str(), *l)).collect();
        self.whole(out, "  │ ", &blocks(&pieces))?;
        for paragraph in after {
            self.neighbour(out, paragraph)?;
        }
        writeln!(out)?;
        self.copies(out, hit, base)?;
        self.names(out, hit)
    }

    fn copies(&self, out: &mut dyn Write, hit: &Hit, base: &Path) -> io::Result<()> {
        let Some(line) = also_in(&hit.copies, base) else { return Ok(()) };
        self.paragraph(out, INDENT, INDENT, &[(&visible(&line, false), Label::Faint)])
    }

    /// Writes a paragraph beside a passage.
    fn neighbour(&self, out: &mut dyn Write, paragraph: &str) -> io::Result<()> {
        writeln!(out)?;
        self.paragraph(out, INDENT, INDENT, &[(&visible(paragraph, false), Label::Faint)])
    }

    fn names(&self, out: &mut dyn Write, hit: &Hit) -> io::Result<()> {
        let names: Vec<&str> =
            hit.programs.iter().chain(&hit.entities).map(String::as_str).collect();
        let shown = names.iter().take(6).copied().collect::<Vec<_>>().join(" · ");
        let more = names.len().saturating_sub(6);
        let names = if more > 0 { format!("{shown} · {more} more") } else { shown };
        let names = visible(&names, false);
        let id = format!("[{}]", hit.id());
        self.paragraph(
            out,
            INDENT,
            INDENT,
            &[(&names, Label::Name), (" ", Label::Plain), (&id, Label::Faint)],
        )
    }

    /// Writes what stands at the end of an answer.
    ///
    /// # Errors
    /// What writing gives.
    pub fn summary(&self, out: &mut dyn Write, answer: &Answer, took_ms: f64) -> io::Result<()> {
        if answer.passages > 0 {
            self.said(out, &format!("{} · {took_ms:.1} ms", total(answer)))?;
        }
        said_of(answer).iter().try_for_each(|text| self.said(out, text))
    }

    /// Writes what is said of an answer.
    ///
    /// # Errors
    /// What writing gives.
    pub fn said(&self, out: &mut dyn Write, text: &str) -> io::Result<()> {
        self.paragraph(out, "", INDENT, &[(&visible(text, false), Label::Faint)])
    }
}

/// That nothing was found, and in what.
pub fn nothing_found(query: &str, state: &State) -> String {
    format!(
        "Nothing found for “{query}” in {} of {} (corpus {}, ingested {}).",
        counted(state.passages, "passage"),
        counted(state.documents, "document"),
        state.digest,
        super::time::instant(state.ingested),
    )
}

/// How much matched.
pub fn total(answer: &Answer) -> String {
    in_documents(Count { passages: answer.passages, documents: answer.documents })
}

/// What is said of an answer beside its hits and totals, a sentence or two each.
pub fn said_of(answer: &Answer) -> Vec<String> {
    let counts: Vec<String> =
        answer.holding.iter().map(|h| format!("{} {}", h.label, grouped(h.passages))).collect();
    let counts = counts.join(", ");
    let mut said = Vec::new();
    if answer.undated.passages > 0 {
        said.push(format!("{} without a date of issue, last.", in_documents(answer.undated)));
    }
    if let Some(documents) = answer.documents_with_all {
        let where_all = match documents {
            0 => "nor does any document".to_owned(),
            n => format!("they all stand in {}", counted(n, "document")),
        };
        said.push(format!(
            "No passage holds all the words; {where_all}. Passages with each: {counts}."
        ));
    }
    if answer.passages == 0 && answer.documents_with_all.is_none() && answer.holding.len() > 1 {
        said.push(format!("Passages with each, limits aside: {counts}."));
    }
    said.extend(left_out(answer.undated_left_out));
    let did_you_mean = |s: &Suggestion| {
        format!("Nothing holds {}; did you mean {}?", s.word, s.instead.join(" or "))
    };
    said.extend(answer.suggestions.iter().map(did_you_mean));
    said.extend(widened(&answer.expansions));
    said
}

/// What is said of the other names and spellings that a query was widened by.
pub fn widened(expansions: &[Expansion]) -> impl Iterator<Item = String> {
    let said = |e: &Expansion| {
        let shown = e.to.len().min(WORDS_SHOWN);
        let mut to = e.to[..shown].join(", ");
        if shown < e.to.len() {
            to += &format!(" and {} more", grouped((e.to.len() - shown) as u64));
        }
        format!("{} also counts as {to} ({}).", e.from, e.why)
    };
    expansions.iter().map(said)
}

/// What is said of documents that a limit of dates left out.
pub fn left_out(undated: u64) -> Option<String> {
    (undated > 0).then(|| format!("{} left out for want of a date.", counted(undated, "document")))
}

/// `57 passages in 12 documents`.
pub fn in_documents(n: Count) -> String {
    format!("{} in {}", counted(n.passages, "passage"), counted(n.documents, "document"))
}

/// Of the words that something also counts as, so many are shown.
const WORDS_SHOWN: usize = 12;

/// `1 passage`, `1,204 passages`.
pub fn counted(n: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// A number with its thousands parted by commas.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Authors, source and date, with the page that a work is printed in.
pub fn by_line(work: &Work, within: Option<&Work>) -> String {
    let people: Vec<&str> = work.authors.iter().map(|a| a.name.as_str()).collect();
    let authors = match people.as_slice() {
        [] => None,
        [one] => Some((*one).to_owned()),
        [one, two] => Some(format!("{one} and {two}")),
        [rest @ .., last] => Some(format!("{} and {last}", rest.join(", "))),
    };
    let within = within.and_then(|w| w.title.as_ref()).map(|title| format!("in {title}"));
    let date = work.issued.map(|d| d.words());
    let number = work.number.clone();
    let parts = [authors, within, work.shown_source(), number, date];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Cuts a part that is too long for the screen round its first match, between words.
fn shortened(text: &str, part: Span, highlights: &[Span], room: usize) -> (Span, bool) {
    let Some(slice) = part.slice(text) else { return (part, false) };
    if slice.chars().count() <= room {
        return (part, false);
    }
    let first = highlights.iter().find(|h| part.holds(**h)).map_or(part.start, |h| h.start);
    let before = &text[part.start as usize..first as usize];
    let lead = before.char_indices().rev().nth(room / 3).map_or(0, |(i, _)| i);
    let start = part.start as usize
        + before[lead..].find(' ').filter(|_| lead > 0).map_or(lead, |i| lead + i + 1);
    let rest = &text[start..part.end as usize];
    let end = rest.char_indices().nth(room).map_or(rest.len(), |(i, _)| i);
    let end = if end < rest.len() { rest[..end].rfind(' ').unwrap_or(end) } else { end };
    (Span::new(start, start + end), start + end < part.end as usize)
}

/// Parts a span of the text into what matched and what did not.
fn lit(text: &str, part: Span, highlights: &[Span], pieces: &mut Vec<(String, Label)>) {
    let mut at = part.start;
    let mut add = |from: u32, to: u32, label| {
        if let Some(slice) =
            Span::new(from as usize, to as usize).slice(text).filter(|s| !s.is_empty())
        {
            pieces.push((visible(slice, true).into_owned(), label));
        }
    };
    for h in highlights.iter().filter(|h| part.holds(**h)) {
        add(at, h.start, Label::Plain);
        add(h.start, h.end, Label::Match);
        at = h.end;
    }
    add(at, part.end, Label::Plain);
}

/// Parts pieces at line ends.
fn blocks<'a>(pieces: &[Piece<'a>]) -> Vec<Vec<Piece<'a>>> {
    let mut blocks = vec![Vec::new()];
    for (text, label) in pieces {
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                blocks.push(Vec::new());
            }
            if let Some(last) = blocks.last_mut() {
                last.push((line, *label));
            }
        }
    }
    blocks.retain(|block| block.iter().any(|(text, _)| !text.trim().is_empty()));
    blocks
}

/// The words of labelled text; a word may have parts with different labels.
pub(super) fn words(pieces: &[Piece<'_>]) -> Vec<Vec<(String, Label)>> {
    let mut words: Vec<Vec<(String, Label)>> = Vec::new();
    let mut open = false;
    for (text, label) in pieces {
        for (i, part) in text.split([' ', '\n']).enumerate() {
            open &= i == 0;
            if part.is_empty() {
                continue;
            }
            match words.last_mut().filter(|_| open) {
                Some(word) => word.push((part.to_owned(), *label)),
                None => words.push(vec![(part.to_owned(), *label)]),
            }
            open = true;
        }
        open &= !text.ends_with([' ', '\n']);
    }
    words
}
