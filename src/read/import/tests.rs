//! Books of other tools, and the `book.yaml` made of them.

use super::*;
use crate::diagnostic::Code;
use crate::model::manifest::{Manifest, OrderEntry};
use crate::source::Memory;

fn imported(files: &Memory) -> Imported {
    import(files, Path::new("b"))
}

/// The text, what was told, and the book as it is read with the text in its place.
fn made(files: &Memory) -> (String, Vec<String>, Manifest, Vec<Diagnostic>) {
    let imported = imported(files);
    let told = imported.findings.iter().map(|finding| finding.message.clone()).collect();
    let text = imported.text.unwrap_or_else(|| panic!("{told:?}"));
    let files = files.clone().with("b/book.yaml", &text);
    let reading = super::super::read(&files, Path::new("b"));
    let (manifest, _) = reading.book.unwrap_or_else(|| panic!("{:?}", reading.findings));
    (text, told, manifest, reading.findings)
}

fn order(manifest: &Manifest) -> Vec<String> {
    let order = &manifest.order;
    let lists = [&order.front, &order.body, &order.back];
    let line = |entry: &OrderEntry| match entry {
        OrderEntry::Generated(page) => format!("{page:?}"),
        OrderEntry::Part { title, .. } => format!("part {title}"),
        OrderEntry::File { path, appendix, .. } => {
            format!("{path}{}", if *appendix { " appendix" } else { "" })
        }
    };
    lists.map(|list| list.iter().map(line).collect::<Vec<_>>().join(" ")).into()
}

const TOML: &str = r#"# A comment
[book]
title = "Knots: A \"Short\" Guide"
authors = ["Ana", "B. 'Bo' C"]
description = """Two
lines."""
language = "de"
src = "text"
multilingual = false

[rust]
edition = "2024"

[preprocessor.links]

[output.html]
no-section-label = false
additional-css = ["a.css"]
[output.html.fold]
enable = true

[output.epub]
cover-image = "cover.png"
no-links = true
"#;

fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::GrayImage::new(800, 1200).write_to(&mut bytes, image::ImageFormat::Png).expect("an encoder");
    bytes.into_inner()
}

fn mdbook(summary: &str) -> Memory {
    let names = ["in", "one", "two", "three", "end"];
    let files = Memory::new().with("b/book.toml", TOML).with("b/text/SUMMARY.md", summary);
    let files = files.with("b/text/cover.png", picture());
    names
        .iter()
        .fold(files, |files, name| files.with(&format!("b/text/{name}.md"), format!("# {name}\n\nText.\n")))
}

