//! The integration tests, in one binary.

mod laws {
    mod document;
    mod names;
}
mod names {
    mod tables;
}
