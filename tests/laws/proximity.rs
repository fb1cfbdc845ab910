//! The answers of the index are those of brute force.
