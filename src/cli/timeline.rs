//! `pincite timeline`.

use std::io::Write;

use clap::{Args, ValueEnum};

use super::asked::Asked;
use super::options::{Common, Format};
use super::ui::{CommandError, Ui};
use crate::render::terminal::{left_out, nothing_found, widened};
use crate::render::{json, timeline as chart};
use crate::search::Scale;

/// How many passages and documents match, by year or month
#[derive(Debug, Args)]
#[command(after_help = "\
Only dates of issue count, never dates that a text speaks of. What bears no date is \
counted apart; by month, what is dated only to the year is counted under the year. \
The bars are passages.

Examples:
  pincite timeline deterrence
  pincite timeline 'program:AUKUS' --by month
  pincite timeline 'nuclear AND test*' --format csv > tests.csv")]
pub struct Timeline {
    #[command(flatten)]
    asked: Asked,
    /// Count by year or month [default: month, if it all lies within three years]
    #[arg(long, value_name = "PERIOD", value_enum, hide_possible_values = true)]
    by: Option<By>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// By year.
    Year,
    /// By month.
    Month,
}

impl Timeline {
    pub(super) fn run(
        self,
        common: &Common,
        ui: &Ui,
        out: &mut dyn Write,
    ) -> Result<u8, CommandError> {
        let question = self.asked.open(common, ui)?;
        let scale = self.by.map(|by| match by {
            By::Year => Scale::Year,
            By::Month => Scale::Month,
        });
        let timeline = question.collection.timeline(&question.request, scale)?;
        let context = question.context(ui);
        match question.format {
            Format::Json => json::line(out, &chart::value(&timeline, &context))?,
            Format::Jsonl => {
                for (date, count) in &timeline.periods {
                    json::line(out, &chart::period(*date, *count))?;
                }
            }
            Format::Csv => chart::csv(out, &timeline)?,
            _ => {
                if timeline.total.passages > 0 {
                    ui.screen.timeline(out, &timeline)?;
                    writeln!(out)?;
                    ui.screen.said(out, &chart::total(&timeline, context.took_ms))?;
                } else {
                    ui.screen.said(out, &nothing_found(context.query, context.state))?;
                }
                let said = left_out(timeline.undated_left_out).into_iter();
                let mut said = said.chain(widened(&timeline.expansions));
                said.try_for_each(|text| ui.screen.said(out, &text))?;
            }
        }
        Ok(question.end(&timeline.warnings, timeline.total.passages > 0, ui))
    }
}
