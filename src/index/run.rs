//! The run of a plan through the index, to the best passages and what is counted on the way.

use tantivy::SegmentReader;
use tantivy::columnar::Column;

use super::beginnings::Beginnings;
use super::evaluate::{Evaluation, MOST_COMPARED, Scored};
use super::fold::{Folding, Folds};
use super::matched::Counter;
use super::order::{Keys, Order};
use super::rank::{Best, Found, Holding, Ranking};
use super::reader::{PrintedIn, by_number};
use super::score::standing;
use super::{IndexError, Snapshot};
use crate::document::{DocumentId, PassageKind};
use crate::query::plan::Plan;

/// How much of a ranking is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// How many passages, from the best.
    pub limit: usize,
    /// How many of one document, while others can fill the list.
    pub per_document: usize,
    /// Whether the list stays short rather than take more than that of a document.
    pub strict: bool,
    /// What stands first.
    pub order: Order,
}

impl Snapshot {
    /// Runs a plan. `printed` says where printed characters stand in a passage, given its document,
    /// its number and the characters.
    ///
    /// # Errors
    /// If the index cannot be read, or `printed` fails.
    pub fn run(
        &self,
        plan: &Plan,
        wanted: Wanted,
        printed: &mut PrintedIn<'_>,
    ) -> Result<Ranking, IndexError> {
        self.run_folded(plan, wanted, printed, None)
    }

    /// Runs a plan as [`Snapshot::run`] does, with near-identical documents folded into one. The
    /// counts are of all documents.
    ///
    /// # Errors
    /// If the index cannot be read, or `printed` or `folding` fails.
    pub fn run_folded(
        &self,
        plan: &Plan,
        wanted: Wanted,
        printed: &mut PrintedIn<'_>,
        folding: Option<Folding<'_>>,
    ) -> Result<Ranking, IndexError> {
        let mut printed = by_number(printed);
        let evaluation = Evaluation::new(self, plan, &mut *printed)?;
        let mut run = Run::new(evaluation.holding(), wanted, folding);
        for (at, segment) in self.segments().iter().enumerate() {
            run.take(&Part {
                at,
                scored: evaluation.segment(at)?,
                beginnings: evaluation.beginnings(at),
                columns: Columns::open(segment, wanted.order)?,
            })?;
        }
        run.finish()
    }
}

/// A run under way, segment by segment.
struct Run<'f> {
    ranking: Ranking,
    best: Best,
    folds: Folds<'f>,
    with_all: WithAll,
    undated: Counter,
}

/// What is read of one segment.
struct Part<'a> {
    /// The number of the segment.
    at: usize,
    scored: Scored,
    beginnings: &'a Beginnings,
    columns: Columns,
}

impl<'f> Run<'f> {
    fn new(holding: Vec<Holding>, wanted: Wanted, folding: Option<Folding<'f>>) -> Run<'f> {
        Run {
            with_all: WithAll::new(holding.len()),
            ranking: Ranking { holding, ..Ranking::default() },
            best: Best::new(wanted),
            folds: Folds::new(folding),
            undated: Counter::default(),
        }
    }

    /// Takes in what matches in one segment.
    fn take(&mut self, part: &Part<'_>) -> Result<(), IndexError> {
        let mut document = None;
        let mut walk = part.beginnings.walk();
        part.scored.passages().try_for_each(|passage| {
            let first = walk.first(passage);
            if document != Some(first) {
                document = Some(first);
                self.begin_document(part, passage)?;
            }
            self.take_passage(part, passage, first)
        })?;
        self.best.end_document();
        self.with_all.count(&part.scored, part.beginnings);
        if let Some(undated) = &part.scored.undated {
            self.ranking.undated_left_out += part.beginnings.documents(undated.iter());
        }
        Ok(())
    }

    fn begin_document(&mut self, part: &Part<'_>, passage: u32) -> Result<(), IndexError> {
        self.best.end_document();
        self.ranking.documents += 1;
        if self.folds.are_wanted() {
            self.folds.begin(part.columns.document(passage)?)?;
        }
        Ok(())
    }

    /// Takes in a passage of the document that begins with passage `first`.
    fn take_passage(
        &mut self,
        part: &Part<'_>,
        passage: u32,
        first: u32,
    ) -> Result<(), IndexError> {
        self.ranking.passages += 1;
        let (key, score) = (part.columns.keys.of(passage), part.scored.scores[passage as usize]);
        if key == Keys::UNDATED {
            self.undated.add((part.at, first));
        }
        // A passage may stand for a better one of its group, whatever its own score.
        if !self.folds.gather() && !self.best.could_enter(key, score) {
            return Ok(());
        }
        let score = score * part.columns.standing(passage);
        let document = part.columns.document(passage)?;
        let found = Found { document, n: passage - first + 1, score, key };
        if self.folds.gather() {
            let held = part.scored.leaves.get(passage as usize).copied().unwrap_or(0);
            self.folds.push(found, held);
        } else {
            self.best.push(found);
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Ranking, IndexError> {
        self.folds.finish(&mut self.best)?;
        Ok(Ranking {
            found: self.best.finish(),
            undated: self.undated.count,
            documents_with_all: self.with_all.finish(),
            ..self.ranking
        })
    }
}

/// The columns of one segment that every ranking reads.
struct Columns {
    document: Column<u64>,
    kind: Column<u64>,
    keys: Keys,
}

impl Columns {
    fn open(segment: &SegmentReader, order: Order) -> Result<Columns, IndexError> {
        let fast = segment.fast_fields();
        Ok(Columns {
            document: fast.u64("document")?,
            kind: fast.u64("kind")?,
            keys: Keys::open(segment, order)?,
        })
    }

    fn document(&self, passage: u32) -> Result<DocumentId, IndexError> {
        let id = self.document.first(passage).and_then(DocumentId::from_number);
        id.ok_or_else(IndexError::no_document)
    }

    fn standing(&self, passage: u32) -> f32 {
        self.kind.first(passage).and_then(PassageKind::from_number).map_or(1.0, standing)
    }
}

/// Counts the passages, and failing them the documents, that hold everything looked for.
struct WithAll {
    all: u32,
    passages: u64,
    documents: u64,
}

impl WithAll {
    fn new(leaves: usize) -> WithAll {
        let all = match leaves {
            2..=MOST_COMPARED => u32::MAX >> (32 - leaves),
            _ => 0,
        };
        WithAll { all, passages: 0, documents: 0 }
    }

    fn count(&mut self, scored: &Scored, beginnings: &Beginnings) {
        let within = |passage| scored.within_limits.as_ref().is_none_or(|b| b.contains(passage));
        let held = || (0..).zip(&scored.leaves).filter(|(passage, h)| **h != 0 && within(*passage));
        self.passages += held().filter(|(_, held)| **held == self.all).count() as u64;
        if self.passages > 0 {
            return;
        }
        let (mut document, mut held_there) = (u32::MAX, 0);
        let mut walk = beginnings.walk();
        for (passage, held) in held() {
            let first = walk.first(passage);
            if first != document {
                (document, held_there) = (first, 0);
            }
            let before = held_there;
            held_there |= held;
            self.documents += u64::from(held_there == self.all && before != self.all);
        }
    }

    fn finish(self) -> Option<u64> {
        (self.all != 0 && self.passages == 0).then_some(self.documents)
    }
}
