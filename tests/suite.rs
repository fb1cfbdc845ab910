//! The integration tests, in one binary.

mod cite {
    mod annotation;
    mod exchange;
    mod hostile;
    mod keys;
    mod link;
    mod read_back;
    mod sheets;
    mod short;
    mod styles;
    pub mod works;
}
mod cli;
mod corrupt;
mod house;
mod index;
mod judged;
mod laws {
    mod brute;
    mod catalog;
    mod cited;
    mod classes;
    mod copies;
    mod document;
    mod index;
    mod link;
    mod looks;
    mod names;
    mod proximity;
    mod query;
    mod quotation;
    mod quoted;
    mod read;
    mod search;
    mod sheets;
    mod text;
}
mod names {
    mod tables;
}
mod query;
mod random;
mod read;
mod readme;
mod regression;
mod schema;
mod scratch;
mod verify;
