//! Which documents are near-identical: syndicated copies and versions of one text. Decided from the
//! sketches of all documents and nothing else, so that it does not matter how they came in.
//!
//! Documents are taken in order of issue. Each joins the group whose first document it is nearest
//! to, if it is near enough, or becomes the first of a new one: a chain of small changes ends where
//! it is too far from its beginning. Only documents that share a run of sketch values are compared
//! (locality-sensitive hashing with bands), so the work grows with the number of documents and of
//! near ones among them.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::document::{Date, DocumentId};
use crate::store::sketches::{Sketched, Sketches};
use crate::text::Sketch;

/// A document with fewer words of its own text is no copy of anything: forms, short telegrams and
/// titles without a text are too alike.
pub const LEAST_WORDS: usize = 60;

/// From this resemblance on, two documents are one text. What is printed of different occasions
/// has come to .62: last year's report with this year's figures, one opening statement before two
/// committees.
const RESEMBLANCE: f32 = 0.7;

/// The same for documents of fewer than [`SHORT`] shingles, which are often one form filled in
/// twice: two calls on one day came to .70.
const RESEMBLANCE_OF_SHORT: f32 = 0.8;

/// Fewer shingles make a short document.
const SHORT: u32 = 200;

/// From this on, so much of the shorter document stands in the longer one that it is a version of
/// it, or a part; the strategies of two successive years came to .85.
const CONTAINMENT: f32 = 0.9;

/// Below this resemblance sketches say too little of what is contained.
const LEAST_RESEMBLANCE: f32 = 0.35;

/// Values in a band: documents of resemblance .35 share one of the 42 bands in 84 of 100 cases, of
/// .5 in 996 of 1000, of .7 always but once in ten million.
const ROWS: usize = 3;

/// Documents with a band in common that one is compared with: a form that fills thousands of
/// documents, each unlike the others, must not make each compare with all.
const MOST_COMPARED: usize = 64;

/// The groups of near-identical documents, each the earliest issue first; the groups in order of
/// their first documents. `path` gives the place of a document's path among all.
pub fn groups(sketches: &Sketches, path: impl Fn(DocumentId) -> u32) -> Vec<Vec<DocumentId>> {
    let mut all: Vec<(DocumentId, &Sketched)> = sketches.iter().collect();
    all.sort_by_cached_key(|(id, sketched)| (issue(sketched.issued), path(*id), *id));
    let shared = shared_bands(&all);
    let mut firsts: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut members: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut order = Vec::new();
    for run in shared.chunk_by(|a, b| a.0 == b.0) {
        let document = run[0].0;
        let sketch = |at: u32| &all[at as usize].1.sketch;
        let mut compared: Vec<u32> = run
            .iter()
            .flat_map(|(_, band)| firsts.get(band).into_iter().flatten())
            .copied()
            .collect();
        compared.sort_unstable();
        compared.dedup();
        let near = compared
            .into_iter()
            .filter_map(|first| Some((nearness(sketch(first), sketch(document))?, Reverse(first))));
        match near.max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))) {
            Some((_, Reverse(first))) => members.entry(first).or_default().push(document),
            None => {
                order.push(document);
                for (_, band) in run {
                    let firsts = firsts.entry(*band).or_default();
                    if firsts.len() < MOST_COMPARED {
                        firsts.push(document);
                    }
                }
            }
        }
    }
    let id = |at: &u32| all[*at as usize].0;
    let group = |first: u32| {
        let members = members.get(&first)?;
        Some(std::iter::once(&first).chain(members).map(id).collect())
    };
    order.into_iter().filter_map(group).collect()
}

/// Where a date stands in the order of issue. Of a coarse date only its last day is certain not to
/// be too early, so `2024` stands behind every day of that year; undated works come last.
fn issue(date: Option<Date>) -> impl Ord {
    match date {
        Some(date) => (0, date.last_day(), Reverse(date.first_day())),
        None => (1, 0, Reverse(0)),
    }
}

/// How near two documents are, if they are copies or versions of one text.
pub fn nearness(one: &Sketch, other: &Sketch) -> Option<f32> {
    let resemblance = one.resemblance(other);
    let near = if one.shingles.min(other.shingles) < SHORT {
        resemblance >= RESEMBLANCE_OF_SHORT
    } else {
        resemblance >= RESEMBLANCE
            || resemblance >= LEAST_RESEMBLANCE && one.containment(other) >= CONTAINMENT
    };
    near.then_some(resemblance)
}

/// The bands that each document shares with another: (place of the document, number of the band),
/// in order.
fn shared_bands(all: &[(DocumentId, &Sketched)]) -> Vec<(u32, u32)> {
    let mut shared = Vec::new();
    let mut bands = 0;
    let mut keyed = Vec::with_capacity(all.len());
    for band in 0.. {
        keyed.clear();
        for (at, (_, sketched)) in (0..).zip(all) {
            keyed.extend(sketched.sketch.bands(ROWS).nth(band).map(|key| (key, at)));
        }
        if keyed.is_empty() {
            break;
        }
        keyed.sort_unstable();
        for alike in keyed.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1) {
            shared.extend(alike.iter().map(|(_, at): &(u64, u32)| (*at, bands)));
            bands += 1;
        }
    }
    shared.sort_unstable();
    shared
}
