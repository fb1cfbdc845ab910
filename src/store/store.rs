//! The documents on disk. Files are written once, under a number that no file had before, and
//! become part of the index only when its commit names that number.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::bytes::FileAt;
use super::copies::{Copies, Group};
use super::manifest::{Manifest, Root};
use super::record::{Damage, Stored};
use super::sketches::Sketches;
use super::table::{DocumentRow, NewPlace, Place, Table};
use crate::document::DocumentId;

/// What can go wrong with stored documents.
#[derive(Debug, Error)]
pub enum StoreError {
    /// A file could not be read or written.
    #[error("cannot use {}: {cause}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// A record is not what was written.
    #[error("{} is damaged at document {id}: {cause}", path.display())]
    Record {
        /// The file of records.
        path: PathBuf,
        /// The document.
        id: DocumentId,
        /// What is wrong.
        cause: Damage,
    },
    /// The index names a document that the store does not have.
    #[error("document {id} is in the index and not in the store")]
    Lost {
        /// The document.
        id: DocumentId,
    },
    /// The manifest cannot be understood.
    #[error("{} is damaged: {cause}", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong.
        cause: serde_json::Error,
    },
}

fn file_error(path: &Path) -> impl FnOnce(io::Error) -> StoreError + use<> {
    let path = path.to_owned();
    move |cause| StoreError::File { path, cause }
}

/// The documents of one state of an index.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    state: u32,
    table: Table,
    records: Records,
    copies: Copies,
}

/// The files of records of a state, open for reading.
#[derive(Debug)]
pub struct Records {
    folder: PathBuf,
    files: Vec<(u32, FileAt)>,
}

impl Store {
    /// Opens the state with this number, and the files of records it uses: they stay readable
    /// when an ingest removes them.
    ///
    /// # Errors
    /// If the table of documents or a file of records cannot be read.
    pub fn open(folder: &Path, state: u32, records: &[u32]) -> Result<Store, StoreError> {
        let path = table_path(folder, state);
        let table = Table::open(&path).map_err(file_error(&path))?;
        let records = Records::open(folder, records)?;
        let path = copies_path(folder, state);
        let copies = Copies::open(&path).map_err(file_error(&path))?;
        Ok(Store { folder: folder.to_owned(), state, table, records, copies })
    }

    /// How many documents there are.
    pub fn len(&self) -> u32 {
        self.table.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// The rows of all documents, in order of ids.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub fn rows(&self) -> Result<Vec<DocumentRow>, StoreError> {
        self.table.rows().map_err(self.table_error())
    }

