//! A corpus: its roots, what they say of themselves, and what has changed below them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::walk::{
    CATALOG, CATALOG_BIB, CATALOG_JSON, GAZETTEER, bytes_if_there, corpus_folder, read_if_there,
    walk,
};
use super::{IngestError, IngestRequest, LeftOut};
use crate::document::{Document, Work};
use crate::names::{Finder, Gazetteer};
use crate::read::Source;
use crate::read::bibliography::{Bibliography, Sought};
use crate::read::catalog::{Catalog, CatalogError};
use crate::store::{Manifest, Root};

/// What the owner of a corpus says about it, and the names that are known there.
pub struct Corpus {
    /// The catalog of each root.
    pub catalogs: BTreeMap<PathBuf, Catalog>,
    /// What reference managers know, the first asked first: every `catalog.bib`, then every
    /// `catalog.json`.
    lists: Vec<List>,
    /// The names.
    pub gazetteer: Gazetteer,
    /// Finds them.
    pub finder: Finder,
}

/// A `catalog.bib` or a `catalog.json`.
struct List {
    path: PathBuf,
    folder: PathBuf,
    entries: Bibliography,
    digest: blake3::Hash,
}

impl Corpus {
    /// What the roots say about themselves.
    ///
    /// # Errors
    /// If a catalog or a gazetteer cannot be read or understood.
    pub fn of(roots: &[Root]) -> Result<Corpus, IngestError> {
        let mut catalogs = BTreeMap::new();
        let mut own_names = String::new();
        for root in roots {
            let folder = corpus_folder(&root.path);
            let path = folder.join(CATALOG);
            let catalog = match read_if_there(&path)? {
                Some(text) => Catalog::parse(&text)
                    .map_err(|e| IngestError::About { path, what: e.to_string() })?,
                None => Catalog::default(),
            };
            catalogs.insert(root.path.clone(), catalog);
            let path = folder.join(GAZETTEER);
            if let Some(text) = read_if_there(&path)? {
                Gazetteer::with_corpus(&text)
                    .map_err(|e| IngestError::About { path, what: e.to_string() })?;
                own_names.push_str(&text);
                own_names.push('\n');
            }
        }
        let gazetteer = match own_names.is_empty() {
            true => Gazetteer::shipped(),
            false => Gazetteer::with_corpus(&own_names).map_err(|e| IngestError::About {
                path: PathBuf::from(GAZETTEER),
                what: e.to_string(),
            })?,
        };
        let finder = Finder::new(&gazetteer);
        Ok(Corpus { catalogs, lists: lists(roots)?, gazetteer, finder })
    }

    /// What the catalogs say of the file at `path`: its record, and whether it is to be skipped.
    pub fn catalogued(&self, path: &Path) -> (Work, bool) {
        let mut said = (Work::default(), false);
        for (root, catalog) in &self.catalogs {
            let Ok(below) = path.strip_prefix(corpus_folder(root)) else { continue };
            let entry = catalog.record(&below.to_string_lossy());
            said.0.complete(&entry.work);
            said.1 |= entry.skip;
        }
        said
    }

    /// What the catalogs say of a document whose first place is the file at `path`, field by field:
    /// `catalog.toml` before `catalog.bib` before `catalog.json`.
    pub fn record(&self, document: &Document, path: &Path) -> Work {
        let mut said = self.catalogued(path).0;
        let read = document.works.first();
        for list in &self.lists {
            let Ok(below) = path.strip_prefix(&list.folder) else { continue };
            let (below, absolute) = (below.to_string_lossy(), path.to_string_lossy());
            let doi = said.doi.as_deref().or_else(|| read?.doi.as_deref());
            let url = said.url.as_deref().or_else(|| read?.url.as_deref());
            let sought = Sought {
                path: (!is_record(document, path)).then_some(&*below),
                absolute: &absolute,
                key: document.key.as_deref(),
                doi,
                url,
            };
            if let Some(work) = list.entries.record(&sought) {
                said.complete(work);
            }
        }
        said
    }

    /// Says which files the corpus is made of, so that names that stand in several folders name none
    /// of them.
    pub(super) fn among<'a>(&mut self, files: impl Iterator<Item = &'a Path> + Clone) {
        for list in &mut self.lists {
            let below = files.clone().filter_map(|file| file.strip_prefix(&list.folder).ok());
            let below: Vec<_> = below.map(Path::to_string_lossy).collect();
            list.entries.among(below.iter().map(|path| &**path));
        }
    }

    /// The entries of `catalog.bib` and `catalog.json` that no document derived since was found for.
    pub(super) fn unmatched(&self) -> Vec<LeftOut> {
        let about = |list: &List, (line, reason)| LeftOut {
            path: list.path.clone(),
            line: Some(u32::try_from(line).unwrap_or(u32::MAX)),
            reason,
        };
        let all = self.lists.iter();
        all.flat_map(|list| list.entries.unmatched().map(|entry| about(list, entry))).collect()
    }

    /// Whether a document is described by the entries of a list.
    pub(super) fn has_lists(&self) -> bool {
        !self.lists.is_empty()
    }
}

/// Whether a document is a record of a file: then what names the file does not name it.
fn is_record(document: &Document, path: &Path) -> bool {
    document.key.is_some() || holds_records(path)
}

