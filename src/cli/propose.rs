//! `pincite ingest --write-catalog`: proposals written where nothing is overwritten.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::options::Common;
use super::ui::{CommandError, Ui};
use crate::collection::Collection;
use crate::ingest::Proposal;
use crate::render::place::shown_path;
use crate::render::terminal::{counted, grouped};

/// Proposes catalogs for the documents below `paths` (all, where there are none): into `file`, to
/// standard output for `-`, else into the folder that each describes. Says whether standard output
/// was written to.
pub(super) fn propose(
    paths: &[PathBuf],
    file: Option<&Path>,
    common: &Common,
    ui: &Ui,
    out: &mut dyn Write,
) -> Result<bool, CommandError> {
    let index = ui.absolute(&common.index);
    if !Collection::exists(&index) {
        return Ok(false);
    }
    let proposals = Collection::open(&index)?.proposals(paths)?;
    let filled = proposals.iter().filter(|proposal| proposal.tables > 0).count();
    if file.is_some() && filled > 1 {
        let folders: Vec<String> =
            proposals.iter().map(|p| shown_path(&p.folder, &ui.base)).collect();
        let what = format!("there is a catalog to propose for each of {}", folders.join(", "));
        return Err(CommandError::new(what)
            .hint("Name one PATH, or write `--write-catalog` without a file."));
    }
    let printed = file == Some(Path::new("-"));
    for proposal in &proposals {
        if proposal.tables > 0 {
            match file {
                Some(_) if printed => write!(out, "{}", proposal.text)?,
                Some(file) => {
                    create(&ui.base.join(file), &proposal.text).map_err(|e| at(file, &e))?
                }
                None => {
                    let path = beside(proposal).map_err(|(path, e)| at(&path, &e))?;
                    tell(&path, proposal, ui);
                }
            }
        }
        left_out(proposal, ui);
    }
    Ok(printed)
}

fn at(path: &Path, error: &io::Error) -> CommandError {
    let path = path.display();
    match error.kind() {
        io::ErrorKind::AlreadyExists => {
            CommandError::new(format!("{path} is there already, and is not overwritten"))
                .hint("Name another file, or `-` for standard output.")
        }
        _ => CommandError::new(format!("cannot write {path}: {error}")).hint(
            "`--write-catalog=FILE` writes elsewhere, `--write-catalog=-` to standard output.",
        ),
    }
}

/// Makes a file that is not there yet.
fn create(path: &Path, text: &str) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

/// Writes a proposal into the folder it describes, as the catalog where there is none.
fn beside(proposal: &Proposal) -> Result<PathBuf, (PathBuf, io::Error)> {
    let names = ["catalog.toml".to_owned(), "catalog.proposed.toml".to_owned()].into_iter();
    let names = names.chain((2..1000).map(|n| format!("catalog.proposed-{n}.toml")));
    let mut failed = None;
    for name in names {
        let path = proposal.folder.join(name);
        match create(&path, &proposal.text) {
            Ok(()) => return Ok(path),
            Err(e) => {
                let is_there = e.kind() == io::ErrorKind::AlreadyExists;
                failed = Some((path, e));
                if !is_there {
                    break;
                }
            }
        }
    }
    Err(failed.unwrap_or_else(|| (proposal.folder.clone(), io::ErrorKind::AlreadyExists.into())))
}

fn tell(path: &Path, proposal: &Proposal, ui: &Ui) {
    let shown = shown_path(path, &ui.base);
    let tables = counted(proposal.tables, "document");
    let next = match path.file_name().is_some_and(|name| name == "catalog.toml") {
        true => "correct it, then `pincite ingest`",
        false => "correct it, move its tables into catalog.toml, then `pincite ingest`",
    };
    ui.note(&format!("{shown} proposes what is known of {tables}: {next}"));
}

/// Says which documents a proposal has no table for.
fn left_out(proposal: &Proposal, ui: &Ui) {
    let folder = shown_path(&proposal.folder, &ui.base);
    if proposal.known > 0 {
        let known = counted(proposal.known, "document");
        let verb = if proposal.known == 1 { "has a table" } else { "have tables" };
        ui.note(&format!("{folder}: {known} {verb} in catalog.toml already"));
    }
    if proposal.unnamed > 0 {
        let n = grouped(proposal.unnamed);
        let words = if proposal.unnamed == 1 { "record is" } else { "records are" };
        ui.note(&format!(
            "{folder}: {n} {words} not proposed: a catalog names files; write the fields into the \
             records, or name them by their `id` in catalog.bib or catalog.json"
        ));
    }
}
