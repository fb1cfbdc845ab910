//! The values of a field, each with where it stands.

use std::collections::BTreeMap;

use tantivy::columnar::Column;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, SegmentReader, TERMINATED};

use super::beginnings::Beginnings;
use super::evaluate::Evaluation;
use super::reader::{PrintedIn, by_number};
use super::{IndexError, Snapshot};
use crate::query::plan::Plan;

/// A field whose values are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Sources.
    Source,
    /// Programs.
    Program,
    /// Entities.
    Entity,
}

/// A value of a field, with where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The value.
    pub value: String,
    /// In how many passages.
    pub passages: u64,
    /// In how many documents.
    pub documents: u64,
    /// First and last date of issue among them, as `yyyymmdd`, where any is dated.
    pub dates: Option<(i64, i64)>,
}

impl Snapshot {
    /// The values of a field with where they stand, in order of value; of the passages that match
    /// `plan`, where one is given.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn tally(
        &self,
        counted: Counted,
        plan: Option<&Plan>,
        printed: &mut PrintedIn<'_>,
    ) -> Result<Vec<Tally>, IndexError> {
        let field = match counted {
            Counted::Source => self.fields().source,
            Counted::Program => self.fields().program,
            Counted::Entity => self.fields().entity,
        };
        let mut printed = by_number(printed);
        let evaluation = plan.map(|p| Evaluation::new(self, p, &mut *printed)).transpose()?;
        let mut all: BTreeMap<String, Tally> = BTreeMap::new();
        for (at, segment) in self.segments().iter().enumerate() {
            let scored = evaluation.as_ref().map(|e| e.segment(at)).transpose()?;
            let (beginnings, dates) =
                (Beginnings::open(segment, self.fields())?, Dates::open(segment)?);
            let index = segment.inverted_index(field)?;
            let mut stream = index.terms().stream()?;
            while stream.advance() {
                let value = String::from_utf8_lossy(stream.key()).into_owned();
                let mut postings =
                    index.read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)?;
                let mut passages = Vec::new();
                while postings.doc() != TERMINATED {
                    let passage = postings.doc();
                    let matches = scored.as_ref().is_none_or(|s| s.matches(passage));
                    if matches && !segment.is_deleted(passage) {
                        passages.push(passage);
                    }
                    postings.advance();
                }
                let tally = all.entry(value).or_default();
                tally.passages += passages.len() as u64;
                tally.documents += beginnings.documents(passages.iter().copied());
                dates.add_to(tally, &passages);
            }
        }
        let named = all.into_iter().map(|(value, tally)| Tally { value, ..tally });
        Ok(named.filter(|t| t.passages > 0).collect())
    }
}

/// The dates of issue of one segment's passages.
pub(super) struct Dates {
    first: Column<i64>,
    last: Column<i64>,
}

impl Dates {
    pub(super) fn open(segment: &SegmentReader) -> Result<Dates, IndexError> {
        let fast = segment.fast_fields();
        Ok(Dates { first: fast.i64("date")?, last: fast.i64("date_end")? })
    }

    /// First and last day of issue, as `yyyymmdd`, where it is known.
    pub(super) fn of(&self, passage: u32) -> Option<(i64, i64)> {
        Some((self.first.first(passage)?, self.last.first(passage)?))
    }

    /// Adds the dates of `passages` to a tally.
    fn add_to(&self, tally: &mut Tally, passages: &[u32]) {
        for passage in passages {
            if let Some((first, last)) = self.of(*passage) {
                let (from, to) = tally.dates.unwrap_or((first, last));
                tally.dates = Some((from.min(first), to.max(last)));
            }
        }
    }
}
