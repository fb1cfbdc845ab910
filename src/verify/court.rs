//! The path of one quotation: candidates, alignment, judgement.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use super::align::{Aligner, Carried};
use super::alignment::Alignment;
use super::candidate::{Candidate, Candidates, Likeness, Wanted};
use super::caution::{Caution, cautions};
use super::class::classed;
use super::edit::{Declared, What};
use super::finding::{Finding, Standing};
use super::limits::Limits;
use super::quotation::Quotation;
use super::speaker::quoted_in;
use super::verdict::Verdict;
use super::voices::quoted_from_others;
use crate::document::DocumentId;
use crate::search::search::Ground;
use crate::search::{Hit, SearchError};
use crate::store::{Place, StoreError, Stored};
use crate::text::Span;

/// A quotation is altered, rather than absent, if a stretch carries this share of its words in
/// order: at least so many of so many.
pub const ENOUGH_OF_IT: (usize, usize) = (2, 3);

/// … and among them a run of so many.
pub const RUN: usize = 4;

/// The nearest stretch to an absent quotation is given if it carries this share of its words.
pub const NEAR_SHARE: (usize, usize) = (1, 3);

/// … and among them a run of so many.
pub const NEAR_RUN: usize = 3;

/// At most so many documents that hold a quotation are listed.
pub const LOOKED_AT: usize = 256;

/// The best come first, so that after so many documents in vain the rest is not looked at, …
pub(super) const IN_VAIN: usize = 64;

/// … where the index does not have all the words in one run: of those, so many.
pub(super) const IN_VAIN_WHOLE: usize = 1000;

/// So many documents are compared word by word where none holds the quotation as it is.
pub(super) const COMPARED: usize = 24;

/// So many are compared to find what comes nearest to a quotation that stands nowhere.
pub(super) const NEAR: usize = 8;

/// So many bytes of what interrupts running text are looked beyond, on either side.
pub(super) const BEYOND: u32 = 6000;

/// Bytes of documents that are kept in memory.
const KEPT: usize = 64 << 20;

/// A quotation to verify, and where it should stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyRequest {
    /// The quotation as pasted.
    pub quotation: String,
    /// Only this document: its id, or a prefix of at least 4 characters.
    pub document: Option<String>,
    /// Only works of any of these sources.
    pub sources: Vec<String>,
    /// Only works of any of these authors.
    pub authors: Vec<String>,
}

impl VerifyRequest {
    /// Whether it asks for the words of somebody or of some document.
    pub fn is_restricted(&self) -> bool {
        self.document.is_some() || !self.sources.is_empty() || !self.authors.is_empty()
    }
}

/// Judges a quotation.
///
/// # Errors
/// If a restriction cannot be understood, the quotation is too long, or the index or the documents
/// cannot be read.
pub fn verify(ground: &Ground<'_>, request: &VerifyRequest) -> Result<Finding, SearchError> {
    Court::new(ground, request)?.judge(&request.quotation)
}

/// Judges quotations one after another, all by the same limits.
pub struct Court<'g> {
    ground: &'g Ground<'g>,
    limits: Limits,
    read: Read,
}

/// Documents read so far.
#[derive(Default)]
struct Read {
    documents: HashMap<DocumentId, Rc<Opened>>,
    bytes: usize,
}

/// A document with its places and the digest of its text.
struct Opened {
    stored: Stored,
    places: Vec<Place>,
    digest: OnceCell<String>,
}

/// A quotation before the court.
struct Case<'q> {
    quotation: &'q Quotation,
    aligner: Aligner<'q>,
    wanted: Wanted,
    words: usize,
}

/// Places that hold a quotation, by whether they are where it should stand.
#[derive(Default)]
struct Found {
    places: Vec<Standing>,
    elsewhere: Vec<Standing>,
    /// Whether more documents may hold it than were looked at.
    more: bool,
    looked_at: usize,
}

impl Opened {
    fn digest(&self) -> String {
        let digest = || blake3::hash(self.stored.document.text.as_bytes()).to_hex().to_string();
        self.digest.get_or_init(digest).clone()
    }
}

impl Case<'_> {
    fn is_too_short(&self) -> bool {
        self.quotation.is_too_short()
    }
}

