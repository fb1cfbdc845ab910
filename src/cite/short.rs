//! The short citation of a hit: Chicago notes form, made from the record alone.
//!
//! The parts, in order, each left out where the record lacks it, but for the date:
//!
//! 1. Authors as printed, without degrees and posts: `A`; `A and B`; `A, B, and C`; from four on
//!    `A et al.` (Chicago 17, 14.76; the 18th edition cuts at three, which hides more of a record
//!    than a reader gains).
//! 2. The title in curly quotes. It stands letter for letter, but that quotation marks inside it
//!    become single, and a final full stop gives way to the comma; `?` and `!` stay before it.
//! 3. `speech`, `press release` and the like, where the title does not say so itself.
//! 4. The larger work: `in VOLUME`; a journal without the `in`.
//! 5. The number, letter for letter: `Document 20`, `GAO-23-105544`. A treaty's follows the date.
//! 6. The source, unless it is the author or the larger work.
//! 7. The date: `February 16, 2024`, `February 2024`, `2024`, or `n.d.`.
//! 8. The place: the printed page where there is one, as a bare number; else the nearest heading
//!    (`under “…,”`) and the paragraph, or the lines where no paragraph is counted. The head of a
//!    work is no place in it. An advertisement has instead `summary in`, the page that it stands
//!    in, and its lines there.
//! 9. The address, if the record has one.
//!
//! Nothing is made up, and nothing is abridged but authors.

use super::quotes::{nested, stopped};
use crate::document::{Locator, PassageKind, Person, Work};

/// What a citation is made from.
#[derive(Clone, Copy, Debug)]
pub struct Cited<'a> {
    /// The work cited.
    pub work: &'a Work,
    /// The page that an advertisement for the work stands in.
    pub within: Option<&'a Work>,
    /// Where in the document the words stand ([`Locators::cited`](crate::document::Locators)).
    pub locator: &'a Locator,
    /// What the passage is.
    pub kind: PassageKind,
}

/// The citation, one sentence with its full stop.
pub fn short(cited: &Cited) -> String {
    let Cited { work, within, locator, kind } = *cited;
    let mut note = Note { english: work.is_english(), ..Note::default() };
    note.plain(names(&work.authors, |person| &person.name));
    note.quoted("", &work.title);
    note.plain(genre(work));
    let is_treaty = is_kind(work, &["treaty", "convention"]);
    let is_article = is_kind(work, &["article", "journal-article", "journal article"]);
    let lead = if is_article { "" } else { "in " };
    note.plain(work.container.as_ref().map(|container| format!("{lead}{}", container.trim())));
    note.plain(work.number.clone().filter(|_| !is_treaty));
    note.plain(source(work, within));
    note.plain(Some(work.issued.map_or_else(|| "n.d.".to_owned(), |date| date.chicago())));
    note.plain(work.number.clone().filter(|_| is_treaty));
    match within {
        Some(page) => note.advertised(page, locator),
        None => note.place(locator, kind),
    }
    note.plain(work.url.clone());
    note.finish()
}

/// The parts of a citation that is being made.
#[derive(Default)]
struct Note {
    parts: Vec<Part>,
    /// Whether the quotation marks of the title are those of English.
    english: bool,
}

enum Part {
    Plain(String),
    /// Words before a quotation, and what stands between its marks.
    Quoted(&'static str, String),
}

impl Note {
    fn plain(&mut self, text: Option<String>) {
        let text = text.as_deref().map(one_line).unwrap_or_default();
        let text = text.trim_end_matches([',', ';', ':', ' ']);
        if !text.is_empty() {
            self.parts.push(Part::Plain(text.to_owned()));
        }
    }

    fn quoted(&mut self, lead: &'static str, text: &Option<String>) {
        let text = text.as_deref().map(one_line).unwrap_or_default();
        if !text.is_empty() {
            let nested = if self.english { nested(&text) } else { text };
            self.parts.push(Part::Quoted(lead, nested));
        }
    }

    fn place(&mut self, locator: &Locator, kind: PassageKind) {
        if locator.page.is_some() {
            return self.plain(locator.page.clone());
        }
        self.quoted("under ", &locator.section.last().cloned());
        match locator.paragraphs() {
            Some(range) if locator.last_paragraph.is_some() => {
                self.plain(Some(format!("paras. {range}")));
            }
            Some(number) => self.plain(Some(format!("para. {number}"))),
            None if kind != PassageKind::Title => self.plain(lines(locator)),
            None => {}
        }
    }

    fn advertised(&mut self, page: &Work, locator: &Locator) {
        let authors = names(&page.authors, Person::family);
        self.english = page.is_english();
        match (authors, page.title.is_some()) {
            (Some(authors), _) => {
                self.plain(Some(format!("summary in {authors}")));
                self.quoted("", &page.title);
            }
            (None, true) => self.quoted("summary in ", &page.title),
            (None, false) => {
                let source = page.shown_source();
                self.plain(source.map(|source| format!("summary in {source}")));
            }
        }
        self.plain(lines(locator));
    }

    fn finish(self) -> String {
        let mut out = String::new();
        let last = self.parts.len().saturating_sub(1);
        for (i, part) in self.parts.iter().enumerate() {
            let stop = if i == last { "." } else { "," };
            match part {
                Part::Plain(text) => {
                    out.push_str(text);
                    if !(i == last && text.ends_with('.')) {
                        out.push_str(stop);
                    }
                }
                Part::Quoted(lead, text) => {
                    out.push_str(&format!("{lead}“{}”", stopped(text, stop)));
                }
            }
            if i < last {
                out.push(' ');
            }
        }
        out
    }
}

/// The authors in a row, each by what `name` gives.
fn names<'a>(authors: &'a [Person], name: impl Fn(&'a Person) -> &'a str) -> Option<String> {
    let names: Vec<&str> = authors.iter().map(name).filter(|name| !name.is_empty()).collect();
    match names.as_slice() {
        [] => None,
        [one] => Some((*one).to_owned()),
        [one, two] => Some(format!("{one} and {two}")),
        [one, two, three] => Some(format!("{one}, {two}, and {three}")),
        [first, ..] => Some(format!("{first} et al.")),
    }
}

/// The source to print; an advertisement's is that of its page unless its own is known.
fn source(work: &Work, within: Option<&Work>) -> Option<String> {
    let source = work.source.as_ref().or_else(|| within.and_then(|page| page.source.as_ref()))?;
    let is_author = matches!(work.authors.as_slice(), [one] if one.name == *source);
    let is_printed = is_author || work.container.as_ref() == Some(source);
    (!is_printed).then(|| source.clone())
}

/// What sort of work it is, where Chicago says so beside the title.
fn genre(work: &Work) -> Option<String> {
    const SAID: &[&str] =
        &["speech", "lecture", "remarks", "press release", "testimony", "interview", "statement"];
    let kind = work.kind.as_ref()?.replace(['-', '_'], " ").to_lowercase();
    let title = work.title.as_deref().unwrap_or_default().to_lowercase();
    (SAID.contains(&kind.as_str()) && !title.contains(&kind)).then_some(kind)
}

fn is_kind(work: &Work, kinds: &[&str]) -> bool {
    work.kind.as_ref().is_some_and(|kind| kinds.contains(&kind.to_lowercase().as_str()))
}

fn lines(locator: &Locator) -> Option<String> {
    match locator.lines {
        (0, _) => None,
        (first, last) if first >= last => Some(format!("line {first}")),
        (first, last) => Some(format!("lines {first}–{last}")),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
