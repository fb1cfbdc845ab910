//! What a document, a record or a file name must not do to a terminal or a spreadsheet.

use std::borrow::Cow;

/// Makes control characters and changes of direction visible; keeps line ends where `lines` says so.
///
/// A C0 control becomes its picture (`␛`), anything else that would act rather than be read the
/// replacement character.
pub fn visible(text: &str, lines: bool) -> Cow<'_, str> {
    if !text.chars().any(|c| acts(c) && !(lines && c == '\n')) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().map(|c| match c {
        '\n' if lines => c,
        '\n' | '\r' | '\t' => ' ',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        c if acts(c) => '\u{fffd}',
        c => c,
    });
    Cow::Owned(shown.collect())
}

/// Whether a terminal would act on it: controls, and what changes the direction of writing.
pub fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}' | '\u{2028}' | '\u{2029}')
}

/// A cell of a CSV table (RFC 4180). One that a spreadsheet would take for a formula gets an
/// apostrophe in front; control characters are made visible.
pub fn csv_cell(text: &str) -> String {
    let text = visible(text, true);
    let formula = text.trim_start().starts_with(['=', '+', '-', '@']);
    let text = if formula { format!("'{text}") } else { text.into_owned() };
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts_on_the_terminal() {
        assert_eq!(visible("a\u{1b}[31mb\u{7}", false), "a␛[31mb␇");
        assert_eq!(visible("x\u{202e}y\u{9b}", false), "x\u{fffd}y\u{fffd}");
        assert_eq!(visible("two\nlines", true), "two\nlines");
        assert_eq!(visible("naïve “quotes”", false), "naïve “quotes”");
    }

    #[test]
    fn cells_are_no_formulas() {
        assert_eq!(csv_cell("=1+1"), "'=1+1");
        assert_eq!(csv_cell("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(csv_cell(" @x"), "' @x");
    }
}
