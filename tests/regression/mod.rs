//! Faults that were reported, each headed by what was seen.

use crate::scratch::{Scratch, search};

/// "Two files, one short paragraph each, and the search says 2 passages in 1 document."
#[test]
fn the_first_two_documents_of_a_segment_are_two() {
    let scratch = Scratch::with(&[("a.txt", "Radar.\n"), ("b.txt", "Radar, and more radar.\n")]);
    scratch.ingest();
    let answer = scratch.search("radar");
    assert_eq!((answer.passages, answer.documents), (2, 2));
    let nowhere = scratch.search("radar zeppelin");
    assert_eq!((nowhere.documents, nowhere.documents_with_all), (2, Some(0)));
}

/// "No passage holds both words, and it says that a document does: one word is in the first
/// document, the other in the second."
#[test]
fn words_of_two_documents_do_not_stand_in_one() {
    let scratch = Scratch::with(&[("a.txt", "Radar.\n"), ("b.txt", "Jets.\n")]);
    scratch.ingest();
    let answer = search(&scratch.open(), "radar jets");
    assert_eq!((answer.documents, answer.documents_with_all), (2, Some(0)));
}
