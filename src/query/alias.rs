//! Other names: neighbouring words of a query that name something are looked for by its other names
//! as well.
//!
//! Each word of `Defense Innovation Unit` gets the name `DIU` as a further form of its own leaf: a
//! passage that prints the one holds every word of the other, so that counts, what is missing and
//! what is lit need no rule of their own. Which words name what is decided by the gazetteer's guards.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::compound::{self, Compounds};
use super::expand::{Expansion, NameLookup, NamedEntry, Vocabulary};
use super::plan::{Alternatives, Form, Pattern, Reason, TextField};
use crate::names::{Asked, OtherName};
use crate::text::spelling::other_spellings;
use crate::text::token::spelled;
use crate::text::{Analysis, Token, tokens};

/// A name has at most so many words.
const LONGEST_NAME: usize = 12;
/// A word gets at most so many names of one thing.
const MOST_NAMES: usize = 12;
/// Names are looked for at most so many times in a query.
const MOST_RUNS: usize = 64;
/// Letters stand in at most so many passages for each that spells them out, unless they are a word
/// of the language or the letters of many things.
const MOST_A_DEFINITION: u64 = 30;

/// Something that words of a query name, with all its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The thing; none where only a document of the corpus says what is short for what.
    pub entry: Option<NamedEntry>,
    /// Its names, adjectives aside.
    pub names: Vec<OtherName>,
}

impl Known {
    /// Why its names count.
    fn why(&self) -> Reason {
        match &self.entry {
            None => Reason::Definition,
            Some(entry) => Reason::Alias(entry.name.clone()),
        }
    }
}

/// Words of a query next to each other, as they become leaves.
#[derive(Default)]
pub(super) struct Neighbours {
    asked: Asked,
    /// For each term: the word it belongs to (by where it begins in the query), and the number of
    /// its leaf among those of the word.
    leaves: Vec<LeafId>,
    /// What stands before each term in its word; nothing where it begins the word.
    before: Vec<String>,
}

/// A leaf of a word: where the word begins in the query, and which of its leaves it is.
pub(super) type LeafId = (u32, usize);

/// The further forms of the leaves of a query.
#[derive(Default)]
pub(super) struct OtherForms {
    forms: HashMap<LeafId, Vec<Form>>,
    seen: HashSet<u32>,
    pub(super) compounds: Compounds,
}

impl Neighbours {
    /// Adds a term of a leaf, as it was typed, with what stands between the term before it and
    /// itself, if both are of one word.
    pub(super) fn push(&mut self, leaf: LeafId, token: &Token, typed: &str, before: &str) {
        self.asked.push(token.clone(), typed);
        self.leaves.push(leaf);
        self.before.push(before.to_owned());
    }

    /// How many terms there are.
    pub(super) fn len(&self) -> usize {
        self.leaves.len()
    }

    /// Term `i`; empty where there is none.
    pub(super) fn term(&self, i: usize) -> &str {
        self.asked.term(i)
    }

    /// The terms of `run` as they were typed.
    pub(super) fn typed(&self, run: &Range<usize>) -> String {
        let mut out = String::new();
        for i in run.clone() {
            let before = self.before[i].as_str();
            out.push_str(if i == run.start {
                ""
            } else if before.is_empty() {
                " "
            } else {
                before
            });
            out.push_str(&self.asked.typed(&(i..i + 1)));
        }
        out
    }

    /// The leaf of term `i`.
    pub(super) fn leaf(&self, i: usize) -> LeafId {
        self.leaves[i]
    }

    /// Whether a hyphen or the like, and no space, parts term `i` from the one before.
    pub(super) fn hyphen_before(&self, i: usize) -> bool {
        !self.before[i].is_empty()
    }

    /// Whether the sign of the dollar stands before term `i`, with the name of a country.
    pub(super) fn dollar_before(&self, i: usize) -> bool {
        self.before[i] == "$"
    }

    pub(super) fn is_empty(&self) -> bool {
        self.leaves.is_empty()
    }

    /// Whether a leaf begins and ends with the terms of `run`.
    fn is_whole(&self, run: &Range<usize>) -> bool {
        let apart = |at: usize| {
            at == 0 || at == self.leaves.len() || self.leaves[at - 1] != self.leaves[at]
        };
        apart(run.start) && apart(run.end)
    }
}

impl OtherForms {
    /// Whether the words that begin here were looked at.
    pub(super) fn knows(&self, start: u32) -> bool {
        self.seen.contains(&start)
    }

    /// The forms that were found for a leaf.
    pub(super) fn take(&mut self, leaf: LeafId) -> Vec<Form> {
        self.forms.get(&leaf).cloned().unwrap_or_default()
    }

    /// Adds a form to a leaf, once.
    pub(super) fn add(&mut self, leaf: LeafId, form: Form) {
        let forms = self.forms.entry(leaf).or_default();
        if !forms.iter().any(|known| known.pattern == form.pattern) {
            forms.push(form);
        }
    }

