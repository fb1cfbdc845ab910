//! The terms of a segment that a word stands for: those with its stem.

use tantivy::SegmentReader;
use tantivy::schema::Field;

use super::IndexError;
use crate::text::Analysis;
use crate::text::spelling::spellings_of_beginning;

/// A stem stands for at most this many terms of a segment; no word of any language has as many
/// inflections.
const MOST_INFLECTIONS: usize = 256;

/// The plain terms of the segment that have this stem.
pub(super) fn terms_of_stem(
    segment: &SegmentReader,
    field: Field,
    stem: &str,
    analysis: &mut Analysis,
) -> Result<Vec<String>, IndexError> {
    let mut found = Vec::new();
    let dictionary = segment.inverted_index(field)?;
    for beginning in beginnings(stem) {
        let mut stream = dictionary.terms().range().ge(beginning.as_bytes()).into_stream()?;
        while found.len() < MOST_INFLECTIONS
            && stream.advance()
            && stream.key().starts_with(beginning.as_bytes())
        {
            if let Ok(term) = std::str::from_utf8(stream.key())
                && analysis.stem(term) == stem
            {
                found.push(term.to_owned());
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// What the words that have a stem begin with: the stem but for its last letter, which stemming
/// may have changed, and the other spellings of that.
fn beginnings(stem: &str) -> Vec<String> {
    if !stem.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'') {
        return vec![stem.to_owned()];
    }
    let kept = match stem {
        // `dying` is stemmed to `die`.
        _ if stem.ends_with("ie") => stem.len() - 2,
        _ => stem.len() - 1,
    };
    let beginning = &stem[..kept.max(1).min(stem.len())];
    let others = spellings_of_beginning(beginning).map(str::to_owned);
    std::iter::once(beginning.to_owned()).chain(others).collect()
}
