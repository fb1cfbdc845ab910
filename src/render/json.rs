//! JSON answers, version 1; their schemas lie in `docs/schema/`.
//!
//! Fields that do not apply are `null`, never left out. `highlights` and `at` are half-open ranges
//! of Unicode code points from 0, `bytes` of file bytes, `lines` from 1 and inclusive. A new shape
//! needs a new version.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::place::shown_path;
use super::sanitize::acts;
use crate::document::{Date, Person, Work};
use crate::ingest::{LeftOut, Report};
use crate::query::expand::Expansion;
use crate::query::warning::Warning;
use crate::search::{
    Answer, Copy, Explanation, Hit, Listed, ListedName, Order, Reading, Shown, State, Status,
    Suggestion, Tally,
};
use crate::text::Span;

/// Version of the shapes.
pub const VERSION: u32 = 1;

/// What is needed beside an answer to render it.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The query as typed.
    pub query: &'a str,
    /// What the index says of itself.
    pub state: &'a State,
    /// The folder that places are shown relative to.
    pub base: &'a Path,
    /// How long the answer took, in milliseconds.
    pub took_ms: f64,
}

/// Writes a value as one line. What JSON itself lets through and a terminal would act on (C1
/// controls, changes of direction) is written as escapes.
///
/// # Errors
/// What writing gives.
pub fn line(out: &mut dyn Write, value: &Value) -> io::Result<()> {
    writeln!(out, "{}", text(value))
}

/// A value as text that acts on nothing.
pub(super) fn text(value: &Value) -> String {
    let mut line = String::new();
    for c in value.to_string().chars() {
        // Such characters stand only in strings, and all lie in the first plane.
        match c {
            c if acts(c) => line.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => line.push(c),
        }
    }
    line
}

/// A whole answer.
pub fn answer(answer: &Answer, context: &Context<'_>) -> Value {
    let mut counts = serde_json::Map::new();
    for holding in &answer.holding {
        counts.insert(holding.label.clone(), json!(holding.passages));
    }
    let by_date = answer.order != Order::Relevance;
    json!({
        "version": VERSION,
        "query": context.query,
        "index": index(context.state),
        "total": {"passages": answer.passages, "documents": answer.documents},
        "undated_left_out": answer.undated_left_out,
        "sort": order(answer.order),
        "undated_last": by_date.then(|| super::facet::count(answer.undated)),
        "expansions": expansions(&answer.expansions),
        "warnings": warnings(&answer.warnings, context.query),
        "suggestions": suggestions(&answer.suggestions),
        "counts": counts,
        "facets": answer.facets.as_ref().map(super::facet::value),
        "reading": answer.reading.as_ref().map(reading),
        "took_ms": tenths(context.took_ms),
        "hits": answer.hits.iter().map(|h| hit(h, context.base)).collect::<Vec<_>>(),
    })
}

pub(super) fn tenths(milliseconds: f64) -> f64 {
    (milliseconds * 10.0).round() / 10.0
}

pub(super) fn expansions(expansions: &[Expansion]) -> Vec<Value> {
    expansions.iter().map(|e| json!({"from": e.from, "to": e.to, "why": e.why})).collect()
}

pub(super) fn warnings(warnings: &[Warning], query: &str) -> Vec<Value> {
    let said = |w: &Warning| json!({"message": w.message, "at": code_points(query, w.at)});
    warnings.iter().map(said).collect()
}

pub(super) fn suggestions(suggestions: &[Suggestion]) -> Vec<Value> {
    suggestions.iter().map(|s| json!({"word": s.word, "try": s.instead})).collect()
}

pub(super) fn order(order: Order) -> &'static str {
    match order {
        Order::Relevance => "relevance",
        Order::Newest => "newest",
        Order::Oldest => "oldest",
    }
}

