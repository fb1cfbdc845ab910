//! The works of works.toml, as references.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use pincite::cite::Reference;
use pincite::document::{Date, Digest, Locator, PassageKind, Person, Work};
use serde::Deserialize;

/// A row of the table.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Row {
    #[serde(rename = "type")]
    kind: Option<String>,
    title: Option<String>,
    authors: Vec<Credit>,
    issued: Option<Date>,
    source: Option<String>,
    url: Option<String>,
    number: Option<String>,
    container: Option<String>,
    volume: Option<String>,
    issue: Option<String>,
    pages: Option<String>,
    edition: Option<String>,
    place: Option<String>,
    editors: Vec<Credit>,
    doi: Option<String>,
    isbn: Option<String>,
    language: Option<String>,
    rights: Option<String>,
    archived_url: Option<String>,
    retrieved: Option<Date>,
    summary: Option<String>,
    source_note: Option<String>,
    kind_of_passage: Option<String>,
    section: Vec<String>,
    paragraph: Option<u32>,
    last_paragraph: Option<u32>,
    page: Option<String>,
    lines: (u32, u32),
    quotation: Option<String>,
    within: Option<Box<Row>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Credit {
    ByLine(String),
    Named { name: String, family: String },
}

impl Credit {
    fn person(self) -> Person {
        match self {
            Credit::ByLine(text) => Person::parse(&text).expect("a by-line names somebody"),
            Credit::Named { name, family } => Person { name, post: None, family: Some(family) },
        }
    }
}

impl Row {
    fn reference(mut self, name: &str) -> Reference {
        let digest = Digest::of(name.as_bytes());
        let locator = Locator {
            page: self.page.take(),
            section: std::mem::take(&mut self.section),
            paragraph: self.paragraph,
            last_paragraph: self.last_paragraph,
            lines: self.lines,
        };
        let locator = Some(locator).filter(|locator| *locator != Locator::default());
        let id = digest.id();
        let kind = self.kind_of_passage.take().unwrap_or("body".to_owned());
        Reference {
            id: if locator.is_some() { format!("{id}.7") } else { id.to_string() },
            kind: PassageKind::from_name(&kind).expect("the table names kinds of passages"),
            locator,
            quotation: self.quotation.take(),
            digest,
            within: self.within.take().map(|row| row.work()),
            work: self.work(),
        }
    }

    fn work(self) -> Work {
        Work {
            kind: self.kind,
            title: self.title,
            authors: self.authors.into_iter().map(Credit::person).collect(),
            issued: self.issued,
            source: self.source,
            url: self.url,
            number: self.number,
            container: self.container,
            volume: self.volume,
            issue: self.issue,
            pages: self.pages,
            edition: self.edition,
            place: self.place,
            editors: self.editors.into_iter().map(Credit::person).collect(),
            doi: self.doi,
            isbn: self.isbn,
            language: self.language,
            rights: self.rights,
            archived_url: self.archived_url,
            retrieved: self.retrieved,
            summary: self.summary,
            source_note: self.source_note,
            provenance: Vec::new(),
        }
    }
}

/// The works by their names in the table, in order of those.
pub fn works() -> Vec<(String, Reference)> {
    static WORKS: LazyLock<Vec<(String, Reference)>> = LazyLock::new(|| {
        let rows: BTreeMap<String, Row> = toml::from_str(include_str!("works.toml"))
            .unwrap_or_else(|e| panic!("works.toml: {e}"));
        let reference = |(name, row): (String, Row)| {
            let reference = row.reference(&name);
            (name, reference)
        };
        rows.into_iter().map(reference).collect()
    });
    WORKS.clone()
}

#[test]
fn the_table_has_a_work_of_every_sort() {
    use pincite::cite::Genre;
    let works = works();
    let missing: Vec<_> = Genre::all()
        .filter(|genre| !works.iter().any(|(_, r)| Genre::of(&r.work) == *genre))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
