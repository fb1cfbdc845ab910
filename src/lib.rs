//! pincite searches one's own documents and answers with ranked passages, each with a citation and
//! a place that leads back to the bytes of the file.
//!
//! [`collection::Collection`] is the front door: it ingests files into an index (a folder), opens
//! it, searches, shows a passage in its place, lists and counts. The modules stand in the order of
//! the floors: each knows those above it and none below. The program `pincite` is the last one,
//! [`cli`], and does nothing that the library cannot.
//!
//! A search from end to end:
//!
//! ```
//! use pincite::collection::Collection;
//! use pincite::ingest::IngestRequest;
//! use pincite::search::SearchRequest;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = std::env::temp_dir().join(format!("pincite-crate-{}", std::process::id()));
//! # let _ = std::fs::remove_dir_all(&folder);
//! let papers = folder.join("papers");
//! std::fs::create_dir_all(&papers)?;
//! std::fs::write(
//!     papers.join("record.jsonl"),
//!     r#"{"title": "On Radar", "authors": "Ann Lee", "date": "1962-09", "text": "It sees ships."}"#,
//! )?;
//!
//! let index = folder.join("index");
//! let request = IngestRequest { add: vec![papers], ..IngestRequest::default() };
//! Collection::ingest(&index, &request, &|_progress| {})?;
//!
//! let collection = Collection::open(&index)?;
//! let request = SearchRequest { query: "ship".into(), limit: 10, ..Default::default() };
//! let answer = collection.search(&request)?;
//!
//! let hit = &answer.hits[0];
//! assert_eq!(hit.text, "It sees ships.");
//! assert_eq!(hit.highlights[0].slice(&hit.text), Some("ships"));
//! assert_eq!(hit.citation, "Ann Lee, “On Radar,” September 1962, para. 1.");
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok(())
//! # }
//! ```

pub mod text;

pub mod document;
pub mod names;
pub mod query;

pub mod cite;
pub mod index;
pub mod read;
pub mod store;

pub mod ingest;
pub mod search;

pub mod verify;

pub mod collection;
pub mod render;

#[cfg(feature = "cli")]
pub mod cli;
