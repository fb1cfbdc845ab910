//! Floor 4: a collection, the boundary of the library: open, ingest, search, show, list, status.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::cite::{Pinpoint, Record, Reference};
use crate::document::{DocumentId, Work};
use crate::index::{Counted, IndexError, Order, Shares, Snapshot, State, Tally, Wanted};
use crate::ingest::proposal::Proposer;
use crate::ingest::{IngestError, IngestRequest, Progress, Proposal, Report};
use crate::names::Gazetteer;
use crate::read::Source;
use crate::read::source::Unreadable;
use crate::search::search::{Answer, Ground, SearchError, SearchRequest};
use crate::search::{
    Hit, Kwic, KwicLine, KwicShape, Listed, ListedName, NotFound, Scale, SearchReport, Shown,
    Status, Timeline,
};
use crate::store::store::names_path;
use crate::store::{DocumentRow, Store, StoreError, Stored};
use crate::text::{Span, offset};
use crate::verify::align::Aligner;
use crate::verify::{Checked, Court, Draft, Finding, Quotation, VerifyRequest};

/// One committed state of an index, open for reading.
pub struct Collection {
    folder: PathBuf,
    snapshot: Snapshot,
    store: Store,
    /// Names of documents already looked up: a batch asks for the same ones again and again.
    keys: RefCell<HashMap<DocumentId, String>>,
}

/// An ingest may replace the files of a state between the reading of the index and of the store.
const ATTEMPTS: u32 = 5;

