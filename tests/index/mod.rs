//! What an ingest takes in, leaves out and says, and what readers see meanwhile.

mod catalogs;
mod copies;
mod left_out;
mod state;
mod taken_in;
