//! Which words of a quotation stand next to each other in a passage as they do in the quotation.

use std::collections::VecDeque;

use tantivy::DocSet;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;

use super::carrying::{Looked, Sought, Word};
use super::{IndexError, Snapshot};

/// The positions of a quotation's words in the passages of one segment, read in rising order.
pub(super) struct Neighbours<'w> {
    words: &'w [Word],
    /// Number of words in the quotation.
    len: usize,
    /// The postings of each word: in the text, and in headings.
    readers: Vec<[Vec<SegmentPostings>; 2]>,
    /// Passages already read that a later window may ask for again.
    read: VecDeque<Links>,
    /// Positions of each word of the quotation in the passage that is being read.
    positions: Vec<Vec<u32>>,
    buffer: Vec<u32>,
    /// For each word of the quotation, the longest run that ends with it in the passage last read.
    ending: [u8; 64],
    /// The passage last read.
    last: Option<u32>,
    /// The words that each passage may hold.
    held: &'w [u64],
    open: u64,
    /// As many words in a row are of interest.
    run: u32,
    /// Whether all that is sought stands next to other words of the quotation, …
    is_bounded: bool,
    /// … and all that counts in runs long enough.
    by_runs: bool,
    /// Room for positions of the word before and of this one, each with the length of the run that
    /// ends there.
    runs: [Vec<(u32, u8)>; 2],
}

/// What stands together in one passage.
#[derive(Clone, Copy, Debug)]
struct Links {
    passage: u32,
    /// Words that stand next to another as they do in the quotation.
    linked: u64,
    /// The longest run of words.
    run: u32,
    /// Words that stand in a run long enough.
    in_runs: u64,
}

/// What stands together in some passages.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Within {
    /// How many words stand next to another as in the quotation.
    pub(super) linked: u32,
    /// The longest run of words.
    pub(super) run: u32,
    /// How many words stand in runs long enough.
    pub(super) in_runs: u32,
    /// The first and the last passage that has some of what is sought, where that bounds it.
    pub(super) passages: Option<(u32, u32)>,
}

impl<'w> Neighbours<'w> {
    pub(super) fn open(
        snapshot: &Snapshot,
        at: usize,
        looked: Looked<'w>,
        sought: &Sought,
    ) -> Result<Self, IndexError> {
        let (words, len) = (looked.words, sought.words.len());
        let segment = &snapshot.segments()[at];
        let indexes = [
            segment.inverted_index(snapshot.fields().plain)?,
            segment.inverted_index(snapshot.fields().heading)?,
        ];
        let option = IndexRecordOption::WithFreqsAndPositions;
        let mut readers = Vec::with_capacity(words.len());
        for word in words {
            let mut of_word = [Vec::new(), Vec::new()];
            for (i, index) in indexes.iter().enumerate() {
                for term in &word.terms[at][i] {
                    of_word[i].push(index.read_postings_from_terminfo(term, option)?);
                }
            }
            readers.push(of_word);
        }
        Ok(Neighbours {
            words,
            len: len.min(64),
            readers,
            read: VecDeque::new(),
            positions: vec![Vec::new(); len.min(64)],
            buffer: Vec::new(),
            ending: [0; 64],
            last: None,
            held: &looked.held[at],
            open: looked.open,
            run: sought.run.max(2),
            is_bounded: sought.linked > 0,
            by_runs: sought.in_runs > 0,
            runs: Default::default(),
        })
    }

    /// What stands together in the passages from `first` to `last`. Asked for with `first` rising.
    pub(super) fn within(&mut self, first: u32, last: u32) -> Within {
        while self.read.front().is_some_and(|links| links.passage < first) {
            self.read.pop_front();
        }
        let next = self.read.back().map_or(first, |links| links.passage + 1);
        for passage in next..=last {
            let links = self.links(passage);
            self.read.push_back(links);
        }
        let (mut linked, mut in_runs) = (0_u64, 0_u64);
        let mut within = Within::default();
        for links in self.read.iter().take_while(|links| links.passage <= last) {
            linked |= links.linked;
            in_runs |= links.in_runs;
            within.run = within.run.max(links.run);
            let counts = if self.by_runs { links.in_runs } else { links.linked };
            if self.is_bounded && counts != 0 {
                let (first, _) = within.passages.unwrap_or((links.passage, links.passage));
                within.passages = Some((first, links.passage));
            }
        }
        (within.linked, within.in_runs) = (linked.count_ones(), in_runs.count_ones());
        within
    }