impl<'g> Court<'g> {
    /// Sits over quotations that should stand where `limits` says; its quotation is not looked at.
    ///
    /// # Errors
    /// If a restriction cannot be understood, or the index cannot be read.
    pub fn new(ground: &'g Ground<'g>, limits: &VerifyRequest) -> Result<Court<'g>, SearchError> {
        Ok(Court { ground, limits: Limits::of(ground, limits)?, read: Read::default() })
    }

    /// Judges a quotation as it was pasted.
    ///
    /// # Errors
    /// If it is too long, or the index or the documents cannot be read.
    pub fn judge(&mut self, pasted: &str) -> Result<Finding, SearchError> {
        if Quotation::is_too_long(pasted) {
            return Err(SearchError::Quotation(format!(
                "a quotation has at most {} words, this one has {} in {} bytes: verify its \
                 passages one by one",
                Quotation::MOST_WORDS,
                pasted.split_whitespace().count(),
                pasted.len()
            )));
        }
        let quotation = Quotation::read(pasted);
        let aligner = Aligner::new(&quotation);
        let words = aligner.words();
        let wanted = Wanted::of(&quotation.text);
        let case = Case { quotation: &quotation, aligner, wanted, words };
        let mut found = Found::default();
        let mut nearest = None;
        if !case.wanted.is_empty() {
            found = self.genuine(&case)?;
            if found.places.is_empty() && !case.is_too_short() {
                nearest = self.altered(&case, &mut found)?;
            }
        }
        found.sort();
        let verdict = match found.places.first() {
            _ if case.is_too_short() => Verdict::TooShort,
            Some(best) => Verdict::of(&best.alignment),
            None => Verdict::Absent,
        };
        let mut said = Vec::new();
        if let Some(best) = found.places.first().or(found.elsewhere.first()) {
            let opened = self.open(best.hit.document)?;
            said = cautions(&quotation.text, &opened.stored, &best.alignment);
        }
        if self.limits.ask_whose() {
            said.extend(quoted_from_others(&found.places));
        }
        if found.more {
            said.push(Caution::MorePlaces { looked_at: found.looked_at });
        }
        let Found { places, elsewhere, .. } = found;
        let quotation = quotation.text.clone();
        Ok(Finding { quotation, verdict, cautions: said, places, elsewhere, nearest })
    }

    /// Every place that holds the quotation as it is.
    fn genuine(&mut self, case: &Case<'_>) -> Result<Found, SearchError> {
        let snapshot = self.ground.snapshot;
        let candidates = case.wanted.candidates(snapshot, case.words, Likeness::Whole)?;
        let mut found = Found::default();
        let mut looked = Looked::default();
        for candidate in &candidates.passing {
            if !looked.goes_on(candidate, case.wanted.in_one_run()) {
                found.more = true;
                break;
            }
            let opened = self.open(candidate.document)?;
            looked.at.insert(candidate.document);
            if self.take_genuine(case, candidate, &opened, &mut found) {
                looked.found(candidate.document);
            }
        }
        found.looked_at = looked.at.len();
        Ok(found)
    }

    /// Takes the places of a candidate that hold the quotation as it is; says whether any does.
    fn take_genuine(
        &self,
        case: &Case<'_>,
        candidate: &Candidate,
        opened: &Rc<Opened>,
        found: &mut Found,
    ) -> bool {
        let region = region(&opened.stored, candidate.passages);
        let alignments = case.aligner.genuine(&opened.stored.document, region);
        let mut any = false;
        for alignment in alignments {
            if let Some(standing) = standing(opened, alignment) {
                any = true;
                found.take(standing, &self.limits);
            }
        }
        any
    }

    /// Where no place holds it as it is: the stretches that it was altered from, within the limits,
    /// go into `found`; else the stretch that comes nearest is given.
    fn altered(
        &mut self,
        case: &Case<'_>,
        found: &mut Found,
    ) -> Result<Option<Standing>, SearchError> {
        let mut nearest = Nearest::default();
        let mut compared = HashSet::new();
        let mut near = Vec::new();
        for likeness in [Likeness::Part, Likeness::Apart] {
            let candidates = case.wanted.candidates(self.ground.snapshot, case.words, likeness)?;
            let candidates = self.within(candidates);
            for candidate in &candidates.passing {
                if compared.len() >= COMPARED {
                    break;
                }
                if compared.insert((candidate.document, candidate.passages)) {
                    // What typography hides more of than was looked for stands there all the same.
                    let opened = self.open(candidate.document)?;
                    self.take_genuine(case, candidate, &opened, found);
                    nearest.look(case, candidate, &opened, &self.limits);
                }
            }
            if !found.places.is_empty() {
                return Ok(None);
            }
            if nearest.is_enough(case) {
                found.places = nearest.altered(case);
                return Ok(None);
            }
            near.extend(candidates.near);
        }
        for candidate in near.iter().take(NEAR) {
            let opened = self.open(candidate.document)?;
            nearest.look(case, candidate, &opened, &self.limits);
        }
        Ok(nearest.nearest(case))
    }

    /// Those of the documents that the quotation should stand in.
    fn within(&self, mut candidates: Candidates) -> Candidates {
        candidates.passing.retain(|candidate| self.limits.may_hold(candidate.document));
        candidates.near.retain(|candidate| self.limits.may_hold(candidate.document));
        candidates
    }

    fn open(&mut self, id: DocumentId) -> Result<Rc<Opened>, SearchError> {
        if let Some(opened) = self.read.documents.get(&id) {
            return Ok(Rc::clone(opened));
        }
        let store = self.ground.store;
        let row = store.row(id)?.ok_or(StoreError::Lost { id })?;
        let (stored, places) = (store.document(&row)?, store.places(&row)?);
        // The way back to the file is about as long as the text.
        let bytes = 2 * stored.document.text.len();
        self.read.bytes += bytes;
        if self.read.bytes > KEPT {
            self.read = Read { bytes, ..Read::default() };
        }
        let opened = Rc::new(Opened { stored, places, digest: OnceCell::new() });
        self.read.documents.insert(id, Rc::clone(&opened));
        Ok(opened)
    }
}

