//! Words written apart, with a hyphen or as one: `coproduction`, `co-production`, `co production`.
//!
//! They meet here and not in the terms of a text, because only the corpus knows which words are
//! written both ways. A word written as one is also looked for as two neighbours, if they stand so
//! somewhere; two with a hyphen between them also as one, if that stands somewhere; two with a
//! space only if the two ways are about equally common, since any two words may meet.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::ops::Range;
use std::sync::LazyLock;

use super::alias::{Neighbours, OtherForms};
use super::expand::{Expansion, Vocabulary};
use super::plan::{Form, Pattern, Reason, TextField};
use crate::text::spelling::other_spellings;
use crate::text::{Analysis, Token, tokens};

/// Small words: no word is made of one of them and another.
const SMALL: &str = "\
    a able about above after age all also an and ant any are as at ate be been but by can could \
    did do does down each ear eat end even ever every few for from had has have her here him his \
    how i ice if in into ion is it its just king less lie like made make man many may me men \
    more most much must my no nor not now of off on once one only or other our out over own par \
    red ring same sat set shall she should sin sing so some son such ten than that the their \
    them then there these they this those ting to too under up upon us use very was we well were \
    what when where which while who whom whose why will with would yes yet you your";

/// Beginnings of two letters that are written with a hyphen.
const SHORT_BEGINNINGS: [&str; 3] = ["co", "re", "de"];

/// Beginnings that are no words of their own: what follows one after a space belongs to it.
const BEGINNINGS: [&str; 16] = [
    "co", "re", "non", "anti", "multi", "pre", "inter", "sub", "semi", "neo", "macro", "micro",
    "geo", "socio", "infra", "ultra",
];

/// A part of a word is no shorter, but for the beginnings.
const SHORTEST: usize = 3;
/// Of the places where a word could be parted, at most so many are looked at in the index.
const MOST_PARTINGS: usize = 6;
/// The word as one is at most so many times as common as the two that were typed with a space, and
/// they as it: `securitycouncil` is a slip of the scanner.
const MOST_TIMES: u64 = 20;
/// Two neighbours this many times rarer than the word as one are a broken line, and so may be those
/// that stand once.
const MOST_TIMES_AS_ONE: u64 = 50;
/// The same for those that stand in one passage.
const MOST_TIMES_ONCE: u64 = 10;
/// Other ways to write a phrase.
const MOST_PHRASES: usize = 8;
/// So many different words, and pairs of them, of a query are looked at; each may be several
/// phrases to the index.
const MOST_WORDS: usize = 64;

/// What is known of the words of a query.
#[derive(Default)]
pub(super) struct Compounds {
    parted: HashMap<String, Option<[String; 2]>>,
    joined: HashMap<(String, String, bool), Option<String>>,
}

impl Compounds {
    fn parted(&mut self, term: &str, vocabulary: &dyn Vocabulary) -> Option<[String; 2]> {
        remembered(&mut self.parted, term.to_owned(), |term| parted(term, vocabulary))
    }

    fn joined(
        &mut self,
        [left, right]: [&str; 2],
        hyphen: bool,
        vocabulary: &dyn Vocabulary,
    ) -> Option<String> {
        let pair = (left.to_owned(), right.to_owned(), hyphen);
        remembered(&mut self.joined, pair, |(left, right, hyphen)| {
            joined(left, right, *hyphen, vocabulary)
        })
    }
}

/// What is known of `key`, looked up the first time; nothing where too much is known already.
fn remembered<K: Eq + Hash, V: Clone>(
    known: &mut HashMap<K, Option<V>>,
    key: K,
    look_up: impl FnOnce(&K) -> Option<V>,
) -> Option<V> {
    match known.get(&key) {
        Some(found) => found.clone(),
        None if known.len() == MOST_WORDS => None,
        None => {
            let found = look_up(&key);
            known.insert(key, found.clone());
            found
        }
    }
}

impl OtherForms {
    /// Gives the words the forms in which they are written together or apart.
    pub(super) fn find_compounds(
        &mut self,
        words: &Neighbours,
        vocabulary: &dyn Vocabulary,
        analysis: &mut Analysis,
    ) -> Vec<Expansion> {
        let mut expansions = Vec::new();
        let mut note = |from: String, to: String| {
            let why = Reason::Spelling.name();
            expansions.push(Expansion { from, to: vec![to], why });
        };
        for i in 0..words.len() {
            if let Some(parts) = self.compounds.parted(words.term(i), vocabulary) {
                note(words.typed(&(i..i + 1)), parts.join(" "));
                let form = next_to_each_other(&parts, vocabulary, analysis);
                self.add(words.leaf(i), form);
            }
            if i == 0 {
                continue;
            }
            let pair = [words.term(i - 1), words.term(i)];
            if let Some(joined) = self.compounds.joined(pair, words.hyphen_before(i), vocabulary) {
                note(words.typed(&(i - 1..i + 1)), joined.clone());
                let form = one_word(joined, analysis);
                self.add(words.leaf(i - 1), form.clone());
                self.add(words.leaf(i), form);
            }
        }
        expansions
    }
}

