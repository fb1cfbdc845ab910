//! The best passages: a total order, and at most so many of one document while others can fill
//! the list.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::{Count, Wanted};
use crate::document::DocumentId;
use crate::text::Span;

/// A passage that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Its document.
    pub document: DocumentId,
    /// Its number in the document, from 1.
    pub n: u32,
    /// Its score; higher is better.
    pub score: f32,
    /// What it is ordered by before its score; the smaller stands first.
    pub key: i64,
}

/// What a search of the index gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranking {
    /// The best passages, best first.
    pub found: Vec<Found>,
    /// How many passages matched.
    pub passages: u64,
    /// How many documents have a passage that matched.
    pub documents: u64,
    /// How many documents would have matched, had their works a date.
    pub undated_left_out: u64,
    /// Where dates decide the order: what matched and bears none.
    pub undated: Count,
    /// What was looked for, in the order of the query, with how many passages hold each.
    pub holding: Vec<Holding>,
    /// Where no passage does: how many documents hold everything.
    pub documents_with_all: Option<u64>,
}

/// Something looked for, and how common it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// As it was written.
    pub label: String,
    /// Where, in bytes of the query.
    pub asked: Span,
    /// How many passages hold it in their text.
    pub passages: u64,
    /// How many documents do.
    pub documents: u64,
}

/// Best first: smaller key, then higher score, then smaller id, then smaller number (law S1).
impl Eq for Found {}

impl Ord for Found {
    fn cmp(&self, other: &Self) -> Ordering {
        let places = (self.document, self.n).cmp(&(other.document, other.n));
        let scores = other.score.total_cmp(&self.score);
        self.key.cmp(&other.key).then(scores).then(places)
    }
}

impl PartialOrd for Found {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Keeps the best passages as they come, document by document.
#[derive(Debug)]
pub(super) struct Best {
    wanted: Wanted,
    /// The worst on top, so that it can be thrown out.
    best: BinaryHeap<Found>,
    /// Passages beyond their document's share; they fill the list if nothing else can.
    beyond: BinaryHeap<Found>,
    /// The passages of the document that is coming in.
    document: Vec<Found>,
}

impl Best {
    /// Keeps as many as are wanted.
    pub(super) fn new(wanted: Wanted) -> Best {
        Best { wanted, best: BinaryHeap::new(), beyond: BinaryHeap::new(), document: Vec::new() }
    }

    /// Whether a passage of this key and score could still enter the list.
    pub(super) fn could_enter(&self, key: i64, score: f32) -> bool {
        self.best.len() < self.wanted.limit
            || self
                .best
                .peek()
                .is_some_and(|worst| key < worst.key || key == worst.key && score >= worst.score)
    }

    /// Takes a passage of the document that is coming in.
    pub(super) fn push(&mut self, found: Found) {
        self.document.push(found);
    }

    /// Says that all passages of the document have come.
    pub(super) fn end_document(&mut self) {
        self.document.sort_unstable();
        for (i, found) in self.document.drain(..).enumerate() {
            let heap =
                if i < self.wanted.per_document.max(1) { &mut self.best } else { &mut self.beyond };
            heap.push(found);
            if heap.len() > self.wanted.limit {
                heap.pop();
            }
        }
    }

    /// The list, best first; what fills it up beyond a document's share stands behind the rest, so
    /// that a longer list begins with the shorter one and pages fit together.
    pub(super) fn finish(self) -> Vec<Found> {
        let mut list = self.best.into_sorted_vec();
        let room = if self.wanted.strict { 0 } else { self.wanted.limit - list.len() };
        list.extend(self.beyond.into_sorted_vec().into_iter().take(room));
        list
    }
}
