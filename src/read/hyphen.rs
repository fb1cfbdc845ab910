//! Words broken at a line end: does the hyphen belong to the word?
//!
//! The document is its own dictionary. If the word stands elsewhere in it without the hyphen, the
//! hyphen is the typesetter's and goes; if it stands elsewhere with it, or both halves are words of
//! the document, it is the author's and stays; a half that is no word was never one.

use std::collections::HashSet;

/// The words of a document, gathered only where a line ends in a hyphen.
#[derive(Debug, Default)]
pub(super) struct Hyphens<'a> {
    words: HashSet<&'a str>,
    /// Whether lines are joined by a space whatever they end with.
    untouched: bool,
}

/// How two lines join.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// By a space.
    Space,
    /// Without one; the hyphen stays.
    Hyphen,
    /// Without one, and without the hyphen, which has this many bytes.
    Word(usize),
}

impl<'a> Hyphens<'a> {
    /// Learns the words of `text`.
    pub fn learn(text: &'a str) -> Self {
        let broken = |hyphen: &str| {
            text.contains(&format!("{hyphen}\n"))
                || text.contains(&format!("{hyphen}\r"))
                || text.contains(&format!("{hyphen} \n"))
        };
        if !["-", "\u{2010}", "\u{ad}"].iter().any(|h| broken(h)) {
            return Hyphens::default();
        }
        let mut words = HashSet::new();
        for token in text.split(|c: char| !c.is_alphanumeric() && c != '-') {
            let token = token.trim_matches('-');
            words.insert(token);
            if token.contains('-') {
                words.extend(token.split('-'));
            }
        }
        words.remove("");
        Hyphens { words, untouched: false }
    }

    /// Leaves every hyphen where it stands: whoever reads on decides.
    pub fn untouched() -> Self {
        Hyphens { untouched: true, ..Hyphens::default() }
    }

    /// How `before` and `after`, two lines of one block, join.
    pub fn joint(&self, before: &str, after: &str) -> Joint {
        let hyphen = before.chars().next_back().filter(|_| !self.untouched);
        let Some(hyphen) = hyphen else { return Joint::Space };
        let Some(second) = after.chars().next().filter(|c| c.is_alphanumeric()) else {
            return Joint::Space;
        };
        let stem = &before[..before.len() - hyphen.len_utf8()];
        let first = match stem.chars().next_back().filter(|c| c.is_alphanumeric()) {
            Some(first) if matches!(hyphen, '-' | '\u{2010}' | '\u{ad}' | '¬') => first,
            _ => return Joint::Space,
        };
        if matches!(hyphen, '\u{ad}' | '¬') {
            return Joint::Word(hyphen.len_utf8());
        }
        if !first.is_lowercase() || !second.is_lowercase() {
            return Joint::Hyphen;
        }
        let head = tail_word(stem);
        let end = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
        let tail = &after[..end];
        let known = |word: &str| self.words.contains(word);
        let kept = !known(&format!("{head}{tail}"))
            && (known(&format!("{head}-{tail}")) || (known(head) && known(tail)));
        if kept { Joint::Hyphen } else { Joint::Word(hyphen.len_utf8()) }
    }
}

fn tail_word(text: &str) -> &str {
    // Words longer than this are none, and looking for their start again and again costs time.
    let mut floor = text.len().saturating_sub(64);
    while !text.is_char_boundary(floor) {
        floor += 1;
    }
    let near = &text[floor..];
    near.rfind(|c: char| !c.is_alphanumeric())
        .and_then(|i| near[i..].chars().next().map(|c| &near[i + c.len_utf8()..]))
        .unwrap_or(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_says_whose_hyphen_it_is() {
        let text = "long-term plans, information, the term is long\na infor-\nmation long-\nterm";
        let hyphens = Hyphens::learn(text);
        assert_eq!(hyphens.joint("a infor-", "mation"), Joint::Word(1));
        assert_eq!(hyphens.joint("some long-", "term plans"), Joint::Hyphen);
        assert_eq!(hyphens.joint("unheard co-", "operate"), Joint::Word(1));
        assert_eq!(hyphens.joint("the Secretaries-", "General"), Joint::Hyphen);
        assert_eq!(hyphens.joint("a pause -", "then"), Joint::Space);
        assert_eq!(hyphens.joint("a word", "then"), Joint::Space);
    }
}
