//! Who may touch the engine, the terminal, the environment and the disk; and what no code does.

use super::{File, files, named_below, sample};

/// Where each of these may stand: path prefixes below src.
const CLI: &[&str] = &["src/cli/", "src/main.rs"];
const DISK: &[&str] =
    &["src/store/", "src/index/", "src/ingest/walk.rs", "src/ingest/pipeline.rs", "src/cli/"];
const ENGINE: &[&str] = &["src/index/"];

const PRINTING: [&str; 5] = ["println!", "eprintln!", "print!", "eprint!", "dbg!"];
const UNFINISHED: [&str; 6] = ["TODO", "FIXME", "XXX", "todo!", "unimplemented!", ".unwrap()"];
const LONGEST: usize = 800;

fn faults(file: &File) -> Vec<String> {
    let within = |places: &[&str]| places.iter().any(|place| file.path.starts_with(place));
    let code = file.code_text();
    let of_std = named_below("std::", &code);
    let uses = |module: &str| of_std.iter().any(|name| name == module);
    let mut faults = Vec::new();
    let mut check = |places: &[&str], found: bool, what: &str| {
        if found && !within(places) {
            faults.push(format!("{}: {what} belongs in {}", file.path, places.join(", ")));
        }
    };
    let engine = code.contains("tantivy::") || code.contains("use tantivy");
    check(ENGINE, engine, "the engine");
    check(CLI, PRINTING.iter().any(|word| code.contains(word)), "printing");
    check(CLI, uses("env"), "the environment");
    check(CLI, code.contains("process::exit"), "leaving the program");
    check(DISK, uses("fs"), "the disk");
    for (number, line) in (1..).zip(file.text.lines()) {
        let compiled = file.code().any(|(n, _)| n == number);
        for word in UNFINISHED.iter().filter(|word| line.contains(**word)) {
            // A comment can only promise, and a test may unwrap.
            if compiled || word.chars().all(|c| c.is_ascii_uppercase()) {
                faults.push(format!("{}:{number}: {word}", file.path));
            }
        }
    }
    if file.text.lines().count() > LONGEST {
        faults.push(format!("{}: over {LONGEST} lines", file.path));
    }
    faults
}

#[test]
fn the_outside_is_touched_where_it_may_be() {
    let faults: Vec<String> = files("src", "rs").iter().flat_map(faults).collect();
    assert_eq!(faults, [""; 0]);
}

#[test]
fn a_touch_elsewhere_is_seen() {
    let faulty = |path: &str, text: &str| !faults(&sample(path, text)).is_empty();
    assert!(faulty("src/search/search.rs", "use tantivy::Searcher;"));
    assert!(faulty("src/read/source.rs", "use std::{\n    fs,\n    io,\n};"));
    assert!(faulty("src/render/json.rs", "fn f() { println!(\"\") }"));
    assert!(faulty("src/collection.rs", "let v = std::env::var(\"HOME\");"));
    assert!(faulty("src/search/rank.rs", "fn f() { std::process::exit(1) }"));
    assert!(faulty("src/text/fold.rs", "let x = y.unwrap();"));
    assert!(faulty("src/text/fold.rs", "// TODO: more"));
    assert!(!faulty("src/cli/ui.rs", "use std::{env, fs};\nfn f() { eprintln!(\"\") }"));
    assert!(!faulty("src/text/fold.rs", "\n#[cfg(test)]\nmod tests {\n x.unwrap()\n}"));
}
