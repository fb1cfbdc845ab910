//! The documents: which are kept, which are left out, their words, and runs of words drawn from them.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use crate::check::Streams;
use crate::lot::Lot;
use crate::reading::{DIGITS, Dirt, Form, Word, ends_sentence, words};
use crate::words as kinds;

/// A folder or file of the data: its path, how it is written, its share of the quotations, and of
/// how many files one is taken unless all are asked for.
const CORPORA: [(&str, Form, usize, usize); 7] = [
    ("corpus/frus", Form::Frus, 35, 1),
    ("corpus/ungdc", Form::Plain, 35, 3),
    ("corpus/crs/md", Form::Markdown, 8, 1),
    ("corpus/nss", Form::Plain, 6, 1),
    ("collections/time/docs.jsonl", Form::Record, 5, 1),
    ("collections/medline/docs.jsonl", Form::Record, 4, 1),
    ("collections/scifact/docs.jsonl", Form::Record, 7, 1),
];

/// A document as it is ingested, or as it would have been.
pub struct Doc {
    group: usize,
    /// The file that was made of it.
    pub path: PathBuf,
    /// The name of a record.
    pub key: Option<String>,
    form: Form,
    /// Its text, generated note digits between marks.
    text: String,
    noted: bool,
    /// Its words, once they have been asked for: it is drawn from thousands of times.
    words: OnceCell<Vec<Word>>,
}

impl Doc {
    fn new(path: PathBuf, key: Option<String>, form: Form, text: String, noted: bool) -> Doc {
        Doc { group: 0, path, key, form, text, noted, words: OnceCell::new() }
    }

    fn words(&self) -> &[Word] {
        self.words.get_or_init(|| words(self.form, &self.text))
    }
}

/// Words of a group of documents, the most frequent first.
#[derive(Default)]
pub struct Pool {
    pub words: Vec<String>,
    pub names: Vec<String>,
    /// Words of any kind, each as often as in a sample of the text.
    pub running: Vec<String>,
}

/// Everything that quotations are made of.
pub struct Corpus {
    pub kept: Vec<Doc>,
    pub left_out: Vec<Doc>,
    pub pools: Vec<Pool>,
    pub streams: Streams,
}

/// Words that stand together in a document.
#[derive(Clone)]
pub struct Run {
    pub doc: usize,
    pub group: usize,
    pub words: Vec<Word>,
}

impl Run {
    /// Its words as one types them: spaces between, and at a broken word one of two ways.
    pub fn tokens(&self) -> Vec<String> {
        self.words.iter().map(|word| word.text.clone()).collect()
    }

    /// The lines it stands on.
    pub fn lines(&self) -> (u32, u32) {
        let last = self.words.last().map_or(0, |word| word.lines.1);
        (self.words.first().map_or(0, |word| word.lines.0), last)
    }

    /// What stands in it that is not seen; what stands before its first word is not in it.
    pub fn dirt(&self) -> BTreeSet<Dirt> {
        let within = |(at, word): (usize, &Word)| {
            let before = |dirt: &Dirt| matches!(dirt, Dirt::PageMark | Dirt::LineEnd);
            let dirt = word.dirt.clone().into_iter();
            dirt.filter(|dirt| at > 0 || !before(dirt)).collect::<Vec<_>>()
        };
        self.words.iter().enumerate().flat_map(within).collect()
    }
}

impl Corpus {
    /// Chooses, copies what is kept into `folder` (if `write`), and counts words.
    pub fn gather(
        data: &Path,
        folder: &Path,
        options: (bool, u64),
        write: bool,
    ) -> Result<Corpus, String> {
        let (all, seed) = options;
        let mut corpus = Corpus {
            kept: Vec::new(),
            left_out: Vec::new(),
            pools: Vec::new(),
            streams: Streams::default(),
        };
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        let listed = CORPORA.iter().map(|(name, form, _, every)| (data.join(name), *form, *every));
        let sources: Vec<_> = listed.chain([(seeds, Form::Markdown, 1)]).collect();
        for (group, (source, form, every)) in sources.into_iter().enumerate() {
            let mut lot = Lot::new(seed, &format!("documents of {group}"));
            if !source.exists() {
                eprintln!("quotations: {} is not there and is left out", source.display());
                corpus.pools.push(Pool::default());
                continue;
            }
            let every = if all { 1 } else { every };
            let target = folder.join(format!("{group}"));
            let taken = if form == Form::Record {
                records(&source, &target, write, &mut |_| lot.chance(5))
            } else {
                let shape = (form, every, group == 1);
                files(&source, &target, shape, write, &mut lot)
            };
            let mut taken = taken.map_err(|e| format!("{}: {e}", source.display()))?;
            taken.iter_mut().for_each(|(doc, _)| doc.group = group);
            let (kept, left_out): (Vec<_>, Vec<_>) = taken.into_iter().partition(|(_, kept)| *kept);
            let kept: Vec<Doc> = kept.into_iter().map(|(doc, _)| doc).collect();
            let pool = Pool::of(&kept, &mut corpus.streams, &mut lot);
            corpus.pools.push(pool);
            corpus.kept.extend(kept);
            corpus.left_out.extend(left_out.into_iter().map(|(doc, _)| doc));
        }
        corpus.streams.sort();
        Ok(corpus)
    }

