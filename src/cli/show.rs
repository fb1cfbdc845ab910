//! `pincite show`.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use clap::Args;

use super::options::{Common, Format};
use super::ui::{CommandError, NOTHING_FOUND, Ui};
use crate::render::json;
use crate::render::sanitize::visible;
use crate::render::terminal::Label;
use crate::search::{NotFound, Shown};

/// Show a passage in its place in the document
#[derive(Debug, Args)]
#[command(after_help = "\
The passage between its neighbours, with title, section, place and citation. An ID is \
that of a hit (k3v9t0q2ma.14); its first four characters or more serve (k3v9.14).

Examples:
  pincite show k3v9.14
  pincite show k3v9.14 --context 3
  pincite show k3v9.14 --raw          the very bytes of the file
  pincite show k3v9 --document        the whole document, cleaned")]
pub struct Show {
    /// The passage
    #[arg(value_name = "ID")]
    id: String,
    /// Paragraphs before and after
    #[arg(long, value_name = "N", default_value_t = 1)]
    context: usize,
    /// The bytes of the file that the passage came from
    #[arg(long, conflicts_with = "document")]
    raw: bool,
    /// The whole document, cleaned
    #[arg(long)]
    document: bool,
}

impl Show {
    pub(super) fn run(
        self,
        common: &Common,
        ui: &Ui,
        out: &mut dyn Write,
    ) -> Result<u8, CommandError> {
        common.format_among(&[Format::Text, Format::Json, Format::Jsonl])?;
        let collection = super::search::open_existing(common, ui)?;
        let shown = match collection.show(&self.id, self.context)? {
            Ok(shown) => shown,
            Err(not_found) => return lacking(&self.id, not_found, ui),
        };
        if self.raw {
            raw(&shown, ui, out)?;
        } else if matches!(common.format(), Format::Json | Format::Jsonl) {
            let value = json::shown(&shown, collection.state(), &ui.base, self.document);
            json::line(out, &value)?;
        } else if self.document {
            writeln!(out, "{}", visible(&shown.document, true))?;
        } else {
            text(&shown, ui, out)?;
        }
        Ok(0)
    }
}

/// Says why there is nothing under an id.
pub(super) fn lacking(id: &str, why: NotFound, ui: &Ui) -> Result<u8, CommandError> {
    match why {
        NotFound::NoId => {
            return Err(CommandError::new(format!("“{id}” is no id of a passage")).hint(
                "An id is at least four characters, a point and a number, as at the end of a hit: k3v9.14.",
            ));
        }
        NotFound::Ambiguous(ids) => {
            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
            let ids = ids.join(", ");
            return Err(CommandError::new(format!("several documents begin with {id}: {ids}"))
                .hint("Write one character more."));
        }
        NotFound::Document => {
            ui.note(&format!("no document has the id {id}; `pincite list documents` shows them"))
        }
        NotFound::Passage(passages) => {
            ui.note(&format!("the document of {id} has passages 1 to {passages}"));
        }
    }
    Ok(NOTHING_FOUND)
}

fn text(shown: &Shown, ui: &Ui, out: &mut dyn Write) -> Result<(), CommandError> {
    ui.screen.in_place(out, &shown.hit, &ui.base, (&shown.before, &shown.after))?;
    let cited = visible(&shown.hit.citation, false);
    writeln!(out)?;
    ui.screen.paragraph(out, "    ", "    ", &[(&cited, Label::Plain)])?;
    Ok(())
}

/// Copies the bytes of the file, as they lie there now.
fn raw(shown: &Shown, ui: &Ui, out: &mut dyn Write) -> Result<(), CommandError> {
    let hit = &shown.hit;
    let (from, to) = hit.bytes;
    let read = || -> std::io::Result<Vec<u8>> {
        let mut file = File::open(&hit.path)?;
        file.seek(SeekFrom::Start(from))?;
        let mut bytes = Vec::new();
        file.take(to - from).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let gone = |what: String| {
        CommandError::new(format!(
            "cannot show bytes {from} to {to} of {}: {what}",
            hit.path.display()
        ))
        .hint("The file changed since it was read; `pincite ingest` brings the index up to date.")
    };
    let bytes = read().map_err(|e| gone(e.to_string()))?;
    if bytes.len() as u64 != to - from {
        return Err(gone("the file is shorter now".to_owned()));
    }
    if ui.is_terminal {
        // What a file holds must not act on the terminal.
        write!(out, "{}", visible(&String::from_utf8_lossy(&bytes), true))?;
    } else {
        out.write_all(&bytes)?;
    }
    writeln!(out)?;
    Ok(())
}
