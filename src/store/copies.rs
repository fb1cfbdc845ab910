//! The groups of near-identical documents of a state, and which of their passages stand in one
//! another: what a search needs to show them as one.
//!
//! Little-endian. Header: magic `pinccop1`, number of grouped documents (u32), number of groups
//! (u32), length of the group bytes (u64). Then the documents by rising id, 16 bytes each (id u64,
//! number of the group u32, place in it u32); the groups, 16 bytes each (where its bytes begin u64,
//! their length u32, how many documents u32); the bytes of the groups, and the first 8 bytes of the
//! BLAKE3 hash of all that. The bytes of a group are the first 8 bytes of the BLAKE3 hash of what
//! follows, and a [`Group`] in postcard.
//!
//! Opening reads the header alone; the documents are read when they are first asked for, a group
//! when it is.

use std::io;
use std::path::Path;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::bytes::{FileAt, HashingWriter, u32_at, u64_at};
use crate::document::{Date, DocumentId};

const MAGIC: &[u8; 8] = b"pinccop1";
const HEADER: u64 = 24;
const DOCUMENT: usize = 16;
const GROUP: usize = 16;
const CHECKSUM: usize = 8;

/// Near-identical documents, the earliest issue first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The documents: at least two.
    pub members: Vec<Member>,
}

/// A document of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The document.
    pub id: DocumentId,
    /// When it was issued.
    pub issued: Option<Date>,
    /// Its source as it is shown.
    pub source: Option<String>,
    /// For each passage, which one of an earlier member it repeats.
    pub passages: Vec<Option<Repeated>>,
}

/// The passage of an earlier member that a passage repeats. That one repeats none itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Repeated {
    /// How alike they are.
    pub how: Likeness,
    /// Place of the earlier member in the group, from 0.
    pub member: u32,
    /// Number of its passage, from 1.
    pub n: u32,
}

/// How a passage repeats another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Likeness {
    /// The same words in the same order; only typography may differ.
    Same,
    /// Nearly the same words.
    Nearly,
    /// It is a part of the other one, which says more.
    Part,
}

impl Group {
    /// The passage that a passage of the group repeats, or itself.
    pub fn original(&self, member: u32, n: u32) -> (u32, u32) {
        match self.repeated(member, n) {
            Some(repeated) => (repeated.member, repeated.n),
            None => (member, n),
        }
    }

    /// The passage of an earlier member that a passage repeats.
    pub fn repeated(&self, member: u32, n: u32) -> Option<Repeated> {
        let member = self.members.get(member as usize)?;
        *member.passages.get((n as usize).checked_sub(1)?)?
    }

    /// Whether what each passage repeats is there, and repeats nothing.
    fn is_sound(&self) -> bool {
        let repeats = |member: &Member| member.passages.iter().flatten().copied().collect();
        self.members.len() > 1
            && self.members.iter().enumerate().all(|(at, member)| {
                let repeats: Vec<Repeated> = repeats(member);
                repeats.iter().all(|r| {
                    let earlier = self.members.get(r.member as usize);
                    let there = earlier
                        .and_then(|m| m.passages.get((r.n as usize).wrapping_sub(1)))
                        .is_some_and(Option::is_none);
                    (r.member as usize) < at && there
                })
            })
    }
}

/// The groups of a state, open for reading.
#[derive(Debug)]
pub struct Copies {
    file: FileAt,
    documents: u32,
    groups: u32,
    bytes: u64,
    /// The table of documents, once it was asked for.
    table: OnceLock<Vec<u8>>,
}

impl Copies {
    /// Writes the groups, which share no document.
    ///
    /// # Errors
    /// What writing gives.
    pub fn write(to: &Path, groups: &[Group]) -> io::Result<()> {
        let mut documents = Vec::new();
        let mut written = Vec::with_capacity(groups.len());
        for (number, group) in groups.iter().enumerate() {
            for (at, member) in group.members.iter().enumerate() {
                documents.push((member.id.number(), fit(number)?, fit(at)?));
            }
            written.push(postcard::to_stdvec(group).map_err(io::Error::other)?);
        }
        documents.sort_unstable();
        let length: usize = written.iter().map(|bytes| bytes.len() + CHECKSUM).sum();
        let mut out = HashingWriter::create(to)?;
        out.write(MAGIC)?;
        out.write(&fit(documents.len())?.to_le_bytes())?;
        out.write(&fit(groups.len())?.to_le_bytes())?;
        out.write(&(length as u64).to_le_bytes())?;
        for (id, group, at) in documents {
            out.write(&id.to_le_bytes())?;
            out.write(&group.to_le_bytes())?;
            out.write(&at.to_le_bytes())?;
        }
        let mut at = 0_u64;
        for (group, bytes) in groups.iter().zip(&written) {
            let length = fit(bytes.len() + CHECKSUM)?;
            out.write(&at.to_le_bytes())?;
            out.write(&length.to_le_bytes())?;
            out.write(&fit(group.members.len())?.to_le_bytes())?;
            at += u64::from(length);
        }
        for bytes in &written {
            out.write(&blake3::hash(bytes).as_bytes()[..CHECKSUM])?;
            out.write(bytes)?;
        }
        out.finish()
    }