#[test]
fn mdbook_with_a_flat_summary_becomes_lists() {
    let summary = "# Summary\n\n[In](in.md)\n\n- [One](one.md)\n\n# The Ropes\n\n- [Two](two.md)\n- [Three](./three.md)\n- [Later]()\n\n---\n\n[End](end.md)\n";
    let (text, told, manifest, found) = made(&mdbook(summary));
    insta::assert_snapshot!(text, @r#"
    # Made by `bindery import` from book.toml.
    title: "Knots: A \"Short\" Guide"
    author: [Ana, B. 'Bo' C]
    lang: de
    description: "Two\nlines."
    cover-image: text/cover.png
    front: [half-title, title, copyright, toc, text/in.md]
    chapters:
      - text/one.md
      - part: The Ropes
        chapters: [text/two.md, text/three.md]
    back: [text/end.md]
    numbering: {chapters: arabic}

    # Not written yet: Later
    # For a technical book, try `theme: manual`.

    # What book.toml says beyond that:
    #   book.multilingual: false
    #   rust: {edition: 2024}
    #   preprocessor: {links: {}}
    #   output.html: {no-section-label: false, additional-css: [a.css], fold: {enable: true}}
    #   output.epub.no-links: true
    "#);
    assert_eq!(
        told,
        [
            "`book.multilingual` has no counterpart in `book.yaml`",
            "`rust` has no counterpart in `book.yaml`",
            "`preprocessor` has no counterpart in `book.yaml`",
            "`output.html` has no counterpart in `book.yaml`",
            "`output.epub.no-links` has no counterpart in `book.yaml`",
        ]
    );
    assert_eq!(found, []);
    assert_eq!(
        order(&manifest),
        [
            "HalfTitle Title Copyright Contents text/in.md",
            "text/one.md part The Ropes text/two.md text/three.md",
            "text/end.md"
        ]
    );
    assert_eq!(manifest.metadata.title, "Knots: A \"Short\" Guide");
    assert_eq!(manifest.metadata.author_line(), "Ana, B. 'Bo' C");
}

#[test]
fn a_summary_that_says_more_than_lists_stays_the_order() {
    for (summary, reason) in [
        ("- [One](one.md)\n  - [Two](two.md)\n", "its entries are nested"),
        ("[One](one.md)\n\n[Two](two.md)\n", "its chapters stand in no list"),
        ("- [One](one.md)\n\n[In](in.md)\n\n- [Two](two.md)\n", "unnumbered chapters stand among the others"),
        ("- [One](../../one.md)\n", "it names a file outside the book folder"),
        ("- [Bare](bare.md)\n", "it gives titles to chapters that have none themselves"),
    ] {
        let files = mdbook(summary).with("b/text/bare.md", "Words only.\n");
        let text = imported(&files).text.expect("made");
        let line = format!("# The order of the chapters stays that of text/SUMMARY.md: {reason}.\n");
        assert!(text.contains(&line) && !text.contains("chapters:\n") && !text.contains("front:"), "{text}");
    }
    let (_, _, manifest, found) = made(&mdbook("- [One](one.md)\n  - [Two](two.md)\n- [Three](three.md)\n"));
    assert_eq!(order(&manifest)[1], "text/one.md text/two.md text/three.md");
    let codes: Vec<Code> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::OrphanFile]);
}

#[test]
fn chapters_have_numbers_unless_mdbook_gives_none() {
    let files = mdbook("- [One](one.md)\n").with("b/book.toml", "[output.html]\nno-section-label = true\n");
    let imported = imported(&files);
    assert!(!imported.text.expect("made").contains("numbering"));
    assert_eq!(imported.findings, []);
}

const QUARTO: &str = r#"project:
  type: book
  output-dir: docs
book:
  title: "Roads: A History"
  subtitle: Volume 1
  author:
    - name: Jane Doe
      orcid: 0000-0001
    - Kim Minsu
    - name: {given: Ann, family: Lee}
  date: "2024-05-01T10:00:00Z"
  cover-image: cover.png
  cover-image-alt: A road
  site-url: https://example.org
  chapters:
    - index.qmd
    - part: "The Road: North"
      chapters: [one.qmd, {text: Two, file: two.qmd}]
    - part: three.qmd
      chapters:
        - four.qmd
  appendices: [five.qmd]
lang: en-GB
bibliography: [refs.bib]
csl: style.csl
number-depth: 2
toc-depth: 2
license: CC BY
keywords: [roads, "no"]
execute: {echo: false}
format:
  html: {theme: cosmo}
  pdf:
    documentclass: scrbook
    papersize: a5
    fontsize: 10pt
    geometry: [inner=20mm, outer=15mm, top=20mm, bottom=20mm]
  epub:
    css: epub.css
"#;

