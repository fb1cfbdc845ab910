//! BibTeX and BibLaTeX: records for a `.bib` file, in UTF-8.
//!
//! An entry is its type, its key and one field a line, each in braces, which balance whatever a
//! text holds. White space and control characters in a value become one space.
//!
//! | of the record | BibTeX (btxdoc, 1988) | BibLaTeX (its manual, 3.20) |
//! | --- | --- | --- |
//! | kind | the type, by [`Genre`]; a thesis is `phdthesis` or `mastersthesis` | the type |
//! | what the kind says beyond that | `type` | `type` |
//! | authors, editors | `author`, `editor` | the same |
//! | title | `title` | `title` |
//! | issued | `year`, `month` (a macro), `day` | `date` |
//! | container | `journal` of articles, else `booktitle` | `journaltitle`, `booktitle` |
//! | source | `journal` of articles without a container, `institution` of reports, `school` of theses, `publisher` of books and their parts, else `howpublished` | `journaltitle`, `institution`, `publisher`, else `organization` |
//! | place | `address` | `location` |
//! | number | `number`; of an article with an issue `eid` | the same |
//! | issue, volume, pages, edition | `number`, `volume`, `pages`, `edition` | the same |
//! | doi, isbn, url | the same | the same |
//! | language | `language`, the tag | `langid`, babel's name, where it has one |
//! | retrieved | `urldate` | `urldate` |
//! | summary | `abstract` | `abstract` |
//! | [notes](Record::notes) | `annote`, a line each | `annotation` |
//!
//! `note` is left alone: styles print it. A work in a larger one whose type knows none is
//! `incollection`. `pages` are the work's own or, where it fills none of a larger work, the printed
//! page that is cited.
//!
//! **Case.** Styles put titles into small letters. A word with a capital or a digit stands in braces,
//! which no style touches; a first word with none but its initial needs none.
//!
//! **Names** are written `van der Berg, Ludwig` and `Smith, Jr., John`, bodies and names that nothing
//! takes apart whole, in braces of their own; so does a part that could be read otherwise.
//!
//! **Escapes.** `\ ~ ^` become commands, as does a brace without a partner, since programs that count
//! braces do not look at the backslash before them; `$ % & # _` and paired braces get a backslash,
//! and marks that TeX would join (`--`, `''`) an empty group between them. Addresses stand as they are, since both read them
//! verbatim, with backslash, braces and spaces percent-encoded.

use super::genre::Genre;
use super::name::{Name, Parts};
use super::record::{Record, page_range, unbroken};
use crate::document::{Person, Work};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// For `bibtex` and its styles.
    Bibtex,
    /// For `biber` and the package `biblatex`.
    Biblatex,
}

use Dialect::{Biblatex, Bibtex};

/// The records, an empty line between two.
pub fn list(records: &[Record], dialect: Dialect) -> String {
    let entries: Vec<String> = records.iter().map(|record| entry(record, dialect)).collect();
    entries.join("\n")
}

fn entry(record: &Record, dialect: Dialect) -> String {
    let work = &record.work;
    let genre = Genre::of(work);
    let kind = entry_type(work, genre, dialect);
    let mut entry = Entry(format!("@{kind}{{{},\n", record.key));
    entry.raw("author", &names(&work.authors));
    entry.raw("editor", &names(&work.editors));
    entry.raw("title", &title(work.title.as_deref().unwrap_or_default()));
    let is_article = kind == "article";
    let container = match (is_article, dialect) {
        (true, Bibtex) => "journal",
        (true, Biblatex) => "journaltitle",
        (false, _) => "booktitle",
    };
    entry.some(container, &work.container);
    let source = match kind {
        "article" if work.container.is_none() => container,
        kind => source_field(kind, dialect),
    };
    entry.text(source, record.source().unwrap_or_default());
    entry.some(if dialect == Bibtex { "address" } else { "location" }, &work.place);
    entry.text("type", thesis_or_said(work, genre, dialect));
    entry.date(work, dialect);
    entry.some("volume", &work.volume);
    if is_article && work.issue.is_some() {
        entry.some("number", &work.issue);
        entry.some("eid", &work.number);
    } else {
        entry.some("number", &work.number);
        entry.some("issue", &work.issue);
    }
    let pages = work.pages.as_deref().or(record.page()).map(page_range);
    if let Some((first, last)) = pages {
        let last = last.map(|last| format!("--{}", escaped(&last))).unwrap_or_default();
        entry.raw("pages", &format!("{}{last}", escaped(&first)));
    }
    entry.some("edition", &work.edition);
    entry.verbatim("doi", &work.doi);
    entry.some("isbn", &work.isbn);
    entry.verbatim("url", &work.url);
    if let Some(date) = work.retrieved {
        entry.raw("urldate", &date.to_string());
    }
    match dialect {
        Bibtex => entry.some("language", &work.language),
        Biblatex => entry.raw("langid", babel(work.language.as_deref().unwrap_or_default())),
    }
    entry.some("abstract", &work.summary);
    let notes: Vec<String> = record.notes().iter().map(|note| escaped(note)).collect();
    entry.raw(if dialect == Bibtex { "annote" } else { "annotation" }, &notes.join("\n"));
    entry.0.push_str("}\n");
    entry.0
}

