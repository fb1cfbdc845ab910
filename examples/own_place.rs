//! Whether what stands in a corpus is found where it stands.
//!
//! ```text
//! cargo run --release --example own_place -- INDEX [SLICES]
//! ```
//!
//! Draws stretches of 4 to 60 words, and some of 100 to 1000, from anywhere in the text of any
//! document (headings, captions, notes and list items among it), and takes every passage of some
//! documents whole. Each is judged; it must be verbatim at the very place that it was taken from.
//! Prints how many are not, and those. Everything is drawn by a seeded generator.

use std::env;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use pincite::collection::Collection;
use pincite::search::Listed;
use pincite::text::Span;
use pincite::verify::{Caution, Finding, Quotation, Verdict, VerifyRequest};

/// Stretches drawn, unless said otherwise.
const SLICES: usize = 2000;
/// One stretch in so many is long.
const LONG: usize = 10;
/// One stretch in so many begins in a heading or in a passage that is no body text, where there is one.
const APART: usize = 2;
/// Of one document for so many stretches all passages are taken.
const WHOLE: usize = 20;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let done = match arguments.as_slice() {
        [index] => measure(Path::new(index), SLICES),
        [index, count] => match count.parse() {
            Ok(count) => measure(Path::new(index), count),
            Err(_) => Err(format!("{count} is no number of stretches")),
        },
        _ => Err("write INDEX [SLICES]".to_owned()),
    };
    match done {
        Ok(table) => {
            // A closed pipe is nothing to report.
            let _ = io::stdout().write_all(table.as_bytes());
            ExitCode::SUCCESS
        }
        Err(message) => {
            let _ = writeln!(io::stderr(), "own_place: {message}");
            ExitCode::from(2)
        }
    }
}

/// Numbers that look drawn by lot, the same for the same seed (SplitMix64).
struct Lot(u64);

impl Lot {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }
}

/// A document's text, and where its passages stand.
struct Text {
    id: String,
    text: String,
    passages: Vec<Span>,
    /// Headings, and passages that are no body text.
    apart: Vec<Span>,
}

impl Text {
    fn of(collection: &Collection, listed: &Listed) -> Result<Option<Text>, String> {
        let id = listed.id.to_string();
        let (mut text, mut passages, mut apart) = (String::new(), Vec::new(), Vec::new());
        let mut end = 0;
        for n in 1..=listed.passages {
            let shown = collection.show(&format!("{id}.{n}"), 0).map_err(|e| e.to_string())?;
            let Ok(shown) = shown else { return Ok(None) };
            if shown.hit.kind.name() != "body" {
                apart.push(shown.span);
            }
            apart.push(Span { start: end, end: shown.span.start });
            end = shown.span.end;
            passages.push(shown.span);
            text = shown.document;
        }
        apart.push(Span { start: end, end: u32::try_from(text.len()).unwrap_or(end) });
        apart.retain(|span| span.slice(&text).is_some_and(|s| s.contains(char::is_alphanumeric)));
        Ok((!passages.is_empty()).then_some(Text { id, text, passages, apart }))
    }

    /// A stretch of so many words that begins at a word drawn.
    fn stretch(&self, length: usize, is_apart: bool, lot: &mut Lot) -> Option<Span> {
        let words: Vec<Span> = words(&self.text);
        let from = match self.apart.get(lot.below(self.apart.len())).filter(|_| is_apart) {
            Some(span) => words.partition_point(|word| word.end <= span.start),
            None => lot.below(words.len()),
        };
        let first = words.get(from)?;
        let last = words.get((from + length - 1).min(words.len() - 1))?;
        Some(Span { start: first.start, end: last.end })
    }
}

/// What stands between white space.
fn words(text: &str) -> Vec<Span> {
    let words = text.split_whitespace();
    words
        .map(|word| {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            Span::new(start, start + word.len())
        })
        .collect()
}

/// What became of the stretches of one kind.
#[derive(Default)]
struct Tally {
    judged: usize,
    there: usize,
    /// Those that stand in more documents than are listed.
    among_many: usize,
    missed: String,
}

fn measure(index: &Path, count: usize) -> Result<String, String> {
    let collection = Collection::open(index).map_err(|e| e.to_string())?;
    let listed = collection.documents(None).map_err(|e| e.to_string())?;
    let empty = listed.iter().filter(|document| document.passages == 0).count();
    let mut lot = Lot(10);
    let names = ["4 to 60 words", "100 to 1000 words", "whole passages"];
    let mut tallies: [Tally; 3] = Default::default();
    collection
        .verify_each(&VerifyRequest::default(), |judge| -> Result<(), String> {
            for round in 0..count {
                let Some(document) = listed.get(lot.below(listed.len())) else { break };
                let Some(text) = Text::of(&collection, document)? else { continue };
                let is_long = round % LONG == LONG - 1;
                let length = if is_long { 100 + lot.below(901) } else { 4 + lot.below(57) };
                let span = text.stretch(length, round % APART == 0, &mut lot);
                let of_documents = if round % WHOLE == 0 { &*text.passages } else { &[] };
                let drawn = span.map(|span| (usize::from(is_long), span));
                let whole = of_documents.iter().map(|span| (2, *span));
                for (kind, span) in drawn.into_iter().chain(whole) {
                    let pasted = span.slice(&text.text).unwrap_or_default();
                    if Quotation::read(pasted).words() == 0 || Quotation::is_too_long(pasted) {
                        continue;
                    }
                    let finding = judge(pasted).map_err(|e| e.to_string())?;
                    tallies[kind].take(&text, span, &finding);
                }
            }
            Ok(())
        })
        .map_err(|e| e.to_string())??;
    let mut out = format!("{} documents, {empty} without a passage\n\n", listed.len());
    for (name, tally) in names.iter().zip(&tallies) {
        let _ = writeln!(
            out,
            "{name:20} {:>6} judged, {:>6} verbatim at their place, {:>4} in more places than are listed",
            tally.judged, tally.there, tally.among_many
        );
    }
    tallies.iter().for_each(|tally| out.push_str(&tally.missed));
    Ok(out)
}

impl Tally {
    fn take(&mut self, text: &Text, span: Span, finding: &Finding) {
        self.judged += 1;
        // The marks round a quotation are not compared.
        let is_there = finding.places.iter().any(|place| {
            let source = place.alignment.source;
            place.hit.document.to_string() == text.id
                && Verdict::of(&place.alignment) == Verdict::Verbatim
                && span.start <= source.start
                && source.end <= span.end
        });
        if is_there {
            self.there += 1;
        } else if finding.cautions.iter().any(|c| matches!(c, Caution::MorePlaces { .. }))
            && (finding.verdict == Verdict::Verbatim || finding.verdict == Verdict::TooShort)
        {
            self.among_many += 1;
        } else {
            let _ = writeln!(
                self.missed,
                "\n{} at {}..{} of {}:\n{}",
                finding.verdict.name(),
                span.start,
                span.end,
                text.id,
                span.slice(&text.text).unwrap_or_default()
            );
        }
    }
}
