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
        let mut letters = text.chars().filter(|c| c.is_alphabetic());
        let whole = text.len() <= 4 && letters.all(char::is_uppercase);
        Cue { key: table::key(text), whole }
    }

    /// How many of the first of `tokens` are this cue; 0 where they are not.
    fn length_at(&self, tokens: &[Token]) -> usize {
        let mut words = self.key.split(' ').peekable();
        let mut length = 0;
        while let Some(word) = words.next() {
            let beginning = words.peek().is_none() && !self.whole;
            if !tokens.get(length).is_some_and(|t| reads(&t.term, word, beginning)) {
                return 0;
            }
            length += 1;
        }
        length
    }
}

/// Whether a term is `word`, or begins with it, in any spelling.
fn reads(term: &str, word: &str, beginning: bool) -> bool {
    let fits = |term: &str| if beginning { term.starts_with(word) } else { term == word };
    // Other spellings differ after the first letters; without this test each word is spelled anew.
    let alike =
        || term.len() > 4 && term.as_bytes().first_chunk::<3>() == word.as_bytes().first_chunk();
    fits(term) || (alike() && fits(&spelled(term)))
}

/// The words of a passage, where cues are looked for.
pub(super) struct Surroundings<'a, 'f> {
    tokens: &'a [Token],
    /// First token and end of each place of a cue.
    found: HashMap<(&'f str, bool), Vec<(usize, usize)>>,
}

impl<'a, 'f> Surroundings<'a, 'f> {
    pub fn new(tokens: &'a [Token]) -> Surroundings<'a, 'f> {
        Surroundings { tokens, found: HashMap::new() }
    }

    /// Whether one of `cues` stands somewhere but in the name at tokens `first..end`.
    pub fn hold(&mut self, cues: &'f [Cue], first: usize, end: usize) -> bool {
        cues.is_empty() || cues.iter().any(|cue| nearest(self.places(cue), first, end).is_some())
    }

    /// How many words the nearest of `cues` is away from the name at tokens `first..end`; a cue
    /// in the name itself does not count. Without cues, exact case is enough: as far as can be.
    pub fn distance(&mut self, cues: &'f [Cue], first: usize, end: usize) -> Option<u32> {
        if cues.is_empty() {
            return Some(u32::MAX);
        }
        cues.iter().filter_map(|cue| nearest(self.places(cue), first, end)).min()
    }

    fn places(&mut self, cue: &'f Cue) -> &[(usize, usize)] {
        let tokens = self.tokens;
        self.found.entry((&cue.key, cue.whole)).or_insert_with(|| {
            let lengths = (0..tokens.len()).map(|i| (i, cue.length_at(&tokens[i..])));
            lengths.filter(|(_, length)| *length > 0).map(|(i, length)| (i, i + length)).collect()
        })
    }
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
