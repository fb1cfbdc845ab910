//! Every integration test, as modules of one program.

mod laws {
    mod query;
}
mod query;
