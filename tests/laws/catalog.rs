//! Laws of catalogs: a proposal read back changes nothing but who says it.

use std::fs;
use std::path::{Path, PathBuf};

use pincite::document::Work;
use pincite::ingest::Proposal;
use proptest::prelude::*;

use crate::scratch::Scratch;

/// The records of all documents, without who said what.
fn records(scratch: &Scratch) -> Vec<(PathBuf, Work)> {
    let listed = scratch.open().documents(None).unwrap();
    let bare = |work: Work| Work { provenance: Vec::new(), ..work };
    listed.into_iter().map(|l| (l.path, bare(l.work))).collect()
}

fn proposal(scratch: &Scratch) -> Proposal {
    let proposals = scratch.open().proposals(&[]).unwrap();
    assert!(proposals.len() <= 1);
    proposals.into_iter().next().unwrap_or_default()
}

/// Proposes, takes the proposal over, and compares.
fn taken_over(scratch: &Scratch) -> Proposal {
    let (before, proposed) = (records(scratch), proposal(scratch));
    let catalog = scratch.file("catalog.toml");
    let there = fs::read_to_string(&catalog).unwrap_or_default();
    fs::write(&catalog, format!("{there}\n{}", proposed.text)).unwrap();
    scratch.ingest();
    assert_eq!(records(scratch), before, "{}", proposed.text);
    // Now every document has its table, and nothing is left to propose.
    let again = proposal(scratch);
    assert_eq!((again.tables, again.text.as_str()), (0, ""));
    assert_eq!(again.known, proposed.tables + proposed.known);
    proposed
}

#[test]
fn a_proposal_for_the_seeds_changes_no_record() {
    let scratch = Scratch::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, scratch.file(&path.file_name().unwrap().to_string_lossy())).unwrap();
    }
    // Of another form than the tables of the seeds' own.
    fs::write(scratch.file("catalog.toml"), "[\"*\"]\nrights = \"theirs\"\n").unwrap();
    scratch.ingest();
    let proposed = taken_over(&scratch);
    assert_eq!((proposed.tables, proposed.unnamed), (2, 0));
    assert!(
        proposed
            .text
            .contains("\ntitle = \"What's the Deal with INDUS-X?\"  # from the text's head\n")
    );
    assert!(proposed.text.contains("\n# issued = \"\"\n"));
    assert!(proposed.text.contains("\n# from the catalogs: rights\n"));
    assert!(proposed.text.contains("{ name = \"Sameer P. Lalwani\", post = \"Ph.D.\" }"));
}

#[test]
fn what_no_table_can_name_is_counted() {
    let scratch = Scratch::with(&[
        ("a [1].txt", "Radar.\n"),
        ("a 1.txt", "---\ntitle: Of 1\n---\n\nJets.\n"),
        ("known.txt", "Radar and jets.\n"),
        ("catalog.toml", "[\"known.txt\"]\ntitle = \"K\"\n[\"*\"]\nrights = \"mine\"\n"),
        (
            "r.jsonl",
            "{\"id\": \"1\", \"text\": \"Radar.\"}\n{\"id\": \"2\", \"text\": \"Jets.\"}\n",
        ),
    ]);
    scratch.ingest();
    let proposed = taken_over(&scratch);
    assert_eq!((proposed.tables, proposed.known, proposed.unnamed), (2, 1, 2));
}

/// A line that a file may have in its front matter, with what is hard to write in TOML.
fn value() -> impl Strategy<Value = String> {
    "([a-zA-Z0-9 ]|[\"'\\\\#=\\[\\]{}*?,;:.&-]|\u{a0}|\u{2028}|\t|é|李|\u{202e}|\u{7f}|\u{1}){1,24}"
}

fn name() -> impl Strategy<Value = String> {
    "([a-z]|[\"'\\\\#=\\[\\]{}*?!,; -]|\n|\t|é|李|\u{7f}){1,12}\\.(txt|md)"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn a_proposal_of_hostile_names_and_values_changes_no_record(
        files in prop::collection::vec(
            (name(), "(a/|b/)?", value(), value(), value()), 1..4),
        globs in "(\\[\"\\*\\*\"\\]\ntype = \"note\"\n)?",
    ) {
        let scratch = Scratch::new();
        for (name, folder, title, author, source) in &files {
            let name = name.trim_start_matches(['.', ' ']);
            scratch.write(
                &format!("{folder}{name}"),
                format!(
                    "---\ntitle: {title}\nauthor: {author}\nsource: {source}\ndate: 2024-02\n---\n\n\
                     The words of {title} are many.\n"
                ),
            );
        }
        fs::write(scratch.file("catalog.toml"), globs).unwrap();
        scratch.ingest();
        let proposed = taken_over(&scratch);
        prop_assert_eq!(proposed.unnamed, 0);
    }
}