impl Collection {
    /// Opens the index in `folder`.
    ///
    /// # Errors
    /// If there is none, another version made it, or it is damaged.
    pub fn open(folder: &Path) -> Result<Collection, SearchError> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            let snapshot = Snapshot::open(folder)?;
            let state = snapshot.state();
            match Store::open(folder, state.state, &state.records) {
                Err(StoreError::File { .. }) if attempt < ATTEMPTS => {}
                store => {
                    let (folder, store) = (folder.to_owned(), store?);
                    return Ok(Collection { folder, snapshot, store, keys: RefCell::default() });
                }
            }
        }
    }

    /// Whether `folder` holds a committed index.
    pub fn exists(folder: &Path) -> bool {
        Snapshot::exists(folder)
    }

    /// Carries out an ingest into the index in `folder`.
    ///
    /// # Errors
    /// If it could not be done; then the index is what it was.
    pub fn ingest(
        folder: &Path,
        request: &IngestRequest,
        progress: &dyn Fn(Progress),
    ) -> Result<Report, IngestError> {
        crate::ingest::ingest(folder, request, progress)
    }

    /// Lets other shares make up the scores than those it was built with; for measuring.
    pub fn weigh_by(&mut self, shares: Shares) {
        self.snapshot.weigh_by(shares);
    }

    /// What the commit says of the whole index.
    pub fn state(&self) -> &State {
        self.snapshot.state()
    }

    /// Searches.
    ///
    /// # Errors
    /// If a restriction cannot be understood, or the index or the documents cannot be read.
    pub fn search(&self, request: &SearchRequest) -> Result<Answer, SearchError> {
        self.with_ground(|ground| ground.search(request))
    }

    /// Searches, and reports the search as one can cite it: how the query was read, what each line
    /// and limit finds, what the corpus is, and the works found.
    ///
    /// # Errors
    /// As [`Collection::search`].
    pub fn report(&self, request: &SearchRequest) -> Result<SearchReport, SearchError> {
        self.with_ground(|ground| ground.report(request))
    }

    /// Finds every match of a query, to be read line by line with [`Collection::each_line`]. What
    /// the request says of paging is not looked at.
    ///
    /// # Errors
    /// As [`Collection::search`].
    pub fn kwic(&self, request: &SearchRequest) -> Result<Kwic, SearchError> {
        self.with_ground(|ground| ground.kwic(request))
    }

    /// Gives the matches with what stands round them, in order, until `line` says that it wants no
    /// more.
    ///
    /// # Errors
    /// If a document cannot be read.
    pub fn each_line(
        &self,
        kwic: &Kwic,
        shape: KwicShape,
        line: &mut dyn FnMut(KwicLine) -> bool,
    ) -> Result<(), SearchError> {
        kwic.each(&self.store, shape, line)
    }

    /// Judges a quotation: whether the corpus says this, in these words, and where.
    ///
    /// # Errors
    /// If a restriction cannot be understood, or the index or the documents cannot be read.
    pub fn verify(&self, request: &VerifyRequest) -> Result<Finding, SearchError> {
        self.with_ground(|ground| crate::verify::court::verify(ground, request))
    }

    /// Judges quotations one after another, all by the same limits: `session` is handed what judges
    /// one. The findings are those of [`Collection::verify`]; what was read for one quotation serves
    /// the next. The quotation of `limits` is not looked at.
    ///
    /// # Errors
    /// As [`Collection::verify`]; of the limits at once, of a quotation where it is judged.
    pub fn verify_each<T>(
        &self,
        limits: &VerifyRequest,
        session: impl FnOnce(&mut dyn FnMut(&str) -> Result<Finding, SearchError>) -> T,
    ) -> Result<T, SearchError> {
        self.with_ground(|ground| {
            let mut court = Court::new(ground, limits)?;
            Ok(session(&mut |quotation| court.judge(quotation)))
        })
    }

    /// Judges every quotation of a draft; the quotation of `limits` is not looked at.
    ///
    /// # Errors
    /// As [`Collection::verify`].
    pub fn check<'a>(
        &self,
        draft: impl Into<Draft<'a>>,
        limits: &VerifyRequest,
    ) -> Result<Checked, SearchError> {
        let draft = draft.into();
        self.with_ground(|ground| crate::verify::check::check(ground, draft, limits))
    }

    /// The text of a draft, decoded as documents are: UTF-8, UTF-16, or the likeliest older encoding.
    ///
    /// # Errors
    /// If it is empty or no text.
    pub fn draft(bytes: &[u8]) -> Result<Source, Unreadable> {
        Source::decode(bytes)
    }

    /// How what matches is spread over years or months of issue; by what fits, unless `scale` is
    /// given. What the request says of paging is not looked at.
    ///
    /// # Errors
    /// As [`Collection::search`].
    pub fn timeline(
        &self,
        request: &SearchRequest,
        scale: Option<Scale>,
    ) -> Result<Timeline, SearchError> {
        self.with_ground(|ground| ground.timeline(request, scale))
    }

    /// The best documents for a request, each by the name its record gives it (else by its id),
    /// with the score of its best passage.
    ///
    /// # Errors
    /// As [`Collection::search`].
    pub fn best_documents(
        &self,
        request: &SearchRequest,
    ) -> Result<Vec<(String, f32)>, SearchError> {
        let found = self.with_ground(|ground| ground.best_documents(request))?;
        found.into_iter().map(|(id, score)| Ok((self.key(id)?, score))).collect()
    }

    /// The name that its record gives a document, else its id.
    fn key(&self, id: DocumentId) -> Result<String, SearchError> {
        if let Some(key) = self.keys.borrow().get(&id) {
            return Ok(key.clone());
        }
        let row = self.store.row(id)?.ok_or(StoreError::Lost { id })?;
        let key = self.store.document(&row)?.document.key.unwrap_or_else(|| id.to_string());
        self.keys.borrow_mut().insert(id, key.clone());
        Ok(key)
    }

    /// The passage of an id (`k3v9.14`; a prefix of at least 4 characters serves) with `context`
    /// paragraphs on each side; without a number, the first passage.
    ///
    /// # Errors
    /// If the documents cannot be read; inside, what was not found.
    pub fn show(&self, id: &str, context: usize) -> Result<Result<Shown, NotFound>, SearchError> {
        self.show_quoting(id, None, context)
    }

    /// As [`Collection::show`], with the words of `quote` for highlights and as what the pinpoint
    /// leads to; without a number, the passage that they begin in.
    ///
    /// # Errors
    /// If the documents cannot be read or the quotation is too long; inside, what was not found.
    pub fn show_quoting(
        &self,
        id: &str,
        quote: Option<&str>,
        context: usize,
    ) -> Result<Result<Shown, NotFound>, SearchError> {
        let Asked { row, n, stored, words } = match self.asked(id, quote)? {
            Ok(asked) => asked,
            Err(not_found) => return Ok(Err(not_found)),
        };
        let passage =
            words.and_then(|words| stored.passages.iter().find(|p| p.span.overlaps(words)));
        let n = n.or(passage.map(|passage| passage.n)).unwrap_or(1);
        let places = self.store.places(&row)?;
        let Some(mut hit) = Hit::of(&stored, &places, n) else {
            return Ok(Err(NotFound::Passage(row.passages)));
        };
        hit.copies = self.with_ground(|ground| ground.copies(row.id, n))?;
        let span = stored.passages[n as usize - 1].span;
        hit.highlights.extend(words.and_then(|words| within(words, span)));
        let pinpoint = pinpoint(&stored, Some(words.unwrap_or(span)));
        let (before, after) = around(&stored, span, context);
        let Stored { document, .. } = stored;
        let (document, extra) = (document.text, document.extra);
        Ok(Ok(Shown { hit, before, after, span, pinpoint, document, extra }))
    }

    /// What a citation of a passage (`k3v9.14`) or of a whole document (`k3v9`) is made of.
    ///
    /// # Errors
    /// If the documents cannot be read; inside, what was not found.
    pub fn reference(&self, id: &str) -> Result<Result<Reference, NotFound>, SearchError> {
        Ok(self.pinned(id, None)?.map(|(reference, _)| reference))
    }

    /// As [`Collection::reference`], with how somebody else finds the words: those of the passage,
    /// or of `quote` in the passage or document, which the reference then is of.
    ///
    /// # Errors
    /// If the documents cannot be read or the quotation is too long; inside, what was not found.
    pub fn pinned(
        &self,
        id: &str,
        quote: Option<&str>,
    ) -> Result<Result<(Reference, Pinpoint), NotFound>, SearchError> {
        let Asked { row, n, stored, words } = match self.asked(id, quote)? {
            Ok(asked) => asked,
            Err(not_found) => return Ok(Err(not_found)),
        };
        let passage = n.and_then(|n| stored.passages.get((n as usize).checked_sub(1)?));
        let span = words.or(passage.map(|passage| passage.span));
        let pinpoint = pinpoint(&stored, span);
        let places = || self.store.places(&row);
        let reference = match (words, n) {
            (Some(words), _) => Hit::at(&stored, &places()?, words).map(|(hit, _)| {
                let quotation = words.slice(&stored.document.text).map(str::to_owned);
                Reference { quotation, ..hit.reference() }
            }),
            (None, Some(n)) => Hit::of(&stored, &places()?, n).map(|hit| hit.reference()),
            (None, None) => {
                let work = stored.works.first().cloned().unwrap_or_default();
                Some(Reference::whole(row.id, work, None, stored.document.digest))
            }
        };
        let pinned = reference.map(|reference| (reference, pinpoint));
        Ok(pinned.ok_or(NotFound::Passage(row.passages)))
    }

    /// The works of these references, each once, with citation keys that no other work of the corpus
    /// has.
    ///
    /// # Errors
    /// If the index or the documents cannot be read.
    pub fn records(
        &self,
        references: impl IntoIterator<Item = Reference>,
    ) -> Result<Vec<Record>, SearchError> {
        let mut records = Record::gather(references);
        self.with_ground(|ground| ground.key_records(&mut records))?;
        Ok(records)
    }

    /// What an id names, and where a quotation stands in it.
    fn asked(&self, id: &str, quote: Option<&str>) -> Result<Result<Asked, NotFound>, SearchError> {
        let (row, n) = match self.row_of(id)? {
            Ok(found) => found,
            Err(not_found) => return Ok(Err(not_found)),
        };
        let stored = self.store.document(&row)?;
        let words = quoted(&stored, n, quote)?;
        Ok(words.map(|words| Asked { row, n, stored, words }))
    }

    /// The document that an id names, and the number of the passage where it has one.
    fn row_of(
        &self,
        id: &str,
    ) -> Result<Result<(DocumentRow, Option<u32>), NotFound>, SearchError> {
        let (prefix, n) = match id.split_once('.').map(|(prefix, n)| (prefix, n.parse())) {
            Some((prefix, Ok(n))) => (prefix, Some(n)),
            Some(_) => return Ok(Err(NotFound::NoId)),
            None => (id, None),
        };
        if prefix.len() < 4 {
            return Ok(Err(NotFound::NoId));
        }
        let mut rows = self.store.beginning_with(prefix, 6)?;
        Ok(match (rows.pop(), rows.is_empty()) {
            (None, _) => Err(NotFound::Document),
            (Some(row), true) => Ok((row, n)),
            (Some(last), false) => {
                Err(NotFound::Ambiguous(rows.into_iter().chain([last]).map(|r| r.id).collect()))
            }
        })
    }

    /// The documents, or those with a passage that matches; best first, else in order of path.
    ///
    /// # Errors
    /// If the index or the documents cannot be read.
    pub fn documents(&self, matching: Option<&SearchRequest>) -> Result<Vec<Listed>, SearchError> {
        let rows: Vec<DocumentRow> = match matching {
            None => self.store.rows()?,
            Some(request) => {
                let limit = usize::try_from(self.state().documents).unwrap_or(usize::MAX);
                let request = SearchRequest { limit, offset: 0, ..request.clone() };
                let found = self.with_ground(|ground| ground.best_documents(&request))?;
                let row = |(id, _)| self.store.row(id)?.ok_or(StoreError::Lost { id });
                found.into_iter().map(row).collect::<Result<_, _>>()?
            }
        };
        let standings = self.with_ground(|g| g.standings(rows.iter().map(|row| row.id)))?;
        let mut listed = Vec::with_capacity(rows.len());
        for (row, (copies, copy_of)) in rows.iter().zip(standings) {
            let stored = self.store.document(row)?;
            let path = self.store.places(row)?.into_iter().next().map(|p| p.path);
            listed.push(Listed {
                id: row.id,
                key: stored.document.key,
                work: stored.works.into_iter().next().unwrap_or_default(),
                path: path.unwrap_or_default(),
                passages: row.passages,
                copies,
                copy_of,
                missing: None,
            });
        }
        if matching.is_none() {
            listed.sort_by(|a, b| a.path.cmp(&b.path));
        }
        Ok(listed)
    }

    /// What a catalog could say of the documents below `paths` (all, where there are none), a
    /// proposal for each folder that would hold one.
    ///
    /// # Errors
    /// If the documents cannot be read, or a catalog that is there cannot be understood.
    pub fn proposals(&self, paths: &[PathBuf]) -> Result<Vec<Proposal>, SearchError> {
        let manifest = self.store.manifest()?;
        let mut proposer =
            Proposer::of(&manifest).map_err(|e| IndexError::Engine(e.to_string()))?;
        for row in self.store.rows()? {
            let places = self.store.places(&row)?;
            let Some(place) = places.into_iter().next() else { continue };
            if paths.is_empty() || paths.iter().any(|path| place.path.starts_with(path)) {
                let stored = self.store.document(&row)?;
                if let Some(work) = stored.works.into_iter().next() {
                    proposer.add(&place.path, work);
                }
            }
        }
        Ok(proposer.finish())
    }

    /// The sources, programs or entities, with where they stand, of all passages or of those that
    /// match; the commonest first.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn names(
        &self,
        counted: Counted,
        matching: Option<&SearchRequest>,
    ) -> Result<Vec<ListedName>, SearchError> {
        let tallies = self.with_ground(|ground| ground.tally(counted, matching))?;
        let tallies = commonest_first(tallies);
        if counted == Counted::Source {
            let bare = |tally| ListedName { tally, kind: None, aliases: Vec::new() };
            return Ok(tallies.into_iter().map(bare).collect());
        }
        let gazetteer = self.gazetteer()?;
        let known = |tally: Tally| {
            let named = gazetteer.named(&tally.value);
            let entry =
                named.into_iter().map(|id| gazetteer.entry(id)).find(|e| e.name() == tally.value);
            ListedName {
                kind: entry.map(|e| e.kind().name().to_owned()),
                aliases: entry.map_or_else(Vec::new, |e| {
                    let others = e.aliases().map(|a| a.text).filter(|a| *a != e.name());
                    others.map(str::to_owned).collect()
                }),
                tally,
            }
        };
        Ok(tallies.into_iter().map(known).collect())
    }

    /// What the index holds; with `check`, whether every byte of it is sound.
    ///
    /// # Errors
    /// If the index or the documents cannot be read.
    pub fn status(&self, check: bool) -> Result<Status, SearchError> {
        let mut nothing = |_, _, _: &str| Ok(Vec::new());
        Ok(Status {
            state: self.state().clone(),
            kinds: self.snapshot.kinds()?,
            sources: commonest_first(self.snapshot.tally(Counted::Source, None, &mut nothing)?),
            manifest: self.store.manifest()?,
            stored_bytes: self.store.records_size(),
            segments: self.snapshot.segment_count(),
            copies: self.store.group_counts(),
            unsound: check.then(|| self.unsound()).transpose()?,
        })
    }

    /// Files of the corpus that are not as they were when they were read.
    ///
    /// # Errors
    /// If the manifest cannot be read.
    pub fn changed_files(&self) -> Result<Vec<PathBuf>, SearchError> {
        let manifest = self.store.manifest()?;
        crate::ingest::corpus::changed_files(&manifest, &self.folder)
            .map_err(|e| IndexError::Engine(e.to_string()).into())
    }

    fn unsound(&self) -> Result<Vec<String>, SearchError> {
        let mut faults: Vec<String> = Snapshot::damaged_files(&self.folder)?
            .into_iter()
            .map(|file| format!("{file} is damaged: its checksum differs"))
            .collect();
        if !self.store.is_whole()? {
            faults.push("the table of documents is damaged: its checksum differs".to_owned());
        }
        let (groups, sketches) = self.store.copies_are_whole()?;
        if !groups {
            faults.push("the table of copies is damaged: its checksum differs".to_owned());
        }
        if !sketches {
            faults.push("the sketches are damaged: their checksum differs".to_owned());
        }
        match self.gazetteer() {
            Ok(names) if names.digest() == self.store.manifest()?.gazetteer => {}
            Ok(_) if !self.state().own_names => {}
            _ => faults.push("the names of the corpus are damaged".to_owned()),
        }
        let mut passages = 0;
        for row in self.store.rows()? {
            passages += u64::from(row.passages);
            match self.store.document(&row) {
                Ok(stored) if stored.passages.len() == row.passages as usize => {}
                Ok(_) => faults.push(format!("document {} has lost passages", row.id)),
                Err(e) => faults.push(e.to_string()),
            }
        }
        let everything =
            Wanted { limit: 0, per_document: 1, strict: true, order: Order::Relevance };
        let plan =
            crate::query::plan::Plan { root: crate::query::plan::Node::All, filters: Vec::new() };
        let indexed = self.snapshot.run(&plan, everything, &mut |_, _, _| Ok(Vec::new()))?;
        if indexed.passages != passages || indexed.documents != u64::from(self.store.len()) {
            faults.push(format!(
                "the index holds {} passages of {} documents, the store {passages} of {}",
                indexed.passages,
                indexed.documents,
                self.store.len()
            ));
        }
        Ok(faults)
    }

    fn with_ground<T>(
        &self,
        look: impl FnOnce(&Ground<'_>) -> Result<T, SearchError>,
    ) -> Result<T, SearchError> {
        let names = || self.gazetteer();
        look(&Ground { snapshot: &self.snapshot, store: &self.store, names: &names })
    }

    fn gazetteer(&self) -> Result<Gazetteer, SearchError> {
        let state = self.state();
        if !state.own_names {
            return Ok(Gazetteer::shipped());
        }
        let bytes = self.store.names_bytes()?;
        Gazetteer::from_bytes(bytes).map_err(|e| {
            let path = names_path(&self.folder, state.state);
            IndexError::Engine(format!("{} is damaged: {e}", path.display())).into()
        })
    }
}

