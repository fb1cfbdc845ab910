//! The program as it is used: what is typed, what is answered, with which status.
//!
//! A text file a command holds what is typed, on lines that begin with `$`, each followed by what
//! must come: standard output as it is, standard error after `!`, the exit status after `=` unless
//! it is 0. A line that begins with `# ` after an empty one is a remark. All of a file runs in one folder of its own that has the seeds in it and nothing else.
//! `PINCITE_REWRITE=1` writes what comes into the files, to be read as a diff.

mod examples;
mod hostile;
mod pipe;
mod report;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::scratch::Scratch;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A folder with the seeds in it.
fn folder() -> Scratch {
    let scratch = Scratch::new();
    let seeds = scratch.path.join("seeds");
    fs::create_dir(&seeds).unwrap();
    for entry in fs::read_dir(Path::new(ROOT).join("seeds")).unwrap() {
        let path = entry.unwrap().path();
        let copy = seeds.join(path.file_name().unwrap());
        fs::copy(&path, &copy).unwrap();
        crate::scratch::age(&copy);
    }
    scratch
}

/// What a shell in `folder` makes of `line`.
fn shell(folder: &Path, line: &str) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_pincite")).parent().unwrap();
    Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .env_clear()
        .env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", program.display()))
        .env("HOME", folder)
        .env("COLUMNS", "80")
        .output()
        .unwrap()
}

/// What comes of a line, as it stands in a file.
fn transcript(folder: &Path, line: &str) -> String {
    let output = shell(folder, line);
    let mut text = String::from_utf8(output.stdout).expect("standard output is UTF-8");
    for line in String::from_utf8(output.stderr).expect("standard error is UTF-8").lines() {
        text += format!("! {line}").trim_end();
        text.push('\n');
    }
    match output.status.code() {
        Some(0) => {}
        Some(code) => text += &format!("= {code}\n"),
        None => text += "= killed\n",
    }
    masked(&text.replace(&*folder.to_string_lossy(), "/FOLDER").replace("\r\n", "\\r\n"))
}

/// What differs from run to run, and what changes with every change of the tables.
fn masked(text: &str) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let line = until(line, "\"took_ms\":", ",");
        let line = until(&line, "analysis 1, ", "\n");
        let line = until(&line, "            045", "\n");
        let line = until(&line, "\"analysis\":\"", "\"");
        let line = until(&line, "\"stored_bytes\":", ",");
        let line = until(&line, "stored      ", " bytes");
        out += &milliseconds(&instant(&line));
    }
    out
}

/// Masks what stands between `after` and `before`.
fn until(line: &str, after: &str, before: &str) -> String {
    let Some(start) = line.find(after).map(|i| i + after.len()) else { return line.to_owned() };
    let end = line[start..].find(before).map_or(line.len(), |i| start + i);
    format!("{}…{}", &line[..start], &line[end..])
}

/// Masks `2026-11-22T05:26:34Z`.
fn instant(line: &str) -> String {
    const FORM: &[u8] = b"dddd-dd-ddTdd:dd:ddZ";
    let like = |found: &[u8]| {
        found.iter().zip(FORM).all(|(c, f)| if *f == b'd' { c.is_ascii_digit() } else { c == f })
    };
    match line.as_bytes().windows(FORM.len()).position(like) {
        Some(at) => format!("{}TIME{}", &line[..at], instant(&line[at + FORM.len()..])),
        None => line.to_owned(),
    }
}

/// Masks ` · 1.9 ms`.
fn milliseconds(line: &str) -> String {
    match line.strip_suffix(" ms\n").and_then(|l| l.rsplit_once(' ')) {
        Some((rest, _)) => format!("{rest} N ms\n"),
        None => line.to_owned(),
    }
}

/// Runs what is typed in a file, and compares or rewrites what comes.
fn check(name: &str) {
    let path: PathBuf = Path::new(ROOT).join("tests/cli").join(name);
    let expected = fs::read_to_string(&path).unwrap();
    let folder = folder();
    let mut got = String::new();
    let mut before = "";
    for line in expected.lines() {
        let after = std::mem::replace(&mut before, line);
        if let Some(typed) = line.strip_prefix("$ ") {
            got += &format!("$ {typed}\n{}\n", transcript(&folder.path, typed));
        } else if line.starts_with("# ") && (after.is_empty() || after.starts_with("# ")) {
            got += &format!("{line}\n");
        }
    }
    let got = got.trim_end().to_owned() + "\n";
    if std::env::var_os("PINCITE_REWRITE").is_some() {
        fs::write(&path, got).unwrap();
    } else if got != expected {
        let differs = expected.lines().zip(got.lines()).enumerate().find(|(_, (a, b))| a != b);
        let (at, (was, is)) = differs.unwrap_or((expected.lines().count(), ("", "")));
        panic!("tests/cli/{name}:{}\nexpected {was}\n     got {is}\nin\n{got}", at + 1);
    }
}

#[test]
fn catalog() {
    check("catalog.txt");
}

#[test]
fn check_of_a_draft() {
    check("check.txt");
}

#[test]
fn copies() {
    check("copies.txt");
}

#[test]
fn exports() {
    check("exports.txt");
}

#[test]
fn help() {
    check("help.txt");
}

#[test]
fn ingest() {
    check("ingest.txt");
}

#[test]
fn link() {
    check("link.txt");
}

#[test]
fn kwic() {
    check("kwic.txt");
}

#[test]
fn timeline() {
    check("timeline.txt");
}

#[test]
fn looks_over_a_result() {
    check("looks.txt");
}

#[test]
fn list() {
    check("list.txt");
}

#[test]
fn reports_of_searches() {
    check("report.txt");
}

#[test]
fn search() {
    check("search.txt");
}

#[test]
fn search_for_programs() {
    check("machine.txt");
}

#[test]
fn show() {
    check("show.txt");
}

#[test]
fn status() {
    check("status.txt");
}

#[test]
fn verify() {
    check("verify.txt");
}
