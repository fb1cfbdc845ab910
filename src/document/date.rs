//! A date as coarse as a year and as fine as a day (EDTF level 0), and ranges of such dates.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A year, a month of a year, or a day of the calendar. Dates order by their first day; of two that
/// begin together the coarser is the smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
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
    /// The date of these parts: years from 1 to 9999, months and days that the calendar has, no
    /// day without a month.
    pub fn new(year: i16, month: Option<u8>, day: Option<u8>) -> Option<Date> {
        let part = |part: Option<u8>| i8::try_from(part.unwrap_or(1)).ok();
        let exists = jiff::civil::Date::new(year, part(month)?, part(day)?).is_ok();
        let whole = year > 0 && (day.is_none() || month.is_some());
        (exists && whole).then_some(Date { year, month, day })
    }

    /// Reads EDTF level 0: `2024`, `2024-02`, `2024-02-16`; nothing else.
    pub fn parse_edtf(text: &str) -> Option<Date> {
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4..=4)?;
        let mut next = || parts.next().map(|part| digits::<u8>(part, 2..=2));
        let (month, day) = (next(), next());
        if parts.next().is_some() || month == Some(None) || day == Some(None) {
            return None;
        }
        Date::new(year, month.flatten(), day.flatten())
    }

    /// Reads a date as English texts print it, where it is the whole of `text` but for a weekday, a
    /// time of day, and a slash, bar or point at the end: `Friday, February 16, 2024 /`,
    /// `Sept. 15, 2021`, `16 Feb 2024`, `September 2021`, `2024-02-16`, `2021`.
    ///
    /// Never guesses: `29/04/1964` is read, `03/04/1964` could be two days and is not.
    pub fn parse_printed(text: &str) -> Option<Date> {
        let is_frame = |c: char| c.is_whitespace() || "/|.,;·•()[]–—".contains(c);
        let text = text.trim_matches(is_frame);
        if text.len() > LONGEST_PRINTED {
            return None;
        }
        let words = text.split(|c: char| c.is_whitespace() || c == ',');
        let words = words.map(|word| word.trim_matches('.')).filter(|word| !word.is_empty());
        let mut words: Vec<&str> = words.collect();
        if words.first().is_some_and(|word| is_weekday(word)) {
            words.remove(0);
        }
        let (date, rest) = match *words.as_slice() {
            [month, day, year, ref rest @ ..] if is_month(month) && ordinal(day).is_some() => {
                (of_words(Some(day), month, year), rest)
            }
            [day, "of", month, year, ref rest @ ..] | [day, month, year, ref rest @ ..]
                if ordinal(day).is_some() && is_month(month) =>
            {
                (of_words(Some(day), month, year), rest)
            }
            [month, year, ref rest @ ..] if is_month(month) => (of_words(None, month, year), rest),
            [one, ref rest @ ..] => (of_one_word(one), rest),
            [] => return None,
        };
        date.filter(|_| is_time(rest))
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, from 1, where it is known.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, from 1, where it is known.
    pub fn day(self) -> Option<u8> {
        self.day
    }

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

    /// The date for people: `16 February 2024`, `February 2024`, `2024`.
    pub fn words(self) -> String {
        match (self.month_name(), self.day) {
            (Some(month), Some(day)) => format!("{day} {month} {}", self.year),
            (Some(month), None) => format!("{month} {}", self.year),
            (None, _) => self.year.to_string(),
        }
    }

    /// The date as Chicago notes print it: `February 16, 2024`, `February 2024`, `2024`.
    pub fn chicago(self) -> String {
        match (self.month_name(), self.day) {
            (Some(month), Some(day)) => format!("{month} {day}, {}", self.year),
            _ => self.words(),
        }
    }

    fn month_name(self) -> Option<&'static str> {
        MONTHS.get(usize::from(self.month?).checked_sub(1)?).copied()
    }
}

/// The EDTF form.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = format!("{:04}", self.year);
        for part in [self.month, self.day].into_iter().flatten() {
            text.push_str(&format!("-{part:02}"));
        }
        f.pad(&text)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.to_string()
    }
}

impl TryFrom<String> for Date {
    type Error = String;

    fn try_from(text: String) -> Result<Date, String> {
        Date::parse_edtf(&text)
            .ok_or_else(|| format!("{text:?} is no date of the form 2024, 2024-02 or 2024-02-16"))
    }
}

impl DateRange {
    /// Reads `A..B`, `A..`, `..B`, or `A` alone, which is `A..A`. Both ends open, or an end before
    /// the beginning, is no range.
    pub fn parse(text: &str) -> Option<DateRange> {
        let end = |text: &str| match text.trim() {
            "" => Some(None),
            text => Date::parse_edtf(text).map(Some),
        };
        let (from, to) = text.split_once("..").unwrap_or((text, text));
        let range = DateRange { from: end(from)?, to: end(to)? };
        let rises = match (range.from, range.to) {
            (None, None) => false,
            (Some(from), Some(to)) => from.first_day() <= to.last_day(),
            _ => true,
        };
        rises.then_some(range)
    }

