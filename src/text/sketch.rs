//! A sketch of a text: a few bytes that say how much of its wording two texts share, without the
//! texts. It knows no document; what counts as a copy is decided elsewhere.
//!
//! A text is the set of its shingles, runs of [`WIDTH`] words. The resemblance of two texts is the
//! number of shingles that both have by the number that either has (A. Broder, On the resemblance
//! and containment of documents, 1997). It is estimated by minimal hashes: each shingle is hashed
//! once, the hash says which of [`BINS`] bins it falls into, and each bin keeps its smallest (P. Li,
//! A. Owen, C.-H. Zhang, One permutation hashing, 2012). A bin that stays empty takes the value of
//! another, found by a fixed search (A. Shrivastava, Optimal densification for fast and accurate
//! minwise hashing, 2017). Of each smallest hash 8 bits are kept (P. Li, A. C. König, b-bit minwise
//! hashing, 2010): values that agree by chance, one in 256, are taken off the estimate.
//!
//! The estimate's standard error is the root of r(1 - r)/128 at resemblance r: .035 at .8, .044 at
//! .5; more for texts of fewer shingles than bins.

use serde::{Deserialize, Serialize};

/// Words in a shingle.
pub const WIDTH: usize = 3;

/// Values in a sketch.
pub const BINS: usize = 128;

/// What is kept of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch {
    /// How many different shingles the text has; at least one.
    pub shingles: u32,
    /// 8 bits of the smallest hash of each bin.
    values: [[u8; 32]; BINS / 32],
}

impl Sketch {
    /// The sketch of a text with these words; `None` if it is shorter than one shingle.
    pub fn of<'a>(words: impl Iterator<Item = &'a str>) -> Option<Sketch> {
        let mut hashes = shingles(words);
        hashes.sort_unstable();
        hashes.dedup();
        let mut smallest = [None; BINS];
        for hash in &hashes {
            let (bin, rest) = ((hash >> (64 - BINS.ilog2())) as usize, hash << BINS.ilog2());
            if smallest[bin].is_none_or(|known| rest < known) {
                smallest[bin] = Some(rest);
            }
        }
        let mut values = [[0; 32]; BINS / 32];
        for bin in 0..BINS {
            let found = smallest[bin].or_else(|| borrowed(bin, &smallest))?;
            values[bin / 32][bin % 32] = (scrambled(found) >> 56) as u8;
        }
        Some(Sketch { shingles: u32::try_from(hashes.len()).unwrap_or(u32::MAX), values })
    }

    /// The resemblance of the two texts as far as the sketches tell, 0 to 1.
    pub fn resemblance(&self, other: &Sketch) -> f32 {
        let pairs = self.values.as_flattened().iter().zip(other.values.as_flattened());
        let equal = pairs.filter(|(a, b)| a == b).count() as f32 / BINS as f32;
        let by_chance = 1.0 / 256.0;
        ((equal - by_chance) / (1.0 - by_chance)).max(0.0)
    }

    /// How much of the shorter text stands in the longer one as far as the sketches tell, 0 to 1.
    pub fn containment(&self, other: &Sketch) -> f32 {
        let resemblance = self.resemblance(other);
        let both = self.shingles as f32 + other.shingles as f32;
        let shared = resemblance * both / (1.0 + resemblance);
        (shared / self.shingles.min(other.shingles).max(1) as f32).min(1.0)
    }

    /// The values in runs of `rows`, each as a number with the place of its run: texts that
    /// resemble each other have some in common.
    pub fn bands(&self, rows: usize) -> impl Iterator<Item = u64> {
        let runs = self.values.as_flattened().chunks_exact(rows.clamp(1, 7)).enumerate();
        runs.map(|(at, run)| run.iter().fold(at as u64, |key, value| key << 8 | u64::from(*value)))
    }
}

/// The hashes of the shingles of these words, in order.
pub fn shingles<'a>(words: impl Iterator<Item = &'a str>) -> Vec<u64> {
    let mut last = [0_u64; WIDTH];
    let mut hashes = Vec::new();
    for (i, word) in words.enumerate() {
        last.rotate_left(1);
        last[WIDTH - 1] = hash(word.as_bytes());
        if i + 1 >= WIDTH {
            hashes.push(last.iter().fold(0, |sum, word| scrambled(sum ^ word)));
        }
    }
    hashes
}

/// The value of a bin that is not empty, for one that is; `None` if all are.
fn borrowed(bin: usize, smallest: &[Option<u64>; BINS]) -> Option<u64> {
    if smallest.iter().all(Option::is_none) {
        return None;
    }
    (1_u64..).find_map(|attempt| {
        let from = scrambled((bin as u64) << 32 | attempt);
        smallest[from as usize % BINS]
    })
}

/// FNV-1a of 64 bits. Written out because what is on disk rests on it.
pub fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Spreads a number over all 64 bits: the finishing step of SplitMix64.
fn scrambled(number: u64) -> u64 {
    let mut n = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words that are numbers, from one to another.
    fn numbered(from: u32, to: u32) -> Sketch {
        let words: Vec<String> = (from..to).map(|n| format!("w{n}")).collect();
        Sketch::of(words.iter().map(String::as_str)).unwrap()
    }

    #[test]
    fn estimates_are_near_what_they_estimate() {
        let whole = numbered(0, 1000);
        for (to, shift) in [(1000, 0), (1000, 100), (1000, 300), (1000, 500), (1000, 900)] {
            let shared = f64::from(to - shift - 2);
            let truth = shared / (2.0 * 998.0 - shared);
            let estimate = f64::from(whole.resemblance(&numbered(shift, to + shift)));
            assert!((estimate - truth).abs() < 0.12, "{truth} is estimated as {estimate}");
        }
        assert!(whole.containment(&numbered(0, 500)) > 0.85);
        assert!(whole.containment(&numbered(500, 1500)) < 0.65);
        assert_eq!(whole.resemblance(&whole), 1.0);
        assert!(whole.resemblance(&numbered(2000, 3000)) < 0.05);
    }

    #[test]
    fn short_texts_have_sketches_from_one_shingle_on() {
        assert_eq!(Sketch::of(["a", "b"].into_iter()), None);
        let one = Sketch::of(["a", "b", "c"].into_iter()).unwrap();
        assert_eq!((one.shingles, one.resemblance(&one)), (1, 1.0));
        assert!(one.resemblance(&Sketch::of(["a", "c", "b"].into_iter()).unwrap()) < 0.1);
    }

    #[test]
    fn a_sketch_is_the_same_on_every_machine() {
        // What is on disk rests on these bytes; if they change, the index format does.
        let sketch = Sketch::of("the radar was built in two countries".split(' ')).unwrap();
        assert_eq!(
            (sketch.shingles, &sketch.values[0][..6]),
            (5, &[212, 166, 183, 183, 3, 183][..])
        );
    }
}
