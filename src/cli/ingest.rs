//! `pincite ingest`.

use std::cell::Cell;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::options::{Common, Format};
use super::ui::{COULD_NOT, CommandError, Ui};
use crate::collection::Collection;
use crate::ingest::{IngestRequest, LeftOut, Progress, Report};
use crate::render::json;
use crate::render::place::shown_path;
use crate::render::sanitize::visible;
use crate::render::terminal::{by_line, counted};

/// Read documents into the index
#[derive(Debug, Args)]
#[command(after_help = "\
A PATH is added to the corpus, or brought up to date if it is part of it. Without a \
PATH the whole corpus is brought up to date (the folder `seeds`, where nothing was \
ingested yet): files that did not change are not read again, changed ones are \
replaced, files that are gone are taken out. Hidden files are left out, links are not \
followed.

A `catalog.toml`, or a `catalog.bib` or `catalog.json` (CSL-JSON), beside the documents \
says what they do not. --write-catalog overwrites nothing; `--write-catalog=-` prints.

Examples:
  pincite ingest ~/papers --exclude '*.log'
  pincite ingest notes.txt speeches.jsonl
  pincite ingest                     bring everything up to date
  pincite ingest ~/papers --write-catalog
  pincite ingest --forget ~/papers")]
pub struct Ingest {
    /// Files and folders
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Take a path out of the corpus
    #[arg(long, value_name = "PATH")]
    forget: Vec<PathBuf>,
    /// Leave out what matches, below the paths given
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Threads that read (default: one for each core)
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Read everything again
    #[arg(long)]
    rebuild: bool,
    /// Show what would be read, as what, with which record; write nothing
    #[arg(long)]
    dry_run: bool,
    /// Propose a catalog of what was found, to be corrected by hand
    #[arg(
        long,
        value_name = "FILE",
        num_args = 0..=1,
        require_equals = true,
        conflicts_with = "dry_run"
    )]
    write_catalog: Option<Option<PathBuf>>,
    /// End with status 2 if anything was left out
    #[arg(long)]
    strict: bool,
}

impl Ingest {
    pub(super) fn run(
        self,
        common: &Common,
        ui: &Ui,
        out: &mut dyn Write,
    ) -> Result<u8, CommandError> {
        let absolute = |paths: &[PathBuf]| paths.iter().map(|p| ui.absolute(p)).collect();
        let request = IngestRequest {
            add: absolute(&self.paths),
            forget: absolute(&self.forget),
            exclude: self.exclude,
            otherwise: seeds(ui),
            rebuild: self.rebuild,
            dry_run: self.dry_run,
            threads: self.threads,
        };
        let report = ingest(common, ui, &request)?;
        tell(ui, &report);
        if let Some(file) = &self.write_catalog
            && super::propose::propose(&request.add, file.as_deref(), common, ui, out)?
        {
            // Standard output is the catalog.
            ui.note(&last_line(&report));
        } else if self.dry_run {
            dry_run(&report, common, ui, out)?;
        } else if matches!(common.format(), Format::Json | Format::Jsonl) {
            json::line(out, &json::report(&report, &ui.base))?;
        } else {
            writeln!(out, "{}", last_line(&report))?;
        }
        let nothing_read = report.documents == 0 && !report.left_out.is_empty() && !self.dry_run;
        let failed = nothing_read || (self.strict && !report.left_out.is_empty());
        Ok(if failed { COULD_NOT } else { 0 })
    }
}

/// The folder of seeds, where there is one.
pub(super) fn seeds(ui: &Ui) -> Option<PathBuf> {
    Some(ui.absolute(Path::new("seeds"))).filter(|p| p.is_dir())
}

