//! CSL-JSON, as Zotero, Better BibTeX and other reference managers export it.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::bibliography::BibliographyEntry;
use super::catalog::{CatalogError, bare_doi};
use super::credit::{body, composed_name, is_language};
use crate::document::{Date, Person, Work};
use crate::text::one_line;

/// The items of a file.
///
/// # Errors
/// If it is no JSON, or no CSL-JSON.
pub(super) fn entries(text: &str) -> Result<Vec<BibliographyEntry>, CatalogError> {
    #[derive(Deserialize)]
    struct Wrapped<'a> {
        #[serde(borrow)]
        items: Vec<&'a RawValue>,
    }
    let bare = text.trim_start_matches('\u{feff}');
    let items = match bare.trim_start().starts_with('{') {
        true => serde_json::from_str::<Wrapped<'_>>(bare).map(|wrapped| wrapped.items),
        false => serde_json::from_str::<Vec<&RawValue>>(bare),
    };
    let items = items.map_err(|e| fault(e.line(), &e))?;
    let mut lines = Lines { text: bare, at: 0, line: 1 };
    items.into_iter().map(|item| entry(item, lines.of(item.get()))).collect()
}

/// Counts the lines before parts of a text that come in order.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, part: &str) -> usize {
        let at = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let between = self.text.as_bytes().get(self.at..at).unwrap_or_default();
        self.line += between.iter().filter(|b| **b == b'\n').count();
        self.at = at.max(self.at);
        self.line
    }
}

fn fault(line: usize, error: &serde_json::Error) -> CatalogError {
    let said = error.to_string();
    let what = said.split(" at line ").next().unwrap_or_default();
    CatalogError { line: line.max(1), what: format!("no CSL-JSON: {what}; {EXPORT}") }
}

const EXPORT: &str = "export the library as “CSL JSON” or “Better CSL JSON” again";

fn entry(item: &RawValue, line: usize) -> Result<BibliographyEntry, CatalogError> {
    let item: Map<String, Value> =
        serde_json::from_str(item.get()).map_err(|e| fault(line + e.line().max(1) - 1, &e))?;
    if item.contains_key("itemType") {
        let what = format!("the item is in Zotero's own form, not CSL-JSON; {EXPORT}");
        return Err(CatalogError { line, what });
    }
    let item = Item(item);
    let key = item.text("id").or_else(|| item.text("citation-key")).unwrap_or_default();
    Ok(BibliographyEntry {
        also: item.text("citation-key").filter(|also| *also != key),
        key,
        line,
        work: work(&item),
        files: files(&item),
    })
}

fn work(item: &Item) -> Work {
    let kind = item.text("type").filter(|kind| kind != "document");
    let first = |names: &[&str]| names.iter().find_map(|name| item.text(name));
    Work {
        kind,
        title: item.rich("title"),
        authors: item.people("author"),
        issued: item.date("issued"),
        source: first(&["publisher", "authority"]),
        url: item.text("URL"),
        number: item.text("number"),
        container: item.rich("container-title"),
        volume: item.text("volume"),
        issue: item.text("issue"),
        pages: item.text("page"),
        edition: item.text("edition"),
        place: first(&["publisher-place", "event-place"]),
        editors: item.people("editor"),
        doi: item.text("DOI").as_deref().and_then(bare_doi),
        isbn: item.text("ISBN"),
        language: item.text("language").filter(|tag| is_language(tag)),
        rights: None,
        archived_url: item.text("archive_location").filter(|at| at.starts_with("http")),
        retrieved: item.date("accessed"),
        ..Work::default()
    }
}

/// The files named in lines `file: NAME` of the note, where Zotero puts what it has no field for.
fn files(item: &Item) -> Vec<String> {
    let Some(Value::String(note)) = item.0.get("note") else { return Vec::new() };
    let named = |line: &str| {
        let (key, name) = line.split_once(':')?;
        let name = name.trim();
        (key.trim().eq_ignore_ascii_case("file") && !name.is_empty()).then(|| name.to_owned())
    };
    note.lines().filter_map(named).collect()
}

/// An item, asked for its variables. A variable of the wrong type is none.
struct Item(Map<String, Value>);

