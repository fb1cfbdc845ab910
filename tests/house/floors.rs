//! Who may import whom.

use super::{File, files, named_below, sample};

/// The modules of each floor, from the ground.
const FLOORS: [&[&str]; 7] = [
    &["text"],
    &["document", "names", "query"],
    &["read", "index", "store", "cite"],
    &["ingest", "search", "verify"],
    &["collection"],
    &["render"],
    &["cli"],
];

/// Neighbours on one floor that may know each other.
const NEIGHBOURS: [(&str, &str); 4] =
    [("names", "document"), ("query", "document"), ("query", "names"), ("verify", "search")];

/// What floors 5 and 6 may know of those below: values, never what works on files or the index.
const VALUES_FOR_RENDER: [&str; 8] =
    ["text", "document", "names", "query", "cite", "search", "verify", "ingest"];
const CLOSED_TO_CLI: [&str; 3] = ["read", "index", "store"];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

fn may_import(from: &str, to: &str) -> bool {
    match (floor(from), floor(to)) {
        _ if from == to => true,
        (None, _) | (_, None) => false,
        (Some(5), _) => VALUES_FOR_RENDER.contains(&to),
        (Some(6), _) => !CLOSED_TO_CLI.contains(&to),
        (Some(a), Some(b)) => b < a || NEIGHBOURS.contains(&(from, to)),
    }
}

fn faults(file: &File) -> Vec<String> {
    let module = file.path.trim_start_matches("src/").split('/').next().unwrap_or_default();
    let module = module.trim_end_matches(".rs");
    if matches!(module, "lib" | "main") {
        return Vec::new();
    }
    let code = file.code_text();
    let mut faults: Vec<String> = named_below("crate::", &code)
        .into_iter()
        .filter(|to| !may_import(module, to))
        .map(|to| format!("{}: {module} must not know {to}", file.path))
        .collect();
    if code.contains("super::super") {
        faults.push(format!("{}: super::super hides the floor; write crate::", file.path));
    }
    faults
}

#[test]
fn no_arrow_points_upward() {
    let faults: Vec<String> = files("src", "rs").iter().flat_map(faults).collect();
    assert_eq!(faults, [""; 0]);
}

#[test]
fn an_upward_arrow_is_seen() {
    let faulty = |path: &str, text: &str| !faults(&sample(path, text)).is_empty();
    assert!(faulty("src/text/fold.rs", "use crate::document::Date;"));
    assert!(faulty("src/read/text.rs", "use crate::{document::Work, index::reader};"));
    assert!(faulty("src/store/store.rs", "fn f() { crate::ingest::run() }"));
    assert!(faulty("src/search/search.rs", "use crate::verify::Verdict;"));
    assert!(faulty("src/render/json.rs", "use crate::collection::Collection;"));
    assert!(faulty("src/cli/search.rs", "use crate::store::Store;"));
    assert!(faulty("src/names/mention.rs", "use crate::query::Plan;"));
    assert!(faulty("src/read/a.rs", "use super::super::index;"));
    assert!(!faulty("src/search/search.rs", "use crate::{index, names};"));
    assert!(!faulty(
        "src/read/a.rs",
        "// crate::index\nuse super::b;\n\n#[cfg(test)]\nmod tests {}"
    ));
}
