//! What a document says that letters mean: "Industrial Security Agreement (ISA)".

use std::collections::HashMap;

use super::finder::{Finder, Hit, Role, cased};
use super::gazetteer::EntryId;
use crate::text::{Token, offset, tokens};

/// The letters that the brackets of one document define.
#[derive(Debug, Default)]
pub struct Definitions {
    /// By the plain terms of the letters, joined by spaces; by place.
    by_key: HashMap<String, Vec<Definition>>,
    /// How many terms letters that begin with this term have.
    lengths: HashMap<String, Vec<usize>>,
    spelled_out: Vec<SpelledOut>,
}

/// Letters that a document spells out: each stands for a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpelledOut {
    /// Where the letters stand, in bytes of the document.
    pub at: u32,
    /// The letters.
    pub letters: String,
    /// The words, as printed.
    pub words: String,
}

#[derive(Debug)]
struct Definition {
    /// Where the letters stand that are defined, in the document.
    at: u32,
    /// The letters as compared in exact case.
    letters: String,
    /// The entry they stand for; none for something that no gazetteer knows.
    entry: Option<EntryId>,
}

/// What letters mean at some place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The document defined them, in this case of letters, as a name of the entry.
    Same(EntryId),
    /// It defined them in another case of letters.
    OtherCase(EntryId),
    /// It uses them for something else.
    Foreign,
}

/// More text before a bracket than this spells out no name.
const WINDOW: usize = 160;

/// A document that changes the meaning of letters more often has none.
const MOST: usize = 64;

/// Longer letters are a sentence.
const LONGEST: usize = 20;

impl Definitions {
    /// Reads the brackets of `text`.
    pub(super) fn of(finder: &Finder, text: &str) -> Definitions {
        let mut out = Definitions::default();
        for (open, _) in text.match_indices('(') {
            let Some(inner) = inner(text, open) else { continue };
            let before = before(text, open);
            if let Some((at, letters)) = letters_in(inner) {
                let meaning = forward(finder, before, letters);
                let at = offset(open + 1 + at);
                if meaning.is_some() {
                    out.spell_out(at, letters, words_before(before, letters));
                }
                out.add(at, letters, meaning);
            } else if let Some(letters) = letters_at_end(before) {
                let at = open - (before.len() - before.rfind(letters).unwrap_or(0));
                let whole = Some(inner).filter(|inner| words_before(inner, letters) == Some(inner));
                out.spell_out(offset(at), letters, whole);
                out.add(offset(at), letters, backward(finder, inner, letters));
            }
        }
        out
    }

    /// The letters that the document spells out, by place.
    pub fn spelled_out(&self) -> &[SpelledOut] {
        &self.spelled_out
    }

    fn spell_out(&mut self, at: u32, letters: &str, words: Option<&str>) {
        if let Some(words) = words.filter(|words| words.contains(char::is_whitespace)) {
            let (letters, words) = (letters.to_owned(), words.to_owned());
            self.spelled_out.push(SpelledOut { at, letters, words });
        }
    }

    /// Whether the document defines nothing.
    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    /// How many terms the defined letters have that begin with `term`.
    pub(super) fn lengths(&self, term: &str) -> &[usize] {
        self.lengths.get(term).map_or(&[], Vec::as_slice)
    }

    /// What `word`, with these tokens, means at `at` of the document.
    pub(super) fn meaning(&self, word: &str, tokens: &[Token], at: u32) -> Option<Meaning> {
        self.lengths.get(tokens.first()?.term.as_str())?;
        let definitions = self.by_key.get(&joined(tokens))?;
        let word = cased(word);
        let same = || definitions.iter().filter(|d| d.letters == word);
        if same().any(|d| d.entry.is_some()) {
            let last = same().take_while(|d| d.at <= at).last()?;
            return Some(last.entry.map_or(Meaning::Foreign, Meaning::Same));
        }
        if same().next().is_some() {
            return Some(Meaning::Foreign);
        }
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let other = definitions.iter().take_while(|d| d.at <= at).filter_map(|d| d.entry).last();
        other.filter(|_| capitals > 1).map(Meaning::OtherCase)
    }

