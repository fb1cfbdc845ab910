//! Floor 1: names. The gazetteer, and where a document mentions its entries. It reads no file of
//! the corpus and knows no index.

pub mod gazetteer;
pub mod mention;

pub use gazetteer::{EntryId, Gazetteer};
pub use mention::Mention;
