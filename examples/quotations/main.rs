//! Measures the quotation court on quotations made from real text.
//!
//! ```text
//! cargo run --release --example quotations -- DATA WORK [--all] [--seed N] [--part PERCENT]
//!     [--class CLASS] [--list N] [--show N] [--keep-index]
//! ```
//!
//! DATA holds `corpus/{frus,ungdc,crs/md,nss}` and `collections/{time,medline,scifact}`; what is not
//! there is left out with a message. In WORK the kept documents (95 of a hundred) are copied and
//! indexed; `--all` takes all of ungdc, not a third. At 100 % there are 10,000 altered quotations,
//! 5,000 genuine and 2,000 absent ones. `--class` judges only classes whose name contains CLASS;
//! `--list` prints N quotations of each class and judges none; `--show` prints up to N failing cases
//! of each class; `--keep-index` uses the index of the run before, which must have had the same seed.
//!
//! The same seed and data give the same bytes, but for times. Exit 1: a target was missed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, fs};

use pincite::collection::Collection;
use pincite::ingest::IngestRequest;
use pincite::search::SearchRequest;

mod alter;
mod check;
mod corpus;
mod figures;
mod lot;
mod noise;
mod reading;
mod test_set;
mod words;

use corpus::Corpus;
use figures::{Judged, print_case, print_tables, print_targets, print_times};
use test_set::{Family, Sizes, TestSet};

#[derive(Default)]
struct Options {
    folders: Vec<PathBuf>,
    all: bool,
    seed: u64,
    part: Option<usize>,
    class: Option<String>,
    list: Option<usize>,
    show: usize,
    keep_index: bool,
}

fn main() -> ExitCode {
    let options = options();
    match measure(&options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) => {
            eprintln!("quotations: {message}");
            ExitCode::from(2)
        }
    }
}

fn options() -> Options {
    let mut options = Options { seed: 1, ..Options::default() };
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().unwrap_or_default();
        match argument.as_str() {
            "--all" => options.all = true,
            "--keep-index" => options.keep_index = true,
            "--seed" => options.seed = value().parse().unwrap_or(1),
            "--part" => options.part = value().parse().ok(),
            "--class" => options.class = Some(value()),
            "--list" => options.list = value().parse().ok(),
            "--show" => options.show = value().parse().unwrap_or(5),
            _ => options.folders.push(PathBuf::from(argument)),
        }
    }
    options
}

fn measure(options: &Options) -> Result<bool, String> {
    let [data, work] = options.folders.as_slice() else {
        return Err("say where the data is and where to work: DATA WORK".to_owned());
    };
    fs::create_dir_all(work).map_err(|e| format!("{}: {e}", work.display()))?;
    // Paths in findings are absolute.
    let work = work.canonicalize().map_err(|e| format!("{}: {e}", work.display()))?;
    let (files, index) = (work.join("kept"), work.join("index"));
    let write = options.list.is_none() && !(options.keep_index && Collection::exists(&index));
    if write {
        for folder in [&files, &index] {
            if folder.exists() {
                fs::remove_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
            }
        }
    }
    let corpus = Corpus::gather(data, &files, (options.all, options.seed), write)?;
    println!("{} documents kept, {} left out", corpus.kept.len(), corpus.left_out.len());
    let of_part = |count: usize| count * options.part.unwrap_or(100) / 100;
    let sizes = Sizes { altered: of_part(10_000), genuine: of_part(5_000), absent: of_part(2_000) };
    let mut set = TestSet::make(&corpus, options.seed, sizes);
    drop(corpus);
    if let Some(class) = &options.class {
        set.items.retain(|item| item.class.contains(class));
    }
    if let Some(count) = options.list {
        print_some(&set, count);
        return Ok(true);
    }
    if write {
        let request = IngestRequest { add: vec![files], ..IngestRequest::default() };
        Collection::ingest(&index, &request, &|_| {}).map_err(|e| e.to_string())?;
    }
    judge(options, &index, &set)
}

fn judge(options: &Options, index: &Path, set: &TestSet) -> Result<bool, String> {
    let collection = Collection::open(index).map_err(|e| e.to_string())?;
    println!(
        "{} documents and {} passages in the index",
        collection.state().documents,
        collection.state().passages
    );
    let search = warm_search(&collection, set)?;
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    let mut judged = Vec::with_capacity(set.items.len());
    for item in &set.items {
        let (found, finding) = Judged::by(&collection, item)?;
        let count = shown.entry(item.class).or_default();
        if *count < options.show && !found.is_right(item) {
            *count += 1;
            print_case(item, Some((&found, &finding)));
        }
        judged.push(found);
    }
    print_tables(set, &judged);
    let met = print_targets(set, &judged);
    print_times(set, &judged, search);
    Ok(met)
}

fn print_some(set: &TestSet, count: usize) {
    let mut listed: BTreeMap<&str, usize> = BTreeMap::new();
    for item in &set.items {
        let listed = listed.entry(item.class).or_default();
        *listed += 1;
        if *listed <= count {
            print_case(item, None);
        }
    }
    let classes: BTreeMap<&str, usize> = listed;
    println!();
    classes.iter().for_each(|(class, count)| println!("{class}: {count}"));
    println!("thrown out: {:?}", set.thrown_out);
}

/// What an ordinary search takes once it has been asked: the median over two or three longer words of
/// genuine quotations.
fn warm_search(collection: &Collection, set: &TestSet) -> Result<Duration, String> {
    let genuine =
        set.items.iter().filter(|item| item.family == Family::Genuine || set.items.len() < 500);
    let mut took = Vec::new();
    for item in genuine.step_by(7).take(200) {
        let words = item.original.split(|c: char| !c.is_alphanumeric());
        let words: Vec<&str> = words.filter(|word| word.len() > 5).take(3).collect();
        let request = SearchRequest {
            query: words.join(" "),
            plain: true,
            limit: 10,
            per_document: 3,
            ..SearchRequest::default()
        };
        collection.search(&request).map_err(|e| e.to_string())?;
        let clock = Instant::now();
        collection.search(&request).map_err(|e| e.to_string())?;
        took.push(clock.elapsed());
    }
    took.sort_unstable();
    Ok(took
        .get(took.len() / 2)
        .copied()
        .unwrap_or(Duration::from_millis(1))
        .max(Duration::from_micros(1)))
}
