//! Comparison forms of characters: what two words must share to be one term.
//!
//! It folds single words for the index; it does not judge quotations, which need to know each fold.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Appends the folded form of `word` to `out`: NFKC, lower case, no accents, straight apostrophes,
/// no soft hyphens or other invisible characters.
pub fn fold_word(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        return;
    }
    // NFKD twice over lower case: a compatibility character may decompose to a capital.
    for c in word.nfkd().flat_map(char::to_lowercase).nfkd() {
        match c {
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{02bc}' | '\u{ff07}' | '`' | '\u{b4}' => {
                out.push('\'');
            }
            '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'đ' | 'ð' => out.push('d'),
            'ł' => out.push('l'),
            'þ' => out.push_str("th"),
            'ı' => out.push('i'),
            'ħ' => out.push('h'),
            'ŋ' => out.push('n'),
            'ſ' => out.push('s'),
            _ if is_combining_mark(c) && !is_indic_sign(c) || is_invisible(c) => {}
            _ => out.push(c),
        }
    }
}

/// Whether `c` takes no room and carries no meaning: soft hyphen, zero-width and direction marks.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Vowel signs of Indic and South-East Asian scripts are letters, not accents.
fn is_indic_sign(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(word: &str) -> String {
        let mut out = String::new();
        fold_word(word, &mut out);
        out
    }

    #[test]
    fn typography_case_and_accents_fold() {
        assert_eq!(folded("Protégé"), "protege");
        assert_eq!(folded("ﬁscal"), "fiscal");
        assert_eq!(folded("O’Brien"), "o'brien");
        assert_eq!(folded("Łódź"), "lodz");
        assert_eq!(folded("İstanbul"), "istanbul");
        assert_eq!(folded("co\u{ad}operate"), "cooperate");
    }
}