/// A hit.
pub fn hit(hit: &Hit, base: &Path) -> Value {
    let work = &hit.work;
    json!({
        "rank": (hit.rank > 0).then_some(hit.rank),
        "score": (hit.rank > 0).then(|| f64::from((hit.score * 10_000.0).round()) / 10_000.0),
        "id": hit.id(),
        "document": hit.document.to_string(),
        "key": hit.key,
        "kind": hit.kind.name(),
        "title": work.title,
        "authors": names(&work.authors),
        "source": work.shown_source(),
        "issued": issued(work.issued),
        "url": work.url,
        "language": work.language,
        "in": hit.within.as_ref().map(page),
        "section": hit.locator.section,
        "path": shown_path(&hit.path, base),
        "also_at": hit.also_at.iter().map(|p| shown_path(p, base)).collect::<Vec<_>>(),
        "copies": hit.copies.listed.iter().map(|c| copy(c, base)).collect::<Vec<_>>(),
        "copies_more": hit.copies.more,
        "lines": [hit.locator.lines.0, hit.locator.lines.1],
        "page": hit.locator.page,
        "paragraph": hit.locator.paragraph,
        "bytes": [hit.bytes.0, hit.bytes.1],
        "text": hit.text,
        "highlights": hit.highlights.iter().map(|s| code_points(&hit.text, *s)).collect::<Vec<_>>(),
        "programs": hit.programs,
        "entities": hit.entities,
        "missing": hit.missing,
        "citation": hit.citation,
        "explain": hit.explanation.as_ref().map(|e| explanation(e, hit.score)),
    })
}

/// The points of each thing looked for, which add up to the score.
fn explanation(explanation: &Explanation, score: f32) -> Value {
    let round = |points: f32| f64::from((points * 10_000.0).round()) / 10_000.0;
    let parts = explanation.parts.iter().map(|p| {
        json!({
            "word": p.label,
            "times": p.times,
            "times_in_document": p.times_in_document,
            "points": {
                "passage": round(p.passage),
                "document": round(p.document),
                "section": round(p.section),
                "title": round(p.title),
            },
        })
    });
    json!({
        "score": round(score),
        "standing": round(explanation.standing),
        "parts": parts.collect::<Vec<_>>(),
    })
}

/// How the query was read.
fn reading(reading: &Reading) -> Value {
    let looked_for = reading.looked_for.iter().map(|l| {
        let forms = l.forms.iter().map(|(form, why)| json!({"form": form, "why": why}));
        json!({
            "word": l.label,
            "forms": forms.collect::<Vec<_>>(),
            "passages": l.passages,
            "documents": l.documents,
        })
    });
    json!({
        "query": reading.query,
        "looked_for": looked_for.collect::<Vec<_>>(),
        "passed_over": reading.passed_over,
    })
}

/// A near-identical document that holds a hit's passage too.
fn copy(copy: &Copy, base: &Path) -> Value {
    json!({
        "id": copy.id(),
        "document": copy.document.to_string(),
        "path": shown_path(&copy.path, base),
        "source": copy.source,
        "issued": issued(copy.issued),
        "how": copy.how,
    })
}

/// A passage in its place.
pub fn shown(shown: &Shown, state: &State, base: &Path, whole: bool) -> Value {
    let extra: serde_json::Map<String, Value> = shown
        .extra
        .iter()
        .map(|(k, v)| (k.clone(), serde_json::from_str(v).unwrap_or_else(|_| json!(v))))
        .collect();
    json!({
        "version": VERSION,
        "index": index(state),
        "hit": hit(&shown.hit, base),
        "work": record(&shown.hit.work),
        "link": shown.pinpoint.link.as_ref().ok(),
        "target": shown.pinpoint.target,
        "before": shown.before,
        "after": shown.after,
        "document_text": whole.then_some(&shown.document),
        "extra": extra,
    })
}

/// Documents in a list.
pub fn documents(listed: &[Listed], state: &State, base: &Path) -> Value {
    let rows: Vec<Value> = listed
        .iter()
        .map(|l| {
            json!({
                "id": l.id.to_string(),
                "key": l.key,
                "title": l.work.title,
                "authors": names(&l.work.authors),
                "source": l.work.shown_source(),
                "issued": issued(l.work.issued),
                "url": l.work.url,
                "path": shown_path(&l.path, base),
                "passages": l.passages,
                "copies": l.copies,
                "copy_of": l.copy_of.map(|id| id.to_string()),
                "missing": l.missing.as_ref().map(|m| m.iter().map(|f| f.name()).collect::<Vec<_>>()),
            })
        })
        .collect();
    json!({"version": VERSION, "index": index(state), "documents": rows})
}

/// Sources, programs or entities in a list called `what`.
pub fn name_list(what: &str, listed: &[ListedName], state: &State) -> Value {
    let rows: Vec<Value> = listed
        .iter()
        .map(|l| {
            let mut row = tally(&l.tally);
            if what != "sources" {
                row["kind"] = json!(l.kind);
                row["aliases"] = json!(l.aliases);
            }
            row
        })
        .collect();
    json!({"version": VERSION, "index": index(state), what: rows})
}

