//! RIS: records as reference managers read them (the specification of 2011).
//!
//! A record begins with `TY  - ` and ends with `ER  - ` and an empty line. A line is a tag of two
//! letters, two spaces, a hyphen, a space and the value; it ends with carriage return and line feed,
//! as the specification says (Zotero, EndNote and rispy read either form). UTF-8, no byte order
//! mark. White space and control characters in a value become one space, so no value can end its
//! line or its record.
//!
//! | tag | holds |
//! | --- | --- |
//! | `TY` | the type of reference, by [`Genre`] |
//! | `ID` | the citation key |
//! | `TI` | title |
//! | `AU` | an author each: `van der Berg, Ludwig`, `Smith, John, Jr.`; a body as it is printed |
//! | `A2`, of a book `A3` | an editor each |
//! | `T2` | the larger work, or the site or periodical that the source is |
//! | `T3` | the source of a bill: its legislature |
//! | `PB`, `CY` | source otherwise, and its place |
//! | `PY`, `DA` | year; `2024/02/16/`, `2024/02//` where more than the year is known |
//! | `VL`, `IS`, `SP`, `EP`, `ET` | volume, issue, first and last page, edition |
//! | `SP`, `EP` also | the printed page cited, where the work fills no pages of a larger one |
//! | `SN` | ISBN; of a report its number |
//! | `M1` | number of other works, and of a report with an ISBN |
//! | `M3` | what the record calls the work, where that says more than the type |
//! | `DO`, `UR`, `LA`, `AB` | DOI, address, language, summary |
//! | `Y2` | day of access, where known |
//! | `N1` | a [note](Record::notes) each: quotations with their places, archived copy, digest |
//!
//! RIS has no mark for a body as author: one with a comma in its name (`Ministry of Defence, India`)
//! reads as a person where a program splits at commas.

use super::genre::Genre;
use super::name::Name;
use super::record::{Record, page_range, unbroken};
use crate::document::{Date, Person};

/// The records, one after another.
pub fn list(records: &[Record]) -> String {
    records.iter().map(one).collect()
}

fn one(record: &Record) -> String {
    let work = &record.work;
    let genre = Genre::of(work);
    let mut lines = Lines(String::new());
    lines.add("TY", genre.ris());
    lines.add("ID", &record.key);
    lines.some("TI", &work.title);
    work.authors.iter().for_each(|author| lines.add("AU", &name(author)));
    let editor = if genre == Genre::Book { "A3" } else { "A2" };
    work.editors.iter().for_each(|person| lines.add(editor, &name(person)));
    lines.some("T2", &work.container);
    let source_tag = match genre {
        genre if genre.is_of_a_site() && work.container.is_none() => "T2",
        Genre::Bill => "T3",
        _ => "PB",
    };
    lines.some(source_tag, &record.source().map(str::to_owned));
    lines.some("CY", &work.place);
    if let Some(date) = work.issued {
        lines.add("PY", &format!("{:04}", date.year()));
        if date.month().is_some() {
            lines.add("DA", &day(date));
        }
    }
    lines.some("VL", &work.volume);
    lines.some("IS", &work.issue);
    let pages = work.pages.as_deref().or(record.page()).map(page_range);
    if let Some((first, last)) = pages {
        lines.add("SP", &first);
        lines.some("EP", &last);
    }
    lines.some("ET", &work.edition);
    lines.some("SN", &work.isbn);
    let is_report = genre == Genre::Report && work.isbn.is_none();
    lines.some(if is_report { "SN" } else { "M1" }, &work.number);
    lines.add("M3", genre.said(work).unwrap_or_default());
    lines.some("DO", &work.doi);
    lines.some("UR", &work.url);
    if let Some(date) = work.retrieved {
        lines.add("Y2", &day(date));
    }
    lines.some("LA", &work.language);
    lines.some("AB", &work.summary);
    record.notes().iter().for_each(|note| lines.add("N1", note));
    lines.0.push_str("ER  - \r\n\r\n");
    lines.0
}

/// The lines of a record that is being made.
struct Lines(String);

impl Lines {
    fn add(&mut self, tag: &str, value: &str) {
        let value = unbroken(value);
        if !value.is_empty() {
            self.0.push_str(&format!("{tag}  - {value}\r\n"));
        }
    }

    fn some(&mut self, tag: &str, value: &Option<String>) {
        self.add(tag, value.as_deref().unwrap_or_default());
    }
}

/// `2024/02/16/`; a part that is not known is empty.
fn day(date: Date) -> String {
    let part = |part: Option<u8>| part.map(|part| format!("{part:02}")).unwrap_or_default();
    format!("{:04}/{}/{}/", date.year(), part(date.month()), part(date.day()))
}

fn name(person: &Person) -> String {
    let parts = match Name::of(person) {
        Name::Whole(name) => return name.to_owned(),
        Name::Parts(parts) => parts,
    };
    let family = [parts.particle, parts.family].join(" ");
    let all = [family.trim(), parts.given, parts.suffix];
    all.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
