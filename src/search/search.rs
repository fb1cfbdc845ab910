//! The path of one search, from a request to hits.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use thiserror::Error;

use super::copies::{Copies, Groups};
use super::extent::printed_on;
use super::highlight::{Highlighter, merged};
use super::hit::Hit;
use super::reading::Reading;
use super::suggest::{Suggestion, suggest};
use crate::document::date::DateRange;
use crate::document::{Date, DocumentId};
use crate::index::{
    Count, Counted, Facets, Folding, Holding, IndexError, Order, Snapshot, Tally, Wanted,
};
use crate::names::{Asked, EntryId, Gazetteer};
use crate::query::alias::Known;
use crate::query::ast::{Part, Query};
use crate::query::expand::{ExpandOptions, Expansion, NameLookup, NamedEntry, Vocabulary, expand};
use crate::query::field::{Field, Value};
use crate::query::nearness::Extent;
use crate::query::parse::{parse, parse_plain};
use crate::query::plan::{Alternatives, Filter, Node, Plan};
use crate::query::restriction::restrict;
use crate::query::shape::Shape;
use crate::query::warning::Warning;
use crate::store::{Place, Store, StoreError, Stored};
use crate::text::Span;

/// What is searched for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchRequest {
    /// The query as typed.
    pub query: String,
    /// The query is plain words: no operators.
    pub plain: bool,
    /// No stems, no spelling variants, no aliases.
    pub literal: bool,
    /// Any of the values of a field; different fields: all.
    pub restrictions: Vec<(Field, Vec<String>)>,
    /// From the first day of this date.
    pub after: Option<Date>,
    /// To the last day of this date.
    pub before: Option<Date>,
    /// How many hits.
    pub limit: usize,
    /// How many of the best to leave out.
    pub offset: usize,
    /// How many passages of one document, while others can fill the list.
    pub per_document: usize,
    /// Whether the list stays short rather than show more of a document.
    pub strict: bool,
    /// Whether each hit says where its score came from.
    pub explain: bool,
    /// What stands first.
    pub order: Order,
    /// Whether what matched is counted by source, year, name and kind.
    pub facets: bool,
    /// Whether passages of near-identical documents are shown each for itself.
    pub copies: bool,
}

impl SearchRequest {
    /// Whether no query was typed.
    pub fn has_no_words(&self) -> bool {
        self.query.trim().is_empty()
    }

    /// Whether something beside the query restricts what is found.
    pub fn is_restricted(&self) -> bool {
        !self.restrictions.is_empty() || self.after.is_some() || self.before.is_some()
    }
}

/// What a search gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The hits, best first.
    pub hits: Vec<Hit>,
    /// How many passages matched.
    pub passages: u64,
    /// How many documents have a passage that matched.
    pub documents: u64,
    /// How many documents were left out because their works bear no date.
    pub undated_left_out: u64,
    /// What stands first.
    pub order: Order,
    /// Where dates decide the order: what matched and bears none.
    pub undated: Count,
    /// How what matched is spread, if that was asked for.
    pub facets: Option<Facets>,
    /// What the query was widened by.
    pub expansions: Vec<Expansion>,
    /// What could not be understood, and where.
    pub warnings: Vec<Warning>,
    /// What the words that nothing holds might have been.
    pub suggestions: Vec<Suggestion>,
    /// What was looked for, with how many passages hold each.
    pub holding: Vec<Holding>,
    /// Whether no passage holds everything that was looked for; then in how many documents it
    /// stands.
    pub documents_with_all: Option<u64>,
    /// How the query was read: where that was asked for, and where nothing was found.
    pub reading: Option<Reading>,
}

/// Why a search could not be done.
#[derive(Debug, Error)]
pub enum SearchError {
    /// The index cannot be used.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The stored documents cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A value of a restriction cannot be understood.
    #[error("{0}")]
    Restriction(String),
    /// A quotation cannot be judged.
    #[error("{0}")]
    Quotation(String),
}

/// What a search reads.
pub struct Ground<'a> {
    /// The index.
    pub snapshot: &'a Snapshot,
    /// The documents.
    pub store: &'a Store,
    /// The names; asked for only where a query names one.
    pub names: &'a dyn Fn() -> Result<Gazetteer, SearchError>,
}

/// A plan with what was said in making it.
pub(super) struct Planned {
    pub(super) query: Query,
    pub(super) plan: Plan,
    /// Function words that are not looked for.
    passed_over: Vec<String>,
    pub(super) expansions: Vec<Expansion>,
    pub(super) warnings: Vec<Warning>,
    /// Whether the query leaves a choice: then nobody asked for everything in one passage.
    has_choice: bool,
}

