//! Prints the names that stand in text files, each with its surroundings, for people to judge.
//!
//! `cargo run --release --example names -- [--sample N] [--seed S] [--rare] [--time] FILE…`
//!
//! Without `--sample` every name, by paragraph; with it N mentions drawn from all files (`--rare`:
//! at most one of each name). `--time` prints only what finding costs.

use std::collections::HashSet;
use std::ops::Range;
use std::time::{Duration, Instant};
use std::{env, fs};

use pincite::names::{Finder, Gazetteer, How};
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
    at: Range<usize>,
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
        let Ok(bytes) = fs::read(file) else { continue };
        let text = clean(&String::from_utf8_lossy(&bytes));
        for (paragraph, found) in names(&gazetteer, &finder, &text, &mut cost) {
            match options.sample {
                Some(_) => {
                    lines.extend(found.iter().map(|f| (f.name.clone(), around(&text, &f.at))))
                }
                None if options.time || found.is_empty() => {}
                None => print(&text, paragraph, &found),
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

/// The names of each line of `text`, which counts as a passage.
fn names<'t>(
    gazetteer: &Gazetteer,
    finder: &Finder,
    text: &'t str,
    cost: &mut Cost,
) -> Vec<(&'t str, Vec<Found>)> {
    let clock = Instant::now();
    let definitions = finder.definitions(text);
    cost.finding += clock.elapsed();
    let (mut out, mut start) = (Vec::new(), 0);
    for passage in text.split('\n') {
        let clock = Instant::now();
        let tokens = tokens(passage);
        cost.cutting += clock.elapsed();
        let clock = Instant::now();
        let mentions = finder.mentions_in(&definitions, passage, start, &tokens);
        cost.finding += clock.elapsed();
        cost.words += tokens.len();
        let found = mentions.into_iter().map(|m| {
            let mark = if m.how == How::Demonym { "~" } else { "" };
            let name = format!("{mark}{}", gazetteer.entry(m.entry).name());
            Found { name, at: m.span.range() }
        });
        out.push((passage, found.collect()));
        start += passage.len() as u32 + 1;
    }
    out
}

/// Paragraphs, a line each, without tags and marks of emphasis.
fn clean(text: &str) -> String {
    let mut out = String::new();
    for paragraph in text.replace('\r', "").split("\n\n") {
        let mut tag = false;
        let kept = paragraph.chars().filter(|c| {
            tag |= *c == '<';
            let kept = !tag && !matches!(c, '*' | '#' | '\\');
            tag &= *c != '>';
            kept
        });
        let line: String = kept.collect();
        out.push_str(&line.split_whitespace().collect::<Vec<_>>().join(" "));
        out.push('\n');
    }
    out
}

fn print(text: &str, paragraph: &str, found: &[Found]) {
    println!("{}…", paragraph.chars().take(70).collect::<String>());
    let names = found.iter().map(|f| format!("{}={}", &text[f.at.clone()], f.name));
    println!("    {}", names.collect::<Vec<_>>().join("; "));
}

/// Prints `sample` of the lines, the same for the same seed.
fn draw(mut lines: Vec<(String, String)>, sample: u64, options: &Options) {
    let (all, mut left, mut state) = (lines.len(), sample, options.seed);
    let mut seen = HashSet::new();
    while left > 0 && !lines.is_empty() {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (name, line) = lines.swap_remove((state >> 33) as usize % lines.len());
        if !options.rare || seen.insert(name.clone()) {
            println!("{name} | {line}");
            left -= 1;
        }
    }
    println!("{all} mentions");
}

fn around(text: &str, at: &Range<usize>) -> String {
    let before: Vec<char> = text[..at.start].chars().rev().take(60).collect();
    let before: String = before.into_iter().rev().collect();
    let after: String = text[at.end..].chars().take(60).collect();
    format!("{before}[[{}]]{after}", &text[at.clone()]).replace('\n', " ")
}
