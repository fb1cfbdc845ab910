//! Findings in Markdown (CommonMark), as they are pasted into notes.
//!
//! A level-2 heading with the verdict (and the place in the draft); the quotation as a block quotation, words that the source has
//! not struck out and words that only the source has in bold; then, a line each: cautions, what it
//! means, differences, folds, declared edits, and the places with their citations. What a document, a
//! draft or a quotation holds is text: what Markdown would act on is escaped.

use std::io::{self, Write};

use super::difference::{class_name, differences, in_whole_words};
use super::draft::place;
use super::markdown::{escaped, escaped_within};
use super::place::shown_place;
use super::verdict::{Basis, Case, ELSEWHERE, citation, in_words, licences, sentence, sides};
use crate::verify::{Alignment, Finding, Standing, Verdict, What};

/// Places that are given.
const PLACES: usize = 20;

/// Writes a finding.
///
/// # Errors
/// What writing gives.
pub fn finding(out: &mut dyn Write, case: &Case<'_>, basis: &Basis<'_>) -> io::Result<()> {
    let finding = case.finding;
    let id = case.id.map(|id| format!("{}: ", escaped(id))).unwrap_or_default();
    writeln!(out, "## {id}{}\n", in_words(finding.verdict))?;
    writeln!(out, "> {}\n", quoted(finding))?;
    said(out, finding, basis)?;
    places(out, "", &finding.places, basis)?;
    outside(out, finding, basis)
}

/// Writes the findings of a draft, with what they come to.
///
/// # Errors
/// What writing gives.
pub fn draft(
    out: &mut dyn Write,
    path: &str,
    cases: &[Case<'_>],
    summary: &str,
    basis: &Basis<'_>,
) -> io::Result<()> {
    for case in cases {
        let place = escaped(&place(path, case.at));
        writeln!(out, "## {place}: {}\n", in_words(case.finding.verdict))?;
        writeln!(out, "> {}\n", quoted(case.finding))?;
        body(out, case.finding, basis)?;
    }
    writeln!(out, "{}", escaped(summary))
}

/// Writes what is found of a quotation of a draft, without the verdict and the quotation. Where one
/// stands that is too short to tell where it is from is only counted.
///
/// # Errors
/// What writing gives.
pub(super) fn body(out: &mut dyn Write, finding: &Finding, basis: &Basis<'_>) -> io::Result<()> {
    said(out, finding, basis)?;
    if finding.verdict == Verdict::TooShort {
        return Ok(());
    }
    places(out, "", &finding.places, basis)?;
    outside(out, finding, basis)
}

/// Writes cautions, what the verdict means, and how the quotation lies in its first place.
fn said(out: &mut dyn Write, finding: &Finding, basis: &Basis<'_>) -> io::Result<()> {
    for caution in &finding.cautions {
        writeln!(out, "**Caution:** {}\n", escaped(&caution.to_string()))?;
    }
    writeln!(out, "{}\n", escaped(&sentence(finding, basis)))?;
    let mut listed = false;
    if let Some(place) = finding.places.first().or(finding.nearest.as_ref()) {
        for difference in differences(place, &finding.quotation) {
            let class = class_name(difference.class);
            writeln!(out, "- {class}: {}", escaped(&difference.sentence))?;
            listed = true;
        }
        for licence in licences(place, &finding.quotation) {
            writeln!(out, "- {}", escaped(&licence))?;
            listed = true;
        }
    }
    if listed {
        writeln!(out)?;
    }
    Ok(())
}

/// Writes the places outside of what was asked for, and the nearest.
fn outside(out: &mut dyn Write, finding: &Finding, basis: &Basis<'_>) -> io::Result<()> {
    let too = if finding.places.is_empty() { "" } else { ELSEWHERE };
    places(out, too, &finding.elsewhere, basis)?;
    places(out, "Nearest:", finding.nearest.as_slice(), basis)
}

fn places(
    out: &mut dyn Write,
    head: &str,
    places: &[Standing],
    basis: &Basis<'_>,
) -> io::Result<()> {
    if places.is_empty() {
        return Ok(());
    }
    if !head.is_empty() {
        writeln!(out, "{head}\n")?;
    }
    for (i, standing) in places.iter().take(PLACES).enumerate() {
        let cited = escaped(&citation(standing));
        let place = escaped(&shown_place(&standing.hit, basis.base));
        let id = escaped(&standing.hit.id());
        writeln!(out, "{}. {cited} {place} · {id}", i + 1)?;
    }
    if places.len() > PLACES {
        writeln!(out, "\nand {} more; `--format json` gives all", places.len() - PLACES)?;
    }
    writeln!(out)
}

/// The quotation; where it was altered, with what differs marked in it.
pub(super) fn quoted(finding: &Finding) -> String {
    let place = finding.places.first().or(finding.nearest.as_ref());
    let altered = place.filter(|place| place.alignment.differences().next().is_some());
    let marked = altered.and_then(|place| marked(&finding.quotation, place));
    marked.unwrap_or_else(|| escaped(&finding.quotation))
}

/// The quotation with ~~what only it has~~ and **what only the source has**.
fn marked(quotation: &str, standing: &Standing) -> Option<String> {
    let Alignment { quoted, .. } = &standing.alignment;
    let mut out = String::new();
    let mut at = quoted.start;
    let mut plain = String::new();
    for edit in &in_whole_words(standing, quotation) {
        plain.push_str(quotation.get(at as usize..edit.quoted.start as usize)?);
        at = edit.quoted.end;
        let (quoted, source) = sides(edit, standing, quotation)?;
        if !matches!(edit.what, What::Difference(_)) {
            plain.push_str(quoted);
            continue;
        }
        push_plain(&mut out, &plain);
        plain.clear();
        emphasis(&mut out, quoted, "~~");
        emphasis(&mut out, source, "**");
    }
    plain.push_str(quotation.get(at as usize..quoted.end as usize)?);
    push_plain(&mut out, &plain);
    Some(out.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn push_plain(out: &mut String, text: &str) {
    match out.is_empty() {
        true => {
            let tail = if text.ends_with(char::is_whitespace) { " " } else { "" };
            out.push_str(&(escaped(text) + tail));
        }
        false => out.push_str(&escaped_within(text)),
    }
}

/// Puts marks round a stretch, next to its words, as CommonMark wants them.
fn emphasis(out: &mut String, text: &str, mark: &str) {
    if text.trim().is_empty() {
        return;
    }
    // What was struck out before stays apart.
    if text.starts_with(char::is_whitespace) || out.ends_with('~') {
        out.push(' ');
    }
    out.push_str(&format!("{mark}{}{mark}", escaped_within(text.trim())));
    if text.ends_with(char::is_whitespace) {
        out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn differences_are_struck_out_and_bold() {
        let finding = sample::altered();
        assert_eq!(
            quoted(&finding),
            "The ~~defence~~ **defense** budget rose by ~~7~~ **5** percent in a year."
        );
    }
}
