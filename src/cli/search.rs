//! `pincite search`.

use std::cell::RefCell;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::options::{Common, Format};
use super::ui::{CommandError, NOTHING_FOUND, Ui};
use crate::cite::Reference;
use crate::collection::Collection;
use crate::document::Date;
use crate::ingest::IngestRequest;
use crate::query::field::Field;
use crate::query::warning::Warning;
use crate::render::place::shown_path;
use crate::render::report::{self, Occasion};
use crate::render::sanitize::visible;
use crate::render::terminal::{Label, nothing_found};
use crate::render::{json, markdown, reported, tabular};
use crate::search::{Answer, Hit, Order, SearchRequest};

/// Find ranked passages, each with its citation and place
#[derive(Debug, Args)]
#[command(after_help = "\
Words are ranked: passages with more of them come first. Quotes make a phrase, + \
demands, - shuts out, AND OR NOT ( ) combine, =word is exactly as printed, technolog* \
a beginning, wom?n one letter, agreemnt~ a misspelling. radar w/8 India is within 8 \
words, pre/8 in this order, /s in one sentence, /p in one paragraph, not w/8 away from \
it. program: entity: source: author: title: section: kind: date: search a \
field. Newest goes by the last day of a date (2024: its 31 December), oldest by the \
first; what bears no date stands last.

Examples:
  pincite search 'innovation bridge'
  pincite search '\"export controls\" +AUKUS -NATO' --per-document 1
  pincite search 'program:DTTI jet engines' --before 2024
  pincite search --count 'technolog*' --kind teaser
  pincite search 'jet engines' -n 50 --format ris > engines.ris")]
pub struct Search {
    /// The query
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Hits shown [default: 10]; works of a report [default: all]
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<usize>,
    /// Best hits left out
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// What stands first: relevance (default), newest, oldest
    #[arg(
        long,
        value_name = "BY",
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    sort: Sort,
    /// Of one document, while others can fill the list
    #[arg(long, value_name = "N", default_value_t = 3)]
    per_document: usize,
    #[command(flatten)]
    filters: Filters,
    /// No stems, no spelling variants, no aliases
    #[arg(long)]
    literal: bool,
    /// QUERY is plain words: no operators
    #[arg(long)]
    plain: bool,
    /// Why each hit stands where it stands, and how the query was read
    #[arg(long)]
    explain: bool,
    /// Paragraphs before and after each hit
    #[arg(long, value_name = "N", default_value_t = 0)]
    context: usize,
    /// Whole passages on the screen
    #[arg(long)]
    full: bool,
    /// Say which source files changed since the ingest
    #[arg(long)]
    fresh: bool,
    /// Show near-identical documents each for itself
    #[arg(long)]
    copies: bool,
    /// Only the counts
    #[arg(long)]
    count: bool,
    /// Count all that matched by source, year, program, entity and kind
    #[arg(long)]
    facets: bool,
    /// The search as one can cite it (PRISMA-S): the query as read, counts, works
    #[arg(long)]
    report: bool,
    /// One query a line, `id<TAB>query`; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    batch: Option<PathBuf>,
}

/// What stands first in a list of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// The best.
    #[default]
    Relevance,
    /// The latest.
    Newest,
    /// The earliest.
    Oldest,
}

impl Sort {
    fn order(self) -> Order {
        match self {
            Sort::Relevance => Order::Relevance,
            Sort::Newest => Order::Newest,
            Sort::Oldest => Order::Oldest,
        }
    }
}

/// Which works and passages are searched.
#[derive(Clone, Debug, Default, Args)]
pub struct Filters {
    /// Only from this source (each filter may be repeated: any of them)
    #[arg(long, value_name = "S")]
    source: Vec<String>,
    /// Only passages that name this program
    #[arg(long, value_name = "P")]
    program: Vec<String>,
    /// Only passages that name this entity
    #[arg(long, value_name = "E")]
    entity: Vec<String>,
    /// Only works by this author
    #[arg(long, value_name = "A")]
    author: Vec<String>,
    /// Only this kind: body title caption list table note notice teaser
    #[arg(long, value_name = "K")]
    kind: Vec<String>,
    /// Issued on or after this date (2024, 2024-02, 2024-02-16)
    #[arg(long, value_name = "D", value_parser = date)]
    after: Option<Date>,
    /// Issued on or before
    #[arg(long, value_name = "D", value_parser = date)]
    before: Option<Date>,
    /// Issued on
    #[arg(long, value_name = "D", value_parser = date, conflicts_with_all = ["after", "before"])]
    on: Option<Date>,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse_edtf(text).ok_or_else(|| "write a date as 2024, 2024-02 or 2024-02-16".to_owned())
}

