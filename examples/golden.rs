//! Measures a golden list over an index: how soon queries find the passages they want.
//!
//! ```text
//! cargo run --release --example golden -- [-m] LIST INDEX
//! ```
//!
//! LIST has queries, each with the passages wanted below it, four spaces in: the file's name without
//! its ending and a colon, where a passage of another document would not do, then words that stand in
//! the passage. INDEX is the folder of an index that holds the documents. `-m` prints the queries
//! whose first hit is not wanted, with what stood above. Recall@k is the part of the passages wanted
//! among the first k hits, of as many as k can hold; MRR is of the first one wanted. Hits are those
//! of a search as people see it: at most three passages of a document while others fill the page.
//! Exit status: 2 for a list or an index that cannot be read.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use pincite::collection::Collection;
use pincite::search::{Hit, SearchRequest};

/// A query, and what it should find.
pub struct Query<'a> {
    /// As it is typed.
    pub text: &'a str,
    /// The passages wanted, at least one.
    pub wanted: Vec<Wanted<'a>>,
}

/// A passage that a query should find.
pub struct Wanted<'a> {
    /// Name of its file without the ending; any file where it is absent.
    pub document: Option<&'a str>,
    /// Words that stand in it.
    pub words: &'a str,
}

impl Wanted<'_> {
    /// Whether it is this passage of the file at `path`. Line ends count as spaces.
    pub fn is(&self, path: &Path, text: &str) -> bool {
        self.document.is_none_or(|name| path.file_stem().is_some_and(|stem| stem == name))
            && on_one_line(text).contains(self.words)
    }
}

/// The queries of a list, in its order.
pub fn queries(list: &str) -> Vec<Query<'_>> {
    let mut queries: Vec<Query> = Vec::new();
    for line in list.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        match (line.strip_prefix("    "), queries.last_mut()) {
            (Some(wanted), Some(query)) => query.wanted.push(match wanted.split_once(": ") {
                Some((name, words)) if !name.contains(' ') => {
                    Wanted { document: Some(name), words }
                }
                _ => Wanted { document: None, words: wanted },
            }),
            _ => queries.push(Query { text: line.trim(), wanted: Vec::new() }),
        }
    }
    queries
}

/// How much of a list.
#[derive(Clone, Copy)]
pub struct Page {
    /// Hits at most.
    pub limit: usize,
    /// Hits of one document, while others fill the page.
    pub per_document: usize,
}

/// What a query finds on a page, best first.
///
/// # Errors
///
/// That it could not be searched for, or was not understood as it is meant, in a sentence.
pub fn found(collection: &Collection, query: &str, page: Page) -> Result<Vec<Hit>, String> {
    let Page { limit, per_document } = page;
    let request =
        SearchRequest { query: query.to_owned(), limit, per_document, ..SearchRequest::default() };
    let answer = collection.search(&request).map_err(|error| format!("{query}: {error}"))?;
    match answer.warnings.as_slice() {
        [] => Ok(answer.hits),
        [warning, ..] => Err(format!("{query}: {}", warning.message)),
    }
}

/// Sums over the queries of a list.
#[derive(Default)]
pub struct Reached {
    queries: f64,
    sums: [f64; 4],
}

impl Reached {
    /// Adds a query by the ranks, from 1, of the passages wanted; `None` for one not found.
    pub fn add(&mut self, ranks: &[Option<usize>]) {
        // One passage at rank 1 is all that rank 1 can give.
        let within = |k: usize| {
            let there = ranks.iter().flatten().filter(|rank| **rank <= k).count();
            there as f64 / ranks.len().min(k) as f64
        };
        let reciprocal = ranks.iter().flatten().min().map_or(0.0, |rank| 1.0 / *rank as f64);
        self.queries += 1.0;
        for (sum, value) in self.sums.iter_mut().zip([within(1), within(3), within(10), reciprocal])
        {
            *sum += value;
        }
    }

    /// The means, to three places.
    pub fn figures(&self) -> [(&'static str, f64); 4] {
        let [at_1, at_3, at_10, reciprocal] =
            self.sums.map(|sum| (sum / self.queries * 1000.0).round() / 1000.0);
        [("recall@1", at_1), ("recall@3", at_3), ("recall@10", at_10), ("MRR", reciprocal)]
    }
}

/// What is to be said of a query whose first hit is not wanted: it, where each passage wanted stands,
/// and the hits above the first of them.
pub fn missed(query: &Query, ranks: &[Option<usize>], hits: &[Hit]) -> Option<String> {
    let first = ranks.iter().flatten().min().copied();
    if first == Some(1) {
        return None;
    }
    let mut out = format!("{}\n", query.text);
    for (wanted, rank) in query.wanted.iter().zip(ranks) {
        let rank = rank.map_or("not found".to_owned(), |rank| format!("rank {rank}"));
        let document = wanted.document.map_or(String::new(), |name| format!("{name}: "));
        out.push_str(&format!("    {rank}: {document}{}\n", wanted.words));
    }
    for hit in hits.iter().take(first.map_or(3, |rank| (rank - 1).min(3))) {
        let name = hit.path.file_stem().unwrap_or_default().to_string_lossy();
        let text: String = on_one_line(&hit.text).chars().take(160).collect();
        out.push_str(&format!("    {} {name}: {text}…\n", hit.rank));
    }
    Some(out)
}

/// The ranks of the passages wanted among hits.
pub fn ranks(query: &Query, hits: &[Hit]) -> Vec<Option<usize>> {
    let rank = |w: &Wanted| hits.iter().position(|h| w.is(&h.path, &h.text)).map(|i| i + 1);
    query.wanted.iter().map(rank).collect()
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn main() -> ExitCode {
    let (message, status) = match run(env::args().skip(1).collect()) {
        Ok(table) => {
            // A closed pipe is nothing to report.
            let _ = io::stdout().write_all(table.as_bytes());
            return ExitCode::SUCCESS;
        }
        Err(message) => (message, 2),
    };
    let _ = writeln!(io::stderr(), "golden: {message}");
    ExitCode::from(status)
}

/// What the program prints for these arguments.
fn run(args: Vec<String>) -> Result<String, String> {
    let (flags, paths): (Vec<_>, Vec<_>) = args.into_iter().partition(|a| a == "-m");
    let [list, index] = paths.as_slice() else { return Err("write [-m] LIST INDEX".into()) };
    let list = fs::read_to_string(list).map_err(|error| format!("{list}: {error}"))?;
    let collection = Collection::open(Path::new(index)).map_err(|error| error.to_string())?;
    let (mut reached, mut misses) = (Reached::default(), String::new());
    let queries = queries(&list);
    for query in &queries {
        let hits = found(&collection, query.text, Page { limit: 10, per_document: 3 })?;
        let ranks = ranks(query, &hits);
        reached.add(&ranks);
        if let Some(miss) = missed(query, &ranks, &hits).filter(|_| !flags.is_empty()) {
            misses.push_str(&format!("{miss}\n"));
        }
    }
    let figures = reached.figures().map(|(name, value)| format!("{name} {value:.3}"));
    Ok(format!("{misses}{} queries: {}\n", queries.len(), figures.join(", ")))
}
