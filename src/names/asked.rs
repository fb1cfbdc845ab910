//! What the words of a query name: the guards of texts, as far as a query can satisfy them.
//!
//! A name that counts on its own in a text counts in a query however it is typed (`dtti`). One that
//! needs exact case there needs it here. The cue that it needs beside that is seldom typed, so case
//! alone serves where it says enough: letters in capitals (`DIU`), or a capital where the words
//! round it have none (`the Quad summit`).

use std::ops::Range;

use super::finder::{cased, is_plural, word};
use super::gazetteer::{EntryId, Gazetteer};
use super::guard::{Cue, Surroundings};
use super::table::{self, flag};
use crate::text::token::{UNITED_STATES, spelled};
use crate::text::{Token, tokens};

/// The neighbouring words of a query, one term each.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    tokens: Vec<Token>,
    texts: Vec<String>,
    keys: Vec<String>,
}

/// A name by which something asked for may stand in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherName {
    /// As written in the gazetteer.
    pub text: String,
    /// Its plain terms.
    pub terms: Vec<String>,
    /// Whether it names the thing only where a passage was found to name it: the words alone may
    /// mean something else.
    pub guarded: bool,
}

/// More things than this of one name, none of them told by a cue, and none is meant.
const MOST_MEANT: usize = 3;

impl Asked {
    /// Adds the next word: its plain term, and how it was typed.
    pub fn push(&mut self, token: Token, text: &str) {
        self.keys.push(spelled(&token.term));
        self.tokens.push(token);
        self.texts.push(text.to_owned());
    }

    /// The plain term of word `i`; empty where there is none.
    pub fn term(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |token| &token.term)
    }

    /// The terms of `run` in their one spelling, joined by spaces.
    pub fn key(&self, run: &Range<usize>) -> String {
        self.keys.get(run.clone()).unwrap_or_default().join(" ")
    }

    /// The key of `run` with a last word in the singular, if that is the plural of letters (`LDCs`).
    pub fn key_of_one(&self, run: &Range<usize>) -> Option<String> {
        let last = self.texts.get(run.clone())?.last()?;
        let key = self.key(run);
        is_plural(last).then(|| key.strip_suffix('s').map(str::to_owned)).flatten()
    }

    /// The words of `run` as they were typed.
    pub fn typed(&self, run: &Range<usize>) -> String {
        self.texts.get(run.clone()).unwrap_or_default().join(" ")
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Whether all is in capitals and words stand beside those of `run`: then case proves nothing.
    pub fn is_all_capitals(&self, run: &Range<usize>) -> bool {
        let small = |text: &String| text.chars().any(char::is_lowercase);
        let long = |i: &usize| self.texts[*i].chars().filter(|c| c.is_alphabetic()).count() > 2;
        !self.texts.iter().any(small) && (0..self.len()).any(|i| !run.contains(&i) && long(&i))
    }

    /// Whether the words of `run` lie in the phrase of this key.
    fn lies_in(&self, run: &Range<usize>, phrase: &str) -> bool {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        self.keys.windows(phrase.len()).enumerate().any(|(at, window)| {
            at <= run.start && run.end <= at + phrase.len() && *window == *phrase
        })
    }
}

impl Gazetteer {
    /// The things that the words `run` of `asked` name.
    pub fn asked(&self, asked: &Asked, run: Range<usize>) -> Vec<EntryId> {
        let keys = std::iter::once(asked.key(&run)).chain(asked.key_of_one(&run));
        let typed = Typed { asked, run: run.clone() };
        let mut found = keys.map(|key| {
            self.patterns_of(&key)
                .filter_map(|(entry, text, flags, cues)| typed.names(entry, text, flags, &cues))
                .filter(|found| !typed.is_blocked(self, found.entry))
                .collect::<Vec<Found>>()
        });
        let mut found = found.find(|found| !found.is_empty()).unwrap_or_default();
        for told in [|f: &Found| f.case, |f: &Found| !f.guarded, |f: &Found| f.cue] {
            if found.iter().any(told) {
                found.retain(told);
            }
        }
        let mut entries: Vec<EntryId> = found.into_iter().map(|f| f.entry).collect();
        entries.sort_unstable();
        entries.dedup();
        entries.truncate(if entries.len() > MOST_MEANT { 0 } else { MOST_MEANT });
        entries
    }

    /// Every name of an entry but adjectives, its own first, then as the gazetteer lists them, then
    /// the wordings that follow from these.
    pub fn names_of(&self, id: EntryId) -> Vec<OtherName> {
        let names = self.names_with_flags(id).map(|(key, text, flags)| {
            let rival = self.patterns_of(key).any(|(entry, ..)| entry != id);
            OtherName {
                text: text.to_owned(),
                terms: tokens(text).into_iter().map(|t| t.term).collect(),
                guarded: key != UNITED_STATES && (flags & flag::GUARDED != 0 || rival),
            }
        });
        names.filter(|name| !name.terms.is_empty()).collect()
    }
}

/// An entry that some words name, and how surely.
struct Found {
    entry: EntryId,
    guarded: bool,
    case: bool,
    cue: bool,
}

struct Typed<'a> {
    asked: &'a Asked,
    run: Range<usize>,
}

impl Typed<'_> {
    fn names(&self, entry: EntryId, text: &str, flags: u32, cues: &[&str]) -> Option<Found> {
        if flags & flag::DEMONYM != 0 {
            return None;
        }
        let guarded = flags & flag::GUARDED != 0;
        let case = self.is_in_case(text);
        if !guarded {
            return Some(Found { entry, guarded, case, cue: false });
        }
        let cues: Vec<Cue> = cues.iter().map(|cue| Cue::new(cue)).collect();
        let mut surroundings = Surroundings::new(&self.asked.tokens);
        let cue = !cues.is_empty() && surroundings.hold(&cues, self.run.start, self.run.end);
        let country = self.asked.keys[self.run.clone()] == [UNITED_STATES];
        let says_enough = cue || country || self.case_tells(text);
        (case && says_enough).then_some(Found { entry, guarded, case, cue })
    }

    /// Whether the words are typed as the name is written.
    fn is_in_case(&self, text: &str) -> bool {
        let words = tokens(text);
        let typed = &self.asked.texts[self.run.clone()];
        words.len() == typed.len()
            && words.iter().zip(typed).all(|(token, typed)| {
                let (name, typed) = (cased(word(text, token)), cased(typed));
                let plural = is_plural(&typed) && typed.strip_suffix('s') == Some(&name);
                token.term == UNITED_STATES || name == typed || plural
            })
    }

    /// Whether the case of a name that is typed as it is written shows that it is one.
    fn case_tells(&self, text: &str) -> bool {
        if self.asked.is_all_capitals(&self.run) {
            return false;
        }
        let letters =
            |w: &str| w.chars().filter(|c| c.is_uppercase() || c.is_numeric()).count() > 1;
        let small = |w: &String| w.starts_with(char::is_lowercase);
        text.split(|c: char| !c.is_alphanumeric()).any(letters)
            || (self.run.start > 0 && self.asked.texts.iter().any(small))
    }

    fn is_blocked(&self, gazetteer: &Gazetteer, entry: EntryId) -> bool {
        gazetteer.not_in(entry).any(|phrase| self.asked.lies_in(&self.run, &table::key(phrase)))
    }
}
