//! How a query was read: what a search was in fact about.

use crate::index::Holding;
use crate::query::ast::Query;
use crate::query::plan::{Alternatives, Plan};

/// A query as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// In the canonical form of the query language.
    pub query: String,
    /// What was looked for, in the order of the query.
    pub looked_for: Vec<LookedFor>,
    /// Function words that were not looked for.
    pub passed_over: Vec<String>,
}

/// One thing looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LookedFor {
    /// As it was written.
    pub label: String,
    /// Every form that counts for it, with the word for the reason.
    pub forms: Vec<(String, &'static str)>,
    /// How many passages hold it.
    pub passages: u64,
    /// How many documents hold it.
    pub documents: u64,
}

impl Reading {
    /// The reading of `query`, which became `plan`; `holding` is in the order of the plan's leaves.
    pub(super) fn of(query: &Query, plan: &Plan, holding: &[Holding], over: &[String]) -> Reading {
        let looked_for = plan.root.leaves().into_iter().zip(holding);
        Reading {
            query: query.to_string(),
            looked_for: looked_for.map(|(leaf, holding)| LookedFor::of(leaf, holding)).collect(),
            passed_over: over.to_vec(),
        }
    }
}

impl LookedFor {
    fn of(leaf: &Alternatives, holding: &Holding) -> LookedFor {
        LookedFor {
            label: holding.label.clone(),
            forms: leaf.forms.iter().map(|f| (f.pattern.to_string(), f.why.name())).collect(),
            passages: holding.passages,
            documents: holding.documents,
        }
    }
}
