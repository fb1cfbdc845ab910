//! The index gives for ten thousand random queries what a reader would find who compares every
//! word of the stored text with every other.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;
use std::rc::Rc;

use pincite::document::DocumentId;
use pincite::index::{Snapshot, Wanted};
use pincite::names::Gazetteer;
use pincite::search::SearchRequest;
use pincite::search::extent::printed_on;
use pincite::search::search::Ground;
use pincite::store::Store;
use pincite::text::spelling::other_spellings;
use pincite::text::{Analysis, tokens};

use super::brute::{Far, How, Place, Reading, has_shape, is_like};
use crate::scratch::Scratch;

/// Numbers that look random and are always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Something with a place in a text.
#[derive(Clone, Debug)]
enum Thing {
    Word(String),
    Phrase(Vec<String>),
    Exact(Vec<String>),
    Shape(String),
    Like(String, u8),
    Any(Vec<Thing>),
    Near(How, Box<[Thing; 2]>),
}

/// A query.
#[derive(Clone, Debug)]
enum Asked {
    Thing(Thing),
    All(Vec<Asked>),
    Any(Vec<Asked>),
    Without(Box<Asked>, Thing),
    /// What has to be there, then what may.
    List(Vec<Thing>, Vec<Thing>),
}

/// A way to make queries from the words of a text.
struct Maker<'a> {
    dice: Dice,
    words: &'a [String],
    shapes: &'a [&'a str],
}

impl Maker<'_> {
    fn word(&mut self) -> String {
        self.dice.one(self.words).clone()
    }

    fn thing(&mut self, depth: usize) -> Thing {
        let kind = self.dice.below(if depth == 0 { 14 } else { 22 });
        match kind {
            0..8 => Thing::Word(self.word()),
            8..10 => {
                let mut places: Vec<String> =
                    (0..2 + self.dice.below(2)).map(|_| self.word()).collect();
                if self.dice.below(4) == 0 {
                    places.insert(1, "*".to_owned());
                }
                if self.dice.below(3) == 0 {
                    places[0] = (*self.dice.one(self.shapes)).to_owned();
                }
                Thing::Phrase(places)
            }
            10 => Thing::Exact((0..1 + self.dice.below(2)).map(|_| self.word()).collect()),
            11 | 12 => Thing::Shape((*self.dice.one(self.shapes)).to_owned()),
            13 => {
                let mut word: Vec<char> = self.word().chars().collect();
                let (at, other) = (self.dice.below(word.len()), self.dice.below(word.len()));
                word.swap(at, other);
                Thing::Like(word.into_iter().collect(), 1 + self.dice.below(2) as u8)
            }
            14 | 15 => {
                Thing::Any((0..2 + self.dice.below(2)).map(|_| self.thing(depth - 1)).collect())
            }
            _ => self.near(depth),
        }
    }

    fn near(&mut self, depth: usize) -> Thing {
        let far = match self.dice.below(8) {
            0 | 1 => Far::Sentence,
            2 => Far::Paragraph,
            3 => Far::Words(1 + self.dice.below(40)),
            _ => Far::Words(1 + self.dice.below(6)),
        };
        let how = How { far, ordered: self.dice.below(3) == 0, negated: self.dice.below(6) == 0 };
        let deeper = depth.saturating_sub(1);
        Thing::Near(how, Box::new([self.thing(deeper), self.thing(deeper)]))
    }

    fn asked(&mut self) -> Asked {
        match self.dice.below(12) {
            0..7 => Asked::Thing(self.near(2)),
            7 => Asked::Thing(self.thing(1)),
            8 => Asked::All((0..2).map(|_| Asked::Thing(self.thing(2))).collect()),
            9 => Asked::Any((0..2).map(|_| Asked::Thing(self.thing(2))).collect()),
            10 => Asked::Without(Box::new(Asked::Thing(self.near(1))), self.thing(1)),
            _ => Asked::List(vec![self.near(1)], vec![Thing::Word(self.word())]),
        }
    }

    /// One of the ways to write a thing; `bare` where it needs no bracket.
    fn write(&mut self, thing: &Thing, bare: bool) -> String {
        let written = match thing {
            Thing::Word(word) => return word.clone(),
            Thing::Phrase(places) => return format!("\"{}\"", places.join(" ")),
            Thing::Exact(words) => return format!("=\"{}\"", words.join(" ")),
            Thing::Shape(shape) => {
                let beginning = shape.strip_suffix('*').filter(|s| !s.contains(['*', '?']));
                return match beginning.filter(|_| self.dice.below(3) == 0) {
                    Some(beginning) => format!("{beginning}!"),
                    None => shape.clone(),
                };
            }
            Thing::Like(word, letters) => return format!("{word}~{letters}"),
            Thing::Any(things) => {
                let things: Vec<_> = things.iter().map(|t| self.write(t, true)).collect();
                return format!("({})", things.join(" OR "));
            }
            Thing::Near(how, sides) => {
                // A chain is read from the left, so the first side needs no bracket.
                let chain = bare && self.dice.below(2) == 0;
                let left = self.write(&sides[0], chain);
                let right = self.write(&sides[1], false);
                format!("{left} {} {right}", self.sign(*how))
            }
        };
        if bare { written } else { format!("({written})") }
    }

    fn sign(&mut self, how: How) -> String {
        let not = match (how.negated, self.dice.below(2)) {
            (false, _) => "",
            (true, 0) => "not ",
            (true, _) => "NOT ",
        };
        let signs: &[&str] = match (how.far, how.ordered) {
            (Far::Words(_), false) => &["w/", "W/", "NEAR/", "near/", "/", "within/", "near", "n/"],
            (Far::Words(_), true) => &["pre/", "PRE/", "ONEAR/", "ADJ/", "adj", "p/"],
            (Far::Sentence, false) => &["/s", "w/s", "w/sent"],
            (Far::Sentence, true) => &["pre/s"],
            (Far::Paragraph, false) => &["/p", "w/p", "/para"],
            (Far::Paragraph, true) => &["pre/p"],
        };
        let sign = self.dice.one(signs);
        match how.far {
            Far::Words(n) => format!("{not}{sign}{n}"),
            _ => format!("{not}{sign}"),
        }
    }

    fn query(&mut self, asked: &Asked) -> String {
        match asked {
            Asked::Thing(thing) => self.write(thing, true),
            Asked::All(parts) => self.joined(parts, " AND "),
            Asked::Any(parts) => self.joined(parts, " OR "),
            Asked::Without(part, thing) => {
                let not = *self.dice.one(&[" NOT ", " AND NOT ", " -"]);
                let part = self.query(part);
                format!("+({part}){not}({})", self.write(thing, true))
            }
            Asked::List(needed, wanted) => {
                let all = needed.iter().chain(wanted);
                let all: Vec<_> = all.map(|thing| self.write(thing, false)).collect();
                all.join(" ")
            }
        }
    }

    fn joined(&mut self, parts: &[Asked], by: &str) -> String {
        let parts: Vec<_> = parts.iter().map(|part| format!("({})", self.query(part))).collect();
        parts.join(by)
    }
}

