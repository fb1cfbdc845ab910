//! A query cut into lexemes: signs, brackets, quotations, fields and runs of other characters.

use super::field::{FieldWord, field_word};
use super::nearness::{Sign, sign};
use crate::text::Span;

/// One piece of a query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lexeme {
    pub(super) kind: Kind,
    pub(super) span: Span,
    /// Whether nothing stands between it and the piece before it.
    pub(super) glued: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Open,
    Close,
    And,
    Or,
    Not,
    /// `w/8` and its like.
    Near(Sign),
    Plus,
    Minus,
    /// `=` before what has to stand exactly.
    Equals,
    /// A field's word with its colon; a value stands directly after it.
    Field(&'static FieldWord),
    /// A quotation; `inner` leaves out the marks.
    Quoted {
        inner: Span,
        closed: bool,
    },
    /// Any other characters up to white space, a bracket or a quotation.
    Run,
}

/// Whether `c` opens and closes quotations.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}'..='\u{201f}' | '«' | '»' | '\u{ff02}')
}

/// The lexemes of `text`, in order; all but white space lies in one of them. Linear in `text`.
pub(super) fn lex(text: &str) -> Vec<Lexeme> {
    let mut lexer = Lexer { text, out: Vec::new() };
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        at = if c.is_whitespace() { at + c.len_utf8() } else { lexer.one(at, c) };
    }
    lexer.out
}

struct Lexer<'a> {
    text: &'a str,
    out: Vec<Lexeme>,
}

impl Lexer<'_> {
    /// Reads the lexeme at `at`, which begins with `c`; gives its end.
    fn one(&mut self, at: usize, c: char) -> usize {
        let next = self.text[at + c.len_utf8()..].chars().next();
        let in_value = matches!(self.before(at), Some(Kind::Field(_) | Kind::Equals));
        let (kind, end) = match c {
            '(' => (Kind::Open, at + 1),
            ')' => (Kind::Close, at + 1),
            _ if is_quote(c) => self.quoted(at, c),
            '+' | '-' if self.starts_word(at) && next.is_some_and(can_follow_sign) => {
                (if c == '+' { Kind::Plus } else { Kind::Minus }, at + 1)
            }
            '=' if !in_value
                && (self.starts_word(at) || self.after_sign(at))
                && next.is_some_and(|n| !n.is_whitespace() && !matches!(n, '=' | '(' | ')')) =>
            {
                (Kind::Equals, at + 1)
            }
            _ if in_value => (Kind::Run, run_end(self.text, at)),
            _ => self.run(at),
        };
        let glued = self.out.last().is_some_and(|l| l.span.range().end == at);
        self.out.push(Lexeme { kind, span: Span::new(at, end), glued });
        end
    }

    /// The kind of the lexeme that ends at `at`.
    fn before(&self, at: usize) -> Option<Kind> {
        self.out.last().filter(|l| l.span.range().end == at).map(|l| l.kind)
    }

    /// A sign or an operator counts only here: at the start, after white space or a bracket.
    fn starts_word(&self, at: usize) -> bool {
        matches!(self.before(at), None | Some(Kind::Open))
    }

    fn after_sign(&self, at: usize) -> bool {
        matches!(self.before(at), Some(Kind::Plus | Kind::Minus))
    }

    /// Any quotation mark closes a quotation: people mix them.
    fn quoted(&self, at: usize, open: char) -> (Kind, usize) {
        let start = at + open.len_utf8();
        match self.text[start..].char_indices().find(|(_, c)| is_quote(*c)) {
            Some((len, close)) => {
                let inner = Span::new(start, start + len);
                (Kind::Quoted { inner, closed: true }, start + len + close.len_utf8())
            }
            None => {
                let inner = Span::new(start, self.text.len());
                (Kind::Quoted { inner, closed: false }, self.text.len())
            }
        }
    }

    /// A run that is no value: an operator, a field with its colon, or other characters.
    fn run(&self, at: usize) -> (Kind, usize) {
        let end = run_end(self.text, at);
        let run = &self.text[at..end];
        if self.starts_word(at)
            && let Some(kind) = operator(run)
        {
            return (kind, end);
        }
        if let Some(colon) = run.find(':')
            && let Some(word) = field_word(&run[..colon])
        {
            let after = at + colon + 1;
            let next = self.text[after..].chars().next();
            if next.is_some_and(|n| !n.is_whitespace() && n != ')') {
                return (Kind::Field(word), after);
            }
        }
        (Kind::Run, end)
    }
}

fn operator(run: &str) -> Option<Kind> {
    Some(match run {
        "AND" | "&&" => Kind::And,
        "OR" | "||" => Kind::Or,
        "NOT" => Kind::Not,
        _ => return sign(run).map(Kind::Near),
    })
}

fn can_follow_sign(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '+' | '-' | ')')
}

/// The end of the run that starts at `start`. A bracket inside a word belongs to it where it
/// closes before any white space (`301(a)`); after an operator it never does.
fn run_end(text: &str, start: usize) -> usize {
    let mut chars = text[start..].char_indices().map(|(i, c)| (start + i, c));
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() || c == ')' || is_quote(c) {
            return at;
        }
        if c == '(' {
            let inside = text[at + 1..]
                .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c));
            let close = inside.map(|len| at + 1 + len).filter(|i| text[*i..].starts_with(')'));
            match close {
                Some(close) if operator(&text[start..at]).is_none() => {
                    // Steps over the bracket without reading it a second time.
                    while chars.next().is_some_and(|(i, _)| i < close) {}
                }
                _ => return at,
            }
        }
    }
    text.len()
}