impl Filters {
    /// The request with these filters and nothing else.
    pub(super) fn request(&self) -> SearchRequest {
        let fields = [
            (Field::Source, &self.source),
            (Field::Program, &self.program),
            (Field::Entity, &self.entity),
            (Field::Author, &self.author),
            (Field::Kind, &self.kind),
        ];
        let given = fields.into_iter().filter(|(_, values)| !values.is_empty());
        SearchRequest {
            restrictions: given.map(|(field, values)| (field, values.clone())).collect(),
            after: self.after.or(self.on),
            before: self.before.or(self.on),
            per_document: 1,
            ..SearchRequest::default()
        }
    }
}

impl Search {
    pub(super) fn run(
        self,
        common: &Common,
        ui: &Ui,
        out: &mut dyn Write,
    ) -> Result<u8, CommandError> {
        common.format_among(&[
            Format::Text,
            Format::Json,
            Format::Jsonl,
            Format::Csv,
            Format::Markdown,
            Format::Trec,
            Format::Bibtex,
            Format::Biblatex,
            Format::Ris,
            Format::CslJson,
        ])?;
        self.check(common.format())?;
        let collection = open(common, ui)?;
        let request = SearchRequest {
            query: self.query.join(" "),
            plain: self.plain,
            literal: self.literal,
            limit: self.limit(),
            offset: self.offset,
            per_document: self.per_document,
            explain: self.explain,
            order: self.sort.order(),
            facets: self.facets,
            copies: self.copies,
            ..self.filters.request()
        };
        let asked = !self.query.is_empty() || request.is_restricted() || self.batch.is_some();
        if !asked {
            return Err(CommandError::new("there is nothing to search for").hint(
                "Type words, or a filter such as --kind teaser; `pincite search --help` shows how.",
            ));
        }
        if self.fresh {
            say_changed(&collection, ui)?;
        }
        let (format, references) = (common.format(), RefCell::default());
        let desk = Desk { options: &self, collection: &collection, format, references, ui };
        let status = match &self.batch {
            Some(file) => desk.batch(file, &request, out),
            None => desk.one(None, &request, out),
        }?;
        if let Some(exchange) = format.exchange() {
            let records = collection.records(desk.references.into_inner())?;
            out.write_all(exchange.write(&records).as_bytes())?;
            if records.is_empty() && self.batch.is_none() {
                ui.note(&nothing_found(&request.query, collection.state()));
            }
        }
        Ok(status)
    }

    /// How many hits, or works of a report, are listed.
    fn limit(&self) -> usize {
        let usual = if self.report { usize::MAX } else { 10 };
        if self.count { 0 } else { self.limit.unwrap_or(usual) }
    }

    /// Options that a form of the answer has no room for.
    fn check(&self, format: Format) -> Result<(), CommandError> {
        let is_table = matches!(format, Format::Csv | Format::Jsonl | Format::Trec);
        if self.report && !matches!(format, Format::Text | Format::Markdown | Format::Json) {
            return Err(CommandError::new("a report is no table of hits")
                .hint("Write --format markdown or json with --report."));
        }
        if self.report && self.offset > 0 {
            return Err(CommandError::new("a report leaves out none of the best works")
                .hint("Leave --offset out; -n N lists the first N works."));
        }
        if self.facets && is_table {
            return Err(CommandError::new("a table of hits has no room for facets")
                .hint("Write --format text, json or markdown."));
        }
        if self.count && is_table {
            return Err(CommandError::new("a table of hits has no room for counts alone")
                .hint("Write --format text or json with --count."));
        }
        if format.exchange().is_some() && (self.facets || self.count) {
            return Err(CommandError::new("a list of records has no room for counts")
                .hint("Write --format text or json with --count or --facets."));
        }
        if format == Format::Trec && self.sort.order() != Order::Relevance {
            return Err(CommandError::new("a trec run is read in order of its scores")
                .hint("Leave --sort out, or write --format csv or jsonl."));
        }
        Ok(())
    }
}