/// A passage as it is stored.
struct Passage {
    id: (DocumentId, u32),
    reading: Reading,
    /// Its words by their numbers.
    numbers: Vec<usize>,
    /// The same, each once.
    different: Vec<usize>,
}

/// Whether other forms of a word count.
#[derive(Clone, Copy, PartialEq)]
enum Forms {
    Written,
    All,
}

/// All words that stand in passages, each compared with a test but once.
#[derive(Default)]
struct Lexicon {
    words: Vec<String>,
    /// As written, and with the words of the same stem.
    fitting: [HashMap<String, Rc<Vec<bool>>>; 2],
    analysis: Analysis,
}

impl Lexicon {
    /// Which words a written one, a shape or any word (`*`) stands for.
    fn fitting(&mut self, written: &str, stems: bool) -> Rc<Vec<bool>> {
        if let Some(known) = self.fitting[usize::from(stems)].get(written) {
            return known.clone();
        }
        let stem = self.analysis.stem(written).to_owned();
        let words = std::mem::take(&mut self.words);
        let fits = words.iter().map(|found| match written.split_once('~') {
            Some((word, letters)) => {
                let chars = |word: &str| -> Vec<char> { word.chars().collect() };
                is_like(&chars(word), &chars(found), letters.parse().unwrap())
            }
            None => has_shape(found, written) || (stems && self.analysis.stem(found) == stem),
        });
        let fits: Rc<Vec<bool>> = Rc::new(fits.collect());
        self.words = words;
        self.fitting[usize::from(stems)].insert(written.to_owned(), fits.clone());
        fits
    }

