//! Passages of near-identical documents on their way into a ranking. What matched of one group of
//! documents is gathered, and given away to be folded when all of it has come.

use std::collections::BTreeMap;

use super::IndexError;
use super::rank::{Best, Found};
use crate::document::DocumentId;

/// A passage of a grouped document that matched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matched {
    /// The passage.
    pub found: Found,
    /// The place of its document in the group.
    pub place: u32,
    /// What was looked for and stands in it, a bit each.
    pub held: u32,
}

impl Matched {
    /// Whether everything looked for that stands in `other` stands in this one.
    pub fn holds(&self, other: &Matched) -> bool {
        other.held & !self.held == 0
    }
}

/// How near-identical documents are folded.
pub struct Folding<'a> {
    /// The number of the group that a document stands in, and its place there.
    pub group_of: &'a dyn Fn(DocumentId) -> Result<Option<(u32, u32)>, IndexError>,
    /// Leaves, of what matched of a group, the passages that are shown.
    pub fold: &'a mut dyn FnMut(u32, Vec<Matched>) -> Result<Vec<Found>, IndexError>,
}

/// What matched of grouped documents, as it comes in document by document.
pub(super) struct Folds<'a> {
    folding: Option<Folding<'a>>,
    groups: BTreeMap<u32, Vec<Matched>>,
    /// The group of the document that is coming in, and its place there.
    group: Option<(u32, u32)>,
}

impl<'a> Folds<'a> {
    pub(super) fn new(folding: Option<Folding<'a>>) -> Folds<'a> {
        Folds { folding, groups: BTreeMap::new(), group: None }
    }

    /// Whether anything is folded: then each document has to be announced.
    pub(super) fn are_wanted(&self) -> bool {
        self.folding.is_some()
    }

    /// Says which document comes in next.
    pub(super) fn begin(&mut self, document: DocumentId) -> Result<(), IndexError> {
        self.group = match &self.folding {
            Some(folding) => (folding.group_of)(document)?,
            None => None,
        };
        Ok(())
    }

    /// Whether the document that is coming in stands in a group.
    pub(super) fn gather(&self) -> bool {
        self.group.is_some()
    }

    /// Takes a passage of that document, which holds what was looked for as `held` says.
    pub(super) fn push(&mut self, found: Found, held: u32) {
        if let Some((group, place)) = self.group {
            self.groups.entry(group).or_default().push(Matched { found, place, held });
        }
    }

    /// Hands on what is left of each group as if it were one document. Groups of which nothing
    /// could enter the list are left out.
    pub(super) fn finish(self, best: &mut Best) -> Result<(), IndexError> {
        let Some(folding) = self.folding else { return Ok(()) };
        for (group, matched) in self.groups {
            if matched.iter().any(|m| best.could_enter(m.found.key, m.found.score)) {
                (folding.fold)(group, matched)?.into_iter().for_each(|found| best.push(found));
                best.end_document();
            }
        }
        Ok(())
    }
}
