//! Which lines read like headings, and how sentences begin and end. Judged by the line alone.

/// Whether `line` ends as a sentence does: a stop, closing marks and tags looked through.
pub(super) fn ends_sentence(line: &str) -> bool {
    last_mark(line).is_some_and(|c| matches!(c, '.' | '?' | '!' | ':' | ';' | '…'))
}

/// The last character of `line`, behind closing quotes, brackets, markup and tags.
fn last_mark(line: &str) -> Option<char> {
    let mut rest = line.trim_end();
    loop {
        let shorter =
            rest.trim_end_matches(['"', '\'', '”', '’', '»', '›', ')', ']', '*', '_', ' ']);
        let shorter = match shorter.strip_suffix('>').and_then(|s| s.rfind('<').map(|i| &s[..i])) {
            Some(before) => before,
            // `.[3]`, `.)3` and the like: a note mark stands behind the stop.
            None => match shorter.rsplit_once('[') {
                Some((before, number))
                    if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) =>
                {
                    before
                }
                _ => shorter,
            },
        };
        if shorter.len() == rest.len() {
            return rest.chars().next_back();
        }
        rest = shorter;
    }
}

/// The first character of `line`, behind opening quotes, brackets, markup and tags.
pub(super) fn first_letter(line: &str) -> Option<char> {
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches(['"', '\'', '“', '‘', '«', '(', '[', '*', '_', ' ']);
        match rest.strip_prefix('<').and_then(|r| r.find('>').map(|i| &r[i + 1..])) {
            Some(after) => rest = after,
            None => return rest.chars().next(),
        }
    }
}

/// Whether `line` may begin a sentence.
pub(super) fn begins_sentence(line: &str) -> bool {
    first_letter(line).is_some_and(|c| !c.is_lowercase() && !matches!(c, ',' | ';' | '.' | ')'))
}

/// Whether `line` reads like a heading: short, no final stop, capitalized like a title.
pub(super) fn is_like(line: &str) -> bool {
    let line = line.trim();
    let (label, words) = numbering(line);
    let count = words.split_whitespace().count();
    let final_mark = words.chars().next_back();
    if !(1..=14).contains(&count)
        || words.len() > 110
        || !final_mark.is_some_and(|c| c.is_alphanumeric() || "?!:)”\"’'".contains(c))
        || !words.chars().next().is_some_and(char::is_alphanumeric)
        || is_salutation(words)
        || is_dated(words)
        || words.contains(['[', '|', '@', '/', '=', '…'])
        || words.contains("...")
    {
        return false;
    }
    let capitals = !words.chars().any(char::is_lowercase);
    let digits = words.bytes().filter(u8::is_ascii_digit).count();
    if digits > 4 || (capitals && digits > 2) || words.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 3 || letters * 3 < words.chars().count() * 2 - count.min(words.len()) {
        return false;
    }
    if final_mark == Some(':') && !(capitals || count <= 3) {
        return false;
    }
    // A sentence has a stop inside; initials and abbreviations are short.
    let sentence = words
        .split_inclusive(['.', '?', '!'])
        .filter(|s| s.ends_with(['.', '?', '!']) && s.len() < words.len())
        .any(|s| s.split_whitespace().next_back().is_some_and(|w| w.len() > 5));
    !sentence && (capitals || is_title_case(words) || (label && count <= 10))
}

/// Splits off the number of a section: `II.`, `3.2`, `A.`; says whether there was one.
fn numbering(line: &str) -> (bool, &str) {
    let Some((first, rest)) = line.split_once(char::is_whitespace) else { return (false, line) };
    let body = first.trim_end_matches(['.', ')', ':']);
    let marked = body.len() < first.len();
    let roman = !body.is_empty() && body.bytes().all(|b| b"IVXLC".contains(&b));
    let decimal = body
        .split('.')
        .all(|p| !p.is_empty() && p.len() <= 2 && p.bytes().all(|b| b.is_ascii_digit()));
    let letter = body.len() == 1 && body.bytes().all(|b| b.is_ascii_uppercase());
    if (marked && (roman || decimal || letter)) || (decimal && body.contains('.')) {
        (true, rest.trim_start())
    } else {
        (false, line)
    }
}

fn is_title_case(words: &str) -> bool {
    const SMALL: [&str; 38] = [
        "a", "an", "and", "as", "at", "but", "by", "de", "for", "from", "in", "into", "is", "its",
        "nor", "of", "on", "or", "our", "over", "per", "so", "than", "that", "the", "through",
        "to", "toward", "towards", "under", "up", "via", "vs", "with", "within", "without",
        "against", "between",
    ];
    let mut great = 0;
    for word in words.split(|c: char| c.is_whitespace() || "-–—/".contains(c)) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        match bare.chars().next() {
            None => {}
            Some(c) if !c.is_lowercase() => great += 1,
            Some(_) if SMALL.contains(&bare) => {}
            Some(_) => return false,
        }
    }
    great > 0
}

/// `Mr. President:`, `Dear Sir`, `Excellencies`.
fn is_salutation(words: &str) -> bool {
    const OPENINGS: [&str; 9] =
        ["Dear ", "Mr. ", "Mrs. ", "Madam", "Sir", "Your ", "Excellenc", "Gentlemen", "Ladies"];
    let colon = words.ends_with(':');
    OPENINGS.iter().any(|o| words.starts_with(o)) && (colon || words.len() < 40)
        || ["Sincerely", "Respectfully", "Faithfully"].iter().any(|c| words.contains(c))
}

/// Place and date lines: a month or a weekday beside a number, or "undated".
fn is_dated(words: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let folded = words.to_lowercase();
    let month = folded
        .split(|c: char| !c.is_alphabetic())
        .any(|w| w.get(..3).is_some_and(|head| MONTHS.contains(&head)) && w.len() <= 9);
    (month && words.contains(|c: char| c.is_ascii_digit())) || folded.contains("undated")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_begin_and_end_behind_marks() {
        for ends in ["done.", "done.”", "<u>done.</u>", "done:**", "done.[3]", "done.) "] {
            assert!(ends_sentence(ends), "{ends}");
        }
        for open in ["given the more than", "a simple", "export administration</u>", "by (INDUS-X)"]
        {
            assert!(!ends_sentence(open), "{open}");
        }
        assert_eq!(first_letter("<u>regulations</u>"), Some('r'));
        assert!(begins_sentence("“The"));
        assert!(!begins_sentence("buyer-seller"));
    }

    #[test]
    fn headings_read_like_titles() {
        for line in [
            "Renewed Focus",
            "KEY TAKEAWAYS",
            "History of India-US Defence Technology Cooperation",
            "II. Strategic approach",
            "What Does the ADA Require of Ridesharing Companies?",
            "SUBJECT:",
            "PARTICIPANTS",
        ] {
            assert!(is_like(line), "{line}");
        }
        for line in [
            "Washington, April 29, 1964.",
            "Washington, April 22, 1969",
            "Dear Mr. President:",
            "Sincerely yours,",
            "It was late",
            "TELEGRAM Department of State 1234",
            "The first attempt was made by the two countries",
            "4975. From Cooper.",
            "Washington, undated",
        ] {
            assert!(!is_like(line), "{line}");
        }
    }
}
