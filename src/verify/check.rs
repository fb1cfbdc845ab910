//! The check of a draft: every quotation in it, judged.

use super::court::{VerifyRequest, verify};
use super::draft::{DraftQuotation, quotations};
use super::finding::Finding;
use crate::search::SearchError;
use crate::search::search::Ground;

/// The judgement on a draft.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// Its quotations in order, each with what was found of it.
    pub findings: Vec<(DraftQuotation, Finding)>,
}

/// Judges every quotation of `draft`. `limits` restricts where they should stand; its quotation is
/// not looked at.
///
/// # Errors
/// As [`verify`].
pub fn check(
    ground: &Ground<'_>,
    draft: &str,
    limits: &VerifyRequest,
) -> Result<Checked, SearchError> {
    let judge = |quoted: DraftQuotation| {
        let request = VerifyRequest { quotation: quoted.text.clone(), ..limits.clone() };
        let finding = verify(ground, &request)?;
        Ok((quoted, finding))
    };
    let findings = quotations(draft).into_iter().map(judge).collect::<Result<_, SearchError>>()?;
    Ok(Checked { findings })
}
