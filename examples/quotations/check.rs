//! The independent check: do these letters and digits stand in that order in some kept file? Spaces,
//! punctuation, case, accents, hyphens and line ends are all left out of both sides, so that every
//! way to join or to split words is tried at once. Errs on the side of "it stands there".

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::reading::Word;

const WINDOW: usize = 16;
const STRIDE: usize = 8;

/// The letters and digits of the kept files.
#[derive(Default)]
pub struct Streams {
    texts: Vec<String>,
    /// Hash of every eighth window of 16 bytes, and its text; sorted once all are in.
    windows: Vec<(u32, u32)>,
}

impl Streams {
    /// Takes in a document: all its words, and its running text alone, as a reader may skip what
    /// interrupts that.
    pub fn add(&mut self, words: &[Word]) {
        let all: String = words.iter().map(|word| letters(&word.text)).collect();
        if words.iter().any(|word| !word.prose) {
            let prose = words.iter().filter(|word| word.prose);
            let prose: String = prose.map(|word| letters(&word.text)).collect();
            self.add_stream(prose);
        }
        self.add_stream(all);
    }

    fn add_stream(&mut self, text: String) {
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let windows = text.as_bytes().windows(WINDOW).step_by(STRIDE);
        self.windows.extend(windows.map(|window| (hash(window), number)));
        self.texts.push(text);
    }

    /// Makes it ready to be asked.
    pub fn sort(&mut self) {
        self.windows.sort_unstable();
        self.windows.dedup();
    }

    /// Whether it stands in a kept file.
    pub fn hold(&self, quotation: &str) -> bool {
        let wanted = letters(quotation);
        let bytes = wanted.as_bytes();
        if bytes.len() < WINDOW + STRIDE - 1 {
            return self.texts.iter().any(|text| text.contains(&wanted));
        }
        // One shift of the quotation fits the stride of any text that holds it, and then all
        // windows of that shift are known: the rarest is enough.
        let mut candidates: Vec<u32> = Vec::new();
        for shift in 0..STRIDE {
            let windows = bytes[shift..].windows(WINDOW).step_by(STRIDE);
            let rarest = windows.map(|window| self.range(hash(window))).min_by_key(Range::len);
            let found = rarest.map_or(&[][..], |range| &self.windows[range]);
            candidates.extend(found.iter().map(|(_, text)| *text));
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates.iter().any(|text| self.texts[*text as usize].contains(&wanted))
    }

    fn range(&self, hash: u32) -> Range<usize> {
        let start = self.windows.partition_point(|(other, _)| *other < hash);
        start..self.windows.partition_point(|(other, _)| *other <= hash)
    }
}

/// What of a text is compared.
pub fn letters(text: &str) -> String {
    let plain = text.nfkd().filter(|c| c.is_alphanumeric() && !is_combining_mark(*c));
    plain.flat_map(char::to_lowercase).collect()
}

fn hash(bytes: &[u8]) -> u32 {
    let fnv = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325, fnv);
    (hash ^ (hash >> 32)) as u32
}
