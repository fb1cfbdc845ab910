//! How decoded text lies in the bytes of the file: byte order marks, other encodings than UTF-8,
//! and the escapes of a JSON string.

use serde::{Deserialize, Serialize};

use super::span::{Span, offset};

/// A stretch in which every `decoded` bytes of text came from `file` bytes of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stretch {
    start: u32,
    file_start: u32,
    decoded: u8,
    file: u8,
}

/// The way from an offset in decoded text to an offset in the file. Empty: they are the same.
///
/// Stretches rise in the decoded text; in the file they need not (the fields of a JSON record come
/// in any order).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    stretches: Vec<Stretch>,
}

impl Origin {
    /// Says that the decoded text from `decoded_start` on came from the file at `file_start`, in
    /// units of `decoded` bytes for `file` bytes, until the next call says otherwise.
    pub fn push(&mut self, decoded_start: usize, file_start: usize, decoded: u8, file: u8) {
        let (start, file_start) = (offset(decoded_start), offset(file_start));
        if let Some(last) = self.stretches.last() {
            let units = (start - last.start) / u32::from(last.decoded);
            if (last.decoded, last.file) == (decoded, file)
                && last.start + units * u32::from(decoded) == start
                && last.file_start + units * u32::from(file) == file_start
            {
                return;
            }
        }
        self.stretches.push(Stretch { start, file_start, decoded, file });
    }

    /// The bytes of the file that gave `span` of the decoded text.
    pub fn file_span(&self, span: Span) -> Span {
        if self.stretches.is_empty() {
            return span;
        }
        let start = self.unit(span.start).0;
        let end = if span.is_empty() { start } else { self.unit(span.end - 1).1 };
        // Fields of one record may stand in another order in the file than in the text.
        Span { start: start.min(end), end: end.max(start) }
    }

    /// File range of the unit that holds the byte at `at`.
    fn unit(&self, at: u32) -> (u32, u32) {
        let i = self.stretches.partition_point(|s| s.start <= at);
        let Some(s) = i.checked_sub(1).and_then(|i| self.stretches.get(i)) else {
            return (at, at + 1);
        };
        let units = (at - s.start) / u32::from(s.decoded.max(1));
        let start = s.file_start.saturating_add(units.saturating_mul(u32::from(s.file)));
        (start, start.saturating_add(u32::from(s.file)))
    }
}
