//! A text directive: what stands behind `#:~:` in an address and leads to words on a page.
//!
//! The grammar and the reading of it are those of the WICG specification "URL Fragment Text
//! Directives": `text=[prefix-,]start[,end][,-suffix]`, each term percent-encoded.
//!
//! More is encoded than the specification asks for (`&`, `-`, `,`, white space, what is not ASCII):
//! of ASCII only letters, digits, `.`, `_` and `~` stand as they are, and a stop at the very end
//! does not. Brackets, quotation marks and final stops are legal in an address, but mail programs
//! and markdown end the address at them.

use std::fmt::{self, Write};

/// Words to be found on a page, and what stands before and behind them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextDirective {
    /// What stands directly before; white space and the ends of blocks may lie between.
    pub prefix: Option<String>,
    /// The words, or those that a longer stretch begins with.
    pub start: String,
    /// The words that the stretch ends with.
    pub end: Option<String>,
    /// What stands directly behind.
    pub suffix: Option<String>,
}

impl TextDirective {
    /// Reads `text=…` as a browser does; `None` where a browser takes no notice of it.
    pub fn parse(directive: &str) -> Option<TextDirective> {
        let mut terms: Vec<&str> = directive.strip_prefix("text=")?.split(',').collect();
        if terms.len() > 4 || terms.contains(&"") {
            return None;
        }
        let prefix = terms.first().and_then(|term| term.strip_suffix('-'));
        if prefix.is_some() {
            terms.remove(0);
        }
        let suffix = terms.last().and_then(|term| term.strip_prefix('-'));
        if suffix.is_some() {
            terms.pop();
        }
        let (start, end) = match terms.as_slice() {
            [start] => (*start, None),
            [start, end] => (*start, Some(*end)),
            _ => return None,
        };
        Some(TextDirective {
            prefix: prefix.map(decoded),
            start: decoded(start),
            end: end.map(decoded),
            suffix: suffix.map(decoded),
        })
    }

    /// The address `url` with this directive in its fragment; a fragment that it has stays, a
    /// directive that it has does not.
    pub fn on(&self, url: &str) -> String {
        let bare = url.split_once(":~:").map_or(url, |(bare, _)| bare);
        let hash = if bare.contains('#') { "" } else { "#" };
        format!("{bare}{hash}:~:{self}")
    }
}

impl fmt::Display for TextDirective {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::from("text=");
        if let Some(prefix) = &self.prefix {
            encode(prefix, &mut out);
            out.push_str("-,");
        }
        encode(&self.start, &mut out);
        if let Some(end) = &self.end {
            out.push(',');
            encode(end, &mut out);
        }
        if let Some(suffix) = &self.suffix {
            out.push_str(",-");
            encode(suffix, &mut out);
        }
        if out.ends_with('.') {
            out.pop();
            out.push_str("%2E");
        }
        f.write_str(&out)
    }
}

fn encode(term: &str, out: &mut String) {
    for byte in term.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => write!(out, "%{byte:02X}").expect("writing to a string does not fail"),
        }
    }
}

/// Percent-decoding of the URL standard: what is no sequence stays, what is no UTF-8 is replaced.
fn decoded(term: &str) -> String {
    let mut out = Vec::with_capacity(term.len());
    let mut rest = term.as_bytes();
    while let [first, after @ ..] = rest {
        let value = |digit: u8| char::from(digit).to_digit(16);
        let pair = after.first_chunk().and_then(|[a, b]| Some(value(*a)? * 16 + value(*b)?));
        match pair.and_then(|pair| u8::try_from(pair).ok()) {
            Some(byte) if *first == b'%' => {
                out.push(byte);
                rest = &after[2..];
            }
            _ => {
                out.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
