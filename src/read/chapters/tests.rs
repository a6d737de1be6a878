//! Behaviour of reading a whole book.

use std::path::Path;

use super::read;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::NodeId;
use crate::model::block::BlockKind;
use crate::model::book::{Book, Chapter, Matter, Opening, SectionKind};
use crate::model::inline::InlineKind;
use crate::model::manifest::{GeneratedPage, Manifest, OrderEntry, ReadingOrder, Typography};
use crate::model::metadata::Metadata;
use crate::model::walk;
use crate::source::{FileId, Memory, Sources, Span, Spanned};

fn entry(path: &str) -> OrderEntry {
    OrderEntry::File {
        path: path.to_owned(),
        span: Span::default(),
        depth: 1,
        has_children: false,
        level: 1,
        title: None,
        appendix: false,
        unnumbered: false,
    }
}

/// An entry of a nested SUMMARY.md.
fn nested(path: &str, at: u8, children: bool) -> OrderEntry {
    let OrderEntry::File { path, span, .. } = entry(path) else { unreachable!("a file") };
    let title = Some("From the summary".to_owned());
    OrderEntry::File {
        path,
        span,
        depth: at,
        has_children: children,
        level: at,
        title,
        appendix: false,
        unnumbered: false,
    }
}

fn manifest(body: Vec<OrderEntry>) -> Manifest {
    Manifest {
        file: None,
        metadata: Metadata::default(),
        order: ReadingOrder { body, ..ReadingOrder::default() },
        numbering: crate::model::manifest::Numbering::default(),
        toc_depth: 2,
        resource_path: Vec::new(),
        cover_image: None,
        typography: Typography::default(),
        bibliography: false,
        hyphenation: crate::model::manifest::Hyphenation::default(),
        vars: std::collections::BTreeMap::new(),
        hidden_lines: std::collections::BTreeMap::new(),
        editions: Vec::new(),
    }
}

#[test]
fn a_place_in_the_order_may_keep_numbers_away() {
    let files = Memory::new().with("b/a.md", "# A\n\nx\n\n# B\n").with("b/c.md", "# C\n");
    let mut first = entry("a.md");
    if let OrderEntry::File { unnumbered, .. } = &mut first {
        *unnumbered = true;
    }
    let (book, ..) = read_book(&files, &manifest(vec![first, entry("c.md")]));
    let unnumbered: Vec<bool> = book.chapters.iter().map(|chapter| chapter.unnumbered).collect();
    assert_eq!(unnumbered, [true, true, false]);
}

fn read_book(files: &Memory, manifest: &Manifest) -> (Book, Vec<Diagnostic>, Sources) {
    let mut sources = Sources::default();
    let chapters = read(files, Path::new("b"), manifest, &mut sources);
    (chapters.book, chapters.findings, sources)
}

fn shown(chapter: &Chapter) -> String {
    let Chapter { kind, opening, depth, level, title, blocks, .. } = chapter;
    format!("{kind:?} {opening:?} {depth} {level} {} +{}", walk::flatten(title), blocks.len())
}

fn all_shown(book: &Book) -> Vec<String> {
    book.chapters.iter().map(|chapter| shown(chapter)).collect()
}

fn codes(found: &[Diagnostic]) -> Vec<Code> {
    found.iter().map(|finding| finding.code).collect()
}

