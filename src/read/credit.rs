//! People, dates and languages as reference managers write them, in fields of their own.

use crate::document::{Date, Person};
use crate::text::one_line;

/// A body, or somebody whose name has no parts: called by all of it.
pub(super) fn body(name: &str) -> Option<Person> {
    let name = one_line(name);
    let family = Some(name.clone());
    name.contains(char::is_alphanumeric).then_some(Person { name, family, post: None })
}

/// The person of a given name, a family name with its particles, and what stands after both: `Jr.`
/// after a comma, `III` without.
pub(super) fn composed_name(given: &str, family: &str, suffix: &str) -> Option<Person> {
    let is_cjk = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}');
    let native = |text: &str| !text.is_empty() && text.chars().all(is_cjk);
    let mut name = match (given.is_empty(), family.is_empty()) {
        (false, false) if native(given) && native(family) => format!("{family}{given}"),
        _ => one_line(format!("{given} {family}")),
    };
    if !suffix.is_empty() && !name.is_empty() {
        let is_number = suffix.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
        name.push_str(if is_number { " " } else { ", " });
        name.push_str(suffix);
    }
    let family = Some(family.to_owned()).filter(|family| !family.is_empty());
    name.contains(char::is_alphanumeric).then_some(Person { name, family, post: None })
}

/// A date as far as EDTF level 0 can say it: `2024-02-16`, `16 February 2024`. A range within one
/// year is the year, a season (`2021-21`) is its year; what is uncertain, or open, is none.
pub(super) fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let ends = text.split_once('/');
    let ends = ends.map(|(from, to)| (Date::parse_edtf(from.trim()), Date::parse_edtf(to.trim())));
    if let Some((Some(from), Some(to))) = ends {
        let year = if from == to { Some(from) } else { Date::new(from.year(), None, None) };
        return year.filter(|_| from.year() == to.year());
    }
    if let Some((year, "21" | "22" | "23" | "24")) = text.split_once('-') {
        return Date::parse_edtf(year);
    }
    Date::parse_edtf(text).or_else(|| Date::parse_printed(text))
}

/// Whether this has the form of a language tag (BCP 47), and is not the name of a language.
pub(super) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}
