//! From a string to a query and warnings; never fails.
//!
//! ```text
//! level  := list ((AND | OR) list)*          AND binds before OR
//! list   := clause+                          side by side: ranked
//! clause := (+ | - | NOT)* near
//! near   := single (not? (w/n | pre/n | /s | /p) single)*        from the left
//! single := ( level ) | "phrase" | =exact | field:value | field:(value OR value) | begin*
//!         | sh?pe* | misspelt~ | word
//! ```
//!
//! Whatever fits nowhere is taken as words with a warning. Time is linear in the query, which is cut at
//! [`LONGEST`] bytes; brackets count up to [`DEEPEST`] levels and terms up to [`WIDEST`].

use super::ast::{Clause, Demand, Part, Query, What};
use super::field::FieldWord;
use super::habit::{self, AfterQuotation, Suffix};
use super::level::{Join, Level, Operand};
use super::lex::{Kind, Lexeme, lex};
use super::shout;
use super::single::{misspelling, pattern, prefix, reads_as_word, word_or_phrase};
use super::terms::{term_range, terms, visible};
use super::warning::{Warning, Warnings};
use crate::text::Span;

/// Queries are cut to this many bytes.
pub const LONGEST: usize = 4096;

/// Brackets inside more brackets than this do not count.
pub const DEEPEST: usize = 64;

/// Terms after these are left out.
pub const WIDEST: usize = 1024;

/// Reads a query, and says what in it was not understood.
pub fn parse(text: &str) -> (Query, Vec<Warning>) {
    let mut warnings = Warnings::default();
    let text = cut(text, &mut warnings);
    let mut parser = Parser {
        text,
        lexemes: lex(text),
        at: 0,
        warnings,
        terms: 0,
        ignored_brackets: 0,
        nears: 0,
        bare_near: None,
        small_operators: Vec::new(),
    };
    if let Some(at) = shout::words_in_capitals(text, &mut parser.lexemes) {
        parser.warn(at, shout::MESSAGE);
    }
    let root = parser.level(0);
    parser.note_small_operators();
    if root.is_none() {
        parser.warn(Span::new(0, text.len()), "there is no word in the query");
    }
    (Query { root }, parser.warnings.done())
}

/// Reads every word as a word: no operators, no quotes, no fields. Such a query prints its words,
/// which [`parse`] may read otherwise.
pub fn parse_plain(text: &str) -> (Query, Vec<Warning>) {
    let mut warnings = Warnings::default();
    let text = cut(text, &mut warnings);
    let mut clauses = Vec::new();
    let mut count = 0;
    let mut at = 0;
    for run in text.split_inclusive(char::is_whitespace) {
        let start = at;
        at += run.len();
        let Some(range) = term_range(run) else { continue };
        count += terms(run).len();
        if count > WIDEST {
            warnings.add(Span::new(start, text.len()), too_wide());
            break;
        }
        let span = Span::new(start + range.start, start + range.end);
        clauses.push(wanted(Part { what: What::Word(run[range].to_owned()), span }));
    }
    let root = collapse(clauses);
    if root.is_none() {
        warnings.add(Span::new(0, text.len()), "there is no word in the query");
    }
    (Query { root }, warnings.done())
}

fn cut<'a>(text: &'a str, warnings: &mut Warnings) -> &'a str {
    if text.len() <= LONGEST {
        return text;
    }
    let end = (0..=LONGEST).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let end = text[..end].rfind(char::is_whitespace).filter(|i| *i > 0).unwrap_or(end);
    let message = format!("queries end after {LONGEST} bytes: the rest was left out");
    // A query of 4 GiB has no span; the warning then points at where it was cut.
    let rest = u32::try_from(text.len()).map_or(end, |_| text.len());
    warnings.add(Span::new(end, rest), message);
    &text[..end]
}

fn too_wide() -> String {
    format!("queries end after {WIDEST} terms: the rest was left out")
}

