//! Which stretches of passages may carry a quotation: how many of its words stand in them at all.
//!
//! A stretch that lacks at most `k` of a quotation's words holds all of them but `k`, so counting
//! which words stand in a run of neighbouring passages passes over no stretch that qualifies. Each
//! word is a bit; a passage has the bits of the words that it holds, a window of neighbouring
//! passages those of all of them. Words too common to tell stretches apart count as held
//! everywhere. Of the windows that are left, positions say which words stand next to each other as
//! they do in the quotation: that keeps those with a run, and sets the best first. No score
//! decides: everything here is a count.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, SegmentReader, TERMINATED};

use super::beginnings::Beginnings;
use super::neighbours::Neighbours;
use super::{IndexError, Snapshot};
use crate::document::{DocumentId, PassageKind};

/// Words of a quotation, and what a stretch must have of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// The words in order, at most [`Sought::MOST`]; of each the plain terms that it may stand in
    /// the index as.
    pub words: Vec<Vec<String>>,
    /// How many of them a stretch may lack.
    pub lacking: u32,
    /// Over how many words of the text a stretch may run.
    pub stretch: u32,
    /// How many of its words a stretch has at least next to another as the quotation has them,
    /// where it lies in one passage; each bound of passages may part two more.
    pub linked: u32,
    /// How many of its words a stretch has at least in one run.
    pub run: u32,
    /// How many of its words a stretch has at least in such runs, all together.
    pub in_runs: u32,
}

impl Sought {
    /// As many words can be looked for at once.
    pub const MOST: usize = 64;
}

/// Neighbouring passages of a document that may carry a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carrier {
    /// The document.
    pub document: DocumentId,
    /// Numbers of the first and the last passage, from 1.
    pub passages: (u32, u32),
    /// How many of the words do not stand there at all.
    pub lacking: u32,
    /// How many words stand next to another as in the quotation.
    pub linked: u32,
    /// The longest run of words as in the quotation.
    pub run: u32,
}

impl Carrier {
    /// What the best carriers come first by: of equals the document with the smaller id.
    fn rank(&self) -> impl Ord + use<> {
        (Reverse(self.linked + self.run), self.lacking, self.document, self.passages)
    }
}

/// What may carry a quotation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carriers {
    /// Everything that may have what is sought, best first; the stretches of a document do not
    /// overlap.
    pub carriers: Vec<Carrier>,
    /// Of what lacks more words, the best.
    pub near: Vec<Carrier>,
}

/// Windows that lack too many words are kept up to this number, the best.
const NEAR: usize = 96;

/// Below so many windows, all are passed on as they are: reading positions costs more than it saves.
const FEW: usize = 12;

/// Words held by more than one in so many passages are left out of the count where others suffice.
const COMMON: u64 = 5;

/// A word takes at most this many forms with the number of a note at its end.
const NOTED: usize = 24;

/// Shorter words carry no note.
const LEAST_NOTED: usize = 3;

/// Passages that may interrupt running text count as no words of a stretch, up to so many words.
const INTERRUPTED: u32 = 1000;

/// The words of a quotation that are the same, and where a segment has them.
pub(super) struct Word {
    /// Which words of the quotation it is.
    pub(super) bits: u64,
    /// Its terms in each segment: in the text, and in headings.
    pub(super) terms: Vec<[Vec<TermInfo>; 2]>,
    /// In how many passages its terms stand, deleted ones too.
    frequency: u64,
}

/// What was looked through.
#[derive(Clone, Copy)]
pub(super) struct Looked<'a> {
    pub(super) words: &'a [Word],
    /// The counted words that each passage of each segment holds.
    pub(super) held: &'a [Vec<u64>],
    /// The words that were not counted.
    pub(super) open: u64,
}

/// A window of passages that holds enough words. Numbers are those of the segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Window {
    lacking: u32,
    document: DocumentId,
    first: u32,
    last: u32,
    /// First passage of the document.
    beginning: u32,
    segment: usize,
}