    /// Whether `date` covers a day of the range.
    pub fn overlaps(self, date: Date) -> bool {
        self.from.is_none_or(|from| from.first_day() <= date.last_day())
            && self.to.is_none_or(|to| date.first_day() <= to.last_day())
    }
}

/// `A..B`, the form that [`DateRange::parse`] reads; `..` where both ends are open.
impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
        match self.from == self.to && self.from.is_some() {
            true => f.pad(&end(self.from)),
            false => f.pad(&format!("{}..{}", end(self.from), end(self.to))),
        }
    }
}

/// Printed dates are short; a longer line is not looked at.
const LONGEST_PRINTED: usize = 80;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// What may stand after a date beside clock times: `at 5:30 p.m. EST`.
const TIME_WORDS: [&str; 20] = [
    "at", "am", "pm", "a.m", "p.m", "noon", "midnight", "est", "edt", "et", "cst", "cdt", "pst",
    "pdt", "gmt", "utc", "z", "bst", "cet", "ist",
];

/// A number of this many ASCII digits and nothing else.
fn digits<T: std::str::FromStr>(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<T> {
    let plain = length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// A year as works bear it; other numbers of four digits are more likely something else.
fn printed_year(text: &str) -> Option<i16> {
    digits(text, 4..=4).filter(|year| (1000..2200).contains(year))
}

/// The month of this name, whole or cut to three letters or more (`Sept`, `Feb`).
fn month(name: &str) -> Option<u8> {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let is_it = |month: &&str| {
        let month = month.to_ascii_lowercase();
        name == month || (name.len() <= 4 && name.len() >= 3 && month.starts_with(&name))
    };
    MONTHS.iter().position(is_it).map(|i| i as u8 + 1)
}

fn is_month(word: &str) -> bool {
    month(word).is_some()
}

fn is_weekday(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    word.len() >= 3 && WEEKDAYS.iter().any(|day| day.starts_with(&word))
}

/// A day of the month: `3`, `03`, `3rd`.
fn ordinal(word: &str) -> Option<u8> {
    let number = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
    digits(number.unwrap_or(word), 1..=2)
}

fn of_words(day: Option<&str>, month_name: &str, year: &str) -> Option<Date> {
    let day = match day {
        Some(day) => Some(ordinal(day)?),
        None => None,
    };
    Date::new(printed_year(year)?, Some(month(month_name)?), day)
}

/// A date without a space: `2024-02-16T10:30:00Z`, `2024/02/16`, `16-Feb-2024`, `29/04/1964`,
/// `2021`.
fn of_one_word(word: &str) -> Option<Date> {
    let word = match word.split_once('T') {
        Some((date, time)) if is_clock(time) => date,
        _ => word,
    };
    let separator = ['-', '/', '.'].into_iter().find(|c| word.contains(*c)).unwrap_or('-');
    match *word.split(separator).collect::<Vec<_>>().as_slice() {
        [year] => Date::new(printed_year(year)?, None, None),
        [year, month] => Date::new(printed_year(year)?, Some(digits(month, 2..=2)?), None),
        [year, month, day] if year.len() == 4 => {
            Date::new(printed_year(year)?, Some(digits(month, 1..=2)?), Some(digits(day, 1..=2)?))
        }
        [day, name, year] if is_month(name) => of_words(Some(day), name, year),
        [a, b, year] => {
            let (a, b) = (digits(a, 1..=2)?, digits(b, 1..=2)?);
            let year = printed_year(year)?;
            let day_first = Date::new(year, Some(b), Some(a));
            let month_first = Date::new(year, Some(a), Some(b));
            match (day_first, month_first) {
                (Some(date), None) | (None, Some(date)) => Some(date),
                (one, other) => one.filter(|_| one == other),
            }
        }
        _ => None,
    }
}

/// Whether these words, which follow a date, say no more than a time of day.
fn is_time(words: &[&str]) -> bool {
    let is_zone = |word: &str| TIME_WORDS.contains(&word.to_ascii_lowercase().as_str());
    let is_mark = |word: &str| word.chars().all(|c| "/|·-–—".contains(c));
    words.iter().enumerate().all(|(i, word)| {
        let before_noon = |next: &&str| {
            matches!(next.to_ascii_lowercase().as_str(), "am" | "pm" | "a.m" | "p.m" | "noon")
        };
        let is_hour =
            digits::<u8>(word, 1..=2).is_some() && words.get(i + 1).is_some_and(before_noon);
        is_clock(word) || is_zone(word) || is_mark(word) || is_hour
    })
}

/// `10:30`, `10:30:00Z`, `5:30pm`, `5pm`, `10:30:00.000+02:00`.
fn is_clock(word: &str) -> bool {
    let hour = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = word[hour..].to_ascii_lowercase();
    let named = matches!(rest.as_str(), "am" | "pm" | "a.m" | "p.m");
    let counted = rest.starts_with(':')
        && rest.bytes().all(|b| b.is_ascii_digit() || b":.+-zapm".contains(&b));
    (1..=2).contains(&hour) && (named || counted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(edtf: &str) -> Date {
        Date::parse_edtf(edtf).expect("a test writes true dates")
    }

    #[test]
    fn edtf_is_read_and_written() {
        for text in ["2024", "2024-02", "2024-02-29", "0622-07-16"] {
            assert_eq!(date(text).to_string(), text);
        }
        let wrong = "24 2024-2 2024-13 2023-02-29 2024-00 2024-02-16-01 2024- +024 0000 ２０２４";
        for text in wrong.split(' ').chain([""]) {
            assert_eq!(Date::parse_edtf(text), None, "{text}");
        }
    }

    #[test]
    fn printed_dates_are_read_as_far_as_they_are_certain() {
        let table = "
            Friday, February 16, 2024 / | 2024-02-16
            Monday, June 23, 2025       | 2025-06-23
            16 February 2024            | 2024-02-16
            Sept. 15, 2021              | 2021-09-15
            SEPTEMBER 2021              | 2021-09
            September, 2021             | 2021-09
            March 3rd, 2020             | 2020-03-03
            16 Feb 2024                 | 2024-02-16
            16th of February, 2024      | 2024-02-16
            16-Feb-2024                 | 2024-02-16
            Fri., Feb. 16, 2024.        | 2024-02-16
            2024-02-16                  | 2024-02-16
            2024-02                     | 2024-02
            2024-02-16T10:30:00+00:00   | 2024-02-16
            2024-02-16 10:30:00         | 2024-02-16
            February 16, 2024, 5:30 p.m.| 2024-02-16
            February 16, 2024 at 5 pm ET| 2024-02-16
            February 16, 2024 - 5:30pm  | 2024-02-16
            (May 2021)                  | 2021-05
            29/04/1964                  | 1964-04-29
            04/29/1964                  | 1964-04-29
            29.4.1964                   | 1964-04-29
            05/05/1964                  | 1964-05-05
            2021                        | 2021
            03/04/1964                  |
            02/30/1964                  |
            29/04/64                    |
            February 30, 2024           |
            February 16                 |
            February 20-21, 2024        |
            Spring 2021                 |
            FY2023                      |
            2023-24                     |
            2023–2025                   |
            Marching 2021               |
            Published February 16, 2024 |
            February 16, 2024 in Delhi  |
            In 2021                     |
            9999                        |
            Sun                         |
            /                           |
        ";
        for row in table.lines().filter_map(|line| line.split_once('|')) {
            let (printed, expected) = (row.0.trim(), row.1.trim());
            let found = Date::parse_printed(printed).map(|d| d.to_string()).unwrap_or_default();
            assert_eq!(found, expected, "{printed}");
        }
    }

    #[test]
    fn a_year_meets_every_range_that_it_overlaps() {
        let holds = |range: &str, edtf: &str| {
            DateRange::parse(range).expect("a range").overlaps(date(edtf))
        };
        assert!(holds("2024-06..2025", "2024"));
        assert!(holds("..2024-01-01", "2024"));
        assert!(holds("2024-02", "2024-02-29"));
        assert!(!holds("2024-03..", "2024-02-29"));
        assert!(!holds("..2023", "2024"));
        for text in ["..", "", "2025..2023", "2024...2025", "2024-..", "x.."] {
            assert_eq!(DateRange::parse(text), None, "{text}");
        }
        for text in ["2023..2025", "..2025-01", "2023-02..", "2024"] {
            assert_eq!(DateRange::parse(text).expect("a range").to_string(), text);
        }
    }

    #[test]
    fn dates_order_by_their_first_day() {
        let mut dates = ["2024-02-16", "2024-02", "2025", "2024"].map(date);
        dates.sort();
        assert_eq!(dates.map(|d| d.to_string()), ["2024", "2024-02", "2024-02-16", "2025"]);
    }

    #[test]
    fn people_read_words() {
        let day = date("2024-02-06");
        assert_eq!(
            (day.words(), day.chicago()),
            ("6 February 2024".into(), "February 6, 2024".into())
        );
        assert_eq!(date("2024-02").words(), "February 2024");
        assert_eq!(date("2024").chicago(), "2024");
    }

    #[test]
    fn records_hold_the_edtf_form() {
        let json = serde_json::to_string(&date("2024-02")).expect("a date is a string");
        assert_eq!(json, "\"2024-02\"");
        assert_eq!(serde_json::from_str::<Date>(&json).ok(), Some(date("2024-02")));
        assert!(serde_json::from_str::<Date>("\"2024-02-30\"").is_err());
    }
}
