//! The integration tests, in one binary.

mod cite {
    mod short;
}
mod corrupt;
mod house;
mod judged;
mod laws {
    mod document;
    mod names;
    mod query;
    mod text;
}
mod names {
    mod tables;
}
mod query;
mod readme;
mod schema;
