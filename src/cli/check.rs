//! `pincite check`.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::limits::{Limits, bytes};
use super::options::{Common, Format};
use super::search::open_existing;
use super::ui::{CommandError, Ui};
use crate::collection::Collection;
use crate::render::evidence::{Draft, Object, csv, csv_head, value};
use crate::render::footnote::{Bare, Reader, Style, annotated, digest};
use crate::render::record::{self, Checked};
use crate::render::sanitize::visible;
use crate::render::verdict::{At, Basis, Case, Tally, summary, tally};
use crate::render::{json, note};
use crate::text::Span;
use crate::verify::{self, rules};

/// The same for every quotation in a draft
#[derive(Debug, Args)]
#[command(after_help = "\
Quotations are what stands in quotation marks of any kind, and block quotations. What \
has under four words (titles, single words) is listed and no fault. Where the sentence \
round a quotation names an author, a publisher or a programme in whose works it does not \
stand, a caution says so. `quoting NAME`: the source quotes these words from somebody \
(`quoted_in` in JSON). What has over 2,000 words is judged by paragraphs. Forms: text, \
json, jsonl, csv, markdown. Status 1: a quotation is altered or absent; with --strict, \
a caution too.

Examples:
  pincite check draft.md
  pincite check draft.md --annotate > noted.md     the draft with a note on each
  pincite check draft.md --report record.md --strict
  pincite check - --format csv < draft.txt")]
pub struct Check {
    /// The draft, text or markdown; `-` for standard input
    #[arg(value_name = "DRAFT")]
    draft: PathBuf,
    #[command(flatten)]
    limits: Limits,
    /// Give the draft back with a footnote on each quotation
    #[arg(long)]
    annotate: bool,
    /// Write a record of the check to a file: markdown, or JSON if it ends in .json
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

const FORMATS: [Format; 5] =
    [Format::Text, Format::Markdown, Format::Json, Format::Jsonl, Format::Csv];

impl Check {
    pub(super) fn run(
        self,
        common: &Common,
        ui: &Ui,
        out: &mut dyn Write,
    ) -> Result<u8, CommandError> {
        let format = common.format_among(&FORMATS)?;
        self.sound(format, ui)?;
        let (bytes, text) = self.read()?;
        let began = Instant::now();
        let collection = open_existing(common, ui)?;
        let (asked, rules) = (self.limits.request(), rules());
        let basis =
            Basis { state: collection.state(), rules: &rules, asked: &asked, base: &ui.base };
        let bare = Bare::of(&text.text);
        let draft = verify::Draft { text: &bare.text, is_plain: self.style() == Style::Plain };
        let checked = collection.check(draft, &asked)?;
        let spans: Vec<Span> = checked.findings.iter().map(|(quoted, _)| quoted.span).collect();
        let places = text.places(&bare, &spans);
        let cases: Vec<Case<'_>> = checked
            .findings
            .iter()
            .zip(places)
            .map(|((_, finding), at)| Case { id: None, at: Some(at), finding })
            .collect();
        let tally = tally(cases.iter().map(|case| case.finding));
        let cautioned =
            cases.iter().filter(|case| !case.finding.cautions.is_empty()).count() as u64;
        let (path, digest) = (self.draft.to_string_lossy(), digest(&bytes));
        let draft = Draft { path: &path, digest: &digest };
        let took_ms = began.elapsed().as_secs_f64() * 1000.0;
        if let Some(file) = &self.report {
            let time = now();
            let record = Checked { draft, time, cases: &cases, tally: &tally, cautioned };
            write_record(file, &record, &basis)?;
        }
        let summary = summary(&tally, cautioned);
        if self.annotate {
            let noted = annotated(&bare, &spans, &cases, self.style(), &basis);
            write_draft(&noted, ui, out)?;
            if !text.is_utf8(&bytes) {
                ui.note(&format!("{} is not in UTF-8; the draft given back is.", named(&path)));
            }
            ui.note(&summary);
        } else {
            let answer = Answer { draft, cases: &cases, tally: &tally, basis: &basis };
            answer.write(format, ui, took_ms, &summary, out)?;
        }
        Ok(cases.iter().map(|case| self.limits.status(case.finding)).max().unwrap_or(0))
    }

