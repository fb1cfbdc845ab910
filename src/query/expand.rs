//! From a query to its plan: names, stems, spellings and beginnings, each form with its reason.
//!
//! It decides which forms count for what was written, and knows neither index nor gazetteer: both
//! are asked through a trait. Words and phrases are widened, what is barred and what is exact
//! never (law Q2). Other names of a word or a phrase are further [`Form`]s of its leaf.

use std::ops::Range;

use super::alias::{Known, Neighbours, OtherForms, add_forms};
use super::ast::{Clause, Demand, Part, Query, What};
use super::compound;
use super::field::{Field, Value};
use super::form::Forms;
use super::function_word::passed_over;
use super::nearness::Nearness;
use super::plan::{Alternatives, Form, Near, Node, Pattern, Plan, Reason, TextField};
use super::restriction::restrict;
use super::shape::{Shape, has_gap};
use super::terms::terms;
use super::warning::{Warning, Warnings};
use crate::names::Asked;
use crate::text::spelling::other_spellings;
use crate::text::{Analysis, Span, Token};

/// The words an index holds.
pub trait Vocabulary {
    /// The plain terms that begin with `prefix` and in how many passages each stands: the `limit`
    /// commonest of them, in term order.
    fn with_prefix(&self, prefix: &str, limit: usize) -> Vec<(String, u64)>;

    /// In how many passages the plain term stands.
    fn passages(&self, term: &str) -> u64;

    /// In how many passages plain terms stand next to each other, one of each place.
    fn passages_with_phrase(&self, places: &[Vec<String>]) -> u64;

    /// What letters stand for somewhere in the corpus, or the letters for words, with the number of
    /// passages that say so, the commonest first. The key is their terms in one spelling.
    fn defined(&self, key: &str) -> Vec<(String, u64)>;

    /// Whether letters or words with this first term are among what [`Vocabulary::defined`] knows.
    fn begins_definition(&self, term: &str) -> bool;

    /// The plain terms of a shape and in how many passages each stands: the `limit` commonest of
    /// them, in term order.
    fn of_shape(&self, shape: &Shape, limit: usize) -> Vec<(String, u64)>;

    /// The plain terms that differ from `word` by at most so many letters, in how many passages
    /// each stands and by how many letters it differs: the `limit` nearest and then commonest of
    /// them, in term order.
    fn like(&self, word: &str, letters: u8, limit: usize) -> Vec<(String, u64, u8)>;
}

/// The names that are known.
pub trait NameLookup {
    /// The things that `words` name, by any alias; none where nothing is called so.
    fn named(&self, words: &str) -> Vec<NamedEntry>;

    /// The things that words of a query name under the guards of texts, with all their names.
    fn asked(&self, words: &Asked, run: Range<usize>) -> Vec<Known>;
}

/// A thing with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedEntry {
    /// Its canonical name: what the index holds.
    pub name: String,
    /// Its kind, as the gazetteer calls it (`agreement`, `company`).
    pub kind: String,
    /// Whether it is a program in the widest sense, and no entity.
    pub is_program: bool,
}

/// A plan and what was done to make it.
#[derive(Clone, Debug, PartialEq)]
pub struct Expanded {
    /// What the index is asked.
    pub plan: Plan,
    /// What was widened or resolved, in the order of the query.
    pub expansions: Vec<Expansion>,
    /// Function words that were not looked for, in the order of the query.
    pub passed_over: Vec<String>,
    /// What a reader has to know about it.
    pub warnings: Vec<Warning>,
}

/// Something written that stands for other words as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expansion {
    /// As written.
    pub from: String,
    /// What else counts, the commonest or nearest first.
    pub to: Vec<String>,
    /// [`Reason::name`] of the forms added.
    pub why: &'static str,
}

/// How far a query may be widened.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExpandOptions {
    /// No inflections, no spelling variants, no other names.
    pub literal: bool,
}

/// A beginning, a shape or a misspelt word stands for at most this many words.
pub const MOST_FORMS: usize = 1024;

