//! The forms of beginnings, shapes and misspelt words: the terms of the index that they stand for,
//! bounded for each and for a query.

use std::collections::HashMap;

use super::expand::{Expander, MOST_FORMS, Widen};
use super::plan::{ANY_WORD, Alternatives, Form, Pattern, Reason, TextField};
use super::shape::{Place, Shape, places};
use crate::text::Span;
use crate::text::token::UNITED_STATES;

/// All beginnings and shapes of a query together stand for at most this many words.
const MOST_FORMS_OF_ALL: usize = 4 * MOST_FORMS;

/// Different misspelt words, and shapes with a short beginning, of a query that are looked up: they
/// go through all the words there are, or a good part of them.
const MOST_SCANS: usize = 24;

/// A beginning of fewer letters leaves a good part of the words.
const SHORT_BEGINNING: usize = 3;

/// What was looked up for a query, and how much more may be.
pub(super) struct Forms {
    known: HashMap<Wanted, Terms>,
    left: usize,
    scans_left: usize,
}

/// What terms are looked up by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Wanted {
    Beginning(String),
    Shape(Shape),
    Like(String, u8),
}

/// Terms, the best first.
#[derive(Clone, Default)]
struct Terms {
    terms: Vec<String>,
    /// There were more.
    cut: bool,
}

impl Default for Forms {
    fn default() -> Self {
        Forms { known: HashMap::new(), left: MOST_FORMS_OF_ALL, scans_left: MOST_SCANS }
    }
}

