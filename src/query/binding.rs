//! How a query's operators of nearness bind what stands beside them, and what may be a side.

use super::ast::{Clause, Demand, Part, What};
use super::habit;
use super::lex::Kind;
use super::nearness::{FARTHEST, Nearness, Reach, Sign};
use super::parse::Parser;
use crate::text::Span;

/// More operators of nearness than this do not count in one query.
pub const MOST_NEARNESSES: usize = 64;

/// Longer parts are not repeated in a message.
const LONGEST_SHOWN: usize = 160;

impl Parser<'_> {
    /// Joins the last of `parts` with what stands after it, for each operator of nearness there.
    pub(super) fn bind(&mut self, depth: usize, parts: &mut Vec<Part>) {
        let mut in_chain = false;
        while let Some((mut how, sign, at)) = self.take_sign() {
            self.look_at_demands(&mut how, at);
            if parts.is_empty() || self.nothing_follows() {
                self.lonely(at);
                if parts.is_empty() && !self.nothing_follows() {
                    parts.extend(self.single(depth));
                }
                continue;
            }
            let mut after = self.single(depth).into_iter();
            let Some(right) = after.next() else {
                self.lonely(at);
                continue;
            };
            let Some(left) = parts.pop() else { continue };
            match self.joined(left, right, how, at) {
                Ok(part) => {
                    if in_chain {
                        self.note_chain(&part, at);
                    }
                    in_chain = true;
                    self.note_letter(sign, at);
                    self.bare_near = Some(at);
                    parts.push(part);
                }
                Err(apart) => parts.extend(apart),
            }
            for part in after {
                in_chain = false;
                parts.push(part);
            }
        }
    }

    /// All of `words` within `n` of each other.
    pub(super) fn within(&mut self, words: Vec<Part>, n: u32, at: Span) -> Vec<Part> {
        let how = Nearness { reach: Reach::Words(n), ordered: false, negated: false };
        let how = self.bounded(how, at);
        let mut parts: Vec<Part> = Vec::new();
        for word in words {
            match parts.pop() {
                None => parts.push(word),
                Some(left) => match self.joined(left, word, how, at) {
                    Ok(part) => parts.push(part),
                    Err(apart) => parts.extend(apart),
                },
            }
        }
        parts
    }

    /// The operator of nearness that stands next, with a `not` before it.
    fn take_sign(&mut self) -> Option<(Nearness, Sign, Span)> {
        let first = self.peek()?;
        let near = |kind| match kind {
            Kind::Near(sign) => Some(sign),
            _ => None,
        };
        let (sign, at, count) = match near(first.kind) {
            Some(sign) => (sign, first.span, 1),
            None => {
                let negates = match first.kind {
                    Kind::Not => true,
                    Kind::Run => self.slice(first.span) == "not",
                    _ => false,
                };
                let second = self.lexemes.get(self.at + 1).filter(|_| negates)?;
                let mut sign = near(second.kind)?;
                sign.nearness.negated = true;
                (sign, first.span.join(second.span), 2)
            }
        };
        self.at += count;
        Some((self.bounded(sign.nearness, at), sign, at))
    }

    /// Words are near each other within 1 to [`FARTHEST`].
    fn bounded(&mut self, how: Nearness, at: Span) -> Nearness {
        let Reach::Words(n) = how.reach else { return how };
        let bounded = Nearness { reach: Reach::Words(n.clamp(1, FARTHEST)), ..how };
        if n == 0 {
            self.warn(at, format!("neighbours are within 1: read as {bounded}"));
        } else if n > FARTHEST {
            let message = format!(
                "words are looked for within {FARTHEST} at most: read as {bounded}; write /p for \
                 one paragraph, AND for one passage"
            );
            self.warn(at, message);
        }
        bounded
    }

    /// Says how a letter with a number was read.
    fn note_letter(&mut self, sign: Sign, at: Span) {
        if sign.is_letter {
            let message = format!(
                "`{}` was read as {}: neighbours are within 1; for the words themselves write \
                 them in quotes",
                self.slice(at),
                sign.nearness
            );
            self.warn(at, message);
        }
    }

    /// Signs between an operator of nearness and what follows it.
    fn look_at_demands(&mut self, how: &mut Nearness, at: Span) {
        while let Some(lexeme) = self.peek() {
            match lexeme.kind {
                Kind::Plus => {
                    let message = format!("what stands at `{how}` is needed anyway: left out");
                    self.warn(lexeme.span, message);
                }
                Kind::Minus | Kind::Not if !how.negated => {
                    how.negated = true;
                    self.warn(lexeme.span, format!("this was read as `{how}`"));
                }
                Kind::Minus | Kind::Not => {
                    self.warn(lexeme.span, "this is excluded already: read as excluded once");
                }
                Kind::Near(_) => {
                    let message = format!("`{}` stands there already: left out", self.slice(at));
                    self.warn(lexeme.span, message);
                }
                _ => return,
            }
            self.at += 1;
        }
    }

    /// Two parts near each other; or both as they are, where that cannot be asked of them.
    fn joined(
        &mut self,
        left: Part,
        right: Part,
        how: Nearness,
        at: Span,
    ) -> Result<Part, [Part; 2]> {
        if self.nears >= MOST_NEARNESSES {
            if self.nears == MOST_NEARNESSES {
                let message = format!(
                    "only {MOST_NEARNESSES} operators of nearness count in one query: this and \
                     further ones were left out"
                );
                self.warn(at, message);
            }
            self.nears += 1;
            return Err([left, right]);
        }
        self.nears += 1;
        let span = left.span.join(right.span);
        match (self.side(&left, how), self.side(&right, how)) {
            (Some(mut left), Some(right)) => {
                // Before an operator the bare word would be read as its negation.
                if left.what == What::Word("not".to_owned()) {
                    left.what = What::Phrase("not".to_owned());
                }
                let sides = Box::new([left, right]);
                Ok(Part { what: What::Near { how, sides }, span })
            }
            _ => {
                let message = format!(
                    "`{how}` needs words on both sides: it was left out, and both sides were asked \
                     of the whole passage"
                );
                self.warn(at, message);
                Err([left, right])
            }
        }
    }

    /// What of a part can be near something; `None` where it is a field or only excludes.
    fn side(&mut self, part: &Part, how: Nearness) -> Option<Part> {
        let span = part.span;
        match &part.what {
            What::Restriction { .. } => None,
            What::Or(parts) => self.any_of(parts, span, how),
            What::And(parts) => self.all_of(parts, span, how),
            What::List(clauses) => self.words_side_by_side(clauses, span, how),
            _ => Some(part.clone()),
        }
    }

    fn any_of(&mut self, parts: &[Part], span: Span, how: Nearness) -> Option<Part> {
        let mut sides = Vec::with_capacity(parts.len());
        for part in parts {
            let side = self.side(part, how);
            if side.is_none() {
                self.left_out_of_side(part.span, how);
            }
            sides.extend(side);
        }
        match sides.len() {
            0 | 1 => sides.pop(),
            _ => Some(Part { what: What::Or(sides), span }),
        }
    }

    /// All of several things as one side: they are near each other as they are near the other side.
    fn all_of(&mut self, parts: &[Part], span: Span, how: Nearness) -> Option<Part> {
        let all = Nearness { ordered: false, negated: false, ..how };
        let mut joined: Option<Part> = None;
        for part in parts {
            let Some(side) = self.side(part, how) else {
                self.left_out_of_side(part.span, how);
                continue;
            };
            joined = Some(match joined.take() {
                None => side,
                Some(left) => {
                    let at = left.span.join(side.span);
                    match self.joined(left, side, all, at) {
                        Ok(part) => part,
                        Err([left, _]) => left,
                    }
                }
            });
        }
        let message = format!(
            "AND in a bracket at `{how}` was read as {all}: all of them near each other and near \
             the other side; write OR for any of them"
        );
        self.warn(span, message);
        joined.map(|part| Part { what: part.what, span })
    }

    /// Words side by side in a bracket: any of them is enough, as everywhere. Small `or` and `and`
    /// between them can only be meant as operators.
    fn words_side_by_side(
        &mut self,
        clauses: &[Clause],
        span: Span,
        how: Nearness,
    ) -> Option<Part> {
        let mut parts = Vec::with_capacity(clauses.len());
        let (mut all, mut small) = (false, false);
        for (i, Clause { demand, part }) in clauses.iter().enumerate() {
            if *demand == Demand::Barred {
                self.left_out_of_side(part.span, how);
                continue;
            }
            let amid = i > 0 && i + 1 < clauses.len();
            match &part.what {
                What::Word(word) if amid && (word == "or" || word == "and") => {
                    let message = format!(
                        "`{word}` was read as {} here; write \"{word}\" for the word",
                        word.to_uppercase()
                    );
                    self.warn(part.span, message);
                    self.small_operators.push(part.span);
                    all |= word == "and";
                    small = true;
                }
                _ => parts.push(part.clone()),
            }
        }
        if all {
            return self.all_of(&parts, span, how);
        }
        if parts.len() > 1 && !small {
            let message = format!(
                "any of these words is enough at `{how}`: write OR between them to say so, quotes \
                 round them for a phrase"
            );
            self.warn(span, message);
        }
        self.any_of(&parts, span, how)
    }

    fn left_out_of_side(&mut self, at: Span, how: Nearness) {
        let message = format!(
            "this cannot stand in a bracket at `{how}` and was left out: write it outside the \
             bracket"
        );
        self.warn(at, message);
    }

    /// Says of small words between others that they are no operators: whoever writes one of
    /// nearness knows systems where they are.
    pub(super) fn note_small_operators(&mut self) {
        for at in 1..self.lexemes.len().saturating_sub(1) {
            let [before, lexeme, after] = [at - 1, at, at + 1].map(|i| self.lexemes[i]);
            let known = self.small_operators.contains(&lexeme.span)
                || matches!(after.kind, Kind::Near(_))
                || self.slice(before.span) == "and";
            if self.nears > 0
                && lexeme.kind == Kind::Run
                && !known
                && let Some(message) = habit::small_operator(self.slice(lexeme.span))
            {
                self.warn(lexeme.span, message);
            }
        }
    }

    /// Says how a chain was read.
    fn note_chain(&mut self, part: &Part, at: Span) {
        let What::Near { how, sides } = &part.what else { return };
        let read = format!("({}) {how} {}", sides[0], bracketed(&sides[1]));
        let message = if read.len() <= LONGEST_SHOWN {
            format!("read from the left, as {read}: write brackets to say otherwise")
        } else {
            "read from the left: write brackets to say otherwise".to_owned()
        };
        self.warn(at, message);
    }

    /// Says that an operator binds no more than its two neighbours.
    pub(super) fn note_neighbours(&mut self, near: Span, clauses: &[Clause]) {
        let beside = |c: &&Clause| {
            c.demand == Demand::Wanted
                && !matches!(c.part.what, What::Near { .. } | What::Restriction { .. })
        };
        if !clauses.iter().any(|c| beside(&c)) {
            return;
        }
        let shown: Vec<String> =
            clauses.iter().map(|c| c.demand.sign().to_owned() + &bracketed(&c.part)).collect();
        let sign = self.slice(near).to_owned();
        let read = shown.join(" ");
        let read =
            if read.len() <= LONGEST_SHOWN { format!(": read as {read}") } else { "".into() };
        let message = format!(
            "`{sign}` joins the two things beside it{read}; write quotes round a phrase, (a OR b) \
             round words of which any is enough"
        );
        self.warn(near, message);
    }
}

fn bracketed(part: &Part) -> String {
    match part.what {
        What::Near { .. } | What::List(_) | What::And(_) | What::Or(_) => format!("({part})"),
        _ => part.to_string(),
    }
}
