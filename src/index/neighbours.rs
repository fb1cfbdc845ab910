//! Which words of a quotation stand next to each other in a passage as they do in the quotation.

use std::collections::VecDeque;

use tantivy::DocSet;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;

use super::carrying::Word;
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
}

/// What stands together in one passage.
#[derive(Clone, Copy, Debug)]
struct Links {
    passage: u32,
    /// Words that stand next to another as they do in the quotation.
    linked: u64,
    /// The longest run of words.
    run: u32,
}

impl<'w> Neighbours<'w> {
    pub(super) fn open(
        snapshot: &Snapshot,
        at: usize,
        words: &'w [Word],
        len: usize,
    ) -> Result<Self, IndexError> {
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
        })
    }

    /// How many words stand next to another as in the quotation in the passages from `first` to
    /// `last`, and the longest run of words. Asked for with `first` rising.
    pub(super) fn within(&mut self, first: u32, last: u32) -> (u32, u32) {
        while self.read.front().is_some_and(|links| links.passage < first) {
            self.read.pop_front();
        }
        let next = self.read.back().map_or(first, |links| links.passage + 1);
        for passage in next..=last {
            let links = self.links(passage);
            self.read.push_back(links);
        }
        let within = self.read.iter().take_while(|links| links.passage <= last);
        let (linked, run) =
            within.fold((0, 0), |(linked, run), l| (linked | l.linked, run.max(l.run)));
        (linked.count_ones(), run)
    }

    fn links(&mut self, passage: u32) -> Links {
        let mut links = Links { passage, linked: 0, run: 0 };
        let mut ending = [0_u8; 64];
        // A run may go on from the passage before.
        let goes_on = passage > 0 && self.last == Some(passage - 1);
        let before = if goes_on { self.ending } else { [0; 64] };
        for place in [1, 0] {
            self.find(passage, place);
            self.join(&before, &mut links, &mut ending);
        }
        (self.ending, self.last) = (ending, Some(passage));
        links
    }

    /// Finds the positions of all words in the text (0) or the headings (1) of a passage.
    fn find(&mut self, passage: u32, place: usize) {
        self.positions.iter_mut().for_each(Vec::clear);
        for (word, readers) in self.words.iter().zip(&mut self.readers) {
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

    /// Follows the runs through the positions found.
    fn join(&self, before: &[u8; 64], links: &mut Links, ending: &mut [u8; 64]) {
        // Positions of the word before, each with the length of the run that ends there.
        let mut last: Vec<(u32, u8)> = Vec::new();
        for at in 0..self.len {
            let mut here = Vec::with_capacity(self.positions[at].len());
            let mut from = 0;
            for &position in &self.positions[at] {
                while last.get(from).is_some_and(|(p, _)| p + 1 < position) {
                    from += 1;
                }
                let run = match last.get(from) {
                    Some((p, run)) if p + 1 == position => *run,
                    _ if position == 0 && at > 0 => before[at - 1],
                    _ => 0,
                } + 1;
                if run > 1 {
                    links.linked |= 1 << at | 1 << (at - 1);
                }
                links.run = links.run.max(u32::from(run));
                ending[at] = ending[at].max(run);
                here.push((position, run));
            }
            last = here;
        }
    }
}