fn wanted(part: Part) -> Clause {
    Clause { demand: Demand::Wanted, part }
}

/// Clauses side by side as one part.
fn collapse(mut clauses: Vec<Clause>) -> Option<Part> {
    if clauses.len() == 1 && clauses[0].demand == Demand::Wanted {
        return clauses.pop().map(|c| c.part);
    }
    let span = clauses.first()?.part.span.join(clauses.last()?.part.span);
    Some(Part { what: What::List(clauses), span })
}

/// A value of a field as it was written, without its quotation marks.
struct Written {
    text: String,
    span: Span,
}

impl Written {
    fn one(query: &str, span: Span) -> Written {
        Written { text: query[span.range()].to_owned(), span }
    }

    fn append(&mut self, other: &Written, glued: bool) {
        self.text.push_str(if glued { "" } else { " " });
        self.text.push_str(&other.text);
        self.span = self.span.join(other.span);
    }
}

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) lexemes: Vec<Lexeme>,
    pub(super) at: usize,
    warnings: Warnings,
    terms: usize,
    ignored_brackets: usize,
    /// Operators of nearness read so far.
    pub(super) nears: usize,
    /// One of them on this level, without brackets round it.
    pub(super) bare_near: Option<Span>,
    /// Small words that were read as operators.
    pub(super) small_operators: Vec<Span>,
}

