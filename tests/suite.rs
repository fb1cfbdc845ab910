//! The integration tests, in one binary.

mod cite {
    mod short;
}

mod laws {
    mod document;
    mod text;
}
