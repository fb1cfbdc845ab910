//! Laws of documents and passages, on documents put together by hand.

use std::time::{Duration, Instant};

use pincite::document::passage::cut;
use pincite::document::{
    BlockDraft, BlockKind, Digest, Document, Locator, Locators, Passage, PassageKind, Work,
};
use pincite::text::{LineIndex, Origin, Span, TextBuilder};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use BlockKind::{Caption, Heading, ListItem, Note, Notice, Paragraph, Quote, Table, Teaser, Title};

/// A block to be: its kind, its work, its text (with `|` where a printed page begins).
type Part<'a> = (BlockKind, u16, &'a str);

/// A document of these blocks, each a line of its file, with a printed page after every `|`,
/// numbered from 2.
fn document(parts: &[Part]) -> Document {
    let source: String = parts.iter().map(|p| format!("{}\n", p.2)).collect();
    let (mut at, mut page) = (0, 1);
    let mut drafts = Vec::new();
    for &(kind, work, line) in parts {
        let mut builder = TextBuilder::new(&source);
        let mut pages = Vec::new();
        for (i, piece) in line.split('|').enumerate() {
            if i > 0 {
                page += 1;
                pages.push((builder.text().len() as u32, page.to_string()));
            }
            builder.exact(Span::new(at, at + piece.len()));
            at += piece.len() + 1;
        }
        let (text, map) = builder.finish();
        drafts.push(BlockDraft { kind, work, text, map, pages });
    }
    let works = vec![Work::default(); 4];
    let lines = LineIndex::new(source.as_bytes());
    let digest = Digest::of(source.as_bytes());
    Document::assemble(digest, works, drafts, Origin::default(), lines)
}

fn words(text: &str) -> usize {
    text.unicode_words().count()
}

/// `n` sentences of `length` words.
fn prose(n: usize, length: usize) -> String {
    let sentence = format!("It{}. ", " was so".repeat(length).split_at(7 * (length - 1)).0);
    let sentence = sentence.replace("was so", "was");
    sentence.repeat(n).trim_end().to_owned()
}

/// The passages as `kind: first word … (words)`.
fn outline(document: &Document) -> Vec<String> {
    let show = |p: &Passage| {
        let text = p.span.slice(&document.text).expect("passages are spans of the text");
        format!("{} {}", p.kind, words(text))
    };
    cut(document).iter().map(show).collect()
}

fn sections(document: &Document) -> Vec<String> {
    cut(document).iter().map(|p| p.section.join(" › ")).collect()
}

#[test]
fn law_p2_short_paragraphs_join_until_there_are_sixty_words() {
    let (short, middle, long) = (prose(2, 10), prose(5, 10), prose(20, 10));
    let parts = [&short, &short, &middle, &middle, &long, &short].map(|t| (Paragraph, 0, &**t));
    // 20 + 20 + 50 are enough; 50 and 200 are too many together; 200 takes nothing in.
    assert_eq!(outline(&document(&parts)), ["body 90", "body 50", "body 200", "body 20"]);
}

#[test]
fn law_p2_one_kind_one_section_one_work() {
    let parts: Vec<Part> = vec![
        (Title, 0, "A title"),
        (Title, 0, "By somebody"),
        (Paragraph, 0, "One."),
        (Quote, 0, "Two."),
        (Caption, 0, "A picture."),
        (Paragraph, 0, "Three."),
        (Heading(1), 0, "A heading"),
        (Paragraph, 0, "Four."),
        (ListItem, 0, "Five."),
        (ListItem, 0, "Six."),
        (Table, 0, "1 2"),
        (Note, 0, "He wrote it."),
        (Notice, 0, "Please share."),
        (Teaser, 1, "Another title"),
        (Teaser, 1, "Its text."),
        (Teaser, 2, "A third title"),
    ];
    let document = document(&parts);
    let expected = [
        "title 4",
        "body 2",
        "caption 2",
        "body 1",
        "body 1",
        "list 2",
        "table 2",
        "note 3",
        "notice 2",
        "teaser 4",
        "teaser 3",
    ];
    assert_eq!(outline(&document), expected);
    let under = ["", "", "", "", "A heading", "A heading", "A heading", "A heading", "A heading"];
    assert_eq!(sections(&document)[..9], under);
    assert_eq!(sections(&document)[9..], ["", ""], "a teaser stands under no heading");
}

#[test]
fn law_p2_a_teaser_is_whole_and_a_head_is_one() {
    let text = prose(10, 10);
    let teaser = document(&[(Teaser, 1, &text), (Teaser, 1, &text), (Teaser, 1, &text)]);
    assert_eq!(outline(&teaser), ["teaser 200", "teaser 100"]);
    let head = document(&[(Title, 0, &text), (Title, 0, &text), (Title, 0, &text)]);
    assert_eq!(outline(&head), ["title 300"]);
}