/// Whether the name of a file says that it holds records.
pub(super) fn holds_records(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        ["jsonl", "ndjson", "jsonlines"].iter().any(|known| ending.eq_ignore_ascii_case(known))
    })
}

/// The lists beside the documents of the roots, each once.
fn lists(roots: &[Root]) -> Result<Vec<List>, IngestError> {
    type Parse = fn(&str) -> Result<Bibliography, CatalogError>;
    let forms: [(&str, Parse); 2] =
        [(CATALOG_BIB, Bibliography::bibtex), (CATALOG_JSON, Bibliography::csl_json)];
    let mut folders: Vec<&Path> = roots.iter().map(|root| corpus_folder(&root.path)).collect();
    folders.sort_unstable();
    folders.dedup();
    let mut lists = Vec::new();
    for (name, parse) in forms {
        for folder in &folders {
            let path = folder.join(name);
            let Some(bytes) = bytes_if_there(&path)? else { continue };
            let digest = blake3::hash(&bytes);
            let entries = match Source::decode(&bytes) {
                Ok(source) => parse(&source.text).map_err(|e| e.to_string()),
                Err(_) if bytes.trim_ascii().is_empty() => Ok(Bibliography::default()),
                Err(e) => Err(e.to_string()),
            };
            let entries =
                entries.map_err(|what| IngestError::About { path: path.clone(), what })?;
            lists.push(List { path, folder: folder.to_path_buf(), entries, digest });
        }
    }
    Ok(lists)
}

/// Digest of what the roots say of documents in others: a root that has no catalog and lies in no
/// other one says nothing.
pub(super) fn catalogs_digest(roots: &[Root], corpus: &Corpus) -> Result<String, IngestError> {
    let mut digest = blake3::Hasher::new();
    for root in roots {
        let text = read_if_there(&corpus_folder(&root.path).join(CATALOG))?;
        let nested = roots.iter().any(|r| r.path != root.path && root.path.starts_with(&r.path));
        if text.is_some() || nested {
            digest.update(root.path.as_os_str().as_encoded_bytes());
            digest.update(&[0]);
            digest.update(text.unwrap_or_default().as_bytes());
            digest.update(&[0]);
        }
    }
    for list in &corpus.lists {
        digest.update(list.path.as_os_str().as_encoded_bytes());
        digest.update(&[0]);
        digest.update(list.digest.as_bytes());
        for name in list.entries.decided_by_others() {
            digest.update(name.as_bytes());
            digest.update(&[0]);
        }
    }
    Ok(digest.finalize().to_hex()[..16].to_owned())
}

/// The roots of the corpus once the request is carried out.
pub(super) fn roots(old: &[Root], request: &IngestRequest) -> Result<Vec<Root>, IngestError> {
    let mut roots = old.to_vec();
    for path in &request.forget {
        let before = roots.len();
        roots.retain(|root| root.path != *path);
        if roots.len() == before {
            let remembered = old.iter().map(|root| root.path.clone()).collect();
            return Err(IngestError::NotRemembered { path: path.clone(), remembered });
        }
    }
    for path in &request.add {
        if !path.exists() {
            return Err(IngestError::NoSuchPath(path.clone()));
        }
        let exclude = request.exclude.clone();
        match roots.iter_mut().find(|root| root.path == *path) {
            Some(root) if !exclude.is_empty() => root.exclude = exclude,
            Some(_) => {}
            None => roots.push(Root { path: path.clone(), exclude }),
        }
    }
    if roots.is_empty() && request.forget.is_empty() {
        let path = request.otherwise.clone().ok_or(IngestError::Nothing)?;
        roots.push(Root { path, exclude: request.exclude.clone() });
    }
    roots.sort();
    Ok(roots)
}

/// The roots that are walked: those asked for, or all.
pub(super) fn scope(roots: &[Root], request: &IngestRequest) -> Vec<Root> {
    let asked = |root: &&Root| request.add.contains(&root.path);
    if request.add.is_empty() && request.forget.is_empty() || request.rebuild {
        roots.to_vec()
    } else {
        roots.iter().filter(asked).cloned().collect()
    }
}

/// Files of the corpus in `manifest` that an ingest into `folder` would read or take out.
///
/// # Errors
/// If what the corpus says of itself cannot be understood.
pub fn changed_files(manifest: &Manifest, folder: &Path) -> Result<Vec<PathBuf>, IngestError> {
    let corpus = Corpus::of(&manifest.roots)?;
    let mut now: BTreeMap<PathBuf, (u64, i64)> = walk(&manifest.roots, folder)?
        .files
        .into_iter()
        .filter(|file| !corpus.catalogued(&file.path).1)
        .map(|file| (file.path, (file.length, file.changed)))
        .collect();
    let mut changed = Vec::new();
    for was in &manifest.files {
        // A file that was too fresh for its time to be trusted is told by its length alone.
        let same = |is: (u64, i64)| is.0 == was.length && (is.1 == was.changed || was.changed == 0);
        if !now.remove(&was.path).is_some_and(same) {
            changed.push(was.path.clone());
        }
    }
    changed.extend(now.into_keys());
    changed.sort();
    Ok(changed)
}
