//! Which stretches of which documents may carry a quotation: what the index is asked for, and how
//! much of it a stretch may lack.
//!
//! The index knows words of its own, so a word of the quotation may stand there as several, or be
//! lost in another: it is given all the terms that it may stand as. What cannot be told beforehand
//! (a word broken in the source) costs the stretch one of the words that it may lack.

use super::unit::fold_char;
use crate::document::DocumentId;
use crate::index::{Carrier, Carriers, IndexError, Snapshot, Sought};
use crate::text::fold::is_invisible;
use crate::text::token::{UNITED_STATES, each_token};
use crate::text::{Span, offset};

/// The pieces of a quotation, and the halves of one whose words stand apart, lie within so many
/// words of one document.
pub const FARTHEST: u32 = 3000;

/// A quotation of more words is looked for in parts of so many terms.
const PART: usize = 50;

/// Of more parts than this only some are looked for, spread over the quotation: one that two thirds
/// of stand somewhere has its words there in most of its parts.
pub(super) const MOST_PARTS: usize = 8;

/// A word that is written as more than this many is looked for as several.
const COMPOUND: usize = 4;

/// Where the words of a quotation stand apart, one in so many at least stands in a run.
const APART: u32 = 4;

/// Words a stretch may have beyond those of the quotation: what the quotation dropped.
const DROPPED: usize = 12;

/// What the index is asked to find of a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    parts: Vec<Part>,
    /// Whether it leaves out or replaces words of the source.
    has_gaps: bool,
    /// Number of its terms.
    terms: usize,
}

/// A part of a quotation: its terms in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Part {
    forms: Vec<Vec<String>>,
    /// How many terms each of its words has.
    words: Vec<u32>,
}

/// How far the words of a quotation may be from those of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// All words, but for what typography hides.
    Whole,
    /// Two thirds of the words, some of them in a run.
    Part,
    /// The same, the words apart.
    Apart,
}

/// A stretch of a document that may carry a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) document: DocumentId,
    /// Numbers of its first and last passage, from 1.
    pub(super) passages: (u32, u32),
    /// How many words stand next to another as in the quotation, and how many in one run, together;
    /// where that was counted.
    pub(super) linked: u32,
}

/// Stretches that may carry a quotation, best first, and others that come near.
#[derive(Clone, Debug, Default)]
pub(super) struct Candidates {
    pub(super) passing: Vec<Candidate>,
    pub(super) near: Vec<Candidate>,
}

impl Wanted {
    /// What to ask for to find the quotation `text`.
    pub(super) fn of(text: &str) -> Wanted {
        let brackets = brackets(text);
        let mut whole = Part::default();
        let mut word: Vec<(String, Span)> = Vec::new();
        each_token(text, |term, span| {
            if brackets.iter().any(|bracket| bracket.overlaps(span)) {
                return;
            }
            let goes_on = word.last().is_some_and(|(_, last)| {
                // A soft hyphen at its end is of the word.
                let end = text[..last.end as usize].trim_end_matches(is_invisible).len();
                word.len() < COMPOUND && joins(&text[end..span.start as usize])
            });
            if !goes_on {
                whole.push(&std::mem::take(&mut word));
            }
            word.push((term.to_owned(), span));
        });
        whole.push(&word);
        // Brackets that touch no word stand for words of the source.
        let free = |bracket: &Span| {
            let touched = bracket.slice(text).unwrap_or_default();
            touched.starts_with('[') && touched.ends_with(']')
        };
        let has_gaps = brackets.iter().any(free) || has_ellipsis(text);
        let terms = whole.forms.len();
        Wanted { parts: whole.split(), has_gaps, terms }
    }

    /// Whether nothing in it can be looked for.
    pub(super) fn is_empty(&self) -> bool {
        self.terms == 0
    }

    /// What [`Candidate::linked`] is of a stretch that has all the words in one run.
    pub(super) fn in_one_run(&self) -> u32 {
        2 * self.parts.first().map_or(0, |part| part.forms.len() as u32)
    }

    /// The stretches of the collection that may carry the quotation, of which a reader would count
    /// `words` words. Every one that does is among them where it carries a run of words; the bounds
    /// hold of each part for itself.
    pub(super) fn candidates(
        &self,
        snapshot: &Snapshot,
        words: usize,
        likeness: Likeness,
    ) -> Result<Candidates, IndexError> {
        let counted: usize = self.parts.iter().map(|part| part.words.len()).sum();
        // Where the terms make fewer words than a reader counts, each may lack as many more.
        let more = words.saturating_sub(counted);
        let mut all = Candidates::default();
        // The halves of a long one stand by themselves in some of its parts.
        if likeness == Likeness::Apart && self.parts.len() > 1 {
            return Ok(all);
        }
        let every = self.parts.len().div_ceil(MOST_PARTS);
        for part in self.parts.iter().step_by(every.max(1)) {
            let found = snapshot.carrying(&self.sought(part, more, likeness))?;
            let (before, behind) = match self.parts.len() {
                1 => (0, 0),
                _ => self.rest(part),
            };
            all.take(found, before, behind);
            // All parts of what is whole stand wherever one does.
            if likeness == Likeness::Whole {
                break;
            }
        }
        if self.parts.len() > 1 {
            all.sort();
        }
        Ok(all)
    }

