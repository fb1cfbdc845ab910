//! Guards: a word beside an ambiguous name that says which is meant.

use std::collections::HashMap;

use super::table;
use crate::text::Token;
use crate::text::token::spelled;

/// A word, its beginning, or several words, that stand by a guarded name.
#[derive(Debug)]
pub(super) struct Cue {
    key: String,
    /// Letters alone (`EU`) are a word of their own, not the beginning of one (`eucalyptus`).
    whole: bool,
}

impl Cue {
    pub fn new(text: &str) -> Cue {
        let letters = text.chars().filter(|c| c.is_alphabetic());
        let whole = text.len() <= 4 && letters.clone().all(char::is_uppercase);
        Cue { key: table::key(text), whole }
    }
}

/// The words of a passage, where cues are looked for.
pub(super) struct Surroundings<'a> {
    tokens: &'a [Token],
    /// The spelled terms, each with a space before it; made when first needed.
    joined: String,
    starts: Vec<u32>,
    /// First token and end of each place of a cue, by its key.
    found: HashMap<(String, bool), Vec<(usize, usize)>>,
}

impl<'a> Surroundings<'a> {
    pub fn new(tokens: &'a [Token]) -> Surroundings<'a> {
        Surroundings { tokens, joined: String::new(), starts: Vec::new(), found: HashMap::new() }
    }

    /// How many words the nearest of `cues` is away from the name at tokens `first..end`; a cue
    /// in the name itself does not count. Without cues, exact case is enough: as far as can be.
    pub fn distance(&mut self, cues: &[Cue], first: usize, end: usize) -> Option<u32> {
        if cues.is_empty() {
            return Some(u32::MAX);
        }
        cues.iter().filter_map(|cue| nearest(self.places(cue), first, end)).min()
    }

    fn places(&mut self, cue: &Cue) -> &[(usize, usize)] {
        if self.starts.is_empty() {
            for token in self.tokens {
                self.joined.push(' ');
                self.starts.push(self.joined.len() as u32);
                self.joined.push_str(&spelled(&token.term));
            }
        }
        let (joined, starts) = (&self.joined, &self.starts);
        self.found.entry((cue.key.clone(), cue.whole)).or_insert_with(|| find(joined, starts, cue))
    }
}

/// Every place of `cue`, as the tokens it touches, in order.
fn find(joined: &str, starts: &[u32], cue: &Cue) -> Vec<(usize, usize)> {
    if cue.key.is_empty() {
        return Vec::new();
    }
    let needle = format!(" {}", cue.key);
    let places = joined.match_indices(&needle).map(|(at, _)| (at + 1, at + needle.len()));
    places
        .filter(|(_, to)| !cue.whole || joined.as_bytes().get(*to).is_none_or(|b| *b == b' '))
        .map(|(from, to)| {
            let token = |at: usize| starts.partition_point(|s| (*s as usize) < at);
            (token(from), token(to))
        })
        .collect()
}

/// Words between `first..end` and the nearest of `places` that does not touch it.
fn nearest(places: &[(usize, usize)], first: usize, end: usize) -> Option<u32> {
    let split = places.partition_point(|(from, _)| *from < first);
    // Cues of several words may overlap the name from before, so look a few places back.
    let before = places[..split].iter().rev().find(|(_, to)| *to <= first);
    let after = places[split..].iter().find(|(from, _)| *from >= end);
    let distances = [before.map(|(_, to)| first - to), after.map(|(from, _)| from - end)];
    distances.into_iter().flatten().min().map(|d| d as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens;

    fn distance(text: &str, cues: &[&str], first: usize, end: usize) -> Option<u32> {
        let tokens = tokens(text);
        let cues: Vec<Cue> = cues.iter().map(|c| Cue::new(c)).collect();
        Surroundings::new(&tokens).distance(&cues, first, end)
    }

    #[test]
    fn a_cue_is_a_word_or_its_beginning_and_no_part_of_the_name() {
        assert_eq!(distance("the ISA and GSOMIA", &["GSOMIA"], 1, 2), Some(1));
        assert_eq!(distance("DCS export licensing", &["export licen"], 0, 1), Some(0));
        assert_eq!(distance("DCS export-licences", &["export licen"], 0, 1), Some(0));
        assert_eq!(distance("Defence Innovation Unit", &["innovation"], 0, 3), None);
        assert_eq!(distance("a neutral SAFE house", &["EU"], 2, 3), None);
        assert_eq!(distance("an EU SAFE loan", &["EU"], 2, 3), Some(0));
        assert_eq!(distance("Europe is SAFE", &["EU"], 2, 3), None);
    }
}
