//! Sentence spans: where a reader would say that a sentence ends.

use unicode_segmentation::UnicodeSegmentation;

use super::span::Span;

/// The sentences of `text`, in order. They cover the text but for white space between them.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    for (start, sentence) in text.split_sentence_bound_indices() {
        let lead = sentence.len() - sentence.trim_start().len();
        let kept = sentence.trim();
        if !kept.is_empty() {
            out.push(Span::new(start + lead, start + lead + kept.len()));
        }
    }
    out
}
