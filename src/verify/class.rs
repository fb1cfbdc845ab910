//! The class of a difference.
//!
//! A difference is looked at with the words that it stands in, on both sides. What is equal at
//! either end falls away; of what is left the gravest kind decides. Words in another order, and
//! sentences that were joined, are one difference though an aligner finds several.

use super::alignment::Alignment;
use super::edge::widened;
use super::edit::{Class, Edit, What};
use super::kind::{are_opposites, is_negation, kind};
use super::moved::moved;
use super::reading::{Reading, Word, chunks, is_counting};
use super::spelt::spelt;
use super::stitch::{is_stitched, stitched};

/// Gives every difference its class, and brings together those that are one: words that moved,
/// sentences that were joined. Takes an alignment whose differences are all of class `Word`; law V2
/// holds of what it gives as of what it takes. `quotation` and `text` are what the spans of the
/// alignment point into.
pub fn classed(mut alignment: Alignment, quotation: &str, text: &str) -> Alignment {
    if alignment.differences().next().is_none() {
        return alignment;
    }
    let mut court = Sides::of(&alignment, quotation, text);
    if let Some(wider) = widened(&court, &alignment) {
        court = Sides::of(&wider, quotation, text);
        alignment = wider;
    }
    let mut edits = court.neighbours_joined();
    edits = moved(&court, edits);
    edits = stitched(&court, edits);
    for edit in &mut edits {
        if edit.what == What::Difference(Class::Word) {
            edit.what = What::Difference(court.class(edit));
        }
    }
    alignment.edits = edits;
    alignment
}

/// Quotation and source, as they are read for differences between them.
pub(super) struct Sides<'t> {
    /// The quotation.
    pub quoted: Reading<'t>,
    /// The document's text.
    pub source: Reading<'t>,
    alignment: Alignment,
}

/// The words that one edit changes, on both sides.
pub(super) struct Changed<'t> {
    /// Of the quotation.
    pub quoted: Vec<Word<'t>>,
    /// Of the source.
    pub source: Vec<Word<'t>>,
}

