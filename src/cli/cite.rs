//! `pincite cite`.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use clap::Args;

use super::options::{Common, Format};
use super::ui::{CommandError, Ui};
use crate::cite::style::{self, DEFAULT, StyleError};
use crate::cite::{Pinpoint, Reference, Style, sheet};
use crate::render::citation::{self, Form, Parts};
use crate::render::json;
use crate::render::sanitize::visible;

/// Cite passages or documents: in a style, or as records for a reference manager
#[derive(Debug, Args)]
#[command(after_help = "\
An ID is that of a hit (k3v9t0q2ma.14), or of a document (k3v9t0q2ma) to cite the whole \
work; its first four characters or more serve. Notes come in the order given, the \
bibliography as the style sorts it.
Common styles: chicago-notes, chicago-author-date, apa, mla, ieee, harvard.
Forms: text, markdown, html, json; bibtex, biblatex, ris, csl-json; link.

Examples:
  pincite cite k3v9.14
  pincite cite k3v9.14 q2ma --style apa --bibliography
  pincite cite k3v9 --style ~/styles/journal.csl --format html
  pincite cite k3v9.14 q2ma --format bibtex
  pincite cite k3v9.14 --quote 'co-development' --format link")]
pub struct Cite {
    /// What to cite
    #[arg(value_name = "ID", required_unless_present = "styles")]
    ids: Vec<String>,
    /// Style by its name, or a CSL file
    #[arg(long, value_name = "NAME|FILE.csl", default_value = DEFAULT)]
    style: String,
    /// List the styles that go by a name
    #[arg(long, conflicts_with = "ids")]
    styles: bool,
    /// Only the notes (or what stands in the text)
    #[arg(long, conflicts_with = "bibliography")]
    note: bool,
    /// Only the bibliography
    #[arg(long)]
    bibliography: bool,
    /// Cite the very place where these words stand; typography may differ
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
}

impl Cite {
    pub(super) fn run(
        self,
        common: &Common,
        ui: &Ui,
        out: &mut dyn Write,
    ) -> Result<u8, CommandError> {
        let format = common.format_among(&[
            Format::Text,
            Format::Markdown,
            Format::Html,
            Format::Json,
            Format::Bibtex,
            Format::Biblatex,
            Format::Ris,
            Format::CslJson,
            Format::Link,
        ])?;
        if self.styles {
            return styles(out);
        }
        let collection = super::search::open_existing(common, ui)?;
        let mut pinned = Vec::with_capacity(self.ids.len());
        for id in &self.ids {
            match collection.pinned(id, self.quote.as_deref())? {
                Ok(found) => pinned.push(found),
                Err(why) => return super::show::lacking(id, why, ui),
            }
        }
        pinned.iter().for_each(|(reference, _)| say_unknown(reference, ui));
        if format == Format::Link {
            let given = pinned.iter().map(|(reference, way)| (reference.id.clone(), way));
            return super::show::links(given, ui, out);
        }
        let (references, pinpoints): (Vec<Reference>, Vec<Pinpoint>) = pinned.into_iter().unzip();
        if let Some(exchange) = format.exchange() {
            ui.export(out, exchange, &collection.records(references)?)?;
            return Ok(0);
        }
        self.in_style(&references, &pinpoints, format, ui, out)?;
        Ok(0)
    }

    fn in_style(
        &self,
        references: &[Reference],
        pinpoints: &[Pinpoint],
        format: Format,
        ui: &Ui,
        out: &mut dyn Write,
    ) -> Result<(), CommandError> {
        let style = self.open_style(ui)?;
        let made = style.cite(references).map_err(|e| self.failed(&e))?;
        let form = match format {
            Format::Markdown => Form::Markdown,
            Format::Html => Form::Html,
            Format::Json => {
                let value = citation::value(references, pinpoints, &made, style.title());
                return Ok(json::line(out, &value)?);
            }
            _ => Form::Text,
        };
        if self.bibliography && made.list.is_none() {
            let what = format!("the style {} has no bibliography", self.style);
            return Err(CommandError::new(what).hint("Write --note for its notes."));
        }
        let parts = Parts { notes: !self.bibliography, list: !self.note && made.list.is_some() };
        Ok(citation::citations(out, &made, style.is_of_notes(), form, parts)?)
    }

    /// The style asked for: a file where the name has an ending or a folder, else by its name.
    fn open_style(&self, ui: &Ui) -> Result<Style, CommandError> {
        let is_file = self.style.contains(['/', '\\']) || self.style.ends_with(".csl");
        if !is_file {
            return Style::named(&self.style).map_err(|e| self.failed(&e));
        }
        let text = read(&ui.absolute(Path::new(&self.style))).map_err(|e| {
            CommandError::new(format!("cannot read the style {}: {e}", self.style))
                .hint("Write the path of a CSL file, or a name of `pincite cite --styles`.")
        })?;
        Style::parse(&text).map_err(|e| self.failed(&e))
    }

    fn failed(&self, error: &StyleError) -> CommandError {
        let hint = match error {
            StyleError::Unknown { near, .. } if !near.is_empty() => {
                format!("Names like it: {}.", near.join(", "))
            }
            StyleError::Unknown { .. } => "`pincite cite --styles` lists the names.".to_owned(),
            StyleError::Unusable(_) => {
                "https://www.zotero.org/styles has CSL styles that can be used.".to_owned()
            }
            StyleError::Failed => "Write another --style.".to_owned(),
        };
        let what = match error {
            StyleError::Unknown { .. } => error.to_string(),
            _ => format!("the style {}: {error}", self.style),
        };
        CommandError::new(what).hint(hint)
    }
}

/// Warns of a work that hardly anything is known of.
fn say_unknown(reference: &Reference, ui: &Ui) {
    if reference.work.title.is_none() && reference.work.authors.is_empty() {
        ui.warn(&format!(
            "the record of {} has neither title nor author; `pincite ingest --write-catalog` proposes a catalog to fill in",
            reference.id
        ));
    }
}

/// The text of a style file, as far as a style may reach and a byte more.
fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(sheet::LONGEST as u64 + 1).read_to_string(&mut text)?;
    Ok(text)
}

fn styles(out: &mut dyn Write) -> Result<u8, CommandError> {
    for named in style::names() {
        writeln!(out, "{}  {}", named.name, visible(named.title, false))?;
    }
    Ok(0)
}
