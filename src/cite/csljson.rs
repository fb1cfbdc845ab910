//! CSL-JSON: a work as citation processors and reference managers read it (CSL 1.0.2).
//!
//! | field of the record | variable |
//! | --- | --- |
//! | kind | `type`, and `genre` where the kind says more than the type |
//! | title | `title` |
//! | authors, editors | `author`, `editor`: `family`, `given`, `non-dropping-particle`, `suffix`, and `static-ordering` where the family's name is printed first; a body, or a name that nothing takes apart, is `literal` |
//! | issued | `issued`, with the parts that are known |
//! | container | `container-title` |
//! | source | `container-title` of what appears on a site or in a periodical and has no container; else `publisher`. Left out where it is the container again |
//! | place | `publisher-place` |
//! | number, volume, issue, pages, edition | `number`, `volume`, `issue`, `page`, `edition`, as strings |
//! | doi, isbn, url, language | `DOI`, `ISBN`, `URL`, `language` |
//! | retrieved | `accessed` |
//! | summary | `abstract` |
//!
//! What the record lacks is left out; all that is there stands letter for letter.

use serde_json::{Map, Value, json};

use super::genre::Genre;
use super::name::Name;
use crate::document::{Date, Person, Work};

/// The work as an item whose `id` is `key`. The source of an advertisement (`within` is the page
/// that it stands in) is that of its page unless its own is known.
pub fn item(work: &Work, within: Option<&Work>, key: &str) -> Map<String, Value> {
    let genre = Genre::of(work);
    let mut item = Item(Map::new());
    item.text("id", Some(key));
    item.text("type", Some(genre.csl()));
    item.text("genre", genre.said(work));
    item.text("title", work.title.as_deref());
    item.names("author", &work.authors);
    item.names("editor", &work.editors);
    let source = work.source.as_deref().or_else(|| within.and_then(|page| page.source.as_deref()));
    let source = source.filter(|source| work.container.as_deref() != Some(*source));
    let (container, publisher) = match work.container.as_deref() {
        None if genre.is_of_a_site() => (source, None),
        container => (container, source),
    };
    item.text("container-title", container);
    item.text("publisher", publisher);
    item.text("publisher-place", work.place.as_deref());
    item.date("issued", work.issued);
    item.text("number", work.number.as_deref());
    item.text("volume", work.volume.as_deref());
    item.text("issue", work.issue.as_deref());
    item.text("page", work.pages.as_deref());
    item.text("edition", work.edition.as_deref());
    item.text("DOI", work.doi.as_deref());
    item.text("ISBN", work.isbn.as_deref());
    item.text("URL", work.url.as_deref());
    item.date("accessed", work.retrieved);
    item.text("language", work.language.as_deref());
    item.text("abstract", work.summary.as_deref());
    item.0
}

/// An item that is being made.
struct Item(Map<String, Value>);

impl Item {
    fn text(&mut self, variable: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            self.0.insert(variable.to_owned(), value.into());
        }
    }

    fn names(&mut self, variable: &str, people: &[Person]) {
        if !people.is_empty() {
            self.0.insert(variable.to_owned(), people.iter().map(name).collect());
        }
    }

    fn date(&mut self, variable: &str, date: Option<Date>) {
        let Some(date) = date else { return };
        let mut parts = vec![i32::from(date.year())];
        parts.extend([date.month(), date.day()].into_iter().flatten().map(i32::from));
        self.0.insert(variable.to_owned(), json!({ "date-parts": [parts] }));
    }
}

fn name(person: &Person) -> Value {
    let parts = match Name::of(person) {
        Name::Whole(name) => return json!({ "literal": name }),
        Name::Parts(parts) => parts,
    };
    let mut name = Item(Map::new());
    name.text("family", Some(parts.family));
    name.text("given", Some(parts.given));
    name.text("non-dropping-particle", Some(parts.particle));
    name.text("suffix", Some(parts.suffix));
    if parts.comma && !parts.suffix.is_empty() {
        name.0.insert("comma-suffix".to_owned(), true.into());
    }
    if parts.family_first {
        name.0.insert("static-ordering".to_owned(), true.into());
    }
    Value::Object(name.0)
}
