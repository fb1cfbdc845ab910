//! What a reader should look at although the words stand there.

use std::fmt;

use super::alignment::Alignment;
use super::edit::{Declared, Edit, Fold, What};
use super::kind::is_negation;
use super::reading::{Reading, words};
use super::speaker::{enclosing, label, speaker};
use crate::document::Document;
use crate::store::Stored;
use crate::text::Span;

/// A caution: it changes no verdict, and fails a strict check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caution {
    /// The words left out or replaced hold a negation.
    NegationLeftOut {
        /// The words of the source that the quotation does not give.
        words: String,
    },
    /// The pieces of the quotation are said by two speakers.
    TwoSpeakers {
        /// Who says the first piece, where it is known.
        first: Option<String>,
        /// Who says a later piece.
        second: Option<String>,
    },
    /// The words are not those of the author or source asked for, which quotes them.
    QuotedIn {
        /// Who says them, where the sentence names somebody.
        speaker: Option<String>,
    },
    /// Letters of another script stand in for look-alikes.
    LookAlikes,
    /// The draft names somebody in whose works the quotation does not stand.
    OthersWords {
        /// The author, publisher or programme that the draft names.
        named: String,
        /// Whose work it stands in: the short citation.
        stands_in: String,
    },
    /// The draft does not close the quotation: no more than its first paragraph is judged.
    NotClosed,
    /// More places hold it than were looked at.
    MorePlaces {
        /// How many were looked at.
        looked_at: usize,
    },
}

/// What to look at although `quotation` stands in the document, lying there as `alignment` says:
/// the gravest first.
pub fn cautions(quotation: &str, stored: &Stored, alignment: &Alignment) -> Vec<Caution> {
    let document = &stored.document;
    let mut found = Vec::new();
    found.extend(negations_left_out(quotation, document, alignment));
    found.extend(two_speakers(stored, alignment));
    let like = |edit: &Edit| edit.what == What::Fold(Fold::LookAlike);
    if alignment.edits.iter().any(like) {
        found.push(Caution::LookAlikes);
    }
    found
}

/// So many words round a negation are given with it.
const ROUND: usize = 5;

/// A caution for each stretch left out, or replaced in brackets, that holds a negation which the
/// brackets do not give.
fn negations_left_out(quotation: &str, document: &Document, alignment: &Alignment) -> Vec<Caution> {
    let source = Reading::new(&document.text, alignment.source);
    let quoted = Reading::new(quotation, alignment.quoted);
    let mut found = Vec::new();
    for edit in &alignment.edits {
        if !matches!(edit.what, What::Declared(Declared::Ellipsis | Declared::Bracket)) {
            continue;
        }
        let left_out = words(source.text, edit.source.range());
        let Some(at) = left_out.iter().position(|word| is_negation(word, &source)) else {
            continue;
        };
        let given = words(quoted.text, edit.quoted.range());
        if given.iter().any(|word| is_negation(word, &quoted)) {
            continue;
        }
        let first = at.saturating_sub(ROUND);
        let last = (at + ROUND).min(left_out.len() - 1);
        let text = &source.text[left_out[first].span.start..left_out[last].span.end];
        let words = format!(
            "{}{}{}",
            if first > 0 { "… " } else { "" },
            text.replace('\n', " "),
            if last + 1 < left_out.len() { " …" } else { "" }
        );
        found.push(Caution::NegationLeftOut { words });
    }
    found
}

/// Whether pieces of the quotation are said by two: one inside a quotation of the source and one
/// outside, two that are quoted from different people, two speakers of a transcript, two works.
fn two_speakers(stored: &Stored, alignment: &Alignment) -> Option<Caution> {
    let pieces = pieces(alignment);
    let (first, later) = pieces.split_first()?;
    later.iter().find_map(|piece| differ(stored, *first, *piece))
}

/// The stretches of the source between ellipses.
fn pieces(alignment: &Alignment) -> Vec<Span> {
    let mut start = alignment.source.start;
    let mut found = Vec::new();
    let gaps = alignment.edits.iter().filter(|e| e.what == What::Declared(Declared::Ellipsis));
    for gap in gaps.filter(|gap| !gap.source.is_empty()) {
        found.push(Span { start, end: gap.source.start.max(start) });
        start = gap.source.end;
    }
    found.push(Span { start, end: alignment.source.end.max(start) });
    found.retain(|piece| !piece.is_empty());
    found
}

fn differ(stored: &Stored, a: Span, b: Span) -> Option<Caution> {
    let document = &stored.document;
    let text = document.text.as_str();
    let work = |span: Span| document.block_at(span.start).map(|block| usize::from(block.work));
    if work(a) != work(b) {
        let name = |span| {
            let work = stored.works.get(work(span)?)?;
            work.authors.first().map(|author| author.name.clone()).or_else(|| work.title.clone())
        };
        return Some(Caution::TwoSpeakers { first: name(a), second: name(b) });
    }
    let labels = (label(text, a.start as usize), label(text, b.start as usize));
    if let (Some(first), Some(second)) = labels
        && first != second
    {
        let (first, second) = (Some(first.to_owned()), Some(second.to_owned()));
        return Some(Caution::TwoSpeakers { first, second });
    }
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

impl fmt::Display for Caution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Caution::NegationLeftOut { words } => {
                write!(f, "the words left out hold a negation: “{words}”")
            }
            Caution::TwoSpeakers { first, second } => {
                let name = |speaker: &Option<String>| {
                    speaker
                        .clone()
                        .unwrap_or_else(|| "the text itself, or one it does not name".to_owned())
                };
                write!(f, "the pieces are not one speaker's: {}; {}", name(first), name(second))
            }
            Caution::QuotedIn { speaker: Some(speaker) } => {
                write!(f, "the words are those of {speaker}, whom the source quotes")
            }
            Caution::QuotedIn { speaker: None } => {
                write!(f, "the source gives the words in quotation marks: they may be another's")
            }
            Caution::LookAlikes => {
                write!(f, "letters of another script stand where like ones are printed")
            }
            Caution::OthersWords { named, stands_in } => {
                write!(f, "the draft names {named}, but the words stand in {stands_in}")
            }
            Caution::NotClosed => write!(
                f,
                "the quotation mark opened here is never closed; what follows the paragraph is not \
                 judged"
            ),
            Caution::MorePlaces { looked_at } => {
                write!(f, "it stands in more documents; {looked_at} were looked at")
            }
        }
    }
}
