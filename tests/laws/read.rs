//! Laws of reading: what holds of every text, however dirty.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use pincite::document::{Document, Work};
use pincite::read::{Source, text};
use pincite::text::{How, Span};
use proptest::prelude::*;

/// What dirty texts are made of.
const PIECES: [&str; 86] = [
    "word",
    "Word",
    "some words of a sentence",
    "The end of it.",
    "is it?",
    " ",
    " ",
    "  ",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\r\n",
    "\r\n\r\n",
    "\r",
    "\t",
    "\x0c",
    "é",
    "“quoted”",
    "日本語",
    "🛰️",
    "e\u{301}",
    "\u{ad}",
    "\u{200b}",
    "\u{feff}",
    "\u{a0}",
    "-",
    "-\n",
    "co-\noperate",
    "*",
    "**",
    "***",
    "_",
    "__",
    "~~",
    "`",
    "``",
    "```\n",
    "[",
    "]",
    "[x](",
    ")",
    "[text](#)",
    "![alt](a.png)",
    "(",
    "<",
    ">",
    "<u>",
    "</u>",
    "<a href=\"x\">",
    "</a>",
    "<a href=\"cut:\"of",
    "<p>",
    "</p>",
    "<h2>",
    "</h2>",
    "<li>",
    "<br/>",
    "<tr><td>a</td><td>b</td></tr>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<blockquote>",
    "&amp;",
    "&#8217;",
    "&nbsp;",
    "&",
    "\\*",
    "\\",
    "# Heading\n",
    "\n---\n",
    "\n===\n",
    "- item\n",
    "1. item\n2. item\n",
    "> quote\n",
    "| a | b |\n",
    "|",
    "[Page 12]",
    "[Page 13]",
    "[1]",
    "## Notes\n",
    "[1] A note.\n",
    "By: Ada Doe, Ph.D.; Carl Roe\n\n",
    "Friday, February 16, 2024 /\n\n",
    "Date: 2024-02-16\nURL: https://example.org\n",
];

/// A text that decodes to itself, so that its offsets are those of the source.
fn dirty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        9 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| format!("a{}", pieces.concat()))
}

fn source(text: &str) -> Source {
    Source::decode(text.as_bytes()).expect("a text with a letter in it can be read")
}

/// Laws T2, D1 and D2 of one document.
fn check(document: &Document, source: &str) {
    assert!(document.is_sound(), "document is not sound: {document:?}");
    let length = source.len() as u32;
    for block in &document.blocks {
        let text = block.span.slice(&document.text).expect("on character boundaries");
        assert!(block.map.is_sound(text.len(), length), "map is not sound: {block:?}");
        assert_eq!(text.trim(), text, "white space at an end");
        assert!(
            !text.contains("  ") && !text.contains(['\n', '\r', '\t']),
            "loose space: {text:?}"
        );
        let mut start = 0;
        for run in block.map.runs() {
            let copied = &text[start as usize..run.end as usize];
            let origin = run.source.slice(source).expect("origins lie on character boundaries");
            match run.how {
                How::Exact => assert_eq!(copied, origin),
                How::Rewritten => assert!(!origin.is_empty(), "rewritten from nothing"),
                How::Inserted => assert!(origin.is_empty()),
            }
            start = run.end;
        }
    }
    let joined: Vec<&str> =
        document.blocks.iter().filter_map(|b| b.span.slice(&document.text)).collect();
    assert_eq!(document.text, joined.join("\n"));
    for page in &document.pages {
        assert!(document.text.is_char_boundary(page.at as usize));
        assert!((page.at as usize) < document.text.len(), "a page begins behind the text");
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn law_t2_d1_d2_every_byte_has_an_origin(dirty in dirty()) {
        let source = source(&dirty);
        check(&text::read(&source).document, &source.text);
    }

    #[test]
    fn law_d3_the_same_bytes_give_the_same_document(dirty in dirty()) {
        prop_assert_eq!(text::read(&source(&dirty)), text::read(&source(&dirty)));
    }

    #[test]
    fn law_r1_records_are_read_whatever_their_fields_hold(title in dirty(), body in dirty()) {
        let source = source(&format!("{title}\n{body}"));
        let title = Span::new(0, title.len());
        let body = Span::new(title.len() + 1, source.text.len());
        for (title, body) in [
            (Some(title), Some(body)), (None, Some(body)), (Some(title), None), (None, None),
        ] {
            let reading = text::read_record(&source, title, body, vec![Work::default()]);
            check(&reading.document, &source.text);
        }
    }

    /// Where nothing is markup, nothing is lost: every letter of the text stands in the document,
    /// in order.
    #[test]
    fn law_d2_plain_text_loses_no_letter(
        words in prop::collection::vec("[A-Za-zé]{2,9}[,.;:?!’”-]?( |\n|\n\n|\r\n| \n  )", 1..120)
    ) {
        let plain = words.concat();
        let document = text::read(&source(&plain)).document;
        prop_assert_eq!(letters(&document.text), letters(&plain));
    }

    /// Blocks stand in the order of their sources, and no two copy the same bytes.
    #[test]
    fn law_d1_blocks_are_in_reading_order(dirty in dirty()) {
        let source = source(&dirty);
        let document = text::read(&source).document;
        let starts: Vec<u32> = document.blocks.iter().map(|b| b.map.runs()[0].source.start).collect();
        prop_assert!(starts.is_sorted(), "{:?}", starts);
    }
}

/// The texts of `tests/corpus` and the seeds.
fn corpus() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in [root.join("tests/corpus"), root.join("seeds")] {
        let entries = std::fs::read_dir(folder).expect("the corpus is part of the repository");
        files.extend(
            entries
                .flatten()
                .map(|e| e.path())
                .filter(|p| p.extension().is_some_and(|e| e == "txt" || e == "md")),
        );
    }
    files.sort();
    files
}

