//! Two words that are the same but for typography: what differs, letter by letter.

use super::edit::{Edit, Fold, What};
use super::quotation::Quotation;
use super::source::Source;
use super::unit::{fold_char, is_dash, is_look_alike, is_quote};
use crate::document::Document;
use crate::text::fold::is_invisible;
use crate::text::{Span, offset};

/// What stands in capitals throughout.
#[derive(Clone, Debug, Default)]
pub(super) struct Letters {
    quotation: bool,
    /// The parts of the source in capitals.
    source: Vec<Span>,
}

/// Looks which side is all in capitals; the source is looked at block by block, between two atoms.
pub(super) fn letters(quotation: &Quotation, source: &Source<'_>, atoms: (u32, u32)) -> Letters {
    let text = &source.document.text;
    let Some(last) = atoms.1.checked_sub(1).filter(|last| *last >= atoms.0) else {
        return Letters::default();
    };
    let whole = source.unit(atoms.0).span.join(source.unit(last).span);
    let blocks = &source.document.blocks;
    let first = blocks.partition_point(|block| block.span.end <= whole.start);
    let inside = blocks[first..].iter().take_while(|block| block.span.start < whole.end);
    let parts = inside.map(|block| Span {
        start: block.span.start.max(whole.start),
        end: block.span.end.min(whole.end),
    });
    let in_capitals = |part: &Span| part.slice(text).is_some_and(is_all_capitals);
    Letters {
        quotation: is_all_capitals(&quotation.text),
        source: parts.filter(in_capitals).collect(),
    }
}

/// Whether a text of several words has no small letter.
fn is_all_capitals(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| word.contains(char::is_uppercase));
    !text.contains(char::is_lowercase) && words.take(3).count() > 2
}

/// A stretch of two words that folds to the same.
struct Cell {
    quoted: Span,
    source: Span,
}

impl Letters {
    /// The folds between two words of one key, or between a word and its two halves; none if they
    /// differ in more than typography.
    pub fn edits(
        &self,
        quotation: &str,
        document: &Document,
        (quoted, source): (Span, Span),
        begins_piece: bool,
    ) -> Option<Vec<Edit>> {
        let (q, s) = (&quotation[quoted.range()], &document.text[source.range()]);
        if q == s {
            return Some(Vec::new());
        }
        let in_capitals = self.quotation || self.source.iter().any(|part| part.holds(source));
        let mut edits: Vec<Edit> = Vec::new();
        let mut is_first = begins_piece;
        for cell in cells(q, s) {
            let (a, b) = (&q[cell.quoted.range()], &s[cell.source.range()]);
            let (at, there) =
                (cell.quoted.shifted(quoted.start), cell.source.shifted(source.start));
            let has_letter = |text: &str| text.contains(char::is_alphanumeric);
            let is_letter = has_letter(a) || has_letter(b);
            if a != b {
                let fold = if is_letter {
                    let (fold, changes_case) = fold_of(a, b);
                    if changes_case && !in_capitals && !is_first {
                        return None;
                    }
                    fold
                } else {
                    fold_of_marks((a, at, quotation), (b, there, document))?
                };
                match edits.last_mut().filter(|last| {
                    last.what == What::Fold(fold)
                        && last.quoted.end == at.start
                        && last.source.end == there.start
                }) {
                    Some(last) => (last.quoted.end, last.source.end) = (at.end, there.end),
                    None => edits.push(Edit { quoted: at, source: there, what: What::Fold(fold) }),
                }
            }
            is_first &= !is_letter;
        }
        Some(edits)
    }
}

/// Cuts two words that fold to the same into the smallest stretches that do. What folds to nothing
/// is a stretch of its own, with what stands opposite.
fn cells(quoted: &str, source: &str) -> Vec<Cell> {
    let (q, s) = (folded(quoted), folded(source));
    let mut cells: Vec<Cell> = Vec::new();
    let (mut i, mut j) = (0, 0);
    let (mut q_at, mut s_at) = (0_u32, 0_u32);
    while i < q.len() || j < s.len() {
        let (mut a, mut b) = (0, 0);
        // What is no letter on either side.
        while q.get(i).is_some_and(|(_, length)| *length == 0) {
            i += 1;
        }
        while s.get(j).is_some_and(|(_, length)| *length == 0) {
            j += 1;
        }
        let end = |list: &[(u32, usize)], at: usize| match at {
            0 => 0,
            _ => list[at - 1].0,
        };
        let (q_end, s_end) = (end(&q, i), end(&s, j));
        if q_end > q_at || s_end > s_at {
            let (quoted, source) =
                (Span { start: q_at, end: q_end }, Span { start: s_at, end: s_end });
            cells.push(Cell { quoted, source });
            (q_at, s_at) = (q_end, s_end);
        }
        if i >= q.len() && j >= s.len() {
            break;
        }
        // Letters until both sides have given the same number of folded bytes.
        loop {
            match (q.get(i), s.get(j)) {
                (Some(next), _) if a <= b && (a < b || a == 0) => (a, i) = (a + next.1, i + 1),
                (_, Some(next)) if b < a || b == 0 => (b, j) = (b + next.1, j + 1),
                (Some(next), None) => (a, i) = (a + next.1, i + 1),
                (None, Some(next)) => (b, j) = (b + next.1, j + 1),
                _ => break,
            }
            if a == b && a > 0 {
                break;
            }
        }
        // An accent that stands behind its letter goes with it.
        while i > 0
            && q.get(i).is_some_and(|(_, length)| *length == 0)
            && is_accent(quoted, q[i - 1].0)
        {
            i += 1;
        }
        while j > 0
            && s.get(j).is_some_and(|(_, length)| *length == 0)
            && is_accent(source, s[j - 1].0)
        {
            j += 1;
        }
        let (q_end, s_end) = (end(&q, i), end(&s, j));
        let (quoted, source) = (Span { start: q_at, end: q_end }, Span { start: s_at, end: s_end });
        cells.push(Cell { quoted, source });
        (q_at, s_at) = (q_end, s_end);
    }
    cells
}

