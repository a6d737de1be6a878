//! Whole manifests: the full sample, its house file and editions, and damaged ones.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::model::length::{Length, Measure, Size};
use crate::model::manifest::{Bottoms, EditionSpec, FormatSpec, GeneratedPage, OrderEntry, PrintSpec, Start};
use crate::model::metadata::Scheme;
use crate::model::notes::{NoteMarks, NoteNumbering, NotePlace};
use crate::source::Memory;

const SAMPLE: &str = include_str!("fixtures/book.yaml");
const HOUSE: &str = "publisher: House Press\nrights: All rights reserved\ntypography: {dashes: none}\nfonts: {fallback: [faces/House.otf]}\neditions: {paperback: {links: false}}\n";

/// The sample's folder: every file it names stands in `press/b`.
fn library() -> Memory {
    let names = [
        "dedication.md",
        "epigraph.md",
        "preface.md",
        "intro.md",
        "road.md",
        "rain.md",
        "a.md",
        "acknowledgements.md",
        "glossary.md",
        "fonts/Literata.ttf",
        "fonts/Mono.ttf",
        "fonts/NotoSerifKR.otf",
        "images/x.png",
        "cover.jpg",
        "extra.css",
    ];
    let files = names.iter().fold(Memory::new(), |files, name| files.with(&format!("press/b/{name}"), name));
    files
        .with("press/house.yaml", HOUSE)
        .with("press/faces/House.otf", "font")
        .with("press/b/themes/screen.yaml", "body: {indent: 2em}\n")
        .with("press/b/book.yaml", SAMPLE)
}

fn read_in(files: &Memory) -> (Option<Manifest>, Vec<Diagnostic>, Sources) {
    let mut sources = Sources::default();
    let (manifest, findings) = read(files, Path::new("press/b"), &mut sources);
    (manifest, findings, sources)
}

/// A book of one chapter with this `book.yaml`: its manifest, and its findings as
/// `path:line:column code: message`.
fn small(yaml: &str) -> (Manifest, Vec<String>) {
    told(&Memory::new().with("press/b/book.yaml", yaml).with("press/b/one.md", "# One\n"))
}

fn told(files: &Memory) -> (Manifest, Vec<String>) {
    let (manifest, findings, sources) = read_in(files);
    let line = |d: &Diagnostic| {
        let place = match d.labels.first() {
            Some(label) => {
                let (line, column) = sources.position(label.span);
                format!("{}:{line}:{column}", sources.get(label.span.file).unwrap().path)
            }
            None => d.path.clone().unwrap_or_default(),
        };
        format!("{place} {}: {}", d.code.name(), d.message)
    };
    (manifest.unwrap(), findings.iter().map(line).collect())
}

fn edition<'a>(manifest: &'a Manifest, name: &str) -> &'a EditionSpec {
    manifest.editions.iter().find(|edition| edition.name == name).unwrap()
}

fn print<'a>(manifest: &'a Manifest, name: &str) -> &'a PrintSpec {
    match &edition(manifest, name).format {
        FormatSpec::Pdf(print) => print,
        FormatSpec::Epub(_) => panic!("{name} is an EPUB"),
    }
}

const GOOD: &str = "title: T\nauthor: A\nlang: en\n";

#[test]
fn the_full_sample_has_only_what_comes_later() {
    let (_, findings) = told(&library());
    let later = ["`bibliography`", "`csl`", "`math-macros`", "`preset: kdp`", "`paper`"];
    let expected: Vec<String> = later
        .iter()
        .map(|key| format!("not-yet: {key} has no effect in this version"))
        .chain(
            ["bibliography", "index"]
                .map(|page| format!("not-yet: the page `{page}` is not made in this version")),
        )
        .chain(["not-yet: the edition `cover` is left out: covers are not made in this version".to_owned()])
        .collect();
    let without_place: Vec<&str> = findings.iter().map(|f| f.split_once(' ').unwrap().1).collect();
    let mut missing: Vec<&String> =
        expected.iter().filter(|e| !without_place.contains(&e.as_str())).collect();
    missing.sort();
    assert_eq!((missing, without_place.len()), (vec![], expected.len()), "{findings:#?}");
}

