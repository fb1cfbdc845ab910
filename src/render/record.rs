//! A record of a check that one can file: what was checked, against what, by which rules, when, and
//! every verdict. In Markdown, or as JSON (`docs/schema/record.json`).

use std::io::{self, Write};

use serde_json::{Value, json};

use super::draft::place;
use super::evidence::{Draft, value};
use super::json::{VERSION, index};
use super::markdown::escaped;
use super::note::{body, quoted};
use super::verdict::{Basis, Case, Tally, in_words, limits, summary};
use super::{terminal::counted, time::instant};
use crate::verify::Verdict;

/// What was checked, and when.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// The draft.
    pub draft: Draft<'a>,
    /// Seconds since 1970.
    pub time: i64,
    /// Its quotations and what was found of each.
    pub cases: &'a [Case<'a>],
    /// How many of each verdict there are.
    pub tally: &'a Tally,
    /// How many have a caution.
    pub cautioned: u64,
}

/// Writes the record in Markdown.
///
/// # Errors
/// What writing gives.
pub fn markdown(out: &mut dyn Write, checked: &Checked<'_>, basis: &Basis<'_>) -> io::Result<()> {
    let state = basis.state;
    let asked = limits(basis.asked);
    let draft = if checked.draft.path == "-" { "standard input" } else { checked.draft.path };
    let passages = counted(state.passages, "passage");
    let documents = counted(state.documents, "document");
    let rows = [
        ("draft", draft.to_owned()),
        ("digest of the draft", checked.draft.digest.to_owned()),
        ("corpus", format!("{passages} in {documents}, ingested {}", instant(state.ingested))),
        ("digest of the corpus", state.digest.clone()),
        ("asked for", if asked.is_empty() { "the whole corpus".to_owned() } else { asked }),
        ("rules", basis.rules.to_owned()),
        ("program", program()),
        ("date", instant(checked.time)),
        ("result", summary(checked.tally, checked.cautioned)),
    ];
    writeln!(out, "# Check of the quotations of {}\n", escaped(draft))?;
    writeln!(out, "| | |\n| --- | --- |")?;
    rows.iter().try_for_each(|(what, is)| writeln!(out, "| {what} | {} |", escaped(is)))?;
    writeln!(
        out,
        "\nA verdict is on words, and on this corpus: what is absent from it is not said to be false.\n"
    )?;
    for (number, case) in (1..).zip(checked.cases) {
        let place = escaped(&place(checked.draft.path, case.at));
        writeln!(out, "## {number}. {place}: {}\n", in_words(case.finding.verdict))?;
        writeln!(out, "> {}\n", quoted(case.finding))?;
        body(out, case.finding, basis)?;
        let digests: Vec<&str> = case.finding.places.iter().map(|p| p.digest.as_str()).collect();
        let is_given = case.finding.verdict != Verdict::TooShort;
        if let Some(first) = digests.first().filter(|_| is_given) {
            writeln!(out, "Digest of the text of the first: {}\n", escaped(first))?;
        }
    }
    Ok(())
}

/// The record as JSON.
pub fn json(checked: &Checked<'_>, basis: &Basis<'_>) -> Value {
    let tally = checked.tally.iter().map(|(verdict, n)| (verdict.name().to_owned(), json!(n)));
    let asked = basis.asked;
    json!({
        "version": VERSION,
        "program": program(),
        "date": instant(checked.time),
        "draft": {"path": checked.draft.path, "digest": checked.draft.digest},
        "index": index(basis.state),
        "rules": basis.rules,
        "asked": {
            "document": asked.document,
            "sources": asked.sources,
            "authors": asked.authors,
        },
        "summary": tally.collect::<serde_json::Map<_, _>>(),
        "findings": checked.cases.iter().map(|case| value(case, basis)).collect::<Vec<_>>(),
    })
}

fn program() -> String {
    format!("pincite {}", env!("CARGO_PKG_VERSION"))
}
