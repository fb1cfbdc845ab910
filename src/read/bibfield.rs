//! Fields of a record that only citations need.

use serde_json::value::RawValue;

use super::byline::persons;
use super::catalog::bare_doi;
use super::escape::unquoted;
use crate::document::{Person, Work};
use crate::text::one_line;

/// What a field that only citations need gives: under the name it has in a catalog or in CSL-JSON,
/// and where its value can be nothing else. A number of `pages` may count them, a `place` may be
/// where something happened, so neither is taken.
pub(super) fn bibliographic(name: &str, value: &RawValue) -> Option<Work> {
    let is_number = value.get().starts_with(|c: char| c.is_ascii_digit());
    let text = match value.get().starts_with('"') {
        true => one_line(unquoted(value)),
        false if is_number => value.get().to_owned(),
        false => String::new(),
    };
    let short = text.len() <= 40 && text.contains(|c: char| c.is_ascii_digit());
    let some = || Some(text.clone()).filter(|text| !text.is_empty());
    let named = || some().filter(|_| !is_number);
    let mut work = Work::default();
    match name {
        "container" | "container-title" | "journal" => work.container = named(),
        "volume" => work.volume = some().filter(|_| short),
        "issue" => work.issue = some().filter(|_| short),
        "pages" | "page" => work.pages = named().filter(|_| short),
        "edition" => work.edition = some(),
        "publisher-place" | "publisher_place" => work.place = named(),
        "editors" | "editor" => work.editors = people(value)?,
        "doi" | "DOI" => work.doi = bare_doi(&text),
        "isbn" | "ISBN" => work.isbn = some().filter(|_| short),
        _ => return None,
    }
    (work != Work::default()).then_some(work)
}

/// The people that a string names, or a list of strings and nothing else.
fn people(value: &RawValue) -> Option<Vec<Person>> {
    let values: Vec<&RawValue> = match value.get().starts_with('[') {
        true => serde_json::from_str(value.get()).ok()?,
        false => vec![value],
    };
    let is_text = values.iter().all(|value| value.get().starts_with('"'));
    let names = values.into_iter().map(|value| one_line(unquoted(value)));
    is_text.then(|| names.filter(|n| !n.is_empty()).flat_map(|name| persons(&name)).collect())
}
