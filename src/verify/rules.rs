//! The rules that verdicts are given by, as one name: a verdict that is filed says which they were.

use super::candidate::{FARTHEST, MOST_PARTS};
use super::court::{
    BEYOND, COMPARED, ENOUGH_OF_IT, IN_VAIN, IN_VAIN_WHOLE, LOOKED_AT, NEAR, NEAR_RUN, NEAR_SHARE,
    RUN,
};
use crate::text::token;

/// Changes whenever the same quotation and the same documents could have another verdict, other
/// places or other differences.
pub const RULES_VERSION: u32 = 1;

/// Tables that verdicts rest on; a change in one is a change of the rules.
const TABLES: [&str; 5] = [
    include_str!("data/apart.txt"),
    include_str!("data/beginnings.txt"),
    include_str!("data/capitals.txt"),
    include_str!("data/kinds.txt"),
    include_str!("data/reporting.txt"),
];

/// Names the rules: their version, and a digest of all constants and tables they read.
pub fn fingerprint() -> String {
    let mut hasher = blake3::Hasher::new();
    let numbers = [ENOUGH_OF_IT.0, ENOUGH_OF_IT.1, RUN, NEAR_SHARE.0, NEAR_SHARE.1, NEAR_RUN];
    let bounds = [LOOKED_AT, IN_VAIN, IN_VAIN_WHOLE, COMPARED, NEAR, MOST_PARTS];
    let stretches = [FARTHEST as usize, BEYOND as usize];
    for number in numbers.into_iter().chain(bounds).chain(stretches) {
        hasher.update(&(number as u64).to_le_bytes());
    }
    hasher.update(token::fingerprint().as_bytes());
    for table in TABLES {
        hasher.update(&(table.len() as u64).to_le_bytes());
        hasher.update(table.as_bytes());
    }
    format!("rules {RULES_VERSION}, tables {}", &hasher.finalize().to_hex()[..16])
}
