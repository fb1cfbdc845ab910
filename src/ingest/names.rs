//! The names found in a document, grouped by what they name.

use crate::document::{Document, Passage};
use crate::names::{EntryId, Finder, Gazetteer};
use crate::store::StoredName;
use crate::text::{Span, Token};

/// The names in `document`, in order of first mention. `tokens` are those of each passage, with
/// spans from the passage's start.
pub fn names_of(
    gazetteer: &Gazetteer,
    finder: &Finder,
    document: &Document,
    passages: &[Passage],
    tokens: &[Vec<Token>],
) -> Vec<StoredName> {
    let _ = tokens;
    let mut found: Vec<(EntryId, Vec<Span>)> = Vec::new();
    for mention in finder.mentions(document, passages) {
        match found.iter_mut().find(|(entry, _)| *entry == mention.entry) {
            Some((_, spans)) => spans.push(mention.span),
            None => found.push((mention.entry, vec![mention.span])),
        }
    }
    found
        .into_iter()
        .map(|(entry, spans)| {
            let entry = gazetteer.entry(entry);
            StoredName { name: entry.name().to_owned(), is_program: entry.is_program(), spans }
        })
        .collect()
}
