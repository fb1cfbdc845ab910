//! `pincite show`.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use clap::Args;

use super::options::{Common, Format};
use super::ui::{CommandError, NOTHING_FOUND, Ui};
use crate::cite::Pinpoint;
use crate::render::json;
use crate::render::sanitize::visible;
use crate::render::terminal::Label;
use crate::search::{Hit, NotFound, Shown};

/// Show a passage in its place in the document
#[derive(Debug, Args)]
#[command(after_help = "\
The passage between its neighbours, with title, section, place and citation. An ID is \
that of a hit (k3v9t0q2ma.14); its first four characters or more serve (k3v9.14).

Examples:
  pincite show k3v9.14
  pincite show k3v9.14 --context 3
  pincite show k3v9.14 --raw          the very bytes of the file
  pincite show k3v9 --document        the whole document, cleaned
  pincite show k3v9.14 --format link   an address that opens there
  pincite show k3v9 --quote 'co-development' --format link")]
pub struct Show {
    /// The passage
    #[arg(value_name = "ID")]
    id: String,
    /// Show where these words stand, and pin the link to them; typography may differ
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
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
        common.format_among(&[Format::Text, Format::Json, Format::Jsonl, Format::Link])?;
        let collection = super::search::open_existing(common, ui)?;
        let shown = match collection.show_quoting(&self.id, self.quote.as_deref(), self.context)? {
            Ok(shown) => shown,
            Err(not_found) => return lacking(&self.id, not_found, ui),
        };
        if common.format() == Format::Link {
            let given = [(shown.hit.id(), &shown.pinpoint)];
            return links(given, ui, out);
        }
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
            return Err(CommandError::new(format!("“{id}” is no id")).hint(
                "An id is at least four characters of a document's, and for a passage a point and a number, as at the end of a hit: k3v9.14.",
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
        NotFound::Quotation => ui.note(&format!(
            "these words do not stand in {id}; `pincite verify` finds where they stand, and what differs"
        )),
    }
    Ok(NOTHING_FOUND)
}

/// Writes the addresses that lead to passages, one a line, and says of which there is none.
pub(super) fn links<'a>(
    given: impl IntoIterator<Item = (String, &'a Pinpoint)>,
    ui: &Ui,
    out: &mut dyn Write,
) -> Result<u8, CommandError> {
    let mut status = 0;
    for (id, pinpoint) in given {
        match &pinpoint.link {
            Ok(link) => writeln!(out, "{}", visible(link, false))?,
            Err(why) => {
                ui.note(&format!("there is no link to {id}: {why}"));
                status = NOTHING_FOUND;
            }
        }
    }
    Ok(status)
}

fn text(shown: &Shown, ui: &Ui, out: &mut dyn Write) -> Result<(), CommandError> {
    ui.screen.in_place(out, &shown.hit, &ui.base, (&shown.before, &shown.after))?;
    let cited = visible(&shown.hit.citation, false);
    writeln!(out)?;
    ui.screen.paragraph(out, "    ", "    ", &[(&cited, Label::Plain)])?;
    if let Some(copy) = archived(&shown.hit) {
        ui.screen.paragraph(out, "    ", "    ", &[(&visible(&copy, false), Label::Plain)])?;
    }
    Ok(())
}

/// Where an archived copy of the page lies, and when it was read, where the record says so.
fn archived(hit: &Hit) -> Option<String> {
    let page = hit.within.as_ref().unwrap_or(&hit.work);
    let retrieved = page.retrieved.map(|date| date.words());
    match (&page.archived_url, retrieved) {
        (Some(url), Some(date)) => Some(format!("Archived at {url}; retrieved {date}.")),
        (Some(url), None) => Some(format!("Archived at {url}.")),
        (None, Some(date)) => Some(format!("Retrieved {date}.")),
        (None, None) => None,
    }
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
