//! Passages in, passages out, and the commit that makes it so.

use std::path::Path;

use tantivy::indexer::{NoMergePolicy, UserOperation};
use tantivy::{Index, IndexWriter as Engine, TantivyDocument, Term};

use super::IndexError;
use super::analyzer::GivenTerms;
use super::schema::{Fields, GIVEN_TERMS, State};
use crate::document::{DocumentId, PassageKind};

/// What the index is told of a passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassageTerms {
    /// Plain terms of the text, joined by spaces.
    pub plain: String,
    /// Stemmed terms of the text.
    pub stem: String,
    /// Beginnings of sentences and paragraphs at the positions of their first words, a seam at
    /// every other.
    pub bound: String,
    /// Stemmed terms of the title.
    pub title: String,
    /// Stemmed terms of the section path, a seam between headings.
    pub section: String,
    /// Plain terms of the headings that stand before the passage, a seam between headings; of the
    /// last passage, also of those behind it.
    pub heading: String,
    /// The citation key of the work, in the first passage of it.
    pub key: Option<String>,
    /// Plain terms of the authors' names, a seam between authors.
    pub author: String,
    /// The source as it is shown.
    pub source: Option<String>,
    /// Canonical names of programs.
    pub programs: Vec<String>,
    /// Canonical names of entities.
    pub entities: Vec<String>,
    /// Letters that the passage spells out: [`defined_terms`](super::defined_terms).
    pub defined: Vec<String>,
    /// What the passage is.
    pub kind: Option<PassageKind>,
    /// First and last day of the date of issue, as `yyyymmdd`.
    pub date: Option<(i64, i64)>,
}

/// The one writer of an index. While it lives, no other can be made.
pub struct Writer {
    index: Index,
    engine: Engine,
    fields: Fields,
    added: u64,
}

impl Writer {
    /// Bytes of memory in which passages gather before they are written out as a segment.
    const MEMORY: usize = 32 << 20;
    /// Segments that may stand beside each other; each costs every query a little.
    const SEGMENTS: usize = 4;

    /// Opens the index in `folder` for writing, or begins one. With `afresh`, an index that this
    /// program cannot read gives way to a new one.
    ///
    /// # Errors
    /// If another process writes, or the folder cannot be used.
    pub fn open(folder: &Path, afresh: bool) -> Result<Writer, IndexError> {
        let (schema, fields) = Fields::schema();
        let begin = || {
            let directory = tantivy::directory::MmapDirectory::open(folder)?;
            Index::open_or_create(directory, schema.clone())
        };
        let index = match begin() {
            Err(_) if afresh => {
                remove_index(folder);
                begin()
            }
            result => result,
        };
        let index = index.map_err(|e| IndexError::engine(folder, e))?;
        index.tokenizers().register(GIVEN_TERMS, GivenTerms::default());
        let options = tantivy::indexer::IndexWriterOptions::builder()
            .num_worker_threads(1)
            .memory_budget_per_thread(Self::MEMORY)
            .num_merge_threads(1)
            .build();
        let engine =
            index.writer_with_options(options).map_err(|e| IndexError::engine(folder, e))?;
        engine.set_merge_policy(Box::new(NoMergePolicy));
        Ok(Writer { index, engine, fields, added: 0 })
    }

    /// Empties the index; at the commit, what was there before is gone.
    ///
    /// # Errors
    /// If the index cannot be written.
    pub fn clear(&mut self) -> Result<(), IndexError> {
        self.engine.delete_all_documents().map_err(IndexError::from)?;
        Ok(())
    }

    /// Adds the passages of a document that is not in the index, in order from 1.
    ///
    /// # Errors
    /// If the index cannot be written.
    pub fn add(&mut self, id: DocumentId, passages: &[PassageTerms]) -> Result<(), IndexError> {
        let f = self.fields;
        self.added += passages.len() as u64;
        let documents = passages.iter().enumerate().map(|(i, passage)| {
            let mut d = TantivyDocument::default();
            d.add_u64(f.document, id.number());
            if i == 0 {
                d.add_u64(f.first, 1);
            }
            d.add_text(f.plain, &passage.plain);
            d.add_text(f.stem, &passage.stem);
            d.add_text(f.bound, &passage.bound);
            d.add_text(f.title, &passage.title);
            d.add_text(f.section, &passage.section);
            d.add_text(f.heading, &passage.heading);
            passage.key.iter().for_each(|k| d.add_text(f.key, k));
            d.add_text(f.author, &passage.author);
            passage.source.iter().for_each(|s| d.add_text(f.source, s));
            passage.programs.iter().for_each(|p| d.add_text(f.program, p));
            passage.entities.iter().for_each(|e| d.add_text(f.entity, e));
            passage.defined.iter().for_each(|t| d.add_text(f.defined, t));
            d.add_u64(f.kind, passage.kind.map_or(0, PassageKind::number));
            if let Some((first, last)) = passage.date {
                d.add_i64(f.date, first);
                d.add_i64(f.date_end, last);
            }
            UserOperation::Add(d)
        });
        // One batch always lands in one segment, in this order.
        self.engine.run(documents).map_err(IndexError::from)?;
        Ok(())
    }

    /// Takes a document out.
    pub fn remove(&mut self, id: DocumentId) {
        self.engine.delete_term(Term::from_field_u64(self.fields.document, id.number()));
    }

    /// Makes all changes visible at once, with `state` as what is known of the whole.
    ///
    /// # Errors
    /// If the index cannot be written; then nothing has changed.
    pub fn commit(&mut self, state: &State) -> Result<(), IndexError> {
        let payload = serde_json::to_string(state).expect("numbers and strings always serialize");
        let mut commit = self.engine.prepare_commit().map_err(IndexError::from)?;
        commit.set_payload(&payload);
        commit.commit().map_err(IndexError::from)?;
        Ok(())
    }

    /// Merges away deleted passages and too many segments, and removes files that nothing needs.
    /// Where a good part of the passages is new, all are merged: every query is the quicker for it,
    /// and the time does not show.
    ///
    /// # Errors
    /// If the index cannot be written; it then stays as the commit left it.
    pub fn tidy(mut self) -> Result<(), IndexError> {
        let segments = self.index.searchable_segment_metas().map_err(IndexError::from)?;
        let passages: u64 = segments.iter().map(|s| u64::from(s.num_docs())).sum();
        let much = segments.len() > 1 && self.added.saturating_mul(4) > passages;
        let all = much || segments.len() > Self::SEGMENTS;
        let ids: Vec<_> = segments
            .iter()
            .filter(|s| all || s.num_deleted_docs() > 0)
            .map(tantivy::SegmentMeta::id)
            .collect();
        // The engine keeps the files of a segment that somebody knows of.
        drop(segments);
        if !ids.is_empty() {
            self.engine.merge(&ids).wait().map_err(IndexError::from)?;
        }
        self.engine.garbage_collect_files().wait().map_err(IndexError::from)?;
        self.engine.wait_merging_threads().map_err(IndexError::from)
    }
}

/// Removes the engine's files; what cannot be removed is in nobody's way.
fn remove_index(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let stem = name.split('.').next().unwrap_or_default();
        let of_segment = stem.len() == 32 && stem.bytes().all(|b| b.is_ascii_hexdigit());
        if of_segment || name == "meta.json" || name == ".managed.json" {
            let _ = std::fs::remove_file(&path);
        }
    }
}
