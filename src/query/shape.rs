//! Shapes of words: `wom?n`, `labo*r`, `*tion`; and the places of a phrase that may have them.

use super::terms::terms;
use crate::text::token::UNITED_STATES;
use crate::text::tokens;

/// A term with gaps, compared with plain terms letter by letter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Shape {
    letters: Vec<Letter>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Letter {
    Is(char),
    /// One letter.
    One,
    /// Any letters or none.
    Any,
}

impl Shape {
    /// The letters before the first gap.
    pub fn beginning(&self) -> String {
        let known = self.letters.iter().map_while(|letter| match letter {
            Letter::Is(c) => Some(*c),
            _ => None,
        });
        known.collect()
    }

    /// Whether a term has this shape. A gap of any length is first taken as short as it can be and
    /// grows when what follows does not fit: no earlier gap ever has to be looked at again.
    pub fn fits(&self, term: &str) -> bool {
        let (mut at, mut rest) = (0, term.chars());
        let mut gap: Option<(usize, std::str::Chars<'_>)> = None;
        loop {
            match self.letters.get(at) {
                Some(Letter::Any) => {
                    at += 1;
                    gap = Some((at, rest.clone()));
                    continue;
                }
                Some(letter) => {
                    let fits = match (letter, rest.next()) {
                        (Letter::Is(c), Some(found)) => *c == found,
                        (Letter::One, Some(_)) => true,
                        _ => false,
                    };
                    if fits {
                        at += 1;
                        continue;
                    }
                }
                None if rest.as_str().is_empty() => return true,
                None => {}
            }
            let Some((after, from)) = &mut gap else { return false };
            if from.next().is_none() {
                return false;
            }
            (at, rest) = (*after, from.clone());
        }
    }
}

/// A place of a phrase as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A term.
    Term(String),
    /// Terms that begin with this.
    Beginning(String),
    /// Terms of this shape.
    Shape(Shape),
    /// Any term.
    Any,
}

/// Letters that stand for `*` and `?` while a text is cut into terms: no text has them, and no
/// folding changes them.
const ANY: char = '\u{a66e}';
const ONE: char = '\u{a610}';

/// The places of `text`: its terms, those with `*` or `?` as beginnings and shapes. A `*` counts
/// at a word or by itself, a `?` before a letter alone: at a word's end it is a mark of the text.
pub(super) fn places(text: &str) -> Vec<Place> {
    let Some(written) = substituted(text) else {
        return terms(text).into_iter().map(|token| Place::Term(token.term)).collect();
    };
    let place = |token: crate::text::Token| {
        let term = token.term;
        match term.strip_suffix(ANY) {
            Some("") => Place::Any,
            Some(beginning) if !beginning.contains([ANY, ONE]) => {
                let country = beginning == "us" && written[token.span.range()].starts_with("US");
                Place::Beginning(if country { UNITED_STATES.into() } else { beginning.into() })
            }
            _ if term.contains([ANY, ONE]) => {
                let letters = term.chars().map(|c| match c {
                    ANY => Letter::Any,
                    ONE => Letter::One,
                    c => Letter::Is(c),
                });
                Place::Shape(Shape { letters: letters.collect() })
            }
            _ => Place::Term(term),
        }
    };
    let mut places: Vec<Place> = match written.contains([ANY, ONE]) {
        true => tokens(&written).into_iter().map(place).collect(),
        false => terms(&written).into_iter().map(|token| Place::Term(token.term)).collect(),
    };
    // At the ends of a phrase any word is no word.
    let wanted = |place: &Place| *place != Place::Any;
    let after = places.iter().rposition(wanted).map_or(0, |last| last + 1);
    places.truncate(after);
    let first = places.iter().position(wanted).unwrap_or(0);
    places.split_off(first)
}

/// Whether `text` has a sign that stands for letters or words.
pub(super) fn has_gap(text: &str) -> bool {
    places(text).iter().any(|place| !matches!(place, Place::Term(_)))
}

/// `text` with letters for its signs; `None` where it has none.
fn substituted(text: &str) -> Option<String> {
    if !text.contains(['*', '?']) || text.contains([ANY, ONE]) {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut before: Option<char> = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied();
        let word =
            |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '?' | '*'));
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        match c {
            // `**bold**` is typography.
            '*' if before == Some('*') || after == Some('*') => out.push(' '),
            '*' if word(before) || word(after) || (blank(before) && blank(after)) => out.push(ANY),
            '?' if word(after) && (word(before) || blank(before)) => out.push(ONE),
            _ => out.push(c),
        }
        before = Some(c);
    }
    Some(out)
}

