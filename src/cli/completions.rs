//! `pincite completions`.

use std::io::Write;

use clap::{Args, Command};
use clap_complete::{Shell, generate};

use super::ui::CommandError;

/// Completions of commands and options for a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Put the file where the shell looks for completions, and begin a new shell: \
~/.local/share/bash-completion/completions, a folder of zsh's fpath, \
~/.config/fish/completions.

Examples:
  pincite completions bash > pincite
  pincite completions zsh > _pincite
  pincite completions fish > pincite.fish")]
pub struct Completions {
    /// bash, zsh, fish, elvish or powershell
    #[arg(value_enum, hide_possible_values = true)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self, mut command: Command, out: &mut dyn Write) -> Result<u8, CommandError> {
        // What generates it cannot be told that nobody reads any more.
        let mut script = Vec::new();
        generate(self.shell, &mut command, "pincite", &mut script);
        out.write_all(&script)?;
        Ok(0)
    }
}
