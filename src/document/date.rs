//! A date as coarse as a year and as fine as a day (EDTF level 0), and ranges of such dates.

use serde::{Deserialize, Serialize};

/// A year, a month of a year, or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Date {
    year: i16,
    month: Option<u8>,
    day: Option<u8>,
}

/// From the first day of one date to the last day of another, either end open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateRange {
    /// Its first day is the first day of the range.
    pub from: Option<Date>,
    /// Its last day is the last day of the range.
    pub to: Option<Date>,
}

impl Date {
    /// The first day it covers, as the number `yyyymmdd`.
    pub fn first_day(self) -> i64 {
        i64::from(self.year) * 10_000
            + i64::from(self.month.unwrap_or(1)) * 100
            + i64::from(self.day.unwrap_or(1))
    }

    /// The last day it covers, as the number `yyyymmdd` (31 serves for every month's end).
    pub fn last_day(self) -> i64 {
        i64::from(self.year) * 10_000
            + i64::from(self.month.unwrap_or(12)) * 100
            + i64::from(self.day.unwrap_or(31))
    }
}
