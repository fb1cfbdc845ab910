//! The head of a text: title, authors, date, source and address, as the text itself gives them.
//!
//! Nothing is guessed. A line is a title only where something bears it out (its markup, its
//! repetition, a by-line or a date below it), a bare name is an author only where the text says of
//! the same name who it is, or prints it again. The parts that form the head become
//! [`BlockKind::Title`]; a head printed again is furniture.

use super::byline::{byline, is_body, is_name, persons};
use super::catalog::bare_doi;
use super::field::{self, Key};
use super::heading;
use super::layout::Shape;
use super::part::Part;
use crate::document::{BlockKind, Date, Field, Person, Provenance, Work};

/// A head is looked for no further than this many parts into a text.
const REACH: usize = 48;

/// Reads the head of `parts`, marks its parts, and gives what it says of the work.
pub(super) fn read(parts: &mut [Part]) -> Work {
    let mut work = fields(parts);
    let mut head = Head { parts, work: Work::default(), title: None };
    head.walk();
    head.repetitions();
    let Head { work: found, .. } = head;
    let mut found = found;
    found.mark(Provenance::Head);
    work.complete(&found);
    strip_number(&mut work);
    work
}

/// What header lines and front matter say, and nothing else.
pub(super) fn fields(parts: &mut [Part]) -> Work {
    let (mut front, mut header, mut table) = (Work::default(), Work::default(), Work::default());
    let mut listing = false;
    let mut begun = false;
    for part in parts.iter_mut().take(200) {
        begun |= part.shape == Shape::Text && part.words() > 40 && part.clean.linked == 0;
        let work = match part.shape {
            Shape::FrontMatter => &mut front,
            Shape::Field => &mut header,
            // A table above the text that gives the record, a key and a value a row.
            Shape::Row if !begun && part.text().contains(": | ") => &mut table,
            _ => continue,
        };
        let text = part.clean.text.clone();
        let lowered = text.to_lowercase();
        if part.shape == Shape::FrontMatter {
            // A list of authors, one a line.
            if let Some(name) = text.strip_prefix("- ").filter(|_| listing) {
                work.authors.extend(persons(unquoted(name)));
                continue;
            }
            listing = matches!(lowered.as_str(), "author:" | "authors:");
        }
        if let Some((key, at)) = field::key(&text) {
            take_field(work, key, unquoted(text[at..].trim_matches(['|', ' '])), part);
        }
    }
    front.mark(Provenance::Record);
    header.mark(Provenance::Head);
    table.mark(Provenance::Head);
    front.complete(&header);
    front.complete(&table);
    front
}

fn unquoted(value: &str) -> &str {
    let inner = value.strip_prefix(['"', '\'']).and_then(|v| v.strip_suffix(['"', '\'']));
    inner.unwrap_or(value)
}

fn take_field(work: &mut Work, key: Key, value: &str, part: &mut Part) {
    let set = |slot: &mut Option<String>| {
        if slot.is_none() && !value.is_empty() {
            *slot = Some(value.to_owned());
        }
    };
    match key {
        Key::Of(Field::Title) => set(&mut work.title),
        Key::Of(Field::Authors) if work.authors.is_empty() => {
            work.authors = persons(value.trim_matches(['[', ']']));
        }
        Key::Of(Field::Issued) => work.issued = work.issued.or_else(|| issued(value)),
        Key::Of(Field::Source) if is_address(value) => set(&mut work.url),
        Key::Of(Field::Source) => set(&mut work.source),
        Key::Of(Field::Url) if is_address(value) => set(&mut work.url),
        Key::Of(Field::Number) if work.number.is_none() => {
            work.number = Some(number(value).to_owned())
        }
        Key::Of(Field::Container) if is_volume(value) => set(&mut work.volume),
        Key::Of(Field::Container) => set(&mut work.container),
        Key::Of(Field::Issue) if is_count(value) => set(&mut work.issue),
        // `Pages: 24` counts them.
        Key::Of(Field::Pages) if is_count(value) && value.contains(['-', '–']) => {
            set(&mut work.pages)
        }
        Key::Of(Field::Edition) if value.len() <= 40 => set(&mut work.edition),
        Key::Of(Field::Place) => set(&mut work.place),
        Key::Of(Field::Editors) if work.editors.is_empty() => {
            work.editors = persons(value.trim_matches(['[', ']']));
        }
        Key::Of(Field::Doi) if work.doi.is_none() => work.doi = bare_doi(value),
        Key::Of(Field::Isbn) if is_count(value) => set(&mut work.isbn),
        Key::Of(Field::Kind) => set(&mut work.kind),
        Key::Of(Field::Language) if value.len() <= 12 && !value.contains(' ') => {
            set(&mut work.language)
        }
        Key::Of(Field::Rights) => set(&mut work.rights),
        Key::Of(Field::Retrieved) => work.retrieved = work.retrieved.or_else(|| issued(value)),
        Key::Of(Field::ArchivedUrl) if is_address(value) => set(&mut work.archived_url),
        Key::Of(Field::Summary) => {
            set(&mut work.summary);
            part.kind = BlockKind::Note;
        }
        Key::Of(Field::SourceNote) => {
            set(&mut work.source_note);
            part.kind = BlockKind::Note;
        }
        Key::FirstPage if value.len() <= 8 && !value.contains(' ') => {
            part.clean.pages.push((0, value.to_owned()));
        }
        _ => {}
    }
}

