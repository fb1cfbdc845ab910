//! A new state appears all at once or not at all: one writer, any number of readers, and an ingest
//! that dies leaves what was there.

use std::fs;

use pincite::collection::Collection;
use pincite::index::{IndexError, State, Writer};
use pincite::ingest::{IngestError, IngestRequest};

use crate::scratch::{Scratch, request, search};

#[test]
fn readers_keep_the_state_they_opened() {
    let scratch = Scratch::with(&[("a.txt", "Radar a.\n"), ("b.txt", "Radar b.\n")]);
    scratch.ingest();
    let reader = scratch.open();
    let before = (search(&reader, "radar"), reader.documents(None).unwrap().len());
    scratch.remove("a.txt");
    scratch.write("b.txt", "Radar c and jets.\n");
    scratch.ingest_with(&|| {
        assert_eq!(scratch.search("radar"), before.0, "nothing is seen before the commit");
    });
    assert_eq!(search(&reader, "radar"), before.0);
    assert_eq!(reader.documents(None).unwrap().len(), before.1);
    assert_eq!(scratch.search("radar jets").documents, 1);
    // And once more, when the files it reads have long been replaced.
    scratch.write("b.txt", "Nothing.\n");
    scratch.ingest();
    assert_eq!(search(&reader, "radar"), before.0);
}

#[test]
fn only_one_writes() {
    let scratch = Scratch::with(&[("a.txt", "Radar.\n")]);
    scratch.ingest_with(&|| {
        let add = IngestRequest { add: vec![scratch.corpus()], ..request() };
        let second = scratch.try_ingest(&add);
        assert!(matches!(second, Err(IngestError::Index(IndexError::Locked))), "{second:?}");
    });
    assert_eq!(scratch.search("radar").passages, 1);
    scratch.ingest();
}

#[test]
fn writers_that_come_at_once_lose_nothing() {
    let scratch = Scratch::new();
    let folders: Vec<_> = (0..4).map(|i| scratch.file(&format!("{i}"))).collect();
    for (i, folder) in folders.iter().enumerate() {
        fs::create_dir(folder).unwrap();
        fs::write(folder.join("a.txt"), format!("Radar number {i}.\n")).unwrap();
    }
    std::thread::scope(|scope| {
        for folder in &folders {
            scope.spawn(|| {
                let add = IngestRequest { add: vec![folder.clone()], ..request() };
                for _ in 0..200 {
                    match scratch.try_ingest(&add) {
                        Err(IngestError::Index(IndexError::Locked)) => {
                            std::thread::sleep(std::time::Duration::from_millis(3));
                        }
                        done => return assert_eq!(done.unwrap().left_out, []),
                    }
                }
                panic!("never came to write");
            });
        }
    });
    let answer = scratch.search("radar");
    assert_eq!((answer.passages, answer.documents), (4, 4));
    assert_eq!(scratch.open().status(true).unwrap().unsound, Some(Vec::new()));
}

#[test]
fn an_ingest_that_dies_leaves_what_was_there() {
    let scratch = Scratch::with(&[("a.txt", "Radar a.\n")]);
    scratch.ingest();
    let before = scratch.search("radar");
    // What a killed ingest leaves behind: files of a later state, half written, and passages that
    // were never committed.
    for name in ["records.7", "documents.7", "manifest.7.json", "names.7"] {
        fs::write(scratch.index().join(name), b"half of a fi").unwrap();
    }
    let mut writer = Writer::open(&scratch.index(), false).unwrap();
    writer.clear().unwrap();
    drop(writer);
    assert_eq!(scratch.search("radar"), before);
    assert_eq!(scratch.open().status(true).unwrap().unsound, Some(Vec::new()));

    scratch.write("b.txt", "Radar b.\n");
    scratch.ingest();
    assert_eq!(scratch.paths("radar"), ["a.txt", "b.txt"]);
    let left: Vec<_> = fs::read_dir(scratch.index())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".7") || name.ends_with(".7.json"))
        .collect();
    assert_eq!(left, [""; 0], "what was left behind is taken away");
}

#[test]
fn an_index_without_a_commit_is_none() {
    let scratch = Scratch::with(&[("a.txt", "Radar.\n")]);
    fs::create_dir_all(scratch.index()).unwrap();
    fs::write(scratch.index().join("README.md"), "What lies here.\n").unwrap();
    assert!(!Collection::exists(&scratch.index()));
    let opened = Collection::open(&scratch.index()).err().map(|e| e.to_string());
    assert!(opened.is_some_and(|e| e.starts_with("there is no index in ")));
    drop(Writer::open(&scratch.index(), false).unwrap());
    assert!(!Collection::exists(&scratch.index()), "begun, and never committed");
    scratch.ingest();
    assert_eq!(scratch.search("radar").passages, 1);
    assert!(scratch.index().join("README.md").is_file());
}

#[test]
fn a_state_says_what_it_holds() {
    let scratch = Scratch::with(&[("a.txt", "Radar.\n"), ("b.txt", "Jets.\n")]);
    scratch.ingest();
    let state = scratch.open().state().clone();
    assert_eq!((state.documents, state.passages, state.words[0]), (2, 2, 2));
    let digest = |state: State| (state.digest, state.format);
    // The same documents under other names make the same corpus.
    let other = Scratch::with(&[("y.txt", "Jets.\n"), ("x.txt", "Radar.\n")]);
    other.ingest();
    assert_eq!(digest(state), digest(other.open().state().clone()));
}

#[test]
fn merged_segments_leave_no_files() {
    let scratch = Scratch::new();
    for round in 0..3 {
        for i in 0..4 {
            scratch.write(&format!("{round}-{i}.txt"), format!("Radar number {round} of {i}."));
        }
        scratch.ingest();
        let files = std::fs::read_dir(scratch.index()).unwrap();
        let postings = files.filter(|f| {
            let path = f.as_ref().unwrap().path();
            path.extension().is_some_and(|e| e == "idx")
        });
        assert_eq!(postings.count(), 1, "after ingest {round}");
    }
}
