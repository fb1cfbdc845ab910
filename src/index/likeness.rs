//! Finds words like another in a dictionary without going through all of it: an automaton that
//! follows all ways to misspell the word at once, a bit for each letter of it.
//!
//! It works on bytes and lets a few words too many through where letters are not ASCII; they are
//! compared letter by letter afterwards.

use tantivy_fst::Automaton;

/// All words that differ from one by at most two letters.
#[derive(Clone)]
pub(super) struct Misspellings {
    /// For each byte, the places of the word where it stands.
    places: Box<[u64; 256]>,
    length: u32,
    most: usize,
}

/// Which beginnings of the word the letters read so far may stand for.
#[derive(Clone)]
pub(super) struct Reached {
    /// With 0, 1, 2 letters wrong: bit `j` for the first `j` letters.
    wrong: [u64; 3],
    /// Bit `j`: the letter just read is the one after the `j`-th, so that two may be swapped.
    swapped: [u64; 2],
}

impl Misspellings {
    /// Letters that may be wrong.
    const MOST: usize = 2;

    /// Of a word and at most so many letters; `None` for words that are too long, and for more
    /// than two letters.
    pub(super) fn of(word: &str, most: u8) -> Option<Misspellings> {
        let most = usize::from(most);
        if most > Self::MOST {
            return None;
        }
        let length = u32::try_from(word.chars().count()).ok().filter(|length| *length < 62)?;
        let mut places = Box::new([0_u64; 256]);
        for (at, c) in word.chars().enumerate() {
            match u8::try_from(c).ok().filter(u8::is_ascii) {
                Some(byte) => places[usize::from(byte)] |= 1 << at,
                // The first byte of any other letter may be this one.
                None => places[0xc0..].iter_mut().for_each(|place| *place |= 1 << at),
            }
        }
        Some(Misspellings { places, length, most })
    }
}

impl Automaton for Misspellings {
    type State = Reached;

    fn start(&self) -> Reached {
        // The first letters may be missing.
        Reached { wrong: [0b1, 0b11, 0b111], swapped: [0; 2] }
    }

    fn is_match(&self, state: &Reached) -> bool {
        state.wrong[..=self.most].iter().any(|reached| reached >> self.length & 1 == 1)
    }

    fn can_match(&self, state: &Reached) -> bool {
        let word = (1_u64 << (self.length + 1)) - 1;
        state.wrong[..=self.most].iter().any(|reached| reached & word != 0)
    }

    fn accept(&self, state: &Reached, byte: u8) -> Reached {
        if byte & 0xc0 == 0x80 {
            // The letter was counted with its first byte.
            return state.clone();
        }
        let here = self.places[usize::from(byte)];
        let before = &state.wrong;
        let mut wrong = [(before[0] & here) << 1, 0, 0];
        for letters in 1..=self.most {
            let less = before[letters - 1];
            let right = (before[letters] & here) << 1;
            let (added, changed) = (less, less << 1);
            let missing = wrong[letters - 1] << 1;
            let swapped = (state.swapped[letters - 1] & here) << 2;
            wrong[letters] = right | added | changed | missing | swapped;
        }
        let swapped = [before[0] & (here >> 1), before[1] & (here >> 1)];
        Reached { wrong, swapped }
    }
}

#[cfg(test)]
mod tests {
    use super::{Automaton, Misspellings};
    use crate::query::shape::Likeness;

    #[test]
    fn no_word_is_missed() {
        // All words of up to five of these letters against one another.
        let letters = ["a", "b", "é", "c"];
        let mut words = vec![String::new()];
        for length in 0..5 {
            let longer = words.iter().filter(|word| word.chars().count() == length);
            let longer: Vec<_> =
                longer.flat_map(|word| letters.map(|letter| format!("{word}{letter}"))).collect();
            words.extend(longer);
        }
        for word in ["abcab", "bca", "aéb", "cc", "a"] {
            for most in [1, 2] {
                let automaton = Misspellings::of(word, most).unwrap();
                let mut likeness = Likeness::of(word, most);
                for other in &words {
                    let mut state = automaton.start();
                    for byte in other.bytes() {
                        assert!(
                            automaton.can_match(&state) || likeness.letters_to(other).is_none()
                        );
                        state = automaton.accept(&state, byte);
                    }
                    let like = likeness.letters_to(other).is_some();
                    let exact = word.is_ascii() && other.is_ascii();
                    let found = automaton.is_match(&state);
                    assert!(found == like || (found && !exact), "{word} {other}");
                }
            }
        }
        assert!(Misspellings::of(&"a".repeat(80), 2).is_none());
        assert!(Misspellings::of("abc", 3).is_none());
    }
}
