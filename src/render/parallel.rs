//! Quotation and source word against word: in two columns, or line under line where the screen is
//! narrow.
//!
//! What only the quotation has stands in `[-…-]`, what only the source has in `{+…+}`, in colour too
//! where there is one. Both are wrapped in step: equal words stay opposite each other. Long stretches
//! without a difference lose their middle.

use std::io::{self, Write};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::difference::in_whole_words;
use super::sanitize::visible;
use super::terminal::{INDENT, Label, Screen, WIDEST, words};
use super::verdict::{ends_of, ends_words, few_words, sides};
use crate::verify::{Fold, Standing, What};

/// A quotation and its source, word against word.
#[derive(Clone, Debug, Default)]
pub struct Parallel {
    pairs: Vec<Pair>,
}

/// What stands against each other between two places at which both have white space.
#[derive(Clone, Debug, Default)]
struct Pair {
    quoted: Vec<Part>,
    source: Vec<Part>,
    /// Whether it is one word that both have, byte for byte.
    is_same: bool,
}

type Part = (String, Label);
/// A word in its parts.
type Word = Vec<Part>;
/// What stands in a line of a column.
type Line = Vec<Word>;

/// Words without a difference that are shown next to one.
const NEAR: usize = 8;
/// So few words are not left out.
const FEW: usize = 5;
/// A difference of more words than this loses its middle, but for so many on each side.
const LONG: usize = 30;
const ENDS: usize = 10;
/// Lines that are shown; an answer for programs has all.
const LINES: usize = 24;
/// A screen as wide as this has room for two columns.
const TWO_COLUMNS: usize = 76;
const BETWEEN: &str = " │ ";
const QUOTED: &str = "quoted  ";
const SOURCE: &str = "source  ";

impl Parallel {
    /// Lays a quotation against a place; `None` if they do not fit.
    pub fn of(quotation: &str, standing: &Standing) -> Option<Parallel> {
        let mut parallel = Parallel { pairs: vec![Pair::default()] };
        let mut at = standing.alignment.quoted.start;
        for edit in &in_whole_words(standing, quotation) {
            parallel.same(quotation.get(at as usize..edit.quoted.start as usize)?);
            parallel.edit(sides(edit, standing, quotation)?, edit.what);
            at = edit.quoted.end;
        }
        parallel.same(quotation.get(at as usize..standing.alignment.quoted.end as usize)?);
        parallel.pairs.retain(|pair| !pair.quoted.is_empty() || !pair.source.is_empty());
        Some(parallel)
    }

    fn same(&mut self, text: &str) {
        for (i, part) in text.split(char::is_whitespace).enumerate() {
            if i > 0 {
                self.pairs.push(Pair::default());
            }
            if let Some(pair) = self.pairs.last_mut().filter(|_| !part.is_empty()) {
                pair.is_same = pair.quoted.is_empty() && pair.source.is_empty();
                let part = (visible(part, false).into_owned(), Label::Plain);
                pair.quoted.push(part.clone());
                pair.source.push(part);
            }
        }
    }

    fn edit(&mut self, (quoted, source): (&str, &str), what: What) {
        let blank = |text: &str| !text.is_empty() && text.chars().all(char::is_whitespace);
        if matches!(what, What::Fold(_)) && blank(quoted) && blank(source) {
            return self.pairs.push(Pair::default());
        }
        let is_difference = matches!(what, What::Difference(_));
        let parted = |at: fn(&str) -> bool| is_difference && (at(quoted) || at(source));
        if parted(|side| side.starts_with(char::is_whitespace)) {
            self.pairs.push(Pair::default());
        }
        let left_out = match what {
            What::Declared(_) => self.ended(source),
            _ => source,
        };
        let Some(pair) = self.pairs.last_mut() else { return };
        pair.is_same = false;
        match what {
            What::Difference(_) => {
                marked(&mut pair.quoted, quoted, ("[-", "-]"), Label::Quoted);
                marked(&mut pair.source, source, ("{+", "+}"), Label::Printed);
            }
            What::Declared(_) | What::Fold(Fold::Interruption) => {
                pair.quoted.push((visible(quoted, false).into_owned(), Label::Faint));
                let few = few_words(left_out);
                let end = if source.ends_with(char::is_whitespace) { " " } else { "" };
                let few = format!("{}{end}", visible(&few, false));
                if !few.trim().is_empty() {
                    pair.source.push((few, Label::Faint));
                }
            }
            What::Fold(_) => {
                pair.quoted.push((visible(quoted, false).into_owned(), Label::Plain));
                pair.source.push((visible(source, false).into_owned(), Label::Plain));
            }
        }
        if parted(|side| side.ends_with(char::is_whitespace)) {
            self.pairs.push(Pair::default());
        }
    }

