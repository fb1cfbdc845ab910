//! The fields a query can name, and the values it may ask of them.

use std::fmt;

use super::terms::term_range;
use crate::document::PassageKind;
use crate::document::date::{Date, DateRange};

/// A field that a query can restrict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the words of the query language, explained in its help")]
pub enum Field {
    Program,
    Entity,
    Country,
    Company,
    Platform,
    Source,
    Author,
    Title,
    Section,
    Kind,
    Date,
}

/// What may stand in a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words or a name, by any of its aliases; it holds a term and no quotation mark.
    Words(String),
    /// A kind of passage.
    Kind(PassageKind),
    /// A range of dates of issue, one end at least.
    Dates(DateRange),
}

/// Which end of a range of dates a field's word sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    Both,
    From,
    To,
}

/// A word of the query language that names a field.
#[derive(Debug, PartialEq)]
pub(super) struct FieldWord {
    pub(super) word: &'static str,
    pub(super) field: Field,
    pub(super) bound: Bound,
}

const fn word(word: &'static str, field: Field, bound: Bound) -> FieldWord {
    FieldWord { word, field, bound }
}

static WORDS: [FieldWord; 14] = [
    word("program", Field::Program, Bound::Both),
    word("entity", Field::Entity, Bound::Both),
    word("country", Field::Country, Bound::Both),
    word("company", Field::Company, Bound::Both),
    word("platform", Field::Platform, Bound::Both),
    word("source", Field::Source, Bound::Both),
    word("author", Field::Author, Bound::Both),
    word("title", Field::Title, Bound::Both),
    word("section", Field::Section, Bound::Both),
    word("kind", Field::Kind, Bound::Both),
    word("date", Field::Date, Bound::Both),
    word("on", Field::Date, Bound::Both),
    word("after", Field::Date, Bound::From),
    word("before", Field::Date, Bound::To),
];

/// What other systems call our fields.
const ELSEWHERE: [(&str, &str); 32] = [
    ("ti", "title"),
    ("tiab", "title"),
    ("hd", "title"),
    ("hl", "title"),
    ("headline", "title"),
    ("intitle", "title"),
    ("heading", "section"),
    ("au", "author"),
    ("aut", "author"),
    ("byline", "author"),
    ("writer", "author"),
    ("pub", "source"),
    ("publication", "source"),
    ("publisher", "source"),
    ("journal", "source"),
    ("jn", "source"),
    ("site", "source"),
    ("pd", "date"),
    ("da", "date"),
    ("dt", "date"),
    ("dp", "date"),
    ("pdat", "date"),
    ("year", "date"),
    ("py", "date"),
    ("since", "after"),
    ("until", "before"),
    ("programme", "program"),
    ("org", "entity"),
    ("organisation", "entity"),
    ("organization", "entity"),
    ("type", "kind"),
    ("filetype", "kind"),
];

/// The field that `name` names, in any case.
pub(super) fn field_word(name: &str) -> Option<&'static FieldWord> {
    WORDS.iter().find(|w| w.word.eq_ignore_ascii_case(name))
}

/// The field's word that somebody who writes `name` may have meant; `certain` where another
/// system calls it so.
pub(super) fn nearest_field(name: &str) -> Option<(&'static str, bool)> {
    let name = name.to_ascii_lowercase();
    if let Some((_, ours)) = ELSEWHERE.iter().find(|(theirs, _)| *theirs == name) {
        return Some((ours, true));
    }
    let near = WORDS.iter().map(|w| (edits(&name, w.word), w.word)).min()?;
    (near.0 <= 2 && near.0 * 2 < name.len()).then_some((near.1, false))
}

/// All the words that name a field, for messages.
pub(super) fn field_list() -> String {
    WORDS.iter().map(|w| format!("{}:", w.word)).collect::<Vec<_>>().join(" ")
}

/// The number of letters to add, drop or change; both words are short.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

impl FieldWord {
    /// Reads what was written for this field, or says what to write.
    pub(super) fn value(&self, text: &str) -> Result<Value, String> {
        match self.field {
            Field::Kind => {
                let name = text.trim_end_matches([',', ';', '.']);
                PassageKind::from_name(name).map(Value::Kind).ok_or_else(|| {
                    let kinds: Vec<_> = PassageKind::ALL.iter().map(|k| k.name()).collect();
                    format!("there is no kind “{name}”: write one of {}", kinds.join(", "))
                })
            }
            Field::Date => {
                let date = text.trim_end_matches([',', ';']);
                self.dates(date).map(Value::Dates).ok_or_else(|| {
                    let word = self.word;
                    let (what, range) = match self.bound {
                        Bound::Both => ("date or range", format!(", {word}:2023..2025")),
                        _ => ("date", format!(", {word}:2024-02-16")),
                    };
                    format!("“{date}” is no {what}: write {word}:2024, {word}:2024-02{range}")
                })
            }
            _ => match term_range(text) {
                Some(range) => Ok(Value::Words(text[range].to_owned())),
                None => Err(format!("there is no word after {}:", self.word)),
            },
        }
    }

    fn dates(&self, text: &str) -> Option<DateRange> {
        let date = || Date::parse_edtf(text).map(Some);
        Some(match self.bound {
            Bound::Both => DateRange::parse(text)?,
            Bound::From => DateRange { from: date()?, to: None },
            Bound::To => DateRange { from: None, to: date()? },
        })
    }
}

impl Field {
    /// The word for it in queries.
    pub fn name(self) -> &'static str {
        match self {
            Field::Program => "program",
            Field::Entity => "entity",
            Field::Country => "country",
            Field::Company => "company",
            Field::Platform => "platform",
            Field::Source => "source",
            Field::Author => "author",
            Field::Title => "title",
            Field::Section => "section",
            Field::Kind => "kind",
            Field::Date => "date",
        }
    }

    /// Reads a value given for this field outside a query (an option, say): the value, or a
    /// sentence that says what to write.
    pub fn read(self, text: &str) -> Result<Value, String> {
        let word = WORDS.iter().find(|w| w.field == self).expect("every field has a word");
        // Quotation marks would end the value when it is printed.
        word.value(&text.replace(super::lex::is_quote, " "))
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Words(text) if is_simple(text) => f.write_str(text),
            Value::Words(text) => write!(f, "\"{text}\""),
            Value::Kind(kind) => f.write_str(kind.name()),
            Value::Dates(range) => write!(f, "{range}"),
        }
    }
}

/// Whether a value can stand without quotes wherever a value can stand.
fn is_simple(text: &str) -> bool {
    !matches!(text, "AND" | "OR" | "NOT")
        && text.starts_with(char::is_alphanumeric)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '&' | '\'' | '’'))
}
