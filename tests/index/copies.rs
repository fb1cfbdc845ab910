//! Which documents are grouped as copies of one text, and how a search shows them.

use std::fs;

use pincite::search::{Answer, Likeness, SearchRequest};

use crate::scratch::{Scratch, asked};

/// Paragraphs of fifty words each, all different: enough for a passage of its own, and no two alike.
fn paragraphs(from: u32, to: u32) -> Vec<String> {
    let paragraph = |p: u32| -> String {
        let words: Vec<String> = (0..70).map(|w| format!("p{p}w{w}")).collect();
        format!("The radar of part{p}: {}.", words.join(" "))
    };
    (from..to).map(paragraph).collect()
}

fn page(head: &str, paragraphs: &[String]) -> String {
    format!("{head}{}\n", paragraphs.join("\n\n"))
}

const CATALOG: &str = "[\"agency.txt\"]\nissued = 2021-05-03\nsource = \"The Agency\"\n\
                       [\"daily.txt\"]\nissued = 2021-05-04\nsource = \"The Daily\"\n\
                       [\"later.txt\"]\nissued = 2022\nsource = \"The Review\"\n";

/// A text as an agency issued it, as a paper printed it, and in a later version.
fn syndicated() -> Scratch {
    let text = paragraphs(0, 6);
    let mut later = text.clone();
    later[2] = later[2].replace("p2w30 p2w31", "the zebra crossing");
    later.insert(4, paragraphs(9, 10).remove(0).replace("part9", "the kestrel"));
    let scratch = Scratch::with(&[
        ("catalog.toml", CATALOG),
        ("agency.txt", &page("", &text)),
        ("daily.txt", &page("# From our wires\n\n", &text)),
        ("later.txt", &page("", &later)),
        ("other.txt", &page("", &paragraphs(20, 26))),
    ]);
    scratch.ingest();
    scratch
}

/// File and number of the passage of each hit.
fn hits(answer: &Answer) -> Vec<String> {
    let name = |h: &pincite::search::Hit| {
        let file = h.path.file_stem().unwrap().to_string_lossy();
        format!("{file}.{}", h.n)
    };
    answer.hits.iter().map(name).collect()
}

#[test]
fn copies_are_shown_under_the_earliest_issue() {
    let scratch = syndicated();
    let answer = scratch.search("p0w5");
    assert_eq!((answer.passages, answer.documents), (3, 3), "what is counted is everything");
    assert_eq!(hits(&answer), ["agency.1"]);
    let copies = &answer.hits[0].copies;
    let said: Vec<_> = copies
        .listed
        .iter()
        .map(|c| (c.source.as_deref().unwrap(), c.issued.unwrap().to_string(), c.how))
        .collect();
    let expected =
        [("The Daily", "2021-05-04", Likeness::Same), ("The Review", "2022", Likeness::Same)];
    assert_eq!(said, expected.map(|(source, date, how)| (source, date.to_owned(), how)));
    assert_eq!(copies.listed[0].path, scratch.file("daily.txt"));
    assert_eq!(copies.more, 0);

    let all = SearchRequest { copies: true, ..asked("p0w5") };
    let all = scratch.open().search(&all).unwrap();
    assert_eq!(all.hits.len(), 3);
    assert_eq!((all.passages, all.documents), (3, 3));
    let there = copies.listed[0].id();
    assert!(all.hits.iter().any(|h| h.id() == there && h.copies.len() == 2));
}

#[test]
fn what_only_a_version_says_is_found_and_cited_there() {
    let scratch = syndicated();
    let answer = scratch.search("kestrel");
    assert_eq!(hits(&answer), ["later.5"]);
    assert!(answer.hits[0].copies.is_empty());
    // Both passages are nearly the same; only the later one has all that is looked for.
    assert_eq!(hits(&scratch.search("zebra")), ["later.3"]);
    assert_eq!(hits(&scratch.search("+p2w3 +zebra")), ["later.3"]);
    let both = scratch.search("p2w3 zebra");
    assert_eq!(hits(&both), ["later.3", "agency.3"]);
    assert_eq!(hits(&scratch.search("p2w3")), ["agency.3"]);
    let how: Vec<_> = scratch.search("p2w3").hits[0].copies.listed.iter().map(|c| c.how).collect();
    assert_eq!(how, [Likeness::Same, Likeness::Nearly]);
}