    /// Puts the punctuation that begins a stretch of the source to the word it ends; gives the rest.
    fn ended<'a>(&mut self, source: &'a str) -> &'a str {
        let rest = source.trim_start_matches(|c| ends_words(c) && !char::is_whitespace(c));
        let end = &source[..source.len() - rest.len()];
        let parts = |pair: &Pair| !pair.source.is_empty();
        if let Some(pair) = self.pairs.iter_mut().rev().find(|pair| parts(pair))
            && !end.is_empty()
        {
            pair.source.push((visible(end, false).into_owned(), Label::Faint));
            return rest;
        }
        source
    }

    /// Whether a pair is shown: one with a difference, or near one.
    fn shown(&self) -> Vec<bool> {
        let mut shown = vec![false; self.pairs.len()];
        // How many words ago a difference was; from the front, then from the back.
        let far = NEAR + 1;
        let mut since = far;
        for (i, pair) in self.pairs.iter().enumerate() {
            since = if pair.is_same { since.saturating_add(1) } else { 0 };
            shown[i] |= since <= NEAR;
        }
        since = far;
        for (i, pair) in self.pairs.iter().enumerate().rev() {
            since = if pair.is_same { since.saturating_add(1) } else { 0 };
            shown[i] |= since <= NEAR;
        }
        // To leave out a few words gains nothing.
        let mut i = 0;
        while i < shown.len() {
            let end = shown[i..].iter().position(|s| *s != shown[i]).map_or(shown.len(), |n| i + n);
            if !shown[i] && end - i <= FEW {
                shown[i..end].fill(true);
            }
            i = end;
        }
        shown
    }

    /// Wraps both sides in step to lines of so many columns.
    fn lines(&self, columns: usize) -> Vec<(Line, Line)> {
        let mut rows = Rows { columns, done: Vec::new(), quoted: Vec::new(), source: Vec::new() };
        let mut left_out = false;
        for (pair, shown) in self.pairs.iter().zip(self.shown()) {
            if shown {
                rows.add(&pair.quoted, &pair.source);
            } else if !left_out {
                let mark = [("…".to_owned(), Label::Faint)];
                rows.add(&mark, &mark);
            }
            left_out = !shown;
        }
        rows.end();
        rows.done
    }
}

/// A difference between marks that are seen without colour.
fn marked(side: &mut Vec<Part>, text: &str, (open, close): (&str, &str), label: Label) {
    let core = text.trim();
    if core.is_empty() {
        // White space or nothing: without a mark nobody would see it.
        if !text.is_empty() {
            side.push((format!("{open}␣{close}"), label));
        }
        return;
    }
    let words: Vec<&str> = core.split_whitespace().collect();
    if words.len() <= LONG {
        side.push((format!("{open}{}{close}", visible(core, false)), label));
        return;
    }
    let joined = |words: &[&str]| visible(&ends_of(&words.join(" "), ENDS), false).into_owned();
    let between = format!(" … {} words … ", words.len() - 2 * ENDS);
    side.push((format!("{open}{}", joined(&words[..ENDS])), label));
    side.push((between, Label::Faint));
    side.push((format!("{}{close}", joined(&words[words.len() - ENDS..])), label));
}

/// Rows that are being filled.
struct Rows {
    columns: usize,
    done: Vec<(Line, Line)>,
    quoted: Line,
    source: Line,
}

