//! Queries and plans as one line each, without spans, and the small world the tables live in.

use std::ops::Range;

use pincite::names::Asked;
use pincite::query::Query;
use pincite::query::alias::Known;
use pincite::query::ast::{Part, What};
use pincite::query::expand::{NameLookup, NamedEntry, Vocabulary};
use pincite::query::plan::{Alternatives, Filter, Form, Node, Pattern, Plan, TextField};
use pincite::query::shape::{Likeness, Shape};

/// The tree of a query.
pub fn outline(query: &Query) -> String {
    query.root.as_ref().map_or("nothing".to_owned(), part)
}

fn part(p: &Part) -> String {
    let all = |name: &str, parts: &[Part]| {
        format!("({name} {})", parts.iter().map(part).collect::<Vec<_>>().join(" "))
    };
    match &p.what {
        What::Word(text) => text.clone(),
        What::Prefix(text) => format!("{text}*"),
        What::Phrase(text) => format!("“{text}”"),
        What::Exact(text) => format!("=“{text}”"),
        What::Pattern(text) => format!("[shape {text}]"),
        What::Misspelt { word, letters } => format!("[like {word} {letters}]"),
        What::Near { how, sides } => format!("({how} {} {})", part(&sides[0]), part(&sides[1])),
        What::Restriction { field, values } => {
            let values: Vec<_> = values.iter().map(ToString::to_string).collect();
            format!("[{} {}]", field.name(), values.join(" | "))
        }
        What::List(clauses) => {
            let clause =
                |c: &pincite::query::ast::Clause| c.demand.sign().to_owned() + &part(&c.part);
            format!("(list {})", clauses.iter().map(clause).collect::<Vec<_>>().join(" "))
        }
        What::And(parts) => all("and", parts),
        What::Or(parts) => all("or", parts),
    }
}

/// A plan: `stem:x` and `plain:x` are terms, `<a b|c>` is a phrase, `{…}` a filter; of clauses,
/// `+` must and `-` must not match.
pub fn plan(plan: &Plan) -> String {
    assert!(plan.filters.is_empty(), "the query itself restricts in its tree");
    node(&plan.root)
}

fn node(n: &Node) -> String {
    match n {
        Node::Leaf(leaf) => alternatives(leaf),
        Node::All => "everything".to_owned(),
        Node::Filter(filter) => format!("{{{}}}", restriction(filter)),
        Node::Clauses { must, should, must_not } => {
            let signed = |sign: &'static str, nodes: &[Node]| {
                nodes.iter().map(|n| format!("{sign}{}", node(n))).collect::<Vec<_>>()
            };
            let all = [signed("+", must), signed("", should), signed("-", must_not)].concat();
            format!("({})", all.join(" "))
        }
    }
}

fn alternatives(leaf: &Alternatives) -> String {
    let forms: Vec<_> = leaf.forms.iter().map(|f| pattern(&f.pattern)).collect();
    if forms.is_empty() { format!("{}?", leaf.label) } else { forms.join("/") }
}

fn field(f: TextField) -> String {
    format!("{f:?}").to_lowercase()
}

fn pattern(p: &Pattern) -> String {
    match p {
        Pattern::Term { field: f, term } => format!("{}:{term}", field(*f)),
        Pattern::Phrase { field: f, places } => {
            assert!(*f != TextField::Stem && places.len() > 1);
            let places: Vec<_> = places.iter().map(|p| p.join("|")).collect();
            format!("<{}>", places.join(" "))
        }
        Pattern::Named { name, places, .. } => {
            let places: Vec<_> = places.iter().map(|p| p.join("|")).collect();
            format!("<{} naming {name}>", places.join(" "))
        }
        Pattern::Exact { text, terms } => {
            assert!(!terms.is_empty());
            format!("=“{text}”")
        }
        Pattern::Near(near) => {
            let side = |forms: &[Form]| {
                let forms: Vec<_> = forms.iter().map(|form| pattern(&form.pattern)).collect();
                if forms.is_empty() { "?".to_owned() } else { forms.join("/") }
            };
            format!("({} {} {})", side(&near.left.forms), near.how, side(&near.right.forms))
        }
    }
}