/// Carries out an ingest with a bar that shows how far it is.
pub(super) fn ingest(
    common: &Common,
    ui: &Ui,
    request: &IngestRequest,
) -> Result<Report, CommandError> {
    let bar = ProgressBar::hidden();
    let done = Cell::new(0_u64);
    let show = |progress| match progress {
        Progress::Begins { files, bytes } => {
            if files > 0 {
                ui.note(&format!("reading {}", counted(files, "file")));
            }
            // A short ingest is over before a bar would be read.
            if !ui.quiet && bytes > 4 << 20 && std::io::stderr().is_terminal() {
                bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
                bar.set_style(style());
                bar.set_length(bytes);
            }
        }
        Progress::Read(bytes) => {
            done.set(done.get() + bytes);
            bar.set_position(done.get());
        }
        Progress::Writing => bar.finish_and_clear(),
    };
    let report = Collection::ingest(&ui.absolute(&common.index), request, &show);
    bar.finish_and_clear();
    Ok(report?)
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// Says what was left out, a line each.
pub(super) fn tell(ui: &Ui, report: &Report) {
    let line = |about: &LeftOut| {
        let path = shown_path(&about.path, &ui.base);
        match about.line {
            Some(line) => format!("{path}:{line}: {}", about.reason),
            None => format!("{path}: {}", about.reason),
        }
    };
    for left_out in &report.left_out {
        ui.warn(&format!("left out {}", line(left_out)));
    }
    if ui.verbose {
        report.complaints.iter().for_each(|c| ui.note(&line(c)));
    }
    unmatched(ui, report, &line);
    if let Some(why) = report.derived_again {
        ui.note(&format!("{why}: the index is made anew from the stored documents"));
    }
}

/// Says how many entries of a list match no document, or which.
fn unmatched(ui: &Ui, report: &Report, line: &dyn Fn(&LeftOut) -> String) {
    if ui.verbose {
        report.unmatched.iter().for_each(|entry| ui.note(&line(entry)));
        return;
    }
    for entries in report.unmatched.chunk_by(|a, b| a.path == b.path) {
        let path = entries.first().map(|first| shown_path(&first.path, &ui.base));
        let (n, verb) =
            (entries.len() as u64, if entries.len() == 1 { "matches" } else { "match" });
        let n = counted_entries(n);
        let path = path.unwrap_or_default();
        ui.note(&format!(
            "{path}: {n} {verb} no document; `pincite ingest --rebuild -v` says which"
        ));
    }
}

fn counted_entries(n: u64) -> String {
    let word = if n == 1 { "entry" } else { "entries" };
    format!("{} {word}", crate::render::terminal::grouped(n))
}

/// What came of an ingest, in a line.
pub(super) fn last_line(report: &Report) -> String {
    let mut parts = vec![format!(
        "{} in {}",
        counted(report.passages, "passage"),
        counted(report.documents, "document")
    )];
    let mut part = |n: u64, what: &str| {
        if n > 0 {
            parts.push(format!("{} {what}", crate::render::terminal::grouped(n)));
        }
    };
    part(report.added, "added");
    part(report.removed, "removed");
    let files = if report.files_unchanged == 1 { "file unchanged" } else { "files unchanged" };
    part(report.files_unchanged, files);
    part(report.left_out.len() as u64, "left out");
    parts.join(" · ")
}

fn dry_run(
    report: &Report,
    common: &Common,
    ui: &Ui,
    out: &mut dyn Write,
) -> Result<(), CommandError> {
    for read in &report.would_read {
        let path = shown_path(&read.path, &ui.base);
        let place = read.line.map_or_else(|| path.clone(), |line| format!("{path}:{line}"));
        if common.format() == Format::Json || common.format() == Format::Jsonl {
            let record = serde_json::json!({
                "path": path, "line": read.line, "format": read.format, "passages": read.passages,
                "title": read.work.title, "source": read.work.shown_source(),
                "authors": read.work.authors.iter().map(|a| &a.name).collect::<Vec<_>>(),
                "issued": read.work.issued.map(|d| d.to_string()), "url": read.work.url,
                "number": read.work.number,
            });
            json::line(out, &record)?;
            continue;
        }
        let title = read.work.title.as_deref().unwrap_or("(no title)");
        let by = by_line(&read.work, None);
        let by = if by.is_empty() { String::new() } else { format!(" · {by}") };
        let passages = counted(read.passages as u64, "passage");
        let line = format!("{place} · {} · {passages} · {title}{by}", read.format);
        writeln!(out, "{}", visible(&line, false))?;
    }
    Ok(())
}