impl Rows {
    fn add(&mut self, quoted: &[Part], source: &[Part]) {
        let (quoted, source) = (split(quoted, self.columns), split(source, self.columns));
        let fits = |line: &Line, more: &Line| {
            let gap = usize::from(!line.is_empty() && !more.is_empty());
            width(line) + gap + width(more) <= self.columns
        };
        if fits(&self.quoted, &quoted) && fits(&self.source, &source) {
            self.quoted.extend(quoted);
            self.source.extend(source);
            return;
        }
        self.end();
        let quoted = wrapped(quoted, self.columns);
        let source = wrapped(source, self.columns);
        let lines = quoted.len().max(source.len());
        let (mut quoted, mut source) = (quoted.into_iter(), source.into_iter());
        for i in 0..lines {
            self.quoted = quoted.next().unwrap_or_default();
            self.source = source.next().unwrap_or_default();
            if i + 1 < lines {
                self.end();
            }
        }
    }

    fn end(&mut self) {
        let row = (std::mem::take(&mut self.quoted), std::mem::take(&mut self.source));
        if !row.0.is_empty() || !row.1.is_empty() {
            self.done.push(row);
        }
    }
}

/// The words of a side, none wider than a column.
fn split(parts: &[Part], columns: usize) -> Line {
    let pieces: Vec<(&str, Label)> = parts.iter().map(|(t, l)| (t.as_str(), *l)).collect();
    let mut line = Vec::new();
    for word in words(&pieces) {
        if word_width(&word) <= columns {
            line.push(word);
            continue;
        }
        let mut chunk: Word = Vec::new();
        for (text, label) in &word {
            for grapheme in text.graphemes(true) {
                if word_width(&chunk) + grapheme.width() > columns && !chunk.is_empty() {
                    line.push(std::mem::take(&mut chunk));
                }
                match chunk.last_mut().filter(|(_, known)| known == label) {
                    Some((text, _)) => text.push_str(grapheme),
                    None => chunk.push((grapheme.to_owned(), *label)),
                }
            }
        }
        line.push(chunk);
    }
    line
}

fn wrapped(words: Line, columns: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut at = 0;
    for word in words {
        let wide = word_width(&word);
        match lines.last_mut().filter(|_| at + 1 + wide <= columns) {
            Some(line) => {
                line.push(word);
                at += 1 + wide;
            }
            None => {
                lines.push(vec![word]);
                at = wide;
            }
        }
    }
    lines
}

fn word_width(word: &Word) -> usize {
    word.iter().map(|(text, _)| text.width()).sum()
}

fn width(line: &Line) -> usize {
    line.iter().map(word_width).sum::<usize>() + line.len().saturating_sub(1)
}

impl Screen {
    /// Writes a quotation and its source side by side, or one under the other.
    ///
    /// # Errors
    /// What writing gives.
    pub fn parallel(&self, out: &mut dyn Write, parallel: &Parallel) -> io::Result<()> {
        let room = self.width.clamp(20, WIDEST) - INDENT.len();
        let rows = if self.width >= TWO_COLUMNS {
            let columns = (room - BETWEEN.width()) / 2;
            let rows = parallel.lines(columns);
            write!(out, "{INDENT}")?;
            self.labelled(out, &format!("{QUOTED:<columns$}"), Label::Faint)?;
            self.labelled(out, BETWEEN, Label::Faint)?;
            self.labelled(out, SOURCE.trim_end(), Label::Faint)?;
            writeln!(out)?;
            for (quoted, source) in rows.iter().take(LINES) {
                write!(out, "{INDENT}")?;
                self.line(out, quoted)?;
                write!(out, "{}", " ".repeat(columns.saturating_sub(width(quoted))))?;
                self.labelled(out, if source.is_empty() { " │" } else { BETWEEN }, Label::Faint)?;
                self.line(out, source)?;
                writeln!(out)?;
            }
            rows
        } else {
            let rows = parallel.lines(room - QUOTED.width());
            for (i, (quoted, source)) in rows.iter().take(LINES).enumerate() {
                if i > 0 {
                    writeln!(out)?;
                }
                for (head, line) in [(QUOTED, quoted), (SOURCE, source)] {
                    let head = if line.is_empty() { head.trim_end() } else { head };
                    write!(out, "{INDENT}")?;
                    self.labelled(out, head, Label::Faint)?;
                    self.line(out, line)?;
                    writeln!(out)?;
                }
            }
            rows
        };
        if rows.len() > LINES {
            let more = format!("… and {} lines more; --format json has all", rows.len() - LINES);
            self.paragraph(out, INDENT, INDENT, &[(&more, Label::Faint)])?;
        }
        Ok(())
    }

