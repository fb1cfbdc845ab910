//! Reading in parallel, in order: files and records go in one by one, documents come out in the
//! same order with all that is made of them.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::PathBuf;
use std::sync::mpsc::sync_channel;

use rayon::prelude::*;

use super::corpus::Corpus;
use super::derive::Derived;
use super::walk::{Walked, reason};
use crate::read::format::{Format, Reader};
use crate::read::{Complaint, Source};

/// What came of reading one file or one record.
pub struct Outcome {
    /// The file's number in the list of files.
    pub file: usize,
    /// Bytes and lines of the file before it.
    pub at: (u64, u32),
    /// Whether it is a record of a file.
    pub is_record: bool,
    /// The document, or why there is none.
    pub result: Result<Box<Derived>, String>,
    /// What should be known of the document.
    pub complaints: Vec<Complaint>,
}

/// What is handed to a reader.
enum Job {
    /// A whole file.
    File(usize),
    /// A line of the file, without its line end.
    Line { file: usize, bytes: Vec<u8>, byte: u64, line: u32 },
    /// A file that gives nothing, and why.
    Refused { file: usize, why: String },
}

/// A batch is full with this many bytes of source.
const BATCH_BYTES: u64 = 512 << 10;
/// A line longer than this is no record.
const LONGEST_LINE: u64 = 1 << 30;

/// Reads `files` and calls `done` with each outcome, in order. `done` ends the reading by an error.
///
/// # Errors
/// What `done` gives.
pub fn read_all<E: Send>(
    corpus: &Corpus,
    files: &[Walked],
    threads: usize,
    mut done: impl FnMut(Outcome) -> Result<(), E>,
) -> Result<(), E> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let run = |batch: Vec<Job>| -> Vec<Outcome> {
        let work = || batch.into_par_iter().filter_map(|job| read(corpus, files, job)).collect();
        // Without threads of its own (a system that gives none) the batch runs where it is.
        match &pool {
            Ok(pool) => pool.install(work),
            Err(_) => work(),
        }
    };
    std::thread::scope(|scope| {
        let (to, from) = sync_channel::<Vec<Outcome>>(1);
        scope.spawn(move || {
            let mut feed = Feed::new(files);
            while let Some(batch) = feed.batch() {
                if to.send(run(batch)).is_err() {
                    break;
                }
            }
        });
        from.into_iter().flatten().try_for_each(&mut done)
    })
}

fn read(corpus: &Corpus, files: &[Walked], job: Job) -> Option<Outcome> {
    let outcome = |file, at, is_record, result, complaints| {
        Some(Outcome { file, at, is_record, result, complaints })
    };
    match job {
        Job::Refused { file, why } => outcome(file, (0, 0), false, Err(why), Vec::new()),
        Job::File(file) => {
            let path = &files[file].path;
            let source = fs::read(path)
                .map_err(|e| reason(&e))
                .and_then(|bytes| Source::decode(&bytes).map_err(|e| e.to_string()));
            let reading = source.map(|source| crate::read::text::read(&source));
            match reading {
                Ok(reading) => {
                    let derived = Box::new(corpus.derive(reading.document, path));
                    outcome(file, (0, 0), false, Ok(derived), reading.complaints)
                }
                Err(why) => outcome(file, (0, 0), false, Err(why), Vec::new()),
            }
        }
        Job::Line { file, bytes, byte, line } => match crate::read::jsonl::read_line(&bytes) {
            Ok(None) => None,
            Ok(Some(reading)) => {
                let derived = Box::new(corpus.derive(reading.document, &files[file].path));
                outcome(file, (byte, line), true, Ok(derived), reading.complaints)
            }
            Err(e) => outcome(file, (byte, line), true, Err(e.to_string()), Vec::new()),
        },
    }
}

/// Makes jobs of files, batch by batch; never holds more than a batch of a file of records.
struct Feed<'a> {
    files: &'a [Walked],
    next: usize,
    records: Option<Records>,
}

/// A file of records that is being read line by line.
struct Records {
    file: usize,
    from: BufReader<File>,
    byte: u64,
    line: u32,
}

impl<'a> Feed<'a> {
    fn new(files: &'a [Walked]) -> Self {
        Feed { files, next: 0, records: None }
    }

    /// The next batch; `None` when everything has been read.
    fn batch(&mut self) -> Option<Vec<Job>> {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while bytes < BATCH_BYTES {
            let (job, size) = match self.next_job() {
                Some(next) => next,
                None => break,
            };
            bytes += size.max(256);
            batch.push(job);
        }
        (!batch.is_empty()).then_some(batch)
    }

    fn next_job(&mut self) -> Option<(Job, u64)> {
        loop {
            if let Some(records) = &mut self.records {
                match records.next() {
                    Some(job) => return Some(job),
                    None => self.records = None,
                }
            }
            let file = self.next;
            let walked = self.files.get(file)?;
            self.next += 1;
            match open(&walked.path) {
                Ok((Reader::File(_), _)) => return Some((Job::File(file), walked.length)),
                Ok((Reader::Line(_), from)) => {
                    self.records = Some(Records { file, from, byte: 0, line: 0 });
                }
                Err(why) => return Some((Job::Refused { file, why }, 0)),
            }
        }
    }
}

impl Records {
    fn next(&mut self) -> Option<(Job, u64)> {
        let mut bytes = Vec::new();
        let file = self.file;
        let read = self.from.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut bytes);
        let length = match read {
            Ok(0) => return None,
            Ok(length) => length as u64,
            Err(e) => {
                // What follows cannot be reached; say so once and go on with the next file.
                self.from = BufReader::new(self.from.get_ref().try_clone().ok()?);
                let end = self.from.seek(io::SeekFrom::End(0));
                return end.is_ok().then(|| (Job::Refused { file, why: reason(&e) }, 0));
            }
        };
        while bytes.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
            bytes.pop();
        }
        let job = Job::Line { file, bytes, byte: self.byte, line: self.line };
        self.byte += length;
        self.line += 1;
        Some((job, length))
    }
}

/// Opens a file and finds out which reader it needs.
fn open(path: &PathBuf) -> Result<(Reader, BufReader<File>), String> {
    let mut from = BufReader::new(File::open(path).map_err(|e| reason(&e))?);
    let mut head = Vec::new();
    from.by_ref().take(Format::HEAD as u64).read_to_end(&mut head).map_err(|e| reason(&e))?;
    let format = Format::detect(path, &head).map_err(|e| e.to_string())?;
    from.rewind().map_err(|e| reason(&e))?;
    Ok((format.reader(), from))
}