/// Answers requests one after the other.
struct Desk<'a> {
    options: &'a Search,
    collection: &'a Collection,
    format: Format,
    /// What was found, where it is written as records: once, when all is found.
    references: RefCell<Vec<Reference>>,
    ui: &'a Ui,
}

impl Desk<'_> {
    fn batch(
        &self,
        file: &Path,
        request: &SearchRequest,
        out: &mut dyn Write,
    ) -> Result<u8, CommandError> {
        let mut found = NOTHING_FOUND;
        if self.format == Format::Csv {
            tabular::csv_head(out, true)?;
        }
        for (i, line) in lines(file)?.enumerate() {
            let unreadable = |e| CommandError::new(format!("cannot read {}: {e}", file.display()));
            let line = line.map_err(unreadable)?;
            let line = line.trim_end_matches('\r');
            if line.trim().is_empty() {
                continue;
            }
            let (id, query) = line.split_once('\t').ok_or_else(|| {
                CommandError::new(format!(
                    "{}:{}: no tab between id and query",
                    file.display(),
                    i + 1
                ))
                .hint("Write one query a line: the id, a tab, the query.")
            })?;
            let request = SearchRequest { query: query.to_owned(), ..request.clone() };
            let one = self.one(Some(id), &request, out)?;
            found = found.min(one);
        }
        Ok(found)
    }

    fn one(
        &self,
        id: Option<&str>,
        request: &SearchRequest,
        out: &mut dyn Write,
    ) -> Result<u8, CommandError> {
        if self.format == Format::Trec {
            let best = self.collection.best_documents(request)?;
            tabular::trec(out, id.unwrap_or("1"), &best)?;
            return Ok(if best.is_empty() { NOTHING_FOUND } else { 0 });
        }
        if self.options.report {
            return self.report(id, request, out);
        }
        let began = Instant::now();
        let answer = self.collection.search(request)?;
        let took_ms = began.elapsed().as_secs_f64() * 1000.0;
        let context = json::Context {
            query: &request.query,
            state: self.collection.state(),
            base: &self.ui.base,
            took_ms,
        };
        self.write(id, &answer, &context, out)?;
        if self.format != Format::Json {
            answer.warnings.iter().for_each(|w| point(self.ui, &request.query, w));
        }
        Ok(if answer.passages == 0 { NOTHING_FOUND } else { 0 })
    }

    fn write(
        &self,
        id: Option<&str>,
        answer: &Answer,
        context: &json::Context<'_>,
        out: &mut dyn Write,
    ) -> Result<(), CommandError> {
        match self.format {
            Format::Json => {
                let mut value = json::answer(answer, context);
                if id.is_some() {
                    value["id"] = id.into();
                }
                json::line(out, &value)?;
            }
            Format::Jsonl => {
                for hit in &answer.hits {
                    let mut value = json::hit(hit, &self.ui.base);
                    if id.is_some() {
                        value["query"] = id.into();
                    }
                    json::line(out, &value)?;
                }
            }
            Format::Csv => {
                if id.is_none() {
                    tabular::csv_head(out, false)?;
                }
                answer.hits.iter().try_for_each(|hit| tabular::csv(out, id, hit, &self.ui.base))?;
            }
            Format::Markdown => {
                markdown::answer(out, answer, context, self.options.full)?;
            }
            Format::Bibtex | Format::Biblatex | Format::Ris | Format::CslJson => {
                self.references.borrow_mut().extend(answer.hits.iter().map(Hit::reference));
            }
            _ => {
                if let Some(id) = id {
                    let query = format!("{id}: {}", context.query);
                    let query = visible(&query, false);
                    self.ui.screen.paragraph(out, "", "", &[(&query, Label::Strong)])?;
                    writeln!(out)?;
                }
                self.text(answer, context, out)?;
            }
        }
        Ok(())
    }

    fn report(
        &self,
        id: Option<&str>,
        request: &SearchRequest,
        out: &mut dyn Write,
    ) -> Result<u8, CommandError> {
        let report = self.collection.report(request)?;
        let time = jiff::Timestamp::now().as_second();
        let occasion = Occasion { state: self.collection.state(), time, id };
        match self.format {
            Format::Json => json::line(out, &reported::value(&report, &occasion))?,
            _ => report::markdown(out, &report, &occasion)?,
        }
        Ok(if report.answer.passages == 0 { NOTHING_FOUND } else { 0 })
    }

    fn text(
        &self,
        answer: &Answer,
        context: &json::Context<'_>,
        out: &mut dyn Write,
    ) -> Result<(), CommandError> {
        let Desk { options, collection, ui, .. } = self;
        for hit in &answer.hits {
            let shown = match options.context {
                0 => None,
                around => collection.show(&hit.id(), around)?.ok(),
            };
            match shown {
                Some(shown) => {
                    let around = (&shown.before[..], &shown.after[..]);
                    ui.screen.in_place(out, hit, &ui.base, around)?;
                }
                None => ui.screen.hit(out, hit, &ui.base, options.full)?,
            }
            ui.screen.explanation(out, hit)?;
            writeln!(out)?;
        }
        if answer.passages == 0 {
            let nothing = nothing_found(context.query, collection.state());
            ui.screen.paragraph(out, "", "    ", &[(&visible(&nothing, false), Label::Plain)])?;
        }
        if let Some(facets) = answer.facets.as_ref().filter(|_| answer.passages > 0) {
            ui.screen.facets(out, facets)?;
            writeln!(out)?;
        }
        ui.screen.summary(out, answer, context.took_ms)?;
        if let Some(reading) = &answer.reading {
            ui.screen.reading(out, reading)?;
        }
        if options.batch.is_some() {
            writeln!(out)?;
        }
        Ok(())
    }
}

