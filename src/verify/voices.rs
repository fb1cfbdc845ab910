//! Whether all that a quotation gives is said by one, and whether by whom it is asked for.

use super::alignment::Alignment;
use super::caution::Caution;
use super::edit::{Declared, Fold, What};
use super::finding::{QuotedIn, Standing};
use super::speaker::{enclosing, label, speaker};
use crate::document::Document;
use crate::store::Stored;
use crate::text::{Span, tokens};

/// So many paragraphs of a quotation are looked at for who speaks.
const PARAGRAPHS: usize = 64;

/// Whether parts of the quotation are said by two: two works of one page, two speakers of a
/// transcript, with an ellipsis between or none; where an ellipsis parts them also one inside a
/// quotation of the source and one outside, or two that are quoted from different people.
pub(super) fn two_speakers(stored: &Stored, alignment: &Alignment) -> Option<Caution> {
    let pieces = pieces(alignment);
    let parts = paragraphs(&stored.document, &pieces);
    let (first, later) = parts.split_first()?;
    let apart = later.iter().find_map(|part| are_apart(stored, *first, *part));
    apart.or_else(|| {
        let (first, later) = pieces.split_first()?;
        later.iter().find_map(|piece| are_quoted_apart(&stored.document.text, *first, *piece))
    })
}

/// The stretches of the source between ellipses and whatever interrupts it.
fn pieces(alignment: &Alignment) -> Vec<Span> {
    let mut start = alignment.source.start;
    let mut found = Vec::new();
    let is_gap =
        |what| matches!(what, What::Declared(Declared::Ellipsis) | What::Fold(Fold::Interruption));
    for gap in alignment.edits.iter().filter(|e| is_gap(e.what) && !e.source.is_empty()) {
        found.push(Span { start, end: gap.source.start.max(start) });
        start = gap.source.end;
    }
    found.push(Span { start, end: alignment.source.end.max(start) });
    found.retain(|piece| !piece.is_empty());
    found
}

/// The pieces, cut where blocks of the document end.
fn paragraphs(document: &Document, pieces: &[Span]) -> Vec<Span> {
    let of = |piece: &Span| {
        let piece = *piece;
        let first = document.blocks.partition_point(|block| block.span.end <= piece.start);
        let inside = document.blocks[first..].iter();
        let inside = inside.take_while(move |block| block.span.start < piece.end);
        inside.map(move |block| Span {
            start: block.span.start.max(piece.start),
            end: block.span.end.min(piece.end),
        })
    };
    pieces.iter().flat_map(of).filter(|part| !part.is_empty()).take(PARAGRAPHS).collect()
}

/// Whether two parts are of two works, or of two speakers of a transcript.
fn are_apart(stored: &Stored, a: Span, b: Span) -> Option<Caution> {
    let document = &stored.document;
    let work = |span: Span| document.block_at(span.start).map(|block| usize::from(block.work));
    if work(a) != work(b) {
        let name = |span| {
            let work = stored.works.get(work(span)?)?;
            work.authors.first().map(|author| author.name.clone()).or_else(|| work.title.clone())
        };
        return Some(Caution::TwoSpeakers { first: name(a), second: name(b) });
    }
    let first = label(document, a.start)?;
    let second = label(document, b.start).filter(|second| *second != first)?;
    let (first, second) = (Some(first.to_owned()), Some(second.to_owned()));
    Some(Caution::TwoSpeakers { first, second })
}

/// Whether one piece stands inside a quotation and one outside, or in quotations of two people.
fn are_quoted_apart(text: &str, a: Span, b: Span) -> Option<Caution> {
    let (in_a, in_b) = (enclosing(text, a), enclosing(text, b));
    if in_a == in_b {
        return None;
    }
    let said = |round: Option<Span>| round.and_then(|round| speaker(text, round));
    let (first, second) = (said(in_a), said(in_b));
    // `“One,” Price said. “Two.”` is one speaker's unless the text names another.
    let both = in_a.is_some() && in_b.is_some();
    let same = first.is_none() || second.is_none() || first == second;
    (!(both && same)).then_some(Caution::TwoSpeakers { first, second })
}

/// The caution that the words are somebody's whom the source quotes, where that is so of all
/// `places` in works of those asked for: not theirs, unless they are who speaks.
pub(super) fn quoted_from_others(places: &[Standing]) -> Option<Caution> {
    let first = places.first().and_then(others_words)?;
    places.iter().all(|place| others_words(place).is_some()).then_some(first)
}

/// The caution that the words at a place are not its author's: the source quotes them there from
/// somebody else.
pub fn others_words(place: &Standing) -> Option<Caution> {
    let QuotedIn { speaker } = place.quoted_in.as_ref()?;
    let terms =
        |text: &str| -> Vec<String> { tokens(text).into_iter().map(|token| token.term).collect() };
    let called = terms(speaker.as_deref().unwrap_or_default());
    let is_author = place.hit.work.authors.iter().any(|author| {
        let family = terms(author.family());
        !family.is_empty() && called.ends_with(&family)
    });
    (!is_author).then(|| Caution::QuotedIn { speaker: speaker.clone() })
}
