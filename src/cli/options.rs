//! Options of all commands, as typed.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum};

use super::ui::CommandError;
use crate::cite::Exchange;

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal.
    #[default]
    Auto,
    /// In a pipe too.
    Always,
    /// Nowhere.
    Never,
}

/// Options of all commands.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Options of all commands")]
pub struct Common {
    /// Folder of the index
    #[arg(
        long,
        value_name = "DIR",
        env = "PINCITE_INDEX",
        default_value = "index",
        global = true,
        hide_env_values = true
    )]
    pub index: PathBuf,
    /// Form: text, json, jsonl, csv, markdown, …: see each command
    #[arg(
        long,
        value_name = "F",
        global = true,
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub format: Format,
    /// The same as --format json
    #[arg(long, global = true)]
    pub json: bool,
    /// Colours: auto, always, never
    #[arg(
        long,
        value_name = "WHEN",
        global = true,
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub color: Colour,
    /// Say nothing but results and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// This help
    // One help, not a short and a long one: it fits a screen.
    #[arg(short, long, global = true, action = ArgAction::HelpShort)]
    help: Option<bool>,
}

/// Form of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person.
    #[default]
    Text,
    /// One JSON object.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// A table.
    Csv,
    /// For notes.
    Markdown,
    /// A TREC run: query, Q0, document, rank, score, pincite.
    Trec,
    /// For a web page.
    Html,
    /// Records for BibTeX.
    Bibtex,
    /// Records for BibLaTeX.
    Biblatex,
    /// Records for reference managers: RIS.
    Ris,
    /// Records for citation processors: CSL-JSON.
    CslJson,
    /// Addresses that lead to the very words.
    Link,
}

impl Format {
    /// The form for other programs that it is, if it is one.
    pub fn exchange(self) -> Option<Exchange> {
        match self {
            Format::Bibtex => Some(Exchange::Bibtex),
            Format::Biblatex => Some(Exchange::Biblatex),
            Format::Ris => Some(Exchange::Ris),
            Format::CslJson => Some(Exchange::CslJson),
            _ => None,
        }
    }

    fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |v| v.get_name().to_owned())
    }
}

impl Common {
    /// The form asked for.
    pub fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }

    /// The form asked for, if the command has it: one of `forms`.
    ///
    /// # Errors
    /// If it has not.
    pub fn format_among(&self, forms: &[Format]) -> Result<Format, CommandError> {
        let format = self.format();
        if forms.contains(&format) {
            return Ok(format);
        }
        let has: Vec<String> = forms.iter().map(|form| format!("`{}`", form.name())).collect();
        let error = CommandError::new(format!("this answer has no form called {}", format.name()));
        Err(error.hint(format!("Write `--format` with one of {}.", has.join(", "))))
    }
}
