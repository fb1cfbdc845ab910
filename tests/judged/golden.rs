//! What is found for queries whose answers are known.
//!
//! `golden*.txt` hold the queries and the passages wanted; the `floor*.txt` beside them hold what was
//! reached. Falling below it fails. `PINCITE_REWRITE=1` writes what is reached now into them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use pincite::collection::Collection;
use pincite::ingest::IngestRequest;

#[path = "../../examples/golden.rs"]
#[expect(dead_code, reason = "the example's main is not called here")]
mod measure;

use measure::{Page, Query, Reached, Wanted, found, missed, queries, ranks};

/// A golden list, the documents it is about, and what was reached.
struct List {
    golden: &'static str,
    documents: &'static str,
    floor: &'static str,
    page: Page,
    least_queries: usize,
}

/// Everything: how many passages of one document stand on a page is another matter.
const WHOLE: Page = Page { limit: 100_000, per_document: 100_000 };

/// As people see it.
const FIRST: Page = Page { limit: 10, per_document: 3 };

const SEEDS: List = List {
    golden: include_str!("golden.txt"),
    documents: "seeds",
    floor: "tests/judged/floor.txt",
    page: WHOLE,
    least_queries: 25,
};

const FRUS: List = List {
    golden: include_str!("golden-frus.txt"),
    documents: "tests/judged/corpus/frus",
    floor: "tests/judged/floor-frus.txt",
    page: FIRST,
    least_queries: 55,
};

const UNGDC: List = List {
    golden: include_str!("golden-ungdc.txt"),
    documents: "tests/judged/corpus/ungdc",
    floor: "tests/judged/floor-ungdc.txt",
    page: FIRST,
    least_queries: 55,
};

#[test]
fn the_seeds_answer_what_is_asked_of_them() {
    hold(&SEEDS);
}

#[test]
fn diplomatic_documents_answer_what_is_asked_of_them() {
    hold(&FRUS);
}

#[test]
fn speeches_answer_what_is_asked_of_them() {
    hold(&UNGDC);
}

/// Holds a list to its floor.
fn hold(list: &List) {
    let collection = ingested(list.documents);
    let everything = all(&collection);
    let (mut reached, mut misses) = (Reached::default(), Vec::new());
    let queries = queries(list.golden);
    for query in &queries {
        for wanted in &query.wanted {
            let holding = everything.iter().filter(|h| wanted.is(&h.path, &h.text)).count();
            assert_eq!(holding, 1, "passages with “{}”", wanted.words);
        }
        let hits = found(&collection, query.text, list.page).unwrap();
        let ranks = ranks(query, &hits);
        reached.add(&ranks);
        misses.extend(missed(query, &ranks, &hits));
    }
    let figures = reached.figures();
    let shown: String =
        figures.iter().map(|(name, value)| format!("{name} {value:.3}\n")).collect();
    println!("{}\n{} queries of {}\n{shown}", misses.join("\n"), queries.len(), list.documents);
    if std::env::var_os("PINCITE_REWRITE").is_some() {
        fs::write(list.floor, shown).unwrap();
        return;
    }
    let floor = fs::read_to_string(list.floor).unwrap();
    let floor: Vec<(&str, f64)> = floor
        .lines()
        .map(|line| line.split_once(' ').unwrap())
        .map(|(name, value)| (name, value.parse().unwrap()))
        .collect();
    assert_eq!(floor.len(), figures.len(), "{}", list.floor);
    for ((name, least), (measured, value)) in floor.into_iter().zip(figures) {
        assert_eq!(name, measured, "{}", list.floor);
        assert!(
            value >= least,
            "{}: {name} fell from {least} to {value}:\n{}",
            list.documents,
            misses.join("\n")
        );
    }
}

/// A folder of documents, ingested into a folder of this list's own.
fn ingested(documents: &str) -> Collection {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden").join(documents);
    let _ = fs::remove_dir_all(&folder);
    let documents = Path::new(documents).canonicalize().unwrap();
    let request = IngestRequest { add: vec![documents], ..IngestRequest::default() };
    Collection::ingest(&folder, &request, &|_| {}).unwrap();
    Collection::open(&folder).unwrap()
}

/// All passages.
fn all(collection: &Collection) -> Vec<pincite::search::Hit> {
    let kinds = pincite::document::PassageKind::ALL.map(|kind| format!("kind:{}", kind.name()));
    kinds.iter().flat_map(|query| found(collection, query, WHOLE).unwrap()).collect()
}

#[test]
fn golden_lists_are_large_enough_and_ask_nothing_twice() {
    for list in [SEEDS, FRUS, UNGDC] {
        let queries = queries(list.golden);
        assert!(queries.len() >= list.least_queries, "{} queries", queries.len());
        assert!(queries.iter().all(|q| !q.wanted.is_empty()));
        let different: BTreeSet<&str> = queries.iter().map(|q| q.text).collect();
        assert_eq!(different.len(), queries.len());
    }
}

#[test]
fn a_list_names_documents_where_it_matters() {
    let list = "# a remark\n\nq\n    a\n    speech: b c\n\nr\n    she said: d\n";
    let read: Vec<_> = queries(list)
        .into_iter()
        .map(|q| (q.text, q.wanted.iter().map(|w| (w.document, w.words)).collect::<Vec<_>>()))
        .collect();
    let expected =
        [("q", vec![(None, "a"), (Some("speech"), "b c")]), ("r", vec![(None, "she said: d")])];
    assert_eq!(read, expected);
    let wanted = Wanted { document: Some("speech"), words: "b c" };
    assert!(wanted.is(Path::new("x/speech.txt"), "a b\nc d"));
    assert!(!wanted.is(Path::new("x/other.txt"), "a b\nc d"));
}

#[test]
fn figures_are_those_worked_by_hand() {
    let mut reached = Reached::default();
    reached.add(&[Some(1), Some(4)]);
    reached.add(&[Some(2)]);
    reached.add(&[None]);
    let figures = reached.figures().map(|(_, value)| value);
    assert_eq!(figures, [0.333, 0.5, 0.667, 0.5]);
    let wanted = || vec![Wanted { document: None, words: "c" }];
    let said = missed(&Query { text: "r", wanted: wanted() }, &[None], &[]);
    assert_eq!(said.as_deref(), Some("r\n    not found: c\n"));
    assert_eq!(missed(&Query { text: "r", wanted: wanted() }, &[Some(1)], &[]), None);
}
