//! BM25 (Robertson and Walker 1994, in Lucene's form with a logarithm that never turns negative),
//! with exact totals given from outside: the engine's own are estimates after deletes.

use tantivy::fieldnorm::FieldNormReader;

/// Saturation of repeated words.
const K1: f32 = 1.2;
/// How much length counts against a text.
const B: f32 = 0.75;

/// The score of one term in one field.
#[derive(Clone, Debug)]
pub(super) struct Bm25 {
    weight: f32,
    /// `k1 * (1 - b + b * length / average)` for each of the 256 lengths that a field norm tells apart.
    lengths: [f32; 256],
}

impl Bm25 {
    /// The scorer of a field of `passages` passages with `words` words in all.
    pub(super) fn of_field(passages: u64, words: u64) -> Bm25 {
        let average = (words as f32 / passages.max(1) as f32).max(1.0);
        let lengths = std::array::from_fn(|id| {
            let length = FieldNormReader::id_to_fieldnorm(id as u8) as f32;
            K1 * (1.0 - B + B * length / average)
        });
        Bm25 { weight: 0.0, lengths }
    }

    /// Sets the weight for a term that stands in `holding` of `passages` passages.
    pub(super) fn weigh(&mut self, passages: u64, holding: u64, boost: f32) {
        let (n, all) = (holding as f32, passages.max(holding) as f32);
        let idf = (1.0 + (all - n + 0.5) / (n + 0.5)).ln();
        self.weight = boost * idf * (1.0 + K1);
    }

    /// The score of a term that stands `count` times in a text whose length has norm `norm`.
    pub(super) fn score(&self, count: u32, norm: u8) -> f32 {
        let count = count as f32;
        self.weight * count / (count + self.lengths[usize::from(norm)])
    }
}
