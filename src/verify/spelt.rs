//! One word in two spellings: hyphens, spaces, capitals, British and American.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::edit::Class;
use super::reading::{Word, is_counting};
use crate::text::spelling::one_spelling;

/// The class of a difference between words that are the same but for how they are spelled; `None`
/// where they are other words.
pub(super) fn spelt(quoted: &[Word<'_>], source: &[Word<'_>]) -> Option<Class> {
    if quoted.is_empty() || source.is_empty() || are_apart(quoted, source) {
        return None;
    }
    let same = joined(quoted, str::to_owned) == joined(source, str::to_owned)
        || joined(quoted, one_spelling_of) == joined(source, one_spelling_of);
    if !same || numbers(quoted) != numbers(source) {
        return None;
    }
    let changed = quoted.len() == source.len()
        && quoted.iter().zip(source).any(|(a, b)| is_other_by_capital(a, b));
    Some(if changed { Class::Name } else { Class::Spelling })
}

fn one_spelling_of(word: &str) -> String {
    one_spelling(word).unwrap_or_else(|| word.to_owned())
}

/// What is compared of words: letters, apostrophes and signs that count, without what parts them.
fn joined(words: &[Word<'_>], spelling: impl Fn(&str) -> String) -> String {
    let kept = |c: &char| c.is_alphanumeric() || *c == '\'' || is_counting(*c);
    words
        .iter()
        .flat_map(|word| spelling(&word.folded).chars().collect::<Vec<_>>())
        .filter(kept)
        .collect()
}

/// Numbers in order, with what is printed inside them.
fn numbers(words: &[Word<'_>]) -> Vec<String> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-');
    let groups = words.iter().flat_map(|word| word.folded.split(move |c| !is_part(c)));
    let groups = groups.map(|group| group.trim_matches(['.', ',', '-']));
    groups.filter(|group| !group.is_empty()).map(str::to_owned).collect()
}

/// Whether one side parts a word that means something else when it is parted.
fn are_apart(a: &[Word<'_>], b: &[Word<'_>]) -> bool {
    static APART: LazyLock<HashSet<&str>> = LazyLock::new(|| table(include_str!("data/apart.txt")));
    let parted = |whole: &[Word<'_>], parts: &[Word<'_>]| {
        let whole = whole.iter().filter(|word| APART.contains(word.folded.as_str()));
        whole.into_iter().any(|word| !parts.iter().any(|part| part.folded == word.folded))
    };
    a.len() != b.len() && (parted(a, b) || parted(b, a))
}

/// Whether the two are the same letters, but with a capital another word: `US`, `us`.
fn is_other_by_capital(a: &Word<'_>, b: &Word<'_>) -> bool {
    static CAPITALS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| table(include_str!("data/capitals.txt")));
    let bare = |word: &Word<'_>| word.folded.trim_end_matches("'s").replace('.', "");
    let first_is_large = |word: &Word<'_>| word.raw.starts_with(char::is_uppercase);
    let by_letter = first_is_large(a) != first_is_large(b);
    bare(a) == bare(b) && by_letter && CAPITALS.contains(bare(a).as_str())
}

fn table(text: &'static str) -> HashSet<&'static str> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
}
