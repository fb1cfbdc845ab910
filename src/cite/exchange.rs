//! The forms that other programs read.

use super::bibtex::{self, Dialect};
use super::record::Record;
use super::{csljson, ris};

/// A form that other programs read records in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exchange {
    /// For BibTeX.
    Bibtex,
    /// For BibLaTeX.
    Biblatex,
    /// For reference managers.
    Ris,
    /// For citation processors.
    CslJson,
}

impl Exchange {
    /// The records as a whole file of this form, which has the form of none where there are none.
    pub fn write(self, records: &[Record]) -> String {
        match self {
            Exchange::Bibtex => bibtex::list(records, Dialect::Bibtex),
            Exchange::Biblatex => bibtex::list(records, Dialect::Biblatex),
            Exchange::Ris => ris::list(records),
            Exchange::CslJson => csljson::array(records),
        }
    }
}
