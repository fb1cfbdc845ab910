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
        "container": format!("C{ACT}"), "volume": format!("1{ACT}"), "pages": format!("2{ACT}"),
        "edition": format!("3{ACT}"), "place": format!("P{ACT}"), "editors": [format!("Ed {ACT} Roe")],
        "doi": format!("10.1000/{ACT}"), "isbn": format!("97{ACT}"), "archived_url": format!("javascript:{ACT}"),
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

/// The forms that people read; programs that read the others are given a text as it is.
const FORMS: &[&str] = &["text", "markdown", "html", "json", "link"];

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
        for format in FORMS {
            lines.push(format!("pincite cite {id} --format {format}"));
            lines.push(format!("pincite cite {id} --format {format} --quote {query}"));
        }
        lines.push(format!("pincite cite {id} --style apa --bibliography"));
        lines.push(format!("pincite show {id} --format link"));
    }
    for format in FORMS {
        lines.push(format!("pincite search radar --format {format}"));
    }
    lines.push(format!("pincite cite {query}"));
    lines.push(format!("pincite cite --style {query} k3v9"));
    lines.push(format!("pincite cite --style ./{query}.csl k3v9"));
    lines.push(format!("pincite search {query} --report"));
    lines.push(format!("pincite search {query} --report --json"));
    lines.push("pincite search radar --report".to_owned());
    lines.push("pincite list documents --missing title,date".to_owned());
    lines.push(format!("pincite list documents --missing {query}"));
    lines.push("pincite ingest corpus --write-catalog; cat corpus/catalog.toml".to_owned());
    lines.push("pincite ingest corpus --rebuild -v".to_owned());
    lines.push(format!("pincite ingest {query} --write-catalog"));
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

/// Makes the citation processor fail on two works that begin with the same author.
const FAILS: &str = r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
<info><title>F</title><id>f</id><updated>2024-01-01T00:00:00+00:00</updated></info>
<citation et-al-min="1" et-al-use-first="0" disambiguate-add-names="true"
 disambiguate-add-givenname="true" givenname-disambiguation-rule="by-cite">
<layout><names variable="author"><et-al/></names></layout></citation></style>"#;

#[test]
fn a_style_that_fails_is_an_error() {
    let folder = folder();
    let corpus = folder.path.join("corpus");
    fs::write(folder.path.join("f.csl"), FAILS).unwrap();
    let one = r#"{"title": "One", "text": "Radar one.", "authors": ["Ann Roe"]}"#;
    let two = r#"{"title": "Two", "text": "Radar two.", "authors": ["Ann Roe", "Bob Poe"]}"#;
    fs::write(corpus.join("r.jsonl"), format!("{one}\n{two}\n")).unwrap();
    let line = "pincite ingest -q corpus; pincite search 'radar' --format csv | cut -d, -f3";
    let ids = String::from_utf8(shell(&folder.path, line).stdout).unwrap();
    let ids: Vec<&str> = ids.lines().filter(|id| id.contains('.')).collect();
    assert!(ids.len() >= 2, "{ids:?}");
    let line = format!("pincite cite --style ./f.csl {}", ids.join(" "));
    let output = shell(&folder.path, &line);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.starts_with("pincite: the style ./f.csl: the style asks for something"), "{said}");
    assert_eq!((said.lines().count(), output.stdout.len()), (1, 0), "{said}");
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
