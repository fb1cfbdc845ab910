//! Where a quotation should stand: in a document, in works of some source, of some author.

use std::collections::{HashMap, HashSet};

use super::court::VerifyRequest;
use crate::document::DocumentId;
use crate::query::field::Field;
use crate::search::search::Ground;
use crate::search::{SearchError, SearchRequest};

/// A prefix of an id has at least so many characters.
const LEAST_PREFIX: usize = 4;

/// The passages that a quotation should stand in.
#[derive(Clone, Debug, Default)]
pub(super) struct Limits {
    documents: Option<HashSet<DocumentId>>,
    /// Numbers of the passages of works asked for, rising, by document.
    passages: Option<HashMap<DocumentId, Vec<u32>>>,
}

impl Limits {
    /// The limits that a request sets.
    ///
    /// # Errors
    /// If one names nothing in the collection, or the index cannot be read.
    pub(super) fn of(ground: &Ground<'_>, request: &VerifyRequest) -> Result<Limits, SearchError> {
        let mut limits = Limits::default();
        if let Some(prefix) = &request.document {
            limits.documents = Some(HashSet::from([document(ground, prefix)?]));
        }
        let fields = [(Field::Source, &request.sources), (Field::Author, &request.authors)];
        for (field, values) in fields {
            for value in values {
                if passages(ground, vec![(field, vec![value.clone()])])?.is_empty() {
                    return Err(SearchError::Restriction(nobody(field, value)));
                }
            }
        }
        let asked = fields.into_iter().filter(|(_, values)| !values.is_empty());
        let restrictions: Vec<_> = asked.map(|(field, values)| (field, values.clone())).collect();
        if !restrictions.is_empty() {
            limits.passages = Some(passages(ground, restrictions)?);
        }
        Ok(limits)
    }

    /// Whether they ask for works of an author or a source.
    pub(super) fn ask_whose(&self) -> bool {
        self.passages.is_some()
    }

    /// Whether a passage is one that the quotation should stand in.
    pub(super) fn hold(&self, id: DocumentId, n: u32) -> bool {
        let in_it = |of: &HashMap<DocumentId, Vec<u32>>| {
            of.get(&id).is_some_and(|numbers| numbers.binary_search(&n).is_ok())
        };
        self.documents.as_ref().is_none_or(|ids| ids.contains(&id))
            && self.passages.as_ref().is_none_or(in_it)
    }

    /// Whether any passage of a document is one.
    pub(super) fn may_hold(&self, id: DocumentId) -> bool {
        self.documents.as_ref().is_none_or(|ids| ids.contains(&id))
            && self.passages.as_ref().is_none_or(|of| of.contains_key(&id))
    }
}

fn document(ground: &Ground<'_>, prefix: &str) -> Result<DocumentId, SearchError> {
    if prefix.len() < LEAST_PREFIX {
        return Err(SearchError::Restriction(format!(
            "“{prefix}” is too short for a document: give its id, or the first {LEAST_PREFIX} \
             characters of it"
        )));
    }
    // A passage's id names its document.
    let prefix = prefix.split('.').next().unwrap_or(prefix);
    let rows = ground.store.beginning_with(prefix, 6)?;
    match rows.as_slice() {
        [row] => Ok(row.id),
        [] => Err(SearchError::Restriction(format!(
            "no document's id begins with “{prefix}”; `pincite list documents` shows the ids"
        ))),
        rows => {
            let ids: Vec<String> = rows.iter().map(|row| row.id.to_string()).collect();
            Err(SearchError::Restriction(format!(
                "several documents' ids begin with “{prefix}”: {}; give one more fully",
                ids.join(", ")
            )))
        }
    }
}

fn passages(
    ground: &Ground<'_>,
    restrictions: Vec<(Field, Vec<String>)>,
) -> Result<HashMap<DocumentId, Vec<u32>>, SearchError> {
    let request = SearchRequest { restrictions, ..SearchRequest::default() };
    let plan = ground.plan_of(&request)?;
    let matching = ground.snapshot.matching(&plan, &mut |_, _, _| Ok(Vec::new()))?;
    Ok(matching.documents.into_iter().collect())
}

fn nobody(field: Field, value: &str) -> String {
    match field {
        Field::Author => format!("no work is by an author called “{value}”"),
        _ => {
            format!("no work is from a source called “{value}”; `pincite list sources` shows them")
        }
    }
}
