//! Files read at a position and written with a checksum, and numbers and paths in their bytes.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file read at positions; nothing is read at opening but its length.
#[derive(Debug)]
pub struct FileAt {
    file: File,
    len: u64,
}

impl FileAt {
    /// Opens the file.
    ///
    /// # Errors
    /// What opening gives.
    pub fn open(path: &Path) -> io::Result<FileAt> {
        let file = File::open(path)?;
        let len = file.metadata()?.len();
        Ok(FileAt { file, len })
    }

    /// Its length in bytes at opening.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether it had no byte at opening.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Reads `length` bytes at `at`.
    ///
    /// # Errors
    /// If they do not lie in the file, or reading fails.
    pub fn read(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        if at.checked_add(length as u64).is_none_or(|end| end > self.len) {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file is cut short"));
        }
        let mut out = vec![0; length];
        self.fill(at, &mut out)?;
        Ok(out)
    }

    #[cfg(unix)]
    fn fill(&self, at: u64, out: &mut [u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.file, out, at)
    }

    #[cfg(not(unix))]
    fn fill(&self, at: u64, out: &mut [u8]) -> io::Result<()> {
        use std::io::{Read, Seek, SeekFrom};
        let mut file = &self.file;
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(out)
    }
}

/// Writes a file and ends it with the first 8 bytes of the BLAKE3 hash of what was written.
#[derive(Debug)]
pub struct HashingWriter {
    file: BufWriter<File>,
    hash: blake3::Hasher,
}

impl HashingWriter {
    /// Creates the file.
    ///
    /// # Errors
    /// What creating gives.
    pub fn create(path: &Path) -> io::Result<HashingWriter> {
        let file = BufWriter::with_capacity(1 << 16, File::create(path)?);
        Ok(HashingWriter { file, hash: blake3::Hasher::new() })
    }

    /// Writes `bytes`.
    ///
    /// # Errors
    /// What writing gives.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.file.write_all(bytes)
    }

    /// Ends the file and makes sure that it is on the disk.
    ///
    /// # Errors
    /// What writing gives.
    pub fn finish(mut self) -> io::Result<()> {
        self.file.write_all(&self.hash.finalize().as_bytes()[..8])?;
        self.file.into_inner()?.sync_all()
    }
}

/// The little-endian number at `at`.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// The little-endian number at `at`.
pub fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

/// A path as bytes; names that are not UTF-8 keep their bytes where the system has such names.
pub fn path_bytes(path: &Path) -> Vec<u8> {
    path.as_os_str().as_encoded_bytes().to_vec()
}

/// The path of these bytes.
pub fn path_from_bytes(bytes: Vec<u8>) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        PathBuf::from(std::ffi::OsString::from_vec(bytes))
    }
    #[cfg(not(unix))]
    {
        PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
    }
}
