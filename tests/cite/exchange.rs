//! Records in the forms of other programs, read back by the parser of BibLaTeX and by the rules of
//! CSL-JSON.

use biblatex::{Bibliography, ChunksExt, Entry};
use pincite::cite::bibtex::Dialect;
use pincite::cite::{Exchange, Genre, Record, Reference, bibtex, csljson};
use pincite::document::{Person, Work};
use serde_json::{Value, json};

use super::works::works;

/// The works of the table as records, their names as keys.
pub fn records() -> Vec<Record> {
    let record = |(name, reference): (String, Reference)| {
        let mut records = Record::gather([reference]);
        records[0].key = name;
        records.remove(0)
    };
    works().into_iter().map(record).collect()
}

/// As every form has a text: on one line.
pub fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

pub fn read(records: &[Record], dialect: Dialect) -> Bibliography {
    let text = bibtex::list(records, dialect);
    let read = Bibliography::parse(&text).unwrap_or_else(|e| panic!("{e:?}\n{text}"));
    assert_eq!(read.len(), records.len(), "{text}");
    read
}

/// A field as it reads, none if it is not there.
pub fn field(entry: &Entry, name: &str) -> Option<String> {
    entry.get(name).map(|chunks| chunks.format_verbatim())
}

/// What a work has, by the fields that it must be in, whatever the dialect.
fn expected(record: &Record) -> Vec<(&'static str, Option<String>)> {
    let work = &record.work;
    let own = |value: &Option<String>| value.as_deref().map(one_line);
    vec![
        ("title", own(&work.title)),
        ("volume", own(&work.volume)),
        ("edition", own(&work.edition)),
        ("doi", own(&work.doi)),
        ("isbn", own(&work.isbn)),
        ("url", own(&work.url)),
        ("urldate", work.retrieved.map(|date| date.to_string())),
        ("abstract", own(&work.summary)),
    ]
}

#[test]
fn law_c1_bibtex_keeps_every_field_it_has() {
    for dialect in [Dialect::Bibtex, Dialect::Biblatex] {
        let records = records();
        let read = read(&records, dialect);
        for record in &records {
            let entry = read.get(&record.key).expect("the key is kept");
            for (name, value) in expected(record) {
                assert_eq!(field(entry, name), value, "{name} of {}", record.key);
            }
            let all: Vec<String> = entry.fields.values().map(|c| c.format_verbatim()).collect();
            let work = &record.work;
            for value in [&work.source, &work.container, &work.place, &work.number, &work.issue] {
                let Some(value) = value else { continue };
                assert!(all.contains(&one_line(value)), "{value} of {}: {all:?}", record.key);
            }
            for (name, people) in [("author", &work.authors), ("editor", &work.editors)] {
                let read = entry.get(name).map(|_| entry.get_as(name).expect("names are read"));
                let read: Vec<biblatex::Person> = read.unwrap_or_default();
                let read: Vec<String> = read.iter().map(sorted_letters_of).collect();
                let names: Vec<String> = people.iter().map(|p| sorted_letters(&p.name)).collect();
                assert_eq!(read, names, "{name} of {}", record.key);
            }
            let notes =
                field(entry, if dialect == Dialect::Bibtex { "annote" } else { "annotation" });
            assert_eq!(notes, Some(record.notes().join(" ")));
        }
    }
}

