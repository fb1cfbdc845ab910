//! catalog.toml: what the owner of a corpus says about its works.
//!
//! A table a file or a glob, its path relative to the folder of the catalog, with `/`:
//!
//! ```toml
//! ["speeches/**"]
//! type = "speech"
//!
//! ["speeches/1962/address.txt"]
//! title = "Address to the Assembly"
//! issued = 1962-09-20
//! authors = ["Ann Lee", "Bo Ray"]
//! ```
//!
//! `*` stands for part of a name, `**` for any folders. Several tables may hold for one file: field
//! by field, the table of the very path is asked first, then the globs, the last one first. A name
//! that has such marks itself is written with each of them in brackets (`a[*].txt`, [`path_name`]).
//!
//! A person is a name, or a table where more is known than the name: `{ name = "Xi Jinping", family
//! = "Xi" }`, `{ name = "Ann Lee", post = "Ph.D." }`.

use std::collections::HashMap;
use std::fmt;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use thiserror::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::document::{Date, Person, Provenance, Work};
use crate::text::one_line;

/// What a catalog says, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    entries: Vec<Entry>,
    exact: HashMap<String, usize>,
    globs: GlobSet,
    /// The entry of each glob.
    glob_entries: Vec<usize>,
    digest: String,
}

/// What a catalog says about one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CatalogEntry {
    /// The fields it gives, each marked as from the catalog.
    pub work: Work,
    /// Whether the file is to be left out.
    pub skip: bool,
}

/// What is wrong with a catalog.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {what}")]
pub struct CatalogError {
    /// Line of the catalog, from 1.
    pub line: usize,
    /// What is wrong there, lower case, no final point.
    pub what: String,
}

/// The keys of a table.
const KEYS: [&str; 21] = [
    "title",
    "authors",
    "source",
    "issued",
    "url",
    "archived_url",
    "retrieved",
    "number",
    "type",
    "container",
    "volume",
    "issue",
    "pages",
    "edition",
    "place",
    "editors",
    "doi",
    "isbn",
    "language",
    "rights",
    "skip",
];

/// The keys of a person.
const PERSON_KEYS: [&str; 3] = ["name", "family", "post"];

/// The keys whose value may be written as a number.
const NUMBERS: [&str; 5] = ["number", "volume", "issue", "pages", "edition"];

#[derive(Clone, Debug, Default)]
struct Entry {
    work: Work,
    skip: Option<bool>,
}

impl Catalog {
    /// Reads a catalog.
    ///
    /// # Errors
    /// If it is no TOML, or says something that is not understood: nothing in it is passed over.
    pub fn parse(toml: &str) -> Result<Catalog, CatalogError> {
        let fail = |at: usize, what: String| CatalogError { line: line_of(toml, at), what };
        let tables = DeTable::parse(toml).map_err(|e| {
            let at = e.span().map_or(0, |span| span.start);
            fail(at, e.message().trim_end().replace('\n', "; "))
        })?;
        // The parser sorts tables by name; here their order counts.
        let mut tables: Vec<_> = tables.get_ref().iter().collect();
        tables.sort_by_key(|(name, _)| name.span().start);

        let mut catalog = Catalog {
            digest: blake3::hash(toml.as_bytes()).to_hex().to_string(),
            ..Catalog::default()
        };
        let mut globs = GlobSetBuilder::new();
        for (name, value) in tables {
            let (at, path) = (name.span().start, name.get_ref().as_ref());
            let DeValue::Table(table) = value.get_ref() else {
                return Err(fail(at, format!("“{path}” stands in no table; {HEADER}")));
            };
            let entry = Entry::read(table).map_err(|(at, what)| fail(at, what))?;
            let path = path.strip_prefix("./").unwrap_or(path);
            let literal = literal(path);
            let path = literal.as_deref().unwrap_or(path);
            if literal.is_none() && path.contains(['*', '?', '[', '{']) {
                let glob = GlobBuilder::new(path)
                    .literal_separator(true)
                    .allow_unclosed_class(true)
                    .build()
                    .map_err(|e| fail(at, format!("“{path}” is no glob: {}", e.kind())))?;
                globs.add(glob);
                catalog.glob_entries.push(catalog.entries.len());
            }
            // A name may hold a bracket and be meant as it stands.
            catalog.exact.insert(path.to_owned(), catalog.entries.len());
            catalog.entries.push(entry);
        }
        catalog.globs = globs.build().map_err(|e| fail(0, e.to_string()))?;
        Ok(catalog)
    }

