//! What is found for queries over the seeds whose answers are known.
//!
//! `golden.txt` holds the queries and the passages wanted; `floor.txt` holds what was reached.
//! Falling below it fails. `PINCITE_REWRITE=1` writes what is reached now into it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use pincite::collection::Collection;
use pincite::ingest::IngestRequest;
use pincite::search::SearchRequest;

const FLOOR: &str = "tests/judged/floor.txt";

struct Query<'a> {
    query: &'a str,
    wanted: Vec<&'a str>,
}

fn queries(golden: &str) -> Vec<Query<'_>> {
    let lines = golden.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#'));
    let mut queries: Vec<Query> = Vec::new();
    for line in lines {
        match line.strip_prefix("    ") {
            Some(wanted) => queries.last_mut().expect("a query first").wanted.push(wanted),
            None => queries.push(Query { query: line, wanted: Vec::new() }),
        }
    }
    queries
}

/// The seeds, ingested into a folder of this test's own.
fn seeds() -> Collection {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden");
    let _ = fs::remove_dir_all(&folder);
    let seeds = Path::new("seeds").canonicalize().unwrap();
    let request = IngestRequest { add: vec![seeds], ..IngestRequest::default() };
    Collection::ingest(&folder, &request, &|_| {}).unwrap();
    Collection::open(&folder).unwrap()
}

/// Texts of the passages found, best first.
fn found(collection: &Collection, query: &str) -> Vec<String> {
    let request = SearchRequest {
        query: query.to_owned(),
        limit: 1000,
        per_document: 1000,
        ..SearchRequest::default()
    };
    let answer = collection.search(&request).unwrap();
    assert!(answer.warnings.is_empty(), "{query}: {:?}", answer.warnings);
    answer.hits.into_iter().map(|hit| hit.text).collect()
}

/// Sums over the queries.
#[derive(Default)]
struct Reached {
    queries: f64,
    at_1: f64,
    at_3: f64,
    reciprocal: f64,
    misses: Vec<String>,
}

impl Reached {
    /// Adds a query by the ranks, from 1, of the passages wanted; `None` for one not found.
    fn add(&mut self, query: &Query, ranks: &[Option<usize>]) {
        // One passage at rank 1 is all that rank 1 can give.
        let within = |k: usize| {
            let there = ranks.iter().flatten().filter(|rank| **rank <= k).count();
            there as f64 / ranks.len().min(k) as f64
        };
        self.queries += 1.0;
        self.at_1 += within(1);
        self.at_3 += within(3);
        self.reciprocal += ranks.iter().flatten().min().map_or(0.0, |rank| 1.0 / *rank as f64);
        for (wanted, rank) in query.wanted.iter().zip(ranks) {
            if rank.is_none_or(|rank| rank > query.wanted.len()) {
                let rank = rank.map_or("not found".to_owned(), |rank| format!("rank {rank}"));
                self.misses.push(format!("{rank}: {} → {wanted}", query.query));
            }
        }
    }

    fn figures(&self) -> [(&'static str, f64); 3] {
        let mean = |sum: f64| (sum / self.queries * 1000.0).round() / 1000.0;
        [
            ("recall@1", mean(self.at_1)),
            ("recall@3", mean(self.at_3)),
            ("MRR", mean(self.reciprocal)),
        ]
    }
}

#[test]
fn golden_queries_find_what_they_want() {
    let golden = include_str!("golden.txt");
    let queries = queries(golden);
    let collection = seeds();
    let everything = all(&collection);
    let mut reached = Reached::default();
    for query in &queries {
        for wanted in &query.wanted {
            let holding = everything.iter().filter(|text| text.contains(wanted)).count();
            assert_eq!(holding, 1, "passages with “{wanted}”");
        }
        let texts = found(&collection, query.query);
        let rank = |wanted: &&str| texts.iter().position(|t| t.contains(*wanted)).map(|i| i + 1);
        reached.add(query, &query.wanted.iter().map(rank).collect::<Vec<_>>());
    }
    let figures = reached.figures();
    let shown: String =
        figures.iter().map(|(name, value)| format!("{name} {value:.3}\n")).collect();
    println!("{} queries\n{shown}{}", queries.len(), reached.misses.join("\n"));
    if std::env::var_os("PINCITE_REWRITE").is_some() {
        fs::write(FLOOR, shown).unwrap();
        return;
    }
    let floor = fs::read_to_string(FLOOR).unwrap();
    let floor: Vec<(&str, f64)> = floor
        .lines()
        .map(|line| line.split_once(' ').unwrap())
        .map(|(name, value)| (name, value.parse().unwrap()))
        .collect();
    assert_eq!(floor.len(), figures.len(), "{FLOOR}");
    for ((name, least), (measured, value)) in floor.into_iter().zip(figures) {
        assert_eq!(name, measured, "{FLOOR}");
        assert!(
            value >= least,
            "{name} fell from {least} to {value}:\n{}",
            reached.misses.join("\n")
        );
    }
}

/// Texts of all passages.
fn all(collection: &Collection) -> Vec<String> {
    let kinds = pincite::document::PassageKind::ALL.map(|kind| format!("kind:{}", kind.name()));
    kinds.iter().flat_map(|query| found(collection, query)).collect()
}

#[test]
fn the_golden_list_is_large_enough_and_asks_nothing_twice() {
    let queries = queries(include_str!("golden.txt"));
    assert!(queries.len() >= 25, "{} queries", queries.len());
    assert!(queries.iter().all(|q| !q.wanted.is_empty()));
    let different: BTreeSet<&str> = queries.iter().map(|q| q.query).collect();
    assert_eq!(different.len(), queries.len());
}

#[test]
fn figures_are_those_worked_by_hand() {
    let two = Query { query: "q", wanted: vec!["a", "b"] };
    let one = Query { query: "r", wanted: vec!["c"] };
    let mut reached = Reached::default();
    reached.add(&two, &[Some(1), Some(4)]);
    reached.add(&one, &[Some(2)]);
    reached.add(&one, &[None]);
    let figures = reached.figures().map(|(_, value)| value);
    assert_eq!(figures, [0.333, 0.5, 0.5]);
    assert_eq!(reached.misses, ["rank 4: q → b", "rank 2: r → c", "not found: r → c"]);
}
