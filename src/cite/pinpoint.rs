//! A pinpoint: how somebody else finds the very words.

use super::annotation::Target;
use super::link::{NoLink, link, page_address};
use crate::document::{Digest, Work};
use crate::text::Span;

/// The ways to words of a document, or to all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pinpoint {
    /// An address that a browser opens at the words; else why there is none.
    pub link: Result<String, NoLink>,
    /// The target of an annotation.
    pub target: Target,
}

impl Pinpoint {
    /// The ways to `span` of the clean text of a document; to all of it, where there is none. What
    /// stands in an advertisement stands on the page that carries it: `page` is the work whose
    /// address is that of the text. Where the record has no address but that of an archived copy,
    /// the link leads there.
    pub fn of(page: &Work, digest: Digest, words: Option<(&str, Span)>) -> Pinpoint {
        let url = page.url.as_deref().or(page.archived_url.as_deref());
        Pinpoint {
            link: match words {
                Some((text, span)) => link(url, text, span),
                None => page_address(url).map(str::to_owned),
            },
            target: Target::of(page, digest, words),
        }
    }
}