    /// A document, drawn by the shares of the corpora, and its words. With `noted`, one of those
    /// with generated note digits.
    pub fn draw(&self, noted: bool, lot: &mut Lot) -> Option<(usize, &[Word])> {
        let group = drawn_group(lot);
        let fits = |doc: &&(usize, &Doc)| doc.1.noted == noted && (noted || doc.1.group == group);
        let of_group: Vec<_> = self.kept.iter().enumerate().filter(|d| fits(&d)).collect();
        let (number, doc) = *lot.pick(&of_group)?;
        Some((number, doc.words()))
    }

    /// A document that was left out, and its words.
    pub fn draw_left_out(&self, lot: &mut Lot) -> Option<(usize, &[Word])> {
        let group = drawn_group(lot);
        let of_group: Vec<_> = self.left_out.iter().filter(|doc| doc.group == group).collect();
        let doc = lot.pick(&of_group)?;
        Some((doc.group, doc.words()))
    }

    /// The run of these words of a document, without marks that belong to what stands round it.
    pub fn run(&self, doc: usize, words: &[Word]) -> Option<Run> {
        let mut words = words.to_vec();
        let edge = |c: char| !c.is_alphanumeric() && !"$£€%.!?…".contains(c);
        let first = words.first_mut()?;
        first.text = first.text.trim_start_matches(|c| edge(c) || ".!?…".contains(c)).to_owned();
        let last = words.last_mut()?;
        last.text = last.text.trim_end_matches(edge).to_owned();
        let bare = words.first()?.text.is_empty() || words.last()?.text.is_empty();
        // Half a pair of brackets reads as the writer's own slip.
        let count =
            |c: char| words.iter().flat_map(|word| word.text.chars()).filter(|d| *d == c).count();
        let whole = count('[') == count(']');
        (!bare && whole && reads_well(&words)).then(|| Run {
            doc,
            group: self.kept[doc].group,
            words,
        })
    }
}

/// The files of a corpus; true: kept.
type Taken = Vec<(Doc, bool)>;

fn drawn_group(lot: &mut Lot) -> usize {
    let mut left = lot.below(103);
    for (group, (_, _, share, _)) in CORPORA.iter().enumerate() {
        match left.checked_sub(*share) {
            Some(rest) => left = rest,
            None => return group,
        }
    }
    CORPORA.len()
}

fn files(
    source: &Path,
    target: &Path,
    (form, every, notes): (Form, usize, bool),
    write: bool,
    lot: &mut Lot,
) -> Result<Taken, String> {
    let said = |e: &dyn std::fmt::Display| e.to_string();
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(source).sort_by_file_name() {
        let entry = entry.map_err(|e| said(&e))?;
        let ending = entry.path().extension().and_then(|ending| ending.to_str());
        if entry.file_type().is_file() && matches!(ending, Some("md" | "txt")) {
            found.push(entry.into_path());
        }
    }
    let few = found.len() < 5;
    let mut taken = Vec::new();
    for file in found {
        let draws = (lot.below(every), lot.chance(5), lot.chance(6));
        let (chosen, left_out, noted) = (draws.0 == 0, draws.1 && !few, draws.2 && notes);
        if !chosen {
            continue;
        }
        let below = file.strip_prefix(source).map_err(|e| said(&e))?;
        let path = target.join(below);
        let bytes = fs::read(&file).map_err(|e| said(&e))?;
        let Ok(mut text) = String::from_utf8(bytes) else { continue };
        if noted {
            text = with_notes(&text, lot);
        }
        if write && !left_out {
            fs::create_dir_all(path.parent().unwrap_or(target)).map_err(|e| said(&e))?;
            fs::write(&path, text.replace(DIGITS, "")).map_err(|e| said(&e))?;
        }
        taken.push((Doc::new(path, None, form, text, noted), !left_out));
    }
    Ok(taken)
}

fn records(
    source: &Path,
    target: &Path,
    write: bool,
    left_out: &mut dyn FnMut(&str) -> bool,
) -> Result<Taken, String> {
    let all = fs::read_to_string(source).map_err(|e| e.to_string())?;
    let path = target.join("docs.jsonl");
    let (mut kept_lines, mut taken) = (String::new(), Vec::new());
    for line in all.lines() {
        let record: serde_json::Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
        let field = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
        let kept = !left_out(line);
        if kept {
            kept_lines.push_str(line);
            kept_lines.push('\n');
        }
        let (key, text) = (Some(field("id")), field("text"));
        let doc = Doc::new(path.clone(), key, Form::Record, text, false);
        taken.push((doc, kept));
    }
    if write {
        fs::create_dir_all(target).map_err(|e| e.to_string())?;
        fs::write(&path, kept_lines).map_err(|e| e.to_string())?;
    }
    Ok(taken)
}

