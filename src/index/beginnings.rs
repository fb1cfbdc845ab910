//! Where the documents of a segment begin: their passages lie next to each other, in order.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use super::IndexError;
use super::schema::Fields;

/// The first passage of each document of a segment, rising.
pub(super) struct Beginnings {
    firsts: Vec<u32>,
}

impl Beginnings {
    pub(super) fn open(segment: &SegmentReader, fields: &Fields) -> Result<Self, IndexError> {
        let term = Term::from_field_u64(fields.first, 1);
        let index = segment.inverted_index(fields.first)?;
        let mut firsts = Vec::new();
        if let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? {
            firsts.reserve(postings.doc_freq() as usize);
            while postings.doc() != TERMINATED {
                firsts.push(postings.doc());
                postings.advance();
            }
        }
        Ok(Beginnings { firsts })
    }

    /// The first passage of the document that `passage` belongs to.
    pub(super) fn first(&self, passage: u32) -> u32 {
        let after = self.firsts.partition_point(|first| *first <= passage);
        after.checked_sub(1).map_or(0, |i| self.firsts[i])
    }

    /// The number of a passage in its document, from 1.
    pub(super) fn number(&self, passage: u32) -> u32 {
        passage - self.first(passage) + 1
    }

    /// How many documents the segment holds, the deleted ones too; never none.
    pub(super) fn documents_in_all(&self) -> usize {
        self.firsts.len().max(1)
    }

    /// The passages of the document that `passage` belongs to, of a segment of `len` passages.
    pub(super) fn document_of(&self, passage: u32, len: u32) -> std::ops::Range<u32> {
        let after = self.firsts.partition_point(|first| *first <= passage);
        let first = after.checked_sub(1).map_or(0, |i| self.firsts[i]);
        first..self.firsts.get(after).copied().unwrap_or(len)
    }

    /// Goes through passages that rise.
    pub(super) fn walk(&self) -> Walk<'_> {
        Walk { firsts: &self.firsts, at: 0 }
    }

    /// How many documents the rising `passages` belong to.
    pub(super) fn documents(&self, passages: impl Iterator<Item = u32>) -> u64 {
        let mut walk = self.walk();
        let mut last = None;
        let mut documents = 0;
        for passage in passages {
            let first = Some(walk.first(passage));
            documents += u64::from(first != last);
            last = first;
        }
        documents
    }
}

/// A walk through passages that rise.
pub(super) struct Walk<'a> {
    firsts: &'a [u32],
    at: usize,
}

impl Walk<'_> {
    /// The first passage of the document that `passage` belongs to; `passage` never falls.
    pub(super) fn first(&mut self, passage: u32) -> u32 {
        let document = self.document(passage);
        self.firsts.get(document).copied().unwrap_or(0)
    }

    /// The number of the document in the segment, from 0; `passage` never falls.
    pub(super) fn document(&mut self, passage: u32) -> usize {
        while self.firsts.get(self.at + 1).is_some_and(|next| *next <= passage) {
            self.at += 1;
        }
        self.at
    }
}