impl Ground<'_> {
    /// Searches.
    ///
    /// # Errors
    /// If a restriction cannot be understood, or the index or the documents cannot be read. A
    /// query is always understood somehow.
    pub fn search(&self, request: &SearchRequest) -> Result<Answer, SearchError> {
        let planned = self.plan(request)?;
        let documents = Documents::of(self.store);
        let wanted = Wanted {
            limit: request.limit.saturating_add(request.offset),
            per_document: request.per_document,
            strict: request.strict,
            order: request.order,
        };
        let mut printed = |id, n, text: &str| documents.prints(id, n, text);
        let groups = Groups::new(self.store);
        let mut fold = |group, matched| groups.fold(group, matched);
        let folding = Folding { group_of: &|id| groups.of(id), fold: &mut fold };
        let folding = (!request.copies && self.store.has_groups()).then_some(folding);
        let ranking = self.snapshot.run_folded(&planned.plan, wanted, &mut printed, folding)?;
        let counted = || self.snapshot.facets(&planned.plan, &mut printed);
        let facets = request.facets.then(counted).transpose()?;
        let leaves = planned.plan.root.leaves();
        let mut holding = ranking.holding.clone();
        if ranking.passages == 0 {
            holding.extend(self.sides_alone(&leaves)?);
            holding.sort_by_key(|h| h.asked.start);
        }
        let mut highlighter = Highlighter::default();
        let mut hits = Vec::new();
        // What fills a list beyond a document's share stands behind the rest, so that pages fit
        // together; within a page the score decides.
        let mut page = ranking.found.get(request.offset..).unwrap_or_default().to_vec();
        page.sort_unstable();
        let mut explained = match request.explain {
            true => self.snapshot.explain(&planned.plan, &page, &mut printed)?,
            false => Vec::new(),
        }
        .into_iter();
        for (rank, found) in (request.offset..).zip(&page) {
            let hit = documents
                .with(found.document, |stored, places| Hit::of(stored, places, found.n))?;
            let mut hit =
                hit.ok_or_else(|| IndexError::Engine("a passage of no document".into()))?;
            hit.rank = rank + 1;
            hit.score = found.score;
            hit.explanation = explained.next();
            light(&mut hit, &leaves, &mut highlighter);
            hit.copies = groups.copies(found.document, found.n)?;
            hits.push(hit);
        }
        let asks_how = request.explain || ranking.passages == 0;
        let reading = asks_how.then(|| {
            let Planned { query, plan, passed_over, .. } = &planned;
            Reading::of(query, plan, &ranking.holding, passed_over)
        });
        let suggestions = self.suggestions(&request.query, &holding)?;
        Ok(Answer {
            hits,
            reading,
            suggestions,
            passages: ranking.passages,
            documents: ranking.documents,
            undated_left_out: ranking.undated_left_out,
            order: request.order,
            undated: ranking.undated,
            facets,
            expansions: planned.expansions,
            warnings: planned.warnings,
            holding,
            documents_with_all: ranking.documents_with_all.filter(|_| !planned.has_choice),
        })
    }

    fn suggestions(
        &self,
        query: &str,
        holding: &[Holding],
    ) -> Result<Vec<Suggestion>, SearchError> {
        if holding.iter().all(|h| h.passages > 0) {
            return Ok(Vec::new());
        }
        Ok(suggest(self.snapshot, &(self.names)()?, query, holding)?)
    }

    /// How many passages hold each of the things that were looked for near each other.
    fn sides_alone(&self, leaves: &[&Alternatives]) -> Result<Vec<Holding>, SearchError> {
        let sides = leaves.iter().flat_map(|leaf| leaf.sides());
        let should: Vec<Node> = sides.map(|side| Node::Leaf(side.clone())).collect();
        if should.is_empty() {
            return Ok(Vec::new());
        }
        let (must, must_not) = (Vec::new(), Vec::new());
        let root = Node::Clauses { must, should, must_not };
        let documents = Documents::of(self.store);
        let mut printed = |id, n, text: &str| documents.prints(id, n, text);
        let none = Wanted { limit: 0, per_document: 0, strict: true, order: Order::Relevance };
        let plan = Plan { root, filters: Vec::new() };
        Ok(self.snapshot.run(&plan, none, &mut printed)?.holding)
    }

    /// The keys and scores of the best passage of each of the best documents, for measuring.
    ///
    /// # Errors
    /// As [`Ground::search`].
    pub fn best_documents(
        &self,
        request: &SearchRequest,
    ) -> Result<Vec<(DocumentId, f32)>, SearchError> {
        let planned = self.plan(request)?;
        let documents = Documents::of(self.store);
        let wanted =
            Wanted { limit: request.limit, per_document: 1, strict: true, order: request.order };
        let mut printed = |id, n, text: &str| documents.prints(id, n, text);
        let ranking = self.snapshot.run(&planned.plan, wanted, &mut printed)?;
        Ok(ranking.found.iter().map(|f| (f.document, f.score)).collect())
    }

    /// The near-identical documents that hold passage `n` of a document too.
    ///
    /// # Errors
    /// If the documents cannot be read.
    pub fn copies(&self, id: DocumentId, n: u32) -> Result<Copies, SearchError> {
        Ok(Groups::new(self.store).copies(id, n)?)
    }

    /// For each of some documents, how many others are nearly identical with it, and the earliest
    /// issue of them, where that is another.
    ///
    /// # Errors
    /// If the documents cannot be read.
    pub fn standings(
        &self,
        ids: impl Iterator<Item = DocumentId>,
    ) -> Result<Vec<(usize, Option<DocumentId>)>, SearchError> {
        let groups = Groups::new(self.store);
        ids.map(|id| Ok(groups.standing(id)?)).collect()
    }

    /// The values of a field with where they stand, of all passages or of those that match.
    ///
    /// # Errors
    /// As [`Ground::search`].
    pub fn tally(
        &self,
        counted: Counted,
        matching: Option<&SearchRequest>,
    ) -> Result<Vec<Tally>, SearchError> {
        let planned = matching.map(|request| self.plan(request)).transpose()?;
        let documents = Documents::of(self.store);
        let mut printed = |id, n, text: &str| documents.prints(id, n, text);
        Ok(self.snapshot.tally(counted, planned.as_ref().map(|p| &p.plan), &mut printed)?)
    }

    /// What the index is asked, for a request without paging.
    ///
    /// # Errors
    /// If a restriction cannot be understood.
    pub fn plan_of(&self, request: &SearchRequest) -> Result<Plan, SearchError> {
        Ok(self.plan(request)?.plan)
    }

    pub(super) fn plan(&self, request: &SearchRequest) -> Result<Planned, SearchError> {
        let (query, mut warnings): (Query, Vec<Warning>) = match request.plain {
            true => parse_plain(&request.query),
            false => parse(&request.query),
        };
        let names = Names { load: self.names, loaded: RefCell::default() };
        let options = ExpandOptions { literal: request.literal };
        let words = Words(self.snapshot);
        let expanded = expand(&query, &names, &words, &options);
        let (mut plan, mut expansions) = (expanded.plan, expanded.expansions);
        warnings.extend(expanded.warnings);
        if request.has_no_words() && request.is_restricted() {
            warnings.clear();
        }
        for (field, values) in &request.restrictions {
            let values: Result<Vec<Value>, String> = values.iter().map(|v| field.read(v)).collect();
            let values = values.map_err(SearchError::Restriction)?;
            let (filter, more, said) = restrict(*field, &values, Span::default(), &names, &options);
            plan.filters.push(filter);
            expansions.extend(more);
            warnings.extend(said);
        }
        if let (Some(after), Some(before)) = (request.after, request.before)
            && after.first_day() > before.last_day()
        {
            let message = format!("nothing is issued after {after} and before {before}");
            return Err(SearchError::Restriction(message));
        }
        if request.after.is_some() || request.before.is_some() {
            plan.filters.push(Filter::Date(DateRange { from: request.after, to: request.before }));
        }
        if request.has_no_words() && request.is_restricted() {
            // Nothing is asked but what the restrictions let through.
            plan.root = Node::All;
        }
        names.failure()?;
        let has_choice = query.root.as_ref().is_some_and(Part::has_choice);
        let passed_over = expanded.passed_over;
        Ok(Planned { query, plan, passed_over, expansions, warnings, has_choice })
    }
}