/// A closed word as two neighbours: the parting that is commonest in the corpus.
pub fn parted(term: &str, vocabulary: &dyn Vocabulary) -> Option<[String; 2]> {
    let closed = vocabulary.passages(term);
    let candidates = partings(term)
        .filter(|(left, right)| vocabulary.passages(left) > 0 && vocabulary.passages(right) > 0);
    candidates
        .take(MOST_PARTINGS)
        .map(|(left, right)| {
            let parts = [left.to_owned(), right.to_owned()];
            (vocabulary.passages_with_phrase(&parts.each_ref().map(|p| vec![p.clone()])), parts)
        })
        .filter(|(passages, _)| {
            let most = if *passages == 1 { MOST_TIMES_ONCE } else { MOST_TIMES_AS_ONE };
            *passages > 0 && passages.saturating_mul(most) >= closed
        })
        .max_by_key(|(passages, _)| *passages)
        .map(|(_, parts)| parts)
}

/// The places where a word could be parted.
fn partings(term: &str) -> impl Iterator<Item = (&str, &str)> {
    let ascii = term.is_ascii();
    (1..term.len()).filter(move |_| ascii).map(|at| term.split_at(at)).filter(|(left, right)| {
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let letters = |s: &str| s.bytes().all(|b| b.is_ascii_lowercase());
        if digits(left) {
            // Thousands: `20000` and `20 000`.
            return digits(right) && right.len() == 3 && left.len() < 4 && left.len() > 1;
        }
        if letters(left) && right.starts_with(|c: char| c.is_ascii_digit()) {
            // A designation: `mq9b`.
            return left.len() <= 4 && (left.len() == 1 || !is_small(left));
        }
        letters(term) && may_be_two(left, right)
    })
}

fn is_small(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| SMALL.split(' ').collect());
    WORDS.contains(word)
}

/// Whether two words of letters could be one, as far as they themselves say.
fn may_be_two(left: &str, right: &str) -> bool {
    let begins = SHORT_BEGINNINGS.contains(&left)
        && right.len() > SHORTEST
        && (left == "co" || right.starts_with('e'));
    let long = |word: &str| word.len() >= SHORTEST && !is_small(word);
    long(right) && (begins || long(left))
}

/// Two neighbours as one word, if that stands in the corpus.
pub fn joined(
    left: &str,
    right: &str,
    hyphen: bool,
    vocabulary: &dyn Vocabulary,
) -> Option<String> {
    let joined = format!("{left}{right}");
    let digit = |c: char| c.is_ascii_digit();
    let possible = match hyphen {
        // `2025-26` is no number.
        true if left.ends_with(digit) && right.starts_with(digit) => false,
        true => joined.len() > SHORTEST && !is_small(&joined),
        false => partings(&joined).any(|parts| parts == (left, right)),
    };
    let passages = if possible { vocabulary.passages(&joined) } else { 0 };
    let sure = hyphen || BEGINNINGS.contains(&left) || left.bytes().all(|b| b.is_ascii_digit());
    if passages == 0 || sure {
        return Some(joined).filter(|_| passages > 0);
    }
    let apart = vocabulary.passages_with_phrase(&[vec![left.to_owned()], vec![right.to_owned()]]);
    let alike = passages <= apart.saturating_mul(MOST_TIMES)
        && apart <= passages.saturating_mul(MOST_TIMES);
    alike.then_some(joined)
}

/// The terms of a name with the words that a hyphen parts as one, where those stand in the corpus;
/// none where that changes nothing.
pub(super) fn without_hyphens(name: &str, vocabulary: &dyn Vocabulary) -> Option<Vec<String>> {
    let mut terms: Vec<String> = Vec::new();
    let (mut end, mut changed) = (0, false);
    for token in tokens(name) {
        let hyphen = name.get(end..token.span.range().start) == Some("-");
        end = token.span.range().end;
        match terms.last_mut() {
            Some(last) if hyphen => match joined(last, &token.term, true, vocabulary) {
                Some(one) => (*last, changed) = (one, true),
                None => terms.push(token.term),
            },
            _ => terms.push(token.term),
        }
    }
    changed.then_some(terms)
}

