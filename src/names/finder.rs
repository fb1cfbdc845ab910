//! Finds the names of a gazetteer in texts, passage by passage.
//!
//! A name is a run of terms. The finder looks each term of a passage up once, tries the names
//! that begin with it, and keeps of all that match the longest; what a bracket of the document
//! defines and what a guard asks for is decided before that. It knows no index and no file.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::definition::{Definitions, Meaning};
use super::gazetteer::{EntryId, Gazetteer};
use super::guard::{Cue, Surroundings};
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
        let found = Judge::new(&words, definitions, start).judge(hits);
        let named = found.into_iter().filter(|c| !is_in_address(text, c.span(&words)));
        named.map(|c| c.mention(&words, start)).collect()
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

    /// Every place where a pattern stands, by first token, longer ones first.
    pub(super) fn hits(&self, words: &Words<'_>) -> Vec<Hit<'_>> {
        let mut lines = Lines::new(words.text);
        let mut out = Vec::new();
        for first in 0..words.ids.len() {
            let id = words.ids[first] & !PLURAL;
            let (from, to) = self.starts[id as usize];
            for pattern in &self.patterns[from as usize..to as usize] {
                if pattern.stands(words, first, &mut lines) {
                    out.push(Hit { first, end: first + pattern.terms.len(), role: &pattern.role });
                }
            }
        }
        out
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

    /// Orders the patterns by first term, longer ones first, and notes where each term's begin.
    fn index(&mut self) {
        self.patterns.sort_by_key(|p| (p.terms[0], std::cmp::Reverse(p.terms.len())));
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

/// An entry at tokens `first..end`.
#[derive(Clone, Copy)]
struct Candidate {
    first: usize,
    end: usize,
    entry: EntryId,
    how: How,
}

impl Candidate {
    fn span(self, words: &Words<'_>) -> Span {
        words.tokens[self.first].span.join(words.tokens[self.end - 1].span)
    }

    fn mention(self, words: &Words<'_>, start: u32) -> Mention {
        let mut span = self.span(words);
        let text = word(words.text, &words.tokens[self.end - 1]);
        span.end -= (text.len() - without_possessive(text).len()) as u32;
        Mention { entry: self.entry, span: span.shifted(start), how: self.how }
    }
}

/// Decides which hits of one passage count.
struct Judge<'a, 'f> {
    words: &'a Words<'a>,
    definitions: &'a Definitions,
    start: u32,
    surroundings: Surroundings<'a, 'f>,
}

impl<'a, 'f> Judge<'a, 'f> {
    fn new(words: &'a Words<'a>, definitions: &'a Definitions, start: u32) -> Judge<'a, 'f> {
        Judge { words, definitions, start, surroundings: Surroundings::new(words.tokens) }
    }

    fn judge(&mut self, mut hits: Vec<Hit<'f>>) -> Vec<Candidate> {
        let mut blocked = HashSet::new();
        for hit in &hits {
            if let Role::Blocker(entry) = hit.role {
                blocked.extend((hit.first..hit.end).map(|i| (*entry, i)));
            }
        }
        hits.retain(|h| !matches!(h.role, Role::Blocker(_)));
        hits.sort_by_key(|h| (h.first, h.end));
        let mut candidates: Vec<Candidate> = hits
            .chunk_by(|a, b| (a.first, a.end) == (b.first, b.end))
            .filter_map(|rivals| self.winner(rivals))
            .collect();
        candidates.extend(self.defined(&hits));
        candidates.retain(|c| !(c.first..c.end).all(|i| blocked.contains(&(c.entry, i))));
        longest(candidates, self.words.tokens.len())
    }

    /// Which of the names with the same letters at the same place is meant.
    fn winner(&mut self, rivals: &[Hit<'f>]) -> Option<Candidate> {
        let (first, end) = (rivals[0].first, rivals[0].end);
        let candidate = |entry, how| Some(Candidate { first, end, entry, how });
        let meaning = self.meaning(first, end);
        match meaning {
            Some(Meaning::Same(entry)) => return candidate(entry, How::Named),
            Some(Meaning::Foreign) => return None,
            Some(Meaning::OtherCase(_)) | None => {}
        }
        let free = rivals.iter().filter_map(|h| match h.role {
            Role::Name(entry, how) => Some((*how, std::cmp::Reverse(*entry))),
            _ => None,
        });
        // A later entry is the corpus's own, which knows better than what ships.
        if let Some((how, entry)) = free.min() {
            return candidate(entry.0, how);
        }
        if let Some(entry) = self.nearest(rivals) {
            return candidate(entry, How::Named);
        }
        match meaning {
            Some(Meaning::OtherCase(entry)) => candidate(entry, How::Named),
            _ => None,
        }
    }

    /// The guarded name whose cue stands nearest; none where two stand equally near.
    fn nearest(&mut self, rivals: &[Hit<'f>]) -> Option<EntryId> {
        if let [Hit { first, end, role: Role::Guarded(entry, cues) }] = rivals {
            return self.surroundings.hold(cues, *first, *end).then_some(*entry);
        }
        let mut best: Option<(u32, EntryId)> = None;
        let mut tie = false;
        for hit in rivals {
            let Role::Guarded(entry, cues) = hit.role else { continue };
            let Some(distance) = self.surroundings.distance(cues, hit.first, hit.end) else {
                continue;
            };
            match best {
                Some((nearest, other)) if distance == nearest => tie |= other != *entry,
                Some((nearest, _)) if distance > nearest => {}
                _ => (best, tie) = (Some((distance, *entry)), false),
            }
        }
        best.filter(|_| !tie).map(|(_, entry)| entry)
    }

    /// Letters that the document defines and that no name of the gazetteer has in this case.
    fn defined(&self, hits: &[Hit<'_>]) -> Vec<Candidate> {
        if self.definitions.is_empty() {
            return Vec::new();
        }
        let mut out = Vec::new();
        for first in 0..self.words.tokens.len() {
            let lengths = self.definitions.lengths(&self.words.tokens[first].term);
            for end in lengths.iter().map(|n| first + n) {
                let known = hits.binary_search_by_key(&(first, end), |h| (h.first, h.end)).is_ok();
                if known || end > self.words.tokens.len() {
                    continue;
                }
                if let Some(Meaning::Same(entry) | Meaning::OtherCase(entry)) =
                    self.meaning(first, end)
                {
                    out.push(Candidate { first, end, entry, how: How::Named });
                }
            }
        }
        out
    }

    fn meaning(&self, first: usize, end: usize) -> Option<Meaning> {
        if self.definitions.is_empty() {
            return None;
        }
        let tokens = &self.words.tokens[first..end];
        let span = tokens.first()?.span.join(tokens.last()?.span);
        self.definitions.meaning(span.slice(self.words.text)?, tokens, self.start + span.start)
    }
}

/// The longest candidates, by place; a hit inside a longer one is dropped.
fn longest(mut candidates: Vec<Candidate>, tokens: usize) -> Vec<Candidate> {
    candidates.sort_by_key(|c| (std::cmp::Reverse(c.end - c.first), c.first, c.how));
    let mut taken = vec![false; tokens];
    candidates.retain(|c| {
        let free = taken[c.first..c.end].iter().all(|t| !t);
        if free {
            taken[c.first..c.end].fill(true);
        }
        free
    });
    candidates.sort_by_key(|c| c.first);
    candidates
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

/// Whether `span` is part of a web or mail address, which names no more than a host or a file.
fn is_in_address(text: &str, span: Span) -> bool {
    /// An address is looked through no further, so that one long word costs no more than others.
    const REACH: usize = 256;
    let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '<' | '>' | '"');
    let (start, end) = (span.start as usize, span.end as usize);
    let near = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at += 1;
        }
        at
    };
    let before = &text[near(start.saturating_sub(REACH))..start];
    let after = &text[end..near((end + REACH).min(text.len()))];
    let before = before.rsplit(ends).next().unwrap_or("");
    let after = after.split(ends).next().unwrap_or("");
    before.contains("://") || before.contains("www.") || before.contains('@') || after.contains('@')
}

/// Words of three letters or more.
fn long_words(text: &str) -> usize {
    let words = text.split(|c: char| !c.is_alphabetic());
    words.filter(|w| w.chars().nth(2).is_some()).count()
}

/// The text of a token.
fn word<'a>(text: &'a str, token: &Token) -> &'a str {
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
fn is_plural(word: &str) -> bool {
    let mut back = without_possessive(word).chars().rev();
    back.next() == Some('s') && back.next().is_some_and(|c| c.is_ascii_digit() || c.is_uppercase())
}

fn is_possessive(word: &str) -> bool {
    without_possessive(word).len() < word.len()
}

fn without_possessive(word: &str) -> &str {
    let mut word = word;
    while let Some(kept) = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")) {
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
