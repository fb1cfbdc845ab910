//! The terms of a piece of a query.

use std::ops::Range;

use crate::text::Token;
use crate::text::token::{UNITED_STATES, tokens};

/// The tokens of a piece of a query. `US` is the country here whatever stands beside it: a query
/// in capitals is no heading, and a line of capitals would make it the pronoun.
pub(super) fn terms(text: &str) -> Vec<Token> {
    let mut tokens = tokens(text);
    for token in &mut tokens {
        if token.term == "us" && text.get(token.span.range()).is_some_and(|w| w.starts_with("US")) {
            token.term = UNITED_STATES.to_owned();
        }
    }
    tokens
}

/// From the first term of `text` to its last; `None` where it has none.
pub(super) fn term_range(text: &str) -> Option<Range<usize>> {
    let tokens = tokens(text);
    Some(tokens.first()?.span.range().start..tokens.last()?.span.range().end)
}
