//! Looks over a result agree with what a count over all its hits gives: facets, orders of dates,
//! timelines, lines in context.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pincite::collection::Collection;
use pincite::document::Date;
use pincite::query::field::Field;
use pincite::search::{
    Answer, Count, Facet, Hit, KwicLine, KwicOrder, KwicShape, Order, Scale, SearchRequest,
};
use pincite::text::tokens;

use crate::scratch::{Scratch, asked};

/// Works with every kind of date, and several works and dates in one file.
const RECORDS: &str = r#"{"id": "r1", "title": "A radar", "source": "Harbour Office", "date": "1962", "text": "India bought radar. The radar of India saw the technology of defence."}
{"id": "r2", "title": "B radar", "source": "Harbour Office", "date": "1962-03", "text": "Defence of India: a technology."}
{"id": "r3", "date": "1962-03-09", "text": "Defence technology, and technology transfer, in India and the United States."}
{"id": "r4", "date": "1963-12", "url": "https://www.x.org/a", "text": "A technology of defence, and the US."}
{"id": "r5", "text": "INDUS-X and technology. Technology transfer is technology."}
"#;

/// The seeds, the documents of the tests, and the records.
fn corpus() -> Scratch {
    let scratch = Scratch::with(&[("records.jsonl", RECORDS)]);
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    for folder in ["seeds", "tests/corpus"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name != "README.md" && name != "catalog.toml" && path.is_file() {
                let folder = folder.rsplit('/').next().unwrap();
                scratch.write(&format!("{folder}/{name}"), fs::read(&path).unwrap());
            }
        }
    }
    scratch.ingest();
    scratch
}

fn requests() -> Vec<SearchRequest> {
    let words = [
        "technology",
        "technology transfer India",
        "\"technology transfer\"",
        "\"innovation bridge\" OR radar",
        "+defence -radar",
        "technolog* US",
        "=Defense",
        "the",
        "program:INDUS-X technology",
        "date:1962.. India",
        "zeppelin",
        "kind:teaser",
        "",
    ];
    let mut all: Vec<SearchRequest> = words.into_iter().map(everything).collect();
    all.push(SearchRequest { literal: true, ..everything("technology") });
    all.push(SearchRequest { after: Date::parse_edtf("1962-06"), ..everything("technology") });
    let harbour = vec![(Field::Source, vec!["harbour".to_owned()])];
    all.push(SearchRequest { restrictions: harbour, ..everything("technology India") });
    all
}

/// A request for all that matches.
fn everything(query: &str) -> SearchRequest {
    SearchRequest { limit: 100_000, per_document: 100_000, ..asked(query) }
}

fn all_hits(collection: &Collection, request: &SearchRequest) -> Answer {
    let answer = collection.search(request).unwrap();
    assert_eq!(answer.hits.len() as u64, answer.passages, "{}", request.query);
    answer
}

/// Counts hits by what `values` gives for each; without any value under `None`.
fn counted<'a, V: Ord>(
    hits: impl IntoIterator<Item = &'a Hit>,
    values: impl Fn(&Hit) -> Vec<V>,
) -> BTreeMap<Option<V>, Count> {
    let mut passages: BTreeMap<Option<V>, (u64, BTreeSet<_>)> = BTreeMap::new();
    for hit in hits {
        let mut given: Vec<Option<V>> = values(hit).into_iter().map(Some).collect();
        if given.is_empty() {
            given.push(None);
        }
        for value in given {
            let entry = passages.entry(value).or_default();
            entry.0 += 1;
            entry.1.insert(hit.document);
        }
    }
    let count = |(n, documents): (u64, BTreeSet<_>)| Count {
        passages: n,
        documents: documents.len() as u64,
    };
    passages.into_iter().map(|(value, all)| (value, count(all))).collect()
}

/// The source that facets go by: the work's or, where that is not known, the top folder.
fn source(hit: &Hit, corpus: &Path) -> String {
    let below = hit.path.strip_prefix(corpus).unwrap();
    let folder = match below.components().count() {
        1 => "corpus".to_owned(),
        _ => below.components().next().unwrap().as_os_str().to_string_lossy().into_owned(),
    };
    hit.work.shown_source().unwrap_or(folder)
}

fn year(hit: &Hit) -> Vec<Date> {
    hit.work.issued.and_then(|d| Date::new(d.year(), None, None)).into_iter().collect()
}

fn month(hit: &Hit) -> Vec<Date> {
    hit.work.issued.and_then(|d| Date::new(d.year(), d.month(), None)).into_iter().collect()
}

fn assert_facet(facet: &Facet, expected: BTreeMap<Option<String>, Count>, what: &str) {
    let mut got: BTreeMap<Option<String>, Count> =
        facet.values.iter().map(|(value, count)| (Some(value.clone()), *count)).collect();
    assert_eq!(got.len(), facet.values.len(), "{what}: a value stands twice");
    if facet.without.passages > 0 {
        got.insert(None, facet.without);
    }
    assert_eq!(got, expected, "{what}");
    let falls = facet.values.windows(2).all(|w| {
        let key = |(value, n): &(String, Count)| {
            (u64::MAX - n.passages, u64::MAX - n.documents, value.clone())
        };
        key(&w[0]) < key(&w[1])
    });
    assert!(falls, "{what}: the commonest does not stand first");
}

