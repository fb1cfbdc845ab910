//! The plan of a query: what the index is asked, every form with its reason. It is the only form
//! of a query that the index sees.

use std::fmt;

use super::nearness::Nearness;
use crate::document::PassageKind;
use crate::document::date::DateRange;
use crate::text::Span;

/// A query, ready for the index.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What is asked.
    pub root: Node,
    /// Restrictions of the whole request (its options); all must hold.
    pub filters: Vec<Filter>,
}

impl Plan {
    /// A plan that asks for nothing and finds nothing.
    pub fn nothing() -> Plan {
        Plan { root: Node::clauses(Vec::new(), Vec::new(), Vec::new()), filters: Vec::new() }
    }

    /// Whether nothing is asked: there was no word in the query.
    pub fn is_empty(&self) -> bool {
        self.root.is_empty()
    }
}

/// A part of a plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// One thing looked for, in any of its forms; it counts as one term in ranking.
    Leaf(Alternatives),
    /// Passages must match every `must`, no `must_not`, and, where there is no `must`, at least
    /// one `should`. What matches of `must` and `should` adds to the score.
    Clauses {
        /// Each has to match.
        must: Vec<Node>,
        /// Each adds to the score.
        should: Vec<Node>,
        /// None may match.
        must_not: Vec<Node>,
    },
    /// A restriction written in the query; it has to hold and adds no score.
    Filter(Filter),
    /// Matches every passage and adds no score.
    All,
}

impl Node {
    pub(super) fn clauses(must: Vec<Node>, should: Vec<Node>, must_not: Vec<Node>) -> Node {
        Node::Clauses { must, should, must_not }
    }

    /// Whether it has no clause at all, and so matches nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Node::Clauses { must, should, must_not }
            if must.is_empty() && should.is_empty() && must_not.is_empty())
    }

    /// Everything looked for, in the order of the query; what must not stand there is left out.
    pub fn leaves(&self) -> Vec<&Alternatives> {
        let mut leaves = Vec::new();
        self.collect_leaves(&mut leaves);
        leaves.sort_by_key(|leaf| leaf.asked.start);
        leaves
    }

    fn collect_leaves<'a>(&'a self, leaves: &mut Vec<&'a Alternatives>) {
        match self {
            Node::Leaf(leaf) => leaves.push(leaf),
            Node::Clauses { must, should, .. } => {
                must.iter().chain(should).for_each(|node| node.collect_leaves(leaves));
            }
            Node::Filter(_) | Node::All => {}
        }
    }
}

/// The forms of one thing looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alternatives {
    /// The forms, the one asked for first. No form at all matches nothing.
    pub forms: Vec<Form>,
    /// Where it stands in the query.
    pub asked: Span,
    /// How it was written in the query, for messages and counts.
    pub label: String,
    /// A word's plain terms in all its spellings, where inflections of it count as well: where the
    /// word stands as it was written, a little is added to the score.
    pub as_written: Vec<String>,
}

impl Alternatives {
    /// The things that are looked for near each other, each alone.
    pub fn sides(&self) -> Vec<&Alternatives> {
        let mut sides = Vec::new();
        for form in &self.forms {
            if let Pattern::Near(near) = &form.pattern {
                for side in [&near.left, &near.right] {
                    let inner = side.sides();
                    if inner.is_empty() { sides.push(side) } else { sides.extend(inner) }
                }
            }
        }
        sides
    }
}

/// One form of a thing looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// What has to stand in the text.
    pub pattern: Pattern,
    /// Why this form counts.
    pub why: Reason,
}

/// Which terms are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextField {
    /// Folded words of the passage, with positions.
    Plain,
    /// Stemmed words of the passage.
    Stem,
    /// Plain words of the work's title.
    Title,
    /// Plain words of the section path.
    Section,
    /// Plain words of the authors' names.
    Author,
}

impl TextField {
    /// The word of the query language for it.
    fn name(self) -> &'static str {
        match self {
            TextField::Plain | TextField::Stem => "text",
            TextField::Title => "title",
            TextField::Section => "section",
            TextField::Author => "author",
        }
    }
}

