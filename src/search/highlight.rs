//! What in a passage the plan explains, and the sentences worth showing.

use super::extent::{Text, plain_terms};
use crate::query::nearness::{Extent, Nearness};
use crate::query::plan::{Alternatives, Form, Near, Pattern};
use crate::text::sentence::sentences;
use crate::text::{Analysis, Span, tokens};

/// Finds what a plan's leaves match in texts, remembering stems from text to text.
#[derive(Default)]
pub struct Highlighter {
    pub(super) analysis: Analysis,
    pub(super) names: Vec<String>,
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

    /// What each of `leaves` matches in `text`, in their order.
    pub fn matches(&mut self, text: &str, leaves: &[&Alternatives]) -> Vec<Match> {
        let tokens = tokens(text);
        let text = Text::of(text, &tokens);
        let matches = leaves.iter().map(|leaf| {
            let mut spans = Vec::new();
            self.light(&text, &leaf.forms, None, &mut spans);
            spans.sort_unstable();
            spans.dedup();
            Match { spans }
        });
        matches.collect()
    }

    /// Every match of `leaves` in `text`, from its first word to its last: where lighting wants the
    /// words of a phrase, a line in context wants the phrase. Those that overlap are one. Rising.
    pub(super) fn stretches(&mut self, text: &str, leaves: &[&Alternatives]) -> Vec<Span> {
        let tokens = tokens(text);
        let text = Text::of(text, &tokens);
        let mut found = Vec::new();
        for form in leaves.iter().flat_map(|leaf| &leaf.forms) {
            match &form.pattern {
                Pattern::Exact { text: printed, .. } => found.extend(text.printed(printed)),
                pattern => {
                    let extents = self.extents(&text, pattern).into_iter();
                    let words = extents.map(|extent| text.words(extent));
                    found.extend(words.filter_map(|w| Some(w.first()?.span.join(w.last()?.span))));
                }
            }
        }
        united(found)
    }

    /// Whether a stemmed leaf stands in the headings a passage stands under.
    pub fn stands_in(&mut self, headings: &[String], leaf: &Alternatives) -> bool {
        headings
            .iter()
            .any(|heading| self.matches(heading, &[leaf]).iter().any(|m| !m.spans.is_empty()))
    }

    /// Lights the words and printed characters of `forms`; where extents are `wanted`, what makes
    /// these alone.
    fn light(
        &mut self,
        text: &Text<'_>,
        forms: &[Form],
        wanted: Option<&[Extent]>,
        lit: &mut Vec<Span>,
    ) {
        let is_wanted = |extent: &Extent| wanted.is_none_or(|w| w.binary_search(extent).is_ok());
        let (terms, others) = plain_terms(forms);
        let spans = |extent: Extent| text.words(extent).iter().map(|token| token.span);
        lit.extend(text.single_words(&terms).filter(is_wanted).flat_map(spans));
        for form in others {
            match &form.pattern {
                Pattern::Near(near) => self.light_near(text, near, wanted, lit),
                Pattern::Exact { text: printed, .. } => {
                    lit.extend(text.printed(printed).filter(|place| {
                        wanted.is_none() || text.words_under(*place).is_some_and(|w| is_wanted(&w))
                    }))
                }
                pattern => {
                    let extents = self.extents(text, pattern).into_iter();
                    lit.extend(extents.filter(is_wanted).flat_map(spans));
                }
            }
        }
    }

    /// Lights both things wherever they are near each other; of a thing that stands far from
    /// another, its own words.
    fn light_near(
        &mut self,
        text: &Text<'_>,
        near: &Near,
        wanted: Option<&[Extent]>,
        lit: &mut Vec<Span>,
    ) {
        let is_wanted = |extent: &Extent| wanted.is_none_or(|w| w.binary_search(extent).is_ok());
        let (left, right) = (self.side(text, &near.left), self.side(text, &near.right));
        if near.how.negated {
            let mut kept = near.how.kept(&left, &right, text.bounds());
            kept.retain(is_wanted);
            self.light(text, &near.left.forms, Some(&kept), lit);
            return;
        }
        let (mut first, mut second) = (Vec::new(), Vec::new());
        let mut seen = 0;
        near.how.each_pair(&left, &right, text.bounds(), |a, b| {
            if is_wanted(&a.join(b)) {
                first.push(a);
                second.push(b);
            }
            seen += 1;
            seen < Nearness::MOST_EXTENTS
        });
        for (side, mut extents) in [(&near.left, first), (&near.right, second)] {
            extents.sort_unstable();
            extents.dedup();
            self.light(text, &side.forms, Some(&extents), lit);
        }
    }
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
