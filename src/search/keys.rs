//! Gives records their citation keys, by all works of the corpus.

use super::search::{Ground, SearchError};
use crate::cite::Record;
use crate::cite::key::{SHORTEST_ID, base, id_of_advertised, with_id};

impl Ground<'_> {
    /// Gives each record its key, as [`key`](crate::cite::key) says. The index knows how many works
    /// have the same, so it costs the look-up of a term for each.
    ///
    /// # Errors
    /// If the index or the table of documents cannot be read.
    pub fn key_records(&self, records: &mut [Record]) -> Result<(), SearchError> {
        for record in records {
            record.key = match base(&record.work) {
                Some(base) if self.snapshot.works_with_key(&base)? == 1 => base,
                base => with_id(base.as_deref(), &self.short_id(record)?),
            };
        }
        Ok(())
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
