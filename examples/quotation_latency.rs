//! How long it takes to judge a quotation, beside an ordinary search of the same index.
//!
//! ```text
//! cargo run --release --example quotation_latency -- make FOLDER TIMES CORPUS..
//! pincite ingest --index INDEX FOLDER/corpus
//! cargo run --release --example quotation_latency -- INDEX FOLDER [QUOTATIONS [KIND]]
//! ```
//!
//! The first writes every text and markdown file below the folders CORPUS to `FOLDER/corpus`, TIMES
//! over: the first time as it is, then with one word in forty changed, so that near-copies exist.
//! One file in fifty is left out and goes to `FOLDER/left-out`. The last draws quotations of 5 to 60
//! words from these files (as they are, with one word changed, from what was left out, and of
//! common words alone), judges each, and prints the median and the 95th percentile of the time, in
//! milliseconds and as multiples of the mean time of a search for two to four words. Everything is
//! drawn by a seeded generator, so that two runs ask the same.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, fs, io};

use pincite::collection::Collection;
use pincite::search::SearchRequest;
use pincite::verify::VerifyRequest;

/// One file in so many is left out of the corpus.
const LEFT_OUT: usize = 50;
/// One word in so many is changed in a near-copy.
const CHANGED: u64 = 40;
/// The words that count as common: so many of the commonest.
const COMMON: usize = 150;
/// Quotations of each kind, unless said otherwise.
const QUOTATIONS: usize = 400;
/// Searches for comparison.
const SEARCHES: usize = 400;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["make", folder, times, corpus @ ..] if !corpus.is_empty() => times
            .parse()
            .map_err(|_| format!("{times} is no number of times"))
            .and_then(|times| make(Path::new(folder), times, corpus)),
        [index, folder] => measure(Path::new(index), Path::new(folder), QUOTATIONS, ""),
        [index, folder, count, kind @ ..] if kind.len() < 2 => count
            .parse()
            .map_err(|_| format!("{count} is no number of quotations"))
            .and_then(|count| {
                let kind = kind.first().copied().unwrap_or_default();
                measure(Path::new(index), Path::new(folder), count, kind)
            }),
        _ => {
            Err("write make FOLDER TIMES CORPUS.., or INDEX FOLDER [QUOTATIONS [KIND]]".to_owned())
        }
    };
    match done {
        Ok(table) => {
            // A closed pipe is nothing to report.
            let _ = io::stdout().write_all(table.as_bytes());
            ExitCode::SUCCESS
        }
        Err(message) => {
            let _ = writeln!(io::stderr(), "quotation_latency: {message}");
            ExitCode::from(2)
        }
    }
}

/// Numbers that look drawn by lot, the same for the same seed (SplitMix64).
struct Lot(u64);

