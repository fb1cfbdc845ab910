//! What in a passage the plan explains, and the sentences worth showing.

use std::collections::HashSet;

use super::near::{Phrase, Text};
use crate::query::nearness::Extent;
use crate::query::plan::{Alternatives, Form, Pattern, TextField};
use crate::text::sentence::sentences;
use crate::text::{Analysis, Span, Token, tokens};

/// Finds what a plan's leaves match in texts, remembering stems from text to text.
#[derive(Default)]
pub struct Highlighter {
    analysis: Analysis,
    names: Vec<String>,
}

/// What one leaf matches in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Match {
    /// Where, in bytes of the text, rising.
    pub spans: Vec<Span>,
}

impl Highlighter {
    /// Says what the texts that follow name: the canonical names of programs and entities.
    pub fn naming(&mut self, names: impl Iterator<Item = String>) {
        self.names = names.collect();
    }

    /// Whether the text names this.
    pub(super) fn is_named(&self, name: &String) -> bool {
        self.names.contains(name)
    }

    /// What each of `leaves` matches in `text`, in their order.
    pub fn matches(&mut self, text: &str, leaves: &[&Alternatives]) -> Vec<Match> {
        let tokens = tokens(text);
        leaves
            .iter()
            .map(|leaf| {
                let (terms, others) = plain_terms(&leaf.forms);
                let of_terms = tokens.iter().filter(|t| terms.contains(&*t.term)).map(|t| t.span);
                let mut spans: Vec<Span> = of_terms.collect();
                for form in others {
                    spans.extend(self.of_pattern(text, &tokens, &form.pattern));
                }
                spans.sort_unstable();
                spans.dedup();
                Match { spans }
            })
            .collect()
    }

    pub(super) fn of_pattern(
        &mut self,
        text: &str,
        tokens: &[Token],
        pattern: &Pattern,
    ) -> Vec<Span> {
        match pattern {
            Pattern::Term { field, term } => {
                let found = tokens.iter().filter(|t| self.is_term(t, *field, term));
                found.map(|t| t.span).collect()
            }
            Pattern::Named { name, .. } if !self.is_named(name) => Vec::new(),
            Pattern::Phrase { places, .. } | Pattern::Named { places, .. } => {
                let phrase = Phrase::of(places);
                phrase.runs(tokens).flat_map(|(_, run)| run).map(|t| t.span).collect()
            }
            Pattern::Exact { text: printed, .. } => printed_at(text, printed).collect(),
            Pattern::Near(near) => self.of_near(&Text::of(text, tokens), near),
        }
    }

    /// Whether a word is this term of this field.
    pub(super) fn is_term(&mut self, token: &Token, field: TextField, term: &str) -> bool {
        match field {
            TextField::Stem => self.analysis.stem(&token.term) == term,
            _ => token.term == term,
        }
    }

    /// Whether a stemmed leaf stands in the headings a passage stands under.
    pub fn stands_in(&mut self, headings: &[String], leaf: &Alternatives) -> bool {
        headings
            .iter()
            .any(|heading| self.matches(heading, &[leaf]).iter().any(|m| !m.spans.is_empty()))
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
    places.filter_map(|place| words_under(&tokens, place)).collect()
}

/// The words that a span shares a byte with.
pub(super) fn words_under(tokens: &[Token], span: Span) -> Option<Extent> {
    let first = tokens.partition_point(|token| token.span.end <= span.start);
    let after = tokens.partition_point(|token| token.span.start < span.end);
    let last = after.checked_sub(1).filter(|last| *last >= first)?;
    Some(Extent { first: tokens[first].position, last: tokens[last].position })
}

/// Where `printed` stands in `text` letter for letter, at bounds of words.
pub fn printed_at<'a>(text: &'a str, printed: &'a str) -> impl Iterator<Item = Span> + 'a {
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

/// Joins what is next to each other, over spaces too, into rising spans that do not overlap.
pub fn merged(matches: &[Match]) -> Vec<Span> {
    united(matches.iter().flat_map(|m| m.spans.iter().copied()).collect())
}

/// The spans in order; those that overlap are one.
pub(super) fn united(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}

/// The run of whole sentences, at most `room` characters, that holds most of what was looked for
/// and begins as early as it can; a sentence alone is given even if it is longer.
pub fn excerpt(text: &str, highlights: &[Span], room: usize) -> Span {
    let sentences = sentences(text);
    let whole = Span::new(0, text.len());
    if text.chars().count() <= room || sentences.is_empty() {
        return whole;
    }
    let lengths: Vec<usize> =
        sentences.iter().map(|s| s.slice(text).map_or(0, |t| t.chars().count())).collect();
    let weight: Vec<usize> = sentences.iter().map(|s| distinct(text, highlights, *s)).collect();
    let (mut best, mut best_weight) = (whole, None);
    for first in 0..sentences.len() {
        let (mut length, mut sum) = (0, 0);
        for last in first..sentences.len() {
            length += lengths[last] + 1;
            if last > first && length > room {
                break;
            }
            sum += weight[last];
            if best_weight.is_none_or(|b| sum > b) {
                best_weight = Some(sum);
                best = sentences[first].join(sentences[last]);
            }
        }
    }
    fill(best, &sentences, &lengths, room, text)
}

/// Takes in sentences after, then before, while there is room.
fn fill(best: Span, sentences: &[Span], lengths: &[usize], room: usize, text: &str) -> Span {
    let mut run = best;
    let mut length = run.slice(text).map_or(0, |t| t.chars().count());
    for (i, sentence) in sentences.iter().enumerate() {
        if sentence.start >= run.end && length + lengths[i] < room {
            run = run.join(*sentence);
            length += lengths[i] + 1;
        } else if sentence.start >= run.end {
            break;
        }
    }
    run
}

/// How many different words of a sentence are lit.
fn distinct(text: &str, highlights: &[Span], sentence: Span) -> usize {
    let mut words: Vec<String> = highlights
        .iter()
        .filter(|h| sentence.holds(**h))
        .filter_map(|h| h.slice(text))
        .map(str::to_lowercase)
        .collect();
    words.sort_unstable();
    words.dedup();
    words.len()
}
