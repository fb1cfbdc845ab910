//! The table of credits: words beside a quotation, and who is said to have said it.

use pincite::verify::credit::Credits;
use pincite::verify::draft::PLACE;

#[test]
fn credits_are_those_of_the_table() {
    let mut wrong = String::new();
    for line in include_str!("credits.txt").lines().filter(|l| !l.starts_with('#')) {
        let Some((words, expected)) = line.split_once('→') else { continue };
        let beside = words.trim().replace('□', &PLACE.to_string());
        let found = Credits::read(&[beside]).credited.join("; ");
        if found != expected.trim() {
            wrong.push_str(&format!("{words}\n  expected {expected}\n  found {found}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
