//! The examples in the help of each command work, and the help fits a screen.

use std::fs;

use super::{folder, shell};

const COMMANDS: [&str; 12] = [
    "",
    "ingest",
    "search",
    "show",
    "verify",
    "check",
    "kwic",
    "timeline",
    "list",
    "status",
    "completions",
    "man",
];

#[test]
fn help_fits_a_screen() {
    let folder = folder();
    for command in COMMANDS {
        let output = shell(&folder.path, &format!("COLUMNS=200 pincite {command} --help"));
        let text = String::from_utf8(output.stdout).unwrap();
        let (lines, widest) = (text.lines().count(), text.lines().map(|l| l.chars().count()).max());
        let most = if command == "search" { 56 } else { 42 };
        assert!(lines <= most, "{command} --help has {lines} lines");
        assert!(widest <= Some(90), "{command} --help is {widest:?} columns wide");
    }
}

#[test]
fn examples_of_the_help_work() {
    let folder = folder();
    let home = &folder.path;
    fs::create_dir(home.join("papers")).unwrap();
    fs::write(home.join("papers/a.txt"), "Radar.\n").unwrap();
    fs::write(home.join("notes.txt"), "Radar, in short.\n").unwrap();
    fs::write(home.join("quotations.tsv"), "q1\tthe words of a quotation\n").unwrap();
    fs::write(home.join("draft.md"), "He said “the words of a quotation.”\n").unwrap();
    fs::write(home.join("draft.txt"), "He said “the words of a quotation.”\n").unwrap();
    fs::write(home.join("speeches.jsonl"), "{\"id\": \"s1\", \"text\": \"Radar!\"}\n").unwrap();
    let made = shell(home, "pincite ingest && pincite ingest ~/papers --index ~/papers/index");
    assert!(made.status.success());
    let listed = shell(home, "pincite list documents --format csv");
    let id = String::from_utf8(listed.stdout).unwrap().lines().nth(1).unwrap()[..4].to_owned();
    for command in COMMANDS {
        let help = shell(home, &format!("pincite {command} --help"));
        let help = String::from_utf8(help.stdout).unwrap();
        let examples = help.lines().skip_while(|l| *l != "Examples:");
        let examples: Vec<&str> =
            examples.map(str::trim).filter(|l| l.starts_with("pincite ")).collect();
        let least = if command == "man" { 1 } else { 3 };
        assert!(examples.len() >= least, "{command}");
        for example in examples {
            // What stands after a gap is said of the example.
            let typed = example.split("   ").next().unwrap_or_default().replace("k3v9", &id);
            let output = shell(home, &typed);
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(matches!(output.status.code(), Some(0 | 1)), "{typed}: {said}");
        }
    }
}
