//! The terms of a piece of a query.

use std::ops::Range;

use crate::text::fold::is_invisible;
use crate::text::token::{UNITED_STATES, tokens};
use crate::text::{Span, Token};

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

/// From the first term of `text` to its last, with the brackets that open between them; `None`
/// where it has no term.
pub(super) fn term_range(text: &str) -> Option<Range<usize>> {
    let tokens = tokens(text);
    let Range { start, mut end } = visible(text, tokens.first()?.span.join(tokens.last()?.span));
    let open = text[start..end].bytes().rfind(|b| matches!(b, b'(' | b')')) == Some(b'(');
    if open && text[end..].starts_with(')') {
        end += 1;
    }
    Some(start..end)
}

/// The bytes of `span` without invisible characters at its ends: to a reader they are not there.
pub(super) fn visible(text: &str, span: Span) -> Range<usize> {
    let word = text[span.range()].trim_end_matches(is_invisible);
    let end = span.range().start + word.len();
    end - word.trim_start_matches(is_invisible).len()..end
}
