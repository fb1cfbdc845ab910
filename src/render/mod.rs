//! Floor 5: values to bytes. It reads nothing and decides nothing; what it writes for machines has
//! no colour and no width.

pub mod copies;
pub mod facet;
pub mod json;
pub mod kwic;
pub mod markdown;
pub mod place;
mod reason;
pub mod sanitize;
pub mod tabular;
pub mod terminal;
pub mod time;
pub mod timeline;
