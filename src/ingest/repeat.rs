//! Which passages of a group of near-identical documents repeat those of an earlier one. Decided on
//! the stored texts: a passage repeats another only if that one holds nearly all of its wording.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use crate::store::Stored;
use crate::store::copies::{Likeness, Repeated};
use crate::text::sketch::{WIDTH, hash, shingles};
use crate::text::token::Analysis;
use crate::text::tokens;

/// So much of a passage's shingles the other one has to hold: of a hundred words, six may differ
/// here and there, or twenty in one place.
const HELD: f32 = 0.8;

/// Originals that hold one shingle and are compared: a formula that returns in every passage tells
/// nothing.
const MOST_WITH_ONE: usize = 16;

/// Shingles of originals kept of one group: what comes later in a larger one repeats these or
/// stands for itself.
const MOST_SHINGLES: usize = 1 << 20;

/// The passages of a group that repeat no earlier one, as far as they have come.
#[derive(Default)]
pub struct Originals {
    originals: Vec<Original>,
    /// The last of the originals that hold a shingle: a place in `chains`.
    holders: HashMap<u64, u32>,
    /// An original and, one more than its place, the entry before.
    chains: Vec<(u32, u32)>,
    members: u32,
}

struct Original {
    member: u32,
    n: u32,
    words: u64,
    shingles: u32,
}

/// A passage on its way.
struct Worded {
    words: u64,
    /// Its different shingles.
    shingles: Vec<u64>,
}

thread_local! {
    static ANALYSIS: RefCell<Analysis> = RefCell::default();
}

impl Originals {
    /// Takes the next document of the group; gives what each of its passages repeats.
    pub fn take(&mut self, stored: &Stored) -> Vec<Option<Repeated>> {
        let text = |p: &crate::document::Passage| &stored.document.text[p.span.range()];
        let passages: Vec<Worded> = stored.passages.iter().map(|p| Worded::of(text(p))).collect();
        let mut taken = HashSet::new();
        let repeated: Vec<Option<Repeated>> = passages
            .iter()
            .map(|passage| {
                let (likeness, original) = self.original_of(passage, &taken)?;
                taken.insert(original);
                let Original { member, n, .. } = self.originals[original as usize];
                Some(Repeated { how: likeness, member, n })
            })
            .collect();
        for (n, (passage, repeated)) in (1..).zip(passages.iter().zip(&repeated)) {
            if repeated.is_none() {
                self.add(passage, n);
            }
        }
        self.members += 1;
        repeated
    }

    fn original_of(&self, passage: &Worded, taken: &HashSet<u32>) -> Option<(Likeness, u32)> {
        let mut holding: Vec<u32> = Vec::new();
        for shingle in &passage.shingles {
            let mut at = self.holders.get(shingle).map_or(0, |last| last + 1);
            for _ in 0..MOST_WITH_ONE {
                let Some((original, before)) =
                    at.checked_sub(1).and_then(|at| self.chains.get(at as usize))
                else {
                    break;
                };
                holding.push(*original);
                at = *before;
            }
        }
        holding.sort_unstable();
        let length = passage.shingles.len() as f32;
        let candidates = holding.chunk_by(|a, b| a == b).filter_map(|run| {
            let (shared, original) = (run.len() as f32, &self.originals[run[0] as usize]);
            let how = match () {
                () if original.words == passage.words => Likeness::Same,
                () if shared < HELD * length => return None,
                () if shared < HELD * original.shingles as f32 => Likeness::Part,
                () => Likeness::Nearly,
            };
            // The likest, then the one with most in common, then one that nothing here repeats yet.
            let used = taken.contains(&run[0]);
            Some((how, usize::MAX - run.len(), used, run[0]))
        });
        candidates.min().map(|(how, _, _, original)| (how, original))
    }

    fn add(&mut self, passage: &Worded, n: u32) {
        if self.chains.len() + passage.shingles.len() > MOST_SHINGLES {
            return;
        }
        let number = self.originals.len() as u32;
        for shingle in &passage.shingles {
            let last = self.holders.get(shingle).map_or(0, |last| last + 1);
            self.holders.insert(*shingle, self.chains.len() as u32);
            self.chains.push((number, last));
        }
        self.originals.push(Original {
            member: self.members,
            n,
            words: passage.words,
            shingles: passage.shingles.len() as u32,
        });
    }
}

impl Worded {
    fn of(text: &str) -> Worded {
        let tokens = tokens(text);
        let mut words = String::with_capacity(text.len());
        for token in &tokens {
            words.push_str(&token.term);
            words.push(' ');
        }
        let words = hash(words.as_bytes());
        let mut found = ANALYSIS.with_borrow_mut(|analysis| {
            let stems: Vec<String> =
                tokens.iter().map(|t| analysis.stem(&t.term).to_owned()).collect();
            shingles(stems.iter().map(String::as_str))
        });
        if tokens.len() < WIDTH {
            found.push(words);
        }
        found.sort_unstable();
        found.dedup();
        Worded { words, shingles: found }
    }
}
