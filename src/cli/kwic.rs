//! `pincite kwic`.

use std::io::{self, Write};

use clap::{Args, ValueEnum};

use super::asked::Asked;
use super::options::{Common, Format};
use super::ui::{CommandError, Ui};
use crate::render::terminal::{counted, in_documents, left_out, nothing_found, widened};
use crate::render::{json, kwic as lines};
use crate::search::{self, KwicLine, KwicOrder, KwicShape};

/// Keyword in context: every match on a line
#[derive(Debug, Args)]
#[command(after_help = "\
A line for each match in the passages that `search` would find, with what stands \
around it in its paragraph. Of a name without words (program:DTTI), its mentions.

Examples:
  pincite kwic deterrence
  pincite kwic 'technolog*' --sort right
  pincite kwic '\"export controls\"' --after 2020 --format csv > controls.csv
  pincite kwic program:DTTI -n 20")]
pub struct Kwic {
    #[command(flatten)]
    asked: Asked,
    /// Sort by position, left or right: place, or the words there
    #[arg(long, value_name = "BY", value_enum, default_value_t, hide_possible_values = true)]
    sort: Sort,
    /// Words on each side [default: what fits, else 12]
    #[arg(long, value_name = "N")]
    words: Option<usize>,
    /// Lines given [default: all]
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// Path and place.
    #[default]
    Position,
    /// The words before.
    Left,
    /// The words after.
    Right,
}

/// Words on each side of a match in a table, unless told otherwise.
const WORDS: usize = 12;

impl Kwic {
    pub(super) fn run(
        self,
        common: &Common,
        ui: &Ui,
        out: &mut dyn Write,
    ) -> Result<u8, CommandError> {
        let question = self.asked.open(common, ui)?;
        let kwic = question.collection.kwic(&question.request)?;
        if !kwic.has_keywords() && kwic.count.passages > 0 {
            return Err(CommandError::new("nothing in the query can be lined up: it only filters")
                .hint("Add a word; `pincite search` lists the passages."));
        }
        let mut form = Form::begin(question.format, &kwic, &question.context(ui), out)?;
        let mut given = 0;
        let mut written = Ok(());
        let shape = self.shape(question.format, ui);
        question.collection.each_line(&kwic, shape, &mut |line| {
            given += 1;
            written = form.line(&line, ui, out);
            written.is_ok()
        })?;
        written?;
        match form {
            Form::Object(object) => object.end(out, question.context(ui).took_ms)?,
            Form::Screen => summary(&kwic, given, &question.context(ui), ui, out)?,
            Form::Lines | Form::Table => {}
        }
        Ok(question.end(&kwic.warnings, given > 0, ui))
    }

    fn shape(&self, format: Format, ui: &Ui) -> KwicShape {
        let order = match self.sort {
            Sort::Position => KwicOrder::Position,
            Sort::Left => KwicOrder::Left,
            Sort::Right => KwicOrder::Right,
        };
        let words = match format {
            // No word is shorter than a letter and a space.
            Format::Text => self.words.unwrap_or(ui.screen.width / 2),
            _ => self.words.unwrap_or(WORDS),
        };
        KwicShape { order, words, limit: self.limit.unwrap_or(usize::MAX) }
    }
}

/// How lines are written.
enum Form {
    Screen,
    Lines,
    Table,
    Object(lines::Object),
}

impl Form {
    fn begin(
        format: Format,
        kwic: &search::Kwic,
        context: &json::Context<'_>,
        out: &mut dyn Write,
    ) -> io::Result<Form> {
        Ok(match format {
            Format::Json => Form::Object(lines::Object::begin(out, kwic, context)?),
            Format::Jsonl => Form::Lines,
            Format::Csv => {
                lines::csv_head(out)?;
                Form::Table
            }
            _ => Form::Screen,
        })
    }

    fn line(&mut self, line: &KwicLine, ui: &Ui, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Form::Screen => ui.screen.kwic_line(out, line),
            Form::Lines => json::line(out, &lines::value(line, &ui.base)),
            Form::Table => lines::csv(out, line, &ui.base),
            Form::Object(object) => object.line(out, line, &ui.base),
        }
    }
}

fn summary(
    kwic: &search::Kwic,
    given: u64,
    context: &json::Context<'_>,
    ui: &Ui,
    out: &mut dyn Write,
) -> io::Result<()> {
    let took_ms = context.took_ms;
    if given > 0 {
        let found = in_documents(kwic.count);
        let total = format!("{} · {found} · {took_ms:.1} ms", counted(given, "line"));
        writeln!(out)?;
        ui.screen.said(out, &total)?;
    } else if kwic.count.passages > 0 {
        // The headings that passages stand under count in a search, and are no part of them.
        let found = in_documents(kwic.count);
        ui.screen.said(out, &format!("No line: what is asked stands only above {found}."))?;
    } else {
        ui.screen.said(out, &nothing_found(context.query, context.state))?;
    }
    let said = left_out(kwic.undated_left_out).into_iter().chain(widened(&kwic.expansions));
    said.into_iter().try_for_each(|text| ui.screen.said(out, &text))
}
