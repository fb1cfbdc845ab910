//! The check of a draft: every quotation in it, judged.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::court::{VerifyRequest, verify};
use super::draft::{DraftQuotation, quotations};
use super::finding::Finding;
use super::others::Others;
use crate::names::Gazetteer;
use crate::search::SearchError;
use crate::search::search::Ground;

/// The judgement on a draft.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// Its quotations in order, each with what was found of it.
    pub findings: Vec<(DraftQuotation, Finding)>,
}

/// Judges every quotation of `draft`. `limits` restricts where they should stand; its quotation is
/// not looked at. Each finding is that of [`verify`]; where nothing restricts it, it may bear a
/// caution more: that the words are others' than the draft says.
///
/// # Errors
/// As [`verify`].
pub fn check(
    ground: &Ground<'_>,
    draft: &str,
    limits: &VerifyRequest,
) -> Result<Checked, SearchError> {
    let loaded: OnceCell<Gazetteer> = OnceCell::new();
    let names = || match loaded.get() {
        Some(names) => Ok(names.clone()),
        None => (ground.names)().map(|names| loaded.get_or_init(|| names).clone()),
    };
    let ground = Ground { snapshot: ground.snapshot, store: ground.store, names: &names };
    let mut others = Others::new(&ground);
    // Slogans come again and again.
    let mut judged: HashMap<String, Finding> = HashMap::new();
    let mut findings = Vec::new();
    for quoted in quotations(draft) {
        let mut finding = match judged.get(&quoted.text) {
            Some(finding) => finding.clone(),
            None => {
                let request = VerifyRequest { quotation: quoted.text.clone(), ..limits.clone() };
                let finding = verify(&ground, &request)?;
                judged.insert(quoted.text.clone(), finding.clone());
                finding
            }
        };
        if !limits.is_restricted() {
            finding.cautions.extend(others.caution(&quoted, &finding)?);
        }
        findings.push((quoted, finding));
    }
    Ok(Checked { findings })
}
