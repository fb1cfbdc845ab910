//! Documents and names as they are listed.

use std::path::PathBuf;

use crate::document::{DocumentId, Field, Work};
use crate::index::Tally;

/// A document in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its id.
    pub id: DocumentId,
    /// The name its record gives it.
    pub key: Option<String>,
    /// Its own work.
    pub work: Work,
    /// Its first place.
    pub path: PathBuf,
    /// How many passages it has.
    pub passages: u32,
    /// How many other documents are nearly identical with it.
    pub copies: usize,
    /// The earliest issue of them, where it is another.
    pub copy_of: Option<DocumentId>,
    /// Which of the fields asked for its record lacks; `None` where none were asked for.
    pub missing: Option<Vec<Field>>,
}

/// A name in a list.
#[derive(Clone, Debug)]
pub struct ListedName {
    /// Where it stands.
    pub tally: Tally,
    /// Its kind; `None` if the gazetteer no longer knows it.
    pub kind: Option<String>,
    /// Its other names.
    pub aliases: Vec<String>,
}
