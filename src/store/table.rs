//! The table of documents: for each id, where its record lies and at which places it stands.
//! Looked up by positioned reads, without reading the table.
//!
//! Little-endian. Header: magic `pincdoc1`, number of documents (u32), number of places (u32),
//! number of paths (u32), length of the path bytes (u32). Then the documents by rising id, 48 bytes
//! each (see [`DocumentRow`]), the places, 16 bytes each (path u32, line u32, byte u64), the end of
//! each path in the path bytes (u32), the path bytes, and the first 8 bytes of the BLAKE3 hash of
//! all that.

use std::io;
use std::path::{Path, PathBuf};

use super::bytes::{FileAt, path_bytes, path_from_bytes, u32_at, u64_at};
use crate::document::DocumentId;

const MAGIC: &[u8; 8] = b"pincdoc1";
const HEADER: u64 = 24;
const ROW: usize = 48;
const PLACE: usize = 16;

/// What the table says of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// The document.
    pub id: DocumentId,
    /// Number of the file of records that holds it.
    pub file: u32,
    /// Where its record begins there, in bytes.
    pub offset: u64,
    /// Length of the record in bytes.
    pub length: u32,
    /// How many passages it has.
    pub passages: u32,
    /// Words in its passages, their titles and their sections: the lengths that ranking averages.
    pub words: [u32; 3],
    /// Its places: the first in the table, and how many.
    places: (u32, u32),
}

/// Where a document begins: a file, or a line of one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub path: PathBuf,
    /// Bytes of the file before the document.
    pub byte: u64,
    /// Lines of the file before the document.
    pub line: u32,
}

/// A place of a document on its way into a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NewPlace {
    /// The document.
    pub id: DocumentId,
    /// Index of its path.
    pub path: u32,
    /// Bytes of the file before the document.
    pub byte: u64,
    /// Lines of the file before the document.
    pub line: u32,
}

impl DocumentRow {
    /// A row whose places are not yet known.
    pub fn new(id: DocumentId, at: (u32, u64, u32), passages: u32, words: [u32; 3]) -> DocumentRow {
        let (file, offset, length) = at;
        DocumentRow { id, file, offset, length, passages, words, places: (0, 0) }
    }

    fn to_bytes(self) -> [u8; ROW] {
        let mut out = [0; ROW];
        out[..8].copy_from_slice(&self.id.number().to_le_bytes());
        out[8..16].copy_from_slice(&self.offset.to_le_bytes());
        let numbers = [
            self.file,
            self.length,
            self.passages,
            self.words[0],
            self.words[1],
            self.words[2],
            self.places.0,
            self.places.1,
        ];
        for (i, n) in numbers.into_iter().enumerate() {
            out[16 + 4 * i..20 + 4 * i].copy_from_slice(&n.to_le_bytes());
        }
        out
    }

    fn from_bytes(b: &[u8]) -> Option<DocumentRow> {
        let n = |i: usize| u32_at(b, 16 + 4 * i);
        Some(DocumentRow {
            id: DocumentId::from_number(u64_at(b, 0)?)?,
            offset: u64_at(b, 8)?,
            file: n(0)?,
            length: n(1)?,
            passages: n(2)?,
            words: [n(3)?, n(4)?, n(5)?],
            places: (n(6)?, n(7)?),
        })
    }
}

/// An open table.
#[derive(Debug)]
pub struct Table {
    file: FileAt,
    documents: u32,
    places: u32,
    paths: u32,
    path_bytes: u32,
}

impl Table {
    /// Writes a table to `to`. `paths` are in the order that shows the first place first; each
    /// document has a place.
    ///
    /// # Errors
    /// What writing the file gives.
    pub fn write(
        to: &Path,
        mut rows: Vec<DocumentRow>,
        mut places: Vec<NewPlace>,
        paths: &[PathBuf],
    ) -> io::Result<()> {
        rows.sort_unstable_by_key(|row| row.id);
        places.sort_unstable();
        let heap: usize = paths.iter().map(|p| path_bytes(p).len()).sum();
        let mut out = super::bytes::HashingWriter::create(to)?;
        out.write(MAGIC)?;
        for n in [rows.len(), places.len(), paths.len(), heap] {
            out.write(&fit(n)?.to_le_bytes())?;
        }
        let mut first = 0;
        for row in rows {
            let count = places[first..].iter().take_while(|p| p.id == row.id).count();
            out.write(&DocumentRow { places: (fit(first)?, fit(count)?), ..row }.to_bytes())?;
            first += count;
        }
        for place in &places {
            out.write(&place.path.to_le_bytes())?;
            out.write(&place.line.to_le_bytes())?;
            out.write(&place.byte.to_le_bytes())?;
        }
        let mut end = 0;
        for path in paths {
            end += path_bytes(path).len();
            out.write(&fit(end)?.to_le_bytes())?;
        }
        for path in paths {
            out.write(&path_bytes(path))?;
        }
        out.finish()
    }

