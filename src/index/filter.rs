//! Restrictions that add no score: kind, date, source, names, words of a field.

use tantivy::schema::Field;
use tantivy::{SegmentReader, Term};

use super::IndexError;
use super::bits::Bits;
use super::postings::{each_of_term, phrase};
use super::schema::Fields;
use crate::document::date::DateRange;
use crate::query::plan::{Filter, TextField};
use crate::text::{Analysis, tokens};

/// How undated works stand to a date filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Undated {
    /// They match no range.
    Out,
    /// They are let through, to count how many were left out.
    In,
}

/// The living passages of the segment that satisfy `filter`.
pub(super) fn passages(
    segment: &SegmentReader,
    fields: &Fields,
    filter: &Filter,
    undated: Undated,
) -> Result<Bits, IndexError> {
    let len = segment.max_doc();
    Ok(match filter {
        Filter::Nothing => Bits::none(len),
        Filter::Any(filters) => {
            let mut any = Bits::none(len);
            for filter in filters {
                any.unite(&passages(segment, fields, filter, undated)?);
            }
            any
        }
        Filter::Kind(kind) => with_number(segment, fields.kind, kind.number())?,
        Filter::Date(range) => dated(segment, range, undated)?,
        Filter::Source(words) => from_source(segment, fields.source, words)?,
        Filter::Program(name) => with_terms(segment, fields.program, [name.as_str()])?,
        Filter::Entity(name) => with_terms(segment, fields.entity, [name.as_str()])?,
        Filter::Words { field, terms } => with_words(segment, fields, *field, terms)?,
    })
}

fn with_terms<'a>(
    segment: &SegmentReader,
    field: Field,
    terms: impl IntoIterator<Item = &'a str>,
) -> Result<Bits, IndexError> {
    let mut bits = Bits::none(segment.max_doc());
    for term in terms {
        each_of_term(segment, field, term, |passage, _| bits.insert(passage))?;
    }
    Ok(bits)
}

fn with_number(segment: &SegmentReader, field: Field, number: u64) -> Result<Bits, IndexError> {
    use tantivy::schema::IndexRecordOption;
    use tantivy::{DocSet, TERMINATED};

    let mut bits = Bits::none(segment.max_doc());
    let term = Term::from_field_u64(field, number);
    let postings = segment.inverted_index(field)?.read_postings(&term, IndexRecordOption::Basic)?;
    let Some(mut postings) = postings else { return Ok(bits) };
    while postings.doc() != TERMINATED {
        if !segment.is_deleted(postings.doc()) {
            bits.insert(postings.doc());
        }
        postings.advance();
    }
    Ok(bits)
}

/// A work matches if any day of its date lies in the range.
fn dated(segment: &SegmentReader, range: &DateRange, undated: Undated) -> Result<Bits, IndexError> {
    let first = segment.fast_fields().i64("date")?;
    let last = segment.fast_fields().i64("date_end")?;
    let from = range.from.map_or(i64::MIN, |d| d.first_day());
    let to = range.to.map_or(i64::MAX, |d| d.last_day());
    let matches = |passage: u32| match (first.first(passage), last.first(passage)) {
        (Some(first), Some(last)) => first <= to && last >= from,
        _ => undated == Undated::In,
    };
    let living = (0..segment.max_doc()).filter(|p| !segment.is_deleted(*p));
    Ok(Bits::of(segment.max_doc(), living.filter(|p| matches(*p))))
}

/// Passages whose source has all `words` in its name, next to each other.
fn from_source(
    segment: &SegmentReader,
    field: Field,
    words: &[String],
) -> Result<Bits, IndexError> {
    let index = segment.inverted_index(field)?;
    let mut sources = Vec::new();
    let mut stream = index.terms().stream()?;
    while stream.advance() {
        let name = String::from_utf8_lossy(stream.key()).into_owned();
        let terms: Vec<String> = tokens(&name).into_iter().map(|t| t.term).collect();
        if !words.is_empty() && terms.windows(words.len()).any(|w| w == words) {
            sources.push(name);
        }
    }
    with_terms(segment, field, sources.iter().map(String::as_str))
}

fn with_words(
    segment: &SegmentReader,
    fields: &Fields,
    field: TextField,
    terms: &[String],
) -> Result<Bits, IndexError> {
    let mut analysis = Analysis::default();
    let mut stem = |term: &String| analysis.stem(term).to_owned();
    let (field, terms): (Field, Vec<String>) = match field {
        TextField::Title => (fields.title, terms.iter().map(&mut stem).collect()),
        TextField::Section => (fields.section, terms.iter().map(&mut stem).collect()),
        TextField::Author => (fields.author, terms.to_vec()),
        TextField::Plain => (fields.plain, terms.to_vec()),
        TextField::Stem => (fields.stem, terms.iter().map(&mut stem).collect()),
    };
    match terms.as_slice() {
        [] => Ok(Bits::none(segment.max_doc())),
        [term] => with_terms(segment, field, [term.as_str()]),
        _ => {
            let places: Vec<Vec<String>> = terms.into_iter().map(|t| vec![t]).collect();
            let found = phrase(segment, fields, field, &places)?;
            Ok(Bits::of(segment.max_doc(), found.into_iter().map(|(passage, _)| passage)))
        }
    }
}
