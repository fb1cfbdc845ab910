//! The report of a search in Markdown, as it is put into an appendix.
//!
//! Sections: the search; the query line by line; limits; the corpus; results, with a table by source,
//! by year and by kind; the works found; and what each item of PRISMA-S is answered by. All of it is
//! the same for the same search of the same corpus, but for one line: the date of the search.
//! Nothing in it depends on where the program is started, and folders are named without their paths.

use std::collections::HashMap;
use std::io::{self, Write};

use super::facet::without;
use super::markdown::escaped;
use super::sanitize::visible;
use super::strategy;
use super::terminal::{counted, grouped};
use super::time::instant;
use crate::search::{Corpus, Count, Facet, FoundWork, Order, SearchReport, State};

/// What is needed beside a report to show it.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'a> {
    /// What the index says of itself.
    pub state: &'a State,
    /// When the search was made: seconds since 1970.
    pub time: i64,
    /// What the query is called in a batch.
    pub id: Option<&'a str>,
}

/// The program that made a report, with its version.
pub(super) fn program() -> String {
    format!("pincite {}", env!("CARGO_PKG_VERSION"))
}

/// Writes a report.
///
/// # Errors
/// What writing gives.
pub fn markdown(
    out: &mut dyn Write,
    report: &SearchReport,
    occasion: &Occasion<'_>,
) -> io::Result<()> {
    let id = occasion.id.map(|id| format!("{}: ", escaped(id))).unwrap_or_default();
    writeln!(out, "# Report of a search: {id}{}\n", query(report))?;
    the_search(out, report, occasion)?;
    the_query(out, report)?;
    limits(out, report)?;
    the_corpus(out, &report.corpus, occasion.state)?;
    results(out, report, occasion.state)?;
    works(out, report)?;
    items(out)
}

/// The query as typed, on one line.
fn query(report: &SearchReport) -> String {
    match report.request.has_no_words() {
        true => "(no words)".to_owned(),
        false => escaped(&report.request.query),
    }
}

fn table(out: &mut dyn Write, rows: &[(&str, String)]) -> io::Result<()> {
    writeln!(out, "| | |\n| --- | --- |")?;
    rows.iter().try_for_each(|(what, is)| writeln!(out, "| {what} | {is} |"))?;
    writeln!(out)
}

