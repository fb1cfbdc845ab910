//! Records whose texts try to be more than texts.

use std::sync::LazyLock;

use biblatex::Person as Read;
use pincite::cite::bibtex::Dialect;
use pincite::cite::{Exchange, Record};
use pincite::document::Person;
use proptest::prelude::*;
use serde_json::Value;

use super::exchange::{field, one_line, read, records};

/// What has a meaning in one of the forms, beside plain words.
const PIECES: &[&str] = &[
    "{",
    "}",
    "\\",
    "$",
    "%",
    "&",
    "#",
    "_",
    "~",
    "^",
    "@",
    "\"",
    "'",
    "`",
    "-",
    "--",
    ",",
    ";",
    "=",
    ":",
    "<",
    ">",
    "|",
    "/",
    "*",
    "(",
    "]",
    " ",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{1b}[31m",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\nER  - \n",
    "\nTY  - BOOK\n",
    "},\n@book{x, title = {",
    "\\end{document}",
    "\\input{/etc/passwd}",
    "\"}, {\"id\": \"x",
    "<i>",
    "</script>",
    " and ",
    " AND ",
    "others",
    "\\{",
    "\\}",
    "''",
    "??",
    "Pub. L. 116–92",
    "GAO-23-105544",
    "O’Brien",
    "中国",
    "é",
    "e\u{301}",
    "ß",
    "INDUS-X",
    "a",
    "India",
    "…",
    "“",
    "”",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 1..12).prop_map(|pieces| pieces.concat())
}

/// A text with something in it that is printed.
fn said() -> impl Strategy<Value = String> {
    text().prop_filter("a text", |text| text.contains(char::is_alphanumeric))
}

fn record(title: &str, author: &str, source: &str, quotation: &str) -> Record {
    static SEED: LazyLock<Record> = LazyLock::new(|| {
        records().into_iter().find(|record| record.key == "seed-usip").expect("it is in the table")
    });
    let mut record = SEED.clone();
    let name = |name: &str| Person { name: one_line(name), post: None, family: None };
    record.work.title = Some(title.to_owned());
    record.work.authors = vec![name(author), name("Jane Roe")];
    record.work.source = Some(source.to_owned());
    record.work.kind = Some("book".to_owned());
    record.places[0].quotation = Some(quotation.to_owned());
    record
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn law_c1_hostile_texts_stay_texts(
        title in said(), author in said(), source in said(), quotation in text()
    ) {
        let record = record(&title, &author, &source, &quotation);
        let own = std::slice::from_ref(&record);
        for dialect in [Dialect::Bibtex, Dialect::Biblatex] {
            let written = pincite::cite::bibtex::list(own, dialect);
            let depth = written.chars().fold(0_i64, |depth, c| match c {
                '{' => depth + 1,
                '}' => depth - 1,
                _ => depth,
            });
            prop_assert_eq!(depth, 0, "braces count without regard to backslashes");
            let read = read(own, dialect);
            let entry = read.get(&record.key).expect("the key is kept");
            prop_assert_eq!(field(entry, "title"), Some(one_line(&title)));
            prop_assert_eq!(field(entry, "publisher"), Some(one_line(&source)));
            let notes = if dialect == Dialect::Bibtex { "annote" } else { "annotation" };
            prop_assert_eq!(field(entry, notes), Some(record.notes().join(" ")));
            let authors: Vec<Read> = entry.author().expect("names are read");
            prop_assert_eq!(authors.len(), 2, "{}", written);
            prop_assert_eq!(&authors[1].name, "Roe");
        }
        let ris = Exchange::Ris.write(own);
        let lines: Vec<&str> = ris.split("\r\n").collect();
        let (end, lines) = (&lines[lines.len() - 3..], &lines[..lines.len() - 3]);
        prop_assert_eq!(end, ["ER  - ", "", ""]);
        for line in lines {
            let (tag, value) = line.split_once("  - ").expect("a line has a tag");
            prop_assert!(tag.len() == 2 && tag != "ER");
            prop_assert!(!value.contains(char::is_control) && value.lines().count() == 1);
        }
        prop_assert_eq!(lines.iter().filter(|line| line.starts_with("TY")).count(), 1);
        let title_line = format!("TI  - {}", one_line(&title));
        prop_assert!(lines.contains(&&*title_line));

        let json = Exchange::CslJson.write(own);
        let items: Value = serde_json::from_str(&json).expect("it is JSON");
        prop_assert_eq!(items.as_array().map(Vec::len), Some(1));
        prop_assert_eq!(&items[0]["title"], &title);
        let note = items[0]["note"].as_str().unwrap_or_default();
        prop_assert_eq!(note.lines().count(), record.notes().len());
    }
}

#[test]
fn a_particle_is_no_word_between_names() {
    let mut record = record("A", "Jan and and Berg", "B", "C");
    record.work.authors[0].family = Some("and and Berg".to_owned());
    for dialect in [Dialect::Bibtex, Dialect::Biblatex] {
        let read = read(std::slice::from_ref(&record), dialect);
        let authors: Vec<Read> = read.get("seed-usip").unwrap().author().unwrap();
        assert_eq!(authors.len(), 2, "{authors:?}");
    }
}

#[test]
fn long_texts_take_linear_time() {
    let began = std::time::Instant::now();
    for piece in ["{", "}", "\\", "A ", "-"] {
        let long = piece.repeat(50_000);
        let record = record(&format!("a{long}"), "Jane Roe", &format!("b{long}"), &long);
        for form in [Exchange::Bibtex, Exchange::Biblatex, Exchange::Ris, Exchange::CslJson] {
            assert!(form.write(std::slice::from_ref(&record)).len() > 100_000);
        }
    }
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
}
