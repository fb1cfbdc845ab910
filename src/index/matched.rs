//! All passages that match a plan, in no order of merit: what counts and concordances walk over.

use tantivy::SegmentReader;

use super::beginnings::Beginnings;
use super::bits::Bits;
use super::evaluate::Evaluation;
use super::reader::{PrintedIn, by_number};
use super::{IndexError, Snapshot};
use crate::document::DocumentId;
use crate::query::plan::Plan;

/// So many passages and documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Passages.
    pub passages: u64,
    /// Documents that have such a passage.
    pub documents: u64,
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, more: Count) {
        self.passages += more.passages;
        self.documents += more.documents;
    }
}

/// The passages that match a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matching {
    /// Each document with the numbers of its passages, rising; in order of ids.
    pub documents: Vec<(DocumentId, Vec<u32>)>,
    /// How many documents would have matched, had their works a date.
    pub undated_left_out: u64,
}

/// What matches in each segment.
pub(super) struct Matched<'s> {
    pub(super) segments: Vec<MatchedSegment<'s>>,
    pub(super) undated_left_out: u64,
}

/// What matches in one segment.
pub(super) struct MatchedSegment<'s> {
    pub(super) segment: &'s SegmentReader,
    pub(super) passages: Bits,
    pub(super) beginnings: Beginnings,
}

/// Counts passages that come in order, and the documents they belong to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counter {
    pub(super) count: Count,
    last: Option<(usize, u32)>,
}

impl Counter {
    /// Counts a passage of `document`: the number of its segment, and its first passage there.
    pub(super) fn add(&mut self, document: (usize, u32)) {
        self.count.passages += 1;
        self.count.documents += u64::from(self.last != Some(document));
        self.last = Some(document);
    }
}

impl Snapshot {
    pub(super) fn matched(
        &self,
        plan: &Plan,
        printed: &mut PrintedIn<'_>,
    ) -> Result<Matched<'_>, IndexError> {
        let mut printed = by_number(printed);
        let evaluation = Evaluation::new(self, plan, &mut *printed)?;
        let mut matched = Matched { segments: Vec::new(), undated_left_out: 0 };
        for (at, segment) in self.segments().iter().enumerate() {
            let scored = evaluation.segment(at)?;
            let beginnings = Beginnings::open(segment, self.fields())?;
            if let Some(undated) = &scored.undated {
                matched.undated_left_out += beginnings.documents(undated.iter());
            }
            let passages = Bits::of(segment.max_doc(), scored.passages());
            matched.segments.push(MatchedSegment { segment, passages, beginnings });
        }
        Ok(matched)
    }

    /// How much matches `plan`.
    ///
    /// # Errors
    /// If the index cannot be read, or `printed` fails.
    pub fn count(&self, plan: &Plan, printed: &mut PrintedIn<'_>) -> Result<Count, IndexError> {
        let mut count = Count::default();
        for part in &self.matched(plan, printed)?.segments {
            count += Count {
                passages: part.passages.iter().count() as u64,
                documents: part.beginnings.documents(part.passages.iter()),
            };
        }
        Ok(count)
    }

    /// All passages that match `plan`.
    ///
    /// # Errors
    /// If the index cannot be read, or `printed` fails.
    pub fn matching(
        &self,
        plan: &Plan,
        printed: &mut PrintedIn<'_>,
    ) -> Result<Matching, IndexError> {
        let matched = self.matched(plan, printed)?;
        let mut documents = Vec::new();
        for MatchedSegment { segment, passages, beginnings } in &matched.segments {
            let ids = segment.fast_fields().u64("document")?;
            let mut walk = beginnings.walk();
            let mut last = None;
            for passage in passages.iter() {
                let first = walk.first(passage);
                if last != Some(first) {
                    let id = ids.first(passage).and_then(DocumentId::from_number);
                    documents.push((id.ok_or_else(IndexError::no_document)?, Vec::new()));
                    last = Some(first);
                }
                if let Some((_, numbers)) = documents.last_mut() {
                    numbers.push(passage - first + 1);
                }
            }
        }
        documents.sort_unstable();
        Ok(Matching { documents, undated_left_out: matched.undated_left_out })
    }
}
