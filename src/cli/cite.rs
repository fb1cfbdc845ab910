//! `pincite cite`.

use std::io::Write;

use clap::Args;

use super::options::{Common, Format};
use super::ui::{CommandError, Ui};
use crate::cite::{Pinpoint, Reference};
use crate::render::sanitize::visible;

/// Cite passages or documents: in a style, or as records for a reference manager
#[derive(Debug, Args)]
#[command(after_help = "\
An ID is that of a hit (k3v9t0q2ma.14), or of a document (k3v9t0q2ma) to cite the whole \
work; its first four characters or more serve.

Examples:
  pincite cite k3v9.14
  pincite cite k3v9.14 q2ma --format bibtex
  pincite cite k3v9.14 --quote 'co-development' --format link")]
pub struct Cite {
    /// What to cite
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
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
        let format = common.format_among(&[Format::Text, Format::Link])?;
        let collection = super::search::open_existing(common, ui)?;
        let mut references: Vec<Reference> = Vec::with_capacity(self.ids.len());
        let mut pinpoints: Vec<Pinpoint> = Vec::with_capacity(self.ids.len());
        for id in &self.ids {
            match collection.pinned(id, self.quote.as_deref())? {
                Ok((reference, pinpoint)) => {
                    references.push(reference);
                    pinpoints.push(pinpoint);
                }
                Err(why) => return super::show::lacking(id, why, ui),
            }
        }
        if format == Format::Link {
            let ids = references.iter().map(|reference| reference.id.clone());
            return super::show::links(ids.zip(&pinpoints), ui, out);
        }
        for reference in &references {
            let title = reference.work.title.as_deref().unwrap_or_default();
            writeln!(out, "{}", visible(title, false))?;
        }
        Ok(0)
    }
}
