//! Floor 5: values to bytes. It reads nothing and decides nothing; what it writes for machines has
//! no colour and no width.

pub mod copies;
pub mod json;
pub mod place;
pub mod sanitize;
pub mod tabular;
pub mod terminal;
pub mod time;
