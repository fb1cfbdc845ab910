//! The short citation of a hit: Chicago notes form, made from the record alone, without a style
//! being opened.
//!
//! It is what the style chicago-notes gives (a test holds the two together), but for what is so by
//! design: the whole date stands wherever a date does; three authors are named (the 17th edition,
//! 14.76; the 18th cuts at three, which hides more of a record than a reader gains); an advertisement
//! is cited by the bare names and title of the page that it stands in.
//!
//! The parts, in order, each left out where the record lacks it, but for the date:
//!
//! 1. Authors as printed, without degrees and posts: `A`; `A and B`; `A, B, and C`; from four on
//!    `A et al.`
//! 2. The title: of what is part of something, or stands on a site, in curly quotes; of a volume, a
//!    report, a law, bare. It stands letter for letter, but that quotation marks inside quotes
//!    become single, and a final full stop gives way to the comma; `?` and `!` stay before it.
//! 3. `press release`, `working paper` and the like, where the title does not say so itself.
//! 4. The larger work: `in VOLUME`, its editors; a journal with volume and issue, without the `in`.
//! 5. The number, letter for letter: `Document 20`, `GAO-23-105544`. A treaty's follows the date.
//! 6. The source, unless it is the author or the larger work, and the date (`February 16, 2024`,
//!    `February 2024`, `2024`, or `n.d.`): in brackets for volumes.
//! 7. The place: the printed page where there is one, as a bare number; else the nearest heading
//!    (`under “…,”`) and the paragraph, or the lines where no paragraph is counted. The head of a
//!    work is no place in it. An advertisement has instead `summary in`, the page that it stands
//!    in, and its lines there.
//! 8. The digital object identifier, else the address.
//!
//! Nothing is made up, and nothing is abridged but authors.

use super::Genre;
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
    let shape = Shape::of(work);
    let mut note = Note { english: work.is_english(), ..Note::default() };
    note.plain(names(&work.authors, |person| &person.name));
    match shape {
        Shape::Piece | Shape::Article | Shape::Chapter | Shape::Thesis => {
            note.quoted("", &work.title);
        }
        Shape::Volume | Shape::Law | Shape::Treaty | Shape::Standard => note.title(&work.title),
    }
    note.described(work, within, shape);
    match within {
        Some(page) => note.advertised(page, locator),
        None => {
            let before = note.parts.len();
            note.place(locator, kind);
            if let (Shape::Article, Some(Part::Plain(text))) = (shape, note.parts.get(before)) {
                note.parts[before] = Part::Colon(text.clone());
            }
        }
    }
    let address = work.doi.as_ref().map(|doi| format!("https://doi.org/{doi}"));
    note.plain(address.or_else(|| work.url.clone()));
    note.finish()
}

/// How the parts between title and place are put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Of a site, a newspaper, an archive, a conference.
    Piece,
    /// Of a journal that counts its volumes.
    Article,
    /// Of a book.
    Chapter,
    /// A book, a report.
    Volume,
    Thesis,
    Law,
    Treaty,
    Standard,
}

impl Shape {
    fn of(work: &Work) -> Shape {
        match Genre::of(work) {
            Genre::Article if work.container.is_some() => Shape::Article,
            Genre::Chapter if work.kind.is_some() => Shape::Chapter,
            Genre::Book | Genre::Report | Genre::Hearing => Shape::Volume,
            Genre::Thesis => Shape::Thesis,
            Genre::Legislation | Genre::Bill | Genre::Case | Genre::Regulation => Shape::Law,
            Genre::Treaty => Shape::Treaty,
            Genre::Standard => Shape::Standard,
            _ => Shape::Piece,
        }
    }
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
    /// A title that stands without marks.
    Title(String),
    /// Words before a quotation, and what stands between its marks.
    Quoted(&'static str, String),
    /// What belongs to the part before it.
    Bracketed(String),
    /// A place in a journal.
    Colon(String),
}

impl Note {
    fn plain(&mut self, text: Option<String>) {
        let text = tidy(text);
        if !text.is_empty() {
            self.parts.push(Part::Plain(text));
        }
    }

    fn title(&mut self, text: &Option<String>) {
        let text = text.as_deref().map(one_line).unwrap_or_default();
        if !text.is_empty() {
            self.parts.push(Part::Title(text));
        }
    }

    fn quoted(&mut self, lead: &'static str, text: &Option<String>) {
        let text = text.as_deref().map(one_line).unwrap_or_default();
        if !text.is_empty() {
            let nested = if self.english { nested(&text) } else { text };
            self.parts.push(Part::Quoted(lead, nested));
        }
    }

