//! The report of a search: everything that a reader needs to judge it and to do it again.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::copies::Groups;
use super::search::{Answer, Documents, Ground, SearchError, SearchRequest};
use super::strategy::Strategy;
use crate::cite::Reference;
use crate::document::DocumentId;
use crate::index::{Count, Facets, Folding, Found, IndexError, Matching, Wanted};
use crate::query::plan::{Node, Plan};
use crate::store::manifest::Root;
use crate::store::{Manifest, Store, StoreError};

/// A search with what it went through, found and left out. It knows no date: the day of the search
/// is that of whoever shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchReport {
    /// What was asked.
    pub request: SearchRequest,
    /// The answer without its hits: how the query was read, widened and understood, its totals and
    /// how they are spread.
    pub answer: Answer,
    /// The query line by line.
    pub strategy: Strategy,
    /// What was searched.
    pub corpus: Corpus,
    /// What is left after near-identical documents were folded; `None` where they were not to be.
    pub folded: Option<Count>,
    /// The works that passages were found of, in the order asked for.
    pub works: Vec<FoundWork>,
    /// Whether there are more works than were to be listed.
    pub is_cut: bool,
}

/// What was searched. Folders are named without their paths, which are nobody's business.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corpus {
    /// The files and folders it was read from, by name, with what was left out below each.
    pub roots: Vec<(String, Vec<String>)>,
    /// How many files were looked at in the last ingest.
    pub files: u64,
    /// How many files and records were left out then.
    pub left_out: u64,
    /// How many files and folders could not be looked at then.
    pub unseen: u64,
    /// Digest of the names that texts and queries are read by.
    pub names: String,
    /// How all of it is spread.
    pub spread: Facets,
}

impl Corpus {
    fn of(manifest: &Manifest, names: String, spread: Facets) -> Corpus {
        let root = |root: &Root| {
            let name = root.path.file_name().map(|name| name.to_string_lossy().into_owned());
            (name.unwrap_or_else(|| "/".to_owned()), root.exclude.clone())
        };
        Corpus {
            roots: manifest.roots.iter().map(root).collect(),
            files: manifest.files.len() as u64,
            left_out: manifest.files.iter().map(|file| file.left_out.len() as u64).sum(),
            unseen: manifest.complaints.len() as u64,
            names,
            spread,
        }
    }
}

/// A work that passages were found of.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundWork {
    /// What a citation is made of: the whole work, without a place in it.
    pub reference: Reference,
    /// Its short citation.
    pub citation: String,
    /// The name that its record gives the document.
    pub key: Option<String>,
    /// Name of the document's first file.
    pub file: String,
    /// How many of its passages matched.
    pub passages: u64,
    /// Near-identical documents that matched and are not listed for themselves, with how many of
    /// their passages matched.
    pub copies: Vec<(DocumentId, u64)>,
}

/// What matched of one work in one document.
struct Matched {
    work: FoundWork,
    document: DocumentId,
    /// Place of its best passage in the ranking.
    rank: usize,
}

/// Documents read at once.
const AT_ONCE: usize = 256;

