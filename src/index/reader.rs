//! A snapshot of the index: one committed state, whatever is written meanwhile.

use std::collections::BTreeMap;
use std::path::Path;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Index, SegmentReader, TERMINATED, TantivyError, Term};

use super::IndexError;
use super::beginnings::Beginnings;
use super::evaluate::{Evaluation, MOST_COMPARED, Printed, Scored};
use super::filter::{self, Undated};
use super::fold::{Folding, Folds};
use super::matched::Counter;
use super::order::{Keys, Order};
use super::postings::phrase;
use super::rank::{Best, Found, Ranking};
use super::schema::{FORMAT_VERSION, Fields, State};
use super::score::{Shares, standing};
use crate::document::{DocumentId, PassageKind};
use crate::query::nearness::Extent;
use crate::query::plan::Plan;
use crate::text::token::fingerprint;

/// One committed state of the index, open for reading.
pub struct Snapshot {
    fields: Fields,
    state: State,
    segments: Vec<SegmentReader>,
    shares: Shares,
}

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

/// Says where characters are printed in a passage, given its document and its number: the words
/// that each place covers.
pub type PrintedIn<'a> = dyn FnMut(DocumentId, u32, &str) -> Result<Vec<Extent>, IndexError> + 'a;

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
    /// An ingest may remove files between the reading of the list and their opening; the next list
    /// then names the new ones.
    const ATTEMPTS: u32 = 5;

    /// Opens the last committed state of the index in `folder`.
    ///
    /// # Errors
    /// If there is none, another version made it, or it is damaged.
    pub fn open(folder: &Path) -> Result<Snapshot, IndexError> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            match Self::try_open(folder) {
                Err(IndexError::Engine(_)) if attempt < Self::ATTEMPTS => {}
                result => return result,
            }
        }
    }

    /// Whether `folder` holds a committed index; says nothing of its state.
    pub fn exists(folder: &Path) -> bool {
        Self::committed(folder).is_ok_and(|state| state.is_some())
    }

    /// What the last commit in `folder` says; `None` where nothing was committed yet.
    ///
    /// # Errors
    /// If there is no index, or its payload cannot be understood.
    pub fn committed(folder: &Path) -> Result<Option<State>, IndexError> {
        Ok(Self::payload(&Self::index(folder)?)?.map(|(state, _)| state))
    }

    fn index(folder: &Path) -> Result<Index, IndexError> {
        if !folder.join("meta.json").is_file() {
            return Err(IndexError::Missing(folder.to_owned()));
        }
        Index::open_in_dir(folder).map_err(|e| IndexError::engine(folder, e))
    }

    fn payload(index: &Index) -> Result<Option<(State, Vec<tantivy::SegmentMeta>)>, IndexError> {
        let meta = index.load_metas()?;
        let Some(payload) = meta.payload else { return Ok(None) };
        let state = serde_json::from_str(&payload)
            .map_err(|e| IndexError::Version(format!("its commit says {e}")))?;
        Ok(Some((state, meta.segments)))
    }

    fn try_open(folder: &Path) -> Result<Snapshot, IndexError> {
        let index = Self::index(folder)?;
        let Some((state, metas)) = Self::payload(&index)? else {
            return Err(IndexError::Missing(folder.to_owned()));
        };
        if state.format != FORMAT_VERSION || state.analysis != fingerprint() {
            let made =
                format!("pincite {}, format {}, {}", state.program, state.format, state.analysis);
            return Err(IndexError::Version(made));
        }
        let (schema, fields) = Fields::schema();
        if index.schema() != schema {
            return Err(IndexError::Version("its fields differ".to_owned()));
        }
        let segments = metas
            .into_iter()
            .map(|meta| SegmentReader::open(&index.segment(meta)))
            .collect::<Result<Vec<_>, TantivyError>>()
            .map_err(|e| IndexError::engine(folder, e))?;
        Ok(Snapshot { fields, state, segments, shares: Shares::default() })
    }

    /// What the commit says of the whole index.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Lets other shares make up the scores than those it was built with; for measuring.
    pub fn weigh_by(&mut self, shares: Shares) {
        self.shares = shares;
    }

    pub(super) fn shares(&self) -> Shares {
        self.shares
    }

    /// Number of segments.
    pub fn segment_count(&self) -> usize {
        self.segments.len()
    }

    pub(super) fn fields(&self) -> &Fields {
        &self.fields
    }

    pub(super) fn segments(&self) -> &[SegmentReader] {
        &self.segments
    }

    /// How many living passages of a segment hold the term of this entry of its dictionary.
    pub(super) fn living(
        &self,
        segment: &SegmentReader,
        field: Field,
        term: &tantivy::postings::TermInfo,
    ) -> Result<u64, IndexError> {
        let Some(alive) = segment.alive_bitset() else { return Ok(u64::from(term.doc_freq)) };
        let index = segment.inverted_index(field)?;
        let postings = index.read_postings_from_terminfo(term, IndexRecordOption::Basic)?;
        Ok(u64::from(postings.doc_freq_given_deletes(alive)))
    }

    /// How many living passages hold `term`.
    pub(super) fn holding(&self, field: Field, term: &str) -> Result<u64, IndexError> {
        let term = Term::from_field_text(field, term);
        let mut holding = 0;
        for segment in &self.segments {
            let index = segment.inverted_index(field)?;
            holding += u64::from(match segment.alive_bitset() {
                None => index.doc_freq(&term)?,
                Some(alive) => index
                    .read_postings(&term, IndexRecordOption::Basic)?
                    .map_or(0, |postings| postings.doc_freq_given_deletes(alive)),
            });
        }
        Ok(holding)
    }

    /// The first passage of a document in this segment, if it lives there.
    pub(super) fn first_passage(
        &self,
        segment: &SegmentReader,
        id: DocumentId,
    ) -> Result<Option<u32>, IndexError> {
        let term = Term::from_field_u64(self.fields.document, id.number());
        let index = segment.inverted_index(self.fields.document)?;
        let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else {
            return Ok(None);
        };
        while postings.doc() != TERMINATED && segment.is_deleted(postings.doc()) {
            postings.advance();
        }
        Ok(Some(postings.doc()).filter(|passage| *passage != TERMINATED))
    }

    /// How many passages hold the plain `term`.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn passages_with(&self, term: &str) -> Result<u64, IndexError> {
        self.holding(self.fields.plain, term)
    }

    /// How many passages hold plain terms next to each other, one of each of `places`.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn passages_with_phrase(&self, places: &[Vec<String>]) -> Result<u64, IndexError> {
        let mut passages = 0;
        for segment in &self.segments {
            passages += phrase(segment, &self.fields, self.fields.plain, places)?.len() as u64;
        }
        Ok(passages)
    }

    /// Whether some passage names the program or entity with this canonical name.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn names(&self, name: &str, is_program: bool) -> Result<bool, IndexError> {
        let field = if is_program { self.fields.program } else { self.fields.entity };
        Ok(self.holding(field, name)? > 0)
    }

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
        let mut ranking = Ranking { holding: evaluation.holding(), ..Ranking::default() };
        let mut best = Best::new(wanted);
        let mut folds = Folds::new(folding);
        let mut with_all = WithAll::new(ranking.holding.len());
        let mut undated = Counter::default();
        for (at, segment) in self.segments.iter().enumerate() {
            let scored = evaluation.segment(at)?;
            let columns = Columns::open(segment)?;
            let beginnings = evaluation.beginnings(at);
            let keys = Keys::open(segment, wanted.order)?;
            let mut document = None;
            let mut walk = beginnings.walk();
            let mut visit = |passage: u32, ranking: &mut Ranking| -> Result<(), IndexError> {
                let first = walk.first(passage);
                if document != Some(first) {
                    best.end_document();
                    document = Some(first);
                    ranking.documents += 1;
                    if folds.are_wanted() {
                        folds.begin(columns.document(passage)?)?;
                    }
                }
                ranking.passages += 1;
                let (key, score) = (keys.of(passage), scored.scores[passage as usize]);
                if key == Keys::UNDATED {
                    undated.add((at, first));
                }
                // A passage may stand for a better one of its group, whatever its own score.
                if folds.gather() || best.could_enter(key, score) {
                    let score = score * columns.standing(passage);
                    let (document, n) = (columns.document(passage)?, passage - first + 1);
                    let found = Found { document, n, score, key };
                    if folds.gather() {
                        let held = scored.leaves.get(passage as usize).copied().unwrap_or(0);
                        folds.push(found, held);
                    } else {
                        best.push(found);
                    }
                }
                Ok(())
            };
            match &scored.matched {
                Some(matched) => matched.iter().try_for_each(|p| visit(p, &mut ranking))?,
                None => (0..segment.max_doc())
                    .filter(|p| scored.scores[*p as usize] > 0.0)
                    .try_for_each(|p| visit(p, &mut ranking))?,
            }
            best.end_document();
            with_all.count(&scored, beginnings);
            if let Some(undated) = &scored.undated {
                ranking.undated_left_out += beginnings.documents(undated.iter());
            }
        }
        folds.finish(&mut best)?;
        ranking.found = best.finish();
        ranking.undated = undated.count;
        ranking.documents_with_all = with_all.finish();
        Ok(ranking)
    }

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
            Counted::Source => self.fields.source,
            Counted::Program => self.fields.program,
            Counted::Entity => self.fields.entity,
        };
        let mut printed = by_number(printed);
        let evaluation = plan.map(|p| Evaluation::new(self, p, &mut *printed)).transpose()?;
        let mut all: BTreeMap<String, Tally> = BTreeMap::new();
        for (at, segment) in self.segments.iter().enumerate() {
            let scored = evaluation.as_ref().map(|e| e.segment(at)).transpose()?;
            let (beginnings, dates) =
                (Beginnings::open(segment, &self.fields)?, Dates::open(segment)?);
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

    /// How many passages of each kind there are, in the order of [`PassageKind::ALL`].
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn kinds(&self) -> Result<Vec<(PassageKind, u64)>, IndexError> {
        let mut counts = Vec::new();
        for kind in PassageKind::ALL {
            let mut count = 0;
            for segment in &self.segments {
                let filter = crate::query::plan::Filter::Kind(kind);
                let bits = filter::passages(segment, &self.fields, &filter, Undated::Out)?;
                count += bits.iter().count() as u64;
            }
            counts.push((kind, count));
        }
        Ok(counts)
    }

    /// Reads every file of the index and compares its checksum; gives the damaged ones.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub fn damaged_files(folder: &Path) -> Result<Vec<String>, IndexError> {
        let damaged = Self::index(folder)?.validate_checksum()?;
        let mut names: Vec<String> = damaged.iter().map(|p| p.display().to_string()).collect();
        names.sort();
        Ok(names)
    }
}

