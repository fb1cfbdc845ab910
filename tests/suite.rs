//! The integration tests, in one binary.

mod cite {
    mod short;
}
mod cli;
mod corrupt;
mod house;
mod index;
mod judged;
mod laws {
    mod document;
    mod index;
    mod names;
    mod query;
    mod search;
    mod text;
}
mod names {
    mod tables;
}
mod query;
mod regression;
mod scratch;