impl Ground<'_> {
    /// Searches, and reports the search. Of paging, only the limit is looked at: so many works are
    /// listed.
    ///
    /// # Errors
    /// As [`Ground::search`].
    pub fn report(&self, request: &SearchRequest) -> Result<SearchReport, SearchError> {
        let counted =
            SearchRequest { limit: 0, offset: 0, explain: true, facets: true, ..request.clone() };
        let answer = self.search(&counted)?;
        let planned = self.plan(request)?;
        let strategy = self.strategy(request, &planned)?;
        let (works, folded, is_cut) = self.works(request, &planned.plan, answer.passages)?;
        let everything = Plan { root: Node::All, filters: Vec::new() };
        let spread = self.snapshot.facets(&everything, &mut |_, _, _| Ok(Vec::new()))?;
        Ok(SearchReport {
            corpus: Corpus::of(&self.store.manifest()?, (self.names)()?.digest(), spread),
            request: request.clone(),
            answer,
            strategy,
            folded,
            works,
            is_cut,
        })
    }

    /// How much a plan matches.
    pub(super) fn count(&self, plan: &Plan) -> Result<Count, SearchError> {
        let documents = Documents::of(self.store);
        let mut printed = |id, n, text: &str| documents.prints(id, n, text);
        Ok(self.snapshot.count(plan, &mut printed)?)
    }

    /// The works of which passages match, what is left of those after folding, and whether there
    /// are more.
    fn works(
        &self,
        request: &SearchRequest,
        plan: &Plan,
        passages: u64,
    ) -> Result<(Vec<FoundWork>, Option<Count>, bool), SearchError> {
        let documents = Documents::of(self.store);
        let mut printed = |id, n, text: &str| documents.prints(id, n, text);
        let groups = Groups::new(self.store);
        let mut fold = |group, matched| groups.fold(group, matched);
        let folding = Folding { group_of: &|id| groups.of(id), fold: &mut fold };
        let folding = (!request.copies && self.store.has_groups()).then_some(folding);
        let wanted = Wanted {
            limit: usize::try_from(passages).unwrap_or(usize::MAX),
            per_document: usize::MAX,
            strict: true,
            order: request.order,
        };
        let found = self.snapshot.run_folded(plan, wanted, &mut printed, folding)?.found;
        let ranking = Ranking::of(&found);
        let folded =
            Count { passages: found.len() as u64, documents: ranking.documents.len() as u64 };
        drop(found);
        let matching = self.snapshot.matching(plan, &mut printed)?;
        let mut listing = Listing::read(self.store, &ranking, &matching, request.limit)?;
        let is_cut = listing.works.len() > request.limit || !listing.is_whole;
        add_copies(&groups, &mut listing.works, listing.folded_away)?;
        let works = listing.works.into_iter().take(request.limit).map(|matched| matched.work);
        Ok((works.collect(), (!request.copies).then_some(folded), is_cut))
    }
}

/// What was found and not folded, by documents.
struct Ranking {
    /// In order of their best passages.
    documents: Vec<DocumentId>,
    /// The passages of each, best first, with their places in the ranking.
    places: HashMap<DocumentId, Vec<(u32, usize)>>,
}

impl Ranking {
    fn of(found: &[Found]) -> Ranking {
        let mut ranking = Ranking { documents: Vec::new(), places: HashMap::new() };
        for (rank, found) in found.iter().enumerate() {
            let places = ranking.places.entry(found.document).or_insert_with(|| {
                ranking.documents.push(found.document);
                Vec::new()
            });
            places.push((found.n, rank));
        }
        ranking
    }

    fn places(&self, id: DocumentId) -> &[(u32, usize)] {
        self.places.get(&id).map_or(&[][..], Vec::as_slice)
    }
}

/// The works found.
struct Listing {
    /// In order of their best passages.
    works: Vec<Matched>,
    /// The documents of which passages were folded away with the whole of their work, and how many.
    folded_away: Vec<(DocumentId, u64)>,
    /// Whether every document found was read for it.
    is_whole: bool,
}

