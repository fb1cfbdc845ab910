//! Records: one JSON object a line.
//!
//! The title and the text of a record are JSON strings; what they say is unescaped, and every
//! character keeps its way back to the bytes of the line. It knows nothing of the file the line
//! stands in: the number of the line and where it begins are for whoever cut the file into lines.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use thiserror::Error;

use super::bibfield::bibliographic;
use super::byline::persons;
use super::escape::{Piece, pieces, unquoted};
use super::{Complaint, Reading, Source, text};
use crate::document::{
    Block, BlockDraft, BlockKind, Date, Digest, Document, PassageKind, Provenance, Work,
};
use crate::text::{LineIndex, Origin, Span, TextBuilder, one_line};

/// Why a line gave no document.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RecordError {
    /// The line is another JSON value than an object, or no JSON at all.
    #[error("the line is no JSON object")]
    NoObject,
    /// The line begins as an object and breaks off or goes wrong.
    #[error("broken JSON at column {column}: {what}")]
    Broken {
        /// Byte of the line, from 1.
        column: usize,
        /// What is wrong there.
        what: String,
    },
    /// The line is too long for a document.
    #[error("the line is 1 GiB or longer")]
    TooLong,
}

/// Reads one line, with or without its line end. A blank line is `None`.
///
/// A field of the wrong type is a complaint, and the rest of the record is read without it; fields
/// that mean nothing to us are kept in [`Document::extra`].
///
/// # Errors
/// If the line is no JSON object. The message names no line number.
pub fn read_line(line: &[u8]) -> Result<Option<Reading>, RecordError> {
    let end = line.strip_suffix(b"\n").unwrap_or(line);
    let end = end.strip_suffix(b"\r").unwrap_or(end).len();
    if end >= 1 << 30 {
        return Err(RecordError::TooLong);
    }
    let line = Line::decode(&line[..end]);
    if line.text.trim().is_empty() {
        return Ok(None);
    }
    let Fields(fields) = serde_json::from_str(&line.text).map_err(|e| line.error(&e))?;
    Ok(Some(Record::sort(&line, fields).read()))
}

/// The characters of a line and where they lie in it.
struct Line {
    digest: Digest,
    text: String,
    origin: Origin,
    /// Whether characters and bytes of the line run in step.
    in_step: bool,
}

impl Line {
    fn decode(bytes: &[u8]) -> Line {
        // A mark stands before the first record of a file and is no part of it.
        let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let skip = bytes.len() - bare.len();
        let mut origin = Origin::default();
        if skip > 0 {
            origin.push(0, skip, 1, 1);
        }
        let digest = Digest::of(bare);
        match str::from_utf8(bare) {
            Ok(text) => Line { digest, text: text.to_owned(), origin, in_step: true },
            Err(_) => match Source::decode(bytes) {
                Ok(source) => {
                    Line { digest, text: source.text, origin: source.origin, in_step: false }
                }
                // Left as it is: whatever it may be, it is no JSON.
                Err(_) => Line { digest, text: "\u{fffd}".into(), origin, in_step: false },
            },
        }
    }

    /// Offset in the line's text of a part of it.
    fn offset_of(&self, part: &str) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }

    fn error(&self, error: &serde_json::Error) -> RecordError {
        if error.is_data() || !self.text.trim_start().starts_with('{') {
            return RecordError::NoObject;
        }
        let said = error.to_string();
        let what = said.split(" at line ").next().unwrap_or_default().to_owned();
        RecordError::Broken { column: error.column(), what }
    }
}

/// The fields of an object in the order of the line; a name may come twice.
struct Fields<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        from.deserialize_map(Object)
    }
}

/// A record with its fields sorted by what they are for.
struct Record<'a> {
    source: Text<'a>,
    title: Option<&'a RawValue>,
    body: Option<&'a RawValue>,
    section: Vec<&'a RawValue>,
    kind: Option<PassageKind>,
    key: Option<String>,
    work: Work,
    extra: Vec<(String, String)>,
    complaints: Vec<Complaint>,
}

