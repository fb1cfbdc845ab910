//! The pin of a citation: where in the work the words stand, as a style can print it.

use hayagriva::citationberg::taxonomy::Locator as Label;

use super::guard;
use super::quotes::{nested, stopped};
use super::reference::Reference;
use crate::document::{Locator, PassageKind};

/// What sort of pin it is, and its text as the processor is given it. A printed page goes before
/// all else. A style of notes can hold what a work without pages has instead: the heading and the
/// paragraph (`under “Renewed Focus,” para. 12`), in the words of English, which only English
/// styles are given; any other prints the paragraph alone, or the lines, or the heading.
pub fn pin(reference: &Reference, is_note: bool) -> Option<(Label, String)> {
    let locator = reference.locator.as_ref()?;
    if let Some(page) = &locator.page {
        return Some((Label::Page, number(&one_line(page))));
    }
    if reference.within.is_some() {
        return lines(locator).map(|lines| (Label::Line, lines));
    }
    let heading = locator.section.last();
    let paragraphs = locator.paragraphs();
    let counted = match paragraphs {
        Some(paragraphs) => Some((Label::Paragraph, paragraphs)),
        None if reference.kind == PassageKind::Title => None,
        None => lines(locator).map(|lines| (Label::Line, lines)),
    };
    match (heading, counted) {
        (Some(heading), counted) if is_note => {
            let place = counted.map(|(label, place)| format!("{} {place}", word(label, &place)));
            let stop = if place.is_some() { "," } else { "" };
            let heading = stopped(&nested(&one_line(heading)), stop);
            let place = place.map(|place| format!(" {place}")).unwrap_or_default();
            Some((Label::Custom, guard::word(&format!("under “{heading}”{place}"))))
        }
        (_, Some((label, place))) => Some((label, number(&place))),
        (Some(heading), None) => Some((Label::Section, guard::word(&one_line(heading)))),
        (None, None) => None,
    }
}

/// A number or a range of numbers is the style's to print, anything else stands as it is.
fn number(text: &str) -> String {
    let is_plain = |text: &str| (1..=9).contains(&text.len()) && text.parse::<u32>().is_ok();
    match text.split_once('–') {
        None if is_plain(text) => text.to_owned(),
        Some((first, last)) if is_plain(first) && is_plain(last) => format!("{first}-{last}"),
        _ => guard::word(text),
    }
}

/// How Chicago shortens it.
fn word(label: Label, place: &str) -> &'static str {
    match (label, place.contains('–')) {
        (Label::Paragraph, false) => "para.",
        (Label::Paragraph, true) => "paras.",
        (_, false) => "line",
        (_, true) => "lines",
    }
}

fn lines(locator: &Locator) -> Option<String> {
    match locator.lines {
        (0, _) => None,
        (first, last) if first >= last => Some(first.to_string()),
        (first, last) => Some(format!("{first}–{last}")),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