/// Makes the plan of `query`.
pub fn expand(
    query: &Query,
    names: &dyn NameLookup,
    vocabulary: &dyn Vocabulary,
    options: &ExpandOptions,
) -> Expanded {
    let mut expander = Expander {
        names,
        vocabulary,
        literal: options.literal,
        analysis: Analysis::default(),
        others: OtherForms::default(),
        forms: Forms::default(),
        expansions: Vec::new(),
        passed_over: Vec::new(),
        warnings: Warnings::default(),
    };
    let plan = match &query.root {
        Some(root) => Plan { root: expander.node(root, Widen::Yes), filters: Vec::new() },
        None => Plan::nothing(),
    };
    Expanded {
        plan,
        expansions: expander.expansions,
        passed_over: expander.passed_over,
        warnings: expander.warnings.done(),
    }
}

pub(super) fn plain_terms(text: &str) -> Vec<String> {
    terms(text).into_iter().map(|t| t.term).collect()
}

/// Whether other forms than the written one count.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Widen {
    Yes,
    No,
}

pub(super) struct Expander<'a> {
    names: &'a dyn NameLookup,
    pub(super) vocabulary: &'a dyn Vocabulary,
    literal: bool,
    analysis: Analysis,
    /// Other names and spellings of words that stand next to each other.
    others: OtherForms,
    pub(super) forms: Forms,
    expansions: Vec<Expansion>,
    passed_over: Vec<String>,
    warnings: Warnings,
}

