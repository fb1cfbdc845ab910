//! Names found in texts, and names asked for: one case a paragraph of a table.

use pincite::document::{
    Block, BlockDraft, BlockKind, Digest, Document, Passage, passage::PassageKind,
};
use pincite::names::{Finder, Gazetteer, How};
use pincite::text::{LineIndex, Origin, SourceMap};

/// A document of paragraphs, each a passage of its own.
fn document(paragraphs: &[&str]) -> (Document, Vec<Passage>) {
    let draft = |text: &&str| BlockDraft {
        kind: BlockKind::Paragraph,
        work: 0,
        text: (*text).to_owned(),
        map: SourceMap::default(),
        pages: Vec::new(),
    };
    let drafts = paragraphs.iter().map(draft).collect();
    let (origin, lines) = (Origin::default(), LineIndex::one_line());
    let document = Document::assemble(Digest::of(b""), Vec::new(), drafts, origin, lines);
    let passage = |(i, block): (usize, &Block)| Passage {
        n: i as u32 + 1,
        span: block.span,
        kind: PassageKind::Body,
        work: 0,
        section: Vec::new(),
    };
    let passages = document.blocks.iter().enumerate().map(passage).collect();
    (document, passages)
}

/// The names in order, an adjective with `~`.
fn found(gazetteer: &Gazetteer, finder: &Finder, paragraphs: &[&str]) -> String {
    let (document, passages) = document(paragraphs);
    let mentions = finder.mentions(&document, &passages);
    let names = mentions.iter().map(|m| {
        let mark = if m.how == How::Demonym { "~" } else { "" };
        format!("{mark}{}", gazetteer.entry(m.entry).name())
    });
    names.collect::<Vec<_>>().join("; ")
}

/// Paragraphs of a table: lines that begin with `|`, `=`, `?`; `#` is a remark.
fn cases(table: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = |case| -> Vec<&str> {
        let lines = str::lines(case);
        lines.filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
    };
    table.split("\n\n").map(lines).filter(|case| !case.is_empty())
}

fn after<'a>(case: &[&'a str], mark: char) -> Vec<&'a str> {
    case.iter().filter_map(|line| line.strip_prefix(mark)).map(str::trim).collect()
}

fn check_found(gazetteer: &Gazetteer, table: &str) {
    let finder = Finder::new(gazetteer);
    let mut wrong = Vec::new();
    for case in cases(table) {
        let (paragraphs, expected) = (after(&case, '|'), after(&case, '=').join("; "));
        let found = found(gazetteer, &finder, &paragraphs);
        if found != expected {
            wrong.push(format!("{paragraphs:#?}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn names_found_in_texts() {
    check_found(&Gazetteer::shipped(), include_str!("found.txt"));
}

#[test]
fn names_of_a_corpus_of_its_own() {
    let gazetteer = Gazetteer::with_corpus(include_str!("corpus.toml")).unwrap();
    check_found(&gazetteer, include_str!("corpus.txt"));
    let kept = Gazetteer::from_bytes(gazetteer.as_bytes().to_vec()).unwrap();
    check_found(&kept, include_str!("corpus.txt"));
    assert_eq!(kept.digest(), gazetteer.digest());
    assert_ne!(kept.digest(), Gazetteer::shipped().digest());
}

#[test]
fn names_asked_for() {
    let gazetteer = Gazetteer::shipped();
    for case in cases(include_str!("named.txt")) {
        for asked in after(&case, '?') {
            let named = gazetteer.named(asked).into_iter();
            let named: Vec<_> = named.map(|id| gazetteer.entry(id).name()).collect();
            assert_eq!(named.join("; "), after(&case, '=').join("; "), "asked for {asked}");
        }
    }
}
