//! The path of one quotation: candidates, alignment, judgement.

use super::finding::Finding;
use super::quotation::Quotation;
use super::verdict::Verdict;
use crate::search::SearchError;
use crate::search::search::Ground;

/// A quotation to verify, and where it should stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyRequest {
    /// The quotation as pasted.
    pub quotation: String,
    /// Only this document: its id, or a prefix of at least 4 characters.
    pub document: Option<String>,
    /// Only works of any of these sources.
    pub sources: Vec<String>,
    /// Only works of any of these authors.
    pub authors: Vec<String>,
}

impl VerifyRequest {
    /// Whether it asks for the words of somebody or of some document.
    pub fn is_restricted(&self) -> bool {
        self.document.is_some() || !self.sources.is_empty() || !self.authors.is_empty()
    }
}

/// Judges a quotation.
///
/// # Errors
/// If a restriction cannot be understood, or the index or the documents cannot be read. A quotation
/// is always judged.
pub fn verify(_ground: &Ground<'_>, request: &VerifyRequest) -> Result<Finding, SearchError> {
    let quotation = Quotation::read(&request.quotation);
    Ok(Finding {
        quotation: quotation.text,
        verdict: Verdict::Absent,
        cautions: Vec::new(),
        places: Vec::new(),
        elsewhere: Vec::new(),
        nearest: None,
    })
}
