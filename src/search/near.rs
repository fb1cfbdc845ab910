//! Which words of a text take part where two things are near each other.

use std::collections::HashSet;

use super::highlight::{Highlighter, plain_terms, printed_at, words_under};
use crate::query::nearness::{Extent, Nearness};
use crate::query::plan::{ANY_WORD, Form, Near, Pattern};
use crate::text::{Bounds, Span, Token};

/// A text with its words and bounds.
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    bounds: Bounds,
}

impl<'a> Text<'a> {
    pub(super) fn of(text: &'a str, tokens: &'a [Token]) -> Text<'a> {
        Text { text, tokens, bounds: Bounds::of(text, tokens) }
    }
}

impl Highlighter {
    /// The words of both things wherever they are near each other; of a thing that stands far
    /// from another, its own words.
    pub(super) fn of_near(&mut self, text: &Text<'_>, near: &Near) -> Vec<Span> {
        let mut lit = Vec::new();
        self.light(text, near, None, &mut lit);
        lit
    }

    /// Lights what makes the `wanted` extents; all, where none are given.
    fn light(
        &mut self,
        text: &Text<'_>,
        near: &Near,
        wanted: Option<&[Extent]>,
        lit: &mut Vec<Span>,
    ) {
        let is_wanted = |extent: &Extent| wanted.is_none_or(|w| w.binary_search(extent).is_ok());
        let (left, right) = (self.side(text, &near.left.forms), self.side(text, &near.right.forms));
        if near.how.negated {
            let kept = near.how.kept(&left, &right, &text.bounds);
            let kept: Vec<Extent> = kept.into_iter().filter(is_wanted).collect();
            self.light_side(text, &near.left.forms, &kept, lit);
            return;
        }
        let (mut first, mut second) = (Vec::new(), Vec::new());
        let mut seen = 0;
        near.how.each_pair(&left, &right, &text.bounds, |a, b| {
            if is_wanted(&a.join(b)) {
                first.push(a);
                second.push(b);
            }
            seen += 1;
            seen < Nearness::MOST_EXTENTS
        });
        for side in [&mut first, &mut second] {
            side.sort_unstable();
            side.dedup();
        }
        self.light_side(text, &near.left.forms, &first, lit);
        self.light_side(text, &near.right.forms, &second, lit);
    }

    fn light_side(
        &mut self,
        text: &Text<'_>,
        forms: &[Form],
        wanted: &[Extent],
        lit: &mut Vec<Span>,
    ) {
        let is_wanted = |extent: &Extent| wanted.binary_search(extent).is_ok();
        let (terms, others) = plain_terms(forms);
        let of_terms = single_words(text, &terms).filter(is_wanted);
        lit.extend(of_terms.map(|word| text.tokens[word.first as usize].span));
        for form in others {
            match &form.pattern {
                Pattern::Near(near) => self.light(text, near, Some(wanted), lit),
                Pattern::Exact { text: printed, .. } => {
                    let places = printed_at(text.text, printed);
                    lit.extend(places.filter(|place| {
                        words_under(text.tokens, *place).is_some_and(|words| is_wanted(&words))
                    }));
                }
                pattern => {
                    let extents = self.extents(text, pattern).into_iter().filter(is_wanted);
                    let words =
                        extents.flat_map(|e| &text.tokens[e.first as usize..=e.last as usize]);
                    lit.extend(words.map(|token| token.span));
                }
            }
        }
    }