impl<'t> Sides<'t> {
    fn of(alignment: &Alignment, quotation: &'t str, text: &'t str) -> Sides<'t> {
        Sides {
            quoted: Reading::new(quotation, alignment.quoted),
            source: Reading::new(text, alignment.source),
            alignment: alignment.clone(),
        }
    }

    /// An insertion next to a deletion, with no word between them, is a replacement.
    fn neighbours_joined(&self) -> Vec<Edit> {
        let mut joined: Vec<Edit> = Vec::with_capacity(self.alignment.edits.len());
        let mut last: Option<usize> = None;
        for edit in &self.alignment.edits {
            // What stands between may be folds; they go into the replacement.
            match (last, edit.what) {
                (_, What::Fold(_)) => joined.push(*edit),
                (Some(at), _) if self.are_halves(&joined[at], edit) => {
                    let whole = join(&joined[at], edit, Class::Word);
                    joined.truncate(at);
                    joined.push(whole);
                }
                _ => {
                    last = Some(joined.len());
                    joined.push(*edit);
                }
            }
        }
        joined
    }

    fn are_halves(&self, a: &Edit, b: &Edit) -> bool {
        let differ = |e: &Edit| matches!(e.what, What::Difference(_));
        let halves = a.quoted.is_empty() && b.source.is_empty()
            || a.source.is_empty() && b.quoted.is_empty();
        differ(a)
            && differ(b)
            && halves
            && !has_words(&self.quoted.text[a.quoted.end as usize..b.quoted.start as usize])
            && !has_words(&self.source.text[a.source.end as usize..b.source.start as usize])
    }

    /// The words of an edit without those that are equal at either end.
    pub fn changed(&self, edit: &Edit) -> Changed<'t> {
        let quoted = self.quoted.words(edit.quoted.range(), self.alignment.quoted.range());
        let source = self.source.words(edit.source.range(), self.alignment.source.range());
        let own = |word: &Word<'_>, span: std::ops::Range<usize>| {
            word.span.start < span.end && span.start < word.span.end
        };
        let equal = |(a, b): &(&Word<'_>, &Word<'_>)| {
            let outside = !own(a, edit.quoted.range()) && !own(b, edit.source.range());
            a.folded == b.folded && (a.raw == b.raw || outside)
        };
        let first = quoted.iter().zip(&source).take_while(equal).count();
        let left = quoted.len().min(source.len()) - first;
        let last =
            quoted.iter().rev().zip(source.iter().rev()).take(left).take_while(equal).count();
        let inner = |words: Vec<Word<'t>>| words[first..words.len() - last].to_vec();
        Changed { quoted: inner(quoted), source: inner(source) }
    }

    /// The class of one difference.
    fn class(&self, edit: &Edit) -> Class {
        let changed = self.changed(edit);
        if changed.quoted.is_empty() && changed.source.is_empty() {
            return self.class_without_words(edit);
        }
        if let Some(class) = spelt(&changed.quoted, &changed.source) {
            return class;
        }
        if is_stitched(self, &changed) {
            return Class::Stitched;
        }
        self.gravest(&changed)
    }

    /// Marks alone differ, or how words are written together.
    fn class_without_words(&self, edit: &Edit) -> Class {
        let (quoted, source) = (edit.quoted.range(), edit.source.range());
        let sides = [&self.quoted.text[quoted.clone()], &self.source.text[source.clone()]];
        if sides.iter().any(|side| side.contains(is_counting)) {
            return Class::Number;
        }
        let written = |reading: &Reading<'t>, range, within: std::ops::Range<usize>| {
            let text = reading.text;
            chunks(text, reading.widened(range, within)).into_iter().map(|c| &text[c]).collect()
        };
        let a: Vec<&str> = written(&self.quoted, quoted, self.alignment.quoted.range());
        let b: Vec<&str> = written(&self.source, source, self.alignment.source.range());
        if a == b { Class::Punctuation } else { Class::Spelling }
    }

    /// The gravest kind among the words that only one side has.
    fn gravest(&self, changed: &Changed<'t>) -> Class {
        let quoted = less(&changed.quoted, &changed.source);
        let source = less(&changed.source, &changed.quoted);
        let negations =
            |words: &[Word<'t>], reading| words.iter().filter(|w| is_negation(w, reading)).count();
        let (a, b) = (negations(&quoted, &self.quoted), negations(&source, &self.source));
        if a != b || has_opposites(&quoted, &source) {
            return Class::Negation;
        }
        // A long omission says nothing of what is left.
        if quoted.is_empty() && source.len() > LONG {
            return Class::Word;
        }
        let of_quoted = quoted.iter().map(|word| kind(word, &self.quoted, &source));
        let of_source = source.iter().map(|word| kind(word, &self.source, &quoted));
        let kinds = of_quoted.chain(of_source).filter(|kind| *kind != Class::Negation);
        kinds.min().unwrap_or(Class::Word)
    }
}

/// An omission of more words than this is a matter of words, whatever they are.
const LONG: usize = 8;

/// The words of `these` that are not among `those`, each as often as it is more frequent.
fn less<'t>(these: &[Word<'t>], those: &[Word<'t>]) -> Vec<Word<'t>> {
    let mut counts = std::collections::HashMap::new();
    for word in those {
        *counts.entry(word.folded.as_str()).or_insert(0_usize) += 1;
    }
    let mut is_left = |word: &&Word<'t>| match counts.get_mut(word.folded.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    these.iter().filter(|word| is_left(word)).cloned().collect()
}

/// Whether a word and its opposite stand for each other. Long replacements say nothing.
fn has_opposites(a: &[Word<'_>], b: &[Word<'_>]) -> bool {
    a.len() <= LONG
        && b.len() <= LONG
        && a.iter().any(|a| b.iter().any(|b| are_opposites(&a.folded, &b.folded)))
}

/// One difference from the first of two to the second.
pub(super) fn join(first: &Edit, last: &Edit, class: Class) -> Edit {
    Edit {
        quoted: first.quoted.join(last.quoted),
        source: first.source.join(last.source),
        what: What::Difference(class),
    }
}

pub(super) fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}