/// An entry that is being made.
struct Entry(String);

impl Entry {
    /// A field whose value is written as a `.bib` file has it; none where that is empty.
    fn raw(&mut self, field: &str, value: &str) {
        if !value.is_empty() {
            self.0.push_str(&format!("  {field} = {{{value}}},\n"));
        }
    }

    fn text(&mut self, field: &str, value: &str) {
        self.raw(field, &escaped(value));
    }

    fn some(&mut self, field: &str, value: &Option<String>) {
        self.text(field, value.as_deref().unwrap_or_default());
    }

    fn verbatim(&mut self, field: &str, value: &Option<String>) {
        self.raw(field, &percent_encoded(value.as_deref().unwrap_or_default()));
    }

    fn date(&mut self, work: &Work, dialect: Dialect) {
        let Some(date) = work.issued else { return };
        if dialect == Biblatex {
            return self.raw("date", &date.to_string());
        }
        const MONTHS: [&str; 12] =
            ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        self.raw("year", &format!("{:04}", date.year()));
        let month = date.month().and_then(|month| MONTHS.get(usize::from(month).wrapping_sub(1)));
        if let Some(month) = month {
            self.0.push_str(&format!("  month = {month},\n"));
        }
        if let Some(day) = date.day() {
            self.raw("day", &day.to_string());
        }
    }
}

fn entry_type(work: &Work, genre: Genre, dialect: Dialect) -> &'static str {
    let kind = match dialect {
        Bibtex => genre.bibtex(),
        Biblatex => genre.biblatex(),
    };
    let is_part = matches!(kind, "article" | "incollection" | "inproceedings");
    match kind {
        "phdthesis" if genre.said(work).is_some_and(|said| said.starts_with("Master")) => {
            "mastersthesis"
        }
        _ if work.container.is_some() && !is_part => "incollection",
        kind => kind,
    }
}

/// What BibLaTeX asks of a thesis, else what the record calls the work.
fn thesis_or_said(work: &Work, genre: Genre, dialect: Dialect) -> &'static str {
    match (genre, dialect, genre.said(work)) {
        (Genre::Thesis, Biblatex, None) => "Thesis",
        (_, _, said) => said.unwrap_or_default(),
    }
}

fn source_field(kind: &str, dialect: Dialect) -> &'static str {
    match (kind, dialect) {
        ("book" | "incollection" | "inproceedings" | "article" | "dataset", _) => "publisher",
        ("techreport" | "report" | "thesis", _) => "institution",
        ("phdthesis" | "mastersthesis", _) => "school",
        (_, Bibtex) => "howpublished",
        ("unpublished", Biblatex) => "howpublished",
        (_, Biblatex) => "organization",
    }
}

fn names(people: &[Person]) -> String {
    people.iter().map(name).collect::<Vec<_>>().join(" and ")
}

