//! Which files an ingest reads, which it need not read, and what becomes of those that are gone.

use std::fs;
use std::path::PathBuf;

use pincite::ingest::{IngestError, IngestRequest};

use crate::scratch::{Scratch, age, request};

#[test]
fn files_that_did_not_change_are_not_read_again() {
    let scratch = Scratch::with(&[("a.txt", "Radar one.\n"), ("b.txt", "Radar two.\n")]);
    let report = scratch.ingest();
    assert_eq!((report.files_read, report.files_unchanged, report.added), (2, 0, 2));
    let report = scratch.ingest();
    assert_eq!((report.files_read, report.files_unchanged, report.added), (0, 2, 0));
    scratch.write("b.txt", "Radar 2.\n");
    let report = scratch.ingest();
    assert_eq!((report.files_read, report.files_unchanged), (1, 1));
    assert_eq!((report.added, report.removed, report.documents), (1, 1, 2));
    scratch.remove("a.txt");
    let report = scratch.ingest();
    assert_eq!((report.files_read, report.files_unchanged), (0, 1));
    assert_eq!((report.added, report.removed, report.documents), (0, 1, 1));
}

#[test]
fn a_renamed_file_is_the_same_document() {
    let scratch = Scratch::with(&[("a.txt", "Radar one.\n")]);
    scratch.ingest();
    let before = scratch.search("radar").hits[0].id();
    fs::rename(scratch.file("a.txt"), scratch.file("z.txt")).unwrap();
    let report = scratch.ingest();
    assert_eq!((report.added, report.removed), (0, 0));
    assert_eq!(scratch.paths("radar"), ["z.txt"]);
    assert_eq!(scratch.search("radar").hits[0].id(), before);
}

#[test]
fn equal_bytes_are_one_document_with_several_places() {
    let scratch = Scratch::with(&[("b.txt", "Radar.\n"), ("c/d.txt", "Radar.\n")]);
    scratch.ingest();
    scratch.write("a.txt", "Radar.\n");
    assert_eq!(scratch.ingest().documents, 1);
    let hit = scratch.search("radar").hits.remove(0);
    assert_eq!(hit.path, scratch.file("a.txt"));
    assert_eq!(hit.also_at, [scratch.file("b.txt"), scratch.file("c/d.txt")]);
    scratch.remove("a.txt");
    scratch.ingest();
    let hit = scratch.search("radar").hits.remove(0);
    assert_eq!((hit.path, hit.also_at), (scratch.file("b.txt"), vec![scratch.file("c/d.txt")]));
}

#[test]
fn records_keep_their_lines() {
    let records =
        "{\"id\": \"one\", \"text\": \"Radar.\"}\n\n{\"id\": \"two\", \"text\": \"Jets.\"}\r\n";
    let scratch = Scratch::with(&[("r.jsonl", records)]);
    scratch.ingest();
    let hit = scratch.search("jets").hits.remove(0);
    assert_eq!((hit.key.as_deref(), hit.locator.lines), (Some("two"), (3, 3)));
    let (from, to) = (hit.bytes.0 as usize, hit.bytes.1 as usize);
    assert_eq!(&records[from..to], "Jets.");
    // A line before it moves the record and does not change it.
    scratch.write("r.jsonl", format!("{{\"id\": \"zero\", \"text\": \"Ships.\"}}\n{records}"));
    assert_eq!(scratch.ingest().added, 1);
    let moved = scratch.search("jets").hits.remove(0);
    assert_eq!((moved.id(), moved.locator.lines), (hit.id(), (4, 4)));
}

