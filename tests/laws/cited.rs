//! Works of anybody's in any style: nothing of what guards them is printed, what they say stands
//! letter for letter, and no mark of theirs is one of the form.

use std::sync::LazyLock;

use pincite::cite::style::{Citations, names};
use pincite::cite::{Reference, Rich, Style};
use pincite::document::{Date, Person};
use pincite::render::citation::{html, markdown, text};
use proptest::prelude::*;

use crate::cite::works::works;

/// What has a meaning to a processor, a terminal or a form.
const PIECES: &[&str] = &[
    "India",
    "iDEX",
    "GAO-23-105544",
    "12",
    "007",
    "12–14",
    "3-4",
    "2nd",
    "van",
    "de",
    "Jr.",
    "III",
    ",",
    ", ",
    ".",
    "?",
    "!",
    ";",
    ":",
    "-",
    "–",
    "—",
    " ",
    "  ",
    "\u{a0}",
    "\n",
    "\t",
    "\0",
    "\u{1b}[2J",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{2060}",
    "\u{feff}",
    "\u{10FFFD}",
    "\u{F0041}",
    "\u{100000}",
    "\u{FFFF}",
    "\u{E000}",
    "“",
    "”",
    "‘",
    "’",
    "\"",
    "'",
    "«",
    "„",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<i>",
    "</div>",
    "<script>",
    "&amp;",
    "&",
    "*",
    "_",
    "`",
    "#",
    "|",
    "\\",
    "~",
    "$",
    "^",
    "中国",
    "ß",
    "é",
    "e\u{301}",
    "ﬁ",
    "İ",
    "ا",
    "😀",
    "𝒳",
    "…",
    "and",
    "et al.",
    "http://x.org/",
    "1.",
    "a",
];

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::collection::vec(prop::sample::select(PIECES), 0..8).prop_map(|p| p.concat()),
        2 => "[ -~]{0,12}",
        1 => "\\PC{0,10}",
        1 => prop::collection::vec(any::<char>(), 0..6).prop_map(|c| c.into_iter().collect()),
    ]
}

fn maybe() -> impl Strategy<Value = Option<String>> {
    prop::option::of(words())
}

fn person() -> impl Strategy<Value = Person> {
    (words(), maybe()).prop_map(|(name, family)| Person { name, post: None, family })
}

fn issued() -> impl Strategy<Value = Option<Date>> {
    let dates = ["2024", "2024-02", "2024-02-29", "0001", "9999-12-31"];
    prop::option::of(prop::sample::select(dates.to_vec()))
        .prop_map(|d| d.map(|d| Date::parse_edtf(d).expect("a date")))
}

prop_compose! {
    fn reference()(
        seed in 0..works().len(),
        (title, number, url) in (words(), maybe(), maybe()),
        authors in prop::collection::vec(person(), 0..4),
        editors in prop::collection::vec(person(), 0..2),
        (source, container, place, edition) in (maybe(), maybe(), maybe(), maybe()),
        (volume, issue, pages, doi) in (maybe(), maybe(), maybe(), maybe()),
        section in prop::collection::vec(words(), 0..2),
        (page, issued) in (maybe(), issued()),
    ) -> Reference {
        static WORKS: LazyLock<Vec<Reference>> =
            LazyLock::new(|| works().into_iter().map(|(_, reference)| reference).collect());
        let mut reference = WORKS[seed].clone();
        let work = &mut reference.work;
        (work.title, work.number, work.url) = (Some(title), number, url);
        (work.authors, work.editors, work.issued) = (authors, editors, issued);
        (work.source, work.container, work.place, work.edition) = (source, container, place, edition);
        (work.volume, work.issue, work.pages, work.doi) = (volume, issue, pages, doi);
        if let Some(locator) = &mut reference.locator {
            (locator.section, locator.page) = (section, page);
        }
        reference
    }
}

fn lines(made: Citations) -> Vec<Rich> {
    made.notes.into_iter().chain(made.list.into_iter().flatten()).collect()
}

/// The letters of a text, whatever stands between them.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn is_guarded(c: char) -> bool {
    u32::from(c) >= 0xF_0000
}

/// Whether every `<` opens a tag of ours and every `&` a reference to a character.
fn is_sound(html: &str) -> bool {
    let ours = ["i", "b", "sup", "sub", "span", "a", "em", "strong", "u"];
    let tags = html.split('<').skip(1).all(|tag| {
        let name = tag.trim_start_matches('/').split(['>', ' ']).next().unwrap_or_default();
        ours.contains(&name) && tag.contains('>')
    });
    let entities = ["amp;", "lt;", "gt;", "quot;", "#39;", "#"];
    tags && html.split('&').skip(1).all(|rest| entities.iter().any(|e| rest.starts_with(e)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn hostile_works_are_printed_as_they_are(
        references in prop::collection::vec(reference(), 1..3),
        style in 0..names().len(),
    ) {
        let name = names()[style].name;
        let style = Style::named(name).expect("a style of the archive");
        let made = style.cite(&references).expect("no work makes a style of the archive fail");
        prop_assert_eq!(made.notes.len(), references.len());
        let own = format!("{references:?}").matches("\\u{2060}").count();
        for line in lines(made) {
            let plain = line.plain();
            prop_assert!(!plain.contains(is_guarded), "{}: {:?}", name, plain);
            prop_assert!(plain.matches('\u{2060}').count() <= own, "{}: {:?}", name, plain);
            prop_assert!(!plain.contains(['\n', '\r', '\u{2028}']), "{}: {:?}", name, plain);
            prop_assert!(is_sound(&html(&line)), "{}: {:?}", name, html(&line));
            prop_assert_eq!(text(&line).lines().count().max(1), 1);
            let mark = markdown(&line);
            prop_assert!(!mark.replace("\\<", "").replace("<sup>", "").replace("</sup>", "")
                .replace("<sub>", "").replace("</sub>", "").contains('<'), "{}: {:?}", name, mark);
        }
    }

    /// Of a title in plain words, to which no style could do anything: it stands in the entry.
    #[test]
    fn a_title_stands_letter_for_letter(mut reference in reference(), marks in words(), tail in words()) {
        let title = format!("Zyx{marks}qua{tail}Wvu");
        let title = title.replace(is_guarded, "");
        reference.within = None;
        reference.work.title = Some(title.clone());
        for name in ["chicago-notes", "chicago-author-date", "apa", "mla", "ieee", "harvard"] {
            let style = Style::named(name).expect("a common style");
            let made = style.cite(std::slice::from_ref(&reference)).expect("a citation");
            let Some(entry) = made.list.and_then(|list| list.into_iter().next()) else { continue };
            let (shown, title) = (letters(&entry.plain()), letters(&title));
            prop_assert!(shown.contains(&title), "{}: {:?} in {:?}", name, title, entry.plain());
        }
    }
}