    /// Where words stand one after the other, each any of these.
    fn run(&mut self, passage: &Passage, places: &[Vec<String>], stems: bool) -> Vec<Place> {
        let places: Vec<Vec<_>> = places
            .iter()
            .map(|place| place.iter().map(|word| self.fitting(word, stems)).collect())
            .collect();
        let stands = |place: &Vec<Rc<Vec<bool>>>| {
            passage.different.iter().any(|word| place.iter().any(|fits| fits[*word]))
        };
        if !places.iter().all(stands) {
            return Vec::new();
        }
        let fits = |at: usize| {
            let words = passage.numbers[at..].iter();
            places.iter().zip(words).all(|(place, word)| place.iter().any(|fits| fits[*word]))
        };
        let starts = 0..(passage.numbers.len() + 1).saturating_sub(places.len());
        starts.filter(|at| fits(*at)).map(|at| (at, at + places.len() - 1)).collect()
    }

    fn places(&mut self, thing: &Thing, passage: &Passage, forms: Forms) -> Vec<Place> {
        match thing {
            Thing::Word(word) => self.run(passage, &[vec![word.clone()]], forms == Forms::All),
            Thing::Phrase(places) => {
                let spellings = |place: &String| match forms {
                    Forms::Written => vec![place.clone()],
                    Forms::All => [vec![place.clone()], other_spellings(place)].concat(),
                };
                self.run(passage, &places.iter().map(spellings).collect::<Vec<_>>(), false)
            }
            Thing::Exact(words) => passage.reading.exact(&words.join(" ")),
            Thing::Shape(shape) => self.run(passage, &[vec![shape.clone()]], false),
            Thing::Like(word, letters) => {
                self.run(passage, &[vec![format!("{word}~{letters}")]], false)
            }
            Thing::Any(things) => {
                things.iter().flat_map(|thing| self.places(thing, passage, forms)).collect()
            }
            Thing::Near(how, sides) => {
                let left = self.places(&sides[0], passage, forms);
                if left.is_empty() {
                    return left;
                }
                // What shuts something out is taken as it is written.
                let forms = if how.negated { Forms::Written } else { forms };
                let right = self.places(&sides[1], passage, forms);
                passage.reading.near(&left, &right, *how)
            }
        }
    }

    fn holds(&mut self, asked: &Asked, passage: &Passage, forms: Forms) -> bool {
        let mut stands = |thing: &Thing, forms| !self.places(thing, passage, forms).is_empty();
        match asked {
            Asked::Thing(thing) => stands(thing, forms),
            Asked::List(needed, _) => needed.iter().all(|thing| stands(thing, forms)),
            Asked::Without(part, thing) => {
                !stands(thing, Forms::Written) && self.holds(part, passage, forms)
            }
            Asked::All(parts) => parts.iter().all(|part| self.holds(part, passage, forms)),
            Asked::Any(parts) => parts.iter().any(|part| self.holds(part, passage, forms)),
        }
    }
}