impl Snapshot {
    /// The stretches that may have what is sought, and the best of those that have less.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn carrying(&self, sought: &Sought) -> Result<Carriers, IndexError> {
        let words = self.words_of(sought)?;
        let counted = counted(&words, sought, self.state().passages);
        let mut windows =
            Windows { sought, held: Vec::new(), passing: Vec::new(), near: BinaryHeap::new() };
        for (at, segment) in self.segments().iter().enumerate() {
            windows.look_through(self, at, segment, &words, counted)?;
        }
        let Windows { held, passing, near, .. } = windows;
        // What is not counted may stand anywhere.
        let all = u64::MAX >> (64 - sought.words.len().clamp(1, Sought::MOST));
        let looked = Looked { words: &words, held: &held, open: all & !counted };
        Ok(Carriers {
            carriers: self.refined(passing, looked, sought, true)?,
            near: self.refined(near.into_sorted_vec(), looked, sought, false)?,
        })
    }

    /// The different words, with their terms.
    fn words_of(&self, sought: &Sought) -> Result<Vec<Word>, IndexError> {
        let mut words: Vec<(&Vec<String>, Word)> = Vec::new();
        for (i, forms) in sought.words.iter().enumerate().take(Sought::MOST) {
            match words.iter_mut().find(|(known, _)| *known == forms) {
                Some((_, word)) => word.bits |= 1 << i,
                None => {
                    let mut word = Word { bits: 1 << i, terms: Vec::new(), frequency: 0 };
                    for segment in self.segments() {
                        word.read(self, segment, forms)?;
                    }
                    words.push((forms, word));
                }
            }
        }
        Ok(words.into_iter().map(|(_, word)| word).collect())
    }

    /// The windows as stretches, best first; with `strict`, only those whose words stand together
    /// as is sought.
    fn refined(
        &self,
        mut windows: Vec<Window>,
        looked: Looked<'_>,
        sought: &Sought,
        strict: bool,
    ) -> Result<Vec<Carrier>, IndexError> {
        windows.sort_unstable_by_key(|w| (w.segment, w.first));
        let mut carriers = Vec::new();
        if windows.len() <= FEW {
            carriers.extend(windows.iter().map(|window| window.carrier(0, 0)));
        } else {
            let mut neighbours: Option<(usize, Neighbours<'_>)> = None;
            for window in &windows {
                if neighbours.as_ref().is_none_or(|(at, _)| *at != window.segment) {
                    let read = Neighbours::open(self, window.segment, looked, sought)?;
                    neighbours = Some((window.segment, read));
                }
                let Some((_, read)) = &mut neighbours else { continue };
                let within = read.within(window.first, window.last);
                // One bound may part two words from their neighbours.
                let parted = 2 * (window.last - window.first).saturating_sub(1);
                let stand_together = within.linked + parted >= sought.linked
                    && within.run >= sought.run
                    && within.in_runs >= sought.in_runs;
                if !strict || stand_together {
                    let mut window = *window;
                    if let Some(passages) = within.passages {
                        (window.first, window.last) = passages;
                    }
                    carriers.push(window.carrier(within.linked, within.run));
                }
            }
        }
        let mut carriers = merged(carriers);
        carriers.sort_unstable_by_key(Carrier::rank);
        Ok(carriers)
    }
}

/// Makes one of the stretches of a document that overlap. They come in order of place.
fn merged(carriers: Vec<Carrier>) -> Vec<Carrier> {
    let mut merged: Vec<Carrier> = Vec::with_capacity(carriers.len());
    for next in carriers {
        match merged.last_mut() {
            Some(last) if last.document == next.document && next.passages.0 <= last.passages.1 => {
                last.passages.1 = last.passages.1.max(next.passages.1);
                last.lacking = last.lacking.min(next.lacking);
                last.linked = last.linked.max(next.linked);
                last.run = last.run.max(next.run);
            }
            _ => merged.push(next),
        }
    }
    merged
}

/// The words that are counted, as bits: the rarest, and of the common ones as many as it takes.
fn counted(words: &[Word], sought: &Sought, passages: u64) -> u64 {
    let mut rarest: Vec<&Word> = words.iter().collect();
    rarest.sort_by_key(|word| (word.frequency, word.bits));
    let enough = 2 * sought.lacking + 6;
    let mut counted = 0_u64;
    for word in rarest {
        if word.frequency > passages / COMMON && counted.count_ones() >= enough {
            break;
        }
        counted |= word.bits;
    }
    counted
}