#[test]
fn the_full_sample_is_understood() {
    let manifest = read_in(&library()).0.unwrap();
    let m = &manifest.metadata;
    assert_eq!(
        (m.title.as_str(), m.subtitle.as_deref(), m.short_title.as_deref()),
        ("The Long Way", Some("A Novel"), Some("Long Way"))
    );
    assert_eq!(m.contributors[1].role, "trl");
    assert_eq!((m.lang.as_str(), m.publisher.as_deref()), ("en-GB", Some("My Press")));
    assert_eq!(m.modified.as_deref(), Some("2027-03-01T00:00:00Z"));
    assert_eq!((m.copyright.year, m.copyright.statement.as_deref()), (Some(2027), None));
    assert_eq!(m.description.as_deref(), Some("A long book\nabout a long way."));
    assert_eq!(m.subjects.len(), 3);
    assert_eq!(m.collection.as_ref().unwrap().position.as_deref(), Some("2"));
    assert_eq!(m.identifiers[0].text, "9780000000002");
    assert_eq!(manifest.cover_image.as_ref().unwrap().value, "cover.jpg");
    assert_eq!(manifest.numbering.chapters, NumberStyle::Words);
    assert_eq!(manifest.numbering.parts, NumberStyle::Roman);
    assert_eq!(manifest.hyphenation.exceptions, ["man-u-script"]);
    assert_eq!((manifest.hyphenation.min_before, manifest.hyphenation.min_after), (Some(2), Some(3)));
    assert!(manifest.typography.quotes && !manifest.typography.ellipsis);
    assert_eq!(manifest.resource_path, ["images"]);
    assert_eq!((manifest.order.front.len(), manifest.order.body.len(), manifest.order.back.len()), (7, 5, 4));
    let names: Vec<_> = manifest.editions.iter().map(|e| e.name.as_str()).collect();
    assert_eq!(names, ["ebook", "paperback", "hardback", "large", "screen"]);
}

#[test]
fn numbers_are_asked_for_in_three_tools_ways() {
    let asked = |lines: &str| {
        let (manifest, findings) = small(&format!("{GOOD}{lines}\n"));
        assert_eq!(findings, Vec::<String>::new());
        let numbering = manifest.numbering;
        (numbering.chapters, numbering.depth)
    };
    assert_eq!(asked(""), (NumberStyle::None, 1));
    assert_eq!(asked("numbering: {chapters: Roman, depth: 3}"), (NumberStyle::Roman, 3));
    assert_eq!(asked("number-sections: true"), (NumberStyle::Arabic, 6));
    assert_eq!(asked("numbersections: true\nnumber-depth: 2"), (NumberStyle::Arabic, 2));
    assert_eq!(asked("number-sections: true\nnumbering: {chapters: none}"), (NumberStyle::None, 6));
    assert_eq!(asked("number-sections: false"), (NumberStyle::None, 1));
}

#[test]
fn editions_take_what_they_extend_but_for_their_own_names() {
    let manifest = read_in(&library()).0.unwrap();
    let paperback = print(&manifest, "paperback");
    assert_eq!(paperback.trim, Some(Size { width: Length::pt(396), height: Length::pt(612) }));
    assert_eq!((paperback.size, paperback.leading), (Some(Length::from_pt(10.5)), Some(Length::pt(14))));
    assert_eq!(
        (paperback.start, paperback.page_multiple, paperback.links),
        (Some(Start::Recto), Some(2), Some(false))
    );
    assert_eq!(edition(&manifest, "paperback").file_pattern.as_deref(), Some("{slug}-{isbn}.pdf"));
    assert_eq!(paperback.bottoms, Bottoms::Grid, "when not said");
    assert_eq!(print(&manifest, "screen").bottoms, Bottoms::Ragged);
    let large = print(&manifest, "large");
    assert_eq!(large.size, Some(Length::pt(16)));
    assert_eq!(large.start, Some(Start::Recto), "through hardback from paperback");
    let margins = large.margins.unwrap();
    assert_eq!((margins.top, margins.bottom), (Measure::Lines(2000), Measure::Lines(2000)));
    let large = edition(&manifest, "large");
    assert_eq!(large.title.as_deref(), Some("The Long Way (Hardback)"));
    assert!(large.identifiers.is_empty() && large.file_pattern.is_none(), "an ISBN names one edition");
    assert_eq!(edition(&manifest, "paperback").identifiers[0].scheme, Scheme::Isbn10);
    assert_eq!(edition(&manifest, "screen").theme.body.indent, Measure::Em(2000));
    let FormatSpec::Epub(epub) = &edition(&manifest, "ebook").format else { panic!("not an EPUB") };
    assert_eq!(
        (epub.css.as_deref(), epub.cover_page, epub.embed_fonts),
        (Some("extra.css"), Some(true), Some(false))
    );
}

