//! Floor 2: forms of citation. Values in, text out; it opens nothing.

pub mod annotation;
pub mod bibtex;
pub mod csljson;
pub mod directive;
pub mod exchange;
pub mod genre;
mod guard;
mod item;
pub mod key;
mod line;
pub mod link;
mod locale;
mod markup;
mod mend;
pub mod name;
pub mod page;
mod pin;
pub mod pinpoint;
mod quotes;
pub mod record;
pub mod reference;
pub mod rich;
pub mod ris;
pub mod sheet;
pub mod short;
pub mod style;

pub use annotation::Target;
pub use directive::TextDirective;
pub use exchange::Exchange;
pub use genre::Genre;
pub use link::NoLink;
pub use pinpoint::Pinpoint;
pub use record::Record;
pub use reference::Reference;
pub use rich::Rich;
pub use style::Style;
