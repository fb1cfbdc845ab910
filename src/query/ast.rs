//! The tree of a query as the user wrote it, each part with its place.
//!
//! It knows what was written and how it hangs together, and nothing of names, stems or an index.
//! Its [`Display`](fmt::Display) is the canonical form: reading that again gives the same tree,
//! but for the spans (law Q1).
//!
//! An operator of nearness binds two neighbours closer than a space does; a chain of them is read
//! from the left.

use std::fmt;

use super::field::{Field, Value};
use super::nearness::Nearness;
use super::shout;
use crate::text::Span;

/// What a user asks, as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The whole question; `None` where nothing was asked.
    pub root: Option<Part>,
}

/// A part of a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What it asks for.
    pub what: What,
    /// The bytes of the query it was written in.
    pub span: Span,
}

impl Part {
    /// The word it is and where, if it is one.
    pub fn word(&self) -> Option<(&str, Span)> {
        match &self.what {
            What::Word(text) => Some((text, self.span)),
            _ => None,
        }
    }

    /// Whether it leaves a choice somewhere: an OR.
    pub fn has_choice(&self) -> bool {
        match &self.what {
            What::Or(_) => true,
            What::And(parts) => parts.iter().any(Part::has_choice),
            What::List(clauses) => clauses.iter().any(|clause| clause.part.has_choice()),
            What::Near { sides, .. } => sides.iter().any(Part::has_choice),
            _ => false,
        }
    }
}

/// What a part of a query asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A word: inflections, spellings and other names count. It gives one term or more.
    Word(String),
    /// Words that begin with this.
    Prefix(String),
    /// Words of this shape: `*` stands for any letters or none, `?` for one letter.
    Pattern(String),
    /// Words that differ from this one by at most so many letters, 1 or 2.
    Misspelt {
        /// The word.
        word: String,
        /// How many letters may be missing, added, changed or swapped with the next.
        letters: u8,
    },
    /// Words next to each other, without inflections; `*` and `?` as in a pattern, and a `*` by
    /// itself for any one word. It holds no quotation mark.
    Phrase(String),
    /// Exactly these characters as printed. They hold no quotation mark.
    Exact(String),
    /// A restriction to any of these values of a field; at least one.
    Restriction {
        /// Which field.
        field: Field,
        /// What may stand there.
        values: Vec<Value>,
    },
    /// Two things near each other; a side is a word, a phrase, a pattern, or any of several.
    Near {
        /// How they have to stand to each other.
        how: Nearness,
        /// The first and the second.
        sides: Box<[Part; 2]>,
    },
    /// Clauses side by side, ranked by how many of them hold.
    List(Vec<Clause>),
    /// All of these; two at least.
    And(Vec<Part>),
    /// Any of these; two at least.
    Or(Vec<Part>),
}

/// One of several parts side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// Whether it has to hold.
    pub demand: Demand,
    /// What it asks.
    pub part: Part,
}

/// How much a clause is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// It counts where it holds.
    Wanted,
    /// It must hold: `+`.
    Needed,
    /// It must not hold: `-`, `NOT`.
    Barred,
}

/// How tightly a part is bound, loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bind {
    Or,
    And,
    List,
    Near,
    Single,
}

impl What {
    fn bind(&self) -> Bind {
        match self {
            What::Or(_) => Bind::Or,
            What::And(_) => Bind::And,
            What::List(_) => Bind::List,
            What::Near { .. } => Bind::Near,
            _ => Bind::Single,
        }
    }

    /// Writes it where only what binds at least as tightly as `least` may stand bare.
    fn write(&self, f: &mut fmt::Formatter<'_>, least: Bind) -> fmt::Result {
        let bare = self.bind() >= least;
        if !bare {
            f.write_str("(")?;
        }
        match self {
            What::Word(text) => f.write_str(text)?,
            What::Prefix(text) => write!(f, "{text}*")?,
            What::Pattern(text) => f.write_str(text)?,
            What::Misspelt { word, letters } => write!(f, "{word}~{letters}")?,
            What::Phrase(text) => write!(f, "\"{text}\"")?,
            What::Exact(text) => write!(f, "=\"{text}\"")?,
            What::Restriction { field, values } => write_restriction(f, *field, values)?,
            What::Near { how, sides } => {
                sides[0].what.write(f, Bind::Near)?;
                write!(f, " {how} ")?;
                sides[1].what.write(f, Bind::Single)?;
            }
            What::List(clauses) => {
                for (i, clause) in clauses.iter().enumerate() {
                    f.write_str(if i == 0 { "" } else { " " })?;
                    f.write_str(clause.demand.sign())?;
                    clause.part.what.write(f, Bind::Near)?;
                }
            }
            What::And(parts) => write_joined(f, parts, " AND ", Bind::List)?,
            What::Or(parts) => write_joined(f, parts, " OR ", Bind::And)?,
        }
        if bare { Ok(()) } else { f.write_str(")") }
    }
}

impl Demand {
    /// The sign before a clause.
    pub fn sign(self) -> &'static str {
        match self {
            Demand::Wanted => "",
            Demand::Needed => "+",
            Demand::Barred => "-",
        }
    }
}

fn write_joined(f: &mut fmt::Formatter<'_>, parts: &[Part], by: &str, least: Bind) -> fmt::Result {
    for (i, part) in parts.iter().enumerate() {
        f.write_str(if i == 0 { "" } else { by })?;
        part.what.write(f, least)?;
    }
    Ok(())
}

fn write_restriction(f: &mut fmt::Formatter<'_>, field: Field, values: &[Value]) -> fmt::Result {
    write!(f, "{}:", field.name())?;
    if let [value] = values {
        return write!(f, "{value}");
    }
    for (i, value) in values.iter().enumerate() {
        write!(f, "{}{value}", if i == 0 { "(" } else { " OR " })?;
    }
    f.write_str(")")
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.what.write(f, Bind::Or)
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.root {
            Some(root) => shout::write(f, &root.to_string()),
            None => Ok(()),
        }
    }
}
