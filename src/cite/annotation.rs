//! The W3C Web Annotation Data Model's way to point at words: a target with its selectors.
//!
//! A target is what an annotation gives as its `target`, to be read in the context
//! `http://www.w3.org/ns/anno.jsonld`:
//!
//! - `source`: the address of the page; where the record has none, `urn:blake3:` and the digest of
//!   the file (of a record of a jsonl file: of its line), in hexadecimal.
//! - `selector`: a `TextQuoteSelector` (the words, and up to 32 characters before and behind) and a
//!   `TextPositionSelector`, two ways to the same words. Both are of the document's clean text, not
//!   of the page's own characters: that which `pincite show ID --document` prints, in Unicode code
//!   points from 0, half-open. Null where a whole work is meant.
//! - `state`: a `TimeState`. `cached` are copies of what was read: the archived one, where the record
//!   has one, and the file by its digest. `sourceDateStart` and `sourceDateEnd` are first and last
//!   second of the day (month, year) of retrieval, where the record has it: the model asks for
//!   instants, and none is known.

use serde::Serialize;

use crate::document::{Date, Digest, Work};
use crate::text::Span;

/// Words of a page, or a whole page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Target {
    /// Always `SpecificResource`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What is annotated.
    pub source: String,
    /// The ways to the words.
    pub selector: Option<[Selector; 2]>,
    /// What of the source was read, and when.
    pub state: State,
}

/// A way to words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type")]
pub enum Selector {
    /// By the words.
    #[serde(rename = "TextQuoteSelector")]
    Quote {
        /// The words.
        exact: String,
        /// What stands before them.
        prefix: String,
        /// What stands behind them.
        suffix: String,
    },
    /// By their place.
    #[serde(rename = "TextPositionSelector")]
    Position {
        /// Code points before the first.
        start: usize,
        /// Code points before the end.
        end: usize,
    },
}

/// The state in which a source was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    #[serde(rename = "type")]
    kind: &'static str,
    /// The first instant at which the source may have been fetched.
    pub source_date_start: Option<String>,
    /// The last one.
    pub source_date_end: Option<String>,
    /// Copies of what was read.
    pub cached: Vec<String>,
}

/// Code points before and behind the words.
const AROUND: usize = 32;

impl Target {
    /// The target for `span` of the clean text `text` of a page; for all of the page, where there
    /// is none. `digest` is that of the file that was read.
    pub fn of(page: &Work, digest: Digest, words: Option<(&str, Span)>) -> Target {
        let file = format!("urn:blake3:{digest}");
        let moment = |is_end: bool| page.retrieved.and_then(|date| instant(date, is_end));
        Target {
            kind: "SpecificResource",
            source: page.url.clone().unwrap_or_else(|| file.clone()),
            selector: words.and_then(|(text, span)| selectors(text, span)),
            state: State {
                kind: "TimeState",
                source_date_start: moment(false),
                source_date_end: moment(true),
                cached: page.archived_url.clone().into_iter().chain([file]).collect(),
            },
        }
    }
}

/// First or last second of a date; `None` where it is no day of the calendar.
fn instant(date: Date, is_end: bool) -> Option<String> {
    let (month, day) = match is_end {
        false => (date.month().unwrap_or(1), date.day().unwrap_or(1)),
        true => (date.month().unwrap_or(12), date.day().unwrap_or(1)),
    };
    let day_of = |day: u8| {
        let day = i8::try_from(day).ok()?;
        jiff::civil::Date::new(date.year(), i8::try_from(month).ok()?, day).ok()
    };
    let day = day_of(day)?;
    Some(match (is_end, date.day()) {
        (false, _) => format!("{day}T00:00:00Z"),
        (true, Some(_)) => format!("{day}T23:59:59Z"),
        (true, None) => format!("{}T23:59:59Z", day.last_of_month()),
    })
}

fn selectors(text: &str, span: Span) -> Option<[Selector; 2]> {
    let exact = span.slice(text)?;
    let (before, behind) = (&text[..span.range().start], &text[span.range().end..]);
    let start = before.chars().count();
    let near = before.char_indices().rev().take(AROUND).last().map_or(before.len(), |(at, _)| at);
    Some([
        Selector::Quote {
            exact: exact.to_owned(),
            prefix: before[near..].to_owned(),
            suffix: behind.chars().take(AROUND).collect(),
        },
        Selector::Position { start, end: start + exact.chars().count() },
    ])
}
