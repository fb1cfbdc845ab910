//! The laws of searching: S1 a total order and the same answer each time, S2 what is lit is what
//! matched.

use std::fs;
use std::path::PathBuf;

use pincite::search::{Answer, SearchRequest};

use crate::scratch::{Scratch, asked, request, search};

fn seeds() -> Scratch {
    let scratch = Scratch::new();
    let seeds = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let request = pincite::ingest::IngestRequest { add: vec![seeds], ..request() };
    scratch.try_ingest(&request).unwrap();
    scratch
}

const QUERIES: [&str; 9] = [
    "technology transfer",
    "\"innovation bridge\"",
    "INDUS-X",
    "technolog* AND India",
    "US defence",
    "=Defense",
    "Buyer-Seller",
    "program:INDUS-X universities",
    "",
];

#[test]
fn law_s1_the_same_request_gives_the_same_answer() {
    let scratch = seeds();
    let collection = scratch.open();
    for query in QUERIES {
        let first = search(&collection, query);
        assert_eq!(first, search(&collection, query), "{query}");
        assert_eq!(first, scratch.search(query), "{query} in a new look at the index");
        assert_ordered(&first, query);
    }
}

fn assert_ordered(answer: &Answer, query: &str) {
    for (i, pair) in answer.hits.windows(2).enumerate() {
        let [a, b] = pair else { unreachable!("windows of two") };
        let ties = a.score == b.score && (a.document, a.n) < (b.document, b.n);
        assert!(a.score > b.score || ties, "{query}: hits {i} and {} are out of order", i + 1);
        assert_eq!((a.rank, b.rank), (i + 1, i + 2), "{query}");
    }
}

#[test]
fn law_s1_equals_stand_in_order_of_id() {
    let names: Vec<String> = (0..9).map(|i| format!("{i}.txt")).collect();
    let scratch = Scratch::new();
    // Different bytes, equal texts.
    names.iter().enumerate().for_each(|(i, name)| {
        scratch.write(name, format!("Radar and jets.{}", "\n".repeat(i + 1)));
    });
    scratch.ingest();
    let answer = scratch.search("radar");
    assert_eq!(answer.hits.len(), 9);
    assert!(answer.hits.iter().all(|h| h.score == answer.hits[0].score));
    assert_ordered(&answer, "radar");
}

#[test]
fn pages_of_an_answer_follow_each_other() {
    let collection = seeds().open();
    let whole = search(&collection, "defense technology");
    for offset in 0..12 {
        let asked = SearchRequest { offset, limit: 4, ..asked("defense technology") };
        let page = collection.search(&asked).unwrap();
        assert_eq!(page.hits, whole.hits[offset..offset + 4]);
        assert_eq!((page.passages, page.documents), (whole.passages, whole.documents));
    }
}

#[test]
fn pages_share_no_hit_where_documents_have_to_fill_the_list() {
    let scratch = seeds();
    let collection = scratch.open();
    let page = |offset, limit| {
        let asked = SearchRequest { offset, limit, per_document: 3, ..asked("India defense") };
        collection.search(&asked).unwrap().hits
    };
    let mut paged: Vec<String> =
        (0..60).step_by(4).flat_map(|at| page(at, 4)).map(|hit| hit.id()).collect();
    let mut whole: Vec<String> = page(0, 60).into_iter().map(|hit| hit.id()).collect();
    assert!(whole.len() > 20, "two documents cannot fill this within their share");
    paged.sort();
    whole.sort();
    assert_eq!(paged, whole);
}

#[test]
fn law_s2_what_is_lit_lies_in_the_passage_and_in_the_file() {
    let collection = seeds().open();
    let mut lit = 0;
    for query in QUERIES {
        for hit in search(&collection, query).hits {
            let file = fs::read(&hit.path).unwrap();
            let source = &file[hit.bytes.0 as usize..hit.bytes.1 as usize];
            let source = std::str::from_utf8(source).unwrap();
            let mut at = 0;
            let mut end = 0;
            for span in &hit.highlights {
                assert!(span.start >= end && span.start < span.end, "{query}: {}", hit.id());
                end = span.end;
                let word = span.slice(&hit.text).expect("it lies on characters of the passage");
                // In the order of the text, each stands in the bytes the passage came from.
                let found = source[at..].find(word);
                at +=
                    found.unwrap_or_else(|| panic!("{query}: {word} of {}", hit.id())) + word.len();
                lit += 1;
            }
        }
    }
    assert!(lit > 100, "only {lit} words were lit");
}

