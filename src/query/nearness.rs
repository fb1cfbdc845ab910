//! How two things stand to each other in a text: within so many words, in one sentence, in one
//! paragraph; in either order or in this one.
//!
//! It knows positions of words and where sentences and paragraphs begin, and nothing of words or
//! of an index. Whoever finds the places of the two things, in postings or in a text, asks here
//! which of them are near each other.
//!
//! ```
//! use pincite::query::nearness::{Extent, Nearness, Reach};
//! use pincite::text::Bounds;
//!
//! let at = |first, last| Extent { first, last };
//! let near = Nearness { reach: Reach::Words(2), ordered: false, negated: false };
//! let (left, right) = ([at(0, 0), at(9, 9)], [at(2, 3)]);
//! assert_eq!(near.kept(&left, &right, &Bounds::default()), [at(0, 0)]);
//! assert_eq!(near.joined(&left, &right, &Bounds::default()), [at(0, 3)]);
//! ```

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use crate::text::Bounds;

/// The farthest that words can be asked for within.
pub const FARTHEST: u32 = 1000;

/// How two things have to stand to each other. Things that share a word are not near each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Nearness {
    /// How far apart they may be.
    pub reach: Reach,
    /// Whether the first has to stand before the second.
    pub ordered: bool,
    /// Whether the first is looked for where no second is near it.
    pub negated: bool,
}

/// How far apart two things may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// From the last word of one to the first of the other are at most so many steps; neighbours
    /// are one step apart.
    Words(u32),
    /// Both lie whole in one sentence.
    Sentence,
    /// Both lie whole in one paragraph.
    Paragraph,
}

/// The words of a text that something stands on, by their positions; both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Extent {
    /// Position of its first word.
    pub first: u32,
    /// Position of its last word, never before the first.
    pub last: u32,
}

impl Extent {
    /// The smallest extent that holds both.
    pub fn join(self, other: Extent) -> Extent {
        Extent { first: self.first.min(other.first), last: self.last.max(other.last) }
    }
}

impl Nearness {
    /// More extents of one pattern than this are not followed in one passage. An ordinary passage
    /// has no more pairs of words than this; a broken file may hold one sentence of megabytes.
    pub const MOST_EXTENTS: usize = 1 << 15;

    /// The extents of `left` that have one of `right` near them; negated: those that have none.
    /// Both lists rise.
    pub fn kept(&self, left: &[Extent], right: &[Extent], bounds: &Bounds) -> Vec<Extent> {
        self.each_kept(left, right, bounds).collect()
    }

    /// How many extents [`Self::kept`] would give.
    pub fn count(&self, left: &[Extent], right: &[Extent], bounds: &Bounds) -> usize {
        let single = |extent: &Extent| extent.first == extent.last;
        match left.iter().chain(right).all(single) {
            true => self.count_words(left, right, self.starts(bounds)),
            false => self.each_kept(left, right, bounds).count(),
        }
    }

    /// [`Self::count`] of single words: what is near a word rises with it, so one walk through both
    /// lists is enough.
    fn count_words(&self, left: &[Extent], right: &[Extent], starts: Option<&[u32]>) -> usize {
        let (mut count, mut at, mut number) = (0, 0, 0);
        for word in left.iter().map(|extent| extent.first) {
            let (lowest, highest) = match (self.reach, starts) {
                (Reach::Words(n), _) => (word.saturating_sub(n), word.saturating_add(n)),
                (_, starts) => {
                    let starts = starts.unwrap_or_default();
                    while starts.get(number).is_some_and(|start| *start <= word) {
                        number += 1;
                    }
                    let start = number.checked_sub(1).map_or(0, |before| starts[before]);
                    (start, starts.get(number).map_or(u32::MAX, |next| next - 1))
                }
            };
            let lowest = if self.ordered { word.saturating_add(1) } else { lowest };
            while right.get(at).is_some_and(|other| other.first < lowest) {
                at += 1;
            }
            let itself = usize::from(right.get(at).is_some_and(|other| other.first == word));
            let near = right.get(at + itself).is_some_and(|other| other.first <= highest);
            count += usize::from(near != self.negated);
        }
        count
    }