#[test]
fn quarto_is_carried_over() {
    let names = ["index", "one", "two", "three", "four", "five"];
    let files = Memory::new().with("b/_quarto.yml", QUARTO).with("b/epub.css", "p { color: red }");
    let files = files.with("b/cover.png", picture());
    let files = names
        .iter()
        .fold(files, |files, name| files.with(&format!("b/{name}.qmd"), format!("# {name}\n\nText.\n")));
    let (text, told, manifest, found) = made(&files);
    insta::assert_snapshot!(text, @r#"
    # Made by `bindery import` from _quarto.yml.
    title: "Roads: A History"
    subtitle: Volume 1
    author: [Jane Doe, Kim Minsu, Ann Lee]
    lang: en-GB
    date: 2024-05-01
    rights: CC BY
    keywords: [roads, "no"]
    cover-image: cover.png
    cover-image-alt: A road
    chapters:
      - index.qmd
      - part: "The Road: North"
        chapters: [one.qmd, two.qmd]
      - part: three.qmd
        chapters: [four.qmd]
    appendices: [five.qmd]
    numbering: {chapters: arabic, depth: 2}
    toc-depth: 2
    bibliography: refs.bib
    csl: style.csl
    editions:
      ebook: {format: epub, css: epub.css}
      print:
        format: pdf
        trim: 148x210mm
        body: {size: 10pt}
        margins: {inner: 20mm, outer: 15mm, top: 20mm, bottom: 20mm}

    # What _quarto.yml says beyond that:
    #   book.author.1.orcid: "0000-0001"
    #   book.site-url: "https://example.org"
    #   execute: {echo: false}
    #   format.html: {theme: cosmo}
    #   format.pdf.documentclass: scrbook
    "#);
    assert_eq!(
        told,
        [
            "`book.author.1.orcid` has no counterpart in `book.yaml`",
            "`book.site-url` has no counterpart in `book.yaml`",
            "`execute` has no counterpart in `book.yaml`",
            "`format.html` has no counterpart in `book.yaml`",
            "`format.pdf.documentclass` has no counterpart in `book.yaml`",
        ]
    );
    // Keys whose effect comes later are ours already.
    assert!(found.iter().all(|finding| finding.code == Code::NotYet), "{found:?}");
    assert_eq!(
        order(&manifest)[1],
        "index.qmd part The Road: North one.qmd two.qmd three.qmd four.qmd five.qmd appendix"
    );
    assert_eq!(manifest.metadata.author_line(), "Jane Doe, Kim Minsu, Ann Lee");
    let editions: Vec<&str> = manifest.editions.iter().map(|edition| edition.name.as_str()).collect();
    assert_eq!(editions, ["ebook", "print"]);
}

#[test]
fn values_that_cannot_be_said_are_told() {
    let quarto = "lang: english\ndate: today\nnumber-sections: false\ntoc: false\nbook:\n  title: T\n  chapters: [a.md, {x: y}]\n";
    let files = Memory::new().with("b/_quarto.yml", quarto).with("b/a.md", "# A\n\nText.\n");
    let (text, told, manifest, found) = made(&files);
    assert_eq!(
        told,
        [
            "this entry of the list names no file",
            "`lang: english` cannot be carried over",
            "`date: today` cannot be carried over",
        ]
    );
    assert!(text.contains("#   date: today\n") && !text.contains("numbering"), "{text}");
    assert_eq!(order(&manifest)[0], "HalfTitle Title Copyright");
    assert!(found.iter().all(|finding| finding.code == Code::MissingMetadata), "{found:?}");
}

#[test]
fn bookdown_and_leanpub_are_read() {
    let index = "---\ntitle: B\nauthor: A\nsite: bookdown::bookdown_site\nbibliography: [a.bib]\n---\n\n# Hello\n\nText.\n";
    let files = Memory::new()
        .with("b/index.Rmd", index)
        .with("b/_bookdown.yml", "book_filename: x\nrmd_files: [index.Rmd, 02-b.Rmd]\n");
    let files = files.with("b/02-b.Rmd", "# B\n\nText.\n").with("b/01-a.Rmd", "# A\n\nText.\n");
    let (_, told, manifest, _) = made(&files);
    assert_eq!((told.len(), manifest.metadata.title.as_str()), (0, "B"));
    assert_eq!(order(&manifest)[1], "index.Rmd 02-b.Rmd");
    let files = files.with("b/_bookdown.yml", "new_session: yes\n");
    assert_eq!(order(&made(&files).2)[1], "index.Rmd 01-a.Rmd 02-b.Rmd");

    let list = "frontmatter:\npreface.md\n\nmainmatter:\none.md\ntwo.md\nbackmatter:\nend.md\n";
    let names = ["preface", "one", "two", "end"];
    let files = Memory::new().with("b/manuscript/Book.txt", list).with("b/manuscript/resources/x.txt", "");
    let files = names
        .iter()
        .fold(files, |files, name| files.with(&format!("b/manuscript/{name}.md"), "# X\n\nText.\n"));
    let (text, told, manifest, _) = made(&files);
    assert!(told.is_empty() && text.contains("resource-path: [manuscript/resources]\n"), "{text}");
    assert_eq!(
        order(&manifest),
        [
            "HalfTitle Title Copyright Contents manuscript/preface.md",
            "manuscript/one.md manuscript/two.md",
            "manuscript/end.md"
        ]
    );
}

#[test]
fn pandocs_metadata_is_read_with_or_without_a_defaults_file() {
    let metadata = "---\ntitle:\n- type: main\n  text: Rain\ncreator:\n- role: author\n  text: Ana\nlang: en-GB\nrights: mine\nfontsize: 12pt\n...\n";
    let chapters = |files: Memory| {
        ["b/text/2-b.md", "b/text/1-a.md"]
            .iter()
            .fold(files, |files, path| files.with(path, "# A\n\nText.\n"))
    };
    let files = chapters(Memory::new().with("b/metadata.yaml", metadata).with("b/CHANGELOG.md", "# No\n"));
    let (text, told, manifest, _) = made(&files);
    assert_eq!(told, ["`metadata.yaml.fontsize` has no counterpart in `book.yaml`"]);
    assert_eq!((manifest.metadata.title.as_str(), manifest.metadata.author_line().as_str()), ("Rain", "Ana"));
    assert_eq!(order(&manifest)[1], "text/1-a.md text/2-b.md");
    assert!(text.contains("put them in order") && !text.contains("numbering"), "{text}");

    let defaults = "input-files: [text/2-b.md, text/1-a.md]\nnumber-sections: true\nstandalone: true\nmetadata:\n  title: Snow\n";
    let (text, _, manifest, _) = made(&files.clone().with("b/defaults.yaml", defaults));
    assert_eq!(order(&manifest)[1], "text/2-b.md text/1-a.md");
    assert_eq!(manifest.metadata.title, "Snow");
    assert!(text.contains("lang: en-GB\n") && text.contains("depth: 6"), "{text}");

    let block = "% Fog\n% Ana; Bo\n% March\n";
    let (text, _, manifest, _) = made(&chapters(Memory::new().with("b/title.txt", block)));
    assert_eq!(
        (manifest.metadata.title.as_str(), manifest.metadata.author_line().as_str()),
        ("Fog", "Ana, Bo")
    );
    assert!(text.contains("#   date: March\n"), "{text}");
}

#[test]
fn nothing_is_made_of_nothing_or_of_damage() {
    let nothing = imported(&Memory::new().with("b/a.md", "# A\n"));
    assert!(nothing.text.is_none() && nothing.findings[0].code == Code::NoBook);
    let damaged = imported(&Memory::new().with("b/book.toml", "[book\ntitle = \n"));
    assert!(damaged.text.is_none() && damaged.findings[0].code == Code::MalformedToml);
    let damaged = imported(&Memory::new().with("b/_quarto.yml", "book: [\n"));
    assert!(damaged.text.is_none() && damaged.findings[0].code == Code::MalformedYaml);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 64, failure_persistence: None, ..Default::default() })]

    /// However another tool's files are damaged, what is made of them is YAML.
    #[test]
    fn damaged_files_give_yaml_or_nothing(flips in proptest::collection::vec((0..900_usize, proptest::prelude::any::<u8>()), 1..9)) {
        let damaged = |text: &str| {
            let mut bytes = text.as_bytes().to_vec();
            for (at, byte) in &flips {
                let length = bytes.len();
                bytes[at % length] = *byte;
            }
            bytes
        };
        let summary = "# Summary\n\n[In](in.md)\n\n- [One](one.md)\n\n# The \"Ropes\"\n\n- [Two](two.md)\n";
        let mdbook = mdbook(summary).with("b/book.toml", damaged(TOML)).with("b/text/SUMMARY.md", damaged(summary));
        let quarto = Memory::new().with("b/_quarto.yml", damaged(QUARTO));
        for files in [mdbook, quarto] {
            if let Some(text) = imported(&files).text {
                let read = crate::read::manifest::node::parse(&text, crate::source::FileId(0));
                proptest::prop_assert!(read.is_ok(), "{}: {}", text, read.unwrap_err().reason);
            }
        }
    }
}