#[test]
fn facets_are_what_a_count_over_all_hits_gives() {
    let scratch = corpus();
    let collection = scratch.open();
    let mut values = 0;
    for request in requests() {
        let answer = all_hits(&collection, &request);
        let one = SearchRequest { facets: true, limit: 1, per_document: 1, ..request.clone() };
        let facets = collection.search(&one).unwrap().facets.expect("they were asked for");
        let by = |of: &dyn Fn(&Hit) -> Vec<String>| counted(&answer.hits, of);
        let expected = [
            by(&|h| vec![source(h, &scratch.corpus())]),
            by(&|h| year(h).iter().map(Date::to_string).collect()),
            by(&|h| h.programs.clone()),
            by(&|h| h.entities.clone()),
            by(&|h| vec![h.kind.name().to_owned()]),
        ];
        for ((name, facet), expected) in facets.named().into_iter().zip(expected) {
            values += facet.values.len();
            assert_facet(facet, expected, &format!("{} of {:?}", name, request.query));
        }
        assert_eq!(answer.facets, None, "nobody asked for them");
    }
    assert!(values > 200, "only {values} values were compared");
}

#[test]
fn a_timeline_is_what_a_count_over_all_hits_gives() {
    let scratch = corpus();
    let collection = scratch.open();
    for request in requests() {
        let answer = all_hits(&collection, &request);
        for (scale, of) in [(Scale::Year, year as fn(&Hit) -> Vec<Date>), (Scale::Month, month)] {
            let timeline = collection.timeline(&request, Some(scale)).unwrap();
            let what = format!("{:?} by {scale:?}", request.query);
            let mut expected = counted(&answer.hits, of);
            let undated = expected.remove(&None).unwrap_or_default();
            assert_eq!(timeline.undated, undated, "{what}");
            let total = Count { passages: answer.passages, documents: answer.documents };
            assert_eq!(timeline.total, total, "{what}");
            assert_eq!(timeline.undated_left_out, answer.undated_left_out, "{what}");
            let rises = timeline.periods.windows(2).all(|w| w[0].0 < w[1].0);
            assert!(rises, "{what}: {:?}", timeline.periods);
            let there: BTreeMap<_, _> =
                timeline.periods.into_iter().filter(|p| p.1.passages > 0).collect();
            let expected: BTreeMap<_, _> =
                expected.into_iter().map(|(d, n)| (d.unwrap(), n)).collect();
            assert_eq!(there, expected, "{what}");
        }
    }
}

#[test]
fn law_s1_dates_order_hits_and_pages_fit_together() {
    let scratch = corpus();
    let collection = scratch.open();
    for request in requests() {
        let answer = all_hits(&collection, &request);
        let undated = counted(&answer.hits, year).remove(&None).unwrap_or_default();
        for order in [Order::Newest, Order::Oldest] {
            let what = format!("{:?} {order:?}", request.query);
            let sorted = all_hits(&collection, &SearchRequest { order, ..request.clone() });
            assert_eq!(sorted.undated, undated, "{what}");
            let key = |h: &Hit| match (h.work.issued, order) {
                (None, _) => (1, 0),
                (Some(date), Order::Newest) => (0, -date.last_day()),
                (Some(date), _) => (0, date.first_day()),
            };
            let mut expected: Vec<&Hit> = answer.hits.iter().collect();
            // Hits come by score, then id; a sort that is stable keeps that among equals.
            expected.sort_by_key(|h| key(h));
            let ids = |hits: &[&Hit]| hits.iter().map(|h| h.id()).collect::<Vec<_>>();
            assert_eq!(ids(&sorted.hits.iter().collect::<Vec<_>>()), ids(&expected), "{what}");
            for offset in [0, 3, 7] {
                let page = SearchRequest { order, offset, limit: 4, ..request.clone() };
                let page = collection.search(&page).unwrap().hits;
                let end = sorted.hits.len().min(offset + 4);
                assert_eq!(
                    page,
                    sorted.hits.get(offset..end).unwrap_or_default(),
                    "{what} {offset}"
                );
            }
        }
    }
}

#[test]
fn a_document_has_its_share_in_every_order() {
    let scratch = corpus();
    let collection = scratch.open();
    let asked =
        SearchRequest { order: Order::Oldest, limit: 6, per_document: 1, ..asked("technology") };
    let hits = collection.search(&asked).unwrap().hits;
    let documents: BTreeSet<_> = hits.iter().map(|h| h.document).collect();
    assert_eq!((hits.len(), documents.len()), (6, 6));
    let issued: Vec<String> = hits
        .iter()
        .take(5)
        .map(|h| h.work.issued.map_or("n.d.".into(), |d| d.to_string()))
        .collect();
    assert_eq!(issued[..3], ["1962", "1962-03", "1962-03-09"]);
}

