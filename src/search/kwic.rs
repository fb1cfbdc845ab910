//! Keyword in context: every match of a query in the passages that match, a line each, with the
//! words of its paragraph before and after it.
//!
//! Documents are read one by one, in the order of their places. Sorted by a neighbouring word, all
//! are read twice: once for what the lines are sorted by, then in runs of lines as they are given.
//! So what is in memory is a few documents, a run, and a short key a line.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use super::highlight::Highlighter;
use super::search::{Documents, Ground, Planned, SearchError, SearchRequest};
use crate::cite::short::{Cited, short};
use crate::document::{Date, DocumentId, Locators, Passage};
use crate::index::{Count, IndexError};
use crate::query::expand::Expansion;
use crate::query::plan::{Alternatives, Filter, Node, Plan};
use crate::query::warning::Warning;
use crate::store::{Place, Store, StoreError, Stored};
use crate::text::{Span, tokens};

/// What the lines are sorted by. Equals stand in order of place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KwicOrder {
    /// Path of the file and place in it.
    #[default]
    Position,
    /// The word before the match, then the one before that.
    Left,
    /// The word after the match, then the one after that.
    Right,
}

/// Which lines are given, and how long they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KwicShape {
    /// What they are sorted by.
    pub order: KwicOrder,
    /// At most so many words on each side of the match.
    pub words: usize,
    /// At most so many lines.
    pub limit: usize,
}

/// A match with what stands round it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KwicLine {
    /// The document.
    pub document: DocumentId,
    /// Number of the passage in it, from 1.
    pub n: u32,
    /// The words of the paragraph before the match, to its first character.
    pub left: String,
    /// The match; of a phrase the whole.
    pub found: String,
    /// What follows in the paragraph.
    pub right: String,
    /// The file, absolute.
    pub path: PathBuf,
    /// First and last line of the match in the file, from 1.
    pub lines: (u32, u32),
    /// Printed label of its page.
    pub page: Option<String>,
    /// Number of the body paragraph it begins in, from 1.
    pub paragraph: Option<u32>,
    /// Title of the work.
    pub title: Option<String>,
    /// Who issued it.
    pub source: Option<String>,
    /// When it was issued.
    pub issued: Option<Date>,
    /// The short citation of the match.
    pub citation: String,
}

impl KwicLine {
    /// The passage's id: `k3v9t0q2ma.14`.
    pub fn id(&self) -> String {
        format!("{}.{}", self.document, self.n)
    }
}

/// The matches of a query, before they are read.
#[derive(Clone, Debug, PartialEq)]
pub struct Kwic {
    /// What matched.
    pub count: Count,
    /// How many documents were left out because their works bear no date.
    pub undated_left_out: u64,
    /// What the query was widened by.
    pub expansions: Vec<Expansion>,
    /// What could not be understood, and where.
    pub warnings: Vec<Warning>,
    plan: Plan,
    /// The documents in order of place, each with the passages that match.
    documents: Vec<(DocumentId, Vec<u32>)>,
}

/// Words that lines are sorted by.
const COMPARED: usize = 5;
/// Characters of context for each word that is asked for: a text need not have words.
const OF_A_WORD: usize = 16;
/// Lines of a sorted list that are made at once.
const RUN: usize = 1 << 14;

/// Documents that are in memory at once, while their matches are found.
const AT_ONCE: usize = 32;

/// A document with its places.
type Opened = (Stored, Vec<Place>);

/// Takes a document, by its index, with the passage and span of each match; says whether it wants
/// more.
type Visit<'a> = dyn FnMut(u32, &Opened, &[(usize, Span)]) -> bool + 'a;

/// A match before its line is made.
struct Locus {
    /// The words it is sorted by, folded.
    key: Box<str>,
    /// Index into the documents.
    document: u32,
    /// Index into the passages of the document.
    passage: u32,
    /// Where it stands in the document's text.
    span: Span,
}

