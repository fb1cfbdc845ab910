//! Damaged and hostile input: an error or a complaint, never a panic, and never wrong characters.

mod encoding;
mod index;
mod toml;
