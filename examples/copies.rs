//! Measures what is taken for a copy.
//!
//! `cargo run --release --example copies -- noise FOLDER… [--sample N]` takes documents from folders,
//! makes copies of them as syndication does (another head and foot, a changed headline, the last
//! paragraphs cut, lines wrapped anew, the other spelling, other quotation marks, a paragraph more),
//! ingests both, and prints how many are found and what else is taken for a copy at several
//! thresholds. The same seed gives the same copies.
//!
//! `… --example copies -- groups INDEX [--show N]` prints the groups of an index, and the nearest
//! documents that are in none together.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use pincite::collection::Collection;
use pincite::document::DocumentId;
use pincite::ingest::{IngestRequest, group};
use pincite::read::{Source, text};
use pincite::store::{Sketches, Store};
use pincite::text::Sketch;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().unwrap_or_default();
    let (mut paths, mut number) = (Vec::new(), 200);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--sample" | "--show" => {
                number = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(number);
            }
            path => paths.push(PathBuf::from(path)),
        }
    }
    match what.as_str() {
        "noise" => noise(&paths, number),
        "groups" => paths.iter().for_each(|index| print_groups(index, number)),
        _ => eprintln!("copies noise FOLDER… [--sample N] | copies groups INDEX [--show N]"),
    }
}

/// The thresholds that are compared.
const THRESHOLDS: [f32; 8] = [0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9];

/// Random numbers; the same for the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

/// What is done to a copy.
const NOISES: [&str; 9] = [
    "typography",
    "head and foot",
    "wrapped anew",
    "spelling",
    "last fifth cut",
    "paragraph more",
    "words changed, 2 in 100",
    "all of these",
    "first half alone",
];

fn noise(folders: &[PathBuf], sample: usize) {
    let scratch = std::env::temp_dir().join(format!("pincite-copies-{}", std::process::id()));
    let corpus = scratch.join("corpus");
    std::fs::create_dir_all(&corpus).expect("a scratch folder can be made");
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut files = Vec::new();
    folders.iter().for_each(|folder| walk(folder, &mut files));
    files.sort();
    let texts: Vec<Vec<String>> = files.iter().filter_map(|file| paragraphs(file)).collect();
    let mut of: HashMap<DocumentId, (usize, usize)> = HashMap::new();
    for _ in 0..sample {
        let at = random.below(texts.len());
        let kind = random.below(NOISES.len());
        let other = &texts[random.below(texts.len())];
        let original = texts[at].join("\n\n") + "\n";
        let copy = changed(&texts[at], kind, other, &mut random);
        for (part, bytes) in [original, copy].into_iter().enumerate() {
            of.entry(DocumentId::of(bytes.as_bytes())).or_insert((at, (kind + 1) * part));
            std::fs::write(corpus.join(format!("{at}-{part}-{kind}.txt")), bytes)
                .expect("a scratch file can be written");
        }
    }
    let index = scratch.join("index");
    let request = IngestRequest { add: vec![corpus], ..IngestRequest::default() };
    Collection::ingest(&index, &request, &|_| {}).expect("an ingest of texts");
    let (store, sketches) = open(&index);
    report(&sketches, &store, &of);
    let _ = std::fs::remove_dir_all(&scratch);
}

