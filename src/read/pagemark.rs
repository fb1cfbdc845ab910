//! Printed page marks: `[Page 225]`, `[[Page H6110]]`, `[p. 12]`.

/// A page mark in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PageMark<'a> {
    /// The label as printed: `225`, `H6110`, `iv`.
    pub label: &'a str,
    /// Its length in bytes, brackets included.
    pub length: usize,
}

/// The mark that `text` begins with.
pub(super) fn at(text: &str) -> Option<PageMark<'_>> {
    let inner = text.strip_prefix('[')?;
    let (inner, depth) = inner.strip_prefix('[').map_or((inner, 1), |i| (i, 2));
    let head = &inner.as_bytes()[..inner.len().min(24)];
    let close = head.iter().position(|b| *b == b']')?;
    let (word, label) = inner[..close].split_once(' ')?;
    if !matches!(word, "Page" | "page" | "PAGE" | "Pg" | "Pg." | "pg." | "p." | "P.") {
        return None;
    }
    let end = &inner[close..];
    (is_label(label) && end.starts_with(&"]]"[..depth]))
        .then_some(PageMark { label, length: 2 * depth + close })
}

/// Whether the page marks of `text` number its pages: their numbers rise. A text that only quotes
/// such marks has them in any order.
pub(super) fn rise(text: &str) -> bool {
    let (mut pairs, mut falls) = (0, 0);
    let mut last: Option<(&str, u32)> = None;
    for (i, _) in text.match_indices('[') {
        let Some(mark) = at(&text[i..]) else { continue };
        let letters = mark.label.trim_end_matches(|c: char| c.is_ascii_digit());
        let Ok(number) = mark.label[letters.len()..].parse::<u32>() else { continue };
        if let Some((before, _)) = last.filter(|l| l.0 == letters).map(|l| (l.1, l.0)) {
            pairs += 1;
            falls += u32::from(number < before);
        }
        last = Some((letters, number));
    }
    falls * 5 <= pairs
}

fn is_label(label: &str) -> bool {
    let letters = label.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = label.len() - letters.len();
    let roman = |c: char| "ivxlcdmIVXLCDM".contains(c);
    (digits > 0
        && letters.len() <= 3
        && letters.chars().all(|c| c.is_ascii_alphabetic() || c == '-'))
        || (digits == 0 && !label.is_empty() && label.len() <= 8 && label.chars().all(roman))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_recognized_and_must_rise() {
        assert_eq!(at("[Page 225] x"), Some(PageMark { label: "225", length: 10 }));
        assert_eq!(at("[[Page H6110]]"), Some(PageMark { label: "H6110", length: 14 }));
        assert_eq!(at("[p. iv]").map(|m| m.label), Some("iv"));
        assert_eq!(at("[Page one]"), None);
        assert_eq!(at("[3]"), None);
        assert!(rise("a [Page 1] b [Page 2] c"));
        assert!(!rise("see [Page 9] and [Page 2]"));
    }
}
