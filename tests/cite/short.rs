//! The short citation, by a table of works.

use pincite::cite::short::{Cited, short};
use pincite::document::{Date, Locator, PassageKind, Person, Work};
use serde::Deserialize;

/// A row of the table.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Row {
    title: Option<String>,
    authors: Vec<String>,
    issued: Option<Date>,
    source: Option<String>,
    url: Option<String>,
    number: Option<String>,
    container: Option<String>,
    language: Option<String>,
    kind_of_work: Option<String>,
    kind: Option<String>,
    section: Vec<String>,
    paragraph: Option<u32>,
    last_paragraph: Option<u32>,
    page: Option<String>,
    lines: (u32, u32),
    within: Option<Box<Row>>,
}

impl Row {
    fn work(&self) -> Work {
        Work {
            kind: self.kind_of_work.clone(),
            title: self.title.clone(),
            authors: self.authors.iter().filter_map(|a| Person::parse(a)).collect(),
            issued: self.issued,
            source: self.source.clone(),
            url: self.url.clone(),
            number: self.number.clone(),
            container: self.container.clone(),
            language: self.language.clone(),
            ..Work::default()
        }
    }

    fn citation(&self) -> String {
        let (work, page) = (self.work(), self.within.as_ref().map(|row| row.work()));
        let locator = Locator {
            page: self.page.clone(),
            section: self.section.clone(),
            paragraph: self.paragraph,
            last_paragraph: self.last_paragraph,
            lines: self.lines,
        };
        let name = self.kind.as_deref().unwrap_or("body");
        let kind = PassageKind::from_name(name).expect("the table names kinds of passages");
        short(&Cited { work: &work, within: page.as_ref(), locator: &locator, kind })
    }
}

#[test]
fn works_are_cited_as_the_table_says() {
    let table = include_str!("works.txt");
    let (mut record, mut rows, mut wrong) = (String::new(), 0, Vec::new());
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let Some(expected) = line.strip_prefix("=> ") else {
            record.push_str(line);
            record.push('\n');
            continue;
        };
        let row: Row = toml::from_str(&record).unwrap_or_else(|e| panic!("{record}\n{e}"));
        let (found, expected) = (row.citation(), expected.replace("\\\"", "\""));
        if found != expected {
            wrong.push(format!("expected {expected}\n   found {found}"));
        }
        rows += 1;
        record.clear();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(rows > 30, "only {rows} rows were read");
}

/// Whatever a record holds, no two stops stand together and the sentence ends with one.
#[test]
fn punctuation_is_never_doubled() {
    let ends = ["", ".", ",", "?", "!", "…", ";", ":", "\"", ".\"", "?\"", "’", "”", " ", "U.S."];
    for title in ends.map(|end| format!("A \"study\" of it{end}")) {
        for section in ends.map(|end| format!("Part{end}")) {
            let row = Row {
                title: Some(title.clone()),
                source: Some(section.clone()).filter(|s| !s.contains(['"', '’', '”'])),
                section: vec![section.clone()],
                ..Row::default()
            };
            let citation = row.citation();
            for doubled in [",,", "..", ";,", ":,", ".”.", "?”.", " ,", "”,", ",.", "’,”,"]
            {
                assert!(!citation.contains(doubled), "{doubled} in {citation}");
            }
            assert!(citation.ends_with(['.', '”']), "{citation}");
        }
    }
}
