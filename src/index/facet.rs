//! Facets: how the passages that match are spread over sources, years, names and kinds; and over
//! the months of their issue.

use std::collections::BTreeMap;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED};

use super::bits::Bits;
use super::matched::{Count, Counter, MatchedSegment};
use super::reader::PrintedIn;
use super::tally::Dates;
use super::{IndexError, Snapshot};
use crate::document::{Date, PassageKind};
use crate::query::plan::Plan;

/// How what matches is spread, exactly.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Over sources.
    pub source: Facet,
    /// Over years of issue.
    pub year: Facet,
    /// Over programs that passages name; one that names several counts for each.
    pub program: Facet,
    /// Over entities that passages name.
    pub entity: Facet,
    /// Over kinds of passages.
    pub kind: Facet,
}

/// How what matches is spread over the values of one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facet {
    /// The values: the one of most passages first, then of most documents, then by name.
    pub values: Vec<(String, Count)>,
    /// What bears no value.
    pub without: Count,
}

/// How what matches is spread over the calendar, by dates of issue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Issued {
    /// By year.
    pub years: BTreeMap<Date, Count>,
    /// By month; what is dated only to the year stands under the year.
    pub months: BTreeMap<Date, Count>,
    /// What bears no date.
    pub undated: Count,
    /// Everything that matches.
    pub total: Count,
    /// How many documents would have matched, had their works a date.
    pub undated_left_out: u64,
}

impl Facets {
    /// The facets with their names, in the order they are shown.
    pub fn named(&self) -> [(&'static str, &Facet); 5] {
        [
            ("source", &self.source),
            ("year", &self.year),
            ("program", &self.program),
            ("entity", &self.entity),
            ("kind", &self.kind),
        ]
    }
}

/// Counters by value, and of what bears none.
struct Spread<V> {
    values: BTreeMap<V, Counter>,
    without: Counter,
}

impl<V: Ord> Spread<V> {
    fn new() -> Self {
        Spread { values: BTreeMap::new(), without: Counter::default() }
    }

    fn add(&mut self, value: Option<V>, document: (usize, u32)) {
        match value {
            Some(value) => self.values.entry(value).or_default().add(document),
            None => self.without.add(document),
        }
    }

    fn counts(self) -> BTreeMap<V, Count> {
        self.values.into_iter().map(|(value, counter)| (value, counter.count)).collect()
    }

    /// The commonest first; `name` writes a value.
    fn facet(self, name: impl Fn(&V) -> String) -> Facet {
        let without = self.without.count;
        let mut values: Vec<(String, Count)> =
            self.counts().iter().map(|(value, count)| (name(value), *count)).collect();
        values.sort_by(|(a, n), (b, m)| {
            (m.passages, m.documents).cmp(&(n.passages, n.documents)).then_with(|| a.cmp(b))
        });
        Facet { values, without }
    }
}

impl Snapshot {
    /// Counts what matches `plan` by source, year, program, entity and kind.
    ///
    /// # Errors
    /// If the index cannot be read, or `printed` fails.
    pub fn facets(&self, plan: &Plan, printed: &mut PrintedIn<'_>) -> Result<Facets, IndexError> {
        let matched = self.matched(plan, printed)?;
        let fields = self.fields();
        let (mut years, mut kinds) = (Spread::new(), Spread::new());
        let mut named = [fields.source, fields.program, fields.entity]
            .map(|field| (field, Spread::<String>::new()));
        for (at, part) in matched.segments.iter().enumerate() {
            let dates = Dates::open(part.segment)?;
            let kind = part.segment.fast_fields().u64("kind")?;
            let mut walk = part.beginnings.walk();
            for passage in part.passages.iter() {
                let document = (at, walk.first(passage));
                years.add(dates.of(passage).and_then(|days| year(days.0)), document);
                kinds.add(kind.first(passage), document);
            }
            for (field, spread) in &mut named {
                spread.add_terms(at, part, *field)?;
            }
        }
        let name = |value: &String| value.clone();
        let [source, program, entity] = named.map(|(_, spread)| spread.facet(name));
        let kind_name = |kind: &u64| {
            PassageKind::from_number(*kind).map_or_else(String::new, |k| k.name().to_owned())
        };
        let (year, kind) = (years.facet(Date::to_string), kinds.facet(kind_name));
        Ok(Facets { source, year, program, entity, kind })
    }

    /// Counts what matches `plan` by year and by month of issue.
    ///
    /// # Errors
    /// If the index cannot be read, or `printed` fails.
    pub fn issued(&self, plan: &Plan, printed: &mut PrintedIn<'_>) -> Result<Issued, IndexError> {
        let matched = self.matched(plan, printed)?;
        let (mut years, mut months) = (Spread::new(), Spread::new());
        let mut total = Counter::default();
        for (at, part) in matched.segments.iter().enumerate() {
            let dates = Dates::open(part.segment)?;
            let mut walk = part.beginnings.walk();
            for passage in part.passages.iter() {
                let (document, days) = ((at, walk.first(passage)), dates.of(passage));
                years.add(days.and_then(|days| year(days.0)), document);
                months.add(days.and_then(month), document);
                total.add(document);
            }
        }
        Ok(Issued {
            undated: years.without.count,
            years: years.counts(),
            months: months.counts(),
            total: total.count,
            undated_left_out: matched.undated_left_out,
        })
    }
}

impl Spread<String> {
    /// Counts the terms of a field of one segment.
    fn add_terms(
        &mut self,
        at: usize,
        part: &MatchedSegment<'_>,
        field: Field,
    ) -> Result<(), IndexError> {
        let index = part.segment.inverted_index(field)?;
        let mut named = Bits::none(part.segment.max_doc());
        let mut stream = index.terms().stream()?;
        while stream.advance() {
            let mut here = Counter::default();
            let mut postings =
                index.read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)?;
            while postings.doc() != TERMINATED {
                let passage = postings.doc();
                if part.passages.contains(passage) {
                    named.insert(passage);
                    here.add((at, part.beginnings.first(passage)));
                }
                postings.advance();
            }
            if here.count.passages > 0 {
                let value = String::from_utf8_lossy(stream.key()).into_owned();
                self.values.entry(value).or_default().count += here.count;
            }
        }
        let mut bare = part.passages.clone();
        bare.subtract(&named);
        let mut walk = part.beginnings.walk();
        bare.iter().for_each(|passage| self.without.add((at, walk.first(passage))));
        Ok(())
    }
}

/// The year of a day `yyyymmdd`.
fn year(day: i64) -> Option<Date> {
    Date::new(i16::try_from(day / 10_000).ok()?, None, None)
}

/// The month that holds both days, or the year where they lie in several.
fn month((first, last): (i64, i64)) -> Option<Date> {
    if first / 100 != last / 100 {
        return year(first);
    }
    let month = u8::try_from(first / 100 % 100).ok();
    Date::new(i16::try_from(first / 10_000).ok()?, month, None)
}
