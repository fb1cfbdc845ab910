//! Counts the blocks of each kind that the reader of texts finds in folders of documents, holds each
//! document to the laws of the way back, and prints samples of a kind or of records:
//! `cargo run --example kinds -- FOLDER… [--show KIND N] [--heads N]`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use pincite::document::{BlockKind, Work};
use pincite::read::{Reading, Source, text};
use pincite::text::{How, Span};

fn main() {
    let mut folders = Vec::new();
    let mut show: Option<(String, usize)> = None;
    let mut heads = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--show" => {
                let kind = arguments.next().unwrap_or_default();
                let count = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(20);
                show = Some((kind, count));
            }
            "--heads" => heads = arguments.next().and_then(|n| n.parse::<usize>().ok()),
            folder => folders.push(PathBuf::from(folder)),
        }
    }
    for folder in folders {
        let mut files = Vec::new();
        walk(&folder, &mut files);
        files.sort();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut samples = Vec::new();
        let mut works = Vec::new();
        let mut documents = 0;
        for file in &files {
            let Ok(bytes) = std::fs::read(file) else { continue };
            for (line, reading) in readings(file, &bytes) {
                documents += 1;
                let document = reading.document;
                for block in &document.blocks {
                    let kind = name(block.kind);
                    *counts.entry(kind).or_default() += 1;
                    if show.as_ref().is_some_and(|s| s.0 == kind || s.0 == "all") {
                        let line = line.unwrap_or_else(|| document.lines(block.span).0);
                        let text = block.span.slice(&document.text).unwrap_or_default();
                        samples.push(format!(
                            "{}:{line} {kind} {}: {text}",
                            file.display(),
                            block.work
                        ));
                    }
                }
                if heads.is_some() {
                    works.push(format!("{}: {:#?}", file.display(), document.works));
                }
            }
        }
        println!("{} ({documents} documents): {counts:?}", folder.display());
        if let Some((_, count)) = &show {
            spread(&samples, *count).for_each(|s| println!("  {s}"));
        }
        if let Some(count) = heads {
            spread(&works, count).for_each(|s| println!("  {s}"));
        }
    }
}

/// `count` of the values, spread evenly.
fn spread(values: &[String], count: usize) -> impl Iterator<Item = &String> {
    let step = values.len().div_ceil(count.max(1)).max(1);
    values.iter().step_by(step)
}

fn readings(file: &Path, bytes: &[u8]) -> Vec<(Option<u32>, Reading)> {
    if file.extension().is_some_and(|e| e == "jsonl") {
        let lines = String::from_utf8_lossy(bytes).into_owned();
        let read = |(i, line): (usize, &str)| {
            let record: serde_json::Value = serde_json::from_str(line).ok()?;
            let field = |name: &str| record.get(name).and_then(|v| v.as_str()).unwrap_or_default();
            let (title, text) = (field("title"), field("text"));
            let source = Source::decode(format!("{title}\n\n{text}").as_bytes()).ok()?;
            let head = (!title.is_empty()).then(|| Span::new(0, title.len()));
            let body = Span::new(title.len() + 2, source.text.len());
            let reading = text::read_record(&source, head, Some(body), vec![Work::default()]);
            check(&reading, &source, file);
            Some((u32::try_from(i + 1).ok(), reading))
        };
        return lines.lines().enumerate().filter_map(read).collect();
    }
    let read = |source: Source| {
        let reading = text::read(&source);
        check(&reading, &source, file);
        (None, reading)
    };
    Source::decode(bytes).map(read).into_iter().collect()
}

/// Says which documents break the laws T2, D1 and D2.
fn check(reading: &Reading, source: &Source, file: &Path) {
    let document = &reading.document;
    let exact = document.blocks.iter().all(|block| {
        let text = block.span.slice(&document.text).unwrap_or_default();
        let mut start = 0;
        block.map.runs().iter().all(|run| {
            let copied = text.get(start as usize..run.end as usize);
            start = run.end;
            run.how != How::Exact || copied == run.source.slice(&source.text)
        })
    });
    if !document.is_sound() || !exact {
        println!("{} breaks a law", file.display());
    }
}

fn walk(path: &Path, files: &mut Vec<PathBuf>) {
    match std::fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|e| walk(&e.path(), files)),
        Err(_) => {
            let wanted = ["txt", "md", "htm", "jsonl"];
            if path.extension().and_then(|e| e.to_str()).is_some_and(|e| wanted.contains(&e)) {
                files.push(path.to_owned());
            }
        }
    }
}

fn name(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Title => "title",
        BlockKind::Heading(0) => "heading-unmarked",
        BlockKind::Heading(_) => "heading",
        BlockKind::Paragraph => "paragraph",
        BlockKind::ListItem => "list",
        BlockKind::Quote => "quote",
        BlockKind::Table => "table",
        BlockKind::Caption => "caption",
        BlockKind::Note => "note",
        BlockKind::Notice => "notice",
        BlockKind::Teaser => "teaser",
    }
}
