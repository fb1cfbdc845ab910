//! Floor 1: values. What a document is, its works, its passages and where they stand. It reads no
//! file and knows no index.

pub mod date;
#[expect(clippy::module_inception, reason = "the noun of the floor is its main value")]
pub mod document;
pub mod locator;
pub mod passage;
pub mod person;
pub mod work;

pub use date::{Date, DateRange};
pub use document::{Block, BlockDraft, BlockKind, Digest, Document, DocumentId, PageMark};
pub use locator::{Locator, Locators};
pub use passage::{Passage, PassageKind};
pub use work::{Field, Person, Provenance, Work};
