//! A query with its filters, as `kwic` and `timeline` take it.

use clap::Args;

use super::search::Filters;
use super::ui::CommandError;
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

impl Asked {
    /// The request, if anything is asked for.
    pub(super) fn request(&self) -> Result<SearchRequest, CommandError> {
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
