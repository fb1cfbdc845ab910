//! The pin of a citation: where in the work the words stand, as a style can print it.

use hayagriva::citationberg::taxonomy::Locator as Label;

use super::guard;
use super::quotes::{nested, stopped};
use super::reference::Reference;
use crate::document::{Locator, PassageKind};
use crate::text::one_line;

/// What sort of pin it is, and its text as the processor is given it. A printed page goes before
/// all else. A style of notes can hold what a work without pages has instead: the heading and the
/// paragraph (`under “Renewed Focus,” para. 12`), in the words of English, which only English
/// styles are given; any other prints the paragraph alone, or the lines, or the heading.
pub fn pin(reference: &Reference, is_note: bool) -> Option<(Label, String)> {
    let locator = reference.locator.as_ref()?;
    if let Some(page) = &locator.page {
        return Some((Label::Page, number(page)));
    }
    if reference.within.is_some() {
        return locator.line_numbers().map(|lines| (Label::Line, lines));
    }
    let paragraphs = locator.paragraphs().map(|numbers| (Label::Paragraph, numbers));
    let is_head = reference.kind == PassageKind::Title;
    let lines = || locator.line_numbers().filter(|_| !is_head);
    let counted = paragraphs.or_else(|| lines().map(|numbers| (Label::Line, numbers)));
    match (locator.section.last(), counted) {
        (Some(heading), counted) if is_note => {
            let place = match counted {
                Some((Label::Paragraph, _)) => paragraphs_in_words(locator),
                Some(_) => lines_in_words(locator),
                None => None,
            };
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

/// The paragraphs as Chicago has them: `para. 22`, `paras. 10–11`.
pub fn paragraphs_in_words(locator: &Locator) -> Option<String> {
    locator.paragraphs().map(|numbers| in_words(["para.", "paras."], &numbers))
}

/// The lines as Chicago has them: `line 7`, `lines 7–9`.
pub fn lines_in_words(locator: &Locator) -> Option<String> {
    locator.line_numbers().map(|numbers| in_words(["line", "lines"], &numbers))
}

fn in_words([one, several]: [&str; 2], numbers: &str) -> String {
    format!("{} {numbers}", if numbers.contains('–') { several } else { one })
}