impl Ground<'_> {
    /// Finds what [`Kwic::each`] gives line by line. Paging and sharing of the request are not
    /// looked at.
    ///
    /// # Errors
    /// As [`Ground::search`].
    pub fn kwic(&self, request: &SearchRequest) -> Result<Kwic, SearchError> {
        let Planned { plan, expansions, warnings, .. } = self.plan(request)?;
        let read = Documents::of(self.store);
        let mut printed = |id, n, text: &str| read.prints(id, n, text);
        let matching = self.snapshot.matching(&plan, &mut printed)?;
        let passages = matching.documents.iter().map(|(_, numbers)| numbers.len() as u64).sum();
        let count = Count { passages, documents: matching.documents.len() as u64 };
        let mut placed = Vec::with_capacity(matching.documents.len());
        for (id, numbers) in matching.documents {
            let row = self.store.row(id)?.ok_or(StoreError::Lost { id })?;
            let place = self.store.places(&row)?.into_iter().next();
            placed.push((place.map(|p| (p.path, p.byte)), id, numbers));
        }
        placed.sort_unstable();
        Ok(Kwic {
            count,
            undated_left_out: matching.undated_left_out,
            expansions,
            warnings,
            plan,
            documents: placed.into_iter().map(|(_, id, numbers)| (id, numbers)).collect(),
        })
    }
}

impl Kwic {
    /// Whether the query has anything that lines can be lined up on: words, or a name.
    pub fn has_keywords(&self) -> bool {
        !self.plan.root.leaves().is_empty() || !self.names().is_empty()
    }

    /// Gives each line in order, until `line` says that it wants no more.
    ///
    /// # Errors
    /// If a document cannot be read.
    pub fn each(
        &self,
        store: &Store,
        shape: KwicShape,
        line: &mut dyn FnMut(KwicLine) -> bool,
    ) -> Result<(), SearchError> {
        let KwicShape { order, words, limit } = shape;
        if order != KwicOrder::Position {
            let loci = self.sorted(store, order, limit)?;
            return self.in_runs(store, &loci, words, line);
        }
        let mut left = limit;
        self.each_document(store, &mut |_, opened, matches| {
            let locators = Locators::new(&opened.0.document);
            let given = matches.iter().take(left).all(|(passage, span)| {
                left -= 1;
                line(line_of(opened, &locators, *passage, *span, words))
            });
            given && left > 0
        })
    }

    /// The loci of all lines, sorted; the first `limit` of them.
    fn sorted(
        &self,
        store: &Store,
        order: KwicOrder,
        limit: usize,
    ) -> Result<Vec<Locus>, SearchError> {
        let mut loci = Vec::new();
        self.each_document(store, &mut |document, (stored, _), matches| {
            loci.extend(matches.iter().map(|(passage, span)| {
                let (left, right) = context(stored, *span, COMPARED);
                let key = match order {
                    KwicOrder::Left => folded(left, true),
                    _ => folded(right, false),
                };
                Locus { key, document, passage: *passage as u32, span: *span }
            }));
            true
        })?;
        let place = |l: &Locus| (l.document, l.span);
        loci.sort_unstable_by(|a, b| a.key.cmp(&b.key).then_with(|| place(a).cmp(&place(b))));
        loci.truncate(limit);
        Ok(loci)
    }

