//! The tree of a query as the user wrote it, each part with its place.
