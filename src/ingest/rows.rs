//! The documents of the state that an ingest is making: which there are, at which places, and
//! under which path each was derived.

use std::collections::HashMap;
use std::path::PathBuf;

use crate::document::DocumentId;
use crate::store::{DocumentRow, NewPlace};

/// The documents gathered so far.
#[derive(Default)]
pub struct Rows {
    rows: Vec<Row>,
    by_id: HashMap<DocumentId, u32>,
    places: Vec<NewPlace>,
    paths: Vec<PathBuf>,
    path_numbers: HashMap<PathBuf, u32>,
}

/// A document of the state in the making.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Where its record lies.
    pub row: DocumentRow,
    /// Number of the path it was derived under.
    pub derived_under: u32,
}

impl Rows {
    /// Number of a path.
    pub fn path(&mut self, path: &PathBuf) -> u32 {
        if let Some(number) = self.path_numbers.get(path) {
            return *number;
        }
        let number = self.paths.len() as u32;
        self.paths.push(path.clone());
        self.path_numbers.insert(path.clone(), number);
        number
    }

    /// Whether the document is there.
    pub fn holds(&self, id: DocumentId) -> bool {
        self.by_id.contains_key(&id)
    }

    /// Adds a document that is not there yet.
    pub fn add(&mut self, row: DocumentRow, derived_under: u32) {
        self.by_id.insert(row.id, self.rows.len() as u32);
        self.rows.push(Row { row, derived_under });
    }

    /// Adds a place to a document.
    pub fn add_place(&mut self, place: NewPlace) {
        self.places.push(place);
    }

    /// The documents.
    pub fn iter(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter()
    }

    /// Replaces the row of a document that is there.
    pub fn replace(&mut self, row: DocumentRow) {
        if let Some(i) = self.by_id.get(&row.id) {
            self.rows[*i as usize].row = row;
        }
    }

    /// Puts the paths into the order in which places are shown, and gives the documents that were
    /// derived under another path than the one they are now shown under, with that path.
    pub fn settle(&mut self) -> Vec<(DocumentRow, PathBuf)> {
        let mut order: Vec<u32> = (0..self.paths.len() as u32).collect();
        order.sort_by(|a, b| self.paths[*a as usize].cmp(&self.paths[*b as usize]));
        let mut renumbered = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            renumbered[*old as usize] = new as u32;
        }
        self.paths.sort();
        for place in &mut self.places {
            place.path = renumbered[place.path as usize];
        }
        for row in &mut self.rows {
            row.derived_under = renumbered[row.derived_under as usize];
        }
        self.places.sort_unstable();
        self.places.dedup();
        let mut shown: Option<DocumentId> = None;
        let mut moved = Vec::new();
        for place in &self.places {
            if shown != Some(place.id) {
                shown = Some(place.id);
                let row = self.by_id.get(&place.id).map(|i| self.rows[*i as usize]);
                if let Some(row) = row.filter(|r| r.derived_under != place.path) {
                    moved.push((row.row, self.paths[place.path as usize].clone()));
                }
            }
        }
        moved
    }

    /// The number of the path that each document is shown under, once it is settled.
    pub fn shown_under(&self) -> HashMap<DocumentId, u32> {
        let mut shown = HashMap::with_capacity(self.rows.len());
        for place in &self.places {
            shown.entry(place.id).or_insert(place.path);
        }
        shown
    }

    /// The row of a document that is there.
    pub fn row(&self, id: DocumentId) -> Option<&DocumentRow> {
        self.by_id.get(&id).map(|i| &self.rows[*i as usize].row)
    }

    /// What the store writes.
    pub fn finish(self) -> (Vec<DocumentRow>, Vec<NewPlace>, Vec<PathBuf>) {
        (self.rows.into_iter().map(|r| r.row).collect(), self.places, self.paths)
    }
}
