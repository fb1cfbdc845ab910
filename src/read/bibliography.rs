//! catalog.bib and catalog.json: what a reference manager knows of the works of a corpus, matched to
//! its documents.
//!
//! An entry names no path as a table of `catalog.toml` does; it is found by what a document has in
//! common with it. In this order, the first that holds decides:
//!
//! 1. the path of an attached file, below the folder of the catalog or absolute;
//! 2. the name of an attached file, then its name without the ending (`report.pdf` was made into
//!    `report.txt`);
//! 3. the entry's key: the name of the file without its ending, or the `id` of a record;
//! 4. the DOI, then the address, that the text or `catalog.toml` gives of the work.
//!
//! What two entries claim is given by neither, and a name that stands in two folders of the corpus
//! is no name: whose record it would be cannot be known. It opens nothing; looking up one document
//! takes the same time however long the list is.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use unicode_normalization::UnicodeNormalization;

use super::catalog::{CatalogError, bare_doi};
use super::{bibtex, csl};
use crate::document::{Provenance, Work};

/// What a reference manager knows, ready to be asked.
#[derive(Debug, Default)]
pub struct Bibliography {
    entries: Vec<BibliographyEntry>,
    /// Whether a document was found for the entry of the same number.
    used: Vec<AtomicBool>,
    paths: HashMap<String, Claim>,
    names: HashMap<String, Claim>,
    stems: HashMap<String, Claim>,
    keys: HashMap<String, Claim>,
    dois: HashMap<String, Claim>,
    addresses: HashMap<String, Claim>,
    /// Names, and names without ending, that stand in several folders, with two of their paths.
    twins: HashMap<String, [String; 2]>,
}

/// A work in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BibliographyEntry {
    /// The citation key or id.
    pub key: String,
    /// Another name it goes by.
    pub also: Option<String>,
    /// Line of the file where it begins, from 1.
    pub line: usize,
    /// What it says of the work.
    pub work: Work,
    /// The files attached to it, as the list writes their paths.
    pub files: Vec<String>,
}

/// Who claims a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Claim {
    One(usize),
    Several,
}

/// A document whose entry is looked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sought<'a> {
    /// Path below the folder of the list, with `/`; none where the document is a record of a file.
    pub path: Option<&'a str>,
    /// Absolute path.
    pub absolute: &'a str,
    /// The name that its record gives it.
    pub key: Option<&'a str>,
    /// The DOI of the work, as far as it is known without the list.
    pub doi: Option<&'a str>,
    /// The address of the work, as far as it is known without the list.
    pub url: Option<&'a str>,
}

impl Bibliography {
    /// Reads the text of a `.bib` file (BibTeX or BibLaTeX).
    ///
    /// # Errors
    /// If it breaks off or is no list of entries.
    pub fn bibtex(text: &str) -> Result<Bibliography, CatalogError> {
        bibtex::entries(text).map(Bibliography::of)
    }

    /// Reads CSL-JSON: an array of items, or an object whose `items` is one.
    ///
    /// # Errors
    /// If it is no JSON, or no CSL-JSON.
    pub fn csl_json(text: &str) -> Result<Bibliography, CatalogError> {
        csl::entries(text).map(Bibliography::of)
    }

    fn of(mut entries: Vec<BibliographyEntry>) -> Bibliography {
        entries.iter_mut().for_each(|entry| entry.work.mark(Provenance::Catalog));
        let mut list = Bibliography::default();
        for (i, entry) in entries.iter().enumerate() {
            for file in &entry.files {
                let path = tidy_path(file);
                let name = path.rsplit('/').next().unwrap_or(&path);
                claim(&mut list.names, name, i);
                claim(&mut list.stems, stem(name), i);
                claim(&mut list.paths, &path, i);
            }
            let also = entry.also.iter();
            also.chain([&entry.key]).for_each(|key| claim(&mut list.keys, &composed(key), i));
            let doi = entry.work.doi.as_deref().map(str::to_lowercase);
            doi.into_iter().for_each(|doi| claim(&mut list.dois, &doi, i));
            let address = entry.work.url.as_deref().map(plain_address);
            address.into_iter().for_each(|url| claim(&mut list.addresses, &url, i));
        }
        list.used = entries.iter().map(|_| AtomicBool::new(false)).collect();
        list.entries = entries;
        list
    }

