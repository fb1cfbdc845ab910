//! The test set: altered, genuine and absent quotations, each with the place it was taken from.

use std::collections::BTreeMap;
use std::path::PathBuf;

use pincite::verify::Class;

use crate::alter::{ALTERATIONS, Ground, OVER_NEGATION, as_sentence, spliced};
use crate::corpus::{Corpus, Run, length, sentences, stretch};
use crate::lot::Lot;
use crate::noise::{MIXED, NOISES, Noise};
use crate::reading::{BREAK, Dirt, Word, ends_sentence};
use crate::words::is_common;

/// What a quotation must be found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    Altered,
    /// Words with a negation left out, by an ellipsis that says so.
    Elided,
    Genuine,
    Absent,
}

/// A quotation with what is known of it.
pub struct Item {
    pub family: Family,
    pub class: &'static str,
    pub text: String,
    /// What it was made of.
    pub original: String,
    /// The class of difference it must be given.
    pub expected: Option<Class>,
    /// Words touched; 0: none, or not to be counted.
    pub changed: usize,
    pub words: usize,
    pub place: Option<Place>,
    pub dirt: Vec<Dirt>,
}

/// Where words were taken from.
pub struct Place {
    pub path: PathBuf,
    pub key: Option<String>,
    /// First and last line of each piece.
    pub lines: Vec<(u32, u32)>,
}

/// The quotations, and how many were thrown out because they stand in a kept file all the same.
#[derive(Default)]
pub struct TestSet {
    pub items: Vec<Item>,
    pub thrown_out: BTreeMap<&'static str, usize>,
}

/// How many of each family.
#[derive(Clone, Copy)]
pub struct Sizes {
    pub altered: usize,
    pub genuine: usize,
    pub absent: usize,
}

/// What stands in the running text itself, as classes of genuine quotations.
const DIRTY: [(&str, Wanted); 8] = [
    ("over a page mark", Wanted::Dirt(Dirt::PageMark)),
    ("over a note mark", Wanted::Dirt(Dirt::NoteMark)),
    ("over markup", Wanted::Dirt(Dirt::Markup)),
    ("over note digits", Wanted::Dirt(Dirt::NoteDigits)),
    ("source breaks a word: joined", Wanted::Broken("")),
    ("source breaks a word: hyphen kept", Wanted::Broken("-")),
    ("source's own ellipsis or brackets", Wanted::Brackets),
    ("crossing paragraphs", Wanted::Crossing),
];

#[derive(Clone, Copy, PartialEq)]
enum Wanted {
    Clean,
    Anything,
    Dirt(Dirt),
    Broken(&'static str),
    Brackets,
    Crossing,
}

const TRIES: usize = 3000;

impl TestSet {
    /// Makes it, the same for the same seed and files.
    pub fn make(corpus: &Corpus, seed: u64, sizes: Sizes) -> TestSet {
        let mut set = TestSet::default();
        let each = sizes.altered.div_ceil(ALTERATIONS.len() + 2);
        for (class, expected, alteration) in ALTERATIONS {
            let family = if class == OVER_NEGATION { Family::Elided } else { Family::Altered };
            set.fill(class, each, corpus, seed, |lot| {
                let run = draw(corpus, Wanted::Anything, lot)?;
                let pool = &corpus.pools[run.group];
                let ground = Ground { run: &run, pool, tokens: typed(&run, lot) };
                let (tokens, changed) = alteration(ground, lot)?;
                let text = tokens.join(" ");
                Some(Item {
                    expected: Some(expected),
                    changed,
                    ..item(family, class, text, &run, corpus)
                })
            });
        }
        for (class, far) in
            [("spliced: one sentence left out", false), ("spliced: far apart", true)]
        {
            set.fill(class, each, corpus, seed, |lot| splice(corpus, class, far, lot));
        }
        let each = sizes.genuine.div_ceil(NOISES.len() + DIRTY.len() + 1);
        for (class, noise) in NOISES {
            let wanted = if class == "as is" { Wanted::Anything } else { Wanted::Clean };
            set.fill(class, each, corpus, seed, |lot| {
                genuine(corpus, class, wanted, &[noise], lot)
            });
        }
        set.fill("mixed", each, corpus, seed, |lot| {
            let count = lot.between(2, 3);
            let noises: Vec<Noise> = (0..count).filter_map(|_| lot.pick(&MIXED).copied()).collect();
            genuine(corpus, "mixed", Wanted::Anything, &noises, lot)
        });
        for (class, wanted) in DIRTY {
            set.fill(class, each, corpus, seed, |lot| genuine(corpus, class, wanted, &[], lot));
        }
        let each = sizes.absent.div_ceil(4);
        set.fill("left out", each, corpus, seed, |lot| left_out(corpus, lot));
        set.fill("invented: shuffled", each, corpus, seed, |lot| shuffled(corpus, lot));
        set.fill("invented: refilled", each, corpus, seed, |lot| refilled(corpus, lot));
        set.fill("invented: halves", each, corpus, seed, |lot| halves(corpus, lot));
        set
    }

