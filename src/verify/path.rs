//! A way through quotation and source, word by word.
//!
//! Steps count *atoms*: the words, signs and declared edits of the quotation, the words and signs
//! of the source. Marks between them are compared when the way is known.

/// One step of a way; numbers are of atoms, ranges half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The same word, but for typography.
    Pair { quoted: u32, source: u32 },
    /// A word of the quotation that is two of the source, or two that are one, joined.
    Join { quoted: (u32, u32), source: (u32, u32) },
    /// Another word.
    Swap { quoted: u32, source: u32 },
    /// A word that only the quotation has.
    Extra { quoted: u32 },
    /// A word that only the source has.
    Missing { source: u32 },
    /// The mark of a footnote in the source.
    Note { source: u32 },
    /// Blocks of the source that interrupt its running text.
    Skip { source: (u32, u32) },
    /// An edit that the quotation declares, and the words of the source it stands for.
    Declared { quoted: u32, source: (u32, u32) },
}

/// The first atom of the source that steps touch, and the one behind the last.
pub(super) fn extent(steps: &[Step]) -> Option<(u32, u32)> {
    let of = |step: &Step| match *step {
        Step::Pair { source, .. }
        | Step::Swap { source, .. }
        | Step::Missing { source }
        | Step::Note { source } => Some((source, source + 1)),
        Step::Join { source, .. } | Step::Skip { source } | Step::Declared { source, .. } => {
            Some(source)
        }
        Step::Extra { .. } => None,
    };
    let ranges = steps.iter().filter_map(of);
    ranges.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// What steps cost. Steps that keep a quotation genuine cost next to nothing, so that no number of
/// them is dearer than one word of difference.
pub(super) mod cost {
    /// Another word in place of a word; a little more than a run of one, so that more words pair.
    pub const SWAP: u32 = 102_000;
    /// The same where both are numbers, or begin alike.
    pub const SWAP_ALIKE: u32 = 92_000;
    /// Added where the first or the last word is another: a stretch is what begins and ends as the
    /// quotation does, if there is one.
    pub const EDGE: u32 = 150_000;
    /// Added where it is one that only the quotation has: rather another word than none.
    pub const EDGE_EXTRA: u32 = 160_000;
    /// Beginning a run of words that one side has not.
    pub const OPEN: u32 = 50_000;
    /// Each word of the run.
    pub const EACH: u32 = 50_000;
    /// Beginning a long run of the source that is missing: sentences joined.
    pub const OPEN_LONG: u32 = 350_000;
    /// Each word of that.
    pub const EACH_LONG: u32 = 300;
    /// Two words that are one.
    pub const JOIN: u32 = 10;
    /// The mark of a footnote.
    pub const NOTE: u32 = 10;
    /// Blocks that interrupt.
    pub const SKIP: u32 = 40;
    /// An edit that the quotation declares.
    pub const DECLARED: u32 = 20;
    /// Each word that an ellipsis leaves out.
    pub const LEFT_OUT: u32 = 1;
    /// Each word that brackets stand for.
    pub const REPLACED: u32 = 30;
}

/// Brackets stand for at most so many words of the source.
pub(super) const MOST_REPLACED: u32 = 12;

/// All that a quotation leaves out must lie within a stretch of so many words more than it has.
pub const MOST_LEFT_OUT: u32 = 3000;
