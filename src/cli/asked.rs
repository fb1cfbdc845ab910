//! A query with its filters, as `kwic` and `timeline` take it.

use std::time::Instant;

use clap::Args;

use super::options::{Common, Format};
use super::search::{Filters, open_existing, point};
use super::ui::{CommandError, NOTHING_FOUND, Ui};
use crate::collection::Collection;
use crate::query::warning::Warning;
use crate::render::json;
use crate::search::SearchRequest;

/// What is looked for.
#[derive(Clone, Debug, Default, Args)]
pub struct Asked {
    /// The query, in the language of `search`
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    filters: Filters,
    /// No stems, no spelling variants, no aliases
    #[arg(long)]
    literal: bool,
    /// QUERY is plain words: no operators
    #[arg(long)]
    plain: bool,
}

/// What is asked, put before its index.
pub(super) struct Question {
    pub(super) format: Format,
    pub(super) request: SearchRequest,
    pub(super) collection: Collection,
    began: Instant,
}

const FORMATS: [Format; 4] = [Format::Text, Format::Json, Format::Jsonl, Format::Csv];

impl Asked {
    /// Opens the index for the request, if anything is asked for.
    pub(super) fn open(&self, common: &Common, ui: &Ui) -> Result<Question, CommandError> {
        let format = common.format_among(&FORMATS)?;
        let request = self.request()?;
        let began = Instant::now();
        let collection = open_existing(common, ui)?;
        Ok(Question { format, request, collection, began })
    }

    fn request(&self) -> Result<SearchRequest, CommandError> {
        let request = SearchRequest {
            query: self.query.join(" "),
            plain: self.plain,
            literal: self.literal,
            ..self.filters.request()
        };
        if self.query.is_empty() && !request.is_restricted() {
            return Err(CommandError::new("there is nothing to look for")
                .hint("Type words, or a filter such as --program AUKUS."));
        }
        Ok(request)
    }
}

impl Question {
    /// What every answer says beside what was found; it has taken until now.
    pub(super) fn context<'a>(&'a self, ui: &'a Ui) -> json::Context<'a> {
        json::Context {
            query: &self.request.query,
            state: self.collection.state(),
            base: &ui.base,
            took_ms: self.began.elapsed().as_secs_f64() * 1000.0,
        }
    }

    /// Says the warnings, where the answer has not said them; gives the exit code.
    pub(super) fn end(&self, warnings: &[Warning], found: bool, ui: &Ui) -> u8 {
        if self.format != Format::Json {
            warnings.iter().for_each(|warning| point(ui, &self.request.query, warning));
        }
        if found { 0 } else { NOTHING_FOUND }
    }
}
