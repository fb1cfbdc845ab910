//! The integration tests, in one binary.

mod cite {
    mod short;
}
mod laws {
    mod document;
    mod names;
    mod text;
}
mod names {
    mod tables;
}