    fn links(&mut self, passage: u32) -> Links {
        let mut links = Links { passage, linked: 0, run: 0, in_runs: 0 };
        let mut ending = [0_u8; 64];
        let wanted = self.wanted(passage);
        if wanted == 0 {
            return links;
        }
        // A run may go on from the passage before.
        let goes_on = passage > 0 && self.last == Some(passage - 1);
        let mut before = if goes_on { self.ending } else { [0; 64] };
        // A heading stands before the text, and the text before it may go on behind it.
        for place in [1, 0] {
            self.find(passage, place, wanted);
            self.join(place as u32, &before, &mut links, &mut ending);
            before.iter_mut().zip(&ending).for_each(|(run, here)| *run = (*run).max(*here));
        }
        (self.ending, self.last) = (ending, Some(passage));
        links
    }

    /// The words of a passage that may stand in a run long enough, there or over its bounds.
    fn wanted(&self, passage: u32) -> u64 {
        let held = |passage: Option<u32>| {
            let held = passage.and_then(|p| self.held.get(p as usize));
            held.map_or(0, |held| held | self.open)
        };
        let here = held(Some(passage));
        let (before, behind) = (held(passage.checked_sub(1)), held(passage.checked_add(1)));
        let mut wanted = forwards(starts(here, self.run), self.run);
        for there in 1..self.run {
            let rest = self.run - there;
            wanted |= forwards(ends(before, there) << 1 & starts(here, rest), rest);
            wanted |= backwards(starts(behind, there) >> 1 & ends(here, rest), rest);
        }
        wanted
    }

    /// Finds the positions of wanted words in the text (0) or the headings (1) of a passage.
    fn find(&mut self, passage: u32, place: usize, wanted: u64) {
        self.positions.iter_mut().for_each(Vec::clear);
        let words = self.words.iter().zip(&mut self.readers);
        for (word, readers) in words.filter(|(word, _)| word.bits & wanted != 0) {
            self.buffer.clear();
            let mut several = false;
            for postings in &mut readers[place] {
                if postings.doc() < passage {
                    postings.seek(passage);
                }
                if postings.doc() == passage {
                    several |= !self.buffer.is_empty();
                    postings.append_positions_with_offset(0, &mut self.buffer);
                }
            }
            if several {
                self.buffer.sort_unstable();
                self.buffer.dedup();
            }
            let mut rest = word.bits;
            while rest != 0 {
                let at = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                if let Some(positions) = self.positions.get_mut(at) {
                    positions.extend_from_slice(&self.buffer);
                }
            }
        }
    }

    /// Follows the runs through the positions found in the text (0) or the headings (1).
    fn join(&mut self, place: u32, before: &[u8; 64], links: &mut Links, ending: &mut [u8; 64]) {
        // Between headings one position is left free.
        let seam = place;
        // Positions of the word before, each with the length of the run that ends there.
        let [mut last, mut here] = std::mem::take(&mut self.runs);
        last.clear();
        for at in 0..self.len {
            here.clear();
            let mut from = 0;
            for &position in &self.positions[at] {
                while last.get(from).is_some_and(|(p, _)| p + 1 + seam < position) {
                    from += 1;
                }
                let near = last[from..].iter().take_while(|(p, _)| *p < position);
                let run = match near.map(|(_, run)| *run).max() {
                    Some(run) => run,
                    None if position == 0 && at > 0 => before[at - 1],
                    None => 0,
                } + 1;
                if run > 1 {
                    links.linked |= 1 << at | 1 << (at - 1);
                }
                links.run = links.run.max(u32::from(run));
                if u32::from(run) >= self.run {
                    links.in_runs |=
                        (u64::MAX >> (64 - u32::from(run).min(64))) << (at + 1 - usize::from(run));
                }
                ending[at] = ending[at].max(run);
                here.push((position, run));
            }
            std::mem::swap(&mut last, &mut here);
        }
        self.runs = [last, here];
    }
}

/// The words at which a run of so many begins.
fn starts(held: u64, run: u32) -> u64 {
    (1..run).fold(held, |starts, by| starts & held >> by)
}

/// The words at which a run of so many ends.
fn ends(held: u64, run: u32) -> u64 {
    (1..run).fold(held, |ends, by| ends & held << by)
}

/// The words of runs of so many that begin at `starts`.
fn forwards(starts: u64, run: u32) -> u64 {
    (0..run).fold(0, |words, by| words | starts << by)
}

/// The words of runs of so many that end at `ends`.
fn backwards(ends: u64, run: u32) -> u64 {
    (0..run).fold(0, |words, by| words | ends >> by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_told_from_the_words_held() {
        assert_eq!(starts(0b1101_1110, 3), 0b0000_0110);
        assert_eq!(ends(0b1101_1110, 3), 0b0001_1000);
        assert_eq!(forwards(starts(0b1101_1110, 3), 3), 0b0001_1110);
        assert_eq!(backwards(ends(0b1101_1110, 3), 3), 0b0001_1110);
    }
}
