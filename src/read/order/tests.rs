//! Which files make a book, in which order.

use std::path::Path;

use proptest::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::model::manifest::{Manifest, NumberStyle, OrderEntry};
use crate::read::manifest;
use crate::source::{Memory, Sources};

/// A book folder `b` with these files; every file without text is a chapter.
fn book(named: &[(&str, &str)], chapters: &[&str]) -> Memory {
    let files = chapters.iter().fold(Memory::new(), |files, name| files.with(&format!("b/{name}"), "# X\n"));
    named.iter().fold(files, |files, (name, text)| files.with(&format!("b/{name}"), text))
}

fn read(files: &Memory) -> (Option<Manifest>, Vec<Diagnostic>) {
    manifest::read(files, Path::new("b"), &mut Sources::default())
}

/// The order as a line an entry: `depth/level path` with `+` for parents.
fn order(files: &Memory) -> Vec<String> {
    let order = read(files).0.unwrap().order;
    let line = |entry: &OrderEntry| match entry {
        OrderEntry::Generated(page) => format!("{page:?}"),
        OrderEntry::Part { title, .. } => format!("part {title}"),
        OrderEntry::File { path, depth, level, has_children, title, appendix, unnumbered, .. } => format!(
            "{depth}/{level} {path}{}{}{}{}",
            if *has_children { " +" } else { "" },
            if *appendix { " appendix" } else { "" },
            if *unnumbered { " -" } else { "" },
            title.as_ref().map(|t| format!(" ({t})")).unwrap_or_default()
        ),
    };
    let (front, body, back) = (order.front, order.body, order.back);
    front
        .iter()
        .map(line)
        .chain(["--".into()])
        .chain(body.iter().map(line))
        .chain(["--".into()])
        .chain(back.iter().map(line))
        .collect()
}

fn messages(files: &Memory) -> Vec<String> {
    let is_metadata = |d: &Diagnostic| d.code.name() == "missing-metadata";
    let told =
        |d: Diagnostic| [vec![format!("{}: {}", d.code.name(), d.message)], d.help].concat().join(" | ");
    read(files).1.into_iter().filter(|d| !is_metadata(d)).map(told).collect()
}

const USUAL: [&str; 5] = ["HalfTitle", "Title", "Copyright", "Contents", "--"];

#[test]
fn lists_give_parts_appendices_and_pages() {
    let yaml = "front: [half-title, title, toc, preface.md]\nchapters:\n  - intro.md\n  - part: The Road\n    chapters: [road.md, rain.md]\n  - end.md\nappendices: [a.md]\nback: [ack.md, colophon]\n";
    let files = book(
        &[("book.yaml", yaml)],
        &["preface.md", "intro.md", "road.md", "rain.md", "end.md", "a.md", "ack.md"],
    );
    assert_eq!(
        order(&files),
        [
            "HalfTitle",
            "Title",
            "Contents",
            "1/1 preface.md",
            "--",
            "1/1 intro.md",
            "part The Road",
            "2/1 road.md",
            "2/1 rain.md",
            "1/1 end.md",
            "1/1 a.md appendix",
            "--",
            "1/1 ack.md",
            "Colophon",
        ]
    );
    assert!(messages(&files).is_empty(), "{:?}", messages(&files));
}

#[test]
fn a_part_may_be_a_file_and_hold_parts() {
    let yaml = "chapters:\n  - part: one.md\n    chapters:\n      - a.md\n      - part: Inner\n        chapters: [b.md]\n      - c.md\n";
    let files = book(&[("book.yaml", yaml)], &["one.md", "a.md", "b.md", "c.md"]);
    assert_eq!(order(&files)[5..9], ["1/1 one.md +", "2/1 a.md", "part Inner", "2/1 b.md"]);
    assert_eq!(messages(&files).len(), 1);
}

#[test]
fn what_cannot_be_read_is_told_and_left_out() {
    let yaml =
        "chapters: [intr.md, ../up.md, /etc/passwd, a.md, a.md, sub, chapters/moved.md, tocc, index, b]\n";
    let files = book(&[("book.yaml", yaml)], &["intro.md", "a.md", "sub/moved.md", "b.md"]);
    assert_eq!(
        messages(&files),
        [
            "missing-file: there is no file `intr.md` | a file with a similar name is `intro.md`",
            "outside-book: `../up.md` lies outside the book folder | move or copy it into the book folder and name it by its path from there",
            "outside-book: `/etc/passwd` lies outside the book folder | move or copy it into the book folder and name it by its path from there",
            "invalid-value: `a.md` stands twice in the order of the book | keep one of the two",
            "unreadable-file: `sub` is a folder, a file is expected | list its files one by one, or leave `chapters:` out: then every `.md` file is a chapter",
            "missing-file: there is no file `chapters/moved.md` | a file with a similar name is `sub/moved.md`",
            "missing-file: there is no file or page `tocc` | did you mean `toc`?",
            "not-yet: the page `index` is not made in this version",
            "missing-file: there is no file or page `b` | did you mean `b.md`?",
        ]
    );
    assert_eq!(order(&files)[5..7], ["1/1 a.md", "--"]);
}

