//! Letters that documents spell out, found by the letters and by the words.
//!
//! The field holds two terms for each `Missile Defence Alarm (MDA)` of a passage: what is known (in
//! the terms of the analysis, in one spelling), what it stands for (likewise), and that as printed.

use std::collections::BTreeMap;

use super::{IndexError, Snapshot};
use crate::text::token::{spelled, tokens};

/// Parts the pieces of a term; no text holds it.
const SEAM: char = '\u{1f}';

/// What letters or words stand for somewhere in the corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defined {
    /// The words for letters, the letters for words: as printed most often.
    pub text: String,
    /// In how many passages it is defined so.
    pub passages: u64,
}

/// The terms of the field `defined` for letters and the words that they stand for.
pub fn defined_terms(letters: &str, words: &str) -> Vec<String> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let (short, long) = (key(letters), key(&words));
    let term =
        |known: &str, meant: &str, printed: &str| format!("{known}{SEAM}{meant}{SEAM}{printed}");
    match short.is_empty() || long.is_empty() || printed_badly(&words) {
        true => Vec::new(),
        false => vec![term(&short, &long, &words), term(&long, &short, letters)],
    }
}

/// Whether words hold a character that would part a term.
fn printed_badly(words: &str) -> bool {
    words.chars().any(char::is_control)
}

fn key(text: &str) -> String {
    let terms: Vec<String> = tokens(text).iter().map(|t| spelled(&t.term)).collect();
    terms.join(" ")
}

impl Snapshot {
    /// Whether the key of letters or words that the corpus spells out begins with this term.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn begins_definition(&self, term: &str) -> Result<bool, IndexError> {
        for segment in self.segments() {
            let index = segment.inverted_index(self.fields().defined)?;
            // A space ends the first term where more follow, and lies right after the seam.
            let range = index.terms().range().ge(format!("{term}{SEAM}").as_bytes());
            if range.lt(format!("{term}!").as_bytes()).into_stream()?.advance() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What the letters or words of this key (terms in their one spelling, joined by spaces) stand
    /// for in the corpus, the commonest first.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn defined(&self, key: &str) -> Result<Vec<Defined>, IndexError> {
        let prefix = format!("{key}{SEAM}");
        // By what is meant: how often, and how often in each form of print.
        let mut meant: BTreeMap<String, (u64, BTreeMap<String, u64>)> = BTreeMap::new();
        for segment in self.segments() {
            let field = self.fields().defined;
            let index = segment.inverted_index(field)?;
            let mut stream = index.terms().range().ge(prefix.as_bytes()).into_stream()?;
            while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
                let term = String::from_utf8_lossy(stream.key());
                let Some((what, printed)) = term[prefix.len()..].split_once(SEAM) else { continue };
                let passages = self.living(segment, field, stream.value())?;
                let (all, prints) = meant.entry(what.to_owned()).or_default();
                *all += passages;
                *prints.entry(printed.to_owned()).or_default() += passages;
            }
        }
        let mut out: Vec<Defined> = meant
            .into_values()
            .filter(|(passages, _)| *passages > 0)
            .filter_map(|(passages, prints)| {
                let most = prints.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
                most.map(|(text, _)| Defined { text, passages })
            })
            .collect();
        out.sort_by(|a, b| b.passages.cmp(&a.passages).then_with(|| a.text.cmp(&b.text)));
        Ok(out)
    }
}
