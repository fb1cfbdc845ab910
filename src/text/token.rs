//! The analysis: text to terms with positions. Index and query share it; everything rests on it.
//!
//! Words are those of UAX 29, cut further at hyphens, slashes, underscores, full stops between
//! letters, and where capitals meet digits (`MQ9B` is `mq 9b`, like `MQ-9B`). Each has a `plain`
//! term; [`Analysis::stem`] makes the stemmed one at the same position. It knows no names and no
//! index.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation;

use super::fold::{fold_word, is_invisible};
use super::span::Span;
use super::spelling::one_spelling;
use super::stem::{Stemmer, TABLE};

/// Changes whenever a text would give other terms; an index made by another version is refused.
pub const ANALYSIS_VERSION: u32 = 2;

/// The term for `US`, `U.S.` and `U.S`: never that of the pronoun.
pub const UNITED_STATES: &str = "u.s";

/// Longer terms are cut to this many bytes.
const LONGEST_TERM: usize = 96;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The plain term: folded, unstemmed.
    pub term: String,
    /// The bytes of the text that made it.
    pub span: Span,
    /// Its number in the text, from 0, one for each token.
    pub position: u32,
}

/// The tokens of `text`, in order; their spans rise and do not overlap.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 6);
    each_token(text, |term, span| {
        let position = out.len() as u32;
        out.push(Token { term: term.to_owned(), span, position });
    });
    out
}

/// Calls `found` with the plain term and the span of each token of `text`, in order.
pub fn each_token(text: &str, mut found: impl FnMut(&str, Span)) {
    let mut term = String::new();
    let mut line = Line::default();
    let mut words = text.unicode_word_indices().peekable();
    while let Some((start, word)) = words.next() {
        let mut end = start + word.len();
        // `R&D`: capitals or digits round an ampersand are one word.
        if let Some(&(next, other)) = words.peek()
            && text.get(end..next) == Some("&")
            && is_short_initials(word)
            && is_short_initials(other)
        {
            words.next();
            end = next + other.len();
            emit(text, Span::new(start, end), &mut line, &mut term, &mut found);
            continue;
        }
        // The full stop of `U.S.` belongs to the word, though UAX 29 leaves it out.
        if is_dotted(word) && text[end..].starts_with('.') {
            end += 1;
        }
        let word = &text[start..end];
        if is_dotted(word) || (word.is_ascii() && word.bytes().all(|b| b.is_ascii_alphabetic())) {
            emit(text, Span::new(start, end), &mut line, &mut term, &mut found);
        } else {
            each_part(word, |part| {
                let span = Span::new(start + part.start, start + part.end);
                emit(text, span, &mut line, &mut term, &mut found);
            });
        }
    }
}

/// Cuts a word of UAX 29 where two terms meet; ranges are within the word.
fn each_part(word: &str, mut found: impl FnMut(std::ops::Range<usize>)) {
    let mut start = 0;
    let mut before: Option<char> = None;
    for (i, c) in word.char_indices() {
        let after = word[i + c.len_utf8()..].chars().next();
        let cut_out = match c {
            '_' | '/' | '-' | '\u{2010}'..='\u{2015}' => true,
            '.' | '\u{2024}' | '\u{fe52}' | '\u{ff0e}' | ':' | '\u{b7}' => {
                // A point inside a number belongs to it.
                !(before.is_some_and(char::is_numeric) && after.is_some_and(char::is_numeric))
                    || c == ':'
            }
            _ => false,
        };
        if cut_out {
            if start < i {
                found(start..i);
            }
            start = i + c.len_utf8();
        } else if c.is_ascii_digit() && before.is_some_and(char::is_uppercase) && start < i {
            found(start..i);
            start = i;
        }
        before = Some(c);
    }
    if start < word.len() {
        found(start..word.len());
    }
}

/// Makes the term of `span` and hands it on, unless nothing is left of it.
fn emit(
    text: &str,
    span: Span,
    line: &mut Line,
    term: &mut String,
    found: &mut impl FnMut(&str, Span),
) {
    let word = &text[span.range()];
    term.clear();
    if is_united_states(word) && (word.contains('.') || !line.is_all_capitals(text, span)) {
        term.push_str(UNITED_STATES);
    } else {
        fold_term(word, term);
    }
    if !term.is_empty() {
        found(term, span);
    }
}

/// Appends the plain term of one token's text, as it is wherever the line does not matter.
fn fold_term(word: &str, term: &mut String) {
    fold_word(word, term);
    while let Some(kept) = term.strip_suffix("'s") {
        term.truncate(kept.len());
    }
    if term.contains('.') && is_dotted(term) {
        term.retain(|c| c != '.');
    }
    if term.bytes().any(|b| b == b',')
        && term.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.')
    {
        join_thousands(term);
    }
    // Folding may have brought characters that separate words (one sign that spells out two).
    term.retain(|c| !c.is_whitespace() && !c.is_control());
    if term.len() > LONGEST_TERM {
        let cut = (0..=LONGEST_TERM).rev().find(|i| term.is_char_boundary(*i)).unwrap_or(0);
        term.truncate(cut);
    }
}

/// `1,234,567` is `1234567`; `1,5` stays.
fn join_thousands(term: &mut String) {
    let whole = term.split('.').next().unwrap_or(term);
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    if (1..=3).contains(&first.len()) && groups.all(|g| g.len() == 3) {
        term.retain(|c| c != ',');
    }
}

