//! Patterns decided on positions: things near each other, names, printed characters, and phrases that
//! have a place of which many terms serve.
//!
//! First the passages that could match are found from the lists of passages alone: those that hold
//! both sides, every place. Positions are then read for these passages only, list by list, in
//! stretches of passages, so that memory does not grow with the index. All of it is linear in the
//! postings, whatever the number of terms.

use tantivy::columnar::Column;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use super::IndexError;
use super::beginnings::Beginnings;
use super::bits::Bits;
use super::dictionary::terms_of_stem;
use super::evaluate::Printed;
use super::postings::{Counts, each_of_term};
use super::schema::{Fields, PARAGRAPH, SENTENCE};
use crate::query::nearness::{Extent, Nearness, Reach};
use crate::query::plan::{ANY_WORD, Form, Near, Pattern, TextField};
use crate::text::token::UNITED_STATES;
use crate::text::{Analysis, Bounds};

/// Passages whose positions are held in memory at once.
const STRETCH: u32 = 1 << 14;

/// The living passages that hold a form in their text, and how often; of two things near each
/// other, how many of the first are near one of the second (or far from all of them, where that is
/// asked).
pub(super) fn form(
    segment: &SegmentReader,
    fields: &Fields,
    form: &Form,
    printed: &mut Printed<'_>,
) -> Result<Counts, IndexError> {
    let mut search = Search::new(segment, fields, fields.plain);
    let matcher = search.any_of(std::slice::from_ref(form))?;
    search.run(&matcher, printed)
}

/// The living passages that hold the terms of `places` next to each other, and how often.
pub(super) fn phrase(
    segment: &SegmentReader,
    fields: &Fields,
    field: Field,
    places: &[Vec<String>],
) -> Result<Counts, IndexError> {
    let mut search = Search::new(segment, fields, field);
    let matcher = search.phrase(places)?;
    search.run(&matcher, &mut |_, _, _| Ok(Vec::new()))
}

/// What decides a pattern: its terms, looked up.
enum Matcher {
    /// Any term of a list.
    Terms(usize),
    /// Lists at these distances from the first word.
    Phrase { places: Vec<(u32, usize)>, length: u32 },
    /// The places at which these characters are printed, where the phrase stands too.
    Printed { phrase: Box<Matcher>, text: String },
    /// A phrase in passages that name something; they rise.
    Named { phrase: Box<Matcher>, passages: Vec<u32> },
    /// Any of these.
    Any(Vec<Matcher>),
    /// Two things near each other.
    Near { how: Nearness, sides: Box<[Matcher; 2]> },
}

/// Terms of which any serves.
#[derive(Default)]
struct List {
    terms: Vec<TermInfo>,
    postings: Vec<SegmentPostings>,
    /// Passage and position of each, in the stretch at hand, rising; packed so that they sort fast.
    places: Vec<u64>,
    /// How far the passages at hand have been followed.
    at: usize,
}

struct Search<'a> {
    segment: &'a SegmentReader,
    fields: &'a Fields,
    field: Field,
    lists: Vec<List>,
    /// The lists of the beginnings of sentences and of paragraphs, where they are needed.
    bound_lists: Option<[usize; 2]>,
    /// The bounds of one passage, and which.
    bounds: Bounds,
    bounds_of: Option<u32>,
    /// Lists that are not in use, for their room.
    spare: Vec<Vec<Extent>>,
    analysis: Analysis,
}

impl<'a> Search<'a> {
    fn new(segment: &'a SegmentReader, fields: &'a Fields, field: Field) -> Self {
        Search {
            segment,
            fields,
            field,
            lists: Vec::new(),
            bound_lists: None,
            bounds: Bounds::default(),
            bounds_of: None,
            spare: Vec::new(),
            analysis: Analysis::default(),
        }
    }

    fn near(&mut self, near: &Near) -> Result<Matcher, IndexError> {
        if !matches!(near.how.reach, Reach::Words(_)) && self.bound_lists.is_none() {
            let bound = self.fields.bound;
            let lists = [self.list(bound, [SENTENCE])?, self.list(bound, [PARAGRAPH])?];
            self.bound_lists = Some(lists);
        }
        let sides = Box::new([self.any_of(&near.left.forms)?, self.any_of(&near.right.forms)?]);
        Ok(Matcher::Near { how: near.how, sides })
    }