fn restriction(filter: &Filter) -> String {
    match filter {
        Filter::Any(any) => any.iter().map(restriction).collect::<Vec<_>>().join(" | "),
        Filter::Kind(kind) => format!("kind {kind}"),
        Filter::Date(range) => {
            let first = range.from.map_or(String::new(), |d| d.first_day().to_string());
            let last = range.to.map_or(String::new(), |d| d.last_day().to_string());
            format!("date {first}..{last}")
        }
        Filter::Source(words) => format!("source {}", words.join(" ")),
        Filter::Program(name) => format!("program {name}"),
        Filter::Entity(name) => format!("entity {name}"),
        Filter::Words { field: f, terms } => format!("{} {}", field(*f), terms.join(" ")),
        Filter::Nothing => "nothing".to_owned(),
    }
}

/// A few names.
pub struct Names;

impl NameLookup for Names {
    fn named(&self, words: &str) -> Vec<NamedEntry> {
        let entry = |name: &str, kind: &str| NamedEntry {
            name: name.to_owned(),
            kind: kind.to_owned(),
            is_program: matches!(kind, "program" | "forum"),
        };
        match words.to_lowercase().as_str() {
            "dtti" => vec![entry("Defence Technology and Trade Initiative", "program")],
            "aukus" | "aukus pillar ii" => vec![entry("AUKUS", "program")],
            "diu" => vec![entry("Defense Innovation Unit", "office")],
            "eda" => {
                vec![
                    entry("European Defence Agency", "office"),
                    entry("Excess Articles", "program"),
                ]
            }
            "india" => vec![entry("India", "country")],
            "general atomics" => vec![entry("General Atomics", "company")],
            "sco" => vec![entry("SCO", "forum"), entry("Strategic Cooperation Office", "forum")],
            _ => Vec::new(),
        }
    }

    fn asked(&self, _: &Asked, _: Range<usize>) -> Vec<Known> {
        Vec::new()
    }
}

/// A few words, and two thousand that begin with `x`.
pub struct Words;

impl Vocabulary for Words {
    fn with_prefix(&self, prefix: &str, limit: usize) -> Vec<(String, u64)> {
        let few = [
            ("9a", 2),
            ("agreed", 8),
            ("agreement", 44),
            ("agreements", 21),
            ("agremeent", 1),
            ("labor", 14),
            ("laborer", 2),
            ("labour", 16),
            ("nation", 33),
            ("ration", 5),
            ("9b", 12),
            ("technological", 7),
            ("technologies", 30),
            ("technology", 55),
            ("u.s", 90),
            ("us", 40),
            ("usa", 3),
            ("usaid", 9),
            ("woman", 6),
            ("women", 17),
        ];
        let many = (0..2000).map(|i| (format!("x{i:04}"), 1 + i % 7));
        let few = few.into_iter().map(|(term, count)| (term.to_owned(), count));
        let mut found: Vec<_> =
            few.chain(many).filter(|(term, _)| term.starts_with(prefix)).collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(limit);
        found.sort();
        found
    }

    fn passages(&self, term: &str) -> u64 {
        self.with_prefix(term, usize::MAX).iter().find(|(t, _)| t == term).map_or(0, |(_, n)| *n)
    }

    fn passages_with_phrase(&self, _: &[Vec<String>]) -> u64 {
        0
    }

    fn defined(&self, _: &str) -> Vec<(String, u64)> {
        Vec::new()
    }

    fn begins_definition(&self, _: &str) -> bool {
        false
    }

    fn of_shape(&self, shape: &Shape, limit: usize) -> Vec<(String, u64)> {
        of_shape(self, shape, limit)
    }

    fn like(&self, word: &str, letters: u8, limit: usize) -> Vec<(String, u64, u8)> {
        like(self, word, letters, limit)
    }
}

/// The terms of a shape, by looking at all: what [`Vocabulary::of_shape`] has to give.
pub fn of_shape(words: &dyn Vocabulary, shape: &Shape, limit: usize) -> Vec<(String, u64)> {
    let mut found = words.with_prefix(&shape.beginning(), usize::MAX);
    found.retain(|(term, _)| shape.fits(term));
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found.truncate(limit);
    found.sort();
    found
}

/// The terms like a word, by looking at all: what [`Vocabulary::like`] has to give.
pub fn like(
    words: &dyn Vocabulary,
    word: &str,
    letters: u8,
    limit: usize,
) -> Vec<(String, u64, u8)> {
    let all = words.with_prefix("", usize::MAX).into_iter();
    let mut likeness = Likeness::of(word, letters);
    let like = |(term, count): (String, u64)| {
        let letters = likeness.letters_to(&term)?;
        Some((term, count, letters))
    };
    let mut found: Vec<_> = all.filter_map(like).collect();
    found.sort_by(|a, b| (a.2, b.1, &a.0).cmp(&(b.2, a.1, &b.0)));
    found.truncate(limit);
    found.sort();
    found
}