    /// Options that do not go together.
    fn sound(&self, format: Format, ui: &Ui) -> Result<(), CommandError> {
        if self.annotate && format != Format::Text {
            return Err(CommandError::new("the annotated draft has the form of the draft")
                .hint("Leave --format out, or --annotate."));
        }
        let is_draft = |file: &PathBuf| ui.absolute(file) == ui.absolute(&self.draft);
        if self.report.as_ref().is_some_and(is_draft) {
            return Err(CommandError::new("the record would be written over the draft")
                .hint("Name another file with --report."));
        }
        Ok(())
    }

    fn read(&self) -> Result<(Vec<u8>, Text), CommandError> {
        let bytes = bytes(&self.draft)?;
        if bytes.iter().all(u8::is_ascii_whitespace) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            return Ok((bytes, Text { text, ..Text::default() }));
        }
        match Collection::draft(&bytes) {
            Ok(source) => Ok((bytes, Text { text: source.text, origin: source.origin })),
            Err(e) => {
                let path = self.draft.to_string_lossy();
                let path = named(&path);
                Err(CommandError::new(format!("cannot check {path}: {e}"))
                    .hint("Save the draft as plain text or markdown."))
            }
        }
    }

    fn style(&self) -> Style {
        let is_plain = self.draft.extension().is_some_and(|e| e.eq_ignore_ascii_case("txt"));
        if is_plain { Style::Plain } else { Style::Markdown }
    }
}

/// A decoded draft, with the way back to its bytes.
#[derive(Default)]
struct Text {
    text: String,
    origin: crate::text::Origin,
}

impl Text {
    /// Whether it was decoded from UTF-8; a byte order mark aside.
    fn is_utf8(&self, bytes: &[u8]) -> bool {
        bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes) == self.text.as_bytes()
    }

    /// The places of stretches of the bare draft.
    fn places(&self, bare: &Bare, spans: &[Span]) -> Vec<At> {
        let mut reader = Reader::of(&self.text);
        let spans = spans.iter().map(|span| bare.in_draft(*span));
        spans.map(|span| reader.place(span, self.origin.file_span(span))).collect()
    }
}

/// What is answered on a draft.
struct Answer<'a> {
    draft: Draft<'a>,
    cases: &'a [Case<'a>],
    tally: &'a Tally,
    basis: &'a Basis<'a>,
}

impl Answer<'_> {
    fn write(
        &self,
        format: Format,
        ui: &Ui,
        took_ms: f64,
        summary: &str,
        out: &mut dyn Write,
    ) -> Result<(), CommandError> {
        let Answer { draft, cases, tally, basis } = self;
        match format {
            Format::Json => {
                let mut object = Object::begin(out, basis, Some(*draft))?;
                cases.iter().try_for_each(|case| object.finding(out, case, basis))?;
                object.end(out, tally, took_ms)?;
            }
            Format::Jsonl => {
                cases.iter().try_for_each(|case| json::line(out, &value(case, basis)))?;
            }
            Format::Csv => {
                csv_head(out)?;
                cases.iter().try_for_each(|case| csv(out, case, basis))?;
            }
            Format::Markdown => note::draft(out, draft.path, cases, summary, basis)?,
            _ if cases.is_empty() => {
                ui.screen.said(out, &format!("No quotation found in {}.", named(draft.path)))?;
            }
            _ => {
                ui.screen.draft(out, draft.path, cases, basis)?;
                ui.screen.said(out, &format!("{summary} · {took_ms:.1} ms"))?;
            }
        }
        Ok(())
    }
}

fn named(path: &str) -> &str {
    if path == "-" { "standard input" } else { path }
}

fn write_record(file: &Path, record: &Checked<'_>, basis: &Basis<'_>) -> Result<(), CommandError> {
    let cannot = |e| CommandError::new(format!("cannot write {}: {e}", file.display()));
    let mut out = BufWriter::new(std::fs::File::create(file).map_err(cannot)?);
    let written = if file.extension().is_some_and(|e| e.eq_ignore_ascii_case("json")) {
        json::line(&mut out, &record::json(record, basis))
    } else {
        record::markdown(&mut out, record, basis)
    };
    written.and_then(|()| out.flush()).map_err(cannot)
}

/// Writes the draft as it is into a pipe; on a terminal nothing in it may act.
fn write_draft(draft: &str, ui: &Ui, out: &mut dyn Write) -> Result<(), CommandError> {
    let shown = if ui.is_terminal { visible(draft, true) } else { draft.into() };
    Ok(out.write_all(shown.as_bytes())?)
}

/// Seconds since 1970.
fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}
