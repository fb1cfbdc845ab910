//! Words of others: a draft credits somebody whom the corpus knows, and the words stand in no work
//! of theirs.
//!
//! It speaks up only where that is plain. Whoever is quoted, or merely named, where the words stand
//! may be the one who says them there; a caution that is wrong costs more than one that is missing.

use std::collections::HashMap;

use super::called::Called;
use super::caution::Caution;
use super::credit::{Credits, is_particle, is_post};
use super::draft::{DraftQuotation, PLACE};
use super::finding::{Finding, Standing};
use super::reading::boundary;
use super::verdict::Verdict;
use crate::document::{DocumentId, Person, Work};
use crate::index::{Counted, Order, Wanted};
use crate::names::{EntryId, Gazetteer};
use crate::query::plan::{Filter, Node, Plan, TextField};
use crate::search::SearchError;
use crate::search::search::Ground;
use crate::store::Stored;
use crate::text::mark::is_mark;
use crate::text::tokens;

/// More places than this are not looked through: boilerplate is nobody's.
const MOST_PLACES: usize = 64;
/// Works looked at to see whether the author of a name is meant.
const MOST_WORKS: usize = 16;
/// So far about the words, and from the head of the document, in bytes, it may say which body gives
/// them.
const ABOUT: usize = 1500;

/// What the corpus knows of names that drafts credit. Kept through a check.
pub struct Others<'g> {
    ground: &'g Ground<'g>,
    /// Made when a name is first asked for.
    publishers: Option<Publishers>,
    known: HashMap<String, Option<Known>>,
    /// Whether the text of a work names somebody: document, number of the work, name as written.
    naming: HashMap<(DocumentId, u16, String), bool>,
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
enum Known {
    /// An author.
    Person(Called),
    /// A publisher, or a body that is an author, by the runs of terms that name it.
    Body(Vec<Vec<String>>),
    /// A programme, likewise.
    Program(Vec<Vec<String>>),
}

