//! `pincite man`.

use std::io::{self, Write};

use clap::{Args, Command};
use clap_mangen::Man as Page;

use super::ui::CommandError;

/// The manual page, with all commands
#[derive(Debug, Args)]
#[command(after_help = "\
For everybody on the machine it belongs in /usr/local/share/man/man1.

Examples:
  pincite man > pincite.1         and then `man ./pincite.1`")]
pub struct Man {}

impl Man {
    pub(super) fn run(self, command: Command, out: &mut dyn Write) -> Result<u8, CommandError> {
        out.write_all(&page(command)?)?;
        Ok(0)
    }
}

/// One page for the whole program: what holds for all commands, then a section a command.
fn page(mut command: Command) -> io::Result<Vec<u8>> {
    command.build();
    let commands: Vec<Command> = command.get_subcommands().cloned().collect();
    let whole = Page::new(command).manual("pincite");
    let mut page = Vec::new();
    whole.render_title(&mut page)?;
    whole.render_name_section(&mut page)?;
    whole.render_synopsis_section(&mut page)?;
    whole.render_description_section(&mut page)?;
    whole.render_options_section(&mut page)?;
    for command in commands {
        section(command, &mut page)?;
    }
    let mut extra = Vec::new();
    whole.render_extra_section(&mut extra)?;
    writeln!(page, "{}", renamed(&extra, ".SH EXTRA", ".SH NOTES"))?;
    Ok(unfilled(&String::from_utf8_lossy(&page)).into_bytes())
}

/// A command: how it is called, its own options, what its help says of it.
fn section(command: Command, page: &mut Vec<u8>) -> io::Result<()> {
    let name = command.get_bin_name().unwrap_or(command.get_name()).to_uppercase();
    let own = command.mut_args(|arg| match arg.is_global_set() {
        true => arg.hide(true),
        false => arg,
    });
    let own = Page::new(own);
    let mut inside = Vec::new();
    own.render_synopsis_section(&mut inside)?;
    own.render_description_section(&mut inside)?;
    own.render_options_section(&mut inside)?;
    own.render_extra_section(&mut inside)?;
    writeln!(page, ".SH \"{name}\"")?;
    let inside = renamed(&inside, ".SH EXTRA", ".SH NOTES");
    // What is a section in a page of its own is a part of one here.
    writeln!(page, "{}", renamed(inside.as_bytes(), ".SH ", ".SS "))
}

/// Keeps the lines of examples as they are.
fn unfilled(page: &str) -> String {
    let mut out = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        if inside && (line.is_empty() || line.starts_with('.')) {
            out.push(".fi");
            inside = false;
        }
        if line == "Examples:" {
            out.push(".nf");
            inside = true;
        }
        out.push(line);
    }
    out.extend(inside.then_some(".fi"));
    out.join("\n")
}

/// Requests that begin with `from` begin with `to` instead.
fn renamed(page: &[u8], from: &str, to: &str) -> String {
    let page = String::from_utf8_lossy(page);
    let lines = page.lines().map(|line| match line.strip_prefix(from) {
        Some(rest) => format!("{to}{rest}"),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}
