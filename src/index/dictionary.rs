//! The terms of the text: those that begin with something, have a shape, are like a word, or have
//! its stem.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use tantivy::schema::Field;
use tantivy::termdict::{TermDictionary, TermStreamer};
use tantivy::{SegmentReader, Term};
use tantivy_fst::Automaton;

use super::likeness::Misspellings;
use super::{IndexError, Snapshot};
use crate::query::shape::{Likeness, Shape};
use crate::text::spelling::{other_spellings, spellings_of_beginning};
use crate::text::{Analysis, stem};

impl Snapshot {
    /// The terms of the text that begin with `prefix`, with how many passages hold each: the
    /// `limit` commonest, in term order.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn with_prefix(
        &self,
        prefix: &str,
        limit: usize,
    ) -> Result<Vec<(String, u64)>, IndexError> {
        let found = self.terms(prefix, |_| Some(0))?;
        Ok(best(found, limit).map(|(term, count, _)| (term, count)).collect())
    }

    /// The terms of the text that have a shape, as [`Self::with_prefix`] gives them.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn of_shape(&self, shape: &Shape, limit: usize) -> Result<Vec<(String, u64)>, IndexError> {
        let found = self.terms(&shape.beginning(), |term| shape.fits(term).then_some(0))?;
        Ok(best(found, limit).map(|(term, count, _)| (term, count)).collect())
    }

    /// The terms of the text that differ from `word` by at most so many letters, with how many
    /// passages hold each and by how many letters it differs: the `limit` nearest and then
    /// commonest, in term order.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn like(
        &self,
        word: &str,
        letters: u8,
        limit: usize,
    ) -> Result<Vec<(String, u64, u8)>, IndexError> {
        let mut likeness = Likeness::of(word, letters);
        let fits = |term: &str| likeness.letters_to(term);
        let found = match Misspellings::of(word, letters) {
            Some(automaton) => {
                self.gather(fits, |dictionary| dictionary.search(automaton.clone()).into_stream())?
            }
            None => self.terms("", fits)?,
        };
        Ok(best(found, limit).collect())
    }

    /// The plain terms of the text that have this stem, in term order.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn with_stem(&self, stem: &str) -> Result<Vec<String>, IndexError> {
        let (plain, mut analysis) = (self.fields().plain, Analysis::default());
        let mut found = BTreeSet::new();
        for segment in self.segments() {
            found.extend(terms_of_stem(segment, plain, stem, &mut analysis)?);
        }
        let mut living = Vec::with_capacity(found.len());
        for term in found {
            if self.holding(plain, &term)? > 0 {
                living.push(term);
            }
        }
        Ok(living)
    }

    /// The terms that begin with `prefix` and for which `fits` gives a number; with their counts.
    fn terms(
        &self,
        prefix: &str,
        fits: impl FnMut(&str) -> Option<u8>,
    ) -> Result<Vec<(String, u64, u8)>, IndexError> {
        let after = after(prefix);
        self.gather(fits, |dictionary| {
            let range = dictionary.range().ge(prefix.as_bytes());
            match &after {
                Some(after) => range.lt(after).into_stream(),
                None => range.into_stream(),
            }
        })
    }

    /// The terms of each segment's stream for which `fits` gives a number; with their counts.
    fn gather<A: Automaton>(
        &self,
        mut fits: impl FnMut(&str) -> Option<u8>,
        stream: impl Fn(&TermDictionary) -> io::Result<TermStreamer<'_, A>>,
    ) -> Result<Vec<(String, u64, u8)>, IndexError>
    where
        A::State: Clone,
    {
        let mut found: BTreeMap<String, (u64, u8)> = BTreeMap::new();
        for segment in self.segments() {
            let index = segment.inverted_index(self.fields().plain)?;
            let mut stream = stream(index.terms())?;
            while stream.advance() {
                let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                let Some(number) = fits(term) else { continue };
                let count = self.living(segment, self.fields().plain, stream.value())?;
                if count == 0 {
                    continue;
                }
                match found.get_mut(term) {
                    Some(known) => known.0 += count,
                    None => {
                        found.insert(term.to_owned(), (count, number));
                    }
                }
            }
        }
        Ok(found.into_iter().map(|(term, (count, number))| (term, count, number)).collect())
    }
}

