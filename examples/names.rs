//! Prints the names that stand in text files, each with its surroundings.
//!
//! `cargo run --release --example names -- [--sample N] [--seed S] [--rare] [--time] FILE…`: without
//! `--sample` every name, by paragraph; with it N mentions drawn from all files,
//! for judging (`--rare`: at most one of each name).

use std::collections::HashSet;
use std::time::Instant;
use std::{env, fs};

use pincite::names::{Finder, Gazetteer, How};
use pincite::text::tokens;

fn main() {
    let (mut sample, mut seed, mut time, mut rare) = (None, 1_u64, false, false);
    let mut files = Vec::new();
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|n| n.parse::<u64>().ok());
        match argument.as_str() {
            "--sample" => sample = number(),
            "--seed" => seed = number().unwrap_or(1),
            "--time" => time = true,
            "--rare" => rare = true,
            _ => files.push(argument),
        }
    }
    let made = Instant::now();
    let gazetteer = Gazetteer::shipped();
    let finder = Finder::new(&gazetteer);
    let made = made.elapsed();
    let (mut lines, mut words, mut spent, mut cutting) = (Vec::new(), 0, 0.0, 0.0);
    for file in &files {
        let Ok(bytes) = fs::read(file) else { continue };
        let text = clean(&String::from_utf8_lossy(&bytes));
        let definitions = Instant::now();
        let defined = finder.definitions(&text);
        spent += definitions.elapsed().as_secs_f64();
        let mut start = 0;
        for passage in text.split('\n') {
            let clock = Instant::now();
            let tokens = tokens(passage);
            cutting += clock.elapsed().as_secs_f64();
            let clock = Instant::now();
            let mentions = finder.mentions_in(&defined, passage, start, &tokens);
            spent += clock.elapsed().as_secs_f64();
            words += tokens.len();
            if time {
                start += passage.len() as u32 + 1;
                continue;
            }
            let mut names = Vec::new();
            for mention in mentions {
                let entry = gazetteer.entry(mention.entry);
                let mark = if mention.how == How::Demonym { "~" } else { "" };
                let at = mention.span.range();
                names.push(format!("{mark}{}={}", &text[at.clone()], entry.name()));
                if sample.is_some() {
                    let line = around(&text, at.start, at.end);
                    lines.push(format!("{mark}{} | {line} | {}", entry.name(), short(file)));
                }
            }
            if sample.is_none() && !names.is_empty() {
                println!(
                    "{}…\n    {}",
                    passage.chars().take(70).collect::<String>(),
                    names.join("; ")
                );
            }
            start += passage.len() as u32 + 1;
        }
    }
    if let Some(n) = sample {
        let all = lines.len();
        let mut seen = HashSet::new();
        let mut left = n;
        while left > 0 && !lines.is_empty() {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let line = lines.swap_remove((seed >> 33) as usize % lines.len());
            let name = line.split(" | ").next().unwrap_or("").to_owned();
            if seen.insert(name) || !rare {
                println!("{line}");
                left -= 1;
            }
        }
        println!("{all} mentions");
    }
    if time {
        let per = |seconds: f64| seconds / words as f64 * 200.0 * 1e6;
        println!(
            "finder made in {made:?}; {words} words; for 200 words: names {:.1} µs, tokens {:.1} µs",
            per(spent),
            per(cutting)
        );
    }
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

fn around(text: &str, start: usize, end: usize) -> String {
    let before: String =
        text[..start].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
    let after: String = text[end..].chars().take(60).collect();
    format!("{before}[[{}]]{after}", &text[start..end]).replace('\n', " ")
}

fn short(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}
