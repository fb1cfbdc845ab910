//! The words that styles use in each language: *edited by*, *n.d.*, the months.
//!
//! The two English ones are carried in a form that is read in three milliseconds, since nearly
//! every style wants one of them and no other; reading all that there are takes a hundred.

use hayagriva::citationberg::{Locale, LocaleCode};

const US: &str = include_str!("data/locale-en-US.json");
const BRITISH: &str = include_str!("data/locale-en-GB.json");

/// The locales that a style of this language needs: its own, and American English for what that
/// lacks.
pub fn of(language: Option<&LocaleCode>) -> Vec<Locale> {
    let read = |json| serde_json::from_str(json).expect("a test reads these very texts");
    match language.map_or("en-US", |code| code.0.as_str()) {
        "en" | "en-US" => vec![read(US)],
        "en-GB" => vec![read(BRITISH), read(US)],
        other => {
            let kin = other.split('-').next().unwrap_or(other);
            let is_kin = |locale: &Locale| {
                let code = locale.lang.as_ref().map(|code| code.0.as_str()).unwrap_or_default();
                code == "en-US" || code.split('-').next() == Some(kin)
            };
            hayagriva::archive::locales().into_iter().filter(is_kin).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_english_words_are_those_of_the_archive() {
        for code in ["en-US", "en-GB"] {
            let all = hayagriva::archive::locales();
            let archived = all.iter().find(|l| l.lang.as_ref().is_some_and(|c| c.0 == code));
            assert_eq!(of(Some(&LocaleCode(code.to_owned()))).first(), archived);
        }
    }

    #[test]
    fn a_german_style_has_german_words() {
        let locales = of(Some(&LocaleCode("de-DE".to_owned())));
        assert!(locales.iter().any(|l| l.lang.as_ref().is_some_and(|code| code.0 == "de-DE")));
        assert!(locales.iter().any(|l| l.lang.as_ref().is_some_and(|code| code.0 == "en-US")));
    }
}
