//! Function words: `the`, `of`, `which`. Among other words they are not looked for, since they say
//! nothing of what a passage is about; in quotes, with a sign, or alone they count like any word.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::ast::{Clause, Demand, What};
use super::terms::terms;

/// One list, words separated by white space. See its head.
const LIST: &str = include_str!("data/function-words.txt");

static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = LIST.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// Which of these clauses are function words beside something that says more.
pub(super) fn passed_over(clauses: &[Clause]) -> Vec<bool> {
    let words = clauses.iter().filter_map(|clause| match &clause.part.what {
        What::Word(text) => Some(text),
        _ => None,
    });
    let shouted = !words.into_iter().any(|text| text.contains(char::is_lowercase));
    let found = clauses.iter().map(|clause| match &clause.part.what {
        What::Word(text) => clause.demand == Demand::Wanted && is_function_word(text, shouted),
        _ => false,
    });
    let found: Vec<bool> = found.collect();
    let says_more = clauses.iter().zip(&found).any(|(clause, function_word)| {
        let scores = !matches!(clause.part.what, What::Restriction { .. });
        !function_word && clause.demand != Demand::Barred && scores
    });
    if says_more { found } else { vec![false; clauses.len()] }
}

/// Capitals among small letters make a name of it: `WHO`, `IT`.
fn is_function_word(text: &str, shouted: bool) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let is_name = !shouted && letters().count() > 1 && letters().all(char::is_uppercase);
    match terms(text).as_slice() {
        [token] => !is_name && WORDS.contains(token.term.as_str()),
        _ => false,
    }
}