    /// Visits each document with its matches, in order, until one is the last that is wanted. They
    /// are read a few at a time, in parallel.
    fn each_document(&self, store: &Store, visit: &mut Visit<'_>) -> Result<(), SearchError> {
        let (leaves, names) = (self.plan.root.leaves(), self.names());
        let finder =
            || Finder { leaves: &leaves, names: &names, highlighter: Highlighter::default() };
        let read = |finder: &mut Finder<'_>, i: usize| {
            let opened = self.open(store, i)?;
            let matches = finder.of_document(&opened.0, &self.documents[i].1);
            Ok((opened, matches))
        };
        let mut at = 0;
        while at < self.documents.len() {
            let few = at..self.documents.len().min(at + AT_ONCE);
            at = few.end;
            let first = few.start;
            let found: Vec<Result<_, SearchError>> =
                few.into_par_iter().map_init(finder, read).collect();
            for (i, found) in (first..).zip(found) {
                let (opened, matches) = found?;
                if !visit(i as u32, &opened, &matches) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Gives the lines of sorted loci; each document is read once a run.
    fn in_runs(
        &self,
        store: &Store,
        loci: &[Locus],
        words: usize,
        line: &mut dyn FnMut(KwicLine) -> bool,
    ) -> Result<(), SearchError> {
        for run in loci.chunks(RUN) {
            let mut by_document: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
            for (i, locus) in run.iter().enumerate() {
                by_document.entry(locus.document).or_default().push(i);
            }
            let mut lines: Vec<Option<KwicLine>> = vec![None; run.len()];
            for (document, of_it) in by_document {
                let opened = self.open(store, document as usize)?;
                let locators = Locators::new(&opened.0.document);
                for i in of_it {
                    let (passage, span) = (run[i].passage as usize, run[i].span);
                    lines[i] = Some(line_of(&opened, &locators, passage, span, words));
                }
            }
            if !lines.into_iter().flatten().all(&mut *line) {
                break;
            }
        }
        Ok(())
    }

    /// A document by its index, with its places.
    fn open(&self, store: &Store, i: usize) -> Result<Opened, SearchError> {
        let id = self.documents[i].0;
        let row = store.row(id)?.ok_or(StoreError::Lost { id })?;
        let stored = store.document(&row)?;
        if stored.works.is_empty() {
            return Err(IndexError::Engine(format!("document {id} has no work")).into());
        }
        Ok((stored, store.places(&row)?))
    }

    /// The names that the query asks for.
    fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        names_of(&self.plan.root, &mut names);
        self.plan.filters.iter().for_each(|filter| names_in(filter, &mut names));
        names
    }
}

fn names_of<'p>(node: &'p Node, names: &mut Vec<&'p str>) {
    match node {
        Node::Filter(filter) => names_in(filter, names),
        Node::Clauses { must, should, .. } => {
            must.iter().chain(should).for_each(|node| names_of(node, names));
        }
        Node::Leaf(_) | Node::All => {}
    }
}

fn names_in<'p>(filter: &'p Filter, names: &mut Vec<&'p str>) {
    match filter {
        Filter::Any(filters) => filters.iter().for_each(|filter| names_in(filter, names)),
        Filter::Program(name) | Filter::Entity(name) => names.push(name),
        _ => {}
    }
}

/// Finds the matches in a document.
struct Finder<'p> {
    leaves: &'p [&'p Alternatives],
    /// Names whose mentions count, where no word is asked for.
    names: &'p [&'p str],
    highlighter: Highlighter,
}

impl Finder<'_> {
    /// Each match in these passages of the document: the index of its passage, and its span in the
    /// text of the document; rising.
    fn of_document(&mut self, stored: &Stored, numbers: &[u32]) -> Vec<(usize, Span)> {
        let mut found = Vec::new();
        for index in numbers.iter().map(|n| (*n as usize).wrapping_sub(1)) {
            let Some(passage) = stored.passages.get(index) else { continue };
            match self.leaves.is_empty() {
                true => self.mentions(stored, passage, index, &mut found),
                false => {
                    let text = passage.span.slice(&stored.document.text).unwrap_or_default();
                    let names = stored.names_in(passage.span).map(|name| name.name.clone());
                    self.highlighter.naming(names);
                    let spans = self.highlighter.stretches(text, self.leaves).into_iter();
                    found.extend(spans.map(|span| (index, span.shifted(passage.span.start))));
                }
            }
        }
        found
    }

    fn mentions(
        &self,
        stored: &Stored,
        passage: &Passage,
        index: usize,
        found: &mut Vec<(usize, Span)>,
    ) {
        let named = stored.names.iter().filter(|n| self.names.contains(&n.name.as_str()));
        let spans = named.flat_map(|n| n.spans.iter().copied());
        let mut here: Vec<Span> = spans.filter(|span| passage.span.holds(*span)).collect();
        here.sort_unstable();
        here.dedup();
        found.extend(here.into_iter().map(|span| (index, span)));
    }
}

