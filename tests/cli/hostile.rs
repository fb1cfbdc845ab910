//! Documents, records, names of files and queries that would act on a terminal or a spreadsheet.

use std::fs;

use super::{folder, shell};
use crate::scratch::Scratch;

/// Sets the title of a terminal, clears it, turns the writing round.
const ACT: &str = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\u{202e}\u{7f}\u{2066}";

fn hostile() -> Scratch {
    let folder = folder();
    let corpus = folder.path.join("corpus");
    let record = serde_json::json!({
        "id": format!("k{ACT}"), "title": format!("=HYPERLINK(\"x\"){ACT}"), "text": format!("Radar {ACT} here."),
        "authors": [format!("@Ann {ACT} Lee")], "source": format!("+Press{ACT}"), "section": format!("-S{ACT}"),
        "url": format!("https://x.org/{ACT}"), "number": format!("No. {ACT}"), "odd": format!("{ACT}"),
    });
    fs::write(corpus.join("r.jsonl"), format!("{record}\n{ACT}\n")).unwrap();
    fs::write(
        corpus.join(format!("radar{ACT}.txt")),
        format!("# Radar {ACT}\n\nRadar of {ACT} jets.\n"),
    )
    .unwrap();
    fs::write(corpus.join(format!("empty{ACT}.txt")), "").unwrap();
    folder
}

/// Whether a terminal would act on it. Line ends are those of text and of tables.
fn acts(c: char) -> bool {
    c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn nothing_acts_on_the_terminal() {
    let folder = hostile();
    let query = format!("'radar {ACT} a[ti]{ACT}'");
    fs::write(folder.path.join("q.tsv"), format!("q{ACT}\tradar {ACT}\n")).unwrap();
    let mut lines = vec![
        "pincite ingest corpus -v".to_owned(),
        "pincite ingest corpus --rebuild --json".to_owned(),
        "pincite ingest corpus --dry-run --rebuild".to_owned(),
        "pincite ingest corpus --dry-run --rebuild --json".to_owned(),
        "touch corpus/*; pincite search radar --fresh".to_owned(),
        format!("pincite search {query} --full --context 1"),
        format!("pincite search zeppelin{query}"),
        format!("pincite show {query}"),
        format!("pincite ingest {query}"),
        format!("pincite ingest --forget {query}"),
        format!("pincite status --index {query}"),
        "pincite status".to_owned(),
        "pincite status --json".to_owned(),
    ];
    lines.push(format!("pincite search {query} --format markdown --full"));
    lines.push("pincite search radar --facets --format markdown".to_owned());
    lines.push("pincite search radar --facets".to_owned());
    lines.push("pincite search radar --facets --json".to_owned());
    for format in ["text", "json", "jsonl", "csv", "trec"] {
        lines.push(format!("pincite kwic {query} --format {format}"));
        lines.push(format!("pincite kwic zeppelin{query} --format {format}"));
        lines.push(format!("pincite timeline {query} --format {format}"));
        lines.push(format!("pincite search {query} --format {format}"));
        lines.push(format!("pincite search --batch q.tsv --format {format}"));
        for what in ["documents", "sources", "programs", "entities"] {
            lines.push(format!("pincite list {what} --format {format}"));
        }
    }
    // What is verified stands in the hostile documents, and does not, or nearly.
    fs::write(
        folder.path.join("d.md"),
        format!("“Radar {ACT} here.” “Radar of {ACT} jets and {ACT}”\n"),
    )
    .unwrap();
    fs::write(
        folder.path.join("b.tsv"),
        format!("q{ACT}\tRadar of {ACT} big jets\nRadar {ACT} here\n"),
    )
    .unwrap();
    let typed = format!("'Radar of {ACT} fat {ACT} jets'");
    for format in ["text", "markdown", "json", "jsonl", "csv"] {
        lines.push(format!("pincite verify {typed} --format {format}"));
        lines.push(format!(
            "pincite verify {typed} --source {typed} --format {format} --color never"
        ));
        lines.push(format!("pincite verify --batch b.tsv --format {format}"));
        lines.push(format!("pincite check d.md --format {format} --author {typed}"));
    }
    lines.push(format!("pincite verify {typed} --document {typed}"));
    lines.push(format!("pincite check {typed}"));
    lines.push("pincite check d.md --report r.md; cat r.md".to_owned());
    lines.push("pincite check d.md --report r.json; cat r.json".to_owned());
    lines.push(format!("pincite check d.md --report {typed}/r.md"));
    lines.push(format!("cp d.md {typed}.md; pincite check {typed}.md"));
    let ids = shell(
        &folder.path,
        "pincite ingest corpus; pincite search radar --format csv | cut -d, -f3",
    );
    for id in String::from_utf8_lossy(&ids.stdout).lines().filter(|l| l.contains('.')) {
        lines.extend(["", " --json", " --document"].map(|o| format!("pincite show {id}{o}")));
    }
    assert!(lines.len() > 45, "the hostile documents were found");
    for line in lines {
        let output = shell(&folder.path, &line);
        for stream in [output.stdout, output.stderr] {
            let text = String::from_utf8(stream).expect("UTF-8");
            let found = text.replace("\r\n", "\n").chars().find(|c| acts(*c));
            assert_eq!(found, None, "{line:?} wrote {text:?}");
        }
    }
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    let folder = hostile();
    let verify = "verify '=HYPERLINK(\"x\") or so'";
    for line in ["search radar", "list documents", "list sources", "kwic radar", verify] {
        let output = shell(
            &folder.path,
            &format!("pincite ingest -q corpus 2>&-; pincite {line} --format csv"),
        );
        let table = String::from_utf8(output.stdout).unwrap();
        let cells: Vec<String> = cells(&table);
        assert!(cells.iter().any(|c| c.starts_with('\'')), "{line}: {table}");
        let formula = cells.iter().find(|c| c.trim_start().starts_with(['=', '+', '-', '@']));
        assert_eq!(formula, None, "{line}");
    }
}

/// The cells of a table, read as RFC 4180 has it.
fn cells(table: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = table.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' | '\n' if !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells
}
