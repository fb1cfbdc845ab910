//! Floor 3: from a request to hits. It knows no screen and no file format.

pub mod highlight;
pub mod hit;
pub mod listed;
mod near;
#[expect(clippy::module_inception, reason = "the noun of the floor is its main value")]
pub mod search;
pub mod shown;
pub mod status;

pub use crate::index::{Counted, IndexError, State, Tally};
pub use hit::Hit;
pub use listed::{Listed, ListedName};
pub use search::{Answer, SearchError, SearchRequest};
pub use shown::{NotFound, Shown};
pub use status::Status;
