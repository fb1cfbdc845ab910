//! Which reader a file needs: by its content first, by its name second.

use std::path::Path;

use serde::de::IgnoredAny;
use thiserror::Error;

use super::jsonl::{self, RecordError};
use super::source::{self, Source};
use super::{Reading, text};

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text, and text full of markdown or html: one document a file.
    Text,
    /// Records, one JSON object a line: one document a line.
    Jsonl,
}

/// How a format is read.
#[derive(Clone, Copy, Debug)]
pub enum Reader {
    /// The whole file is one document.
    File(fn(&Source) -> Reading),
    /// Each line, without its line end, is one document; blank lines are none.
    Line(fn(&[u8]) -> Result<Option<Reading>, RecordError>),
}

/// Why no reader takes a file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unsupported {
    /// The file is in another format; says which.
    #[error("the file is {0}, which is not read")]
    Format(&'static str),
    /// Records in an encoding in which lines cannot be told apart.
    #[error("the records are in UTF-16; save the file as UTF-8")]
    WideRecords,
}

/// The formats: the name of each, the name endings that stand for it where the content does not
/// tell, and its reader.
const FORMATS: &[(Format, &str, &[&str], Reader)] = &[
    (Format::Jsonl, "jsonl", &["jsonl", "ndjson", "jsonlines"], Reader::Line(jsonl::read_line)),
    (Format::Text, "text", &[], Reader::File(text::read)),
];

impl Format {
    /// How many first bytes of a file [`Format::detect`] looks at; more do not help.
    pub const HEAD: usize = 16 * 1024;

    /// The format of a file of this name that begins with `head` (its first [`Format::HEAD`] bytes,
    /// or all of it).
    ///
    /// # Errors
    /// If it is a format that no reader takes.
    pub fn detect(name: &Path, head: &[u8]) -> Result<Format, Unsupported> {
        if let Some(what) = source::signature(head) {
            return Err(Unsupported::Format(what));
        }
        let head = &head[..head.len().min(Self::HEAD)];
        // Marks are ASCII; without its zero bytes UTF-16 shows them as UTF-8 does.
        let plain: Vec<u8> = head.iter().copied().filter(|b| *b != 0).collect();
        if let Some(what) = markup(&plain) {
            return Err(Unsupported::Format(what));
        }
        let ending = name.extension().and_then(|e| e.to_str()).unwrap_or_default();
        let named = |endings: &[&str]| endings.iter().any(|e| e.eq_ignore_ascii_case(ending));
        let found = match begins_with_record(&plain) {
            true => Some(Format::Jsonl),
            false => FORMATS.iter().find(|f| named(f.2)).map(|f| f.0),
        };
        match found {
            Some(Format::Jsonl) if plain.len() < head.len() => Err(Unsupported::WideRecords),
            Some(format) => Ok(format),
            None if named(&["json"]) && matches!(first(&plain), b'{' | b'[') => {
                Err(Unsupported::Format("JSON, but not one object a line (jsonl)"))
            }
            None => Ok(Format::Text),
        }
    }

    /// The word for it in output.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// Its reader.
    pub fn reader(self) -> Reader {
        self.row().3
    }

    fn row(self) -> &'static (Format, &'static str, &'static [&'static str], Reader) {
        FORMATS.iter().find(|f| f.0 == self).expect("the table has a row for each format")
    }
}

/// What marked-up format a file is in that begins like this: a whole page, not text with tags in it.
fn markup(head: &[u8]) -> Option<&'static str> {
    let mut rest = skip_blank(head);
    let begins = |rest: &[u8], mark: &str| {
        rest.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark.as_bytes()))
    };
    let is_xml = begins(rest, "<?xml");
    loop {
        let close = match rest {
            [b'<', b'!', b'-', b'-', ..] => "-->",
            [b'<', b'?', ..] => "?>",
            _ => break,
        };
        let end = rest.windows(close.len()).position(|w| w == close.as_bytes())?;
        rest = skip_blank(&rest[end + close.len()..]);
    }
    let is_page = |mark: &str| {
        let next = rest.get(mark.len()).copied().unwrap_or(b'>');
        begins(rest, mark) && (next == b'>' || next.is_ascii_whitespace())
    };
    if is_page("<!doctype html") || is_page("<html") {
        return Some("an HTML page");
    }
    is_xml.then_some("an XML document")
}