/// The letters of a name, whose parts each form puts in another order.
fn sorted_letters(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().filter(|c| c.is_alphanumeric()).collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

fn sorted_letters_of(person: &biblatex::Person) -> String {
    sorted_letters(&[&*person.name, &person.given_name, &person.prefix, &person.suffix].concat())
}

#[test]
fn particles_and_suffixes_have_places_of_their_own() {
    let records = records();
    let read = read(&records, Dialect::Biblatex);
    let authors = |key: &str| -> Vec<String> {
        let people = read.get(key).unwrap().author().unwrap();
        let shown =
            |p: biblatex::Person| format!("{}|{}|{}|{}", p.given_name, p.prefix, p.name, p.suffix);
        people.into_iter().map(shown).collect()
    };
    assert_eq!(authors("working-paper"), ["Ludwig|van der|Berg|", "Pat||O’Brien|"]);
    assert_eq!(authors("un-speech"), ["Jinping||Xi|"]);
}

#[test]
fn law_c1_csl_json_is_csl_and_reads_back_equal() {
    let schema = schema();
    let records = records();
    let written = Exchange::CslJson.write(&records);
    let items: Vec<Value> = serde_json::from_str(&written).unwrap();
    assert_eq!(crate::schema::checker::faults(&schema, "csl", &json!(items)), [""; 0]);
    let processed: Vec<hayagriva::citationberg::json::Item> =
        serde_json::from_str(&written).unwrap();
    for ((record, item), processed) in records.iter().zip(&items).zip(&processed) {
        let work = &record.work;
        assert_eq!(processed.id().as_deref(), Some(&*record.key));
        let texts = [
            ("title", &work.title),
            ("number", &work.number),
            ("volume", &work.volume),
            ("issue", &work.issue),
            ("page", &work.pages),
            ("edition", &work.edition),
            ("publisher-place", &work.place),
            ("DOI", &work.doi),
            ("ISBN", &work.isbn),
            ("URL", &work.url),
            ("language", &work.language),
            ("abstract", &work.summary),
        ];
        for (variable, value) in texts {
            assert_eq!(item.get(variable).and_then(Value::as_str), value.as_deref(), "{variable}");
        }
        let all: Vec<&str> = item.as_object().unwrap().values().filter_map(Value::as_str).collect();
        for value in [&work.source, &work.container].into_iter().flatten() {
            assert_eq!(all.iter().filter(|v| *v == value).count(), 1, "{value} of {}", record.key);
        }
        for (variable, people) in [("author", &work.authors), ("editor", &work.editors)] {
            let names = item.get(variable).and_then(Value::as_array).cloned().unwrap_or_default();
            let names: Vec<String> = names.iter().map(printed).collect();
            let printed: Vec<&str> = people.iter().map(|p| p.name.as_str()).collect();
            assert_eq!(names, printed);
        }
        for (variable, date) in [("issued", work.issued), ("accessed", work.retrieved)] {
            let parts = item.get(variable).map(|date| date["date-parts"][0].clone());
            let parts: Option<Vec<String>> = parts.map(|parts| {
                parts
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|part| format!("{:0>2}", part.to_string()))
                    .collect()
            });
            assert_eq!(parts.map(|parts| parts.join("-")), date.map(|date| date.to_string()));
        }
    }
}

/// A name of CSL-JSON as it is printed.
fn printed(name: &Value) -> String {
    let part = |part: &str| name[part].as_str().unwrap_or_default().to_owned();
    if name["literal"].is_string() {
        return part("literal");
    }
    let family = [part("non-dropping-particle"), part("family")].join(" ").trim().to_owned();
    let whole = match name["static-ordering"] == true {
        true => [family, part("given")].join(" "),
        false => [part("given"), family].join(" "),
    };
    match (part("suffix"), name["comma-suffix"] == true) {
        (suffix, _) if suffix.is_empty() => whole,
        (suffix, true) => format!("{whole}, {suffix}"),
        (suffix, false) => format!("{whole} {suffix}"),
    }
}

