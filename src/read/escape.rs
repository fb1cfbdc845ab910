//! The strings of JSON, piece by piece: what stands for itself and what is escaped.

use serde_json::value::RawValue;

/// A piece of a JSON string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Characters that stand for themselves.
    Plain(&'a str),
    /// A character, and how many bytes of escape stand for it.
    Escape(char, usize),
}

/// The pieces of a JSON string with its quotation marks, each with its offset.
pub(super) fn pieces(raw: &str) -> impl Iterator<Item = (usize, Piece<'_>)> {
    let end = raw.len().saturating_sub(1);
    let mut at = 1;
    std::iter::from_fn(move || {
        let rest = raw.get(at..end).filter(|rest| !rest.is_empty())?;
        let start = at;
        let piece = match rest.find('\\') {
            Some(0) => escape(rest),
            Some(n) => Piece::Plain(&rest[..n]),
            None => Piece::Plain(rest),
        };
        at += match piece {
            Piece::Plain(plain) => plain.len(),
            Piece::Escape(_, length) => length,
        };
        Some((start, piece))
    })
}

/// The escape that `rest` begins with. Half of a surrogate pair alone is U+FFFD.
fn escape(rest: &str) -> Piece<'_> {
    let unit = |at: usize| {
        let digits = rest.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let c = match rest.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'u') => {
            let (first, second) = (unit(0).unwrap_or(0xfffd), unit(6));
            let pair = char::decode_utf16([Some(first), second].into_iter().flatten()).next();
            let c = pair.and_then(Result::ok).unwrap_or(char::REPLACEMENT_CHARACTER);
            return Piece::Escape(c, 6 * c.len_utf16());
        }
        Some(b'/') => '/',
        Some(b'"') => '"',
        // The parser has let nothing else through than a backslash.
        _ => '\\',
    };
    Piece::Escape(c, rest.len().min(2))
}

/// What a JSON string says.
pub(super) fn unquoted(value: &RawValue) -> String {
    let mut text = String::new();
    for (_, piece) in pieces(value.get()) {
        match piece {
            Piece::Plain(plain) => text.push_str(plain),
            Piece::Escape(c, _) => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_escape_is_one_character() {
        let raw = r#""a\\n\n\"\/\u00e9\ud83d\ude42\ud83d.\ude42""#;
        let text: Vec<_> = pieces(raw).collect();
        let escapes = [
            (1, Piece::Plain("a")),
            (2, Piece::Escape('\\', 2)),
            (4, Piece::Plain("n")),
            (5, Piece::Escape('\n', 2)),
            (7, Piece::Escape('"', 2)),
            (9, Piece::Escape('/', 2)),
            (11, Piece::Escape('é', 6)),
            (17, Piece::Escape('\u{1f642}', 12)),
            (29, Piece::Escape('\u{fffd}', 6)),
            (35, Piece::Plain(".")),
            (36, Piece::Escape('\u{fffd}', 6)),
        ];
        assert_eq!(text, escapes);
        assert_eq!(pieces("\"\"").count(), 0);
    }
}