    /// Any of the forms; single terms make one list.
    fn any_of(&mut self, forms: &[Form]) -> Result<Matcher, IndexError> {
        let (segment, field) = (self.segment, self.field);
        let mut terms: Vec<String> = Vec::new();
        let mut any = Vec::new();
        for form in forms {
            match &form.pattern {
                Pattern::Term { field: TextField::Stem, term } => {
                    terms.extend(terms_of_stem(segment, field, term, &mut self.analysis)?);
                }
                Pattern::Term { term, .. } => terms.push(term.clone()),
                Pattern::Phrase { places, .. } => any.push(self.phrase(places)?),
                Pattern::Named { name, is_program, places } => {
                    let phrase = Box::new(self.phrase(places)?);
                    let passages = self.naming(name, *is_program)?;
                    any.push(Matcher::Named { phrase, passages });
                }
                Pattern::Exact { text, terms } => {
                    let places: Vec<Vec<String>> = terms.iter().map(|t| as_indexed(t)).collect();
                    let phrase = Box::new(self.phrase(&places)?);
                    any.push(Matcher::Printed { phrase, text: text.clone() });
                }
                Pattern::Near(near) => any.push(self.near(near)?),
            }
        }
        if !terms.is_empty() {
            terms.sort_unstable();
            terms.dedup();
            any.push(Matcher::Terms(self.list(field, &terms)?));
        }
        Ok(match any.len() {
            1 => any.swap_remove(0),
            _ => Matcher::Any(any),
        })
    }

    /// The passages that name something, rising.
    fn naming(&self, name: &str, is_program: bool) -> Result<Vec<u32>, IndexError> {
        let field = if is_program { self.fields.program } else { self.fields.entity };
        let mut naming = Vec::new();
        each_of_term(self.segment, field, name, |passage, _| naming.push(passage))?;
        Ok(naming)
    }

    fn phrase(&mut self, places: &[Vec<String>]) -> Result<Matcher, IndexError> {
        let mut read = Vec::with_capacity(places.len());
        for (offset, place) in (0_u32..).zip(places) {
            if !place.iter().any(|term| term == ANY_WORD) {
                read.push((offset, self.list(self.field, place)?));
            }
        }
        let length = u32::try_from(places.len()).unwrap_or(u32::MAX);
        Ok(match read.as_slice() {
            [] => Matcher::Any(Vec::new()),
            [(0, list)] if length == 1 => Matcher::Terms(*list),
            _ => Matcher::Phrase { places: read, length },
        })
    }

    fn list<T: AsRef<str>>(
        &mut self,
        field: Field,
        terms: impl IntoIterator<Item = T>,
    ) -> Result<usize, IndexError> {
        let index = self.segment.inverted_index(field)?;
        let mut list = List::default();
        for term in terms {
            let term = Term::from_field_text(field, term.as_ref());
            if let Some(info) = index.get_term_info(&term)? {
                let option = IndexRecordOption::WithFreqsAndPositions;
                list.postings.push(index.read_postings_from_terminfo(&info, option)?);
                list.terms.push(info);
            }
        }
        self.lists.push(list);
        Ok(self.lists.len() - 1)
    }

    /// The passages that could match, going by the lists of passages alone.
    fn candidates(&self, matcher: &Matcher) -> Result<Bits, IndexError> {
        let len = self.segment.max_doc();
        Ok(match matcher {
            Matcher::Terms(list) => self.passages(*list)?,
            Matcher::Phrase { places, .. } => {
                let mut all = Bits::all(len);
                for (_, list) in places {
                    all.intersect(&self.passages(*list)?);
                }
                all
            }
            Matcher::Printed { phrase, .. } => self.candidates(phrase)?,
            Matcher::Named { phrase, passages } => {
                let mut named = Bits::of(len, passages.iter().copied());
                named.intersect(&self.candidates(phrase)?);
                named
            }
            Matcher::Any(matchers) => {
                let mut any = Bits::none(len);
                for matcher in matchers {
                    any.unite(&self.candidates(matcher)?);
                }
                any
            }
            Matcher::Near { how, sides } => {
                let mut first = self.candidates(&sides[0])?;
                if !how.negated {
                    first.intersect(&self.candidates(&sides[1])?);
                }
                first
            }
        })
    }

