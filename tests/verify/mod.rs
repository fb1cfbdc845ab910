//! Judging quotations: how they lie on a text, where they are looked for, what is said of drafts.

mod alignment;
mod carrying;
mod cautions;
mod credits;
mod drafts;
mod others;
mod places;
mod senses;
