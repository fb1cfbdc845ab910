//! The integration tests, in one binary.

mod laws {
    mod read;
}
mod read;
