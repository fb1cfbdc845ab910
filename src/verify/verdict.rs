//! The verdicts, and the one table from edits to verdict.

use serde::{Deserialize, Serialize};

use super::alignment::Alignment;
use super::edit::What;

/// What is found of a quotation, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It stands there letter for letter.
    Verbatim,
    /// Only typography differs.
    Normalized,
    /// Only edits that the quotation declares itself.
    Edited,
    /// The words differ.
    Altered,
    /// No stretch of the corpus carries it.
    Absent,
    /// It has too few words to say where it is from.
    TooShort,
}

impl Verdict {
    /// The verdict on a quotation that lies so on a stretch of a document.
    pub fn of(alignment: &Alignment) -> Verdict {
        let mut verdict = Verdict::Verbatim;
        for edit in &alignment.edits {
            verdict = verdict.max(match edit.what {
                What::Fold(_) => Verdict::Normalized,
                What::Declared(_) => Verdict::Edited,
                What::Difference(_) => Verdict::Altered,
            });
        }
        verdict
    }

    /// Whether the words stand in the source as they are quoted.
    pub fn is_genuine(self) -> bool {
        self <= Verdict::Edited
    }

    /// The word for it in output.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Verbatim => "verbatim",
            Verdict::Normalized => "normalized",
            Verdict::Edited => "edited",
            Verdict::Altered => "altered",
            Verdict::Absent => "absent",
            Verdict::TooShort => "too_short",
        }
    }
}
