//! Guards what a record says against the citation processor.
//!
//! A processor takes text for its own: it turns the hyphens of a report number into dashes, counts
//! its parts and adds a plural, moves full stops about. So every character that it could act on is
//! put into a plane of private use before it sees the text, and put back afterwards; then it is
//! also known which marks are the record's and which are the style's. Letters and blanks stay, so
//! that works are sorted as they should be.

/// The plane of private use that guarded characters lie in, at the offset of what they are.
const PLANE: u32 = 0xF_0000;
/// Characters that are themselves of private use there mean nothing to anybody.
const LOST: char = '\u{FFFD}';
/// Stands before a text so that its first letter is not made a capital; no letter and not sorted by.
pub const SHIELD: char = '\u{2060}';

/// The text with its marks guarded; letters, digits and blanks stay.
pub fn marks(text: &str) -> String {
    text.chars().map(|c| if is_free(c) { c } else { guarded(c) }).collect()
}

/// The text with its marks guarded, of which the first letter keeps its case.
pub fn title(text: &str) -> String {
    let text = marks(text);
    match text.chars().next() {
        Some(first) if first.is_lowercase() => format!("{SHIELD}{text}"),
        _ => text,
    }
}

/// The text with its digits and marks guarded, so that it is no number to a processor.
pub fn number(text: &str) -> String {
    text.chars().map(|c| if is_free(c) && !c.is_numeric() { c } else { guarded(c) }).collect()
}

/// The text with everything but letters guarded: one word to a processor.
pub fn word(text: &str) -> String {
    text.chars().map(|c| if c.is_alphabetic() && is_free(c) { c } else { guarded(c) }).collect()
}

/// What a character of the processor's answer stands for, and whether it was guarded; `None` for
/// the shield.
pub fn revealed(c: char) -> Option<(char, bool)> {
    if c == SHIELD {
        return None;
    }
    let own = u32::from(c).checked_sub(PLANE).filter(|code| *code < 0x1_0000);
    Some(own.map_or((c, false), |code| (char::from_u32(code).unwrap_or(LOST), true)))
}

/// A text of the processor's answer with what was guarded in it put back.
pub fn revealed_text(text: &str) -> String {
    text.chars().filter_map(revealed).map(|(c, _)| c).collect()
}

fn is_free(c: char) -> bool {
    (c.is_alphanumeric() || c == ' ' || u32::from(c) > 0xFFFF) && u32::from(c) < PLANE
}

fn guarded(c: char) -> char {
    match u32::from(c) {
        code if code >= PLANE => LOST,
        code if code > 0xFFFF => c,
        code => char::from_u32(PLANE + code).unwrap_or(LOST),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_none_to_the_processor_and_comes_back() {
        for text in ["GAO-23-105544", "A/RES/75/1", "Pub. L. 116–92", "007", "第12号"] {
            let guarded = number(text);
            assert!(!guarded.contains(|c: char| c.is_ascii_digit() || c == '-'), "{guarded}");
            assert_eq!(revealed_text(&guarded), text);
        }
    }

    #[test]
    fn a_small_first_letter_is_shielded() {
        assert_eq!(title("iDEX: a primer").chars().next(), Some(SHIELD));
        assert_eq!(title("INDUS-X").chars().next(), Some('I'));
    }

    proptest! {
        #[test]
        fn what_is_guarded_comes_back(text in "\\PC{0,60}") {
            let text: String = text.chars().filter(|c| u32::from(*c) < PLANE && *c != SHIELD).collect();
            for guard in [marks, title, number, word] {
                prop_assert_eq!(&revealed_text(&guard(&text)), &text);
            }
        }

        #[test]
        fn nothing_of_private_use_passes_for_a_guarded_mark(c in proptest::char::range('\u{F0000}', '\u{10FFFF}')) {
            prop_assert_eq!(revealed_text(&marks(&c.to_string())), LOST.to_string());
        }
    }
}
