//! What is verified.

mod drafts;