/// A word, to compare many others with: how many letters have to be missing, added, changed, or
/// swapped with the next to make one of the other. No letter is changed twice.
pub struct Likeness {
    word: Vec<char>,
    most: usize,
    other: Vec<char>,
    /// The costs of the beginnings of the word, for the last three letters of the other.
    rows: [Vec<usize>; 3],
}

impl Likeness {
    /// Compares with `word`, for at most so many letters.
    pub fn of(word: &str, most: u8) -> Likeness {
        let word: Vec<char> = word.chars().collect();
        let rows = std::array::from_fn(|_| vec![0; word.len() + 1]);
        Likeness { word, most: usize::from(most), other: Vec::new(), rows }
    }

    /// The letters between the word and `other`; `None` if more than wanted.
    pub fn letters_to(&mut self, other: &str) -> Option<u8> {
        let (word, most) = (&self.word, self.most);
        // Most words of a dictionary are too long or too short, which their bytes tell.
        if other.len() + most < word.len() || other.len() > 4 * (word.len() + most) {
            return None;
        }
        self.other.clear();
        self.other.extend(other.chars());
        let other = &self.other;
        if other.len().abs_diff(word.len()) > most {
            return None;
        }
        let [two_before, before, row] = &mut self.rows;
        before.iter_mut().enumerate().for_each(|(i, cost)| *cost = i);
        for i in 0..other.len() {
            row[0] = i + 1;
            let mut least_of_row = row[0];
            for j in 0..word.len() {
                let changed = before[j] + usize::from(other[i] != word[j]);
                let mut least = changed.min(before[j + 1] + 1).min(row[j] + 1);
                if i > 0 && j > 0 && other[i] == word[j - 1] && other[i - 1] == word[j] {
                    least = least.min(two_before[j - 1] + 1);
                }
                row[j + 1] = least;
                least_of_row = least_of_row.min(least);
            }
            if least_of_row > most {
                return None;
            }
            std::mem::swap(two_before, before);
            std::mem::swap(before, row);
        }
        u8::try_from(before[word.len()]).ok().filter(|letters| usize::from(*letters) <= most)
    }
}

#[cfg(test)]
mod tests {
    use super::{Likeness, Place, Shape, places};

    fn shape(text: &str) -> Shape {
        match places(text).remove(0) {
            Place::Shape(shape) => shape,
            other => panic!("{text} is {other:?}"),
        }
    }

    #[test]
    fn shapes_fit_words() {
        for (pattern, fitting, other) in [
            ("wom?n", &["woman", "women"][..], &["womn", "wommen", "woman's"][..]),
            ("labo*r", &["labor", "labour", "laborer"], &["labors", "labo"]),
            ("?ation", &["nation"], &["ation", "station"]),
            ("*tion", &["tion", "nation", "rationtion"], &["nations", "ion"]),
            ("*na*n*", &["nation", "bananas", "nan"], &["na", "an"]),
            ("d?f*ce", &["defence", "defiance", "dofce"], &["dfence", "defense"]),
            ("Pr?t?g*é", &["protege"], &["proteg"]),
        ] {
            let shape = shape(pattern);
            for word in fitting {
                assert!(shape.fits(word), "{word} has the shape {pattern}");
                assert!(word.starts_with(&shape.beginning()));
            }
            for word in other {
                assert!(!shape.fits(word), "{word} has not the shape {pattern}");
            }
        }
    }

    #[test]
    fn places_are_terms_beginnings_shapes_or_any() {
        let term = |t: &str| Place::Term(t.to_owned());
        let beginning = |t: &str| Place::Beginning(t.to_owned());
        assert_eq!(places("joint * Exercise*"), [term("joint"), Place::Any, beginning("exercise")]);
        assert_eq!(places("* US* forces? *"), [beginning("u.s"), term("forces")]);
        assert_eq!(places("**bold** MQ-9*"), [term("bold"), term("mq"), beginning("9")]);
        assert_eq!(places("what? yes! why?"), [term("what"), term("yes"), term("why")]);
        assert!(places("* *").is_empty());
    }

    #[test]
    fn letters_are_counted_and_a_swap_is_one() {
        for (a, b, letters) in [
            ("agreemnt", "agreement", Some(1)),
            ("agreemnet", "agreement", Some(1)),
            ("agrement", "agreements", Some(2)),
            ("naïve", "naive", Some(1)),
            ("ab", "ba", Some(1)),
            ("abc", "ca", None),
            ("same", "same", Some(0)),
            ("", "ab", Some(2)),
            ("word", "work on", None),
        ] {
            assert_eq!(Likeness::of(a, 2).letters_to(b), letters, "{a} {b}");
            assert_eq!(Likeness::of(b, 2).letters_to(a), letters, "{b} {a}");
        }
    }
}
