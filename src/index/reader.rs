//! A snapshot of the index: one committed state, whatever is written meanwhile.

use std::path::Path;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Index, SegmentReader, TERMINATED, TantivyError, Term};

use super::IndexError;
use super::evaluate::Printed;
use super::filter::{self, Undated};
use super::postings::phrase;
use super::schema::{FORMAT_VERSION, Fields, State};
use super::score::Shares;
use crate::document::{DocumentId, PassageKind};
use crate::query::nearness::Extent;
use crate::text::token::fingerprint;

/// One committed state of the index, open for reading.
pub struct Snapshot {
    fields: Fields,
    state: State,
    segments: Vec<SegmentReader>,
    shares: Shares,
}

/// Says where characters are printed in a passage, given its document and its number: the words
/// that each place covers.
pub type PrintedIn<'a> = dyn FnMut(DocumentId, u32, &str) -> Result<Vec<Extent>, IndexError> + 'a;

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

    /// How many works have this citation key, as it is while no other work has the same.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn works_with_key(&self, key: &str) -> Result<u64, IndexError> {
        self.holding(self.fields.key, key)
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

/// The same for the numbers of documents, as the index holds them.
pub(super) fn by_number<'a>(printed: &'a mut PrintedIn<'_>) -> Box<Printed<'a>> {
    Box::new(move |document, n, text| match DocumentId::from_number(document) {
        Some(id) => printed(id, n, text),
        None => Err(IndexError::no_document()),
    })
}
