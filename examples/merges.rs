//! Prints which words of real documents are brought together, the commonest first, to be read for what
//! does not belong together: by spelling, as one word or two, and by stems.
//! `cargo run --release --example merges -- FOLDER… [--most N]`.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use pincite::query::compound::{joined, parted};
use pincite::query::expand::Vocabulary;
use pincite::query::shape::Shape;
use pincite::read::{Source, text};
use pincite::text::Analysis;
use pincite::text::spelling::one_spelling;
use pincite::text::token::each_token;

fn main() {
    let mut words = Words::default();
    let mut most = 200;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--most" => most = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(most),
            folder => words.read(Path::new(folder)),
        }
    }
    words.spellings(most);
    words.compounds(most);
    words.stems(most);
}

/// How often words stand, alone and next to each other.
#[derive(Default)]
struct Words {
    numbers: HashMap<String, u32>,
    terms: Vec<(String, u64)>,
    pairs: HashMap<(u32, u32), u64>,
}

impl Words {
    fn read(&mut self, path: &Path) {
        if path.is_dir() {
            let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
            let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
            paths.sort();
            paths.iter().for_each(|path| self.read(path));
            return;
        }
        let Ok(bytes) = std::fs::read(path) else { return };
        let Ok(source) = Source::decode(&bytes) else { return };
        let document = text::read(&source).document;
        for block in &document.blocks {
            let mut last = None;
            each_token(block.span.slice(&document.text).unwrap_or_default(), |term, _| {
                let number = self.number(term);
                self.terms[number as usize].1 += 1;
                if let Some(last) = last {
                    *self.pairs.entry((last, number)).or_default() += 1;
                }
                last = Some(number);
            });
        }
    }

    fn number(&mut self, term: &str) -> u32 {
        if let Some(number) = self.numbers.get(term) {
            return *number;
        }
        let number = self.terms.len() as u32;
        self.numbers.insert(term.to_owned(), number);
        self.terms.push((term.to_owned(), 0));
        number
    }

    fn spellings(&self, most: usize) {
        let found = self.terms.iter().filter_map(|(term, count)| {
            let one = one_spelling(term)?;
            let other = self.passages(&one);
            let line = format!("{term} {count} = {one} {other}");
            (other > 0).then_some(((*count).min(other), line))
        });
        print("by spelling", found.collect(), most);
    }

    fn compounds(&self, most: usize) {
        let mut found = Vec::new();
        for (term, count) in &self.terms {
            if let Some(parts) = parted(term, self) {
                let apart = self.passages_with_phrase(&parts.each_ref().map(|p| vec![p.clone()]));
                found.push((
                    apart.min(*count),
                    format!("{term} {count} > {} {apart}", parts.join(" ")),
                ));
            }
        }
        print("as one, typed as one", found, most);
        let mut found = Vec::new();
        for ((left, right), apart) in &self.pairs {
            let (left, right) = (&self.terms[*left as usize].0, &self.terms[*right as usize].0);
            if let Some(one) = joined(left, right, false, self) {
                let count = self.passages(&one);
                found.push((*apart.min(&count), format!("{left} {right} {apart} > {one} {count}")));
            }
        }
        print("as one, typed with a space", found, most);
    }

    fn stems(&self, most: usize) {
        let mut analysis = Analysis::default();
        let mut groups: BTreeMap<String, Vec<(u64, &str)>> = BTreeMap::new();
        for (term, count) in &self.terms {
            let stem =
                analysis.stem(&one_spelling(term).unwrap_or_else(|| term.clone())).to_owned();
            groups.entry(stem).or_default().push((*count, term));
        }
        let mut found = Vec::new();
        for (stem, mut words) in groups {
            words.sort_unstable_by(|a, b| b.cmp(a));
            if words.len() > 1 {
                let shown: Vec<String> =
                    words.iter().take(12).map(|(n, word)| format!("{word} {n}")).collect();
                found.push((words[1].0, format!("{stem}: {}", shown.join(", "))));
            }
        }
        print("by stem", found, most);
    }
}

impl Vocabulary for Words {
    fn with_prefix(&self, _: &str, _: usize) -> Vec<(String, u64)> {
        Vec::new()
    }

    fn passages(&self, term: &str) -> u64 {
        self.numbers.get(term).map_or(0, |number| self.terms[*number as usize].1)
    }

    fn passages_with_phrase(&self, places: &[Vec<String>]) -> u64 {
        let [left, right] = places else { return 0 };
        let number = |place: &Vec<String>| self.numbers.get(place.first()?).copied();
        let pair = number(left).zip(number(right));
        pair.and_then(|pair| self.pairs.get(&pair)).copied().unwrap_or(0)
    }

    fn defined(&self, _: &str) -> Vec<(String, u64)> {
        Vec::new()
    }

    fn begins_definition(&self, _: &str) -> bool {
        false
    }

    fn of_shape(&self, _: &Shape, _: usize) -> Vec<(String, u64)> {
        Vec::new()
    }

    fn like(&self, _: &str, _: u8, _: usize) -> Vec<(String, u64, u8)> {
        Vec::new()
    }
}

fn print(title: &str, mut found: Vec<(u64, String)>, most: usize) {
    println!("# {title}: {} in all", found.len());
    found.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    found.iter().take(most).for_each(|(_, line)| println!("{line}"));
}
