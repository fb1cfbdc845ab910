//! pincite searches one's own documents and answers with ranked passages, each with a citation and
//! a place that leads back to the bytes of the file.

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

pub mod collection;
pub mod render;

#[cfg(feature = "cli")]
pub mod cli;
