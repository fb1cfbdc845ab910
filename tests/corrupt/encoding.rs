//! Files in encodings of every kind, whole and damaged, as they reach the reader.

use pincite::read::Source;
use pincite::text::Span;

const TEXT: &str = "Côte d’Ivoire — “a pledge of £40 million”, it was said.\r\n\
                    Nothing has come of it since.\r\n";

/// Bytes of a file, and the text a reader of it would see.
fn cases() -> Vec<(&'static str, Vec<u8>, String)> {
    let utf16 = |order: fn(u16) -> [u8; 2]| TEXT.encode_utf16().flat_map(order).collect::<Vec<_>>();
    let western = encoding_rs::WINDOWS_1252.encode(TEXT).0.into_owned();
    let (cut, _) = TEXT.split_at(TEXT.find('’').unwrap());
    let mut odd = [b"\xff\xfe".to_vec(), utf16(u16::to_le_bytes)].concat();
    odd.push(b'x');
    vec![
        ("UTF-8", TEXT.into(), TEXT.into()),
        ("UTF-8 with a mark", format!("\u{feff}{TEXT}").into(), TEXT.into()),
        ("windows-1252", western, TEXT.into()),
        ("UTF-16, little end first", utf16(u16::to_le_bytes), TEXT.into()),
        ("UTF-16, big end first", utf16(u16::to_be_bytes), TEXT.into()),
        ("UTF-16 with half a unit more", odd, format!("{TEXT}\u{fffd}")),
        (
            "UTF-8 cut in a character",
            [cut.as_bytes(), "’".repeat(3).as_bytes(), b"\xe2\x80"].concat(),
            format!("{cut}’’’\u{fffd}"),
        ),
        ("a mark in the middle", "a\u{feff}b".into(), "a\u{feff}b".into()),
        ("a lone surrogate", b"\xff\xfea\0\x00\xd8b\0".to_vec(), "a\u{fffd}b".into()),
    ]
}

#[test]
fn files_are_read_in_their_encoding() {
    for (name, bytes, text) in cases() {
        let source = Source::decode(&bytes).unwrap();
        assert_eq!(source.text, text, "{name}");
    }
}

#[test]
fn lines_are_those_of_the_file() {
    for (name, bytes, text) in cases() {
        let source = Source::decode(&bytes).unwrap();
        let Some(at) = text.find("Nothing") else { continue };
        let span = source.origin.file_span(Span::new(at, at + "Nothing".len()));
        assert_eq!(source.lines.lines(span), (2, 2), "{name}");
        let own = Source::decode(&bytes[span.range()]).unwrap();
        assert_eq!(own.text, "Nothing", "{name}");
    }
}

#[test]
fn a_file_cut_anywhere_is_read_or_refused() {
    for (_, bytes, text) in cases() {
        for end in 0..bytes.len() {
            let Ok(source) = Source::decode(&bytes[..end]) else { continue };
            let last = source.origin.file_span(Span::new(0, source.text.len())).end;
            assert!(last as usize <= end, "{text:?} cut at {end}");
        }
    }
}
