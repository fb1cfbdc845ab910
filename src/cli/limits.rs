//! Where a quotation should stand, and what counts against it, as `verify` and `check` take it.

use std::io::Read;
use std::path::Path;

use clap::Args;

use super::ui::{CommandError, NOT_SO};
use crate::verify::{Finding, Verdict, VerifyRequest};

/// Where the words should stand.
#[derive(Clone, Debug, Default, Args)]
pub struct Limits {
    /// Only in this document: its id, or four characters of it or more
    #[arg(long, value_name = "ID")]
    document: Option<String>,
    /// Only in works of this source (may be repeated: any of them)
    #[arg(long, value_name = "S")]
    source: Vec<String>,
    /// Only in works by this author (may be repeated: any of them)
    #[arg(long, value_name = "A")]
    author: Vec<String>,
    /// Let cautions count as faults, but for `more-places`
    #[arg(long)]
    strict: bool,
}

impl Limits {
    /// The request with these limits and no quotation.
    pub(super) fn request(&self) -> VerifyRequest {
        VerifyRequest {
            quotation: String::new(),
            document: self.document.clone(),
            sources: self.source.clone(),
            authors: self.author.clone(),
        }
    }

    /// The exit status for a quotation of a draft.
    pub(super) fn status(&self, finding: &Finding) -> u8 {
        let is_fault = matches!(finding.verdict, Verdict::Altered | Verdict::Absent)
            || self.strict && finding.faults().next().is_some();
        if is_fault { NOT_SO } else { 0 }
    }
}

/// The bytes of a file, or of standard input for `-`.
pub(super) fn bytes(file: &Path) -> Result<Vec<u8>, CommandError> {
    let cannot = |e: std::io::Error| {
        let why = if file.is_dir() { "it is a folder".to_owned() } else { e.to_string() };
        CommandError::new(format!("cannot read {}: {why}", file.display()))
    };
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(cannot)?;
        return Ok(bytes);
    }
    std::fs::read(file).map_err(cannot)
}
