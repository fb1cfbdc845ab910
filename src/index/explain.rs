//! Where the points of a score came from.

use tantivy::SegmentReader;
use tantivy::schema::Field;

use super::bm25::{Saturation, weight};
use super::evaluate::{Evaluation, Leaf, stemmed_words};
use super::postings::each_of_term;
use super::score::{Shares, counted_length, coverage, standing};
use super::{IndexError, Snapshot};
use crate::document::PassageKind;
use crate::text::Span;

/// Why a passage has its score: the points of each thing looked for add up to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// What was looked for, in the order of the query.
    pub parts: Vec<Points>,
    /// The share of all points that a passage of its kind keeps; it is in the points already.
    pub standing: f32,
}

/// The points that one thing looked for brings to a passage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points {
    /// As it was written.
    pub label: String,
    /// Where, in bytes of the query.
    pub asked: Span,
    /// How often it stands in the passage.
    pub times: u32,
    /// How often it stands in the whole document.
    pub times_in_document: u32,
    /// For standing in the passage, with what it brings for standing there as it was written; less,
    /// the more of what was looked for is missing there.
    pub passage: f32,
    /// For standing in the document, as it was written or otherwise.
    pub document: f32,
    /// For standing in the headings above.
    pub section: f32,
    /// For standing in the title of the work.
    pub title: f32,
}

impl Points {
    /// All its points.
    pub fn sum(&self) -> f32 {
        self.passage + self.document + self.section + self.title
    }
}

impl Evaluation<'_, '_> {
    /// Explains the scores of `passages` of segment number `at`, in their order.
    pub(super) fn explain(
        &self,
        at: usize,
        passages: &[(u32, PassageKind)],
    ) -> Result<Vec<Explanation>, IndexError> {
        let mut explained: Vec<Explanation> = passages
            .iter()
            .map(|(_, kind)| Explanation { parts: Vec::new(), standing: standing(*kind) })
            .collect();
        for leaf in self.scored() {
            let points = self.points(at, leaf, passages)?;
            for (explanation, points) in explained.iter_mut().zip(points) {
                explanation.parts.push(points);
            }
        }
        let shares = self.snapshot.shares();
        explained.iter_mut().for_each(|explanation| explanation.settle(&shares));
        Ok(explained)
    }

    fn points(
        &self,
        at: usize,
        leaf: &Leaf<'_>,
        passages: &[(u32, PassageKind)],
    ) -> Result<Vec<Points>, IndexError> {
        let segment = &self.snapshot.segments()[at];
        let (fields, shares) = (self.snapshot.fields(), self.snapshot.shares());
        let norms = segment.get_fieldnorms_reader(fields.stem)?;
        let weights = self.weights(leaf);
        let (counts, written) = (self.counts(leaf, at)?, self.as_written(leaf, at)?);
        let section = self.field_points(segment, fields.section, shares.section, leaf, passages)?;
        let title = self.field_points(segment, fields.title, shares.title, leaf, passages)?;
        let mut all = Vec::with_capacity(passages.len());
        for (i, (passage, _)) in passages.iter().enumerate() {
            let document = self.beginnings(at).document_of(*passage, segment.max_doc());
            let length = document.clone().map(|p| norms.fieldnorm(p)).fold(0, u32::saturating_add);
            let counted = counted_length(norms.fieldnorm(*passage), length);
            let here = |counts: &[(u32, u32)]| {
                let times = sum_within(counts, *passage..*passage + 1);
                let in_document = sum_within(counts, document.clone());
                let passage = self.texts().passage.by_length(times, counted);
                let document = self.texts().document.by_length(in_document, length);
                ((times, weights.passage * passage), (in_document, weights.document * document))
            };
            let ((times, passage_points), (times_in_document, document_points)) = here(&counts);
            let ((_, written_points), (_, written_in_document)) = here(&written);
            all.push(Points {
                label: leaf.alternatives.label.clone(),
                asked: leaf.alternatives.asked,
                times,
                times_in_document,
                passage: passage_points + shares.as_written * written_points,
                document: document_points + shares.as_written * written_in_document,
                section: section[i],
                title: title[i],
            });
        }
        Ok(all)
    }

    fn field_points(
        &self,
        segment: &SegmentReader,
        field: Field,
        boost: f32,
        leaf: &Leaf<'_>,
        passages: &[(u32, PassageKind)],
    ) -> Result<Vec<f32>, IndexError> {
        let mut points = vec![0.0; passages.len()];
        let state = self.snapshot.state();
        let Some(words) = self.words_of(field).filter(|words| *words > 0) else {
            return Ok(points);
        };
        let saturation = Saturation::of(state.passages, words);
        let norms = segment.get_fieldnorms_reader(field)?;
        for term in stemmed_words(leaf.alternatives) {
            let weight = boost * weight(state.passages, self.snapshot.holding(field, term)?);
            each_of_term(segment, field, term, |passage, count| {
                let asked = passages.iter().zip(&mut points).filter(|((p, _), _)| *p == passage);
                for (_, points) in asked {
                    *points += weight * saturation.by_norm(count, norms.fieldnorm_id(passage));
                }
            })?;
        }
        Ok(points)
    }
}

impl Explanation {
    /// Takes back what counts only beside something in the passage, and lets the passage's standing
    /// and its share of what was looked for count.
    fn settle(&mut self, shares: &Shares) {
        let held = self.parts.iter().filter(|p| p.times > 0).count() as u32;
        let covered = coverage(held, self.parts.len() as u32);
        let in_text = held > 0;
        let in_section = self.parts.iter().any(|p| p.section > 0.0);
        for points in &mut self.parts {
            let by_text = if in_text { self.standing } else { 0.0 };
            points.passage *= shares.of_passage(covered) * by_text;
            points.document *= shares.of_document(covered) * by_text;
            points.section *= self.standing;
            points.title *= if in_text || in_section { self.standing } else { 0.0 };
        }
        self.parts.sort_by_key(|p| p.asked.start);
    }
}

/// How often something stands in a range of passages.
fn sum_within(counts: &[(u32, u32)], range: std::ops::Range<u32>) -> u32 {
    let first = counts.partition_point(|(passage, _)| *passage < range.start);
    let within = counts[first..].iter().take_while(|(passage, _)| *passage < range.end);
    within.fold(0, |sum, (_, count)| sum.saturating_add(*count))
}

impl Snapshot {
    /// Why passages that were found have their scores, in their order.
    ///
    /// # Errors
    /// If the index cannot be read, or `printed` fails.
    pub fn explain(
        &self,
        plan: &crate::query::Plan,
        found: &[super::Found],
        printed: &mut super::reader::PrintedIn<'_>,
    ) -> Result<Vec<Explanation>, IndexError> {
        let mut printed = super::reader::by_number(printed);
        let evaluation = Evaluation::new(self, plan, &mut *printed)?;
        let mut explained = vec![Explanation::default(); found.len()];
        for (at, segment) in self.segments().iter().enumerate() {
            let kinds = segment.fast_fields().u64("kind")?;
            let mut here = Vec::new();
            for (i, found) in found.iter().enumerate() {
                if let Some(first) = self.first_passage(segment, found.document)? {
                    let passage = first + found.n - 1;
                    let kind = kinds.first(passage).and_then(PassageKind::from_number);
                    here.push((i, (passage, kind.unwrap_or(PassageKind::Body))));
                }
            }
            let passages: Vec<(u32, PassageKind)> = here.iter().map(|(_, p)| *p).collect();
            for ((i, _), explanation) in here.iter().zip(evaluation.explain(at, &passages)?) {
                explained[*i] = explanation;
            }
        }
        Ok(explained)
    }
}
