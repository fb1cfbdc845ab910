//! Floor 1: queries. What a user wrote, and what the index is asked. It knows names, and no index.

pub mod alias;
mod amount;
pub mod ast;
mod binding;
pub mod compound;
pub mod expand;
pub mod field;
mod form;
mod function_word;
mod habit;
mod level;
mod lex;
pub mod nearness;
pub mod parse;
pub mod plan;
pub mod restriction;
pub mod shape;
mod shout;
mod single;
mod terms;
pub mod warning;

pub use ast::Query;
pub use expand::{ExpandOptions, Expanded, expand};
pub use parse::{parse, parse_plain};
pub use plan::Plan;
pub use warning::Warning;
