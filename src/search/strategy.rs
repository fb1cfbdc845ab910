//! The strategy of a search: what was looked for, line by line, each line with what it would find
//! alone, as librarians report a search.
//!
//! The first lines are what the query asks for, each thing before what it is combined in; the line
//! that stands for the whole query without its limits comes next, and then a line for each limit,
//! whether it was written in the query or beside it, which leaves less and less.

use super::search::{Ground, Planned, SearchError, SearchRequest};
use crate::index::Count;
use crate::query::ast::{Clause, Demand, Part, Query, What};
use crate::query::plan::{Alternatives, Filter, Form, Node, Pattern, Plan, Reason, TextField};

/// A query line by line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strategy {
    /// The lines; a line is named by its place, from 1.
    pub lines: Vec<Line>,
    /// The line that stands for the whole query without limits.
    pub whole: usize,
}

/// A line of a strategy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it looks for.
    pub step: Step,
    /// What it finds alone, in text and headings; of a limit, what is left.
    pub count: Count,
}

/// What a line looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A thing in any of its forms.
    Term {
        /// As it was written.
        label: String,
        /// Every form that counts for it; none where no word of the corpus does.
        forms: Vec<CountedForm>,
    },
    /// Lines near each other.
    Near {
        /// As it was written.
        label: String,
        /// The lines that stand for its sides.
        sides: Vec<usize>,
    },
    /// Lines put together.
    Together {
        /// All of these have to hold.
        all: Vec<usize>,
        /// One of these has to hold; where `all` has any, they only add to the rank.
        any: Vec<usize>,
        /// None of these may hold.
        none: Vec<usize>,
    },
    /// A restriction inside the query.
    Restriction {
        /// How it was read.
        read: String,
    },
    /// Everything: nothing was asked for but limits.
    Everything,
    /// The line before, limited.
    Limit {
        /// As it was written.
        label: String,
        /// How it was read.
        read: String,
    },
}

/// A form that counts for what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedForm {
    /// What has to stand in the text.
    pub form: String,
    /// Why it counts: [`Reason::name`].
    pub why: &'static str,
    /// The entry of the gazetteer whose other name it is.
    pub of: Option<String>,
    /// The words of the corpus that it stands for, where it is a stem.
    pub words: Vec<String>,
}

impl Strategy {
    /// What is left of the whole query after all limits.
    pub fn left(&self) -> Count {
        self.lines.last().map(|line| line.count).unwrap_or_default()
    }

    /// What the whole query finds without limits.
    pub fn unlimited(&self) -> Count {
        self.whole
            .checked_sub(1)
            .and_then(|at| self.lines.get(at))
            .map_or(Count::default(), |l| l.count)
    }

    /// The limits.
    pub fn limits(&self) -> impl Iterator<Item = (&str, &str, Count)> {
        self.lines.iter().filter_map(|line| match &line.step {
            Step::Limit { label, read } => Some((label.as_str(), read.as_str(), line.count)),
            _ => None,
        })
    }
}

impl Ground<'_> {
    /// The strategy of a request.
    ///
    /// # Errors
    /// If the index or the documents cannot be read.
    pub(super) fn strategy(
        &self,
        request: &SearchRequest,
        planned: &Planned,
    ) -> Result<Strategy, SearchError> {
        let (root, written) = parted(&planned.plan.root);
        let mut writing = Writing { ground: self, lines: Vec::new(), known: Vec::new() };
        let whole = writing.node(&root)?;
        let mut labels = limits_of(&planned.query).into_iter();
        let mut limits: Vec<(String, Filter)> = Vec::new();
        for filter in written {
            limits.push((labels.next().unwrap_or_else(|| filter.to_string()), filter));
        }
        limits.extend(options_of(request).into_iter().zip(planned.plan.filters.iter().cloned()));
        let mut plan = Plan { root, filters: Vec::new() };
        for (label, filter) in limits {
            let read = filter.to_string();
            plan.filters.push(filter);
            let count = self.count(&plan)?;
            writing.lines.push(Line { step: Step::Limit { label, read }, count });
        }
        Ok(Strategy { lines: writing.lines, whole })
    }
}

/// A strategy that is being written.
struct Writing<'g> {
    ground: &'g Ground<'g>,
    lines: Vec<Line>,
    /// What has a line already, with its number.
    known: Vec<(Node, usize)>,
}

