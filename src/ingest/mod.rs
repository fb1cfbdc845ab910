//! Floor 3: from files to the index. A broken file is a line in the report, never the end of the
//! run; the new state appears all at once, at the commit, or not at all.

pub mod corpus;
pub mod derive;
pub mod group;
mod names;
mod pipeline;
pub mod proposal;
mod regroup;
pub mod repeat;
pub mod report;
mod rows;
pub mod update;
pub mod walk;

use std::path::PathBuf;

use thiserror::Error;

pub use proposal::Proposal;
pub use report::{LeftOut, Report, WouldRead};
pub use update::{IngestRequest, Progress, ingest};

use crate::index::IndexError;
use crate::store::StoreError;

/// Why an ingest could not be done.
#[derive(Debug, Error)]
pub enum IngestError {
    /// The index cannot be used.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The stored documents cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file or folder that was asked for is not there.
    #[error("there is no file or folder {}", .0.display())]
    NoSuchPath(PathBuf),
    /// Nothing was asked for and nothing is remembered.
    #[error("nothing to ingest: no path was given, and the index remembers none")]
    Nothing,
    /// A path that is to be forgotten is not remembered.
    #[error("{} is not part of the corpus", path.display())]
    NotRemembered {
        /// What was given.
        path: PathBuf,
        /// What is remembered.
        remembered: Vec<PathBuf>,
    },
    /// A pattern of what to leave out is no glob.
    #[error("the pattern {pattern} is no glob: {what}")]
    Exclude {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        what: String,
    },
    /// A catalog or gazetteer cannot be understood.
    #[error("{}: {what}", path.display())]
    About {
        /// The file.
        path: PathBuf,
        /// Where and what.
        what: String,
    },
}
