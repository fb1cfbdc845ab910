//! Laws of the classes of differences.

use pincite::text::Span;
use pincite::verify::class::classed;
use pincite::verify::{Alignment, Class, Edit, What};
use proptest::prelude::*;

/// Words with the bytes up to the next one.
fn words(text: &str) -> Vec<(usize, &str)> {
    text.split_inclusive(' ')
        .scan(0, |at, word| {
            *at += word.len();
            Some((*at - word.len(), word))
        })
        .collect()
}

/// Lays `quotation` on the whole of `source`, word by word, as an aligner does.
fn laid(quotation: &str, source: &str) -> Alignment {
    let (a, b) = (words(quotation), words(source));
    let mut best = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            best[i][j] = if a[i].1 == b[j].1 {
                best[i + 1][j + 1] + 1
            } else {
                best[i + 1][j].max(best[i][j + 1])
            };
        }
    }
    let start = |words: &[(usize, &str)], i: usize, text: &str| {
        words.get(i).map_or(text.len(), |word| word.0)
    };
    let (mut i, mut j, mut from, mut edits) = (0, 0, (0, 0), Vec::new());
    loop {
        let equal = i < a.len() && j < b.len() && a[i].1 == b[j].1;
        let end = i == a.len() && j == b.len();
        if (equal || end) && from != (i, j) {
            let span =
                |words, from, to, text| Span::new(start(words, from, text), start(words, to, text));
            edits.push(Edit {
                quoted: span(&a, from.0, i, quotation),
                source: span(&b, from.1, j, source),
                what: What::Difference(Class::Word),
            });
        }
        match () {
            () if end => break,
            () if equal => {
                (i, j) = (i + 1, j + 1);
                from = (i, j);
            }
            () if j == b.len() || i < a.len() && best[i + 1][j] >= best[i][j + 1] => i += 1,
            () => j += 1,
        }
    }
    let (quoted, source) = (Span::new(0, quotation.len()), Span::new(0, source.len()));
    Alignment { quoted, source, edits }
}

fn text() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "the ",
        "not ",
        "India ",
        "can't ",
        "cannot ",
        "$20 ",
        "US$20 ",
        "billion ",
        "2019 ",
        "May ",
        "may ",
        "will ",
        "co-operate ",
        "cooperate ",
        "long term ",
        "long-term ",
        "end. ",
        "The ",
        "“we ",
        "us” ",
        "US ",
        "— ",
        "…",
        "\n",
        "é",
        "ﬁ",
        "No. ",
        "5 ",
        "3.5",
        ", ",
        "n't",
        "$",
        "-",
        "'",
        "漢字 ",
        "of ",
        "able ",
        "unable ",
    ]);
    prop::collection::vec(words, 0..30).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn law_v2_holds_of_classed_differences(
        quotation in text(),
        before in text(),
        stretch in text(),
        after in text(),
    ) {
        let source = [before.as_str(), &stretch, &after].concat();
        let classed = classed_from(&quotation, &source, before.len(), &stretch);
        let applied = classed.applied(&quotation, &source);
        prop_assert_eq!(Some(applied.as_str()), classed.source.slice(&source));
        for pair in classed.edits.windows(2) {
            prop_assert!(pair[0].quoted.end <= pair[1].quoted.start);
            prop_assert!(pair[0].source.end <= pair[1].source.start);
        }
        for edit in &classed.edits {
            prop_assert!(edit.quoted.slice(&quotation).is_some());
            prop_assert!(edit.source.slice(&source).is_some());
        }
    }
}

/// A quotation laid on the stretch of `source` that begins at `at`, and classed.
fn classed_from(quotation: &str, source: &str, at: usize, stretch: &str) -> Alignment {
    let mut alignment = laid(quotation, stretch);
    let shifted = |span: Span| Span::new(span.range().start + at, span.range().end + at);
    alignment.source = shifted(alignment.source);
    for edit in &mut alignment.edits {
        edit.source = shifted(edit.source);
    }
    classed(alignment, quotation, source)
}

