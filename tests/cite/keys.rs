//! Citation keys in a corpus.

use pincite::cite::Record;
use pincite::collection::Collection;

use crate::scratch::Scratch;

/// A record of a corpus: file, author, title, year.
fn line(author: &str, title: &str, year: &str) -> String {
    let text = format!("A text on {title} by {author} of {year}.");
    let mut record = serde_json::json!({ "title": title, "text": text });
    if !author.is_empty() {
        record["authors"] = author.into();
    }
    if !year.is_empty() {
        record["date"] = year.into();
    }
    format!("{record}\n")
}

fn corpus(lines: &[String]) -> Scratch {
    let scratch = Scratch::with(&[("works.jsonl", &lines.concat())]);
    scratch.ingest();
    scratch
}

fn ids(collection: &Collection) -> Vec<String> {
    let listed = collection.documents(None).unwrap();
    listed.iter().map(|document| document.id.to_string()).collect()
}

fn records(collection: &Collection, ids: &[String]) -> Vec<Record> {
    let references = ids.iter().map(|id| collection.reference(id).unwrap().unwrap());
    collection.records(references).unwrap()
}

fn keys(collection: &Collection, ids: &[String]) -> Vec<String> {
    records(collection, ids).into_iter().map(|record| record.key).collect()
}

/// The keys of a corpus, each by the title of its work.
fn by_title(scratch: &Scratch) -> Vec<(String, String)> {
    let collection = scratch.open();
    let records = records(&collection, &ids(&collection));
    let named = records.into_iter().map(|record| (record.work.title.unwrap(), record.key));
    let mut named: Vec<_> = named.collect();
    named.sort();
    named
}

#[test]
fn a_key_is_plain_unless_another_work_would_share_it() {
    let scratch = corpus(&[
        line("Nishant Rajeev", "India-US Defence Partnership", ""),
        line("Ann Lee", "The India Question", "2020-03"),
        line("Bo Lee", "India at Sea", "2020"),
        line("Cy Lee", "India at Sea", "2021"),
        line("李克强", "中国国防", "2019"),
    ]);
    let named = by_title(&scratch);
    let key = |title: &str, nth: usize| {
        let mut found = named.iter().filter(|(named, _)| named == title);
        found.nth(nth).unwrap().1.clone()
    };
    assert_eq!(key("India-US Defence Partnership", 0), "rajeev_india_nd");
    let [first, second] = [key("The India Question", 0), key("India at Sea", 0)];
    assert!(first.starts_with("lee_india_2020_"), "{first}");
    let others = [second, key("India at Sea", 1)];
    assert!(others.contains(&"lee_india_2021".to_owned()), "{others:?}");
    assert!(others.iter().any(|key| key.starts_with("lee_india_2020_") && *key != first));
    // The title has no letters that a key could have: the id of the document serves.
    let chinese = key("中国国防", 0);
    let collection = scratch.open();
    assert!(ids(&collection).iter().any(|id| id.starts_with(&chinese)), "{chinese}");
}

#[test]
fn a_work_has_one_key_in_every_export() {
    let mut lines = Vec::new();
    for (author, title) in
        [("Ann Lee", "India"), ("", "Memorandum"), ("José Łaski", "O’Brien and US")]
    {
        for year in ["", "2020", "2020-01", "2021-05-06"] {
            for end in ["", "!", " again", ": a view"] {
                lines.push(line(author, &format!("{title}{end}"), year));
            }
        }
    }
    // More than are looked at.
    lines.extend((0..40).map(|n| line("", &format!("Telegram {n}"), "1962")));
    let scratch = corpus(&lines);
    let collection = scratch.open();
    let mut ids = ids(&collection);
    let all = keys(&collection, &ids);
    let mut distinct = all.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), ids.len());
    for key in &all {
        assert!(key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'), "{key}");
    }
    for (id, key) in ids.iter().zip(&all) {
        assert_eq!(keys(&collection, std::slice::from_ref(id)), [key.as_str()]);
    }
    ids.reverse();
    let reversed: Vec<String> = all.into_iter().rev().collect();
    assert_eq!(keys(&collection, &ids), reversed);
}

/// Works that advertisements name have keys of their own, apart from the page that they stand in.
#[test]
fn advertised_works_have_keys() {
    let scratch = Scratch::new();
    let seed = std::fs::read("seeds/000_814d9847fc9b739c.txt").unwrap();
    scratch.write("seed.txt", seed);
    scratch.ingest();
    let collection = scratch.open();
    let hits = scratch.search("kind:teaser OR innovation").hits;
    assert!(hits.iter().any(|hit| hit.within.is_some()));
    let records = collection.records(hits.iter().map(|hit| hit.reference())).unwrap();
    let mut keys: Vec<&str> = records.iter().map(|record| record.key.as_str()).collect();
    let works = keys.len();
    assert!(works > 2, "{keys:?}");
    assert!(keys.contains(&"lalwani_deal_2024"), "{keys:?}");
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), works);
}
