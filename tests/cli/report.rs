//! A report is the same wherever and however often it is made, but for the date.

use serde_json::Value;

use super::{folder, shell};

const ASKED: &str = "'technolog* w/9 India \"working group\" source:rsis' --before 2030";

fn said(folder: &std::path::Path, line: &str) -> String {
    let output = shell(folder, line);
    assert_ne!(output.status.code(), Some(2), "{line}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn only_the_date_differs() {
    let folder = folder();
    said(&folder.path, "pincite ingest -q");
    let first = said(&folder.path, &format!("pincite search {ASKED} --report"));
    let line = format!(
        "sleep 1.1; cd seeds; RAYON_NUM_THREADS=1 pincite search {ASKED} --report --index ../index"
    );
    let second = said(&folder.path, &line);
    assert_eq!(first.lines().count(), second.lines().count());
    let differing: Vec<(&str, &str)> =
        first.lines().zip(second.lines()).filter(|(a, b)| a != b).collect();
    assert_eq!(differing.len(), 1, "{differing:?}");
    assert!(differing[0].0.starts_with("| date of the search |"));

    let json = |line: String| {
        let mut value: Value = serde_json::from_str(&said(&folder.path, &line)).unwrap();
        assert!(value.as_object_mut().unwrap().remove("date").is_some());
        value
    };
    let a = json(format!("pincite search {ASKED} --report --json"));
    let b = json(line.replace("sleep 1.1; ", "") + " --json");
    assert_eq!(a, b);
    let command = a["command"].as_str().unwrap();
    assert_eq!(json(format!("{command} --json"))["works"], a["works"]);
    assert!(!first.contains(&*folder.path.to_string_lossy()));
}
