//! Html tags in running text: where one ends, and which of them part blocks.
//!
//! It knows nothing of nesting: converters leave tags broken, so each is judged alone.

use std::ops::Range;

/// A tag in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// The element's name as written.
    pub name: &'a str,
    /// Whether it begins with `</`.
    pub closing: bool,
    /// One past its last byte.
    pub end: usize,
}

impl<'a> Tag<'a> {
    /// The tag that begins at the `<` at `start`. Only elements of html count: `<Name>` in a text is
    /// text. A tag that is cut off in mid-attribute ends with its line.
    pub fn at(text: &'a str, start: usize) -> Option<Tag<'a>> {
        let bytes = text.as_bytes();
        let closing = bytes.get(start + 1) == Some(&b'/');
        let name_start = start + 1 + usize::from(closing);
        let rest = bytes.get(name_start..)?;
        let length = rest.iter().take(11).take_while(|b| b.is_ascii_alphanumeric()).count();
        let name = &text[name_start..name_start + length];
        if !is_element(name) {
            return None;
        }
        let after = name_start + length;
        let tag = |end| Some(Tag { name, closing, end });
        match attributes(bytes, after) {
            Attributes::Closed(end) => tag(end),
            Attributes::Cut => {
                let line = bytes[after..].iter().position(|b| matches!(b, b'\n' | b'\r'));
                tag(line.map_or(bytes.len(), |l| after + l))
            }
            Attributes::None => None,
        }
    }

    /// What the tag does to the blocks round it.
    pub fn effect(&self) -> Effect {
        let name = self.name.to_ascii_lowercase();
        match name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !self.closing => {
                Effect::Heading(name.as_bytes()[1] - b'0')
            }
            "li" | "dt" | "dd" if !self.closing => Effect::Item,
            "tr" if !self.closing => Effect::Row,
            "blockquote" if !self.closing => Effect::Quote,
            "figcaption" | "caption" if !self.closing => Effect::Caption,
            "td" | "th" => Effect::Cell,
            "br" => Effect::Space,
            name if PARTING.contains(&name) => Effect::Break,
            _ => Effect::Inline,
        }
    }
}

/// What a tag does to the blocks round it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    Inline,
    Space,
    Cell,
    Break,
    Heading(u8),
    Item,
    Row,
    Quote,
    Caption,
}

/// Ranges of comments, scripts and styles: what no reader of a page ever sees.
pub(super) fn hidden(text: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let Some(body) = text.get(..within.end) else { return found };
    let mut at = within.start;
    // Once an end is missing it is missing for every later start: remembering that keeps this linear.
    let mut unclosed = [false; 3];
    while let Some(i) = body[at..].find('<').map(|i| at + i) {
        let kinds = [("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>")];
        at = i + 1;
        for (k, (open, close)) in kinds.into_iter().enumerate() {
            let opens = body.as_bytes()[i..]
                .get(..open.len())
                .is_some_and(|b| b.eq_ignore_ascii_case(open.as_bytes()));
            if !opens || unclosed[k] {
                continue;
            }
            match find_folded(&body.as_bytes()[i + open.len()..], close.as_bytes()) {
                Some(j) => {
                    let end = i + open.len() + j + close.len();
                    found.push(i..end);
                    at = end;
                }
                None => unclosed[k] = true,
            }
            break;
        }
    }
    found
}

fn find_folded(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|w| w.eq_ignore_ascii_case(needle))
}

enum Attributes {
    /// Ends with `>`, one past which is here.
    Closed(usize),
    /// Plainly attributes, and no end to them.
    Cut,
    /// No tag at all.
    None,
}

/// Reads attributes up to the closing `>`. They may run over one line end, never over a blank line.
fn attributes(bytes: &[u8], mut at: usize) -> Attributes {
    let mut valued = false;
    let missing = |valued| if valued { Attributes::Cut } else { Attributes::None };
    if !bytes.get(at).is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/')) {
        return Attributes::None;
    }
    loop {
        let mut ends = 0;
        while let Some(b) = bytes.get(at).filter(|b| b.is_ascii_whitespace() || **b == b'/') {
            ends += usize::from(*b == b'\n');
            at += 1;
        }
        if ends > 1 {
            return missing(valued);
        }
        match bytes.get(at) {
            None | Some(b'<') => return missing(valued),
            Some(b'>') => return Attributes::Closed(at + 1),
            Some(_) => {}
        }
        let name = at;
        while bytes.get(at).is_some_and(|b| !b.is_ascii_whitespace() && !b"<>=/\"'".contains(b)) {
            at += 1;
        }
        match bytes.get(at) {
            Some(b'=') => {
                valued |= at > name;
                at += 1;
            }
            // Broken quoting leaves quotes where names should be; step over them.
            Some(b'"' | b'\'') if at == name => {
                at += 1;
                continue;
            }
            _ => continue,
        }
        match bytes.get(at) {
            Some(q @ (b'"' | b'\'')) => {
                let value = at + 1;
                let stop = bytes[value..].iter().position(|b| b == q || *b == b'\n');
                match stop {
                    Some(n) if bytes[value + n] == *q => at = value + n + 1,
                    // A value that runs on beyond its line was cut off.
                    _ => return Attributes::Cut,
                }
            }
            _ => {
                while bytes.get(at).is_some_and(|b| !b.is_ascii_whitespace() && !b"<>".contains(b))
                {
                    at += 1;
                }
            }
        }
    }
}

fn is_element(name: &str) -> bool {
    let folded = name.to_ascii_lowercase();
    PARTING.contains(&folded.as_str()) || INLINE.contains(&folded.as_str())
}

const PARTING: [&str; 43] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "select",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "title",
    "tr",
    "ul",
    "summary",
];

const INLINE: [&str; 44] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "button", "cite", "code", "del", "dfn",
    "em", "font", "i", "iframe", "img", "input", "ins", "kbd", "label", "link", "mark", "meta",
    "noscript", "q", "s", "samp", "script", "small", "span", "strike", "strong", "style", "sub",
    "sup", "td", "th", "time", "tt", "u", "var", "wbr",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn end(text: &str) -> Option<usize> {
        Tag::at(text, 0).map(|t| t.end)
    }

    #[test]
    fn tags_end_where_a_reader_would_say() {
        assert_eq!(end("<u>x</u>"), Some(3));
        assert_eq!(end("<a href=\"x>y\">z"), Some(14));
        assert_eq!(end("<br/>z"), Some(5));
        assert_eq!(end("<a\n href='x'>z"), Some(13));
        assert_eq!(end("<a href=\"explains:\"ex\n\nNext > this"), Some(21));
        assert_eq!(end("<a href=\"cut off\nNext \"line\""), Some(16));
        assert_eq!(end("<Name>"), None);
        assert_eq!(end("<b and c"), None);
        assert_eq!(end("< b>"), None);
    }

    #[test]
    fn comments_and_scripts_are_hidden() {
        let text = "a<!-- b\n\nc -->d<script>e</script>f<!-- g";
        let seen = hidden(text, 0..text.len());
        assert_eq!(seen, vec![1..14, 15..33]);
    }
}