/// The text with the digits of notes glued to some of its words, as files lose raised letters.
fn with_notes(text: &str, lot: &mut Lot) -> String {
    let mut out = String::with_capacity(text.len());
    let mut note = 0;
    for line in text.split_inclusive('\n') {
        for piece in line.split_inclusive(' ') {
            let word = piece.trim_end();
            let stem = word.trim_end_matches(['.', ',', '”']);
            let long = stem.len() > 3 && stem.chars().all(char::is_lowercase);
            out.push_str(word);
            let share = if stem == word { 1 } else { 12 };
            if long && stem.len() + 3 > word.len() && lot.chance(share) {
                note += 1;
                out.push_str(&format!("{DIGITS}{note}{DIGITS}"));
            }
            out.push_str(&piece[word.len()..]);
        }
    }
    out
}

/// Whether somebody would quote it: running words, no table, no leader dots, no address.
fn reads_well(words: &[Word]) -> bool {
    let wordlike = |word: &&Word| {
        word.text.chars().filter(|c| c.is_alphabetic()).count() * 10
            >= word.text.chars().count() * 6
    };
    let odd = |word: &Word| {
        word.text.chars().count() > 30
            || word.text.contains("://")
            || word.text.contains('_')
            || word.dirt.contains(&Dirt::Torn)
    };
    words.iter().filter(wordlike).count() * 10 >= words.len() * 7 && !words.iter().any(odd)
}

/// A length from 5 to 60 words: short, middling and long ones alike.
pub fn length(lot: &mut Lot) -> usize {
    const SPREAD: [(usize, usize); 5] = [(5, 8), (9, 11), (12, 20), (21, 35), (36, 60)];
    let (least, most) = SPREAD[lot.below(SPREAD.len())];
    lot.between(least, most)
}

/// A stretch of the words of one paragraph: usually from the beginning of a sentence, often to the
/// end of one.
pub fn stretch(words: &[Word], lot: &mut Lot) -> Option<(usize, usize)> {
    let wanted = length(lot);
    let mut start = lot.below(words.len());
    if lot.chance(70) {
        let ends = (start..words.len()).take(80).find(|at| ends_sentence(words, *at));
        start = ends? + 1;
    }
    let paragraph = words.get(start)?.paragraph;
    let same = words[start..].iter().take(60);
    let most = same.take_while(|word| word.prose && word.paragraph == paragraph).count();
    let mut count = wanted.min(most);
    if lot.chance(60) {
        let end = (start..start + count).rev().find(|at| ends_sentence(words, *at));
        count = end.map_or(count, |end| end + 1 - start);
    }
    (count >= 5).then_some((start, start + count))
}

/// The sentences of the running text: first word and the one after the last.
pub fn sentences(words: &[Word]) -> Vec<(usize, usize)> {
    let (mut found, mut start) = (Vec::new(), 0);
    for at in 0..words.len() {
        let last = words.get(at + 1).is_none_or(|next| next.paragraph != words[at].paragraph);
        if last || ends_sentence(words, at) {
            if words[at].prose && ends_sentence(words, at) {
                found.push((start, at + 1));
            }
            start = at + 1;
        }
    }
    found
}

impl Pool {
    fn of(docs: &[Doc], streams: &mut Streams, lot: &mut Lot) -> Pool {
        let (mut small, mut large) = (HashMap::<String, u32>::new(), HashMap::<String, u32>::new());
        let mut running = Vec::new();
        for doc in docs {
            let words = words(doc.form, &doc.text);
            streams.add(&words);
            for (at, word) in words.iter().enumerate().filter(|(_, word)| word.prose) {
                let core = kinds::core(&word.text);
                if core.is_empty() || !core.chars().all(char::is_alphabetic) {
                    continue;
                }
                if running.len() < 200_000 && lot.chance(20) {
                    running.push(core.to_lowercase());
                }
                if core.chars().all(char::is_lowercase) {
                    *small.entry(core.to_owned()).or_default() += 1;
                } else if at > 0
                    && kinds::is_capitalised(core)
                    && !ends_sentence(&words, at - 1)
                    && words[at - 1].paragraph == word.paragraph
                {
                    *large.entry(core.to_owned()).or_default() += 1;
                }
            }
        }
        let is_name = |name: &str, count: u32| {
            let as_word = small.get(&name.to_lowercase()).copied().unwrap_or(0);
            count >= 4 && as_word * 20 < count && kinds::may_be_name(name)
        };
        let names = ranked(&large, 600, |name, count| is_name(name, count));
        let words = ranked(&small, 2500, |word, count| count >= 5 && kinds::is_common(word, 3));
        Pool { words, names, running }
    }
}

fn ranked(
    counts: &HashMap<String, u32>,
    most: usize,
    fits: impl Fn(&str, u32) -> bool,
) -> Vec<String> {
    let mut by_count: BTreeMap<(u32, &str), ()> = BTreeMap::new();
    for (word, count) in counts {
        if fits(word, *count) {
            by_count.insert((u32::MAX - *count, word), ());
        }
    }
    by_count.into_keys().take(most).map(|(_, word)| word.to_owned()).collect()
}
