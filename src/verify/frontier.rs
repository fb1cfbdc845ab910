//! Finds every way on which a quotation lies on a source without a word of difference.
//!
//! All ways are followed side by side, one atom of the quotation after the other. Where a way
//! cannot go on it ends, so nearly all end at once: the cost is that of reading the source.

use std::collections::BTreeMap;

use super::path::{MOST_LEFT_OUT, MOST_REPLACED, Step, cost, extent};
use super::quotation::{Atom, Quotation};
use super::source::{Source, Words};
use super::unit::Kind;
use crate::text::offset;

/// More steps are not remembered: only a text that says one thing again and again has so many.
const MOST_STEPS: usize = 1 << 20;

/// A way that has come to an atom of the source.
#[derive(Clone, Copy, Debug)]
struct Head {
    /// The next atom of the source.
    at: u32,
    cost: u32,
    /// Its last step, in the list of all steps.
    step: u32,
    /// Where it began.
    start: u32,
}

/// A step, and the one before it.
struct Taken {
    step: Step,
    before: u32,
}

const NONE: u32 = u32::MAX;

/// The ways, each the best of those that overlap it, in order. Declared edits at either end stand
/// for nothing.
pub(super) fn ways(quotation: &Quotation, words: &Words, source: &Source<'_>) -> Vec<Vec<Step>> {
    let atoms = &quotation.atoms;
    let (Some(first), Some(last)) =
        (atoms.iter().position(Atom::is_said), atoms.iter().rposition(Atom::is_said))
    else {
        return Vec::new();
    };
    let mut frontier = Frontier {
        quotation,
        words,
        source,
        taken: Vec::new(),
        heads: vec![Vec::new(); last - first + 3],
    };
    frontier.begin(first);
    for (row, atom) in (first..=last).enumerate() {
        let heads = frontier.settled(row, row > 0);
        match &atoms[atom] {
            Atom::Said(_) => frontier.said(row, atom, &heads),
            Atom::Letters { .. } => frontier.letters(row, atom, &heads),
            Atom::Ellipsis(_) => frontier.ellipsis(row, atom, &heads),
            Atom::Bracket(_) | Atom::Remark(_) => frontier.bracket(row, atom, &heads),
        }
    }
    let ends = frontier.settled(last - first + 1, false);
    let ways = apart(ends).into_iter().map(|head| frontier.steps(head));
    let declared =
        |quoted: usize, at: u32| Step::Declared { quoted: offset(quoted), source: (at, at) };
    let whole = |way: Vec<Step>| {
        let (start, end) = extent(&way).unwrap_or_default();
        let mut steps: Vec<Step> = (0..first).map(|atom| declared(atom, start)).collect();
        steps.extend(way);
        steps.extend((last + 1..atoms.len()).map(|atom| declared(atom, end)));
        steps
    };
    ways.map(whole).collect()
}

/// Of ways that share words of the source the best, and of equals the first.
fn apart(mut ends: Vec<Head>) -> Vec<Head> {
    ends.sort_by_key(|head| (head.cost, head.start));
    let mut kept: Vec<Head> = Vec::new();
    for head in ends {
        let after = kept.partition_point(|other| other.start < head.start);
        let is_free = kept.get(after).is_none_or(|next| head.at <= next.start)
            && after.checked_sub(1).is_none_or(|i| kept[i].at <= head.start);
        if is_free {
            kept.insert(after, head);
        }
    }
    kept
}

struct Frontier<'a> {
    quotation: &'a Quotation,
    words: &'a Words,
    source: &'a Source<'a>,
    taken: Vec<Taken>,
    /// The ways that have come so far, by atom of the quotation.
    heads: Vec<Vec<Head>>,
}

