//! Books in temporary folders, and the `bindery` command run on them with a time limit.

// Each test file uses a part of it.
#![allow(dead_code)]

pub(crate) mod archive;
pub(crate) mod press;
pub(crate) mod tree;
pub(crate) mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// No book of the tests may take longer, on however slow a machine.
const LIMIT: Duration = Duration::from_mins(2);

/// A folder that vanishes with its value.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// A folder with these files.
    pub(crate) fn with(files: &[(&str, &[u8])]) -> Self {
        let folder = Self::new();
        for (path, bytes) in files {
            folder.write(path, bytes);
        }
        folder
    }

    /// A copy of a book folder, without what was built there.
    pub(crate) fn copy_of(book: &Path) -> Self {
        let folder = Self::new();
        for path in press::files_of(book) {
            folder.write(&path, &fs::read(book.join(&path)).expect("read"));
        }
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("written");
    }

    pub(crate) fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Names in a folder, hidden ones too, sorted.
    pub(crate) fn names(&self, path: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.at(path)) else { return Vec::new() };
        let mut names: Vec<String> =
            entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Runs `bindery` in this folder.
    pub(crate) fn bindery(&self, args: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bindery"));
        command.args(args).current_dir(self.path());
        run(command)
    }
}

/// What a command said and how it ended.
pub(crate) struct Ran {
    /// Exit status; `None` when a signal ended it.
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Panics with all that was said unless the status is this one.
    #[track_caller]
    pub(crate) fn ends(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    /// Panics unless standard error has this text.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.err.contains(text), "`{text}` is not in:\n{}", self.err);
        self
    }
}

/// Runs a command to its end; one that takes too long is killed and fails the test.
#[allow(clippy::disallowed_methods)] // Tests may look at the clock.
pub(crate) fn run(mut command: Command) -> Ran {
    command.env_remove("SOURCE_DATE_EPOCH").env_remove("RUST_BACKTRACE");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().expect("the command starts");
    let id = child.id();
    let reader = thread::spawn(move || child.wait_with_output());
    let since = Instant::now();
    while !reader.is_finished() {
        if since.elapsed() > LIMIT {
            let _ = Command::new("kill").arg("-9").arg(id.to_string()).status();
            panic!("{command:?} took more than {LIMIT:?}");
        }
        thread::sleep(Duration::from_millis(5));
    }
    let Output { status, stdout, stderr } = reader.join().expect("no panic").expect("the command ran");
    Ran {
        status: status.code(),
        out: String::from_utf8_lossy(&stdout).into_owned(),
        err: String::from_utf8_lossy(&stderr).into_owned(),
    }
}
