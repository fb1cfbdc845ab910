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
use super::edition;
use super::pin::{lines_in_words, paragraphs_in_words};
use super::quotes::{nested, stopped};
use crate::document::{Locator, PassageKind, Person, Work};
use crate::text::one_line;

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
    let mut note = Note::default();
    note.plain(authors(work, shape));
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
            self.parts.push(Part::Quoted(lead, nested(&text)));
        }
    }

    /// What stands between the title and the place.
    fn described(&mut self, work: &Work, within: Option<&Work>, shape: Shape) {
        let imprint = Imprint::of(work, within);
        match shape {
            Shape::Piece => self.piece(work, imprint),
            Shape::Article => self.article(work, imprint),
            Shape::Chapter => self.chapter(work, imprint),
            Shape::Volume => self.volume(work, imprint),
            Shape::Thesis => {
                self.bracketed([imprint.genre, imprint.source, Some(imprint.date)]);
            }
            Shape::Law if Genre::of(work) == Genre::Case => {
                self.plain(work.number.clone());
                self.bracketed([Some(in_a_row([imprint.source, Some(imprint.date)]))]);
            }
            Shape::Law => {
                self.plain(work.number.clone());
                self.plain(imprint.source);
                self.bracketed([Some(imprint.date)]);
            }
            Shape::Treaty => {
                self.plain(Some(imprint.date));
                self.plain(work.number.clone());
            }
            Shape::Standard => {
                self.plain(work.number.clone());
                self.plain(imprint.source);
                self.plain(Some(imprint.date));
            }
        }
    }

    fn piece(&mut self, work: &Work, Imprint { genre, source, date }: Imprint) {
        self.plain(genre);
        let lead = if stands_in(work) { "in " } else { "" };
        self.plain(work.container.as_ref().map(|name| format!("{lead}{}", name.trim())));
        let is_edited = stands_in(work) && !work.authors.is_empty();
        let editors = names(&work.editors, |person| &person.name).filter(|_| is_edited);
        self.plain(editors.map(|editors| format!("ed. {editors}")));
        self.plain(work.number.clone());
        let is_paper = matches!(Genre::of(work), Genre::Document | Genre::Manuscript);
        let place = work.place.clone().filter(|_| is_paper && source.is_none());
        self.plain(source);
        self.plain(place);
        self.plain(Some(date));
        let retrieved = work.retrieved.filter(|_| work.issued.is_none());
        self.plain(retrieved.map(|date| format!("accessed {}", date.chicago())));
    }

    fn article(&mut self, work: &Work, imprint: Imprint) {
        let volume = work.volume.as_ref().map(|volume| format!(" {volume}"));
        let container = work.container.as_deref().unwrap_or_default().trim();
        self.plain(Some(format!("{container}{}", volume.unwrap_or_default())));
        self.plain(work.issue.as_ref().map(|issue| format!("no. {issue}")));
        self.plain(work.number.clone());
        self.bracketed([Some(imprint.date)]);
    }

    fn chapter(&mut self, work: &Work, imprint: Imprint) {
        self.plain(work.container.as_ref().map(|name| format!("in {}", name.trim())));
        self.plain(work.volume.clone());
        let editors = names(&work.editors, |person| &person.name);
        self.plain(editors.map(|editors| format!("ed. {editors}")));
        self.bracketed([imprint.source, Some(imprint.date)]);
    }

    fn volume(&mut self, work: &Work, Imprint { genre, source, date }: Imprint) {
        self.plain(work.edition.as_deref().map(edition::shown));
        self.plain(Some(in_a_row([genre, work.number.clone()])));
        self.bracketed([source, Some(date)]);
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
        let lines = lines_in_words(locator).filter(|_| kind != PassageKind::Title);
        self.plain(paragraphs_in_words(locator).or(lines));
    }

    fn advertised(&mut self, page: &Work, locator: &Locator) {
        let authors = names(&page.authors, Person::family);
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
        self.plain(lines_in_words(locator));
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

/// Who stands before the title: the authors, or the editors of a volume that has none.
fn authors(work: &Work, shape: Shape) -> Option<String> {
    let of_volume = || {
        let editors = names(&work.editors, |person| &person.name)?;
        let label = if work.editors.len() > 1 { "eds." } else { "ed." };
        Some(format!("{editors}, {label}"))
    };
    let authors = names(&work.authors, |person| &person.name);
    authors.or_else(|| of_volume().filter(|_| shape == Shape::Volume))
}

/// The people in a row, each by what `name` gives.
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

/// Texts with a blank between two.
fn in_a_row(texts: [Option<String>; 2]) -> String {
    texts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// What is said of a work beside its title, in the order in which brackets have it.
struct Imprint {
    /// What sort of work it is, where the title does not say so.
    genre: Option<String>,
    /// The source to print; an advertisement's is that of its page unless its own is known.
    source: Option<String>,
    /// The date of issue, or `n.d.`
    date: String,
}

impl Imprint {
    fn of(work: &Work, within: Option<&Work>) -> Imprint {
        let title = work.title.as_deref().unwrap_or_default().to_lowercase();
        let said = Genre::of(work).said(work);
        let genre = said.filter(|said| !title.contains(&said.to_lowercase()));
        let of_page = || within.and_then(|page| page.source.as_ref());
        let is_author =
            |source: &str| matches!(work.authors.as_slice(), [one] if one.name == source);
        let is_printed =
            |source: &str| is_author(source) || work.container.as_deref() == Some(source);
        Imprint {
            genre: genre.map(str::to_owned),
            source: work.source.as_ref().or_else(of_page).filter(|s| !is_printed(s)).cloned(),
            date: work.issued.map_or_else(|| "n.d.".to_owned(), |date| date.chicago()),
        }
    }
}