/// What came of an ingest.
pub fn report(report: &Report, base: &Path) -> Value {
    let lines = |about: &[LeftOut]| -> Vec<Value> {
        let line = |l: &LeftOut| json!({"path": shown_path(&l.path, base), "line": l.line, "why": l.reason});
        about.iter().map(line).collect()
    };
    json!({
        "version": VERSION,
        "documents": report.documents,
        "passages": report.passages,
        "added": report.added,
        "removed": report.removed,
        "files_read": report.files_read,
        "files_unchanged": report.files_unchanged,
        "derived_again": report.derived_again,
        "left_out": lines(&report.left_out),
        "unmatched": lines(&report.unmatched),
    })
}

/// What the index holds.
pub fn status(status: &Status, base: &Path) -> Value {
    let kinds: serde_json::Map<String, Value> =
        status.kinds.iter().map(|(k, n)| (k.name().to_owned(), json!(n))).collect();
    let manifest = &status.manifest;
    let left_out: Vec<Value> = manifest
        .files
        .iter()
        .flat_map(|f| f.left_out.iter().map(move |(line, why)| (&f.path, line, why)))
        .map(|(path, line, why)| json!({"path": shown_path(path, base), "line": line, "why": why}))
        .collect();
    json!({
        "version": VERSION,
        "index": index(&status.state),
        "program": env!("CARGO_PKG_VERSION"),
        "made_by": status.state.program,
        "format": status.state.format,
        "analysis": status.state.analysis,
        "segments": status.segments,
        "stored_bytes": status.stored_bytes,
        "roots": manifest.roots.iter().map(|r| shown_path(&r.path, base)).collect::<Vec<_>>(),
        "files": manifest.files.len(),
        "kinds": kinds,
        "copies": {"groups": status.copies.0, "documents": status.copies.1},
        "sources": status.sources.iter().map(tally).collect::<Vec<_>>(),
        "left_out": left_out,
        "unsound": status.unsound,
    })
}

pub(super) fn index(state: &State) -> Value {
    json!({
        "documents": state.documents,
        "passages": state.passages,
        "digest": state.digest,
        "ingested": super::time::instant(state.ingested),
    })
}

fn tally(tally: &Tally) -> Value {
    json!({
        "name": tally.value,
        "passages": tally.passages,
        "documents": tally.documents,
        "first": tally.dates.map(|d| super::time::day(d.0)),
        "last": tally.dates.map(|d| super::time::day(d.1)),
    })
}

/// The work that another one is printed in.
pub(super) fn page(work: &Work) -> Value {
    json!({
        "title": work.title,
        "authors": names(&work.authors),
        "source": work.shown_source(),
        "issued": issued(work.issued),
        "url": work.url,
    })
}

/// The whole record, each field with who said it.
fn record(work: &Work) -> Value {
    let people = |people: &[Person]| -> Vec<Value> {
        people.iter().map(|p| json!({"name": p.name, "family": p.family, "post": p.post})).collect()
    };
    let provenance: serde_json::Map<String, Value> = work
        .provenance
        .iter()
        .filter_map(|(field, from)| {
            let field = serde_json::to_value(field).ok()?;
            Some((field.as_str()?.to_owned(), json!(from)))
        })
        .collect();
    json!({
        "type": work.kind,
        "title": work.title,
        "authors": people(&work.authors),
        "issued": issued(work.issued),
        "source": work.source,
        "url": work.url,
        "number": work.number,
        "container": work.container,
        "volume": work.volume,
        "issue": work.issue,
        "pages": work.pages,
        "edition": work.edition,
        "place": work.place,
        "editors": people(&work.editors),
        "doi": work.doi,
        "isbn": work.isbn,
        "language": work.language,
        "rights": work.rights,
        "archived_url": work.archived_url,
        "retrieved": issued(work.retrieved),
        "summary": work.summary,
        "source_note": work.source_note,
        "provenance": provenance,
    })
}

pub(super) fn names(people: &[Person]) -> Vec<&str> {
    people.iter().map(|p| p.name.as_str()).collect()
}

pub(super) fn issued(date: Option<Date>) -> Option<String> {
    date.map(|d| d.to_string())
}

/// A range of bytes as a range of code points.
fn code_points(text: &str, span: Span) -> [usize; 2] {
    let at = |byte: u32| text.get(..byte as usize).map_or(0, |t| t.chars().count());
    [at(span.start), at(span.end)]
}
