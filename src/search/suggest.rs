//! What a word that nothing holds might have been: words of the corpus and names, nearest first.
//!
//! It is asked only where a word of the query stands in no passage, and goes once through the words
//! of the index.

use crate::index::{Holding, IndexError, Snapshot};
use crate::names::Gazetteer;
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
    let mut words: Vec<Misspelt> = Vec::new();
    let unexplained = |h: &&&Holding| !explained.iter().any(|span| span.holds(h.asked));
    for label in missing.iter().filter(unexplained).map(|h| &h.label) {
        for token in tokens(label) {
            // The words of a phrase may all stand somewhere.
            if snapshot.passages_with(&token.term)? == 0 {
                words.extend(Misspelt::of(token.span.slice(label).unwrap_or(""), token.term));
            }
        }
    }
    if !words.is_empty() {
        snapshot.each_word(&mut |term, passages| {
            words.iter_mut().for_each(|word| word.compare(term, passages));
        })?;
    }
    for word in words {
        suggestions.extend(word.best().filter(|s| !suggestions.contains(s)));
    }
    Ok(suggestions)
}

/// Whether a label is what was typed as words, and no beginning or pattern.
fn is_words(label: &str) -> bool {
    !label.starts_with('=') && !label.contains(['*', '?', '~', '/'])
}

fn is_long(term: &str) -> bool {
    term.chars().count() >= SHORTEST && term.len() <= LONGEST
}

/// A word that nothing holds, with the nearest words so far.
struct Misspelt {
    typed: String,
    term: Vec<char>,
    letters: u32,
    reach: usize,
    /// Distance, passages, word.
    found: Vec<(usize, u64, String)>,
}

impl Misspelt {
    fn of(typed: &str, term: String) -> Option<Misspelt> {
        let letters = term.chars().any(char::is_alphabetic);
        if !is_long(&term) || !letters {
            return None;
        }
        let term: Vec<char> = term.chars().collect();
        Some(Misspelt {
            typed: typed.to_owned(),
            reach: reach(term.len()),
            letters: letters_of(term.iter().copied()),
            term,
            found: Vec::new(),
        })
    }

    fn compare(&mut self, other: &str, passages: u64) {
        // Cheap bounds for most words: bytes are at least as many as characters, and one letter
        // put for another changes two of the set.
        let too_short = other.len() + self.reach < self.term.len();
        let apart = (letters_of(other.chars()) ^ self.letters).count_ones() as usize;
        if passages == 0 || too_short || apart > 2 * self.reach {
            return;
        }
        let Some(distance) = distance(&self.term, other, self.reach) else { return };
        if distance > 0 && other.chars().any(char::is_alphabetic) {
            // A word comes once from each segment.
            let known = self.found.iter_mut().find(|(_, _, word)| word == other);
            if let Some((_, all, _)) = known {
                *all += passages;
            } else if self.found.len() < MOST_NEAR {
                self.found.push((distance, passages, other.to_owned()));
            }
        }
    }

    /// Nearest first, then those that begin alike, then the commonest.
    fn keep_best(&mut self) {
        let first = self.term.first().copied();
        self.found.sort_by(|a, b| {
            let alike = |word: &str| word.chars().next() == first;
            a.0.cmp(&b.0)
                .then_with(|| alike(&b.2).cmp(&alike(&a.2)))
                .then(b.1.cmp(&a.1))
                .then_with(|| a.2.cmp(&b.2))
        });
        self.found.truncate(MOST);
    }

    fn best(mut self) -> Option<Suggestion> {
        self.keep_best();
        let (nearest, commonest) = (self.found.first()?.0, self.found.first()?.1);
        let likely = |(distance, passages, _): &(usize, u64, String)| {
            *distance == nearest && passages.saturating_mul(RAREST) >= commonest
        };
        let near = self.found.into_iter().filter(likely);
        Some(Suggestion { word: self.typed, instead: near.map(|(_, _, word)| word).collect() })
    }
}

