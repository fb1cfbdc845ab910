//! White space that only parts words.

/// The text on one line: one blank between words, none at its ends.
pub fn one_line(text: impl AsRef<str>) -> String {
    let mut out = String::with_capacity(text.as_ref().len());
    for word in text.as_ref().split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