/// Text as code in a table, to be copied as it stands.
fn code(text: &str) -> String {
    let text = visible(text, false).replace('|', "\\|");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn the_search(
    out: &mut dyn Write,
    report: &SearchReport,
    occasion: &Occasion<'_>,
) -> io::Result<()> {
    let read = report.answer.reading.as_ref().map(|r| r.query.as_str()).unwrap_or_default();
    let mut rows = vec![
        ("date of the search", instant(occasion.time)),
        ("query as typed", query(report)),
        ("query as read", escaped(read)),
        ("command", code(&strategy::command(&report.request))),
        ("program", program()),
    ];
    rows.retain(|(_, is)| !is.is_empty());
    writeln!(out, "## The search\n")?;
    table(out, &rows)
}

fn the_query(out: &mut dyn Write, report: &SearchReport) -> io::Result<()> {
    writeln!(out, "## The query, line by line\n")?;
    writeln!(out, "| line | looked for | passages | documents |\n| ---: | --- | ---: | ---: |")?;
    for (number, line) in (1_usize..).zip(&report.strategy.lines) {
        let (passages, documents) = (grouped(line.count.passages), grouped(line.count.documents));
        let step = strategy::in_words(line, number);
        writeln!(out, "| {number} | {} | {passages} | {documents} |", escaped(&step))?;
    }
    writeln!(
        out,
        "\nEach line gives what it finds alone in this corpus, each limit what it leaves.\n"
    )?;
    strategy::said(&report.answer)
        .iter()
        .try_for_each(|line| writeln!(out, "- {}", escaped(line)))?;
    if !strategy::said(&report.answer).is_empty() {
        writeln!(out)?;
    }
    Ok(())
}

fn limits(out: &mut dyn Write, report: &SearchReport) -> io::Result<()> {
    writeln!(out, "## Limits\n")?;
    let mut any = false;
    for (label, read, _) in report.strategy.limits() {
        any = true;
        writeln!(out, "- {}", escaped(&strategy::limit(label, read)))?;
    }
    if !any {
        writeln!(
            out,
            "- No limits were used: neither dates nor sources, authors, names or kinds."
        )?;
    }
    let request = &report.request;
    let undated = report.answer.undated_left_out;
    if undated > 0 {
        let undated = counted(undated, "document");
        writeln!(out, "- {undated} left out for want of a date of issue.")?;
    }
    let widened = match request.literal {
        true => {
            "Words count as they are written: no stems, no spelling variants, no other names (`--literal`)."
        }
        false => {
            "Words count in all their inflections, spellings and names that the lines above give."
        }
    };
    writeln!(out, "- {widened}")?;
    if request.plain {
        writeln!(out, "- The query was read as plain words, without operators (`--plain`).")?;
    }
    writeln!(out, "- Neither the language nor the type of a work limits anything.\n")
}

fn the_corpus(out: &mut dyn Write, corpus: &Corpus, state: &State) -> io::Result<()> {
    let roots: Vec<String> = corpus.roots.iter().map(root).collect();
    let files = counted(corpus.files, "file");
    let mut left_out = match corpus.left_out {
        0 => "nothing".to_owned(),
        1 => "1 file or record".to_owned(),
        n => format!("{} files or records", grouped(n)),
    };
    if corpus.unseen > 0 {
        left_out += &format!("; {} could not be looked at", counted(corpus.unseen, "place"));
    }
    let made = format!("pincite {}, format {}, {}", state.program, state.format, state.analysis);
    let passages = counted(state.passages, "passage");
    let rows = [
        ("holds", format!("{passages} in {}", counted(state.documents, "document"))),
        ("digest", escaped(&state.digest)),
        ("last ingest", instant(state.ingested)),
        ("read from", format!("{files} of {}", roots.join(", "))),
        ("left out at the last ingest", left_out),
        ("index made by", escaped(&made)),
        ("digest of the names", escaped(&corpus.names)),
    ];
    writeln!(out, "## The corpus\n")?;
    table(out, &rows)
}

fn root((name, exclude): &(String, Vec<String>)) -> String {
    match exclude.as_slice() {
        [] => escaped(name),
        globs => format!("{} without {}", escaped(name), escaped(&globs.join(", "))),
    }
}

fn results(out: &mut dyn Write, report: &SearchReport, state: &State) -> io::Result<()> {
    writeln!(out, "## Results\n")?;
    let answer = &report.answer;
    let total = Count { passages: answer.passages, documents: answer.documents };
    let corpus = Count { passages: state.passages, documents: state.documents };
    writeln!(out, "| | passages | documents |\n| --- | ---: | ---: |")?;
    let mut row = |what: &str, n: Count| {
        writeln!(out, "| {what} | {} | {} |", grouped(n.passages), grouped(n.documents))
    };
    row("the corpus", corpus)?;
    row("found by the query without limits", report.strategy.unlimited())?;
    row("found within the limits", total)?;
    if let Some(folded) = report.folded {
        let gone = Count {
            passages: total.passages - folded.passages.min(total.passages),
            documents: total.documents - folded.documents.min(total.documents),
        };
        row("of these near-identical with an earlier issue, folded into it", gone)?;
        row("left after folding", folded)?;
    }
    writeln!(out)?;
    match report.folded {
        None => writeln!(out, "Near-identical documents stand each for itself (`--copies`).\n")?,
        Some(_) => writeln!(
            out,
            "Files of equal bytes are one document. Near-identical passages were found by pincite at the ingest.\n"
        )?,
    }
    if total.passages == 0 {
        writeln!(
            out,
            "**Nothing was found.** The lines above say how often each part of the query stands in the corpus.\n"
        )?;
    }
    spread(
        out,
        "source",
        &answer.facets.as_ref().map(|f| &f.source),
        &report.corpus.spread.source,
    )?;
    spread(out, "year", &answer.facets.as_ref().map(|f| &f.year), &report.corpus.spread.year)?;
    spread(out, "kind", &answer.facets.as_ref().map(|f| &f.kind), &report.corpus.spread.kind)
}

/// Values that nothing was found of and that are named one by one.
const MOST_EMPTY: usize = 100;

/// How what was found is spread over a field, beside the corpus.
fn spread(
    out: &mut dyn Write,
    name: &str,
    found: &Option<&Facet>,
    corpus: &Facet,
) -> io::Result<()> {
    let nothing = Facet::default();
    let found = found.unwrap_or(&nothing);
    let counts: HashMap<&str, Count> = found.values.iter().map(|(v, n)| (v.as_str(), *n)).collect();
    let mut rows: Vec<(&str, Count, Count)> = corpus
        .values
        .iter()
        .map(|(v, n)| (v.as_str(), counts.get(v.as_str()).copied().unwrap_or_default(), *n))
        .collect();
    match name {
        "year" => rows.sort_by(|a, b| a.0.cmp(b.0)),
        _ => rows.sort_by(|a, b| {
            (b.1.passages, b.2.passages).cmp(&(a.1.passages, a.2.passages)).then(a.0.cmp(b.0))
        }),
    }
    let (mut empty, mut more) = (0, 0);
    writeln!(
        out,
        "| {name} | passages found | documents found | passages searched | documents searched |"
    )?;
    writeln!(out, "| --- | ---: | ---: | ---: | ---: |")?;
    let bare = Some((without(name), found.without, corpus.without));
    let bare = bare.filter(|(_, _, n)| n.passages > 0);
    for (value, n, all) in rows.into_iter().chain(bare) {
        if n.passages == 0 {
            empty += 1;
            if empty > MOST_EMPTY {
                more += 1;
                continue;
            }
        }
        let [a, b, c, d] = [n.passages, n.documents, all.passages, all.documents].map(grouped);
        writeln!(out, "| {} | {a} | {b} | {c} | {d} |", escaped(value))?;
    }
    writeln!(out)?;
    if more > 0 {
        let more = counted(more, &format!("further {name}"));
        writeln!(
            out,
            "{more} of the corpus, in which nothing was found: `--format json` names all.\n"
        )?;
    }
    Ok(())
}

fn works(out: &mut dyn Write, report: &SearchReport) -> io::Result<()> {
    writeln!(out, "## Works\n")?;
    if report.works.is_empty() {
        return match report.answer.passages {
            0 => writeln!(out, "None.\n"),
            _ => writeln!(out, "Not listed (`-n 0`).\n"),
        };
    }
    let order = match report.request.order {
        Order::Relevance => "in order of relevance, each by its best passage",
        Order::Newest => "the newest first by date of issue, then in order of relevance",
        Order::Oldest => "the oldest first by date of issue, then in order of relevance",
    };
    let count = match report.works.len() {
        1 if report.is_cut => "work".to_owned(),
        n => counted(n as u64, "work"),
    };
    match report.is_cut {
        true => writeln!(out, "The first {count}, {order}; the list was cut by `-n`.\n")?,
        false => writeln!(out, "{count}, {order}.\n")?,
    }
    (1..).zip(&report.works).try_for_each(|(rank, work)| entry(out, rank, work))?;
    writeln!(out)
}

fn entry(out: &mut dyn Write, rank: usize, work: &FoundWork) -> io::Result<()> {
    let mut about = vec![work.reference.id.clone()];
    about.extend(work.key.clone());
    if work.reference.work.title.is_none() && work.key.is_none() {
        about.push(work.file.clone());
    }
    let mut about = escaped(&about.join(", "));
    about += &format!("; {}", counted(work.passages, "passage"));
    if !work.copies.is_empty() {
        let copies = work.copies.iter().map(|(id, n)| format!("{id}: {}", counted(*n, "passage")));
        let copies: Vec<String> = copies.collect();
        about += &format!("; near-identical, folded: {}", copies.join(", "));
    }
    writeln!(out, "{rank}. {} ({about})", escaped(&work.citation))
}

/// The items of PRISMA-S (Rethlefsen et al. 2021), with what answers each here. What only the
/// researcher can know is left open.
const ITEMS: [(&str, &str); 16] = [
    ("Database name", "The corpus; Results by source"),
    (
        "Multi-database searching",
        "Results by source: all were searched at once, on one platform (The search: program)",
    ),
    ("Study registries", OPEN),
    ("Online resources and browsing", OPEN),
    ("Citation searching", OPEN),
    ("Contacts", OPEN),
    ("Other methods", OPEN),
    ("Full search strategies", "The search; The query, line by line"),
    ("Limits and restrictions", "Limits; their justification: ____"),
    ("Search filters", OPEN),
    ("Prior work", OPEN),
    (
        "Updates",
        "The same command gives this report again; the digest of the corpus says whether the corpus changed. Other methods: ____",
    ),
    ("Dates of searches", "The search: date; The corpus: last ingest"),
    ("Peer review", OPEN),
    ("Total records", "Results"),
    ("Deduplication", "Results; Works (near-identical documents of each)"),
];

const OPEN: &str = "____";

fn items(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## PRISMA-S\n\n| item | | where |\n| ---: | --- | --- |")?;
    for (number, (item, place)) in (1..).zip(ITEMS) {
        writeln!(out, "| {number} | {item} | {place} |")?;
    }
    writeln!(out, "\n`____` is for the researcher to fill in: the program cannot know it.")
}
