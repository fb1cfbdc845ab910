//! Pipes: a reader who goes away, input from one, and no colours in them.

use super::{folder, shell};

#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    let folder = folder();
    let queries =
        "awk 'BEGIN { for (i = 0; i < 120; i++) print i \"\\tIndia technology\" }' >q.tsv";
    let quotations =
        "awk 'BEGIN { for (i = 0; i < 400; i++) print i \"\\tan innovation bridge \" i }' >v.tsv";
    let ready = format!("pincite ingest -q; {queries}; {quotations}");
    assert!(shell(&folder.path, &ready).status.success());
    for command in [
        "search --batch q.tsv --full",
        "search --batch q.tsv --json",
        "verify --batch v.tsv --format jsonl",
        "kwic 'a OR the OR of OR and OR i*'",
    ] {
        let line = format!("{{ pincite {command}; echo \"= $?\" >&2; }} | head -1");
        let output = shell(&folder.path, &line);
        assert_eq!(String::from_utf8_lossy(&output.stderr), "= 0\n", "{command}");
        assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 1);
    }
}

#[test]
fn colours_are_for_terminals() {
    let folder = folder();
    let escapes = |line: &str| shell(&folder.path, line).stdout.contains(&0x1b);
    assert!(!escapes("pincite search bridge"));
    assert!(escapes("pincite search bridge --color always"));
    assert!(!escapes("pincite search bridge --color always --json"));
    assert!(!escapes("pincite search bridge --color never"));
    assert!(!escapes("pincite verify 'one two three four'"));
    assert!(escapes("pincite verify 'one two three four' --color always"));
    assert!(!escapes("pincite verify 'one two three four' --color always --format markdown"));
}

#[test]
fn quiet_is_quiet() {
    let folder = folder();
    let output = shell(&folder.path, "pincite search bridge -q");
    assert!(output.status.success() && output.stderr.is_empty());
    assert!(!output.stdout.is_empty());
}
