//! Small whole books, read, set and made: what becomes of every construct, to be read by eye.
//!
//! `tests/books/` holds them; a change that shows in one is reviewed with `cargo insta review`
//! or `INSTA_UPDATE=always cargo test --test books` and `git diff`.

mod support;

use support::{archive, press, tree};

use bindery::inspect::inspect;
use bindery::source::Sources;
use bindery::typeset::dump;

/// The chapter of each book that is shown as XHTML.
const SHOWN: &[(&str, &str)] = &[
    ("deutsch", "chapter-01.xhtml"),
    ("francais", "chapter-01.xhtml"),
    ("korean", "chapter-01.xhtml"),
    ("manual", "chapter-02.xhtml"),
    ("mdbook", "chapter-02.xhtml"),
    ("notes", "endnotes.xhtml"),
    ("novel", "chapter-01.xhtml"),
    ("small", "chapter-01.xhtml"),
];

#[test]
fn every_book_is_shown() {
    let shown: Vec<&str> = SHOWN.iter().map(|(name, _)| *name).collect();
    assert_eq!(press::books(), shown);
}

#[test]
fn nothing_is_said_of_them() {
    for name in press::books() {
        let (outputs, findings) = press::made(&press::load(&press::folder_of(&name)));
        assert_eq!(findings, [""; 0], "{name}");
        assert_eq!(outputs.len(), 2, "{name}");
    }
}

#[test]
fn they_are_read_as_they_should() {
    for name in press::books() {
        let (_, book) = press::read(&press::load(&press::folder_of(&name)));
        insta::assert_snapshot!(format!("{name}-model"), tree::book(&book));
    }
}

#[test]
fn their_pages_are_as_they_should() {
    for name in press::books() {
        let pages = press::with_print(&press::load(&press::folder_of(&name)), |edition, _, layout| {
            dump::layout(layout, edition.fonts)
        });
        insta::assert_snapshot!(format!("{name}-pages"), without_leaders(&pages));
    }
}

/// The contents' lines without all dots of a leader but its first.
fn without_leaders(pages: &str) -> String {
    let is_dot = |line: &str| line.starts_with("glyphs ") && line.ends_with(" \".\"");
    let mut lines: Vec<&str> = pages.lines().collect();
    lines.dedup_by(|line, before| is_dot(line) && is_dot(before));
    lines.join("\n")
}

#[test]
fn their_epubs_are_as_they_should() {
    for (name, chapter) in SHOWN {
        let (outputs, _) = press::made(&press::load(&press::folder_of(name)));
        let epub = outputs.iter().find(|output| output.pages.is_none()).expect("an EPUB");
        let told = inspect("book.epub", &epub.bytes.as_slice(), &mut Sources::default());
        assert!(told.is_empty(), "{name}: {told:?}");
        insta::assert_snapshot!(format!("{name}-package"), archive::file(&epub.bytes, "content.opf"));
        insta::assert_snapshot!(format!("{name}-chapter"), archive::file(&epub.bytes, chapter));
    }
}