/// The first bytes after all that begin with `prefix`.
fn after(prefix: &str) -> Option<Vec<u8>> {
    let mut after = prefix.as_bytes().to_vec();
    while let Some(last) = after.pop() {
        if last < u8::MAX {
            after.push(last + 1);
            return Some(after);
        }
    }
    None
}

/// The `limit` first by number and then commonest, in term order.
fn best(
    mut found: Vec<(String, u64, u8)>,
    limit: usize,
) -> impl Iterator<Item = (String, u64, u8)> {
    if found.len() > limit {
        found.sort_by(|a, b| (a.2, b.1, &a.0).cmp(&(b.2, a.1, &b.0)));
        found.truncate(limit);
        found.sort();
    }
    found.into_iter()
}

/// The plain terms of the segment that have this stem. Irregular ones (`women`) begin otherwise than
/// the stem: the table that knows them names them.
pub(super) fn terms_of_stem(
    segment: &SegmentReader,
    field: Field,
    stem: &str,
    analysis: &mut Analysis,
) -> Result<Vec<String>, IndexError> {
    let mut found = Vec::new();
    let dictionary = segment.inverted_index(field)?;
    for beginning in beginnings(stem) {
        let mut stream = dictionary.terms().range().ge(beginning.as_bytes()).into_stream()?;
        while stream.advance() && stream.key().starts_with(beginning.as_bytes()) {
            if let Ok(term) = std::str::from_utf8(stream.key())
                && analysis.stem(term) == stem
            {
                found.push(term.to_owned());
            }
        }
    }
    for word in stem::listed(stem) {
        for term in other_spellings(word).into_iter().chain([word.to_owned()]) {
            if dictionary.doc_freq(&Term::from_field_text(field, &term))? > 0 {
                found.push(term);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// What the words that have a stem begin with: the stem but for its last letter, which stemming
/// may have changed, and the other spellings of that.
fn beginnings(stem: &str) -> Vec<String> {
    if !stem.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'') {
        return vec![stem.to_owned()];
    }
    let kept = match stem {
        // `dying` is stemmed to `die`.
        _ if stem.ends_with("ie") => stem.len() - 2,
        _ => stem.len() - 1,
    };
    let beginning = &stem[..kept.max(1).min(stem.len())];
    let others = spellings_of_beginning(beginning).map(str::to_owned);
    std::iter::once(beginning.to_owned()).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::other_spellings;
    use super::{after, beginnings};
    use crate::text::stem::listed;
    use crate::text::{Analysis, tokens};

    /// Whether the table brings the word, in some spelling, to the stem.
    fn is_listed(word: &str, stem: &str) -> bool {
        let listed = listed(stem);
        listed.contains(&word) || other_spellings(word).iter().any(|w| listed.contains(&&**w))
    }

    #[test]
    fn every_word_begins_as_the_words_of_its_stem_do() {
        let mut analysis = Analysis::default();
        let texts = [
            include_str!("../../tests/corpus/report.md"),
            include_str!("../../tests/corpus/memorandum.md"),
            include_str!("../../tests/corpus/strategy-1998.txt"),
            include_str!("../text/data/spelling.txt"),
            include_str!("../text/data/stems.txt"),
            "dying lying tying vying skies sky die tie dyed ski skis agreed tried tries hopping \
             hoping happily easily gently idly generously generals international capability \
             probably singly news innings cosmos",
        ];
        let mut checked = 0;
        for token in texts.iter().flat_map(|text| tokens(text)) {
            let endings = ["", "s", "ed", "ing", "er", "ly"].map(|e| format!("{}{e}", token.term));
            let spellings = endings.iter().flat_map(|word| other_spellings(word));
            for word in spellings.chain(endings.iter().cloned()) {
                let stem = analysis.stem(&word).to_owned();
                let known = beginnings(&stem);
                let begins = |beginning: &String| word.starts_with(beginning.as_str());
                let found = known.iter().any(begins) || is_listed(&word, &stem);
                assert!(found, "{word} has the stem {stem}: {known:?}");
                checked += 1;
            }
        }
        assert!(checked > 10_000, "{checked}");
    }

    #[test]
    fn a_range_ends_after_the_last_word_that_begins_so() {
        assert_eq!(after("ab").as_deref(), Some(&b"ac"[..]));
        assert_eq!(after(""), None);
        let long = "é\u{10ffff}";
        assert!(after(long).unwrap().as_slice() > long.as_bytes());
    }
}
