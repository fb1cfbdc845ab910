//! `pincite list`.

use std::io::Write;

use clap::{Args, ValueEnum};

use super::options::{Common, Format};
use super::search::Filters;
use super::ui::{CommandError, NOTHING_FOUND, Ui};
use crate::collection::Collection;
use crate::document::Field;
use crate::render::place::shown_path;
use crate::render::sanitize::visible;
use crate::render::terminal::{Label, by_line, counted, grouped};
use crate::render::{json, tabular, time};
use crate::search::{Counted, Listed, ListedName, SearchRequest};

/// List documents, sources, programs or entities, with counts
#[derive(Debug, Args)]
#[command(after_help = "\
With a QUERY (in the language of `search`), only what stands in passages that match.

--missing takes title, authors, date, source, url, type and the other fields of a catalog.

Examples:
  pincite list documents
  pincite list documents --missing title,authors,date
  pincite list programs 'export controls'
  pincite list entities --format csv > entities.csv")]
pub struct List {
    /// documents, sources, programs or entities
    #[arg(value_enum, hide_possible_values = true)]
    what: What,
    /// Only where this is found
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Only documents whose record lacks any of these (default: title,authors,issued,source)
    // A default is written out: clap counts a list as one value.
    #[arg(
        long,
        value_name = "FIELDS",
        num_args = 0..=1,
        value_delimiter = ',',
        default_missing_value = "title,authors,issued,source"
    )]
    missing: Option<Vec<String>>,
    #[command(flatten)]
    filters: Filters,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// Documents, with id, title, source, date and path.
    Documents,
    /// Sources.
    Sources,
    /// Programmes, initiatives, agreements, regulations, forums, exercises.
    Programs,
    /// Organisations, offices, companies, platforms, countries.
    Entities,
}

impl List {
    pub(super) fn run(
        self,
        common: &Common,
        ui: &Ui,
        out: &mut dyn Write,
    ) -> Result<u8, CommandError> {
        common.format_among(&[Format::Text, Format::Json, Format::Jsonl, Format::Csv])?;
        let missing = self.missing.as_deref().map(fields).transpose()?;
        if missing.is_some() && self.what != What::Documents {
            return Err(CommandError::new("only documents have a record that may lack a field")
                .hint("Write `pincite list documents --missing …`."));
        }
        let collection = super::search::open_existing(common, ui)?;
        let request = SearchRequest { query: self.query.join(" "), ..self.filters.request() };
        let restricted = !request.has_no_words() || request.is_restricted();
        let matching = restricted.then_some(&request);
        let listed = match self.what {
            What::Documents => {
                documents(&collection, matching, missing.as_deref(), common, ui, out)?
            }
            What::Sources => {
                names(&collection, Counted::Source, "sources", matching, common, ui, out)?
            }
            What::Programs => {
                names(&collection, Counted::Program, "programs", matching, common, ui, out)?
            }
            What::Entities => {
                names(&collection, Counted::Entity, "entities", matching, common, ui, out)?
            }
        };
        Ok(if listed == 0 { NOTHING_FOUND } else { 0 })
    }
}

/// The fields of these names.
fn fields(names: &[String]) -> Result<Vec<Field>, CommandError> {
    let field = |name: &String| {
        Field::named(name).ok_or_else(|| {
            let known: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
            CommandError::new(format!("“{name}” is no field of a record")).hint(format!(
                "The fields are {}. A QUERY stands before --missing.",
                known.join(", ")
            ))
        })
    };
    let names = names.iter().filter(|name| !name.trim().is_empty());
    let fields: Vec<Field> = names.map(field).collect::<Result<_, _>>()?;
    match fields.is_empty() {
        true => Ok(vec![Field::Title, Field::Authors, Field::Issued, Field::Source]),
        false => Ok(fields),
    }
}