impl Word {
    /// Reads the terms of a segment that any of `forms` may stand as.
    fn read(
        &mut self,
        snapshot: &Snapshot,
        segment: &SegmentReader,
        forms: &[String],
    ) -> Result<(), IndexError> {
        let fields = [snapshot.fields().plain, snapshot.fields().heading];
        let mut terms = [Vec::new(), Vec::new()];
        for (field, terms) in fields.into_iter().zip(&mut terms) {
            let index = segment.inverted_index(field)?;
            for form in forms {
                terms.extend(index.terms().get(form.as_bytes())?);
                // `sanctions12`: the number of a note, printed right behind the word.
                if form.len() < LEAST_NOTED || form.ends_with(|c: char| c.is_ascii_digit()) {
                    continue;
                }
                let (from, to) = (format!("{form}0"), format!("{form}:"));
                let range = index.terms().range().ge(from.as_bytes()).lt(to.as_bytes());
                let mut stream = range.into_stream()?;
                let mut left = NOTED;
                while left > 0 && stream.advance() {
                    let number = &stream.key()[form.len()..];
                    if number.len() <= 3 && number.iter().all(u8::is_ascii_digit) {
                        terms.push(stream.value().clone());
                        left -= 1;
                    }
                }
            }
            self.frequency += terms.iter().map(|term| u64::from(term.doc_freq)).sum::<u64>();
        }
        self.terms.push(terms);
        Ok(())
    }
}

/// The windows found so far.
struct Windows<'s> {
    sought: &'s Sought,
    /// The words that each passage of each segment holds.
    held: Vec<Vec<u64>>,
    passing: Vec<Window>,
    near: BinaryHeap<Window>,
}

impl Windows<'_> {
    fn look_through(
        &mut self,
        snapshot: &Snapshot,
        at: usize,
        segment: &SegmentReader,
        words: &[Word],
        counted: u64,
    ) -> Result<(), IndexError> {
        let held = masks(snapshot, at, segment, words, counted)?;
        let norms = segment.get_fieldnorms_reader(snapshot.fields().stem)?;
        let kinds = segment.fast_fields().u64("kind")?;
        let ids = segment.fast_fields().u64("document")?;
        let beginnings = Beginnings::open(segment, snapshot.fields())?;
        let len = segment.max_doc();
        let mut lengths: Vec<Length> = Vec::new();
        let mut at_passage = 0;
        while at_passage < len {
            let passages = beginnings.document_of(at_passage, len);
            let (beginning, end) =
                (passages.start.max(at_passage), passages.end.max(at_passage + 1));
            at_passage = end;
            let of_document = held.get(beginning as usize..end as usize).unwrap_or_default();
            if of_document.iter().all(|mask| *mask == 0) {
                continue;
            }
            let whole = of_document.iter().fold(0, |all, mask| all | mask);
            if !self.may_matter((counted & !whole).count_ones()) {
                continue;
            }
            let document = ids.first(beginning).and_then(DocumentId::from_number);
            let document = document
                .ok_or_else(|| IndexError::Engine("a passage of no document".to_owned()))?;
            lengths.clear();
            lengths.extend((beginning..end).map(|passage| {
                let words = norms.fieldnorm(passage);
                match kinds.first(passage).is_some_and(interrupts) {
                    true => Length { running: 0, interrupting: words },
                    false => Length { running: words, interrupting: 0 },
                }
            }));
            let window = |first, last, held: u64| Window {
                lacking: (counted & !held).count_ones(),
                document,
                first,
                last,
                beginning,
                segment: at,
            };
            each_window(of_document, &lengths, self.sought.stretch, |first, last, held| {
                self.take(window(beginning + first, beginning + last, held));
            });
        }
        self.held.push(held);
        Ok(())
    }

    /// Whether a window that lacks so many words could be wanted.
    fn may_matter(&self, lacking: u32) -> bool {
        lacking <= self.sought.lacking
            || self.near.len() < NEAR
            || self.near.peek().is_some_and(|worst| lacking <= worst.lacking)
    }

    fn take(&mut self, window: Window) {
        if window.lacking <= self.sought.lacking {
            self.passing.push(window);
        } else if self.may_matter(window.lacking) {
            self.near.push(window);
            if self.near.len() > NEAR {
                self.near.pop();
            }
        }
    }
}

impl Window {
    fn carrier(&self, linked: u32, run: u32) -> Carrier {
        let number = |passage| passage - self.beginning + 1;
        Carrier {
            document: self.document,
            passages: (number(self.first), number(self.last)),
            lacking: self.lacking,
            linked,
            run,
        }
    }
}

