//! Floor 2: forms of citation. Values in, text out; it opens nothing.

pub mod bibtex;
pub mod csljson;
pub mod exchange;
pub mod genre;
pub mod key;
pub mod name;
pub mod record;
pub mod reference;
pub mod ris;
pub mod short;

pub use exchange::Exchange;
pub use genre::Genre;
pub use record::Record;
pub use reference::Reference;
