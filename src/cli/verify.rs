//! `pincite verify`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::limits::{Limits, bytes};
use super::options::{Common, Format};
use super::search::{lines, open_existing};
use super::ui::{CommandError, NOT_SO, Ui};
use crate::collection::Collection;
use crate::render::evidence::{Object, csv, csv_head, value};
use crate::render::verdict::{Basis, Case, Tally, summary, tally};
use crate::render::{json, note};
use crate::search::SearchError;
use crate::verify::{Finding, Verdict, rules};

/// Whether the corpus has a quotation, in these words, and where
#[derive(Debug, Args)]
#[command(after_help = "\
verbatim: letter for letter. normalized: only typography differs, and what does is \
listed. edited: only edits that the quotation declares, … or [words]. altered: the words \
differ, and how. absent: no document of this corpus has it, which does not make it \
false. too_short: under four words. Several arguments are one quotation of 2,000 words \
at most. `NAME, quoted in …`: the source quotes these words from somebody (`quoted_in` \
in JSON). Forms: text, json, jsonl, csv, markdown. Status 1: altered or absent, or too \
short and nowhere; with --strict, a caution too.

Examples:
  pincite verify 'India spends only 0.64% of GDP on R&D'
  pincite verify --author Rajeev 'splashy headlines … went relatively unnoticed'
  pincite verify --strict 'companies … may … cooperate'   fails for what is left out
  pincite verify --batch quotations.tsv --format csv > verdicts.csv
  pbpaste | pincite verify -          a quotation from the clipboard")]
pub struct Verify {
    /// The quotation, its outer marks left out or not; `-` for standard input
    #[arg(value_name = "QUOTATION")]
    quotation: Vec<String>,
    #[command(flatten)]
    limits: Limits,
    /// One a line, a quotation or `id<TAB>quotation`; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "quotation")]
    batch: Option<PathBuf>,
}

const FORMATS: [Format; 5] =
    [Format::Text, Format::Markdown, Format::Json, Format::Jsonl, Format::Csv];

impl Verify {
    pub(super) fn run(
        self,
        common: &Common,
        ui: &Ui,
        out: &mut dyn Write,
    ) -> Result<u8, CommandError> {
        let format = common.format_among(&FORMATS)?;
        let quotation = match &self.batch {
            None => Some(self.quotation()?),
            Some(_) => None,
        };
        let began = Instant::now();
        let collection = open_existing(common, ui)?;
        let (asked, rules) = (self.limits.request(), rules());
        let basis =
            Basis { state: collection.state(), rules: &rules, asked: &asked, base: &ui.base };
        let mut form = Form::begin(format, &basis, ui, out)?;
        let status = collection.verify_each(&asked, |judge| {
            let mut court = Court { judge, limits: &self.limits, status: 0 };
            match (&self.batch, quotation) {
                (Some(file), _) => court.batch(file, &mut form, out)?,
                (None, quotation) => {
                    court.judge(None, &quotation.unwrap_or_default(), &mut form, out)?
                }
            }
            Ok::<u8, CommandError>(court.status)
        })??;
        form.end(self.batch.is_some(), began.elapsed().as_secs_f64() * 1000.0, out)?;
        Ok(status)
    }

    fn quotation(&self) -> Result<String, CommandError> {
        let quotation = match self.quotation.as_slice() {
            [one] if one == "-" => {
                let bytes = bytes(Path::new("-"))?;
                match Collection::draft(&bytes) {
                    Ok(source) => source.text,
                    Err(_) if bytes.iter().all(u8::is_ascii_whitespace) => String::new(),
                    Err(e) => {
                        let why = format!("cannot read standard input: {e}");
                        return Err(CommandError::new(why).hint("Give it as plain text."));
                    }
                }
            }
            words => words.join(" "),
        };
        if quotation.chars().all(char::is_whitespace) {
            return Err(CommandError::new("there is no quotation to verify")
                .hint("Type one in quotes, `-` to read it from standard input, or --batch FILE."));
        }
        Ok(quotation)
    }
}

