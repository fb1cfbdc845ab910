//! Nearness read off a text by brute force: every pair of places is looked at, in loops.

use pincite::text::sentence::sentences;
use pincite::text::tokens;

/// First and last word of a place.
pub type Place = (usize, usize);

/// How far apart two things may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Far {
    Words(usize),
    Sentence,
    Paragraph,
}

/// How two things have to stand to each other.
#[derive(Clone, Copy, Debug)]
pub struct How {
    pub far: Far,
    pub ordered: bool,
    pub negated: bool,
}

/// A text, word by word.
pub struct Reading {
    pub words: Vec<String>,
    /// As they are printed.
    printed: Vec<String>,
    /// The text, and the bytes of each word.
    text: String,
    bytes: Vec<(usize, usize)>,
    sentences: Vec<usize>,
    paragraphs: Vec<usize>,
}

impl Reading {
    pub fn of(text: &str) -> Reading {
        let tokens = tokens(text);
        let sentences = sentences(text);
        Reading {
            sentences: tokens
                .iter()
                .map(|t| sentences.iter().filter(|s| s.start <= t.span.start).count())
                .collect(),
            paragraphs: tokens
                .iter()
                .map(|t| text[..t.span.start as usize].matches('\n').count())
                .collect(),
            text: text.to_owned(),
            bytes: tokens.iter().map(|t| (t.span.start as usize, t.span.end as usize)).collect(),
            printed: tokens.iter().filter_map(|t| t.span.slice(text)).map(str::to_owned).collect(),
            words: tokens.into_iter().map(|t| t.term).collect(),
        }
    }

    fn are_near(&self, a: Place, b: Place, how: How) -> bool {
        let (before, after) = if a.0 < b.0 { (a, b) } else { (b, a) };
        if before.1 >= after.0 || (how.ordered && before != a) {
            return false;
        }
        let all_in_one = |of: &[usize]| (before.0..=after.1).all(|at| of[at] == of[before.0]);
        match how.far {
            Far::Words(n) => after.0 - before.1 <= n,
            Far::Sentence => all_in_one(&self.sentences),
            Far::Paragraph => all_in_one(&self.paragraphs),
        }
    }

    /// The places of two things near each other; of the first alone, where no second is near.
    pub fn near(&self, left: &[Place], right: &[Place], how: How) -> Vec<Place> {
        let mut found = Vec::new();
        for a in left {
            let near: Vec<_> = right.iter().filter(|b| self.are_near(*a, **b, how)).collect();
            match how.negated {
                true if near.is_empty() => found.push(*a),
                true => {}
                false => found.extend(near.iter().map(|b| (a.0.min(b.0), a.1.max(b.1)))),
            }
        }
        found
    }

    /// Where words stand that satisfy these tests one after the other.
    pub fn run(&self, tests: &[&dyn Fn(&str) -> bool]) -> Vec<Place> {
        run(&self.words, tests)
    }

    /// Where these characters are printed, from the beginning of a word to the end of one.
    pub fn exact(&self, printed: &str) -> Vec<Place> {
        let asked: Vec<String> = tokens(printed).into_iter().map(|t| t.term).collect();
        let mut found = Vec::new();
        for first in 0..self.words.len() {
            let last = first + asked.len() - 1;
            let start = self.bytes[first].0;
            let after = self.text[start..].strip_prefix(printed);
            let whole = after.is_some_and(|a| !a.starts_with(char::is_alphanumeric));
            if whole && self.words.get(first..=last) == Some(&asked) {
                found.push((first, last));
            }
        }
        found
    }

    /// The same of words as they are printed.
    pub fn run_printed(&self, tests: &[&dyn Fn(&str) -> bool]) -> Vec<Place> {
        run(&self.printed, tests)
    }
}

fn run(words: &[String], tests: &[&dyn Fn(&str) -> bool]) -> Vec<Place> {
    let fits = |at: usize| tests.iter().zip(&words[at..]).all(|(test, word)| test(word));
    let starts = 0..(words.len() + 1).saturating_sub(tests.len());
    starts.filter(|at| fits(*at)).map(|at| (at, at + tests.len() - 1)).collect()
}

/// Whether a word has a shape of `*` and `?`.
pub fn has_shape(word: &str, shape: &str) -> bool {
    let Some(first) = shape.chars().next() else { return word.is_empty() };
    let rest = &shape[first.len_utf8()..];
    let mut ends = word.char_indices().map(|(i, c)| i + c.len_utf8());
    match first {
        '*' => has_shape(word, rest) || ends.any(|end| has_shape(&word[end..], rest)),
        '?' => ends.next().is_some_and(|end| has_shape(&word[end..], rest)),
        c => word.strip_prefix(c).is_some_and(|word| has_shape(word, rest)),
    }
}

/// Whether `letters` changes make one word of the other: a letter more, less, another, or two
/// swapped.
pub fn is_like(a: &[char], b: &[char], letters: u8) -> bool {
    match (a, b) {
        ([x, a @ ..], [y, b @ ..]) if x == y => is_like(a, b, letters),
        ([], []) => true,
        _ if letters == 0 => false,
        _ => {
            let less = letters - 1;
            let swapped = match (a, b) {
                ([w, x, a @ ..], [y, z, b @ ..]) if w == z && x == y => is_like(a, b, less),
                _ => false,
            };
            swapped
                || (!a.is_empty() && is_like(&a[1..], b, less))
                || (!b.is_empty() && is_like(a, &b[1..], less))
                || (!a.is_empty() && !b.is_empty() && is_like(&a[1..], &b[1..], less))
        }
    }
}
