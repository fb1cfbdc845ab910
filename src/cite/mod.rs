//! Floor 2: forms of citation. Values in, text out; it opens nothing.

pub mod csljson;
pub mod genre;
pub mod name;
pub mod reference;
pub mod short;

pub use genre::Genre;
pub use reference::Reference;
