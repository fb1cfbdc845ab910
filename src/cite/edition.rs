//! Editions: `2`, `2nd`, `Second edition` are one number to every style; what says more stands as it is.

/// The number of an edition that says no more than a number.
pub fn number(text: &str) -> Option<u32> {
    const WORDS: [&str; 10] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        "tenth",
    ];
    let text = text.trim().to_lowercase();
    let text = ["edition", "edn.", "edn", "ed.", "ed"]
        .iter()
        .find_map(|end| text.strip_suffix(end))
        .unwrap_or(&text)
        .trim();
    if let Some(nth) = WORDS.iter().position(|word| *word == text) {
        return u32::try_from(nth + 1).ok();
    }
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| text.strip_suffix(end));
    let digits = digits.unwrap_or(text);
    let is_number = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

/// An edition as Chicago prints it: `2nd ed.`; what is no number as it is.
pub fn shown(text: &str) -> String {
    let Some(number) = number(text) else { return text.to_owned() };
    let end = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{end} ed.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_however_it_is_written() {
        for text in ["2", "2nd", "2nd ed.", "Second", "second edition", "2. ed"] {
            let found = shown(text);
            assert_eq!(found, if text == "2. ed" { "2. ed" } else { "2nd ed." }, "{text}");
        }
        assert_eq!(
            (shown("11"), shown("21st"), shown("3")),
            ("11th ed.".into(), "21st ed.".into(), "3rd ed.".into())
        );
        for text in ["2nd rev. ed.", "rev. ed.", "", "ed", "International"] {
            assert_eq!(shown(text), text);
        }
    }
}