/// What has to stand in the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Pattern {
    /// One term.
    Term {
        /// Which terms are compared.
        field: TextField,
        /// The term.
        term: String,
    },
    /// Terms next to each other in this order; each place takes any of its terms, and
    /// [`ANY_WORD`] any term at all. Two places at least, each with a term, the first and the last
    /// with terms of their own.
    Phrase {
        /// Which terms are compared; not `Stem`, which keeps no positions.
        field: TextField,
        /// The terms place by place.
        places: Vec<Vec<String>>,
    },
    /// Terms next to each other (one place or more), in a passage that was found at ingest to name
    /// this: what they mean elsewhere does not count.
    Named {
        /// The canonical name.
        name: String,
        /// Whether it is a program; else an entity.
        is_program: bool,
        /// Plain terms place by place, each place with a term.
        places: Vec<Vec<String>>,
    },
    /// Exactly these characters, at word bounds of the stored text. `terms` are their plain terms,
    /// to find candidates by; never empty.
    Exact {
        /// The characters as printed.
        text: String,
        /// Their plain terms in order.
        terms: Vec<String>,
    },
    /// Two things near each other.
    Near(Box<Near>),
}

/// In a place of a phrase: any term. No text has such a term.
pub const ANY_WORD: &str = "*";

/// Two things near each other, each in any of its forms. A stemmed form stands here for every plain
/// term that has this stem; all forms read the text of the passage.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// How they have to stand to each other.
    pub how: Nearness,
    /// The first.
    pub left: Alternatives,
    /// The second.
    pub right: Alternatives,
}

/// Its forms, in brackets where there are several.
impl fmt::Display for Alternatives {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let forms: Vec<String> = self.forms.iter().map(|form| form.pattern.to_string()).collect();
        match forms.as_slice() {
            [form] => f.write_str(form),
            _ => write!(f, "({})", forms.join(" OR ")),
        }
    }
}

/// As a reader would write it: a stem with an ellipsis, the terms of one place with a stroke between
/// them.
impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pattern::Term { field: TextField::Stem, term } => write!(f, "{term}…"),
            Pattern::Term { term, .. } => f.write_str(term),
            Pattern::Phrase { places, .. } | Pattern::Named { places, .. } => {
                let places: Vec<String> = places.iter().map(|place| place.join("|")).collect();
                write!(f, "\"{}\"", places.join(" "))
            }
            Pattern::Exact { text, .. } => write!(f, "=\"{text}\""),
            Pattern::Near(near) => write!(f, "{} {} {}", near.left, near.how, near.right),
        }
    }
}

/// As a query would write it, names and words as they were resolved.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Filter::Any(filters) => {
                let any: Vec<String> = filters.iter().map(Filter::to_string).collect();
                f.write_str(&any.join(" OR "))
            }
            Filter::Kind(kind) => write!(f, "kind:{}", kind.name()),
            Filter::Date(range) => write!(f, "date:{range}"),
            Filter::Source(words) => write!(f, "source:\"{}\"", words.join(" ")),
            Filter::Program(name) => write!(f, "program:\"{name}\""),
            Filter::Entity(name) => write!(f, "entity:\"{name}\""),
            Filter::Words { field, terms } => {
                write!(f, "{}:\"{}\"", field.name(), terms.join(" "))
            }
            Filter::Nothing => f.write_str("nothing"),
        }
    }
}

/// Why a form counts as what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is what was written.
    Asked,
    /// It is an inflection of what was written.
    Stem,
    /// It begins with what was written.
    Prefix,
    /// It has the shape that was written.
    Shape,
    /// It differs by a letter or two from what was written.
    Misspelling,
    /// It is another spelling of what was written.
    Spelling,
    /// It is another name of what was written, the entry of this name.
    Alias(String),
    /// A document of the corpus says that the one is short for the other.
    Definition,
}

impl Reason {
    /// The word for it in answers.
    pub fn name(&self) -> &'static str {
        match self {
            Reason::Asked => "asked",
            Reason::Stem => "stem",
            Reason::Prefix => "prefix",
            Reason::Shape => "shape",
            Reason::Misspelling => "misspelling",
            Reason::Spelling => "spelling",
            Reason::Alias(_) => "alias",
            Reason::Definition => "definition",
        }
    }
}

/// A restriction that adds no score.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// Any of these restrictions.
    Any(Vec<Filter>),
    /// The passage is of this kind.
    Kind(PassageKind),
    /// The work was issued in this range.
    Date(DateRange),
    /// The work is from this source: compared as folded words, all of which must stand in its name.
    Source(Vec<String>),
    /// The passage names this program (canonical name).
    Program(String),
    /// The passage names this entity (canonical name).
    Entity(String),
    /// These words stand in the field (all of them, next to each other).
    Words {
        /// `Title`, `Section` or `Author`.
        field: TextField,
        /// Plain terms.
        terms: Vec<String>,
    },
    /// Nothing satisfies it: a name that nothing is called, say.
    Nothing,
}