fn name(person: &Person) -> String {
    let Parts { given, particle, family, suffix, .. } = match Name::of(person) {
        Name::Whole(name) => return format!("{{{}}}", escaped(name)),
        Name::Parts(parts) => parts,
    };
    let family = [name_part(particle, false), name_part(family, family.contains(' '))].join(" ");
    let rest = [suffix, given].map(|part| name_part(part, false));
    let parts = [family.trim()].into_iter().chain(rest.iter().map(String::as_str));
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A part of a name, in braces where it could be read as more than one part or name.
fn name_part(part: &str, is_wrapped: bool) -> String {
    let text = escaped(part);
    let is_more = text.contains(',')
        || text.split(' ').any(|word| word.eq_ignore_ascii_case("and"))
        || text.eq_ignore_ascii_case("others");
    if is_wrapped || is_more { format!("{{{text}}}") } else { text }
}

/// The title, its capitals kept.
fn title(text: &str) -> String {
    let text = unbroken(text);
    let words = text.split(' ').enumerate().map(|(i, word)| {
        let rest =
            if i == 0 { word.trim_start_matches(|c: char| !c.is_alphanumeric()) } else { word };
        let mut chars = rest.chars();
        if i == 0 && chars.clone().next().is_some_and(|first| !first.is_numeric()) {
            chars.next();
        }
        let is_cased = chars.any(|c| c.is_uppercase() || c.is_numeric());
        let word = escaped(word);
        match is_cased {
            false => word,
            // Braces that begin with a command are a letter to BibTeX, and changed as one.
            true if word.starts_with('\\') => format!("{{{{{word}}}}}"),
            true => format!("{{{word}}}"),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The text on one line, in the letters of TeX.
fn escaped(text: &str) -> String {
    let text = unbroken(text);
    let paired = paired_braces(&text);
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut before = None;
    for (at, c) in text.char_indices() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' | '}' if paired.binary_search(&at).is_ok() => out.extend(['\\', c]),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '$' | '%' | '&' | '#' | '_' => out.extend(['\\', c]),
            '-' | '\'' | '`' | ',' | '<' | '>' if before == Some(c) => out.extend(['{', '}', c]),
            _ => out.push(c),
        }
        before = Some(c);
    }
    out
}

/// Where the braces of a text are that have a partner, rising.
fn paired_braces(text: &str) -> Vec<usize> {
    let (mut open, mut paired) = (Vec::new(), Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '{' => open.push(at),
            '}' => paired.extend(open.pop().into_iter().flat_map(|from| [from, at])),
            _ => {}
        }
    }
    paired.sort_unstable();
    paired
}

/// An address that is read verbatim.
fn percent_encoded(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in unbroken(address).chars() {
        match c {
            '\\' => out.push_str("%5C"),
            '{' => out.push_str("%7B"),
            '}' => out.push_str("%7D"),
            ' ' => out.push_str("%20"),
            _ => out.push(c),
        }
    }
    out
}

/// What babel calls a language, by its tag; empty where it is not among the commoner ones.
fn babel(tag: &str) -> &'static str {
    const NAMES: &[(&str, &str)] = &[
        ("en", "english"),
        ("de", "german"),
        ("fr", "french"),
        ("es", "spanish"),
        ("it", "italian"),
        ("pt", "portuguese"),
        ("nl", "dutch"),
        ("ru", "russian"),
        ("uk", "ukrainian"),
        ("pl", "polish"),
        ("tr", "turkish"),
        ("ar", "arabic"),
        ("fa", "persian"),
        ("he", "hebrew"),
        ("hi", "hindi"),
        ("zh", "chinese"),
        ("ja", "japanese"),
        ("ko", "korean"),
        ("id", "indonesian"),
        ("vi", "vietnamese"),
    ];
    let main = tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    NAMES.iter().find(|(tag, _)| *tag == main).map_or("", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_keep_their_capitals_and_their_letters() {
        let table = [
            ("What's the Deal with INDUS-X?", "What's the {Deal} with {INDUS-X?}"),
            ("iPhones and mRNA", "{iPhones} and {mRNA}"),
            ("“Strategic” drift", "“Strategic” drift"),
            ("50% of $5bn", "{50\\%} of {{\\$5bn}}"),
            ("a } b \\ {", "a \\textbraceright{} b \\textbackslash{} \\textbraceleft{}"),
            ("R&D {sic}", "{R\\&D} \\{sic\\}"),
            ("x_i ~ y -- ''z''", "x\\_i \\textasciitilde{} y -{}- '{}'z'{}'"),
            ("a\nER  - \u{2028}@book{x,", "a {ER} - @book\\textbraceleft{}x,"),
        ];
        for (text, expected) in table {
            assert_eq!(title(text), expected, "{text}");
        }
    }

    #[test]
    fn names_cannot_be_read_as_others() {
        let shown = |name: &str, family: Option<&str>| {
            let (name, family) = (name.to_owned(), family.map(str::to_owned));
            super::name(&Person { name, post: None, family })
        };
        assert_eq!(shown("Ludwig van der Berg", None), "van der Berg, Ludwig");
        assert_eq!(shown("John Smith, Jr.", None), "Smith, Jr., John");
        assert_eq!(shown("José Ortega y Gasset", None), "{Ortega y Gasset}, José");
        assert_eq!(shown("Xi Jinping", Some("Xi")), "Xi, Jinping");
        assert_eq!(shown("Plato", None), "{Plato}");
        assert_eq!(
            shown("Ministry of Economy and Finance", None),
            "{Ministry of Economy and Finance}"
        );
        assert_eq!(shown("Jane And Roe", None), "Roe, {Jane And}");
    }
}
