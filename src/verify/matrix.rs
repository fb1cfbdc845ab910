//! Finds the way on which a source carries most of a quotation, whatever differs.
//!
//! Gotoh's alignment with affine gaps, the quotation whole and the source free at both ends, with
//! a second, cheaper slope for long runs that the quotation lacks. Time and memory are the product
//! of both lengths, so the caller gives a region that a quotation can lie in.

use std::collections::HashMap;

use super::frontier::{is_word_with, may_be_left_out, printed};
use super::path::{MOST_LEFT_OUT, MOST_REPLACED, Step, cost};
use super::quotation::{Atom, Quotation};
use super::source::{Source, Words};
use crate::text::offset;

/// What brought the best way to a cell; in the low half of a byte.
mod from {
    pub const WORD: u8 = 0;
    pub const QUOTED_JOINED: u8 = 1;
    pub const SOURCE_JOINED: u8 = 2;
    pub const MISSING: u8 = 3;
    pub const LONG: u8 = 4;
    pub const EXTRA: u8 = 5;
    pub const NOTE: u8 = 6;
    pub const SKIP: u8 = 7;
    pub const DECLARED: u8 = 8;
    pub const MASK: u8 = 15;
}

/// Whether a run goes on at a cell; in the high half of its byte.
mod goes_on {
    pub const MISSING: u8 = 16;
    pub const LONG: u8 = 32;
    pub const EXTRA: u8 = 64;
}

/// A cost that nothing reaches: additions to it stay in range.
const FAR: u32 = u32::MAX / 2;

/// More cells than this are not computed.
pub(super) const MOST_CELLS: usize = 1 << 24;

struct Matrix<'a> {
    quotation: &'a Quotation,
    words: &'a Words,
    source: &'a Source<'a>,
    /// The atoms of the quotation that are aligned: without declared edits at either end.
    first: usize,
    last: usize,
    /// For each cell what brought the best way there; rows of atoms of the quotation.
    back: Vec<u8>,
    /// For rows of declared edits: where in the source each cell's edit begins.
    begun: Vec<(usize, Vec<u32>)>,
    /// Where the interruptions began that the way to a cell passes over last.
    skipped: HashMap<(usize, usize), usize>,
}

/// Costs of the ways to the cells of one row.
#[derive(Clone)]
struct Row {
    best: Vec<u32>,
    extra: Vec<u32>,
}

/// The best way to one cell, as far as it is known.
struct Cell {
    best: u32,
    from: u8,
    flags: u8,
}

impl Cell {
    fn offer(&mut self, cost: u32, from: u8) {
        if cost < self.best {
            (self.best, self.from) = (cost, from);
        }
    }

    /// Offers a word that only the quotation has; gives the cost of a run of them that ends here.
    fn extra(&mut self, (best_above, extra_above): (u32, u32), edge: u32) -> u32 {
        let more = cost::EACH + edge;
        let (opened, extended) = (best_above + cost::OPEN + more, extra_above + more);
        if extended < opened {
            self.flags |= goes_on::EXTRA;
        }
        let run = opened.min(extended).min(FAR);
        self.offer(run, from::EXTRA);
        run
    }
}

/// Costs of runs of words that only the source has, up to the last cell of a row.
struct Runs {
    missing: u32,
    long: u32,
}

impl Runs {
    /// Offers the next cell the runs that end there; `best_left` is the cost of the cell before it.
    fn go_on(&mut self, cell: &mut Cell, best_left: u32) {
        let (opened, extended) = (best_left + cost::OPEN + cost::EACH, self.missing + cost::EACH);
        if extended < opened {
            cell.flags |= goes_on::MISSING;
        }
        self.missing = opened.min(extended).min(FAR);
        cell.offer(self.missing, from::MISSING);
        let (opened, extended) = (best_left + cost::OPEN_LONG, self.long + cost::EACH_LONG);
        if extended < opened {
            cell.flags |= goes_on::LONG;
        }
        self.long = opened.min(extended).min(FAR);
        cell.offer(self.long, from::LONG);
    }
}

/// The cheapest way, the first of equals; none if the quotation has no word, the source neither, or
/// both are too long.
pub(super) fn way(quotation: &Quotation, words: &Words, source: &Source<'_>) -> Option<Vec<Step>> {
    let first = quotation.atoms.iter().position(Atom::is_said)?;
    let last = quotation.atoms.iter().rposition(Atom::is_said)?;
    let width = source.len() + 1;
    let height = last - first + 2;
    if source.len() == 0 || width.saturating_mul(height) > MOST_CELLS {
        return None;
    }
    let back = vec![0; width * height];
    let mut matrix = Matrix {
        quotation,
        words,
        source,
        first,
        last,
        back,
        begun: Vec::new(),
        skipped: HashMap::new(),
    };
    let row = matrix.fill();
    let end = (0..width).min_by_key(|at| row.best[*at])?;
    Some(matrix.steps(end))
}