/// Keeps the documents that lack any of `fields`, with which they lack.
fn lacking(listed: Vec<Listed>, fields: &[Field]) -> Vec<Listed> {
    let lacks = |mut document: Listed| {
        let missing = fields.iter().copied().filter(|field| document.work.lacks(*field));
        document.missing = Some(missing.collect());
        document
    };
    let is_short = |document: &Listed| document.missing.as_ref().is_some_and(|m| !m.is_empty());
    listed.into_iter().map(lacks).filter(is_short).collect()
}

/// How many of `all` documents are listed, and how many of them lack each field.
fn tally(listed: &[Listed], all: usize, fields: &[Field]) -> String {
    let has = |document: &Listed, field| document.missing.iter().flatten().any(|f| *f == field);
    let lacking = |field: &Field| {
        let n = listed.iter().filter(|document| has(document, *field)).count();
        (n > 0).then(|| format!("{} {}", field.name(), grouped(n as u64)))
    };
    let all = counted(all as u64, "document");
    let names: Vec<&str> = fields.iter().map(|field| field.name()).collect();
    match listed.len() {
        0 => format!("none of {all} lacks {}", names.join(", ")),
        n => {
            let lacking: Vec<String> = fields.iter().filter_map(lacking).collect();
            let verb = if n == 1 { "lacks" } else { "lack" };
            format!("{} of {all} {verb} something: {}", grouped(n as u64), lacking.join(", "))
        }
    }
}

fn documents(
    collection: &Collection,
    matching: Option<&SearchRequest>,
    missing: Option<&[Field]>,
    common: &Common,
    ui: &Ui,
    out: &mut dyn Write,
) -> Result<usize, CommandError> {
    let mut listed = collection.documents(matching)?;
    let all = listed.len();
    if let Some(fields) = missing {
        listed = lacking(listed, fields);
    }
    match common.format() {
        Format::Json => json::line(out, &json::documents(&listed, collection.state(), &ui.base))?,
        Format::Jsonl => {
            let all = json::documents(&listed, collection.state(), &ui.base);
            for row in all["documents"].as_array().into_iter().flatten() {
                json::line(out, row)?;
            }
        }
        Format::Csv => table(&listed, missing.is_some(), ui, out)?,
        _ => {
            listed.iter().try_for_each(|l| document(l, ui, out))?;
            match missing {
                Some(fields) => writeln!(out, "{}", tally(&listed, all, fields))?,
                None => writeln!(out, "{}", counted(listed.len() as u64, "document"))?,
            }
        }
    }
    Ok(listed.len())
}

/// Documents as comma-separated rows; with what each lacks, where that was asked for.
fn table(
    listed: &[Listed],
    has_missing: bool,
    ui: &Ui,
    out: &mut dyn Write,
) -> Result<(), CommandError> {
    let heads =
        ["id", "key", "title", "authors", "source", "issued", "path", "passages", "copy_of"];
    let heads = heads.into_iter().chain(has_missing.then_some("missing"));
    tabular::csv_row(out, &heads.map(str::to_owned).collect::<Vec<_>>())?;
    for l in listed {
        let authors: Vec<&str> = l.work.authors.iter().map(|a| a.name.as_str()).collect();
        let mut cells = vec![
            l.id.to_string(),
            l.key.clone().unwrap_or_default(),
            l.work.title.clone().unwrap_or_default(),
            authors.join("; "),
            l.work.shown_source().unwrap_or_default(),
            l.work.issued.map(|d| d.to_string()).unwrap_or_default(),
            shown_path(&l.path, &ui.base),
            l.passages.to_string(),
            l.copy_of.map(|id| id.to_string()).unwrap_or_default(),
        ];
        cells.extend(l.missing.as_deref().map(|missing| names_of(missing, "; ")));
        tabular::csv_row(out, &cells)?;
    }
    Ok(())
}