    /// Words of the quotation that may stand before and behind a part of it.
    fn rest(&self, part: &Part) -> (u32, u32) {
        let at = self.parts.iter().position(|p| std::ptr::eq(p, part)).unwrap_or(0);
        let words = |parts: &[Part]| parts.iter().map(|p| p.forms.len()).sum::<usize>() as u32;
        (words(&self.parts[..at]), words(&self.parts[at + 1..]))
    }

    fn sought(&self, part: &Part, more: usize, likeness: Likeness) -> Sought {
        let terms = part.forms.len() as u32;
        let words = part.words.len() + more;
        let near = self.terms + self.terms / 2 + DROPPED;
        let near = u32::try_from(near).unwrap_or(FARTHEST);
        let stretch = match likeness {
            Likeness::Apart => FARTHEST,
            _ if self.has_gaps => FARTHEST + near,
            _ => near,
        };
        let joined = part.words.iter().any(|terms| *terms > 1);
        let (lacking, linked, run) = match likeness {
            // Typography hides a word now and then; in one or two words, none.
            Likeness::Whole => {
                let hidden = if words < 3 { 0 } else { words.div_ceil(8) };
                let linked = if self.has_gaps || words < 3 { 0 } else { (terms / 2).max(2) };
                (part.terms_of(hidden), linked, 0)
            }
            // A run of four words may have lost one to the joining of a compound.
            _ => {
                let run = if joined { 3 } else { 4 };
                (part.terms_of(words / 3), if self.has_gaps { 0 } else { run }, run)
            }
        };
        let run = run.min(terms);
        // A piece that stands far from the others is worth the way to it only if it is a run.
        let in_runs = match likeness {
            Likeness::Apart if !self.has_gaps => run.max(terms / APART),
            _ => 0,
        };
        Sought { words: part.forms.clone(), lacking, stretch, linked, run, in_runs }
    }
}

impl Part {
    /// Adds a word, with the terms that make it.
    fn push(&mut self, word: &[(String, Span)]) {
        if word.is_empty() {
            return;
        }
        let joined: Option<String> =
            (word.len() > 1).then(|| word.iter().map(|(term, _)| term.as_str()).collect());
        for (i, (term, _)) in word.iter().enumerate() {
            let mut forms = vec![term.clone()];
            forms.extend(joined.clone());
            if word.len() > 2 {
                // Two of three may be joined.
                let pair = |at: usize| Some(format!("{}{}", word.get(at)?.0, word.get(at + 1)?.0));
                forms.extend(i.checked_sub(1).and_then(pair));
                forms.extend(pair(i));
            }
            if !term.is_ascii() {
                let mut latin = String::new();
                term.chars().for_each(|c| fold_char(c, &mut latin));
                forms.extend(Some(latin).filter(|latin| latin != term));
            }
            match term.as_str() {
                "us" => forms.push(UNITED_STATES.to_owned()),
                UNITED_STATES => forms.push("us".to_owned()),
                _ => {}
            }
            self.forms.push(forms);
        }
        self.words.push(word.len() as u32);
    }

    /// How many terms the longest of `words` words have.
    fn terms_of(&self, words: usize) -> u32 {
        let mut longest = self.words.clone();
        longest.sort_unstable_by(|a, b| b.cmp(a));
        longest.iter().take(words).sum()
    }

    /// Parts that the index can look for, of about the same length.
    fn split(self) -> Vec<Part> {
        if self.forms.len() <= Sought::MOST {
            return vec![self];
        }
        let length = self.forms.len().div_ceil(self.forms.len().div_ceil(PART));
        let mut parts = vec![Part::default()];
        let mut forms = self.forms.into_iter();
        for terms in self.words {
            if parts.last().is_some_and(|part| part.forms.len() >= length) {
                parts.push(Part::default());
            }
            if let Some(part) = parts.last_mut() {
                part.forms.extend(forms.by_ref().take(terms as usize));
                part.words.push(terms);
            }
        }
        parts
    }
}