/// Asks the index in `folder` so many queries made of `words`, and brute force the same.
fn compare(folder: &Path, maker: &mut Maker<'_>, forms: Forms, queries: usize) {
    let snapshot = Snapshot::open(folder).unwrap();
    let state = snapshot.state();
    let store = Store::open(folder, state.state, &state.records).unwrap();
    let (mut passages, mut texts) = (Vec::new(), BTreeMap::new());
    let (mut lexicon, mut numbers) = (Lexicon::default(), HashMap::new());
    for row in store.rows().unwrap() {
        let stored = store.document(&row).unwrap();
        for passage in &stored.passages {
            let text = passage.span.slice(&stored.document.text).unwrap();
            let id = (stored.document.id, passage.n);
            let reading = Reading::of(text);
            let number = |word: &String| {
                *numbers.entry(word.clone()).or_insert_with(|| {
                    lexicon.words.push(word.clone());
                    lexicon.words.len() - 1
                })
            };
            let numbers: Vec<usize> = reading.words.iter().map(number).collect();
            let mut different = numbers.clone();
            different.sort_unstable();
            different.dedup();
            passages.push(Passage { id, reading, numbers, different });
            texts.insert(id, text.to_owned());
        }
    }
    let ground = Ground { snapshot: &snapshot, store: &store, names: &|| Ok(Gazetteer::shipped()) };
    let wanted = Wanted {
        limit: passages.len(),
        per_document: passages.len(),
        strict: false,
        order: pincite::index::Order::Relevance,
    };
    let (mut empty, mut full) = (0, 0);
    for _ in 0..queries {
        let asked = maker.asked();
        let query = maker.query(&asked);
        let literal = forms == Forms::Written;
        let request = SearchRequest { query: query.clone(), literal, ..SearchRequest::default() };
        let plan = ground.plan_of(&request).unwrap();
        let printed = &mut |id, n, printed: &str| Ok(printed_on(&texts[&(id, n)], printed));
        let ranking = snapshot.run(&plan, wanted, printed).unwrap();
        let found: BTreeSet<_> = ranking.found.iter().map(|f| (f.document, f.n)).collect();
        let expected: BTreeSet<_> = passages
            .iter()
            .filter(|passage| lexicon.holds(&asked, passage, forms))
            .map(|passage| passage.id)
            .collect();
        let differ = found.symmetric_difference(&expected).next();
        if let Some(id) = differ {
            let who = if found.contains(id) { "the index" } else { "brute force" };
            panic!("{query}\n{who} alone finds\n{}\n{asked:?}", texts[id]);
        }
        empty += usize::from(found.is_empty());
        full += usize::from(found.len() == passages.len());
    }
    assert!(empty < queries * 9 / 10, "{empty} of {queries} find nothing");
    assert!(full < queries / 4, "{full} of {queries} find everything");
}

/// Few words, many of them much alike.
const WORDS: [&str; 24] = [
    "radar",
    "radars",
    "defence",
    "defense",
    "defences",
    "labour",
    "labor",
    "laborer",
    "cooperate",
    "cooperation",
    "cooperating",
    "treaty",
    "treaties",
    "of",
    "the",
    "and",
    "woman",
    "women",
    "nation",
    "ration",
    "nations",
    "envoy",
    "envoys",
    "envoi",
];

#[test]
fn generated_texts_are_found_as_by_brute_force() {
    let words = WORDS.map(str::to_owned);
    let shapes = ["wom?n", "lab*r", "*tion", "def*", "env*", "?ation", "*a*", "t*", "rad?r", "zz*"];
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let scratch = Scratch::new();
    for file in 0..8 {
        let mut text = String::from("Kestrel Gazette\n\n");
        for _ in 0..3 + dice.below(6) {
            for _ in 0..1 + dice.below(4) {
                let length = 2 + dice.below(9);
                let sentence: Vec<_> = (0..length).map(|_| *dice.one(&WORDS)).collect();
                let mut sentence = sentence.join(" ");
                sentence[..1].make_ascii_uppercase();
                text.push_str(&sentence);
                text.push_str(dice.one::<&str>(&[". ", "; then ", "? ", ", "]));
            }
            text.push_str("Radar.\n\n");
        }
        scratch.write(&format!("{file}.txt"), text);
    }
    scratch.ingest();
    let mut maker = Maker { dice, words: &words, shapes: &shapes };
    compare(&scratch.index(), &mut maker, Forms::All, 4_000);
    compare(&scratch.index(), &mut maker, Forms::Written, 3_000);
}

#[test]
fn real_texts_are_found_as_by_brute_force() {
    let scratch = Scratch::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for entry in fs::read_dir(root.join("tests/corpus")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for token in tokens(&text) {
            *counts.entry(token.term).or_default() += 1;
        }
        scratch.write(&path.file_name().unwrap().to_string_lossy(), text);
    }
    scratch.ingest();
    // Words that are common enough to meet, in small letters throughout: others are read as names,
    // as two words, or as something else.
    let plain = |word: &str| word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase());
    let is_operator = |word: &str| matches!(word, "and" | "or" | "not");
    let words: Vec<String> = counts
        .into_iter()
        .filter(|(word, count)| *count > 7 && plain(word) && !is_operator(word))
        .map(|(word, _)| word)
        .collect();
    assert!(words.len() > 100, "{}", words.len());
    let shapes = ["se*", "*tion", "s?me", "p*ce", "*ed", "a*t", "w?s", "th*s", "*ing"];
    let mut maker = Maker { dice: Dice(0x2545_f491_4f6c_dd1d), words: &words, shapes: &shapes };
    compare(&scratch.index(), &mut maker, Forms::Written, 3_000);
}