/// Query, and the words lit in the one passage of [`LIT`].
const CASES: [(&str, &[&str]); 23] = [
    ("engine", &["Engines", "engine’s", "engines"]),
    ("\"jet engines\"", &["jet", "engines"]),
    ("=engines", &["engines"]),
    ("=Engines", &["Engines"]),
    ("co-production", &["Co", "production"]),
    ("cafe", &["Café"]),
    ("US", &["U.S."]),
    ("MQ9B", &["MQ", "9B"]),
    ("defense", &["defence"]),
    ("techno*", &["technologies"]),
    ("R&D", &["R&D"]),
    ("engines NOT zebra", &["Engines", "engine’s", "engines"]),
    ("\"export controls\"", &["export", "controls"]),
    ("title:jets", &[]),
    ("engines w/2 jet", &["jet", "engines"]),
    ("engines /s technologies", &["Engines", "engine’s", "technologies"]),
    ("engines not /s technologies", &["engines"]),
    ("(engines w/5 export) w/3 controls", &["engine’s", "export", "controls"]),
    ("\"co production\" pre/3 (jet OR cafe)", &["Co", "production", "jet"]),
    ("t?chnolog* w/2 =defence", &["defence", "technologies"]),
    ("enginse~1", &["Engines", "engine’s", "engines"]),
    ("\"jet * at\"", &["jet", "engines", "at"]),
    ("\"c?ntrol* R&D\"", &["controls", "R&D"]),
];

const LIT: &str = "Engines for the MQ-9B: the U.S. engine’s **export** controls, R&D, and defence \
                   technologies. Co-production of jet engines at the Café.\n";

#[test]
fn law_s2_what_is_lit_is_what_was_asked() {
    let scratch = Scratch::with(&[("a.txt", LIT)]);
    scratch.ingest();
    let collection = scratch.open();
    let found = |query: &str| -> Vec<String> {
        let hits = search(&collection, query).hits;
        let of = |h: &pincite::search::Hit| -> Vec<String> {
            h.highlights.iter().map(|s| s.slice(&h.text).unwrap().to_owned()).collect()
        };
        hits.first().map_or_else(Vec::new, of)
    };
    let got: Vec<_> = CASES.iter().map(|(query, _)| (*query, found(query))).collect();
    let expected: Vec<_> = CASES
        .iter()
        .map(|(query, words)| (*query, words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>()))
        .collect();
    assert_eq!(got, expected);
}

#[test]
fn a_document_has_its_share_while_others_can_fill_the_list() {
    let scratch = Scratch::new();
    let paragraph = "Radar stands here, and so that the paragraph is long enough to be a passage of \
                     its own, many more words are in it than anybody would wish to read: of ships and \
                     planes, of treaties and their clauses, of the sea and of what lies under it, of \
                     all that was said at the meeting and all that was left unsaid, of the weather in \
                     the capital on the day when the delegates came, and of the food.\n\n";
    scratch.write("many.txt", paragraph.repeat(6));
    scratch.write("b.txt", "A radar far away.\n");
    scratch.write("c.txt", "Another radar, farther away still.\n");
    scratch.ingest();
    let collection = scratch.open();
    let shares = |limit, per_document, strict| {
        let asked = SearchRequest { limit, per_document, strict, ..asked("radar") };
        let answer = collection.search(&asked).unwrap();
        assert_eq!(
            (answer.passages, answer.documents),
            (8, 3),
            "the cap hides nothing from counts"
        );
        let of_many = answer.hits.iter().filter(|h| h.path.ends_with("many.txt")).count();
        (of_many, answer.hits.len() - of_many)
    };
    assert_eq!(shares(4, 2, false), (2, 2));
    assert_eq!(shares(10, 2, false), (6, 2), "nothing else can fill the list");
    assert_eq!(shares(10, 2, true), (2, 2));
    assert_eq!(shares(3, 1, false), (1, 2));
    assert_eq!(shares(5, 1, false), (3, 2));
    assert_eq!(shares(0, 1, false), (0, 0));
    assert_eq!(shares(10, 0, true), (1, 2), "no share is smaller than one");
}

#[test]
fn the_points_explained_add_up_to_the_score() {
    let scratch = seeds();
    scratch
        .write("later.txt", "Technology and defence.\n\nMore technologies for the US and India.");
    scratch.ingest();
    let collection = scratch.open();
    let mut explained = 0;
    for query in QUERIES.into_iter().chain(["cooperation section:focus", "peace OR teaser OR why"])
    {
        let request = SearchRequest {
            query: query.to_owned(),
            explain: true,
            limit: 100,
            per_document: 100,
            ..SearchRequest::default()
        };
        let answer = collection.search(&request).unwrap();
        let without = SearchRequest { explain: false, ..request };
        assert_eq!(answer.hits.len(), collection.search(&without).unwrap().hits.len());
        for hit in &answer.hits {
            let explanation = hit.explanation.as_ref().unwrap();
            let sum: f32 = explanation.parts.iter().map(|part| part.sum()).sum();
            assert!((sum - hit.score).abs() < 1e-4, "{query}: {sum} for {}", hit.score);
            explained += usize::from(sum > 0.0);
        }
    }
    assert!(explained > 100, "{explained}");
}