impl Candidates {
    /// Takes what was found of a part, with the words of the quotation before and behind it.
    fn take(&mut self, found: Carriers, before: u32, behind: u32) {
        // Passages have about this many words at least; the court looks at a margin besides.
        const SHORT: u32 = 25;
        let candidate = |carrier: Carrier| {
            let (first, last) = carrier.passages;
            let first = first.saturating_sub(before / SHORT).max(1);
            let passages = (first, last.saturating_add(behind / SHORT));
            Candidate { document: carrier.document, passages, linked: carrier.linked + carrier.run }
        };
        self.passing.extend(found.carriers.into_iter().map(candidate));
        self.near.extend(found.near.into_iter().map(candidate));
    }

    /// Brings those of several parts in one order, and together where they overlap.
    fn sort(&mut self) {
        for found in [&mut self.passing, &mut self.near] {
            found.sort_unstable_by_key(|c| (c.document, c.passages));
            found.dedup_by(|next, kept| {
                let meets = next.document == kept.document && next.passages.0 <= kept.passages.1;
                if meets {
                    kept.passages.1 = kept.passages.1.max(next.passages.1);
                    kept.linked = kept.linked.saturating_add(next.linked);
                }
                meets
            });
            found.sort_by_key(|c| (std::cmp::Reverse(c.linked), c.document, c.passages));
        }
    }
}

/// Whether what stands between two terms makes them one word, or may where it is written otherwise:
/// nothing, or marks without white space, or a hyphen at the end of a line.
fn joins(between: &str) -> bool {
    let mut chars = between.trim_start_matches(is_invisible).chars().peekable();
    let hyphens = between.starts_with('\u{ad}')
        || matches!(chars.peek(), Some('-' | '\u{2010}' | '\u{2011}' | '\u{ac}'));
    chars.all(|c| match hyphens {
        true => !c.is_alphanumeric(),
        false => !c.is_whitespace() && !matches!(c, '\u{2012}'..='\u{2015}' | '…'),
    })
}

fn has_ellipsis(text: &str) -> bool {
    text.contains('…') || text.contains("...") || text.contains(". . .")
}

/// The square brackets of a text, each with the word that it touches.
fn brackets(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('[').map(|i| at + i) {
        let Some(close) = text[open..].find(']').map(|i| open + i + 1) else { break };
        let before = text[..open].trim_end_matches(char::is_alphanumeric).len();
        let rest = text[close..].trim_start_matches(char::is_alphanumeric);
        found.push(Span { start: offset(before), end: offset(text.len() - rest.len()) });
        at = close;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str) -> Part {
        Wanted::of(text).parts.remove(0)
    }

    fn first_forms(text: &str) -> Vec<String> {
        part(text).forms.into_iter().map(|mut forms| forms.remove(0)).collect()
    }

    #[test]
    fn a_compound_is_looked_for_apart_and_as_one() {
        let multi = part("a multi-\nyear plan");
        assert_eq!(multi.words, [1, 2, 1]);
        assert_eq!(multi.forms[1], ["multi", "multiyear"]);
        assert_eq!(multi.forms[2], ["year", "multiyear"]);
        assert_eq!(part("adop\u{ad}\nted so").words, [2, 1]);
        assert_eq!(part("state-of-the-art").words, [4]);
        assert_eq!(part("peace – and security").words, [1, 1, 1]);
    }

    #[test]
    fn what_stands_in_brackets_is_not_looked_for() {
        assert_eq!(first_forms("[t]he parties [and others] work[ed] hard"), ["parties", "hard"]);
        assert!(Wanted::of("the parties [and others] agree").has_gaps);
        assert!(Wanted::of("the parties … agree").has_gaps);
        assert!(!Wanted::of("[t]he parties agree").has_gaps);
        assert_eq!(first_forms("an open [ bracket"), ["an", "open", "bracket"]);
    }

    #[test]
    fn a_stretch_may_lack_a_third_of_the_words_and_of_compounds_all_terms() {
        let wanted = Wanted::of("one two three four five-six seven");
        let sought = wanted.sought(&wanted.parts[0], 0, Likeness::Part);
        assert_eq!((sought.words.len(), sought.lacking, sought.run), (7, 3, 3));
        let whole = wanted.sought(&wanted.parts[0], 0, Likeness::Whole);
        assert_eq!((whole.lacking, whole.run), (2, 0));
    }

    #[test]
    fn a_long_quotation_is_looked_for_in_parts() {
        let text: Vec<String> = (0..130).map(|i| format!("word{i}")).collect();
        let wanted = Wanted::of(&text.join(" "));
        let lengths: Vec<usize> = wanted.parts.iter().map(|part| part.forms.len()).collect();
        assert_eq!(lengths, [44, 44, 42]);
        assert_eq!(wanted.rest(&wanted.parts[1]), (44, 42));
    }
}
