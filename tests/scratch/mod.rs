//! A folder of one's own for the time of a test, with a corpus and an index in it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use pincite::collection::Collection;
use pincite::ingest::{IngestError, IngestRequest, Progress, Report};
use pincite::search::{Answer, SearchRequest};

/// A folder that is there as long as the value.
pub struct Scratch {
    pub path: PathBuf,
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Every written file gets a time of its own, long ago: the clock of a file system would give many
/// the same, and those just written are looked at again in any case.
static TIME: AtomicU32 = AtomicU32::new(0);

impl Scratch {
    /// An empty folder.
    pub fn new() -> Scratch {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("pincite-test-{}-{number}", std::process::id());
        // Hundreds of commits wait for a disk; where there is a folder in memory, for nothing.
        let in_memory = Some(Path::new("/dev/shm")).filter(|folder| folder.is_dir());
        let path = in_memory.unwrap_or(Path::new(env!("CARGO_TARGET_TMPDIR"))).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("corpus")).unwrap();
        Scratch { path: path.canonicalize().unwrap() }
    }

    /// A folder with these files in its corpus.
    pub fn with(files: &[(&str, &str)]) -> Scratch {
        let scratch = Scratch::new();
        files.iter().for_each(|(name, text)| scratch.write(name, text));
        scratch
    }

    pub fn corpus(&self) -> PathBuf {
        self.path.join("corpus")
    }

    pub fn index(&self) -> PathBuf {
        self.path.join("index")
    }

    /// The path of a file of the corpus.
    pub fn file(&self, name: &str) -> PathBuf {
        self.corpus().join(name)
    }

    /// Writes a file of the corpus, with a time of change in the past that no other has.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.file(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        age(&path);
    }

    pub fn remove(&self, name: &str) {
        fs::remove_file(self.file(name)).unwrap();
    }

    /// Ingests the corpus.
    pub fn ingest(&self) -> Report {
        self.try_ingest(&IngestRequest { add: vec![self.corpus()], ..request() }).unwrap()
    }

    pub fn try_ingest(&self, request: &IngestRequest) -> Result<Report, IngestError> {
        Collection::ingest(&self.index(), request, &|_| {})
    }

    /// Ingests the corpus and calls `between` when it is known what will be read.
    pub fn ingest_with(&self, between: &dyn Fn()) -> Report {
        let request = IngestRequest { add: vec![self.corpus()], ..request() };
        let progress = |progress| {
            if matches!(progress, Progress::Begins { .. }) {
                between();
            }
        };
        Collection::ingest(&self.index(), &request, &progress).unwrap()
    }

    pub fn open(&self) -> Collection {
        Collection::open(&self.index()).unwrap()
    }

    pub fn search(&self, query: &str) -> Answer {
        search(&self.open(), query)
    }

    /// Names of the files, below the corpus, of the documents found.
    pub fn paths(&self, query: &str) -> Vec<String> {
        let mut paths: Vec<String> = self
            .search(query)
            .hits
            .iter()
            .map(|h| h.path.strip_prefix(self.corpus()).unwrap().to_string_lossy().into_owned())
            .collect();
        paths.sort();
        paths.dedup();
        paths
    }

    /// What an ingest left out: file, line, reason.
    pub fn left_out(&self, report: &Report) -> Vec<String> {
        let corpus = format!("{}/", self.corpus().display());
        report.left_out.iter().map(|l| l.to_string().replace(&corpus, "")).collect()
    }
}

/// Gives a file a time of change in the past that no other has.
pub fn age(path: &Path) {
    let step = u64::from(TIME.fetch_add(1, Ordering::Relaxed));
    let time = SystemTime::UNIX_EPOCH + Duration::new(1_600_000_000 + step, 1);
    File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}

/// An ingest with one thread, the rest as usual.
pub fn request() -> IngestRequest {
    IngestRequest { threads: Some(1), ..IngestRequest::default() }
}

pub fn search(collection: &Collection, query: &str) -> Answer {
    collection.search(&asked(query)).unwrap()
}

/// A request for the first 50 passages.
pub fn asked(query: &str) -> SearchRequest {
    SearchRequest { query: query.into(), limit: 50, per_document: 50, ..SearchRequest::default() }
}
