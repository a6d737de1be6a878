//! Judges from outside: `EPUBCheck`, Ace, qpdf and poppler on the sample book, on every small
//! book, on what `bindery new` makes, and on a model with something of everything.

#![allow(unreachable_pub)] // A test binary has no outside.
#![allow(dead_code)] // What is shared with other tests.

#[path = "../inspect/book.rs"]
mod book;
#[path = "../inspect/broken.rs"]
mod broken;
#[path = "../support/mod.rs"]
mod folders;
mod judges;
#[path = "../epub/sample.rs"]
mod sample;
#[path = "../specimen/mod.rs"]
mod specimen;
#[path = "../epub/support.rs"]
mod support;
#[path = "../inspect/zip.rs"]
mod zip;

use std::path::{Path, PathBuf};

use bindery::model::manifest::EpubSpec;
use folders::{Folder, archive, press, words};
use support::Wishes;

fn has_end(path: impl AsRef<Path>, extension: &str) -> bool {
    path.as_ref().extension().is_some_and(|end| end == extension)
}

/// A book in a folder of its own, built into both editions without a finding.
struct Built {
    folder: Folder,
    files: Vec<PathBuf>,
}

impl Built {
    fn copy_of(book: &Path) -> Self {
        Self::at(Folder::copy_of(book), "")
    }

    fn at(folder: Folder, inside: &str) -> Self {
        let book = if inside.is_empty() { "." } else { inside };
        let ran = folder.bindery(&["build", book, "-o", "out", "--deny", "warnings"]).ends(0);
        assert_eq!(ran.err, "", "no finding, no line too wide");
        let files: Vec<PathBuf> =
            folder.names("out").iter().map(|name| folder.at("out").join(name)).collect();
        let (covers, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|path| has_end(path, "jpg"));
        assert_eq!(covers.len(), 1, "for shops");
        assert_eq!(files.len(), 2, "{files:?}");
        Self { folder, files }
    }

    fn file(&self, extension: &str) -> &Path {
        self.files.iter().find(|path| has_end(path, extension)).expect("an edition")
    }

    /// Calls every judge but Ace.
    fn is_sound(&self) {
        judges::epubcheck(self.file("epub"));
        judges::pdf(self.file("pdf"));
    }

    /// Every word of the Markdown below a folder of the book stands in both editions.
    fn has_the_words_of(&self, inside: &str) {
        let source = self.folder.at(inside);
        let of_author = |path: &String| has_end(path, "md") && !path.ends_with("SUMMARY.md");
        let read = |path: String| std::fs::read_to_string(source.join(path)).expect("text");
        let texts: Vec<String> = press::files_of(&source).into_iter().filter(of_author).map(read).collect();
        // Each note stands away from its call, and may be listed away from the others.
        let notes: usize = texts.iter().map(|text| text.matches("[^").count()).sum();
        let files: Vec<Vec<String>> = texts.iter().map(|text| words::of_markdown(text)).collect();
        let epub = std::fs::read(self.file("epub")).expect("read");
        let documents = archive::spine(&epub);
        let shown: Vec<String> = documents.iter().map(|(_, xhtml)| archive::text(xhtml)).collect();
        complete((&files, notes), &words::words(&shown.join(" ")), self.file("epub"));
        let Some(text) = judges::pdf_text(self.file("pdf")) else { return };
        complete((&files, notes), &words::words(&text), self.file("pdf"));
    }
}

fn complete((files, notes): (&[Vec<String>], usize), edition: &[String], shown: &Path) {
    let lost = words::lost(files, edition);
    assert_eq!(lost.words, [""; 0], "{}: words that are lost", shown.display());
    // Notes, figures that moved, columns, running heads, drop caps and the ends of pages
    // part some.
    let most = 10 + notes + lost.pairs / 100;
    let parted = &lost.parted;
    assert!(parted.len() <= most, "{}: of {} are parted {parted:?}", shown.display(), lost.pairs);
}

#[test]
fn the_sample_book_is_sound_and_complete() {
    let built = Built::copy_of(&press::sample());
    built.is_sound();
    built.has_the_words_of("");
}

