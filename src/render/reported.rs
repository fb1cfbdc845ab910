//! The report of a search as JSON: `docs/schema/search-report.json`.

use serde_json::{Value, json};

use super::facet::{count, one, value as facets};
use super::json::{VERSION, expansions, index, issued, names, order, page, suggestions, warnings};
use super::report::{Occasion, program};
use super::strategy::command;
use super::time::instant;
use crate::document::DocumentId;
use crate::search::{
    Corpus, Count, CountedForm, FoundWork, Line, SearchReport, SearchRequest, State, Step,
};

/// The whole report.
pub fn value(report: &SearchReport, occasion: &Occasion<'_>) -> Value {
    let SearchReport { request, answer, strategy, .. } = report;
    let reading = answer.reading.as_ref();
    json!({
        "version": VERSION,
        "program": program(),
        "date": instant(occasion.time),
        "id": occasion.id,
        "query": request.query,
        "read": reading.map(|r| &r.query),
        "passed_over": reading.map_or(&[][..], |r| &r.passed_over),
        "command": command(request),
        "index": index(occasion.state),
        "corpus": corpus(&report.corpus, occasion.state),
        "lines": (1..).zip(&strategy.lines).map(|(n, l)| line(n, l)).collect::<Vec<Value>>(),
        "whole": strategy.whole,
        "limits": limits(request),
        "expansions": expansions(&answer.expansions),
        "warnings": warnings(&answer.warnings, &request.query),
        "suggestions": suggestions(&answer.suggestions),
        "documents_with_all": answer.documents_with_all,
        "unlimited": count(strategy.unlimited()),
        "total": count(Count { passages: answer.passages, documents: answer.documents }),
        "undated_left_out": answer.undated_left_out,
        "folded": report.folded.map(count),
        "spread": answer.facets.as_ref().map(facets),
        "works": report.works.iter().map(work).collect::<Vec<_>>(),
        "is_cut": report.is_cut,
    })
}

fn line(number: usize, line: &Line) -> Value {
    let (kind, label) = match &line.step {
        Step::Term { label, .. } => ("term", Some(label)),
        Step::Near { label, .. } => ("near", Some(label)),
        Step::Together { .. } => ("together", None),
        Step::Restriction { .. } => ("restriction", None),
        Step::Everything => ("everything", None),
        Step::Limit { label, .. } => ("limit", Some(label)),
    };
    let (all, any, none) = match &line.step {
        Step::Together { all, any, none } => (all.clone(), any.clone(), none.clone()),
        Step::Near { sides, .. } => (sides.clone(), Vec::new(), Vec::new()),
        Step::Limit { .. } => (vec![number.saturating_sub(1)], Vec::new(), Vec::new()),
        _ => Default::default(),
    };
    let read = match &line.step {
        Step::Restriction { read } | Step::Limit { read, .. } => Some(read),
        _ => None,
    };
    let forms = match &line.step {
        Step::Term { forms, .. } => forms.iter().map(form).collect(),
        _ => Vec::new(),
    };
    json!({
        "line": number,
        "what": kind,
        "label": label,
        "read": read,
        "forms": forms,
        "all": all,
        "any": any,
        "none": none,
        "passages": line.count.passages,
        "documents": line.count.documents,
    })
}

fn form(form: &CountedForm) -> Value {
    json!({"form": form.form, "why": form.why, "of": form.of, "words": form.words})
}

fn limits(request: &SearchRequest) -> Value {
    let restrictions = request.restrictions.iter();
    let restrictions: Vec<Value> = restrictions
        .map(|(field, values)| json!({"field": field.name(), "values": values}))
        .collect();
    json!({
        "restrictions": restrictions,
        "after": issued(request.after),
        "before": issued(request.before),
        "literal": request.literal,
        "plain": request.plain,
        "copies": request.copies,
        "sort": order(request.order),
        "works": (request.limit < usize::MAX).then_some(request.limit),
    })
}

fn corpus(corpus: &Corpus, state: &State) -> Value {
    let root = |(name, exclude): &(String, Vec<String>)| json!({"name": name, "exclude": exclude});
    json!({
        "roots": corpus.roots.iter().map(root).collect::<Vec<_>>(),
        "files": corpus.files,
        "left_out": corpus.left_out,
        "unseen": corpus.unseen,
        "made_by": state.program,
        "format": state.format,
        "analysis": state.analysis,
        "names": corpus.names,
        "source": one(&corpus.spread.source),
        "year": one(&corpus.spread.year),
        "kind": one(&corpus.spread.kind),
    })
}

fn work(found: &FoundWork) -> Value {
    let work = &found.reference.work;
    let copy = |(id, passages): &(DocumentId, u64)| json!({"document": id.to_string(), "passages": passages});
    json!({
        "document": found.reference.id,
        "key": found.key,
        "file": found.file,
        "title": work.title,
        "authors": names(&work.authors),
        "source": work.shown_source(),
        "issued": issued(work.issued),
        "url": work.url,
        "in": found.reference.within.as_ref().map(page),
        "citation": found.citation,
        "digest": found.reference.digest.to_string(),
        "passages": found.passages,
        "copies": found.copies.iter().map(copy).collect::<Vec<_>>(),
    })
}
