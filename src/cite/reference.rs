//! A reference: what a citation or an export is made of.

use crate::document::{Digest, Locator, PassageKind, Work};

/// A work, or a place in one, with all that a citation of it may say.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// Id of the document (`k3v9t0q2ma`) or of the passage (`k3v9t0q2ma.14`).
    pub id: String,
    /// The work cited.
    pub work: Work,
    /// The page that an advertisement for the work stands in.
    pub within: Option<Work>,
    /// What the passage is; of a whole document, [`PassageKind::Title`].
    pub kind: PassageKind,
    /// Where in the file the words stand; `None` where the whole work is cited.
    pub locator: Option<Locator>,
    /// The words cited, where the passage is given with its citation.
    pub quotation: Option<String>,
    /// The hash of the file (or of the record's line).
    pub digest: Digest,
}
