//! What the score of a passage is made of.
//!
//! Each thing looked for scores by BM25 in the passage and, counted again, in the whole document:
//! a passage stands higher in a document that is about the matter. The passage's own score counts
//! by the share of what was looked for that stands in it, so that one with more of the words comes
//! first (the coordination level of early retrieval systems). Beside them stand small scores
//! of the title and the headings. The shares were chosen once, from the middle of a plateau over
//! six public collections; `docs/ranking.md` has the figures.

use tantivy::fieldnorm::FieldNormReader;

use super::beginnings::Beginnings;
use super::bm25::Saturation;
use super::schema::State;
use crate::document::PassageKind;

/// What the parts of a score weigh beside the passage's own text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares {
    /// Share of the whole document's score, 0 to 1; the rest is the passage's own, which counts by
    /// how much of what was looked for stands there.
    pub document: f32,
    /// The share of the document's score that counts, too, by how much of what was looked for stands
    /// in the passage, 0 to 1.
    pub by_coverage: f32,
    /// What a word adds where it stands as it was written, and not in an inflection.
    pub as_written: f32,
    /// Weight of the title's score.
    pub title: f32,
    /// Weight of the headings' score.
    pub section: f32,
}

impl Default for Shares {
    fn default() -> Shares {
        Shares { document: 0.75, by_coverage: 0.3, as_written: 0.25, title: 0.3, section: 0.3 }
    }
}

impl Shares {
    /// The share of a passage's own score, of which `covered` is there of what was looked for.
    pub(super) fn of_passage(&self, covered: f32) -> f32 {
        (1.0 - self.document) * covered
    }

    /// The share of its document's score.
    pub(super) fn of_document(&self, covered: f32) -> f32 {
        self.document * (1.0 - self.by_coverage + self.by_coverage * covered)
    }
}

/// The share that a passage of this kind keeps of its score: what is not the work's own running
/// text stands below equals.
pub(super) fn standing(kind: PassageKind) -> f32 {
    match kind {
        PassageKind::Notice | PassageKind::Teaser => 0.7,
        PassageKind::Note => 0.9,
        _ => 1.0,
    }
}

/// What something looked for is worth in a passage and in a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weights {
    pub(super) passage: f32,
    pub(super) document: f32,
}

impl Weights {
    pub(super) fn times(self, factor: f32) -> Weights {
        Weights { passage: self.passage * factor, document: self.document * factor }
    }
}

/// How counts become scores in the texts of an index.
pub(super) struct Texts {
    pub(super) passage: Saturation,
    pub(super) document: Saturation,
}

impl Texts {
    pub(super) fn of(state: &State) -> Texts {
        Texts {
            passage: Saturation::of(state.passages, state.words[0]),
            document: Saturation::of(state.documents, state.words[0]),
        }
    }
}

/// The scores of one segment's passages by their texts, as they are added up.
pub(super) struct TextScores<'a> {
    texts: &'a Texts,
    beginnings: &'a Beginnings,
    norms: FieldNormReader,
    /// Words of each document.
    lengths: Vec<u32>,
    passages: Vec<f32>,
    documents: Vec<f32>,
    /// How many of the things looked for stand in each passage.
    held: Vec<u32>,
    looked_for: u32,
}

impl<'a> TextScores<'a> {
    /// Of a segment of `len` passages.
    pub(super) fn new(
        texts: &'a Texts,
        beginnings: &'a Beginnings,
        norms: FieldNormReader,
        len: u32,
    ) -> TextScores<'a> {
        let mut lengths = vec![0_u32; beginnings.documents_in_all()];
        let mut walk = beginnings.walk();
        for passage in 0..len {
            let length = &mut lengths[walk.document(passage)];
            *length = length.saturating_add(norms.fieldnorm(passage));
        }
        let documents = vec![0.0; lengths.len()];
        let (passages, held) = (vec![0.0; len as usize], vec![0; len as usize]);
        let looked_for = 0;
        TextScores { texts, beginnings, norms, lengths, passages, documents, held, looked_for }
    }

    /// Adds the score of something looked for that stands in these passages so often.
    pub(super) fn add(&mut self, counts: &[(u32, u32)], weights: Weights) {
        counts.iter().for_each(|(passage, _)| self.held[*passage as usize] += 1);
        self.looked_for += 1;
        self.add_more(counts, weights);
    }

    /// Adds to the score of something that has been added.
    pub(super) fn add_more(&mut self, counts: &[(u32, u32)], weights: Weights) {
        let mut walk = self.beginnings.walk();
        let mut here: Option<(usize, u32)> = None;
        for &(passage, count) in counts {
            let document = walk.document(passage);
            let length = counted_length(self.norms.fieldnorm(passage), self.lengths[document]);
            self.passages[passage as usize] +=
                weights.passage * self.texts.passage.by_length(count, length);
            match &mut here {
                Some((same, sum)) if *same == document => *sum = sum.saturating_add(count),
                _ => {
                    self.add_document(here, weights);
                    here = Some((document, count));
                }
            }
        }
        self.add_document(here, weights);
    }

    fn add_document(&mut self, counted: Option<(usize, u32)>, weights: Weights) {
        if let Some((document, count)) = counted {
            let length = self.lengths[document];
            self.documents[document] +=
                weights.document * self.texts.document.by_length(count, length);
        }
    }

    /// The score of each passage with its document's; zero where nothing stands.
    pub(super) fn finish(self, shares: &Shares) -> Vec<f32> {
        let mut scores = self.passages;
        let mut walk = self.beginnings.walk();
        for (passage, score) in scores.iter_mut().enumerate() {
            let document = walk.document(passage as u32);
            if *score > 0.0 {
                let covered = coverage(self.held[passage], self.looked_for);
                *score = shares.of_passage(covered) * *score
                    + shares.of_document(covered) * self.documents[document];
            }
        }
        scores
    }
}

/// The share of what was looked for that stands in a passage.
pub(super) fn coverage(held: u32, looked_for: u32) -> f32 {
    held as f32 / looked_for.max(1) as f32
}

/// The length, in words, that a passage is taken to have: a signature or a list of three words in a
/// long document is not the densest passage on its matter.
pub(super) fn counted_length(passage: u32, document: u32) -> u32 {
    const SHARE: u32 = 10;
    const MOST: u32 = 80;
    passage.max((document / SHARE).min(MOST))
}