/// The other ways in which the words of a phrase may be written together or apart: each of them
/// alone, then all. `tokens` are those of `text`, `places` their spellings.
pub(super) fn phrases(
    text: &str,
    tokens: &[Token],
    places: &[Vec<String>],
    vocabulary: &dyn Vocabulary,
) -> Vec<(Vec<Vec<String>>, String)> {
    let mut changes: Vec<(Range<usize>, Vec<Vec<String>>)> = Vec::new();
    for (i, token) in tokens.iter().enumerate().take(MOST_WORDS) {
        if let Some(parts) = parted(&token.term, vocabulary) {
            changes.push((i..i + 1, parts.into_iter().map(spellings).collect()));
        }
        let Some(next) = tokens.get(i + 1) else { continue };
        let between = text.get(token.span.end as usize..next.span.start as usize);
        if between == Some("$") {
            // `US$20` is `$20` as well.
            changes.push((i..i + 1, Vec::new()));
        }
        let hyphen = between.is_some_and(|b| !b.contains(char::is_whitespace));
        if let Some(joined) = joined(&token.term, &next.term, hyphen, vocabulary) {
            changes.push((i..i + 2, vec![spellings(joined)]));
        }
    }
    changes.truncate(MOST_PHRASES);
    let changed = |changes: &[(Range<usize>, Vec<Vec<String>>)]| {
        let mut out = places.to_vec();
        let mut free = out.len();
        for (range, new) in changes.iter().rev().filter(|(range, _)| range.end <= places.len()) {
            if range.end <= free {
                out.splice(range.clone(), new.iter().cloned());
                free = range.start;
            }
        }
        let shown: Vec<&str> = out.iter().map(|place| place[0].as_str()).collect();
        let shown = shown.join(" ");
        (out, shown)
    };
    let mut out: Vec<_> = changes.iter().map(|c| changed(std::slice::from_ref(c))).collect();
    if changes.len() > 1 {
        out.push(changed(&changes));
    }
    out
}

fn spellings(term: String) -> Vec<String> {
    let others = other_spellings(&term);
    std::iter::once(term).chain(others).collect()
}

/// Two neighbours, the second in singular and plural.
fn next_to_each_other(
    parts: &[String; 2],
    vocabulary: &dyn Vocabulary,
    analysis: &mut Analysis,
) -> Form {
    let mut places: Vec<Vec<String>> = parts.iter().cloned().map(spellings).collect();
    let last = &parts[1];
    let other = last.strip_suffix('s').map_or_else(|| format!("{last}s"), str::to_owned);
    let stem = analysis.stem(last).to_owned();
    if analysis.stem(&other) == stem && vocabulary.passages(&other) > 0 {
        places[1].push(other);
    }
    Form { pattern: Pattern::Phrase { field: TextField::Plain, places }, why: Reason::Spelling }
}

fn one_word(joined: String, analysis: &mut Analysis) -> Form {
    let term = analysis.stem(&joined).to_owned();
    Form { pattern: Pattern::Term { field: TextField::Stem, term }, why: Reason::Spelling }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::{Compounds, MOST_PARTINGS, MOST_WORDS};
    use crate::query::expand::Vocabulary;
    use crate::query::shape::Shape;

    /// Every word stands somewhere, next to every other; counts the phrases that are asked for.
    #[derive(Default)]
    struct Everything(Cell<usize>);

    impl Vocabulary for Everything {
        fn with_prefix(&self, _: &str, _: usize) -> Vec<(String, u64)> {
            Vec::new()
        }

        fn passages(&self, _: &str) -> u64 {
            1
        }

        fn passages_with_phrase(&self, _: &[Vec<String>]) -> u64 {
            self.0.set(self.0.get() + 1);
            1
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

    #[test]
    fn a_long_query_asks_for_a_bounded_number_of_phrases() {
        let vocabulary = Everything::default();
        let mut compounds = Compounds::default();
        let word = |i: usize| {
            let letter = |n: usize| char::from(b'b' + (n % 16) as u8);
            format!("{}{}{}gunboats", letter(i), letter(i / 16), letter(i / 256))
        };
        let first = compounds.parted(&word(0), &vocabulary);
        assert!(first.is_some());
        let asked = vocabulary.0.get();
        assert_eq!(compounds.parted(&word(0), &vocabulary), first);
        assert_eq!(vocabulary.0.get(), asked, "a word is looked up once");
        for i in 0..2000 {
            compounds.parted(&word(i), &vocabulary);
            compounds.joined([&word(i), &word(i + 1)], false, &vocabulary);
        }
        assert!(vocabulary.0.get() <= MOST_WORDS * (MOST_PARTINGS + 1), "{}", vocabulary.0.get());
        assert_eq!(compounds.parted(&word(0), &vocabulary), first);
    }
}