/// For each character where it ends, and how many bytes it folds to. Hyphens, space and what is not
/// seen fold to nothing here: a word and its halves are the same.
fn folded(text: &str) -> Vec<(u32, usize)> {
    let mut out = String::new();
    text.char_indices()
        .map(|(at, c)| {
            out.clear();
            if !is_dash(c) && !c.is_whitespace() {
                fold_char(c, &mut out);
            }
            (offset(at + c.len_utf8()), out.len())
        })
        .collect()
}

fn is_accent(text: &str, at: u32) -> bool {
    let next = text[at as usize..].chars().next();
    next.is_some_and(unicode_normalization::char::is_combining_mark)
}

/// How two stretches of letters that fold to the same differ: in what beside case, and whether in
/// case.
fn fold_of(quoted: &str, source: &str) -> (Fold, bool) {
    use unicode_normalization::UnicodeNormalization;
    let lower = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<String>();
    let compatible = |text: &str| text.nfkc().collect::<String>();
    let case_of = |text: &str| {
        let mut letters = text.nfkd().filter(|c| c.is_alphabetic());
        letters.next().map(char::is_uppercase)
    };
    let changes_case = case_of(quoted) != case_of(source);
    let fold = match () {
        () if lower(quoted) == lower(source) => Fold::Case,
        () if quoted.contains(is_look_alike) != source.contains(is_look_alike) => Fold::LookAlike,
        () if quoted.contains(is_quote) || source.contains(is_quote) => Fold::QuoteMark,
        () if lower(&compatible(quoted)) == lower(&compatible(source)) => Fold::Ligature,
        () if is_spelled_out(quoted) || is_spelled_out(source) => Fold::Ligature,
        () => Fold::Accent,
    };
    (fold, changes_case)
}

/// Whether a letter is one that is also written as two.
fn is_spelled_out(text: &str) -> bool {
    text.contains(['æ', 'œ', 'Æ', 'Œ', 'ß', 'þ', 'Þ'])
}

/// How hyphens, space and what is not seen differ within a word; none where a hyphen or a space
/// makes another word of it.
fn fold_of_marks(
    (quoted, at, quotation): (&str, Span, &str),
    (source, there, document): (&str, Span, &Document),
) -> Option<Fold> {
    let seen = |text: &str| text.chars().filter(|c| !is_invisible(*c)).collect::<String>();
    let (q, s) = (seen(quoted), seen(source));
    if q == s {
        return Some(Fold::Invisible);
    }
    // Initials are written with spaces and without.
    let is_space = |text: &str| text.chars().all(char::is_whitespace);
    if is_space(&q)
        && is_space(&s)
        && (ends_in_point(quotation, at) || ends_in_point(&document.text, there))
    {
        return Some(Fold::Space);
    }
    let breaks = |printed: &str, seen: &str| {
        let hyphen = seen.starts_with(is_dash) || printed.contains('\u{ad}');
        hyphen && seen.contains(char::is_whitespace)
    };
    let is_quoted_break = breaks(&quotation[at.range()], &q);
    let is_source_break = breaks(&document.text[there.range()], &s)
        || (!s.contains(char::is_whitespace) && breaks_at(document, there));
    let all_breaks = |text: &str| text.chars().all(|c| is_dash(c) || c.is_whitespace());
    if !all_breaks(&q) || !all_breaks(&s) {
        return match q.chars().all(is_quote) && s.chars().all(is_quote) {
            true => Some(Fold::QuoteMark),
            false => None,
        };
    }
    // Numbers are not broken.
    let beside = (
        quotation[..at.start as usize].chars().next_back(),
        quotation[at.end as usize..].chars().next(),
    );
    let breaks_a_word =
        matches!(beside, (Some(a), Some(b)) if a.is_alphabetic() && b.is_alphabetic());
    (breaks_a_word && (is_quoted_break || is_source_break && !q.starts_with(char::is_whitespace)))
        .then_some(Fold::LineHyphen)
}

fn ends_in_point(text: &str, at: Span) -> bool {
    text[..at.start as usize].ends_with('.')
}

/// How many bytes of the decoded source the clean text leaves out at an offset.
pub(super) fn left_out(document: &Document, at: u32) -> u32 {
    let text = &document.text;
    let (Some(before), Some(after)) =
        (text[..at as usize].chars().next_back(), text[at as usize..].chars().next())
    else {
        return 0;
    };
    let before = document.source(Span { start: at - offset(before.len_utf8()), end: at });
    let after = document.source(Span { start: at, end: at + offset(after.len_utf8()) });
    after.start.saturating_sub(before.end)
}

/// Whether the file breaks a line or page at a place of a document's text, or has something there
/// that the text leaves out.
fn breaks_at(document: &Document, span: Span) -> bool {
    let text = &document.text;
    let Some(before) = text[..span.start as usize].chars().next_back() else { return false };
    let Some(after) = text[span.end as usize..].chars().next() else { return false };
    let around = [
        Span { start: span.start - offset(before.len_utf8()), end: span.start },
        span,
        Span { start: span.end, end: span.end + offset(after.len_utf8()) },
    ];
    let places: Vec<Span> =
        around.iter().filter(|s| !s.is_empty()).map(|s| document.source(*s)).collect();
    let lines = (document.lines(around[0]).1, document.lines(around[2]).0);
    lines.0 != lines.1 || places.windows(2).any(|pair| pair[0].end < pair[1].start)
}
