//! Measured quality, and the measure itself.

mod golden;
mod trec;
