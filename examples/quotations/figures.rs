//! What the court said of each quotation, counted by class.

use std::time::Duration;

use pincite::collection::Collection;
use pincite::verify::{Caution, Class, Finding, Standing, Verdict, VerifyRequest, What};

use crate::check::letters;
use crate::test_set::{Family, Item, TestSet};

/// What was found of one quotation, as far as it is counted.
pub struct Judged {
    pub verdict: Verdict,
    /// Whether a place given is where the words come from, with all lines of a genuine one.
    pub placed: bool,
    /// Whether that is where the nearest stretch is.
    pub near: bool,
    /// Classes of the differences at the first place, or at the nearest.
    pub classes: Vec<Class>,
    pub warned: bool,
    pub took: Duration,
}

impl Judged {
    /// Asks the court.
    pub fn by(collection: &Collection, item: &Item) -> Result<(Judged, Finding), String> {
        let request = VerifyRequest { quotation: item.text.clone(), ..VerifyRequest::default() };
        let clock = std::time::Instant::now();
        let finding = collection.verify(&request).map_err(|e| e.to_string())?;
        let took = clock.elapsed();
        let lies = |standing: &Standing| is_at(item, standing) || is_repeated_at(item, standing);
        let first = finding.places.iter().find(|s| lies(s)).or(finding.places.first());
        let best = first.or(finding.nearest.as_ref());
        let class = |what: What| match what {
            What::Difference(class) => Some(class),
            What::Fold(_) | What::Declared(_) => None,
        };
        let edits = best.map_or(&[][..], |standing| &standing.alignment.edits);
        let classes = edits.iter().filter_map(|edit| class(edit.what)).collect();
        let left_out = |caution: &Caution| matches!(caution, Caution::NegationLeftOut { .. });
        let judged = Judged {
            verdict: finding.verdict,
            placed: finding.places.iter().any(lies),
            near: finding.nearest.as_ref().is_some_and(lies),
            classes,
            warned: finding.cautions.iter().any(left_out),
            took,
        };
        Ok((judged, finding))
    }

    /// Whether it is what it should be: what `--show` leaves out.
    pub fn is_right(&self, item: &Item) -> bool {
        match item.family {
            Family::Genuine => self.verdict.is_genuine() && self.placed,
            Family::Absent => !self.verdict.is_genuine(),
            Family::Elided => self.verdict == Verdict::Edited && self.warned && self.placed,
            Family::Altered => {
                let expected = item.expected.is_none_or(|class| self.classes.contains(&class));
                !self.verdict.is_genuine() && (self.placed || self.near) && expected
            }
        }
    }
}

/// Whether a place is where the words come from: the same file (and record), and of words that
/// stand there exactly these lines; of others, some of them. Lines of a record are not compared: the
/// record is the document.
fn is_at(item: &Item, standing: &Standing) -> bool {
    let Some(place) = &item.place else { return false };
    let hit = &standing.hit;
    let lines = hit.locator.lines;
    let whole = matches!(item.family, Family::Genuine | Family::Elided);
    let meets = |wanted: &(u32, u32)| match whole {
        true => lines == *wanted,
        false => lines.0 <= wanted.1 && wanted.0 <= lines.1,
    };
    let in_file = hit.path == place.path || hit.also_at.contains(&place.path);
    in_file
        && match &place.key {
            Some(_) => hit.key == place.key,
            None => place.lines.iter().any(meets),
        }
}

/// Whether the very words that an altered quotation was made of stand at a place. Notices and the like
/// stand in hundreds of documents: each is where they come from.
fn is_repeated_at(item: &Item, standing: &Standing) -> bool {
    let source = standing.alignment.source;
    let from = source.start.checked_sub(standing.text_at);
    let to = source.end.checked_sub(standing.text_at);
    let slice = from.zip(to).and_then(|(a, b)| standing.hit.text.get(a as usize..b as usize));
    item.family == Family::Altered
        && slice.is_some_and(|slice| letters(slice) == letters(&item.original))
}

/// The figures of a class, or of a family.
#[derive(Default)]
struct Tally {
    count: usize,
    verdicts: [usize; 6],
    genuine: usize,
    placed: usize,
    near: usize,
    classed: usize,
    first: usize,
    warned: usize,
    took: Vec<Duration>,
}

