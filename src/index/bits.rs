//! A set of the passages of one segment.

/// A bit for each passage.
#[derive(Clone, Debug)]
pub(super) struct Bits {
    words: Vec<u64>,
    len: u32,
}

impl Bits {
    /// No passage of `len`.
    pub(super) fn none(len: u32) -> Bits {
        Bits { words: vec![0; len.div_ceil(64) as usize], len }
    }

    /// All passages of `len`.
    pub(super) fn all(len: u32) -> Bits {
        let mut bits = Bits { words: vec![u64::MAX; len.div_ceil(64) as usize], len };
        bits.mask_tail();
        bits
    }

    /// Those of `passages`.
    pub(super) fn of(len: u32, passages: impl IntoIterator<Item = u32>) -> Bits {
        let mut bits = Bits::none(len);
        passages.into_iter().for_each(|p| bits.insert(p));
        bits
    }

    pub(super) fn insert(&mut self, passage: u32) {
        self.words[(passage / 64) as usize] |= 1 << (passage % 64);
    }

    pub(super) fn contains(&self, passage: u32) -> bool {
        self.words[(passage / 64) as usize] >> (passage % 64) & 1 == 1
    }

    pub(super) fn intersect(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= b);
    }

    pub(super) fn unite(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a |= b);
    }

    pub(super) fn subtract(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= !b);
    }

    /// The first passage that is not before `from`.
    pub(super) fn next(&self, from: u32) -> Option<u32> {
        let mut at = (from / 64) as usize;
        let mut word = *self.words.get(at)? & (u64::MAX << (from % 64));
        while word == 0 {
            at += 1;
            word = *self.words.get(at)?;
        }
        Some(at as u32 * 64 + word.trailing_zeros())
    }

    /// Keeps those that `keep` says.
    pub(super) fn keep(&mut self, keep: impl Fn(u32) -> bool) {
        for (i, word) in self.words.iter_mut().enumerate() {
            let mut rest = *word;
            while rest != 0 {
                let bit = rest.trailing_zeros();
                rest &= rest - 1;
                if !keep(i as u32 * 64 + bit) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    /// The passages in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(i, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(i as u32 * 64 + bit)
            })
        })
    }

    fn mask_tail(&mut self) {
        if !self.len.is_multiple_of(64)
            && let Some(last) = self.words.last_mut()
        {
            *last &= (1 << (self.len % 64)) - 1;
        }
    }
}