/// The set of letters of a word, a bit each; several may share one.
fn letters_of(word: impl Iterator<Item = char>) -> u32 {
    word.fold(0, |set, c| set | 1 << (u32::from(c) % 32))
}

/// How many letters of a word of this length may be wrong.
fn reach(length: usize) -> usize {
    if length < 7 { 1 } else { 2 }
}

/// How many letters have to be put in, taken out, changed, or swapped with their neighbour to make
/// `other` of `word`; `None` if more than `most`.
fn distance(word: &[char], other: &str, most: usize) -> Option<usize> {
    let other: Vec<char> = other.chars().take(word.len() + most + 1).collect();
    if word.len().abs_diff(other.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in word.iter().enumerate() {
        let mut row = Vec::with_capacity(last.len());
        row.push(i + 1);
        for (j, b) in other.iter().enumerate() {
            let mut least = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && word[i - 1] == *b {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        if row.iter().min() > Some(&most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|d| *d <= most)
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
    let keys: Vec<Vec<char>> = words.iter().map(|t| spelled(&t.term).chars().collect()).collect();
    let is_missing: Vec<bool> =
        words.iter().map(|t| missing.iter().any(|h| h.asked.holds(t.span))).collect();
    // The nearest names of each run, the longest run first.
    let mut found: Vec<(Near, String)> = Vec::new();
    for (key, name, entry) in gazetteer.shown_names() {
        let terms: Vec<&str> = key.split(' ').collect();
        if let Some(near) = nearest(&keys, &is_missing, &terms) {
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

/// A run of words that is nearly a name.
struct Near {
    first: usize,
    length: usize,
    distance: usize,
}

fn span_of(words: &[Token], near: &Near) -> Span {
    words[near.first].span.join(words[near.first + near.length - 1].span)
}

/// The run that is nearest to these terms, word for word, and holds a missing word.
fn nearest(words: &[Vec<char>], is_missing: &[bool], terms: &[&str]) -> Option<Near> {
    let length = terms.len();
    let letters: usize = terms.iter().map(|term| term.chars().count()).sum();
    if length == 0 || length > LONGEST_NAME || letters < SHORTEST {
        return None;
    }
    let most = reach(letters);
    let runs = words.windows(length).zip(is_missing.windows(length)).enumerate();
    let near = runs.filter_map(|(first, (run, missing))| {
        let mut distance_of_all = 0;
        for ((word, term), missing) in run.iter().zip(terms).zip(missing) {
            let least = reach(word.len()).min(most);
            let apart = distance(word, term, if *missing { least } else { 0 })?;
            distance_of_all += apart;
        }
        let wrong = (1..=most).contains(&distance_of_all) && missing.contains(&true);
        wrong.then_some(Near { first, length, distance: distance_of_all })
    });
    near.min_by_key(|near| near.distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(a: &str, b: &str) -> Option<usize> {
        distance(&a.chars().collect::<Vec<_>>(), b, 2)
    }

    #[test]
    fn a_swap_of_neighbours_counts_once() {
        assert_eq!(apart("agreemnt", "agreement"), Some(1));
        assert_eq!(apart("recieve", "receive"), Some(1));
        assert_eq!(apart("tecnology", "technology"), Some(1));
        assert_eq!(apart("indis", "indus"), Some(1));
        assert_eq!(apart("radar", "radar"), Some(0));
        assert_eq!(apart("cooperation", "corporation"), Some(2));
        assert_eq!(apart("treaty", "traitor"), None);
        assert_eq!(apart("", "abc"), None);
    }

    #[test]
    fn the_nearest_word_is_the_one_that_begins_alike_then_the_commonest() {
        let mut word = Misspelt::of("Missle", "missle".to_owned()).unwrap();
        for (term, passages) in [("missile", 9), ("mission", 99), ("missal", 1), ("tissle", 50)] {
            word.compare(term, passages);
        }
        assert_eq!(word.best().unwrap().instead, ["missile", "tissle"]);
        assert!(Misspelt::of("ab", "ab".to_owned()).is_none());
        assert!(Misspelt::of("2024", "2024".to_owned()).is_none());
    }
}
