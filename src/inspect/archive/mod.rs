//! The ZIP archive an EPUB is: its directory read with suspicion, its entries unpacked
//! within bounds (EPUB 3.3, 4 "Open Container Format"; PKWARE APPNOTE 6.3).
//!
//! Libraries for ZIP smooth over just what is to be found here: two entries of one name,
//! entries over one another, names that lead elsewhere. So the directory is read by hand;
//! unpacking itself is `flate2`'s.

mod directory;
mod names;
mod unpack;

use std::collections::BTreeMap;
use std::io;

pub(super) use unpack::{Scan, Trouble};

use super::findings::Findings;

/// Most bytes of one unpacked document or style sheet: a hundred long novels.
pub(super) const LARGEST_TEXT: u64 = 64 << 20;
/// Most bytes of one unpacked entry of any kind.
const LARGEST_ENTRY: u64 = 1 << 30;
/// Most bytes of all entries together.
const LARGEST_TOTAL: u64 = 8 << 30;
/// An entry larger than this may not unpack to more than [`RATIO`] times its size.
const SMALL: u64 = 4 << 20;
/// What text and drawings never reach: prose gives 3, the emptiest tables some 50.
const RATIO: u64 = 200;
/// Most entries of an archive.
const MOST_ENTRIES: u64 = 65_535;

/// Bytes that can be read anywhere: a file that need not be held in memory.
pub trait Store: Sync {
    /// How many there are.
    fn size(&self) -> u64;
    /// `length` bytes from `at`, or those there are.
    ///
    /// # Errors
    /// Whatever the store says.
    fn read(&self, at: u64, length: usize) -> io::Result<Vec<u8>>;
}

impl Store for &[u8] {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let start = usize::try_from(at).unwrap_or(usize::MAX).min(self.len());
        let end = start.saturating_add(length).min(self.len());
        Ok(self[start..end].to_vec())
    }
}

/// One entry, as the directory has it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its path inside the archive.
    pub(super) name: String,
    /// Bytes unpacked, as declared.
    pub(super) size: u64,
    /// Bytes in the archive, as declared.
    packed: u64,
    crc: u32,
    method: u16,
    /// First byte of its local header.
    header: u64,
    /// First byte of its content.
    content: u64,
    /// Why it is not unpacked: there is a finding already.
    refused: bool,
}

impl Entry {
    /// Whether it stands for a folder.
    pub(super) fn is_folder(&self) -> bool {
        self.name.ends_with('/')
    }
}

/// An archive whose directory was read.
pub(super) struct Archive<'a> {
    store: &'a dyn Store,
    /// Entries in the order of the directory.
    pub(super) entries: Vec<Entry>,
    by_name: BTreeMap<String, usize>,
}

impl<'a> Archive<'a> {
    /// Reads the directory; `None` when there is none that can be relied on.
    pub(super) fn open(store: &'a dyn Store, shown: &str, findings: &mut Findings) -> Option<Self> {
        let mut entries = directory::read(store, shown, findings)?;
        names::check(&mut entries, shown, findings);
        let by_name = entries.iter().enumerate().rev().map(|(at, entry)| (entry.name.clone(), at)).collect();
        Some(Self { store, entries, by_name })
    }

    /// The entry of this name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// Whether a file of this name is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// Whether the first entry is the `mimetype` file as reading systems expect it:
    /// first, not compressed, with nothing between name and content.
    pub(super) fn mimetype(&self) -> Mimetype {
        let first = self.entries.iter().min_by_key(|entry| entry.header);
        match first.filter(|entry| entry.name == "mimetype") {
            None if self.has("mimetype") => Mimetype::NotFirst,
            None => Mimetype::Missing,
            Some(entry) if entry.method != 0 => Mimetype::Compressed,
            Some(entry) if entry.content != entry.header + 38 => Mimetype::ExtraField,
            Some(entry) => match unpack::whole(self.store, entry, 64) {
                Ok(bytes) if bytes == b"application/epub+zip" => Mimetype::Right,
                Ok(bytes) => Mimetype::Wrong(String::from_utf8_lossy(&bytes).into_owned()),
                Err(_) => Mimetype::Wrong(String::new()),
            },
        }
    }

    /// A whole entry of at most `most` bytes.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn read(&self, at: usize, most: u64) -> Result<Vec<u8>, Trouble> {
        let entry = self.entries.get(at).ok_or(Trouble::Told)?;
        unpack::whole(self.store, entry, most)
    }

    /// Reads an entry to its end and keeps its first `keep` bytes.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn scan(&self, at: usize, keep: usize) -> Result<Scan, Trouble> {
        let entry = self.entries.get(at).ok_or(Trouble::Told)?;
        unpack::scan(self.store, entry, keep)
    }
}

/// What the entry `mimetype` is like.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Mimetype {
    /// As it should be.
    Right,
    /// There is none.
    Missing,
    /// Another entry comes first.
    NotFirst,
    /// It is deflated.
    Compressed,
    /// The local header has an extra field.
    ExtraField,
    /// It says this.
    Wrong(String),
}
