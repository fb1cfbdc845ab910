//! Prints the names that stand in documents, each with its surroundings, for people to judge.
//!
//! `cargo run --release --example names -- [--sample N] [--seed S] [--rare] [--time] FILE…`
//!
//! Documents are read and cut as an ingest does it. Without `--sample` every name, by passage; with it
//! N mentions drawn from all files, a third of them countries at most (`--rare`: at most one of each
//! name). `--time` prints only what finding costs.

use std::collections::HashSet;
use std::ops::Range;
use std::time::{Duration, Instant};
use std::{env, fs};

use pincite::document::passage::cut;
use pincite::names::{Finder, Gazetteer, How, NameKind};
use pincite::read::{Source, text};
use pincite::text::tokens;

#[derive(Default)]
struct Options {
    sample: Option<u64>,
    seed: u64,
    rare: bool,
    time: bool,
    files: Vec<String>,
}

/// A name that was found.
struct Found {
    name: String,
    kind: NameKind,
    at: Range<usize>,
}

/// A name in its surroundings.
struct Line {
    name: String,
    kind: NameKind,
    file: String,
    around: String,
}

/// What it cost.
#[derive(Default)]
struct Cost {
    words: usize,
    cutting: Duration,
    finding: Duration,
}

fn main() {
    let options = options();
    let made = Instant::now();
    let gazetteer = Gazetteer::shipped();
    let finder = Finder::new(&gazetteer);
    let made = made.elapsed();
    let (mut cost, mut lines) = (Cost::default(), Vec::new());
    for file in &options.files {
        let Some(source) = fs::read(file).ok().and_then(|b| Source::decode(&b).ok()) else {
            eprintln!("names: {file} cannot be read");
            continue;
        };
        let document = text::read(&source).document;
        let definitions = finder.definitions(&document.text);
        for passage in cut(&document) {
            let text = passage.span.slice(&document.text).unwrap_or_default();
            let clock = Instant::now();
            let tokens = tokens(text);
            cost.cutting += clock.elapsed();
            let clock = Instant::now();
            let mentions = finder.mentions_in(&definitions, text, 0, &tokens);
            cost.finding += clock.elapsed();
            cost.words += tokens.len();
            let found = mentions.into_iter().map(|m| {
                let entry = gazetteer.entry(m.entry);
                let mark = if m.how == How::Demonym { "~" } else { "" };
                let name = format!("{mark}{}", entry.name());
                Found { name, kind: entry.kind(), at: m.span.range() }
            });
            let found: Vec<Found> = found.collect();
            match options.sample {
                Some(_) => lines.extend(found.into_iter().map(|f| Line {
                    around: around(text, &f.at),
                    file: file.clone(),
                    name: f.name,
                    kind: f.kind,
                })),
                None if options.time || found.is_empty() => {}
                None => print(text, &found),
            }
        }
    }
    if let Some(sample) = options.sample {
        draw(lines, sample, &options);
    }
    if options.time {
        let per = |time: Duration| time.as_secs_f64() / cost.words as f64 * 200.0 * 1e6;
        let (finding, cutting) = (per(cost.finding), per(cost.cutting));
        println!("finder made in {made:?}; {} words", cost.words);
        println!("200 words: {finding:.1} µs for names, {cutting:.1} µs for tokens");
    }
}

fn options() -> Options {
    let mut options = Options::default();
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|n| n.parse().ok());
        match argument.as_str() {
            "--sample" => options.sample = number(),
            "--seed" => options.seed = number().unwrap_or(0),
            "--rare" => options.rare = true,
            "--time" => options.time = true,
            _ => options.files.push(argument),
        }
    }
    options
}

fn print(text: &str, found: &[Found]) {
    println!("{}…", text.chars().take(70).collect::<String>().replace('\n', " "));
    let names = found.iter().map(|f| format!("{}={}", &text[f.at.clone()], f.name));
    println!("    {}", names.collect::<Vec<_>>().join("; "));
}

/// Prints `sample` of the lines, the same for the same seed.
fn draw(mut lines: Vec<Line>, sample: u64, options: &Options) {
    let (all, mut left, mut state) = (lines.len(), sample, options.seed);
    let mut seen = HashSet::new();
    let mut countries = sample / 3;
    while left > 0 && !lines.is_empty() {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let line = lines.swap_remove((state >> 33) as usize % lines.len());
        let is_country = line.kind == NameKind::Country;
        if is_country && countries == 0 || options.rare && !seen.insert(line.name.clone()) {
            continue;
        }
        countries -= u64::from(is_country);
        left -= 1;
        println!("{} | {} | {} | {}", line.name, line.kind.name(), line.file, line.around);
    }
    println!("{all} mentions");
}

fn around(text: &str, at: &Range<usize>) -> String {
    let before: Vec<char> = text[..at.start].chars().rev().take(90).collect();
    let before: String = before.into_iter().rev().collect();
    let after: String = text[at.end..].chars().take(70).collect();
    format!("{before}[[{}]]{after}", &text[at.clone()]).replace('\n', " ")
}