    /// The documents whose id begins with `prefix`, at most `limit`.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub fn beginning_with(
        &self,
        prefix: &str,
        limit: usize,
    ) -> Result<Vec<DocumentRow>, StoreError> {
        let Some((low, high)) = DocumentId::range_of(prefix) else { return Ok(Vec::new()) };
        self.table.range(low, high, limit).map_err(self.table_error())
    }

    /// The row of one document.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub fn row(&self, id: DocumentId) -> Result<Option<DocumentRow>, StoreError> {
        self.table.find(id).map_err(self.table_error())
    }

    /// The places of a document, the one to show first.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub fn places(&self, row: &DocumentRow) -> Result<Vec<Place>, StoreError> {
        self.table.places(row).map_err(self.table_error())
    }

    /// The document of a row.
    ///
    /// # Errors
    /// As [`Records::document`].
    pub fn document(&self, row: &DocumentRow) -> Result<Stored, StoreError> {
        self.records.document(row)
    }

    /// The record of a row in its written form.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn record(&self, row: &DocumentRow) -> Result<Vec<u8>, StoreError> {
        self.records.record(row)
    }

    /// The group of near-identical documents that a document stands in, and its place there.
    ///
    /// # Errors
    /// If the table of copies cannot be read.
    pub fn group_of(&self, id: DocumentId) -> Result<Option<(u32, u32)>, StoreError> {
        self.copies.find(id).map_err(|e| self.copies_error(e))
    }

    /// A group of near-identical documents.
    ///
    /// # Errors
    /// If the table of copies cannot be read or is damaged there.
    pub fn group(&self, number: u32) -> Result<Group, StoreError> {
        self.copies.group(number).map_err(|e| self.copies_error(e))
    }

    /// How many groups of near-identical documents there are, and how many documents in them.
    pub fn group_counts(&self) -> (u32, u32) {
        (self.copies.groups(), self.copies.documents())
    }

    /// Whether any documents are near-identical.
    pub fn has_groups(&self) -> bool {
        self.copies.groups() > 0
    }

    /// The sketches of the documents.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn sketches(&self) -> Result<Sketches, StoreError> {
        let path = sketches_path(&self.folder, self.state);
        Sketches::read(&path).map_err(file_error(&path))
    }

    /// Whether the groups are those that were written, and the sketches too.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn copies_are_whole(&self) -> Result<(bool, bool), StoreError> {
        let groups = self.copies.is_whole().map_err(|e| self.copies_error(e))?;
        let path = sketches_path(&self.folder, self.state);
        Ok((groups, Sketches::is_whole(&path).map_err(file_error(&path))?))
    }

    fn copies_error(&self, cause: io::Error) -> StoreError {
        StoreError::File { path: copies_path(&self.folder, self.state), cause }
    }

    /// The corpus's own names, in their ready form.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn names_bytes(&self) -> Result<Vec<u8>, StoreError> {
        let path = names_path(&self.folder, self.state);
        fs::read(&path).map_err(file_error(&path))
    }

    /// Bytes of all files of records together.
    pub fn records_size(&self) -> u64 {
        self.records.files.iter().map(|(_, file)| file.len()).sum()
    }

    /// The manifest of this state.
    ///
    /// # Errors
    /// If it cannot be read or understood.
    pub fn manifest(&self) -> Result<Manifest, StoreError> {
        let path = manifest_path(&self.folder, self.state);
        let bytes = fs::read(&path).map_err(file_error(&path))?;
        serde_json::from_slice(&bytes).map_err(|cause| StoreError::Manifest { path, cause })
    }

    /// Whether the table's bytes are those that were written.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn is_whole(&self) -> Result<bool, StoreError> {
        self.table.is_whole().map_err(self.table_error())
    }

    fn table_error(&self) -> impl FnOnce(io::Error) -> StoreError + use<> {
        file_error(&table_path(&self.folder, self.state))
    }
}

impl Records {
    /// Opens files of records.
    ///
    /// # Errors
    /// If one cannot be opened.
    pub fn open(folder: &Path, numbers: &[u32]) -> Result<Records, StoreError> {
        let open = |number: &u32| {
            let path = records_path(folder, *number);
            Ok((*number, FileAt::open(&path).map_err(file_error(&path))?))
        };
        let files = numbers.iter().map(open).collect::<Result<_, StoreError>>()?;
        Ok(Records { folder: folder.to_owned(), files })
    }

    /// The document of a row.
    ///
    /// # Errors
    /// If its record cannot be read or is not what was written.
    pub fn document(&self, row: &DocumentRow) -> Result<Stored, StoreError> {
        let wrong = |cause| StoreError::Record {
            path: records_path(&self.folder, row.file),
            id: row.id,
            cause,
        };
        let stored = Stored::decode(&self.record(row)?).map_err(wrong)?;
        if stored.document.id != row.id {
            return Err(wrong(Damage::Unsound("it is another document".to_owned())));
        }
        Ok(stored)
    }

    /// The record of a row in its written form.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn record(&self, row: &DocumentRow) -> Result<Vec<u8>, StoreError> {
        let path = records_path(&self.folder, row.file);
        let file = self.files.iter().find(|(number, _)| *number == row.file);
        file.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "the index does not use it"))
            .and_then(|(_, file)| file.read(row.offset, row.length as usize))
            .map_err(file_error(&path))
    }
}

/// Writes the records of a new state.
#[derive(Debug)]
pub struct RecordWriter {
    path: PathBuf,
    number: u32,
    file: BufWriter<File>,
    at: u64,
}

impl RecordWriter {
    /// Begins the file of records of state `number`.
    ///
    /// # Errors
    /// If it cannot be created.
    pub fn create(folder: &Path, number: u32) -> Result<RecordWriter, StoreError> {
        let path = records_path(folder, number);
        let file = File::create(&path).map_err(file_error(&path))?;
        Ok(RecordWriter { path, number, file: BufWriter::with_capacity(1 << 18, file), at: 0 })
    }

