//! British and other spellings brought to one, before stemming: `defence` is `defense`.
//!
//! Only what one readable table and two rules say; it merges spellings of a word, never words.

/// One pair a line: the spelling found, the spelling meant. See the head of the file.
const TABLE: &str = include_str!("data/spelling.txt");

/// Words in -ise that are no variants of words in -ize.
const KEPT_ISE: &str = include_str!("data/kept-ise.txt");

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

static PAIRS: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| entries(TABLE).filter_map(|line| line.split_once(' ')).collect());
static KEPT: LazyLock<HashSet<&'static str>> = LazyLock::new(|| entries(KEPT_ISE).collect());

/// What may follow a spelling of the table.
const ENDINGS: [&str; 13] =
    ["s", "d", "ed", "ing", "r", "rs", "er", "ers", "ly", "al", "less", "able", "ful"];

/// Endings in -ise and what they are brought to.
const ISE: [(&str, &str); 12] = [
    ("isation", "ization"),
    ("isations", "izations"),
    ("isational", "izational"),
    ("ise", "ize"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("ising", "izing"),
    ("iser", "izer"),
    ("isers", "izers"),
    ("yse", "yze"),
    ("ysed", "yzed"),
    ("ysing", "yzing"),
];

static REVERSED: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut reversed: HashMap<_, Vec<_>> = HashMap::new();
    for (found, meant) in entries(TABLE).filter_map(|line| line.split_once(' ')) {
        reversed.entry(meant).or_default().push(found);
    }
    reversed
});

fn entries(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The one spelling of a folded `word`, where it differs.
pub fn one_spelling(word: &str) -> Option<String> {
    if word.len() < 5 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    if let Some(found) = PAIRS.get(word) {
        return Some((*found).to_owned());
    }
    for ending in ENDINGS {
        if let Some(found) = word.strip_suffix(ending).and_then(|stem| PAIRS.get(stem)) {
            return Some(format!("{found}{ending}"));
        }
    }
    ise_to_ize(word)
}

/// Whether [`one_spelling`] may give `word` for another; some words that nothing is brought to pass.
pub fn has_other_spellings(word: &str) -> bool {
    static MEANT: LazyLock<HashSet<&str>> = LazyLock::new(|| PAIRS.values().copied().collect());
    let ends = word.char_indices().map(|(i, _)| i).skip(3).chain([word.len()]);
    word.contains("iz")
        || word.contains("yz")
        || ends.into_iter().any(|i| MEANT.contains(&word[..i]))
}

/// What the other spellings of words that begin with `beginning` begin with, where that differs:
/// `tyre` of `tir`.
pub fn spellings_of_beginning(beginning: &str) -> impl Iterator<Item = &'static str> {
    let pairs = entries(TABLE).filter_map(|line| line.split_once(' '));
    pairs
        .filter(move |(found, meant)| {
            (meant.starts_with(beginning) || beginning.starts_with(meant))
                && !found.starts_with(beginning)
        })
        .map(|(found, _)| found)
}

/// All other spellings of a folded `word`: `defense` of `defence`, `defence` of `defense`. Each has
/// the same [`one_spelling`] as the word, which is the first of them unless it is the word itself.
pub fn other_spellings(word: &str) -> Vec<String> {
    let one = one_spelling(word).unwrap_or_else(|| word.to_owned());
    let listed = |stem: &str, ending: &str| -> Vec<String> {
        let found = REVERSED.get(stem).into_iter().flatten();
        found.map(|found| format!("{found}{ending}")).collect()
    };
    let mut others = listed(&one, "");
    for ending in ENDINGS {
        others.extend(one.strip_suffix(ending).into_iter().flat_map(|stem| listed(stem, ending)));
    }
    for (british, american) in ISE {
        others.extend(one.strip_suffix(american).map(|stem| format!("{stem}{british}")));
    }
    others.retain(|other| one_spelling(other).as_deref() == Some(&*one));
    others.insert(0, one);
    others.retain(|other| other != word);
    others.sort_unstable_by_key(|other| one_spelling(other).is_some());
    others.dedup();
    others
}

/// `modernisation` and `modernised` become `modernization` and `modernized`.
fn ise_to_ize(word: &str) -> Option<String> {
    for (british, american) in ISE {
        let Some(stem) = word.strip_suffix(british) else { continue };
        let base = format!("{stem}{}", if british.starts_with('y') { "yse" } else { "ise" });
        let kept = KEPT.contains(base.as_str())
            || ["re", "un", "pre", "over", "mis"]
                .iter()
                .any(|p| base.strip_prefix(p).is_some_and(|rest| KEPT.contains(rest)));
        return (stem.len() > 2 && !kept).then(|| format!("{stem}{american}"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{has_other_spellings, one_spelling, other_spellings};

    #[test]
    fn spellings_are_found_both_ways() {
        for (word, others) in [
            ("defence", &["defense"][..]),
            ("defense", &["defence"]),
            ("programs", &["programmes"]),
            ("organizations", &["organisations"]),
            ("modernised", &["modernized"]),
            ("honorable", &["honourable"]),
            ("size", &[]),
            ("radar", &[]),
            ("exercise", &[]),
        ] {
            assert_eq!(other_spellings(word), others, "{word}");
        }
    }

    #[test]
    fn spellings_meet_and_other_words_stay() {
        for (from, to) in [
            ("defence", "defense"),
            ("defences", "defenses"),
            ("programme", "program"),
            ("programmes", "programs"),
            ("labour", "labor"),
            ("organisation", "organization"),
            ("modernising", "modernizing"),
            ("licence", "license"),
            ("centres", "centers"),
            ("artefact", "artifact"),
            ("analysed", "analyzed"),
            ("favourable", "favorable"),
        ] {
            assert_eq!(one_spelling(from).as_deref(), Some(to), "{from}");
            assert!(has_other_spellings(to), "{to}");
        }
        for word in [
            "exercise",
            "exercises",
            "promised",
            "enterprise",
            "raised",
            "advise",
            "four",
            "hour",
            "wise",
            "defense",
            "rising",
            "supervised",
            "surprise",
            "compromise",
            "noise",
        ] {
            assert_eq!(one_spelling(word), None, "{word}");
        }
    }
}