/// Opens the index; the seeds are ingested first where there is no index and they are there.
fn open(common: &Common, ui: &Ui) -> Result<Collection, CommandError> {
    let folder = ui.absolute(&common.index);
    if !Collection::exists(&folder)
        && let Some(seeds) = super::ingest::seeds(ui)
    {
        ui.note(&format!("no index in {} yet: ingesting the seeds", common.index.display()));
        let request = IngestRequest { otherwise: Some(seeds), ..IngestRequest::default() };
        let report = super::ingest::ingest(common, ui, &request)?;
        super::ingest::tell(ui, &report);
        ui.note(&super::ingest::last_line(&report));
    }
    Ok(Collection::open(&folder)?)
}

/// Opens an index that has to be there.
pub(super) fn open_existing(common: &Common, ui: &Ui) -> Result<Collection, CommandError> {
    Ok(Collection::open(&ui.absolute(&common.index))?)
}

fn say_changed(collection: &Collection, ui: &Ui) -> Result<(), CommandError> {
    let changed = collection.changed_files()?;
    for path in &changed {
        ui.warn(&format!("{} is not as it was at the ingest", shown_path(path, &ui.base)));
    }
    if !changed.is_empty() {
        ui.note("`pincite ingest` brings the index up to date");
    }
    Ok(())
}

/// Shows a warning under the place in the query that it is about.
pub(super) fn point(ui: &Ui, query: &str, warning: &Warning) {
    if ui.quiet {
        return;
    }
    ui.warn(&warning.message);
    let (start, end) = (warning.at.start as usize, warning.at.end as usize);
    if let (Some(before), Some(at)) = (query.get(..start), query.get(start..end)) {
        use unicode_width::UnicodeWidthStr;
        if !at.is_empty() && !query.contains('\n') && query.width() < ui.screen.width {
            let carets = "^".repeat(at.width().max(1));
            ui.note(&format!("  {query}\n  {}{carets}", " ".repeat(before.width())));
        }
    }
}

/// The lines of a file, or of standard input for `-`.
pub(super) fn lines(
    file: &Path,
) -> Result<Box<dyn Iterator<Item = std::io::Result<String>>>, CommandError> {
    if file == Path::new("-") {
        return Ok(Box::new(std::io::stdin().lines()));
    }
    let open = std::fs::File::open(file)
        .map_err(|e| CommandError::new(format!("cannot read {}: {e}", file.display())))?;
    Ok(Box::new(std::io::BufReader::new(open).lines()))
}
