//! Hostile catalogs and gazetteers: an error that names the line, and the index stays what it was.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pincite::ingest::{IngestError, IngestRequest};
use pincite::names::Gazetteer;
use pincite::read::catalog::Catalog;

use crate::random::Random;
use crate::scratch::{Scratch, request};

/// What is wrong, and what the message says.
const CATALOGS: [(&str, &str); 10] = [
    ("[\"a.txt\"]\ntitel = \"x\"\n", "line 2"),
    ("[\"a.txt\"]\ntitle = 4\n", "line 2"),
    ("[\"a.txt\"]\n[\"a.txt\"]\n", "line 2"),
    ("[\"a.txt\"\ntitle = \"x\"\n", "line 1"),
    ("title = \"x\"\n", "line 1"),
    ("[\"a.txt\"]\nissued = \"yesterday\"\n", "line 2"),
    ("[\"a.txt\"]\nissued = 2023-02-31\n", "line 2"),
    ("[\"{a,b\"]\ntitle = \"x\"\n", "line 1"),
    ("[\"a.txt\"]\nskip = \"yes\"\n", "line 2"),
    ("[\"a.txt\"]\nauthors = [1, 2]\n", "line 2"),
];

const GAZETTEERS: [(&str, &str); 6] = [
    ("[[entry]]\nname = \"X\"\n", "line 1"),
    ("[[entry]]\nname = \"X\"\nkind = \"gadget\"\n", "line 3"),
    ("[[entry]]\nname = \"X\"\nkind = \"program\"\nalias = [\"Y\"]\n", "line 4"),
    ("[entry]\nname = \"X\"\n", "line 1"),
    ("[[entry]]\nname = \"X\"\nkind = \"program\"\naliases = \"Y\"\n", "line 4"),
    ("entry = ", "line 1"),
];

#[test]
fn a_wrong_catalog_names_its_line_and_changes_nothing() {
    wrong("catalog.toml", &CATALOGS);
}

#[test]
fn a_wrong_gazetteer_names_its_line_and_changes_nothing() {
    wrong("gazetteer.toml", &GAZETTEERS);
}

fn wrong(name: &str, cases: &[(&str, &str)]) {
    let scratch = Scratch::with(&[("a.txt", "Radar.\n")]);
    scratch.ingest();
    let before = scratch.search("radar");
    scratch.write("b.txt", "Radar too.\n");
    for (text, line) in cases {
        fs::write(scratch.file(name), text).unwrap();
        let add = IngestRequest { add: vec![scratch.corpus()], ..request() };
        let Err(IngestError::About { path, what }) = scratch.try_ingest(&add) else {
            panic!("taken for good: {text}");
        };
        assert_eq!(path, scratch.file(name));
        assert!(what.starts_with(line) && !what.contains('\n'), "{text}\n{what}");
        assert_eq!(scratch.search("radar"), before, "{text}");
    }
}

#[test]
fn no_text_makes_them_panic() {
    let pieces = [
        "[",
        "]",
        "[[entry]]\n",
        "[\"a*\"]\n",
        "name = ",
        "kind = ",
        "\"program\"\n",
        "\"\"\"",
        "'",
        "title = ",
        "1979-05-27",
        "0x",
        "{",
        "}",
        "=",
        ",",
        "\n",
        "#",
        "\u{0}",
        "é",
        "aliases = [",
        "guarded = [{ alias = ",
        "\"**/{a,b\"",
        "skip = true\n",
        "country = [\"IN\"]\n",
        "since = 99999999999999999999\n",
        "\\u{110000}",
    ];
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..600 {
        let mut text = String::new();
        for _ in 0..12 {
            text += pieces[random.below(pieces.len())];
        }
        let read = catch_unwind(AssertUnwindSafe(|| {
            let _ = Catalog::parse(&text).map(|catalog| catalog.record("a.txt"));
            let _ = Gazetteer::with_corpus(&text);
        }));
        assert!(read.is_ok(), "{text:?}");
    }
    for deep in
        ["[".repeat(50_000), format!("a = {}", "{ b = ".repeat(50_000)), "a.".repeat(50_000)]
    {
        assert!(Catalog::parse(&deep).is_err());
        assert!(Gazetteer::with_corpus(&deep).is_err());
    }
}
