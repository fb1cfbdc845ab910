//! Floor 2: forms of citation. Values in, text out; it opens nothing.

pub mod genre;
pub mod reference;
pub mod short;

pub use genre::Genre;
pub use reference::Reference;
