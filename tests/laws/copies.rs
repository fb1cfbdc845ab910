//! The law of copies: S3 folding loses nothing. Whatever a search finds stands in a passage that is
//! shown: the same one, or one of a near-identical document that holds its words and everything
//! looked for that it holds.

use std::collections::BTreeSet;

use pincite::search::{Hit, SearchRequest};

use crate::random::Random;
use crate::scratch::{Scratch, asked};

const WORDS: [&str; 24] = [
    "radar", "jets", "treaty", "the", "of", "and", "minister", "engine", "border", "trade", "sea",
    "fleet", "budget", "border", "export", "island", "river", "missile", "talks", "visit", "port",
    "grain", "steel", "coal",
];

fn paragraph(random: &mut Random) -> Vec<String> {
    (0..30 + random.below(60)).map(|_| WORDS[random.below(WORDS.len())].to_owned()).collect()
}

/// A text and some versions of it: paragraphs cut, added, joined, words changed.
fn versions(random: &mut Random, scratch: &Scratch, name: usize) {
    let text: Vec<Vec<String>> = (0..6).map(|_| paragraph(random)).collect();
    for version in 0..4 {
        let mut text = text.clone();
        for _ in 0..random.below(3) {
            let at = random.below(text.len());
            match random.below(5) {
                0 => _ = text.remove(at),
                1 => text.insert(at, paragraph(random)),
                2 => text.swap(0, at),
                3 => {
                    let word = random.below(text[at].len());
                    text[at][word] = format!("zebra{}", random.below(3));
                }
                _ => {
                    let half = text[at].len() / 2;
                    let rest = text[at].split_off(half);
                    text.insert(at + 1, rest);
                }
            }
        }
        let lines: Vec<String> = text.iter().map(|words| words.join(" ")).collect();
        scratch.write(&format!("{name}-{version}.txt"), lines.join(".\n\n") + ".\n");
    }
}

/// The runs of three words in a text.
fn runs(text: &str) -> BTreeSet<Vec<String>> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.windows(3).map(<[String]>::to_vec).collect()
}

/// Whether one hit may stand for another.
fn stands_for(shown: &Hit, found: &Hit) -> bool {
    let (ours, theirs) = (runs(&shown.text), runs(&found.text));
    let shared = theirs.intersection(&ours).count() as f64;
    let missing = |hit: &Hit| hit.missing.iter().cloned().collect::<BTreeSet<String>>();
    shown.document != found.document
        && shared >= 0.8 * theirs.len() as f64
        && missing(shown).is_subset(&missing(found))
        && shown.copies.listed.iter().any(|copy| copy.document == found.document)
}

const QUERIES: [&str; 6] = [
    "radar",
    "zebra1 treaty",
    "zebra0 zebra2 coal",
    "\"the sea\" OR visit",
    "+steel -zebra1",
    "jets port",
];

#[test]
fn law_s3_folding_loses_nothing() {
    let (mut folded, mut kept) = (0, 0);
    for seed in 1_u64..4 {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let scratch = Scratch::new();
        (0..3).for_each(|name| versions(&mut random, &scratch, name));
        scratch.ingest();
        let collection = scratch.open();
        for query in QUERIES {
            let ask = |limit, offset, copies| {
                let per_document = 1000;
                SearchRequest { limit, offset, per_document, copies, ..asked(query) }
            };
            let all = collection.search(&ask(1000, 0, true)).unwrap();
            let shown = collection.search(&ask(1000, 0, false)).unwrap();
            assert_eq!((all.passages, all.documents), (shown.passages, shown.documents));
            assert_eq!(all.hits.len() as u64, all.passages);
            for hit in &all.hits {
                let stands = shown.hits.iter().any(|s| s.id() == hit.id() || stands_for(s, hit));
                assert!(stands, "seed {seed}, {query}: {} is lost: {}", hit.id(), hit.text);
            }
            let ids: BTreeSet<String> = all.hits.iter().map(Hit::id).collect();
            assert!(shown.hits.iter().all(|hit| ids.contains(&hit.id())), "only what matched");
            let paged: Vec<String> = (0..shown.hits.len())
                .step_by(3)
                .flat_map(|at| collection.search(&ask(3, at, false)).unwrap().hits)
                .map(|hit| hit.id())
                .collect();
            assert_eq!(paged, shown.hits.iter().map(Hit::id).collect::<Vec<_>>(), "{query}");
            kept += shown.hits.len();
            folded += all.hits.len() - shown.hits.len();
        }
    }
    assert!(folded > 200 && kept > 200, "{folded} folded, {kept} kept: one side was hardly tried");
}