/// What came of the copies.
fn report(sketches: &Sketches, store: &Store, of: &HashMap<DocumentId, (usize, usize)>) {
    let mut by_kind: BTreeMap<usize, Vec<(f32, f32, Option<f32>)>> = BTreeMap::new();
    let originals: HashMap<usize, DocumentId> =
        of.iter().filter(|(_, (_, kind))| *kind == 0).map(|(id, (at, _))| (*at, *id)).collect();
    for (id, (at, kind)) in of.iter().filter(|(_, (_, kind))| *kind > 0) {
        let Some(original) = originals.get(at).copied() else { continue };
        let (Some(a), Some(b)) = (sketches.get(*id), sketches.get(original)) else { continue };
        let group = |id| store.group_of(id).ok().flatten();
        let later = group(*id).zip(group(original)).filter(|(a, b)| a.0 == b.0);
        let repeats = later.map(|(a, b)| {
            let group = store.group(a.0).expect("a sound group");
            let passages = &group.members[a.1.max(b.1) as usize].passages;
            passages.iter().flatten().count() as f32 / passages.len() as f32
        });
        let pair = (a.sketch.resemblance(&b.sketch), a.sketch.containment(&b.sketch), repeats);
        by_kind.entry(kind - 1).or_default().push(pair);
    }
    println!("{:<24} copies found  of resemblance at least {THRESHOLDS:?}", "noise");
    for (kind, pairs) in by_kind {
        let repeats: Vec<f32> = pairs.iter().filter_map(|p| p.2).collect();
        let found = repeats.len();
        let share = repeats.iter().sum::<f32>() / found.max(1) as f32;
        let above: Vec<usize> =
            THRESHOLDS.iter().map(|t| pairs.iter().filter(|p| p.0 >= *t).count()).collect();
        let held = pairs.iter().map(|p| p.1).sum::<f32>() / pairs.len() as f32;
        println!(
            "{:<24} {:>6} {found:>5}  {above:?}, held {held:.2}, passages repeated {share:.2}",
            NOISES[kind],
            pairs.len()
        );
    }
    let all: Vec<(DocumentId, Sketch)> = sketches.iter().map(|(id, s)| (id, s.sketch)).collect();
    let mut strangers = [0; THRESHOLDS.len()];
    let mut taken = 0;
    for (i, (a, one)) in all.iter().enumerate() {
        for (b, other) in &all[i + 1..] {
            if of[a].0 != of[b].0 {
                let resemblance = one.resemblance(other);
                for (count, threshold) in strangers.iter_mut().zip(THRESHOLDS) {
                    *count += usize::from(resemblance >= threshold);
                }
                taken += usize::from(group::nearness(one, other).is_some());
            }
        }
    }
    println!("pairs of different documents at each: {strangers:?}; taken for copies: {taken}");
}

/// Paragraphs of a document, cleaned; `None` if it is too short to have copies.
fn paragraphs(file: &Path) -> Option<Vec<String>> {
    let source = Source::decode(&std::fs::read(file).ok()?).ok()?;
    let document = text::read(&source).document;
    let text: Vec<String> =
        document.blocks.iter().map(|b| document.text[b.span.range()].to_owned()).collect();
    let words: usize = text.iter().map(|p| p.split_whitespace().count()).sum();
    (words > group::LEAST_WORDS * 2 && text.len() > 4).then_some(text)
}

fn changed(text: &[String], kind: usize, other: &[String], random: &mut Random) -> String {
    let mut text = text.to_vec();
    let does = |noise: usize| kind == noise || kind == 7;
    if does(0) {
        for paragraph in &mut text {
            *paragraph = paragraph.replace('\'', "’").replace(" - ", " – ").replace('"', "”");
        }
    }
    if does(3) {
        let pairs = [
            ("ization", "isation"),
            ("efense", "efence"),
            ("abor ", "abour "),
            ("enter ", "entre "),
        ];
        for (american, british) in pairs {
            text.iter_mut().for_each(|p| *p = p.replace(american, british));
        }
    }
    if does(4) {
        text.truncate((text.len() * 4).div_ceil(5));
    }
    if does(5) {
        let at = random.below(text.len());
        text.insert(at, other[other.len() / 2].clone());
    }
    if does(6) {
        for paragraph in &mut text {
            let words = paragraph.split(' ').map(|word| match random.below(50) {
                0 => format!("re{word}"),
                _ => word.to_owned(),
            });
            *paragraph = words.collect::<Vec<_>>().join(" ");
        }
    }
    if kind == 8 {
        text.truncate(text.len().div_ceil(2));
    }
    if does(1) {
        text[0] = format!("As we learn: {}", text[0].to_uppercase());
        text.insert(1, "By our correspondent, with reports of the agencies.".to_owned());
        text.push("Copyright of the agency. All rights reserved. Follow us for more.".to_owned());
    }
    let wrap = |p: &String| -> String {
        let mut line = 0;
        let words = p.split(' ').map(|word| {
            line += word.len() + 1;
            let glue = if line > 60 { "\n" } else { " " };
            line = if line > 60 { 0 } else { line };
            format!("{word}{glue}")
        });
        words.collect::<String>().trim_end().to_owned()
    };
    if does(2) {
        text = text.iter().map(wrap).collect();
    }
    text.join("\n\n") + "\n"
}