    /// Adds a record in its written form; gives its file, offset and length.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&mut self, record: &[u8]) -> Result<(u32, u64, u32), StoreError> {
        let length = u32::try_from(record.len())
            .map_err(|_| io::Error::other("a stored document of 4 GiB"))
            .map_err(file_error(&self.path))?;
        self.file.write_all(record).map_err(file_error(&self.path))?;
        let at = (self.number, self.at, length);
        self.at += u64::from(length);
        Ok(at)
    }

    /// Makes sure that everything is on the disk.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(self) -> Result<(), StoreError> {
        let path = self.path;
        self.file
            .into_inner()
            .map_err(std::io::IntoInnerError::into_error)
            .and_then(|f| f.sync_all())
            .map_err(file_error(&path))
    }
}

/// Makes the folder of an index, where it is not there yet.
///
/// # Errors
/// If it cannot be made.
pub fn prepare(folder: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(folder).map_err(file_error(folder))
}

/// Writes the corpus's own names, in their ready form.
///
/// # Errors
/// If they cannot be written.
pub fn write_names(folder: &Path, state: u32, names: &[u8]) -> Result<(), StoreError> {
    let path = names_path(folder, state);
    File::create(&path)
        .and_then(|mut file| file.write_all(names).and_then(|()| file.sync_all()))
        .map_err(file_error(&path))
}

/// Writes the sketches and the groups of near-identical documents of a new state.
///
/// # Errors
/// If they cannot be written.
pub fn write_copies(
    folder: &Path,
    state: u32,
    sketches: &Sketches,
    groups: &[Group],
) -> Result<(), StoreError> {
    let path = sketches_path(folder, state);
    sketches.write(&path).map_err(file_error(&path))?;
    let path = copies_path(folder, state);
    Copies::write(&path, groups).map_err(file_error(&path))
}

/// Writes the table and the manifest of a new state.
///
/// # Errors
/// If they cannot be written.
pub fn write_state(
    folder: &Path,
    state: u32,
    rows: Vec<DocumentRow>,
    places: (Vec<NewPlace>, &[PathBuf]),
    manifest: &Manifest,
) -> Result<(), StoreError> {
    let path = table_path(folder, state);
    Table::write(&path, rows, places.0, places.1).map_err(file_error(&path))?;
    let path = manifest_path(folder, state);
    let bytes = serde_json::to_vec(manifest)
        .map_err(|cause| StoreError::Manifest { path: path.clone(), cause })?;
    File::create(&path)
        .and_then(|mut file| file.write_all(&bytes).and_then(|()| file.sync_all()))
        .map_err(file_error(&path))
}

/// Removes the files of all states but those that state `state` needs, which uses the files of
/// records `records`. Files that cannot be removed (somebody reads them on a system that forbids
/// it) are left for the next time.
pub fn remove_others(folder: &Path, state: u32, records: &[u32]) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some((what, number)) = name.to_str().and_then(|n| n.split_once('.')) else { continue };
        let number = number.trim_end_matches(".json").parse::<u32>();
        let old = match (what, number) {
            ("documents" | "manifest" | "names" | "sketches" | "copies", Ok(n)) => n != state,
            ("records", Ok(n)) => !records.contains(&n),
            _ => false,
        };
        if old {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The largest number that any file of a state bears, so that the next state gets a new one.
pub fn last_number(folder: &Path) -> u32 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name();
            let (what, number) = name.to_str()?.split_once('.')?;
            let ours = ["documents", "manifest", "names", "records", "sketches", "copies"];
            ours.contains(&what).then(|| number.trim_end_matches(".json").parse().ok())?
        })
        .max()
        .unwrap_or(0)
}

/// The roots in the newest manifest that can be read, whatever became of the rest of its state.
pub fn last_roots(folder: &Path) -> Vec<Root> {
    let manifest = |number| {
        let bytes = fs::read(manifest_path(folder, number)).ok()?;
        serde_json::from_slice::<Manifest>(&bytes).ok()
    };
    let found = (0..=last_number(folder)).rev().find_map(manifest);
    found.map_or_else(Vec::new, |manifest| manifest.roots)
}

/// The file that holds the names of state `state`, where the corpus has names of its own.
pub fn names_path(folder: &Path, state: u32) -> PathBuf {
    folder.join(format!("names.{state}"))
}

fn table_path(folder: &Path, state: u32) -> PathBuf {
    folder.join(format!("documents.{state}"))
}

fn sketches_path(folder: &Path, state: u32) -> PathBuf {
    folder.join(format!("sketches.{state}"))
}

fn copies_path(folder: &Path, state: u32) -> PathBuf {
    folder.join(format!("copies.{state}"))
}

fn manifest_path(folder: &Path, state: u32) -> PathBuf {
    folder.join(format!("manifest.{state}.json"))
}

fn records_path(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("records.{number}"))
}
