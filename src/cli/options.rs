//! Options of all commands, as typed.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

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
    /// Form of the answer
    #[arg(
        long,
        value_name = "F",
        global = true,
        value_enum,
        default_value_t,
        hide_possible_values = true
    )]
    pub format: Format,
    /// The same as --format json
    #[arg(long, global = true)]
    pub json: bool,
    /// Colours
    #[arg(long, value_name = "WHEN", global = true, value_enum, default_value_t)]
    pub color: Colour,
    /// Say nothing but results and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    pub verbose: bool,
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
    /// A TREC run: query, Q0, document, rank, score, pincite.
    Trec,
}

impl Common {
    /// The form asked for.
    pub fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }
}
