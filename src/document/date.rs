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

impl Date {
    /// Reads `2024`, `2024-02` or `2024-02-16`; `None` for anything else.
    pub fn parse_edtf(text: &str) -> Option<Date> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| match parts.next() {
            None => Some(None),
            Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse::<u16>().ok().map(Some)
            }
            Some(_) => None,
        };
        let (year, month, day) = (number(4)??, number(2)?, number(2)?);
        let fits = month.is_none_or(|m| (1..=12).contains(&m))
            && day.is_none_or(|d| (1..=31).contains(&d))
            && parts.next().is_none();
        let narrow = |n: Option<u16>| n.and_then(|n| u8::try_from(n).ok());
        fits.then_some(Date {
            year: i16::try_from(year).ok()?,
            month: narrow(month),
            day: narrow(day),
        })
    }
}

impl DateRange {
    /// Reads `A..B`, either end open; `None` for anything else.
    pub fn parse(text: &str) -> Option<DateRange> {
        let (from, to) = text.split_once("..")?;
        let end = |text: &str| match text {
            "" => Some(None),
            text => Date::parse_edtf(text).map(Some),
        };
        Some(DateRange { from: end(from)?, to: end(to)? })
    }
}
