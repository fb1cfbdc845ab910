//! The evaluation of a plan: term by term, in the order of the plan, into one score a passage.
//!
//! Every passage that matches is visited, because its count is part of the answer; nothing is
//! skipped as in a search for the best alone. What a score is made of stands in
//! [`score`](super::score). Adding the scores in the plan's order makes them the
//! same bits however the passages lie in segments (law I3).

use std::borrow::Cow;
use std::rc::Rc;

use tantivy::SegmentReader;
use tantivy::schema::Field;

use super::beginnings::Beginnings;
use super::bits::Bits;
use super::bm25::{Saturation, weight};
use super::filter::{self, Undated};
use super::postings::{Counts, each_of_term, phrase, unite};
use super::proximity;
use super::rank::Holding;
use super::schema::Fields;
use super::score::{TextScores, Texts, Weights};
use super::{IndexError, Snapshot};
use crate::query::nearness::Extent;
use crate::query::plan::{Alternatives, Filter, Form, Node, Pattern, Plan, TextField};

/// Says where printed characters stand in a passage: (document number, passage, characters).
pub(super) type Printed<'a> = dyn FnMut(u64, u32, &str) -> Result<Vec<Extent>, IndexError> + 'a;

/// Up to so many things looked for, passages are asked whether they hold them all.
pub(super) const MOST_COMPARED: usize = 32;

/// One leaf of the plan, with what the whole index says of it.
#[derive(Clone)]
pub(super) struct Leaf<'p> {
    pub(super) alternatives: &'p Alternatives,
    scored: bool,
    /// Passages that hold it, for each segment; `None` where they are read as they are scored.
    counts: Vec<Option<Rc<Counts>>>,
    /// Those that hold it as it was written, or under another name, in the same way.
    written: Vec<Option<Rc<Counts>>>,
    /// How many passages hold it.
    pub(super) passages: u64,
    /// How many documents hold it.
    pub(super) documents: u64,
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
    /// The passages that the limits of the whole query let through; `None` where it has none.
    pub(super) within_limits: Option<Bits>,
}

impl Scored {
    /// The passages that match, rising.
    pub(super) fn passages(&self) -> impl Iterator<Item = u32> {
        let scores = if self.matched.is_some() { &[] } else { self.scores.as_slice() };
        let scored = (0..).zip(scores).filter(|(_, score)| **score > 0.0);
        let matched = self.matched.iter().flat_map(Bits::iter);
        matched.chain(scored.map(|(passage, _)| passage))
    }

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
    pub(super) snapshot: &'s Snapshot,
    plan: &'p Plan,
    leaves: Vec<Leaf<'p>>,
    /// Where the documents of each segment begin.
    beginnings: Vec<Beginnings>,
    texts: Texts,
}