/// Lights what matched, and names what did not.
fn light(hit: &mut Hit, leaves: &[&Alternatives], highlighter: &mut Highlighter) {
    highlighter.naming(hit.programs.iter().chain(&hit.entities).cloned());
    let matches = highlighter.matches(&hit.text, leaves);
    for (leaf, found) in leaves.iter().zip(&matches) {
        let known = hit.missing.contains(&leaf.label);
        if found.spans.is_empty() && !known && !highlighter.stands_in(&hit.locator.section, leaf) {
            hit.missing.push(leaf.label.clone());
        }
    }
    hit.highlights = merged(&matches);
}

/// Documents read from the store, each once a search.
pub(super) struct Documents<'a> {
    store: &'a Store,
    read: RefCell<HashMap<DocumentId, (Stored, Vec<Place>)>>,
}

impl<'a> Documents<'a> {
    /// More documents than this are not kept in memory at once.
    const KEPT: usize = 256;

    pub(super) fn of(store: &'a Store) -> Self {
        Documents { store, read: RefCell::default() }
    }

    fn with<T>(
        &self,
        id: DocumentId,
        look: impl FnOnce(&Stored, &[Place]) -> T,
    ) -> Result<T, StoreError> {
        if !self.read.borrow().contains_key(&id) {
            let row = self.store.row(id)?.ok_or(StoreError::Lost { id })?;
            let read = (self.store.document(&row)?, self.store.places(&row)?);
            let mut kept = self.read.borrow_mut();
            if kept.len() >= Self::KEPT {
                kept.clear();
            }
            kept.insert(id, read);
        }
        let kept = self.read.borrow();
        let (stored, places) = &kept[&id];
        Ok(look(stored, places))
    }