impl<'a> Record<'a> {
    fn sort(line: &'a Line, fields: Vec<(String, &'a RawValue)>) -> Record<'a> {
        let mut record = Record {
            source: Text::new(line),
            title: None,
            body: None,
            section: Vec::new(),
            kind: None,
            key: None,
            work: Work::default(),
            extra: Vec::new(),
            complaints: Vec::new(),
        };
        let mut times = HashMap::new();
        for (name, value) in &fields {
            let times = times.entry(name).or_insert(0_usize);
            *times += 1;
            if *times == 2 {
                record.complain(format!("the field “{name}” stands twice; the last one counts"));
            }
            if value.get() != "null" {
                record.take(name, value);
            }
        }
        record
    }

    fn take(&mut self, name: &str, value: &'a RawValue) {
        match name {
            "title" => self.title = self.string(name, value),
            "text" => self.body = self.string(name, value),
            "section" => {
                if let Some(parts) = self.list(name, value) {
                    self.section = parts;
                }
            }
            "kind" => {
                let kind = self.line(name, value);
                let found = kind.as_deref().and_then(PassageKind::from_name);
                if let (Some(kind), None) = (&kind, found) {
                    let all = PassageKind::ALL.map(PassageKind::name).join(", ");
                    self.complain(format!("“{kind}” is no kind of passage (they are: {all})"));
                }
                self.kind = found;
            }
            "id" => self.key = self.word(name, value),
            "source" => self.work.source = self.line(name, value),
            "url" => self.work.url = self.line(name, value),
            "language" => self.work.language = self.line(name, value),
            "number" => self.work.number = self.word(name, value),
            "type" => self.work.kind = self.line(name, value),
            "authors" => {
                if let Some(parts) = self.list(name, value) {
                    let names = parts.iter().map(|part| one_line(unquoted(part)));
                    let names = names.filter(|name| !name.is_empty());
                    self.work.authors = names.flat_map(|name| persons(&name)).collect();
                }
            }
            "date" => {
                let date = self.word(name, value);
                self.work.issued = date.as_deref().and_then(parse_date);
                if let (Some(date), None) = (&date, self.work.issued) {
                    self.complain(format!("“{date}” is no date (2024, 2024-02 or 2024-02-16)"));
                    self.keep(name, value);
                }
            }
            _ => match bibliographic(name, value) {
                Some(known) => self.work.complete(&known),
                None => self.keep(name, value),
            },
        }
    }

    fn keep(&mut self, name: &str, value: &RawValue) {
        self.extra.push((name.to_owned(), value.get().to_owned()));
    }

    fn complain(&mut self, what: String) {
        self.complaints.push(Complaint { line: None, what });
    }

    /// The value, if it is a string.
    fn string(&mut self, name: &str, value: &'a RawValue) -> Option<&'a RawValue> {
        if value.get().starts_with('"') {
            return Some(value);
        }
        self.complain(format!("the field “{name}” is no string"));
        None
    }

    /// The strings of the value, if it is a string or an array of strings.
    fn list(&mut self, name: &str, value: &'a RawValue) -> Option<Vec<&'a RawValue>> {
        if value.get().starts_with('"') {
            return Some(vec![value]);
        }
        let parts = serde_json::from_str::<Vec<&'a RawValue>>(value.get()).unwrap_or_default();
        let strings = parts.iter().copied().filter(|part| part.get().starts_with('"'));
        let strings: Vec<_> = strings.collect();
        if strings.len() < parts.len() || !value.get().starts_with('[') {
            self.complain(format!("the field “{name}” is no string and no array of strings"));
        }
        (!strings.is_empty()).then_some(strings)
    }

    /// The string as one line without needless white space; `None` if nothing is left of it.
    fn line(&mut self, name: &str, value: &'a RawValue) -> Option<String> {
        let line = one_line(unquoted(self.string(name, value)?));
        (!line.is_empty()).then_some(line)
    }

    /// As [`Record::line`], but a number will do too, as it is written.
    fn word(&mut self, name: &str, value: &'a RawValue) -> Option<String> {
        if value.get().starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
            return Some(value.get().to_owned());
        }
        self.line(name, value)
    }

    fn read(mut self) -> Reading {
        let title = self.title.and_then(|title| self.source.field(title));
        let section: Vec<Span> =
            self.section.iter().filter_map(|part| self.source.heading(part)).collect();
        let body = self.body.and_then(|body| self.source.field(body));
        if title.is_none() && body.is_none() {
            self.complain("the record has neither a title nor a text".into());
        }
        self.work.title = title.and_then(|span| span.slice(&self.source.text)).map(one_line);
        self.work.mark(Provenance::Record);
        let Text { line, text, origin } = self.source;
        let source = Source { digest: line.digest, text, origin, lines: LineIndex::one_line() };
        let mut reading = text::read_record(&source, title, body, vec![self.work]);
        if !section.is_empty() {
            reading.document = under(&section, reading.document, &source);
        }
        let document = &mut reading.document;
        if let (Some(first), Some(_)) = (document.blocks.first(), title) {
            // Without the markup it may have had.
            let words = first.span.slice(&document.text).filter(|_| first.kind == BlockKind::Title);
            document.works[0].title = words.map(one_line).or(document.works[0].title.take());
        }
        document.key = self.key;
        document.extra.extend(self.extra);
        if let Some(kind) = self.kind {
            let own = |b: &BlockKind| !matches!(b, BlockKind::Title | BlockKind::Heading(_));
            let blocks = document.blocks.iter_mut().filter(|b| own(&b.kind));
            blocks.for_each(|b| b.kind = block_kind(kind));
        }
        self.complaints.append(&mut reading.complaints);
        reading.complaints = self.complaints;
        reading
    }
}