impl Expander<'_> {
    fn node(&mut self, part: &Part, widen: Widen) -> Node {
        match &part.what {
            What::Word(text) => {
                let mut leaves = self.word(text, part.span, widen);
                match leaves.len() {
                    1 => Node::Leaf(leaves.swap_remove(0)),
                    _ => all_of(leaves.into_iter().map(Node::Leaf).collect(), Vec::new()),
                }
            }
            What::Prefix(text) => Node::Leaf(self.prefix(text, part.span)),
            What::Pattern(text) => Node::Leaf(self.shaped(text, part.span)),
            What::Misspelt { word, letters } => {
                Node::Leaf(self.misspelt(word, *letters, part.span))
            }
            What::Phrase(text) if has_gap(text) => {
                Node::Leaf(self.phrase_of(text, format!("\"{text}\""), part.span, widen))
            }
            What::Phrase(text) => Node::Leaf(self.phrase(text, part.span, widen)),
            What::Exact(text) => Node::Leaf(exact(text, part.span)),
            What::Near { how, sides } => {
                let pattern = Pattern::Near(Box::new(self.near(*how, sides, widen)));
                let forms = vec![Form { pattern, why: Reason::Asked }];
                let label = part.to_string();
                Node::Leaf(Alternatives {
                    forms,
                    asked: part.span,
                    label,
                    ..Alternatives::default()
                })
            }
            What::Restriction { field, values } => {
                self.restriction(*field, values, part.span, widen)
            }
            What::List(clauses) => self.list(clauses, part.span, widen),
            What::And(parts) => self.and(parts, part.span, widen),
            What::Or(parts) => {
                let should = parts.iter().map(|part| self.node(part, widen)).collect();
                Node::clauses(Vec::new(), should, Vec::new())
            }
        }
    }

    /// Clauses side by side: what is wanted is ranked, and one of it has to hold unless something
    /// that adds to the score is needed.
    fn list(&mut self, clauses: &[Clause], span: Span, widen: Widen) -> Node {
        self.look_at_neighbours(
            clauses
                .iter()
                .map(|c| (c.part.word().filter(|_| c.demand != Demand::Barred), c.demand)),
            widen,
        );
        let (mut must, mut should, mut must_not) = (Vec::new(), Vec::new(), Vec::new());
        let mut filters = Vec::new();
        let says_nothing = passed_over(clauses);
        for (Clause { demand, part }, says_nothing) in clauses.iter().zip(says_nothing) {
            match (demand, &part.what) {
                (Demand::Wanted, What::Word(text)) if says_nothing => {
                    self.passed_over.push(text.clone());
                }
                (Demand::Barred, _) => must_not.push(self.node(part, Widen::No)),
                (_, What::Restriction { field, values }) => {
                    filters.push(self.restriction(*field, values, part.span, widen));
                }
                (Demand::Wanted, What::Word(text)) => {
                    should.extend(self.word(text, part.span, widen).into_iter().map(Node::Leaf));
                }
                (Demand::Wanted, What::Near { .. }) => must.push(self.node(part, widen)),
                (Demand::Wanted, _) => should.push(self.node(part, widen)),
                (Demand::Needed, What::Word(text)) => {
                    must.extend(self.word(text, part.span, widen).into_iter().map(Node::Leaf));
                }
                (Demand::Needed, _) => must.push(self.node(part, widen)),
            }
        }
        if must.is_empty() && !filters.is_empty() && !should.is_empty() {
            // Filters score nothing: beside them, the words still have to bring something.
            must.push(Node::clauses(Vec::new(), std::mem::take(&mut should), Vec::new()));
        }
        must.splice(0..0, filters);
        if must.is_empty() && should.is_empty() {
            must.push(self.everything(span));
        }
        Node::clauses(must, should, must_not)
    }

    /// Two things near each other. Where the second shuts out the first, nothing is added to it.
    fn near(&mut self, how: Nearness, sides: &[Part; 2], widen: Widen) -> Near {
        let second = if how.negated { Widen::No } else { widen };
        let [left, right] = [(&sides[0], widen), (&sides[1], second)].map(|(part, widen)| {
            let forms = self.side(part, widen);
            let label = part.to_string();
            Alternatives { forms, asked: part.span, label, ..Alternatives::default() }
        });
        Near { how, left, right }
    }

    /// The forms of one side: those that it has anywhere, in one list.
    fn side(&mut self, part: &Part, widen: Widen) -> Vec<Form> {
        match &part.what {
            What::Or(parts) => parts.iter().flat_map(|part| self.side(part, widen)).collect(),
            What::Word(text) => {
                let mut leaves = self.word(text, part.span, widen);
                match leaves.len() {
                    1 => leaves.swap_remove(0).forms,
                    // `buyer-seller` stands at one place here.
                    _ => phrase(self.places(text, widen), part.span, text.clone()).forms,
                }
            }
            _ => match self.node(part, widen) {
                Node::Leaf(leaf) => leaf.forms,
                node => node.leaves().into_iter().flat_map(|leaf| leaf.forms.clone()).collect(),
            },
        }
    }

    fn and(&mut self, parts: &[Part], span: Span, widen: Widen) -> Node {
        let words = parts.iter().map(|part| (part.word(), Demand::Needed));
        self.look_at_neighbours(words, widen);
        let (mut must, mut must_not) = (Vec::new(), Vec::new());
        for part in parts {
            match &part.what {
                What::List(clauses) if clauses.iter().all(|c| c.demand == Demand::Barred) => {
                    must_not.extend(clauses.iter().map(|c| self.node(&c.part, Widen::No)));
                }
                What::Word(text) => {
                    must.extend(self.word(text, part.span, widen).into_iter().map(Node::Leaf));
                }
                _ => must.push(self.node(part, widen)),
            }
        }
        if must.is_empty() {
            must.push(self.everything(span));
        }
        all_of(must, must_not)
    }

    /// What only excludes is asked of all passages.
    fn everything(&mut self, span: Span) -> Node {
        self.warnings
            .add(span, "this only excludes: every other passage matches, in no order of relevance");
        Node::All
    }

    /// The leaves of a word; other names of it belong into their forms. A word of several terms is a phrase where one of them alone says
    /// little (`INDUS-X`, `MQ-9B`), else its terms are words of their own (`buyer-seller`).
    fn word(&mut self, text: &str, span: Span, widen: Widen) -> Vec<Alternatives> {
        let tokens = terms(text);
        if !self.others.knows(span.start) {
            self.look_at_neighbours([(Some((text, span)), Demand::Wanted)].into_iter(), widen);
        }
        if hangs_together(&tokens, widen) {
            let mut places = self.places(text, widen);
            self.add_numbers(&mut places, widen);
            let mut leaf = phrase(places, span, text.to_owned());
            if widen == Widen::Yes {
                add_forms(&mut leaf, self.others.take((span.start, 0)));
            }
            return vec![leaf];
        }
        let single = tokens.len() == 1;
        let leaf = |(i, token): (usize, Token)| {
            let written = if single { text } else { &text[token.span.range()] };
            let mut as_written = Vec::new();
            if !self.literal && widen == Widen::Yes {
                as_written = other_spellings(&token.term);
                as_written.insert(0, token.term.clone());
            }
            let form = self.term_form(token.term, widen);
            let label = written.to_owned();
            let mut leaf = Alternatives { forms: vec![form], asked: span, label, as_written };
            if widen == Widen::Yes {
                add_forms(&mut leaf, self.others.take((span.start, i)));
            }
            leaf
        };
        tokens.into_iter().enumerate().map(leaf).collect()
    }

    /// Looks at words that stand next to each other, asked for alike, for what they are together.
    /// Each item is a word with its place, or nothing where something else stands between.
    fn look_at_neighbours<'q>(
        &mut self,
        items: impl Iterator<Item = (Option<(&'q str, Span)>, Demand)>,
        widen: Widen,
    ) {
        if self.literal || widen == Widen::No {
            return;
        }
        let mut words = Neighbours::default();
        let mut last = None;
        for (word, demand) in items {
            if word.is_none() || last != Some(demand) {
                self.widen_neighbours(&std::mem::take(&mut words));
            }
            last = Some(demand);
            let Some((text, span)) = word else { continue };
            let tokens = terms(text);
            let together = hangs_together(&tokens, widen);
            let mut end = 0;
            for (i, token) in tokens.iter().enumerate() {
                let Range { start, end: next } = token.span.range();
                let leaf = (span.start, if together { 0 } else { i });
                let before = if i == 0 { "" } else { &text[end..start] };
                words.push(leaf, token, &text[token.span.range()], before);
                end = next;
            }
        }
        self.widen_neighbours(&words);
    }

    fn widen_neighbours(&mut self, words: &Neighbours) {
        if words.is_empty() {
            return;
        }
        self.others.saw(words);
        let (vocabulary, analysis) = (self.vocabulary, &mut self.analysis);
        let mut found = self.others.find_names(words, self.names, vocabulary, analysis);
        found.extend(self.others.find_compounds(words, vocabulary, analysis));
        found.extend(self.others.find_amounts(words, vocabulary));
        for expansion in found {
            if !self.expansions.contains(&expansion) {
                self.expansions.push(expansion);
            }
        }
    }

    /// Lets singular and plural stand for each other at the end (`F-35s`, `x-rays`): the stemmed
    /// terms that do so for single words know no neighbours.
    fn add_numbers(&mut self, places: &mut [Vec<String>], widen: Widen) {
        let Some(last) = places.last_mut().filter(|_| !self.literal && widen == Widen::Yes) else {
            return;
        };
        let term = last[0].clone();
        let other = match term.strip_suffix('s') {
            Some(singular) => singular.to_owned(),
            None => format!("{term}s"),
        };
        let numbered = term.contains(|c: char| c.is_ascii_digit());
        let stem = self.analysis.stem(&term).to_owned();
        let same = self.analysis.stem(&other) == stem;
        if other.len() > 1 && term.len() > 1 && (numbered || same) {
            last.push(other);
        }
    }

    fn term_form(&mut self, term: String, widen: Widen) -> Form {
        if self.literal || widen == Widen::No {
            let pattern = Pattern::Term { field: TextField::Plain, term };
            return Form { pattern, why: Reason::Asked };
        }
        let stem = self.analysis.stem(&term).to_owned();
        let why = if stem == term { Reason::Asked } else { Reason::Stem };
        Form { pattern: Pattern::Term { field: TextField::Stem, term: stem }, why }
    }

    /// The terms of a phrase place by place, each in all its spellings, the written one first.
    fn places(&mut self, text: &str, widen: Widen) -> Vec<Vec<String>> {
        terms(text).into_iter().map(|token| self.spellings(token.term, widen)).collect()
    }

    /// A term in all its spellings, itself first. There is a handful of them at most, so they need
    /// no bound of their own.
    pub(super) fn spellings(&mut self, term: String, widen: Widen) -> Vec<String> {
        let mut spellings = vec![term];
        if !self.literal && widen == Widen::Yes {
            let others = other_spellings(&spellings[0]);
            if !others.is_empty() {
                self.note(&spellings[0], others.clone(), Reason::Spelling);
                spellings.extend(others);
            }
        }
        spellings
    }

    pub(super) fn warn(&mut self, at: Span, message: impl Into<String>) {
        self.warnings.add(at, message);
    }

    /// Words next to each other, in all their spellings.
    fn phrase(&mut self, text: &str, span: Span, widen: Widen) -> Alternatives {
        let places = self.places(text, widen);
        let label = format!("\"{text}\"");
        if self.literal || widen == Widen::No {
            return phrase(places, span, label);
        }
        let mut leaf = phrase(places.clone(), span, label);
        for (places, to) in compound::phrases(text, &terms(text), &places, self.vocabulary) {
            self.note(text, vec![to], Reason::Spelling);
            let spelled = phrase(places, span, String::new()).forms.into_iter();
            let forms = spelled.map(|form| Form { why: Reason::Spelling, ..form }).collect();
            add_forms(&mut leaf, forms);
        }
        leaf
    }

    fn restriction(&mut self, field: Field, values: &[Value], span: Span, widen: Widen) -> Node {
        let options = ExpandOptions { literal: self.literal || widen == Widen::No };
        let (filter, expansions, warnings) = restrict(field, values, span, self.names, &options);
        self.expansions.extend(expansions);
        warnings.into_iter().for_each(|w| self.warnings.add(w.at, w.message));
        Node::Filter(filter)
    }

    /// Says once that something stands for other words as well.
    pub(super) fn note(&mut self, from: &str, to: Vec<String>, why: Reason) {
        let expansion = Expansion { from: from.to_owned(), to, why: why.name() };
        if !self.expansions.contains(&expansion) {
            self.expansions.push(expansion);
        }
    }
}

