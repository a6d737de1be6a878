//! One construct a file: what is written, and what becomes of it in both editions, on one
//! screen.
//!
//! A case in `tests/cases/` is a chapter, then sections that begin with a line `=== NAME`:
//! `yaml` (lines added to `book.yaml`), `file PATH` (another file of the book), and what is
//! expected: `xhtml`, `pages` (the page dump) and `findings`. `UPDATE_CASES=1 cargo test
//! --test cases` writes these anew, to be reviewed as code is.

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use bindery::diagnostic::render::Renderer;
use bindery::pipeline::{self, Event, Output, Request, Session};
use bindery::source::Memory;
use bindery::typeset::dump;
use support::{archive, press};

const MANIFEST: &str = "title: Case\nauthor: Jane Doe\nlang: en\nfront: []\nchapters: [case.md]\neditions:\n  \
    ebook: {format: epub, cover-page: false}\n  print: {format: pdf, trim: 4x6in}\n";

/// The smallest picture there is, for cases that show one.
const SVG: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"40\"><path d=\"M0 0h80v40z\"/></svg>";

/// What stands in a case: its files, and the sections that tell what is expected.
struct Case {
    chapter: String,
    given: Vec<(String, String)>,
    yaml: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("listed").map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    paths.sort();
    paths
}

/// The parts of a case that are written by hand.
fn given(text: &str) -> Case {
    let mut sections = text.split("\n=== ");
    let chapter = format!("{}\n", sections.next().unwrap_or_default().trim_end());
    let mut case = Case { chapter, given: Vec::new(), yaml: String::new() };
    for section in sections {
        let (name, body) = section.split_once('\n').unwrap_or((section, ""));
        match name.split_once(' ') {
            Some(("file", path)) => case.given.push((path.to_owned(), format!("{}\n", body.trim_end()))),
            _ if name == "yaml" => case.yaml = format!("{}\n", body.trim_end()),
            _ => {}
        }
    }
    case
}

/// The case with what Bindery makes of it.
fn written(case: &Case) -> String {
    let mut files = Memory::new()
        .with("book/book.yaml", format!("{MANIFEST}{}", case.yaml))
        .with("book/case.md", &case.chapter)
        .with("book/a.svg", SVG)
        .with("book/b.svg", SVG);
    for (path, text) in &case.given {
        files = files.with(&format!("book/{path}"), text);
    }
    let mut outputs: Vec<Output> = Vec::new();
    let session = Session { files: &files, root: Path::new(press::ROOT) };
    let request = Request { keep_going: true, ..Request::default() };
    let outcome = pipeline::run(session, &request, &mut |event| {
        if let Event::Made(output) = event {
            outputs.push(output);
        }
    });
    let epub = outputs.iter().find(|output| output.pages.is_none()).expect("an EPUB");
    let mut text = case.chapter.clone();
    for (path, body) in &case.given {
        let _ = write!(text, "=== file {path}\n{body}");
    }
    if !case.yaml.is_empty() {
        let _ = write!(text, "=== yaml\n{}", case.yaml);
    }
    text.push_str("=== xhtml\n");
    for (_, xhtml) in archive::spine(&epub.bytes) {
        text.push_str(body(&xhtml));
        text.push('\n');
    }
    let pages = press::with_print(&files, |edition, _, layout| dump::layout(layout, edition.fonts));
    let shown = pages.lines().filter(|line| !line.starts_with("anchor "));
    let _ = writeln!(text, "=== pages\n{}", shown.collect::<Vec<_>>().join("\n"));
    let mut renderer = Renderer::new(&outcome.sources, false);
    let said: String = outcome.findings.iter().map(|finding| renderer.human(finding)).collect();
    let _ = write!(text, "=== findings\n{said}");
    text
}

/// What stands in the body of a document.
fn body(xhtml: &str) -> &str {
    let start = xhtml.find("<body").and_then(|at| xhtml[at..].find('>').map(|end| at + end + 1));
    let end = xhtml.rfind("</body>").expect("a body");
    xhtml[start.expect("a body")..end].trim()
}

#[test]
#[allow(clippy::disallowed_methods)] // the environment says whether to write
fn every_case_is_as_it_says() {
    let mut wrong = Vec::new();
    for path in cases() {
        let text = fs::read_to_string(&path).expect("read");
        let made = written(&given(&text));
        if std::env::var_os("UPDATE_CASES").is_some() {
            fs::write(&path, &made).expect("written");
        } else if made != text {
            let line = made.lines().zip(text.lines()).position(|(a, b)| a != b).unwrap_or_default();
            let shown = |text: &str| text.lines().nth(line).unwrap_or_default().to_owned();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            wrong.push(format!(
                "{name}:{}\n  expected {}\n  made     {}",
                line + 1,
                shown(&text),
                shown(&made)
            ));
        }
    }
    assert!(wrong.is_empty(), "UPDATE_CASES=1 writes them anew\n{}", wrong.join("\n"));
}

#[test]
fn every_case_opens_with_what_it_is_about() {
    assert!(cases().len() > 20);
    for path in cases() {
        let text = fs::read_to_string(&path).expect("read");
        assert!(text.starts_with("# "), "{}: the chapter's title names the construct", path.display());
    }
}
