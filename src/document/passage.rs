//! Passages: the unit of search, and how a document is cut into them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::document::{BlockKind, Document};
use crate::text::Span;

/// What a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the words of docs and output, explained in BlockKind")]
pub enum PassageKind {
    Body,
    Title,
    Caption,
    List,
    Table,
    Note,
    Notice,
    Teaser,
}

impl PassageKind {
    /// All kinds, in the order they are listed.
    pub const ALL: [PassageKind; 8] = [
        PassageKind::Body,
        PassageKind::Title,
        PassageKind::Caption,
        PassageKind::List,
        PassageKind::Table,
        PassageKind::Note,
        PassageKind::Notice,
        PassageKind::Teaser,
    ];

    /// The kind of passage a block makes; `None` for headings, which are no passages.
    pub fn of(block: BlockKind) -> Option<PassageKind> {
        Some(match block {
            BlockKind::Heading(_) => return None,
            BlockKind::Title => PassageKind::Title,
            BlockKind::Paragraph | BlockKind::Quote => PassageKind::Body,
            BlockKind::ListItem => PassageKind::List,
            BlockKind::Table => PassageKind::Table,
            BlockKind::Caption => PassageKind::Caption,
            BlockKind::Note => PassageKind::Note,
            BlockKind::Notice => PassageKind::Notice,
            BlockKind::Teaser => PassageKind::Teaser,
        })
    }

    /// The word for it in queries and output.
    pub fn name(self) -> &'static str {
        match self {
            PassageKind::Body => "body",
            PassageKind::Title => "title",
            PassageKind::Caption => "caption",
            PassageKind::List => "list",
            PassageKind::Table => "table",
            PassageKind::Note => "note",
            PassageKind::Notice => "notice",
            PassageKind::Teaser => "teaser",
        }
    }

    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<PassageKind> {
        Self::ALL.into_iter().find(|k| k.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for PassageKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A passage of a document. Its text is the document's text at `span` and nothing else (law P1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Its number in the document, from 1.
    pub n: u32,
    /// Where it stands in [`Document::text`].
    pub span: Span,
    /// What it is.
    pub kind: PassageKind,
    /// The work it belongs to: an index into [`Document::works`].
    pub work: u16,
    /// The headings it stands under, outermost first.
    pub section: Vec<String>,
}

/// Cuts a document into passages (law P2).
pub fn cut(document: &Document) -> Vec<Passage> {
    let _ = document;
    Vec::new()
}
