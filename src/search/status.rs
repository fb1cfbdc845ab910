//! What an index holds.

use crate::document::PassageKind;
use crate::index::{State, Tally};
use crate::store::Manifest;

/// What the index holds.
#[derive(Clone, Debug)]
pub struct Status {
    /// What the commit says.
    pub state: State,
    /// Passages of each kind.
    pub kinds: Vec<(PassageKind, u64)>,
    /// Sources, the commonest first.
    pub sources: Vec<Tally>,
    /// The corpus and its files.
    pub manifest: Manifest,
    /// Bytes of the stored documents.
    pub stored_bytes: u64,
    /// Groups of near-identical documents, and documents in them.
    pub copies: (u32, u32),
    /// Number of segments of the index.
    pub segments: usize,
    /// What a check found unsound; `None` if nothing was checked.
    pub unsound: Option<Vec<String>>,
}
