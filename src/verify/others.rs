//! Words of others: a draft credits somebody whom the corpus knows, and the words stand in no work
//! of theirs.
//!
//! It speaks up only where that is plain. Whoever is quoted, or merely named, where the words stand
//! may be the one who says them there; a caution that is wrong costs more than one that is missing.

use std::collections::{HashMap, HashSet};

use super::caution::Caution;
use super::credit::Credits;
use super::draft::DraftQuotation;
use super::finding::{Finding, Standing};
use crate::document::{DocumentId, Person, Work};
use crate::index::{Counted, Order, Wanted};
use crate::names::{EntryId, Gazetteer};
use crate::query::plan::{Filter, Node, Plan, TextField};
use crate::search::SearchError;
use crate::search::search::Ground;
use crate::text::tokens;

/// More places than this are not looked through: boilerplate is nobody's.
const MOST_PLACES: usize = 64;
/// Works looked at to see whether the author of a name is meant.
const MOST_WORKS: usize = 16;

/// What the corpus knows of names that drafts credit. Kept through a check.
pub struct Others<'g> {
    ground: &'g Ground<'g>,
    /// Made when a name is first asked for.
    publishers: Option<Publishers>,
    known: HashMap<String, Option<Known>>,
    /// Whether the text of a document names somebody: document, and name as written.
    naming: HashMap<(DocumentId, String), bool>,
}

struct Publishers {
    gazetteer: Gazetteer,
    /// The names that publishers go by, and which publisher that is.
    names: HashMap<Vec<String>, usize>,
    /// By publisher, all its names.
    all: Vec<Vec<Vec<String>>>,
}

/// Somebody, or some body, whom the corpus knows.
#[derive(Clone, Debug)]
struct Known {
    /// Runs of terms that name them.
    names: Vec<Vec<String>>,
    /// Whether a text that names them anywhere may be giving their words.
    speaks: bool,
}

