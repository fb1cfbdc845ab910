//! Finds the names of a gazetteer in texts, passage by passage.
//!
//! A name is a run of terms. The finder looks each term of a passage up once, tries the names
//! that begin with it, and keeps of all that match the longest; what a bracket of the document
//! defines and what a guard asks for is decided before that. It knows no index and no file.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::definition::Definitions;
use super::gazetteer::{EntryId, Gazetteer};
use super::guard::Cue;
use super::judge::Judge;
use super::mention::{How, Mention};
use super::table::{self, flag};
use crate::document::{Document, Passage};
use crate::text::spelling::has_other_spellings;
use crate::text::token::{UNITED_STATES, spelled};
use crate::text::{Span, Token, tokens};

/// Finds names. Made once an ingest; shared by threads.
pub struct Finder {
    vocabulary: HashMap<Box<str>, u32, BuildHasherDefault<TermHasher>>,
    /// Beginnings of the terms whose other spellings are worth a look.
    beginnings: HashSet<[u8; 3], BuildHasherDefault<TermHasher>>,
    /// By number of the first term: which patterns begin with it.
    starts: Vec<(u32, u32)>,
    patterns: Vec<Pattern>,
}

/// A name as the finder compares it.
struct Pattern {
    terms: Box<[u32]>,
    role: Role,
    /// The words that must stand in exact case, by place; none where case is free.
    exact: Box<[Option<Box<str>>]>,
    /// What may stand between its words beside white space, hyphens, slashes and quotes.
    between: Box<str>,
    /// Whether a word before the last is a possessive: `NATO's DIANA` is two names.
    possessive: bool,
}

/// What follows where a pattern stands.
#[derive(Debug)]
pub(super) enum Role {
    /// It names the entry.
    Name(EntryId, How),
    /// It names the entry if a cue stands by.
    Guarded(EntryId, Box<[Cue]>),
    /// Nothing inside it names the entry.
    Blocker(EntryId),
}

/// Tokens of a text with the numbers of their terms.
pub(super) struct Words<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    ids: Vec<u32>,
}

/// A pattern that stands at tokens `first..end`.
pub(super) struct Hit<'f> {
    pub first: usize,
    pub end: usize,
    pub role: &'f Role,
}

/// A term that no name has.
const UNKNOWN: u32 = 0;

/// Set on the number of a term that is found without its plural `s` (`F-16s`): the last of a name.
const PLURAL: u32 = 1 << 31;

impl Finder {
    /// Makes a finder of all names of `gazetteer`.
    pub fn new(gazetteer: &Gazetteer) -> Finder {
        let mut finder = Finder {
            vocabulary: HashMap::default(),
            beginnings: HashSet::default(),
            starts: Vec::new(),
            patterns: Vec::new(),
        };
        for alias in gazetteer.patterns().filter(|a| a.flags & flag::WHOLE == 0) {
            let is = |flag: u32| alias.flags & flag != 0;
            let role = if is(flag::GUARDED) {
                Role::Guarded(alias.entry, alias.cues.iter().map(|c| Cue::new(c)).collect())
            } else if is(flag::DEMONYM) {
                Role::Name(alias.entry, How::Demonym)
            } else {
                Role::Name(alias.entry, How::Named)
            };
            finder.add(alias.key, alias.text, role);
        }
        for (entry, phrase) in gazetteer.blockers() {
            finder.add(&table::key(phrase), phrase, Role::Blocker(entry));
        }
        finder.index();
        finder
    }

    /// What the brackets of a document say that letters mean: the first pass over its text.
    pub fn definitions(&self, text: &str) -> Definitions {
        Definitions::of(self, text)
    }

