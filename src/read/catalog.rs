//! catalog.toml: what the owner of a corpus says about its works.