/// The words that each living passage of a segment holds.
fn masks(
    snapshot: &Snapshot,
    at: usize,
    segment: &SegmentReader,
    words: &[Word],
    counted: u64,
) -> Result<Vec<u64>, IndexError> {
    let mut masks = vec![0_u64; segment.max_doc() as usize];
    let fields = [snapshot.fields().plain, snapshot.fields().heading];
    for word in words.iter().filter(|word| word.bits & counted != 0) {
        for (field, terms) in fields.into_iter().zip(&word.terms[at]) {
            let index = segment.inverted_index(field)?;
            for term in terms {
                let mut postings =
                    index.read_postings_from_terminfo(term, IndexRecordOption::Basic)?;
                let mut passage = postings.doc();
                while passage != TERMINATED {
                    masks[passage as usize] |= word.bits;
                    passage = postings.advance();
                }
            }
        }
    }
    if let Some(alive) = segment.alive_bitset() {
        for (passage, mask) in (0..).zip(&mut masks) {
            if !alive.is_alive(passage) {
                *mask = 0;
            }
        }
    }
    Ok(masks)
}

/// Words of a passage, by whether they are of running text.
#[derive(Clone, Copy, Default)]
struct Length {
    running: u32,
    interrupting: u32,
}

/// Whether a passage of the kind of this number may stand in the middle of running text.
fn interrupts(kind: u64) -> bool {
    PassageKind::ALL.into_iter().any(|k| k as u64 == kind && k.interrupts())
}

/// Gives each passage of a document, from 0, that holds a word, with the last passage that a stretch may end
/// in which begins in it, and the words that they hold together.
fn each_window(
    masks: &[u64],
    lengths: &[Length],
    stretch: u32,
    mut found: impl FnMut(u32, u32, u64),
) {
    let mut holders = [0_u32; 64];
    let mut held = 0_u64;
    // The passages from `first` to before `end` are in; those behind the first have `words`.
    let (mut end, mut words) = (0, Length::default());
    for first in 0..masks.len() {
        let has_room = |words: Length| words.running < stretch && words.interrupting < INTERRUPTED;
        while end < masks.len() && (end <= first || has_room(words)) {
            for_each_bit(masks[end], |bit| holders[bit] += 1);
            held |= masks[end];
            if end > first {
                let more = lengths[end];
                words.running = words.running.saturating_add(more.running);
                words.interrupting = words.interrupting.saturating_add(more.interrupting);
            }
            end += 1;
        }
        if masks[first] != 0 {
            found(first as u32, end as u32 - 1, held);
        }
        for_each_bit(masks[first], |bit| {
            holders[bit] -= 1;
            if holders[bit] == 0 {
                held &= !(1 << bit);
            }
        });
        if first + 1 < end {
            let less = lengths[first + 1];
            words.running = words.running.saturating_sub(less.running);
            words.interrupting = words.interrupting.saturating_sub(less.interrupting);
        }
    }
}

fn for_each_bit(mask: u64, mut act: impl FnMut(usize)) {
    let mut rest = mask;
    while rest != 0 {
        act(rest.trailing_zeros() as usize);
        rest &= rest - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows(masks: &[u64], lengths: &[u32], stretch: u32) -> Vec<(u32, u32, u64)> {
        let mut out = Vec::new();
        // Those of 100 words and more interrupt.
        let length = |words: &u32| match *words {
            words @ 100.. => Length { running: 0, interrupting: words },
            words => Length { running: words, interrupting: 0 },
        };
        let lengths: Vec<Length> = lengths.iter().map(length).collect();
        each_window(masks, &lengths, stretch, |first, last, held| out.push((first, last, held)));
        out
    }

    #[test]
    fn a_window_runs_until_it_can_hold_the_stretch() {
        // A stretch of 5 words may begin at the last word of a passage.
        let found = windows(&[1, 2, 4, 8], &[50, 2, 2, 9], 5);
        assert_eq!(found, [(0, 3, 15), (1, 3, 14), (2, 3, 12), (3, 3, 8)]);
        let found = windows(&[1, 2, 4, 8], &[50, 5, 2, 9], 5);
        assert_eq!(found, [(0, 1, 3), (1, 3, 14), (2, 3, 12), (3, 3, 8)]);
    }

    #[test]
    fn what_interrupts_takes_no_room_of_a_stretch() {
        let found = windows(&[1, 2, 4, 8], &[9, 300, 300, 9], 5);
        assert_eq!(found[0], (0, 3, 15));
        let found = windows(&[1, 2, 4, 8], &[9, 700, 700, 9], 5);
        assert_eq!(found[0], (0, 2, 7));
    }

    #[test]
    fn a_window_begins_where_a_word_stands_and_forgets_what_it_left() {
        let found = windows(&[3, 0, 1], &[9, 9, 9], 4);
        assert_eq!(found, [(0, 1, 3), (2, 2, 1)]);
        assert_eq!(windows(&[0, 0], &[1, 1], 4), []);
    }
}