/// A number of a volume, and not its name: `48`, `XI`.
fn is_volume(value: &str) -> bool {
    value.len() <= 6 && value.chars().all(|c| c.is_ascii_digit() || "IVXLC".contains(c))
}

/// What begins with a number, or is one: `2`, `3–4`, `11–29`, `978-…`.
fn is_count(value: &str) -> bool {
    let numbers = value.chars().all(|c| c.is_ascii_digit() || " -–,/X".contains(c));
    numbers && value.len() <= 40 && value.contains(|c: char| c.is_ascii_digit())
}

/// The date that a field or a line gives. A day and a month that could change places are left out:
/// the year is all that such a date is sure of.
fn issued(value: &str) -> Option<Date> {
    Date::parse_edtf(value).or_else(|| Date::parse_printed(value)).or_else(|| {
        let mut parts = value.trim().split('/');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        let number = |p: &str| p.parse::<u8>().ok();
        (number(day).is_some()
            && number(month).is_some()
            && year.len() == 4
            && parts.next().is_none())
        .then(|| Date::parse_edtf(year))?
    })
}

/// `frus1955, Document 20` is number "Document 20".
fn number(value: &str) -> &str {
    match value.rsplit_once(", ") {
        Some((_, last))
            if ["Document ", "Doc. ", "No. ", "Number "].iter().any(|n| last.starts_with(n)) =>
        {
            last
        }
        _ => value,
    }
}

/// A title printed behind its number in the series is cited without it.
fn strip_number(work: &mut Work) {
    let number = work.number.as_deref().and_then(|n| n.rsplit(' ').next());
    let stripped = work.title.as_deref().zip(number).and_then(|(title, number)| {
        title.strip_prefix(number)?.strip_prefix(". ").map(|t| t.trim().to_owned())
    });
    if let Some(title) = stripped.filter(|t| !t.is_empty()) {
        work.title = Some(title);
    }
}

fn is_address(text: &str) -> bool {
    (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www."))
        && !text.contains(char::is_whitespace)
}

/// A line that gives a date and nothing else.
pub(super) fn date_line(text: &str) -> Option<Date> {
    (text.len() > 5).then(|| Date::parse_printed(text))?
}

struct Head<'a> {
    parts: &'a mut [Part],
    work: Work,
    title: Option<usize>,
}

