//! A region of a document's text, ready for a quotation to be laid on it.

use std::collections::HashMap;

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
    /// Blocks that may interrupt running text: first atom, and the one behind the last; rising.
    pub skips: Vec<(u32, u32)>,
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
        let find = |at: u32| {
            let i = self.skips.binary_search_by_key(&at, |skip| skip.0).ok()?;
            Some(self.skips[i].1)
        };
        let mut end = find(atom)?;
        while let Some(next) = find(end) {
            end = next;
        }
        Some(end)
    }

    fn interruptions(&self, region: Span) -> Vec<(u32, u32)> {
        let blocks = &self.document.blocks;
        let first = blocks.partition_point(|block| block.span.end <= region.start);
        let atom_at = |at: u32| {
            let starts_before = |atom: &u32| self.units[*atom as usize].span.start < at;
            offset(self.atoms.partition_point(starts_before))
        };
        let inside = blocks[first..].iter().take_while(|block| block.span.start < region.end);
        let skips = inside.filter(|block| interrupts(block.kind)).map(|block| {
            let end = block.span.end.min(region.end);
            (atom_at(block.span.start), atom_at(end))
        });
        skips.filter(|(start, end)| start < end).collect()
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