    /// What it says about the file at `relative_path`: relative to the catalog's folder, with `/`.
    pub fn record(&self, relative_path: &str) -> CatalogEntry {
        let globs = self.globs.matches(relative_path);
        let globs = globs.into_iter().rev().filter_map(|glob| self.glob_entries.get(glob));
        let found = self.exact.get(relative_path).into_iter().chain(globs);
        let (mut work, mut skip) = (Work::default(), None);
        for entry in found.filter_map(|i| self.entries.get(*i)) {
            work.complete(&entry.work);
            skip = skip.or(entry.skip);
        }
        CatalogEntry { work, skip: skip.unwrap_or(false) }
    }

    /// Whether it has a table for the file at `relative_path` and no other.
    pub fn names(&self, relative_path: &str) -> bool {
        self.exact.contains_key(relative_path)
    }

    /// The hash of its text in hexadecimal; empty where there is no catalog. Documents ingested under
    /// another digest have records of another catalog.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

const HEADER: &str = "a table begins with [\"path or glob\"]";

/// Where something is wrong, and what.
type Fault = (usize, String);

impl Entry {
    fn read(table: &DeTable<'_>) -> Result<Entry, Fault> {
        let mut entry = Entry::default();
        for (key, value) in table {
            let (name, at) = (key.get_ref().as_ref(), key.span().start);
            if let (DeValue::Table(_), false) = (value.get_ref(), KEYS.contains(&name)) {
                let what = format!("“{name}” is no field; a path needs quotation marks: {HEADER}");
                return Err((at, what));
            }
            let field = Field { name, value };
            let work = &mut entry.work;
            match name {
                "title" => work.title = field.line()?,
                "source" => work.source = field.line()?,
                "url" => work.url = field.line()?,
                "archived_url" => work.archived_url = field.line()?,
                "number" => work.number = field.line()?,
                "container" => work.container = field.line()?,
                "volume" => work.volume = field.line()?,
                "issue" => work.issue = field.line()?,
                "pages" => work.pages = field.line()?,
                "edition" => work.edition = field.line()?,
                "place" => work.place = field.line()?,
                "editors" => work.editors = field.people()?,
                "doi" => work.doi = field.doi()?,
                "isbn" => work.isbn = field.line()?,
                "type" => work.kind = field.line()?,
                "language" => work.language = field.line()?,
                "rights" => work.rights = field.line()?,
                "issued" => work.issued = field.date()?,
                "retrieved" => work.retrieved = field.date()?,
                "authors" => work.authors = field.people()?,
                "skip" => entry.skip = Some(field.switch()?),
                _ => return Err((at, unknown(name, &KEYS))),
            }
        }
        entry.work.mark(Provenance::Catalog);
        Ok(entry)
    }
}

/// A key of a table with its value.
struct Field<'a> {
    name: &'a str,
    value: &'a Spanned<DeValue<'a>>,
}

