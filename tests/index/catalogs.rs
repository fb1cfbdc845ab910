//! What reference managers know, beside the documents: which entry is whose, and who goes first.

use std::fs;

use pincite::document::{Field, Provenance, Work};
use pincite::ingest::{IngestError, IngestRequest, Report};

use crate::scratch::{Scratch, request};

/// The record of each file, by its name below the corpus.
fn records(scratch: &Scratch) -> Vec<(String, Work)> {
    let listed = scratch.open().documents(None).unwrap();
    let name = |path: &std::path::Path| {
        path.strip_prefix(scratch.corpus()).unwrap().to_string_lossy().into_owned()
    };
    listed.into_iter().map(|l| (l.key.unwrap_or_else(|| name(&l.path)), l.work)).collect()
}

/// The title that each file has, where a catalog gives it.
fn titles(scratch: &Scratch) -> Vec<String> {
    let said = (Field::Title, Provenance::Catalog);
    let titled = records(scratch).into_iter().filter(|(_, work)| work.provenance.contains(&said));
    titled.map(|(name, work)| format!("{name}: {}", work.title.unwrap_or_default())).collect()
}

/// What the report says of entries, with their lines.
fn unmatched(report: &Report) -> Vec<String> {
    let line = |l: &pincite::ingest::LeftOut| {
        let file = l.path.file_name().unwrap().to_string_lossy().into_owned();
        format!("{file}:{}: {}", l.line.unwrap(), l.reason)
    };
    report.unmatched.iter().map(line).collect()
}

const PAGE: &str = "https://www.x.org/deals/\n\n# A page\n\nMay 2, 2023\n\nRadar and jets.\n";

#[test]
fn an_entry_is_found_by_file_key_doi_and_address() {
    let scratch = Scratch::with(&[
        ("one.txt", "Radar one.\n"),
        ("sub/two.txt", "Radar two.\n"),
        ("three.txt", "Radar three.\n"),
        ("four.txt", "Radar four.\n"),
        ("five.txt", PAGE),
        ("six.md", "---\ntitle: Six\ndoi: 10.1000/ABC\n---\n\nRadar six.\n"),
        (
            "r.jsonl",
            "{\"id\": \"c-17\", \"text\": \"Radar.\"}\n{\"id\": \"c-18\", \"text\": \"Jets.\"}\n",
        ),
        (
            "catalog.bib",
            "@misc{a, title = {By path}, file = {Text:one.txt:text/plain}}\n\
             @misc{b, title = {By name}, file = {:/home/ann/Zotero/two.pdf:PDF}}\n\
             @misc{three, title = {By key}}\n\
             @misc{c-17, title = {By id}}\n\
             @misc{e, title = {By address}, url = {http://X.org/deals#top}}\n\
             @misc{f, title = {By DOI}, doi = {10.1000/abc}}\n\
             @misc{g, title = {Nobody's}, url = {http://x.org/other}}\n",
        ),
        (
            "catalog.json",
            r#"[{"id": "http://zotero.org/1", "type": "report", "title": "By note", "note": "file: four.txt"}]"#,
        ),
    ]);
    let report = scratch.ingest();
    assert_eq!(
        titles(&scratch),
        [
            "five.txt: By address",
            "four.txt: By note",
            "one.txt: By path",
            "c-17: By id",
            "six.md: By DOI",
            "sub/two.txt: By name",
            "three.txt: By key",
        ]
    );
    assert_eq!(
        unmatched(&report),
        ["catalog.bib:7: “g” matches no document by file name, key, DOI or URL"]
    );
    // Lists are no documents, and are not looked at again where nothing changed.
    assert_eq!(report.documents, 8);
    assert_eq!(unmatched(&scratch.ingest()), [""; 0]);
}

#[test]
fn toml_goes_before_bib_and_bib_before_json_field_by_field() {
    let scratch = Scratch::with(&[
        ("a.txt", PAGE),
        ("catalog.toml", "[\"a.txt\"]\ntitle = \"From toml\"\n"),
        ("catalog.bib", "@report{a, title = {From bib}, institution = {Bib}, author = {Lee, Ann}}"),
        (
            "catalog.json",
            r#"[{"id": "a", "type": "book", "title": "From json", "publisher": "Json", "volume": 4,
                 "issued": {"raw": "1999"}}]"#,
        ),
    ]);
    assert_eq!(unmatched(&scratch.ingest()), [""; 0]);
    let work = records(&scratch).remove(0).1;
    let said = [
        work.title,
        work.kind,
        work.source,
        work.volume,
        work.issued.map(|d| d.to_string()),
        work.url,
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    assert_eq!(said.join(" | "), "From toml | report | Bib | 4 | 1999 | https://www.x.org/deals/");
    assert_eq!(work.authors[0].family.as_deref(), Some("Lee"));
    assert!(work.provenance.contains(&(Field::Url, Provenance::Head)));
    assert_eq!(work.provenance.iter().filter(|p| p.1 == Provenance::Catalog).count(), 6);
}

