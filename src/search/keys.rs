//! Gives records their citation keys, by all works of the corpus.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::search::{Ground, SearchError, SearchRequest};
use crate::cite::Record;
use crate::cite::key::{Base, SHORTEST_ID, id_of_advertised, with_id};
use crate::document::{Date, DocumentId, Work};
use crate::store::StoreError;

/// Where more documents have the word of the title and the year of a key, the key is taken to be
/// shared without looking at them.
const MOST_LOOKED_AT: usize = 24;

/// The works of documents looked at, each with the text of its base.
type Seen = HashMap<DocumentId, Vec<(String, Work)>>;

impl Ground<'_> {
    /// Gives each record its key, as [`key`](crate::cite::key) says. It costs a search for each, and
    /// the reading of as many documents as may share its key, 24 at most.
    ///
    /// # Errors
    /// If the index or the documents cannot be read.
    pub fn key_records(&self, records: &mut [Record]) -> Result<(), SearchError> {
        let mut seen = Seen::new();
        for record in records {
            let base = Base::of(&record.work);
            record.key = match &base.title_term {
                Some(term) if !self.is_shared(&base, term, record, &mut seen)? => base.text,
                _ => with_id(&base, &self.short_id(record)?),
            };
        }
        Ok(())
    }

    /// Whether another work of the corpus has, or could have, the same base.
    fn is_shared(
        &self,
        base: &Base,
        term: &str,
        record: &Record,
        seen: &mut Seen,
    ) -> Result<bool, SearchError> {
        let year = record.work.issued.and_then(|date| Date::new(date.year(), None, None));
        let request = SearchRequest {
            query: format!("title:\"{term}\""),
            after: year,
            before: year,
            limit: MOST_LOOKED_AT + 1,
            per_document: 1,
            ..SearchRequest::default()
        };
        let found = self.best_documents(&request)?;
        if found.len() > MOST_LOOKED_AT {
            return Ok(true);
        }
        let own = record.digest.id();
        for (id, _) in found {
            let works = match seen.entry(id) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(self.bases(id)?),
            };
            let is_other = |work: &Work| id != own || *work != record.work;
            if works.iter().any(|(text, work)| *text == base.text && is_other(work)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn bases(&self, id: DocumentId) -> Result<Vec<(String, Work)>, SearchError> {
        let row = self.store.row(id)?.ok_or(StoreError::Lost { id })?;
        let works = self.store.document(&row)?.works;
        Ok(works.into_iter().map(|work| (Base::of(&work).text, work)).collect())
    }

    /// The beginning of the document's id that no other has, of a work that an advertisement names
    /// an id of its own.
    fn short_id(&self, record: &Record) -> Result<String, SearchError> {
        if record.within.is_some() {
            return Ok(id_of_advertised(record.digest, &record.work).to_string());
        }
        let id = record.digest.id().to_string();
        for length in SHORTEST_ID..id.len() {
            let beginning = &id[..length];
            if self.store.beginning_with(beginning, 2)?.len() < 2 {
                return Ok(beginning.to_owned());
            }
        }
        Ok(id)
    }
}
