//! From a way through quotation and source to the edits along it: what differs between words that
//! are the same, in the marks between them, and where words are not the same.

use super::alignment::Alignment;
use super::edit::{Class, Declared, Edit, Fold, What};
use super::path::{Step, extent};
use super::quotation::{Atom, Quotation};
use super::source::Source;
use super::unit::{self, Kind, Unit};
use super::word::{Letters, left_out, letters};
use crate::text::fold::is_invisible;
use crate::text::{Span, offset};

/// The alignment that a way makes; its differences are not classed yet.
pub(super) fn compared(
    quotation: &Quotation,
    source: &Source<'_>,
    steps: &[Step],
) -> Option<Alignment> {
    let mut comparison = Comparison::begin(quotation, source, steps)?;
    let mut rest = steps;
    while !rest.is_empty() {
        let loose = rest.iter().take_while(|step| !is_anchor(step)).count();
        let (run, after) = rest.split_at(loose);
        comparison.between(run, after.first());
        let Some((anchor, after)) = after.split_first() else { break };
        comparison.anchor(anchor);
        rest = after;
    }
    Some(comparison.finish())
}

/// Whether a step is of words that are the same.
fn is_anchor(step: &Step) -> bool {
    matches!(step, Step::Pair { .. } | Step::Join { .. })
}

struct Comparison<'a> {
    quotation: &'a Quotation,
    source: &'a Source<'a>,
    edits: Vec<Edit>,
    /// The next units that nothing is said of yet.
    quoted_at: usize,
    source_at: usize,
    /// Bytes up to which everything is said.
    quoted_end: u32,
    source_end: u32,
    begin: u32,
    letters: Letters,
    /// Whether the next word begins the quotation or a piece of it.
    begins_piece: bool,
    /// The last word that is the same, on both sides.
    last: Option<(Span, Span)>,
    /// Set while a difference takes in the word that comes next.
    widened: Option<(Span, Span)>,
}

/// Units of quotation and source between which nothing else stands.
struct Sides<'a> {
    quoted: &'a [Unit],
    source: &'a [Unit],
}

