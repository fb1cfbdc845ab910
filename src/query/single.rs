//! What a run of characters is by itself: a word, a beginning, a shape, a misspelt word.

use super::ast::What;
use super::habit;
use super::lex::{Kind, Lexeme, lex};
use super::shape::has_gap;
use super::terms::{term_range, terms, visible};

/// `technolog*` and `technolog!`.
pub(super) fn prefix(run: &str) -> Option<What> {
    let run = run.trim_end_matches([',', ';', '.', ':']);
    let base = run.strip_suffix('!').or_else(|| Some(run.trim_end_matches('*')))?;
    if base.len() == run.len() || !base.ends_with(char::is_alphanumeric) || base.contains('*') {
        return None;
    }
    let base = &base[term_range(base)?];
    let stable = !has_gap(base)
        && stands_alone(&format!("{base}*"))
        && habit::suffix(base).is_none()
        && habit::habit(base, true).is_none();
    stable.then(|| What::Prefix(base.to_owned()))
}

/// `wom?n`, `labo*r`, `*tion`.
pub(super) fn pattern(run: &str) -> Option<What> {
    let run = run.trim_end_matches([',', ';', '.', ':', '?']);
    let text = match run.strip_suffix('!') {
        Some(beginning) if beginning.contains(['*', '?']) => format!("{beginning}*"),
        _ => run.to_owned(),
    };
    let start = text.find(|c: char| c.is_alphanumeric() || matches!(c, '*' | '?'))?;
    let text = text[start..].to_owned();
    let letters = |c: char| c.is_alphanumeric() || matches!(c, '*' | '?' | '-' | '.' | '\'' | '’');
    let is_shape = text.chars().all(letters)
        && text.contains(char::is_alphanumeric)
        && !text.contains("**")
        && text.ends_with(|c: char| c.is_alphanumeric() || c == '*')
        && has_gap(&text);
    // Without the question mark behind it, it may be no more than a beginning.
    let what = prefix(&text).unwrap_or_else(|| What::Pattern(text.clone()));
    (is_shape && stands_alone(&text)).then_some(what)
}

/// `agreemnt~`.
pub(super) fn misspelling(run: &str, letters: Option<u8>) -> Option<What> {
    let word = &run[term_range(run).filter(|_| !run.contains(['*', '?']))?];
    let letters = letters.unwrap_or_else(|| habit::letters_to_spare(word));
    let single =
        matches!(&terms(word)[..], [token] if visible(word, token.span) == (0..word.len()));
    let stable = single && reads_as_word(word) && is_one_run(&format!("{word}~{letters}"));
    stable.then(|| What::Misspelt { word: word.to_owned(), letters })
}

/// A term as a word, or in quotes where it would be read as an operator or as something less.
pub(super) fn word_or_phrase(term: &str) -> What {
    let whole = matches!(&terms(term)[..], [token] if visible(term, token.span) == (0..term.len()));
    let what = if whole && is_one_run(term) { What::Word } else { What::Phrase };
    what(term.to_owned())
}

/// Whether this is read as one word wherever it stands by itself.
pub(super) fn reads_as_word(text: &str) -> bool {
    stands_alone(text)
        && !text.ends_with(['*', '!'])
        && pattern(text).is_none()
        && term_range(text) == Some(0..text.len())
}

/// Whether this is one run that no habit takes apart.
fn stands_alone(text: &str) -> bool {
    is_one_run(text) && habit::suffix(text).is_none() && habit::habit(text, true).is_none()
}

/// Whether nothing in `text` is an operator, a field, a bracket or a quotation.
fn is_one_run(text: &str) -> bool {
    matches!(lex(text)[..], [Lexeme { kind: Kind::Run, span, .. }] if span.len() == text.len())
}