#[test]
fn house_files_lie_under_the_book() {
    let yaml = format!("extends: ../house.yaml\n{GOOD}typography: {{quotes: none}}\n");
    let files = library().with("press/b/book.yaml", yaml);
    let (manifest, findings) = told(&files);
    assert_eq!(findings, ["../house.yaml:5:12 invalid-value: the edition `paperback` has no `format`"]);
    assert_eq!(manifest.metadata.publisher.as_deref(), Some("House Press"));
    assert!(!manifest.typography.dashes && !manifest.typography.quotes);
    assert_eq!(
        manifest.editions[0].fonts.fallback[0].path, "faces/House.otf",
        "from the house file's folder"
    );
}

#[test]
fn faults_of_a_house_file_are_told_in_it() {
    let files = Memory::new()
        .with("press/b/book.yaml", format!("{GOOD}extends: ../house.yaml\n"))
        .with("press/b/one.md", "")
        .with("press/house.yaml", "publisher: P\npublsher: Q\nextends: b/book.yaml\n");
    let (_, findings) = told(&files);
    assert_eq!(
        findings,
        [
            "../house.yaml:2:1 unknown-key: unknown key `publsher`",
            "../house.yaml:3:10 cyclic-extends: `b/book.yaml` extends itself",
        ]
    );
    let missing = small(&format!("{GOOD}extends: ../hous.yaml\n")).1;
    assert_eq!(missing, ["book.yaml:4:10 missing-file: there is no file `../hous.yaml`"]);
}

#[test]
fn a_bare_book_has_two_editions_and_is_told_what_shops_want() {
    let files = Memory::new().with("press/b/one.md", "# One\n");
    let (manifest, findings) = told(&files);
    let names: Vec<_> = manifest.editions.iter().map(|e| e.name.as_str()).collect();
    assert_eq!(names, ["ebook", "print"]);
    assert!(matches!(manifest.editions[0].format, FormatSpec::Epub(_)));
    assert!(matches!(manifest.editions[1].format, FormatSpec::Pdf(_)));
    assert_eq!((manifest.metadata.title.as_str(), manifest.metadata.lang.as_str()), ("", "en"));
    let codes: Vec<&str> = findings.iter().map(|f| f.split(' ').nth(1).unwrap()).collect();
    assert_eq!(codes, ["missing-metadata:"; 3]);
}

#[test]
fn a_faulty_value_is_not_missing_too() {
    let (manifest, findings) = small("title: T\nauthor: A\nlang: english\n");
    assert_eq!(findings, ["book.yaml:3:7 invalid-language: `english` is not a language tag"]);
    assert_eq!(manifest.metadata.lang, "en");
}

#[test]
fn a_misspelt_key_is_not_missing_too() {
    let (_, findings) = small("tilte: T\nauthors: A\nlang: en\n");
    assert_eq!(findings, ["book.yaml:1:1 unknown-key: unknown key `tilte`"]);
}

#[test]
fn a_faulty_format_is_not_missing_too() {
    for (key, code) in [("format: docx", "invalid-value"), ("fromat: pdf", "unknown-key")] {
        let (_, findings) = small(&format!("{GOOD}editions: {{print: {{{key}}}}}\n"));
        assert!(findings.len() == 1 && findings[0].contains(code), "{findings:?}");
    }
}

#[test]
fn a_manifest_by_another_name_is_told() {
    let files = Memory::new().with("press/b/book.yml", GOOD).with("press/b/one.md", "# One\n");
    let (_, findings, _) = read_in(&files);
    assert_eq!(findings.len(), 1, "nothing is missing: it is only not read: {findings:?}");
    assert_eq!(findings[0].help, ["rename it: `book.yml` to `book.yaml`"]);
}

