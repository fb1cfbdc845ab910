//! What is verified.

mod credits;
mod drafts;
mod others;