impl Parser<'_> {
    pub(super) fn warn(&mut self, at: Span, message: impl Into<String>) {
        self.warnings.add(at, message);
    }

    pub(super) fn peek(&self) -> Option<Lexeme> {
        self.lexemes.get(self.at).copied()
    }

    pub(super) fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// Everything up to the bracket that closes this level, or to the end.
    fn level(&mut self, depth: usize) -> Option<Part> {
        let mut level = Level::default();
        let mut pending: Option<(Join, Span)> = None;
        loop {
            if let Some(operand) = self.list(depth) {
                level.joins.extend(pending.take().filter(|_| !level.operands.is_empty()));
                level.operands.push(operand);
            }
            let Some(lexeme) = self.peek() else { break };
            let join = match lexeme.kind {
                Kind::And => (Join::And, lexeme.span),
                Kind::Or => (Join::Or, lexeme.span),
                _ => break,
            };
            self.at += 1;
            if level.operands.is_empty() || pending.is_some() {
                self.lonely(lexeme.span);
            } else {
                pending = Some(join);
            }
        }
        if let Some((_, span)) = pending {
            self.lonely(span);
        }
        for (at, message) in level.notes() {
            self.warn(at, message);
        }
        level.joined()
    }

    /// Says that an operator has nothing to join.
    pub(super) fn lonely(&mut self, span: Span) {
        let message = format!(
            "`{}` has nothing on one side and was left out; for the word itself write \"{}\"",
            self.slice(span),
            self.slice(span)
        );
        self.warn(span, message);
    }

    /// Clauses side by side.
    fn list(&mut self, depth: usize) -> Option<Operand> {
        let mut clauses = Vec::new();
        let outside = self.bare_near.take();
        while let Some(lexeme) = self.peek() {
            match lexeme.kind {
                Kind::And | Kind::Or => break,
                Kind::Near(_) => {
                    self.lonely(lexeme.span);
                    self.at += 1;
                }
                Kind::Close if self.ignored_brackets > 0 => {
                    self.ignored_brackets -= 1;
                    self.at += 1;
                }
                Kind::Close if depth > 0 => break,
                Kind::Close => {
                    self.warn(lexeme.span, "no bracket is open here: left out");
                    self.at += 1;
                }
                _ => self.clause(depth, &mut clauses),
            }
        }
        let loose = clauses.iter().filter(|c| c.demand == Demand::Wanted).count() > 1;
        let bars = clauses.len() > 1 && clauses.iter().any(|c| c.demand == Demand::Barred);
        let near = std::mem::replace(&mut self.bare_near, outside);
        if let Some(near) = near.filter(|_| loose) {
            self.note_neighbours(near, &clauses);
        }
        Some(Operand { part: collapse(clauses)?, loose, bars, near })
    }

    /// Signs and what they stand before.
    fn clause(&mut self, depth: usize, clauses: &mut Vec<Clause>) {
        let mut demand = Demand::Wanted;
        let mut last_not = None;
        while let Some(lexeme) = self.peek() {
            match lexeme.kind {
                Kind::Plus if demand == Demand::Wanted => demand = Demand::Needed,
                Kind::Plus => {}
                Kind::Minus | Kind::Not => {
                    if demand == Demand::Barred {
                        self.warn(lexeme.span, "this is excluded already: read as excluded once");
                    }
                    demand = Demand::Barred;
                    last_not = Some(lexeme.span).filter(|_| lexeme.kind == Kind::Not);
                }
                _ => break,
            }
            self.at += 1;
        }
        if self.nothing_follows() {
            if let Some(span) = last_not {
                self.warn(span, "`NOT` has nothing after it and was left out");
            }
            return;
        }
        self.look_for_order(demand, !clauses.is_empty());
        let mut parts = self.single(depth);
        self.bind(depth, &mut parts);
        clauses.extend(parts.into_iter().map(|part| Clause { demand, part }));
    }

    /// Whether nothing that could be asked for stands next.
    pub(super) fn nothing_follows(&self) -> bool {
        let no_part =
            |l: Lexeme| matches!(l.kind, Kind::And | Kind::Or | Kind::Close | Kind::Near(_));
        self.peek().is_none_or(no_part)
    }

    /// Says what `+5` means where another system would have it join two things.
    fn look_for_order(&mut self, demand: Demand, after_something: bool) {
        let amid = after_something && self.at + 1 < self.lexemes.len();
        if let Some(run) = self.peek().filter(|l| amid && demand == Demand::Needed && l.glued)
            && let Some(message) = habit::ordered(self.slice(run.span))
        {
            self.warn(run.span, message);
        }
    }

    /// One thing asked for; several where what was typed had to be taken apart into words, none
    /// where nothing in it is a word.
    pub(super) fn single(&mut self, depth: usize) -> Vec<Part> {
        let Some(lexeme) = self.peek() else { return Vec::new() };
        self.at += 1;
        match lexeme.kind {
            Kind::Open => self.bracket(depth, lexeme.span).into_iter().collect(),
            Kind::Quoted { inner, closed } => self.quotation(lexeme.span, inner, closed),
            Kind::Equals => self.exact(lexeme.span).into_iter().collect(),
            Kind::Field(word) => self.field(word, lexeme.span),
            _ => self.run(lexeme.span),
        }
    }

    fn bracket(&mut self, depth: usize, open: Span) -> Option<Part> {
        if depth >= DEEPEST {
            if self.ignored_brackets == 0 {
                self.warn(
                    open,
                    format!("brackets count {DEEPEST} deep: further ones were left out"),
                );
            }
            self.ignored_brackets += 1;
            return None;
        }
        let inside = self.level(depth + 1);
        let mut span = open;
        match self.peek() {
            Some(close) => {
                span = open.join(close.span);
                self.at += 1;
            }
            None => self.warn(open, "this bracket is not closed: it holds all that follows"),
        }
        inside.map(|part| Part { what: part.what, span: span.join(part.span) })
    }

    fn quotation(&mut self, span: Span, inner: Span, closed: bool) -> Vec<Part> {
        if !closed {
            let message = "these quotes are not closed: all that follows was taken as one phrase";
            self.warn(Span::new(span.range().start, inner.range().start), message);
        }
        let text = self.text;
        let phrase = &text[inner.range()];
        if let Some((at, message)) = habit::in_quotes(phrase) {
            let at = inner.range().start + at;
            self.warn(Span::new(at, at + 1), message);
        }
        if let Some(next) = self.peek().filter(|l| l.glued && l.kind == Kind::Run)
            && let Some(after) = habit::after_quotation(&text[next.span.range()])
        {
            self.at += 1;
            match after {
                AfterQuotation::LeftOut(message) => self.warn(next.span, message),
                AfterQuotation::Within(n, message) => {
                    self.warn(next.span, message);
                    let words = self.words_of(inner);
                    return self.within(words, n, span.join(next.span));
                }
            }
        }
        self.part(What::Phrase(phrase.trim().to_owned()), span, phrase).into_iter().collect()
    }

    fn exact(&mut self, equals: Span) -> Option<Part> {
        let value = self.peek()?;
        self.at += 1;
        let inner = match value.kind {
            Kind::Quoted { inner, closed } => {
                if !closed {
                    self.warn(
                        value.span,
                        "these quotes are not closed: they hold all that follows",
                    );
                }
                inner
            }
            _ => value.span,
        };
        let text = &self.text[inner.range()];
        self.part(What::Exact(text.trim().to_owned()), equals.join(value.span), text)
    }

    /// A part of this text, if a term is in it and the query is not too wide already.
    fn part(&mut self, what: What, span: Span, text: &str) -> Option<Part> {
        self.has_room(span, text).then_some(Part { what, span })
    }

    /// Whether `text` has terms and the query is not too wide to take them; counts them.
    fn has_room(&mut self, span: Span, text: &str) -> bool {
        let count = terms(text).len();
        if self.terms + count > WIDEST {
            if self.terms <= WIDEST {
                self.warn(Span::new(span.range().start, self.text.len()), too_wide());
            }
            self.terms = WIDEST + 1;
            return false;
        }
        self.terms += count;
        count > 0
    }

    /// Every term of this stretch as a word of its own.
    pub(super) fn words_of(&mut self, span: Span) -> Vec<Part> {
        let text = &self.text[span.range()];
        let mut parts = Vec::new();
        for token in terms(text) {
            let range = visible(text, token.span);
            let at = Span::new(range.start, range.end).shifted(span.start);
            let word = &text[range];
            parts.extend(self.part(word_or_phrase(word), at, word));
        }
        parts
    }

    /// Characters that are no operator: a word, the beginning of one, or something from another
    /// system.
    fn run(&mut self, span: Span) -> Vec<Part> {
        let text = self.text;
        let before = self.at.checked_sub(2).map_or("", |i| &text[self.lexemes[i].span.range()]);
        if before == "and" && &text[span.range()] == "not" {
            self.warn(span, "`not` is a word here: write NOT or -word to exclude");
        }
        let amid = self.peek().is_some() && !before.is_empty();
        let amid = amid && !(before.ends_with(char::is_numeric) && &text[span.range()] == "%");
        let called =
            self.peek().filter(|l| l.glued && matches!(l.kind, Kind::Open | Kind::Quoted { .. }));
        if called.is_some()
            && let Some(message) = habit::call_head(&text[span.range()])
        {
            self.warn(span, message);
            return self.words_of(span);
        }
        if let Some(message) = habit::date_words(before, &text[span.range()]) {
            self.warn(span, message);
        }
        let mut run = &text[span.range()];
        let start = span.range().start;
        let mut misspelt = None;
        while let Some((end, suffix)) = habit::suffix(run) {
            let at = Span::new(start + end, start + run.len());
            run = &run[..end];
            misspelt = match suffix {
                Suffix::Weight(message) => {
                    self.warn(at, message);
                    misspelt
                }
                Suffix::Misspelt(letters) => Some((at, letters)),
                Suffix::Similar(message) => {
                    self.warn(at, message);
                    Some((at, None))
                }
            };
        }
        let span = Span::new(start, start + run.len());
        if let Some((at, letters)) = misspelt {
            match misspelling(run, letters) {
                Some(what) => {
                    return self.part(what, span.join(at), run).into_iter().collect();
                }
                None => self.warn(
                    at,
                    "misspellings are looked for in single words: this was left out; write it \
                     after each word",
                ),
            }
        }
        if let Some(what) = prefix(run).or_else(|| pattern(run)) {
            self.note_inner_star(&what, span);
            return self.part(what, span, run).into_iter().collect();
        }
        if let Some(message) = habit::habit(run, amid) {
            self.warn(span, message);
            return self.words_of(span);
        }
        if let Some(message) = habit::star(run) {
            self.warn(span, message);
        }
        match term_range(run) {
            Some(range) if reads_as_word(&run[range.clone()]) => {
                let at = Span::new(range.start, range.end).shifted(span.start);
                let word = &run[range];
                self.part(What::Word(word.to_owned()), at, word).into_iter().collect()
            }
            _ => self.words_of(span),
        }
    }

    /// Says that a star inside a word is no single letter.
    fn note_inner_star(&mut self, what: &What, span: Span) {
        if let What::Pattern(text) = what
            && text
                .match_indices('*')
                .any(|(at, _)| at > 0 && text[at + 1..].starts_with(char::is_alphanumeric))
        {
            let message = "`*` stands for any letters or none (in Westlaw for one): write `?` for \
                           exactly one";
            self.warn(span, message);
        }
    }

    fn field(&mut self, word: &'static FieldWord, head: Span) -> Vec<Part> {
        let Some(first) = self.peek() else { return Vec::new() };
        self.at += 1;
        let pieces = match first.kind {
            Kind::Open => self.values(first.span),
            Kind::Quoted { inner, closed } => {
                if !closed {
                    self.warn(
                        first.span,
                        "these quotes are not closed: they hold all that follows",
                    );
                }
                vec![Written::one(self.text, inner)]
            }
            _ => vec![Written::one(self.text, first.span)],
        };
        let end = self.lexemes[self.at - 1].span;
        let mut values = Vec::new();
        let mut parts = Vec::new();
        for Written { text, span } in pieces {
            match word.value(text.trim()) {
                Ok(value) => {
                    if self.has_room(span, &text) {
                        values.push(value);
                    }
                }
                Err(message) => {
                    let words = self.words_of(span);
                    let how = if words.is_empty() { "left out" } else { "taken as words" };
                    self.warn(span, format!("{message}; it was {how}"));
                    parts.extend(words);
                }
            }
        }
        if !values.is_empty() {
            let what = What::Restriction { field: word.field, values };
            parts.insert(0, Part { what, span: head.join(end) });
        }
        parts
    }

    /// The values in a field's brackets: what stands between `OR`s.
    fn values(&mut self, open: Span) -> Vec<Written> {
        let mut values: Vec<Written> = Vec::new();
        let mut begins = true;
        let mut inner = 0;
        while let Some(lexeme) = self.peek() {
            self.at += 1;
            let piece = match lexeme.kind {
                Kind::Close if inner == 0 => return values,
                Kind::Open | Kind::Equals => {
                    inner += usize::from(lexeme.kind == Kind::Open);
                    continue;
                }
                Kind::Close => {
                    inner -= 1;
                    continue;
                }
                Kind::Or => {
                    begins = true;
                    continue;
                }
                Kind::And | Kind::Not | Kind::Plus | Kind::Minus => {
                    let message = "only OR counts in a field's brackets: this was left out; write \
                                   the field before each value and AND or NOT between them";
                    self.warn(lexeme.span, message);
                    continue;
                }
                Kind::Quoted { inner, .. } => Written::one(self.text, inner),
                _ => Written::one(self.text, lexeme.span),
            };
            match values.last_mut() {
                Some(value) if !begins => value.append(&piece, lexeme.glued),
                _ => values.push(piece),
            }
            begins = false;
        }
        self.warn(open, "this bracket is not closed: it holds all that follows");
        values
    }
}