/// Which documents were looked at, and which of them hold what was looked for.
#[derive(Default)]
struct Looked {
    at: HashSet<DocumentId>,
    holding: HashSet<DocumentId>,
    /// How many were looked at when the last was found.
    last: usize,
}

impl Looked {
    /// Whether to look at a candidate too; `whole` is what one counts that has all words in a run.
    fn goes_on(&self, candidate: &Candidate, whole: u32) -> bool {
        let in_vain = if candidate.linked >= whole { IN_VAIN_WHOLE } else { IN_VAIN };
        self.at.contains(&candidate.document)
            || self.holding.len() < LOOKED_AT && self.at.len() - self.last < in_vain
    }

    fn found(&mut self, id: DocumentId) {
        self.holding.insert(id);
        self.last = self.at.len();
    }
}

impl Found {
    fn take(&mut self, standing: Standing, limits: &Limits) {
        let list = match limits.hold(standing.hit.document, standing.hit.n) {
            true => &mut self.places,
            false => &mut self.elsewhere,
        };
        let same = |known: &Standing| {
            known.hit.document == standing.hit.document
                && known.alignment.source == standing.alignment.source
        };
        if !list.iter().any(same) {
            list.push(standing);
        }
    }

    /// Best first, the earliest issue first among equals.
    fn sort(&mut self) {
        for list in [&mut self.places, &mut self.elsewhere] {
            list.sort_by_cached_key(|standing| {
                let issued = standing.hit.work.issued.map_or(i64::MAX, |date| date.first_day());
                let Standing { hit, alignment, .. } = standing;
                let place = (hit.path.clone(), hit.bytes, alignment.source);
                (Verdict::of(alignment), alignment.differences().count(), issued, place)
            });
        }
    }
}

/// What carries most of a quotation.
#[derive(Default)]
struct Nearest {
    stretches: Vec<(Carried, Rc<Opened>)>,
}

impl Nearest {
    fn look(
        &mut self,
        case: &Case<'_>,
        candidate: &Candidate,
        opened: &Rc<Opened>,
        limits: &Limits,
    ) {
        let region = region(&opened.stored, candidate.passages);
        let document = &opened.stored.document;
        let least = self.least(case);
        let Some(carried) = case.aligner.nearest(document, region, least) else { return };
        let n = passage_at(&opened.stored, carried.alignment.source);
        let known = self.stretches.iter().any(|(known, of)| {
            of.stored.document.id == document.id
                && known.alignment.source == carried.alignment.source
        });
        if !known && n.is_some_and(|n| limits.hold(document.id, n)) {
            self.stretches.push((carried, Rc::clone(opened)));
        }
    }

    /// What a further stretch has to carry to be looked at: as much as the best that carries enough,
    /// else enough to come near.
    fn least(&self, case: &Case<'_>) -> usize {
        let enough = self.stretches.iter().filter(|(carried, _)| is_enough(carried, case.words));
        let best = enough.map(|(carried, _)| carried.words).max();
        best.unwrap_or((case.words * NEAR_SHARE.0).div_ceil(NEAR_SHARE.1))
    }

    fn is_enough(&self, case: &Case<'_>) -> bool {
        self.stretches.iter().any(|(carried, _)| is_enough(carried, case.words))
    }

