//! A work as the citation processor is given it: its CSL-JSON, guarded so that names, numbers and
//! titles come out as they went in.

use hayagriva::citationberg::json::Item;
use serde_json::{Map, Value};

use super::Genre;
use super::csljson;
use super::edition;
use super::guard;
use super::name::Name;
use super::quotes::without_stop;
use crate::document::Work;
use crate::text::one_line;

/// Follows the family's name where it is printed before the given one.
pub const FAMILY_FIRST: char = '\u{10FFFD}';

/// A work as the processor is given it, and what is known of it beside.
#[derive(Clone, Debug)]
pub struct Guarded {
    /// What the processor is given.
    pub item: Item,
    /// Names printed with the family's first, taken apart: (`Xi`, `Jinping`).
    pub family_first: Vec<(String, String)>,
}

/// Variables that hold a text.
const TEXTS: &[&str] = &[
    "container-title",
    "publisher",
    "publisher-place",
    "authority",
    "DOI",
    "ISBN",
    "URL",
    "archive",
    "archive_location",
];
/// Variables that hold a number, or what stands in the place of one.
const NUMBERS: &[&str] = &["number", "volume", "issue", "page"];
const NAMES: &[&str] = &["author", "editor"];
const DATES: &[&str] = &["issued", "accessed"];

/// The work for the processor; works that are cited alike are equal where `key` is.
///
/// The source is left out where it is the only author, as every manual has it; the language, since
/// the words of a style are in the style's.
pub fn guarded(work: &Work, within: Option<&Work>, key: &str) -> Guarded {
    let mut given = csljson::item(work, within, key);
    if matches!(work.authors.as_slice(), [one] if work.source.as_ref() == Some(&one.name)) {
        given.remove("publisher");
    }
    settle(work, &mut given);
    let mut item = Map::new();
    for (variable, value) in given {
        let name = variable.as_str();
        let value = match value {
            Value::String(text) if name == "title" => {
                guard::title(without_stop(&one_line(&text))).into()
            }
            Value::String(text) if TEXTS.contains(&name) => guard::title(&one_line(&text)).into(),
            Value::String(text) if name == "edition" => match edition::number(&text) {
                Some(number) => number.to_string().into(),
                None => guard::number(&one_line(&text)).into(),
            },
            Value::String(text) if NUMBERS.contains(&name) => number(name, &one_line(&text)).into(),
            Value::Array(names) if NAMES.contains(&name) => {
                names.into_iter().filter_map(person).collect()
            }
            Value::String(text) if name == "genre" => printable(&one_line(&text)).into(),
            value if DATES.contains(&name) || matches!(name, "type" | "id") => value,
            _ => continue,
        };
        item.insert(variable, value);
    }
    let item = serde_json::from_value(Value::Object(item));
    let people = work.authors.iter().chain(&work.editors);
    let family_first = people.filter_map(|person| match Name::of(person) {
        Name::Parts(parts) if parts.family_first => {
            let family = format!("{} {}", parts.particle, parts.family);
            Some((one_line(&family), one_line(parts.given)))
        }
        _ => None,
    });
    Guarded {
        item: item.expect("an item is texts, names and dates"),
        family_first: family_first.collect(),
    }
}

/// Settles what styles would print wrongly of a type.
///
/// Editors stand for the author of a work that has none; those of the volume that a document or
/// chapter is printed in did not write it. What no record calls a chapter is printed as a document,
/// which keeps its whole date, and so is a manuscript, which styles call unpublished. A hearing is a report: the type prints *testimony of* nobody, and no
/// committee. A law or rule whose number says what it is (`Pub. L. 116–92`) is printed as a bill,
/// without a label before it. A genre that the title names is not said again.
fn settle(work: &Work, item: &mut Map<String, Value>) {
    let genre = Genre::of(work);
    let number = work.number.as_deref().unwrap_or_default();
    let is_bare = |c: char| c.is_ascii_digit() || "-–".contains(c);
    let is_printed_in = work.container.is_some();
    if is_printed_in && work.authors.is_empty() {
        item.remove("editor");
    }
    let settled = match genre {
        Genre::Chapter if work.kind.is_none() => Some("document"),
        Genre::Manuscript => Some("document"),
        Genre::Hearing => Some("report"),
        Genre::Legislation | Genre::Regulation if !number.chars().all(is_bare) => Some("bill"),
        _ => None,
    };
    if genre == Genre::Hearing
        && let Some(body) = item.remove("authority")
    {
        item.insert("publisher".to_owned(), body);
    }
    if let Some(settled) = settled {
        item.insert("type".to_owned(), settled.into());
    }
    let said = item.get("genre").and_then(Value::as_str).unwrap_or_default().to_lowercase();
    let title = work.title.as_deref().unwrap_or_default().to_lowercase();
    if title.contains(&said) {
        item.remove("genre");
    }
}

/// Plain numbers, and plain ranges of pages, are the style's to print; all else stands as it is.
fn number(variable: &str, text: &str) -> String {
    let is_plain = |text: &str| {
        (1..=9).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_digit())
            && !text.starts_with('0')
    };
    match text.split_once(['-', '–']) {
        None if is_plain(text) => text.to_owned(),
        Some((first, last)) if variable == "page" && is_plain(first) && is_plain(last) => {
            format!("{first}-{last}")
        }
        _ => guard::number(text),
    }
}

/// A name. Points and hyphens of given names stay: initials are made of them.
fn person(name: Value) -> Option<Value> {
    let Value::Object(given) = name else { return None };
    let is_first = given.contains_key("static-ordering");
    let mut name = Map::new();
    for (part, value) in given {
        let value = match value {
            Value::String(text) => {
                let text = printable(&one_line(&text));
                match part.as_str() {
                    // One word, else the processor takes its first words for a particle.
                    "family" if is_first => format!("{}{FAMILY_FIRST}", blanks(&text)).into(),
                    "family" => blanks(&text).into(),
                    "given" => joined(&text).into(),
                    _ => text.into(),
                }
            }
            Value::Bool(_) if part == "comma-suffix" => value,
            _ => continue,
        };
        name.insert(part, value);
    }
    Some(Value::Object(name))
}

/// A given name whose parts after a hyphen are parts of one word (`Ki-moon`) as one word.
fn joined(given: &str) -> String {
    let mut rest = given.chars().peekable();
    let mut out = String::with_capacity(given.len());
    while let Some(c) = rest.next() {
        match c {
            '-' if rest.peek().is_some_and(|next| next.is_lowercase()) => {
                out.push_str(&guard::word("-"));
            }
            c => out.push(c),
        }
    }
    out
}

fn blanks(text: &str) -> String {
    text.chars().map(|c| if c == ' ' { guard::word(" ") } else { c.to_string() }).collect()
}

/// The text without characters of private use, which the guard needs for itself.
fn printable(text: &str) -> String {
    let is_private = |c: char| u32::from(c) >= 0xF_0000 || c == guard::SHIELD;
    text.chars().map(|c| if is_private(c) { '\u{FFFD}' } else { c }).collect()
}
