//! The integration tests, in one binary.

mod laws {
    mod names;
}
mod names {
    mod tables;
}
