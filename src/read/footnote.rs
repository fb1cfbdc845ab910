//! Footnote marks: which bracketed numbers point to a note that the document holds.

/// The number (`3`, or `^3` and `^name` as markdown writes them) of the mark that `text` begins with.
pub(super) fn mark(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?;
    let head = &inner.as_bytes()[..inner.len().min(24)];
    let close = head.iter().position(|b| *b == b']')?;
    let number = &inner[..close];
    let plain = number.strip_prefix('^').unwrap_or(number);
    let fits = if plain.len() == number.len() {
        plain.len() <= 4 && plain.bytes().all(|b| b.is_ascii_digit())
    } else {
        plain.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    (fits && !plain.is_empty()).then_some(number)
}

/// Whether a heading says that notes follow.
pub(super) fn is_notes_heading(text: &str) -> bool {
    let plain = text.trim_matches(|c: char| !c.is_alphabetic());
    ["notes", "endnotes", "footnotes", "end notes"].iter().any(|n| plain.eq_ignore_ascii_case(n))
}

/// The number of the note that a line begins with: `[3] …`, `[^3]: …`, `3. …`, `| 3. | …`.
pub(super) fn numbered(line: &str) -> Option<&str> {
    if let Some(number) = mark(line) {
        return Some(number.trim_start_matches('^'));
    }
    let line = line.trim_start_matches(['|', ' ']);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let after = line[digits..].chars().next();
    ((1..=4).contains(&digits) && after.is_some_and(|c| matches!(c, '.' | ')' | ' ' | '\t')))
        .then(|| &line[..digits])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_notes_carry_numbers() {
        assert_eq!(mark("[3] x"), Some("3"));
        assert_eq!(mark("[^a1]"), Some("^a1"));
        assert_eq!(mark("[1963x]"), None);
        assert_eq!(mark("[]"), None);
        assert_eq!(numbered("[12] See"), Some("12"));
        assert_eq!(numbered("[^4]: See"), Some("4"));
        assert_eq!(numbered("| 14. | Prior"), Some("14"));
        assert_eq!(numbered("1964 was"), Some("1964"));
        assert!(is_notes_heading("Notes") && is_notes_heading("FOOTNOTES:"));
        assert!(!is_notes_heading("Notes on India"));
    }
}
