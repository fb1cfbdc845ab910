//! A timeline: on the screen a bar chart, as CSV and JSON the counts.
//!
//! CSV has the columns `period,passages,documents`: a period is a year, or a month (`2024-02`) and,
//! where something is dated to the year and no closer, that year; the last row, `undated`, is what
//! bears no date. JSON is one object; jsonl is a period a line.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::facet::count;
use super::json::{Context, VERSION, expansions, index, tenths, warnings};
use super::tabular::csv_row;
use super::terminal::{Label, Screen, grouped, in_documents};
use crate::document::Date;
use crate::search::{Count, Scale, Timeline};

/// Periods without anything, one after the other, that are shown; more are one line.
const EMPTY_SHOWN: usize = 3;
/// Columns before the bars: the period, passages, documents.
const BEFORE: usize = 34;
/// A longer bar says no more.
const WIDEST: usize = 60;
/// The eighths of a column.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

impl Screen {
    /// Writes the periods with their counts, and bars as long as there are passages.
    ///
    /// # Errors
    /// What writing gives.
    pub fn timeline(&self, out: &mut dyn Write, timeline: &Timeline) -> io::Result<()> {
        let head = format!("{:<14}{:>9}{:>10}", "", "passages", "documents");
        self.labelled(out, head.trim_end(), Label::Faint)?;
        writeln!(out)?;
        let most = timeline.periods.iter().map(|(_, n)| n.passages).max().unwrap_or(0);
        let room = self.width.saturating_sub(BEFORE + 1).clamp(4, WIDEST);
        let mut periods = timeline.periods.as_slice();
        while let [(date, n), rest @ ..] = periods {
            let empty = periods.iter().take_while(|(_, n)| n.passages == 0).count();
            if empty > EMPTY_SHOWN {
                self.gap(out, timeline.scale, &periods[..empty])?;
                periods = &periods[empty..];
                continue;
            }
            self.period(out, &named(timeline.scale, *date), *n, &bar(n.passages, most, room))?;
            periods = rest;
        }
        if timeline.undated.passages > 0 {
            self.period(out, "no date", timeline.undated, "")?;
        }
        Ok(())
    }

    fn period(&self, out: &mut dyn Write, name: &str, n: Count, bar: &str) -> io::Result<()> {
        let counts = format!("{:>9}{:>10}", grouped(n.passages), grouped(n.documents));
        write!(out, "{name:<14}{counts}")?;
        if !bar.is_empty() {
            write!(out, " ")?;
            self.labelled(out, bar, Label::Name)?;
        }
        writeln!(out)
    }

    fn gap(&self, out: &mut dyn Write, scale: Scale, gap: &[(Date, Count)]) -> io::Result<()> {
        let (Some((first, _)), Some((last, _))) = (gap.first(), gap.last()) else { return Ok(()) };
        let what = if scale == Scale::Year { "years" } else { "months" };
        let line = format!("⋮ nothing in {} {what}, {first} to {last}", grouped(gap.len() as u64));
        self.labelled(out, &line, Label::Faint)?;
        writeln!(out)
    }
}

fn named(scale: Scale, date: Date) -> String {
    match (scale, date.month()) {
        (Scale::Month, None) => format!("{date}, no month"),
        _ => date.to_string(),
    }
}

/// A bar in eighths of a column; whatever there is can be seen.
fn bar(n: u64, most: u64, room: usize) -> String {
    let eighths = room as u64 * 8;
    // Both numbers are counts of passages, which have 32 bits.
    let long = (n * eighths).div_ceil(most.max(1)) as usize;
    format!("{}{}", "█".repeat(long / 8), EIGHTHS[long % 8])
}

/// Writes the table.
///
/// # Errors
/// What writing gives.
pub fn csv(out: &mut dyn Write, timeline: &Timeline) -> io::Result<()> {
    csv_row(out, &["period", "passages", "documents"].map(str::to_owned))?;
    let mut row = |period: String, n: Count| {
        csv_row(out, &[period, n.passages.to_string(), n.documents.to_string()])
    };
    timeline.periods.iter().try_for_each(|(date, n)| row(date.to_string(), *n))?;
    row("undated".to_owned(), timeline.undated)
}

/// A period as JSON.
pub fn period(date: Date, n: Count) -> Value {
    json!({"period": date.to_string(), "passages": n.passages, "documents": n.documents})
}

/// The timeline as JSON.
pub fn value(timeline: &Timeline, context: &Context<'_>) -> Value {
    let periods: Vec<Value> = timeline.periods.iter().map(|(date, n)| period(*date, *n)).collect();
    json!({
        "version": VERSION,
        "query": context.query,
        "index": index(context.state),
        "total": count(timeline.total),
        "undated_left_out": timeline.undated_left_out,
        "expansions": expansions(&timeline.expansions),
        "warnings": warnings(&timeline.warnings, context.query),
        "by": if timeline.scale == Scale::Year { "year" } else { "month" },
        "periods": periods,
        "undated": count(timeline.undated),
        "took_ms": tenths(context.took_ms),
    })
}

/// How much matched, and how long it took.
pub fn total(timeline: &Timeline, took_ms: f64) -> String {
    format!("{} · {took_ms:.1} ms", in_documents(timeline.total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_there_are_passages() {
        assert_eq!(bar(0, 10, 4), "");
        assert_eq!(bar(10, 10, 4), "████");
        assert_eq!(bar(5, 10, 4), "██");
        assert_eq!(bar(1, 1000, 4), "▏");
        assert_eq!(bar(3, 8, 1), "▍");
        assert_eq!(bar(0, 0, 4), "");
    }
}
