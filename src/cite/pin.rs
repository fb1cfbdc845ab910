//! The pin of a citation: where in the work the words stand, as a style can print it.

use hayagriva::citationberg::taxonomy::Locator as Label;

use super::guard;
use super::quotes::{nested, stopped, turned};
use super::reference::Reference;
use crate::document::{Locator, PassageKind};
use crate::text::one_line;

/// In whose words a pin may be put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// Whether the style is in English.
    pub english: bool,
    /// Whether its citations stand in notes.
    pub notes: bool,
    /// Whether it quotes as American English does.
    pub american: bool,
}

/// What sort of pin it is, and its text as the processor is given it. A printed page goes before
/// all else. A style of notes can hold what a work without pages has instead: the heading and the
/// paragraph (`under “Renewed Focus,” para. 12`), in the words of English, which only English
/// styles are given; any other prints the paragraph alone, or the lines, or the heading. Lines are
/// put into words too, since styles of literature print their numbers bare, as if they were pages.
pub fn pin(reference: &Reference, words: Words) -> Option<(Label, String)> {
    let locator = reference.locator.as_ref()?;
    if let Some(page) = &locator.page {
        return Some((Label::Page, number(&one_line(page))));
    }
    let is_head = reference.kind == PassageKind::Title;
    let lines = locator.line_numbers().filter(|_| !is_head).map(|numbers| match words.english {
        true => (Label::Custom, guard::word(&lines_in_words(locator).unwrap_or_default())),
        false => (Label::Line, numbers),
    });
    if reference.within.is_some() {
        return lines;
    }
    match (locator.section.last(), locator.paragraphs()) {
        (Some(heading), _) if words.english && words.notes => {
            let place = paragraphs_in_words(locator)
                .or_else(|| lines_in_words(locator).filter(|_| !is_head));
            Some((Label::Custom, guard::word(&under(heading, place.as_deref(), words.american))))
        }
        (_, Some(paragraphs)) => Some((Label::Paragraph, number(&paragraphs))),
        (Some(heading), None) => {
            lines.or_else(|| Some((Label::Section, guard::word(&one_line(heading)))))
        }
        (None, None) => lines,
    }
}

/// `under “Renewed Focus,” para. 12`, in British English `under ‘Renewed Focus’, para. 12`.
fn under(heading: &str, place: Option<&str>, american: bool) -> String {
    let heading = one_line(heading);
    let stop = if place.is_some() { "," } else { "" };
    let heading = match american {
        true => format!("“{}”", stopped(&nested(&heading), stop)),
        false => format!("‘{}’{stop}", turned(&heading)),
    };
    format!("under {heading}{}", place.map(|place| format!(" {place}")).unwrap_or_default())
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
