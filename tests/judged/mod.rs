//! Measured quality, and the measure itself.

mod trec;
