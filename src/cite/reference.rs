//! A reference: what a citation or an export is made of.

use super::short::{Cited, short};
use crate::document::{Digest, DocumentId, Locator, PassageKind, Work};

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

impl Reference {
    /// What a citation of a whole work of this document is made of, without a place in it; `within`
    /// is the page that an advertisement for the work stands in.
    pub fn whole(
        document: DocumentId,
        work: Work,
        within: Option<Work>,
        digest: Digest,
    ) -> Reference {
        let (id, kind) = (document.to_string(), PassageKind::Title);
        Reference { id, work, within, kind, locator: None, quotation: None, digest }
    }

    /// The short citation.
    pub fn short(&self) -> String {
        let nowhere = Locator::default();
        let Reference { work, kind, .. } = self;
        let locator = self.locator.as_ref().unwrap_or(&nowhere);
        short(&Cited { work, within: self.within.as_ref(), locator, kind: *kind })
    }
}