    /// Opens a table.
    ///
    /// # Errors
    /// If the file cannot be read or is no table of this form.
    pub fn open(path: &Path) -> io::Result<Table> {
        let file = FileAt::open(path)?;
        let header = file.read(0, HEADER as usize)?;
        let n = |i: usize| u32_at(&header, 8 + 4 * i).unwrap_or(0);
        let table = Table { file, documents: n(0), places: n(1), paths: n(2), path_bytes: n(3) };
        if &header[..8] != MAGIC || table.file.len() != table.end() + 8 {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "not a whole table of documents",
            ));
        }
        Ok(table)
    }

    /// How many documents it holds.
    pub fn len(&self) -> u32 {
        self.documents
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.documents == 0
    }

    /// The row at `index`, in order of ids.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged there.
    pub fn row(&self, index: u32) -> io::Result<DocumentRow> {
        let bytes = self.file.read(HEADER + u64::from(index) * ROW as u64, ROW)?;
        DocumentRow::from_bytes(&bytes).ok_or_else(damaged)
    }

    /// All rows, in order of ids.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub fn rows(&self) -> io::Result<Vec<DocumentRow>> {
        let bytes = self.file.read(HEADER, self.documents as usize * ROW)?;
        bytes.chunks_exact(ROW).map(|b| DocumentRow::from_bytes(b).ok_or_else(damaged)).collect()
    }

    /// The rows whose ids lie in `low..=high`, at most `limit`.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub fn range(
        &self,
        low: DocumentId,
        high: DocumentId,
        limit: usize,
    ) -> io::Result<Vec<DocumentRow>> {
        let mut from = self.first_not_before(low)?;
        let mut found = Vec::new();
        while from < self.documents && found.len() < limit {
            let row = self.row(from)?;
            if row.id > high {
                break;
            }
            found.push(row);
            from += 1;
        }
        Ok(found)
    }

    /// The first row whose id is not before `id`. Ids are hashes and spread evenly, so a look at
    /// the rows round the foretold place nearly always finds it.
    fn first_not_before(&self, id: DocumentId) -> io::Result<u32> {
        let all = u64::from(self.documents);
        let foretold = ((u128::from(id.number()) * u128::from(all)) >> DocumentId::BITS) as u64;
        let around = 16 + 2 * all.isqrt();
        let (mut from, mut to) = (foretold.saturating_sub(around), (foretold + around).min(all));
        let bytes = self.file.read(HEADER + from * ROW as u64, (to - from) as usize * ROW)?;
        let ids: Vec<u64> = bytes.chunks_exact(ROW).filter_map(|row| u64_at(row, 0)).collect();
        let within = ids.partition_point(|known| *known < id.number()) as u64;
        let decided = (within > 0 || from == 0) && (from + within < to || to == all);
        if decided {
            return Ok((from + within) as u32);
        }
        (from, to) = (0, all);
        while from < to {
            let middle = from + (to - from) / 2;
            if self.row(middle as u32)?.id < id { from = middle + 1 } else { to = middle }
        }
        Ok(from as u32)
    }

    /// The row of one document.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub fn find(&self, id: DocumentId) -> io::Result<Option<DocumentRow>> {
        Ok(self.range(id, id, 1)?.pop())
    }

    /// The places of a document, the one to show first.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub fn places(&self, row: &DocumentRow) -> io::Result<Vec<Place>> {
        let (first, count) = row.places;
        if first.checked_add(count).is_none_or(|end| end > self.places) {
            return Err(damaged());
        }
        let bytes = self
            .file
            .read(self.places_at() + u64::from(first) * PLACE as u64, count as usize * PLACE)?;
        bytes
            .chunks_exact(PLACE)
            .map(|b| {
                let (Some(path), Some(line), Some(byte)) =
                    (u32_at(b, 0), u32_at(b, 4), u64_at(b, 8))
                else {
                    return Err(damaged());
                };
                Ok(Place { path: self.path(path)?, byte, line })
            })
            .collect()
    }

    /// Whether the bytes are those that were written.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn is_whole(&self) -> io::Result<bool> {
        let end = self.end();
        let bytes = self.file.read(0, usize::try_from(end).map_err(|_| damaged())?)?;
        Ok(blake3::hash(&bytes).as_bytes()[..8] == self.file.read(end, 8)?[..])
    }

    fn path(&self, index: u32) -> io::Result<PathBuf> {
        if index >= self.paths {
            return Err(damaged());
        }
        let ends = self.ends_at();
        let end_of = |i: u32| -> io::Result<u32> {
            let bytes = self.file.read(ends + 4 * u64::from(i), 4)?;
            u32_at(&bytes, 0).ok_or_else(damaged)
        };
        let start = if index == 0 { 0 } else { end_of(index - 1)? };
        let end = end_of(index)?;
        if start > end || end > self.path_bytes {
            return Err(damaged());
        }
        let heap = ends + 4 * u64::from(self.paths);
        let bytes = self.file.read(heap + u64::from(start), (end - start) as usize)?;
        Ok(path_from_bytes(bytes))
    }

    fn places_at(&self) -> u64 {
        HEADER + u64::from(self.documents) * ROW as u64
    }

    fn ends_at(&self) -> u64 {
        self.places_at() + u64::from(self.places) * PLACE as u64
    }

    fn end(&self) -> u64 {
        self.ends_at() + 4 * u64::from(self.paths) + u64::from(self.path_bytes)
    }
}

fn fit(n: usize) -> io::Result<u32> {
    u32::try_from(n)
        .map_err(|_| io::Error::other("more than 4 billion documents, places or path bytes"))
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the table of documents is damaged")
}
