//! Books read, set and made in memory.

use std::fs;
use std::path::{Path, PathBuf};

use bindery::edition::{Edition, PageGeometry};
use bindery::font::FontBook;
use bindery::model::book::Book;
use bindery::model::manifest::{FormatSpec, Manifest};
use bindery::pipeline::{Event, Output, Request, Session};
use bindery::source::Memory;
use bindery::typeset::display::Layout;
use bindery::{pipeline, read, resolve, select, typeset};

/// Where a book stands in [`Memory`].
pub(crate) const ROOT: &str = "book";

/// The small books of `tests/books/`, by name.
pub(crate) fn books() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(shelf())
        .expect("listed")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The folder of one of them.
pub(crate) fn folder_of(name: &str) -> PathBuf {
    shelf().join(name)
}

/// The sample book.
pub(crate) fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("book")
}

fn shelf() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books")
}

/// The files below a folder but for what was built there, as paths within it, sorted.
pub(crate) fn files_of(folder: &Path) -> Vec<String> {
    fn walk(folder: &Path, prefix: &str, out: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("listed") {
            let entry = entry.expect("an entry");
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if !entry.path().is_dir() {
                out.push(path);
            } else if path != "build" {
                walk(&entry.path(), &format!("{path}/"), out);
            }
        }
    }
    let mut out = Vec::new();
    walk(folder, "", &mut out);
    out.sort();
    out
}

/// A book folder in memory.
pub(crate) fn load(folder: &Path) -> Memory {
    files_of(folder).iter().fold(Memory::new(), |files, path| {
        files.with(&format!("{ROOT}/{path}"), fs::read(folder.join(path)).expect("read"))
    })
}

/// Every edition of a book and what was said of it, a line a finding.
pub(crate) fn made(files: &Memory) -> (Vec<Output>, Vec<String>) {
    let mut outputs = Vec::new();
    let session = Session { files, root: Path::new(ROOT) };
    let outcome = pipeline::run(session, &Request::default(), &mut |event| {
        if let Event::Made(output) = event {
            outputs.push(output);
        }
    });
    let said = |finding: &bindery::diagnostic::Diagnostic| format!("{:?}: {}", finding.code, finding.message);
    (outputs, outcome.findings.iter().map(said).collect())
}

/// A book as it was read; one that cannot be read fails the test.
pub(crate) fn read(files: &Memory) -> (Manifest, Book) {
    read::read(files, Path::new(ROOT)).book.expect("a book")
}

/// Gives the first print edition of a book, set, to `f`.
pub(crate) fn with_print<R>(files: &Memory, f: impl FnOnce(&Edition<'_>, &PageGeometry, &Layout) -> R) -> R {
    let (manifest, book) = read(files);
    let found = manifest.editions.iter().find_map(|spec| match &spec.format {
        FormatSpec::Pdf(print) => Some((spec, print)),
        FormatSpec::Epub(_) => None,
    });
    let (spec, print) = found.expect("a print edition");
    let (book, _) = select::select(&book, spec);
    let (book, _) = resolve::resolve(book);
    let (fonts, _) = FontBook::new(&spec.theme, &spec.fonts);
    let edition = Edition {
        spec,
        metadata: book.book.metadata.clone(),
        book: &book,
        theme: &spec.theme,
        fonts: &fonts,
        hyphenation: &manifest.hyphenation,
        modified: "2026-01-01T00:00:00Z".into(),
        cover: None,
        page_list: None,
    };
    let geometry = PageGeometry::new(&spec.theme, print);
    let (layout, _) = typeset::typeset(&edition, &geometry);
    f(&edition, &geometry, &layout)
}