impl Field<'_> {
    /// A string as one line, or a number as it is written.
    fn line(&self) -> Result<Option<String>, Fault> {
        let text = match self.value.get_ref() {
            DeValue::String(text) => one_line(text),
            DeValue::Integer(number) if NUMBERS.contains(&self.name) => number.as_str().to_owned(),
            _ => return Err(self.wrong("a string")),
        };
        Ok((!text.is_empty()).then_some(text))
    }

    fn doi(&self) -> Result<Option<String>, Fault> {
        let wrong = || self.wrong("a DOI (10.1080/…)");
        self.line()?.map(|text| bare_doi(&text).ok_or_else(wrong)).transpose()
    }

    fn date(&self) -> Result<Option<Date>, Fault> {
        let written = match self.value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(year) => year.as_str().to_owned(),
            // Only its date: works are issued on a day, not at an hour.
            DeValue::Datetime(time) => time.date.map(|d| d.to_string()).unwrap_or_default(),
            _ => String::new(),
        };
        let date = Date::parse_edtf(written.trim());
        date.map(Some).ok_or_else(|| self.wrong("a date (2024, \"2024-02\" or 2024-02-16)"))
    }

    fn people(&self) -> Result<Vec<Person>, Fault> {
        match self.value.get_ref() {
            DeValue::Array(people) => {
                let people = people.iter().map(|person| self.person(person));
                let people = people.collect::<Result<Vec<_>, _>>()?;
                Ok(people.into_iter().flatten().collect())
            }
            _ => Ok(self.person(self.value)?.into_iter().collect()),
        }
    }

    /// A person; `None` where the name is empty.
    fn person(&self, value: &Spanned<DeValue<'_>>) -> Result<Option<Person>, Fault> {
        let mut person = Person::default();
        match value.get_ref() {
            DeValue::String(name) => person.name = one_line(name),
            DeValue::Table(table) => {
                for (key, value) in table {
                    let text = value.get_ref().as_str().map(one_line).filter(|t| !t.is_empty());
                    let what = || format!("“{}” of a person must be a string", key.get_ref());
                    let text = text.ok_or_else(|| (value.span().start, what()))?;
                    match key.get_ref().as_ref() {
                        "name" => person.name = text,
                        "family" => person.family = Some(text),
                        "post" => person.post = Some(text),
                        other => return Err((key.span().start, unknown(other, &PERSON_KEYS))),
                    }
                }
                if person.name.is_empty() {
                    return Err((value.span().start, "a person needs a “name”".to_owned()));
                }
            }
            _ => return Err(self.wrong("an array of strings")),
        }
        Ok(Some(person).filter(|person| !person.name.is_empty()))
    }

    fn switch(&self) -> Result<bool, Fault> {
        self.value.get_ref().as_bool().ok_or_else(|| self.wrong("true or false"))
    }

    fn wrong(&self, wanted: impl fmt::Display) -> Fault {
        (self.value.span().start, format!("“{}” must be {wanted}", self.name))
    }
}

/// A path as the name of its table: what would mean something in a glob stands in brackets.
pub fn path_name(relative_path: &str) -> String {
    let mut name = String::with_capacity(relative_path.len());
    for c in relative_path.chars() {
        match GLOB_MARKS.contains(&c) {
            true => name.extend(['[', c, ']']),
            false => name.push(c),
        }
    }
    name
}

/// What means something in a glob.
const GLOB_MARKS: [char; 6] = ['*', '?', '[', ']', '{', '}'];

/// The one path that a name stands for in which each mark of a glob is in brackets; `None` where it
/// has no such mark, or another one.
fn literal(name: &str) -> Option<String> {
    let mut path = String::with_capacity(name.len());
    let mut rest = name;
    let mut marks = 0;
    while let Some(at) = rest.find(GLOB_MARKS) {
        let (before, mark) = rest.split_at(at);
        path.push_str(before);
        let mut chars = mark.chars();
        let (Some('['), Some(c), Some(']')) = (chars.next(), chars.next(), chars.next()) else {
            return None;
        };
        if !GLOB_MARKS.contains(&c) {
            return None;
        }
        path.push(c);
        rest = chars.as_str();
        marks += 1;
    }
    path.push_str(rest);
    (marks > 0).then_some(path)
}