#[test]
fn summaries_nest_and_have_parts() {
    let summary = "# Summary\n\n[Intro](intro.md)\n\n- [One](one.md)\n  - [Two `x`](two%20words.md)\n    - [Three](<three.md>)\n- [Four](./four.md)\n\n# The *Second* Part\n\n- [Five](five.md#top)\n    * [Six](six.md)\n- [Draft]()\n\n## A remark\n\n---\n\n[End](end.md)\n";
    let chapters =
        ["intro.md", "one.md", "two words.md", "three.md", "four.md", "five.md", "six.md", "end.md"];
    let files = book(&[("SUMMARY.md", summary)], &chapters);
    let mut expected: Vec<&str> = USUAL.into();
    expected.extend([
        "1/1 intro.md - (Intro)",
        "1/1 one.md + (One)",
        "2/2 two words.md + (Two x)",
        "3/3 three.md (Three)",
        "1/1 four.md (Four)",
        "part The Second Part",
        "2/1 five.md + (Five)",
        "3/2 six.md (Six)",
        "1/1 end.md - (End)",
        "--",
    ]);
    assert_eq!(order(&files), expected);
    assert_eq!(messages(&files), ["not-read: the draft chapter `Draft` has no file yet"]);
}

#[test]
fn mdbooks_source_folder_is_looked_into() {
    let summary = "- [A](a.md)\n- [B](../outside.md)\n- [C](../../c.md)\n";
    let toml = "[book]\ntitle = \"T\"\nauthors = [\"A\"]\nlanguage = \"de\"\nsrc = \"text\"\n";
    let files = book(&[("book.toml", toml), ("text/SUMMARY.md", summary)], &["text/a.md", "outside.md"]);
    assert_eq!(order(&files)[5..8], ["1/1 text/a.md (A)", "1/1 outside.md (B)", "--"]);
    let manifest = read(&files).0.unwrap();
    assert_eq!((manifest.metadata.title.as_str(), manifest.metadata.lang.as_str()), ("T", "de"));
    assert_eq!(messages(&files).len(), 1, "{:?}", messages(&files));
    let usual = book(&[("src/SUMMARY.md", "- [A](a.md)\n")], &["src/a.md"]);
    assert_eq!(order(&usual)[5], "1/1 src/a.md (A)");
}

#[test]
fn metadata_alone_leaves_the_order_to_the_summary() {
    let files = book(
        &[("book.yaml", "title: T\nback: [z.md]\n"), ("SUMMARY.md", "- [A](a.md)\n- [Z](z.md)\n")],
        &["a.md", "z.md"],
    );
    assert_eq!(order(&files)[5..], ["1/1 a.md (A)", "--", "1/1 z.md"]);
}

#[test]
fn quarto_books_are_read() {
    let quarto = "project: {type: book}\nlang: fr\nbook:\n  title: Q\n  author: [A, B]\n  date: today\n  chapters:\n    - index.md\n    - part: Basics\n      chapters: [one.md]\n    - part: two.qmd\n      chapters: [three.md]\n  appendices: [x.md]\nformat: {html: {theme: cosmo}}\n";
    let files = book(&[("_quarto.yml", quarto)], &["index.md", "one.md", "two.qmd", "three.md", "x.md"]);
    assert_eq!(
        order(&files)[5..12],
        [
            "1/1 index.md",
            "part Basics",
            "2/1 one.md",
            "1/1 two.qmd +",
            "2/1 three.md",
            "1/1 x.md appendix",
            "--"
        ]
    );
    let manifest = read(&files).0.unwrap();
    assert_eq!((manifest.metadata.title.as_str(), manifest.metadata.lang.as_str()), ("Q", "fr"));
    assert_eq!(manifest.metadata.author_line(), "A, B");
    assert_eq!(manifest.numbering.chapters, NumberStyle::Arabic, "as Quarto's books have it");
    assert!(messages(&files).is_empty(), "{:?}", messages(&files));
    let plain = quarto.replace("lang: fr", "lang: fr\nnumber-sections: false");
    let files = book(&[("_quarto.yml", &plain)], &["index.md", "one.md", "two.qmd", "three.md", "x.md"]);
    assert_eq!(read(&files).0.unwrap().numbering.chapters, NumberStyle::None);
}

#[test]
fn loose_files_are_a_book() {
    let files = book(&[], &["10.md", "9.md", "README.md", "notes/1.md"]);
    assert_eq!(order(&files)[5..8], ["1/1 9.md", "1/1 10.md", "1/1 notes/1.md"]);
}

#[test]
fn no_book_and_an_empty_book_differ() {
    let none = Memory::new().with("elsewhere/x.md", "");
    let (manifest, findings) = read(&none);
    assert!(manifest.is_none());
    assert_eq!(findings[0].code.name(), "no-book");
    let empty = book(&[("book.yaml", "title: T\nauthor: A\nlang: en\nchapters: []\n")], &[]);
    assert!(read(&empty).0.unwrap().order.body.is_empty());
    assert!(messages(&empty).is_empty(), "the reader of chapters says that it has no text");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_to_other_tools_files_panics(flips in prop::collection::vec((0..400_usize, any::<u8>()), 1..12)) {
        let damaged = |text: &str| {
            let mut bytes = text.as_bytes().to_vec();
            for (at, byte) in &flips {
                let length = bytes.len();
                bytes[at % length] = *byte;
            }
            bytes
        };
        let summary = damaged("# Summary\n\n[In](in.md)\n\n# Part\n- [A `x`](a%20b.md#c)\n  - [B](<b.md>)\n- [D]()\n");
        let toml = damaged("[book]\ntitle = \"T \\u00e9\"\nauthors = [\n 'A', # x\n \"\"\"B\"\"\"]\nsrc = \"text\"\n");
        let quarto = damaged("lang: fr\nbook:\n  author: [A]\n  chapters: [a.md, {part: P, chapters: [b.md]}]\n");
        let files = Memory::new().with("b/a.md", "").with("b/b.md", "");
        read(&files.clone().with("b/SUMMARY.md", summary).with("b/book.toml", toml));
        read(&files.with("b/_quarto.yml", quarto));
    }
}
