//! Lays a quotation on a document's text.

use super::alignment::Alignment;
use super::comparison::compared;
use super::path::Step;
use super::quotation::{Atom, Quotation};
use super::source::{Source, Words};
use super::verdict::Verdict;
use super::{frontier, matrix};
use crate::document::Document;
use crate::text::Span;

/// A quotation, ready to be laid on texts.
pub struct Aligner<'q> {
    quotation: &'q Quotation,
    words: Words,
}

/// The best that a stretch of text carries of a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// How the quotation lies there, its differences not yet classed.
    pub alignment: Alignment,
    /// How many words of the quotation stand there in order.
    pub words: usize,
    /// The longest run of them without a difference.
    pub run: usize,
}

impl<'q> Aligner<'q> {
    /// Prepares a quotation.
    pub fn new(quotation: &'q Quotation) -> Aligner<'q> {
        Aligner { quotation, words: Words::of(quotation) }
    }

    /// How many words it has as they are compared: both of `long-term`; those in square brackets
    /// are not its own.
    pub fn words(&self) -> usize {
        self.quotation.atoms.iter().filter(|atom| atom.is_said()).count()
    }

    /// Every place in `region` of the document's text that the quotation stands at without a
    /// difference, in order.
    pub fn genuine(&self, document: &Document, region: Span) -> Vec<Alignment> {
        let mut found = self.verbatim(document, region);
        let source = Source::of(document, region, &self.words);
        let ways = frontier::ways(self.quotation, &self.words, &source);
        let alignments = ways.iter().filter_map(|way| compared(self.quotation, &source, way));
        let genuine = alignments.filter(|alignment| Verdict::of(alignment).is_genuine());
        let others: Vec<Alignment> = genuine
            .filter(|alignment| {
                let first = found.partition_point(|v| v.source.end <= alignment.source.start);
                found.get(first).is_none_or(|v| !v.source.overlaps(alignment.source))
            })
            .collect();
        found.extend(others);
        found.sort_by_key(|alignment| alignment.source);
        found
    }

    /// Every place that has the very bytes, as whole words.
    fn verbatim(&self, document: &Document, region: Span) -> Vec<Alignment> {
        let quoted = &*self.quotation.text;
        let (Some(text), true) = (region.slice(&document.text), self.words() > 0) else {
            return Vec::new();
        };
        let is_whole = |at: usize| {
            let before = document.text[..at].chars().next_back();
            let after = document.text[at..].chars().next();
            !(before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric))
        };
        let places = text.match_indices(quoted).map(|(at, _)| region.start as usize + at);
        places
            .filter(|at| is_whole(*at) && is_whole(at + quoted.len()))
            .map(|at| Alignment {
                quoted: Span::new(0, quoted.len()),
                source: Span::new(at, at + quoted.len()),
                edits: Vec::new(),
            })
            .collect()
    }

    /// The stretch of `region` that carries most of the quotation, if it can carry `least` words of
    /// it. Time and memory are the product of both lengths; regions too long for that give nothing.
    pub fn nearest(&self, document: &Document, region: Span, least: usize) -> Option<Carried> {
        let source = Source::of(document, region, &self.words);
        if self.words.shared(&source) < least {
            return None;
        }
        let way = matrix::way(self.quotation, &self.words, &source)?;
        let (words, run) = carried(self.quotation, &way);
        let alignment = compared(self.quotation, &source, &way)?;
        (words > 0).then_some(Carried { alignment, words, run })
    }
}

/// How many words of the quotation a way finds in the source, and the longest run of them.
fn carried(quotation: &Quotation, way: &[Step]) -> (usize, usize) {
    let (mut words, mut run, mut longest) = (0, 0, 0);
    for step in way {
        let found = match step {
            Step::Pair { .. } => 1,
            Step::Join { quoted, .. } => (quoted.1 - quoted.0) as usize,
            Step::Declared { quoted, .. } => {
                let letters = matches!(quotation.atoms[*quoted as usize], Atom::Letters { .. });
                usize::from(letters)
            }
            Step::Note { .. } | Step::Skip { .. } => 0,
            Step::Swap { .. } | Step::Extra { .. } | Step::Missing { .. } => {
                run = 0;
                0
            }
        };
        (words, run) = (words + found, run + found);
        longest = longest.max(run);
    }
    (words, longest)
}
