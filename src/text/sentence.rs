//! Sentence spans: where a reader would say that a sentence ends.
