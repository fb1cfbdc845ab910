//! The short citation of a hit: Chicago notes form, made from the record alone.

use crate::document::{Locator, PassageKind, Work};

/// What is cited.
#[derive(Clone, Copy, Debug)]
pub struct Cited<'a> {
    /// The work.
    pub work: &'a Work,
    /// The page it is printed in.
    pub within: Option<&'a Work>,
    /// Where.
    pub locator: &'a Locator,
    /// What.
    pub kind: PassageKind,
}

/// The short citation.
pub fn short(cited: &Cited<'_>) -> String {
    cited.work.title.clone().unwrap_or_default()
}
