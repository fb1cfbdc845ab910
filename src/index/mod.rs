//! Floor 2: the index. It owns tantivy: no type of the engine leaves this folder. It sees plans,
//! never the words a user typed, and gives keys, scores and counts, never text.

mod analyzer;
mod beginnings;
mod bits;
mod bm25;
pub mod carrying;
mod defined;
mod dictionary;
mod evaluate;
pub mod explain;
mod facet;
mod filter;
pub mod fold;
mod likeness;
mod matched;
mod neighbours;
mod order;
mod postings;
mod proximity;
mod rank;
pub mod reader;
mod run;
pub mod schema;
mod score;
mod tally;
pub mod writer;

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

pub use carrying::{Carrier, Carriers, Sought};
pub use defined::{Defined, defined_terms};
pub use explain::{Explanation, Points};
pub use facet::{Facet, Facets, Issued};
pub use fold::{Folding, Matched};
pub use matched::{Count, Matching};
pub use order::Order;
pub use rank::{Found, Holding, Ranking};
pub use reader::Snapshot;
pub use run::Wanted;
pub use schema::State;
pub use score::Shares;
pub use tally::{Counted, Tally};
pub use writer::{PassageTerms, Writer};

/// What can go wrong with the index.
#[derive(Debug, Error)]
pub enum IndexError {
    /// There is no committed index in the folder.
    #[error("there is no index in {}", .0.display())]
    Missing(PathBuf),
    /// Another process writes to it.
    #[error("another pincite is writing to the index")]
    Locked,
    /// Another version wrote it.
    #[error("the index was made by another version ({0})")]
    Version(String),
    /// It cannot be read or written, or is damaged.
    #[error("the index cannot be used: {0}")]
    Engine(String),
}

/// Characters of an engine's message that are passed on.
const MESSAGE: usize = 160;

impl IndexError {
    fn no_document() -> IndexError {
        IndexError::Engine("a passage of no document".to_owned())
    }

    fn engine(folder: &Path, error: tantivy::TantivyError) -> IndexError {
        match IndexError::from(error) {
            IndexError::Engine(what) => IndexError::Engine(format!("{}: {what}", folder.display())),
            other => other,
        }
    }
}

impl From<tantivy::TantivyError> for IndexError {
    fn from(error: tantivy::TantivyError) -> IndexError {
        match error {
            tantivy::TantivyError::LockFailure(..) => IndexError::Locked,
            tantivy::TantivyError::SchemaError(_) => {
                IndexError::Version("its fields differ".to_owned())
            }
            other => {
                let said = other.to_string();
                if let Some(file) = damaged(&said) {
                    return IndexError::Engine(format!("{file} is damaged"));
                }
                // The engine quotes whole files in its messages, and writes some over two lines.
                let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
                let end = said.char_indices().nth(MESSAGE).map_or(said.len(), |(i, _)| i);
                let cut = if end < said.len() { " …" } else { "" };
                IndexError::Engine(format!("{}{cut}", &said[..end]))
            }
        }
    }
}

/// The file of which the engine says that it is damaged.
fn damaged(said: &str) -> Option<&str> {
    let (_, rest) = said.split_once("Data corruption (in file `\"")?;
    rest.split_once('"').map(|(file, _)| file)
}

impl From<io::Error> for IndexError {
    fn from(error: io::Error) -> IndexError {
        IndexError::Engine(error.to_string())
    }
}
