//! Instants and days as they are written.

/// Seconds since 1970 as an instant in UTC: `2026-11-22T05:10:00Z`.
pub fn instant(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map_or_else(|_| "unknown".to_owned(), |t| t.to_string())
}

/// The day `yyyymmdd` as `yyyy-mm-dd`. An end of a year or month may be no day of the calendar; it
/// is written as the coarser date it stands for.
pub fn day(number: i64) -> String {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    format!("{year:04}-{month:02}-{day:02}")
}
