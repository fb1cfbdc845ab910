//! Laws of text: spans, sentences, words.

use pincite::text::fold::fold_word;
use pincite::text::sentence::sentences;
use pincite::text::token::{UNITED_STATES, tokens};
use proptest::prelude::*;

/// Every line of the table is cut where it says, and nowhere else.
#[test]
fn sentences_end_where_a_reader_says() {
    let table = include_str!("sentences.txt");
    let mut wrong = Vec::new();
    for expected in table.lines().filter(|line| !line.starts_with('#')) {
        let text = expected.replace(" ‖ ", " ").replace('‖', "");
        let found: Vec<_> = sentences(&text).iter().filter_map(|s| s.slice(&text)).collect();
        let wanted: Vec<_> = expected.split('‖').map(str::trim).collect();
        if found != wanted {
            wrong.push(format!("{expected}\n    is cut {}", found.join(" ‖ ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Texts with what sentences, words and spans stumble over.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "The ",
        "U.S. ",
        "U.S",
        "Mr. ",
        "No. ",
        "4",
        "12 ",
        ". ",
        ".",
        "...",
        " … ",
        "? ",
        "!",
        "”",
        "“",
        "(",
        ")",
        "[12]",
        "¹",
        "é",
        "e\u{301}",
        "漢字。",
        "\n",
        "\u{ad}",
        "\u{feff}",
        "India's",
        "MQ-9B ",
        "R&D ",
        "1,200.5",
        "ﬁ",
        "İ",
        "a. ",
        "IV. ",
        "\u{2029}",
        "🇮🇳",
        "incubators.DIU ",
        "https://a.b/?1 ",
        "'",
        "ß",
        "\t",
        "ｆｕｌｌ",
        "½ ",
    ]);
    prop_oneof![
        3 => prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat()),
        1 => "\\PC{0,80}",
        1 => any::<String>(),
    ]
}

proptest! {
    #[test]
    fn law_t1_spans_lie_on_character_boundaries(text in text()) {
        let sentences = sentences(&text);
        let tokens = tokens(&text).into_iter().map(|t| t.span);
        for span in sentences.iter().copied().chain(tokens) {
            prop_assert!(span.slice(&text).is_some_and(|s| !s.is_empty()));
        }
    }

    #[test]
    fn sentences_cover_the_text_but_for_white_space(text in text()) {
        let mut end = 0;
        for span in sentences(&text) {
            let (gap, sentence) = (text.get(end..span.start as usize), span.slice(&text));
            prop_assert!(gap.is_some_and(|gap| gap.trim().is_empty()));
            prop_assert!(sentence.is_some_and(|s| s.trim() == s && !s.contains('\n')));
            end = span.end as usize;
        }
        prop_assert!(text[end..].trim().is_empty());
    }

    #[test]
    fn law_t3_tokens_rise_and_fold_to_their_terms(text in text()) {
        let tokens = tokens(&text);
        prop_assert!(tokens.windows(2).all(|w| w[0].span.end <= w[1].span.start));
        prop_assert!(tokens.iter().enumerate().all(|(i, t)| t.position as usize == i));
        for token in tokens.iter().filter(|t| t.term != UNITED_STATES) {
            let mut folded = String::new();
            fold_word(token.span.slice(&text).unwrap_or_default(), &mut folded);
            // A term drops what joins a word (points, thousands' commas, `'s`), and no letter else.
            let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert!(letters(&folded).starts_with(&letters(&token.term)), "{token:?} {folded}");
            prop_assert!(!token.term.is_empty());
        }
    }

    #[test]
    fn law_t3_folding_twice_is_folding_once(text in text()) {
        let (mut once, mut twice) = (String::new(), String::new());
        fold_word(&text, &mut once);
        fold_word(&once, &mut twice);
        prop_assert_eq!(once, twice);
    }
}
