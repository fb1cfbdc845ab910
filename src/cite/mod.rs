//! Floor 2: forms of citation. Values in, text out; it opens nothing.

pub mod bibtex;
pub mod csljson;
pub mod exchange;
pub mod genre;
mod guard;
mod item;
pub mod key;
mod locale;
mod mend;
pub mod name;
mod pin;
mod quotes;
pub mod record;
pub mod reference;
pub mod rich;
pub mod ris;
pub mod sheet;
pub mod short;
pub mod style;

pub use exchange::Exchange;
pub use genre::Genre;
pub use record::Record;
pub use reference::Reference;
pub use rich::Rich;
pub use style::Style;
