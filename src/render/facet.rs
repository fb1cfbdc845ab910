//! Facets: on the screen the commonest values of each field, as JSON all of them.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::sanitize::visible;
use super::terminal::{Label, Screen, grouped};
use crate::search::{Count, Facet, Facets};

/// Values of one field that are shown on the screen.
const SHOWN: usize = 8;
const HEAD: &str = "           passages  documents";

impl Screen {
    /// Writes the commonest values of each field, a line each, with what bears none.
    ///
    /// # Errors
    /// What writing gives.
    pub fn facets(&self, out: &mut dyn Write, facets: &Facets) -> io::Result<()> {
        self.labelled(out, HEAD, Label::Faint)?;
        writeln!(out)?;
        for (name, facet) in facets.named() {
            self.facet(out, name, facet)?;
        }
        Ok(())
    }

    fn facet(&self, out: &mut dyn Write, name: &str, facet: &Facet) -> io::Result<()> {
        let mut heading = name;
        let mut row = |count: Option<Count>, value: &str, label: Label| {
            let numbers = match count {
                Some(n) => format!("{:>9}  {:>9}", grouped(n.passages), grouped(n.documents)),
                None => " ".repeat(20),
            };
            let first = format!("{:<10}{numbers}  ", std::mem::take(&mut heading));
            let indent = " ".repeat(first.len());
            self.paragraph(out, &first, &indent, &[(&visible(value, false), label)])
        };
        for (value, count) in facet.values.iter().take(SHOWN) {
            row(Some(*count), value, Label::Plain)?;
        }
        if let more @ 1.. = facet.values.len().saturating_sub(SHOWN) {
            row(None, &format!("{} more (--json has all)", grouped(more as u64)), Label::Faint)?;
        }
        if facet.without.passages > 0 {
            row(Some(facet.without), without(name), Label::Faint)?;
        }
        Ok(())
    }
}

/// What is said of passages that bear no value of a field.
pub(super) fn without(field: &str) -> &'static str {
    match field {
        "year" => "no date",
        "source" => "no source",
        "program" => "no program",
        "entity" => "no entity",
        _ => "no kind",
    }
}

/// All values of all fields.
pub fn value(facets: &Facets) -> Value {
    let all = facets.named().map(|(name, facet)| (name.to_owned(), one(facet)));
    Value::Object(all.into_iter().collect())
}

/// All values of one field.
pub(super) fn one(facet: &Facet) -> Value {
    let of_value = |(value, n): &(String, Count)| json!({"value": value, "passages": n.passages, "documents": n.documents});
    let values: Vec<Value> = facet.values.iter().map(of_value).collect();
    json!({"values": values, "without": count(facet.without)})
}

/// So many passages and documents.
pub fn count(n: Count) -> Value {
    json!({"passages": n.passages, "documents": n.documents})
}