    /// Says which files there are below the folder of the list, so that names that stand in several
    /// folders name none of them.
    pub fn among<'a>(&mut self, paths: impl Iterator<Item = &'a str>) {
        let mut first: HashMap<String, &str> = HashMap::new();
        for path in paths {
            let name = path.rsplit('/').next().unwrap_or(path);
            let folder = path.len() - name.len();
            let name = composed(name);
            let stem = stem(&name).to_owned();
            for name in [Some(stem.clone()), Some(name).filter(|name| *name != stem)] {
                let Some(name) = name.filter(|name| self.names_file(name)) else { continue };
                let other = *first.entry(name.clone()).or_insert(path);
                let others = other.len() - other.rsplit('/').next().unwrap_or(other).len();
                if other[..others] != path[..folder] {
                    self.twins.entry(name).or_insert([other.to_owned(), path.to_owned()]);
                }
            }
        }
    }

    /// What is decided by other files than the document's own: two lists of the same text that give
    /// the same here give the same of every document.
    pub fn decided_by_others(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.twins.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    /// What the list says of a document; nothing, where no entry or more than one is its.
    pub fn record(&self, sought: &Sought<'_>) -> Option<&Work> {
        let i = self.find(sought)?;
        self.used.get(i)?.store(true, Ordering::Relaxed);
        self.entries.get(i).map(|entry| &entry.work)
    }

    fn find(&self, sought: &Sought<'_>) -> Option<usize> {
        let one = |claims: &HashMap<String, Claim>, name: &str| match claims.get(name) {
            Some(Claim::One(i)) => Some(*i),
            _ => None,
        };
        let unique = |claims, name: &str| match self.twins.contains_key(name) {
            true => None,
            false => one(claims, name),
        };
        let by_file = sought.path.and_then(|path| {
            let path = composed(path);
            let name = path.rsplit('/').next().unwrap_or(&path);
            one(&self.paths, &path)
                .or_else(|| one(&self.paths, &composed(sought.absolute)))
                .or_else(|| unique(&self.names, name))
                .or_else(|| unique(&self.stems, stem(name)))
                .or_else(|| unique(&self.keys, stem(name)))
        });
        let by_key = || one(&self.keys, &composed(sought.key?));
        let by_doi = || {
            let doi = sought.doi.map(str::to_owned).or_else(|| bare_doi(sought.url?))?;
            one(&self.dois, &doi.to_lowercase())
        };
        let by_address = || one(&self.addresses, &plain_address(sought.url?));
        by_file.or_else(by_key).or_else(by_doi).or_else(by_address)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries that no document was found for since the list was read: line, and what they are.
    pub fn unmatched(&self) -> impl Iterator<Item = (usize, String)> {
        let unused = |(i, used): (usize, &AtomicBool)| {
            (!used.load(Ordering::Relaxed)).then(|| (i, self.entries.get(i)))
        };
        self.used.iter().enumerate().filter_map(unused).filter_map(|(_, entry)| {
            let entry = entry?;
            Some((entry.line, self.why_unmatched(entry)))
        })
    }

    fn why_unmatched(&self, entry: &BibliographyEntry) -> String {
        let key = &entry.key;
        let files = entry.files.iter().map(|file| tidy_path(file));
        let mut names: Vec<String> =
            files.map(|path| path.rsplit('/').next().unwrap_or_default().to_owned()).collect();
        names.push(composed(key));
        for name in &names {
            if let Some([a, b]) = self.twins.get(name).or_else(|| self.twins.get(stem(name))) {
                return format!(
                    "“{key}” could be {a} or {b} and was given to neither; name one in catalog.toml"
                );
            }
        }
        let several =
            |claims: &HashMap<String, Claim>, name: &str| claims.get(name) == Some(&Claim::Several);
        let doi = entry.work.doi.as_deref().is_some_and(|d| several(&self.dois, &d.to_lowercase()));
        let url = entry.work.url.as_deref().map(plain_address);
        let shared = doi
            || url.is_some_and(|url| several(&self.addresses, &url))
            || several(&self.keys, &composed(key))
            || names.iter().any(|name| several(&self.names, name));
        match shared {
            true => format!(
                "“{key}” shares its key, file, DOI or URL with another entry, and no document is \
                 known to be its own"
            ),
            false => format!("“{key}” matches no document by file name, key, DOI or URL"),
        }
    }

    /// Whether a name of a file, or one without its ending, could mean anything here.
    fn names_file(&self, name: &str) -> bool {
        self.names.contains_key(name)
            || self.stems.contains_key(name)
            || self.keys.contains_key(name)
    }
}

fn claim(claims: &mut HashMap<String, Claim>, name: &str, entry: usize) {
    if name.is_empty() {
        return;
    }
    let is_its = |claim: &Claim| *claim == Claim::One(entry);
    match claims.get_mut(name) {
        Some(claim) if is_its(claim) => {}
        Some(claim) => *claim = Claim::Several,
        None => _ = claims.insert(name.to_owned(), Claim::One(entry)),
    }
}

/// A path with `/` and composed letters, without `./`.
fn tidy_path(path: &str) -> String {
    let path = composed(&path.trim().replace('\\', "/"));
    let path = path.strip_prefix("file://").unwrap_or(&path);
    path.strip_prefix("./").unwrap_or(path).to_owned()
}

/// Letters with their accents in one: file systems do not agree.
fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// The name of a file without its ending.
fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 8 => stem,
        _ => name,
    }
}

/// An address without what does not tell pages apart: scheme, `www.`, fragment, last slashes.
fn plain_address(url: &str) -> String {
    let url = url.trim();
    let url = url.split_once('#').map_or(url, |(page, _)| page);
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    format!("{host}{}", path.trim_end_matches('/'))
}
