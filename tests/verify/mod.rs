//! Judging quotations.

mod alignment;