    /// Opens a file of groups.
    ///
    /// # Errors
    /// If it cannot be read or has not this form.
    pub fn open(path: &Path) -> io::Result<Copies> {
        let file = FileAt::open(path)?;
        let header = file.read(0, HEADER as usize)?;
        let n = |at| u32_at(&header, at).unwrap_or(0);
        let bytes = u64_at(&header, 16).unwrap_or(0);
        let copies = Copies { file, documents: n(8), groups: n(12), bytes, table: OnceLock::new() };
        let end = copies.groups_at() + u64::from(copies.groups) * GROUP as u64;
        let length = end.checked_add(copies.bytes).and_then(|end| end.checked_add(8));
        if &header[..8] != MAGIC || length != Some(copies.file.len()) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "no whole table of copies"));
        }
        Ok(copies)
    }

    /// How many documents stand in groups.
    pub fn documents(&self) -> u32 {
        self.documents
    }

    /// How many groups there are.
    pub fn groups(&self) -> u32 {
        self.groups
    }

    /// The group of a document and its place there; `None` if it stands in none.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub fn find(&self, id: DocumentId) -> io::Result<Option<(u32, u32)>> {
        if self.documents == 0 {
            return Ok(None);
        }
        let table = match self.table.get() {
            Some(table) => table,
            None => {
                let read = self.file.read(HEADER, self.documents as usize * DOCUMENT)?;
                self.table.get_or_init(|| read)
            }
        };
        Ok(search(table, id.number()))
    }

    /// A group.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged there.
    pub fn group(&self, number: u32) -> io::Result<Group> {
        if number >= self.groups {
            return Err(damaged());
        }
        let entry = self.groups_at() + u64::from(number) * GROUP as u64;
        let entry = self.file.read(entry, GROUP)?;
        let (Some(at), Some(length)) = (u64_at(&entry, 0), u32_at(&entry, 8)) else {
            return Err(damaged());
        };
        if at.checked_add(u64::from(length)).is_none_or(|end| end > self.bytes) {
            return Err(damaged());
        }
        let heap = self.groups_at() + u64::from(self.groups) * GROUP as u64;
        let bytes = self.file.read(heap + at, length as usize)?;
        let (sum, bytes) = bytes.split_at_checked(CHECKSUM).ok_or_else(damaged)?;
        if blake3::hash(bytes).as_bytes()[..CHECKSUM] != *sum {
            return Err(damaged());
        }
        let group: Group = postcard::from_bytes(bytes).map_err(|_| damaged())?;
        if group.is_sound() { Ok(group) } else { Err(damaged()) }
    }

    /// Whether the bytes are those that were written.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn is_whole(&self) -> io::Result<bool> {
        let length = usize::try_from(self.file.len()).map_err(|_| damaged())?;
        let bytes = self.file.read(0, length)?;
        let (bytes, sum) = bytes.split_at_checked(length.saturating_sub(8)).ok_or_else(damaged)?;
        Ok(blake3::hash(bytes).as_bytes()[..8] == *sum)
    }

    fn groups_at(&self) -> u64 {
        HEADER + u64::from(self.documents) * DOCUMENT as u64
    }
}

/// Finds an id in the table of documents. Ids are hashes and spread evenly: the search begins where
/// it should stand, and goes on by halves only where that fails.
fn search(table: &[u8], id: u64) -> Option<(u32, u32)> {
    let count = table.len() / DOCUMENT;
    let id_at = |at: usize| u64_at(table, at * DOCUMENT).unwrap_or(u64::MAX);
    let foretold = ((u128::from(id) * count as u128) >> DocumentId::BITS) as usize;
    let (mut low, mut high, mut step) = (foretold.min(count), foretold.min(count), 1);
    while low > 0 && id_at(low - 1) >= id {
        low = low.saturating_sub(step);
        step *= 2;
    }
    step = 1;
    while high < count && id_at(high) < id {
        high = (high + step).min(count);
        step *= 2;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if id_at(middle) < id { low = middle + 1 } else { high = middle }
    }
    let row = table.get(low * DOCUMENT..(low + 1) * DOCUMENT)?;
    (u64_at(row, 0)? == id).then_some((u32_at(row, 8)?, u32_at(row, 12)?))
}

fn fit(n: usize) -> io::Result<u32> {
    u32::try_from(n).map_err(|_| io::Error::other("more than 4 billion copies"))
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the table of copies is damaged")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_is_found_and_no_other() {
        for spread in [1_u64, 1 << 20, 1 << 40] {
            let ids: Vec<u64> = (1..500).map(|i| i * i % 997 * spread).collect();
            let mut ids: Vec<u64> = ids.into_iter().filter(|id| id >> 50 == 0).collect();
            ids.sort_unstable();
            ids.dedup();
            let row = |(at, id): (usize, &u64)| {
                let mut row = id.to_le_bytes().to_vec();
                row.extend((at as u32).to_le_bytes());
                row.extend(7_u32.to_le_bytes());
                row
            };
            let table: Vec<u8> = ids.iter().enumerate().flat_map(row).collect();
            for (at, id) in ids.iter().enumerate() {
                assert_eq!(search(&table, *id), Some((at as u32, 7)));
                let next = ids.get(at + 1).copied();
                if next != Some(id + 1) {
                    assert_eq!(search(&table, id + 1), None);
                }
            }
            assert_eq!(search(&[], 3), None);
        }
    }
}