#[test]
fn what_could_be_anothers_is_given_to_nobody() {
    let scratch = Scratch::with(&[
        ("a/report.txt", "Radar one.\n"),
        ("b/report.txt", "Radar two.\n"),
        ("same.txt", PAGE),
        ("c/paper.txt", "Radar three.\n"),
        (
            "catalog.bib",
            "@misc{x, title = {X}, file = {report.pdf}}\n\
             @misc{y, title = {Y}, file = {a/report.txt}}\n\
             @misc{z, title = {Z}, url = {http://x.org/deals}}\n\
             @misc{w, title = {W}, url = {https://www.x.org/deals/}}\n\
             @misc{paper, title = {P}}\n",
        ),
    ]);
    let report = scratch.ingest();
    assert_eq!(titles(&scratch), ["a/report.txt: Y", "c/paper.txt: P"]);
    let told = unmatched(&report);
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].contains("“x” could be a/report.txt or b/report.txt"), "{told:?}");
    assert!(told[1].starts_with("catalog.bib:3: “z” shares its key, file, DOI or URL"), "{told:?}");
    // Another file of the name makes a name of nobody, and its going makes it a name again.
    scratch.write("d/paper.txt", "Radar four.\n");
    let report = scratch.ingest();
    assert_eq!(report.derived_again, Some("the catalog has changed"));
    assert_eq!(titles(&scratch), ["a/report.txt: Y"]);
    scratch.remove("d/paper.txt");
    scratch.ingest();
    assert_eq!(titles(&scratch), ["a/report.txt: Y", "c/paper.txt: P"]);
}

#[test]
fn a_changed_list_derives_the_stored_documents_again() {
    let scratch = Scratch::with(&[("a.txt", PAGE)]);
    scratch.ingest();
    assert_eq!(titles(&scratch), [""; 0]);
    fs::write(scratch.file("catalog.json"), r#"{"items": [{"id": "a", "title": "New"}]}"#).unwrap();
    let report = scratch.ingest();
    assert_eq!((report.files_read, report.derived_again), (0, Some("the catalog has changed")));
    assert_eq!(titles(&scratch), ["a.txt: New"]);
    fs::remove_file(scratch.file("catalog.json")).unwrap();
    scratch.ingest();
    assert_eq!(titles(&scratch), [""; 0]);
}

#[test]
fn a_broken_list_names_its_line_and_changes_nothing() {
    let scratch = Scratch::with(&[("a.txt", "Radar.\n")]);
    scratch.ingest();
    let before = scratch.search("radar");
    let cases: [(&str, &[u8], &str); 5] = [
        ("catalog.bib", b"@misc{a, title = {A}}\n@misc{b, title = {B\n", "line 3: "),
        ("catalog.bib", b"@misc{a\n", "line 2: "),
        ("catalog.json", b"[\n{\"id\": \"a\",}\n]", "line 2: "),
        ("catalog.json", b"{\"id\": \"a\"}", "line 1: "),
        ("catalog.json", b"\0\x01\x02\x03\0\0", ""),
    ];
    for (name, bytes, line) in cases {
        fs::write(scratch.file(name), bytes).unwrap();
        let add = IngestRequest { add: vec![scratch.corpus()], ..request() };
        let Err(IngestError::About { path, what }) = scratch.try_ingest(&add) else {
            panic!("taken for good: {bytes:?}");
        };
        assert_eq!(path, scratch.file(name));
        assert!(what.starts_with(line) && !what.contains('\n'), "{what}");
        assert_eq!(scratch.search("radar"), before);
        fs::remove_file(scratch.file(name)).unwrap();
    }
    // A list in an older encoding, and one with nothing in it, are lists.
    fs::write(scratch.file("catalog.bib"), b"@misc{a, title = {D\xe9j\xe0 vu}}").unwrap();
    fs::write(scratch.file("catalog.json"), b" \n").unwrap();
    scratch.ingest();
    assert_eq!(titles(&scratch), ["a.txt: Déjà vu"]);
}
