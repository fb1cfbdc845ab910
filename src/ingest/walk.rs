//! The files of a corpus: what lies under its roots, sorted, without hidden files and the index.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use globset::{Glob, GlobSet, GlobSetBuilder};
use walkdir::WalkDir;

use super::IngestError;
use crate::store::Root;

/// Names that say something about a corpus and are no documents of it.
pub const CATALOG: &str = "catalog.toml";
/// What a reference manager knows of it, as BibTeX or BibLaTeX.
pub const CATALOG_BIB: &str = "catalog.bib";
/// The same as CSL-JSON.
pub const CATALOG_JSON: &str = "catalog.json";
/// How the name of a catalog begins that was proposed and not taken over.
pub const PROPOSED: &str = "catalog.proposed";
/// The corpus's own names.
pub const GAZETTEER: &str = "gazetteer.toml";

/// A file of the corpus, as it was when it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walked {
    /// Absolute path.
    pub path: PathBuf,
    /// The root it was found under (itself, if the root is a file).
    pub root: PathBuf,
    /// Length in bytes.
    pub length: u64,
    /// Time of last change, in nanoseconds since 1970; 0 where it is too fresh to tell a change
    /// that comes right after.
    pub changed: i64,
}

/// What a walk gives.
#[derive(Debug, Default)]
pub struct Walk {
    /// The files by path, each once, however many roots hold it.
    pub files: Vec<Walked>,
    /// What could not be looked at: path and reason.
    pub complaints: Vec<(PathBuf, String)>,
}

/// Walks `roots`; leaves out what lies in `index`.
///
/// # Errors
/// If an exclude pattern is no glob.
pub fn walk(roots: &[Root], index: &Path) -> Result<Walk, IngestError> {
    let mut files = BTreeMap::new();
    let mut complaints = Vec::new();
    for root in roots {
        let excluded = globs(&root.exclude)?;
        let entries = WalkDir::new(&root.path).sort_by_file_name().into_iter().filter_entry(|e| {
            let hidden = e.depth() > 0 && e.file_name().as_encoded_bytes().starts_with(b".");
            let below = e.path().strip_prefix(&root.path).unwrap_or(e.path());
            !hidden && e.path() != index && !(e.depth() > 0 && excluded.is_match(below))
        });
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(e) => {
                    let path = e.path().unwrap_or(&root.path).to_owned();
                    let reason =
                        e.io_error().map_or_else(|| "a loop of folders".to_owned(), reason);
                    complaints.push((path, reason));
                    continue;
                }
            };
            let about_corpus =
                entry.depth() <= 1 && entry.file_name().to_str().is_some_and(is_about_corpus);
            if !entry.file_type().is_file() || about_corpus {
                continue;
            }
            match entry.metadata() {
                Ok(metadata) => {
                    let path = entry.into_path();
                    let walked = Walked {
                        path: path.clone(),
                        root: root.path.clone(),
                        length: metadata.len(),
                        changed: changed(&metadata),
                    };
                    files.entry(path).or_insert(walked);
                }
                Err(e) => {
                    let reason =
                        e.io_error().map_or_else(|| "it cannot be looked at".to_owned(), reason);
                    complaints.push((entry.into_path(), reason));
                }
            }
        }
    }
    Ok(Walk { files: files.into_values().collect(), complaints })
}

/// What the system says, without its number.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it is gone".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read".to_owned(),
        _ => error.to_string(),
    }
}

/// The folder whose catalog and gazetteer speak about a root: itself, or the folder it lies in.
pub fn corpus_folder(root: &Path) -> &Path {
    if root.is_dir() { root } else { root.parent().unwrap_or(root) }
}

fn is_about_corpus(name: &str) -> bool {
    matches!(name, CATALOG | CATALOG_BIB | CATALOG_JSON | GAZETTEER)
        || name.starts_with(PROPOSED) && name.ends_with(".toml")
}

/// Reads a list of works, if it is there.
///
/// # Errors
/// If it is there and cannot be read, or is larger than any list of works.
pub fn bytes_if_there(path: &Path) -> Result<Option<Vec<u8>>, IngestError> {
    let about = |what: String| IngestError::About { path: path.to_owned(), what };
    match fs::metadata(path) {
        Ok(metadata) if metadata.len() > LARGEST_LIST => {
            return Err(about("it is larger than 256 MiB; export fewer works".to_owned()));
        }
        _ => {}
    }
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(about(reason(&e))),
    }
}

/// A library of a hundred thousand works has a third of this.
const LARGEST_LIST: u64 = 256 << 20;

/// Reads a small file that says something about the corpus, if it is there.
///
/// # Errors
/// If it is there and cannot be read.
pub fn read_if_there(path: &Path) -> Result<Option<String>, IngestError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(IngestError::About { path: path.to_owned(), what: reason(&e) }),
    }
}

fn globs(patterns: &[String]) -> Result<GlobSet, IngestError> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let bad = |e: globset::Error| IngestError::Exclude {
            pattern: pattern.clone(),
            what: e.kind().to_string(),
        };
        set.add(Glob::new(pattern).map_err(bad)?);
        // A name alone means that name at any depth, as in a .gitignore.
        if !pattern.contains('/') {
            set.add(Glob::new(&format!("**/{pattern}")).map_err(bad)?);
        }
    }
    set.build()
        .map_err(|e| IngestError::Exclude { pattern: patterns.join(" "), what: e.to_string() })
}

/// The clock of file systems is coarse: a file changed within this time of being looked at may be
/// changed again without its time showing it.
const TOO_FRESH: Duration = Duration::from_millis(20);

fn changed(metadata: &fs::Metadata) -> i64 {
    let Ok(time) = metadata.modified() else { return 0 };
    if SystemTime::now().duration_since(time).is_ok_and(|age| age < TOO_FRESH) {
        return 0;
    }
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_nanos()).unwrap_or(0),
        Err(before) => -i64::try_from(before.duration().as_nanos()).unwrap_or(0),
    }
}