impl Tally {
    fn of<'a>(judged: impl Iterator<Item = (&'a Item, &'a Judged)>) -> Tally {
        let mut tally = Tally::default();
        for (item, found) in judged {
            tally.count += 1;
            tally.verdicts[found.verdict as usize] += 1;
            tally.genuine += usize::from(found.verdict.is_genuine());
            // Of a genuine one the place counts only with the verdict.
            let counts = found.verdict.is_genuine() || item.family == Family::Altered;
            tally.placed += usize::from(found.placed && counts);
            tally.near += usize::from(found.placed || found.near);
            // What is absent has no differences to be classed.
            let altered = found.verdict == Verdict::Altered;
            let expected = item.expected.filter(|_| altered);
            tally.classed += usize::from(expected.is_some_and(|c| found.classes.contains(&c)));
            tally.first +=
                usize::from(expected.is_some() && found.classes.first() == expected.as_ref());
            tally.warned += usize::from(found.verdict == Verdict::Edited && found.warned);
            tally.took.push(found.took);
        }
        tally.took.sort_unstable();
        tally
    }

    fn row(&self, name: &str, family: Family) -> String {
        let [verbatim, normalized, edited, altered, absent, short] = self.verdicts;
        let n = self.count;
        let rest = match family {
            Family::Altered => format!(
                "{} | {} | {} | {} | {}",
                self.genuine,
                percent(self.placed, n),
                percent(self.near, n),
                percent(self.classed, altered),
                percent(self.first, altered)
            ),
            Family::Elided => format!("{} | {}", n - self.warned, percent(self.placed, n)),
            Family::Genuine => {
                format!("{} | {}", n - self.genuine, percent(self.placed, self.genuine))
            }
            Family::Absent => format!("{}", self.genuine),
        };
        format!(
            "| {name} | {n} | {verbatim} | {normalized} | {edited} | {altered} | {absent} | {short} | {rest} |"
        )
    }
}

fn percent(part: usize, of: usize) -> String {
    // Cut, not rounded: 100.00 % means all.
    let hundredths = (part * 10_000).checked_div(of).unwrap_or(0);
    format!("{}.{:02} %", hundredths / 100, hundredths % 100)
}

const FAMILIES: [(Family, &str, &str); 4] = [
    (
        Family::Altered,
        "altered",
        " false-verified | right place | or nearest | right class, of those altered | as the first ",
    ),
    (Family::Elided, "edited, to be cautioned", " not cautioned | right place "),
    (Family::Genuine, "genuine", " false alarms | right place, of those recognised "),
    (Family::Absent, "absent", " false-verified "),
];

/// Prints a table of each family, a row a class.
pub fn print_tables(set: &TestSet, judged: &[Judged]) {
    for (family, title, columns) in FAMILIES {
        let of_family = || set.items.iter().zip(judged).filter(|(item, _)| item.family == family);
        let shown = columns.matches('|').count() + 1;
        println!(
            "\n| {title} | n | verbatim | normalized | edited | altered | absent | too short |{columns}|"
        );
        println!("| --- |{}", " ---: |".repeat(7 + shown));
        let mut classes: Vec<&str> = of_family().map(|(item, _)| item.class).collect();
        classes.dedup();
        for class in classes {
            let tally = Tally::of(of_family().filter(|(item, _)| item.class == class));
            println!("{}", tally.row(class, family));
        }
        println!("{}", Tally::of(of_family()).row("all", family));
    }
    if !set.thrown_out.is_empty() {
        let counts = set.thrown_out.iter().map(|(class, count)| format!("{class} {count}"));
        let counts = counts.collect::<Vec<_>>().join(", ");
        println!("\nThrown out because they stand in a kept file all the same: {counts}.");
    }
}