pub(super) fn by_number<'a>(printed: &'a mut PrintedIn<'_>) -> Box<Printed<'a>> {
    Box::new(move |document, n, text| match DocumentId::from_number(document) {
        Some(id) => printed(id, n, text),
        None => Err(IndexError::Engine("a passage of no document".to_owned())),
    })
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

/// The columns of one segment that every ranking reads.
struct Columns {
    document: tantivy::columnar::Column<u64>,
    kind: tantivy::columnar::Column<u64>,
}

impl Columns {
    fn open(segment: &SegmentReader) -> Result<Columns, IndexError> {
        let fast = segment.fast_fields();
        Ok(Columns { document: fast.u64("document")?, kind: fast.u64("kind")? })
    }

    fn document(&self, passage: u32) -> Result<DocumentId, IndexError> {
        let number = self.document.first(passage);
        number
            .and_then(DocumentId::from_number)
            .ok_or_else(|| IndexError::Engine("a passage of no document".to_owned()))
    }

    fn standing(&self, passage: u32) -> f32 {
        let number = self.kind.first(passage);
        let kind = PassageKind::ALL.into_iter().find(|kind| number == Some(*kind as u64));
        kind.map_or(1.0, standing)
    }
}

/// The dates of issue of one segment's passages.
pub(super) struct Dates {
    first: tantivy::columnar::Column<i64>,
    last: tantivy::columnar::Column<i64>,
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