impl Expander<'_> {
    /// Words that begin with this; of a word of several terms, the last one is the beginning and
    /// the others stand before it.
    pub(super) fn prefix(&mut self, text: &str, span: Span) -> Alternatives {
        let written = format!("{text}*");
        self.phrase_of(&written, written.clone(), span, Widen::No)
    }

    /// Words of a shape.
    pub(super) fn shaped(&mut self, text: &str, span: Span) -> Alternatives {
        self.phrase_of(text, text.to_owned(), span, Widen::No)
    }

    /// The words of `text` next to each other, in all their spellings where they are widened; those
    /// with gaps stand for the terms that they fit.
    pub(super) fn phrase_of(
        &mut self,
        text: &str,
        label: String,
        span: Span,
        widen: Widen,
    ) -> Alternatives {
        let mut why = Reason::Asked;
        let mut read: Vec<Vec<String>> = Vec::new();
        for place in places(text) {
            let (wanted, reason) = match place {
                Place::Term(term) => {
                    read.push(self.spellings(term, widen));
                    continue;
                }
                Place::Any => {
                    read.push(vec![ANY_WORD.to_owned()]);
                    continue;
                }
                Place::Beginning(term) => (Wanted::Beginning(term), Reason::Prefix),
                Place::Shape(shape) => (Wanted::Shape(shape), Reason::Shape),
            };
            read.push(self.terms_of(wanted, &reason, text, span));
            why = reason;
        }
        let mut forms = Vec::new();
        if read.iter().all(|place| !place.is_empty()) {
            match read.len() {
                0 => {}
                1 => forms = self.single_forms(read.swap_remove(0), text, why),
                _ => {
                    let pattern = Pattern::Phrase { field: TextField::Plain, places: read };
                    forms.push(Form { pattern, why });
                }
            }
        }
        Alternatives { forms, asked: span, label, ..Alternatives::default() }
    }

    /// The terms of a single place, each with its reason.
    fn single_forms(&self, terms: Vec<String>, text: &str, why: Reason) -> Vec<Form> {
        let written = match places(text).pop() {
            Some(Place::Term(term) | Place::Beginning(term)) => term,
            _ => String::new(),
        };
        let why = if why == Reason::Asked { Reason::Spelling } else { why };
        let form = |term: String| {
            let why = if term == written { Reason::Asked } else { why.clone() };
            Form { pattern: Pattern::Term { field: TextField::Plain, term }, why }
        };
        terms.into_iter().map(form).collect()
    }

    /// Words that differ from this one by a letter or two, the nearest first.
    pub(super) fn misspelt(&mut self, word: &str, letters: u8, span: Span) -> Alternatives {
        let label = format!("{word}~{letters}");
        let written = super::terms::terms(word).into_iter().next().map(|token| token.term);
        let written = written.unwrap_or_default();
        let wanted = Wanted::Like(written.clone(), letters);
        let terms = self.terms_of(wanted, &Reason::Misspelling, &label, span);
        let form = |term: String| {
            let why = if term == written { Reason::Asked } else { Reason::Misspelling };
            Form { pattern: Pattern::Term { field: TextField::Plain, term }, why }
        };
        let forms = terms.into_iter().map(form).collect();
        Alternatives { forms, asked: span, label, ..Alternatives::default() }
    }

    /// The terms that are wanted, as many as this query may still have, with a note of them.
    fn terms_of(&mut self, wanted: Wanted, why: &Reason, text: &str, span: Span) -> Vec<String> {
        let found = match self.forms.known.get(&wanted) {
            Some(found) => found.clone(),
            None => self.look_up(&wanted),
        };
        self.forms.known.insert(wanted, found.clone());
        let mut terms = found.terms;
        let limit = MOST_FORMS.min(self.forms.left);
        if found.cut || terms.len() > limit {
            terms.truncate(limit);
            let message = match terms.len() {
                0 => format!(
                    "`{text}` finds nothing here: a query looks for {MOST_SCANS} misspelt words \
                     and patterns with a gap near the beginning, and for {MOST_FORMS_OF_ALL} words \
                     of patterns, at most; ask in several queries"
                ),
                left => format!(
                    "`{text}` stands for more words than can be looked for: only the {left} \
                     commonest count; write more of the word"
                ),
            };
            self.warn(span, message);
        }
        self.forms.left -= terms.len();
        if !terms.is_empty() {
            self.note(text, terms.clone(), why.clone());
        }
        terms
    }

    fn look_up(&mut self, wanted: &Wanted) -> Terms {
        let scans = match wanted {
            Wanted::Beginning(_) => false,
            Wanted::Shape(shape) => shape.beginning().chars().count() < SHORT_BEGINNING,
            Wanted::Like(..) => true,
        };
        if self.forms.left == 0 || (scans && self.forms.scans_left == 0) {
            return Terms { terms: Vec::new(), cut: true };
        }
        self.forms.scans_left -= usize::from(scans);
        let most = MOST_FORMS + 1;
        let mut found = match wanted {
            Wanted::Beginning(term) => return self.beginning(term),
            Wanted::Shape(shape) => self.vocabulary.of_shape(shape, most),
            Wanted::Like(word, letters) => {
                let mut like = self.vocabulary.like(word, *letters, most);
                like.sort_by(|a, b| (a.2, b.1, &a.0).cmp(&(b.2, a.1, &b.0)));
                return Terms::cut(like.into_iter().map(|(term, ..)| term).collect());
            }
        };
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Terms::cut(found.into_iter().map(|(term, _)| term).collect())
    }

    /// The terms that begin with `term`: itself first, if it is one, then the commonest first.
    fn beginning(&self, term: &str) -> Terms {
        // `US*` begins USAID as well as the country, and never the pronoun.
        let country = term == UNITED_STATES;
        let prefix = if country { "us" } else { term };
        let mut found = self.vocabulary.with_prefix(prefix, MOST_FORMS + 1);
        if country {
            found.retain(|(found, _)| found != "us");
            found.extend(self.vocabulary.with_prefix(UNITED_STATES, 1));
        }
        found.sort_by(|(a, a_count), (b, b_count)| {
            (*b == term).cmp(&(*a == term)).then(b_count.cmp(a_count)).then(a.cmp(b))
        });
        Terms::cut(found.into_iter().map(|(term, _)| term).collect())
    }
}

impl Terms {
    fn cut(mut terms: Vec<String>) -> Terms {
        let cut = terms.len() > MOST_FORMS;
        terms.truncate(MOST_FORMS);
        Terms { terms, cut }
    }
}