fn commonest_first(mut tallies: Vec<Tally>) -> Vec<Tally> {
    tallies.sort_by(|a, b| b.passages.cmp(&a.passages).then_with(|| a.value.cmp(&b.value)));
    tallies
}

/// What an id names.
struct Asked {
    row: DocumentRow,
    /// The number of the passage, where the id has one.
    n: Option<u32>,
    stored: Stored,
    /// Where the quotation stands, if one was asked for.
    words: Option<Span>,
}

/// Where a quotation stands in passage `n` of a document, or in all of it, with nothing but its
/// typography and declared edits different; the first place of several.
fn quoted(
    stored: &Stored,
    n: Option<u32>,
    quote: Option<&str>,
) -> Result<Result<Option<Span>, NotFound>, SearchError> {
    let Some(quote) = quote else { return Ok(Ok(None)) };
    if Quotation::is_too_long(quote) {
        let most = Quotation::MOST_WORDS;
        let message = format!("a quotation to find has at most {most} words, this one has more");
        return Err(SearchError::Quotation(message));
    }
    let document = &stored.document;
    let region = match n {
        None => Span::new(0, document.text.len()),
        Some(n) => match (n as usize).checked_sub(1).and_then(|at| stored.passages.get(at)) {
            Some(passage) => passage.span,
            None => return Ok(Err(NotFound::Passage(offset(stored.passages.len())))),
        },
    };
    let quotation = Quotation::read(quote);
    let found = Aligner::new(&quotation).genuine(document, region).into_iter().next();
    Ok(found.map(|alignment| Some(alignment.source)).ok_or(NotFound::Quotation))
}

/// How somebody else finds a span of a document, or all of it. All of its works stand on the page
/// of the first.
fn pinpoint(stored: &Stored, span: Option<Span>) -> Pinpoint {
    let unknown = Work::default();
    let page = stored.works.first().unwrap_or(&unknown);
    let document = &stored.document;
    Pinpoint::of(page, document.digest, span.map(|span| (&*document.text, span)))
}

/// The part of `span` that lies in `whole`, counted from its start.
fn within(span: Span, whole: Span) -> Option<Span> {
    let (start, end) = (span.start.max(whole.start), span.end.min(whole.end));
    (start < end).then(|| Span { start: start - whole.start, end: end - whole.start })
}

/// The blocks next to a span of the text, as many on each side.
fn around(stored: &Stored, span: Span, context: usize) -> (Vec<String>, Vec<String>) {
    let document = &stored.document;
    let text = |b: &crate::document::Block| document.text[b.span.range()].to_owned();
    let before: Vec<_> = document.blocks.iter().filter(|b| b.span.end <= span.start).collect();
    let after = document.blocks.iter().filter(|b| b.span.start >= span.end);
    let skipped = before.len().saturating_sub(context);
    (before.into_iter().skip(skipped).map(text).collect(), after.take(context).map(text).collect())
}