impl<'p, 's> Evaluation<'p, 's> {
    /// Looks up the leaves of `plan` and counts them over all segments.
    pub(super) fn new(
        snapshot: &'s Snapshot,
        plan: &'p Plan,
        printed: &mut Printed<'_>,
    ) -> Result<Self, IndexError> {
        let open = |segment| Beginnings::open(segment, snapshot.fields());
        let beginnings = snapshot.segments().iter().map(open).collect::<Result<_, _>>()?;
        let texts = Texts::of(snapshot.state());
        let mut evaluation = Evaluation { snapshot, plan, leaves: Vec::new(), beginnings, texts };
        let mut found = Vec::new();
        collect(&plan.root, true, &mut found);
        for (alternatives, scored) in found {
            // A word that is typed a hundred times is looked up once.
            let same = |leaf: &&Leaf<'p>| {
                leaf.alternatives.forms == alternatives.forms
                    && leaf.alternatives.as_written == alternatives.as_written
            };
            let leaf = match evaluation.leaves.iter().find(same) {
                Some(known) => Leaf { alternatives, scored, ..known.clone() },
                None => evaluation.look_up(alternatives, scored, printed)?,
            };
            evaluation.leaves.push(leaf);
        }
        Ok(evaluation)
    }

    /// Counts a leaf over all segments; keeps its passages unless they can be read as they are
    /// scored.
    fn look_up(
        &self,
        alternatives: &'p Alternatives,
        scored: bool,
        printed: &mut Printed<'_>,
    ) -> Result<Leaf<'p>, IndexError> {
        let fields = self.snapshot.fields();
        let (counts, written) = (Vec::new(), Vec::new());
        let mut leaf = Leaf { alternatives, scored, counts, written, passages: 0, documents: 0 };
        for (segment, beginnings) in self.snapshot.segments().iter().zip(&self.beginnings) {
            let mut walk = beginnings.walk();
            let mut last = None;
            let mut count = |passage| {
                let document = Some(walk.document(passage));
                leaf.passages += 1;
                leaf.documents += u64::from(document != last);
                last = document;
            };
            if is_ranked_list(self.plan)
                && let Some((field, term)) = single_term(fields, alternatives)
            {
                each_of_term(segment, field, term, |passage, _| count(passage))?;
                leaf.counts.push(None);
                leaf.written.push(None);
                continue;
            }
            let mut forms = Vec::with_capacity(alternatives.forms.len());
            let mut written = self.spelled(segment, alternatives)?;
            for form in &alternatives.forms {
                let counts = of_form(segment, fields, form, printed)?;
                // Another name is no inflection: it is worth what the name that was typed is.
                if !alternatives.as_written.is_empty() && !is_stem(&form.pattern) {
                    written.push(counts.clone());
                }
                forms.push(counts);
            }
            leaf.written.push(Some(Rc::new(unite(written))));
            let counts = unite(forms);
            counts.iter().for_each(|(passage, _)| count(*passage));
            leaf.counts.push(Some(Rc::new(counts)));
        }
        Ok(leaf)
    }

    /// The scored leaves in the order of the query.
    pub(super) fn holding(&self) -> Vec<Holding> {
        let mut holding: Vec<Holding> = self
            .scored()
            .map(|leaf| Holding {
                label: leaf.alternatives.label.clone(),
                asked: leaf.alternatives.asked,
                passages: leaf.passages,
                documents: leaf.documents,
            })
            .collect();
        holding.sort_by_key(|h| h.asked.start);
        holding
    }

    /// The leaves that add to the score.
    pub(super) fn scored(&self) -> impl Iterator<Item = &Leaf<'p>> {
        self.leaves.iter().filter(|leaf| leaf.scored)
    }

    /// How counts become scores.
    pub(super) fn texts(&self) -> &Texts {
        &self.texts
    }

    /// Words of the title or section field over all passages.
    pub(super) fn words_of(&self, field: Field) -> Option<u64> {
        let (state, fields) = (self.snapshot.state(), self.snapshot.fields());
        let known = [(fields.title, state.words[1]), (fields.section, state.words[2])];
        known.into_iter().find(|(known, _)| *known == field).map(|(_, words)| words)
    }

    /// Where the documents of segment number `at` begin.
    pub(super) fn beginnings(&self, at: usize) -> &Beginnings {
        &self.beginnings[at]
    }

    /// Evaluates the plan in segment number `at`.
    pub(super) fn segment(&self, at: usize) -> Result<Scored, IndexError> {
        let segment = &self.snapshot.segments()[at];
        let scored: Vec<&Leaf> = self.scored().collect();
        let compared = (2..=MOST_COMPARED).contains(&scored.len());
        let len = if compared { segment.max_doc() as usize } else { 0 };
        let mut leaves = vec![0_u32; len];
        let mut scores = self.text_scores(segment, at, &scored, &mut leaves)?;
        let (fields, shares) = (self.snapshot.fields(), self.snapshot.shares());
        self.add_field(segment, fields.section, shares.section, &scored, |passage, score| {
            scores[passage as usize] += score;
        })?;
        // A title adds to what matches and makes nothing match: its own passage holds its words.
        self.add_field(segment, fields.title, shares.title, &scored, |passage, score| {
            let total = &mut scores[passage as usize];
            if *total > 0.0 {
                *total += score;
            }
        })?;
        let (matched, undated) = self.matched(segment, at)?;
        let within_limits = self.within_limits(&Ground { segment, at, undated: Undated::Out })?;
        Ok(Scored { scores, leaves, matched, undated, within_limits })
    }

    /// The score of each passage by its text and its document's; notes which leaves stand there.
    fn text_scores(
        &self,
        segment: &SegmentReader,
        at: usize,
        scored: &[&Leaf<'_>],
        leaves: &mut [u32],
    ) -> Result<Vec<f32>, IndexError> {
        let (fields, shares) = (self.snapshot.fields(), self.snapshot.shares());
        let norms = segment.get_fieldnorms_reader(fields.stem)?;
        let len = segment.max_doc();
        let mut scores = TextScores::new(&self.texts, &self.beginnings[at], norms, len);
        for (i, leaf) in scored.iter().enumerate() {
            let weights = self.weights(leaf);
            let counts = self.counts(leaf, at)?;
            scores.add(&counts, weights);
            for (passage, _) in counts.iter() {
                if let Some(held) = leaves.get_mut(*passage as usize) {
                    *held |= 1 << i;
                }
            }
            scores.add_more(&self.as_written(leaf, at)?, weights.times(shares.as_written));
        }
        Ok(scores.finish(&shares))
    }

    /// What a leaf is worth: all its forms together are one thing.
    pub(super) fn weights(&self, leaf: &Leaf<'_>) -> Weights {
        let state = self.snapshot.state();
        Weights {
            passage: weight(state.passages, leaf.passages),
            document: weight(state.documents, leaf.documents),
        }
    }

    /// The passages of segment number `at` that hold a leaf.
    pub(super) fn counts<'l>(
        &self,
        leaf: &'l Leaf<'_>,
        at: usize,
    ) -> Result<Cow<'l, [(u32, u32)]>, IndexError> {
        if let Some(counts) = &leaf.counts[at] {
            return Ok(Cow::Borrowed(counts));
        }
        let mut counts = Counts::new();
        if let Some((field, term)) = single_term(self.snapshot.fields(), leaf.alternatives) {
            let segment = &self.snapshot.segments()[at];
            each_of_term(segment, field, term, |p, count| counts.push((p, count)))?;
        }
        Ok(Cow::Owned(counts))
    }

    /// The passages of segment number `at` that hold a leaf as it was written, and in no inflection.
    pub(super) fn as_written<'l>(
        &self,
        leaf: &'l Leaf<'_>,
        at: usize,
    ) -> Result<Cow<'l, [(u32, u32)]>, IndexError> {
        if let Some(written) = &leaf.written[at] {
            return Ok(Cow::Borrowed(written));
        }
        let segment = &self.snapshot.segments()[at];
        Ok(Cow::Owned(unite(self.spelled(segment, leaf.alternatives)?)))
    }

    /// The passages that hold a word in each of its spellings.
    fn spelled(
        &self,
        segment: &SegmentReader,
        alternatives: &Alternatives,
    ) -> Result<Vec<Counts>, IndexError> {
        let plain = self.snapshot.fields().plain;
        let mut spellings = Vec::with_capacity(alternatives.as_written.len());
        for term in &alternatives.as_written {
            let mut counts = Counts::new();
            each_of_term(segment, plain, term, |p, count| counts.push((p, count)))?;
            spellings.push(counts);
        }
        Ok(spellings)
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
        let Some(words) = self.words_of(field).filter(|words| *words > 0) else { return Ok(()) };
        let saturation = Saturation::of(state.passages, words);
        let norms = segment.get_fieldnorms_reader(field)?;
        for term in scored.iter().flat_map(|leaf| stemmed_words(leaf.alternatives)) {
            let holding = self.snapshot.holding(field, term)?;
            if holding > 0 {
                let weight = boost * weight(state.passages, holding);
                each_of_term(segment, field, term, |passage, count| {
                    add(passage, weight * saturation.by_norm(count, norms.fieldnorm_id(passage)));
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

    fn within_limits(&self, ground: &Ground<'_>) -> Result<Option<Bits>, IndexError> {
        let written = match &self.plan.root {
            Node::Clauses { must, .. } => must.as_slice(),
            _ => &[],
        };
        let written = written.iter().filter_map(|node| match node {
            Node::Filter(filter) => Some(filter),
            _ => None,
        });
        let mut limits: Option<Bits> = None;
        for filter in self.plan.filters.iter().chain(written) {
            let passages = self.filtered(filter, ground)?;
            match &mut limits {
                Some(bits) => bits.intersect(&passages),
                None => limits = Some(passages),
            }
        }
        Ok(limits)
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
                let mut bits =
                    Bits::of(len, counts.into_iter().flat_map(|c| c.iter()).map(|(p, _)| *p));
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

fn of_form(
    segment: &SegmentReader,
    fields: &Fields,
    form: &Form,
    printed: &mut Printed<'_>,
) -> Result<Counts, IndexError> {
    let mut counts = Counts::new();
    match &form.pattern {
        Pattern::Term { field, term } => {
            each_of_term(segment, fields.of(*field), term, |p, count| counts.push((p, count)))?;
        }
        // The engine's own phrase query panics on one term; here one place is a phrase like any.
        Pattern::Phrase { field, places } => {
            counts = phrase(segment, fields, fields.of(*field), places)?;
        }
        Pattern::Named { .. } | Pattern::Exact { .. } | Pattern::Near(_) => {
            counts = proximity::form(segment, fields, form, printed)?;
        }
    }
    Ok(counts)
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
pub(super) fn stemmed_words(alternatives: &Alternatives) -> impl Iterator<Item = &str> {
    alternatives.forms.iter().filter_map(|form| match &form.pattern {
        Pattern::Term { field: TextField::Stem, term } => Some(term.as_str()),
        _ => None,
    })
}

fn is_stem(pattern: &Pattern) -> bool {
    matches!(pattern, Pattern::Term { field: TextField::Stem, .. })
}
