//! Near-identical documents in an answer: passages that repeat an earlier one are folded into it,
//! and a hit names the documents that hold it too.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::rc::Rc;

use crate::document::{Date, DocumentId};
use crate::index::{Found, IndexError, Matched};
use crate::store::{Group, Likeness, Repeated, Store, StoreError};

/// The near-identical documents that hold a hit's passage too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copies {
    /// The earliest issues of them.
    pub listed: Vec<Copy>,
    /// How many more there are.
    pub more: usize,
}

impl Copies {
    /// More than this are only counted.
    pub const MOST_LISTED: usize = 100;

    /// How many there are.
    pub fn len(&self) -> usize {
        self.listed.len() + self.more
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }
}

/// Another document that holds a hit's passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// The document.
    pub document: DocumentId,
    /// Number of the passage there, from 1.
    pub n: u32,
    /// How alike the two are.
    pub how: Likeness,
    /// The source of that document as it is shown.
    pub source: Option<String>,
    /// When that document was issued.
    pub issued: Option<Date>,
    /// Its file, absolute.
    pub path: PathBuf,
}

impl Copy {
    /// The passage's id there.
    pub fn id(&self) -> String {
        format!("{}.{}", self.document, self.n)
    }
}

/// The groups that a search touches, each read once.
pub(super) struct Groups<'a> {
    store: &'a Store,
    read: RefCell<HashMap<u32, Rc<Group>>>,
}

impl<'a> Groups<'a> {
    /// More groups than this are not kept in memory at once.
    const KEPT: usize = 256;

    pub(super) fn new(store: &'a Store) -> Groups<'a> {
        Groups { store, read: RefCell::default() }
    }

    /// The number of the group that a document stands in, and its place there.
    pub(super) fn of(&self, id: DocumentId) -> Result<Option<(u32, u32)>, IndexError> {
        self.store.group_of(id).map_err(|e| IndexError::Engine(e.to_string()))
    }

    /// Leaves, of what matched of a group, the passages to show.
    ///
    /// A passage is folded only into one of an earlier issue that matched, holds nearly all of its
    /// words, and holds everything looked for that it holds: what only a later version says is
    /// found there.
    pub(super) fn fold(
        &self,
        number: u32,
        matched: Vec<Matched>,
    ) -> Result<Vec<Found>, IndexError> {
        let group = self.group(number).map_err(|e| IndexError::Engine(e.to_string()))?;
        let mut alike: BTreeMap<(u32, u32), Vec<Matched>> = BTreeMap::new();
        for m in matched {
            alike.entry(group.original(m.place, m.found.n)).or_default().push(m);
        }
        let shown = alike.into_iter().flat_map(|(original, alike)| fold(&group, original, alike));
        Ok(shown.collect())
    }

    /// The other documents that hold passage `n` of a document, the earliest issue first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub(super) fn copies(&self, id: DocumentId, n: u32) -> Result<Copies, StoreError> {
        let mut copies = Copies::default();
        let Some((number, at)) = self.store.group_of(id)? else { return Ok(copies) };
        let group = self.group(number)?;
        let original = group.original(at, n);
        let own = group.repeated(at, n).map(|repeated| repeated.how);
        for (member, other) in (0..).zip(&group.members).filter(|(member, _)| *member != at) {
            let found = match member == original.0 {
                true => Some((own.unwrap_or(Likeness::Same), original.1)),
                // What has a part of the original in common need not have the same part.
                false if own == Some(Likeness::Part) => None,
                false => (1..)
                    .zip(&other.passages)
                    .filter_map(|(n, repeated)| Some(((*repeated)?, n)))
                    .filter(|(repeated, _)| (repeated.member, repeated.n) == original)
                    .map(|(repeated, n)| (repeated.how, n))
                    .min(),
            };
            let Some((how, n)) = found else { continue };
            if copies.listed.len() == Copies::MOST_LISTED {
                copies.more += 1;
                continue;
            }
            // Two that are nearly the original are nearly each other.
            let how = how.max(own.unwrap_or(Likeness::Same));
            let row = self.store.row(other.id)?.ok_or(StoreError::Lost { id: other.id })?;
            let path = self.store.places(&row)?.into_iter().next().map(|p| p.path);
            copies.listed.push(Copy {
                document: other.id,
                n,
                how,
                source: other.source.clone(),
                issued: other.issued,
                path: path.unwrap_or_default(),
            });
        }
        Ok(copies)
    }

    /// How many other documents stand in the group of one, and the earliest issue of them, where
    /// that is another.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub(super) fn standing(
        &self,
        id: DocumentId,
    ) -> Result<(usize, Option<DocumentId>), StoreError> {
        let Some((number, place)) = self.store.group_of(id)? else { return Ok((0, None)) };
        let group = self.group(number)?;
        let first = group.members.first().map(|m| m.id).filter(|_| place > 0);
        Ok((group.members.len().saturating_sub(1), first))
    }

    fn group(&self, number: u32) -> Result<Rc<Group>, StoreError> {
        if let Some(group) = self.read.borrow().get(&number) {
            return Ok(Rc::clone(group));
        }
        let group = Rc::new(self.store.group(number)?);
        let mut read = self.read.borrow_mut();
        if read.len() >= Self::KEPT {
            read.clear();
        }
        read.insert(number, Rc::clone(&group));
        Ok(group)
    }
}

/// Folds matched passages that repeat one original, where that is among them.
fn fold(group: &Group, original: (u32, u32), mut alike: Vec<Matched>) -> Vec<Found> {
    alike.sort_by_key(|m| (m.place, m.found.n));
    let mut kept: Vec<Matched> = Vec::new();
    let mut parts = Vec::new();
    for m in alike {
        let is_part = |r: Repeated| r.how == Likeness::Part;
        if group.repeated(m.place, m.found.n).is_some_and(is_part) {
            // Two parts of one passage need not be parts of each other.
            match kept.first_mut().filter(|k| (k.place, k.found.n) == original && k.holds(&m)) {
                Some(_) => {}
                None => parts.push(m.found),
            }
            continue;
        }
        match kept.iter_mut().find(|k| k.place != m.place && k.holds(&m)) {
            Some(_) => {}
            None => kept.push(m),
        }
    }
    kept.into_iter().map(|k| k.found).chain(parts).collect()
}