impl Writing<'_> {
    /// Writes the lines of a node; gives the number of that which stands for it.
    fn node(&mut self, node: &Node) -> Result<usize, SearchError> {
        let step = match node {
            Node::Leaf(leaf) => return self.leaf(leaf),
            Node::Filter(filter) => Step::Restriction { read: filter.to_string() },
            Node::All => Step::Everything,
            Node::Clauses { must, should, must_not } => {
                let all = self.nodes(must)?;
                let any = self.nodes(should)?;
                let none = self.nodes(must_not)?;
                match (all.as_slice(), any.as_slice(), none.as_slice()) {
                    ([one], [], []) | ([], [one], []) => return Ok(*one),
                    _ => Step::Together { all, any, none },
                }
            }
        };
        self.write(step, node.clone())
    }

    fn nodes(&mut self, nodes: &[Node]) -> Result<Vec<usize>, SearchError> {
        let mut numbers = Vec::with_capacity(nodes.len());
        for node in nodes {
            let number = self.node(node)?;
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        Ok(numbers)
    }

    fn leaf(&mut self, leaf: &Alternatives) -> Result<usize, SearchError> {
        let label = leaf.label.clone();
        let near = leaf.forms.iter().find_map(|form| match &form.pattern {
            Pattern::Near(near) => Some(near),
            _ => None,
        });
        let step = match near {
            Some(near) => {
                let sides = vec![self.leaf(&near.left)?, self.leaf(&near.right)?];
                Step::Near { label, sides }
            }
            None => {
                let mut forms = Vec::with_capacity(leaf.forms.len());
                for form in &leaf.forms {
                    forms.push(self.form(form)?);
                }
                Step::Term { label, forms }
            }
        };
        self.write(step, Node::Leaf(leaf.clone()))
    }

    fn form(&self, form: &Form) -> Result<CountedForm, SearchError> {
        let words = match &form.pattern {
            Pattern::Term { field: TextField::Stem, term } => {
                self.ground.snapshot.with_stem(term)?
            }
            _ => Vec::new(),
        };
        let of = match &form.why {
            Reason::Alias(name) if !name.is_empty() => Some(name.clone()),
            _ => None,
        };
        Ok(CountedForm { form: form.pattern.to_string(), why: form.why.name(), of, words })
    }

    /// Writes a line, unless the same has one.
    fn write(&mut self, step: Step, node: Node) -> Result<usize, SearchError> {
        if let Some((_, number)) = self.known.iter().find(|(known, _)| is_same(known, &node)) {
            return Ok(*number);
        }
        let count = self.ground.count(&Plan { root: node.clone(), filters: Vec::new() })?;
        self.lines.push(Line { step, count });
        self.known.push((node, self.lines.len()));
        Ok(self.lines.len())
    }
}

/// Whether two nodes are written alike and look for the same, wherever they stand in the query.
fn is_same(a: &Node, b: &Node) -> bool {
    match (a, b) {
        (Node::Leaf(a), Node::Leaf(b)) => a.label == b.label && a.forms == b.forms,
        _ => a == b,
    }
}

/// What a query asks without the limits written in it, and those.
fn parted(root: &Node) -> (Node, Vec<Filter>) {
    match root {
        Node::Filter(filter) => (Node::All, vec![filter.clone()]),
        Node::Clauses { must, should, must_not } => {
            let (mut kept, mut filters) = (Vec::new(), Vec::new());
            for node in must {
                match node {
                    Node::Filter(filter) => filters.push(filter.clone()),
                    node => kept.push(node.clone()),
                }
            }
            if kept.is_empty() && !must.is_empty() {
                kept.push(Node::All);
            }
            let (should, must_not) = (should.clone(), must_not.clone());
            (Node::Clauses { must: kept, should, must_not }, filters)
        }
        node => (node.clone(), Vec::new()),
    }
}

/// The limits of the whole query that are written in it, in the order of its plan.
fn limits_of(query: &Query) -> Vec<String> {
    let Some(root) = &query.root else { return Vec::new() };
    let is_limit = |part: &&Part| matches!(part.what, What::Restriction { .. });
    let parts: Vec<&Part> = match &root.what {
        What::Restriction { .. } => vec![root],
        What::And(parts) => parts.iter().collect(),
        What::List(clauses) => {
            let wanted = |clause: &&Clause| clause.demand != Demand::Barred;
            clauses.iter().filter(wanted).map(|clause| &clause.part).collect()
        }
        _ => Vec::new(),
    };
    parts.into_iter().filter(is_limit).map(Part::to_string).collect()
}

/// The limits beside the query, in the order of the plan's filters.
fn options_of(request: &SearchRequest) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for (field, values) in &request.restrictions {
        labels.push(format!("{}: {}", field.name(), values.join(" or ")));
    }
    let date = match (request.after, request.before) {
        (Some(after), Some(before)) if after == before => Some(format!("issued on {after}")),
        (Some(after), Some(before)) => Some(format!("issued from {after} to {before}")),
        (Some(after), None) => Some(format!("issued from {after} on")),
        (None, Some(before)) => Some(format!("issued up to {before}")),
        (None, None) => None,
    };
    labels.extend(date);
    labels
}
