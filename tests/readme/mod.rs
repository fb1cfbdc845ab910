//! Every command of the README, run in its order, gives what the README says it gives.
//!
//! A `console` block holds commands after `$ ` and their output, both streams as a terminal shows
//! them. A block under a line that ends in a path in backticks and a colon is the text of that
//! file. `PINCITE_REWRITE=1` writes what the commands give now into the README.

#[path = "../../examples/ingest_and_search.rs"]
#[expect(dead_code, reason = "the example's main is not called here")]
mod ingest_and_search;
mod script;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use script::{Block, masked, parse};

const BUILT_AND_RUN: &str = "cargo run --release -- ";

/// A folder with a copy of the seeds and nothing else.
fn workshop() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("seeds")).unwrap();
    for seed in fs::read_dir("seeds").unwrap() {
        let seed = seed.unwrap();
        fs::copy(seed.path(), folder.join("seeds").join(seed.file_name())).unwrap();
    }
    folder
}

/// What the shell shows for a command.
fn shown(command: &str, folder: &Path) -> String {
    let programs = Path::new(env!("CARGO_BIN_EXE_pincite")).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", programs.display()))
        .env("COLUMNS", "80")
        .env("TERM", "dumb")
        .env_remove("PINCITE_INDEX")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).expect("answers are UTF-8");
    assert_ne!(output.status.code(), Some(2), "`{command}` could not be done:\n{text}");
    text
}

#[test]
fn every_command_gives_what_the_readme_says() {
    let readme = fs::read_to_string("README.md").unwrap();
    let ci = fs::read_to_string(".ci/run").unwrap();
    let folder = workshop();
    let mut now = String::new();
    let mut commands = 0;
    for block in parse(&readme) {
        match block {
            Block::Text(text) => now.push_str(text),
            Block::File { path, text, whole } => {
                let path = folder.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
                now.push_str(whole);
            }
            Block::Command { line, output } => {
                now.push_str(&format!("$ {line}\n"));
                if line.starts_with("cargo test") {
                    let called = ci.lines().any(|l| l.strip_prefix("step tests ") == Some(line));
                    assert!(called, ".ci/run does not call `{line}`");
                    now.push_str(output);
                    continue;
                }
                commands += 1;
                let given = shown(&line.replace(BUILT_AND_RUN, "pincite "), &folder);
                let same = masked(&given) == masked(output);
                now.push_str(if same { output } else { &given });
            }
        }
    }
    assert!(commands >= 6, "the README shows {commands} commands");
    assert!(readme.contains(BUILT_AND_RUN), "the README does not say how to build");
    if std::env::var_os("PINCITE_REWRITE").is_some() {
        fs::write("README.md", now).unwrap();
        return;
    }
    for (said, given) in readme.lines().zip(now.lines()) {
        assert_eq!(said, given, "PINCITE_REWRITE=1 writes the README anew");
    }
    assert_eq!(readme, now, "PINCITE_REWRITE=1 writes the README anew");
}

#[test]
fn every_file_the_readme_names_is_there() {
    let readme = fs::read_to_string("README.md").unwrap();
    let linked = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let named = readme.split('`').filter(|code| {
        let (top, rest) = code.split_once('/').unwrap_or_default();
        !rest.is_empty() && ["src", "docs", "examples", "seeds", "index", ".ci"].contains(&top)
    });
    let gone: Vec<_> = linked.chain(named).filter(|path| !Path::new(path).exists()).collect();
    assert_eq!(gone, [""; 0]);
}

#[test]
fn the_lesson_runs() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lesson");
    let _ = fs::remove_dir_all(&folder);
    ingest_and_search::lesson(&folder, "joint challenges").unwrap();
}
