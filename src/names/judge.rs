//! Decides which of the names that could stand in a passage do stand there.
//!
//! In this order: what the document has defined, exact case and guards, phrases that are not the
//! name, the longest of those that overlap, addresses.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::definition::{Definitions, Meaning};
use super::finder::{Hit, Role, Words, without_possessive, word};
use super::gazetteer::EntryId;
use super::guard::Surroundings;
use super::mention::{How, Mention};
use crate::text::Span;

/// Decides which hits of one passage count.
pub(super) struct Judge<'a, 'f> {
    words: &'a Words<'a>,
    definitions: &'a Definitions,
    start: u32,
    surroundings: Surroundings<'a, 'f>,
}

impl<'a, 'f> Judge<'a, 'f> {
    pub fn new(words: &'a Words<'a>, definitions: &'a Definitions, start: u32) -> Judge<'a, 'f> {
        Judge { words, definitions, start, surroundings: Surroundings::new(words.tokens) }
    }

    /// The mentions that `hits` are, by place; they do not overlap.
    pub fn judge(mut self, mut hits: Vec<Hit<'f>>) -> Vec<Mention> {
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
        let named = longest(candidates, self.words.tokens.len()).into_iter();
        let named = named.filter(|c| !c.is_no_mention(self.words));
        named.map(|c| c.mention(self.words, self.start)).collect()
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
            Role::Name(entry, how) => Some((*how, Reverse(*entry))),
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

    /// Whether it is part of something that says nothing about what it names.
    fn is_no_mention(self, words: &Words<'_>) -> bool {
        let span = self.span(words);
        let is_adjective = self.how == How::Demonym;
        is_in_address(words.text, span) || is_adjective && is_language_spoken(words.text, span)
    }

    fn mention(self, words: &Words<'_>, start: u32) -> Mention {
        let mut span = self.span(words);
        let text = word(words.text, &words.tokens[self.end - 1]);
        span.end -= (text.len() - without_possessive(text).len()) as u32;
        Mention { entry: self.entry, span: span.shifted(start), how: self.how }
    }
}

/// The longest candidates, by place; a hit inside a longer one is dropped.
fn longest(mut candidates: Vec<Candidate>, tokens: usize) -> Vec<Candidate> {
    candidates.sort_by_key(|c| (Reverse(c.end - c.first), c.first, c.how));
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

/// Whether a bracket says no more than that somebody goes on in the language at `span`: `(spoke in
/// French)`, `(Speaks in Spanish.)`, `(in French)`.
fn is_language_spoken(text: &str, span: Span) -> bool {
    /// As much as such a bracket holds before its language.
    const REACH: usize = 16;
    let before = text.get(..span.start as usize).unwrap_or("");
    let bracket = before.char_indices().rev().take(REACH).find(|(_, c)| *c == '(');
    let Some((open, _)) = bracket else { return false };
    let said = before[open + 1..].trim().to_lowercase();
    let after = text.get(span.end as usize..).unwrap_or("");
    matches!(said.as_str(), "in" | "spoke in" | "speaks in" | "speaking in" | "continued in")
        && after.trim_start_matches('.').starts_with(')')
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