impl Head<'_> {
    fn text(&self, i: usize) -> &str {
        self.parts.get(i).map_or("", |p| p.text())
    }

    /// The next part from `i` on that has words and stands neither in the margin nor among fields.
    fn next(&self, mut i: usize) -> Option<usize> {
        while let Some(part) = self.parts.get(i) {
            let passed = part.text().is_empty()
                || part.margin
                || matches!(part.shape, Shape::Field | Shape::FrontMatter)
                || part.kind == BlockKind::Notice;
            if !passed {
                return Some(i);
            }
            i += 1;
        }
        None
    }

    fn walk(&mut self) {
        let Some(mut i) = self.next(0) else { return };
        if is_address(self.text(i)) {
            self.work.url = Some(self.text(i).to_owned());
            self.parts[i].kind = BlockKind::Title;
            let Some(next) = self.next(i + 1) else { return };
            i = next;
        }
        // The body that issued it stands as a heading above the title's.
        let below = self.next(i + 1).filter(|n| self.parts[*n].is_heading() && *n < REACH);
        if let Some(title) = below.filter(|_| self.parts[i].is_heading() && is_body(self.text(i))) {
            self.work.source = Some(self.text(i).to_owned());
            self.parts[i].kind = BlockKind::Title;
            i = title;
        }
        if i >= REACH || !self.is_title(i) {
            return;
        }
        self.work.title = Some(self.text(i).to_owned());
        self.parts[i].kind = BlockKind::Title;
        self.title = Some(i);
        self.below(i + 1);
    }

    fn is_title(&self, i: usize) -> bool {
        let part = &self.parts[i];
        let text = part.text();
        if matches!(part.shape, Shape::Heading(_)) {
            return text.len() <= 400;
        }
        let plain = part.shape == Shape::Text
            && text.len() <= 250
            && text.chars().next().is_some_and(|c| c.is_alphanumeric() || "“\"‘'".contains(c))
            && !text.ends_with(['.', ',', ';', ':', '!'])
            && !heading::is_salutation(text)
            && date_line(text).is_none();
        if !plain {
            return false;
        }
        let near = self.parts.iter().skip(i + 1).take(16);
        let repeated = near.clone().any(|p| p.text() == text);
        let mut credit = near.clone().filter(|p| !p.text().is_empty()).take(3);
        let credited = credit.any(|p| byline(p.text()).is_some() || date_line(p.text()).is_some());
        let alone = part.is_heading()
            && self
                .next(i + 1)
                .is_some_and(|n| self.parts[n].words() >= 25 || self.parts[n].is_heading());
        repeated || ((credited || alone) && heading::is_like(text))
    }

    /// What stands below the title: standfirst, date, by-line, a name.
    fn below(&mut self, from: usize) {
        let mut i = from;
        let mut standfirst = false;
        while let Some(n) = self.next(i).filter(|n| *n < REACH) {
            let text = self.text(n).to_owned();
            let line = self.parts[n].shape == Shape::Text || self.parts[n].is_heading();
            if line && self.work.issued.is_none() && date_line(&text).is_some() {
                self.work.issued = date_line(&text);
            } else if let Some(people) =
                byline(&text).filter(|_| line && self.work.authors.is_empty())
            {
                self.work.authors = people;
            } else if line && self.work.authors.is_empty() && self.is_author(n, &text) {
                self.work.authors = vec![Person { name: text, ..Person::default() }];
            } else if line && is_address(&text) && self.work.url.is_none() {
                self.work.url = Some(text);
            } else if !standfirst && n <= from + 1 && self.is_standfirst(n) {
                standfirst = true;
            } else {
                break;
            }
            self.parts[n].kind = BlockKind::Title;
            i = n + 1;
        }
    }

    /// A sentence or two between the title and the by-line or date.
    fn is_standfirst(&self, n: usize) -> bool {
        let part = &self.parts[n];
        let credit = |k: usize| byline(self.text(k)).is_some() || date_line(self.text(k)).is_some();
        part.shape == Shape::Text
            && part.words() <= 80
            && self.next(n + 1).is_some_and(|k| k <= n + 2 && credit(k))
    }

    /// Whether the line at `n`, a bare name, is borne out as the author's.
    fn is_author(&self, n: usize, text: &str) -> bool {
        if !is_name(text) {
            return false;
        }
        let repeated = self.parts.iter().skip(n + 1).take(16).any(|p| p.text() == text);
        let presented = || {
            self.parts.iter().skip(n + 1).any(|p| {
                p.text().strip_prefix(text).is_some_and(|rest| {
                    let verb = rest.split_whitespace().next().unwrap_or_default();
                    rest.starts_with(' ') && is_presenting(verb)
                })
            })
        };
        let dated = self.next(n + 1).is_some_and(|k| date_line(self.text(k)).is_some());
        repeated || dated || presented()
    }

    /// Marks title and author printed once more.
    fn repetitions(&mut self) {
        let Some(at) = self.title else { return };
        let title = self.text(at).to_owned();
        let author = self.work.authors.first().map(|a| a.name.clone());
        for part in self.parts.iter_mut().skip(at + 1).take(REACH) {
            if part.kind == BlockKind::Title || part.shape == Shape::Row {
                continue;
            }
            let text = part.text();
            let title_again =
                text.len() <= title.len() + 100 && title.len() >= 8 && text.contains(&title);
            let author_again = Some(text) == author.as_deref();
            if title_again || author_again {
                part.kind = BlockKind::Notice;
            }
        }
    }
}

/// Verbs that present a person: "Jane Doe is a fellow".
pub(super) fn is_presenting(verb: &str) -> bool {
    ["is", "was", "are", "were", "serves", "served", "works", "teaches", "holds"].contains(&verb)
}
