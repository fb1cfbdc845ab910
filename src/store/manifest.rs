//! The manifest: which files were read and what came of them, and the corpus's roots.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// What is remembered of the corpus between ingests. Written as JSON, one file a state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Files and folders that make up the corpus, absolute, sorted.
    pub roots: Vec<Root>,
    /// The files read or left out, by path.
    pub files: Vec<FileState>,
    /// Digest of the catalogs that were in force.
    pub catalog: String,
    /// Digest of the gazetteer that was in force.
    pub gazetteer: String,
    /// What could not be looked at in the last ingest: one line each.
    pub complaints: Vec<String>,
}

/// A file or folder of the corpus.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Root {
    /// Absolute path.
    #[serde(with = "path_as_text")]
    pub path: PathBuf,
    /// Globs of what is left out below it.
    pub exclude: Vec<String>,
}

/// A file as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileState {
    /// Absolute path.
    #[serde(with = "path_as_text")]
    pub path: PathBuf,
    /// Length in bytes.
    pub length: u64,
    /// Time of last change, in nanoseconds since 1970.
    pub changed: i64,
    /// How many documents it gave.
    pub documents: u32,
    /// Why it, or the records on these lines (from 1), were left out.
    pub left_out: Vec<(Option<u32>, String)>,
}

/// Paths are written as text where they are UTF-8, else as hexadecimal bytes after `bytes:`.
mod path_as_text {
    use std::path::{Path, PathBuf};

    use serde::{Deserialize, Deserializer, Serializer};

    use crate::store::bytes::{path_bytes, path_from_bytes};

    pub fn serialize<S: Serializer>(path: &Path, to: S) -> Result<S::Ok, S::Error> {
        match path.to_str() {
            Some(text) if !text.starts_with("bytes:") => to.serialize_str(text),
            _ => {
                let hex: String = path_bytes(path).iter().map(|b| format!("{b:02x}")).collect();
                to.serialize_str(&format!("bytes:{hex}"))
            }
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<PathBuf, D::Error> {
        let text = String::deserialize(from)?;
        let Some(hex) = text.strip_prefix("bytes:") else { return Ok(PathBuf::from(text)) };
        let bytes: Option<Vec<u8>> = (0..hex.len())
            .step_by(2)
            .map(|i| u8::from_str_radix(hex.get(i..i + 2)?, 16).ok())
            .collect();
        bytes
            .map(path_from_bytes)
            .ok_or_else(|| serde::de::Error::custom("not a path in hexadecimal"))
    }
}
