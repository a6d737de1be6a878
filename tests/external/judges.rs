//! The judges: where they are, and what they say of a file.
//!
//! `tests/judges/install` puts them into `target/judges`; `EPUBCHECK_JAR` and `ACE_BIN` name
//! others. In CI one that is absent fails the test; elsewhere the test says that it was skipped.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

#[allow(clippy::disallowed_methods)] // Tests may look at their surroundings.
fn environment(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from)
}

/// The tool, or none, said aloud.
fn present(name: &str, found: Option<PathBuf>) -> Option<PathBuf> {
    if found.is_none() {
        assert!(environment("CI").is_none(), "{name} is missing: run tests/judges/install");
        eprintln!("SKIPPED: {name} is missing: run tests/judges/install");
    }
    found
}

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/judges")
}

/// A tool that an environment variable names, else one in `target/judges`.
fn installed(variable: &str, inside: impl FnOnce() -> Option<PathBuf>) -> Option<PathBuf> {
    let found = environment(variable).or_else(inside).filter(|path| path.is_file());
    present(variable, found)
}

fn epubcheck_jar() -> Option<PathBuf> {
    installed("EPUBCHECK_JAR", || {
        let versions = std::fs::read_dir(home().join("venv/lib")).ok()?;
        let jar = |version: PathBuf| version.join("site-packages/epubcheck/epubcheck.jar");
        versions.filter_map(Result::ok).map(|entry| jar(entry.path())).find(|path| path.is_file())
    })
}

/// What a program says; `None` where it is not installed.
fn output(command: &mut Command) -> Option<(bool, String)> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = match command.output() {
        Ok(output) => output,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            present(&name, None);
            return None;
        }
        Err(error) => panic!("{name}: {error}"),
    };
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    Some((output.status.success(), said))
}

/// `EPUBCheck`: no message of any weight.
pub(crate) fn epubcheck(book: &Path) {
    let Some(jar) = epubcheck_jar() else { return };
    let Some((_, said)) = output(Command::new("java").arg("-Xss4m").arg("-jar").arg(jar).arg(book)) else {
        return;
    };
    assert!(said.contains("0 fatals / 0 errors / 0 warnings"), "{}:\n{said}", book.display());
}

/// What `EPUBCheck` says of a book, hints included; `None` where it is not installed.
pub(crate) fn epubcheck_says(book: &Path) -> Option<String> {
    let jar = epubcheck_jar()?;
    Some(output(Command::new("java").arg("-Xss4m").arg("-jar").arg(jar).arg(book).arg("-u"))?.1)
}

/// One browser at a time: two are slower than one after the other, and run out of time.
static BROWSER: Mutex<()> = Mutex::new(());

/// Ace: no violation.
pub(crate) fn ace(book: &Path) {
    let Some(ace) = installed("ACE_BIN", || Some(home().join("ace/node_modules/.bin/ace-cli"))) else {
        return;
    };
    let _alone = BROWSER.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(ace);
    command.arg("--force").arg("--outdir").arg(folder.path()).arg(book);
    // Ace brings no browser along here; on a slow machine one takes long to start.
    if environment("PUPPETEER_EXECUTABLE_PATH").is_none() {
        command.env("PUPPETEER_EXECUTABLE_PATH", "/usr/bin/chromium");
    }
    command.env("ACE_TIMEOUT_INITIAL", "120000").env("ACE_TIMEOUT_EXTENSION", "60000");
    let Some((_, said)) = output(&mut command) else { return };
    let report = std::fs::read_to_string(folder.path().join("report.json"))
        .unwrap_or_else(|error| panic!("{}: no report: {error}\n{said}", book.display()));
    let report: serde_json::Value = serde_json::from_str(&report).expect("a report");
    assert_eq!(report["earl:result"]["earl:outcome"], "pass", "{}: {report:#}", book.display());
}

/// What a reading system counted in a book.
#[derive(serde::Deserialize)]
pub(crate) struct Opened {
    pub(crate) spine: usize,
    pub(crate) toc: usize,
    pub(crate) pages: usize,
    pub(crate) notes: usize,
}

/// What a reading system says of a book.
#[derive(serde::Deserialize)]
struct Report {
    counts: Opened,
    faults: Vec<String>,
}

/// epub.js in a browser: every file opens, and every entry of the contents, note and page
/// leads somewhere.
pub(crate) fn reading_system(book: &Path) -> Option<Opened> {
    let found = home().join("reader/node_modules/epubjs/dist/epub.min.js");
    present("epub.js", Some(found).filter(|path| path.is_file()))?;
    let _alone = BROWSER.lock().unwrap_or_else(PoisonError::into_inner);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/external/reader.js");
    let (sound, said) = output(Command::new("node").arg(script).arg(book).arg(home()))?;
    assert!(sound, "{}: {said}", book.display());
    let report: Report = serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"));
    assert_eq!(report.faults, [""; 0], "{}", book.display());
    Some(report.counts)
}

/// qpdf finds no fault; poppler finds every font embedded, subset and with its text.
pub(crate) fn pdf(book: &Path) {
    let shown = book.display();
    if let Some((sound, said)) = output(Command::new("qpdf").arg("--check").arg(book)) {
        assert!(sound && said.contains("No syntax or stream encoding errors found"), "{shown}: {said}");
        assert!(!said.contains("WARNING"), "{shown}: {said}");
    }
    let Some((_, said)) = output(Command::new("pdffonts").arg(book)) else { return };
    let fonts: Vec<&str> = said.lines().skip(2).collect();
    assert!(!fonts.is_empty(), "{shown}: {said}");
    for font in fonts {
        let columns: Vec<&str> = font.split_whitespace().collect();
        assert!(columns.windows(4).any(|c| c == ["Identity-H", "yes", "yes", "yes"]), "{shown}: {font}");
        assert_eq!(font.as_bytes().get(6), Some(&b'+'), "{shown}: a subset has its tag: {font}");
    }
}

/// The text of a PDF, as poppler reads it.
pub(crate) fn pdf_text(book: &Path) -> Option<String> {
    let (sound, said) = output(Command::new("pdftotext").args(["-enc", "UTF-8"]).arg(book).arg("-"))?;
    assert!(sound, "{}: {said}", book.display());
    Some(said)
}