impl Item {
    /// A string as one line, or a number as it is written.
    fn text(&self, name: &str) -> Option<String> {
        let text = match self.0.get(name)? {
            Value::String(text) => one_line(text),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// A string without the tags that CSL processors take as italics, bold, small capitals.
    fn rich(&self, name: &str) -> Option<String> {
        let text = self.text(name)?;
        let text = one_line(untagged(&text));
        (!text.is_empty()).then_some(text)
    }

    fn people(&self, name: &str) -> Vec<Person> {
        let Some(Value::Array(people)) = self.0.get(name) else { return Vec::new() };
        people.iter().filter_map(person).collect()
    }

    fn date(&self, name: &str) -> Option<Date> {
        date(self.0.get(name)?)
    }
}

fn untagged(text: &str) -> String {
    const TAGS: [&str; 12] =
        ["i", "/i", "b", "/b", "sup", "/sup", "sub", "/sub", "sc", "/sc", "/span", "span"];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(80).position(|b| b == b'>');
        let name = end.map(|end| rest[1..end].split(' ').next().unwrap_or_default());
        match (end, name) {
            (Some(end), Some(name)) if TAGS.contains(&name) => rest = &rest[end + 1..],
            _ => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

fn person(value: &Value) -> Option<Person> {
    let text =
        |name: &str| value.get(name).and_then(Value::as_str).map(one_line).unwrap_or_default();
    let literal = text("literal");
    if !literal.is_empty() {
        return body(&literal);
    }
    let is_true = |name: &str| match value.get(name) {
        Some(Value::Bool(yes)) => *yes,
        Some(Value::String(yes)) => yes == "true",
        Some(Value::Number(n)) => n.as_u64() == Some(1),
        _ => false,
    };
    let particle = text("non-dropping-particle");
    let family = one_line(format!("{particle} {}", text("family")));
    let given = text("given");
    if is_true("static-ordering") && !given.is_empty() && !family.is_empty() {
        let name = format!("{family} {given}");
        return Some(Person { name, family: Some(family), post: None });
    }
    let given = one_line(format!("{given} {}", text("dropping-particle")));
    composed_name(&given, &family, &text("suffix"))
}

/// The date of a CSL date variable as far as EDTF level 0 can say it: a range within a year is the
/// year, a season is its year; what is only about a date is none.
fn date(value: &Value) -> Option<Date> {
    let said = |name: &str| value.get(name).and_then(Value::as_str);
    if value.get("circa").is_some_and(|circa| !matches!(circa, Value::Bool(false) | Value::Null)) {
        return None;
    }
    if let Some(text) = value.as_str().or(said("raw")).or(said("literal")) {
        return super::credit::date(text);
    }
    let parts = value.get("date-parts")?.as_array()?;
    let one = |parts: &Value| {
        let mut numbers = parts.as_array()?.iter().map(number);
        let year = i16::try_from(numbers.next()??).ok()?;
        let mut part = || numbers.next().flatten().filter(|n| *n > 0);
        let (month, day) = (part(), part());
        let small = |n: Option<i64>| n.map(|n| u8::try_from(n).unwrap_or(u8::MAX));
        match month {
            // Some write the seasons as months.
            Some(13..=24) => Date::new(year, None, None),
            _ => Date::new(year, small(month), small(day).filter(|_| month.is_some())),
        }
    };
    match parts.as_slice() {
        [at] => one(at),
        [from, to] => {
            let (from, to) = (one(from)?, one(to)?);
            if from == to {
                return Some(from);
            }
            (from.year() == to.year()).then(|| Date::new(from.year(), None, None))?
        }
        _ => None,
    }
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(person: &Person) -> String {
        format!("{} [{}]", person.name, person.family.as_deref().unwrap_or_default())
    }

    #[test]
    fn an_item_is_a_work() {
        let text = r#"[
            {"id": "http://zotero.org/users/1/items/AB", "citation-key": "mir2024",
             "type": "article-journal", "title": "Deals of <i>Arjun</i> and a < b",
             "container-title": "Orbis", "volume": 48, "issue": "2", "page": "11-29",
             "DOI": "10.1/x", "URL": "https://x.org/a", "language": "en-US",
             "note": "Some words\nfile: a.pdf\nFILE:b.txt", "author": [{"family": "Mir", "given": "Asfandyar"}],
             "issued": {"date-parts": [["2024", 2, "16"]]}, "accessed": {"date-parts": [[2024, 3]]}},

            {"id": 7, "type": "report", "publisher": "GAO", "publisher-place": "Washington",
             "number": "GAO-23-105544", "edition": 2, "title": ["no"], "language": "English"}
        ]"#;
        for text in [text.to_owned(), format!("\u{feff}{{\"items\": {text}}}")] {
            let list = entries(&text).unwrap();
            let [first, second] = [&list[0], &list[1]];
            assert_eq!(first.also.as_deref(), Some("mir2024"));
            assert_eq!(first.files, ["a.pdf", "b.txt"]);
            assert_eq!(first.work.title.as_deref(), Some("Deals of Arjun and a < b"));
            assert_eq!(first.work.issued.map(|d| d.to_string()).as_deref(), Some("2024-02-16"));
            assert_eq!(first.work.retrieved.map(|d| d.to_string()).as_deref(), Some("2024-03"));
            let said =
                [&first.work.volume, &first.work.pages, &second.work.source, &second.work.place];
            let said: Vec<&str> = said.into_iter().flatten().map(String::as_str).collect();
            assert_eq!(said, ["48", "11-29", "GAO", "Washington"]);
            assert_eq!((second.key.as_str(), second.line), ("7", 9));
            assert_eq!((&second.work.title, &second.work.language), (&None, &None));
        }
    }

    #[test]
    fn people_keep_the_parts_of_their_names() {
        for (json, wanted) in [
            (
                r#"{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}"#,
                "Jan van der Berg [van der Berg]",
            ),
            (r#"{"family": "van der Berg", "given": "Jan"}"#, "Jan van der Berg [van der Berg]"),
            (
                r#"{"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"}"#,
                "Ludwig van Beethoven [Beethoven]",
            ),
            (
                r#"{"family": "King", "given": "Martin Luther", "suffix": "Jr."}"#,
                "Martin Luther King, Jr. [King]",
            ),
            (r#"{"family": "Xi", "given": "Jinping", "static-ordering": true}"#, "Xi Jinping [Xi]"),
            (r#"{"family": "李", "given": "克强"}"#, "李克强 [李]"),
            (r#"{"literal": "Ministry of Defence"}"#, "Ministry of Defence [Ministry of Defence]"),
            (r#"{"family": "O’Brien"}"#, "O’Brien [O’Brien]"),
        ] {
            let found = person(&serde_json::from_str(json).unwrap());
            assert_eq!(found.as_ref().map(shown).as_deref(), Some(wanted), "{json}");
        }
        for json in [r#"{"given": "..."}"#, "{}", "5", r#"{"family": 5}"#] {
            assert_eq!(person(&serde_json::from_str(json).unwrap()), None, "{json}");
        }
    }

    #[test]
    fn dates_are_as_certain_as_they_are_written() {
        for (json, wanted) in [
            (r#"{"date-parts": [[2024]]}"#, "2024"),
            (r#"{"date-parts": [[2024, 0, 0]]}"#, "2024"),
            (r#"{"date-parts": [[2024, 2, 1], [2024, 2, 16]]}"#, "2024"),
            (r#"{"date-parts": [[2023], [2024]]}"#, ""),
            (r#"{"date-parts": [[2024]], "season": 2}"#, "2024"),
            (r#"{"date-parts": [[2024, 13]]}"#, "2024"),
            (r#"{"date-parts": [[1950]], "circa": true}"#, ""),
            (r#"{"date-parts": [[2024, 2, 31]]}"#, ""),
            (r#"{"date-parts": [[99999]]}"#, ""),
            (r#"{"date-parts": []}"#, ""),
            (r#"{"raw": "2024-02-16"}"#, "2024-02-16"),
            (r#"{"literal": "16 February 2024"}"#, "2024-02-16"),
            (r#"{"literal": "n.d."}"#, ""),
            (r#""2024-02""#, "2024-02"),
            ("5", ""),
        ] {
            let found = date(&serde_json::from_str(json).unwrap());
            assert_eq!(found.map(|d| d.to_string()).unwrap_or_default(), wanted, "{json}");
        }
    }

    #[test]
    fn a_broken_file_names_its_line() {
        let error = |text: &str| entries(text).unwrap_err().to_string();
        assert!(error("[\n{\"id\": 1},\n{\"id\": }\n]").starts_with("line 3: no CSL-JSON: "));
        assert!(error("[\n{\"id\": 1}").starts_with("line 2: no CSL-JSON: EOF"));
        assert!(error("{\"a\": 1}").contains("missing field `items`; export"));
        assert!(error("[{},\n 5]").starts_with("line 2: no CSL-JSON: invalid type"));
        assert!(
            error("[\n{\"itemType\": \"book\"}]").starts_with("line 2: the item is in Zotero's")
        );
        let deep = format!("[{}{}]", "[".repeat(100_000), "]".repeat(100_000));
        assert!(error(&deep).starts_with("line 1: no CSL-JSON"));
        let deep = format!("[{{\"note\": {}1{}}}]", "[".repeat(100_000), "]".repeat(100_000));
        assert!(entries(&deep).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_a_list_or_an_error(text in "(\\PC|\\[|\\]|\\{|\\}|\"(id|note|title|author|issued)\": |\"\\PC{0,5}\"|[0-9]|,|\n){0,40}") {
            let _ = entries(&text);
            let _ = untagged(&text);
        }
    }
}