    fn add(&mut self, at: u32, letters: &str, meaning: Option<Option<EntryId>>) {
        let Some(entry) = meaning else { return };
        let tokens = tokens(letters);
        let Some(first) = tokens.first() else { return };
        let lengths = self.lengths.entry(first.term.clone()).or_default();
        if !lengths.contains(&tokens.len()) {
            lengths.push(tokens.len());
        }
        let definition = Definition { at, letters: cased(letters), entry };
        let known = self.by_key.entry(joined(&tokens)).or_default();
        let again =
            known.last().is_some_and(|d| (&d.letters, d.entry) == (&definition.letters, entry));
        if !again && known.len() < MOST {
            known.push(definition);
        }
    }
}

fn joined(tokens: &[Token]) -> String {
    tokens.iter().map(|t| t.term.as_str()).collect::<Vec<_>>().join(" ")
}

/// What stands in the bracket that opens at `open`, if it closes soon, in the same block.
fn inner(text: &str, open: usize) -> Option<&str> {
    let rest = text.get(open + 1..)?;
    let end = rest.bytes().take(WINDOW).position(|b| matches!(b, b')' | b'(' | b'\n'))?;
    (rest.as_bytes()[end] == b')').then(|| &rest[..end])
}

/// What stands in the same block before the bracket, not further back than a name may reach.
fn before(text: &str, open: usize) -> &str {
    let mut from = open.saturating_sub(WINDOW);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let window = &text[from..open];
    window.rfind('\n').map_or(window, |i| &window[i + 1..])
}

/// The letters that a bracket gives, and where in it: `ISA`, `the “ISA”`, `or DTTI`, `ISA, 2019`.
fn letters_in(inner: &str) -> Option<(usize, &str)> {
    let first = inner.split([',', ';']).next().unwrap_or(inner);
    let mut word = first.trim();
    for lead in ["hereinafter ", "hereafter ", "or ", "the "] {
        word = word.strip_prefix(lead).unwrap_or(word).trim_start();
    }
    let word = singular(word.trim_matches(is_quote));
    is_letters(word).then(|| (word.as_ptr() as usize - inner.as_ptr() as usize, word))
}

/// The letters right before a bracket.
fn letters_at_end(before: &str) -> Option<&str> {
    let word = before.strip_suffix(' ')?.trim_end_matches(is_quote);
    let word = word.rsplit(|c: char| c.is_whitespace() || c == '(').next()?;
    let word = singular(word.trim_matches(is_quote));
    is_letters(word).then_some(word)
}

fn singular(word: &str) -> &str {
    let stem = word.strip_suffix('s').filter(|w| w.ends_with(|c: char| c.is_ascii_uppercase()));
    stem.unwrap_or(word)
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '\u{2018}'..='\u{201d}' | '*' | '_')
}

/// One word with two capitals or more.
fn is_letters(word: &str) -> bool {
    word.len() <= LONGEST
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '&' | '/' | '.'))
        && word.starts_with(char::is_alphabetic)
        && word.chars().filter(|c| c.is_uppercase()).count() > 1
}

