//! Floor 2: forms of citation. Values in, text out; it opens nothing.

pub mod csljson;
pub mod genre;
mod guard;
mod item;
mod locale;
mod mend;
pub mod name;
mod pin;
mod quotes;
pub mod reference;
pub mod rich;
pub mod sheet;
pub mod short;
pub mod style;

pub use genre::Genre;
pub use reference::Reference;
pub use rich::Rich;
pub use style::Style;