impl<'g> Others<'g> {
    /// Knows nobody yet.
    pub fn new(ground: &'g Ground<'g>) -> Others<'g> {
        Others { ground, publishers: None, known: HashMap::new(), naming: HashMap::new() }
    }

    /// The caution that `finding`, made for `quotation`, stands only in works of others than whom
    /// the draft credits with it.
    ///
    /// # Errors
    /// If the index or the documents cannot be read.
    pub fn caution(
        &mut self,
        quotation: &DraftQuotation,
        finding: &Finding,
    ) -> Result<Option<Caution>, SearchError> {
        let places = &finding.places;
        let more = finding.cautions.iter().any(|c| matches!(c, Caution::MorePlaces { .. }));
        let Some(best) = places.first().filter(|_| finding.verdict.is_genuine()) else {
            return Ok(None);
        };
        let unsure =
            |place: &Standing| place.quoted_in.as_ref().is_some_and(|q| q.speaker.is_none());
        if more || places.len() > MOST_PLACES || places.iter().any(unsure) {
            return Ok(None);
        }
        let credits = Credits::read(&quotation.beside);
        for name in &credits.credited {
            let Some(known) = self.known(name)? else { continue };
            if self.is_in_any(places, name, &known, &credits.named)? {
                return Ok(None);
            }
            let (named, stands_in) = (name.clone(), best.hit.citation.clone());
            return Ok(Some(Caution::OthersWords { named, stands_in }));
        }
        Ok(None)
    }

    /// Whether any of the places may give the words of `known`, or of anybody else who is named.
    fn is_in_any(
        &mut self,
        places: &[Standing],
        name: &str,
        known: &Known,
        named: &[String],
    ) -> Result<bool, SearchError> {
        let named: Vec<Vec<String>> = named.iter().map(|n| terms(n)).collect();
        for place in places {
            let credited = terms(&credit_of(place));
            let is_theirs = |name: &Vec<String>| holds(&credited, name);
            let by_last =
                |name: &Vec<String>| name.last().is_some_and(|last| credited.contains(last));
            if known.names.iter().any(is_theirs)
                || named.iter().any(by_last)
                || known.names.iter().any(|n| holds(&terms(&place.hit.text), n))
                || known.speaks && self.is_named_in(place.hit.document, name, known)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_named_in(
        &mut self,
        id: DocumentId,
        name: &str,
        known: &Known,
    ) -> Result<bool, SearchError> {
        let key = (id, name.to_owned());
        if let Some(named) = self.naming.get(&key) {
            return Ok(*named);
        }
        let row = self.ground.store.row(id)?;
        let stored = row.map(|row| self.ground.store.document(&row)).transpose()?;
        let text = stored.map(|stored| terms(&stored.document.text)).unwrap_or_default();
        let named = known.names.iter().any(|name| holds(&text, name));
        self.naming.insert(key, named);
        Ok(named)
    }

    /// Whom the corpus knows by a name as a draft writes it.
    fn known(&mut self, name: &str) -> Result<Option<Known>, SearchError> {
        if let Some(known) = self.known.get(name) {
            return Ok(known.clone());
        }
        let words = terms(name);
        let mut known = self.publisher(&words)?;
        if known.is_none() {
            known = self.author(&words)?;
        }
        if known.is_none() {
            known = self.program(name)?;
        }
        self.known.insert(name.to_owned(), known.clone());
        Ok(known)
    }

    fn publisher(&mut self, words: &[String]) -> Result<Option<Known>, SearchError> {
        let publishers = self.publishers()?;
        let number = publishers.names.get(words);
        let known = number.map(|n| Known { names: publishers.all[*n].clone(), speaks: false });
        Ok(known)
    }

    fn publishers(&mut self) -> Result<&Publishers, SearchError> {
        if self.publishers.is_none() {
            let gazetteer = (self.ground.names)()?;
            let tallies = self.ground.tally(Counted::Source, None)?;
            let mut publishers = Publishers { gazetteer, names: HashMap::new(), all: Vec::new() };
            tallies.iter().for_each(|tally| publishers.add(&tally.value));
            self.publishers = Some(publishers);
        }
        Ok(self.publishers.as_ref().expect("made just now"))
    }

    /// An author whose name ends as `words` do, with titles before it or a given name that fits.
    fn author(&self, words: &[String]) -> Result<Option<Known>, SearchError> {
        let Some(last) = words.last().filter(|last| last.chars().count() > 1) else {
            return Ok(None);
        };
        let filter = Filter::Words { field: TextField::Author, terms: vec![last.clone()] };
        let plan = Plan { root: Node::All, filters: vec![filter] };
        let wanted =
            Wanted { limit: MOST_WORKS, per_document: 1, strict: true, order: Order::Relevance };
        let mut printed = |_: DocumentId, _: u32, _: &str| Ok(Vec::new());
        let ranking = self.ground.snapshot.run(&plan, wanted, &mut printed)?;
        let mut families = HashSet::new();
        for found in ranking.found {
            let Some(row) = self.ground.store.row(found.document)? else { continue };
            let works = self.ground.store.document(&row)?.works;
            let authors = works.iter().flat_map(|work| &work.authors);
            families.extend(authors.filter(|a| is_called(a, words)).map(|a| terms(a.family())));
        }
        let names: Vec<Vec<String>> = families.into_iter().collect();
        Ok((!names.is_empty()).then_some(Known { names, speaks: true }))
    }

    /// A programme that passages of the corpus name.
    fn program(&mut self, name: &str) -> Result<Option<Known>, SearchError> {
        let gazetteer = self.publishers()?.gazetteer.clone();
        let [id] = gazetteer.named(name)[..] else { return Ok(None) };
        let entry = gazetteer.entry(id);
        if !entry.is_program() || !self.ground.snapshot.names(entry.name(), true)? {
            return Ok(None);
        }
        Ok(Some(Known { names: names_of(&gazetteer, id), speaks: true }))
    }
}

impl Publishers {
    fn add(&mut self, source: &str) {
        let mut names = vec![terms(source)];
        for id in self.gazetteer.named(source) {
            if !self.gazetteer.entry(id).is_program() {
                names.extend(names_of(&self.gazetteer, id));
            }
        }
        names.retain(|name| !name.is_empty());
        let number = self.all.len();
        for name in &names {
            self.names.entry(name.clone()).or_insert(number);
        }
        self.all.push(names);
    }
}

fn names_of(gazetteer: &Gazetteer, id: EntryId) -> Vec<Vec<String>> {
    gazetteer.aliases_of(id).iter().map(|alias| terms(alias.text)).collect()
}

/// Whether a person may be called `words`: the whole name, or the family name behind titles or
/// behind a given name that is theirs.
fn is_called(author: &Person, words: &[String]) -> bool {
    let full = terms(&author.name);
    if author.is_body() || full == words {
        return full == words;
    }
    let family = terms(author.family());
    let Some(before) = words.strip_suffix(family.as_slice()) else { return false };
    let initial = |term: Option<&String>| term.and_then(|t| t.chars().next());
    before.last().is_none_or(|word| {
        is_title(word)
            || before.len() <= full.len() && initial(before.first()) == initial(full.first())
    })
}

/// Words that stand before a name.
fn is_title(word: &str) -> bool {
    matches!(
        word,
        "mr" | "mrs"
            | "ms"
            | "dr"
            | "sir"
            | "lord"
            | "minister"
            | "secretary"
            | "president"
            | "ambassador"
            | "professor"
            | "prof"
            | "general"
            | "admiral"
            | "senator"
            | "chairman"
            | "director"
            | "judge"
            | "justice"
            | "representative"
            | "congressman"
            | "king"
            | "analyst"
            | "scholar"
            | "author"
            | "colonel"
            | "marshal"
            | "chancellor"
            | "premier"
    )
}

/// What the record says of whose the words at a place are.
fn credit_of(place: &Standing) -> String {
    let hit = &place.hit;
    let mut said = place.quoted_in.as_ref().and_then(|q| q.speaker.clone()).unwrap_or_default();
    for work in [Some(&hit.work), hit.within.as_ref()].into_iter().flatten() {
        record_of(work).into_iter().for_each(|part| {
            // What a name of two parts must not run over.
            said.push_str(" | ");
            said.push_str(&part);
        });
    }
    said
}

fn record_of(work: &Work) -> Vec<String> {
    let people = work.authors.iter().flat_map(|a| [Some(a.name.clone()), a.post.clone()]);
    let fields = [
        work.shown_source(),
        work.title.clone(),
        work.container.clone(),
        work.source_note.clone(),
        work.rights.clone(),
    ];
    people.chain(fields).flatten().collect()
}

fn holds(text: &[String], name: &[String]) -> bool {
    !name.is_empty() && text.windows(name.len()).any(|window| window == name)
}

fn terms(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.term).collect()
}