    /// Where `printed` stands in passage `n` of the document: the words it is printed on.
    pub(super) fn prints(
        &self,
        id: DocumentId,
        n: u32,
        printed: &str,
    ) -> Result<Vec<Extent>, IndexError> {
        let stands = self.with(id, |stored, _| {
            let passage = stored.passages.get((n as usize).wrapping_sub(1));
            let text = passage.and_then(|p| p.span.slice(&stored.document.text));
            text.map_or_else(Vec::new, |text| printed_on(text, printed))
        });
        stands.map_err(|e| IndexError::Engine(e.to_string()))
    }
}

/// The gazetteer, loaded when a query first names something.
struct Names<'a> {
    load: &'a dyn Fn() -> Result<Gazetteer, SearchError>,
    loaded: RefCell<Option<Result<Gazetteer, SearchError>>>,
}

impl Names<'_> {
    fn failure(self) -> Result<(), SearchError> {
        self.loaded.into_inner().transpose().map(|_| ())
    }
}

impl NameLookup for Names<'_> {
    fn named(&self, words: &str) -> Vec<NamedEntry> {
        let mut loaded = self.loaded.borrow_mut();
        let Ok(gazetteer) = loaded.get_or_insert_with(self.load) else { return Vec::new() };
        gazetteer.named(words).into_iter().map(|id| named_entry(gazetteer, id)).collect()
    }

    fn asked(&self, words: &Asked, run: Range<usize>) -> Vec<Known> {
        let mut loaded = self.loaded.borrow_mut();
        let Ok(gazetteer) = loaded.get_or_insert_with(self.load) else { return Vec::new() };
        let known = |id| {
            let (entry, names) = (named_entry(gazetteer, id), gazetteer.names_of(id));
            Known { entry: Some(entry), names }
        };
        gazetteer.asked(words, run).into_iter().map(known).collect()
    }
}

fn named_entry(gazetteer: &Gazetteer, id: EntryId) -> NamedEntry {
    let entry = gazetteer.entry(id);
    NamedEntry {
        name: entry.name().to_owned(),
        kind: entry.kind().name().to_owned(),
        is_program: entry.is_program(),
    }
}

/// The words of the index.
struct Words<'a>(&'a Snapshot);

impl Vocabulary for Words<'_> {
    fn with_prefix(&self, prefix: &str, limit: usize) -> Vec<(String, u64)> {
        // An index that cannot be read says so when the plan is run.
        self.0.with_prefix(prefix, limit).unwrap_or_default()
    }

    fn passages(&self, term: &str) -> u64 {
        self.0.passages_with(term).unwrap_or_default()
    }

    fn passages_with_phrase(&self, places: &[Vec<String>]) -> u64 {
        self.0.passages_with_phrase(places).unwrap_or_default()
    }

    fn defined(&self, key: &str) -> Vec<(String, u64)> {
        let defined = self.0.defined(key).unwrap_or_default();
        defined.into_iter().map(|d| (d.text, d.passages)).collect()
    }

    fn begins_definition(&self, term: &str) -> bool {
        self.0.begins_definition(term).unwrap_or_default()
    }

    fn of_shape(&self, shape: &Shape, limit: usize) -> Vec<(String, u64)> {
        self.0.of_shape(shape, limit).unwrap_or_default()
    }

    fn like(&self, word: &str, letters: u8, limit: usize) -> Vec<(String, u64, u8)> {
        self.0.like(word, letters, limit).unwrap_or_default()
    }
}
