//! Cases of reading: each folder holds a text and what must come of it.
//!
//! A case is a folder with `input.txt` or `input.md` (or `source`, which names a file of the
//! repository) and `expected`. Run with `PINCITE_REWRITE=1` to write `expected` anew, and review the
//! difference.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use pincite::document::{BlockKind, Date, Document, Work};
use pincite::read::{Source, text};

#[test]
fn cases_read_as_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut cases: Vec<PathBuf> = fs::read_dir(root.join("tests/read"))
        .expect("the cases are part of the repository")
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.is_dir())
        .collect();
    cases.sort();
    assert!(cases.len() >= 10, "cases are missing: {cases:?}");
    let failed: Vec<String> = cases.iter().filter_map(|case| check(root, case)).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Reads one case; gives what is wrong.
fn check(root: &Path, case: &Path) -> Option<String> {
    let input = match fs::read_to_string(case.join("source")) {
        Ok(path) => root.join(path.trim()),
        Err(_) => {
            ["input.txt", "input.md"].map(|n| case.join(n)).into_iter().find(|p| p.exists())?
        }
    };
    let bytes = fs::read(&input).ok()?;
    let source = Source::decode(&bytes).expect("an input is a text");
    let found = show(&text::read(&source).document);
    let expected = case.join("expected");
    if std::env::var_os("PINCITE_REWRITE").is_some() {
        fs::write(&expected, &found).expect("cases can be written");
    }
    let wanted = fs::read_to_string(&expected).unwrap_or_default();
    (found != wanted).then(|| {
        let line = found.lines().zip(wanted.lines()).position(|(f, w)| f != w);
        let at = line.unwrap_or_else(|| found.lines().count().min(wanted.lines().count()));
        let nth = |text: &str| text.lines().nth(at).unwrap_or("(end)").to_owned();
        format!(
            "{} differs at line {} of `expected`\n  wanted: {}\n  found:  {}",
            case.display(),
            at + 1,
            nth(&wanted),
            nth(&found)
        )
    })
}

/// A document for a reader of tests: its works, then a line a block.
fn show(document: &Document) -> String {
    let mut out = String::new();
    for (i, work) in document.works.iter().enumerate() {
        let _ = writeln!(out, "work {i}");
        out.push_str(&fields(work));
    }
    for block in &document.blocks {
        let (first, last) = document.lines(block.span);
        let lines = if first == last { first.to_string() } else { format!("{first}-{last}") };
        let mut text = block.span.slice(&document.text).unwrap_or_default().to_owned();
        let inside =
            document.pages.iter().filter(|p| block.span.start <= p.at && p.at < block.span.end);
        for page in inside.rev() {
            text.insert_str((page.at - block.span.start) as usize, &format!("⟦{}⟧", page.label));
        }
        let work = if block.work == 0 { String::new() } else { format!(" of {}", block.work) };
        let _ = writeln!(out, "{lines} {}{work}: {text}", kind(block.kind));
    }
    out
}

fn fields(work: &Work) -> String {
    let date = |d: &Date| d.to_string();
    let people = work.authors.iter().map(|a| match &a.post {
        Some(post) => format!("{} ({post})", a.name),
        None => a.name.clone(),
    });
    let rows = [
        ("kind", work.kind.clone()),
        ("title", work.title.clone()),
        ("authors", Some(people.collect::<Vec<_>>().join("; ")).filter(|p| !p.is_empty())),
        ("issued", work.issued.as_ref().map(date)),
        ("source", work.source.clone()),
        ("url", work.url.clone()),
        ("number", work.number.clone()),
        ("container", work.container.clone()),
        ("language", work.language.clone()),
        ("rights", work.rights.clone()),
        ("retrieved", work.retrieved.as_ref().map(date)),
        ("summary", work.summary.clone()),
        ("source note", work.source_note.clone()),
    ];
    rows.into_iter().filter_map(|(name, value)| Some(format!("  {name}: {}\n", value?))).collect()
}

fn kind(kind: BlockKind) -> String {
    match kind {
        BlockKind::Heading(level) => format!("heading {level}"),
        other => format!("{other:?}").to_lowercase(),
    }
}