    /// The names that stand in one passage, by place; they do not overlap. `text` is the passage's
    /// own, `start` its offset in the document, `tokens` those of `text`.
    pub fn mentions_in(
        &self,
        definitions: &Definitions,
        text: &str,
        start: u32,
        tokens: &[Token],
    ) -> Vec<Mention> {
        let words = self.words(text, tokens);
        let hits = self.hits(&words);
        if hits.is_empty() && definitions.is_empty() {
            return Vec::new();
        }
        Judge::new(&words, definitions, start).judge(hits)
    }

    /// The names that stand in the passages of a document, by place.
    pub fn mentions(&self, document: &Document, passages: &[Passage]) -> Vec<Mention> {
        let definitions = self.definitions(&document.text);
        let mut out = Vec::new();
        for passage in passages {
            let text = passage.span.slice(&document.text).unwrap_or("");
            let start = passage.span.start;
            out.extend(self.mentions_in(&definitions, text, start, &tokens(text)));
        }
        out
    }

    /// Whether `letters`, in any case, are a name of `entry`.
    pub(super) fn is_known_by(&self, entry: EntryId, letters: &str) -> bool {
        self.named(letters).any(|p| match &p.role {
            Role::Name(e, _) | Role::Guarded(e, _) => *e == entry,
            Role::Blocker(_) => false,
        })
    }

    /// Whether `letters` are only names that need a cue.
    pub(super) fn is_guarded(&self, letters: &str) -> bool {
        self.named(letters).all(|p| matches!(&p.role, Role::Guarded(_, cues) if !cues.is_empty()))
    }

    /// The patterns of a few letters, whatever their case.
    fn named(&self, letters: &str) -> impl Iterator<Item = &Pattern> {
        let tokens = tokens(letters);
        let ids: Vec<u32> = tokens.iter().map(|t| self.id_of(letters, t) & !PLURAL).collect();
        let first = ids.first().copied().unwrap_or(UNKNOWN);
        let (from, to) = self.starts[first as usize];
        self.patterns[from as usize..to as usize].iter().filter(move |p| *p.terms == *ids)
    }

    /// Looks the terms of a text up.
    pub(super) fn words<'a>(&self, text: &'a str, tokens: &'a [Token]) -> Words<'a> {
        let ids = tokens.iter().map(|t| self.id_of(text, t)).collect();
        Words { text, tokens, ids }
    }

