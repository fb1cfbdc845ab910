//! Matches as wholes: where lighting wants the words of a phrase, a line in context wants the
//! phrase.

use super::highlight::{Highlighter, united};
use crate::query::plan::{Alternatives, Pattern};
use crate::text::{Span, Token, tokens};

impl Highlighter {
    /// Every match of `leaves` in `text`, from its first word to its last; those that overlap are
    /// one. Rising.
    pub(super) fn stretches(&mut self, text: &str, leaves: &[&Alternatives]) -> Vec<Span> {
        let tokens = tokens(text);
        let mut found = Vec::new();
        for form in leaves.iter().flat_map(|leaf| &leaf.forms) {
            found.extend(self.stretches_of(text, &tokens, &form.pattern));
        }
        united(found)
    }

    fn stretches_of(&mut self, text: &str, tokens: &[Token], pattern: &Pattern) -> Vec<Span> {
        let words = self.of_pattern(text, tokens, pattern);
        match pattern {
            Pattern::Term { .. } | Pattern::Exact { .. } => words,
            // The words come phrase by phrase.
            Pattern::Phrase { places, .. } | Pattern::Named { places, .. } => words
                .chunks(places.len().max(1))
                .filter_map(|phrase| Some(phrase.first()?.join(*phrase.last()?)))
                .collect(),
        }
    }
}
