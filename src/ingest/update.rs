//! One ingest, from a request to a committed state.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::IngestError;
use super::corpus::{Corpus, catalogs_digest, roots, scope};
use super::derive::Derived;
use super::pipeline::{Outcome, read_all};
use super::regroup::regroup;
use super::report::{LeftOut, Report, WouldRead};
use super::rows::Rows;
use super::walk::{Walk, Walked, walk};
use crate::document::DocumentId;
use crate::index::{IndexError, Snapshot, State, Writer};
use crate::names::Gazetteer;
use crate::store::store::{
    last_number, last_roots, prepare, remove_others, write_copies, write_names, write_state,
};
use crate::store::{
    DocumentRow, FileState, Manifest, NewPlace, RecordWriter, Records, Root, Sketches, Store,
};

/// What is asked of an ingest. All paths are absolute.
#[derive(Clone, Debug, Default)]
pub struct IngestRequest {
    /// Files and folders to add to the corpus, or to bring up to date.
    pub add: Vec<PathBuf>,
    /// Files and folders to take out of the corpus.
    pub forget: Vec<PathBuf>,
    /// Globs of what to leave out below the paths added.
    pub exclude: Vec<String>,
    /// What to add where nothing is given and nothing remembered.
    pub otherwise: Option<PathBuf>,
    /// Read everything again.
    pub rebuild: bool,
    /// Read, report, write nothing.
    pub dry_run: bool,
    /// Threads that read; `None`: as many as the machine has cores.
    pub threads: Option<usize>,
}

/// How far an ingest is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many files have to be read, of so many bytes.
    Begins {
        /// Files.
        files: u64,
        /// Bytes.
        bytes: u64,
    },
    /// So many bytes more have been read.
    Read(u64),
    /// Everything has been read; the index is being written.
    Writing,
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
    loop {
        if let Some(report) = try_ingest(folder, request, progress)? {
            return Ok(report);
        }
    }
}

/// One attempt; `None` if another ingest has replaced the state that this one began from.
fn try_ingest(
    folder: &Path,
    request: &IngestRequest,
    progress: &dyn Fn(Progress),
) -> Result<Option<Report>, IngestError> {
    let old = Old::open(folder, request)?;
    let roots = roots(&old.manifest.roots, request)?;
    let corpus = Corpus::of(&roots)?;
    let walked = walk(&scope(&roots, request), folder)?;
    let mut update = Update {
        folder,
        request,
        corpus,
        old,
        rows: Rows::default(),
        sketches: Sketches::default(),
        files: BTreeMap::new(),
        report: Report::default(),
    };
    let to_read = update.sort_out(&roots, walked);
    update.name_files(&to_read);
    let digests = (catalogs_digest(&roots, &update.corpus)?, update.corpus.gazetteer.digest());
    if request.dry_run {
        update.try_out(&to_read)?;
        return Ok(Some(update.report));
    }
    update.run(roots, digests, &to_read, progress)
}

/// The state that an ingest begins from.
struct Old {
    /// The committed state; `None` where there is none that this program can read.
    state: Option<State>,
    store: Option<Store>,
    manifest: Manifest,
}

impl Old {
    fn open(folder: &Path, request: &IngestRequest) -> Result<Old, IngestError> {
        let none = Old { state: None, store: None, manifest: Manifest::default() };
        // What cannot be read any more can still say what it was made of.
        let lost = || {
            let roots = last_roots(folder);
            Old { state: None, store: None, manifest: Manifest { roots, ..Manifest::default() } }
        };
        let state = match Snapshot::committed(folder) {
            Ok(Some(state)) => state,
            Ok(None) => return Ok(none),
            Err(_) if request.rebuild => return Ok(lost()),
            Err(IndexError::Missing(_)) => return Ok(none),
            Err(e) => return Err(e.into()),
        };
        let store = Store::open(folder, state.state, &state.records);
        let (store, manifest) = match store.and_then(|s| s.manifest().map(|m| (s, m))) {
            Ok(found) => found,
            Err(_) if request.rebuild => return Ok(lost()),
            Err(e) => return Err(e.into()),
        };
        if !request.rebuild {
            // Refuses what another version wrote, with the cure.
            Snapshot::open(folder)?;
        }
        Ok(Old { state: Some(state), store: Some(store), manifest })
    }
}

