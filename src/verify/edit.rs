//! What stands between a quotation and its source, piece by piece.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// A stretch in which quotation and source are not byte for byte the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the quotation; empty where the source has more.
    pub quoted: Span,
    /// Bytes of the document's text; empty where the quotation has more.
    pub source: Span,
    /// What it is.
    pub what: What,
}

/// What an edit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Typography: it never counts against a quotation, and is always listed.
    Fold(Fold),
    /// An edit that the quotation declares itself.
    Declared(Declared),
    /// A difference in what is said or printed.
    Difference(Class),
}

/// Kinds of typography that fold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fold {
    /// The first letter, or one side all in capitals.
    Case,
    /// Curly, straight, double, single quotation marks and apostrophes.
    QuoteMark,
    /// Hyphens and dashes of other lengths.
    Dash,
    /// White space, its kind and its amount.
    Space,
    /// Ligatures and other characters that Unicode holds to be forms of one.
    Ligature,
    /// Accents.
    Accent,
    /// Soft hyphens and other characters that are not seen.
    Invisible,
    /// A hyphen where source or quotation breaks a line or page.
    LineHyphen,
    /// A letter of another script that looks the same.
    LookAlike,
    /// The mark of a footnote that stands in the source.
    NoteMark,
    /// What a file says to the machine that shows it: tags, links, page marks, escapes.
    Markup,
    /// A comma or full stop at the end that belongs to the sentence around the quotation.
    FinalPunctuation,
    /// A heading, caption, note or notice of the source that interrupts the running text.
    Interruption,
}

/// Edits that a quotation declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Declared {
    /// Words left out: `…`, `...`, `[…]`.
    Ellipsis,
    /// Words put in, or put for others, in square brackets.
    Bracket,
    /// A letter put for another: `[t]he`, `work[ed]`.
    Letter,
    /// A remark: `[sic]`, `[emphasis added]`.
    Remark,
}

/// Classes of differences; those that can turn the meaning come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// A negation came in, or was lost.
    Negation,
    /// A number, a currency, a unit.
    Number,
    /// A date or a year.
    Date,
    /// *may*, *will*, *must* and the like.
    Modal,
    /// A name.
    Name,
    /// Sentences joined that are apart in the source, without an ellipsis.
    Stitched,
    /// The same words in another order.
    Order,
    /// Any other word.
    Word,
    /// Another spelling or case of the same word.
    Spelling,
    /// Punctuation alone.
    Punctuation,
}

impl Class {
    /// Whether a difference of this class can turn the meaning.
    pub fn can_turn_the_meaning(self) -> bool {
        self < Class::Spelling
    }
}