    fn line(&self, out: &mut dyn Write, line: &Line) -> io::Result<()> {
        for (i, word) in line.iter().enumerate() {
            if i > 0 {
                write!(out, " ")?;
            }
            word.iter().try_for_each(|(text, label)| self.labelled(out, text, *label))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample::{self, Stretch::*};
    use crate::verify::Class;

    fn shown(width: usize, (quotation, standing): &(String, Standing)) -> String {
        let screen = Screen { width, colour: false, links: false };
        let mut out = Vec::new();
        screen.parallel(&mut out, &Parallel::of(quotation, standing).unwrap()).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn altered() -> (String, Standing) {
        let mut finding = sample::altered();
        (finding.quotation, finding.places.remove(0))
    }

    #[test]
    fn a_wide_screen_has_two_columns() {
        assert_eq!(
            shown(80, &altered()),
            "    quoted                               │ source\n    \
             The [-defence-] budget rose by [-7-] │ The {+defense+} budget rose by {+5+}\n    \
             percent in a year.                   │ percent in a year.\n"
        );
    }

    #[test]
    fn a_narrow_screen_has_line_under_line() {
        assert_eq!(
            shown(40, &altered()),
            "    quoted  The [-defence-] budget rose\n    source  The {+defense+} budget rose\n\n    \
             quoted  by [-7-] percent in a year.\n    source  by {+5+} percent in a year.\n"
        );
    }

    #[test]
    fn equal_words_stay_opposite() {
        let long = "which nobody in the whole of that house had ever thought of before ";
        let sample = sample::standing(&[
            Same("They saw a thing "),
            Edit("", long, What::Difference(Class::Word)),
            Same("and went home."),
        ]);
        for width in [20, 33, 40, 76, 90, 200] {
            let shown = shown(width, &sample);
            assert!(shown.lines().all(|l| l.width() <= width), "{shown}");
            let two = shown.lines().filter(|l| l.matches("home.").count() == 2).count();
            let each = shown.lines().filter(|l| l.contains("home.")).count();
            assert!(two == 1 || (width < TWO_COLUMNS && each == 2), "{shown}");
        }
    }

    #[test]
    fn long_stretches_without_a_difference_lose_their_middle() {
        let before = "a b c d e f g h i j k l m n o p q r s t u v w x y z ";
        let sample = sample::standing(&[
            Same(before),
            Edit("may", "will", What::Difference(Class::Modal)),
            Same(" "),
            Same(before),
            Edit("no", "", What::Difference(Class::Negation)),
        ]);
        let shown = shown(200, &sample);
        let first = shown.lines().nth(1).unwrap().trim_start();
        assert!(first.starts_with("… s t u v w x y z [-may-] a b c d"), "{shown}");
        assert!(shown.contains("g h … s t"), "{shown}");
    }

    #[test]
    fn a_long_difference_loses_its_middle() {
        let long = "a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j ";
        let sample = sample::standing(&[
            Same("One. "),
            Edit("", long, What::Difference(Class::Stitched)),
            Same("Two."),
        ]);
        let shown = shown(200, &sample);
        assert!(shown.contains("{+a b c d e f g h i j … 16 words … a b c"), "{shown}");
        assert!(shown.contains("j+} Two."), "{shown}");
    }

    #[test]
    fn no_stop_stands_alone() {
        let sample = sample::standing(&[
            Same("We will"),
            Same(" "),
            Edit("…", ". They may", What::Declared(crate::verify::Declared::Ellipsis)),
            Same(" go "),
            Edit("far", "home", What::Difference(Class::Word)),
        ]);
        let shown = shown(40, &sample);
        assert!(shown.contains("source  We will. They may go\n"), "{shown}");
    }

    #[test]
    fn a_word_wider_than_a_column_is_broken() {
        let word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten";
        let sample = sample::standing(&[
            Edit(word, "条約条約条約条約条約条約条約", What::Difference(Class::Word)),
            Same(" x"),
        ]);
        let shown = shown(30, &sample);
        assert!(shown.lines().all(|l| l.width() <= 30), "{shown}");
        assert!(!shown.contains('\u{1b}'));
    }
}