    /// Of the stretches that carry enough, those that carry most words with the fewest differences:
    /// one insertion of three words is more than two words replaced.
    fn altered(self, case: &Case<'_>) -> Vec<Standing> {
        let enough = self.stretches.into_iter().filter(|(c, _)| is_enough(c, case.words));
        let mut by_differences: BTreeMap<(usize, usize), Vec<Standing>> = BTreeMap::new();
        for (carried, opened) in enough {
            let text = &opened.stored.document.text;
            let lost = case.words.saturating_sub(carried.words);
            let alignment = classed(carried.alignment, &case.quotation.text, text);
            let differences = (lost, alignment.differences().count());
            by_differences.entry(differences).or_default().extend(standing(&opened, alignment));
        }
        by_differences.into_values().next().unwrap_or_default()
    }

    /// The stretch with most words, if it has some in a run.
    fn nearest(self, case: &Case<'_>) -> Option<Standing> {
        let near = |carried: &Carried| {
            carried.words * NEAR_SHARE.1 >= case.words * NEAR_SHARE.0 && carried.run >= NEAR_RUN
        };
        let near = self.stretches.into_iter().filter(|(carried, _)| near(carried));
        let (carried, opened) = near.max_by(|(a, x), (b, y)| {
            let place = |c: &Carried, o: &Opened| (o.stored.document.id, c.alignment.source);
            let order = (a.words, a.run).cmp(&(b.words, b.run));
            order.then_with(|| place(b, y).cmp(&place(a, x)))
        })?;
        let text = &opened.stored.document.text;
        let alignment = classed(carried.alignment, &case.quotation.text, text);
        standing(&opened, alignment)
    }
}

/// Whether a stretch carries enough of a quotation of `words` words to be what it was altered from.
fn is_enough(carried: &Carried, words: usize) -> bool {
    carried.words * ENOUGH_OF_IT.1 >= words * ENOUGH_OF_IT.0 && carried.run >= RUN
}

/// The text of the passages from the first to the last, with one more on each side, what interrupts
/// the text there and whatever headings stand between.
fn region(stored: &Stored, (first, last): (u32, u32)) -> Span {
    let passages = &stored.passages;
    let number = |n: u32| (n as usize).clamp(1, passages.len().max(1)) - 1;
    let (first, last) = (number(first), number(last));
    let size = |from: usize, to: usize| passages[to].span.end - passages[from].span.start;
    let mut before = first.checked_sub(1);
    while let Some(at) = before.filter(|at| passages[*at].kind.interrupts())
        && size(at, first) < BEYOND
    {
        before = at.checked_sub(1);
    }
    let mut behind = last + 1;
    while passages.get(behind).is_some_and(|passage| passage.kind.interrupts())
        && size(last, behind) < BEYOND
    {
        behind += 1;
    }
    let before = before.and_then(|at| at.checked_sub(1));
    let behind = passages.get(behind + 1);
    Span {
        start: before.map_or(0, |at| passages[at].span.end),
        end: behind.map_or(stored.document.text.len() as u32, |passage| passage.span.start),
    }
}

/// The number of the passage that words belong to.
fn passage_at(stored: &Stored, span: Span) -> Option<u32> {
    let after = stored.passages.partition_point(|p| p.span.end <= span.start);
    stored.passages.get(after).or(stored.passages.last()).map(|passage| passage.n)
}

fn standing(opened: &Rc<Opened>, alignment: Alignment) -> Option<Standing> {
    let Opened { stored, places, .. } = &**opened;
    let (mut hit, text_at) = Hit::at(stored, places, alignment.source)?;
    hit.highlights = given(&alignment).map(|span| moved(span, text_at)).collect();
    let quoted_in = quoted_in(&stored.document, alignment.source);
    Some(Standing { hit, text_at, alignment, quoted_in, digest: opened.digest() })
}

fn moved(span: Span, text_at: u32) -> Span {
    Span { start: span.start - text_at, end: span.end - text_at }
}

/// What a quotation gives of its source: all but what it leaves out.
fn given(alignment: &Alignment) -> impl Iterator<Item = Span> + '_ {
    let out = alignment.edits.iter().filter(|e| e.what == What::Declared(Declared::Ellipsis));
    let mut start = alignment.source.start;
    let ends = out.map(|edit| edit.source);
    let last = Span { start: alignment.source.end, end: alignment.source.end };
    ends.chain([last]).filter_map(move |gap| {
        let given = Span { start, end: gap.start.max(start) };
        start = gap.end;
        (!given.is_empty()).then_some(given)
    })
}
