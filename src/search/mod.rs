//! Floor 3: from a request to hits. It knows no screen and no file format.

pub mod highlight;
pub mod hit;
#[expect(clippy::module_inception, reason = "the noun of the floor is its main value")]
pub mod search;

pub use hit::Hit;
pub use search::{Answer, SearchError, SearchRequest};
