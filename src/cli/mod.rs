//! Floor 6: the command line. Arguments in, exit code out; everything else is done below.

mod asked;
mod check;
mod cite;
mod completions;
mod ingest;
mod kwic;
mod limits;
mod list;
mod man;
mod options;
mod propose;
mod search;
mod show;
mod status;
mod timeline;
mod ui;
mod verify;

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use options::Common;
use ui::{COULD_NOT, CommandError, Ui};

/// Search your own documents: ranked passages, each cited and led back to its line.
#[derive(Debug, Parser)]
#[command(name = "pincite", version, about, max_term_width = 90, disable_help_subcommand = true)]
#[command(disable_help_flag = true, disable_version_flag = true, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
    /// The version
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
}

const EXAMPLES: &str = "\
Examples:
  pincite search 'innovation bridge'        the seeds, if nothing was ingested yet
  pincite ingest ~/papers                   read a folder of documents
  pincite search '\"joint production\" jets' --after 2023
  pincite show k3v9.14                      a passage in its place
  pincite verify 'the words of a quotation' is it so, and where

Exit status: 0 found or done, 1 nothing found, or a quotation that is altered or \
absent, 2 could not do it.";

#[derive(Debug, Subcommand)]
enum Command {
    Ingest(ingest::Ingest),
    Search(Box<search::Search>),
    Show(show::Show),
    Verify(verify::Verify),
    Check(check::Check),
    Cite(cite::Cite),
    Kwic(kwic::Kwic),
    Timeline(timeline::Timeline),
    List(list::List),
    Status(status::Status),
    Completions(completions::Completions),
    Man(man::Man),
}

/// Runs the program on its arguments.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    std::panic::set_hook(Box::new(|fault| {
        // The failing of a style is caught, and told as an error.
        if !crate::cite::style::is_rendering() {
            ui::stop(&fault.to_string());
        }
    }));
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(e) => {
            let code = if e.use_stderr() { COULD_NOT } else { 0 };
            // Nobody is left to tell if the pipe is closed.
            let _ = e.print();
            return ExitCode::from(code);
        }
    };
    let ui = Ui::new(&cli.common);
    let mut out = BufWriter::new(io::stdout().lock());
    let done = match cli.command {
        Command::Ingest(command) => command.run(&cli.common, &ui, &mut out),
        Command::Search(command) => command.run(&cli.common, &ui, &mut out),
        Command::Show(command) => command.run(&cli.common, &ui, &mut out),
        Command::Verify(command) => command.run(&cli.common, &ui, &mut out),
        Command::Cite(command) => command.run(&cli.common, &ui, &mut out),
        Command::Check(command) => command.run(&cli.common, &ui, &mut out),
        Command::Kwic(command) => command.run(&cli.common, &ui, &mut out),
        Command::Timeline(command) => command.run(&cli.common, &ui, &mut out),
        Command::List(command) => command.run(&cli.common, &ui, &mut out),
        Command::Status(command) => command.run(&cli.common, &ui, &mut out),
        Command::Completions(command) => command.run(Cli::command(), &mut out),
        Command::Man(command) => command.run(Cli::command(), &mut out),
    };
    match done.and_then(|code| out.flush().map(|()| code).map_err(CommandError::from)) {
        Ok(code) => ExitCode::from(code),
        Err(error) => error.say(),
    }
}
