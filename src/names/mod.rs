//! Floor 1: names. The gazetteer, and where a document mentions its entries.
//!
//! The gazetteer is one run of bytes, made when the program is built (`table`) from files that
//! people keep (`source`, `data/`; `wording` adds what follows from them); nothing is parsed at start. A query asks it what a name names, and what its words name (`asked`).
//! At ingest a [`Finder`] is made of it once; it reads each document for what its brackets define
//! (`definition`), then each passage for mentions (`mention`); which of the names count there,
//! `judge` decides, and `guard` knows what stands beside them. It reads no file of the corpus and knows no index.

pub mod asked;
pub mod definition;
pub mod finder;
pub mod gazetteer;
mod guard;
mod judge;
pub mod kind;
pub mod mention;
pub mod source;
mod table;
mod wording;

pub use asked::{Asked, OtherName};
pub use definition::{Definitions, SpelledOut};
pub use finder::Finder;
pub use gazetteer::{Alias, Entry, EntryId, Gazetteer};
pub use kind::NameKind;
pub use mention::{How, Mention};
pub use source::GazetteerError;
