//! A region of a document's text, ready for a quotation to be laid on it.

use std::collections::HashMap;
use std::ops::Range;

use super::quotation::{Atom, Quotation};
use super::unit::{Kind, Unit, units};
use crate::document::{BlockKind, Document};
use crate::text::{Span, offset};

/// What the words of a quotation are called while it is compared: equal words have equal numbers.
#[derive(Debug, Default)]
pub(super) struct Words {
    numbers: HashMap<String, u32>,
    /// For each atom of the quotation its number; 0 for what is no word.
    pub quoted: Vec<u32>,
    /// For each atom the number of the word that it makes with the next one.
    pub joined: Vec<u32>,
}

impl Words {
    pub fn of(quotation: &Quotation) -> Words {
        let mut words = Words::default();
        let atoms = &quotation.atoms;
        let key = |atom: Option<&Atom>| match atom {
            Some(Atom::Said(unit)) => Some(quotation.units[*unit].key.as_str()),
            _ => None,
        };
        for (i, atom) in atoms.iter().enumerate() {
            let own = key(Some(atom)).map_or(0, |key| words.number(key));
            let next = atoms
                .get(i + 1)
                .filter(|next| may_be_one(&quotation.units[atom.units().start..next.units().end]));
            let pair = key(Some(atom)).zip(key(next));
            let joined = pair.map_or(0, |(a, b)| words.number(&format!("{a}{b}")));
            words.quoted.push(own);
            words.joined.push(joined);
        }
        words
    }

    fn number(&mut self, key: &str) -> u32 {
        let next = offset(self.numbers.len()) + 1;
        *self.numbers.entry(key.to_owned()).or_insert(next)
    }

    fn find(&self, key: &str) -> u32 {
        self.numbers.get(key).copied().unwrap_or(0)
    }
}

/// Whether nothing but hyphens stands between two words, the first and the last of these units.
fn may_be_one(units: &[Unit]) -> bool {
    match units {
        [first, between @ .., last] => {
            first.kind == Kind::Word
                && last.kind != Kind::Sign
                && between.iter().all(|unit| unit.kind == Kind::Dash)
        }
        _ => false,
    }
}

/// A region of a document's text.
pub(super) struct Source<'a> {
    pub document: &'a Document,
    pub units: Vec<Unit>,
    /// The units that are said.
    pub atoms: Vec<u32>,
    /// For each atom the number of its word; 0 where the quotation has no such word.
    pub words: Vec<u32>,
    /// For each atom the number of the word that it makes with the next one.
    pub joined: Vec<u32>,
    /// What may interrupt running text, rising.
    skips: Vec<Skip>,
}

/// A block that may interrupt running text, or the number that a paragraph begins with.
struct Skip {
    /// Its first atom, and the one behind its last.
    atoms: (u32, u32),
    /// Its units.
    units: Range<usize>,
}

impl<'a> Source<'a> {
    pub fn of(document: &'a Document, region: Span, words: &Words) -> Source<'a> {
        let units = units(&document.text, region);
        let is_said = |(at, unit): (u32, &Unit)| unit.is_said().then_some(at);
        let atoms: Vec<u32> = (0..).zip(&units).filter_map(is_said).collect();
        let key = |atom: u32| units[atom as usize].key.as_str();
        let mut pair = String::new();
        let mut joined = Vec::with_capacity(atoms.len());
        for (i, atom) in atoms.iter().enumerate() {
            let next = atoms
                .get(i + 1)
                .filter(|next| may_be_one(&units[*atom as usize..=**next as usize]));
            joined.push(next.map_or(0, |next| {
                pair.clear();
                pair.push_str(key(*atom));
                pair.push_str(key(*next));
                words.find(&pair)
            }));
        }
        let numbers = atoms.iter().map(|atom| words.find(key(*atom))).collect();
        let mut source =
            Source { document, units, atoms, words: numbers, joined, skips: Vec::new() };
        source.skips = source.interruptions(region);
        source
    }

    /// Number of atoms.
    pub fn len(&self) -> usize {
        self.atoms.len()
    }

    /// The unit of an atom.
    pub fn unit(&self, atom: u32) -> &Unit {
        &self.units[self.atoms[atom as usize] as usize]
    }

    pub fn is_note(&self, atom: usize) -> bool {
        self.atoms.get(atom).is_some_and(|unit| self.units[*unit as usize].kind == Kind::Note)
    }

    /// Where the text goes on behind the interruptions that begin at an atom.
    pub fn behind(&self, atom: u32) -> Option<u32> {
        let mut end = self.skip_from(atom)?.atoms.1;
        while let Some(next) = self.skip_from(end) {
            end = next.atoms.1;
        }
        Some(end)
    }

    /// The units of interruptions that begin at an atom and end before another.
    pub fn interruption(&self, (from, to): (u32, u32)) -> Range<usize> {
        let last = self.skips.partition_point(|skip| skip.atoms.1 < to);
        match (self.skip_from(from), self.skips.get(last)) {
            (Some(first), Some(last)) => first.units.start..last.units.end.max(first.units.end),
            _ => self.atoms[from as usize] as usize..self.atoms[to as usize - 1] as usize + 1,
        }
    }

    fn skip_from(&self, atom: u32) -> Option<&Skip> {
        let at = self.skips.binary_search_by_key(&atom, |skip| skip.atoms.0).ok()?;
        self.skips.get(at)
    }

    fn interruptions(&self, region: Span) -> Vec<Skip> {
        let blocks = &self.document.blocks;
        let first = blocks.partition_point(|block| block.span.end <= region.start);
        let inside = blocks[first..].iter().take_while(|block| block.span.start < region.end);
        let mut skips: Vec<Skip> = Vec::new();
        for block in inside {
            let start = self.units.partition_point(|unit| unit.span.start < block.span.start);
            let end = self.units.partition_point(|unit| unit.span.start < block.span.end);
            let end =
                if interrupts(block.kind) { end } else { start + number(&self.units[start..end]) };
            let atom_at =
                |unit: usize| offset(self.atoms.partition_point(|atom| (*atom as usize) < unit));
            let atoms = (atom_at(start), atom_at(end));
            if atoms.0 < atoms.1 {
                skips.push(Skip { atoms, units: start..end });
            }
        }
        skips
    }
}

/// How many units the number takes that a paragraph begins with: `80.`, `(3)`.
fn number(units: &[Unit]) -> usize {
    let is_number = |unit: &Unit| {
        unit.is_said() && unit.key.len() <= 3 && unit.key.bytes().all(|b| b.is_ascii_digit())
    };
    let is = |unit: &Unit, mark: char| unit.kind == Kind::Mark(mark);
    match units {
        [number, mark, ..] if is_number(number) && (is(mark, '.') || is(mark, ')')) => 2,
        [open, number, close, ..] if is(open, '(') && is_number(number) && is(close, ')') => 3,
        _ => 0,
    }
}

/// Whether a block may stand in the middle of a paragraph, or between two, that run on.
fn interrupts(kind: BlockKind) -> bool {
    match kind {
        BlockKind::Heading(_)
        | BlockKind::Caption
        | BlockKind::Note
        | BlockKind::Notice
        | BlockKind::Teaser
        | BlockKind::Table => true,
        BlockKind::Title | BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quote => false,
    }
}