/// Whether the first line that is not blank is a JSON object, or, where it is cut off, begins as one.
fn begins_with_record(head: &[u8]) -> bool {
    let head = skip_blank(head);
    if first(head) != b'{' {
        return false;
    }
    match head.iter().position(|b| *b == b'\n') {
        Some(end) => serde_json::from_slice::<IgnoredAny>(&head[..end]).is_ok(),
        None => {
            let whole = serde_json::from_slice::<IgnoredAny>(head);
            let is_cut = |e: serde_json::Error| e.is_eof() && head.len() > Format::HEAD / 2;
            whole.map_or_else(is_cut, |_| true)
        }
    }
}

fn first(bytes: &[u8]) -> u8 {
    skip_blank(bytes).first().copied().unwrap_or_default()
}

/// Without white space and byte order marks at the start.
fn skip_blank(mut bytes: &[u8]) -> &[u8] {
    for mark in [&b"\xef\xbb\xbf"[..], b"\xff\xfe", b"\xfe\xff"] {
        bytes = bytes.strip_prefix(mark).unwrap_or(bytes);
    }
    bytes.trim_ascii_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(name: &str, head: impl AsRef<[u8]>) -> Result<Format, String> {
        Format::detect(Path::new(name), head.as_ref()).map_err(|e| e.to_string())
    }

    #[test]
    fn content_decides_before_the_name() {
        let record = "{\"id\": \"1\", \"text\": \"a\"}\n";
        assert_eq!(detect("records.txt", record), Ok(Format::Jsonl));
        assert_eq!(detect("records", format!("\u{feff}\n{record}")), Ok(Format::Jsonl));
        assert_eq!(detect("one.json", record.trim_end()), Ok(Format::Jsonl));
        let long = format!("{{\"text\": \"{}", "a".repeat(Format::HEAD));
        assert_eq!(detect("long", long), Ok(Format::Jsonl));
        assert_eq!(detect("a.md", "{template}\ntext"), Ok(Format::Text));
        assert_eq!(detect("a.jsonl", "{broken\n{\"id\": 1}"), Ok(Format::Jsonl));
        assert_eq!(detect("a.pdf", "A text that somebody named so."), Ok(Format::Text));
        assert_eq!(detect("empty", ""), Ok(Format::Text));
    }

    #[test]
    fn text_with_tags_is_text_and_a_page_is_none() {
        for text in
            ["<u>regulations</u> apply", "# Title\n<html>", "<htmlish>", "<p>One</p>", "<!--"]
        {
            assert_eq!(detect("a.html", text), Ok(Format::Text), "{text}");
        }
        for page in [
            "<!DOCTYPE html>\n<html lang=\"en\">",
            "\r\n<HTML><BODY>",
            "<?xml version=\"1.0\"?>\n<!-- saved -->\n<!doctype html PUBLIC",
        ] {
            let reason = Err("the file is an HTML page, which is not read".to_string());
            assert_eq!(detect("a.txt", page), reason, "{page}");
            let wide: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(detect("a.txt", [b"\xff\xfe".to_vec(), wide].concat()), reason);
        }
        assert!(detect("a", "<?xml version=\"1.0\"?><TEI>").unwrap_err().contains("XML"));
    }

    #[test]
    fn other_formats_are_named() {
        assert!(detect("a.txt", b"%PDF-1.4").unwrap_err().contains("a PDF document"));
        assert!(detect("a.json", "[\n {\"id\": 1}\n]").unwrap_err().contains("one object a line"));
        let wide: Vec<u8> = "{\"id\": 1}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(detect("a.jsonl", wide).unwrap_err().contains("UTF-16"));
    }

    #[test]
    fn each_format_has_its_row() {
        for (format, name, ..) in FORMATS {
            assert_eq!(format.name(), *name);
        }
        assert!(matches!(Format::Text.reader(), Reader::File(_)));
        assert!(matches!(Format::Jsonl.reader(), Reader::Line(_)));
    }
}
