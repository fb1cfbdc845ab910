//! What a query could not say, and where: a message that points.

use crate::text::Span;

/// A soft problem of a query: it was read all the same, and the message says how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What was found, how it was read, what to write instead; lower case, no final point.
    pub message: String,
    /// The bytes of the query it is about.
    pub at: Span,
}

/// Warnings as they are found, up to a number a person would read.
#[derive(Debug, Default)]
pub(super) struct Warnings {
    kept: Vec<Warning>,
    left_out: usize,
    last: Span,
}

impl Warnings {
    /// More warnings than this are counted and not kept.
    const MOST: usize = 32;

    pub(super) fn add(&mut self, at: Span, message: impl Into<String>) {
        if self.kept.len() < Self::MOST {
            self.kept.push(Warning { message: message.into(), at });
        } else {
            self.left_out += 1;
            self.last = at;
        }
    }

    /// The warnings in the order of the places they point at.
    pub(super) fn done(mut self) -> Vec<Warning> {
        self.kept.sort_by_key(|w| (w.at.start, w.at.end));
        if self.left_out > 0 {
            let message = format!("{} more things like these were found", self.left_out);
            self.kept.push(Warning { message, at: self.last });
        }
        self.kept
    }
}
