//! The disk as the library sees it.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use crate::source::{Entry, Files};

/// Larger files are refused before they are read.
const LARGEST: u64 = 256 << 20;

/// Files of this machine.
pub(super) struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path) -> io::Result<Arc<[u8]>> {
        let about = fs::metadata(path)?;
        if about.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        // A pipe or device might never end.
        if !about.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
        }
        if about.len() > LARGEST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or_default());
        // A file may grow while it is read.
        fs::File::open(path)?.take(LARGEST).read_to_end(&mut bytes)?;
        Ok(bytes.into())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            entries.push(Entry { name, is_folder: entry.path().is_dir() });
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    fn is_file(&self, path: &Path) -> bool {
        path.is_file()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_listed_in_order_and_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["b.md", "a.md"] {
            fs::write(folder.path().join(name), name).expect("written");
        }
        fs::create_dir(folder.path().join("c")).expect("made");
        let names: Vec<_> = Disk.list(folder.path()).expect("listed").into_iter().map(|e| e.name).collect();
        assert_eq!(names, ["a.md", "b.md", "c"]);
        let error = Disk.read(&folder.path().join("c")).expect_err("a folder");
        assert_eq!(error.kind(), io::ErrorKind::IsADirectory);
        assert_eq!(&*Disk.read(&folder.path().join("a.md")).expect("read"), b"a.md");
    }

    #[test]
    fn a_huge_file_is_refused_before_it_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("huge.md");
        fs::File::create(&path).and_then(|file| file.set_len(LARGEST + 1)).expect("a sparse file");
        assert_eq!(Disk.read(&path).expect_err("refused").kind(), io::ErrorKind::FileTooLarge);
    }
}