    /// Every place where a pattern stands, by first token.
    pub(super) fn hits(&self, words: &Words<'_>) -> Vec<Hit<'_>> {
        let mut lines = Lines::new(words.text);
        let mut out = Vec::new();
        for first in 0..words.ids.len() {
            for pattern in self.beginning_at(words, first) {
                if pattern.stands(words, first, &mut lines) {
                    out.push(Hit { first, end: first + pattern.terms.len(), role: &pattern.role });
                }
            }
        }
        out
    }

    /// The patterns whose first one or two terms stand at token `first`.
    fn beginning_at(&self, words: &Words<'_>, first: usize) -> impl Iterator<Item = &Pattern> {
        let term = |i: usize| words.ids.get(i).map_or(UNKNOWN, |id| id & !PLURAL);
        let (from, to) = self.starts[term(first) as usize];
        let patterns = &self.patterns[from as usize..to as usize];
        let second = term(first + 1);
        let alone = patterns.partition_point(|p| p.terms.len() == 1);
        let low = patterns.partition_point(|p| p.terms.get(1) < Some(&second));
        let high = patterns.partition_point(|p| p.terms.get(1) <= Some(&second));
        patterns[..alone].iter().chain(&patterns[low..high])
    }

    fn id_of(&self, text: &str, token: &Token) -> u32 {
        let term = token.term.as_str();
        if let Some(id) = self.vocabulary.get(term) {
            return *id;
        }
        if let Some(three) = term.as_bytes().first_chunk::<3>()
            && term.len() > 4
            && self.beginnings.contains(three)
            && let Some(id) = self.vocabulary.get(spelled(term).as_str())
        {
            return *id;
        }
        let singular = term.strip_suffix('s').filter(|_| is_plural(word(text, token)));
        let id = singular.and_then(|term| self.vocabulary.get(term));
        id.map_or(UNKNOWN, |id| id | PLURAL)
    }

    fn add(&mut self, key: &str, text: &str, role: Role) {
        let terms: Box<[u32]> = key.split(' ').map(|term| self.number(term)).collect();
        let words = tokens(text);
        let guarded = matches!(role, Role::Guarded(..));
        let exact: Box<[Option<Box<str>>]> = words
            .iter()
            .map(|t| {
                let word = cased(word(text, t));
                let capitals = word.chars().filter(|c| c.is_uppercase()).count();
                // The term itself already tells the country from the pronoun.
                let free = t.term == UNITED_STATES || !(guarded || capitals > 1);
                (!free).then(|| word.into_boxed_str())
            })
            .collect();
        let exact = if exact.iter().all(Option::is_none) { Box::default() } else { exact };
        let between = words.windows(2).flat_map(|w| gap(text, w).chars()).filter(|c| !is_soft(*c));
        let between = between.collect::<String>().into_boxed_str();
        let owners = words.iter().take(words.len().saturating_sub(1));
        let possessive = owners.into_iter().any(|t| is_possessive(word(text, t)));
        self.patterns.push(Pattern { terms, role, exact, between, possessive });
    }

    fn number(&mut self, term: &str) -> u32 {
        if let Some(id) = self.vocabulary.get(term) {
            return *id;
        }
        let id = self.vocabulary.len() as u32 + 1;
        self.vocabulary.insert(term.into(), id);
        if let Some(three) =
            term.as_bytes().first_chunk::<3>().filter(|_| has_other_spellings(term))
        {
            self.beginnings.insert(*three);
        }
        id
    }

    /// Orders the patterns by their terms, and notes where those of each first term begin.
    fn index(&mut self) {
        self.patterns.sort_by(|a, b| a.terms.cmp(&b.terms));
        self.starts = vec![(0, 0); self.vocabulary.len() + 1];
        for (i, pattern) in self.patterns.iter().enumerate() {
            let range = &mut self.starts[pattern.terms[0] as usize];
            if range.1 == 0 {
                range.0 = i as u32;
            }
            range.1 = i as u32 + 1;
        }
    }
}

impl Pattern {
    fn stands(&self, words: &Words<'_>, first: usize, lines: &mut Lines<'_>) -> bool {
        let Some(ids) = words.ids.get(first..first + self.terms.len()) else { return false };
        let (last, before) = (self.terms.len() - 1, &ids[..self.terms.len() - 1]);
        if before != &self.terms[..last] || ids[last] & !PLURAL != self.terms[last] {
            return false;
        }
        let tokens = &words.tokens[first..=first + last];
        let joined = |w: &[Token]| {
            gap(words.text, w).chars().all(|c| is_soft(c) || self.between.contains(c))
                && (self.possessive || !is_possessive(word(words.text, &w[0])))
        };
        if !tokens.windows(2).all(joined) {
            return false;
        }
        if matches!(self.role, Role::Name(_, How::Demonym)) {
            // `polish` is a verb: an adjective of a country has its capital.
            return word(words.text, &tokens[0]).starts_with(char::is_uppercase);
        }
        if self.exact.is_empty() {
            return true;
        }
        let span = tokens[0].span.join(tokens[last].span);
        if let Role::Guarded(_, cues) = &self.role
            && !cues.is_empty()
            && is_behind_letters(words.text, span.start)
        {
            return false;
        }
        // Exact case proves nothing in a line of capitals: there a word alone is no name.
        if lines.is_all_capitals(span) {
            return last > 0;
        }
        tokens.iter().zip(&self.exact).all(|(t, exact)| {
            exact.as_deref().is_none_or(|exact| {
                let word = cased(word(words.text, t));
                word == exact || (is_plural(&word) && word.strip_suffix('s') == Some(exact))
            })
        })
    }
}

/// Which lines of a text are all in capitals; remembers the line last asked about.
struct Lines<'a> {
    text: &'a str,
    line: Span,
    no_small_letter: bool,
    words: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Lines<'a> {
        // A reversed span holds nothing, so the first question reads its line.
        Lines { text, line: Span { start: 1, end: 0 }, no_small_letter: false, words: 0 }
    }

    /// Whether the line at `span` is in capitals and has another word than those of `span`.
    fn is_all_capitals(&mut self, span: Span) -> bool {
        if !self.line.holds(span) {
            let before = self.text.get(..span.start as usize).unwrap_or("");
            let after = self.text.get(span.end as usize..).unwrap_or("");
            let start = before.rfind('\n').map_or(0, |i| i + 1);
            let end = after.find('\n').map_or(self.text.len(), |i| span.end as usize + i);
            self.line = Span::new(start, end);
            let line = self.text.get(start..end).unwrap_or("");
            self.no_small_letter = !line.chars().any(char::is_lowercase);
            self.words = if self.no_small_letter { long_words(line) } else { 0 };
        }
        self.no_small_letter && self.words > long_words(span.slice(self.text).unwrap_or(""))
    }
}

