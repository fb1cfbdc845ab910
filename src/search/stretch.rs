//! Matches as wholes: where lighting wants the words of a phrase, a line in context wants the
//! phrase.

use super::highlight::{Highlighter, united};
use super::near::Text;
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
        if matches!(pattern, Pattern::Term { .. } | Pattern::Exact { .. }) {
            return self.of_pattern(text, tokens, pattern);
        }
        let extents = self.extents(&Text::of(text, tokens), pattern).into_iter();
        let whole = |first: u32, last: u32| {
            Some(tokens.get(first as usize)?.span.join(tokens.get(last as usize)?.span))
        };
        extents.filter_map(|extent| whole(extent.first, extent.last)).collect()
    }
}
