//! What may carry a quotation is proposed, whatever words are common, wherever passages end, and
//! however the index came to be.

use std::collections::BTreeSet;

use pincite::document::DocumentId;
use pincite::index::{Carriers, Snapshot, Sought};
use pincite::text::tokens;

use crate::scratch::Scratch;

/// Numbers that look drawn by lot.
struct Lot(u64);

impl Lot {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        (self.0 >> 33) as usize % bound
    }
}

/// Few words, and the first of them in every sentence: the hard case.
fn text(lot: &mut Lot, sentences: usize) -> String {
    let word = |lot: &mut Lot| match lot.below(3) {
        0 => ["the", "of", "and", "in"][lot.below(4)].to_owned(),
        _ => format!("w{}", lot.below(60)),
    };
    let sentence = |lot: &mut Lot| {
        let words: Vec<String> = (0..5 + lot.below(20)).map(|_| word(lot)).collect();
        format!("The {}.", words.join(" "))
    };
    let paragraphs = (0..sentences).map(|_| match lot.below(4) {
        0 => format!("- {}", sentence(lot)),
        _ => format!("{} {}", sentence(lot), sentence(lot)),
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn sought(words: &[String]) -> Sought {
    let terms: Vec<Vec<String>> = words.iter().map(|word| vec![word.clone()]).collect();
    let n = words.len() as u32;
    Sought {
        words: terms,
        lacking: n / 3,
        stretch: n + n / 2,
        linked: 0,
        run: n.min(4),
        in_runs: 0,
    }
}

fn carriers(scratch: &Scratch, words: &[String]) -> Carriers {
    Snapshot::open(&scratch.index()).unwrap().carrying(&sought(words)).unwrap()
}

#[test]
fn law_v1_no_stretch_with_enough_of_the_words_is_passed_over() {
    let mut lot = Lot(1);
    let scratch = Scratch::new();
    for i in 0..40 {
        scratch.write(&format!("{i}.md"), text(&mut lot, 30));
    }
    scratch.ingest();
    let collection = scratch.open();
    let documents = collection.documents(None).unwrap();
    let mut proposed = 0;
    for round in 0..120 {
        let listed = &documents[round % 40];
        let shown = collection.show(&listed.id.to_string(), 0).unwrap().unwrap();
        let terms = tokens(&shown.document);
        let n = 5 + lot.below(25);
        let at = lot.below(terms.len() - n);
        let mut words: Vec<String> = terms[at..at + n].iter().map(|t| t.term.clone()).collect();
        // A third of the words are others, but for a run of four.
        let run = lot.below(n - 4);
        for _ in 0..n / 3 {
            let other = lot.below(n);
            if !(run..run + 4).contains(&other) {
                words[other] = format!("x{}", lot.below(9));
            }
        }
        let found = carriers(&scratch, &words).carriers;
        proposed += found.len();
        let middle = terms[at + run].span.start;
        let held = found.iter().any(|carrier| {
            let passage = |n: u32| collection.show(&format!("{}.{n}", listed.id), 0).unwrap();
            carrier.document == listed.id
                && passage(carrier.passages.0).unwrap().span.start <= middle
                && passage(carrier.passages.1).unwrap().span.end >= middle
        });
        assert!(held, "round {round}: {words:?}");
    }
    assert!(proposed < 120 * 12, "{proposed} stretches for 120 quotations");
}

/// Documents and passages proposed for the words.
fn places(scratch: &Scratch, words: &str) -> Vec<(DocumentId, (u32, u32))> {
    let words: Vec<String> = tokens(words).into_iter().map(|t| t.term).collect();
    let found = carriers(scratch, &words).carriers;
    found.into_iter().map(|carrier| (carrier.document, carrier.passages)).collect()
}

#[test]
fn what_is_proposed_does_not_depend_on_the_history_of_the_index() {
    let mut lot = Lot(2);
    let texts: Vec<String> = (0..30).map(|_| text(&mut lot, 20)).collect();
    let whole = Scratch::new();
    let grown = Scratch::new();
    for (i, text) in texts.iter().enumerate() {
        whole.write(&format!("{i}.md"), text);
        grown.write(&format!("{i}.md"), text);
        grown.write(&format!("gone-{i}.md"), format!("Another beginning. {text}"));
        if i % 9 == 0 {
            grown.ingest();
        }
    }
    whole.ingest();
    grown.ingest();
    (0..texts.len()).for_each(|i| grown.remove(&format!("gone-{i}.md")));
    grown.ingest();
    let mut all = BTreeSet::new();
    for text in &texts {
        let words: Vec<&str> = text.split_whitespace().filter(|w| *w != "-").skip(30).collect();
        let words = words[..9].join(" ");
        let places = places(&whole, &words);
        assert_eq!(places, self::places(&grown, &words));
        all.extend(places);
    }
    assert!(all.len() >= texts.len());
}

#[test]
fn words_of_headings_are_proposed_with_the_passage_under_them() {
    let scratch = Scratch::with(&[(
        "a.md",
        "# Report\n\nThe first words.\n\n## Lessons of the long war\n\n### Ships and aircraft\n\n\
         Nothing of it.\n\n## What was left undone\n",
    )]);
    scratch.ingest();
    // A window begins wherever a word stands, and ends with the passage that holds the last.
    let found =
        |words: &str| places(&scratch, words).into_iter().map(|(_, (_, n))| n).collect::<Vec<_>>();
    assert_eq!(found("lessons of the long war"), found("nothing of it"));
    assert_eq!(found("ships and aircraft"), found("nothing of it"));
    assert_eq!(found("what was left undone"), found("nothing of it"));
}