impl Matrix<'_> {
    fn width(&self) -> usize {
        self.source.len() + 1
    }

    /// Computes all rows; gives the last.
    fn fill(&mut self) -> Row {
        let width = self.width();
        let mut before = Row { best: vec![FAR; width], extra: vec![FAR; width] };
        let mut row = Row { best: vec![0; width], extra: vec![FAR; width] };
        for number in 1..=self.last - self.first + 1 {
            let atom = self.first + number - 1;
            let (two_before, one_before) = (before, row);
            row = match &self.quotation.atoms[atom] {
                Atom::Said(_) | Atom::Letters { .. } => {
                    self.said(number, atom, &one_before, &two_before)
                }
                Atom::Ellipsis(_) => self.ellipsis(number, &one_before),
                Atom::Bracket(_) | Atom::Remark(_) => self.bracket(number, atom, &one_before),
            };
            before = one_before;
        }
        row
    }

    fn said(&mut self, number: usize, atom: usize, above: &Row, two_above: &Row) -> Row {
        let width = self.width();
        let is_last = atom == self.last;
        let is_edge = is_last || atom == self.first;
        let edge = if is_edge { cost::EDGE_EXTRA } else { 0 };
        let is_note = may_be_left_out(self.quotation, atom);
        let looks = looks(self.quotation, atom);
        let mut row = Row { best: vec![FAR; width], extra: vec![FAR; width] };
        let mut runs = Runs { missing: FAR, long: FAR };
        for at in 0..width {
            // A way over an interruption may have come here already.
            let kept = self.back[number * width + at];
            let mut cell = Cell { best: row.best[at], from: kept, flags: 0 };
            if let Some(left) = at.checked_sub(1) {
                self.word(&mut cell, atom, looks, left, (above, two_above));
                if !is_last {
                    runs.go_on(&mut cell, row.best[left]);
                    if self.source.is_note(left) {
                        cell.offer(row.best[left] + cost::NOTE, from::NOTE);
                    }
                }
            }
            row.extra[at] = cell.extra((above.best[at], above.extra[at]), edge);
            if is_note {
                cell.offer(above.best[at] + cost::NOTE, from::EXTRA);
            }
            row.best[at] = cell.best;
            self.back[number * width + at] = cell.from | cell.flags;
            if !is_last && let Some(end) = self.source.behind(offset(at)) {
                self.skip((number, at, end as usize), &mut row);
            }
        }
        row
    }

    /// Offers a cell the ways on which the word before it is the source's next.
    fn word(
        &self,
        cell: &mut Cell,
        atom: usize,
        looks: Looks,
        left: usize,
        (above, two_above): (&Row, &Row),
    ) {
        let own = self.words.quoted[atom];
        let word = self.source.words[left];
        let is_word = match own {
            0 => is_word_with(self.quotation, self.source, atom, offset(left)),
            _ => word == own,
        };
        let other = || match looks.are_like(Looks::of(&self.source.unit(offset(left)).key)) {
            true => cost::SWAP_ALIKE,
            false if atom == self.first || atom == self.last => cost::SWAP + cost::EDGE,
            false => cost::SWAP,
        };
        cell.offer(above.best[left] + if is_word { 0 } else { other() }, from::WORD);
        // The word that this atom makes with the one before it.
        let joined = if atom > self.first { self.words.joined[atom - 1] } else { 0 };
        if joined != 0 && word == joined {
            cell.offer(two_above.best[left] + cost::JOIN, from::QUOTED_JOINED);
        }
        if let Some(left) = left.checked_sub(1)
            && own != 0
            && self.source.joined[left] == own
        {
            cell.offer(above.best[left] + cost::JOIN, from::SOURCE_JOINED);
        }
    }

    /// Takes a way over the interruption that stands between two cells of a row.
    fn skip(&mut self, (number, at, end): (usize, usize, usize), row: &mut Row) {
        let passed = row.best[at] + cost::SKIP;
        if passed < row.best[end] {
            row.best[end] = passed;
            let cell = number * self.width() + end;
            self.back[cell] = from::SKIP;
            self.skipped.insert((number, end), at);
        }
    }

    fn ellipsis(&mut self, number: usize, above: &Row) -> Row {
        let width = self.width();
        let mut row = Row { best: vec![FAR; width], extra: vec![FAR; width] };
        let mut begun = vec![0; width];
        let (mut kept, mut open) = (FAR, 0);
        for (at, begun) in begun.iter_mut().enumerate() {
            kept += cost::LEFT_OUT;
            if above.best[at] + cost::DECLARED < kept || offset(at) - open > MOST_LEFT_OUT {
                (kept, open) = (above.best[at] + cost::DECLARED, offset(at));
            }
            (row.best[at], *begun) = (kept.min(FAR), open);
            self.back[number * width + at] = from::DECLARED;
        }
        self.begun.push((number, begun));
        row
    }

    fn bracket(&mut self, number: usize, atom: usize, above: &Row) -> Row {
        let width = self.width();
        let mut row = Row { best: vec![FAR; width], extra: vec![FAR; width] };
        let mut begun = vec![0; width];
        let is_remark = matches!(self.quotation.atoms[atom], Atom::Remark(_));
        let most = if is_remark { 0 } else { MOST_REPLACED as usize };
        for at in 0..width {
            let end = printed(self.quotation, self.source, atom, offset(at));
            let replaced = (0..=most.min(width - 1 - at))
                .map(|n| (at + n, cost::DECLARED + cost::REPLACED * offset(n)));
            for (end, dearer) in end.map(|end| (end as usize, 0)).into_iter().chain(replaced) {
                let cost = (above.best[at] + dearer).min(FAR);
                if cost < row.best[end] {
                    row.best[end] = cost;
                    begun[end] = offset(at);
                    self.back[number * width + end] = from::DECLARED;
                }
            }
        }
        self.begun.push((number, begun));
        row
    }

    /// The steps of the best way to a cell of the last row, in order.
    fn steps(&self, end: usize) -> Vec<Step> {
        let width = self.width();
        let (mut number, mut at) = (self.last - self.first + 1, end);
        let atom = |number: usize| offset(self.first + number - 1);
        let mut steps = Vec::new();
        let all = self.quotation.atoms.len();
        let tail = (self.last + 1..all).rev();
        steps.extend(tail.map(|q| nothing(q, at)));
        while number > 0 {
            let back = self.back[number * width + at];
            match back & from::MASK {
                from::WORD => {
                    (number, at) = (number - 1, at - 1);
                    steps.push(self.pair(atom(number + 1), offset(at)));
                }
                from::QUOTED_JOINED => {
                    (number, at) = (number - 2, at - 1);
                    let quoted = (atom(number + 1), atom(number + 1) + 2);
                    steps.push(Step::Join { quoted, source: (offset(at), offset(at) + 1) });
                }
                from::SOURCE_JOINED => {
                    (number, at) = (number - 1, at - 2);
                    let quoted = (atom(number + 1), atom(number + 1) + 1);
                    steps.push(Step::Join { quoted, source: (offset(at), offset(at) + 2) });
                }
                kind @ (from::MISSING | from::LONG) => {
                    let flag = if kind == from::LONG { goes_on::LONG } else { goes_on::MISSING };
                    loop {
                        let more = self.back[number * width + at] & flag != 0;
                        at -= 1;
                        steps.push(Step::Missing { source: offset(at) });
                        if !more {
                            break;
                        }
                    }
                }
                from::EXTRA => loop {
                    let more = self.back[number * width + at] & goes_on::EXTRA != 0;
                    steps.push(Step::Extra { quoted: atom(number) });
                    number -= 1;
                    if !more {
                        break;
                    }
                },
                from::NOTE => {
                    at -= 1;
                    steps.push(Step::Note { source: offset(at) });
                }
                from::SKIP => {
                    let start = self.skipped.get(&(number, at)).copied().unwrap_or(at);
                    steps.push(Step::Skip { source: (offset(start), offset(at)) });
                    at = start;
                }
                _ => {
                    let begun = self.begun.iter().find(|(row, _)| *row == number);
                    let start = begun.map_or(offset(at), |(_, begun)| begun[at]);
                    let source = (start, offset(at));
                    steps.push(Step::Declared { quoted: atom(number), source });
                    (number, at) = (number - 1, start as usize);
                }
            }
        }
        steps.extend((0..self.first).rev().map(|q| nothing(q, at)));
        steps.reverse();
        steps
    }

    fn pair(&self, quoted: u32, source: u32) -> Step {
        let own = self.words.quoted[quoted as usize];
        if own != 0 && own == self.source.words[source as usize] {
            return Step::Pair { quoted, source };
        }
        let has_letters = matches!(self.quotation.atoms[quoted as usize], Atom::Letters { .. });
        if has_letters && is_word_with(self.quotation, self.source, quoted as usize, source) {
            return Step::Declared { quoted, source: (source, source + 1) };
        }
        Step::Swap { quoted, source }
    }
}

fn nothing(quoted: usize, at: usize) -> Step {
    Step::Declared { quoted: offset(quoted), source: (offset(at), offset(at)) }
}

/// What makes one word likely to stand for another.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Looks {
    is_number: bool,
    begins: [u8; 2],
}

impl Looks {
    fn of(key: &str) -> Looks {
        let bytes = key.as_bytes();
        let begins = [bytes.first().copied().unwrap_or(0), bytes.get(1).copied().unwrap_or(0)];
        Looks { is_number: begins[0].is_ascii_digit(), begins }
    }

    fn are_like(self, other: Looks) -> bool {
        self.is_number && other.is_number || self.begins == other.begins
    }
}

fn looks(quotation: &Quotation, atom: usize) -> Looks {
    let unit = quotation.atoms[atom].units().start;
    Looks::of(&quotation.units[unit].key)
}
