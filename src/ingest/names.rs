//! The names found in a document, grouped by what they name.

use std::collections::HashMap;

use crate::document::{Document, Passage};
use crate::names::{EntryId, Finder, Gazetteer, SpelledOut};
use crate::store::StoredName;
use crate::text::{Span, Token};

/// What a document names, and which letters it spells out.
pub struct Named {
    /// The names, in order of first mention.
    pub names: Vec<StoredName>,
    /// The letters, by place.
    pub spelled_out: Vec<SpelledOut>,
}

/// The names in `document`. `tokens` are those of each passage, with
/// spans from the passage's start.
pub fn names_of(
    gazetteer: &Gazetteer,
    finder: &Finder,
    document: &Document,
    passages: &[Passage],
    tokens: &[Vec<Token>],
) -> Named {
    let mut found: Vec<(EntryId, Vec<Span>)> = Vec::new();
    let mut places: HashMap<EntryId, usize> = HashMap::new();
    let definitions = finder.definitions(&document.text);
    for (passage, tokens) in passages.iter().zip(tokens) {
        let text = &document.text[passage.span.range()];
        for mention in finder.mentions_in(&definitions, text, passage.span.start, tokens) {
            let place = *places.entry(mention.entry).or_insert(found.len());
            if place == found.len() {
                found.push((mention.entry, Vec::new()));
            }
            found[place].1.push(mention.span);
        }
    }
    let stored = |(entry, spans)| {
        let entry = gazetteer.entry(entry);
        StoredName { name: entry.name().to_owned(), is_program: entry.is_program(), spans }
    };
    let names = found.into_iter().map(stored).collect();
    Named { names, spelled_out: definitions.spelled_out().to_vec() }
}
