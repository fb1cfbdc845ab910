//! `pincite status`.

use std::io::Write;

use clap::Args;

use super::options::{Common, Format};
use super::ui::{CommandError, NOTHING_FOUND, Ui};
use crate::render::place::shown_path;
use crate::render::sanitize::visible;
use crate::render::terminal::{Label, counted, grouped};
use crate::render::{json, time};
use crate::search;

/// What the index holds, and whether it is sound
#[derive(Debug, Args)]
#[command(after_help = "\
Counts, sizes, versions, sources, kinds, and what was left out at the last ingest and \
why. With --check every byte is read and compared; status 1 says that something is \
unsound.

Examples:
  pincite status
  pincite status --check
  pincite status --json --index ~/papers/index")]
pub struct Status {
    /// Read every byte of the index and compare checksums
    #[arg(long)]
    check: bool,
}

/// Records of one file that are named one by one, if they were left out.
const SHOWN: usize = 5;

impl Status {
    pub(super) fn run(
        self,
        common: &Common,
        ui: &Ui,
        out: &mut dyn Write,
    ) -> Result<u8, CommandError> {
        common.format_among(&[Format::Text, Format::Json, Format::Jsonl])?;
        let collection = super::search::open_existing(common, ui)?;
        let status = collection.status(self.check)?;
        match common.format() {
            Format::Json | Format::Jsonl => json::line(out, &json::status(&status, &ui.base))?,
            _ => text(&status, ui, out)?,
        }
        let unsound = status.unsound.is_some_and(|faults| !faults.is_empty());
        Ok(if unsound { NOTHING_FOUND } else { 0 })
    }
}

fn text(status: &search::Status, ui: &Ui, out: &mut dyn Write) -> Result<(), CommandError> {
    let state = &status.state;
    let manifest = &status.manifest;
    let mut row = |what: &str, value: &str| {
        let value = visible(value, false);
        ui.screen.paragraph(out, &format!("{what:<12}"), &" ".repeat(12), &[(&value, Label::Plain)])
    };
    row(
        "holds",
        &format!(
            "{} in {}",
            counted(state.passages, "passage"),
            counted(state.documents, "document")
        ),
    )?;
    let roots: Vec<String> = manifest.roots.iter().map(|r| shown_path(&r.path, &ui.base)).collect();
    row(
        "corpus",
        &format!("{} ({})", roots.join(", "), counted(manifest.files.len() as u64, "file")),
    )?;
    row("digest", &state.digest)?;
    row("ingested", &time::instant(state.ingested))?;
    let kinds: Vec<String> = status
        .kinds
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(kind, n)| format!("{kind} {}", grouped(*n)))
        .collect();
    row("kinds", &kinds.join(", "))?;
    if let (groups @ 1.., documents) = status.copies {
        let groups = counted(groups.into(), "group");
        row("copies", &format!("{groups} of near-identical documents, {documents} in all"))?;
    }
    let sources: Vec<String> = status
        .sources
        .iter()
        .take(12)
        .map(|s| format!("{} {}", s.value, grouped(s.passages)))
        .collect();
    let more = status.sources.len().saturating_sub(12);
    let more = if more > 0 { format!(", {more} more") } else { String::new() };
    row("sources", &format!("{}{more}", sources.join(", ")))?;
    row(
        "made by",
        &format!("pincite {}, format {}, {}", state.program, state.format, state.analysis),
    )?;
    row(
        "stored",
        &format!(
            "{} bytes of documents, {}",
            grouped(status.stored_bytes),
            counted(status.segments as u64, "segment")
        ),
    )?;
    for file in manifest.files.iter() {
        let path = shown_path(&file.path, &ui.base);
        for (line, why) in file.left_out.iter().take(SHOWN) {
            let line = line.map(|l| format!(":{l}")).unwrap_or_default();
            row("left out", &format!("{path}{line}: {why}"))?;
        }
        if let more @ 1.. = file.left_out.len().saturating_sub(SHOWN) {
            row("left out", &format!("{path}: {} more", counted(more as u64, "record")))?;
        }
    }
    manifest.complaints.iter().try_for_each(|line| row("left out", line))?;
    match &status.unsound {
        Some(faults) if faults.is_empty() => row("check", "sound")?,
        Some(faults) => faults.iter().try_for_each(|fault| row("unsound", fault))?,
        None => {}
    }
    Ok(())
}
