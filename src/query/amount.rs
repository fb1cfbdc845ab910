//! Sums of money: `US$20 billion`, `$20 billion`, `20 billion dollars`, `$20bn`.
//!
//! A sign before a number is no word, so what is left of all these is the number with its scale. In
//! each form what the others lack is no demand.

use super::alias::{Neighbours, OtherForms};
use super::expand::{Expansion, Vocabulary};
use super::plan::{Form, Pattern, Reason, TextField};

/// Scales, and how they are abbreviated behind a number.
const SCALES: [(&str, &str); 3] = [("billion", "bn"), ("million", "mn"), ("trillion", "tn")];

impl OtherForms {
    /// Gives the words of sums the forms in which the sums are written otherwise.
    pub(super) fn find_amounts(
        &mut self,
        words: &Neighbours,
        vocabulary: &dyn Vocabulary,
    ) -> Vec<Expansion> {
        let mut expansions = Vec::new();
        let why = Reason::Spelling.name();
        for i in 0..words.len() {
            let number = words.term(i);
            if let Some((number, scale)) = abbreviated(number) {
                self.add(words.leaf(i), phrase(&[number, scale]));
                let to = vec![format!("{number} {scale}")];
                expansions.push(Expansion { from: words.typed(&(i..i + 1)), to, why });
            }
            if !is_number(number) {
                continue;
            }
            let scale = (i + 1 < words.len()).then(|| words.term(i + 1)).and_then(scale);
            let end = i + 1 + usize::from(scale.is_some());
            let mut to = Vec::new();
            if let Some((scale, short)) = scale {
                let closed = format!("{number}{short}");
                for leaf in [words.leaf(i), words.leaf(i + 1)] {
                    if vocabulary.passages(&closed) > 0 {
                        self.add(leaf, term(&closed));
                    }
                    if vocabulary.passages(short) > 0 {
                        self.add(leaf, phrase(&[number, short]));
                    }
                }
                if vocabulary.passages(&closed) > 0 {
                    to.push(closed.clone());
                }
                // `US$20` stands here for its number, and `dollars` for the sign before it.
                let sign = words.dollar_before(i).then_some(i);
                let name = (end < words.len() && is_dollars(words.term(end))).then_some(end);
                for at in sign.into_iter().chain(name) {
                    self.add(words.leaf(at), phrase(&[number, scale]));
                    if vocabulary.passages(&closed) > 0 {
                        self.add(words.leaf(at), term(&closed));
                    }
                    to.push(format!("${number} {scale}"));
                }
            } else if words.dollar_before(i) {
                self.add(words.leaf(i), term(number));
                to.push(format!("${number}"));
            }
            if !to.is_empty() {
                let end = end + usize::from(end < words.len() && is_dollars(words.term(end)));
                expansions.push(Expansion { from: words.typed(&(i..end)), to, why });
            }
        }
        expansions
    }
}

/// `20bn` is 20 billion.
fn abbreviated(term: &str) -> Option<(&str, &'static str)> {
    SCALES.iter().find_map(|(scale, short)| {
        let number = term.strip_suffix(short).filter(|number| is_number(number))?;
        Some((number, *scale))
    })
}

fn scale(term: &str) -> Option<(&'static str, &'static str)> {
    SCALES.into_iter().find(|(scale, short)| term == *scale || term == *short)
}

fn is_number(term: &str) -> bool {
    term.starts_with(|c: char| c.is_ascii_digit())
        && term.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

fn is_dollars(term: &str) -> bool {
    matches!(term, "dollar" | "dollars" | "usd")
}

fn phrase(terms: &[&str]) -> Form {
    let places = terms.iter().map(|term| vec![(*term).to_owned()]).collect();
    Form { pattern: Pattern::Phrase { field: TextField::Plain, places }, why: Reason::Spelling }
}

fn term(term: &str) -> Form {
    let term = term.to_owned();
    Form { pattern: Pattern::Term { field: TextField::Plain, term }, why: Reason::Spelling }
}
