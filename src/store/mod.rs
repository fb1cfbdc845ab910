//! Floor 2: documents on disk, with their works, passages and names, and the manifest of the files
//! they came from. It knows nothing of the index.

pub mod bytes;
pub mod copies;
pub mod manifest;
pub mod record;
pub mod sketches;
#[expect(clippy::module_inception, reason = "the noun of the floor is its main value")]
pub mod store;
pub mod table;

pub use copies::{Copies, Group, Likeness, Member, Repeated};
pub use manifest::{FileState, Manifest, Root};
pub use record::{Stored, StoredName};
pub use sketches::{Sketched, Sketches};
pub use store::{RecordWriter, Records, Store, StoreError};
pub use table::{DocumentRow, NewPlace, Place};