fn open(index: &Path) -> (Store, Sketches) {
    let collection = Collection::open(index).expect("an index");
    let state = collection.state();
    let store = Store::open(index, state.state, &state.records).expect("its documents");
    let sketches = store.sketches().expect("its sketches");
    (store, sketches)
}

fn print_groups(index: &Path, show: usize) {
    let (store, sketches) = open(index);
    let name = |id: DocumentId| -> String {
        let row = store.row(id).ok().flatten().expect("a document of the index");
        let stored = store.document(&row).expect("a sound document");
        let place = &store.places(&row).expect("a sound table")[0];
        let work = &stored.works[0];
        format!(
            "{id} {}:{} {} {:?} {} shingles, passages {}",
            place.path.file_name().unwrap_or_default().to_string_lossy(),
            place.line + 1,
            work.issued.map_or_else(|| "n.d.".to_owned(), |d| d.to_string()),
            work.title.as_deref().unwrap_or_default(),
            sketches.get(id).map_or(0, |s| s.sketch.shingles),
            row.passages
        )
    };
    let nearness = |a: DocumentId, b: DocumentId| {
        let (a, b) = (&sketches.get(a)?.sketch, &sketches.get(b)?.sketch);
        Some(format!("{:.2} held {:.2}", a.resemblance(b), a.containment(b)))
    };
    let mut together = HashSet::new();
    let mut number = 0;
    while let Ok(group) = store.group(number) {
        number += 1;
        let first = group.members[0].id;
        if (number as usize) <= show {
            println!("group {number}: {}", name(first));
        }
        for (i, member) in group.members.iter().enumerate() {
            together.extend(
                group.members[..i].iter().map(|m| (m.id.min(member.id), m.id.max(member.id))),
            );
            let repeated = member.passages.iter().flatten().count();
            if i > 0 && (number as usize) <= show {
                let near = nearness(first, member.id).unwrap_or_default();
                println!("    {near} repeats {repeated}: {}", name(member.id));
            }
        }
    }
    println!("{}: {number} groups", index.display());
    let all: Vec<(DocumentId, Sketch)> = sketches.iter().map(|(id, s)| (id, s.sketch)).collect();
    let mut near = Vec::new();
    for (i, (a, one)) in all.iter().enumerate() {
        for (b, other) in &all[i + 1..] {
            let resemblance = one.resemblance(other);
            if resemblance >= 0.2 && !together.contains(&(*a.min(b), *a.max(b))) {
                near.push((resemblance, *a.min(b), *a.max(b)));
            }
        }
    }
    near.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
    println!("{} pairs apart with a resemblance of .2 or more; the nearest:", near.len());
    for (_, a, b) in near.iter().take(show) {
        let held = nearness(*a, *b).unwrap_or_default();
        println!("  {held}\n    {}\n    {}", name(*a), name(*b));
    }
}

fn walk(path: &Path, files: &mut Vec<PathBuf>) {
    match std::fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|e| walk(&e.path(), files)),
        Err(_) => {
            let wanted = ["txt", "md", "htm"];
            if path.extension().and_then(|e| e.to_str()).is_some_and(|e| wanted.contains(&e)) {
                files.push(path.to_owned());
            }
        }
    }
}
