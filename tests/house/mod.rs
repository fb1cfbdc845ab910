//! The rules of the house that the compiler does not keep: who may import whom, who may touch the
//! outside world, that every test file runs and every dependency has its reason.

mod floors;
mod listing;
mod outside;

use std::fs;
use std::path::{Path, PathBuf};

/// A file of the crate: its path below the root of the repository, with `/`, and its text.
struct File {
    path: String,
    text: String,
}

impl File {
    /// The lines that are compiled into the program, each with its number: no comments, no tests.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = self.text.find("\n#[cfg(test)]\nmod tests").unwrap_or(self.text.len());
        let lines = (1..).zip(self.text[..end].lines());
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The same as one text.
    fn code_text(&self) -> String {
        self.code().map(|(_, line)| line).collect::<Vec<_>>().join("\n")
    }
}

/// All files below `folder` with this ending, by path.
fn files(folder: &str, ending: &str) -> Vec<File> {
    let mut folders: Vec<PathBuf> = vec![folder.into()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                found.push(read(&path));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn read(path: &Path) -> File {
    let name: Vec<_> = path.iter().map(|part| part.to_str().unwrap()).collect();
    File { path: name.join("/"), text: fs::read_to_string(path).unwrap() }
}

/// A file that is not there, to show that a rule can fail.
fn sample(path: &str, text: &str) -> File {
    File { path: path.into(), text: text.into() }
}

/// What `text` names directly below `root`, a path that ends in `::`: `a` and `b` for
/// `root::{a::x, b}`.
fn named_below(root: &str, text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in text.match_indices(root) {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &text[at + root.len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(heads(group)),
            None => names.push(word(rest)),
        }
    }
    names
}

/// The first word of each member of a group of imports, whose bracket is already open.
fn heads(group: &str) -> Vec<String> {
    let (mut depth, mut fresh, mut found) = (1, true, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => fresh = true,
            c if fresh && !c.is_whitespace() => {
                found.push(word(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    found
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn imports_are_read_in_every_form() {
    let text =
        "use root::a::X;\nuse root::{b, c::{d, e},\n f as g};\nlet y = root::h::z(); my_root::i";
    assert_eq!(named_below("root::", text), ["a", "b", "c", "f", "h"]);
}
