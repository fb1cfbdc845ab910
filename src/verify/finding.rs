//! What is found of one quotation.

use super::alignment::Alignment;
use super::caution::Caution;
use super::verdict::Verdict;
use crate::search::Hit;

/// The judgement on one quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The quotation as it was judged: [`Quotation::text`](super::Quotation::text).
    pub quotation: String,
    /// The verdict.
    pub verdict: Verdict,
    /// What to look at all the same, the gravest first.
    pub cautions: Vec<Caution>,
    /// Where it stands, best first, earliest issued first among equals; for `altered` the stretches
    /// that it was altered from.
    pub places: Vec<Standing>,
    /// Where it stands outside the documents, sources and authors asked for.
    pub elsewhere: Vec<Standing>,
    /// For `absent`: the stretch that comes nearest, where one comes near.
    pub nearest: Option<Standing>,
}

impl Finding {
    /// The cautions that a strict check counts as faults: that more places hold the quotation than
    /// are listed is none.
    pub fn faults(&self) -> impl Iterator<Item = &Caution> {
        self.cautions.iter().filter(|caution| !matches!(caution, Caution::MorePlaces { .. }))
    }

    /// Whether it stands in more places than are listed.
    pub fn has_more_places(&self) -> bool {
        self.cautions.iter().any(|caution| matches!(caution, Caution::MorePlaces { .. }))
    }
}

/// A place where a quotation stands, or nearly.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The passage it stands in (or begins in), located by the quotation's own lines; its text runs
    /// from the passage that it begins in to the passage that it ends in, `highlights` is the
    /// quotation in it, and `citation` points at it.
    pub hit: Hit,
    /// Offset of the hit's text in the document's text, in bytes: what moves the spans of the
    /// alignment into `hit.text`.
    pub text_at: u32,
    /// How the quotation lies there.
    pub alignment: Alignment,
    /// Set where the source itself is quoting somebody there.
    pub quoted_in: Option<QuotedIn>,
    /// BLAKE3 of the document's clean text, in hexadecimal: what the verdict rests on.
    pub digest: String,
}

/// Words that stand inside a quotation in the source are somebody else's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedIn {
    /// Who says them, where the sentence names somebody.
    pub speaker: Option<String>,
}
