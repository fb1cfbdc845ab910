//! What a catalog could say: for each document a table with what is known of it, and lines to be
//! filled in for what is not. Read back as a catalog it changes no record, only who says it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::IngestError;
use super::corpus::{Corpus, holds_records};
use super::walk::corpus_folder;
use crate::document::{Field, Person, Provenance, Work};
use crate::read::catalog::{Catalog, path_name};
use crate::store::Manifest;

/// A catalog that is proposed for a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    /// The folder that it describes: the paths in it are relative to this.
    pub folder: PathBuf,
    /// The text of the catalog; empty where there is nothing to propose.
    pub text: String,
    /// Tables in it.
    pub tables: u64,
    /// Documents that the catalog of the folder has a table for.
    pub known: u64,
    /// Documents that no table can name: records of a file, and paths that are no text.
    pub unnamed: u64,
}

/// Gathers documents and makes proposals of them.
pub struct Proposer {
    corpus: Corpus,
    roots: Vec<PathBuf>,
    /// How many documents each file gave.
    documents: BTreeMap<PathBuf, u32>,
    proposals: BTreeMap<PathBuf, Gathered>,
}

#[derive(Default)]
struct Gathered {
    works: BTreeMap<String, Work>,
    known: u64,
    unnamed: u64,
}

/// What a citation cannot do without: a line for each, where it is not known.
const WANTED: [Field; 6] =
    [Field::Kind, Field::Title, Field::Authors, Field::Issued, Field::Source, Field::Url];

const HEAD: &str = "\
# A catalog proposed by `pincite ingest --write-catalog`. A value stands as the document gives it:
# correct what is wrong, and take out the lines that the document may go on saying itself. What is
# not known stands behind `#`: fill it in and take the `#` away. There are also: container, volume,
# issue, pages, edition, place, editors, doi, isbn, number, language, rights, archived_url,
# retrieved, and skip = true for what is to be left out.
";

impl Proposer {
    /// For the corpus that `manifest` describes.
    ///
    /// # Errors
    /// If a catalog that is there cannot be understood.
    pub fn of(manifest: &Manifest) -> Result<Proposer, IngestError> {
        let roots: Vec<PathBuf> = manifest.roots.iter().map(|root| root.path.clone()).collect();
        Ok(Proposer {
            corpus: Corpus::of(&manifest.roots)?,
            roots,
            documents: manifest.files.iter().map(|f| (f.path.clone(), f.documents)).collect(),
            proposals: BTreeMap::new(),
        })
    }

    /// Adds the work of a document that is shown under `path`.
    pub fn add(&mut self, path: &Path, work: Work) {
        let roots = self.roots.iter().filter(|root| path.starts_with(root));
        let Some(root) = roots.max_by_key(|root| root.as_os_str().len()) else { return };
        let folder = corpus_folder(root);
        let gathered = self.proposals.entry(folder.to_owned()).or_default();
        let below = path.strip_prefix(folder).ok().and_then(Path::to_str);
        let is_alone = self.documents.get(path).is_none_or(|documents| *documents == 1);
        let below = below.filter(|_| is_alone && !holds_records(path));
        let known = |below: &str| self.corpus.catalogs.get(root).is_some_and(|c| c.names(below));
        match below {
            Some(below) if known(below) => gathered.known += 1,
            Some(below) => _ = gathered.works.insert(below.to_owned(), work),
            None => gathered.unnamed += 1,
        }
    }

    /// The proposals, by folder.
    pub fn finish(self) -> Vec<Proposal> {
        let proposal = |(folder, gathered): (PathBuf, Gathered)| {
            let tables: Vec<String> =
                gathered.works.iter().map(|(path, work)| table(path, work)).collect();
            let text = match tables.is_empty() {
                true => String::new(),
                false => format!("{HEAD}\n{}", tables.join("\n")),
            };
            let tables = tables.len() as u64;
            let Gathered { known, unnamed, .. } = gathered;
            Proposal { folder, text, tables, known, unnamed }
        };
        self.proposals.into_iter().map(proposal).collect()
    }
}

