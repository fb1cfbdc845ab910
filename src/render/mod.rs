//! Floor 5: values to bytes. It reads nothing and decides nothing; what it writes for machines has
//! no colour and no width.

mod anchor;
pub mod citation;
pub mod copies;
pub mod difference;
pub mod draft;
pub mod evidence;
pub mod facet;
pub mod finding;
pub mod footnote;
pub mod json;
pub mod kwic;
pub mod markdown;
pub mod note;
pub mod parallel;
pub mod place;
pub mod places;
mod reason;
pub mod record;
pub mod report;
pub mod reported;
#[cfg(test)]
mod sample;
pub mod sanitize;
mod strategy;
pub mod tabular;
pub mod terminal;
pub mod time;
pub mod timeline;
pub mod verdict;