#[test]
fn laws_hold_over_the_corpus() {
    let files = corpus();
    assert!(files.len() >= 8, "the corpus is gone: {files:?}");
    for file in files {
        let bytes = std::fs::read(&file).expect("a file of the repository");
        let source = Source::decode(&bytes).expect("a text");
        let document = text::read(&source).document;
        check(&document, &source.text);
        // What stands in a block leads back to bytes of the file.
        for block in &document.blocks {
            let place = document.bytes(block.span);
            assert!((place.end as usize) <= bytes.len() && !place.is_empty(), "{}", file.display());
        }
    }
}

/// A text cut off anywhere is still read.
#[test]
fn law_r1_truncated_texts_are_read() {
    for file in corpus() {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        for cut in (1..text.len().min(6000)).step_by(97) {
            let Some(head) = text.get(..cut).filter(|h| !h.trim().is_empty()) else { continue };
            let source = source(head);
            check(&text::read(&source).document, &source.text);
        }
    }
}

/// A long text of what makes careless readers slow.
#[test]
fn law_r1_reading_takes_linear_time() {
    let hostile = [
        "<",
        "a<",
        "<a href=\"",
        "<a href='x\" ",
        "<u>",
        "<p>",
        "<!--",
        "<script>",
        "</",
        "&",
        "&#",
        "[",
        "]",
        "[](",
        "[a](",
        "![",
        "[a](b \"",
        "**[",
        "**",
        "*a ",
        "_a",
        "***a",
        "`a",
        "`` a",
        "~~",
        "\\",
        "(",
        "[Page 1]",
        "[Page 1",
        "[1]",
        "> ",
        "- ",
        "1. ",
        "1. a\n2. b\n",
        "# ",
        "# a\n",
        "|",
        "| a ",
        "|a|\n",
        "```\n",
        "...",
        "... 1 ",
        ". . ",
        "a\n",
        "a\n\n",
        "A b\n\n",
        "12\n\n",
        "a b c d\n\n12\n\n",
        "a-\n",
        "\r",
        "\n\r",
        "\x0c",
        "é",
        "\u{ad}",
        "\u{a0}",
        "a: b\n",
        "Date: 1\n",
        "By: A, ",
        "---\n",
        "---\na: b\n",
        "Title\n===\n",
        "“",
        "a (b/",
        "a. ",
        "a\u{feff} ",
        "By: A B\n\n1 May 2020\n\n",
        "# A\n\nBy: A B\n\n1 May 2020\n\n",
        "the word [1]\n\n## Notes\n\n[1] ",
    ];
    for piece in hostile {
        let text = format!("a{}", piece.repeat(150_000 / piece.len()));
        let start = Instant::now();
        let document = text::read(&source(&text)).document;
        let took = start.elapsed();
        assert!(document.is_sound(), "{piece:?}");
        // A quadratic reader would need minutes; a slow machine and an unoptimized build do not.
        assert!(took < Duration::from_secs(20), "{piece:?} took {took:?}");
    }
}
