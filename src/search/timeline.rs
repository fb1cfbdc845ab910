//! How what matches is spread over time, by dates of issue alone.

use std::collections::BTreeMap;

use super::search::{Documents, Ground, Planned, SearchError, SearchRequest};
use crate::document::Date;
use crate::index::{Count, Issued};
use crate::query::expand::Expansion;
use crate::query::warning::Warning;

/// The periods that are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Years.
    Year,
    /// Months; what is dated only to the year is counted apart, under the year.
    Month,
}

/// What matches, period by period.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// The periods that are counted by.
    pub scale: Scale,
    /// Each period from the first that has anything to the last, also those that have nothing. By
    /// month, a year stands before its months where something is dated to it and no closer.
    pub periods: Vec<(Date, Count)>,
    /// What bears no date.
    pub undated: Count,
    /// Everything that matches.
    pub total: Count,
    /// How many documents were left out because their works bear no date.
    pub undated_left_out: u64,
    /// What the query was widened by.
    pub expansions: Vec<Expansion>,
    /// What could not be understood, and where.
    pub warnings: Vec<Warning>,
}

/// What spans at most so many years is counted by month, unless told otherwise.
const MONTHS_UP_TO: i16 = 3;

impl Ground<'_> {
    /// Counts what matches by year or by month; where `scale` is not given, by month if it spans
    /// at most three years and most of it bears a month.
    ///
    /// # Errors
    /// As [`Ground::search`].
    pub fn timeline(
        &self,
        request: &SearchRequest,
        scale: Option<Scale>,
    ) -> Result<Timeline, SearchError> {
        let Planned { plan, expansions, warnings, .. } = self.plan(request)?;
        let read = Documents::of(self.store);
        let mut printed = |id, n, text: &str| read.prints(id, n, text);
        let issued = self.snapshot.issued(&plan, &mut printed)?;
        let scale = scale.unwrap_or_else(|| fitting(&issued));
        Ok(Timeline {
            scale,
            periods: match scale {
                Scale::Year => without_gaps(issued.years, scale),
                Scale::Month => without_gaps(issued.months, scale),
            },
            undated: issued.undated,
            total: issued.total,
            undated_left_out: issued.undated_left_out,
            expansions,
            warnings,
        })
    }
}

fn fitting(issued: &Issued) -> Scale {
    let years = &issued.years;
    let ends = years.keys().next().zip(years.keys().next_back());
    let span = ends.map_or(0, |(first, last)| last.year() - first.year() + 1);
    let passages = |with_month: bool| -> u64 {
        let counted = issued.months.iter().filter(|(d, _)| d.month().is_some() == with_month);
        counted.map(|(_, n)| n.passages).sum()
    };
    match (1..=MONTHS_UP_TO).contains(&span) && passages(true) > passages(false) {
        true => Scale::Month,
        false => Scale::Year,
    }
}

/// The periods with those between them that have nothing; the calendar bounds how many there are.
/// What is dated more coarsely than the rest stands before what it may be part of.
fn without_gaps(counts: BTreeMap<Date, Count>, scale: Scale) -> Vec<(Date, Count)> {
    let is_coarse = |date: &Date| scale == Scale::Month && date.month().is_none();
    let (coarse, fine): (Vec<_>, Vec<_>) = counts.into_iter().partition(|(d, _)| is_coarse(d));
    let mut periods = coarse;
    let mut expected = None;
    for (date, count) in fine {
        while let Some(gap) = expected.filter(|gap| *gap < date) {
            periods.push((gap, Count::default()));
            expected = next(gap);
        }
        periods.push((date, count));
        expected = next(date);
    }
    periods.sort_unstable_by_key(|(date, _)| *date);
    periods
}

/// The year after a year, the month after a month.
fn next(date: Date) -> Option<Date> {
    match date.month() {
        None => Date::new(date.year().checked_add(1)?, None, None),
        Some(12) => Date::new(date.year().checked_add(1)?, Some(1), None),
        Some(month) => Date::new(date.year(), Some(month + 1), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(text: &str) -> BTreeMap<Date, Count> {
        let date = |date| (Date::parse_edtf(date).unwrap(), Count { passages: 1, documents: 1 });
        text.split_whitespace().map(date).collect()
    }

    fn periods(text: &str, scale: Scale) -> String {
        let periods = without_gaps(counts(text), scale);
        let shown = periods.iter().map(|(date, n)| match n.passages {
            0 => format!("({date})"),
            _ => date.to_string(),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn periods_between_have_nothing() {
        assert_eq!(periods("2019 2022", Scale::Year), "2019 (2020) (2021) 2022");
        assert_eq!(
            periods("2019-11 2020 2020-02", Scale::Month),
            "2019-11 (2019-12) 2020 (2020-01) 2020-02"
        );
        assert_eq!(periods("2018 2020", Scale::Month), "2018 2020");
        assert_eq!(periods("", Scale::Year), "");
        assert_eq!(periods("9998 9999", Scale::Year), "9998 9999");
        assert_eq!(without_gaps(counts("0001 9999"), Scale::Year).len(), 9999);
    }

    #[test]
    fn a_short_time_is_counted_by_month() {
        let issued = |months: &str| {
            let months = counts(months);
            let years = months.keys().map(|d| Date::new(d.year(), None, None).unwrap());
            let years = years.map(|year| (year, Count::default())).collect();
            fitting(&Issued { years, months, ..Issued::default() })
        };
        assert_eq!(issued("2022-01 2024-12"), Scale::Month);
        assert_eq!(issued("2021-01 2024-12"), Scale::Year);
        assert_eq!(issued("2022-01 2023 2024"), Scale::Year);
        assert_eq!(issued(""), Scale::Year);
    }
}