impl Frontier<'_> {
    /// Begins a way wherever the first word may stand.
    fn begin(&mut self, first: usize) {
        let (own, joined) = (self.words.quoted[first], self.words.joined[first]);
        for at in 0..self.source.len() {
            let (word, pair) = (self.source.words[at], self.source.joined[at]);
            let begins = match &self.quotation.atoms[first] {
                Atom::Letters { .. } => true,
                _ => own != 0 && (word == own || pair == own || word == joined && joined != 0),
            };
            if begins {
                let at = offset(at);
                self.heads[0].push(Head { at, cost: 0, step: NONE, start: at });
            }
        }
    }

    /// The ways that have come to an atom, in order of place, with those that pass over notes and
    /// interruptions before it. Ways that came to one place go on alike: the cheapest is kept.
    fn settled(&mut self, row: usize, may_pass: bool) -> Vec<Head> {
        let mut heads = std::mem::take(&mut self.heads[row]);
        heads.sort_unstable_by_key(|head| (head.at, head.cost, head.start));
        heads.dedup_by_key(|head| head.at);
        let passes = |head: &Head| {
            self.source.is_note(head.at as usize) || self.source.behind(head.at).is_some()
        };
        if !may_pass || !heads.iter().any(passes) {
            return heads;
        }
        let mut open: BTreeMap<u32, Head> = BTreeMap::new();
        let add = |open: &mut BTreeMap<u32, Head>, head: Head| {
            let kept = open.entry(head.at).or_insert(head);
            if (head.cost, head.start) < (kept.cost, kept.start) {
                *kept = head;
            }
        };
        let mut settled = Vec::with_capacity(heads.len());
        for head in heads {
            add(&mut open, head);
        }
        while let Some((_, head)) = open.pop_first() {
            settled.push(head);
            if self.source.is_note(head.at as usize) {
                let step = self.take(Step::Note { source: head.at }, head.step);
                let (at, cost) = (head.at + 1, head.cost + cost::NOTE);
                add(&mut open, Head { at, cost, step, ..head });
            }
            if let Some(at) = self.source.behind(head.at) {
                let step = self.take(Step::Skip { source: (head.at, at) }, head.step);
                add(&mut open, Head { at, cost: head.cost + cost::SKIP, step, ..head });
            }
        }
        settled
    }

    fn take(&mut self, step: Step, before: u32) -> u32 {
        self.taken.push(Taken { step, before });
        offset(self.taken.len() - 1)
    }

    fn go(&mut self, row: usize, head: &Head, at: u32, dearer: u32, step: Step) {
        if self.taken.len() >= MOST_STEPS {
            return;
        }
        let step = self.take(step, head.step);
        self.heads[row].push(Head { at, cost: head.cost + dearer, step, start: head.start });
    }

    fn said(&mut self, row: usize, atom: usize, heads: &[Head]) {
        let (own, joined) = (self.words.quoted[atom], self.words.joined[atom]);
        let quoted = offset(atom);
        if row > 0 && may_be_left_out(self.quotation, atom) {
            for head in heads {
                self.go(row + 1, head, head.at, cost::NOTE, Step::Extra { quoted });
            }
        }
        for head in heads.iter().filter(|head| (head.at as usize) < self.source.len()) {
            let at = head.at;
            let (word, pair) = (self.source.words[at as usize], self.source.joined[at as usize]);
            if word == own {
                self.go(row + 1, head, at + 1, 0, Step::Pair { quoted, source: at });
            } else if pair == own {
                let step = Step::Join { quoted: (quoted, quoted + 1), source: (at, at + 2) };
                self.go(row + 1, head, at + 2, cost::JOIN, step);
            } else if word == joined && joined != 0 && row + 2 < self.heads.len() {
                let step = Step::Join { quoted: (quoted, quoted + 2), source: (at, at + 1) };
                self.go(row + 2, head, at + 1, cost::JOIN, step);
            }
        }
    }

    fn letters(&mut self, row: usize, atom: usize, heads: &[Head]) {
        for head in heads {
            if is_word_with(self.quotation, self.source, atom, head.at) {
                let step = Step::Declared { quoted: offset(atom), source: (head.at, head.at + 1) };
                self.go(row + 1, head, head.at + 1, cost::DECLARED, step);
            }
        }
    }

    fn ellipsis(&mut self, row: usize, atom: usize, heads: &[Head]) {
        let quoted = offset(atom);
        let end = offset(self.source.len());
        // The nearest way before a place is the best one to it: it leaves out least.
        for (i, head) in heads.iter().enumerate() {
            let next = heads.get(i + 1).map_or(end, |other| other.at);
            for at in head.at..next.min(head.at.saturating_add(MOST_LEFT_OUT)) {
                let dearer = cost::DECLARED + cost::LEFT_OUT * (at - head.at);
                let step = Step::Declared { quoted, source: (head.at, at) };
                self.go(row + 1, head, at, dearer, step);
            }
        }
    }

    fn bracket(&mut self, row: usize, atom: usize, heads: &[Head]) {
        let quoted = offset(atom);
        let is_remark = matches!(self.quotation.atoms[atom], Atom::Remark(_));
        for head in heads {
            if let Some(end) = printed(self.quotation, self.source, atom, head.at) {
                let step = Step::Declared { quoted, source: (head.at, end) };
                self.go(row + 1, head, end, 0, step);
            }
            let left = offset(self.source.len()) - head.at;
            let most = if is_remark { 0 } else { MOST_REPLACED.min(left) };
            for replaced in 0..=most {
                let at = head.at + replaced;
                let dearer = cost::DECLARED + cost::REPLACED * replaced;
                let step = Step::Declared { quoted, source: (head.at, at) };
                self.go(row + 1, head, at, dearer, step);
            }
        }
    }

    fn steps(&self, head: Head) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = head.step;
        while let Some(taken) = self.taken.get(at as usize) {
            steps.push(taken.step);
            at = taken.before;
        }
        steps.reverse();
        steps
    }
}