    fn each_kept<'a>(
        &'a self,
        left: &'a [Extent],
        right: &'a [Extent],
        bounds: &'a Bounds,
    ) -> impl Iterator<Item = Extent> + 'a {
        let starts = self.starts(bounds);
        let partners = Partners::of(right, starts);
        let near = move |extent: &Extent| {
            let places = partners.near(self, *extent, starts);
            places.is_some_and(|p| !p.after.is_empty() || !p.before.is_empty()) != self.negated
        };
        left.iter().copied().filter(near)
    }

    /// What both together stand on, for each two that are near each other, rising; negated: what
    /// the first alone stands on. At most [`Self::MOST_EXTENTS`].
    pub fn joined(&self, left: &[Extent], right: &[Extent], bounds: &Bounds) -> Vec<Extent> {
        if self.negated {
            return self.kept(left, right, bounds);
        }
        let mut joined = Vec::new();
        self.each_pair(left, right, bounds, |a, b| {
            joined.push(a.join(b));
            joined.len() < Self::MOST_EXTENTS
        });
        joined.sort_unstable();
        joined.dedup();
        joined
    }

    /// Calls `found` with each two that are near each other, until it says that this is enough.
    /// Negation is not looked at.
    pub fn each_pair(
        &self,
        left: &[Extent],
        right: &[Extent],
        bounds: &Bounds,
        mut found: impl FnMut(Extent, Extent) -> bool,
    ) {
        let starts = self.starts(bounds);
        let partners = Partners::of(right, starts);
        for extent in left {
            let Some(places) = partners.near(self, *extent, starts) else { continue };
            let after = partners.by_first[places.after].iter();
            let before = partners.by_last()[places.before].iter();
            for other in after.chain(before) {
                if !found(*extent, *other) {
                    return;
                }
            }
        }
    }

    fn starts<'b>(&self, bounds: &'b Bounds) -> Option<&'b [u32]> {
        match self.reach {
            Reach::Words(_) => None,
            Reach::Sentence => Some(&bounds.sentences),
            Reach::Paragraph => Some(&bounds.paragraphs),
        }
    }
}

/// The unit, of those that begin at `starts`, that an extent lies whole in: its first position and
/// the one after its last.
fn unit(starts: &[u32], extent: Extent) -> Option<Range<u32>> {
    let number = starts.partition_point(|start| *start <= extent.first);
    let end = starts.get(number).copied().unwrap_or(u32::MAX);
    let start = number.checked_sub(1).map_or(0, |before| starts[before]);
    (extent.last < end).then_some(start..end)
}

/// The extents of one side, to look up those near an extent of the other.
struct Partners<'a> {
    by_first: Cow<'a, [Extent]>,
    /// `None` where it is the same order.
    by_last: Option<Vec<Extent>>,
}

/// Which of [`Partners`] are near: in `by_first` those after, in `by_last` those before.
struct Near {
    after: Range<usize>,
    before: Range<usize>,
}

impl<'a> Partners<'a> {
    /// Those that lie in one unit, where units count: then one that begins in a unit ends in it.
    fn of(extents: &'a [Extent], starts: Option<&[u32]>) -> Partners<'a> {
        let whole = |e: &Extent| {
            e.first == e.last || starts.is_none_or(|starts| unit(starts, *e).is_some())
        };
        let by_first = match extents.iter().all(whole) {
            true => Cow::Borrowed(extents),
            false => extents.iter().copied().filter(whole).collect(),
        };
        let by_last = (!by_first.is_sorted_by_key(|e| e.last)).then(|| {
            let mut by_last = by_first.to_vec();
            by_last.sort_unstable_by_key(|e| (e.last, e.first));
            by_last
        });
        Partners { by_first, by_last }
    }

    fn by_last(&self) -> &[Extent] {
        self.by_last.as_deref().unwrap_or(&self.by_first)
    }

    fn near(&self, how: &Nearness, extent: Extent, starts: Option<&[u32]>) -> Option<Near> {
        let (lowest, highest) = match (how.reach, starts) {
            (Reach::Words(n), _) => (extent.first.saturating_sub(n), extent.last.saturating_add(n)),
            (_, Some(starts)) => {
                let unit = unit(starts, extent)?;
                (unit.start, unit.end - 1)
            }
            (_, None) => return None,
        };
        let from = self.by_first.partition_point(|e| e.first <= extent.last);
        let to = from + self.by_first[from..].partition_point(|e| e.first <= highest);
        let before = if how.ordered {
            0..0
        } else {
            let by_last = self.by_last();
            let to = by_last.partition_point(|e| e.last < extent.first);
            by_last[..to].partition_point(|e| e.last < lowest)..to
        };
        Some(Near { after: from..to, before })
    }
}

/// A sign read as a nearness, before its number is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    pub(super) nearness: Nearness,
    /// Whether it is a letter with a number (`n/5`, `p/5`), which may be meant as words.
    pub(super) is_letter: bool,
}

/// Reads `w/8`, `near/8`, `/8`, `pre/8`, `onear/8`, `adj/8`, `/s`, `w/p`, `near8`, `/n8/`, in any
/// case.
pub(super) fn sign(run: &str) -> Option<Sign> {
    if run.len() > 16 || !run.is_ascii() {
        return None;
    }
    let run = run.to_ascii_lowercase();
    let plain = |reach, ordered, is_letter| {
        Some(Sign { nearness: Nearness { reach, ordered, negated: false }, is_letter })
    };
    let Some((head, rest)) = run.split_once('/') else {
        let word = run.trim_end_matches(|c: char| c.is_ascii_digit());
        let reach = number(&run[word.len()..])?;
        return match word {
            "near" => plain(reach, false, false),
            "onear" => plain(reach, true, false),
            "adj" => plain(reach, true, false),
            _ => None,
        };
    };
    if let Some(inner) = rest.strip_suffix('/').filter(|_| head.is_empty()) {
        return plain(number(inner.strip_prefix('n')?)?, false, false);
    }
    let unit = match rest {
        "s" | "sent" | "sentence" => Some(Reach::Sentence),
        "p" | "para" | "paragraph" => Some(Reach::Paragraph),
        _ => None,
    };
    match (head, unit) {
        ("" | "w" | "within", Some(reach)) => plain(reach, false, false),
        ("pre", Some(reach)) => plain(reach, true, false),
        ("" | "within" | "near", None) => plain(number(rest)?, false, false),
        ("w", None) => plain(number(rest)?, false, false),
        ("pre" | "onear", None) => plain(number(rest)?, true, false),
        ("adj", None) => plain(number(rest)?, true, false),
        ("n", None) => plain(number(rest)?, false, true),
        ("p", None) => plain(number(rest)?, true, true),
        _ => None,
    }
}