    /// Adds up to `count` quotations that `make` gives and that no kept file holds, unless they are
    /// meant to stand there.
    fn fill(
        &mut self,
        class: &'static str,
        count: usize,
        corpus: &Corpus,
        seed: u64,
        make: impl Fn(&mut Lot) -> Option<Item>,
    ) {
        let mut lot = Lot::new(seed, class);
        let (mut made, mut tries) = (0, 0);
        while made < count && tries < count * TRIES {
            tries += 1;
            let Some(item) = make(&mut lot) else { continue };
            let false_if_held = matches!(item.family, Family::Altered | Family::Absent);
            if false_if_held && corpus.streams.hold(&item.text) {
                *self.thrown_out.entry(class).or_default() += 1;
                continue;
            }
            made += 1;
            self.items.push(item);
        }
    }
}

fn item(family: Family, class: &'static str, text: String, run: &Run, corpus: &Corpus) -> Item {
    let doc = &corpus.kept[run.doc];
    let place = Place { path: doc.path.clone(), key: doc.key.clone(), lines: vec![run.lines()] };
    Item {
        family,
        class,
        words: text.split_whitespace().count(),
        text,
        original: run.tokens().join(" ").replace(BREAK, "-/"),
        expected: None,
        changed: 0,
        place: Some(place),
        dirt: run.dirt().into_iter().collect(),
    }
}

fn absent(class: &'static str, text: String, original: String) -> Option<Item> {
    let words = text.split_whitespace().count();
    let item = Item {
        family: Family::Absent,
        class,
        text,
        original,
        expected: None,
        changed: 0,
        words,
        place: None,
        dirt: Vec::new(),
    };
    (words >= 5).then_some(item)
}

/// The words of a run as somebody types them: of a word that the source breaks, with or without the
/// hyphen.
fn typed(run: &Run, lot: &mut Lot) -> Vec<String> {
    let mut tokens = run.tokens();
    for token in &mut tokens {
        if token.contains(BREAK) {
            *token = token.replace(BREAK, if lot.chance(50) { "-" } else { "" });
        }
    }
    tokens
}

/// A run with what is wanted of it.
fn draw(corpus: &Corpus, wanted: Wanted, lot: &mut Lot) -> Option<Run> {
    let (doc, words) = corpus.draw(wanted == Wanted::Dirt(Dirt::NoteDigits), lot)?;
    let tries = if matches!(wanted, Wanted::Clean | Wanted::Anything) { 3 } else { 40 };
    (0..tries).find_map(|_| {
        let (start, end) = match wanted {
            Wanted::Crossing => crossing(words, lot)?,
            _ => stretch(words, lot)?,
        };
        let run = corpus.run(doc, &words[start..end])?;
        let dirt = run.dirt();
        let own = run.words.iter().any(|word| {
            word.text.contains(['[', ']', '…'])
                || word.text.contains("..")
                || word.text.contains("*")
        });
        let fits = match wanted {
            Wanted::Brackets => own,
            _ if own => false,
            Wanted::Clean => dirt.iter().all(|dirt| *dirt == Dirt::LineEnd),
            Wanted::Dirt(one) => dirt.contains(&one),
            Wanted::Broken(_) => dirt.contains(&Dirt::BrokenWord),
            Wanted::Anything | Wanted::Crossing => true,
        };
        fits.then_some(run)
    })
}

/// The end of one paragraph and the beginning of the next, nothing else between.
fn crossing(words: &[Word], lot: &mut Lot) -> Option<(usize, usize)> {
    let crosses = |at: &usize| {
        let (left, right) = (&words[*at], &words[*at + 1]);
        left.paragraph != right.paragraph
            && left.section == right.section
            && left.prose
            && right.prose
            && ends_sentence(words, *at)
            && right.text.starts_with(char::is_uppercase)
    };
    let edges: Vec<usize> = (0..words.len().checked_sub(1)?).filter(crosses).collect();
    let edge = *lot.pick(&edges)?;
    let before = lot.between(4, 30);
    let same = |at: &usize, other: usize| words[*at].paragraph == words[other].paragraph;
    let start = (0..=edge).rev().take(before).take_while(|at| same(at, edge)).last()?;
    let after = lot.between(4, 30);
    let end = (edge + 1..words.len()).take(after).take_while(|at| same(at, edge + 1)).last()?;
    Some((start, end + 1))
}

fn genuine(
    corpus: &Corpus,
    class: &'static str,
    wanted: Wanted,
    noises: &[Noise],
    lot: &mut Lot,
) -> Option<Item> {
    let run = draw(corpus, wanted, lot)?;
    let mut text = match wanted {
        Wanted::Broken(hyphen) => run.tokens().join(" ").replace(BREAK, hyphen),
        Wanted::Crossing => pasted(&run, lot),
        _ => typed(&run, lot).join(" "),
    };
    for noise in noises {
        text = noise(&text, lot)?;
    }
    Some(item(Family::Genuine, class, text, &run, corpus))
}

/// Words of two paragraphs as they are pasted: with a blank between, a line end, or a blank line.
fn pasted(run: &Run, lot: &mut Lot) -> String {
    let between = ["\n\n", "\n", " "][lot.below(3)];
    let mut text = String::new();
    let mut paragraph = run.words[0].paragraph;
    for (at, token) in typed(run, lot).iter().enumerate() {
        if at > 0 {
            let same = run.words[at].paragraph == paragraph;
            text.push_str(if same { " " } else { between });
        }
        paragraph = run.words[at].paragraph;
        text.push_str(token);
    }
    text
}

fn splice(corpus: &Corpus, class: &'static str, far: bool, lot: &mut Lot) -> Option<Item> {
    let (doc, words) = corpus.draw(false, lot)?;
    let [one, two] = (0..4).find_map(|_| spliced(words, far, lot))?;
    let first = corpus.run(doc, &words[one.0..one.1])?;
    let second = corpus.run(doc, &words[two.0..two.1])?;
    let tokens: Vec<String> = [typed(&first, lot), typed(&second, lot)].concat();
    if tokens.iter().any(|token| token.contains(['[', ']', '…']) || token.contains("..")) {
        return None;
    }
    let whole = Run { words: words[one.0..two.1].to_vec(), ..first.clone() };
    let mut item = item(Family::Altered, class, tokens.join(" "), &whole, corpus);
    item.expected = Some(Class::Stitched);
    item.place.as_mut()?.lines = vec![first.lines(), second.lines()];
    Some(item)
}

/// A sentence of a document that is not in the index.
fn left_out(corpus: &Corpus, lot: &mut Lot) -> Option<Item> {
    let (_, words) = corpus.draw_left_out(lot)?;
    let (start, end) = stretch(words, lot)?;
    let run = corpus.run(0, &words[start..end])?;
    let text = typed(&run, lot).join(" ");
    (!text.contains(['[', ']', '…']) && !text.contains("..")).then_some(())?;
    absent("left out", text.clone(), text)
}

/// Words of a corpus as often as they stand there, in no order.
fn shuffled(corpus: &Corpus, lot: &mut Lot) -> Option<Item> {
    let pool = lot.pick(&corpus.pools)?;
    let count = length(lot);
    let words: Option<Vec<String>> = (0..count).map(|_| lot.pick(&pool.running).cloned()).collect();
    absent("invented: shuffled", as_sentence(&words?), String::new())
}

/// A sentence whose longer words are replaced by others: it still has the form of one.
fn refilled(corpus: &Corpus, lot: &mut Lot) -> Option<Item> {
    let run = draw(corpus, Wanted::Clean, lot)?;
    let pool = &corpus.pools[run.group];
    let mut tokens = typed(&run, lot);
    let original = tokens.join(" ");
    let mut changed = 0;
    for token in &mut tokens {
        let core = crate::words::core(token).to_owned();
        if is_common(&core, 4) {
            *token = crate::words::with_core(token, lot.pick(&pool.words)?);
            changed += 1;
        }
    }
    (changed * 3 >= tokens.len()).then_some(())?;
    absent("invented: refilled", tokens.join(" "), original)
}

/// The beginning of one sentence and the end of another, of different documents.
fn halves(corpus: &Corpus, lot: &mut Lot) -> Option<Item> {
    let half = |lot: &mut Lot| {
        let (doc, words) = corpus.draw(false, lot)?;
        let sentences = sentences(words);
        let (start, end) = *lot.pick(&sentences)?;
        Some((corpus.run(doc, &words[start..end.min(start + 60)])?, doc))
    };
    let ((one, first), (two, second)) = (half(lot)?, half(lot)?);
    let (one, two) = (typed(&one, lot), typed(&two, lot));
    let count = one.len().min(two.len()) / 2;
    if first == second || count < 3 {
        return None;
    }
    let tokens = [&one[..count], &two[two.len() - count..]].concat();
    let clean =
        tokens.iter().all(|token| !token.contains(['[', ']', '…']) && !token.contains(".."));
    clean.then_some(())?;
    absent("invented: halves", tokens.join(" "), format!("{} // {}", one.join(" "), two.join(" ")))
}
