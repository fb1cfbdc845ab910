//! Floor 2: forms of citation. Values in, text out; it opens nothing.

pub mod short;
