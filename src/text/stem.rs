//! Stems: which words are inflections of one.
//!
//! The stemmer knows endings and no meanings. What it gets wrong in the language of this field stands
//! in a readable table.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::spelling::one_spelling;

/// `stem: word word …`, a stem a line. See the head of the file.
pub(super) const TABLE: &str = include_str!("data/stems.txt");

static STEMS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let entries = lines.filter_map(|line| line.split_once(": "));
    entries.flat_map(|(stem, words)| words.split(' ').map(move |word| (word, stem))).collect()
});

/// The words that the table brings to a stem, in their one spelling.
pub fn listed(stem: &str) -> Vec<&'static str> {
    STEMS.iter().filter(|(_, listed)| **listed == stem).map(|(word, _)| *word).collect()
}

/// Makes stems.
pub struct Stemmer {
    endings: frostem::Stemmer,
}

impl Default for Stemmer {
    fn default() -> Self {
        Stemmer { endings: frostem::Stemmer::new(frostem::Algorithm::English) }
    }
}

impl Stemmer {
    /// The stem of a plain term: its spelling brought to one, then its endings taken off.
    pub fn stem(&self, term: &str) -> String {
        if !term.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'') {
            return term.to_owned();
        }
        let spelled = one_spelling(term);
        let word = spelled.as_deref().unwrap_or(term);
        match STEMS.get(word) {
            Some(stem) => (*stem).to_owned(),
            None => self.endings.stem(singular(word)).into_owned(),
        }
    }
}

/// Letters that no one speaks as a word (`ldcs`) without the `s` of their plural: the stemmer takes
/// it off only behind a vowel.
fn singular(word: &str) -> &str {
    let vowel = |b: u8| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    match word.strip_suffix('s') {
        Some(rest) if rest.len() > 2 && !rest.bytes().any(vowel) && !rest.ends_with('s') => rest,
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn together(words: &str) -> bool {
        let stemmer = Stemmer::default();
        let stems: Vec<String> = words.split(' ').map(|word| stemmer.stem(word)).collect();
        stems.windows(2).all(|pair| pair[0] == pair[1])
    }

    #[test]
    fn words_of_other_meanings_stay_apart() {
        for pair in [
            "international internal",
            "authority author",
            "generals general",
            "cooperation cooperative",
            "arms armed",
            "arms army",
            "organ organization",
            "universe university",
            "policy police",
            "nation national",
            "important imports",
            "united units",
            "department depart",
            "france franc",
            "several severe",
            "office officer",
            "india indian",
            "ally alliance",
        ] {
            assert!(!together(pair), "{pair}");
        }
    }

    #[test]
    fn inflections_meet() {
        for words in [
            "authority authorities",
            "cooperate cooperated cooperation",
            "organisation organizations",
            "ally allies allied",
            "woman women",
            "criterion criteria",
            "sold selling",
            "built building",
            "crises crisis",
            "ldc ldcs",
            "ngo ngos",
            "programme programs",
            "university universities",
            "authorise authorization",
        ] {
            assert!(together(words), "{words}");
        }
    }

    #[test]
    fn a_word_stands_in_the_table_once_and_in_the_one_spelling() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let mut words = 0;
        for line in lines {
            let (stem, list) = line.split_once(": ").expect(line);
            assert!(!stem.is_empty());
            for word in list.split(' ') {
                assert_eq!(STEMS.get(word), Some(&stem), "{word} stands in two lines");
                assert_eq!(one_spelling(word), None, "{word}");
                words += 1;
            }
        }
        assert_eq!(words, STEMS.len());
    }
}
