//! Findings made by hand, for the tests of what shows them.

use std::path::PathBuf;

use crate::document::{Digest, DocumentId, Locator, PassageKind, Work};
use crate::search::{Copies, Hit};
use crate::text::Span;
use crate::verify::{Alignment, Class, Declared, Edit, Finding, Fold, Standing, Verdict, What};

/// A stretch of a sample: what quotation and source both have, or what each has.
pub enum Stretch {
    /// Both have it.
    Same(&'static str),
    /// The quotation has the one, the source the other.
    Edit(&'static str, &'static str, What),
}

/// A quotation, and the place it stands in: after `Before. ` in a passage that begins at byte 100
/// of its document.
pub fn standing(stretches: &[Stretch]) -> (String, Standing) {
    const BEFORE: &str = "Before. ";
    const TEXT_AT: u32 = 100;
    let (mut quotation, mut text) = (String::new(), BEFORE.to_owned());
    let mut edits = Vec::new();
    for stretch in stretches {
        let (quoted, printed) = match stretch {
            Stretch::Same(both) => (both, both),
            Stretch::Edit(quoted, printed, what) => {
                edits.push(Edit {
                    quoted: Span::new(quotation.len(), quotation.len() + quoted.len()),
                    source: Span::new(text.len(), text.len() + printed.len()).shifted(TEXT_AT),
                    what: *what,
                });
                (quoted, printed)
            }
        };
        quotation.push_str(quoted);
        text.push_str(printed);
    }
    let whole = Span::new(BEFORE.len(), text.len());
    let quoted = Span::new(0, quotation.len());
    let alignment = Alignment { quoted, source: whole.shifted(TEXT_AT), edits };
    let digest = "d1".to_owned();
    let hit = hit(text, whole);
    (quotation, Standing { hit, text_at: TEXT_AT, alignment, quoted_in: None, digest })
}

/// A finding on `One two three four.`, with one place where its verdict gives one.
pub fn finding(verdict: Verdict) -> Finding {
    let (quotation, place) = standing(&[Stretch::Same("One two three four.")]);
    let stands = verdict.is_genuine() || verdict == Verdict::Altered;
    Finding {
        quotation,
        verdict,
        cautions: Vec::new(),
        places: stands.then_some(place).into_iter().collect(),
        elsewhere: Vec::new(),
        nearest: None,
    }
}

/// A finding on a quotation with an ellipsis.
pub fn edited() -> Finding {
    let gap = What::Declared(Declared::Ellipsis);
    let (quotation, place) = standing(&[
        Stretch::Same("He may "),
        Stretch::Edit("…", "and under no condition", gap),
        Stretch::Same(" leave the house."),
    ]);
    Finding { quotation, places: vec![place], ..finding(Verdict::Edited) }
}

/// A finding on a quotation with another number and another spelling.
pub fn altered() -> Finding {
    let (quotation, place) = standing(&[
        Stretch::Same("The "),
        Stretch::Edit("defence", "defense", What::Difference(Class::Spelling)),
        Stretch::Same(" budget rose by "),
        Stretch::Edit("7", "5", What::Difference(Class::Number)),
        Stretch::Same(" percent"),
        Stretch::Edit("\n", " ", What::Fold(Fold::Space)),
        Stretch::Same("in a year."),
    ]);
    Finding { quotation, places: vec![place], ..finding(Verdict::Altered) }
}

fn hit(text: String, highlight: Span) -> Hit {
    let work = Work { title: Some("On Radar".to_owned()), ..Work::default() };
    let locator = Locator { lines: (7, 8), paragraph: Some(2), ..Locator::default() };
    Hit {
        rank: 0,
        score: 0.0,
        document: DocumentId::of(text.as_bytes()),
        digest: Digest::of(text.as_bytes()),
        n: 3,
        key: None,
        kind: PassageKind::Body,
        work,
        within: None,
        path: PathBuf::from("/papers/radar.txt"),
        also_at: Vec::new(),
        copies: Copies::default(),
        cited: locator.clone(),
        locator,
        bytes: (100, 100 + text.len() as u64),
        text,
        highlights: vec![highlight],
        programs: Vec::new(),
        entities: Vec::new(),
        missing: Vec::new(),
        citation: "“On Radar,” n.d., para. 2.".to_owned(),
        explanation: None,
    }
}
