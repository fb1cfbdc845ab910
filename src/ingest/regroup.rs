//! The groups of near-identical documents of a state in the making, with what their passages repeat.

use super::IngestError;
use super::group::groups;
use super::repeat::Originals;
use super::rows::Rows;
use crate::document::DocumentId;
use crate::store::{Group, Member, Records, Sketches, Store, StoreError};

/// Groups the documents of `rows`, whose records lie in `records`. Of groups that stood in the state
/// `before` with the same documents, no text is read again.
///
/// # Errors
/// If stored documents or the groups before cannot be read.
pub fn regroup(
    rows: &Rows,
    sketches: &Sketches,
    before: Option<&Store>,
    records: &Records,
) -> Result<Vec<Group>, IngestError> {
    let shown = rows.shown_under();
    let path = |id| shown.get(&id).copied().unwrap_or(u32::MAX);
    let grouped = groups(sketches, path);
    grouped.iter().map(|ids| group(ids, rows, sketches, before, records)).collect()
}

fn group(
    ids: &[DocumentId],
    rows: &Rows,
    sketches: &Sketches,
    before: Option<&Store>,
    records: &Records,
) -> Result<Group, IngestError> {
    let mut known = known(ids, before)?.map(|group| group.members.into_iter());
    let mut originals = Originals::default();
    let mut members = Vec::with_capacity(ids.len());
    for id in ids.iter().copied() {
        let lost = || StoreError::Lost { id };
        let passages = match known.as_mut().and_then(Iterator::next) {
            Some(member) => member.passages,
            None => originals.take(&records.document(rows.row(id).ok_or_else(lost)?)?),
        };
        let about = sketches.get(id).ok_or_else(lost)?;
        let source = about.source.as_deref().map(str::to_owned);
        members.push(Member { id, issued: about.issued, source, passages });
    }
    Ok(Group { members })
}

/// The group of exactly these documents in this order, if there was one before: what its passages
/// repeat follows from their texts alone.
fn known(ids: &[DocumentId], before: Option<&Store>) -> Result<Option<Group>, IngestError> {
    let (Some(store), Some(first)) = (before, ids.first()) else { return Ok(None) };
    let Some((number, 0)) = store.group_of(*first)? else { return Ok(None) };
    let group = store.group(number)?;
    let same = group.members.iter().map(|m| m.id).eq(ids.iter().copied());
    Ok(same.then_some(group))
}