impl Lot {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

fn make(folder: &Path, times: usize, corpus: &[&str]) -> Result<String, String> {
    let mut files = Vec::new();
    for root in corpus {
        gather(Path::new(root), &mut files)?;
    }
    files.sort();
    let write = |path: PathBuf, text: &str| {
        let parent = path.parent().map_or(Ok(()), fs::create_dir_all);
        parent.and_then(|()| fs::write(&path, text)).map_err(|e| format!("{}: {e}", path.display()))
    };
    let name = |path: &Path, i: usize| {
        let stem = path.file_name().unwrap_or_default().to_string_lossy();
        format!("{:02}/{i:05}-{stem}", i % 100)
    };
    let mut written = 0;
    for (i, path) in files.iter().enumerate() {
        let text = read(path)?;
        if i % LEFT_OUT == LEFT_OUT - 1 {
            write(folder.join("left-out").join(name(path, i)), &text)?;
            continue;
        }
        for time in 0..times {
            let text =
                if time == 0 { text.clone() } else { changed(&text, (i * times + time) as u64) };
            write(folder.join(format!("corpus/{time}")).join(name(path, i)), &text)?;
            written += 1;
        }
    }
    Ok(format!("{written} files of {}, one in {LEFT_OUT} left out\n", files.len()))
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            gather(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "md" || e == "txt") {
            files.push(path);
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The text with one word in [`CHANGED`] taken from another place of it.
fn changed(text: &str, seed: u64) -> String {
    let mut lot = Lot(seed);
    let plain = |w: &&str| w.bytes().all(|b| b.is_ascii_lowercase());
    let words: Vec<&str> = text.split_whitespace().filter(plain).collect();
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        if !word.is_empty() && plain(&word) && lot.below(CHANGED as usize) == 0 {
            out.push_str(lot.pick::<&str>(&words));
            out.push_str(&piece[word.len()..]);
        } else {
            out.push_str(piece);
        }
    }
    out
}

/// What quotations are drawn from: the paragraphs of some files, as words.
struct Drawn {
    paragraphs: Vec<Vec<String>>,
}

impl Drawn {
    fn of(folder: &Path, most: usize, lot: &mut Lot) -> Result<Drawn, String> {
        let mut files = Vec::new();
        gather(folder, &mut files)?;
        files.sort();
        let mut paragraphs = Vec::new();
        for _ in 0..most.min(files.len() * 2) {
            let text = read(lot.pick::<PathBuf>(&files))?;
            for paragraph in text.split("\n\n").flat_map(|p| p.split("\r\n\r\n")) {
                let words: Vec<String> = paragraph.split_whitespace().map(str::to_owned).collect();
                if words.len() >= 70 && !paragraph.contains(['[', '#', '|', '*']) {
                    paragraphs.push(words);
                }
            }
        }
        if paragraphs.is_empty() {
            return Err(format!("{}: no paragraph of 70 words", folder.display()));
        }
        Ok(Drawn { paragraphs })
    }

    /// A stretch of so many words.
    fn stretch(&self, length: usize, lot: &mut Lot) -> Vec<String> {
        let paragraph = lot.pick(&self.paragraphs);
        let at = lot.below(paragraph.len() - length + 1);
        paragraph[at..at + length].to_vec()
    }

    /// The commonest words.
    fn common(&self) -> Vec<String> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for word in self.paragraphs.iter().flatten() {
            if word.bytes().all(|b| b.is_ascii_lowercase()) {
                *counts.entry(word).or_default() += 1;
            }
        }
        let mut words: Vec<(&str, usize)> = counts.into_iter().collect();
        words.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        words.into_iter().take(COMMON).map(|(word, _)| word.to_owned()).collect()
    }

    /// Stretches of common words alone, as long as they are in the text.
    fn of_common(&self, common: &[String]) -> Vec<Vec<String>> {
        let is_common = |word: &String| common.contains(word);
        let mut found = Vec::new();
        for paragraph in &self.paragraphs {
            let runs = paragraph.split(|word| !is_common(word));
            found.extend(runs.filter(|run| run.len() >= 5).map(<[String]>::to_vec));
        }
        found
    }
}

/// A kind of quotation, with the quotations.
struct Kind {
    name: &'static str,
    quotations: Vec<String>,
}

fn kinds(folder: &Path, count: usize) -> Result<Vec<Kind>, String> {
    let mut lot = Lot(8);
    let here = Drawn::of(&folder.join("corpus"), 600, &mut lot)?;
    let away = Drawn::of(&folder.join("left-out"), 200, &mut lot)?;
    let common = here.common();
    let runs = here.of_common(&common);
    let length = |lot: &mut Lot| 5 + lot.below(56);
    let mut present = Vec::new();
    let mut altered = Vec::new();
    let mut absent = Vec::new();
    let mut invented = Vec::new();
    let (mut common_present, mut common_absent) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let n = length(&mut lot);
        present.push(here.stretch(n, &mut lot).join(" "));
        let n = length(&mut lot);
        let mut words = here.stretch(n, &mut lot);
        let at = lot.below(words.len());
        words[at] = here.stretch(1, &mut lot).remove(0);
        altered.push(words.join(" "));
        let n = length(&mut lot);
        absent.push(away.stretch(n, &mut lot).join(" "));
        let n = length(&mut lot);
        let words: Vec<String> = (0..n).map(|_| here.stretch(1, &mut lot).remove(0)).collect();
        invented.push(words.join(" "));
        if !runs.is_empty() {
            common_present.push(lot.pick(&runs).join(" "));
        }
        let n = 5 + lot.below(10);
        let words: Vec<&str> = (0..n).map(|_| lot.pick(&common).as_str()).collect();
        common_absent.push(words.join(" "));
    }
    Ok(vec![
        Kind { name: "present", quotations: present },
        Kind { name: "altered by a word", quotations: altered },
        Kind { name: "from what was left out", quotations: absent },
        Kind { name: "words by lot", quotations: invented },
        Kind { name: "common words, present", quotations: common_present },
        Kind { name: "common words by lot", quotations: common_absent },
    ])
}