/// A digital object identifier without what is written before it: `https://doi.org/`, `doi:`.
pub(super) fn bare_doi(text: &str) -> Option<String> {
    let text = text.trim();
    let at = text.find("10.")?;
    let lead = text.get(..at)?.trim_end().to_ascii_lowercase();
    let known = ["", "doi:", "doi", "https://doi.org/", "http://doi.org/", "doi.org/"];
    let known = known.contains(&lead.as_str()) || lead.ends_with("dx.doi.org/");
    let doi = text.get(at..).filter(|doi| known && doi.contains('/'));
    doi.filter(|doi| !doi.contains(char::is_whitespace)).map(str::to_owned)
}

fn unknown(name: &str, keys: &[&str]) -> String {
    let nearest = keys.iter().map(|key| (distance(name, key), key)).min();
    match nearest {
        Some((edits, key)) if edits <= 1 + name.chars().count() / 3 => {
            format!("unknown key “{name}”; did you mean “{key}”?")
        }
        _ => format!("unknown key “{name}”; the keys are {}", keys.join(", ")),
    }
}

/// How many letters must be changed, added, taken away or swapped with the next. Only for keys: its
/// time is the product of the lengths, so of a long word only the beginning is compared.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(64).collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

pub(super) fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|b| *b == b'\n').count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::Field;

    fn error(toml: &str) -> String {
        Catalog::parse(toml).unwrap_err().to_string()
    }

    #[test]
    fn the_very_path_goes_before_globs_and_later_before_earlier() {
        let catalog = Catalog::parse(
            r#"
            ["speeches/one.txt"]
            title = "One"
            skip = false

            ["**"]
            source = "Archive"
            rights = "public domain"
            skip = true

            ["speeches/*"]
            title = "A speech"
            source = "Assembly"
            type = "speech"
            authors = ["Ann Lee", "Bo Ray"]
            issued = 1962-09-20
            retrieved = "2024-02"
            number = 12
            "#,
        )
        .unwrap();
        let one = catalog.record("speeches/one.txt");
        assert_eq!(one.work.title.as_deref(), Some("One"));
        assert_eq!(one.work.source.as_deref(), Some("Assembly"));
        assert_eq!(one.work.rights.as_deref(), Some("public domain"));
        assert_eq!(one.work.kind.as_deref(), Some("speech"));
        assert_eq!(one.work.number.as_deref(), Some("12"));
        assert_eq!(one.work.authors.len(), 2);
        assert_eq!(one.work.issued.map(|d| d.to_string()).as_deref(), Some("1962-09-20"));
        assert!(!one.skip);
        assert!(one.work.provenance.contains(&(Field::Source, Provenance::Catalog)));
        let deeper = catalog.record("speeches/1962/two.txt");
        assert_eq!(deeper.work.source.as_deref(), Some("Archive"));
        assert!(deeper.skip);
    }

    #[test]
    fn a_bracket_may_be_part_of_a_name() {
        let catalog = Catalog::parse("[\"a [1].txt\"]\ntitle = \"A\"\n").unwrap();
        assert_eq!(catalog.record("a [1].txt").work.title.as_deref(), Some("A"));
    }

    #[test]
    fn a_name_with_marks_in_brackets_is_one_file() {
        for name in ["[1].txt", "a*b?.txt", "{x}", "]", "[*]", "plain.txt", "[[", "a\\[b].txt"] {
            let written = path_name(name).replace('\\', "\\\\");
            let catalog = Catalog::parse(&format!("[\"{written}\"]\ntitle = \"A\"\n")).unwrap();
            assert_eq!(catalog.record(name).work.title.as_deref(), Some("A"), "{name}");
            for other in ["1.txt", "axb1.txt", "x", "*", "a", "b.txt", "ab.txt"] {
                assert_eq!(catalog.record(other), CatalogEntry::default(), "{name} {other}");
            }
        }
    }

    #[test]
    fn a_work_has_all_that_citations_need() {
        let catalog = Catalog::parse(
            r#"
            ["a.txt"]
            container = "International Security"
            volume = 48
            issue = "2"
            pages = "11–29"
            edition = 2
            place = "Singapore"
            editors = ["Bo Ray", { name = "Xi Jinping", family = "Xi", post = "Ph.D." }]
            doi = "https://doi.org/10.1080/1"
            isbn = "978-0-00-000000-2"
            "#,
        );
        let work = catalog.unwrap().record("a.txt").work;
        assert_eq!(work.container.as_deref(), Some("International Security"));
        let fields = [work.volume, work.issue, work.pages, work.edition, work.place, work.doi];
        let fields: Vec<String> = fields.into_iter().flatten().collect();
        assert_eq!(fields, ["48", "2", "11–29", "2", "Singapore", "10.1080/1"]);
        let (family, post) = (Some("Xi".to_owned()), Some("Ph.D.".to_owned()));
        let xi = Person { name: "Xi Jinping".into(), family, post };
        let ray = Person { name: "Bo Ray".into(), ..Person::default() };
        assert_eq!(work.editors, [ray, xi]);
        assert_eq!(work.provenance.len(), 9);
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        assert_eq!(
            error("[\"a.txt\"]\ntitle = \"A\"\nautors = [\"B\"]\n"),
            "line 3: unknown key “autors”; did you mean “authors”?"
        );
        assert!(error("[\"a\"]\ncolour = 1").starts_with("line 2: unknown key “colour”; the keys"));
        assert!(error("title = \"A\"").starts_with("line 1: “title” stands in no table"));
        assert!(error("[a.txt]\ntitle = \"A\"").contains("quotation marks"));
        assert_eq!(error("[\"a\"]\n\nskip = 1"), "line 3: “skip” must be true or false");
        assert!(error("[\"a\"]\nissued = \"soon\"").starts_with("line 2: “issued” must be a date"));
        assert!(error("[\"a\"]\nauthors = [\"A\", 1]").contains("array of strings"));
        let person = |table: &str| error(&format!("[\"a\"]\nauthors = [{{ {table} }}]"));
        assert_eq!(person("nam = \"A\""), "line 2: unknown key “nam”; did you mean “name”?");
        assert_eq!(person("family = \"A\""), "line 2: a person needs a “name”");
        assert_eq!(person("name = 1"), "line 2: “name” of a person must be a string");
        assert!(error("[\"a\"]\ntitle = \"A").starts_with("line 2: "));
        assert!(error("[\"a\"]\n[\"a\"]\n").starts_with("line 2: "));
        assert!(error("[\"{a\"]\n").starts_with("line 1: “{a” is no glob"));
    }

    #[test]
    fn the_catalog_of_the_seeds_gives_rights_and_a_source_and_no_more() {
        let catalog = Catalog::parse(include_str!("../../seeds/catalog.toml")).unwrap();
        for (seed, fields) in [
            ("000_814d9847fc9b739c.txt", &[Field::Rights][..]),
            ("002_3018cb034b1fa429.txt", &[Field::Source, Field::Rights]),
        ] {
            let entry = catalog.record(seed);
            let given: Vec<_> = entry.work.provenance.iter().map(|(field, _)| *field).collect();
            assert_eq!((given.as_slice(), entry.skip), (fields, false), "{seed}");
        }
    }

    #[test]
    fn no_catalog_says_nothing() {
        assert_eq!(Catalog::default().record("a.txt"), CatalogEntry::default());
        let catalog = Catalog::parse("").unwrap();
        assert_eq!(catalog.record("a.txt"), CatalogEntry::default());
        assert_ne!(catalog.digest(), Catalog::parse("# changed\n").unwrap().digest());
    }

    proptest! {
        #[test]
        fn any_text_is_a_catalog_or_an_error(text in "(\\PC|\n|[\\[\\]\"=]|skip|title){0,40}") {
            if let Err(e) = Catalog::parse(&text) {
                prop_assert!(e.line <= 1 + text.matches('\n').count());
            }
        }
    }
}