/// Prints the targets with what was reached; false if one was missed.
pub fn print_targets(set: &TestSet, judged: &[Judged]) -> bool {
    let all = || set.items.iter().zip(judged);
    let of = |family: Family| Tally::of(all().filter(|(item, _)| item.family == family));
    let (altered, elided) = (of(Family::Altered), of(Family::Elided));
    let (genuine, absent) = (of(Family::Genuine), of(Family::Absent));
    let small = |item: &Item| {
        item.family == Family::Altered && (1..4).contains(&item.changed) && item.words >= 12
    };
    let small = Tally::of(all().filter(|(item, _)| small(item)));
    let at_least = |part: usize, of: usize, per_mille: usize| part * 1000 >= of * per_mille;
    let rows = [
        ("altered, false-verified: 0", altered.genuine.to_string(), altered.genuine == 0),
        (
            "genuine recognised: 99.5 %",
            percent(genuine.genuine, genuine.count),
            at_least(genuine.genuine, genuine.count, 995),
        ),
        (
            "genuine at the right place, of those: 99.9 %",
            percent(genuine.placed, genuine.genuine),
            at_least(genuine.placed, genuine.genuine, 999),
        ),
        ("absent called genuine: 0", absent.genuine.to_string(), absent.genuine == 0),
        (
            "up to three words changed of 12 or more, found at the right place: 98 %",
            format!(
                "{} (as altered: {}) of {}",
                percent(small.near, small.count),
                percent(small.placed, small.count),
                small.count
            ),
            at_least(small.near, small.count, 980),
        ),
        (
            "ellipsis over a negation without its caution: 0",
            (elided.count - elided.warned).to_string(),
            elided.count == elided.warned,
        ),
    ];
    println!("\n| target | reached | |\n| --- | ---: | --- |");
    for (target, reached, met) in &rows {
        println!("| {target} | {reached} | {} |", if *met { "met" } else { "missed" });
    }
    rows.iter().all(|(_, _, met)| *met)
}

/// Prints what judging took beside a warm search.
pub fn print_times(set: &TestSet, judged: &[Judged], search: Duration) {
    println!("\n| latency | p50 | p95 | max | p50 / search | p95 / search |");
    println!("| --- |{}", " ---: |".repeat(5));
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    for (family, title, _) in FAMILIES {
        let of_family = set.items.iter().zip(judged).filter(|(item, _)| item.family == family);
        let took = Tally::of(of_family).took;
        let at = |percent: usize| took.get(took.len() * percent / 100).copied().unwrap_or_default();
        let (p50, p95, max) = (at(50), at(95), took.last().copied().unwrap_or_default());
        let times = |time: Duration| time.as_secs_f64() / search.as_secs_f64();
        println!(
            "| {title} | {:.2} ms | {:.2} ms | {:.2} ms | {:.1} | {:.1} |",
            ms(p50),
            ms(p95),
            ms(max),
            times(p50),
            times(p95)
        );
    }
    println!("\nA warm search: {:.2} ms (median).", ms(search));
}

/// Prints a case to be read.
pub fn print_case(item: &Item, judged: Option<(&Judged, &Finding)>) {
    println!("\n## {}, {} words, dirt {:?}", item.class, item.words, item.dirt);
    println!("quotation: {:?}", item.text);
    if item.original != item.text {
        println!("original:  {:?}", item.original);
    }
    if let Some(place) = &item.place {
        let key = place.key.as_ref().map_or_else(String::new, |key| format!(" record {key}"));
        println!("from:      {}:{:?}{key}", place.path.display(), place.lines);
    }
    let Some((judged, finding)) = judged else { return };
    println!(
        "verdict:   {}, {} places, expected {:?}",
        judged.verdict.name(),
        finding.places.len(),
        item.expected
    );
    finding.cautions.iter().for_each(|caution| println!("caution:   {caution}"));
    for standing in finding.places.iter().take(3).chain(&finding.nearest) {
        let hit = &standing.hit;
        let key = hit.key.as_ref().map_or_else(String::new, |key| format!(" record {key}"));
        println!("place:     {}:{:?}{key}", hit.path.display(), hit.locator.lines);
        for edit in &standing.alignment.edits {
            let source = (edit.source.start.checked_sub(standing.text_at))
                .zip(edit.source.end.checked_sub(standing.text_at))
                .and_then(|(start, end)| hit.text.get(start as usize..end as usize));
            let quoted = edit.quoted.slice(&finding.quotation).unwrap_or_default();
            println!("           {:?}: {quoted:?} for {:?}", edit.what, source.unwrap_or("?"));
        }
    }
}