/// The decoded text of a record: its fields, one after the other.
struct Text<'a> {
    line: &'a Line,
    text: String,
    origin: Origin,
}

impl<'a> Text<'a> {
    fn new(line: &'a Line) -> Text<'a> {
        Text { line, text: String::new(), origin: Origin::default() }
    }

    /// Adds a field as a paragraph of its own; `None` if it holds nothing but white space.
    fn field(&mut self, value: &RawValue) -> Option<Span> {
        let start = self.text.len();
        self.string(value);
        let span = Span::new(start, self.text.len());
        if span.slice(&self.text).is_none_or(|text| text.trim().is_empty()) {
            return None;
        }
        // The blank line between two fields lies nowhere but at the end of the first.
        let end = self.line.offset_of(value.get()) + value.get().len();
        let end = self.line.origin.file_span(Span::new(end, end)).start as usize;
        self.origin.push(self.text.len(), end, 2, 0);
        self.text.push_str("\n\n");
        Some(span)
    }

    /// Adds a heading, which is one line.
    fn heading(&mut self, value: &RawValue) -> Option<Span> {
        let span = self.field(value)?;
        let rest = self.text.split_off(span.start as usize);
        let (heading, gap) = rest.split_at(span.len());
        self.text.push_str(&heading.replace(['\n', '\r'], " "));
        self.text.push_str(gap);
        Some(span)
    }

    fn string(&mut self, value: &RawValue) {
        let (line, raw) = (self.line, value.get());
        let start = line.offset_of(raw);
        for (at, piece) in pieces(raw) {
            let at = start + at;
            match piece {
                Piece::Plain(plain) if line.in_step => {
                    let from = line.origin.file_span(Span::new(at, at + 1)).start as usize;
                    self.origin.push(self.text.len(), from, 1, 1);
                    self.text.push_str(plain);
                }
                Piece::Plain(plain) => {
                    for (i, c) in plain.char_indices() {
                        self.character(c, Span::new(at + i, at + i + c.len_utf8()));
                    }
                }
                Piece::Escape(c, length) => self.character(c, Span::new(at, at + length)),
            }
        }
    }

    fn character(&mut self, c: char, written: Span) {
        let bytes = self.line.origin.file_span(written);
        let length = u8::try_from(bytes.len()).unwrap_or(u8::MAX);
        self.origin.push(self.text.len(), bytes.start as usize, c.len_utf8() as u8, length);
        self.text.push(c);
    }
}

/// The document with the parts of its section as headings before all but the title.
fn under(section: &[Span], document: Document, source: &Source) -> Document {
    let draft = |block: &Block| {
        let own =
            document.pages.iter().filter(|p| block.span.start <= p.at && p.at <= block.span.end);
        BlockDraft {
            kind: block.kind,
            work: block.work,
            text: block.span.slice(&document.text).unwrap_or_default().to_owned(),
            map: block.map.clone(),
            pages: own.map(|p| (p.at - block.span.start, p.label.clone())).collect(),
        }
    };
    let mut drafts: Vec<_> = document.blocks.iter().map(draft).collect();
    let headings = section.iter().zip(1..=6).map(|(span, level)| {
        let mut builder = TextBuilder::new(&source.text);
        builder.exact(*span);
        let (text, map) = builder.finish();
        BlockDraft { kind: BlockKind::Heading(level), work: 0, text, map, pages: Vec::new() }
    });
    let first = drafts.iter().take_while(|d| d.kind == BlockKind::Title).count();
    drafts.splice(first..first, headings.collect::<Vec<_>>());
    let Document { digest, works, origin, lines, .. } = document;
    Document::assemble(digest, works, drafts, origin, lines)
}

/// A date, also one that a time of day follows.
fn parse_date(text: &str) -> Option<Date> {
    let day = text.get(..10).filter(|_| text[10..].starts_with(['T', ' ']));
    Date::parse_edtf(text).or_else(|| Date::parse_edtf(day?)).or_else(|| Date::parse_printed(text))
}

fn block_kind(kind: PassageKind) -> BlockKind {
    match kind {
        PassageKind::Body => BlockKind::Paragraph,
        PassageKind::Title => BlockKind::Title,
        PassageKind::Caption => BlockKind::Caption,
        PassageKind::List => BlockKind::ListItem,
        PassageKind::Table => BlockKind::Table,
        PassageKind::Note => BlockKind::Note,
        PassageKind::Notice => BlockKind::Notice,
        PassageKind::Teaser => BlockKind::Teaser,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn record(line: &str) -> Reading {
        read_line(line.as_bytes()).unwrap().unwrap()
    }

    fn complaints(line: &str) -> Vec<String> {
        record(line).complaints.into_iter().map(|c| c.what).collect()
    }

    #[test]
    fn a_record_is_a_document_with_its_fields() {
        let line = concat!(
            r#"{"id": "a/1", "text": "One sentence here. Another \"quoted\" one.", "#,
            r#""title": " A  caf\u00e9\nin Delhi ", "date": "2024-02-16T10:00:00Z", "#,
            r#""authors": ["Ann Lee, Ph.D.; Bo Ray", "Cy"], "source": "The\tInstitute", "number": 76, "#,
            r#""url": "https://example.org/1", "language": "en", "type": "speech", "#,
            r#""pages": {"first": 225}, "volume": null}"#,
            "\r\n"
        );
        let Reading { document, complaints } = record(line);
        assert_eq!(complaints, []);
        assert_eq!(document.id, Digest::of(line.trim_end().as_bytes()).id());
        assert_eq!(document.key.as_deref(), Some("a/1"));
        let work = &document.works[0];
        assert_eq!(work.title.as_deref(), Some("A café in Delhi"));
        assert_eq!(work.issued, Date::parse_edtf("2024-02-16"));
        let authors: Vec<_> = work.authors.iter().map(|a| a.name.as_str()).collect();
        assert_eq!(authors, ["Ann Lee", "Bo Ray", "Cy"]);
        assert_eq!(work.source.as_deref(), Some("The Institute"));
        assert_eq!(work.number.as_deref(), Some("76"));
        assert_eq!(work.kind.as_deref(), Some("speech"));
        assert_eq!(work.provenance.len(), 8);
        let extra: Vec<_> = document.extra.iter().collect();
        assert_eq!(extra, [(&"pages".to_string(), &"{\"first\": 225}".to_string())]);
        assert!(document.is_sound());
        let at = document.text.find("Another").unwrap();
        let bytes = document.bytes(Span::new(at, at + "Another \"quoted\"".len()));
        assert_eq!(&line[bytes.range()], r#"Another \"quoted\""#);
        assert_eq!(document.lines(Span::new(at, at + 1)), (1, 1));
    }

    #[test]
    fn a_record_needs_no_text_and_says_when_it_has_nothing() {
        let titled = record(r#"{"id": "1", "title": "Algebraic Language", "text": ""}"#);
        assert_eq!(titled.document.text, "Algebraic Language");
        assert_eq!(titled.document.blocks[0].kind, BlockKind::Title);
        assert_eq!(titled.complaints, []);
        let empty = record(r#"{"id": "1", "title": "", "text": " \n"}"#);
        assert_eq!(empty.document.text, "");
        assert_eq!(empty.complaints.len(), 1);
        for blank in ["", "\n", " \r\n", "\u{feff}\n"] {
            assert_eq!(read_line(blank.as_bytes()), Ok(None));
        }
    }

    #[test]
    fn a_section_is_a_heading_and_a_kind_holds_for_all_blocks() {
        let line = r#"{"text": "Words of a note.", "section": "Part\nTwo", "kind": "note"}"#;
        let document = record(line).document;
        assert_eq!(document.text, "Part Two\nWords of a note.");
        assert!(matches!(document.blocks[0].kind, BlockKind::Heading(_)));
        assert_eq!(document.blocks[1].kind, BlockKind::Note);
        assert_eq!(&line[document.bytes(document.blocks[0].span).range()], r"Part\nTwo");
        assert_eq!(&line[document.bytes(document.blocks[1].span).range()], "Words of a note.");
    }

    #[test]
    fn what_only_citations_need_is_taken_where_it_is_certain() {
        let line = r#"{"text": "t", "journal": "Orbis", "volume": 48, "issue": "2", "page": "11-29",
            "editor": ["Bo Ray"], "DOI": "https://doi.org/10.1/x", "publisher-place": "Delhi"}"#;
        let document = record(&line.replace('\n', " ")).document;
        let work = &document.works[0];
        let given =
            [&work.container, &work.volume, &work.issue, &work.pages, &work.doi, &work.place];
        let given: Vec<&str> = given.iter().filter_map(|field| field.as_deref()).collect();
        assert_eq!(given, ["Orbis", "48", "2", "11-29", "10.1/x", "Delhi"]);
        assert_eq!((work.editors[0].name.as_str(), document.extra.len()), ("Bo Ray", 0));
        let line = r#"{"text": "t", "pages": 24, "issue": "trade", "place": "Delhi", "doi": "none",
            "volume": "loud", "editor": [1]}"#;
        let document = record(&line.replace('\n', " ")).document;
        assert_eq!((document.works[0].provenance.len(), document.extra.len()), (0, 6));
    }

    #[test]
    fn a_field_of_the_wrong_type_is_a_complaint() {
        let line =
            r#"{"title": 5, "text": "t", "authors": [1, "Ann"], "kind": "foot", "date": "soon"}"#;
        assert_eq!(complaints(line).len(), 4);
        let document = record(line).document;
        assert_eq!(document.text, "t");
        assert_eq!(document.works[0].authors.len(), 1);
        assert_eq!(document.extra["date"], "\"soon\"");
        assert_eq!(complaints(r#"{"text": "a", "text": "b"}"#).len(), 1);
        assert_eq!(record(r#"{"text": "a", "text": "b"}"#).document.text, "b");
        assert_eq!(complaints(r#"{"text": "a", "title": null, "source": null}"#).len(), 0);
    }

    #[test]
    fn a_line_that_is_no_object_is_an_error() {
        let error = |line: &[u8]| read_line(line).unwrap_err();
        for line in ["[1]", "5", "\"text\"", "plain words", "null", "%PDF-1.4"] {
            assert_eq!(error(line.as_bytes()), RecordError::NoObject, "{line}");
        }
        assert_eq!(error(b"\xff\0\x01"), RecordError::NoObject);
        let broken = error(br#"{"text": "a"#);
        assert_eq!(broken.to_string(), "broken JSON at column 11: EOF while parsing a string");
        assert!(matches!(error(br#"{"text": "a"} {"text": "b"}"#), RecordError::Broken { .. }));
    }

    #[test]
    fn hostile_lines_are_harmless() {
        let deep =
            format!(r#"{{"x": {}1{}, "text": "t"}}"#, "[".repeat(1 << 17), "]".repeat(1 << 17));
        assert_eq!(record(&deep).document.text, "t");
        let huge = format!(r#"{{"number": {}, "text": "t"}}"#, "9".repeat(1 << 12));
        assert_eq!(record(&huge).document.works[0].number.as_ref().map(String::len), Some(1 << 12));
        let same = format!("{{{}\"text\": \"t\"}}", r#""a": 1, "#.repeat(1 << 12));
        assert_eq!(record(&same).document.text, "t");
        assert_eq!(complaints(&same).len(), 1);
    }

    #[test]
    fn other_encodings_lead_back_too() {
        let line = "{\"text\": \"The caf\u{e9}\\u0027s door\"}";
        let bytes = encoding_rs::WINDOWS_1252.encode(line).0;
        let document = read_line(&bytes).unwrap().unwrap().document;
        assert_eq!(document.text, "The café's door");
        let at = document.text.find("'s").unwrap();
        assert_eq!(&bytes[document.bytes(Span::new(at, at + 7)).range()], b"\\u0027s door");
        let marked = "\u{feff}{\"text\": \"word\"}";
        let document = record(marked).document;
        assert_eq!(&marked[document.bytes(Span::new(0, 4)).range()], "word");
        assert_eq!(document.id, record("{\"text\": \"word\"}").document.id);
    }

    proptest! {
        #[test]
        fn every_character_leads_back_to_its_escape(
            written in prop::collection::vec((any::<char>(), any::<bool>()), 0..40),
            lone in prop::option::of(0xd800_u16..0xe000),
        ) {
            let mut raw: String = lone.map(|unit| format!("\\u{unit:04x}.")).unwrap_or_default();
            let mut text = if lone.is_some() { "\u{fffd}.".to_string() } else { String::new() };
            for (c, escaped) in written {
                text.push(c);
                if escaped {
                    raw.extend(c.encode_utf16(&mut [0; 2]).iter().map(|u| format!("\\u{u:04X}")));
                } else {
                    let quoted = serde_json::to_string(&c).unwrap();
                    raw.push_str(&quoted[1..quoted.len() - 1]);
                }
            }
            let line = format!("{{\"text\":\"{raw}\"}}");
            let line = Line::decode(line.as_bytes());
            let Fields(fields) = serde_json::from_str(&line.text).unwrap();
            let mut decoded = Text::new(&line);
            decoded.string(fields[0].1);
            prop_assert_eq!(&decoded.text, &text);
            let mut end = 0;
            for (i, c) in text.char_indices() {
                let span = decoded.origin.file_span(Span::new(i, i + c.len_utf8()));
                prop_assert!(span.start >= end);
                end = span.end;
                let own = &line.text[span.range()];
                let alone = serde_json::from_str::<String>(&format!("\"{own}\""));
                prop_assert_eq!(alone.unwrap_or("\u{fffd}".into()), c.to_string());
            }
        }

        #[test]
        fn any_line_is_read_or_refused(line in "\\PC{0,40}|\\{\"(text|title|kind|date|section)\": ?(\"[^\"]{0,20}\"|[0-9\\[\\]\",]{0,9})\\}") {
            if let Ok(Some(reading)) = read_line(line.as_bytes()) {
                prop_assert!(reading.document.is_sound());
            }
        }
    }
}