/// More threads than this would wait for each other on any machine, or bring a small one down.
const MOST_THREADS: usize = 256;

/// An ingest under way.
struct Update<'a> {
    folder: &'a Path,
    request: &'a IngestRequest,
    corpus: Corpus,
    old: Old,
    rows: Rows,
    sketches: Sketches,
    files: BTreeMap<PathBuf, FileState>,
    report: Report,
}

impl Update<'_> {
    /// Carries over what has not changed; gives the files that have to be read.
    fn sort_out(&mut self, roots: &[Root], walk: Walk) -> Vec<Walked> {
        let old: HashMap<&Path, &FileState> =
            self.old.manifest.files.iter().map(|f| (f.path.as_path(), f)).collect();
        let scope = scope(roots, self.request);
        let below = |path: &Path, roots: &[Root]| roots.iter().any(|r| path.starts_with(&r.path));
        let mut to_read = Vec::new();
        for file in walk.files {
            if self.corpus.catalogued(&file.path).1 {
                continue;
            }
            let unchanged = old.get(file.path.as_path()).filter(|known| {
                !self.request.rebuild
                    && known.length == file.length
                    && known.changed == file.changed
                    && file.changed != 0
            });
            match unchanged {
                Some(known) => {
                    self.report.files_unchanged += 1;
                    self.files.insert(file.path, (*known).clone());
                }
                None => to_read.push(file),
            }
        }
        // What lies outside of the request stays as it is, if it is still part of the corpus.
        for file in &self.old.manifest.files {
            if !below(&file.path, &scope) && below(&file.path, roots) {
                self.files.insert(file.path.clone(), file.clone());
            }
        }
        for (path, reason) in walk.complaints {
            self.report.left_out.push(LeftOut { path, line: None, reason });
        }
        to_read
    }

    /// Tells the corpus which files it will be made of.
    fn name_files(&mut self, to_read: &[Walked]) {
        if self.corpus.has_lists() {
            let files = self.files.keys().chain(to_read.iter().map(|file| &file.path));
            self.corpus.among(files.map(PathBuf::as_path));
        }
    }

    /// Reads and reports, and writes nothing.
    fn try_out(&mut self, to_read: &[Walked]) -> Result<(), IngestError> {
        let threads = self.threads();
        let report = &mut self.report;
        read_all(&self.corpus, to_read, threads, |outcome| {
            let path = to_read[outcome.file].path.clone();
            let line = outcome.is_record.then_some(outcome.at.1 + 1);
            match outcome.result {
                Ok(derived) => report.would_read.push(WouldRead {
                    path,
                    line,
                    format: if outcome.is_record { "jsonl" } else { "text" },
                    passages: derived.stored.passages.len(),
                    work: derived.stored.works[0].clone(),
                }),
                Err(reason) => report.left_out.push(LeftOut { path, line, reason }),
            }
            Ok::<(), IngestError>(())
        })?;
        if self.files.is_empty() {
            report.unmatched = self.corpus.unmatched();
        }
        Ok(())
    }

    fn threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        self.request.threads.unwrap_or_else(cores).clamp(1, MOST_THREADS)
    }

    fn run(
        mut self,
        roots: Vec<Root>,
        digests: (String, String),
        to_read: &[Walked],
        progress: &dyn Fn(Progress),
    ) -> Result<Option<Report>, IngestError> {
        prepare(self.folder)?;
        let mut writer = Writer::open(self.folder, self.request.rebuild)?;
        // The old state was looked at before the lock was held. A rebuild may begin from none,
        // whatever lies there.
        let from_nothing = self.old.state.is_none() && self.request.rebuild;
        if !from_nothing && Snapshot::committed(self.folder)? != self.old.state {
            return Ok(None);
        }
        if self.request.rebuild {
            writer.clear()?;
        }
        let number = last_number(self.folder) + 1;
        let mut records = RecordWriter::create(self.folder, number)?;
        let stale = self.is_stale(&digests);
        let before = self.carry(stale)?;
        progress(Progress::Begins {
            files: to_read.len() as u64,
            bytes: to_read.iter().map(|f| f.length).sum(),
        });
        self.read(to_read, &before, stale, &mut writer, &mut records, progress)?;
        progress(Progress::Writing);
        self.settle(&before, &mut writer, &mut records)?;
        if stale || before.is_empty() {
            self.report.unmatched = self.corpus.unmatched();
        }
        self.commit(roots, digests, before, writer, (number, records)).map(Some)
    }

    /// Why everything has to be derived again, if it has.
    fn is_stale(&mut self, digests: &(String, String)) -> bool {
        let why = match &self.old.manifest {
            m if self.old.state.is_none() || self.request.rebuild || m.files.is_empty() => None,
            m if m.catalog != digests.0 => Some("the catalog has changed"),
            m if m.gazetteer != digests.1 => Some("the names have changed"),
            _ => None,
        };
        self.report.derived_again = why;
        why.is_some()
    }

    /// Takes over the documents of files that have not changed. Gives the rows of all documents
    /// that were there before.
    fn carry(&mut self, stale: bool) -> Result<HashMap<DocumentId, DocumentRow>, IngestError> {
        let mut before = HashMap::new();
        let Some(store) = self.old.store.as_ref().filter(|_| !self.request.rebuild) else {
            return Ok(before);
        };
        self.sketches = store.sketches()?;
        for row in store.rows()? {
            before.insert(row.id, row);
            let places = store.places(&row)?;
            let kept: Vec<_> = places.iter().filter(|p| self.files.contains_key(&p.path)).collect();
            if kept.is_empty() {
                continue;
            }
            // Nothing that was derived before counts when the corpus says something else now; no
            // document is shown under the empty path.
            let under = if stale { PathBuf::new() } else { places[0].path.clone() };
            let under = self.rows.path(&under);
            self.rows.add(row, under);
            for place in kept {
                let path = self.rows.path(&place.path);
                self.rows.add_place(NewPlace {
                    id: row.id,
                    path,
                    byte: place.byte,
                    line: place.line,
                });
            }
        }
        Ok(before)
    }

    fn read(
        &mut self,
        to_read: &[Walked],
        before: &HashMap<DocumentId, DocumentRow>,
        stale: bool,
        writer: &mut Writer,
        records: &mut RecordWriter,
        progress: &dyn Fn(Progress),
    ) -> Result<(), IngestError> {
        let threads = self.threads();
        for file in to_read {
            let state = FileState {
                path: file.path.clone(),
                length: file.length,
                changed: file.changed,
                documents: 0,
                left_out: Vec::new(),
            };
            self.files.insert(file.path.clone(), state);
        }
        self.report.files_read = to_read.len() as u64;
        let Update { corpus, rows, sketches, report, files, old, .. } = self;
        let mut last = (usize::MAX, 0);
        read_all(corpus, to_read, threads, |outcome| {
            let file = &to_read[outcome.file];
            let done = if outcome.is_record { outcome.at.0 } else { file.length };
            progress(Progress::Read(if last.0 == outcome.file { done - last.1 } else { done }));
            last = (outcome.file, done);
            let path = rows.path(&file.path);
            let state = files.get_mut(&file.path);
            let Some(derived) = note(report, state, file, &outcome) else { return Ok(()) };
            let (id, (byte, line)) = (derived.stored.document.id, outcome.at);
            rows.add_place(NewPlace { id, path, byte, line });
            if rows.holds(id) {
                return Ok(());
            }
            match before.get(&id) {
                // The same bytes under another name: the record is there, and so is what was
                // derived, under the path it had.
                Some(row) if !stale => {
                    let store = old.store.as_ref();
                    let shown = store.map(|s| s.places(row)).transpose()?.unwrap_or_default();
                    let under = shown.first().map_or_else(PathBuf::new, |p| p.path.clone());
                    let under = rows.path(&under);
                    rows.add(*row, under);
                }
                known => {
                    known.into_iter().for_each(|row| writer.remove(row.id));
                    let row = add(derived, writer, records, sketches)?;
                    rows.add(row, path);
                }
            }
            Ok(())
        })
    }

    /// Derives again what is now shown under another path, or was derived from another catalog.
    fn settle(
        &mut self,
        before: &HashMap<DocumentId, DocumentRow>,
        writer: &mut Writer,
        records: &mut RecordWriter,
    ) -> Result<(), IngestError> {
        for (row, path) in self.rows.settle() {
            let Some(store) = self.old.store.as_ref().filter(|_| before.contains_key(&row.id))
            else {
                continue;
            };
            let stored = store.document(&before[&row.id])?;
            writer.remove(row.id);
            let derived = self.corpus.derive(stored.document, &path);
            self.rows.replace(add(&derived, writer, records, &mut self.sketches)?);
        }
        Ok(())
    }

    fn commit(
        mut self,
        roots: Vec<Root>,
        digests: (String, String),
        before: HashMap<DocumentId, DocumentRow>,
        mut writer: Writer,
        (number, records): (u32, RecordWriter),
    ) -> Result<Report, IngestError> {
        let kept: HashSet<DocumentId> = self.rows.iter().map(|r| r.row.id).collect();
        for id in before.keys().filter(|id| !kept.contains(id)) {
            writer.remove(*id);
            self.report.removed += 1;
        }
        self.report.added = kept.iter().filter(|id| !before.contains_key(id)).count() as u64;
        records.finish()?;
        let state = self.state(number);
        self.sketches.retain(|id| kept.contains(&id));
        let before = self.old.store.as_ref().filter(|_| !self.request.rebuild);
        let written = Records::open(self.folder, &state.records)?;
        let groups = regroup(&self.rows, &self.sketches, before, &written)?;
        self.report.documents = state.documents;
        self.report.passages = state.passages;
        let unseen = self.report.left_out.iter().filter(|l| !self.files.contains_key(&l.path));
        let complaints = unseen.map(LeftOut::to_string).collect();
        let manifest = Manifest {
            roots,
            files: self.files.into_values().collect(),
            catalog: digests.0,
            gazetteer: digests.1,
            complaints,
        };
        if state.own_names {
            write_names(self.folder, number, self.corpus.gazetteer.as_bytes())?;
        }
        write_copies(self.folder, number, &self.sketches, &groups)?;
        let (rows, places, paths) = self.rows.finish();
        write_state(self.folder, number, rows, (places, &paths), &manifest)?;
        writer.commit(&state)?;
        self.report.committed = true;
        remove_others(self.folder, number, &state.records);
        writer.tidy()?;
        Ok(self.report)
    }

    fn state(&self, number: u32) -> State {
        let mut state = State { state: number, ingested: now(), ..State::empty() };
        let mut ids = Vec::new();
        for row in self.rows.iter().map(|r| &r.row) {
            state.documents += 1;
            state.passages += u64::from(row.passages);
            for (sum, words) in state.words.iter_mut().zip(row.words) {
                *sum += u64::from(words);
            }
            if !state.records.contains(&row.file) {
                state.records.push(row.file);
            }
            ids.push(row.id.number());
        }
        state.records.sort_unstable();
        ids.sort_unstable();
        let mut digest = blake3::Hasher::new();
        ids.iter().for_each(|id| _ = digest.update(&id.to_be_bytes()));
        state.digest = digest.finalize().to_hex()[..16].to_owned();
        state.own_names = self.corpus.gazetteer.digest() != Gazetteer::shipped().digest();
        state
    }
}