/// Letters each followed by a point, at least two, the last point may be missing: `U.S.`, `D.C`,
/// and the short titles written like them (`Ph.D.`).
fn is_dotted(word: &str) -> bool {
    let mut letters = 0;
    let mut run = 0;
    let mut dots = 0;
    for c in word.chars() {
        match c {
            '.' if run > 0 => (run, dots) = (0, dots + 1),
            c if c.is_alphabetic() => (run, letters) = (run + 1, letters + 1),
            _ => return false,
        }
        if run > 2 {
            return false;
        }
    }
    dots > 0 && letters > dots.min(1) && (letters <= dots + 1 || word.len() <= 5)
}

fn is_united_states(word: &str) -> bool {
    matches!(word, "US" | "U.S." | "U.S" | "U. S." | "u.s." | "u.s")
        || matches!(word, "US's" | "US’s" | "U.S.'s")
}

/// One to three capitals or digits.
fn is_short_initials(word: &str) -> bool {
    word.len() <= 3 && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// Remembers whether the line last asked about is all in capitals.
#[derive(Default)]
struct Line {
    span: Span,
    all_capitals: bool,
}

impl Line {
    fn is_all_capitals(&mut self, text: &str, at: Span) -> bool {
        if !self.span.holds(at) {
            let start = text[..at.start as usize].rfind('\n').map_or(0, |i| i + 1);
            let end =
                text[at.end as usize..].find('\n').map_or(text.len(), |i| at.end as usize + i);
            self.span = Span::new(start, end);
            // The word itself proves nothing: some other word of three letters or more must stand there.
            let line = &text[start..end];
            self.all_capitals = !line.chars().any(char::is_lowercase)
                && line.unicode_words().any(|w| w.chars().filter(|c| c.is_uppercase()).count() > 2);
        }
        self.all_capitals
    }
}

/// Makes stemmed terms, remembering what it has made.
#[derive(Default)]
pub struct Analysis {
    stemmer: Stemmer,
    numbers: HashMap<String, usize>,
    stems: Vec<String>,
}

impl Analysis {
    /// More words than this are not remembered: a corpus of names and numbers has no end of them.
    const REMEMBERED: usize = 1 << 15;

    /// The stemmed term of a plain one: spelling brought to one, then stemmed.
    pub fn stem(&mut self, term: &str) -> &str {
        let number = match self.numbers.get(term) {
            Some(number) => *number,
            None => {
                if self.stems.len() >= Self::REMEMBERED {
                    self.numbers.clear();
                    self.stems.clear();
                }
                self.numbers.insert(term.to_owned(), self.stems.len());
                self.stems.push(self.stemmer.stem(term));
                self.stems.len() - 1
            }
        };
        &self.stems[number]
    }
}

/// The plain term in its one spelling: what names are looked up by.
pub fn spelled(term: &str) -> String {
    one_spelling(term).unwrap_or_else(|| term.to_owned())
}

/// Names everything that decides which terms a text gives; index and program must agree on it.
pub fn fingerprint() -> String {
    let tables = [include_str!("data/spelling.txt"), include_str!("data/kept-ise.txt"), TABLE];
    let sum = tables.concat().bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("analysis {ANALYSIS_VERSION}, english 2.20261016, tables {sum:016x}")
}

/// Whether nothing of `text` would be seen: white space and invisible characters alone.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|t| t.term).collect()
    }

    #[test]
    fn designations_meet_however_they_are_written() {
        assert_eq!(terms("MQ-9B MQ9B"), ["mq", "9b", "mq", "9b"]);
        assert_eq!(terms("F414, F-414"), ["f", "414", "f", "414"]);
        assert_eq!(terms("INDUS-X"), ["indus", "x"]);
        assert_eq!(terms("R&D and DE&S"), ["r&d", "and", "de&s"]);
        assert_eq!(terms("3rdiTech 114ai"), ["3rditech", "114ai"]);
    }

    #[test]
    fn the_united_states_is_no_pronoun() {
        assert_eq!(terms("US U.S. U.S us"), ["u.s", "u.s", "u.s", "us"]);
        assert_eq!(terms("U.S.-India"), ["u.s", "india"]);
        assert_eq!(terms("TELL US MORE\nthe US"), ["tell", "us", "more", "the", "u.s"]);
        assert_eq!(terms("US"), ["u.s"]);
        assert_eq!(terms("US$20 billion"), ["u.s", "20", "billion"]);
    }

    #[test]
    fn full_stops_part_words_but_not_initials_and_numbers() {
        assert_eq!(terms("incubators.DIU"), ["incubators", "diu"]);
        assert_eq!(terms("U.K. and UK, Ph.D. e.g. D.C."), ["uk", "and", "uk", "phd", "eg", "dc"]);
        assert_eq!(terms("0.64% of 1,200,000.5"), ["0.64", "of", "1200000.5"]);
        assert_eq!(terms("U.S.S.R."), ["ussr"]);
        assert_eq!(terms("It ended. Then"), ["it", "ended", "then"]);
    }

    #[test]
    fn possessives_dashes_and_accents_fold() {
        assert_eq!(terms("India’s buyer–seller protégé"), ["india", "buyer", "seller", "protege"]);
        assert_eq!(terms("India's's O’Brien"), ["india", "o'brien"]);
    }

    #[test]
    fn stems_read_one_spelling() {
        let mut analysis = Analysis::default();
        assert_eq!(analysis.stem("defence").to_owned(), analysis.stem("defense"));
        assert_eq!(analysis.stem("organisations").to_owned(), analysis.stem("organization"));
        assert_ne!(analysis.stem("international").to_owned(), analysis.stem("internal"));
    }
}
