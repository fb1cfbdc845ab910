//! Words that moved over the edge of the stretch that a quotation lies on.
//!
//! An aligner lets the source begin and end where it costs least: of `the sponsor`, quoted as
//! `sponsor the`, it sees an insertion and leaves the source's second word outside. What the
//! quotation has too much and the source has right behind the edge is one change of order.

use std::collections::HashMap;

use super::alignment::Alignment;
use super::class::{Sides, has_words};
use super::edit::{Class, Edit, What};
use super::moved::{FAR, NEAR, REACH};
use super::reading::{Word, boundary, words};
use crate::text::Span;

/// At most so many words are taken in.
const MOST: usize = 12;

/// A single word is taken in only if so few words lie between: beyond, that it stands there is chance.
const BESIDE: usize = 2;

/// Bytes that a word and the space behind it may take.
const A_WORD: usize = 40;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Begin,
    End,
}

/// The alignment with the words taken in that the quotation has elsewhere; `None` where there are none.
pub(super) fn widened(sides: &Sides<'_>, alignment: &Alignment) -> Option<Alignment> {
    let mut wider = alignment.clone();
    let mut found = false;
    for edge in [Edge::Begin, Edge::End] {
        if let Some(beyond) = moved_over(sides, alignment, edge) {
            found = true;
            take_in(sides, &mut wider, beyond, edge);
        }
    }
    found.then_some(wider)
}

/// The stretch beyond the edge that holds just what the differences next to the edge have too much.
fn moved_over(sides: &Sides<'_>, alignment: &Alignment, edge: Edge) -> Option<Span> {
    let differs = |edit: &&Edit| !matches!(edit.what, What::Fold(_));
    let mut edits: Vec<&Edit> = alignment.edits.iter().filter(differs).collect();
    if edge == Edge::End {
        edits.reverse();
    }
    let mut balance: HashMap<String, isize> = HashMap::new();
    for edit in edits.into_iter().take(REACH) {
        if matches!(edit.what, What::Declared(_)) {
            return None;
        }
        let changed = sides.changed(edit);
        for (side, by) in [(&changed.quoted, 1), (&changed.source, -1)] {
            for word in side {
                *balance.entry(word.folded.clone()).or_default() += by;
            }
        }
        balance.retain(|_, count| *count != 0);
        let gap = match edge {
            Edge::Begin => alignment.source.start..edit.source.start,
            Edge::End => edit.source.end..alignment.source.end,
        };
        let gap = sides.source.text.get(gap.start as usize..gap.end as usize)?;
        let gap = gap.split_whitespace().take(FAR + 1).count();
        let count = balance.values().sum::<isize>().unsigned_abs();
        let reach = match count {
            1 => BESIDE,
            2 => NEAR,
            _ => FAR,
        };
        if gap > FAR {
            return None;
        }
        let surplus = balance.values().all(|count| *count > 0);
        if !surplus || !(1..=MOST).contains(&count) || gap > reach {
            continue;
        }
        if let Some(beyond) = beyond(sides.source.text, alignment.source, count, edge)
            && holds(sides.source.text, beyond, &balance)
        {
            return Some(beyond);
        }
    }
    None
}

/// So many words before or behind a stretch, on the same line.
fn beyond(text: &str, stretch: Span, count: usize, edge: Edge) -> Option<Span> {
    let room = A_WORD * (count + 1);
    match edge {
        Edge::Begin => {
            let end = stretch.range().start;
            let from = boundary(text, end.saturating_sub(room)).min(end);
            let from = text[from..end].rfind('\n').map_or(from, |at| from + at + 1);
            let found = words(text, from..end);
            let first: &Word<'_> = found.get(found.len().checked_sub(count)?)?;
            // The first may be cut by the room.
            (first.span.start > from || from == 0 || text[..from].ends_with('\n'))
                .then(|| Span::new(first.span.start, end))
        }
        Edge::End => {
            let start = stretch.range().end;
            let to = boundary(text, start + room).max(start);
            let to = text[start..to].find('\n').map_or(to, |at| start + at);
            let found = words(text, start..to);
            let last = found.get(count.checked_sub(1)?)?;
            (last.span.end < to || !text[to..].starts_with(char::is_alphanumeric))
                .then(|| Span::new(start, last.span.end))
        }
    }
}

fn holds(text: &str, span: Span, wanted: &HashMap<String, isize>) -> bool {
    let mut counts: HashMap<String, isize> = HashMap::new();
    for word in words(text, span.range()) {
        *counts.entry(word.folded).or_default() += 1;
    }
    counts == *wanted
}

/// Takes a stretch in, together with the difference at the edge if no word parts them.
fn take_in(sides: &Sides<'_>, alignment: &mut Alignment, beyond: Span, edge: Edge) {
    let at = match edge {
        Edge::Begin => Span { end: alignment.quoted.start, ..alignment.quoted },
        Edge::End => Span { start: alignment.quoted.end, ..alignment.quoted },
    };
    let mut taken = Edit { quoted: at, source: beyond, what: What::Difference(Class::Word) };
    let is_difference = |edit: &Edit| matches!(edit.what, What::Difference(_));
    let edits = &mut alignment.edits;
    let next = match edge {
        Edge::Begin => edits.iter().position(is_difference),
        Edge::End => edits.iter().rposition(is_difference),
    };
    let apart = |edit: &Edit| {
        let (quoted, source) = match edge {
            Edge::Begin => (at.end..edit.quoted.start, beyond.end..edit.source.start),
            Edge::End => (edit.quoted.end..at.start, edit.source.end..beyond.start),
        };
        let said = |text: &str, range: std::ops::Range<u32>| {
            text.get(range.start as usize..range.end as usize).is_none_or(has_words)
        };
        said(sides.quoted.text, quoted) || said(sides.source.text, source)
    };
    let next = next.filter(|next| !apart(&edits[*next]));
    match edge {
        Edge::Begin => {
            if let Some(next) = next {
                taken.quoted = taken.quoted.join(edits[next].quoted);
                taken.source = taken.source.join(edits[next].source);
                edits.drain(..=next);
            }
            edits.insert(0, taken);
            alignment.source.start = beyond.start;
        }
        Edge::End => {
            if let Some(next) = next {
                taken.quoted = edits[next].quoted.join(taken.quoted);
                taken.source = edits[next].source.join(taken.source);
                edits.truncate(next);
            }
            edits.push(taken);
            alignment.source.end = beyond.end;
        }
    }
}
