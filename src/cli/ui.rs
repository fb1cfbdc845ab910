//! The screen as it is, progress, and errors as sentences.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::cite::{Exchange, Record};
use crate::ingest::IngestError;
use crate::render::sanitize::visible;
use crate::render::terminal::{Label, Screen};
use crate::search::{IndexError, SearchError};

use super::options::{Colour, Common};

/// Why a command could not be done: one sentence, and what to do next.
#[derive(Debug)]
pub struct CommandError {
    /// What failed, on what, why.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
    /// Whether nobody reads any more; then nothing is said.
    pub is_closed_pipe: bool,
}

/// Exit status of a command that found nothing.
pub const NOTHING_FOUND: u8 = 1;
/// Exit status of a check that found a quotation which does not stand as it is quoted.
pub const NOT_SO: u8 = 1;
/// Exit status of a command that could not do what it was asked.
pub const COULD_NOT: u8 = 2;

impl CommandError {
    /// An error without a hint.
    pub fn new(message: impl Into<String>) -> CommandError {
        CommandError { message: message.into(), hint: None, is_closed_pipe: false }
    }

    /// Adds what to do next.
    pub fn hint(mut self, hint: impl Into<String>) -> CommandError {
        self.hint = Some(hint.into());
        self
    }

    /// Adds what it is about, before all else.
    pub fn at(mut self, place: &str) -> CommandError {
        self.message = format!("{place}: {}", self.message);
        self
    }

    /// Says it on standard error.
    pub fn say(&self) -> ExitCode {
        if self.is_closed_pipe {
            return ExitCode::SUCCESS;
        }
        let mut text = format!("pincite: {}", self.message);
        if !text.ends_with(['.', '?', '!', '…']) {
            text.push('.');
        }
        if let Some(hint) = &self.hint {
            text.push(' ');
            text.push_str(hint);
        }
        // Nobody is left to tell if standard error is closed.
        let _ = writeln!(io::stderr(), "{}", visible(&text, false));
        ExitCode::from(COULD_NOT)
    }
}

impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> CommandError {
        CommandError {
            is_closed_pipe: error.kind() == io::ErrorKind::BrokenPipe,
            ..CommandError::new(format!("cannot write the answer: {error}"))
        }
    }
}

impl From<SearchError> for CommandError {
    fn from(error: SearchError) -> CommandError {
        let message = error.to_string();
        match error {
            SearchError::Index(e) => of_index(&e, message),
            SearchError::Store(_) => CommandError::new(message)
                .hint("`pincite status --check` says what is sound; `pincite ingest --rebuild` makes the index anew."),
            SearchError::Restriction(_) | SearchError::Quotation(_) => CommandError::new(message),
        }
    }
}

impl From<IngestError> for CommandError {
    fn from(error: IngestError) -> CommandError {
        let message = error.to_string();
        match error {
            IngestError::Index(e) => of_index(&e, message),
            IngestError::Nothing => {
                CommandError::new(message).hint("Name a file or a folder: `pincite ingest PATH`.")
            }
            IngestError::NotRemembered { remembered, .. } => {
                let list: Vec<String> =
                    remembered.iter().map(|p| p.display().to_string()).collect();
                CommandError::new(message).hint(format!("It is made of: {}.", list.join(", ")))
            }
            IngestError::NoSuchPath(_) => CommandError::new(message).hint(
                "Look for a slip in the path; `--forget PATH` takes a path out of the corpus.",
            ),
            _ => CommandError::new(message),
        }
    }
}

fn of_index(error: &IndexError, message: String) -> CommandError {
    let hint = match error {
        IndexError::Missing(_) => {
            "Make one with `pincite ingest PATH`, or name another folder with `--index DIR`."
        }
        IndexError::Locked => {
            "Wait for it to end; its lock (.tantivy-writer.lock) dies with it and needs no removing."
        }
        IndexError::Version(_) | IndexError::Engine(_) => {
            "`pincite ingest --rebuild` makes it anew from the files."
        }
    };
    CommandError::new(message).hint(hint)
}

/// Ends the program on a fault of its own. The engine trusts the bytes of its files, since comparing
/// checksums would cost every query: a damaged one can end so.
pub fn stop(fault: &str) {
    let fault = fault.split_whitespace().collect::<Vec<_>>().join(" ");
    let error = CommandError::new(format!("stopped by a fault of the program or of the index: {fault}"))
        .hint("`pincite status --check` says whether the index is sound, `pincite ingest --rebuild` makes it anew.");
    error.say();
    std::process::exit(COULD_NOT.into());
}

/// Where a command speaks, and how.
pub struct Ui {
    /// How standard output is.
    pub screen: Screen,
    /// The folder that places are shown relative to.
    pub base: PathBuf,
    /// Whether standard output is a terminal.
    pub is_terminal: bool,
    /// Say nothing but results and errors.
    pub quiet: bool,
    /// Say more.
    pub verbose: bool,
}

impl Ui {
    /// Looks at the surroundings once.
    pub fn new(common: &Common) -> Ui {
        let terminal = io::stdout().is_terminal();
        let colour = match common.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()) && !is_dumb()
            }
        };
        let screen = Screen { width: width(), colour, links: terminal && colour };
        let base = std::env::current_dir().unwrap_or_default();
        Ui { screen, base, is_terminal: terminal, quiet: common.quiet, verbose: common.verbose }
    }

    /// Says a line on standard error, unless asked to be quiet.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr(), "{}", visible(text, true));
        }
    }

    /// Says a line about something wrong, which is said in any case.
    pub fn warn(&self, text: &str) {
        let coloured = Screen {
            colour: self.screen.colour && io::stderr().is_terminal(),
            ..self.screen.clone()
        };
        let mut err = io::stderr();
        let _ = coloured.labelled(&mut err, "warning: ", Label::Warning);
        let _ = writeln!(err, "{}", visible(text, true));
    }

    /// Writes records for another program, which gets them as they are; a terminal, so that nothing
    /// in them acts on it.
    pub fn export(
        &self,
        out: &mut dyn Write,
        form: Exchange,
        records: &[Record],
    ) -> io::Result<()> {
        let text = form.write(records);
        match self.is_terminal {
            true => out.write_all(visible(&text.replace("\r\n", "\n"), true).as_bytes()),
            false => out.write_all(text.as_bytes()),
        }
    }

    /// A path as typed, made absolute against the current folder, with `.` and `..` taken out.
    pub fn absolute(&self, path: &Path) -> PathBuf {
        let path = self.base.join(path);
        path.canonicalize().unwrap_or_else(|_| plain(&path))
    }
}

/// Takes `.` and `..` out of a path that need not exist.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => _ = out.pop(),
            other => out.push(other),
        }
    }
    out
}

fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|t| t == "dumb")
}

/// Columns of the terminal; `COLUMNS` first, so that tests and pipes can set them.
fn width() -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let seen = || terminal_size::terminal_size().map(|(w, _)| usize::from(w.0));
    asked.or_else(seen).filter(|w| *w > 0).unwrap_or(80)
}
