//! The integration tests, in one binary.

mod laws {
    mod document;
    mod text;
}