impl<'a> Comparison<'a> {
    /// Begins where the way meets the source; marks before its first word belong to it as far as
    /// the quotation has them too.
    fn begin(
        quotation: &'a Quotation,
        source: &'a Source<'a>,
        steps: &[Step],
    ) -> Option<Comparison<'a>> {
        let (first, last) = extent(steps)?;
        let first_unit = source.atoms.get(first as usize).map(|u| *u as usize)?;
        let leads = match steps.first()? {
            Step::Pair { quoted, .. } | Step::Swap { quoted, .. } => {
                quotation.atoms[*quoted as usize].units().start
            }
            Step::Join { quoted, .. } => quotation.atoms[quoted.0 as usize].units().start,
            _ => 0,
        };
        let lead =
            quotation.units[..leads].iter().rev().zip(source.units[..first_unit].iter().rev());
        let shared = lead.take_while(|(q, s)| !s.is_said() && are_alike(q, s)).count();
        let source_at = first_unit - shared;
        let begin = source.units[source_at].span.start;
        let letters = letters(quotation, source, (first, last));
        Some(Comparison {
            quotation,
            source,
            edits: Vec::new(),
            quoted_at: 0,
            source_at,
            quoted_end: 0,
            source_end: begin,
            begin,
            letters,
            begins_piece: true,
            last: None,
            widened: None,
        })
    }

    fn finish(mut self) -> Alignment {
        self.tail();
        join_case(&mut self.edits, &self.quotation.text, &self.source.document.text);
        Alignment {
            quoted: Span::new(0, self.quotation.text.len()),
            source: Span { start: self.begin, end: self.source_end },
            edits: self.edits,
        }
    }

    /// Units of a step's atoms on both sides; empty ranges stand where the side has none.
    fn units_of(&self, step: &Step) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
        let quoted = |from: u32, to: u32| {
            let atoms = &self.quotation.atoms;
            atoms[from as usize].units().start..atoms[to as usize - 1].units().end
        };
        let source = |from: u32, to: u32| {
            let atoms = &self.source.atoms;
            atoms[from as usize] as usize..atoms[to as usize - 1] as usize + 1
        };
        let none = (self.quoted_at..self.quoted_at, self.source_at..self.source_at);
        match *step {
            Step::Pair { quoted: q, source: s } | Step::Swap { quoted: q, source: s } => {
                (quoted(q, q + 1), source(s, s + 1))
            }
            Step::Join { quoted: q, source: s } => (quoted(q.0, q.1), source(s.0, s.1)),
            Step::Extra { quoted: q } => (quoted(q, q + 1), none.1),
            Step::Missing { source: s } | Step::Note { source: s } => (none.0, source(s, s + 1)),
            Step::Skip { source: s } => (none.0, self.source.interruption(s)),
            Step::Declared { quoted: q, source: s } => {
                let there = if s.0 < s.1 { source(s.0, s.1) } else { none.1 };
                (quoted(q, q + 1), there)
            }
        }
    }

    /// Words that are the same but for typography.
    fn anchor(&mut self, step: &Step) {
        let (quoted, source) = self.units_of(step);
        let of = |units: &[Unit], range: &std::ops::Range<usize>| {
            units[range.start].span.join(units[range.end - 1].span)
        };
        let (q, s) = (of(&self.quotation.units, &quoted), of(&self.source.units, &source));
        (self.quoted_at, self.source_at) = (quoted.end, source.end);
        (self.quoted_end, self.source_end) = (q.end, s.end);
        self.last = Some((q, s));
        let begins_piece = std::mem::take(&mut self.begins_piece);
        if let Some((quoted, source)) = self.widened.take() {
            let (quoted, source) = (quoted.join(q), source.join(s));
            self.last = Some((quoted, source));
            self.difference(quoted, source);
            return;
        }
        let (quotation, document) = (&*self.quotation.text, self.source.document);
        match self.letters.edits(quotation, document, (q, s), begins_piece) {
            Some(edits) => self.edits.extend(edits),
            None => self.difference(q, s),
        }
    }

    /// Adds a difference; a sign that both sides have at a number goes with it.
    fn difference(&mut self, mut quoted: Span, mut source: Span) {
        let (q, s) = (&*self.quotation.text, &*self.source.document.text);
        let ends_in_digit = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
        if ends_in_digit(&q[quoted.range()])
            && ends_in_digit(&s[source.range()])
            && q[quoted.end as usize..].starts_with('%')
            && s[source.end as usize..].starts_with('%')
        {
            (quoted.end, source.end) = (quoted.end + 1, source.end + 1);
        }
        self.push(quoted, source, What::Difference(Class::Word));
    }

    /// Adds an edit, without what is equal at its ends; nothing if all is.
    fn push(&mut self, quoted: Span, source: Span, what: What) {
        let (q, s) =
            (&self.quotation.text[quoted.range()], &self.source.document.text[source.range()]);
        if q == s {
            return;
        }
        let is_word = matches!(what, What::Difference(_));
        let (mut head, mut tail) = (0, 0);
        // A difference is of whole words: only what stands between words goes.
        let goes = |c: char| !is_word || c.is_whitespace();
        for (a, b) in q.chars().zip(s.chars()) {
            if a != b || !goes(a) {
                break;
            }
            head += a.len_utf8();
        }
        for (a, b) in q[head..].chars().rev().zip(s[head..].chars().rev()) {
            if a != b || !goes(a) {
                break;
            }
            tail += a.len_utf8();
        }
        let cut =
            |span: Span| Span { start: span.start + offset(head), end: span.end - offset(tail) };
        self.edits.push(Edit { quoted: cut(quoted), source: cut(source), what });
    }

    /// What stands between two words that are the same: steps that are not of words that are the
    /// same, and marks.
    fn between(&mut self, run: &[Step], next: Option<&Step>) {
        let only_holes = run.iter().all(|s| matches!(s, Step::Note { .. } | Step::Skip { .. }));
        match next {
            Some(next) => {
                let (quoted, source) = self.units_of(next);
                if only_holes {
                    self.marks(run, quoted.start, source.start);
                } else {
                    self.run(run, (quoted.start, source.start), false);
                }
            }
            // What follows the last word is the tail's, if there are no steps.
            None if run.is_empty() => {}
            None => {
                let end = extent(run).map(|(_, end)| end);
                let last = end.and_then(|end| end.checked_sub(1));
                let source = last.map_or(self.source_at, |atom| {
                    (self.source.atoms[atom as usize] as usize + 1).max(self.source_at)
                });
                let steps = run.iter().filter(|s| !self.units_of(s).0.is_empty());
                let quoted = steps.map(|s| self.units_of(s).0.end).max().unwrap_or(self.quoted_at);
                self.run(run, (quoted, source), true);
            }
        }
    }

    /// Marks between two words that are the same; notes and interruptions may stand among those of
    /// the source.
    fn marks(&mut self, holes: &[Step], quoted_to: usize, source_to: usize) {
        let holes: Vec<(std::ops::Range<usize>, Fold)> = holes
            .iter()
            .map(|step| {
                let fold = if matches!(step, Step::Note { .. }) {
                    Fold::NoteMark
                } else {
                    Fold::Interruption
                };
                (self.units_of(step).1, fold)
            })
            .collect();
        let quoted: Vec<usize> = (self.quoted_at..quoted_to).collect();
        let in_hole = |at: usize| holes.iter().any(|(hole, _)| hole.contains(&at));
        let source: Vec<usize> = (self.source_at..source_to).filter(|at| !in_hole(*at)).collect();
        let alike =
            |q: &usize, s: &usize| are_alike(&self.quotation.units[*q], &self.source.units[*s]);
        let head = quoted.iter().zip(&source).take_while(|(q, s)| alike(q, s)).count();
        let (q_rest, s_rest) = (&quoted[head..], &source[head..]);
        let tail =
            q_rest.iter().rev().zip(s_rest.iter().rev()).take_while(|(q, s)| alike(q, s)).count();
        let middle = (q_rest.len() - tail, s_rest.len() - tail);
        let pairs: Vec<(usize, usize)> =
            quoted.iter().copied().zip(source.iter().copied()).take(head).collect();
        for (q, s) in pairs {
            self.pair_of_marks(q, s, &holes);
        }
        if middle != (0, 0) {
            let (q, s) = (
                quoted.get(head + middle.0).copied().unwrap_or(quoted_to),
                source.get(head + middle.1).copied().unwrap_or(source_to),
            );
            self.other_marks(&s_rest[..middle.1], (q, s), holes.is_empty());
        }
        let pairs: Vec<(usize, usize)> = quoted[quoted.len() - tail..]
            .iter()
            .copied()
            .zip(source[source.len() - tail..].iter().copied())
            .collect();
        for (q, s) in pairs {
            self.pair_of_marks(q, s, &holes);
        }
        if self.widened.is_none() {
            self.gap(quoted_to, source_to, &holes);
        }
    }

    /// Two marks that are one but for typography, with the space before them.
    fn pair_of_marks(
        &mut self,
        quoted: usize,
        source: usize,
        holes: &[(std::ops::Range<usize>, Fold)],
    ) {
        self.gap(quoted, source, holes);
        let (q, s) = (&self.quotation.units[quoted], &self.source.units[source]);
        let fold = match q.kind {
            Kind::Quote => Fold::QuoteMark,
            Kind::Dash => Fold::Dash,
            _ => Fold::Ligature,
        };
        let (q, s) = (q.span, s.span);
        self.push(q, s, What::Fold(fold));
        self.pass(quoted + 1, source + 1, (q.end, s.end));
    }

    fn pass(&mut self, quoted: usize, source: usize, ends: (u32, u32)) {
        (self.quoted_at, self.source_at) = (quoted, source);
        (self.quoted_end, self.source_end) = ends;
    }

    /// The space before a unit on each side, with the holes of the source in it.
    fn gap(&mut self, quoted: usize, source: usize, holes: &[(std::ops::Range<usize>, Fold)]) {
        let q = Span { start: self.quoted_end, end: self.start_of_quoted(quoted) };
        let s = Span { start: self.source_end, end: self.start_of_source(source) };
        let hole =
            holes.iter().find(|(hole, _)| self.source_at <= hole.start && hole.end <= source);
        let what = match hole {
            Some((_, fold)) => *fold,
            None => self.fold_of_space(q, s, quoted),
        };
        self.push(q, s, What::Fold(what));
        self.pass(quoted, source, (q.end, s.end));
    }

    fn start_of_quoted(&self, unit: usize) -> u32 {
        let units = &self.quotation.units;
        units.get(unit).map_or(offset(self.quotation.text.len()), |unit| unit.span.start)
    }

    fn start_of_source(&self, unit: usize) -> u32 {
        self.source.units.get(unit).map_or(self.source_end, |unit| unit.span.start)
    }

    fn fold_of_space(&self, quoted: Span, source: Span, unit: usize) -> Fold {
        let (q, s) =
            (&self.quotation.text[quoted.range()], &self.source.document.text[source.range()]);
        let seen = |text: &str| text.chars().filter(|c| !is_invisible(*c)).collect::<String>();
        let before = unit.checked_sub(1).and_then(|at| self.quotation.units.get(at));
        let after_dash = before.is_some_and(|unit| unit.kind == Kind::Dash);
        let is_space = |text: &str| text.chars().all(|c| c.is_whitespace() || is_invisible(c));
        match () {
            () if !is_space(q) || !is_space(s) => Fold::Markup,
            () if seen(q) == seen(s) => Fold::Invisible,
            () if after_dash && q.contains('\n') != s.contains('\n') => Fold::LineHyphen,
            () => Fold::Space,
        }
    }

    /// Marks that differ, up to units of both sides.
    fn other_marks(&mut self, source_marks: &[usize], to: (usize, usize), may_widen: bool) {
        let q = Span { start: self.quoted_end, end: self.start_of_quoted(to.0) };
        let s = Span { start: self.source_end, end: self.start_of_source(to.1) };
        let quoted_marks = &self.quotation.units[self.quoted_at..to.0];
        let opens_paragraph = |at: &usize| {
            let unit = &self.source.units[*at];
            let before = &self.source.document.text[..unit.span.start as usize];
            unit.kind == Kind::Quote && before.ends_with('\n')
        };
        let is_dash = |unit: &Unit| unit.kind == Kind::Dash;
        let (quoted, printed) =
            (&self.quotation.text[q.range()], &self.source.document.text[s.range()]);
        let is_tight =
            |text: &str| !text.contains(char::is_whitespace) || !text.contains(unit::is_dash);
        let are_dashes = quoted_marks.iter().all(is_dash)
            && source_marks.iter().all(|at| is_dash(&self.source.units[*at]))
            && is_tight(quoted)
            && is_tight(printed);
        let breaks = |text: &str| text.contains('\u{ad}') && text.contains(char::is_whitespace);
        if are_dashes && (breaks(quoted) || breaks(printed)) {
            // A soft hyphen at a line end, where the other side has kept the hyphen.
            self.push(q, s, What::Fold(Fold::LineHyphen));
        } else if quoted_marks.is_empty()
            && !source_marks.is_empty()
            && source_marks.iter().all(opens_paragraph)
        {
            // Each paragraph of a quotation of several is opened anew.
            self.push(q, s, What::Fold(Fold::QuoteMark));
        } else if self.last.is_none() && quoted_marks.iter().all(|unit| unit.kind == Kind::Quote) {
            // The mark of a quotation whose other end was left behind.
            self.push(q, s, What::Fold(Fold::QuoteMark));
        } else if let Some((quoted, source)) = self.last.filter(|_| may_widen && are_dashes) {
            // `long-term` and `long term`: the difference is of the two words.
            let stays =
                |edit: &Edit| edit.quoted.end <= quoted.start && edit.source.end <= source.start;
            let kept = self.edits.iter().rposition(stays).map_or(0, |at| at + 1);
            self.edits.truncate(kept);
            self.widened = Some((quoted.join(q), source.join(s)));
        } else if may_widen && self.is_minus(to, quoted_marks, source_marks) {
            self.widened = Some((q, s));
        } else {
            self.difference(q, s);
        }
        self.pass(to.0, to.1, (q.end, s.end));
    }

    /// Whether the marks that differ are the minus sign of the number behind them.
    fn is_minus(&self, to: (usize, usize), quoted: &[Unit], source: &[usize]) -> bool {
        let (marks, units, next) = match (quoted, source) {
            ([mark], []) => (mark, &self.quotation.units, to.0),
            ([], [mark]) => (&self.source.units[*mark], &self.source.units, to.1),
            _ => return false,
        };
        let number = units.get(next).filter(|unit| unit.key.starts_with(|c: char| c.is_numeric()));
        marks.kind == Kind::Dash && number.is_some_and(|unit| unit.span.start == marks.span.end)
    }

    /// Steps that are not of words that are the same, up to units of both sides; a run at the end
    /// leaves the space behind it.
    fn run(&mut self, run: &[Step], to: (usize, usize), is_last: bool) {
        let mut first = to;
        for (quoted, source) in run.iter().map(|step| self.units_of(step)) {
            if !quoted.is_empty() {
                first.0 = first.0.min(quoted.start);
            }
            if !source.is_empty() {
                first.1 = first.1.min(source.start);
            }
        }
        // Marks that both sides have at either end of the run are not of it.
        let sides = self.sides(first);
        let head = shared(sides.quoted.iter(), sides.source.iter());
        for _ in 0..head {
            self.pair_of_marks(self.quoted_at, self.source_at, &[]);
        }
        let last = (self.end_of(run, to.0, true), self.end_of(run, to.1, false));
        let quoted = &self.quotation.units[last.0.max(self.quoted_at)..to.0];
        let source = &self.source.units[last.1.max(self.source_at)..to.1];
        let tail = shared(quoted.iter().rev(), source.iter().rev());
        let until = (to.0 - tail, to.1 - tail);
        let ends = match is_last {
            true => (self.quoted_up_to(until.0), self.source_up_to(until.1)),
            false => (self.start_of_quoted(until.0), self.start_of_source(until.1)),
        };
        self.groups(run, until, ends);
        for _ in 0..tail {
            self.pair_of_marks(self.quoted_at, self.source_at, &[]);
        }
        if !is_last {
            self.gap(to.0, to.1, &[]);
        }
    }

    fn sides(&self, to: (usize, usize)) -> Sides<'_> {
        Sides {
            quoted: &self.quotation.units[self.quoted_at..to.0.max(self.quoted_at)],
            source: &self.source.units[self.source_at..to.1.max(self.source_at)],
        }
    }

    /// The unit behind the last of a run on one side; where it has none there, where it stands.
    fn end_of(&self, run: &[Step], to: usize, quoted: bool) -> usize {
        let ranges = run.iter().map(|step| self.units_of(step));
        let side =
            ranges.map(|(q, s)| if quoted { q } else { s }).filter(|range| !range.is_empty());
        let here = if quoted { self.quoted_at } else { self.source_at };
        side.map(|range| range.end).max().unwrap_or(here).min(to)
    }

    /// The steps of a run by what they are: words that differ, and declared edits one by one. The
    /// last takes all up to `ends`.
    fn groups(&mut self, run: &[Step], to: (usize, usize), ends: (u32, u32)) {
        let mut groups: Vec<(Option<u32>, &[Step])> = Vec::new();
        let mut rest = run;
        while let Some(step) = rest.first() {
            let length = match step {
                Step::Declared { .. } => 1,
                _ => rest.iter().take_while(|s| !matches!(s, Step::Declared { .. })).count(),
            };
            let declared = match step {
                Step::Declared { quoted, .. } => Some(*quoted),
                _ => None,
            };
            let (group, after) = rest.split_at(length);
            groups.push((declared, group));
            rest = after;
        }
        let count = groups.len();
        for (number, (declared, group)) in groups.into_iter().enumerate() {
            let is_last = number + 1 == count;
            let (q_end, s_end) = match is_last {
                true => to,
                false => (self.end_of(group, to.0, true), self.end_of(group, to.1, false)),
            };
            let (q_to, s_to) = match is_last {
                true => ends,
                false => (self.quoted_up_to(q_end), self.source_up_to(s_end)),
            };
            let q = Span { start: self.quoted_end, end: q_to.max(self.quoted_end) };
            let s = Span { start: self.source_end, end: s_to.max(self.source_end) };
            match declared.map(|atom| &self.quotation.atoms[atom as usize]) {
                None if self.is_note_of_the_file(q, s) => {
                    self.push(q, s, What::Fold(Fold::NoteMark));
                }
                None => self.difference(q, s),
                Some(atom) => self.declared(atom, q, s, group),
            }
            self.pass(q_end.max(self.quoted_at), s_end.max(self.source_at), (q.end, s.end));
        }
    }

    /// Where the unit before unit `end` ends, but not before what is said already.
    fn quoted_up_to(&self, end: usize) -> u32 {
        let before = end.checked_sub(1).map(|at| self.quotation.units[at].span.end);
        before.unwrap_or(0).max(self.quoted_end)
    }

    fn source_up_to(&self, end: usize) -> u32 {
        let before = end.checked_sub(1).map(|at| self.source.units[at].span.end);
        before.unwrap_or(0).max(self.source_end)
    }

    /// Whether all that the quotation has more is `[12]`, and the file has as many bytes there that
    /// the clean text leaves out.
    fn is_note_of_the_file(&self, quoted: Span, source: Span) -> bool {
        let q = self.quotation.text[quoted.range()].trim();
        let s = &self.source.document.text[source.range()];
        let number = q.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let is_number =
            number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
        is_number
            && s.trim().is_empty()
            && left_out(self.source.document, source.start) == offset(q.len())
    }

    fn declared(&mut self, atom: &Atom, quoted: Span, source: Span, group: &[Step]) {
        let left_out = matches!(group, [Step::Declared { source, .. }] if source.0 < source.1);
        let printed = &self.source.units[self.source_at..];
        let prints_ellipsis = printed
            .iter()
            .take_while(|unit| unit.span.end <= source.end)
            .any(|unit| unit.kind == Kind::Ellipsis);
        let what = match atom {
            Atom::Ellipsis(_) if !left_out && prints_ellipsis => What::Fold(Fold::Ligature),
            Atom::Ellipsis(_) => {
                self.begins_piece = true;
                What::Declared(Declared::Ellipsis)
            }
            Atom::Letters { .. } => What::Declared(Declared::Letter),
            Atom::Remark(_) => What::Declared(Declared::Remark),
            Atom::Bracket(_) | Atom::Said(_) => What::Declared(Declared::Bracket),
        };
        self.push(quoted, source, what);
    }

    /// Marks behind the last word.
    fn tail(&mut self) {
        let marks = |units: &'a [Unit], at: usize| {
            units[at.min(units.len())..].iter().take_while(|unit| !unit.is_said())
        };
        let quoted: Vec<&Unit> = marks(&self.quotation.units, self.quoted_at).collect();
        let shared = shared(quoted.iter().copied(), marks(&self.source.units, self.source_at));
        for _ in 0..shared {
            self.pair_of_marks(self.quoted_at, self.source_at, &[]);
        }
        let rest = &quoted[shared..];
        let Some(last) = rest.last() else { return self.end() };
        let q = Span { start: self.quoted_end, end: last.span.end };
        let next = self.source.units.get(self.source_at);
        let touching = next.filter(|unit| unit.span.start == self.source_end && !unit.is_said());
        let asks = touching.is_some_and(|unit| matches!(unit.kind, Kind::Mark('?' | '!')));
        let is_final = |unit: &&Unit| matches!(unit.kind, Kind::Mark('.' | ',') | Kind::Quote);
        let empty = Span { start: self.source_end, end: self.source_end };
        if rest.iter().all(is_final) && !asks {
            let quotes = rest.iter().all(|unit| unit.kind == Kind::Quote);
            let fold = if quotes { Fold::QuoteMark } else { Fold::FinalPunctuation };
            self.push(q, empty, What::Fold(fold));
        } else {
            let s = touching.map_or(empty, |unit| empty.join(unit.span));
            self.difference(q, s);
            self.source_end = s.end;
        }
        self.quoted_end = q.end;
        self.end();
    }

    /// What the quotation has behind its last unit says nothing.
    fn end(&mut self) {
        let rest = Span::new(self.quoted_end as usize, self.quotation.text.len());
        let empty = Span { start: self.source_end, end: self.source_end };
        self.push(rest, empty, What::Fold(Fold::Markup));
    }
}

/// How many marks two rows of units share from their beginning.
fn shared<'u>(
    quoted: impl Iterator<Item = &'u Unit>,
    source: impl Iterator<Item = &'u Unit>,
) -> usize {
    quoted.zip(source).take_while(|(q, s)| !q.is_said() && are_alike(q, s)).count()
}

/// Whether two marks are one but for typography.
fn are_alike(quoted: &Unit, source: &Unit) -> bool {
    quoted.kind == source.kind && !quoted.is_said()
}

/// Letter case that folds in word after word is one fold.
fn join_case(edits: &mut Vec<Edit>, quotation: &str, source: &str) {
    edits.dedup_by(|next, kept| {
        let both = next.what == What::Fold(Fold::Case) && kept.what == next.what;
        let between = quotation.get(kept.quoted.end as usize..next.quoted.start as usize);
        let there = source.get(kept.source.end as usize..next.source.start as usize);
        let joins = both && between.is_some_and(|text| text.len() <= 3) && between == there;
        if joins {
            kept.quoted.end = next.quoted.end;
            kept.source.end = next.source.end;
        }
        joins
    });
}