/// Whether a slash and capitals stand before `at`: `NEA/IAI` is a desk, not a company.
fn is_behind_letters(text: &str, at: u32) -> bool {
    let before = text.get(..at as usize).and_then(|t| t.strip_suffix('/'));
    before.is_some_and(|t| t.ends_with(char::is_uppercase))
}

/// Words of three letters or more.
fn long_words(text: &str) -> usize {
    let words = text.split(|c: char| !c.is_alphabetic());
    words.filter(|w| w.chars().nth(2).is_some()).count()
}

/// The text of a token.
pub(super) fn word<'a>(text: &'a str, token: &Token) -> &'a str {
    token.span.slice(text).unwrap_or("")
}

/// What stands between two tokens.
fn gap<'a>(text: &'a str, pair: &[Token]) -> &'a str {
    text.get(pair[0].span.end as usize..pair[1].span.start as usize).unwrap_or("\n")
}

/// Whether `c` may stand between any two words of a name. A line's end may not: in clean text it
/// is the end of a block.
fn is_soft(c: char) -> bool {
    (c.is_whitespace() && c != '\n')
        || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '/' | '_' | '\'' | '"')
        || matches!(c, '\u{2018}'..='\u{201d}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
}

/// A capital or digit, then an `s`: `F-16s`, `UAVs`.
pub(super) fn is_plural(word: &str) -> bool {
    let mut back = without_possessive(word).chars().rev();
    back.next() == Some('s') && back.next().is_some_and(|c| c.is_ascii_digit() || c.is_uppercase())
}

fn is_possessive(word: &str) -> bool {
    without_possessive(word).len() < word.len()
}

pub(super) fn without_possessive(word: &str) -> &str {
    let mut word = word;
    let ends = ["'s", "’s", "'S", "’S"];
    while let Some(kept) = ends.iter().find_map(|end| word.strip_suffix(end)) {
        word = kept;
    }
    word
}

/// A word as compared where case counts: accents, points and the possessive are off.
pub(super) fn cased(word: &str) -> String {
    let word = without_possessive(word);
    if word.is_ascii() {
        return word.replace('.', "");
    }
    let kept = |c: &char| !is_combining_mark(*c) && *c != '.' && *c != '\u{ad}';
    word.nfkd().filter(kept).collect()
}

/// FNV-1a: terms are short, and only those of the gazetteer are ever stored.
#[derive(Clone, Copy)]
struct TermHasher(u64);

impl Default for TermHasher {
    fn default() -> Self {
        TermHasher(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for TermHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        // The table takes its control bits from the top, which FNV mixes worst.
        self.0 ^ (self.0 >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}
