//! What a word that nothing holds might have been: words of the corpus and names, nearest first.
//!
//! It is asked only where a word of the query stands in no passage.

use std::cmp::Reverse;

use crate::index::{Holding, IndexError, Snapshot};
use crate::names::Gazetteer;
use crate::query::shape::Likeness;
use crate::text::token::{spelled, tokens};
use crate::text::{Span, Token};

/// A word of a query with what it might have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// As typed.
    pub word: String,
    /// Words or names that stand in the corpus, the likeliest first; at least one.
    pub instead: Vec<String>,
}

/// Words suggested for one.
const MOST: usize = 3;
/// Words of a query that are looked at.
const MOST_WORDS: usize = 8;
/// Words so near that they are compared by how common they are.
const MOST_NEAR: usize = 1024;
/// What is so many times rarer than the likeliest word is misspelt itself.
const RAREST: u64 = 50;
/// A word with fewer letters may be anything.
const SHORTEST: usize = 4;
/// Longer words are looked at no further.
const LONGEST: usize = 40;
/// A name has at most so many words.
const LONGEST_NAME: usize = 12;

/// Suggestions for what was looked for and found nowhere; `query` as typed.
///
/// # Errors
/// If the index cannot be read.
pub fn suggest(
    snapshot: &Snapshot,
    gazetteer: &Gazetteer,
    query: &str,
    holding: &[Holding],
) -> Result<Vec<Suggestion>, IndexError> {
    let missing: Vec<&Holding> =
        holding.iter().filter(|h| h.passages == 0 && is_words(&h.label)).take(MOST_WORDS).collect();
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    let mut suggestions = Vec::new();
    let mut explained: Vec<Span> = Vec::new();
    for (at, word, instead) in names(snapshot, gazetteer, query, &missing)? {
        explained.push(at);
        suggestions.push(Suggestion { word, instead });
    }
    let unexplained = |h: &&&Holding| !explained.iter().any(|span| span.holds(h.asked));
    let labels = missing.iter().filter(unexplained).map(|h| &h.label);
    let words = labels.flat_map(|label| tokens(label).into_iter().map(move |token| (label, token)));
    let mut looked_at = 0;
    for (label, token) in words.filter(|(_, token)| may_be_misspelt(&token.term)) {
        // The words of a phrase may all stand somewhere.
        if snapshot.passages_with(&token.term)? > 0 {
            continue;
        }
        looked_at += 1;
        if looked_at > MOST_WORDS {
            break;
        }
        let letters = reach(token.term.chars().count());
        let instead = likeliest(&token.term, snapshot.like(&token.term, letters, MOST_NEAR)?);
        let word = token.span.slice(label).unwrap_or("").to_owned();
        let suggestion = Suggestion { word, instead };
        if !suggestion.instead.is_empty() && !suggestions.contains(&suggestion) {
            suggestions.push(suggestion);
        }
    }
    Ok(suggestions)
}

/// Whether a label is what was typed as words, and no beginning or pattern.
fn is_words(label: &str) -> bool {
    !label.starts_with('=') && !label.contains(['*', '?', '~', '/'])
}

fn may_be_misspelt(term: &str) -> bool {
    let is_long = term.chars().count() >= SHORTEST && term.len() <= LONGEST;
    is_long && term.chars().any(char::is_alphabetic)
}

/// The likeliest of words that are near a term, each with its passages and its distance: the
/// nearest, of these first those that begin alike, then the commonest.
fn likeliest(term: &str, mut near: Vec<(String, u64, u8)>) -> Vec<String> {
    let first = term.chars().next();
    let rank = |(word, passages, distance): &(String, u64, u8)| {
        (*distance, word.chars().next() != first, Reverse(*passages))
    };
    near.retain(|(word, ..)| word.chars().any(char::is_alphabetic));
    near.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.0.cmp(&b.0)));
    near.truncate(MOST);
    let Some((_, commonest, nearest)) = near.first().cloned() else { return Vec::new() };
    let likely = |(_, passages, distance): &(String, u64, u8)| {
        *distance == nearest && passages.saturating_mul(RAREST) >= commonest
    };
    near.into_iter().filter(likely).map(|(word, ..)| word).collect()
}

/// How many letters of a word of this length may be wrong.
fn reach(length: usize) -> u8 {
    if length < 7 { 1 } else { 2 }
}