/// What CSL-JSON may hold, in words of our own: the types of the CSL specification 1.0.2, appendix
/// III, and of appendix IV the variables that a record has something for.
fn schema() -> crate::schema::checker::Schemas {
    let text = json!({"type": "string"});
    let names = json!({"type": "array", "minItems": 1, "items": {
        "type": "object", "additionalProperties": false, "properties": {
            "family": text, "given": text, "non-dropping-particle": text, "suffix": text,
            "literal": text, "comma-suffix": {"type": "boolean"},
            "static-ordering": {"type": "boolean"}}}});
    let date = json!({"type": "object", "required": ["date-parts"], "additionalProperties": false,
        "properties": {"date-parts": {"type": "array", "minItems": 1, "maxItems": 2, "items": {
            "type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}}}}});
    const TYPES: &str = "
        article article-journal article-magazine article-newspaper bill book broadcast chapter
        classic collection dataset document entry entry-dictionary entry-encyclopedia figure
        graphic hearing interview legal_case legislation manuscript map motion_picture
        musical_score pamphlet paper-conference patent performance periodical
        personal_communication post post-weblog regulation report review review-book software song
        speech standard thesis treaty webpage";
    const TEXTS: &str = "
        id genre title container-title publisher publisher-place authority number volume issue page
        locator edition DOI ISBN URL language abstract note";
    let mut properties = serde_json::Map::new();
    let types: Vec<&str> = TYPES.split_whitespace().collect();
    properties.insert("type".into(), json!({"enum": types}));
    for variable in TEXTS.split_whitespace() {
        properties.insert(variable.into(), text.clone());
    }
    for (variable, schema) in
        [("author", &names), ("editor", &names), ("issued", &date), ("accessed", &date)]
    {
        properties.insert(variable.into(), schema.clone());
    }
    let item = json!({"type": "object", "required": ["id", "type"],
        "additionalProperties": false, "properties": properties});
    [("csl".to_owned(), json!({"type": "array", "items": item}))].into()
}

#[test]
fn nothing_is_a_whole_file_of_its_form() {
    assert_eq!(Exchange::CslJson.write(&[]), "[]\n");
    for form in [Exchange::Bibtex, Exchange::Biblatex, Exchange::Ris] {
        assert_eq!(form.write(&[]), "");
    }
}

#[test]
fn law_c1_nothing_is_invented() {
    let nothing = || Work { title: Some("A".to_owned()), ..Work::default() };
    let item = csljson::item(&nothing(), None, "a");
    let fields: Vec<&str> = item.keys().map(String::as_str).collect();
    assert_eq!(fields, ["id", "type", "title"]);
    let mut record = records().remove(0);
    (record.work, record.within, record.places) = (nothing(), None, Vec::new());
    record.key = "a".to_owned();
    let digest = record.digest;
    assert_eq!(
        Exchange::Biblatex.write(std::slice::from_ref(&record)),
        format!("@misc{{a,\n  title = {{A}},\n  annotation = {{blake3: {digest}}},\n}}\n")
    );
    assert_eq!(
        Exchange::Ris.write(&[record]),
        format!("TY  - GEN\r\nID  - a\r\nTI  - A\r\nN1  - blake3: {digest}\r\nER  - \r\n\r\n")
    );
}

/// Passages of one work share its record, each with its words and its place.
#[test]
fn passages_of_a_work_share_its_record() {
    let (_, first) = works().into_iter().find(|(name, _)| name == "article").unwrap();
    let mut second = first.clone();
    second.id = second.id.replace(".7", ".9");
    second.quotation = Some("Another\nER  - \nTY  - BOOK".to_owned());
    second.locator.as_mut().unwrap().page = Some("14–15".to_owned());
    let records = Record::gather([first.clone(), second.clone(), first.clone()]);
    assert_eq!((records.len(), records[0].places.len()), (1, 2));
    let notes = records[0].notes();
    assert_eq!(notes[0], format!("quoted: “A 5% rise & a $3 fall {{sic}}.” (p. 13; {})", first.id));
    assert_eq!(notes[1], format!("quoted: “Another ER - TY - BOOK” (pp. 14–15; {})", second.id));
    assert_eq!(records[0].page(), None, "the work has pages of its own");

    second.work.pages = None;
    second.quotation = None;
    let other = Record::gather([second.clone()]).remove(0);
    assert_eq!(other.page(), Some("14–15"));
    assert_eq!(other.notes()[0], format!("cited: pp. 14–15; {}", second.id));
    let ris = Exchange::Ris.write(&[other]);
    assert!(ris.contains("SP  - 14\r\nEP  - 15\r\n"), "{ris}");
}

#[test]
fn an_advertisement_says_where_it_stands() {
    let record = records().into_iter().find(|record| record.key == "teaser").unwrap();
    assert_eq!(
        record.notes()[0],
        "summary in: Sameer P. Lalwani and Vikram J. Singh, “What's the Deal with INDUS-X?,” \
         United States Institute of Peace, February 16, 2024, \
         https://www.usip.org/publications/2024/02/whats-deal-indus-x."
    );
    let item = csljson::item(&record.work, record.within.as_ref(), "teaser");
    assert_eq!(item["title"], "How Vulnerable Is India to Chinese Economic Coercion?");
    assert_eq!(item["publisher"], "United States Institute of Peace");
    assert!(!item.contains_key("URL"), "the address is that of another work");
}

#[test]
fn every_genre_has_a_type_that_the_readers_know() {
    for genre in Genre::all() {
        assert!(genre.biblatex().parse::<biblatex::EntryType>().is_ok(), "{genre:?}");
        let work = Work { kind: Some(genre.csl().to_owned()), ..Work::default() };
        assert_eq!(Genre::of(&work), genre);
    }
}

/// A body whose name holds `and` and commas is one author.
#[test]
fn bodies_stay_whole() {
    let name = "National Academies of Sciences, Engineering, and Medicine";
    let mut record = records().remove(0);
    record.work.authors = Person::parse_list(name);
    for dialect in [Dialect::Bibtex, Dialect::Biblatex] {
        let read = read(std::slice::from_ref(&record), dialect);
        let authors = read.iter().next().unwrap().author().unwrap();
        assert_eq!(authors.len(), 1);
        assert_eq!(authors[0].name, name);
    }
}