fn document(listed: &Listed, ui: &Ui, out: &mut dyn Write) -> Result<(), CommandError> {
    let title = listed.work.title.as_deref().or(listed.key.as_deref()).unwrap_or("(no title)");
    let by = by_line(&listed.work, None);
    let key = listed.key.as_deref().map(|k| format!("{k} · ")).unwrap_or_default();
    let path = shown_path(&listed.path, &ui.base);
    let passages = counted(u64::from(listed.passages), "passage");
    let copies = match (listed.copy_of, listed.copies) {
        (Some(first), _) => format!(" · a copy of {first}"),
        (None, 0) => String::new(),
        (None, 1) => " · 1 copy".to_owned(),
        (None, n) => format!(" · {} copies", grouped(n as u64)),
    };
    let rest = format!("{key}{path} · {passages}{copies}");
    let first = format!("{}  ", listed.id);
    let indent = " ".repeat(12);
    ui.screen.paragraph(out, &first, &indent, &[(&visible(title, false), Label::Title)])?;
    if !by.is_empty() {
        ui.screen.paragraph(out, &indent, &indent, &[(&visible(&by, false), Label::Plain)])?;
    }
    ui.screen.paragraph(out, &indent, &indent, &[(&visible(&rest, false), Label::Faint)])?;
    if let Some(missing) = &listed.missing {
        let lacks = format!("lacks {}", names_of(missing, ", "));
        ui.screen.paragraph(out, &indent, &indent, &[(&lacks, Label::Plain)])?;
    }
    Ok(())
}

fn names_of(fields: &[Field], between: &str) -> String {
    fields.iter().map(|field| field.name()).collect::<Vec<_>>().join(between)
}

fn names(
    collection: &Collection,
    counted_field: Counted,
    what: &str,
    matching: Option<&SearchRequest>,
    common: &Common,
    ui: &Ui,
    out: &mut dyn Write,
) -> Result<usize, CommandError> {
    let listed = collection.names(counted_field, matching)?;
    match common.format() {
        Format::Json => json::line(out, &json::name_list(what, &listed, collection.state()))?,
        Format::Jsonl => {
            let all = json::name_list(what, &listed, collection.state());
            for row in all[what].as_array().into_iter().flatten() {
                json::line(out, row)?;
            }
        }
        Format::Csv => {
            let heads = ["name", "kind", "passages", "documents", "first", "last", "aliases"];
            tabular::csv_row(out, &heads.map(str::to_owned))?;
            for l in &listed {
                let dates =
                    l.tally.dates.map(|(a, b)| (time::day(a), time::day(b))).unwrap_or_default();
                tabular::csv_row(
                    out,
                    &[
                        l.tally.value.clone(),
                        l.kind.clone().unwrap_or_default(),
                        l.tally.passages.to_string(),
                        l.tally.documents.to_string(),
                        dates.0,
                        dates.1,
                        l.aliases.join("; "),
                    ],
                )?;
            }
        }
        _ => {
            listed.iter().try_for_each(|l| name(l, ui, out))?;
            writeln!(out, "{} {what}", grouped(listed.len() as u64))?;
        }
    }
    Ok(listed.len())
}

fn name(listed: &ListedName, ui: &Ui, out: &mut dyn Write) -> Result<(), CommandError> {
    let tally = &listed.tally;
    let first = format!("{:>7}  ", grouped(tally.passages));
    let indent = " ".repeat(9);
    let kind = listed.kind.as_deref().map(|k| format!(" · {k}")).unwrap_or_default();
    let dates = match tally.dates.map(|(a, b)| (time::day(a), time::day(b))) {
        Some((first, last)) if first == last => format!(" · {first}"),
        Some((first, last)) => format!(" · {first} to {last}"),
        None => String::new(),
    };
    let rest = format!("{kind} · in {}{dates}", counted(tally.documents, "document"));
    let shown = visible(&tally.value, false);
    ui.screen.paragraph(out, &first, &indent, &[(&shown, Label::Title), (&rest, Label::Faint)])?;
    if !listed.aliases.is_empty() {
        let aliases = visible(&listed.aliases.join(", "), false).into_owned();
        ui.screen.paragraph(
            out,
            &indent,
            &indent,
            &[("also ", Label::Faint), (&aliases, Label::Faint)],
        )?;
    }
    Ok(())
}
