//! Sentences that the quotation joins although they are apart in the source.

use super::class::{Changed, Sides, join};
use super::edit::{Class, Edit, What};
use super::reading::Word;

/// With so few words between them two omissions may be one: an aligner finds a chance `of` or `the`
/// in what is left out.
const CHANCE: usize = 3;

/// So many edits are looked at for one omission.
const REACH: usize = 12;

/// Words of the quotation that stand elsewhere near by in the document were put in from there, if
/// there are this many.
const BORROWED: usize = 6;

/// A whole sentence of the quotation that stands near by was put in, if it has this many.
const BORROWED_SENTENCE: usize = 4;

/// Brings omissions together that only chance words part, where a sentence ends within them.
pub(super) fn stitched(sides: &Sides<'_>, edits: Vec<Edit>) -> Vec<Edit> {
    let mut out: Vec<Edit> = Vec::with_capacity(edits.len());
    let mut at = 0;
    while at < edits.len() {
        let last = omissions_from(sides, &edits, at);
        let whole = join(&edits[at], &edits[last], Class::Stitched);
        if last > at && is_stitched(sides, &sides.changed(&whole)) {
            out.push(whole);
            at = last + 1;
        } else {
            out.push(edits[at]);
            at += 1;
        }
    }
    out
}

/// The last of the omissions from `at` on that only chance words part.
fn omissions_from(sides: &Sides<'_>, edits: &[Edit], at: usize) -> usize {
    let omits = |edit: &Edit| {
        edit.what == What::Difference(Class::Word) && edit.source.len() > 2 * edit.quoted.len()
    };
    let mut last = at;
    if !omits(&edits[at]) {
        return at;
    }
    for (i, edit) in edits.iter().enumerate().skip(at + 1).take(REACH) {
        match edit.what {
            What::Declared(_) => break,
            What::Fold(_) => continue,
            What::Difference(_) => {}
        }
        let gap = &sides.source.text[edits[last].source.end as usize..edit.source.start as usize];
        if !omits(edit) || gap.split_whitespace().count() > CHANCE {
            break;
        }
        last = i;
    }
    last
}

/// Whether the words changed join two sentences: the source has more of them and a sentence ends
/// between the first and the last that it has more, or they are a sentence; or the quotation has a
/// stretch that stands elsewhere in the document.
pub(super) fn is_stitched(sides: &Sides<'_>, changed: &Changed<'_>) -> bool {
    let (Some(first), Some(last)) = (changed.source.first(), changed.source.last()) else {
        return is_borrowed(sides, &changed.quoted);
    };
    let source = &sides.source;
    let joins = source.begins_between(first.span.start, last.span.start)
        || changed.quoted.is_empty()
            && source.begins_at(first.span.start)
            && source.ends_at(last.span.end);
    joins && changed.source.len() > 2 * changed.quoted.len() || is_borrowed(sides, &changed.quoted)
}

fn is_borrowed(sides: &Sides<'_>, words: &[Word<'_>]) -> bool {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let stretch = &sides.quoted.text[first.span.start..last.span.end];
    let whole = || {
        words.len() >= BORROWED_SENTENCE
            && sides.quoted.begins_at(first.span.start)
            && sides.quoted.ends_at(last.span.end)
    };
    (words.len() >= BORROWED || whole()) && sides.source.near().contains(stretch)
}