    fn passages(&self, list: usize) -> Result<Bits, IndexError> {
        let index = self.segment.inverted_index(self.field)?;
        let mut bits = Bits::none(self.segment.max_doc());
        for info in &self.lists[list].terms {
            let mut postings =
                index.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
            while !postings.docs().is_empty() {
                postings.docs().iter().for_each(|passage| bits.insert(*passage));
                postings.advance();
            }
        }
        Ok(bits)
    }

    fn run(mut self, matcher: &Matcher, printed: &mut Printed<'_>) -> Result<Counts, IndexError> {
        let mut candidates = self.candidates(matcher)?;
        if let Some(alive) = self.segment.alive_bitset() {
            candidates.keep(|passage| alive.is_alive(passage));
        }
        let mut printer = Printer { search: (self.segment, self.fields), columns: None, printed };
        let mut counts = Counts::new();
        let mut next = candidates.next(0);
        while let Some(first) = next {
            let end = first.saturating_add(STRETCH);
            self.lists.iter_mut().for_each(|list| list.read(&candidates, first, end));
            while let Some(passage) = next.filter(|passage| *passage < end) {
                let count = self.count(matcher, passage, &mut printer)?;
                if count > 0 {
                    counts.push((passage, u32::try_from(count).unwrap_or(u32::MAX)));
                }
                next = candidates.next(passage + 1);
            }
        }
        Ok(counts)
    }

    /// How often a pattern stands in a passage; of two things near each other, the first counts.
    fn count(
        &mut self,
        matcher: &Matcher,
        passage: u32,
        printer: &mut Printer<'_, '_>,
    ) -> Result<usize, IndexError> {
        let Matcher::Near { how, sides } = matcher else {
            let mut found = self.spare.pop().unwrap_or_default();
            self.extents(matcher, passage, printer, &mut found)?;
            return Ok(self.done(found));
        };
        let (mut left, mut right) =
            (self.spare.pop().unwrap_or_default(), self.spare.pop().unwrap_or_default());
        self.extents(&sides[0], passage, printer, &mut left)?;
        let mut count = 0;
        if !left.is_empty() {
            self.extents(&sides[1], passage, printer, &mut right)?;
            if !right.is_empty() || how.negated {
                self.read_bounds(passage);
                count = how.count(&left, &right, &self.bounds);
            }
        }
        self.done(left);
        self.done(right);
        Ok(count)
    }

    /// Keeps the room of a list for the next passage; gives its length.
    fn done(&mut self, mut extents: Vec<Extent>) -> usize {
        let len = extents.len();
        extents.clear();
        self.spare.push(extents);
        len
    }

    /// Appends where a pattern stands in a passage, rising, to an empty list.
    fn extents(
        &mut self,
        matcher: &Matcher,
        passage: u32,
        printer: &mut Printer<'_, '_>,
        out: &mut Vec<Extent>,
    ) -> Result<(), IndexError> {
        match matcher {
            Matcher::Terms(list) => {
                let at = |position| Extent { first: position, last: position };
                out.extend(self.lists[*list].positions(passage).map(at));
            }
            Matcher::Phrase { places, length } => {
                for (i, (offset, list)) in places.iter().enumerate() {
                    let here = self.lists[*list].positions(passage);
                    let here = here.filter_map(|p| p.checked_sub(*offset));
                    match i {
                        0 => {
                            out.extend(here.map(|first| Extent {
                                first,
                                last: first.saturating_add(length - 1),
                            }))
                        }
                        _ => keep_common(out, here),
                    }
                    if out.is_empty() {
                        break;
                    }
                }
            }
            Matcher::Named { phrase, passages } => {
                if passages.binary_search(&passage).is_ok() {
                    self.extents(phrase, passage, printer, out)?;
                }
            }
            Matcher::Printed { phrase, text } => {
                self.extents(phrase, passage, printer, out)?;
                if !out.is_empty() {
                    *out = printer.extents(passage, text)?;
                }
            }
            Matcher::Any(matchers) => {
                for matcher in matchers {
                    let mut more = self.spare.pop().unwrap_or_default();
                    self.extents(matcher, passage, printer, &mut more)?;
                    out.extend_from_slice(&more);
                    self.done(more);
                }
                out.sort_unstable();
                out.dedup();
            }
            Matcher::Near { how, sides } => {
                let (mut left, mut right) = (Vec::new(), Vec::new());
                self.extents(&sides[0], passage, printer, &mut left)?;
                if !left.is_empty() {
                    self.extents(&sides[1], passage, printer, &mut right)?;
                    self.read_bounds(passage);
                    *out = how.joined(&left, &right, &self.bounds);
                }
            }
        }
        Ok(())
    }

