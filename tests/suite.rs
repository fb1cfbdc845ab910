//! The integration tests, in one binary.

mod corrupt;
mod house;
mod judged;
mod laws {
    mod document;
}
