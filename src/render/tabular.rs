//! Tables: CSV (RFC 4180, UTF-8, with a line of headings) and TREC runs.
//!
//! A TREC run has a line for each hit: query id, `Q0`, document (its key, else its id), rank from
//! 1, score, `pincite`; separated by one space.

use std::io::{self, Write};
use std::path::Path;

use super::place::shown_path;
use super::sanitize::{csv_cell, visible};
use crate::search::Hit;

const HEADINGS: &str = "rank,score,id,key,kind,title,authors,source,issued,url,section,path,\
first_line,last_line,page,paragraph,text,programs,entities,citation";

/// The line of headings of a CSV table of hits; with the id of the query first, where there are
/// several queries.
///
/// # Errors
/// What writing gives.
pub fn csv_head(out: &mut dyn Write, queries: bool) -> io::Result<()> {
    write!(out, "{}{HEADINGS}\r\n", if queries { "query," } else { "" })
}

/// A hit as a line of CSV, after the id of its query, where there are several.
///
/// # Errors
/// What writing gives.
pub fn csv(out: &mut dyn Write, query: Option<&str>, hit: &Hit, base: &Path) -> io::Result<()> {
    let authors: Vec<&str> = hit.work.authors.iter().map(|a| a.name.as_str()).collect();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let cells = [
        hit.rank.to_string(),
        format!("{:.4}", hit.score),
        hit.id(),
        text(&hit.key),
        hit.kind.name().to_owned(),
        text(&hit.work.title),
        authors.join("; "),
        text(&hit.work.shown_source()),
        hit.work.issued.map(|d| d.to_string()).unwrap_or_default(),
        text(&hit.work.url),
        hit.locator.section.join(" › "),
        shown_path(&hit.path, base),
        hit.locator.lines.0.to_string(),
        hit.locator.lines.1.to_string(),
        text(&hit.locator.page),
        hit.locator.paragraphs().unwrap_or_default(),
        hit.text.clone(),
        hit.programs.join("; "),
        hit.entities.join("; "),
        hit.citation.clone(),
    ];
    if let Some(query) = query {
        write!(out, "{},", csv_cell(query))?;
    }
    csv_row(out, &cells)
}

/// Any row of CSV.
///
/// # Errors
/// What writing gives.
pub fn csv_row(out: &mut dyn Write, cells: &[String]) -> io::Result<()> {
    let cells: Vec<String> = cells.iter().map(|c| csv_cell(c)).collect();
    write!(out, "{}\r\n", cells.join(","))
}

/// The lines of a TREC run for one query.
///
/// # Errors
/// What writing gives.
pub fn trec(out: &mut dyn Write, query: &str, documents: &[(String, f32)]) -> io::Result<()> {
    // White space would make two columns of one name.
    let name = |text: &str| -> String {
        visible(text, false).chars().map(|c| if c.is_whitespace() { '_' } else { c }).collect()
    };
    let query = name(query);
    for (i, (document, score)) in documents.iter().enumerate() {
        writeln!(out, "{query} Q0 {} {} {score} pincite", name(document), i + 1)?;
    }
    Ok(())
}