    /// What stands between the title and the place.
    fn described(&mut self, work: &Work, within: Option<&Work>, shape: Shape) {
        let date = Some(work.issued.map_or_else(|| "n.d.".to_owned(), |date| date.chicago()));
        let source = source(work, within);
        let genre = genre(work);
        match shape {
            Shape::Piece => {
                self.plain(genre);
                let lead = if stands_in(work) { "in " } else { "" };
                self.plain(work.container.as_ref().map(|name| format!("{lead}{}", name.trim())));
                self.plain(work.number.clone());
                let is_paper = matches!(Genre::of(work), Genre::Document | Genre::Manuscript);
                let place = work.place.clone().filter(|_| is_paper && source.is_none());
                self.plain(source);
                self.plain(place);
                self.plain(date);
                let retrieved = work.retrieved.filter(|_| work.issued.is_none());
                self.plain(retrieved.map(|date| format!("accessed {}", date.chicago())));
            }
            Shape::Article => {
                let volume = work.volume.as_ref().map(|volume| format!(" {volume}"));
                let container = work.container.as_deref().unwrap_or_default().trim();
                self.plain(Some(format!("{container}{}", volume.unwrap_or_default())));
                self.plain(work.issue.as_ref().map(|issue| format!("no. {issue}")));
                self.plain(work.number.clone());
                self.bracketed([date]);
            }
            Shape::Chapter => {
                self.plain(work.container.as_ref().map(|name| format!("in {}", name.trim())));
                self.plain(work.volume.clone());
                let editors = names(&work.editors, |person| &person.name);
                self.plain(editors.map(|editors| format!("ed. {editors}")));
                self.bracketed([source, date]);
            }
            Shape::Volume => {
                self.plain(work.edition.clone());
                let number = [genre, work.number.clone()].into_iter().flatten();
                self.plain(Some(number.collect::<Vec<_>>().join(" ")));
                self.bracketed([source, date]);
            }
            Shape::Thesis => self.bracketed([genre, source, date]),
            Shape::Law if Genre::of(work) == Genre::Case => {
                self.plain(work.number.clone());
                let decided = [source, date].into_iter().flatten();
                self.bracketed([Some(decided.collect::<Vec<_>>().join(" "))]);
            }
            Shape::Law => {
                self.plain(work.number.clone());
                self.plain(source);
                self.bracketed([date]);
            }
            Shape::Treaty => {
                self.plain(date);
                self.plain(work.number.clone());
            }
            Shape::Standard => {
                self.plain(work.number.clone());
                self.plain(source);
                self.plain(date);
            }
        }
    }

    fn bracketed<const N: usize>(&mut self, texts: [Option<String>; N]) {
        let texts: Vec<String> = texts.map(tidy).into_iter().filter(|t| !t.is_empty()).collect();
        self.parts.push(Part::Bracketed(texts.join(", ")));
    }

    fn place(&mut self, locator: &Locator, kind: PassageKind) {
        if let Some(page) = &locator.page {
            return self.plain(Some(page.clone()));
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
        for (i, part) in self.parts.iter().enumerate() {
            let stop = match self.parts.get(i + 1) {
                None => ".",
                Some(Part::Bracketed(_)) => "",
                Some(Part::Colon(_)) => ":",
                Some(_) => ",",
            };
            match part {
                Part::Plain(text) | Part::Colon(text) => {
                    out.push_str(text);
                    if !(stop == "." && text.ends_with('.')) {
                        out.push_str(stop);
                    }
                }
                Part::Title(text) => out.push_str(&stopped(text, stop)),
                Part::Quoted(lead, text) => {
                    out.push_str(&format!("{lead}“{}”", stopped(text, stop)));
                }
                Part::Bracketed(text) => out.push_str(&format!("({text}){stop}")),
            }
            if i + 1 < self.parts.len() {
                out.push(' ');
            }
        }
        out
    }
}

/// Whether it is a piece of a volume, rather than of a periodical or a site.
fn stands_in(work: &Work) -> bool {
    matches!(Genre::of(work), Genre::Chapter | Genre::Document | Genre::Manuscript)
}

fn tidy(text: Option<String>) -> String {
    let text = text.as_deref().map(one_line).unwrap_or_default();
    text.trim_end_matches([',', ';', ':', ' ']).to_owned()
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

/// What sort of work it is, where the title does not say so.
fn genre(work: &Work) -> Option<String> {
    let said = Genre::of(work).said(work)?;
    let title = work.title.as_deref().unwrap_or_default().to_lowercase();
    (!title.contains(&said.to_lowercase())).then(|| said.to_owned())
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