    /// Reads the bounds of a passage, if they are needed and not at hand.
    fn read_bounds(&mut self, passage: u32) {
        let Some([sentences, paragraphs]) = self.bound_lists else { return };
        if self.bounds_of == Some(passage) {
            return;
        }
        self.bounds_of = Some(passage);
        let Bounds { sentences: in_sentences, paragraphs: in_paragraphs } = &mut self.bounds;
        in_paragraphs.clear();
        in_paragraphs.extend(self.lists[paragraphs].positions(passage));
        in_sentences.clear();
        in_sentences.extend(self.lists[sentences].positions(passage));
        if !in_paragraphs.is_empty() {
            in_sentences.extend_from_slice(in_paragraphs);
            in_sentences.sort_unstable();
        }
    }
}

impl List {
    /// Reads the positions in those of the `wanted` passages from `first` that come before `end`.
    fn read(&mut self, wanted: &Bits, first: u32, end: u32) {
        self.places.clear();
        self.at = 0;
        let mut positions = Vec::new();
        for postings in &mut self.postings {
            let mut next = wanted.next(first);
            while let Some(passage) = next.filter(|passage| *passage < end) {
                let found = match postings.doc() {
                    doc if doc < passage => postings.seek(passage),
                    doc => doc,
                };
                if found == passage {
                    positions.clear();
                    postings.append_positions_with_offset(0, &mut positions);
                    let passage = u64::from(passage) << 32;
                    self.places.extend(positions.iter().map(|p| passage | u64::from(*p)));
                    next = wanted.next(found + 1);
                } else if found == TERMINATED {
                    break;
                } else {
                    next = wanted.next(found);
                }
            }
        }
        if self.postings.len() > 1 {
            self.places.sort_unstable();
        }
    }

    /// The positions in a passage, rising; passages are asked for in order.
    fn positions(&mut self, passage: u32) -> impl ExactSizeIterator<Item = u32> + '_ {
        let passage_of = |place: &u64| (place >> 32) as u32;
        while self.places.get(self.at).is_some_and(|place| passage_of(place) < passage) {
            self.at += 1;
        }
        let mut end = self.at;
        while self.places.get(end).is_some_and(|place| passage_of(place) == passage) {
            end += 1;
        }
        self.places[self.at..end].iter().map(|place| *place as u32)
    }
}

/// The terms that printed letters may have become: in a line of capitals `US` is the term `us`.
fn as_indexed(term: &str) -> Vec<String> {
    let mut terms = vec![term.to_owned()];
    if term == UNITED_STATES {
        terms.push("us".to_owned());
    }
    terms
}

/// Keeps of rising extents those that begin where another list has a place.
fn keep_common(kept: &mut Vec<Extent>, other: impl Iterator<Item = u32>) {
    let mut other = other.peekable();
    kept.retain(|extent| {
        while other.next_if(|o| *o < extent.first).is_some() {}
        other.peek() == Some(&extent.first)
    });
}

/// Asks where printed characters stand.
struct Printer<'a, 'p> {
    search: (&'a SegmentReader, &'a Fields),
    columns: Option<(Column<u64>, Beginnings)>,
    printed: &'a mut Printed<'p>,
}

impl Printer<'_, '_> {
    fn extents(&mut self, passage: u32, text: &str) -> Result<Vec<Extent>, IndexError> {
        let (segment, fields) = self.search;
        let (document, beginnings) = match &mut self.columns {
            Some(columns) => columns,
            none => none.insert((
                segment.fast_fields().u64("document")?,
                Beginnings::open(segment, fields)?,
            )),
        };
        match document.first(passage) {
            Some(document) => (self.printed)(document, beginnings.number(passage), text),
            None => Ok(Vec::new()),
        }
    }
}
