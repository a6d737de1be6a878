//! Finished files to the disk: whole or not at all.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes `name` in `folder` by way of a temporary file beside it: whatever happens, what
/// stood there before stays whole until the new file is complete.
///
/// # Errors
/// A line for the author, with the path and the reason.
pub(super) fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, String> {
    let path = folder.join(name);
    let say = |error: &io::Error| format!("cannot write `{}`: {error}", path.display());
    fs::create_dir_all(folder)
        .map_err(|error| format!("cannot make the folder `{}`: {error}", folder.display()))?;
    if path.is_dir() {
        return Err(format!("cannot write `{}`: a folder has this name", path.display()));
    }
    // The name is the same each time, so that a killed run leaves at most one behind; the
    // lock keeps two runs apart.
    let temporary = folder.join(format!(".{name}.part"));
    let file = open(&temporary).map_err(|error| say(&error))?;
    match file.try_lock() {
        // A file system without locks is no reason not to write.
        Ok(()) | Err(TryLockError::Error(_)) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(format!("cannot write `{}`: another bindery is writing it", path.display()));
        }
    }
    let written = fill(file, bytes).and_then(|()| fs::rename(&temporary, &path));
    written.map(|()| path.clone()).map_err(|error| {
        // What is left is of no use; if it can't be removed either, the reason is the same.
        let _ = fs::remove_file(&temporary);
        say(&error)
    })
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).open(path)
}

fn fill(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.set_len(0)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("new/build");
        // What a killed run may have left.
        fs::create_dir_all(&inner).expect("made");
        fs::write(inner.join(".a.pdf.part"), "half of a longer file").expect("written");
        for text in ["first", "2"] {
            let path = write(&inner, "a.pdf", text.as_bytes()).expect("written");
            assert_eq!(fs::read_to_string(path).expect("read"), text);
        }
        assert_eq!(fs::read_dir(&inner).expect("listed").count(), 1);
    }

    #[test]
    fn what_is_in_the_way_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("file"), "x").expect("written");
        let error = write(&folder.path().join("file"), "a.pdf", b"").expect_err("a file for a folder");
        assert!(error.starts_with("cannot make the folder"), "{error}");
        fs::create_dir(folder.path().join("a.pdf")).expect("made");
        let error = write(folder.path(), "a.pdf", b"").expect_err("a folder for a file");
        assert!(error.ends_with("a folder has this name"), "{error}");
    }

    #[test]
    fn two_runs_do_not_write_one_file_together() {
        let folder = tempfile::tempdir().expect("a folder");
        let other = open(&folder.path().join(".a.pdf.part")).expect("opened");
        other.lock().expect("locked");
        let error = write(folder.path(), "a.pdf", b"x").expect_err("locked by another");
        assert!(error.contains("another bindery"), "{error}");
    }
}
