//! Scores TREC run files: nDCG@10, MAP, R@100 and MRR@10.
//!
//! ```text
//! cargo run --release --example trec_score -- [-q] [-t] QRELS RUN [RUN…]
//! ```
//!
//! QRELS has lines `qid 0 docid grade`; a grade above 0 is relevant, and nDCG's gain is the grade.
//! RUN has lines `qid Q0 docid rank score tag`; the rank is ignored. As in `trec_eval`, documents
//! are ordered by score, held as a 32-bit float, ties by document id, highest first. The mean is
//! over every query that has a relevant document; one that the run lacks counts 0.
//! `-q` prints one line a query as well, `-t` separates columns by tabs, for scripts.
//! Exit status: 1 for judgements or a run that contradict themselves, 2 for a file that cannot be
//! read as told.

use std::collections::HashMap;
use std::io::Write;
use std::process::ExitCode;
use std::{env, fs, io};

/// Values by query, in the order of the file, then by document.
struct Table<V> {
    queries: Vec<(String, HashMap<String, V>)>,
}

/// Why nothing was scored: the message, and the exit status.
pub type Failure = (String, u8);

const USAGE: &str = "trec_score [-q] [-t] QRELS RUN [RUN…]: nDCG@10, MAP, R@100 and MRR@10\n";

fn main() -> ExitCode {
    match run(env::args().skip(1).collect()) {
        Ok(table) => {
            // A closed pipe is nothing to report.
            let _ = io::stdout().write_all(table.as_bytes());
            ExitCode::SUCCESS
        }
        Err((message, status)) => {
            let _ = io::stderr().write_all(message.as_bytes());
            ExitCode::from(status)
        }
    }
}

/// What the program prints for these arguments.
pub fn run(args: Vec<String>) -> Result<String, Failure> {
    let (flags, files): (Vec<_>, Vec<_>) =
        args.into_iter().partition(|a| a.starts_with('-') && a.len() > 1);
    let has = |flag: &str| flags.iter().any(|f| f == flag);
    let [judged, runs @ ..] = files.as_slice() else { return Err((USAGE.into(), 2)) };
    if runs.is_empty() || flags.iter().any(|f| f != "-q" && f != "-t") {
        return Err((USAGE.into(), 2));
    }
    let mut judged = judgements(judged)?;
    judged.queries.retain(|(_, grades)| grades.values().any(|g| *g > 0));
    if judged.queries.is_empty() {
        return Err(("trec-score: no query has a relevant document\n".into(), 1));
    }
    let mut out = String::new();
    if !has("-t") {
        out.push_str(&format!("{:<40}", ""));
        for name in ["nDCG@10", "MAP", "R@100", "MRR@10"] {
            out.push_str(&format!(" {name:>8}"));
        }
        out.push('\n');
    }
    for path in runs {
        let run: HashMap<_, _> = scores(path)?.queries.into_iter().collect();
        let none = HashMap::new();
        let mut sums = [0.0; 4];
        for (query, grades) in &judged.queries {
            let measures = measure(grades, run.get(query).unwrap_or(&none));
            if has("-q") {
                out.push_str(&row(query, measures, has("-t")));
            }
            sums.iter_mut().zip(measures).for_each(|(sum, m)| *sum += m);
        }
        let count = judged.queries.len() as f64;
        out.push_str(&row(path, sums.map(|sum| sum / count), has("-t")));
    }
    Ok(out)
}

fn row(name: &str, measures: [f64; 4], tabs: bool) -> String {
    let columns = measures.map(|m| if tabs { format!("\t{m:.4}") } else { format!(" {m:>8.4}") });
    let name = if tabs { name.to_owned() } else { format!("{name:<40}") };
    format!("{name}{}\n", columns.concat())
}

/// The four measures of one query: `grades` has a relevant document.
fn measure(grades: &HashMap<String, i64>, run: &HashMap<String, f32>) -> [f64; 4] {
    let mut ranked: Vec<_> = run.iter().map(|(document, score)| (*score, document)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| b.1.cmp(a.1)));
    let grade = |document: &String| grades.get(document).copied().unwrap_or(0).max(0);
    let gains: Vec<i64> = ranked.iter().map(|(_, document)| grade(document)).collect();
    let mut ideal: Vec<i64> = grades.values().map(|g| (*g).max(0)).collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));

    let relevant = ideal.iter().filter(|g| **g > 0).count() as f64;
    let (mut hits, mut precisions) = (0.0, 0.0);
    for (i, _) in gains.iter().enumerate().filter(|(_, g)| **g > 0) {
        hits += 1.0;
        precisions += hits / (i + 1) as f64;
    }
    let found = gains.iter().take(100).filter(|g| **g > 0).count() as f64;
    let first = gains.iter().take(10).position(|g| *g > 0);
    let reciprocal = first.map_or(0.0, |i| 1.0 / (i + 1) as f64);
    [discounted(&gains) / discounted(&ideal), precisions / relevant, found / relevant, reciprocal]
}

fn discounted(gains: &[i64]) -> f64 {
    let gains = gains.iter().take(10).zip(2..);
    // Not `sum`, which gives -0.0 for none.
    gains.fold(0.0, |sum, (gain, rank)| sum + *gain as f64 / f64::from(rank).log2())
}

fn judgements(path: &str) -> Result<Table<i64>, Failure> {
    let read = |grade: &str| grade.parse().ok();
    // A pair that is judged twice keeps the later grade.
    table(path, 4, "qrels", |parts| read(parts[3]), |_| Ok(()))
}

fn scores(path: &str) -> Result<Table<f32>, Failure> {
    // Rounded twice, as the others do it; and 0 is not less than itself.
    let read = |score: &str| score.parse::<f64>().ok().map(|s| s as f32 + 0.0);
    let read = |score: &str| read(score).filter(|s| s.is_finite());
    let twice = |place: String| Err((format!("trec-score: {place}\n"), 1));
    table(path, 6, "run", |parts| read(parts[4]), twice)
}

fn table<V>(
    path: &str,
    columns: usize,
    what: &str,
    value: impl Fn(&[&str]) -> Option<V>,
    twice: impl Fn(String) -> Result<(), Failure>,
) -> Result<Table<V>, Failure> {
    let text = fs::read_to_string(path).map_err(|e| (format!("trec-score: {path}: {e}\n"), 2))?;
    let mut table = Table { queries: Vec::new() };
    let mut places = HashMap::new();
    for (number, line) in (1..).zip(text.lines()) {
        let parts: Vec<&str> = line.split_whitespace().collect();
        if parts.is_empty() {
            continue;
        }
        let value = if parts.len() == columns { value(&parts) } else { None };
        let Some(value) = value else {
            return Err((format!("trec-score: {path}:{number}: not a {what} line\n"), 2));
        };
        let (query, document) = (parts[0], parts[2]);
        let place = *places.entry(query.to_owned()).or_insert_with(|| {
            table.queries.push((query.to_owned(), HashMap::new()));
            table.queries.len() - 1
        });
        if table.queries[place].1.insert(document.to_owned(), value).is_some() {
            twice(format!("{path}:{number}: document {document} is twice in query {query}"))?;
        }
    }
    Ok(table)
}
