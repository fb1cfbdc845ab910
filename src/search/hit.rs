//! A hit: a passage with its work, its place and everything that is shown of it.

use std::path::PathBuf;

use super::copies::Copies;
use crate::cite::Reference;
use crate::cite::short::{Cited, short};
use crate::document::{Block, BlockKind, Digest, DocumentId, Locator, Locators, PassageKind, Work};
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
    /// Where a citation points: an advertisement is cited by the lines of the whole of it.
    pub cited: Locator,
    /// The hash of the file (or of the record's line).
    pub digest: Digest,
    /// Where its score came from, if that was asked for.
    pub explanation: Option<Explanation>,
}

impl Hit {
    /// Passage `n` of a stored document; `None` if it has no such passage.
    pub fn of(stored: &Stored, places: &[Place], n: u32) -> Option<Hit> {
        let passage = stored.passages.get((n as usize).checked_sub(1)?)?;
        let locators = Locators::new(&stored.document);
        let place = Stretch {
            n,
            kind: passage.kind,
            work: passage.work,
            text: passage.span,
            located: passage.span,
            locator: locators.of(passage),
            cited: locators.cited(passage),
        };
        place.hit(stored, places)
    }

    /// The words at `span` of a stored document, located to the line and byte, with the offset of
    /// the hit's text in the document's. The text runs from the passage that they begin in to the
    /// one that they end in; words of a heading belong to the passage under it, and the text begins
    /// with the heading. `None` if the document has no passage, or no text there.
    pub fn at(stored: &Stored, places: &[Place], span: Span) -> Option<(Hit, u32)> {
        let document = &stored.document;
        span.slice(&document.text).filter(|words| !words.is_empty())?;
        let after = stored.passages.partition_point(|p| p.span.end <= span.start);
        let passage = stored.passages.get(after).or(stored.passages.last())?;
        let (first, last) = (document.block_at(span.start)?, document.block_at(span.end - 1)?);
        let overlapping = stored.passages.iter().skip(after).map(|p| p.span);
        let text = overlapping
            .take_while(|p| p.start < span.end)
            .chain([first, last].into_iter().filter(|b| is_heading(b)).map(|b| b.span))
            .fold(span, Span::join);
        let is_in_it = passage.span.start <= span.start && span.start < passage.span.end;
        let work = if is_in_it { passage.work } else { first.work };
        let locators = Locators::new(document);
        let locator = locators.of_span(span, &passage.section);
        let cited = match work {
            0 => locator.clone(),
            _ => locators.cited(passage),
        };
        let (n, kind) = (passage.n, passage.kind);
        let place = Stretch { n, kind, work, text, located: span, locator, cited };
        Some((place.hit(stored, places)?, text.start))
    }

    /// What a citation of the passage is made of, with its text as the quotation.
    pub fn reference(&self) -> Reference {
        Reference {
            id: self.id(),
            work: self.work.clone(),
            within: self.within.clone(),
            kind: self.kind,
            locator: Some(self.cited.clone()),
            quotation: Some(self.text.clone()),
            digest: self.digest,
        }
    }

    /// The passage's id: `k3v9t0q2ma.14`.
    pub fn id(&self) -> String {
        format!("{}.{}", self.document, self.n)
    }
}

fn is_heading(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading(_))
}

/// A stretch of a document on its way to a hit. Lines are those of the record.
struct Stretch {
    n: u32,
    kind: PassageKind,
    work: u16,
    /// What is shown.
    text: Span,
    /// What the bytes are of.
    located: Span,
    locator: Locator,
    cited: Locator,
}

impl Stretch {
    fn hit(self, stored: &Stored, places: &[Place]) -> Option<Hit> {
        let document = &stored.document;
        let first = places.first();
        let (byte, line) = first.map_or((0, 0), |p| (p.byte, p.line));
        let in_file = |mut locator: Locator| {
            locator.lines = (locator.lines.0 + line, locator.lines.1 + line);
            locator
        };
        let (locator, cited_at) = (in_file(self.locator), in_file(self.cited));
        let bytes = document.bytes(self.located);
        let work = stored.works.get(usize::from(self.work))?.clone();
        let within = (self.work > 0).then(|| stored.works[0].clone());
        let named = |programs: bool| {
            let names = stored.names_in(self.text).filter(|n| n.is_program == programs);
            names.map(|n| n.name.clone()).collect()
        };
        let cited =
            Cited { work: &work, within: within.as_ref(), locator: &cited_at, kind: self.kind };
        Some(Hit {
            rank: 0,
            score: 0.0,
            document: document.id,
            n: self.n,
            key: document.key.clone(),
            kind: self.kind,
            citation: short(&cited),
            cited: cited_at,
            digest: document.digest,
            path: first.map(|p| p.path.clone()).unwrap_or_default(),
            also_at: places.iter().skip(1).map(|p| p.path.clone()).collect(),
            copies: Copies::default(),
            bytes: (byte + u64::from(bytes.start), byte + u64::from(bytes.end)),
            text: document.text[self.text.range()].to_owned(),
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
}
