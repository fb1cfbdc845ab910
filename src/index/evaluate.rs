//! The evaluation of a plan: term by term, in the order of the plan, into one score a passage.
//!
//! Every passage that matches is visited, because its count is part of the answer; nothing is
//! skipped as in a search for the best alone. Adding the scores in the plan's order makes them the
//! same bits however the passages lie in segments (law I3).

use tantivy::SegmentReader;
use tantivy::schema::Field;

use super::beginnings::Beginnings;
use super::bits::Bits;
use super::bm25::Bm25;
use super::filter::{self, Undated};
use super::postings::{Counts, each_of_term, phrase, unite};
use super::proximity;
use super::rank::Holding;
use super::schema::Fields;
use super::{IndexError, Snapshot};
use crate::query::nearness::Extent;
use crate::query::plan::{Alternatives, Filter, Node, Pattern, Plan, TextField};
use crate::text::token::UNITED_STATES;

/// Weight of the title's score beside the text's.
const TITLE: f32 = 0.3;
/// Weight of the section's score beside the text's.
const SECTION: f32 = 0.3;

/// Says where printed characters stand in a passage: (document number, passage, characters).
pub(super) type Printed<'a> = dyn FnMut(u64, u32, &str) -> Result<Vec<Extent>, IndexError> + 'a;

/// Up to so many things looked for, passages are asked whether they hold them all.
pub(super) const MOST_COMPARED: usize = 32;

/// One leaf of the plan, with what the whole index says of it.
struct Leaf<'p> {
    alternatives: &'p Alternatives,
    scored: bool,
    /// Passages that hold it, for each segment; `None` where they are read as they are scored.
    counts: Vec<Option<Counts>>,
    holding: u64,
}

/// What a plan gives in one segment.
pub(super) struct Scored {
    /// A score for each passage of the segment; zero where no scored leaf stands.
    pub(super) scores: Vec<f32>,
    /// Which scored leaves stand in the text of each passage, a bit each; empty where there is one
    /// alone, or more than [`MOST_COMPARED`].
    pub(super) leaves: Vec<u32>,
    /// The passages that match; `None`: those with a score.
    pub(super) matched: Option<Bits>,
    /// The undated passages that would match if dates were not asked for.
    pub(super) undated: Option<Bits>,
}

impl Scored {
    /// Whether the passage matches.
    pub(super) fn matches(&self, passage: u32) -> bool {
        match &self.matched {
            Some(matched) => matched.contains(passage),
            None => self.scores[passage as usize] > 0.0,
        }
    }
}

/// A plan on its way through the segments of an index.
pub(super) struct Evaluation<'p, 's> {
    snapshot: &'s Snapshot,
    plan: &'p Plan,
    leaves: Vec<Leaf<'p>>,
}

impl<'p, 's> Evaluation<'p, 's> {
    /// Looks up the leaves of `plan` and counts them over all segments.
    pub(super) fn new(
        snapshot: &'s Snapshot,
        plan: &'p Plan,
        printed: &mut Printed<'_>,
    ) -> Result<Self, IndexError> {
        let mut found = Vec::new();
        collect(&plan.root, true, &mut found);
        let mut leaves = Vec::with_capacity(found.len());
        for (alternatives, scored) in found {
            let leaf = Leaf { alternatives, scored, counts: Vec::new(), holding: 0 };
            leaves.push(look_up(snapshot, leaf, is_ranked_list(plan), printed)?);
        }
        Ok(Evaluation { snapshot, plan, leaves })
    }

    /// The scored leaves in the order of the query.
    pub(super) fn holding(&self) -> Vec<Holding> {
        let scored = self.leaves.iter().filter(|l| l.scored);
        let mut holding: Vec<Holding> = scored
            .map(|leaf| Holding {
                label: leaf.alternatives.label.clone(),
                asked: leaf.alternatives.asked,
                passages: leaf.holding,
            })
            .collect();
        holding.sort_by_key(|h| h.asked.start);
        holding
    }

    /// Evaluates the plan in segment number `at`.
    pub(super) fn segment(&self, at: usize) -> Result<Scored, IndexError> {
        let segment = &self.snapshot.segments()[at];
        let mut scores = vec![0.0_f32; segment.max_doc() as usize];
        let scored: Vec<&Leaf> = self.leaves.iter().filter(|l| l.scored).collect();
        let compared = (2..=MOST_COMPARED).contains(&scored.len());
        let mut leaves = if compared { vec![0_u32; scores.len()] } else { Vec::new() };
        self.add_texts(segment, at, &scored, &mut scores, &mut leaves)?;
        let fields = self.snapshot.fields();
        self.add_field(segment, fields.section, SECTION, &scored, |passage, score| {
            scores[passage as usize] += score;
        })?;
        // A title adds to what matches and makes nothing match: its own passage holds its words.
        self.add_field(segment, fields.title, TITLE, &scored, |passage, score| {
            let total = &mut scores[passage as usize];
            if *total > 0.0 {
                *total += score;
            }
        })?;
        let (matched, undated) = self.matched(segment, at)?;
        Ok(Scored { scores, leaves, matched, undated })
    }