    /// Says that these words were looked at.
    pub(super) fn saw(&mut self, words: &Neighbours) {
        self.seen.extend(words.leaves.iter().map(|(start, _)| *start));
    }

    /// Finds the names that stand in `words`, the longest first from the left, and gives each word
    /// of them their other names.
    pub(super) fn find_names(
        &mut self,
        words: &Neighbours,
        names: &dyn NameLookup,
        vocabulary: &dyn Vocabulary,
        analysis: &mut Analysis,
    ) -> Vec<Expansion> {
        let mut expansions = Vec::new();
        let (mut at, mut runs) = (0, 0);
        while at < words.leaves.len() && runs < MOST_RUNS {
            let longest = (at + 1..=(at + LONGEST_NAME).min(words.leaves.len())).rev();
            let first = spelled(words.asked.term(at));
            let one = first.strip_suffix('s').unwrap_or(&first);
            let defined = vocabulary.begins_definition(&first) || vocabulary.begins_definition(one);
            let found = longest
                .map(|end| at..end)
                .filter(|run| words.is_whole(run))
                .map(|run| {
                    let mut known = names.asked(&words.asked, run.clone());
                    if defined {
                        let said = spelled_out(&words.asked, &run, vocabulary);
                        known.extend(said.filter(|said| !is_told(said, &known)));
                    }
                    (known, run)
                })
                .find(|(known, _)| !known.is_empty());
            let Some((known, run)) = found else {
                at += 1;
                continue;
            };
            for thing in &known {
                let to = self.widen(words, &run, thing, vocabulary, analysis);
                if !to.is_empty() {
                    let from = words.typed(&run);
                    expansions.push(Expansion { from, to, why: thing.why().name() });
                }
            }
            at = run.end;
            runs += 1;
        }
        expansions
    }

    /// Gives each leaf of `run` the names of the thing that do not hold the leaf's own words; gives
    /// the names that some leaf got.
    fn widen(
        &mut self,
        words: &Neighbours,
        run: &Range<usize>,
        thing: &Known,
        vocabulary: &dyn Vocabulary,
        analysis: &mut Analysis,
    ) -> Vec<String> {
        let mut to = Vec::new();
        let mut leaves: Vec<LeafId> = words.leaves[run.clone()].to_vec();
        leaves.dedup();
        let own = |leaf: LeafId| {
            let terms = run.clone().filter(move |i| words.leaves[*i] == leaf);
            terms.map(|i| words.asked.term(i))
        };
        let typed = stems(&mut run.clone().map(|i| words.asked.term(i)), analysis);
        for name in names_that_stand(&thing.names, vocabulary) {
            let held = stems(&mut name.terms.iter().map(String::as_str), analysis);
            // What was typed says more than a part of it.
            if !name.guarded && held.iter().all(|stem| typed.contains(stem)) {
                continue;
            }
            let mut given = false;
            for leaf in &leaves {
                if stems(&mut own(*leaf), analysis).iter().all(|stem| held.contains(stem))
                    && !name.guarded
                {
                    continue;
                }
                for form in forms(thing, name, vocabulary) {
                    self.add(*leaf, form);
                }
                given = true;
            }
            let as_typed = run.clone().map(|i| words.asked.term(i)).eq(name.terms.iter());
            if given && !as_typed {
                to.push(name.text.clone());
            }
        }
        to.dedup();
        to
    }
}

/// What the words of `run` stand for by the word of the corpus's own documents: letters for what
/// they spell out, or the letters of words, where most who use these letters mean that.
fn spelled_out(asked: &Asked, run: &Range<usize>, vocabulary: &dyn Vocabulary) -> Option<Known> {
    let keys = std::iter::once(asked.key(run)).chain(asked.key_of_one(run));
    let mut known = keys.map(|key| (vocabulary.defined(&key), key));
    let (defined, key) = known.find(|(defined, _)| !defined.is_empty())?;
    let meant = most_meant(defined)?;
    let terms: Vec<String> = tokens(&meant.0).into_iter().map(|t| t.term).collect();
    let is_letters = terms.len() > run.len();
    if is_letters {
        let typed = asked.typed(run).chars().filter(|c| c.is_uppercase()).count() > 1;
        let sure = typed && !asked.is_all_capitals(run);
        // Two or three small letters are a word sooner than a name.
        let short = key.len() < 4 && key.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        if !sure
            && (short || is_inflected(&key, vocabulary) || is_common(&key, meant.1, vocabulary))
        {
            return None;
        }
    } else {
        let letters = terms.iter().map(|term| spelled(term)).collect::<Vec<_>>().join(" ");
        let back = most_meant(vocabulary.defined(&letters))?;
        let words: Vec<String> = tokens(&back.0).iter().map(|t| spelled(&t.term)).collect();
        if words.join(" ") != key || is_common(&letters, back.1, vocabulary) {
            return None;
        }
    }
    let name = OtherName { text: meant.0, terms, guarded: false };
    Some(Known { entry: None, names: vec![name] })
}

