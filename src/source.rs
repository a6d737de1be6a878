//! Files in, places out: where every piece of text of a book came from.
//!
//! [`Files`] is the only door to the outside below `cli`; [`Sources`] keeps each text
//! that was read under a [`FileId`], so that a [`Span`] of twelve bytes is enough to
//! name a place anywhere in the book.

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// A file in [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A byte range of one source file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file the range lies in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A place in no file, of what nobody wrote. Renderers show no text for it.
    pub const NOWHERE: Self = Self { file: FileId(u32::MAX), start: 0, end: 0 };

    /// The range `start..end` of `file`; offsets past 4 GiB saturate.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: clamp(start), end: clamp(end) }
    }
}

/// A value together with the place it was written at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

/// What [`Files::list`] tells of a folder's entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The entry's own name, without the folder.
    pub name: String,
    /// Whether it is itself a folder.
    pub is_folder: bool,
}

/// The outside world as the library sees it: named bytes in folders.
pub trait Files: Sync {
    /// The whole content of a file.
    ///
    /// # Errors
    /// Whatever the store says: not found, a folder, not permitted, too large.
    fn read(&self, path: &Path) -> io::Result<Arc<[u8]>>;
    /// The entries of a folder, sorted by name.
    ///
    /// # Errors
    /// Whatever the store says: not found, not a folder, not permitted.
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>>;
    /// Whether a file (not a folder) stands at `path`.
    fn is_file(&self, path: &Path) -> bool;
}

/// Files held in memory, for tests and embedders. Paths are compared after [`clean`].
#[derive(Clone, Debug, Default)]
pub struct Memory(BTreeMap<PathBuf, Arc<[u8]>>);

impl Memory {
    /// No files yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same store with one more file.
    #[must_use]
    pub fn with(mut self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.0.insert(clean(Path::new(path)), bytes.as_ref().into());
        self
    }
}

impl Files for Memory {
    fn read(&self, path: &Path) -> io::Result<Arc<[u8]>> {
        self.0.get(&clean(path)).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let folder = clean(folder);
        let mut entries: BTreeMap<String, bool> = BTreeMap::new();
        for path in self.0.keys() {
            let Ok(rest) = path.strip_prefix(&folder) else { continue };
            let mut parts = rest.components();
            let Some(first) = parts.next() else { continue };
            let name = first.as_os_str().to_string_lossy().into_owned();
            *entries.entry(name).or_default() |= parts.next().is_some();
        }
        if entries.is_empty() {
            return Err(io::ErrorKind::NotFound.into());
        }
        Ok(entries.into_iter().map(|(name, is_folder)| Entry { name, is_folder }).collect())
    }

    fn is_file(&self, path: &Path) -> bool {
        self.0.contains_key(&clean(path))
    }
}

/// `path` without `.` and, as far as it can be told from the text alone, without `..`.
pub fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// One text that was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// As shown to the author: relative to the book folder where it lies inside it.
    pub path: String,
    /// The text, valid UTF-8 without a byte order mark.
    pub text: Arc<str>,
}

/// Every text that was read, in the order it was read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Takes a text in and names it.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let id = self.next_id();
        self.files.push(SourceFile { path: path.into(), text: text.into() });
        id
    }

    /// The name the next text will have.
    pub fn next_id(&self) -> FileId {
        FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX))
    }

    /// The file with this id, if it was added here.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The path of every text, as shown.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.path.as_str())
    }

    /// The text a span covers; empty when the span lies outside its file.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file)
            .and_then(|file| file.text.get(span.start as usize..span.end as usize))
            .unwrap_or_default()
    }

    /// Line and column of the span's start, both from 1; the column counts characters.
    pub fn position(&self, span: Span) -> (usize, usize) {
        let Some(file) = self.get(span.file) else { return (1, 1) };
        let mut end = (span.start as usize).min(file.text.len());
        while !file.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &file.text[..end];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        (line, before[line_start..].chars().count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn position_counts_lines_and_characters_from_one() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "één\nzwei drei");
        let span = Span::new(file, "één\nzwei ".len(), "één\nzwei drei".len());
        assert_eq!(sources.position(span), (2, 6));
        assert_eq!(sources.text(span), "drei");
        assert_eq!(sources.position(Span::new(file, 1, 1)), (1, 1), "inside a character");
    }

    #[test]
    fn memory_lists_folders_and_cleans_paths() {
        let files = Memory::new().with("b/x.md", "x").with("b/sub/y.md", "y");
        let names: Vec<_> = files.list(Path::new("b")).expect("folder").into_iter().collect();
        assert_eq!(names[0], Entry { name: "sub".into(), is_folder: true });
        assert!(files.is_file(Path::new("b/sub/../x.md")));
        assert!(files.read(Path::new("b/none.md")).is_err());
    }
}