fn line_of(
    (stored, places): &Opened,
    locators: &Locators<'_>,
    passage: usize,
    span: Span,
    words: usize,
) -> KwicLine {
    let document = &stored.document;
    let Passage { n, kind, work, section, .. } = &stored.passages[passage];
    let (path, before) =
        places.first().map_or((PathBuf::new(), 0), |place| (place.path.clone(), place.line));
    let locator = locators.of_span(span, section);
    let lines = (locator.lines.0 + before, locator.lines.1 + before);
    let mut cited_at = match work {
        0 => locator.clone(),
        _ => locators.cited(&stored.passages[passage]),
    };
    cited_at.lines = (cited_at.lines.0 + before, cited_at.lines.1 + before);
    let within = (*work > 0).then(|| &stored.works[0]);
    let work = stored.works.get(usize::from(*work)).unwrap_or(&stored.works[0]);
    let (left, right) = context(stored, span, words);
    KwicLine {
        document: document.id,
        n: *n,
        left: left.to_owned(),
        found: span.slice(&document.text).unwrap_or_default().to_owned(),
        right: right.to_owned(),
        path,
        lines,
        paragraph: locator.paragraph,
        page: locator.page,
        title: work.title.clone(),
        source: work.shown_source(),
        issued: work.issued,
        citation: short(&Cited { work, within, locator: &cited_at, kind: *kind }),
    }
}

/// What stands in the paragraph before and after a span, at most so many words on each side.
fn context(stored: &Stored, span: Span, words: usize) -> (&str, &str) {
    let document = &stored.document;
    let bound = |at: u32| document.block_at(at).map_or(span, |block| block.span);
    let from = bound(span.start).start.min(span.start) as usize;
    let to = bound(span.end.max(span.start + 1) - 1).end.max(span.end) as usize;
    let left = document.text.get(from..span.start as usize).unwrap_or_default();
    let right = document.text.get(span.end as usize..to).unwrap_or_default();
    (last_words(left, words), first_words(right, words))
}

fn first_words(text: &str, words: usize) -> &str {
    let mut seen = 0;
    let mut in_word = false;
    for (i, (at, c)) in text.char_indices().enumerate() {
        let begins = !c.is_whitespace() && !in_word;
        // A point or bracket right behind the match belongs to its word.
        seen += usize::from(begins && at > 0);
        if seen > words || i >= words.saturating_mul(OF_A_WORD) {
            return text[..at].trim_end();
        }
        in_word = !c.is_whitespace();
    }
    text.trim_end()
}

fn last_words(text: &str, words: usize) -> &str {
    let mut seen = 0;
    let mut in_word = false;
    for (i, (at, c)) in text.char_indices().rev().enumerate() {
        let end = at + c.len_utf8();
        let begins = !c.is_whitespace() && !in_word;
        seen += usize::from(begins && end < text.len());
        if seen > words || i >= words.saturating_mul(OF_A_WORD) {
            return text[end..].trim_start();
        }
        in_word = !c.is_whitespace();
    }
    text.trim_start()
}

/// The first words of a text, folded; from its end, where it stands before the match.
fn folded(text: &str, backwards: bool) -> Box<str> {
    let mut terms: Vec<String> = tokens(text).into_iter().map(|token| token.term).collect();
    if backwards {
        terms.reverse();
    }
    terms.truncate(COMPARED);
    terms.join(" ").into_boxed_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_from_the_match() {
        assert_eq!(first_words(", and so on.", 2), ", and so");
        assert_eq!(first_words(" and so on.", 3), " and so on.");
        assert_eq!(first_words(" and", 0), "");
        assert_eq!(last_words("It was said (", 2), "was said (");
        assert_eq!(last_words("It was said ", 2), "was said ");
        assert_eq!(last_words("", 2), "");
        let long = "x".repeat(1000);
        assert_eq!(first_words(&long, 2).len(), 32);
        assert_eq!(last_words(&long, 2).len(), 32);
    }
}