/// Whether the terms of a word are looked for next to each other: one of them alone says little.
fn hangs_together(tokens: &[Token], widen: Widen) -> bool {
    let says_little = |term: &str| term.chars().count() == 1 || term.chars().any(char::is_numeric);
    tokens.len() > 1 && (widen == Widen::No || tokens.iter().any(|t| says_little(&t.term)))
}

fn all_of(must: Vec<Node>, must_not: Vec<Node>) -> Node {
    Node::clauses(must, Vec::new(), must_not)
}

/// Places next to each other; a single place is a term in its spellings.
fn phrase(mut places: Vec<Vec<String>>, span: Span, label: String) -> Alternatives {
    let field = TextField::Plain;
    let forms = if places.len() == 1 {
        let terms = places.pop().unwrap_or_default().into_iter();
        let reasons = std::iter::once(Reason::Asked).chain(std::iter::repeat(Reason::Spelling));
        terms
            .zip(reasons)
            .map(|(term, why)| Form { pattern: Pattern::Term { field, term }, why })
            .collect()
    } else {
        vec![Form { pattern: Pattern::Phrase { field, places }, why: Reason::Asked }]
    };
    Alternatives { forms, asked: span, label, ..Alternatives::default() }
}

fn exact(text: &str, span: Span) -> Alternatives {
    let pattern = Pattern::Exact { text: text.to_owned(), terms: plain_terms(text) };
    let form = Form { pattern, why: Reason::Asked };
    let bare = !text.contains(char::is_whitespace);
    let label = if bare { format!("={text}") } else { format!("=\"{text}\"") };
    Alternatives { forms: vec![form], asked: span, label, ..Alternatives::default() }
}