/// The classes of the differences between a quotation and its source.
fn classes(quotation: &str, source: &str) -> Vec<Class> {
    let classed = classed(laid(quotation, source), quotation, source);
    let class = |edit: &Edit| match edit.what {
        What::Difference(class) => Some(class),
        _ => None,
    };
    classed.edits.iter().filter_map(class).collect()
}

#[test]
fn differences_are_of_the_class_a_reader_gives_them() {
    use Class::*;
    for (quotation, source, class) in [
        ("They will not agree to it.", "They will agree to it.", Negation),
        ("They can agree to it.", "They can't agree to it.", Negation),
        ("They agreed to come here.", "They refused to come here.", Negation),
        ("They were able to come.", "They were unable to come.", Negation),
        ("It cost $20 billion then.", "It cost US$20 billion then.", Number),
        ("It fell by 0.46% then.", "It fell by 0.64% then.", Number),
        ("It lasted five days there.", "It lasted five months there.", Number),
        ("It came in 2019 to them.", "It came in 2018 to them.", Date),
        ("On 20 July they came here.", "On 21 July they came here.", Date),
        ("They came in May to us.", "They came in June to us.", Date),
        ("They may come to us.", "They will come to us.", Modal),
        ("They must come to us.", "They have to come to us.", Modal),
        ("Then India came to us.", "Then Pakistan came to us.", Name),
        ("They met us there at noon.", "They met US there at noon.", Name),
        ("The plan was good then.", "The plan was bad then.", Word),
        ("The plan was valuable then.", "The plan was invaluable then.", Word),
        ("They sign and resign at once.", "They sign and re-sign at once.", Word),
        ("The will of the people won.", "The vote of the people won.", Word),
        ("They cooperate on defense now.", "They co-operate on defence now.", Spelling),
        ("A long term plan was made.", "A long-term plan was made.", Spelling),
        ("They do not know it yet.", "They don't know it yet.", Spelling),
        ("It came, and it went.", "It came; and it went.", Punctuation),
        ("We met them there gladly.", "We gladly met them there.", Order),
        ("Pakistan and India met there.", "India and Pakistan met there.", Order),
        ("The plan went on for years.", "The plan failed. It went on for years.", Stitched),
    ] {
        let found = classes(quotation, source);
        assert!(!found.is_empty(), "{quotation}");
        assert!(found.iter().all(|found| *found == class), "{quotation} | {source}: {found:?}");
    }
}

#[test]
fn words_moved_over_the_edge_of_the_stretch_are_of_class_order() {
    for (quotation, source, stretch, whole) in [
        (
            "exploits brain statistical regularities",
            "The brain exploits statistical regularities here.",
            "exploits statistical regularities",
            "brain exploits statistical regularities",
        ),
        (
            "most of the world as sponsor the",
            "It is known to most of the world as the sponsor of it.",
            "most of the world as the",
            "most of the world as the sponsor",
        ),
        (
            "able to access assumptions and defend and develop better planning its borders",
            "India is able to access and develop better planning assumptions and defend its borders.",
            "able to access and develop better planning",
            "able to access and develop better planning assumptions and defend its borders",
        ),
    ] {
        let classed = classed_from(quotation, source, source.find(stretch).unwrap(), stretch);
        let taken = classed.source.slice(source).unwrap();
        assert_eq!(taken, whole);
        assert_eq!(classed.applied(quotation, source), taken);
        for edit in classed.differences() {
            assert_eq!(edit.what, What::Difference(Class::Order), "{quotation}");
        }
    }
}

#[test]
fn a_word_put_in_that_stands_beyond_the_edge_by_chance_has_not_moved() {
    let source = "Then the President said that Congress would agree to it.";
    let quotation = "President said that the Congress would agree";
    let at = source.find("President").unwrap();
    let stretch = "President said that Congress would agree";
    let classed = classed_from(quotation, source, at, stretch);
    let whats: Vec<What> = classed.differences().map(|edit| edit.what).collect();
    assert_eq!(whats, [What::Difference(Class::Word)]);
}
