//! From a string to a query and warnings; never fails.