fn lines(collection: &Collection, request: &SearchRequest, shape: KwicShape) -> Vec<KwicLine> {
    let kwic = collection.kwic(request).unwrap();
    let mut lines = Vec::new();
    let mut take = |line| {
        lines.push(line);
        true
    };
    collection.each_line(&kwic, shape, &mut take).unwrap();
    lines
}

fn shape(order: KwicOrder) -> KwicShape {
    KwicShape { order, words: 6, limit: usize::MAX }
}

#[test]
fn lines_in_context_are_the_matches_of_all_hits() {
    let scratch = corpus();
    let collection = scratch.open();
    let mut compared = 0;
    for request in requests().into_iter().filter(|r| !r.query.starts_with("kind:")) {
        let answer = all_hits(&collection, &request);
        let lines = lines(&collection, &request, shape(KwicOrder::Position));
        let kwic = collection.kwic(&request).unwrap();
        let total = Count { passages: answer.passages, documents: answer.documents };
        assert_eq!(kwic.count, total, "{}", request.query);
        let mut of_passages: BTreeMap<String, Vec<&KwicLine>> = BTreeMap::new();
        lines.iter().for_each(|l| of_passages.entry(l.id()).or_default().push(l));
        for hit in &answer.hits {
            let found = of_passages.remove(&hit.id()).unwrap_or_default();
            let lit: Vec<&str> =
                hit.highlights.iter().map(|s| s.slice(&hit.text).unwrap()).collect();
            let what = format!("{} in {}", request.query, hit.id());
            // The words of all matches are the words that are lit.
            let words = |texts: &[&str]| -> Vec<String> {
                texts.iter().flat_map(|t| tokens(t)).map(|t| t.term).collect()
            };
            let matched: Vec<&str> = found.iter().map(|l| l.found.as_str()).collect();
            assert_eq!(words(&matched), words(&lit), "{what}");
            for line in found {
                compared += 1;
                assert!(
                    line.lines.0 >= hit.locator.lines.0 && line.lines.1 <= hit.locator.lines.1,
                    "{what}"
                );
                assert_eq!((&line.path, line.issued), (&hit.path, hit.work.issued), "{what}");
                assert!(
                    line.left.split_whitespace().count() <= 7
                        && line.right.split_whitespace().count() <= 7
                );
                let whole = format!("{}{}{}", line.left, line.found, line.right);
                let shown = collection.show(&hit.id(), 0).unwrap().unwrap();
                assert!(shown.document.contains(&whole), "{what}: {whole:?}");
            }
        }
        assert_eq!(of_passages.keys().next(), None, "{}: of no hit", request.query);
    }
    assert!(compared > 300, "only {compared} lines");
}

#[test]
fn a_phrase_is_one_keyword() {
    let scratch = corpus();
    let collection = scratch.open();
    let found = |query: &str| -> Vec<String> {
        let lines = lines(&collection, &everything(query), shape(KwicOrder::Position));
        lines.into_iter().map(|l| l.found.to_lowercase()).collect()
    };
    assert!(found("\"technology transfer\"").iter().all(|f| f == "technology transfer"));
    assert!(found("\"technology transfer\"").len() >= 2);
    assert!(found("\"INDUS-X\"").iter().all(|f| f == "indus-x"));
    let mixed: BTreeSet<String> = found("\"technology transfer\" radar").into_iter().collect();
    assert_eq!(mixed, BTreeSet::from(["radar".to_owned(), "technology transfer".to_owned()]));
    assert!(!found("program:DTTI").is_empty(), "a name alone has its mentions");
}

#[test]
fn lines_sort_by_their_neighbours() {
    let scratch = corpus();
    let collection = scratch.open();
    let asked = everything("technology");
    let of = |order, limit| lines(&collection, &asked, KwicShape { limit, ..shape(order) });
    let by_place = of(KwicOrder::Position, usize::MAX);
    assert!(by_place.len() > 20);
    let rises = by_place.windows(2).all(|w| (&w[0].path, w[0].lines) <= (&w[1].path, w[1].lines));
    assert!(rises, "in order of place");
    let terms = |text: &str| tokens(text).into_iter().map(|t| t.term).collect::<Vec<_>>();
    let last = |line: &KwicLine| terms(&line.left).pop();
    let first = |line: &KwicLine| terms(&line.right).into_iter().next();
    for (order, word) in [
        (KwicOrder::Left, &last as &dyn Fn(&KwicLine) -> Option<String>),
        (KwicOrder::Right, &first),
    ] {
        let sorted = of(order, usize::MAX);
        assert!(sorted.windows(2).all(|w| word(&w[0]) <= word(&w[1])), "{order:?}");
        assert_eq!(of(order, 7), sorted[..7]);
        let place = |l: &KwicLine| (l.path.clone(), l.lines, l.left.clone(), l.right.clone());
        let mut again = sorted;
        again.sort_by_key(place);
        let mut expected = by_place.clone();
        expected.sort_by_key(place);
        assert_eq!(again, expected, "{order:?}");
    }
    assert_eq!(of(KwicOrder::Position, 7), by_place[..7]);
}