/// The table of one document.
fn table(path: &str, work: &Work) -> String {
    let head = format!("[{}]\n", quoted(&path_name(path)));
    let from = |field: Field| {
        let said = work.provenance.iter().find(|(known, _)| *known == field);
        said.map_or(Provenance::Record, |(_, from)| *from)
    };
    let mut lines = Vec::new();
    let mut catalogued = Vec::new();
    for field in Field::ALL {
        let value = value(work, field);
        match value {
            _ if matches!(field, Field::Summary | Field::SourceNote) => {}
            None if WANTED.contains(&field) => lines.push((true, blank(field), "")),
            None => {}
            Some(_) if from(field) == Provenance::Catalog => catalogued.push(field.name()),
            Some(value) => {
                let said = match from(field) {
                    Provenance::Head => "  # from the text's head",
                    _ => "  # from its record or front matter",
                };
                lines.push((false, format!("{} = {value}", field.name()), said));
            }
        }
    }
    let written = |lines: &[(bool, String, &str)]| {
        lines.iter().fold(head.clone(), |mut out, (is_comment, line, said)| {
            let mark = if *is_comment { "# " } else { "" };
            let _ = writeln!(out, "{mark}{line}{said}");
            out
        })
    };
    if !says(&written(&lines), path, work) {
        // A value that a catalog would tidy (blanks at its end, two in a row) is only shown.
        for (is_comment, line, _) in &mut lines {
            *is_comment |= !says(&format!("{head}{line}\n"), path, work);
        }
    }
    let mut text = written(&lines);
    if !catalogued.is_empty() {
        let _ = writeln!(text, "# from the catalogs: {}", catalogued.join(", "));
    }
    text
}

/// Whether a catalog of this text would leave the record of the file at `path` as it is.
fn says(toml: &str, path: &str, work: &Work) -> bool {
    let Ok(catalog) = Catalog::parse(toml) else { return false };
    let mut said = catalog.record(path).work;
    said.complete(work);
    said.provenance.clone_from(&work.provenance);
    said == *work
}

/// A line to be filled in.
fn blank(field: Field) -> String {
    let empty = if field == Field::Authors { "[]" } else { "\"\"" };
    format!("{} = {empty}", field.name())
}

/// The value of a field as TOML; `None` where it is not known.
fn value(work: &Work, field: Field) -> Option<String> {
    let text = |text: &Option<String>| text.as_deref().map(quoted);
    let date = |date: Option<crate::document::Date>| match date {
        Some(date) if date.day().is_some() => Some(date.to_string()),
        Some(date) => Some(quoted(&date.to_string())),
        None => None,
    };
    match field {
        Field::Kind => text(&work.kind),
        Field::Title => text(&work.title),
        Field::Authors => people(&work.authors),
        Field::Issued => date(work.issued),
        Field::Source => text(&work.source),
        Field::Url => text(&work.url),
        Field::Number => text(&work.number),
        Field::Container => text(&work.container),
        Field::Volume => text(&work.volume),
        Field::Issue => text(&work.issue),
        Field::Pages => text(&work.pages),
        Field::Edition => text(&work.edition),
        Field::Place => text(&work.place),
        Field::Editors => people(&work.editors),
        Field::Doi => text(&work.doi),
        Field::Isbn => text(&work.isbn),
        Field::Language => text(&work.language),
        Field::Rights => text(&work.rights),
        Field::ArchivedUrl => text(&work.archived_url),
        Field::Retrieved => date(work.retrieved),
        Field::Summary => text(&work.summary),
        Field::SourceNote => text(&work.source_note),
    }
}

fn people(people: &[Person]) -> Option<String> {
    let person = |person: &Person| {
        if person.family.is_none() && person.post.is_none() {
            return quoted(&person.name);
        }
        let mut parts = vec![format!("name = {}", quoted(&person.name))];
        let more = [("family", &person.family), ("post", &person.post)];
        let more = more.iter().filter_map(|(key, text)| Some((key, text.as_deref()?)));
        parts.extend(more.map(|(key, text)| format!("{key} = {}", quoted(text))));
        format!("{{ {} }}", parts.join(", "))
    };
    let list: Vec<String> = people.iter().map(person).collect();
    (!list.is_empty()).then(|| format!("[{}]", list.join(", ")))
}

/// A string in TOML, on one line.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            // What would turn the writing of the lines round that are to be read.
            c if c.is_control()
                || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
            {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
