//! The check of a draft: every quotation in it, judged.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::caution::Caution;
use super::court::{Court, VerifyRequest};
use super::draft::{Draft, DraftQuotation, quotations};
use super::finding::Finding;
use super::others::Others;
use super::quotation::Quotation;
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
/// not looked at. Each finding is that of [`Court::judge`]; where nothing restricts it, it may bear a
/// caution more: that the words are others' than the draft says.
///
/// # Errors
/// As [`Court::judge`].
pub fn check(
    ground: &Ground<'_>,
    draft: Draft<'_>,
    limits: &VerifyRequest,
) -> Result<Checked, SearchError> {
    let loaded: OnceCell<Gazetteer> = OnceCell::new();
    let names = || match loaded.get() {
        Some(names) => Ok(names.clone()),
        None => (ground.names)().map(|names| loaded.get_or_init(|| names).clone()),
    };
    let ground = Ground { snapshot: ground.snapshot, store: ground.store, names: &names };
    let mut others = Others::new(&ground);
    let mut court = Court::new(&ground, limits)?;
    // Slogans come again and again.
    let mut judged: HashMap<String, Finding> = HashMap::new();
    let mut findings = Vec::new();
    for quoted in quotations(draft).into_iter().flat_map(parts) {
        let mut finding = match judged.get(&quoted.text) {
            Some(finding) => finding.clone(),
            None => {
                let finding = court.judge(&quoted.text)?;
                judged.insert(quoted.text.clone(), finding.clone());
                finding
            }
        };
        if !limits.is_restricted() {
            finding.cautions.extend(others.caution(&quoted, &finding)?);
        }
        if !quoted.closed {
            finding.cautions.push(Caution::NotClosed);
        }
        findings.push((quoted, finding));
    }
    Ok(Checked { findings })
}

/// A quotation that is too long to be judged as one, as its paragraphs; each points at the whole.
fn parts(quoted: DraftQuotation) -> Vec<DraftQuotation> {
    if !Quotation::is_too_long(&quoted.text) {
        return vec![quoted];
    }
    let mut parts = Vec::new();
    for paragraph in quoted.text.lines() {
        let mut rest = paragraph;
        while !rest.trim().is_empty() {
            let (part, after) = rest.split_at(Quotation::longest(rest));
            parts.push(DraftQuotation { text: part.trim().to_owned(), ..quoted.clone() });
            rest = after;
        }
    }
    parts
}