fn number(digits: &str) -> Option<Reach> {
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| Reach::Words(digits.parse().unwrap_or(u32::MAX)))
}

impl fmt::Display for Nearness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.negated { "not " } else { "" })?;
        match (self.reach, self.ordered) {
            (Reach::Words(n), false) => write!(f, "w/{n}"),
            (Reach::Words(n), true) => write!(f, "pre/{n}"),
            (Reach::Sentence, false) => f.write_str("/s"),
            (Reach::Sentence, true) => f.write_str("pre/s"),
            (Reach::Paragraph, false) => f.write_str("/p"),
            (Reach::Paragraph, true) => f.write_str("pre/p"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Extent, Nearness, sign};
    use crate::text::Bounds;

    fn at(first: u32, last: u32) -> Extent {
        Extent { first, last }
    }

    fn how(text: &str) -> Nearness {
        match text.strip_prefix("not ") {
            Some(rest) => Nearness { negated: true, ..how(rest) },
            None => sign(text).unwrap().nearness,
        }
    }

    #[test]
    fn words_are_counted_from_the_nearest_ends() {
        let (left, right) = ([at(0, 1), at(10, 11)], [at(4, 6), at(13, 13)]);
        let bounds = Bounds::default();
        assert_eq!(how("w/2").joined(&left, &right, &bounds), [at(10, 13)]);
        assert_eq!(how("w/3").joined(&left, &right, &bounds), [at(0, 6), at(10, 13)]);
        assert_eq!(how("w/4").joined(&left, &right, &bounds), [at(0, 6), at(4, 11), at(10, 13)]);
        assert_eq!(how("pre/4").joined(&left, &right, &bounds), [at(0, 6), at(10, 13)]);
        assert_eq!(how("not w/2").kept(&left, &right, &bounds), [at(0, 1)]);
        assert_eq!(how("not w/2").count(&left, &right, &bounds), 1);
        assert_eq!(how("w/9").joined(&[at(3, 5)], &[at(5, 6), at(3, 3)], &bounds), []);
    }

    #[test]
    fn both_lie_in_one_sentence_or_paragraph() {
        let bounds = Bounds { sentences: vec![5, 9, 20], paragraphs: vec![9] };
        let (left, right) = ([at(3, 3), at(8, 9), at(12, 12)], [at(4, 5), at(6, 6), at(19, 19)]);
        assert_eq!(how("/s").joined(&left, &right, &bounds), [at(12, 19)]);
        assert_eq!(how("/p").joined(&left, &right, &bounds), [at(3, 5), at(3, 6), at(12, 19)]);
        assert_eq!(how("pre/p").joined(&right, &left, &bounds), []);
        assert_eq!(how("not /s").kept(&left, &right, &bounds), [at(3, 3), at(8, 9)]);
    }

    #[test]
    fn single_words_are_counted_as_any_extents_are() {
        let bounds = Bounds { sentences: vec![2, 5, 9], paragraphs: vec![5] };
        let words = |bits: u32| -> Vec<Extent> {
            (0..12).filter(|word| bits >> word & 1 == 1).map(|word| at(word, word)).collect()
        };
        for text in ["w/1", "w/3", "pre/1", "pre/4", "/s", "/p", "pre/s", "not w/2", "not pre/s"] {
            for bits in 0..1 << 12 {
                let (left, right) = (words(bits), words(bits.wrapping_mul(0x9e5) >> 3));
                let kept = how(text).kept(&left, &right, &bounds);
                assert_eq!(how(text).count(&left, &right, &bounds), kept.len(), "{text} {bits:b}");
            }
        }
    }

    #[test]
    fn signs_print_as_they_read() {
        for text in ["w/8", "pre/8", "/s", "/p", "pre/s", "pre/p"] {
            assert_eq!(how(text).to_string(), text);
        }
        for (text, meant) in [
            ("NEAR/3", "w/3"),
            ("/3", "w/3"),
            ("within/3", "w/3"),
            ("near3", "w/3"),
            ("/N3/", "w/3"),
            ("ONEAR/3", "pre/3"),
            ("ADJ/3", "pre/3"),
            ("adj3", "pre/3"),
            ("w/sent", "/s"),
            ("W/P", "/p"),
        ] {
            assert_eq!(how(text).to_string(), meant, "{text}");
        }
        for text in ["w/o", "near", "24/7", "and/or", "/", "/f5/", "w/", "AC/DC", "near/s"] {
            assert_eq!(sign(text), None, "{text}");
        }
    }
}