/// Runs of the query that are nearly names of things the corpus names: where, as typed, and the
/// names. Each run holds a word that is missing.
fn names(
    snapshot: &Snapshot,
    gazetteer: &Gazetteer,
    query: &str,
    missing: &[&Holding],
) -> Result<Vec<(Span, String, Vec<String>)>, IndexError> {
    let words = tokens(query);
    let is_missing = |token: &Token| missing.iter().any(|h| h.asked.holds(token.span));
    let mut keys: Vec<Key> =
        words.iter().map(|t| Key::of(spelled(&t.term), is_missing(t))).collect();
    // The nearest names of each run, the longest run first.
    let mut found: Vec<(Near, String)> = Vec::new();
    for (key, name, entry) in gazetteer.shown_names() {
        let terms: Vec<&str> = key.split(' ').collect();
        if let Some(near) = nearest(&mut keys, &terms) {
            let entry = gazetteer.entry(entry);
            if snapshot.names(entry.name(), entry.is_program())? {
                found.push((near, name.to_owned()));
            }
        }
    }
    found.sort_by(|(a, x), (b, y)| {
        b.length.cmp(&a.length).then(a.distance.cmp(&b.distance)).then_with(|| x.cmp(y))
    });
    let mut out: Vec<(Span, String, Vec<String>)> = Vec::new();
    let mut distances = Vec::new();
    for (near, name) in found {
        let span = span_of(&words, &near);
        let Some(typed) = span.slice(query) else { continue };
        let meets = |other: &Span| other.start < span.end && span.start < other.end;
        match out.iter_mut().find(|(other, ..)| meets(other)) {
            None => {
                distances.push(near.distance);
                out.push((span, typed.to_owned(), vec![name]));
            }
            Some((_, _, names)) if names.len() == MOST || names.contains(&name) => {}
            Some((other, _, names)) => {
                if *other == span && distances.last() == Some(&near.distance) {
                    names.push(name);
                }
            }
        }
    }
    Ok(out)
}

/// A word of a query, to be compared with the words of names.
struct Key {
    word: String,
    /// Of a word that is missing; any other has to be a name's word itself.
    likeness: Option<Likeness>,
}

impl Key {
    fn of(word: String, is_missing: bool) -> Key {
        let likeness = is_missing.then(|| Likeness::of(&word, reach(word.chars().count())));
        Key { word, likeness }
    }

    fn letters_to(&mut self, term: &str) -> Option<u8> {
        match &mut self.likeness {
            Some(likeness) => likeness.letters_to(term),
            None => (self.word == term).then_some(0),
        }
    }
}

/// A run of words that is nearly a name.
struct Near {
    first: usize,
    length: usize,
    distance: u8,
}

fn span_of(words: &[Token], near: &Near) -> Span {
    words[near.first].span.join(words[near.first + near.length - 1].span)
}

/// The run that is nearest to these terms, word for word, and holds a missing word.
fn nearest(words: &mut [Key], terms: &[&str]) -> Option<Near> {
    let length = terms.len();
    let letters: usize = terms.iter().map(|term| term.chars().count()).sum();
    if length == 0 || length > LONGEST_NAME || letters < SHORTEST {
        return None;
    }
    let most = reach(letters);
    let firsts = 0..(words.len() + 1).saturating_sub(length);
    let near = firsts.filter_map(|first| {
        let run = &mut words[first..first + length];
        // Only a missing word is at any distance.
        let mut distance = 0;
        for (word, term) in run.iter_mut().zip(terms) {
            distance += word.letters_to(term)?;
        }
        (1..=most).contains(&distance).then_some(Near { first, length, distance })
    });
    near.min_by_key(|near| near.distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_the_one_that_begins_alike_then_the_commonest() {
        let near = [("missile", 9, 1), ("mission", 99, 2), ("missal", 1, 2), ("tissle", 50, 1)];
        let near = near.map(|(word, passages, letters)| (word.to_owned(), passages, letters));
        assert_eq!(likeliest("missle", near.into()), ["missile", "tissle"]);
        assert_eq!(likeliest("missle", Vec::new()), [""; 0]);
        assert!(!may_be_misspelt("ab"));
        assert!(!may_be_misspelt("2024"));
    }

    #[test]
    fn a_run_is_near_a_name_by_its_missing_words_alone() {
        let near = |words: [(&str, bool); 3], name: &[&str]| {
            let mut keys = words.map(|(word, missing)| Key::of(word.to_owned(), missing));
            nearest(&mut keys, name).map(|near| (near.first, near.distance))
        };
        let words = [("the", false), ("kestrl", true), ("project", false)];
        assert_eq!(near(words, &["kestrel", "project"]), Some((1, 1)));
        assert_eq!(near(words, &["kestrel", "projects"]), None);
        assert_eq!(near(words, &["kestrl"]), None);
        assert_eq!(near(words, &["the", "kestrel", "project", "group"]), None);
    }
}
