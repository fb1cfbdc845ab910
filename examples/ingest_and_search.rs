//! A lesson: documents in, cited passages out, with the library alone.
//!
//! ```text
//! cargo run --example ingest_and_search -- [QUERY]
//! ```

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use pincite::collection::Collection;
use pincite::document::{Date, PassageKind};
use pincite::ingest::IngestRequest;
use pincite::query::field::Field;
use pincite::search::SearchRequest;

fn main() -> Result<(), Box<dyn Error>> {
    let query = env::args().nth(1).unwrap_or_else(|| "joint challenges for start-ups".to_owned());
    // An index is a folder; whoever may not read the documents may not read it either.
    let folder = env::temp_dir().join(format!("pincite-lesson-{}", std::process::id()));
    let done = lesson(&folder, &query);
    fs::remove_dir_all(&folder)?;
    done
}

/// The lesson, with its index in `folder`.
pub fn lesson(folder: &Path, query: &str) -> Result<(), Box<dyn Error>> {
    // Paths are absolute: the index remembers them, wherever it is asked from.
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let request = IngestRequest { add: vec![seeds], ..IngestRequest::default() };
    let report = Collection::ingest(folder, &request, &|_progress| {})?;
    println!("{} passages of {} documents", report.passages, report.documents);
    for left_out in &report.left_out {
        println!("left out: {}: {}", left_out.path.display(), left_out.reason);
    }

    // What is open stays what it was, whatever is ingested in the meantime.
    let collection = Collection::open(folder)?;
    let request = SearchRequest {
        query: query.to_owned(),
        limit: 3,
        per_document: 2,
        ..SearchRequest::default()
    };
    let answer = collection.search(&request)?;
    println!("\n{query}: {} passages", answer.passages);
    for hit in &answer.hits {
        // Highlights are bytes of the hit's text.
        let matched: Vec<&str> =
            hit.highlights.iter().filter_map(|span| span.slice(&hit.text)).collect();
        println!("\n{}. {}", hit.rank, hit.citation);
        println!("   {}:{}, bytes {:?}", hit.path.display(), hit.locator.lines.0, hit.bytes);
        println!("   matched: {}", matched.join(", "));
        println!("   names: {}", hit.programs.join(", "));
    }

    // The same filters as on the command line; values of one field are alternatives.
    let teasers = SearchRequest {
        query: "China".to_owned(),
        restrictions: vec![(Field::Kind, vec![PassageKind::Teaser.name().to_owned()])],
        after: Date::parse_edtf("2025-06"),
        limit: 10,
        ..SearchRequest::default()
    };
    let answer = collection.search(&teasers)?;
    println!("\nChina, in teasers since June 2025: passages in all: {}", answer.passages);
    for hit in &answer.hits {
        println!("   {}", hit.citation);
    }

    // From a hit back to its surroundings.
    if let Some(hit) = answer.hits.first()
        && let Ok(shown) = collection.show(&hit.id(), 1)?
    {
        println!("\nbefore it: {}", shown.before.join(" / "));
    }
    Ok(())
}