#[test]
fn a_path_that_is_forgotten_goes_and_another_is_refused() {
    let scratch = Scratch::with(&[("a/a.txt", "Radar a.\n"), ("b/b.txt", "Radar b.\n")]);
    let (a, b) = (scratch.file("a"), scratch.file("b"));
    scratch.try_ingest(&IngestRequest { add: vec![a.clone(), b.clone()], ..request() }).unwrap();
    assert_eq!(scratch.paths("radar"), ["a/a.txt", "b/b.txt"]);
    let forget = |path| IngestRequest { forget: vec![path], ..request() };
    let report = scratch.try_ingest(&forget(a.clone())).unwrap();
    assert_eq!((report.removed, report.files_read), (1, 0));
    assert_eq!(scratch.paths("radar"), ["b/b.txt"]);
    let refused = scratch.try_ingest(&forget(a)).err();
    let Some(IngestError::NotRemembered { remembered, .. }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(remembered, std::slice::from_ref(&b));
    assert_eq!(scratch.try_ingest(&forget(b)).unwrap().documents, 0);
    assert_eq!(scratch.search("radar").passages, 0);
}

#[test]
fn a_file_can_be_a_corpus() {
    let scratch = Scratch::with(&[("a.txt", "Radar.\n"), ("b.txt", "Radar too.\n")]);
    let add = IngestRequest { add: vec![scratch.file("a.txt")], ..request() };
    scratch.try_ingest(&add).unwrap();
    assert_eq!(scratch.paths("radar"), ["a.txt"]);
    // Then the folder it lies in: it is taken in once.
    scratch.ingest();
    assert_eq!(scratch.paths("radar"), ["a.txt", "b.txt"]);
    assert!(scratch.search("radar").hits.iter().all(|h| h.also_at.is_empty()));
}

#[test]
fn what_is_hidden_or_excluded_is_left_out() {
    let scratch = Scratch::with(&[
        ("a.txt", "Radar.\n"),
        (".hidden.txt", "Radar hidden.\n"),
        (".git/x.txt", "Radar in git.\n"),
        ("logs/x.log", "Radar log.\n"),
        ("deep/er/y.log", "Radar deep log.\n"),
        ("drafts/z.txt", "Radar draft.\n"),
        ("deep/drafts/z.txt", "Radar deep draft.\n"),
    ]);
    let exclude = vec!["*.log".to_owned(), "deep/drafts".to_owned(), "drafts/*".to_owned()];
    let add = IngestRequest { add: vec![scratch.corpus()], exclude, ..request() };
    scratch.try_ingest(&add).unwrap();
    assert_eq!(scratch.paths("radar"), ["a.txt"]);
    // What was excluded once stays so.
    scratch.ingest();
    assert_eq!(scratch.paths("radar"), ["a.txt"]);
    let bad = IngestRequest { exclude: vec!["[".into()], add: vec![scratch.corpus()], ..request() };
    let refused = scratch.try_ingest(&bad).err();
    assert!(matches!(refused, Some(IngestError::Exclude { .. })), "{refused:?}");
}

#[test]
fn the_index_in_a_corpus_is_no_part_of_it() {
    let scratch = Scratch::with(&[("a.txt", "Radar.\n")]);
    let index = scratch.file("index");
    let add = IngestRequest { add: vec![scratch.corpus()], ..request() };
    for _ in 0..2 {
        let report = pincite::collection::Collection::ingest(&index, &add, &|_| {}).unwrap();
        assert_eq!((report.documents, report.left_out), (1, Vec::new()));
    }
}

#[test]
fn skipped_files_go_and_come_back() {
    let scratch = Scratch::with(&[("a.txt", "Radar.\n"), ("b.txt", "Radar too.\n")]);
    scratch.ingest();
    fs::write(scratch.file("catalog.toml"), "[\"b*\"]\nskip = true\n").unwrap();
    scratch.ingest();
    assert_eq!(scratch.paths("radar"), ["a.txt"]);
    assert_eq!(scratch.open().changed_files().unwrap(), [""; 0].map(PathBuf::from));
    fs::remove_file(scratch.file("catalog.toml")).unwrap();
    assert_eq!(scratch.open().changed_files().unwrap(), [scratch.file("b.txt")]);
    scratch.ingest();
    assert_eq!(scratch.paths("radar"), ["a.txt", "b.txt"]);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let scratch = Scratch::with(&[("a.txt", "Radar.\n")]);
    let outside = scratch.path.join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("x.txt"), "Radar outside.\n").unwrap();
    symlink(&outside, scratch.file("folder")).unwrap();
    symlink(outside.join("x.txt"), scratch.file("file.txt")).unwrap();
    symlink("nowhere", scratch.file("broken.txt")).unwrap();
    symlink(".", scratch.file("loop")).unwrap();
    let report = scratch.ingest();
    assert_eq!(scratch.paths("radar"), ["a.txt"]);
    assert_eq!(report.left_out, []);
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_kept() {
    use std::os::unix::ffi::OsStrExt;
    let scratch = Scratch::with(&[("a.txt", "Radar.\n")]);
    let name = std::ffi::OsStr::from_bytes(b"r\xe9sum\xe9.txt");
    let path = scratch.corpus().join(name);
    fs::write(&path, "Radar of no name.\n").unwrap();
    age(&path);
    scratch.ingest();
    assert_eq!(scratch.ingest().files_unchanged, 2, "the name is known again");
    assert_eq!(scratch.search("\"no name\"").hits[0].path, path);
}

#[test]
fn a_dry_run_writes_nothing() {
    let scratch = Scratch::with(&[("a.txt", "Radar.\n"), ("b.jsonl", "{\"title\": \"T\"}\nx\n")]);
    let dry = IngestRequest { add: vec![scratch.corpus()], dry_run: true, ..request() };
    let report = scratch.try_ingest(&dry).unwrap();
    let would: Vec<_> = report.would_read.iter().map(|w| (w.format, w.line)).collect();
    assert_eq!(would, [("text", None), ("jsonl", Some(1))]);
    assert_eq!(scratch.left_out(&report), ["b.jsonl:2: the line is no JSON object"]);
    assert!(!scratch.index().exists());
}

#[test]
fn a_path_that_is_not_there_is_refused_and_nothing_is_made() {
    let scratch = Scratch::new();
    let nowhere = IngestRequest { add: vec![scratch.file("nowhere")], ..request() };
    assert!(matches!(scratch.try_ingest(&nowhere), Err(IngestError::NoSuchPath(_))));
    assert!(matches!(scratch.try_ingest(&request()), Err(IngestError::Nothing)));
    assert!(!scratch.index().exists());
}

#[test]
fn files_that_changed_since_are_known() {
    let scratch =
        Scratch::with(&[("a.txt", "Radar.\n"), ("b.txt", "Jets.\n"), ("c.txt", "Ships.\n")]);
    scratch.ingest();
    let changed = || scratch.open().changed_files().unwrap();
    assert_eq!(changed(), [""; 0].map(PathBuf::from));
    scratch.write("a.txt", "Camel.\n");
    scratch.remove("b.txt");
    scratch.write("d.txt", "");
    assert_eq!(changed(), ["a.txt", "b.txt", "d.txt"].map(|name| scratch.file(name)));
    scratch.ingest();
    assert_eq!(changed(), [""; 0].map(PathBuf::from));
}

#[test]
fn any_number_of_threads_gives_the_same() {
    let scratch = Scratch::with(&[("a.txt", "Radar.\n"), ("b.txt", "Radar too.\n")]);
    scratch.ingest();
    let before = scratch.search("radar");
    for threads in [0, 3, usize::MAX] {
        let rebuild = IngestRequest { rebuild: true, threads: Some(threads), ..request() };
        scratch.try_ingest(&rebuild).unwrap();
        assert_eq!(scratch.search("radar"), before, "{threads} threads");
    }
}
