//! Laws of laying a quotation on a text (V1 to V3), on texts made at random.

use std::time::{Duration, Instant};

use pincite::document::Document;
use pincite::read::{Source, text};
use pincite::text::Span;
use pincite::verify::align::Aligner;
use pincite::verify::{Alignment, Quotation, Verdict};
use proptest::prelude::*;

/// The document that a file of this text gives.
fn document(file: &str) -> Document {
    let source = Source::decode(format!("A {file}").as_bytes())
        .expect("a text with a letter in it can be read");
    text::read(&source).document
}

fn whole(document: &Document) -> Span {
    Span::new(0, document.text.len())
}

/// Laws V2 and the laws of spans, of any alignment.
fn check(quotation: &Quotation, document: &Document, alignment: &Alignment) {
    let (quoted, text) = (&*quotation.text, &*document.text);
    assert_eq!(alignment.quoted, Span::new(0, quoted.len()), "{quoted:?}");
    let slice = alignment.source.slice(text).expect("on boundaries");
    let mut at = (0, alignment.source.start);
    for edit in &alignment.edits {
        assert!(edit.quoted.slice(quoted).is_some() && edit.source.slice(text).is_some());
        assert!(
            at.0 <= edit.quoted.start && at.1 <= edit.source.start,
            "{quoted:?} on {slice:?}: {:?}",
            alignment.edits
        );
        at = (edit.quoted.end, edit.source.end);
    }
    assert_eq!(alignment.applied(quoted, text), slice, "{quoted:?}: {:?}", alignment.edits);
    if Verdict::of(alignment) == Verdict::Verbatim {
        assert_eq!(quoted, slice);
    }
}

/// What the court would say of a quotation of this document.
fn judged(quoted: &str, document: &Document) -> Verdict {
    let quotation = Quotation::read(quoted);
    let aligner = Aligner::new(&quotation);
    let found = aligner.genuine(document, whole(document));
    found.iter().for_each(|alignment| check(&quotation, document, alignment));
    if let Some(carried) = aligner.nearest(document, whole(document)) {
        check(&quotation, document, &carried.alignment);
    }
    found.iter().map(Verdict::of).min().unwrap_or(Verdict::Absent)
}

/// What texts and quotations are made of.
const PIECES: [&str; 68] = [
    "<u>",
    "</u>",
    "**",
    "](#)",
    "[Page 41]",
    "\\$",
    "−5",
    "印太",
    "we",
    "will",
    "not",
    "sign",
    "re-sign",
    "resign",
    "the",
    "The",
    "treaty",
    "U.S.",
    "US",
    "us",
    "20",
    "$20",
    "US$20",
    "0.64%",
    "multi-year",
    "multiyear",
    "multi-\nyear",
    "govern-\nment",
    "government",
    "policy.12",
    "policy.",
    "sanctions12",
    "[3]",
    "²",
    "…",
    "...",
    ". . .",
    "[…]",
    "[t]he",
    "[sic]",
    "[the treaty]",
    "(emphasis added)",
    "[",
    "]",
    "“",
    "”",
    "\"",
    "'",
    "’",
    "‘",
    "—",
    "–",
    "-",
    "--",
    ",",
    ".",
    "?",
    "!",
    ";",
    "\n\n",
    "\u{ad}",
    "co\u{ad}operate",
    "Zoë",
    "ﬁscal",
    "сооperate",
    "日本",
    "e\u{301}",
    "TREATY",
];

fn any_text(most: usize) -> impl Strategy<Value = String> {
    let piece =
        (prop::sample::select(&PIECES[..]), prop::sample::select(&[" ", " ", " ", "", "\n"][..]));
    prop::collection::vec(piece, 0..most)
        .prop_map(|pieces| pieces.iter().flat_map(|(a, b)| [*a, *b]).collect())
}

/// A text of words alone, few enough that they come again and again.
fn plain_text(most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    let words = &["we", "will", "not", "sign", "this", "treaty", "until", "they", "do", "so"][..];
    prop::collection::vec(prop::sample::select(words), 8..most)
}

proptest! {
    #[test]
    fn law_v2_edits_give_the_source(file in any_text(60), quoted in any_text(14)) {
        judged(&quoted, &document(&file));
    }

    #[test]
    fn law_v3_what_stands_there_is_verbatim(file in any_text(60), from in 0..100_usize, length in 1..100_usize) {
        let document = document(&file);
        let chars: Vec<(usize, char)> = document.text.char_indices().collect();
        prop_assume!(!chars.is_empty());
        // A word cut in two is another word.
        let cut = |at: usize| {
            let around = (at.checked_sub(1).map(|i| chars[i].1), chars.get(at).map(|c| c.1));
            matches!(around, (Some(a), Some(b)) if a.is_alphanumeric() && b.is_alphanumeric())
        };
        let whole = |at: usize| (at..=chars.len()).find(|at| !cut(*at)).unwrap_or(chars.len());
        let from = whole(from % chars.len());
        let to = whole((from + length).min(chars.len()));
        let slice: String = chars[from..to].iter().map(|(_, c)| c).collect();
        let quotation = Quotation::read(&slice);
        if quotation.text != slice || quotation.words() == 0 {
            return Ok(());
        }
        prop_assert_eq!(judged(&slice, &document), Verdict::Verbatim, "{:?}", slice);
    }

    #[test]
    fn law_v3_another_word_makes_no_verdict_better(
        words in plain_text(40), from in 0..30_usize, length in 4..12_usize, at in 0..12_usize,
        other in prop::sample::select(&["we", "will", "not", "sign", "never"][..]),
    ) {
        let text = words.join(" ");
        let document = document(&text);
        let from = from % words.len();
        let mut quoted: Vec<&str> = words[from..(from + length).min(words.len())].to_vec();
        let at = at % quoted.len();
        quoted[at] = other;
        let quoted = quoted.join(" ");
        let stands = format!(" {text} ").contains(&format!(" {quoted} "));
        let expected = if stands { Verdict::Verbatim } else { Verdict::Absent };
        prop_assert_eq!(judged(&quoted, &document), expected, "{}", quoted);
    }

    #[test]
    fn all_places_are_found(words in plain_text(60), from in 0..60_usize) {
        let text = words.join(" ");
        let document = document(&text);
        let from = from % (words.len() - 3);
        let quoted = words[from..from + 4].join(" ");
        let quotation = Quotation::read(&quoted);
        let found = Aligner::new(&quotation).genuine(&document, whole(&document));
        let spaced = format!(" {text} ");
        let mut stands = 0;
        let mut rest = &*spaced;
        while let Some(at) = rest.find(&format!(" {quoted} ")) {
            stands += 1;
            rest = &rest[at + quoted.len() + 1..];
        }
        prop_assert!(found.iter().all(|a| Verdict::of(a) == Verdict::Verbatim));
        // Places that overlap are one.
        prop_assert_eq!(found.len(), stands);
    }
}

#[test]
fn hostile_texts_are_read_in_their_own_time() {
    let began = Instant::now();
    for piece in ["a ", "* ", "… ", "[a] ", "[", "\"", "- ", "a-", "[t]he ", ". ", "12 ", "\u{301}"]
    {
        let quoted = piece.repeat(300);
        judged(&quoted, &document(&piece.repeat(1000)));
        judged(&quoted, &document(&"the end of it. ".repeat(200)));
    }
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
}
