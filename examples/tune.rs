//! Says how much of a ranking is owed to having been tuned on the collections it is measured on.
//!
//! ```text
//! cargo run --release --example tune -- DATA
//! ```
//!
//! DATA holds `collections/NAME/{docs.jsonl,queries.tsv,qrels.txt}`. Every setting of a grid of the
//! score's shares is measured on each collection (nDCG@10). Printed are the settings as built and
//! the best, and for each collection the setting chosen on all the others: what it reaches there is
//! the honest figure. Nothing is kept.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use pincite::collection::Collection;
use pincite::index::Shares;
use pincite::ingest::IngestRequest;
use pincite::search::SearchRequest;

#[path = "trec_score.rs"]
#[expect(dead_code, reason = "the scorer's own main is not called here")]
mod trec_score;

const NAMES: [&str; 6] = ["cacm", "cisi", "cranfield", "medline", "scifact", "time"];

/// A collection, ready to be asked.
struct Set {
    collection: Collection,
    queries: Vec<(String, String)>,
    judged: PathBuf,
    run: PathBuf,
}

impl Set {
    fn open(folder: &Path, work: &Path) -> Result<Set, String> {
        let said = |e: &dyn std::fmt::Display| format!("{}: {e}", folder.display());
        let docs = folder.join("docs.jsonl");
        let request = IngestRequest { add: vec![docs], ..IngestRequest::default() };
        Collection::ingest(work, &request, &|_| {}).map_err(|e| said(&e))?;
        let queries = fs::read_to_string(folder.join("queries.tsv")).map_err(|e| said(&e))?;
        let queries = queries.lines().filter_map(|line| line.split_once('\t'));
        Ok(Set {
            collection: Collection::open(work).map_err(|e| said(&e))?,
            queries: queries.map(|(id, query)| (id.to_owned(), query.to_owned())).collect(),
            judged: folder.join("qrels.txt"),
            run: work.join("run.txt"),
        })
    }

    /// nDCG@10 under these shares.
    fn measure(&mut self, shares: Shares) -> Result<f64, String> {
        self.collection.weigh_by(shares);
        let mut run = String::new();
        for (id, query) in &self.queries {
            let query = query.clone();
            let request = SearchRequest { query, plain: true, limit: 10, ..Default::default() };
            let best = self.collection.best_documents(&request).map_err(|e| e.to_string())?;
            for (rank, (document, score)) in (1..).zip(best) {
                writeln!(run, "{id} Q0 {document} {rank} {score} tune").expect("a string takes it");
            }
        }
        fs::write(&self.run, run).map_err(|e| e.to_string())?;
        let files = [&self.judged, &self.run].map(|path| path.display().to_string());
        let row = trec_score::run([&["-t".to_owned()], &files[..]].concat()).map_err(|(m, _)| m)?;
        let figure = row.split('\t').nth(1).and_then(|figure| figure.parse().ok());
        figure.ok_or_else(|| format!("no figure in {row}"))
    }
}

fn grid() -> Vec<Shares> {
    let mut grid = vec![Shares::default()];
    for document in [0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8] {
        for as_written in [0.0, 0.1, 0.2, 0.3] {
            for title in [0.0, 0.15, 0.25, 0.35, 0.5] {
                grid.push(Shares { document, as_written, title, ..Shares::default() });
            }
        }
    }
    grid
}

fn mean(figures: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = figures.fold((0.0, 0.0), |(sum, count), figure| (sum + figure, count + 1.0));
    sum / count
}

/// The setting that is best on all collections but one.
fn best_without(figures: &[Vec<f64>], left_out: Option<usize>) -> usize {
    let others = |row: &[f64]| {
        let kept = row.iter().enumerate().filter(|(set, _)| Some(*set) != left_out);
        mean(kept.map(|(_, figure)| *figure))
    };
    let best =
        (0..figures.len()).max_by(|a, b| others(&figures[*a]).total_cmp(&others(&figures[*b])));
    best.expect("the grid holds the default at least")
}

fn tune(data: &Path, work: &Path) -> Result<String, String> {
    let mut sets = Vec::new();
    for name in NAMES {
        sets.push(Set::open(&data.join("collections").join(name), &work.join(name))?);
    }
    let grid = grid();
    let mut figures = Vec::with_capacity(grid.len());
    for shares in &grid {
        let row: Result<Vec<f64>, String> = sets.iter_mut().map(|s| s.measure(*shares)).collect();
        figures.push(row?);
    }
    let mut out = String::new();
    let mut row = |name: &str, setting: usize, reached: &[f64]| {
        let Shares { document, as_written, title, .. } = grid[setting];
        let reached: Vec<String> = reached.iter().map(|figure| format!("{figure:.4}")).collect();
        let shares = format!("{document:.2} {as_written:.2} {title:.2}");
        writeln!(out, "{name:<24} {shares}  {}", reached.join(" ")).expect("a string takes it");
    };
    let best = best_without(&figures, None);
    row("as built", 0, &[&figures[0][..], &[mean(figures[0].iter().copied())]].concat());
    row(
        "best on all",
        best,
        &[&figures[best][..], &[mean(figures[best].iter().copied())]].concat(),
    );
    let mut held_out = Vec::new();
    for (set, name) in NAMES.iter().enumerate() {
        let chosen = best_without(&figures, Some(set));
        held_out.push(figures[chosen][set]);
        row(&format!("chosen without {name}"), chosen, &[figures[chosen][set]]);
    }
    let held_out = mean(held_out.into_iter());
    Ok(format!(
        "{:<24} document, as written, title; {}, mean\n{out}{:<40} {held_out:.4}\n",
        "",
        NAMES.join(" "),
        "mean of the left-out sets"
    ))
}

fn main() {
    let Some(data) = env::args().nth(1) else {
        eprintln!("tune DATA: the folder that holds collections/");
        process::exit(2);
    };
    let work = env::temp_dir().join(format!("pincite-tune-{}", process::id()));
    let told = tune(Path::new(&data), &work);
    // A folder that stays behind in the system's own for such is nothing to stop for.
    let _ = fs::remove_dir_all(&work);
    match told {
        Ok(table) => print!("{table}"),
        Err(message) => {
            eprintln!("tune: {message}");
            process::exit(2);
        }
    }
}