/// Whether what the corpus says of a name is among what is known of it.
fn is_told(said: &Known, known: &[Known]) -> bool {
    let names = || known.iter().flat_map(|thing| &thing.names);
    said.names.iter().all(|name| names().any(|other| key(other) == key(name)))
}

/// What more than half of the passages mean that say what something means.
fn most_meant(defined: Vec<(String, u64)>) -> Option<(String, u64)> {
    let all: u64 = defined.iter().map(|(_, passages)| passages).sum();
    defined.into_iter().next().filter(|(_, passages)| passages * 2 > all)
}

/// Whether letters stand in far more passages than those that spell them out explain.
fn is_common(letters: &str, defined: u64, vocabulary: &dyn Vocabulary) -> bool {
    !letters.contains(' ') && vocabulary.passages(letters) > defined * MOST_A_DEFINITION
}

/// Whether small letters are a word of the language: one that takes its endings.
fn is_inflected(word: &str, vocabulary: &dyn Vocabulary) -> bool {
    let last = word.chars().last().filter(char::is_ascii_lowercase).map(String::from);
    let twice = format!("{word}{}", last.unwrap_or_default());
    let forms = [word, &twice].into_iter().flat_map(|w| [format!("{w}ed"), format!("{w}ing")]);
    word.contains(['a', 'e', 'i', 'o', 'u', 'y'])
        && forms.into_iter().any(|form| vocabulary.passages(&form) > 0)
}

fn stems(terms: &mut dyn Iterator<Item = &str>, analysis: &mut Analysis) -> Vec<String> {
    terms.map(|term| analysis.stem(term).to_owned()).collect()
}

/// The names whose words all stand somewhere, without those that hold another of them: where the
/// longer stands, the shorter does.
fn names_that_stand<'n>(names: &'n [OtherName], vocabulary: &dyn Vocabulary) -> Vec<&'n OtherName> {
    // Two words next to each other are common where both are, and dear to look for twice.
    let stands = |name: &&OtherName| {
        let places = places(name);
        let known = |place: &Vec<String>| place.iter().any(|term| vocabulary.passages(term) > 0);
        places.iter().all(known)
            && (places.len() < 3 || vocabulary.passages_with_phrase(&places) > 0)
    };
    let mut kept: Vec<&OtherName> = Vec::new();
    for name in names.iter().filter(stands) {
        let holds = |long: &OtherName, short: &OtherName| {
            let (long, key) = (key(long), key(short));
            !short.guarded && long.windows(key.len()).any(|w| w == key)
        };
        if kept.iter().any(|k| holds(name, k)) {
            continue;
        }
        kept.retain(|k| !holds(k, name));
        kept.push(name);
    }
    kept.truncate(MOST_NAMES);
    kept
}

/// The terms of a name in their one spelling.
fn key(name: &OtherName) -> Vec<String> {
    name.terms.iter().map(|term| spelled(term)).collect()
}

/// The terms of a name place by place, in all their spellings.
fn places(name: &OtherName) -> Vec<Vec<String>> {
    let spellings = |term: &String| std::iter::once(term.clone()).chain(other_spellings(term));
    name.terms.iter().map(|term| spellings(term).collect()).collect()
}

/// A name as something that has to stand in a text; letters in their plural as well.
fn forms(thing: &Known, name: &OtherName, vocabulary: &dyn Vocabulary) -> Vec<Form> {
    let mut forms = vec![form(thing, name)];
    if let Some(terms) = compound::without_hyphens(&name.text, vocabulary) {
        // `Multi-Lateral Force` is also printed `multilateral force`.
        forms.push(form(thing, &OtherName { terms, ..name.clone() }));
    }
    if name.terms.len() == 1 && name.text.ends_with(|c: char| c.is_uppercase()) {
        let plural = format!("{}s", name.terms[0]);
        if vocabulary.passages(&plural) > 0 {
            forms.push(form(thing, &OtherName { terms: vec![plural], ..name.clone() }));
        }
    }
    forms
}

fn form(thing: &Known, name: &OtherName) -> Form {
    let mut places = places(name);
    let field = TextField::Plain;
    let pattern = if let Some(entry) = thing.entry.as_ref().filter(|_| name.guarded) {
        let (name, is_program) = (entry.name.clone(), entry.is_program);
        Pattern::Named { name, is_program, places }
    } else if places.len() == 1 && places[0].len() == 1 {
        Pattern::Term { field, term: places.remove(0).remove(0) }
    } else {
        Pattern::Phrase { field, places }
    };
    Form { pattern, why: thing.why() }
}

/// Adds to a leaf the forms that it does not have yet.
pub(super) fn add_forms(leaf: &mut Alternatives, forms: Vec<Form>) {
    for form in forms {
        if !leaf.forms.iter().any(|known| known.pattern == form.pattern) {
            leaf.forms.push(form);
        }
    }
}