/// Judges `count` quotations of each kind whose name holds `kind`.
fn measure(index: &Path, folder: &Path, count: usize, kind: &str) -> Result<String, String> {
    let collection = Collection::open(index).map_err(|e| e.to_string())?;
    let kinds = kinds(folder, count)?;
    let searched = searches(&collection, folder)?;
    let mut out = format!(
        "{} passages of {} documents; a search takes {:.2} ms\n\n{:24} {:>5} {:>8} {:>8} {:>8} {:>7} {:>7}  verdicts\n",
        collection.state().passages,
        collection.state().documents,
        ms(searched),
        "",
        "n",
        "p50 ms",
        "p95 ms",
        "max ms",
        "p50 x",
        "p95 x"
    );
    for kind in kinds.iter().filter(|known| known.name.contains(kind)) {
        out.push_str(&row(&collection, kind, searched)?);
    }
    Ok(out)
}

fn row(collection: &Collection, kind: &Kind, searched: Duration) -> Result<String, String> {
    let mut times = Vec::new();
    let mut verdicts: Vec<(&str, usize)> = Vec::new();
    for quotation in &kind.quotations {
        let request = VerifyRequest { quotation: quotation.clone(), ..VerifyRequest::default() };
        let begun = Instant::now();
        let finding = collection.verify(&request).map_err(|e| e.to_string())?;
        times.push(begun.elapsed());
        match verdicts.iter_mut().find(|(name, _)| *name == finding.verdict.name()) {
            Some((_, n)) => *n += 1,
            None => verdicts.push((finding.verdict.name(), 1)),
        }
    }
    times.sort();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    let (p50, p95, last) = (at(50), at(95), times.last().copied().unwrap_or_default());
    let times_of = |time: Duration| time.as_secs_f64() / searched.as_secs_f64().max(1e-9);
    verdicts.sort();
    let said: Vec<String> = verdicts.iter().map(|(name, n)| format!("{name} {n}")).collect();
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{:24} {:>5} {:>8.2} {:>8.2} {:>8.2} {:>7.1} {:>7.1}  {}",
        kind.name,
        times.len(),
        ms(p50),
        ms(p95),
        ms(last),
        times_of(p50),
        times_of(p95),
        said.join(", ")
    );
    Ok(out)
}

/// The mean time of a search for two to four words that stand together somewhere, warm.
fn searches(collection: &Collection, folder: &Path) -> Result<Duration, String> {
    let mut lot = Lot(9);
    let drawn = Drawn::of(&folder.join("corpus"), 100, &mut lot)?;
    let mut queries = Vec::new();
    while queries.len() < SEARCHES {
        let wanted = 2 + lot.below(3);
        let words = drawn.stretch(30, &mut lot);
        let long = |w: &&String| w.len() > 4 && w.bytes().all(|b| b.is_ascii_alphabetic());
        let words: Vec<&str> = words.iter().filter(long).take(wanted).map(String::as_str).collect();
        if words.len() == wanted {
            queries.push(words.join(" "));
        }
    }
    let mut taken = Duration::ZERO;
    for round in 0..2 {
        let begun = Instant::now();
        for query in &queries {
            let request = SearchRequest {
                query: query.clone(),
                limit: 10,
                per_document: 3,
                ..SearchRequest::default()
            };
            collection.search(&request).map_err(|e| e.to_string())?;
        }
        if round == 1 {
            taken = begun.elapsed();
        }
    }
    Ok(taken / SEARCHES as u32)
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