#[test]
fn law_p2_long_paragraphs_are_cut_evenly_between_sentences() {
    let text = prose(23, 10);
    assert_eq!(outline(&document(&[(Paragraph, 0, &text)])), ["body 120", "body 110"]);
    // One sentence is never cut; the others are no longer for it.
    let text = format!("{} {} {}", prose(1, 100), prose(1, 300), prose(12, 20));
    let expected = ["body 100", "body 300", "body 120", "body 120"];
    assert_eq!(outline(&document(&[(Paragraph, 0, &text)])), expected);
}

#[test]
fn headings_nest_by_level_and_a_heading_without_level_stands_alone() {
    let parts: Vec<Part> = vec![
        (Heading(2), 0, "A"),
        (Paragraph, 0, "x"),
        (Heading(3), 0, "B"),
        (Paragraph, 0, "x"),
        (Heading(5), 0, "C"),
        (Paragraph, 0, "x"),
        (Heading(3), 0, "D"),
        (Paragraph, 0, "x"),
        (Heading(0), 0, "E"),
        (Paragraph, 0, "x"),
        (Heading(6), 0, "F"),
        (Heading(6), 0, "G"),
        (Paragraph, 0, "x"),
        (Heading(1), 0, "H"),
        (Paragraph, 0, "x"),
    ];
    assert_eq!(sections(&document(&parts)), ["A", "A › B", "A › B › C", "A › D", "E", "G", "H"]);
}

#[test]
fn a_heading_of_megabytes_is_not_copied_into_every_passage() {
    let heading = "long ".repeat(200_000);
    let document = document(&[(Heading(1), 0, heading.trim_end()), (Paragraph, 0, "x")]);
    assert!(cut(&document)[0].section[0].len() < 500);
}