/// What `letters` in a bracket mean by the words before it: `Some(None)` is something else than
/// any entry, `None` nothing that can be told.
fn forward(finder: &Finder, before: &str, letters: &str) -> Option<Option<EntryId>> {
    let tokens = tokens(before);
    let touches = tokens.last().is_some_and(|t| {
        let gap = before.get(t.span.end as usize..).unwrap_or("");
        gap.chars().all(|c| c.is_whitespace() || is_quote(c) || c == '.')
    });
    if !touches {
        return None;
    }
    let words = finder.words(before, &tokens);
    let spelt_from = initials(&tokens, letters);
    // The nearest name before the bracket that is known by these letters, or that they abbreviate.
    let hits = finder.hits(&words);
    let ours = hits
        .iter()
        .filter(|h| h.end + NEAR >= tokens.len())
        .filter_map(|h| named(h).map(|entry| (h, entry)))
        .filter(|(h, entry)| {
            let abbreviates = h.end == tokens.len() && spelt_from.is_some_and(|i| i >= h.first);
            abbreviates || finder.is_known_by(*entry, letters)
        })
        .max_by_key(|(h, _)| (h.end, h.end - h.first));
    match ours {
        Some((_, entry)) => Some(Some(entry)),
        None if spelt_from.is_some() => Some(None),
        // Less is enough to doubt letters that need a cue: `chlorofluorocarbon (CFC)`.
        None => (finder.is_guarded(letters) && is_short_for(letters, &tokens)).then_some(None),
    }
}

/// The last words of `text` that spell `letters` out.
fn words_before<'t>(text: &'t str, letters: &str) -> Option<&'t str> {
    let tokens = tokens(text);
    let mut first = initials(&tokens, letters)?;
    if SMALL.contains(&tokens.get(first)?.term.as_str()) {
        // `Organization of Petroleum Exporting Countries` begins before its `of`.
        let initial = |i: usize| tokens[i].term.chars().next();
        first = first.checked_sub(1).filter(|before| initial(*before) == initial(first))?;
    }
    tokens[first].span.join(tokens.last()?.span).slice(text)
}

/// Words that may stand between a name and its letters in brackets: `Sales program (FMS)`.
const NEAR: usize = 3;

/// What `letters` before a bracket mean by the words in it.
fn backward(finder: &Finder, inner: &str, letters: &str) -> Option<Option<EntryId>> {
    let tokens = tokens(inner);
    if tokens.len() < 2 {
        return None;
    }
    let words = finder.words(inner, &tokens);
    let whole = initials(&tokens, letters) == Some(0);
    let ours = finder
        .hits(&words)
        .iter()
        .filter(|h| h.first <= 1)
        .filter_map(|h| named(h).map(|entry| (h.end, entry)))
        .filter(|(end, entry)| {
            (whole && *end == tokens.len()) || finder.is_known_by(*entry, letters)
        })
        .max_by_key(|(end, _)| *end);
    match ours {
        Some((_, entry)) => Some(Some(entry)),
        None => whole.then_some(None),
    }
}

fn named(hit: &Hit<'_>) -> Option<EntryId> {
    match hit.role {
        Role::Name(entry, super::How::Named) | Role::Guarded(entry, _) => Some(*entry),
        _ => None,
    }
}

/// Whether the characters of `letters` stand in the last of `tokens`, in order, the first of them
/// at a word's beginning.
fn is_short_for(letters: &str, tokens: &[Token]) -> bool {
    let letters: Vec<char> = letters.to_lowercase().chars().rev().collect();
    let Some((first, others)) = letters.split_last() else { return false };
    let mut others = others.iter().peekable();
    for token in tokens.iter().rev().take(letters.len() + 5) {
        for (i, c) in token.term.char_indices().rev() {
            if others.next_if_eq(&&c).is_none() && others.peek().is_none() && i == 0 && c == *first
            {
                return true;
            }
        }
    }
    false
}

/// Words that letters pass over.
const SMALL: [&str; 12] =
    ["of", "and", "the", "for", "in", "on", "to", "a", "with", "de", "by", "at"];

/// The token from which the words spell `letters` out to the end: each letter is the initial of a
/// word, in order, and only small words are passed over.
fn initials(tokens: &[Token], letters: &str) -> Option<usize> {
    let letters = letters.to_lowercase();
    let mut wanted = letters.chars().rev().filter(|c| c.is_alphanumeric()).peekable();
    for (i, token) in tokens.iter().enumerate().rev() {
        if token.term.chars().next() == wanted.peek().copied() {
            wanted.next();
        } else if !SMALL.contains(&token.term.as_str()) {
            return None;
        }
        if wanted.peek().is_none() {
            return Some(i);
        }
    }
    None
}
