//! Words that stand in another order.

use std::collections::HashMap;

use super::class::{Changed, Sides, join};
use super::edit::{Class, Edit, What};

/// So many differences may make up one change of order.
pub(super) const REACH: usize = 6;

/// With so many words between them, two differences are still one; beyond, each is of class order.
pub(super) const NEAR: usize = 12;

/// A single word has not moved but come and gone beyond this many words.
pub(super) const FAR: usize = 60;

/// Finds the differences of class `Word` that only put the same words in another order, and brings
/// those together that are near each other.
pub(super) fn moved(sides: &Sides<'_>, edits: Vec<Edit>) -> Vec<Edit> {
    let changed: Vec<Option<Changed<'_>>> = edits
        .iter()
        .map(|edit| matches!(edit.what, What::Difference(_)).then(|| sides.changed(edit)))
        .collect();
    let mut out: Vec<Edit> = Vec::with_capacity(edits.len());
    let mut at = 0;
    while at < edits.len() {
        match order_from(sides, &edits, &changed, at) {
            Some(last) => {
                let near =
                    edits[at..=last].windows(2).all(|w| between(sides, &w[0], &w[1]) <= NEAR);
                if near {
                    out.push(join(&edits[at], &edits[last], Class::Order));
                } else {
                    out.extend(edits[at..=last].iter().map(|edit| match edit.what {
                        What::Difference(_) => {
                            Edit { what: What::Difference(Class::Order), ..*edit }
                        }
                        _ => *edit,
                    }));
                }
                at = last + 1;
            }
            None => {
                out.push(edits[at]);
                at += 1;
            }
        }
    }
    out
}

/// The last of the differences from `at` on that together hold the same words on both sides.
fn order_from(
    sides: &Sides<'_>,
    edits: &[Edit],
    changed: &[Option<Changed<'_>>],
    at: usize,
) -> Option<usize> {
    let first = changed[at].as_ref()?;
    if first.quoted.is_empty() && first.source.is_empty() {
        return None;
    }
    let mut balance: HashMap<&str, isize> = HashMap::new();
    let (mut odd, mut words, mut gap, mut seen) = (0_usize, 0_usize, 0, 0);
    for last in at..edits.len().min(at + FAR) {
        if last > at {
            gap += between(sides, &edits[last - 1], &edits[last]);
        }
        if gap > FAR || matches!(edits[last].what, What::Declared(_)) {
            return None;
        }
        let Some(changed) = &changed[last] else { continue };
        seen += 1;
        if seen > REACH {
            return None;
        }
        for (side, by) in [(&changed.quoted, 1), (&changed.source, -1)] {
            words = words.max(side.len());
            for word in side {
                let count = balance.entry(word.folded.as_str()).or_default();
                odd -= usize::from(*count != 0);
                *count += by;
                odd += usize::from(*count != 0);
            }
        }
        if odd == 0 {
            let same = |a: &Changed<'_>| {
                a.quoted.iter().map(|w| &w.folded).eq(a.source.iter().map(|w| &w.folded))
            };
            let is_order = if last == at { !same(changed) } else { words > 1 || gap <= NEAR };
            return is_order.then_some(last);
        }
    }
    None
}

/// How many words stand between two edits, in the source.
fn between(sides: &Sides<'_>, a: &Edit, b: &Edit) -> usize {
    let gap = sides.source.text.get(a.source.end as usize..b.source.start as usize);
    gap.map_or(0, |gap| gap.split_whitespace().take(FAR + 1).count())
}