#[test]
fn a_copy_stands_for_itself_where_the_earliest_issue_is_left_out() {
    let scratch = syndicated();
    let answer = scratch.search("p0w5 source:\"The Review\"");
    assert_eq!(hits(&answer), ["later.1"]);
    let sources: Vec<_> = answer.hits[0].copies.listed.iter().map(|c| c.source.clone()).collect();
    assert_eq!(sources, [Some("The Agency".to_owned()), Some("The Daily".to_owned())]);
    let after =
        SearchRequest { after: pincite::document::Date::parse_edtf("2021-05-04"), ..asked("p0w5") };
    assert_eq!(hits(&scratch.open().search(&after).unwrap()), ["daily.2"]);
}

#[test]
fn a_group_has_the_share_of_one_document() {
    let scratch = syndicated();
    let ask = |copies| SearchRequest {
        limit: 4,
        per_document: 1,
        strict: true,
        copies,
        ..asked("radar")
    };
    let collection = scratch.open();
    let files = |copies| {
        let hits = hits(&collection.search(&ask(copies)).unwrap());
        let mut files: Vec<String> =
            hits.iter().map(|h| h.split('.').next().unwrap().to_owned()).collect();
        files.sort();
        files
    };
    let folded = files(false);
    assert_eq!(folded.len(), 2, "{folded:?}");
    assert_eq!(folded[1], "other");
    assert_eq!(files(true), ["agency", "daily", "later", "other"]);
    // A measure of documents takes each for itself.
    assert_eq!(collection.best_documents(&ask(false)).unwrap().len(), 4);
}

#[test]
fn a_changed_date_groups_anew_without_reading() {
    let scratch = syndicated();
    fs::write(scratch.file("catalog.toml"), CATALOG.replace("2021-05-04", "2021-05-02")).unwrap();
    assert_eq!(scratch.ingest().files_read, 0);
    assert_eq!(hits(&scratch.search("p0w5")), ["daily.2"]);
    scratch.remove("daily.txt");
    scratch.ingest();
    let answer = scratch.search("p0w5");
    assert_eq!(hits(&answer), ["agency.1"]);
    assert_eq!(answer.hits[0].copies.len(), 1);
}

#[test]
fn of_a_coarse_date_only_its_end_is_certain() {
    let text = paragraphs(0, 3);
    let dates = ["", "2021", "2021-12", "2021-12-31", "2021-12-30"];
    let scratch = Scratch::new();
    let mut catalog = String::new();
    for (i, date) in dates.iter().enumerate() {
        scratch.write(&format!("{i}.txt"), page(&format!("Wire {i}\n\n"), &text));
        if !date.is_empty() {
            catalog += &format!("[\"{i}.txt\"]\nissued = \"{date}\"\n");
        }
    }
    fs::write(scratch.file("catalog.toml"), catalog).unwrap();
    scratch.ingest();
    let answer = scratch.search("p0w5");
    assert_eq!(answer.hits.len(), 1);
    let hit = &answer.hits[0];
    let mut order = vec![hit.path.clone()];
    order.extend(hit.copies.listed.iter().map(|c| c.path.clone()));
    assert_eq!(order, ["4", "3", "2", "1", "0"].map(|i| scratch.file(&format!("{i}.txt"))));
}

#[test]
fn a_chain_of_changes_ends_where_it_is_too_far_from_its_beginning() {
    let scratch = Scratch::new();
    // Each shares nine tenths with the one before; the last shares nothing with the first.
    for i in 0..11 {
        scratch.write(&format!("{i:02}.txt"), page("", &paragraphs(i, i + 10)));
    }
    scratch.ingest();
    let collection = scratch.open();
    let listed = collection.documents(None).unwrap();
    let first = |i: usize| listed[i].copy_of.unwrap_or(listed[i].id);
    assert_eq!(first(1), listed[0].id);
    assert_ne!(first(10), listed[0].id);
    assert!(listed.iter().all(|l| l.copy_of.is_none_or(|of| {
        listed.iter().any(|first| first.id == of && first.copy_of.is_none())
    })));
}

#[test]
fn short_forms_and_other_texts_are_not_grouped() {
    let form = |name: &str, day: u32| {
        format!(
            "The Secretary spoke today with Minister {name}. The Secretary and the minister discussed \
             the security of the region, the partnership of both countries, and next steps. The Secretary \
             thanked Minister {name} for the meeting of {day} May, and both agreed to go on with their \
             work on shared interests, on climate, and on human rights in the months to come. {name} and \
             the Secretary will meet again on the margins of the conference at {name} Hall.\n"
        )
    };
    let scratch = Scratch::with(&[
        ("a.txt", &form("Kuleba", 3)),
        ("b.txt", &form("Lapid", 9)),
        ("c.txt", "Radar and jets.\n"),
        ("d.txt", "Radar and jets!\n"),
    ]);
    scratch.ingest();
    assert_eq!(scratch.open().status(true).unwrap().copies, (0, 0));
    assert_eq!(scratch.search("radar").hits.len(), 2);
}
