//! The gazetteer: names, their kinds and aliases, ready at build time.

/// An entry of a gazetteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

/// The names that pincite knows.
#[derive(Clone, Debug)]
pub struct Gazetteer {}
