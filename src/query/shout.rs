//! Queries in capitals throughout, as old collections have them: their `AND` is a word, while that
//! of `NATO AND AUKUS` is an operator.

use std::fmt;

use super::lex::{Kind, Lexeme, lex};
use crate::text::Span;

/// What a reader is told.
pub(super) const MESSAGE: &str = "the whole query is in capitals, so this was taken as a word; \
                                  write the words in small letters, or brackets round the query, \
                                  to have it as an operator";

/// Words that stand in sentences, and not in lists of names and operators.
const OF_SENTENCES: [&str; 10] =
    ["BY", "FOR", "FROM", "IN", "OF", "ON", "THE", "TO", "WHICH", "WITH"];

/// Makes the operators of a sentence in capitals words; gives the place of the first.
pub(super) fn words_in_capitals(text: &str, lexemes: &mut [Lexeme]) -> Option<Span> {
    if !is_sentence_in_capitals(text, lexemes) {
        return None;
    }
    let mut first = None;
    for lexeme in lexemes.iter_mut().filter(|lexeme| is_operator(lexeme.kind)) {
        lexeme.kind = Kind::Run;
        first.get_or_insert(lexeme.span);
    }
    first
}

/// Writes a query so that its operators are read as operators.
pub(super) fn write(f: &mut fmt::Formatter<'_>, query: &str) -> fmt::Result {
    let lexemes = lex(query);
    let lost = lexemes.iter().any(|lexeme| is_operator(lexeme.kind))
        && is_sentence_in_capitals(query, &lexemes);
    if lost { write!(f, "({query})") } else { f.write_str(query) }
}

fn is_operator(kind: Kind) -> bool {
    matches!(kind, Kind::And | Kind::Or | Kind::Not)
}

/// Nothing but words and `AND`, `OR`, `NOT`, all in capitals, one of them a word of sentences.
fn is_sentence_in_capitals(text: &str, lexemes: &[Lexeme]) -> bool {
    let plain = |lexeme: &Lexeme| lexeme.kind == Kind::Run || is_operator(lexeme.kind);
    let of_sentences = |lexeme: &Lexeme| OF_SENTENCES.contains(&&text[lexeme.span.range()]);
    !text.chars().any(char::is_lowercase)
        && lexemes.iter().all(plain)
        && lexemes.iter().any(of_sentences)
}
