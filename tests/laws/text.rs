//! Laws of text: spans, sentences, words.

use pincite::text::sentence::sentences;

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
