//! `bindery check` of finished EPUBs.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::args::{BookArgs, CheckArgs};
use super::report::{self, Progress, Status};
use crate::diagnostic::Diagnostic;
use crate::inspect::{Store, inspect};
use crate::parallel;
use crate::source::Sources;

/// The EPUBs that the arguments name; `None` when they name a book folder, or nothing.
pub(super) fn epubs(args: &CheckArgs) -> Option<Vec<&Path>> {
    let first = args.book.book.as_deref()?;
    let named = first.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("epub"));
    (named && !first.is_dir() || is_archive(first) || !args.more.is_empty())
        .then(|| std::iter::once(first).chain(args.more.iter().map(PathBuf::as_path)).collect())
}

/// Whether a file begins as a ZIP archive does, whatever it is called.
fn is_archive(path: &Path) -> bool {
    let mut head = [0; 4];
    path.is_file()
        && File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok()
        && &head == b"PK\x03\x04"
}

/// Checks EPUBs one after the other, each with all threads.
pub(super) fn run(epubs: &[&Path], args: &BookArgs) -> Status {
    if !args.editions.is_empty() || args.keep_going {
        report::complain(
            "`--edition` and `--keep-going` are for books, not for finished EPUBs",
            &["take them out"],
        );
        return Status::Failed;
    }
    let progress = Progress::new(args.format);
    let mut sources = Sources::default();
    let mut findings = Vec::new();
    let mut checked = Vec::new();
    let mut status = Status::Fine;
    for path in epubs {
        progress.show(&format!("checking {}", path.display()));
        match one(path, args, &mut sources) {
            Ok(found) => {
                findings.extend(found);
                checked.push(path.display().to_string());
            }
            Err(message) => {
                progress.clear();
                report::complain(&message, &["name a file that ends with `.epub`"]);
                status = Status::Failed;
            }
        }
    }
    progress.clear();
    let findings = args.levels.levels.apply(findings);
    let count = report::findings(&sources, &findings, (args.format, args.color));
    let words = count.in_words();
    if !words.is_empty() {
        report::say_aside(&format!("{words}\n"));
    } else if !checked.is_empty() {
        report::say_aside(&format!("checked {}: nothing to say\n", checked.join(", ")));
    }
    let denied = args.levels.levels.deny_warnings() && count.warnings > 0;
    status.max(if count.errors > 0 || denied { Status::Faulty } else { Status::Fine })
}

/// One EPUB's findings; a panic below is caught here, and is a fault of Bindery.
fn one(path: &Path, args: &BookArgs, sources: &mut Sources) -> Result<Vec<Diagnostic>, String> {
    let shown = path.display();
    if path.is_dir() {
        return Err(format!("`{shown}` is a folder, and EPUBs are named beside it"));
    }
    let store = Disk::open(path).map_err(|error| format!("cannot read `{shown}`: {error}"))?;
    let threads = args.jobs.map_or(0, usize::from);
    let name = shown.to_string();
    let work = AssertUnwindSafe(|| parallel::with_threads(threads, || inspect(&name, &store, sources)));
    catch_unwind(work).map_err(|_| {
        "this is a fault of bindery; please report it with the line above, and with the EPUB if you can"
            .to_owned()
    })
}

/// A file that is read where it is asked for, however large it is.
struct Disk {
    file: Mutex<File>,
    size: u64,
}

impl Disk {
    fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        Ok(Self { file: Mutex::new(file), size })
    }
}

impl Store for Disk {
    fn size(&self) -> u64 {
        self.size
    }

    fn read(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let most = usize::try_from(self.size.saturating_sub(at)).unwrap_or(length).min(length);
        let mut bytes = vec![0; most];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}