/// Puts a document into the index and the store.
fn add(
    derived: &Derived,
    writer: &mut Writer,
    records: &mut RecordWriter,
    sketches: &mut Sketches,
) -> Result<DocumentRow, IngestError> {
    let id = derived.stored.document.id;
    if let Some(sketch) = derived.sketch {
        let work = &derived.stored.works[0];
        sketches.set(id, sketch, work.issued, work.shown_source().as_deref());
    }
    writer.add(id, &derived.terms)?;
    let at = records.add(&derived.record)?;
    Ok(DocumentRow::new(id, at, derived.terms.len() as u32, derived.words))
}

/// Notes what came of a file or record; gives the document, where there is one.
fn note<'o>(
    report: &mut Report,
    state: Option<&mut FileState>,
    file: &Walked,
    outcome: &'o Outcome,
) -> Option<&'o Derived> {
    let record_line = outcome.is_record.then_some(outcome.at.1 + 1);
    let path = || file.path.clone();
    for complaint in &outcome.complaints {
        let line = record_line.or(complaint.line);
        report.complaints.push(LeftOut { path: path(), line, reason: complaint.what.clone() });
    }
    match &outcome.result {
        Ok(derived) => {
            state.into_iter().for_each(|s| s.documents += 1);
            Some(derived)
        }
        Err(reason) => {
            state.into_iter().for_each(|s| s.left_out.push((record_line, reason.clone())));
            report.left_out.push(LeftOut {
                path: path(),
                line: record_line,
                reason: reason.clone(),
            });
            None
        }
    }
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
