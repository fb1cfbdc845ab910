//! What is said beside a verdict, from a table: adding a case needs no Rust.
//!
//! `PINCITE_REWRITE=1` writes into it what comes, to be read as a diff.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use pincite::document::Document;
use pincite::read::{Source, text};
use pincite::store::Stored;
use pincite::text::Span;
use pincite::verify::align::Aligner;
use pincite::verify::caution::cautions;
use pincite::verify::{Quotation, Verdict};

#[test]
fn cautions_are_those_of_the_table() {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify/senses.txt");
    let written = fs::read_to_string(&table).expect("the table is there");
    let mut now = String::new();
    let mut document = None;
    for line in written.lines().filter(|line| !line.starts_with("= ")) {
        writeln!(now, "{line}").expect("a string takes all");
        let text = line.get(2..).unwrap_or("").replace('¶', "\n\n");
        if line.starts_with("@ ") {
            let source = Source::decode(text.as_bytes()).expect("a text");
            document = Some(text::read(&source).document);
        } else if let Some(document) = document.as_ref().filter(|_| line.starts_with("> ")) {
            for said in said(&text, document) {
                writeln!(now, "= {said}").expect("a string takes all");
            }
        }
    }
    if std::env::var_os("PINCITE_REWRITE").is_some() {
        fs::write(&table, now).expect("the table can be written");
    } else {
        assert_eq!(written, now);
    }
}

/// The cautions for a quotation that stands in the document.
fn said(quoted: &str, document: &Document) -> Vec<String> {
    let quotation = Quotation::read(quoted);
    let whole = Span::new(0, document.text.len());
    let genuine = Aligner::new(&quotation).genuine(document, whole);
    let best = genuine.into_iter().min_by_key(|found| (Verdict::of(found), found.edits.len()));
    let Some(best) = best else { return vec!["it does not stand there".to_owned()] };
    let (document, works) = (document.clone(), document.works.clone());
    let stored = Stored { document, works, passages: Vec::new(), names: Vec::new() };
    let found: Vec<String> =
        cautions(&quotation.text, &stored, &best).iter().map(ToString::to_string).collect();
    if found.is_empty() { vec!["none".to_owned()] } else { found }
}