#[test]
fn near_files_are_found_by_their_stems() {
    let near = |yaml: &str| {
        let files = ["one.md", "chap-1.md", "chap-1.yaml"]
            .iter()
            .fold(Memory::new(), |f, n| f.with(&format!("press/b/{n}"), ""));
        let (_, findings, _) = read_in(&files.with("press/b/book.yaml", format!("{GOOD}{yaml}")));
        findings[0].help.first().cloned().unwrap_or_default()
    };
    assert_eq!(
        near("theme: none.yaml\n"),
        "paths begin at the folder of this file, and upper and lower case count"
    );
    assert_eq!(near("theme: chap1.yaml\n"), "a file with a similar name is `chap-1.yaml`");
    assert_eq!(near("chapters: [chap1.md]\n"), "a file with a similar name is `chap-1.md`");
    assert_eq!(near("chapters: [One.markdown]\n"), "a file with a similar name is `one.md`");
}

#[test]
fn editions_are_told_apart_and_mistakes_among_them() {
    let yaml = format!(
        "{GOOD}editions:\n  a: {{extends: b}}\n  b: {{extends: a}}\n  c: {{extends: prnt, format: pdf}}\n  print: {{format: pdf, cover-page: true, trim: 6x9in, margins: {{inner: 3in, outer: 3in}}}}\n  e: {{format: epub, trim: 6x9in}}\n  f: {{extends: print, format: epub}}\n"
    );
    let (manifest, findings) = small(&yaml);
    assert_eq!(
        findings,
        [
            "book.yaml:6:16 cyclic-extends: `a` extends itself",
            "book.yaml:5:16 cyclic-extends: `b` extends itself",
            "book.yaml:7:16 unknown-edition: there is no edition `prnt`",
            "book.yaml:8:24 unknown-key: `cover-page` is not a key of editions with `format: pdf`",
            "book.yaml:8:64 invalid-value: these margins leave no room for text on a page of 6x9in",
            "book.yaml:9:21 unknown-key: `trim` is not a key of editions with `format: epub`",
        ]
    );
    assert_eq!(manifest.editions.len(), 4);
}

#[test]
fn missing_fonts_and_styles_are_told_once_at_their_place() {
    let yaml = format!(
        "{GOOD}fonts: {{body: fonts/None.ttf}}\nresource-path: [none, ., ../up]\neditions:\n  a: {{format: epub, css: none.css}}\n  b: {{format: pdf}}\n"
    );
    assert_eq!(
        small(&yaml).1,
        [
            "book.yaml:5:17 missing-file: there is no folder `none`",
            "book.yaml:5:26 outside-book: `../up` lies outside the book folder",
            "book.yaml:7:26 missing-file: there is no file `none.css`",
            "book.yaml:4:15 missing-file: there is no file `fonts/None.ttf`",
        ]
    );
}

#[test]
fn a_file_that_is_not_yaml_still_gives_a_book() {
    for (bytes, code, place) in [
        (&b"title: [a\nlang: en\n"[..], "malformed-yaml", "book.yaml:2"),
        (b"title: T\nauthor: \xff\n", "invalid-utf8", "book.yaml:2:9"),
        (b"- a\n- b\n", "wrong-type", "book.yaml:1:1"),
        (b"title: A\n---\ntitle: B\n", "malformed-yaml", "book.yaml:"),
    ] {
        let files = Memory::new().with("press/b/book.yaml", bytes).with("press/b/one.md", "# One\n");
        let (manifest, findings) = told(&files);
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].contains(code) && findings[0].starts_with(place), "{findings:?}");
        assert_eq!(manifest.order.body.len(), 1);
    }
    let huge = Memory::new().with("press/b/book.yaml", vec![b' '; (4 << 20) + 1]).with("press/b/one.md", "");
    let (_, findings, _) = read_in(&huge);
    assert_eq!(findings[0].code.name(), "file-too-large");
    let folder = Memory::new().with("press/b/book.yaml/x.md", "").with("press/b/one.md", "");
    assert_eq!(read_in(&folder).1[0].code.name(), "unreadable-file");
}

#[test]
fn a_byte_order_mark_is_no_letter() {
    let (manifest, findings) = small(&format!("\u{feff}{GOOD}"));
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(manifest.metadata.title, "T");
}

