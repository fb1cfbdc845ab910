//! Floor 2: forms of citation. Values in, text out; it opens nothing.

pub mod annotation;
pub mod directive;
pub mod genre;
pub mod link;
pub mod page;
pub mod pinpoint;
pub mod reference;
pub mod short;

pub use annotation::Target;
pub use directive::TextDirective;
pub use genre::Genre;
pub use link::NoLink;
pub use pinpoint::Pinpoint;
pub use reference::Reference;