impl<'g> Others<'g> {
    /// Knows nobody yet.
    pub fn new(ground: &'g Ground<'g>) -> Others<'g> {
        Others { ground, publishers: None, known: HashMap::new(), naming: HashMap::new() }
    }

    /// The caution that `finding`, made for `quotation`, stands only in works of others than whom
    /// the draft credits with it, or there in a quotation of somebody else's.
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
        let judged = finding.verdict.is_genuine() || finding.verdict == Verdict::Altered;
        let Some(best) = places.first().filter(|_| judged) else {
            return Ok(None);
        };
        let unsure =
            |place: &Standing| place.quoted_in.as_ref().is_some_and(|q| q.speaker.is_none());
        let words = terms(&finding.quotation);
        let is_title = |place: &Standing| {
            place.hit.work.title.as_deref().is_some_and(|title| terms(title) == words)
        };
        if more
            || places.len() > MOST_PLACES
            || places.iter().any(|place| unsure(place) || is_title(place))
        {
            return Ok(None);
        }
        let credits = Credits::read(&quotation.beside);
        for name in &credits.credited {
            let Some(known) = self.known(name)? else { continue };
            // `INDUS-X: “…”` gives a topic.
            if matches!(known, Known::Program(_)) && credits.labels.contains(name) {
                continue;
            }
            if self.is_in_any(places, name, &known, &credits.named)? {
                return Ok(quoted_there(quotation, finding, &known));
            }
            let (named, stands_in) = (name.clone(), best.hit.citation.clone());
            return Ok(Some(Caution::OthersWords { named, stands_in }));
        }
        Ok(None)
    }

    /// Whether any of the places may give the words of `known`, or is by anybody else who is named.
    fn is_in_any(
        &mut self,
        places: &[Standing],
        name: &str,
        known: &Known,
        named: &[String],
    ) -> Result<bool, SearchError> {
        for place in places {
            let hit = &place.hit;
            let speaker = place.quoted_in.as_ref().and_then(|q| q.speaker.as_deref());
            if known.credited_by(&hit.work)
                || speaker.is_some_and(|speaker| known.is_speaker(speaker))
                || known.is_named_in(&hit.text)
                || abbreviates(name, &hit.work)
            {
                return Ok(true);
            }
            for other in named {
                let other_known = match self.known(other)? {
                    Some(known) => known,
                    None => Known::Person(Called::new(other)),
                };
                let speaks = speaker.is_some_and(|speaker| other_known.is_speaker(speaker));
                if other_known.credited_by(&hit.work) || speaks || abbreviates(other, &hit.work) {
                    return Ok(true);
                }
            }
            if self.is_named_about(place, name, known)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the work names them where it may say whose words it gives: a person anywhere, a body
    /// at its head or near the words.
    fn is_named_about(
        &mut self,
        place: &Standing,
        name: &str,
        known: &Known,
    ) -> Result<bool, SearchError> {
        let id = place.hit.document;
        let number = (place.hit.n as usize).saturating_sub(1);
        let Some(row) = self.ground.store.row(id)? else { return Ok(false) };
        let stored = self.ground.store.document(&row)?;
        let work = stored.passages.get(number).map_or(0, |passage| passage.work);
        if let Known::Body(_) = known {
            return Ok(work == 0 && known.is_named_in(&about(&stored, place)));
        }
        let key = (id, work, name.to_owned());
        if let Some(named) = self.naming.get(&key) {
            return Ok(*named);
        }
        let text = &stored.document.text;
        let blocks = stored.document.blocks.iter().filter(|block| block.work == work);
        let words: Vec<&str> = blocks.filter_map(|block| block.span.slice(text)).collect();
        let named = known.is_named_in(&words.join("\n"));
        self.naming.insert(key, named);
        Ok(named)
    }

    /// Whom the corpus knows by a name as a draft writes it.
    fn known(&mut self, name: &str) -> Result<Option<Known>, SearchError> {
        if let Some(known) = self.known.get(name) {
            return Ok(known.clone());
        }
        let mut known = self.known_as(name)?;
        for particle in [" of ", " on ", " for "] {
            if let (None, Some((before, _))) = (&known, name.split_once(particle)) {
                // `Rajeev of RSIS`, `Rajeev on Tuesday`
                known = self.author(before)?.filter(|_| !before.is_empty());
            }
        }
        self.known.insert(name.to_owned(), known.clone());
        Ok(known)
    }

    fn known_as(&mut self, name: &str) -> Result<Option<Known>, SearchError> {
        if let Some(known) = self.publisher(&body_terms(name))? {
            return Ok(Some(known));
        }
        if let Some(known) = self.author(name)? {
            return Ok(Some(known));
        }
        self.program(name)
    }

    fn publisher(&mut self, words: &[String]) -> Result<Option<Known>, SearchError> {
        let publishers = self.publishers()?;
        let number = publishers.names.get(words);
        Ok(number.map(|n| Known::Body(publishers.all[*n].clone())))
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

    /// An author whom `name` calls: a person, or a body by any of its names.
    fn author(&mut self, name: &str) -> Result<Option<Known>, SearchError> {
        let words = terms(name);
        let Some(last) = words.last().filter(|last| last.chars().count() > 1).cloned() else {
            return Ok(None);
        };
        let called = Called::new(name);
        if self.is_author(vec![last], |author| !author.is_body() && called.is(author))? {
            return Ok(Some(Known::Person(called)));
        }
        let gazetteer = self.publishers()?.gazetteer.clone();
        let mut names = vec![body_terms(name)];
        for id in gazetteer.named(name) {
            if !gazetteer.entry(id).is_program() {
                names.extend(names_of(&gazetteer, id));
            }
        }
        for name in names.iter().filter(|name| !name.is_empty()) {
            let full = |author: &Person| author.is_body() && body_terms(&author.name) == *name;
            if self.is_author(name.clone(), full)? {
                return Ok(Some(Known::Body(names)));
            }
        }
        Ok(None)
    }

    /// Whether one of the authors who have all of `terms` in their names is it.
    fn is_author(
        &self,
        terms: Vec<String>,
        is: impl Fn(&Person) -> bool,
    ) -> Result<bool, SearchError> {
        let filter = Filter::Words { field: TextField::Author, terms };
        let plan = Plan { root: Node::All, filters: vec![filter] };
        let wanted =
            Wanted { limit: MOST_WORKS, per_document: 1, strict: true, order: Order::Relevance };
        let mut printed = |_: DocumentId, _: u32, _: &str| Ok(Vec::new());
        let ranking = self.ground.snapshot.run(&plan, wanted, &mut printed)?;
        for found in ranking.found {
            let Some(row) = self.ground.store.row(found.document)? else { continue };
            let works = self.ground.store.document(&row)?.works;
            if works.iter().flat_map(|work| &work.authors).any(&is) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A programme that passages of the corpus name.
    fn program(&mut self, name: &str) -> Result<Option<Known>, SearchError> {
        let gazetteer = self.publishers()?.gazetteer.clone();
        let [id] = gazetteer.named(name)[..] else { return Ok(None) };
        let entry = gazetteer.entry(id);
        if !entry.is_program() || !self.ground.snapshot.names(entry.name(), true)? {
            return Ok(None);
        }
        Ok(Some(Known::Program(names_of(&gazetteer, id))))
    }
}

/// The caution that the source, a work of whom the draft credits, quotes somebody there whom the
/// draft does not name.
fn quoted_there(quotation: &DraftQuotation, finding: &Finding, known: &Known) -> Option<Caution> {
    let speakers = finding.places.iter().map(|place| place.quoted_in.as_ref()?.speaker.clone());
    let speakers: Vec<String> = speakers.collect::<Option<_>>()?;
    let theirs = |place: &Standing| known.made(&place.hit.work);
    // `quoting`, `cites`, `as … is quoted`: the writer knows.
    let is_telling = |word: &str| {
        let word = word.to_lowercase();
        ["quot", "cit"].iter().any(|stem| word.starts_with(stem))
    };
    let beside = quotation.beside.join(" ");
    let mut words = beside.split(|c: char| !c.is_alphanumeric() && c != PLACE);
    let beside_terms = terms(&beside);
    let named = speakers.iter().any(|speaker| {
        let parts = terms(speaker).into_iter().filter(|t| !is_particle(t) && !is_post(t));
        known.is_speaker(speaker) || parts.into_iter().any(|part| beside_terms.contains(&part))
    });
    let aware = named
        || words.any(is_telling)
        || quotation.text.starts_with(is_mark)
        || !finding.places.iter().all(theirs);
    let speaker = speakers.into_iter().next()?;
    (!aware).then_some(Caution::QuotedIn { speaker: Some(speaker) })
}

impl Known {
    /// Whether they are an author of the work, or its publisher.
    fn made(&self, work: &Work) -> bool {
        match self {
            Known::Person(called) => work.authors.iter().any(|a| called.may_be(&a.name)),
            Known::Body(_) | Known::Program(_) => {
                let authors = work.authors.iter().map(|author| author.name.clone());
                authors.chain(work.shown_source()).any(|name| self.is_named_in(&name))
            }
        }
    }

    /// Whether what the record says of the work may say that its words are theirs.
    fn credited_by(&self, work: &Work) -> bool {
        let posts = work.authors.iter().filter_map(|author| author.post.clone());
        let fields = [
            work.shown_source(),
            work.title.clone(),
            work.container.clone(),
            work.source_note.clone(),
            work.rights.clone(),
        ];
        self.made(work)
            || posts.chain(fields.into_iter().flatten()).any(|field| self.is_named_in(&field))
    }

    fn is_speaker(&self, speaker: &str) -> bool {
        match self {
            Known::Person(called) => called.may_be(speaker),
            _ => self.is_named_in(speaker),
        }
    }

    fn is_named_in(&self, text: &str) -> bool {
        match self {
            Known::Person(called) => called.is_named_in(text),
            Known::Body(names) | Known::Program(names) => {
                let text = terms(text);
                names.iter().any(|name| holds(&text, name))
            }
        }
    }
}

impl Publishers {
    fn add(&mut self, source: &str) {
        let mut names = vec![body_terms(source)];
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
    gazetteer.aliases_of(id).iter().map(|alias| body_terms(alias.text)).collect()
}

/// The head of the document and what stands about the words.
fn about(stored: &Stored, place: &Standing) -> String {
    let text = &stored.document.text;
    let span = place.alignment.source.range();
    let head = boundary(text, ABOUT);
    let from = boundary(text, span.start.saturating_sub(ABOUT));
    let to = boundary(text, span.end.saturating_add(ABOUT));
    format!("{}\n{}", &text[..head], &text[from..to])
}

/// Whether a name in capitals (`RSIS`) may be short for the publisher or an author of the work: a run
/// of the initials.
fn abbreviates(name: &str, work: &Work) -> bool {
    let short = name.chars().filter(|c| *c != '.').collect::<String>();
    if short.chars().count() < 3 || !short.chars().all(char::is_uppercase) {
        return false;
    }
    let authors = work.authors.iter().map(|author| author.name.clone());
    authors.chain(work.shown_source()).any(|body| {
        let words = body.split(|c: char| !c.is_alphanumeric()).filter_map(|w| w.chars().next());
        let capitals: String = words.filter(|c| c.is_uppercase()).collect();
        capitals.contains(&short)
    })
}

fn holds(text: &[String], name: &[String]) -> bool {
    !name.is_empty() && text.windows(name.len()).any(|window| window == name)
}

fn terms(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.term).collect()
}

/// The terms of a body's name, without the article that drafts leave out.
fn body_terms(name: &str) -> Vec<String> {
    let mut name = terms(name);
    if name.len() > 1 && name[0] == "the" {
        name.remove(0);
    }
    name
}