#[test]
fn paragraphs_are_counted_once_and_pages_are_as_printed() {
    let long = prose(30, 10);
    let parts: Vec<Part> = vec![
        (Title, 0, "A title"),
        (Paragraph, 0, "Before any page."),
        (Caption, 0, "A |picture."),
        (Quote, 0, "On the second| and the third."),
        (Heading(1), 0, "Part"),
        (Paragraph, 0, &long),
        (Paragraph, 0, "The last."),
    ];
    let document = document(&parts);
    let locators = Locators::new(&document);
    let found: Vec<_> = cut(&document)
        .iter()
        .map(|p| locators.of(p))
        .map(|l| (l.page.unwrap_or_default(), l.paragraph, l.lines, l.section.join("/")))
        .collect();
    let at = |page: &str, paragraph, lines, section: &str| {
        (page.to_owned(), paragraph, lines, section.to_owned())
    };
    let expected = [
        at("", None, (1, 1), ""),
        at("", Some(1), (2, 2), ""),
        at("", None, (3, 3), ""),
        at("2–3", Some(2), (4, 4), ""),
        at("3", Some(3), (6, 6), "Part"),
        at("3", Some(3), (6, 6), "Part"),
        at("3", Some(4), (7, 7), "Part"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_advertisement_is_cited_as_a_whole() {
    let parts = [
        (Paragraph, 0, "The page."),
        (Teaser, 1, "Another title"),
        (Teaser, 1, "Its text."),
        (Notice, 1, "Type: Analysis"),
        (Notice, 0, "View all"),
    ];
    let document = document(&parts);
    let (passages, locators) = (cut(&document), Locators::new(&document));
    let lines = |cited: bool| {
        let locator = |p| if cited { locators.cited(p) } else { locators.of(p) };
        passages.iter().map(|p| locator(p).lines).collect::<Vec<_>>()
    };
    assert_eq!(lines(false), [(1, 1), (2, 3), (4, 4), (5, 5)]);
    assert_eq!(lines(true), [(1, 1), (2, 4), (2, 4), (5, 5)]);
}

#[test]
fn a_quoted_stretch_is_located_by_where_it_begins() {
    let document = document(&[(Paragraph, 0, "One. Two."), (Paragraph, 0, "Three.")]);
    let at = document.text.find("Two").expect("it stands there");
    let locator = Locator::of_span(&document, Span::new(at, document.text.len()), &[]);
    assert_eq!((locator.paragraph, locator.lines), (Some(1), (1, 2)));
}

#[test]
fn law_p2_takes_linear_time() {
    let one_sentence = "word ".repeat(500_000);
    let short_ones = "A b. ".repeat(100_000);
    let no_words = ". ".repeat(200_000);
    let began = Instant::now();
    for text in [one_sentence, short_ones, no_words] {
        let document = document(&[(Paragraph, 0, text.trim_end())]);
        let passages = cut(&document);
        assert_eq!(passages.last().map(|p| p.span.end as usize), Some(document.text.len()));
    }
    // It takes a second; looking back over all sentences would take many minutes.
    assert!(began.elapsed() < Duration::from_secs(60));
}

fn kind() -> impl Strategy<Value = BlockKind> {
    prop_oneof![
        4 => Just(Paragraph),
        2 => (0u8..7).prop_map(Heading),
        1 => prop::sample::select(vec![Title, ListItem, Quote, Table, Caption, Note, Notice, Teaser]),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        (1usize..40, 2usize..30).prop_map(|(n, length)| prose(n, length)),
        "[a-zA-Z0-9.,?! \u{201c}\u{201d}é漢。-]{1,600}",
        "\\PC{1,200}",
    ]
    .prop_map(|text| text.replace('|', "/"))
}

fn any_document() -> impl Strategy<Value = Document> {
    prop::collection::vec((kind(), 0u16..3, text()), 0..30).prop_map(|parts| {
        let parts: Vec<Part> = parts.iter().map(|(k, w, t)| (*k, *w, t.as_str())).collect();
        document(&parts)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn law_d1_text_is_the_blocks_joined_by_one_newline(document in any_document()) {
        prop_assert!(document.is_sound());
        let blocks: Vec<_> =
            document.blocks.iter().filter_map(|b| b.span.slice(&document.text)).collect();
        prop_assert_eq!(blocks.join("\n"), document.text);
    }

    #[test]
    fn law_d2_every_byte_leads_back_to_its_source(
        lines in prop::collection::vec("[a-zé漢 .]{1,30}", 1..8),
    ) {
        let source: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let parts: Vec<Part> = lines.iter().map(|line| (Paragraph, 0, line.as_str())).collect();
        let document = document(&parts);
        for (at, c) in document.text.char_indices().filter(|(_, c)| *c != '\n') {
            let span = Span::new(at, at + c.len_utf8());
            prop_assert_eq!(document.bytes(span).slice(&source), span.slice(&document.text));
            let (first, last) = document.lines(span);
            let line = lines.get(first as usize - 1);
            prop_assert!(first == last && line.is_some_and(|line| line.contains(c)));
        }
    }

    #[test]
    fn law_p1_a_passage_is_a_span_of_the_text(document in any_document()) {
        for (i, passage) in cut(&document).iter().enumerate() {
            prop_assert_eq!(passage.n as usize, i + 1);
            let text = passage.span.slice(&document.text);
            prop_assert!(text.is_some_and(|t| !t.is_empty()));
            let (first, last) = Locator::of(&document, passage).lines;
            prop_assert!(1 <= first && first <= last);
        }
    }

    #[test]
    fn law_p2_passages_partition_the_blocks_but_headings(document in any_document()) {
        let passages = cut(&document);
        prop_assert!(passages.windows(2).all(|w| w[0].span.end < w[1].span.start + 1));
        for block in &document.blocks {
            let over: Vec<_> = passages.iter().filter(|p| p.span.overlaps(block.span)).collect();
            let Some(kind) = PassageKind::of(block.kind) else {
                prop_assert!(over.is_empty());
                continue;
            };
            prop_assert!(over.iter().all(|p| p.kind == kind && p.work == block.work));
            let covered = |at: u32| over.iter().any(|p| p.span.start <= at && at < p.span.end);
            let text = block.span.slice(&document.text).unwrap_or_default();
            let lost = text
                .char_indices()
                .find(|(i, c)| !c.is_whitespace() && !covered(block.span.start + *i as u32));
            prop_assert_eq!(lost, None);
        }
    }

    #[test]
    fn law_p2_passages_are_neither_too_long_nor_needlessly_short(document in any_document()) {
        let passages = cut(&document);
        let text = |p: &Passage| p.span.slice(&document.text).unwrap_or_default();
        for passage in passages.iter().filter(|p| p.kind != PassageKind::Title) {
            let sentences = pincite::text::sentence::sentences(text(passage));
            let with_words = sentences.iter().filter(|s| {
                s.slice(text(passage)).is_some_and(|s| words(s) > 0)
            });
            prop_assert!(words(text(passage)) <= 220 || with_words.count() == 1);
        }
        for pair in passages.windows(2) {
            let adjacent = pair[0].span.end + 1 == pair[1].span.start
                && document.text.as_bytes()[pair[0].span.end as usize] == b'\n';
            let alike = pair[0].kind == pair[1].kind && pair[0].work == pair[1].work;
            if adjacent && alike && pair[0].section == pair[1].section {
                let next = document.block_at(pair[1].span.start).expect("it lies in a block");
                let together = words(text(&pair[0])) + words(next.span.slice(&document.text).unwrap_or_default());
                prop_assert!(words(text(&pair[0])) >= 60 || together > 220);
            }
        }
    }
}
