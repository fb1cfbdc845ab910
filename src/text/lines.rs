//! Where the lines of a file begin.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::span::{Span, offset};

/// The file offsets at which lines begin; line numbers start at 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// An index of a text that is one line.
    pub fn one_line() -> LineIndex {
        LineIndex { starts: vec![0] }
    }

    /// Indexes the line ends (`\n`, `\r\n`, a lone `\r`) of `bytes`.
    pub fn new(bytes: &[u8]) -> LineIndex {
        let ends = bytes.iter().enumerate().filter(|&(i, b)| {
            *b == b'\n' || (*b == b'\r' && bytes.get(i + 1).is_some_and(|next| *next != b'\n'))
        });
        LineIndex { starts: std::iter::once(0).chain(ends.map(|(i, _)| offset(i + 1))).collect() }
    }

    /// An index from line starts that somebody else found; the first must be 0 and they must rise.
    pub fn from_starts(starts: Vec<u32>) -> Option<LineIndex> {
        let sound = starts.first() == Some(&0) && starts.windows(2).all(|w| w[0] < w[1]);
        sound.then_some(LineIndex { starts })
    }

    /// The line that holds the byte at `at`, from 1.
    pub fn line(&self, at: u32) -> u32 {
        offset(self.starts.partition_point(|s| *s <= at)).max(1)
    }

    /// First and last line of `span`, inclusive.
    pub fn lines(&self, span: Span) -> (u32, u32) {
        (self.line(span.start), self.line(span.end.max(span.start + 1) - 1))
    }
}

/// Written as the lengths of the lines, which are small numbers.
impl Serialize for LineIndex {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.starts.windows(2).map(|w| w[1] - w[0]))
    }
}

impl<'de> Deserialize<'de> for LineIndex {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut starts = vec![0u32];
        for length in Vec::<u32>::deserialize(from)? {
            let next = starts.last().and_then(|last| last.checked_add(length));
            starts.push(next.ok_or_else(|| serde::de::Error::custom("lines beyond 4 GiB"))?);
        }
        Ok(LineIndex { starts })
    }
}
