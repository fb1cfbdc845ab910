//! Floor 3: from a quotation to a verdict. Does the corpus say this, in these words, and where; if
//! not quite, what exactly is different. No score decides, the differences do.
//!
//! The index proposes documents (`candidate`); a quotation is aligned with a document's own text
//! ([`align`]) into edits that are folds, edits that the quotation declares, or differences
//! ([`edit`]); a table makes the verdict of them ([`verdict`]).

pub mod align;
pub mod alignment;
mod bracket;
mod candidate;
pub mod caution;
pub mod check;
pub mod class;
mod comparison;
pub mod court;
pub mod credit;
pub mod draft;
mod edge;
pub mod edit;
pub mod finding;
mod frontier;
mod kind;
mod limits;
mod matrix;
mod moved;
pub mod others;
mod path;
pub mod quotation;
mod reading;
pub mod rules;
mod source;
pub mod speaker;
mod spelt;
mod stitch;
mod unit;
pub mod verdict;
mod voices;
mod word;

pub use alignment::Alignment;
pub use caution::Caution;
pub use check::Checked;
pub use court::{Court, VerifyRequest};
pub use draft::DraftQuotation;
pub use edit::{Class, Declared, Edit, Fold, What};
pub use finding::{Finding, QuotedIn, Standing};
pub use quotation::Quotation;
pub use rules::fingerprint as rules;
pub use verdict::Verdict;
