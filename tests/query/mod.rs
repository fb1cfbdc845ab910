//! Tables of queries. A case is a line `? query`, then what it is read as (`= tree`, in
//! `reads/*.txt`) or what the index is asked (`= plan`, in `plans/*.txt`), then a line
//! `! what it points at | message` for each warning and `~ from -> to (why)` for each expansion.
//! In `meets/*.txt` the answer is `= numbers`: of the documents that the table itself gives (`| text`),
//! those that hold all that was asked, best first; `> word: other words` is a suggestion.
//! Lines that begin with `#` and empty lines are for the reader.
//!
//! With `PINCITE_REWRITE=1` the tables are written anew from what the program says; read the diff.

pub mod show;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use pincite::collection::Collection;
use pincite::query::{ExpandOptions, Warning, expand, parse, parse_plain};

use crate::scratch::{Scratch, search};
use show::{Names, Words, outline, plan};

/// Compares every case of the tables in `folder` with what `answer` gives for its query.
fn check(folder: &str, answer: impl Fn(&str, &str) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/query").join(folder);
    let mut tables: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    tables.sort();
    assert!(!tables.is_empty());
    let rewrite = std::env::var_os("PINCITE_REWRITE").is_some();
    let mut wrong = String::new();
    for table in tables {
        let written = fs::read_to_string(&table).unwrap();
        let name = table.file_stem().unwrap().to_string_lossy().into_owned();
        let (mut now, mut cases) = (String::new(), 0);
        let mut lines = written.lines().peekable();
        while let Some(line) = lines.next() {
            let Some(query) = line.strip_prefix("?") else {
                writeln!(now, "{line}").unwrap();
                continue;
            };
            let query = query.strip_prefix(' ').unwrap_or(query);
            let mut expected = String::new();
            while let Some(line) = lines.next_if(|l| l.starts_with(['=', '!', '~', '>'])) {
                writeln!(expected, "{line}").unwrap();
            }
            let found = answer(&name, query);
            if found != expected {
                writeln!(wrong, "{name}: {query}\nexpected\n{expected}found\n{found}").unwrap();
            }
            write!(now, "{line}\n{found}").unwrap();
            cases += 1;
        }
        assert!(cases > 0, "{name} holds no case");
        if rewrite {
            fs::write(&table, now).unwrap();
        }
    }
    assert!(rewrite || wrong.is_empty(), "{wrong}");
}

fn warnings(query: &str, warnings: &[Warning]) -> String {
    warnings.iter().fold(String::new(), |mut out, warning| {
        let at = warning.at.slice(query).expect("a warning points into the query");
        writeln!(out, "! {at} | {}", warning.message).unwrap();
        out
    })
}

#[test]
fn queries_read_as_the_tables_say() {
    check("reads", |table, text| {
        let (query, found) = if table == "plain" { parse_plain(text) } else { parse(text) };
        let tree = outline(&query);
        if table != "plain" {
            let again = parse(&query.to_string()).0;
            assert_eq!(outline(&again), tree, "{text} is printed as {query}");
        }
        format!("= {tree}\n{}", warnings(text, &found))
    });
}

#[test]
fn what_means_the_same_meets_as_the_tables_say() {
    let mut corpora: HashMap<String, (Scratch, Collection)> = HashMap::new();
    for table in ["names", "spellings", "suggestions"] {
        let file = format!("tests/query/meets/{table}.txt");
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        let scratch = Scratch::new();
        for (i, passage) in text.lines().filter_map(|l| l.strip_prefix("| ")).enumerate() {
            scratch.write(&format!("{}.txt", i + 1), passage);
        }
        scratch.ingest();
        let collection = scratch.open();
        corpora.insert(table.to_owned(), (scratch, collection));
    }
    check("meets", |table, text| {
        let answer = search(&corpora[table].1, text);
        let whole = answer.hits.iter().filter(|hit| hit.missing.is_empty());
        let numbers = whole.map(|hit| hit.path.file_stem().unwrap().to_string_lossy().into_owned());
        let mut out = format!("= {}\n", numbers.collect::<Vec<_>>().join(" "));
        for e in &answer.expansions {
            writeln!(out, "~ {} -> {} ({})", e.from, e.to.join(", "), e.why).unwrap();
        }
        for s in &answer.suggestions {
            writeln!(out, "> {}: {}", s.word, s.instead.join(", ")).unwrap();
        }
        out + &warnings(text, &answer.warnings)
    });
}

#[test]
fn plans_are_as_the_tables_say() {
    check("plans", |table, text| {
        let (query, _) = parse(text);
        let options = ExpandOptions { literal: table == "literal" };
        let expanded = expand(&query, &Names, &Words, &options);
        let mut out = format!("= {}\n", plan(&expanded.plan));
        for e in &expanded.expansions {
            writeln!(out, "~ {} -> {} ({})", e.from, e.to.join(", "), e.why).unwrap();
        }
        out + &warnings(text, &expanded.warnings)
    });
}