    fn side(&mut self, text: &Text<'_>, forms: &[Form]) -> Vec<Extent> {
        let (terms, others) = plain_terms(forms);
        let mut all: Vec<Extent> = single_words(text, &terms).collect();
        for form in others {
            all.extend(self.extents(text, &form.pattern));
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The words that a pattern stands on, by their numbers in the text.
    pub(super) fn extents(&mut self, text: &Text<'_>, pattern: &Pattern) -> Vec<Extent> {
        let extents = |starts: Vec<usize>, length: usize| -> Vec<Extent> {
            let extent =
                |first: usize| Extent { first: first as u32, last: (first + length - 1) as u32 };
            starts.into_iter().map(extent).collect()
        };
        let tokens = text.tokens;
        match pattern {
            Pattern::Term { field, term } => {
                let is = |at: &usize| self.is_term(&tokens[*at], *field, term);
                extents((0..tokens.len()).filter(is).collect(), 1)
            }
            Pattern::Named { name, .. } if !self.is_named(name) => Vec::new(),
            Pattern::Phrase { places, .. } | Pattern::Named { places, .. } => {
                let phrase = Phrase::of(places);
                extents(phrase.runs(tokens).map(|(at, _)| at).collect(), places.len())
            }
            Pattern::Exact { text: printed, .. } => {
                let places = printed_at(text.text, printed);
                places.filter_map(|place| words_under(tokens, place)).collect()
            }
            Pattern::Near(near) => {
                let (left, right) =
                    (self.side(text, &near.left.forms), self.side(text, &near.right.forms));
                near.how.joined(&left, &right, &text.bounds)
            }
        }
    }
}

/// Where words stand that are any of these.
fn single_words<'a>(
    text: &'a Text<'_>,
    terms: &'a HashSet<&str>,
) -> impl Iterator<Item = Extent> + 'a {
    let numbered = (0_u32..).zip(text.tokens);
    numbered
        .filter(|(_, token)| terms.contains(&*token.term))
        .map(|(at, _)| Extent { first: at, last: at })
}

/// The places of a phrase, to compare the words of a text with.
pub(super) struct Phrase<'a> {
    places: Vec<Words<'a>>,
}

/// What may stand at one place.
enum Words<'a> {
    Any,
    Few(&'a [String]),
    Many(HashSet<&'a str>),
}

impl<'a> Phrase<'a> {
    /// So many words are compared one by one; more, such as those of a beginning, are looked up.
    const FEW: usize = 8;

    pub(super) fn of(places: &'a [Vec<String>]) -> Phrase<'a> {
        let words = |place: &'a Vec<String>| match place.as_slice() {
            terms if terms.iter().any(|term| term == ANY_WORD) => Words::Any,
            terms if terms.len() <= Self::FEW => Words::Few(terms),
            terms => Words::Many(terms.iter().map(String::as_str).collect()),
        };
        Phrase { places: places.iter().map(words).collect() }
    }

    /// The runs of words that are those of the phrase, place by place, with the first's number.
    pub(super) fn runs<'t>(
        &'t self,
        tokens: &'t [Token],
    ) -> impl Iterator<Item = (usize, &'t [Token])> + 't {
        let runs = tokens.windows(self.places.len().max(1)).enumerate();
        runs.filter(|(_, run)| self.places.iter().zip(*run).all(|(place, word)| place.has(word)))
    }
}

impl Words<'_> {
    fn has(&self, word: &Token) -> bool {
        match self {
            Words::Any => true,
            Words::Few(terms) => terms.contains(&word.term),
            Words::Many(terms) => terms.contains(&*word.term),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Phrase;
    use crate::query::plan::ANY_WORD;
    use crate::text::tokens;

    #[test]
    fn a_place_of_many_words_is_one_of_few() {
        let text = tokens("a joint exercise of joint forces, and joint x5");
        let first = |places: &[Vec<String>]| -> Vec<usize> {
            Phrase::of(places).runs(&text).map(|(at, _)| at).collect()
        };
        let joint = vec!["joint".to_owned()];
        let many: Vec<String> = (0..20).map(|i| format!("x{i}")).collect();
        let with = |more: &str| [many.clone(), vec![more.to_owned()]].concat();
        assert_eq!(first(&[joint.clone(), many.clone()]), [7]);
        assert_eq!(first(&[joint.clone(), with("forces")]), [4, 7]);
        assert_eq!(first(&[joint.clone(), with(ANY_WORD)]), [1, 4, 7]);
        assert_eq!(first(&[joint, vec!["exercise".to_owned()]]), [1]);
    }
}
