//! From a restriction to its filter: names to what they name, words to all their spellings.

use super::expand::{ExpandOptions, Expansion, NameLookup, NamedEntry, plain_terms};
use super::field::{Field, Value};
use super::plan::{Filter, Reason, TextField};
use super::warning::Warning;
use crate::text::Span;
use crate::text::spelling::other_spellings;

/// The words of a field's value are looked for in at most this many spellings.
const MOST_WORDINGS: usize = 16;

/// The filter that a restriction asks for. Names are resolved to the canonical ones; what nothing
/// is called is found nowhere, with a warning at `at`. Words count in all their spellings.
pub fn restrict(
    field: Field,
    values: &[Value],
    at: Span,
    names: &dyn NameLookup,
    options: &ExpandOptions,
) -> (Filter, Vec<Expansion>, Vec<Warning>) {
    let mut resolved = Resolved::default();
    let mut filters = Vec::new();
    for value in values {
        match value {
            Value::Kind(kind) => filters.push(Filter::Kind(*kind)),
            Value::Dates(range) => filters.push(Filter::Date(*range)),
            Value::Words(text) => match field {
                Field::Source | Field::Author | Field::Title | Field::Section => {
                    let filter = |terms| match field {
                        Field::Source => Filter::Source(terms),
                        Field::Author => Filter::Words { field: TextField::Author, terms },
                        Field::Title => Filter::Words { field: TextField::Title, terms },
                        _ => Filter::Words { field: TextField::Section, terms },
                    };
                    filters.extend(wordings(text, options.literal).into_iter().map(filter));
                    if field == Field::Source && !options.literal {
                        // A publisher is found by any of its names.
                        let named = names.named(text).into_iter().filter(|e| !e.is_program);
                        filters.extend(named.map(|e| Filter::Source(plain_terms(&e.name))));
                    }
                }
                _ => filters.extend(resolved.name(field, text, at, names)),
            },
        }
    }
    let filter = match filters.len() {
        0 => Filter::Nothing,
        1 => filters.swap_remove(0),
        _ => Filter::Any(filters),
    };
    (filter, resolved.expansions, resolved.warnings)
}

#[derive(Default)]
struct Resolved {
    expansions: Vec<Expansion>,
    warnings: Vec<Warning>,
}

impl Resolved {
    /// The filters for a name in this field.
    fn name(&mut self, field: Field, text: &str, at: Span, names: &dyn NameLookup) -> Vec<Filter> {
        let named = names.named(text);
        let (mut fitting, other): (Vec<_>, Vec<_>) =
            named.into_iter().partition(|entry| fits(field, entry));
        if fitting.is_empty() && other.is_empty() {
            let list = if field == Field::Program { "programs" } else { "entities" };
            let message = format!(
                "no {} is called “{text}”, so no passage has it; `pincite list {list}` shows the \
                 names, and \"{text}\" in quotes looks for the words",
                field.name()
            );
            self.warnings.push(Warning { message, at });
            return vec![Filter::Nothing];
        }
        if fitting.is_empty() {
            let entry = &other[0];
            let ours = if entry.is_program { Field::Program } else { Field::Entity };
            let message = format!(
                "“{text}” names no {}, but the {} {}: read as {}:",
                field.name(),
                entry.kind,
                entry.name,
                ours.name()
            );
            self.warnings.push(Warning { message, at });
            fitting = other;
        }
        let to: Vec<String> = fitting
            .iter()
            .map(|e| e.name.clone())
            .filter(|name| !name.eq_ignore_ascii_case(text))
            .collect();
        if !to.is_empty() {
            let why = Reason::Alias(String::new()).name();
            self.expansions.push(Expansion { from: text.to_owned(), to, why });
        }
        let filter = |entry: NamedEntry| match entry.is_program {
            true => Filter::Program(entry.name),
            false => Filter::Entity(entry.name),
        };
        fitting.into_iter().map(filter).collect()
    }
}

fn fits(field: Field, entry: &NamedEntry) -> bool {
    match field {
        Field::Program => entry.is_program,
        Field::Country | Field::Company | Field::Platform => entry.kind == field.name(),
        _ => !entry.is_program,
    }
}

/// The terms of `text` as written and, unless `literal`, in their other spellings: at most
/// [`MOST_WORDINGS`].
fn wordings(text: &str, literal: bool) -> Vec<Vec<String>> {
    let written = plain_terms(text);
    let mut wordings = vec![written.clone()];
    for (i, term) in written.iter().enumerate().filter(|_| !literal) {
        for other in other_spellings(term) {
            let room = MOST_WORDINGS.saturating_sub(wordings.len());
            let respelled = wordings.iter().filter(|w| w[i] == *term).take(room).cloned();
            let mut respelled: Vec<Vec<String>> = respelled.collect();
            respelled.iter_mut().for_each(|wording| wording[i].clone_from(&other));
            wordings.extend(respelled);
        }
    }
    wordings
}
