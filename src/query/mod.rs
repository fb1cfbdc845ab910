//! Floor 1: queries. What a user wrote, and what the index is asked. It knows names, and no index.

pub mod ast;
pub mod expand;
pub mod parse;
pub mod plan;
