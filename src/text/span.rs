//! A half-open byte range of a text. It knows nothing of what the text means.

use serde::{Deserialize, Serialize};

/// A half-open range `start..end` of bytes, both on character boundaries of the text it belongs to.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Makes a span; a reversed range becomes the empty span at `start`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: offset(start), end: offset(end.max(start)) }
    }

    /// Number of bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The range as `usize`, for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text the span covers, or `None` where it does not lie on character boundaries of `text`.
    pub fn slice(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }

    /// Whether every byte of `other` lies in this span.
    pub fn holds(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The span moved right by `by` bytes.
    pub fn shifted(self, by: u32) -> Span {
        Span { start: self.start + by, end: self.end + by }
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A byte offset as stored. Readers refuse documents of 4 GiB and more, so it always fits.
pub fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("a document is under 4 GiB: the reader refuses longer ones")
}