#[test]
fn the_sample_book_is_accessible() {
    judges::ace(Built::copy_of(&press::sample()).file("epub"));
}

#[test]
fn a_reading_system_opens_every_place_of_the_sample_book() {
    let built = Built::copy_of(&press::sample());
    let Some(opened) = judges::reading_system(built.file("epub")) else { return };
    assert!(opened.spine > 15 && opened.toc > 10 && opened.pages > 20 && opened.notes > 5);
}

#[test]
fn small_books_are_sound_and_complete() {
    for name in press::books() {
        let built = Built::copy_of(&press::folder_of(&name));
        built.is_sound();
        built.has_the_words_of("");
    }
}

#[test]
fn small_books_are_accessible() {
    for name in press::books() {
        judges::ace(Built::copy_of(&press::folder_of(&name)).file("epub"));
    }
}

#[test]
fn the_starter_is_sound_and_accessible() {
    let folder = Folder::new();
    folder.bindery(&["new", "my-book"]).ends(0);
    let built = Built::at(folder, "my-book");
    built.is_sound();
    built.has_the_words_of("my-book");
    judges::ace(built.file("epub"));
}

fn write(name: &str, wishes: Wishes) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, support::render(sample::everything(), wishes)).expect("the folder can be written");
    path
}

#[test]
fn a_model_of_everything_is_sound() {
    let css = Some("p { direction: rtl; background: url(x.png)".to_owned());
    let spec = EpubSpec { css, embed_fonts: Some(true), cover_page: Some(false), ..EpubSpec::default() };
    judges::epubcheck(&write("plain.epub", Wishes { cover: true, ..Wishes::default() }));
    judges::epubcheck(&write("wishes.epub", Wishes { cover: true, spec }));
}

#[test]
fn a_model_of_everything_is_accessible() {
    judges::ace(&write("ace.epub", Wishes { cover: true, ..Wishes::default() }));
}

/// The specimen of every role, in every edition.
fn specimens() -> Vec<PathBuf> {
    let mut paths = Vec::new();
    specimen::editions(|edition, pages| {
        let (bytes, extension) = match pages {
            None => (bindery::epub::render(edition).0, "epub"),
            Some((geometry, layout)) => (bindery::pdf::render(edition, geometry, layout).0, "pdf"),
        };
        let name = format!("specimen-{}.{extension}", edition.spec.name);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::write(&path, bytes).expect("the folder can be written");
        paths.push(path);
    });
    paths
}

#[test]
fn a_specimen_of_every_role_is_sound_and_accessible() {
    let (epubs, pdfs): (Vec<_>, Vec<_>) = specimens().into_iter().partition(|path| has_end(path, "epub"));
    assert_eq!((epubs.len(), pdfs.len()), (2, 2));
    for path in &pdfs {
        judges::pdf(path);
    }
    for path in &epubs {
        judges::epubcheck(path);
    }
    judges::ace(&epubs[0]);
}

fn written(name: &str, bytes: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, bytes).expect("the folder can be written");
    path
}

/// The book that `tests/inspect` breaks is sound to the judges themselves.
#[test]
fn the_book_that_is_broken_is_sound_before() {
    let path = written("before.epub", &book::Book::sound().bytes());
    judges::epubcheck(&path);
    judges::ace(&path);
}

/// Of every file that is broken, one of its ids: each must be what the judge says.
#[test]
fn broken_books_are_broken_to_their_judge() {
    let cases = broken::epubcheck();
    for id in [
        "PKG-006", "RSC-001", "RSC-007", "RSC-012", "RSC-016", "OPF-014", "OPF-030", "NCX-001", "NAV-011",
        "CSS-008",
    ] {
        let case = cases.iter().find(|case| case.judge == id).expect("a case");
        let Some(said) = judges::epubcheck_says(&written(&format!("{id}.epub"), &case.bytes)) else { return };
        assert!(said.contains(&format!("({id})")), "{id}: {said}");
    }
}
