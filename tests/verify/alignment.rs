//! How quotations lie on sources, from a table: adding a case needs no Rust.
//!
//! `PINCITE_REWRITE=1` writes into it what comes, to be read as a diff.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use pincite::document::Document;
use pincite::read::{Source, text};
use pincite::text::Span;
use pincite::verify::align::Aligner;
use pincite::verify::edit::What;
use pincite::verify::{Alignment, Quotation, Verdict};

#[test]
fn quotations_lie_as_the_table_says() {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify/alignment.txt");
    let written = fs::read_to_string(&table).expect("the table is there");
    let mut now = String::new();
    let mut document = None;
    for line in written.lines().filter(|line| !line.starts_with("= ")) {
        writeln!(now, "{line}").expect("a string takes all");
        let text = line.get(2..).unwrap_or("").replace('↵', "\n").replace('¶', "\n\n");
        if line.starts_with("@ ") {
            let source = Source::decode(text.as_bytes()).expect("a text");
            document = Some(text::read(&source).document);
        } else if let Some(document) = document.as_ref().filter(|_| line.starts_with("> ")) {
            writeln!(now, "= {}", judged(&text, document)).expect("a string takes all");
        }
    }
    if std::env::var_os("PINCITE_REWRITE").is_some() {
        fs::write(&table, now).expect("the table can be written");
    } else {
        assert_eq!(written, now);
    }
}

fn judged(quoted: &str, document: &Document) -> String {
    let quotation = Quotation::read(quoted);
    let aligner = Aligner::new(&quotation);
    let whole = Span::new(0, document.text.len());
    let genuine = aligner.genuine(document, whole);
    let best = genuine.into_iter().min_by_key(|found| (Verdict::of(found), found.edits.len()));
    let best = best.or_else(|| Some(aligner.nearest(document, whole, 1)?.alignment));
    best.map_or_else(|| "nothing".to_owned(), |found| shown(&found, &quotation.text, document))
}

fn shown(alignment: &Alignment, quoted: &str, document: &Document) -> String {
    let edits = alignment.edits.iter().map(|edit| {
        let kind = match edit.what {
            What::Fold(fold) => format!("{fold:?}"),
            What::Declared(declared) => format!("{declared:?}!"),
            What::Difference(_) => "≠".to_owned(),
        };
        let (q, s) = (&quoted[edit.quoted.range()], &document.text[edit.source.range()]);
        format!("{kind}[{q}|{s}]").replace('\n', "↵")
    });
    let edits: Vec<String> = edits.collect();
    format!("{}: {}", Verdict::of(alignment).name(), edits.join(" ")).trim_end().to_owned()
}
