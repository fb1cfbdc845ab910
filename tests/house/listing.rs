//! That every test file runs, and every dependency has its reason.

use std::collections::BTreeSet;

use super::{files, read};

/// The files that the modules of `text`, the file at `path`, stand for.
fn modules(path: &str, text: &str) -> BTreeSet<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut folders = vec![match name {
        "suite.rs" | "mod.rs" => folder.to_owned(),
        other => format!("{folder}/{}", other.trim_end_matches(".rs")),
    }];
    let (mut found, mut elsewhere) = (BTreeSet::new(), false);
    for line in text.lines().map(str::trim) {
        let here = folders.last().cloned().unwrap_or_default();
        if let Some(declared) = line.trim_start_matches("pub ").strip_prefix("mod ") {
            if let Some(file) = declared.strip_suffix(';').filter(|_| !elsewhere) {
                found.extend([format!("{here}/{file}.rs"), format!("{here}/{file}/mod.rs")]);
            } else if let Some(inline) = declared.strip_suffix(" {") {
                folders.push(format!("{here}/{inline}"));
            }
            elsewhere = false;
        } else if line == "}" && folders.len() > 1 {
            folders.pop();
        }
        elsewhere |= line.starts_with("#[path");
    }
    found
}

#[test]
fn every_test_file_runs() {
    let all = files("tests", "rs");
    let mut listed = BTreeSet::from(["tests/suite.rs".to_owned()]);
    // A listed file lists others, as deep as folders go.
    for _ in 0..5 {
        let reached = all.iter().filter(|f| listed.contains(&f.path));
        let next: Vec<_> = reached.flat_map(|f| modules(&f.path, &f.text)).collect();
        listed.extend(next);
    }
    let idle: Vec<_> = all.iter().map(|f| &f.path).filter(|p| !listed.contains(*p)).collect();
    assert_eq!(idle, [""; 0], "list them in tests/suite.rs");
}

#[test]
fn modules_are_read_in_every_form() {
    let suite = "mod a;\nmod b {\n    mod c;\n}\nmod d;\n#[path = \"x.rs\"]\nmod e;\n";
    let found = modules("tests/suite.rs", suite);
    let plain: Vec<_> = found.iter().filter(|path| !path.ends_with("mod.rs")).collect();
    assert_eq!(plain, ["tests/a.rs", "tests/b/c.rs", "tests/d.rs"]);
    assert!(modules("tests/a/f.rs", "mod g;").contains("tests/a/f/g.rs"));
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest: toml::Table = read("Cargo.toml".as_ref()).text.parse().unwrap();
    let reasons = read("docs/dependencies.md".as_ref()).text;
    let rows = reasons.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    let explained: BTreeSet<&str> = rows.flat_map(|row| row.split(", ")).collect();
    let mut used = BTreeSet::new();
    for kind in ["dependencies", "build-dependencies", "dev-dependencies"] {
        if let Some(crates) = manifest.get(kind).and_then(toml::Value::as_table) {
            used.extend(crates.keys().map(String::as_str));
        }
    }
    let silent: Vec<_> = used.difference(&explained).collect();
    assert_eq!(silent, [&""; 0], "give them a line in docs/dependencies.md");
    let gone: Vec<_> = explained.difference(&used).filter(|c| !c.starts_with("---")).collect();
    assert_eq!(gone, [&"crate"], "nothing uses these any more");
}
