//! BM25 (Robertson and Walker 1994, in Lucene's form with a logarithm that never turns negative),
//! with exact totals given from outside: the engine's own are estimates after deletes.

use tantivy::fieldnorm::FieldNormReader;

/// Saturation of repeated words.
const K1: f32 = 1.2;
/// How much length counts against a text.
const B: f32 = 0.75;

/// What a term is worth that stands in `holding` of `all` texts: the rarer, the more.
pub(super) fn weight(all: u64, holding: u64) -> f32 {
    let (n, all) = (holding as f32, all.max(holding) as f32);
    (1.0 + (all - n + 0.5) / (n + 0.5)).ln() * (1.0 + K1)
}

/// How repetition and length count in texts of one sort.
#[derive(Clone, Debug)]
pub(super) struct Saturation {
    /// Words of a text on average.
    average: f32,
    /// What damps a count, for each of the 256 lengths that a field norm tells apart.
    by_norm: [f32; 256],
}

impl Saturation {
    /// That of `texts` texts with `words` words in all.
    pub(super) fn of(texts: u64, words: u64) -> Saturation {
        let average = (words as f32 / texts.max(1) as f32).max(1.0);
        let by_norm = std::array::from_fn(|id| {
            damping(FieldNormReader::id_to_fieldnorm(id as u8) as f32, average)
        });
        Saturation { average, by_norm }
    }

    /// How far `count` mentions in a text whose length has norm `norm` come to the weight; below 1.
    pub(super) fn by_norm(&self, count: u32, norm: u8) -> f32 {
        let count = count as f32;
        count / (count + self.by_norm[usize::from(norm)])
    }

    /// The same for a text of `length` words.
    pub(super) fn by_length(&self, count: u32, length: u32) -> f32 {
        let count = count as f32;
        count / (count + damping(length as f32, self.average))
    }
}

fn damping(length: f32, average: f32) -> f32 {
    K1 * (1.0 - B + B * length / average)
}