    /// Adds the score of each leaf in the text of the passages that hold it.
    fn add_texts(
        &self,
        segment: &SegmentReader,
        at: usize,
        scored: &[&Leaf<'_>],
        scores: &mut [f32],
        leaves: &mut [u32],
    ) -> Result<(), IndexError> {
        let (state, fields) = (self.snapshot.state(), self.snapshot.fields());
        let mut bm25 = Bm25::of_field(state.passages, state.words[0]);
        let norms = segment.get_fieldnorms_reader(fields.stem)?;
        for (i, leaf) in scored.iter().enumerate() {
            bm25.weigh(state.passages, leaf.holding, 1.0);
            let mut add = |passage: u32, count| {
                scores[passage as usize] += bm25.score(count, norms.fieldnorm_id(passage));
                if let Some(held) = leaves.get_mut(passage as usize) {
                    *held |= 1 << i;
                }
            };
            match &leaf.counts[at] {
                Some(counts) => counts.iter().for_each(|(passage, count)| add(*passage, *count)),
                None => {
                    if let Some((field, term)) = single_term(fields, leaf.alternatives) {
                        each_of_term(segment, field, term, add)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Adds the score of each stemmed word in another field of the passages.
    fn add_field(
        &self,
        segment: &SegmentReader,
        field: Field,
        boost: f32,
        scored: &[&Leaf<'_>],
        mut add: impl FnMut(u32, f32),
    ) -> Result<(), IndexError> {
        let state = self.snapshot.state();
        let words = state.words[if field == self.snapshot.fields().title { 1 } else { 2 }];
        if words == 0 {
            return Ok(());
        }
        let mut bm25 = Bm25::of_field(state.passages, words);
        let norms = segment.get_fieldnorms_reader(field)?;
        for term in scored.iter().flat_map(|leaf| stemmed_words(leaf.alternatives)) {
            let holding = self.snapshot.holding(field, term)?;
            if holding > 0 {
                bm25.weigh(state.passages, holding, boost);
                each_of_term(segment, field, term, |passage, count| {
                    add(passage, bm25.score(count, norms.fieldnorm_id(passage)));
                })?;
            }
        }
        Ok(())
    }

    /// The passages that match, and those that do but for their missing date; `None` for a plan
    /// that matches whatever has a score.
    fn matched(
        &self,
        segment: &SegmentReader,
        at: usize,
    ) -> Result<(Option<Bits>, Option<Bits>), IndexError> {
        if is_ranked_list(self.plan) {
            return Ok((None, None));
        }
        let strict = self.passages(&Ground { segment, at, undated: Undated::Out })?;
        let mut undated = None;
        if asks_for_dates(self.plan) {
            let mut all = self.passages(&Ground { segment, at, undated: Undated::In })?;
            all.subtract(&strict);
            undated = Some(all);
        }
        Ok((Some(strict), undated))
    }

    fn passages(&self, ground: &Ground<'_>) -> Result<Bits, IndexError> {
        let mut bits = self.node(&self.plan.root, ground, &mut self.leaves.iter())?;
        for filter in &self.plan.filters {
            bits.intersect(&self.filtered(filter, ground)?);
        }
        Ok(bits)
    }

    fn filtered(&self, filter: &Filter, ground: &Ground<'_>) -> Result<Bits, IndexError> {
        filter::passages(ground.segment, self.snapshot.fields(), filter, ground.undated)
    }

    /// The passages that match a node; `leaves` gives the looked-up leaves in the plan's order.
    fn node(
        &self,
        node: &Node,
        ground: &Ground<'_>,
        leaves: &mut std::slice::Iter<'_, Leaf<'_>>,
    ) -> Result<Bits, IndexError> {
        let len = ground.segment.max_doc();
        match node {
            Node::All => Ok(living(ground.segment)),
            Node::Filter(filter) => self.filtered(filter, ground),
            Node::Leaf(alternatives) => {
                let counts = leaves.next().and_then(|leaf| leaf.counts[ground.at].as_ref());
                let mut bits = Bits::of(len, counts.into_iter().flatten().map(|(p, _)| *p));
                let section = self.snapshot.fields().section;
                for term in stemmed_words(alternatives) {
                    each_of_term(ground.segment, section, term, |p, _| bits.insert(p))?;
                }
                Ok(bits)
            }
            Node::Clauses { must, should, must_not } => {
                let everywhere = !must.is_empty();
                let mut bits = if everywhere { living(ground.segment) } else { Bits::none(len) };
                for node in must {
                    bits.intersect(&self.node(node, ground, leaves)?);
                }
                let mut any = Bits::none(len);
                for node in should {
                    any.unite(&self.node(node, ground, leaves)?);
                }
                if !everywhere {
                    bits = any;
                }
                for node in must_not {
                    bits.subtract(&self.node(node, ground, leaves)?);
                }
                Ok(bits)
            }
        }
    }
}

/// Where a plan is decided.
struct Ground<'a> {
    segment: &'a SegmentReader,
    at: usize,
    undated: Undated,
}

fn living(segment: &SegmentReader) -> Bits {
    match segment.alive_bitset() {
        None => Bits::all(segment.max_doc()),
        Some(alive) => Bits::of(segment.max_doc(), alive.iter_alive()),
    }
}

/// Counts a leaf over all segments; keeps the passages unless they can be read as they are scored.
fn look_up<'p>(
    snapshot: &Snapshot,
    mut leaf: Leaf<'p>,
    ranked: bool,
    printed: &mut Printed<'_>,
) -> Result<Leaf<'p>, IndexError> {
    let fields = snapshot.fields();
    for segment in snapshot.segments() {
        // The dictionary knows how many passages hold a single term, unless some were deleted.
        if ranked
            && !segment.has_deletes()
            && let Some((field, term)) = single_term(fields, leaf.alternatives)
        {
            let term = tantivy::Term::from_field_text(field, term);
            leaf.holding += u64::from(segment.inverted_index(field)?.doc_freq(&term)?);
            leaf.counts.push(None);
            continue;
        }
        let mut forms = Vec::with_capacity(leaf.alternatives.forms.len());
        for form in &leaf.alternatives.forms {
            forms.push(of_pattern(segment, fields, &form.pattern, printed)?);
        }
        let counts = unite(forms);
        leaf.holding += counts.len() as u64;
        leaf.counts.push(Some(counts));
    }
    Ok(leaf)
}

fn of_pattern(
    segment: &SegmentReader,
    fields: &Fields,
    pattern: &Pattern,
    printed: &mut Printed<'_>,
) -> Result<Counts, IndexError> {
    let mut counts = Counts::new();
    match pattern {
        Pattern::Term { field, term } => {
            each_of_term(segment, fields.of(*field), term, |p, count| counts.push((p, count)))?;
        }
        // The engine's own phrase query panics on one term; here one place is a phrase like any.
        Pattern::Phrase { field, places } => {
            counts = phrase(segment, fields, fields.of(*field), places)?;
        }
        Pattern::Near(near) => counts = proximity::near(segment, fields, near, printed)?,
        Pattern::Exact { text, terms } => {
            let places: Vec<Vec<String>> = terms.iter().map(|t| as_indexed(t)).collect();
            let document = segment.fast_fields().u64("document")?;
            let beginnings = Beginnings::open(segment, fields)?;
            for (passage, count) in phrase(segment, fields, fields.plain, &places)? {
                if let Some(document) = document.first(passage)
                    && !printed(document, beginnings.number(passage), text)?.is_empty()
                {
                    counts.push((passage, count));
                }
            }
        }
    }
    Ok(counts)
}

/// The terms that printed letters may have become: in a line of capitals `US` is the term `us`.
pub(super) fn as_indexed(term: &str) -> Vec<String> {
    let mut terms = vec![term.to_owned()];
    if term == UNITED_STATES {
        terms.push("us".to_owned());
    }
    terms
}

/// All leaves of a plan in order, each with whether it adds to the score.
fn collect<'p>(node: &'p Node, scored: bool, out: &mut Vec<(&'p Alternatives, bool)>) {
    match node {
        Node::Leaf(alternatives) => out.push((alternatives, scored)),
        Node::Clauses { must, should, must_not } => {
            must.iter().chain(should).for_each(|node| collect(node, scored, out));
            must_not.iter().for_each(|node| collect(node, false, out));
        }
        Node::Filter(_) | Node::All => {}
    }
}

/// Whether whatever has a score matches: a list of leaves, nothing demanded, nothing shut out.
fn is_ranked_list(plan: &Plan) -> bool {
    let leaf = |node: &Node| matches!(node, Node::Leaf(_));
    plan.filters.is_empty()
        && match &plan.root {
            Node::Leaf(_) => true,
            Node::Clauses { must, should, must_not } => {
                must.is_empty()
                    && must_not.is_empty()
                    && should.iter().all(leaf)
                    && !should.is_empty()
            }
            Node::Filter(_) | Node::All => false,
        }
}

fn asks_for_dates(plan: &Plan) -> bool {
    fn filter(f: &Filter) -> bool {
        match f {
            Filter::Any(any) => any.iter().any(filter),
            Filter::Date(_) => true,
            _ => false,
        }
    }
    fn node(n: &Node) -> bool {
        match n {
            Node::Filter(f) => filter(f),
            Node::Clauses { must, should, must_not } => {
                must.iter().chain(should).chain(must_not).any(node)
            }
            Node::Leaf(_) | Node::All => false,
        }
    }
    plan.filters.iter().any(filter) || node(&plan.root)
}

fn single_term<'a>(fields: &Fields, alternatives: &'a Alternatives) -> Option<(Field, &'a str)> {
    match alternatives.forms.as_slice() {
        [form] => match &form.pattern {
            Pattern::Term { field, term } => Some((fields.of(*field), term)),
            _ => None,
        },
        _ => None,
    }
}

/// The stemmed words among the forms: those that titles and sections are compared by.
fn stemmed_words(alternatives: &Alternatives) -> impl Iterator<Item = &str> {
    alternatives.forms.iter().filter_map(|form| match &form.pattern {
        Pattern::Term { field: TextField::Stem, term } => Some(term.as_str()),
        _ => None,
    })
}
