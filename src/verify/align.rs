//! Lays a quotation on a document's text.

use super::alignment::Alignment;
use super::quotation::Quotation;
use crate::document::Document;
use crate::text::Span;

/// A quotation, ready to be laid on texts.
pub struct Aligner<'q> {
    quotation: &'q Quotation,
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
        Aligner { quotation }
    }

    /// How many words it has; those in square brackets are not its own.
    pub fn words(&self) -> usize {
        self.quotation.text.split_whitespace().count()
    }

    /// Every place in `region` of the document's text that the quotation stands at without a
    /// difference, in order.
    pub fn genuine(&self, _document: &Document, _region: Span) -> Vec<Alignment> {
        Vec::new()
    }

    /// The stretch of `region` that carries most of the quotation, if it carries any word.
    pub fn nearest(&self, _document: &Document, _region: Span) -> Option<Carried> {
        None
    }
}
