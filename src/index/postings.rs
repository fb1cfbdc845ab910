//! Postings of one segment: which passages hold a term or a phrase, and how often.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use super::schema::Fields;
use super::{IndexError, proximity};
use crate::query::plan::ANY_WORD;

/// Of so many terms at one place of a phrase, the postings are followed side by side.
const FEW: usize = 8;

/// Passages in order, each with how often the thing stands in it.
pub(super) type Counts = Vec<(u32, u32)>;

/// Calls `found` with each living passage that holds `term`, and how often.
pub(super) fn each_of_term(
    segment: &SegmentReader,
    field: Field,
    term: &str,
    mut found: impl FnMut(u32, u32),
) -> Result<(), IndexError> {
    let term = Term::from_field_text(field, term);
    let postings =
        segment.inverted_index(field)?.read_postings(&term, IndexRecordOption::WithFreqs)?;
    let Some(mut postings) = postings else { return Ok(()) };
    let alive = segment.alive_bitset();
    let mut passage = postings.doc();
    while passage != TERMINATED {
        if alive.is_none_or(|alive| alive.is_alive(passage)) {
            found(passage, postings.term_freq());
        }
        passage = postings.advance();
    }
    Ok(())
}

/// The living passages that hold the terms of `places` next to each other, any term of a place
/// serving, and how often.
pub(super) fn phrase(
    segment: &SegmentReader,
    fields: &Fields,
    field: Field,
    places: &[Vec<String>],
) -> Result<Counts, IndexError> {
    let wide = |place: &Vec<String>| place.len() > FEW || place.iter().any(|t| t == ANY_WORD);
    if places.iter().any(wide) {
        return proximity::phrase(segment, fields, field, places);
    }
    let mut readers = Vec::with_capacity(places.len());
    for place in places {
        readers.push(PlaceReader::open(segment, field, place)?);
    }
    let mut found = Counts::new();
    let alive = segment.alive_bitset();
    let mut target = 0;
    let (mut starts, mut next) = (Vec::new(), Vec::new());
    'passages: while !readers.is_empty() {
        let asked = target;
        for reader in &mut readers {
            target = reader.seek(target);
            if target == TERMINATED {
                break 'passages;
            }
        }
        // Whoever is ahead has set the target; all have to agree on it.
        if target != asked && readers.iter().any(|r| r.passage() != target) {
            continue;
        }
        if alive.is_none_or(|alive| alive.is_alive(target)) {
            readers[0].positions(0, &mut starts);
            for (i, reader) in readers.iter_mut().enumerate().skip(1) {
                reader.positions(i as u32, &mut next);
                keep_common(&mut starts, &next);
                if starts.is_empty() {
                    break;
                }
            }
            if !starts.is_empty() {
                found.push((target, starts.len() as u32));
            }
        }
        target += 1;
    }
    Ok(found)
}

/// Sums the counts of several forms; a passage that holds two forms holds the thing twice.
pub(super) fn unite(mut forms: Vec<Counts>) -> Counts {
    if forms.len() < 2 {
        return forms.pop().unwrap_or_default();
    }
    let last = forms.iter().filter_map(|form| form.last()).map(|(passage, _)| *passage).max();
    let Some(last) = last else { return Counts::new() };
    let entries: usize = forms.iter().map(Vec::len).sum();
    if entries > last as usize / 16 {
        return unite_many(&forms, last);
    }
    let mut all = forms.concat();
    all.sort_unstable_by_key(|(passage, _)| *passage);
    all.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 = kept.1.saturating_add(next.1);
        }
        same
    });
    all
}

/// The same where most passages up to the `last` hold a form: linear, in a table of all passages.
fn unite_many(forms: &[Counts], last: u32) -> Counts {
    let mut sums = vec![0_u32; last as usize + 1];
    for (passage, count) in forms.iter().flatten() {
        let sum = &mut sums[*passage as usize];
        *sum = sum.saturating_add(*count);
    }
    (0..).zip(sums).filter(|(_, sum)| *sum > 0).collect()
}

/// Keeps of two rising lists what stands in both, in the first.
fn keep_common(kept: &mut Vec<u32>, other: &[u32]) {
    let mut at = 0;
    kept.retain(|p| {
        while other.get(at).is_some_and(|o| o < p) {
            at += 1;
        }
        other.get(at) == Some(p)
    });
}

/// One place of a phrase: the postings of all terms that may stand there.
struct PlaceReader {
    terms: Vec<SegmentPostings>,
}

impl PlaceReader {
    fn open(segment: &SegmentReader, field: Field, terms: &[String]) -> Result<Self, IndexError> {
        let index = segment.inverted_index(field)?;
        let mut readers = Vec::with_capacity(terms.len());
        for term in terms {
            let term = Term::from_field_text(field, term);
            readers.extend(index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?);
        }
        Ok(PlaceReader { terms: readers })
    }

    fn passage(&self) -> u32 {
        self.terms.iter().map(DocSet::doc).min().unwrap_or(TERMINATED)
    }

    /// Moves to the first passage at or after `target`.
    fn seek(&mut self, target: u32) -> u32 {
        for term in &mut self.terms {
            if term.doc() < target {
                term.seek(target);
            }
        }
        self.passage()
    }

    /// Where in the passage the phrase would begin, if this is its place number `place`; rising.
    fn positions(&mut self, place: u32, out: &mut Vec<u32>) {
        out.clear();
        let passage = self.passage();
        let mut several = false;
        for term in self.terms.iter_mut().filter(|t| t.doc() == passage) {
            several |= !out.is_empty();
            term.append_positions_with_offset(0, out);
        }
        if several {
            out.sort_unstable();
            out.dedup();
        }
        out.retain_mut(|p| {
            let begins = p.checked_sub(place);
            *p = begins.unwrap_or(0);
            begins.is_some()
        });
    }
}