/// Whether an atom may be the mark of a footnote that the file has and the clean text has not.
pub(super) fn may_be_left_out(quotation: &Quotation, atom: usize) -> bool {
    let unit = &quotation.units[quotation.atoms[atom].units().start];
    unit.kind == Kind::Note && quotation.text[unit.span.range()].starts_with('[')
}

/// Whether the word at `at` is one of which the quotation gives some letters in brackets.
pub(super) fn is_word_with(
    quotation: &Quotation,
    source: &Source<'_>,
    atom: usize,
    at: u32,
) -> bool {
    let Atom::Letters { units, kept, before } = &quotation.atoms[atom] else { return false };
    let Some(unit) = source.atoms.get(at as usize).map(|unit| &source.units[*unit as usize]) else {
        return false;
    };
    let rest =
        if *before { unit.key.strip_suffix(&**kept) } else { unit.key.strip_prefix(&**kept) };
    let put_in: usize = quotation.units[units.clone()].iter().map(|u| u.key.len()).sum();
    // Letters stand for letters: at most as many as are put in, or an ending.
    let most = (put_in - kept.len().min(put_in)).max(if *before { 1 } else { 4 });
    unit.kind == Kind::Word && rest.is_some_and(|rest| rest.chars().count() <= most)
}

/// Where the brackets of the quotation end in the source, if they are printed there at `at`.
pub(super) fn printed(
    quotation: &Quotation,
    source: &Source<'_>,
    atom: usize,
    at: u32,
) -> Option<u32> {
    let units = &quotation.units[quotation.atoms[atom].units()];
    let said: Vec<&str> = units.iter().filter(|u| u.is_said()).map(|u| u.key.as_str()).collect();
    let end = at as usize + said.len();
    let there = source.atoms.get(at as usize..end)?;
    let key = |unit: &u32| source.units[*unit as usize].key.as_str();
    let (first, last) = (*there.first()? as usize, *there.last()? as usize);
    let mark = |at: Option<usize>| at.and_then(|at| source.units.get(at)).map(|unit| unit.kind);
    (there.iter().map(key).eq(said)
        && mark(first.checked_sub(1)) == units.first().map(|u| u.kind)
        && mark(last.checked_add(1)) == units.last().map(|u| u.kind))
    .then_some(offset(end))
}
