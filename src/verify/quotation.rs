//! A quotation: words that somebody says stand in a source, with the edits it declares.

/// A quotation to be judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quotation {
    /// The words between the outer quotation marks, without white space at either end.
    pub text: String,
}

impl Quotation {
    /// Reads a quotation as it was pasted: with or without quotation marks round it.
    pub fn read(pasted: &str) -> Quotation {
        Quotation { text: pasted.trim().to_owned() }
    }
}
