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

/// Whether a text is set in capitals throughout, so that capitals say nothing.
pub(super) fn is_shouted(text: &str) -> bool {
    let (mut great, mut small) = (0_usize, 0_usize);
    for c in text.chars() {
        great += usize::from(c.is_uppercase());
        small += usize::from(c.is_lowercase());
    }
    great > small * 9
}

/// Whether `line` reads like a heading: short, no final stop, capitalized like a title.
pub(super) fn is_like(line: &str) -> bool {
    let line = line.trim();
    let (label, words) = numbering(line);
    let last = words.rsplit(|c: char| !c.is_alphanumeric()).find(|w| !w.is_empty());
    let count = words.split_whitespace().count();
    let final_mark = words.chars().next_back();
    if !(1..=14).contains(&count)
        || words.len() > 110
        || !final_mark.is_some_and(|c| c.is_alphanumeric() || "?:)”\"’'".contains(c))
        || last.is_some_and(|w| SMALL.contains(&w.to_lowercase().as_str()))
        || (!words.ends_with('?')
            && OPENERS.iter().any(|o| words.strip_prefix(o).is_some_and(|r| r.starts_with(' '))))
        || (words.ends_with(['?', ':']) && (label == Label::Number || words.contains(": ")))
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
    if digits > 4
        || (digits > 2 && !is_year(words))
        || words.starts_with(|c: char| c.is_ascii_digit())
    {
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
    !sentence && (capitals || is_title_case(words) || (label != Label::None && count <= 10))
}

/// The number of a section at the start of a heading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    None,
    /// `3.`, which a numbered paragraph may begin with as well.
    Number,
    /// `II.`, `3.2`, `A.`
    Section,
}

/// Splits off the number of a section.
fn numbering(line: &str) -> (Label, &str) {
    let Some((first, rest)) = line.split_once(char::is_whitespace) else {
        return (Label::None, line);
    };
    let body = first.trim_end_matches(['.', ')', ':']);
    let marked = body.len() < first.len();
    let roman = !body.is_empty() && body.bytes().all(|b| b"IVXLC".contains(&b));
    let letter = body.len() == 1 && body.bytes().all(|b| b.is_ascii_uppercase());
    let digits = |p: &str| !p.is_empty() && p.len() <= 2 && p.bytes().all(|b| b.is_ascii_digit());
    let decimal = body.contains('.') && body.split('.').all(digits);
    // Few texts have more than twenty sections, and most that count further count paragraphs.
    let number = marked && body.parse::<u32>().is_ok_and(|n| n <= 20);
    match (marked && (roman || letter)) || decimal {
        true => (Label::Section, rest.trim_start()),
        false if number => (Label::Number, rest.trim_start()),
        false => (Label::None, line),
    }
}

/// Words that a title leaves small.
const SMALL: [&str; 40] = [
    "a", "an", "and", "as", "at", "but", "by", "de", "for", "from", "in", "into", "is", "its",
    "nor", "of", "on", "or", "our", "over", "per", "so", "than", "that", "the", "through", "to",
    "toward", "towards", "under", "up", "v", "via", "vs", "with", "within", "without", "against",
    "between", "not",
];

/// Words that begin a sentence and hardly ever a title.
const OPENERS: [&str; 16] = [
    "Through",
    "Under",
    "During",
    "After",
    "Since",
    "Because",
    "If",
    "When",
    "While",
    "Although",
    "As",
    "At",
    "Therefore",
    "Thus",
    "However",
    "May",
];

/// Whether the digits of `words` are one year.
fn is_year(words: &str) -> bool {
    let mut numbers = words.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
    let year = |n: &str| n.len() == 4 && matches!(&n[..2], "18" | "19" | "20");
    // A line of few capitals and a number is an address: a telegram's, a form's.
    numbers.next().is_some_and(year) && numbers.next().is_none()
}

fn is_title_case(words: &str) -> bool {
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

/// `Mr. President:`, `Dear Sir`, `LADIES AND GENTLEMEN`, `Sincerely yours,`.
pub(super) fn is_salutation(words: &str) -> bool {
    const OPENINGS: [&str; 16] = [
        "dear ",
        "mr. ",
        "mr ",
        "mrs. ",
        "ms. ",
        "madam",
        "sir,",
        "sir:",
        "your ",
        "excellenc",
        "gentlemen",
        "ladies",
        "distinguished",
        "honourable ",
        "honorable ",
        "esteemed ",
    ];
    const CLOSINGS: [&str; 6] = [
        "ladies and gentlemen",
        "excellencies",
        "sincerely",
        "respectfully",
        "faithfully",
        "yours",
    ];
    let folded = words.to_lowercase();
    words.len() <= 120
        && (OPENINGS.iter().any(|o| folded.starts_with(o))
            || CLOSINGS.iter().any(|c| folded.contains(c)))
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
            "When Does an Election for Speaker Occur?",
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
            "LADIES AND GENTLEMEN",
            "4. President Nasser added:",
            "43. Turkey and Cyprus",
            "Building Government Institutions to",
        ] {
            assert!(!is_like(line), "{line}");
        }
    }
}