#[test]
fn no_truncation_of_the_sample_panics() {
    let files = library();
    for end in (0..SAMPLE.len()).step_by(7) {
        read_in(&files.clone().with("press/b/book.yaml", &SAMPLE.as_bytes()[..end]));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_to_the_sample_panics(flips in prop::collection::vec((0..SAMPLE.len(), any::<u8>()), 1..12)) {
        let mut bytes = SAMPLE.as_bytes().to_vec();
        for (at, byte) in flips {
            bytes[at] = byte;
        }
        let (_, findings, sources) = read_in(&library().with("press/b/book.yaml", bytes));
        for label in findings.iter().flat_map(|d| &d.labels) {
            let text = &sources.get(label.span.file).unwrap().text;
            prop_assert!(text.get(label.span.start as usize..label.span.end as usize).is_some(), "{label:?}");
        }
    }
}

#[test]
fn variables_may_be_nested_and_come_from_quarto() {
    let files = Memory::new()
        .with(
            "press/b/book.yaml",
            "title: T\nauthor: A\nlang: en\nvars: {version: 2.1, app: {name: Road, on: true}}\n",
        )
        .with("press/b/_variables.yml", "version: 1.0\nemail: {info: a@b.c}\nlist: [x]\n")
        .with("press/b/a.md", "# A");
    let (manifest, findings) = told(&files);
    assert_eq!(findings, [""; 0]);
    let shown: Vec<String> = manifest.vars.iter().map(|(name, text)| format!("{name}={text}")).collect();
    assert_eq!(shown, ["app.name=Road", "app.on=true", "email.info=a@b.c", "version=2.1"]);
    let (_, findings) = told(
        &Memory::new()
            .with("press/b/book.yaml", "title: T\nauthor: A\nlang: en\nvars: {a: [x]}\n")
            .with("b/a.md", "# A"),
    );
    assert_eq!(findings.len(), 1, "{findings:?}");
}

#[test]
fn notes_are_set_as_book_edition_and_theme_say() {
    let yaml = format!(
        "{GOOD}notes: chapter\nnumbering: {{notes: book}}\nnote-series: {{a: {{marker: symbols}}, b: {{place: side, numbering: book}}}}\n\
         editions:\n  ebook: {{format: epub}}\n  print: {{format: pdf, notes: book}}\n"
    );
    let (manifest, findings) = small(&yaml);
    assert!(findings.is_empty(), "{findings:?}");
    let of = |name: &str| {
        let spec = &edition(&manifest, name).notes;
        spec.series.iter().map(|s| (s.name.clone(), s.marks, s.place, s.numbering)).collect::<Vec<_>>()
    };
    let (a, b) = ("a".to_owned(), "b".to_owned());
    assert_eq!(
        of("ebook"),
        [
            (String::new(), NoteMarks::Numbers, NotePlace::Chapter, NoteNumbering::Book),
            (a.clone(), NoteMarks::Symbols, NotePlace::Chapter, NoteNumbering::Chapter),
            (b.clone(), NoteMarks::Letters, NotePlace::Side, NoteNumbering::Book),
        ]
    );
    assert_eq!(
        of("print")[1..],
        [
            (a, NoteMarks::Symbols, NotePlace::Book, NoteNumbering::Page),
            (b, NoteMarks::Letters, NotePlace::Side, NoteNumbering::Book),
        ]
    );
    assert!(print(&manifest, "print").side_notes, "a series stands at the side");
}

#[test]
fn notes_at_the_end_of_the_book_have_a_section() {
    let back = |yaml: &str| small(&format!("{GOOD}{yaml}")).0.order.back;
    let page = |page| OrderEntry::Generated(page);
    let (notes, colophon) = (page(GeneratedPage::Notes), page(GeneratedPage::Colophon));
    assert_eq!(back("notes: book\nback: [colophon]\n"), [notes.clone(), colophon.clone()]);
    assert_eq!(back("notes: book\nback: [colophon, notes]\n"), [colophon.clone(), notes.clone()]);
    assert_eq!(back("notes: foot\nback: [colophon]\n"), [colophon]);
    assert_eq!(back("note-series: {a: {place: book}}\n"), [notes]);
}
