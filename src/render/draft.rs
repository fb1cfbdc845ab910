//! The check of a draft on the screen, as a compiler speaks: `file:line:column`, then the verdict.
//!
//! What stands as it is quoted has one line; a fault, and what has a caution, is shown whole.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::place::shown_place;
use super::sanitize::visible;
use super::terminal::{INDENT, Label, Screen};
use super::verdict::{At, Basis, Case, folded, in_words, label, quoting};
use crate::verify::{Finding, Verdict};

/// Columns that a quotation has at least.
const LEAST: usize = 24;

impl Screen {
    /// Writes the findings of a draft, in order.
    ///
    /// # Errors
    /// What writing gives.
    pub fn draft(
        &self,
        out: &mut dyn Write,
        path: &str,
        cases: &[Case<'_>],
        basis: &Basis<'_>,
    ) -> io::Result<()> {
        let mut lines = false;
        for case in cases {
            let place = place(path, case.at);
            let whole = is_shown_whole(case.finding);
            if whole && lines {
                writeln!(out)?;
            }
            lines = !whole;
            if whole {
                self.finding(out, &place, case.finding, basis)?;
                writeln!(out)?;
            } else {
                self.one_line(out, &place, case.finding, basis)?;
            }
        }
        if lines {
            writeln!(out)?;
        }
        Ok(())
    }

    fn one_line(
        &self,
        out: &mut dyn Write,
        place: &str,
        finding: &Finding,
        basis: &Basis<'_>,
    ) -> io::Result<()> {
        let verdict = in_words(finding.verdict);
        let first = finding.places.first().or(finding.elsewhere.first());
        let source = first.map(|first| {
            let place = shown_place(&first.hit, basis.base);
            let more = match finding.places.len() {
                0 | 1 => String::new(),
                n => format!(" and {} more", n - 1),
            };
            let folds = folded(&first.alignment).map(|folds| format!("; differs in {folds}"));
            format!("{place}{}{more}{}", quoting(first), folds.unwrap_or_default())
        });
        let source = source.unwrap_or_default();
        let (place, source) = (visible(place, false), visible(&source, false));
        let taken = place.width() + verdict.width() + source.width() + 6;
        let quotation = one_line(&finding.quotation, self.width.saturating_sub(taken).max(LEAST));
        let quotation = format!("“{}”", visible(&quotation, false));
        let pieces = [
            (&*place, Label::Strong),
            (" ", Label::Plain),
            (verdict, label(finding.verdict)),
            (" ", Label::Plain),
            (&*quotation, Label::Plain),
            (" ", Label::Plain),
            (&*source, Label::Faint),
        ];
        self.paragraph(out, "", INDENT, &pieces)
    }
}

/// `draft.md:12:5`, `stdin:12:5`.
pub fn place(path: &str, at: Option<At>) -> String {
    let path = if path == "-" { "stdin" } else { path };
    match at {
        Some(at) => format!("{path}:{}:{}", at.line, at.column),
        None => path.to_owned(),
    }
}

/// Whether a finding is something to look at.
fn is_shown_whole(finding: &Finding) -> bool {
    matches!(finding.verdict, Verdict::Altered | Verdict::Absent) || !finding.cautions.is_empty()
}

/// The beginning of a text, as much as has room, on one line.
fn one_line(text: &str, room: usize) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        let glue = usize::from(!line.is_empty());
        if line.width() + glue + word.width() + 2 > room {
            if line.is_empty() {
                line.extend(word.chars().take(room / 2));
            }
            return line + " …";
        }
        if glue > 0 {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
