//! What stands between two brackets: operands with AND and OR between them, and how they were read.

use super::ast::{Part, What};
use crate::text::Span;

/// The operands of one level and how they are joined; one join fewer than operands.
#[derive(Default)]
pub(super) struct Level {
    pub(super) operands: Vec<Operand>,
    pub(super) joins: Vec<(Join, Span)>,
}

/// How two operands are joined, and by what.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Join {
    And,
    Or,
}

/// Clauses side by side, between two operators.
pub(super) struct Operand {
    pub(super) part: Part,
    /// Several words without a bracket round them.
    pub(super) loose: bool,
    /// Something barred stands beside something else.
    pub(super) bars: bool,
    /// An operator of nearness without a bracket round it.
    pub(super) near: Option<Span>,
}

impl Level {
    /// The level as one part: AND binds before OR.
    pub(super) fn joined(self) -> Option<Part> {
        let mut groups: Vec<Vec<Part>> = Vec::new();
        let joins = std::iter::once(Join::Or).chain(self.joins.iter().map(|(join, _)| *join));
        for (operand, join) in self.operands.into_iter().zip(joins) {
            match groups.last_mut() {
                Some(group) if join == Join::And => group.push(operand.part),
                _ => groups.push(vec![operand.part]),
            }
        }
        one_of(groups.into_iter().filter_map(|g| one_of(g, What::And)).collect(), What::Or)
    }

    /// How operators side by side were read, and how to write the other reading.
    pub(super) fn notes(&self) -> Vec<(Span, String)> {
        let of = |join: Join| self.joins.iter().find(|(j, _)| *j == join).map(|(_, span)| *span);
        let mut notes = Vec::new();
        match (of(Join::And), of(Join::Or)) {
            (Some(_), Some(or)) => notes.push((or, self.mixed())),
            (Some(and), None) if self.operands.iter().any(|o| o.loose) => {
                notes.push((and, self.side_by_side()));
            }
            _ => {}
        }
        if of(Join::Or).is_some()
            && let Some(near) = self.operands.iter().find_map(|operand| operand.near)
        {
            notes.push((near, self.near_before_or()));
        }
        if let Some(or) = of(Join::Or)
            && self.operands.iter().any(|o| o.bars)
        {
            let note = "NOT binds before OR: what it excludes, it excludes on its own side of OR \
                        only; write (a OR b) NOT c for the other";
            notes.push((or, note.to_owned()));
        }
        notes
    }

    fn mixed(&self) -> String {
        match (self.shown(Join::Or), self.shown(Join::And)) {
            (Some(read), Some(other)) => {
                format!("AND binds before OR: read as {read}; for the other write {other}")
            }
            _ => "AND binds before OR: write brackets to say otherwise".to_owned(),
        }
    }

    fn near_before_or(&self) -> String {
        let read = self.shown(Join::Or).map_or(String::new(), |read| format!(": read as {read}"));
        format!(
            "nearness binds before OR (in Lexis and Westlaw after it){read}; write (a OR b) w/5 c \
             for any of several words near another"
        )
    }

    fn side_by_side(&self) -> String {
        let read = self.shown(Join::Or).unwrap_or_else(|| "(a b) AND c".to_owned());
        format!(
            "words side by side were bracketed: read as {read}; any word of a bracket is enough \
             there, write AND between them to ask for all, or `and` in small letters for the word"
        )
    }

    /// The level with brackets, `outer` binding last; `None` where it is too long to show.
    fn shown(&self, outer: Join) -> Option<String> {
        const LONGEST_SHOWN: usize = 160;
        let mut groups: Vec<Vec<String>> = Vec::new();
        let mut length = 0;
        for (i, operand) in self.operands.iter().enumerate() {
            if operand.part.span.len() > LONGEST_SHOWN {
                return None;
            }
            let text = match operand.part.what {
                What::List(_) | What::And(_) | What::Or(_) | What::Near { .. } => {
                    format!("({})", operand.part)
                }
                _ => operand.part.to_string(),
            };
            length += text.len();
            if length > LONGEST_SHOWN {
                return None;
            }
            match groups.last_mut() {
                Some(group) if i > 0 && self.joins[i - 1].0 != outer => group.push(text),
                _ => groups.push(vec![text]),
            }
        }
        let (outer, inner) = match outer {
            Join::Or => (" OR ", " AND "),
            Join::And => (" AND ", " OR "),
        };
        let bracket = groups.len() > 1;
        let groups: Vec<String> = groups
            .into_iter()
            .map(|group| match group.len() {
                1 => group.concat(),
                _ if bracket => format!("({})", group.join(inner)),
                _ => group.join(inner),
            })
            .collect();
        Some(groups.join(outer))
    }
}

/// The parts under `make`, or the one part there is.
fn one_of(mut parts: Vec<Part>, make: impl FnOnce(Vec<Part>) -> What) -> Option<Part> {
    if parts.len() < 2 {
        return parts.pop();
    }
    let span = parts.first()?.span.join(parts.last()?.span);
    Some(Part { what: make(parts), span })
}
