//! A hit: a passage with its work, its place and everything that is shown of it.

use std::path::PathBuf;

use super::copies::Copies;
use crate::cite::short::{Cited, short};
use crate::document::{DocumentId, Locator, Locators, PassageKind, Work};
use crate::index::Explanation;
use crate::store::{Place, Stored};
use crate::text::Span;

/// A passage as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its rank, from 1; 0 where it was asked for by its id.
    pub rank: usize,
    /// Its score; higher is better.
    pub score: f32,
    /// Its document.
    pub document: DocumentId,
    /// Its number in the document, from 1.
    pub n: u32,
    /// The name that its record gives the document.
    pub key: Option<String>,
    /// What it is.
    pub kind: PassageKind,
    /// The work it belongs to.
    pub work: Work,
    /// The work that this one is printed in.
    pub within: Option<Work>,
    /// The file, absolute.
    pub path: PathBuf,
    /// Further files that hold the same bytes, absolute.
    pub also_at: Vec<PathBuf>,
    /// Near-identical documents that hold the passage too, the earliest issue first.
    pub copies: Copies,
    /// Page, section, paragraph, and lines of the file, from 1.
    pub locator: Locator,
    /// The bytes of the file, half-open.
    pub bytes: (u64, u64),
    /// Its text.
    pub text: String,
    /// What matched, in bytes of `text`, rising.
    pub highlights: Vec<Span>,
    /// Programs it names.
    pub programs: Vec<String>,
    /// Entities it names.
    pub entities: Vec<String>,
    /// What was looked for and does not stand in it.
    pub missing: Vec<String>,
    /// The short citation.
    pub citation: String,
    /// Where its score came from, if that was asked for.
    pub explanation: Option<Explanation>,
}

impl Hit {
    /// Passage `n` of a stored document; `None` if it has no such passage.
    pub fn of(stored: &Stored, places: &[Place], n: u32) -> Option<Hit> {
        let document = &stored.document;
        let passage = stored.passages.get((n as usize).checked_sub(1)?)?;
        let first = places.first();
        let (byte, line) = first.map_or((0, 0), |p| (p.byte, p.line));
        let in_file = |mut locator: Locator| {
            locator.lines = (locator.lines.0 + line, locator.lines.1 + line);
            locator
        };
        let locators = Locators::new(document);
        let locator = in_file(locators.of(passage));
        let cited_at = in_file(locators.cited(passage));
        let bytes = document.bytes(passage.span);
        let work = stored.works.get(usize::from(passage.work))?.clone();
        let within = (passage.work > 0).then(|| stored.works[0].clone());
        let named = |programs: bool| {
            let names = stored.names_in(passage.span).filter(|n| n.is_program == programs);
            names.map(|n| n.name.clone()).collect()
        };
        let cited =
            Cited { work: &work, within: within.as_ref(), locator: &cited_at, kind: passage.kind };
        Some(Hit {
            rank: 0,
            score: 0.0,
            document: document.id,
            n,
            key: document.key.clone(),
            kind: passage.kind,
            citation: short(&cited),
            path: first.map(|p| p.path.clone()).unwrap_or_default(),
            also_at: places.iter().skip(1).map(|p| p.path.clone()).collect(),
            copies: Copies::default(),
            bytes: (byte + u64::from(bytes.start), byte + u64::from(bytes.end)),
            text: document.text[passage.span.range()].to_owned(),
            highlights: Vec::new(),
            programs: named(true),
            entities: named(false),
            missing: Vec::new(),
            explanation: None,
            work,
            within,
            locator,
        })
    }

    /// The passage's id: `k3v9t0q2ma.14`.
    pub fn id(&self) -> String {
        format!("{}.{}", self.document, self.n)
    }
}
