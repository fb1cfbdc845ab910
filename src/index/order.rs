//! The order of a list: by score, or by date of issue with the score among equals.

use tantivy::SegmentReader;
use tantivy::columnar::Column;

use super::IndexError;

/// What stands first in a list. Equals stand in order of score, then of id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The highest score.
    #[default]
    Relevance,
    /// The latest date of issue, by the last day that it covers; what bears no date stands last.
    Newest,
    /// The earliest date of issue, by the first day that it covers; what bears no date stands
    /// last.
    Oldest,
}

/// What the passages of one segment are ordered by before their score.
pub(super) struct Keys {
    /// The column of days, and whether the late ones stand first.
    days: Option<(Column<i64>, bool)>,
}

impl Keys {
    /// The key of what bears no date.
    pub(super) const UNDATED: i64 = i64::MAX;

    pub(super) fn open(segment: &SegmentReader, order: Order) -> Result<Keys, IndexError> {
        let column = |name| segment.fast_fields().i64(name);
        let days = match order {
            Order::Relevance => None,
            Order::Newest => Some((column("date_end")?, true)),
            Order::Oldest => Some((column("date")?, false)),
        };
        Ok(Keys { days })
    }

    /// The key of a passage; the smaller stands first. All are equal in order of relevance.
    pub(super) fn of(&self, passage: u32) -> i64 {
        let Some((days, late_first)) = &self.days else { return 0 };
        match days.first(passage) {
            Some(day) if *late_first => -day,
            Some(day) => day,
            None => Self::UNDATED,
        }
    }
}