/// Judges quotations one after the other.
struct Court<'a> {
    judge: &'a mut dyn FnMut(&str) -> Result<Finding, SearchError>,
    limits: &'a Limits,
    status: u8,
}

impl Court<'_> {
    fn batch(
        &mut self,
        file: &Path,
        form: &mut Form<'_>,
        out: &mut dyn Write,
    ) -> Result<(), CommandError> {
        let name = if file == Path::new("-") { "stdin".into() } else { file.to_string_lossy() };
        for (n, line) in (1..).zip(lines(file)?) {
            let unreadable = |e| CommandError::new(format!("cannot read {}: {e}", file.display()));
            let line = line.map_err(unreadable)?;
            let (id, quotation) = match line.split_once('\t') {
                Some((id, quotation)) => {
                    (Some(id.trim()).filter(|id| !id.is_empty()), quotation.trim())
                }
                None => (None, line.trim()),
            };
            if !quotation.is_empty() {
                self.judge(id, quotation, form, out).map_err(|e| e.at(&format!("{name}:{n}")))?;
            } else if let Some(id) = id {
                form.ui.warn(&format!("{name}:{n} gives no quotation behind {id} and a tab"));
            }
        }
        Ok(())
    }

    fn judge(
        &mut self,
        id: Option<&str>,
        quotation: &str,
        form: &mut Form<'_>,
        out: &mut dyn Write,
    ) -> Result<(), CommandError> {
        let finding = (self.judge)(quotation)?;
        let is_nowhere = finding.verdict == Verdict::TooShort && finding.places.is_empty();
        let status = if is_nowhere { NOT_SO } else { self.limits.status(&finding) };
        self.status = self.status.max(status);
        form.finding(&Case { id, at: None, finding: &finding }, out)?;
        Ok(())
    }
}

/// How findings are written, and how many were.
struct Form<'a> {
    format: Format,
    object: Option<Object>,
    basis: Basis<'a>,
    ui: &'a Ui,
    tally: Tally,
    cautioned: u64,
}

impl<'a> Form<'a> {
    fn begin(
        format: Format,
        basis: &Basis<'a>,
        ui: &'a Ui,
        out: &mut dyn Write,
    ) -> Result<Form<'a>, CommandError> {
        let mut object = None;
        match format {
            Format::Json => object = Some(Object::begin(out, basis, None)?),
            Format::Csv => csv_head(out)?,
            _ => {}
        }
        let tally = tally(std::iter::empty::<&Finding>());
        Ok(Form { format, object, basis: *basis, ui, tally, cautioned: 0 })
    }

    fn finding(&mut self, case: &Case<'_>, out: &mut dyn Write) -> Result<(), CommandError> {
        let first = self.tally.iter().all(|(_, n)| *n == 0);
        let given = self.tally.iter_mut().find(|(verdict, _)| *verdict == case.finding.verdict);
        given.into_iter().for_each(|(_, n)| *n += 1);
        self.cautioned += u64::from(!case.finding.cautions.is_empty());
        match (&mut self.object, self.format) {
            (Some(object), _) => object.finding(out, case, &self.basis)?,
            (None, Format::Jsonl) => json::line(out, &value(case, &self.basis))?,
            (None, Format::Csv) => csv(out, case, &self.basis)?,
            (None, Format::Markdown) => note::finding(out, case, &self.basis)?,
            (None, _) => {
                if !first {
                    writeln!(out)?;
                }
                let lead = case.id.map(|id| format!("{id}:")).unwrap_or_default();
                self.ui.screen.finding(out, &lead, case.finding, &self.basis)?;
            }
        }
        Ok(())
    }

    fn end(self, is_batch: bool, took_ms: f64, out: &mut dyn Write) -> Result<(), CommandError> {
        match (self.object, self.format) {
            (Some(object), _) => object.end(out, &self.tally, took_ms)?,
            (None, Format::Text) if is_batch => {
                let summary = summary(&self.tally, self.cautioned);
                writeln!(out)?;
                self.ui.screen.said(out, &format!("{summary} · {took_ms:.1} ms"))?;
            }
            _ => {}
        }
        Ok(())
    }
}
