//! Floor 3: from a request to hits. It knows no screen and no file format.

pub mod copies;
pub mod extent;
pub mod highlight;
pub mod hit;
pub mod keys;
pub mod kwic;
pub mod listed;
pub mod reading;
pub mod report;
#[expect(clippy::module_inception, reason = "the noun of the floor is its main value")]
pub mod search;
pub mod shown;
pub mod status;
pub mod strategy;
pub mod suggest;
pub mod timeline;

pub use crate::index::{
    Count, Counted, Explanation, Facet, Facets, IndexError, Order, Points, State, Tally,
};
pub use crate::store::Likeness;
pub use copies::{Copies, Copy};
pub use hit::Hit;
pub use kwic::{Kwic, KwicLine, KwicOrder, KwicShape};
pub use listed::{Listed, ListedName};
pub use reading::{LookedFor, Reading};
pub use report::{Corpus, FoundWork, SearchReport};
pub use search::{Answer, SearchError, SearchRequest};
pub use shown::{NotFound, Shown};
pub use status::Status;
pub use strategy::{CountedForm, Line, Step, Strategy};
pub use suggest::Suggestion;
pub use timeline::{Scale, Timeline};
