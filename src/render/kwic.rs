//! Keyword in context: on the screen lines aligned on the match; as CSV and JSON with citation and
//! place.
//!
//! JSON is one object, whose lines are written as they come; jsonl is a line each. CSV has the
//! columns `id,left,match,right,issued,source,title,path,first_line,last_line,page,paragraph,citation`.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::json::{Context, VERSION, expansions, index, tenths, text, warnings};
use super::place::shown_path;
use super::sanitize::visible;
use super::tabular::csv_row;
use super::terminal::{Label, Screen};
use crate::search::{Kwic, KwicLine};

/// Columns of the table.
const HEADINGS: [&str; 13] = [
    "id",
    "left",
    "match",
    "right",
    "issued",
    "source",
    "title",
    "path",
    "first_line",
    "last_line",
    "page",
    "paragraph",
    "citation",
];
/// Columns of the screen for the id of a passage.
const ID: usize = 15;
/// A narrower screen is written to as if it had so many columns.
const NARROWEST: usize = 40;

impl Screen {
    /// Writes a line: the id, then the match between what fits on each side.
    ///
    /// # Errors
    /// What writing gives.
    pub fn kwic_line(&self, out: &mut dyn Write, line: &KwicLine) -> io::Result<()> {
        let width = self.width.max(NARROWEST);
        let id = format!("{:<width$} ", line.id(), width = ID - 1);
        let column = ID + (width - ID) * 2 / 5;
        let (left, found, right) =
            (visible(&line.left, false), visible(&line.found, false), visible(&line.right, false));
        let left = end_of(&left, column.saturating_sub(id.width()));
        let padding = " ".repeat(column.saturating_sub(id.width() + left.width()));
        let found = shortened(&found, width - column);
        let right = beginning_of(&right, width - column - found.width());
        self.labelled(out, &id, Label::Faint)?;
        write!(out, "{padding}{left}")?;
        self.labelled(out, &found, Label::Match)?;
        writeln!(out, "{}", right.trim_end())
    }
}

/// As many whole words from the beginning as have room.
fn beginning_of(text: &str, room: usize) -> &str {
    let end = fitting(text.graphemes(true), room);
    let cut_word = !text[end..].is_empty() && !text[end..].starts_with(' ');
    let word = text[..end].rfind(' ').filter(|_| cut_word);
    &text[..word.unwrap_or(end)]
}

/// As many whole words from the end as have room.
fn end_of(text: &str, room: usize) -> &str {
    let start = text.len() - fitting(text.graphemes(true).rev(), room);
    let cut_word = !text[..start].is_empty() && !text[..start].ends_with(' ');
    let word = text[start..].find(' ').filter(|_| cut_word);
    &text[word.map_or(start, |at| start + at + 1)..]
}

/// Bytes of the graphemes that have room, in the order they come.
fn fitting<'a>(graphemes: impl Iterator<Item = &'a str>, room: usize) -> usize {
    let (mut width, mut bytes) = (0, 0);
    for grapheme in graphemes {
        width += grapheme.width();
        if width > room {
            break;
        }
        bytes += grapheme.len();
    }
    bytes
}

/// A match that is longer than its room without its middle.
fn shortened(found: &str, room: usize) -> String {
    if found.width() <= room {
        return found.to_owned();
    }
    let each = room.saturating_sub(3) / 2;
    format!("{} … {}", beginning_of(found, each).trim_end(), end_of(found, each).trim_start())
}

/// Writes the line of headings.
///
/// # Errors
/// What writing gives.
pub fn csv_head(out: &mut dyn Write) -> io::Result<()> {
    csv_row(out, &HEADINGS.map(str::to_owned))
}

/// Writes a line as a row.
///
/// # Errors
/// What writing gives.
pub fn csv(out: &mut dyn Write, line: &KwicLine, base: &Path) -> io::Result<()> {
    // White space next to the match is the table's business.
    let one_line = |text: &str| text.trim().replace('\n', " ");
    let given = |value: &Option<String>| value.clone().unwrap_or_default();
    let cells = [
        line.id(),
        one_line(&line.left),
        one_line(&line.found),
        one_line(&line.right),
        line.issued.map(|d| d.to_string()).unwrap_or_default(),
        given(&line.source),
        given(&line.title),
        shown_path(&line.path, base),
        line.lines.0.to_string(),
        line.lines.1.to_string(),
        given(&line.page),
        line.paragraph.map(|p| p.to_string()).unwrap_or_default(),
        line.citation.clone(),
    ];
    csv_row(out, &cells)
}

/// A line as JSON.
pub fn value(line: &KwicLine, base: &Path) -> Value {
    json!({
        "id": line.id(),
        "document": line.document.to_string(),
        "left": line.left,
        "match": line.found,
        "right": line.right,
        "title": line.title,
        "source": line.source,
        "issued": line.issued.map(|d| d.to_string()),
        "path": shown_path(&line.path, base),
        "lines": [line.lines.0, line.lines.1],
        "page": line.page,
        "paragraph": line.paragraph,
        "citation": line.citation,
    })
}

/// One JSON object with all lines, written as they come.
pub struct Object {
    lines: u64,
}

impl Object {
    /// Writes what stands before the lines.
    ///
    /// # Errors
    /// What writing gives.
    pub fn begin(out: &mut dyn Write, kwic: &Kwic, context: &Context<'_>) -> io::Result<Object> {
        let head = json!({
            "version": VERSION,
            "query": context.query,
            "index": index(context.state),
            "total": super::facet::count(kwic.count),
            "undated_left_out": kwic.undated_left_out,
            "expansions": expansions(&kwic.expansions),
            "warnings": warnings(&kwic.warnings, context.query),
        });
        let head = text(&head);
        write!(out, "{},\"lines\":[", head.trim_end_matches('}'))?;
        Ok(Object { lines: 0 })
    }

    /// Writes a line.
    ///
    /// # Errors
    /// What writing gives.
    pub fn line(&mut self, out: &mut dyn Write, line: &KwicLine, base: &Path) -> io::Result<()> {
        let comma = if self.lines > 0 { "," } else { "" };
        self.lines += 1;
        write!(out, "{comma}{}", text(&value(line, base)))
    }

    /// Writes what stands behind the lines.
    ///
    /// # Errors
    /// What writing gives.
    pub fn end(self, out: &mut dyn Write, took_ms: f64) -> io::Result<()> {
        writeln!(out, "],\"took_ms\":{}}}", tenths(took_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_that_fit_are_kept() {
        assert_eq!(beginning_of(" and so on", 7), " and so");
        assert_eq!(beginning_of(" and so on", 6), " and");
        assert_eq!(beginning_of(" 条約の原子力", 6), "");
        assert_eq!(beginning_of("条約の原子力", 5), "条約");
        assert_eq!(end_of("it was said (", 6), "said (");
        assert_eq!(end_of("it was said (", 5), "(");
        assert_eq!(end_of("it was ", 20), "it was ");
        assert_eq!(end_of("e\u{301}e\u{301}", 1), "e\u{301}");
        assert_eq!(shortened("one two three four", 13), "one … four");
        assert_eq!(beginning_of("", 0), "");
    }
}