impl Listing {
    /// Reads documents in the order of the ranking, until there are more than `limit` works that
    /// none of those left can come before.
    fn read(
        store: &Store,
        ranking: &Ranking,
        matching: &Matching,
        limit: usize,
    ) -> Result<Listing, StoreError> {
        let numbers: HashMap<DocumentId, &[u32]> =
            matching.documents.iter().map(|(id, numbers)| (*id, numbers.as_slice())).collect();
        let gone = matching.documents.iter().filter(|(id, _)| !ranking.places.contains_key(id));
        let mut folded_away: Vec<(DocumentId, u64)> =
            gone.map(|(id, numbers)| (*id, numbers.len() as u64)).collect();
        let mut works: Vec<Matched> = Vec::new();
        let mut is_whole = true;
        for few in ranking.documents.chunks(AT_ONCE) {
            // What was found before the first passage of these documents is settled.
            let settled = ranking.places(few[0]).first().map_or(0, |(_, rank)| *rank);
            if works.iter().filter(|work| work.rank < settled).count() > limit {
                is_whole = false;
                break;
            }
            let of = |id: &DocumentId| {
                let numbers = numbers.get(id).copied().unwrap_or_default();
                works_of(store, *id, numbers, ranking.places(*id))
            };
            let read: Result<Vec<_>, StoreError> = few.par_iter().map(of).collect();
            for (id, (found, folded)) in few.iter().zip(read?) {
                works.extend(found);
                folded_away.extend((folded > 0).then_some((*id, folded)));
            }
        }
        works.sort_by_key(|matched| matched.rank);
        Ok(Listing { works, folded_away, is_whole })
    }
}

/// Names, with the earliest issue of each group that is listed, the documents of the group of which
/// passages were folded away with the whole of their work.
fn add_copies(
    groups: &Groups<'_>,
    works: &mut [Matched],
    folded_away: Vec<(DocumentId, u64)>,
) -> Result<(), IndexError> {
    let mut folded: HashMap<u32, Vec<(u32, DocumentId, u64)>> = HashMap::new();
    for (id, passages) in folded_away {
        if let Some((group, place)) = groups.of(id)? {
            folded.entry(group).or_default().push((place, id, passages));
        }
    }
    if folded.is_empty() {
        return Ok(());
    }
    let mut first: HashMap<u32, (u32, usize)> = HashMap::new();
    for (at, matched) in works.iter().enumerate() {
        if let Some((group, place)) = groups.of(matched.document)? {
            let earliest = first.entry(group).or_insert((place, at));
            *earliest = (*earliest).min((place, at));
        }
    }
    for (group, mut copies) in folded {
        let Some((_, at)) = first.get(&group) else { continue };
        copies.sort_unstable();
        works[*at].work.copies = copies.into_iter().map(|(_, id, n)| (id, n)).collect();
    }
    Ok(())
}

/// The works of one document that the passages `numbers` belong to; `places` has those that were
/// not folded, with their places in the ranking. Beside them, how many passages belong to works of
/// which all were folded.
fn works_of(
    store: &Store,
    id: DocumentId,
    numbers: &[u32],
    places: &[(u32, usize)],
) -> Result<(Vec<Matched>, u64), StoreError> {
    let row = store.row(id)?.ok_or(StoreError::Lost { id })?;
    let stored = store.document(&row)?;
    let file = store.places(&row)?.into_iter().next().map(|place| place.path);
    let file = file.as_ref().and_then(|path| path.file_name()).map(|n| n.to_string_lossy());
    let work_of = |n: u32| {
        let passage = stored.passages.get((n as usize).checked_sub(1)?)?;
        Some(passage.work)
    };
    let mut passages: HashMap<u16, u64> = HashMap::new();
    for number in numbers.iter().filter_map(|n| work_of(*n)) {
        *passages.entry(number).or_default() += 1;
    }
    let mut seen = HashSet::new();
    let mut works = Vec::new();
    for (n, rank) in places {
        let Some(number) = work_of(*n).filter(|number| seen.insert(*number)) else { continue };
        let Some(work) = stored.works.get(usize::from(number)).cloned() else { continue };
        let within = stored.works.first().cloned().filter(|_| number > 0);
        let reference = Reference::whole(id, work, within, stored.document.digest);
        let work = FoundWork {
            citation: reference.short(),
            reference,
            key: stored.document.key.clone(),
            file: file.clone().unwrap_or_default().into_owned(),
            passages: passages.get(&number).copied().unwrap_or_default(),
            copies: Vec::new(),
        };
        works.push(Matched { work, document: id, rank: *rank });
    }
    let listed: u64 = works.iter().map(|matched: &Matched| matched.work.passages).sum();
    Ok((works, (numbers.len() as u64).saturating_sub(listed)))
}