#[test]
fn every_first_rank_heading_opens_a_chapter() {
    let text = "Before.\n\n# One {subtitle=S short=O}\n\na\n\n## In\n\n# Two {.unlisted -}\n\n> # not one\n\n# P {.part}\n\n# Three\n";
    let (book, found, _) = read_book(&Memory::new().with("b/all.md", text), &manifest(vec![entry("all.md")]));
    assert_eq!(
        all_shown(&book),
        [
            "Chapter Chapter 1 1  +1",
            "Chapter Chapter 1 1 One +2",
            "Chapter Chapter 1 1 Two +1",
            "Part Part 1 1 P +0",
            "Chapter Chapter 2 1 Three +0"
        ]
    );
    let one = &book.chapters[1];
    assert_eq!((one.subtitle.as_deref(), one.short_title.as_deref()), (Some("S"), Some("O")));
    assert!(book.chapters[2].unlisted && book.chapters[2].unnumbered && book.chapters[0].unlisted);
    assert_eq!(book.metadata.title, "One");
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn nested_entries_are_parts_chapters_or_sections() {
    let long = "word ".repeat(80);
    let files = Memory::new()
        .with("b/book.md", "# Book I\n")
        .with("b/part.md", "## Part I\n")
        .with("b/one.md", "### I\n\ntext\n\n#### inner\n")
        .with("b/topic.md", format!("# Topic\n\n{long}\n"))
        .with("b/sub.md", "# Sub\n\n## In\n");
    let order = vec![
        nested("book.md", 1, true),
        nested("part.md", 2, true),
        nested("one.md", 3, false),
        nested("topic.md", 1, true),
        nested("sub.md", 2, false),
    ];
    let (book, ..) = read_book(&files, &manifest(order));
    assert_eq!(
        all_shown(&book),
        [
            "Part Part 1 1 Book I +0",
            "Part Part 2 2 Part I +0",
            "Chapter Chapter 3 3 I +2",
            "Chapter Chapter 1 1 Topic +1",
            "Section RunOn 2 2 Sub +1"
        ]
    );
    let level = |chapter: usize, block: usize| match book.chapters[chapter].blocks[block].kind {
        BlockKind::Heading { level, .. } => level,
        _ => 0,
    };
    assert_eq!((level(2, 1), level(4, 0)), (4, 3), "inner headings keep their distance");
}

#[test]
fn titles_come_from_front_matter_or_the_order() {
    let files = Memory::new()
        .with("b/a.md", "---\ntitle: A Title\nlang: ko\n---\n## x\n\n## y\n")
        .with("b/c.md", "text\n")
        .with("b/empty.md", "\n");
    let order = vec![entry("a.md"), nested("c.md", 1, false), entry("empty.md")];
    let (book, ..) = read_book(&files, &manifest(order));
    assert_eq!(
        all_shown(&book),
        ["Chapter Chapter 1 1 A Title +2", "Chapter Chapter 1 1 From the summary +1"]
    );
    assert_eq!(book.chapters[0].attrs.lang(), Some("ko"));
}

#[test]
fn lists_and_generated_pages_give_matter_and_kind() {
    let files = Memory::new()
        .with("b/01-preface.md", "# P\n")
        .with("b/a.md", "# A {.epigraph}\n")
        .with("b/x.md", "# X\n");
    let mut manifest =
        manifest(vec![OrderEntry::Part { title: "The Road".into(), span: Span::default() }, entry("a.md")]);
    manifest.order.front = vec![OrderEntry::Generated(GeneratedPage::Title), entry("01-preface.md")];
    manifest.order.back = vec![entry("x.md")];
    let (book, ..) = read_book(&files, &manifest);
    let kinds: Vec<_> = book.chapters.iter().map(|c| (c.matter, c.kind, c.opening)).collect();
    assert_eq!(
        kinds,
        [
            (Matter::Front, SectionKind::Generated(GeneratedPage::Title), Opening::Chapter),
            (Matter::Front, SectionKind::Preface, Opening::Chapter),
            (Matter::Body, SectionKind::Part, Opening::Part),
            (Matter::Body, SectionKind::Epigraph, Opening::Chapter),
            (Matter::Back, SectionKind::Section, Opening::Chapter),
        ]
    );
}

#[test]
fn notes_go_with_the_chapters_that_call_them() {
    let text = "# A\n\nx[^2] y^[in]\n\n# B\n\nz[^1]\n\n[^1]: one[^2]\n\n[^2]: two\n";
    let (book, found, _) = read_book(&Memory::new().with("b/a.md", text), &manifest(vec![entry("a.md")]));
    let labels = |chapter: usize| -> Vec<&str> {
        book.chapters[chapter].notes.iter().map(|note| note.label.as_str()).collect()
    };
    assert_eq!((labels(0), labels(1)), (vec!["", "2"], vec!["1", "2"]));
    let BlockKind::Paragraph(content) = &book.chapters[0].blocks[0].kind else { panic!("a paragraph") };
    let calls: Vec<_> = content
        .iter()
        .filter_map(|inline| match inline.kind {
            InlineKind::Note(number) => Some(number),
            _ => None,
        })
        .collect();
    assert_eq!(calls, [1, 0], "notes stand in the order they were written");
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn ids_rise_in_reading_order() {
    let text = "# T *x*\n\n|a|\n|-|\n|b *c*|\n\nD\n: e\n\n| f\n| g\n\n![h](i.png)\n\n1. j[^n]\n\n[^n]: k\n";
    let files = Memory::new().with("b/a.md", text).with("b/z.md", "# Z");
    let (book, ..) = read_book(&files, &manifest(vec![entry("z.md"), entry("a.md")]));
    let chapter = &book.chapters[1];
    assert_eq!(chapter.id, NodeId { chapter: 1, index: 0 });
    let ids = std::cell::RefCell::new(Vec::new());
    walk::inlines(&chapter.title, &mut |inline| ids.borrow_mut().push(inline.id));
    let note = |blocks| {
        walk::blocks(blocks, &mut |block| ids.borrow_mut().push(block.id), &mut |run| {
            walk::inlines(run, &mut |inline| ids.borrow_mut().push(inline.id));
        });
    };
    note(&chapter.blocks);
    let before_notes = ids.borrow().len();
    ids.borrow_mut().push(chapter.notes[0].id);
    let tail = |blocks| walk::blocks(blocks, &mut |block| ids.borrow_mut().push(block.id), &mut |_| {});
    tail(&chapter.notes[0].blocks);
    let ids = ids.into_inner();
    assert!(ids.windows(2).all(|two| two[0] < two[1]), "{ids:?}");
    assert!(before_notes > 15);
}

#[test]
fn files_that_cannot_be_read_are_findings() {
    let files =
        Memory::new().with("b/bad.md", b"# T\r\n\r\nx\xFFy").with("b/big.md", vec![b'a'; (64 << 20) + 1]);
    let order = vec![entry("bad.md"), entry("none.md"), entry("big.md")];
    let (book, found, sources) = read_book(&files, &manifest(order));
    assert_eq!(codes(&found), [Code::InvalidUtf8, Code::MissingFile, Code::FileTooLarge]);
    let place = found[0].labels[0].span;
    assert_eq!((sources.position(place), sources.text(place)), ((3, 2), "\u{FFFD}"));
    assert_eq!(all_shown(&book), ["Chapter Chapter 1 1 T +1"]);
}

#[test]
fn a_book_without_text_is_an_error() {
    let (book, found, _) =
        read_book(&Memory::new().with("b/a.md", "<!-- -->\n"), &manifest(vec![entry("a.md")]));
    assert_eq!((codes(&found), book.metadata.title.as_str()), (vec![Code::EmptyBook], "b"));
}

#[test]
fn pictures_are_read_once_and_damaged_ones_reported() {
    let svg = "<svg viewBox='0 0 20 10'/>";
    let files = Memory::new()
        .with("b/ch/a.md", "![x](p.svg) ![y](bad.png)\n\n![z](../ch/p.svg)\n")
        .with("b/ch/p.svg", svg)
        .with("b/ch/bad.png", b"\x89PNG\r\n\x1A\nxx")
        .with("b/cover.svg", svg);
    let mut manifest = manifest(vec![entry("ch/a.md")]);
    manifest.cover_image = Some(Spanned { value: "cover.svg".into(), span: Span::new(FileId(0), 0, 1) });
    let (book, found, _) = read_book(&files, &manifest);
    let keys: Vec<_> =
        book.assets.iter().map(|(key, asset)| (key.as_str(), asset.width, asset.height)).collect();
    assert_eq!(keys, [("ch/p.svg", 20, 10), ("cover.svg", 20, 10)]);
    assert_eq!(codes(&found), [Code::UnreadableImage]);
    let mut assets = Vec::new();
    walk::blocks(
        &book.chapters[0].blocks,
        &mut |block| {
            if let BlockKind::Figure { image, .. } = &block.kind {
                assets.push(image.asset.clone());
            }
        },
        &mut |_| {},
    );
    assert_eq!(assets, [Some("ch/p.svg".to_owned())]);
    let BlockKind::Paragraph(content) = &book.chapters[0].blocks[0].kind else { panic!("a paragraph") };
    let InlineKind::Image(bad) = &content[2].kind else { panic!("a picture") };
    assert_eq!(bad.asset, None);
    manifest.cover_image = Some(Spanned { value: "none.jpg".into(), span: Span::default() });
    assert!(codes(&read_book(&files, &manifest).1).contains(&Code::CoverImage));
}

#[test]
fn included_text_leads_back_to_its_own_file() {
    let files = Memory::new()
        .with("b/ch/a.md", "# A\n\n{{#include ../in/part.md}}\n\nEnd.[^y]\n\n[^y]: Y\n")
        .with("b/ch/c.md", "# C\n")
        .with("b/in/part.md", "See [c](c.md), [d](d.md#x).[^x] ![p](p.svg) ![n](n.svg)\n\n[^x]: X\n")
        .with("b/in/d.md", "# D {#x}\n")
        .with("b/in/p.svg", "<svg viewBox='0 0 20 10'/>");
    let mut sources = Sources::default();
    let order = manifest(vec![entry("ch/a.md"), entry("ch/c.md"), entry("in/d.md")]);
    let read = read(&files, Path::new("b"), &order, &mut sources);
    assert_eq!(codes(&read.findings), [Code::MissingImage]);
    let place = read.findings[0].labels[0].span;
    assert_eq!(sources.get(place.file).map(|file| file.path.as_str()), Some("in/part.md"));
    assert_eq!(sources.text(place), "![n](n.svg)");
    assert_eq!(read.book.assets.keys().collect::<Vec<_>>(), ["in/p.svg"], "beside the included file");
    let chapter = &read.book.chapters[0];
    let mut urls = Vec::new();
    let links = &mut |inlines: &[_]| {
        walk::inlines(inlines, &mut |inline| {
            if let InlineKind::Link { url, .. } = &inline.kind {
                urls.push(url.clone());
            }
        });
    };
    walk::blocks(&chapter.blocks, &mut |_| {}, links);
    assert_eq!(urls, ["c.md", "/in/d.md#x"], "the chapter's folder comes first");
    let notes: Vec<_> = chapter.notes.iter().map(|note| note.label.as_str()).collect();
    assert_eq!(notes, ["x", "y"], "in the order of the text, not of the files");
    assert_eq!(
        sources.text(chapter.blocks[0].span),
        "See [c](c.md), [d](d.md#x).[^x] ![p](p.svg) ![n](n.svg)"
    );
}

#[test]
fn what_others_include_is_no_chapter_unless_listed() {
    let files = Memory::new().with("b/a.md", "# A\n\n{{< include p.md >}}\n").with("b/p.md", "# P\n");
    let listed = vec![entry("a.md"), entry("p.md")];
    assert_eq!(read_book(&files, &manifest(listed.clone())).0.chapters.len(), 3, "P within A, and again");
    let found = listed.into_iter().map(|entry| match entry {
        OrderEntry::File { path, depth, has_children, level, title, appendix, .. } => {
            let span = Span::NOWHERE;
            OrderEntry::File { path, span, depth, has_children, level, title, appendix, unnumbered: false }
        }
        other => other,
    });
    assert_eq!(read_book(&files, &manifest(found.collect())).0.chapters.len(), 2);
}

#[test]
fn variables_stand_in_headings_and_links_and_are_told_where_they_are_written() {
    let text = "# Road {{< var v >}}\n\n*{{< var v >}}* [x](https://e.org/{{< var v >}}) {{< var w >}}\n";
    let files = Memory::new().with("b/a.md", text);
    let mut order = manifest(vec![entry("a.md")]);
    order.vars.insert("v".to_owned(), "2.1".to_owned());
    let (book, found, sources) = read_book(&files, &order);
    assert_eq!(walk::flatten(&book.chapters[0].title), "Road 2.1");
    let BlockKind::Paragraph(content) = &book.chapters[0].blocks[0].kind else { panic!("a paragraph") };
    assert_eq!(walk::flatten(content), "2.1 x {{< var w >}}");
    assert_eq!(codes(&found), [Code::UnknownVariable]);
    assert_eq!(sources.text(found[0].labels[0].span), "w");
}
