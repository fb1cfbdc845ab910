//! Where patterns stand in a text, word by word.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::highlight::Highlighter;
use crate::query::nearness::Extent;
use crate::query::plan::{ANY_WORD, Alternatives, Form, Pattern, TextField};
use crate::text::{Bounds, Span, Token, tokens};

/// A text with its words and bounds.
pub(super) struct Text<'a> {
    text: &'a str,
    tokens: &'a [Token],
    bounds: OnceCell<Bounds>,
}

impl<'a> Text<'a> {
    pub(super) fn of(text: &'a str, tokens: &'a [Token]) -> Text<'a> {
        Text { text, tokens, bounds: OnceCell::new() }
    }

    pub(super) fn bounds(&self) -> &Bounds {
        self.bounds.get_or_init(|| Bounds::of(self.text, self.tokens))
    }

    /// The words of an extent.
    pub(super) fn words(&self, extent: Extent) -> &'a [Token] {
        self.tokens.get(extent.first as usize..=extent.last as usize).unwrap_or_default()
    }

    /// Where words stand that are any of these.
    pub(super) fn single_words(&self, terms: &HashSet<&str>) -> impl Iterator<Item = Extent> {
        let numbered = (0_u32..).zip(self.tokens);
        numbered
            .filter(|(_, token)| terms.contains(&*token.term))
            .map(|(at, _)| Extent { first: at, last: at })
    }

    /// Where `printed` stands letter for letter, at bounds of words.
    pub(super) fn printed(&self, printed: &'a str) -> impl Iterator<Item = Span> + 'a {
        printed_at(self.text, printed)
    }

    /// The words that a span shares a byte with.
    pub(super) fn words_under(&self, span: Span) -> Option<Extent> {
        let first = self.tokens.partition_point(|token| token.span.end <= span.start);
        let after = self.tokens.partition_point(|token| token.span.start < span.end);
        let last = after.checked_sub(1).filter(|last| *last >= first)?;
        let [first, last] = [first, last].map(|at| self.tokens[at].position);
        Some(Extent { first, last })
    }
}

impl Highlighter {
    /// Where a thing stands in any of its forms, rising.
    pub(super) fn side(&mut self, text: &Text<'_>, side: &Alternatives) -> Vec<Extent> {
        let (terms, others) = plain_terms(&side.forms);
        let mut all: Vec<Extent> = text.single_words(&terms).collect();
        for form in others {
            all.extend(self.extents(text, &form.pattern));
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The words that a pattern stands on, by their numbers in the text.
    pub(super) fn extents(&mut self, text: &Text<'_>, pattern: &Pattern) -> Vec<Extent> {
        match pattern {
            Pattern::Term { field, term } => {
                let numbered = (0_u32..).zip(text.tokens);
                let found = numbered.filter(|(_, token)| self.is_term(token, *field, term));
                found.map(|(at, _)| Extent { first: at, last: at }).collect()
            }
            Pattern::Named { name, .. } if !self.names.contains(name) => Vec::new(),
            Pattern::Phrase { places, .. } | Pattern::Named { places, .. } => {
                Phrase::of(places).extents(text.tokens).collect()
            }
            Pattern::Exact { text: printed, .. } => {
                text.printed(printed).filter_map(|place| text.words_under(place)).collect()
            }
            Pattern::Near(near) => {
                let (left, right) = (self.side(text, &near.left), self.side(text, &near.right));
                near.how.joined(&left, &right, text.bounds())
            }
        }
    }

    /// Whether a word is this term of this field.
    fn is_term(&mut self, token: &Token, field: TextField, term: &str) -> bool {
        match field {
            TextField::Stem => self.analysis.stem(&token.term) == term,
            _ => token.term == term,
        }
    }
}

/// The plain terms among forms, to look many up at once, and the other forms.
pub(super) fn plain_terms(forms: &[Form]) -> (HashSet<&str>, Vec<&Form>) {
    let (mut terms, mut others) = (HashSet::new(), Vec::new());
    for form in forms {
        match &form.pattern {
            Pattern::Term { field: TextField::Stem, .. } => others.push(form),
            Pattern::Term { term, .. } => {
                terms.insert(term.as_str());
            }
            _ => others.push(form),
        }
    }
    (terms, others)
}

/// The words of `text` that `printed` stands on, for each place where it stands.
pub fn printed_on(text: &str, printed: &str) -> Vec<Extent> {
    let mut places = printed_at(text, printed).peekable();
    if places.peek().is_none() {
        return Vec::new();
    }
    let tokens = tokens(text);
    let text = Text::of(text, &tokens);
    places.filter_map(|place| text.words_under(place)).collect()
}

/// Where `printed` stands in `text` letter for letter, at bounds of words.
fn printed_at<'a>(text: &'a str, printed: &'a str) -> impl Iterator<Item = Span> + 'a {
    let inside = |before: Option<char>, after: Option<char>| {
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
    };
    text.match_indices(printed).filter_map(move |(start, found)| {
        let end = start + found.len();
        let begins = !inside(text[..start].chars().next_back(), found.chars().next());
        let ends = !inside(found.chars().next_back(), text[end..].chars().next());
        (begins && ends && !found.is_empty()).then(|| Span::new(start, end))
    })
}

/// The places of a phrase, to compare the words of a text with.
struct Phrase<'a> {
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

    fn of(places: &'a [Vec<String>]) -> Phrase<'a> {
        let words = |place: &'a Vec<String>| match place.as_slice() {
            terms if terms.iter().any(|term| term == ANY_WORD) => Words::Any,
            terms if terms.len() <= Self::FEW => Words::Few(terms),
            terms => Words::Many(terms.iter().map(String::as_str).collect()),
        };
        Phrase { places: places.iter().map(words).collect() }
    }

    /// The runs of words that are those of the phrase, place by place.
    fn extents(&self, tokens: &[Token]) -> impl Iterator<Item = Extent> {
        let runs = (0_u32..).zip(tokens.windows(self.places.len().max(1)));
        runs.filter(|(_, run)| self.places.iter().zip(*run).all(|(place, word)| place.has(word)))
            .map(|(at, run)| Extent { first: at, last: at + (run.len() - 1) as u32 })
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
        let first = |places: &[Vec<String>]| -> Vec<u32> {
            Phrase::of(places).extents(&text).map(|extent| extent.first).collect()
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
