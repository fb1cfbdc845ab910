//! Styles over the table of works: how each comes out, and that nothing of a record is changed.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;

use pincite::cite::name::Name;
use pincite::cite::short::{Cited, short};
use pincite::cite::style::{Citations, names};
use pincite::cite::{Reference, Style};
use pincite::document::{Locator, PassageKind};

use super::works::works;

const COMMON: [&str; 6] = ["chicago-notes", "chicago-author-date", "apa", "mla", "ieee", "harvard"];

fn cited(style: &Style, reference: &Reference) -> (String, String) {
    let made = style.cite(std::slice::from_ref(reference)).expect("a style of the archive");
    let Citations { notes, list } = made;
    let entry = list.and_then(|list| Some(list.first()?.plain())).unwrap_or_default();
    (notes[0].plain(), entry)
}

/// Each common style, work by work: the note, or what stands in the text, and the entry of the list.
#[test]
fn works_come_out_as_they_have_been_read_and_found_right() {
    for name in COMMON {
        let style = Style::named(name).expect("a common style");
        let mut out = String::new();
        for (work, reference) in works() {
            let (note, entry) = cited(&style, &reference);
            writeln!(out, "{work}\n  {note}\n  {entry}\n").expect("a string");
        }
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/cite/styles/{name}.txt"));
        if std::env::var_os("PINCITE_REWRITE").is_some() {
            std::fs::write(&path, &out).expect("the table can be written");
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        for (line, (found, expected)) in out.lines().zip(expected.lines()).enumerate() {
            assert_eq!(found, expected, "{}:{}", path.display(), line + 1);
        }
        assert_eq!(out.lines().count(), expected.lines().count(), "{}", path.display());
    }
}

/// Without quotation marks, of which the outer ones change those inside.
fn unquoted(text: &str) -> String {
    text.chars().filter(|c| !"“”‘’\"'„«»".contains(*c)).collect()
}

/// Titles, numbers and the families' names stand in the list of every style that prints them at all
/// letter for letter; a full stop or comma at their end may give way to one of the style. Nothing
/// stands there that no record says and no style: private characters, marks in a heap.
#[test]
fn names_numbers_and_titles_come_out_as_they_went_in() {
    // Of the names of one style the first is enough.
    let mut seen = HashSet::new();
    for named in names().into_iter().filter(|named| seen.insert(named.title)) {
        let style = Style::named(named.name).expect("a style of the archive");
        for (work, reference) in works() {
            let (note, entry) = cited(&style, &reference);
            let url = reference.work.url.clone().unwrap_or("no address".to_owned());
            let shown = format!("{note}\n{entry}").replace(url.trim_end_matches('.'), "URL");
            let shown = unquoted(&shown);
            let has = |text: &str| shown.contains(unquoted(text).trim_end_matches(['.', ',']));
            let folded = shown.to_lowercase();
            let title = reference.work.title.as_deref().unwrap_or_default();
            let is_printed = |text: &str| {
                let words = unquoted(text).to_lowercase();
                words.split_whitespace().take(3).all(|word| folded.contains(word.trim_matches(',')))
            };
            assert!(has(title) || !is_printed(title), "{}, {work}: {shown}", named.name);
            let number = reference.work.number.as_deref().unwrap_or_default();
            let digits: String = number.chars().filter(char::is_ascii_digit).collect();
            let has_digits = shown.chars().filter(char::is_ascii_digit).collect::<String>();
            let is_printed = digits.len() > 3 && has_digits.contains(&digits);
            assert!(has(number) || !is_printed, "{}, {work}: {number} in {shown}", named.name);
            for person in &reference.work.authors {
                let Name::Parts(parts) = Name::of(person) else { continue };
                let is_printed = folded.contains(&parts.family.to_lowercase());
                let is_shouted = shown.contains(&parts.family.to_uppercase());
                assert!(
                    has(parts.family) || is_shouted || !is_printed,
                    "{}, {work}: {} in {shown}",
                    named.name,
                    parts.family
                );
            }
            let is_private = |c: char| u32::from(c) >= 0xF_0000 || c == '\u{2060}';
            assert!(!shown.contains(is_private), "{}, {work}: {shown}", named.name);
            for fault in ["?.", "!.", ",.", "..", ",)", "  ", ",,"] {
                assert!(!shown.contains(fault), "{}, {work}: {fault:?} in {shown}", named.name);
            }
        }
    }
}

/// The note without its faces, as the short citation has it.
fn note(style: &Style, reference: &Reference) -> String {
    style.cite(std::slice::from_ref(reference)).expect("a common style").notes[0].plain()
}

/// The short citation is the note of chicago-notes, but for what differs by design: the whole date
/// for a year, three names, the page that a summary stands in (by names and title alone), and the pages that a
/// work fills, which are no place in it.
#[test]
fn the_short_citation_is_that_of_chicago_notes() {
    let style = Style::named("chicago-notes").expect("a common style");
    let mut faults = String::new();
    for (work, mut reference) in works() {
        if reference.within.is_some() {
            continue;
        }
        for people in [&mut reference.work.authors, &mut reference.work.editors] {
            people.truncate(if people.len() == 3 { 2 } else { 9 });
        }
        reference.work.pages = None;
        let nowhere = Locator::default();
        let place = reference.locator.as_ref();
        let kind = if place.is_some() { reference.kind } else { PassageKind::Title };
        let locator = place.unwrap_or(&nowhere);
        let cited = Cited { work: &reference.work, within: None, locator, kind };
        let (mut short, note) = (short(&cited), note(&style, &reference));
        if let Some(date) = reference.work.issued.filter(|date| !note.contains(&date.chicago())) {
            short = short.replacen(&date.chicago(), &date.year().to_string(), 1);
        }
        if short != note {
            writeln!(faults, "{work}\n  {short}\n  {note}").expect("a string");
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// A style that was made for printed pages alone prints no paragraph as if it were one.
#[test]
fn no_paragraph_reads_as_a_page() {
    let (_, mut reference) =
        works().into_iter().find(|(name, _)| name == "seed-rsis").expect("a seed");
    for named in names() {
        let style = Style::named(named.name).expect("a style of the archive");
        let paragraph = note(&style, &reference);
        let locator = reference.locator.as_mut().expect("the seed is cited at a paragraph");
        locator.page = locator.paragraph.map(|number| number.to_string());
        let page = note(&style, &reference);
        reference.locator.as_mut().expect("as before").page = None;
        let has_number = paragraph.contains("12");
        assert!(paragraph != page || !has_number, "{}: {paragraph}", named.name);
    }
}
