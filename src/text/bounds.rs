//! Where the sentences and paragraphs of a text begin, counted in words: what index and
//! highlighting decide nearness by.

use super::sentence::sentences;
use super::token::Token;

/// The positions of the first words of sentences and paragraphs, rising, without those of the
/// first ones. A paragraph is a line, as [`Document::text`](crate::document::Document::text) has
/// it; the beginning of a paragraph begins a sentence too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// Beginnings of sentences.
    pub sentences: Vec<u32>,
    /// Beginnings of paragraphs.
    pub paragraphs: Vec<u32>,
}

impl Bounds {
    /// The bounds of `text`, of which `tokens` are the words. Sentences and lines without a word
    /// bound nothing.
    pub fn of(text: &str, tokens: &[Token]) -> Bounds {
        let lines = text.match_indices('\n').map(|(at, _)| at + 1);
        let paragraphs = positions(tokens, lines);
        let starts = sentences(text).into_iter().map(|s| s.range().start);
        let mut sentences = positions(tokens, starts);
        sentences.extend(&paragraphs);
        sentences.sort_unstable();
        sentences.dedup();
        Bounds { sentences, paragraphs }
    }
}

/// The first words at or after these rising offsets.
fn positions(tokens: &[Token], offsets: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut positions = Vec::new();
    let mut at = 0;
    for offset in offsets {
        while tokens.get(at).is_some_and(|token| token.span.range().start < offset) {
            at += 1;
        }
        let Some(token) = tokens.get(at) else { break };
        if token.position > 0 && positions.last() != Some(&token.position) {
            positions.push(token.position);
        }
    }
    positions
}

#[cfg(test)]
mod tests {
    use super::Bounds;
    use crate::text::tokens;

    #[test]
    fn bounds_stand_at_first_words() {
        let text = "— One two. Three, the U.S. four! …\n*\n“Five six.” Seven";
        let bounds = Bounds::of(text, &tokens(text));
        assert_eq!(bounds.sentences, [2, 6, 8]);
        assert_eq!(bounds.paragraphs, [6]);
        assert_eq!(Bounds::of("", &[]), Bounds::default());
        assert_eq!(Bounds::of("\n\none", &tokens("\n\none")), Bounds::default());
    }
}
