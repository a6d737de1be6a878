//! The pages of print in the EPUB: behind each mark stands what the page begins with.
//!
//! `BINDERY_BOOK=folder cargo test --test pages` looks at any book.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use bindery::model::NodeId;
use bindery::model::book::Book;
use bindery::pipeline::{self, Request, Session};
use bindery::source::{Files as _, Memory};
use bindery::typeset::display::{Frame, Item, Layout, Source};
use quick_xml::Reader;
use quick_xml::events::Event;

use support::{archive, press};

/// Letters that are compared.
const HEAD: usize = 24;

/// The book with an EPUB that knows the pages of its print edition.
fn with_page_list(files: Memory) -> Memory {
    let path = Path::new(press::ROOT).join("book.yaml");
    let text =
        files.read(&path).map(|bytes| String::from_utf8(bytes.to_vec()).expect("text")).unwrap_or_default();
    let text = if text.contains("editions:") {
        let print = if text.contains("\n  print:") { "print" } else { "paperback" };
        text.replace("format: epub", &format!("format: epub, page-list-from: {print}"))
    } else {
        format!(
            "{text}\neditions: {{ebook: {{format: epub, page-list-from: paperback}}, paperback: {{format: pdf}}}}\n"
        )
    };
    files.with(path.to_str().expect("a path"), text)
}

fn ebook(files: &Memory) -> Vec<u8> {
    let session = Session { files, root: Path::new(press::ROOT) };
    let request = Request { editions: vec!["ebook".to_owned()], keep_going: true, ..Request::default() };
    let mut made = None;
    pipeline::run(session, &request, &mut |event| {
        if let bindery::pipeline::Event::Made(output) = event {
            made = Some(output.bytes);
        }
    });
    made.expect("an ebook")
}

/// What each page says first, by its label: the letters of the book's text that its first
/// paragraph has on it. A page whose text is none of the book's is not among them.
fn heads(layout: &Layout, book: &Book) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (page, start) in layout.pages.iter().zip(&layout.starts) {
        let Some(start) = start.filter(|start| !is_note(book, start.node)) else { continue };
        let mut runs: BTreeMap<u32, String> = BTreeMap::new();
        gather(&page.frame, start.node, &mut runs);
        out.push((page.label.clone(), letters(&runs.into_values().collect::<String>())));
    }
    out
}

fn is_note(book: &Book, node: NodeId) -> bool {
    let notes = book.chapter_of(node).map(|chapter| chapter.notes.as_slice()).unwrap_or_default();
    notes.first().is_some_and(|first| node >= first.id)
}

fn gather(frame: &Frame, node: NodeId, runs: &mut BTreeMap<u32, String>) {
    for (_, item) in &frame.items {
        match item {
            Item::Glyphs(run) => {
                if let Source::Book(range) = &run.source
                    && range.start.node == node
                {
                    // A caption above code begins where the code does.
                    runs.entry(range.start.at).or_insert_with(|| run.text.to_string());
                }
            }
            Item::Group(inner) => gather(inner, node, runs),
            _ => {}
        }
    }
}

fn letters(text: &str) -> String {
    // By way of capitals, in which small capitals may be set.
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .take(HEAD)
        .collect()
}

/// What stands behind each mark, in the order of the spine; the contents page first.
fn marked(epub: &[u8]) -> Vec<(String, String)> {
    let mut documents = vec![archive::file(epub, "nav.xhtml")];
    documents.extend(archive::spine(epub).into_iter().map(|(_, text)| text));
    documents.iter().flat_map(|text| marks(text)).collect()
}

/// The labels of the page list.
fn listed(epub: &[u8]) -> Vec<String> {
    let nav = archive::file(epub, "nav.xhtml");
    let list = nav.split("epub:type=\"page-list\"").nth(1).expect("a page list");
    list.split("#page_").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

/// The classes of what is made for the text and is not the author's.
const MADE: &[&str] = &[
    "number",
    "caption-label",
    "noteref",
    "statement-label",
    "proof-label",
    "line-number",
    "sub-number",
    "task",
    "filename",
];

fn marks(xhtml: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(xhtml);
    let (mut out, mut depth, mut made): (Vec<(String, String)>, usize, Option<usize>) = (Vec::new(), 0, None);
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(tag) => {
                depth += 1;
                let value = |key| archive::attribute(&tag, key).unwrap_or_default();
                if value("epub:type") == "pagebreak" {
                    assert_eq!(value("role"), "doc-pagebreak");
                    let label = value("id").strip_prefix("page_").expect("an id").to_owned();
                    assert!(value("aria-label").contains(&label));
                    out.push((label, String::new()));
                } else if made.is_none() && value("class").split(' ').any(|class| MADE.contains(&class)) {
                    made = Some(depth);
                }
            }
            Event::End(_) => {
                made = made.filter(|open| *open != depth);
                depth -= 1;
            }
            Event::Text(text) if made.is_none() => {
                for (_, after) in &mut out {
                    if after.len() < HEAD * 4 {
                        after.push_str(&text);
                    }
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    for (_, after) in &mut out {
        *after = letters(after);
    }
    out
}

/// Holds the marks of a book against its pages; the count of pages.
fn hold(files: &Memory) -> usize {
    let epub = ebook(files);
    let marked = marked(&epub);
    let behind: BTreeMap<&str, &str> =
        marked.iter().map(|(label, text)| (label.as_str(), text.as_str())).collect();
    assert_eq!(behind.len(), marked.len(), "a page twice");
    press::with_print(files, |edition, _, layout| {
        let heads = heads(layout, &edition.book.book);
        let mut faults = Vec::new();
        for (label, head) in &heads {
            match behind.get(label.as_str()) {
                None => faults.push(format!("page {label}: no mark")),
                Some(text) if !text.starts_with(head.as_str()) => {
                    faults.push(format!("page {label} begins `{head}`, the mark stands before `{text}`"));
                }
                Some(_) => {}
            }
        }
        assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), heads.len(), faults.join("\n"));
        let shown: Vec<&str> = layout
            .pages
            .iter()
            .filter(|page| !page.frame.items.is_empty())
            .map(|page| page.label.as_str())
            .collect();
        assert_eq!(listed(&epub), shown, "every page that is not blank, in order");
        heads.len()
    })
}

// What it reads of the environment is which book to look at.
#[test]
#[allow(clippy::disallowed_methods)]
fn behind_each_mark_stands_what_the_page_begins_with() {
    if let Some(folder) = std::env::var_os("BINDERY_BOOK") {
        println!("{} pages", hold(&with_page_list(press::load(Path::new(&folder)))));
        return;
    }
    let mut pages = hold(&with_page_list(press::load(&press::sample())));
    for name in press::books() {
        pages += hold(&with_page_list(press::load(&press::folder_of(&name))));
    }
    assert!(pages > 60, "only {pages} pages");
}

const MANIFEST: &str = "\
title: The Long Way
author: Jane Doe
publisher: My Press
date: 2027-03-01
lang: en
front: [title, toc]
chapters: [one.md, two.md]
editions:
  ebook: {format: epub, identifier: 9780000000002, page-list-from: paperback}
  paperback: {format: pdf, trim: 4x5in, start: any, margins: {inner: 0.5in, outer: 0.5in, top: 0.5in, bottom: 0.5in}}
";

/// A book of which each edition holds something back.
fn divided() -> Memory {
    let words =
        |word: &str, count: usize| (0..count).map(|n| format!("{word}{n}")).collect::<Vec<_>>().join(" ");
    let one = format!(
        "# One\n\n[{}]{{.content-hidden when-format=\"epub\"}} {}\n\n::: {{.content-visible when-format=\"pdf\"}}\n{}\n:::\n\n\
         {}[^n]\n\n[^n]: {}\n",
        words("printed", 30),
        words("shown", 200),
        words("paper", 300),
        words("both", 100),
        words("note", 150),
    );
    let two = format!(
        "# Two\n\n| A | B |\n|---|---|\n{}\n\n```\n{}\n```\n\n- {}\n\n> {}\n",
        (0..60).map(|n| format!("| left{n} | right{n} |\n")).collect::<Vec<_>>().concat(),
        (0..60).map(|n| format!("code{n}")).collect::<Vec<_>>().join("\n"),
        words("item", 150),
        words("quote", 150),
    );
    let root = press::ROOT;
    Memory::new()
        .with(&format!("{root}/book.yaml"), MANIFEST)
        .with(&format!("{root}/one.md"), one)
        .with(&format!("{root}/two.md"), two)
}

#[test]
fn a_place_that_the_ebook_hides_moves_to_the_next_it_shows() {
    let epub = ebook(&divided());
    let marked: BTreeMap<String, String> = marked(&epub).into_iter().collect();
    press::with_print(&divided(), |edition, _, layout| {
        let heads = heads(layout, &edition.book.book);
        let mut hidden = 0;
        for (label, head) in &heads {
            let behind = &marked[label];
            if head.starts_with("paper") || head.starts_with("printed") {
                hidden += 1;
                assert!(behind.starts_with("both0"), "page {label}: {behind}");
            } else {
                assert!(behind.starts_with(head.as_str()), "page {label}: `{head}` but `{behind}`");
            }
        }
        let (inside, code) = (|word: &str| heads.iter().any(|(_, head)| head.starts_with(word)), "code");
        assert!(hidden > 2 && ["shown", "left", code, "item", "quote"].into_iter().all(inside), "{heads:?}");
        assert_eq!(
            listed(&epub).len(),
            layout.pages.iter().filter(|page| !page.frame.items.is_empty()).count()
        );
    });
}

#[test]
fn the_package_says_what_the_pages_are_of() {
    let epub = ebook(&divided());
    let package = archive::file(&epub, "content.opf");
    for line in [
        "<dc:source>The Long Way, My Press, 2027</dc:source>",
        "<meta property=\"pageBreakSource\">The Long Way, My Press, 2027</meta>",
        "<meta property=\"schema:accessibilityFeature\">pageBreakMarkers</meta>",
        "<meta property=\"schema:accessibilityFeature\">pageNavigation</meta>",
    ] {
        assert!(package.contains(line), "{line} is not in\n{package}");
    }
    let ncx = archive::file(&epub, "toc.ncx");
    assert!(ncx.contains("type=\"front\"><navLabel><text>i</text>"), "{ncx}");
    assert!(ncx.contains("type=\"normal\" value=\"2\"><navLabel><text>2</text>"), "{ncx}");

    let isbn = MANIFEST.replace("trim: 4x5in", "identifier: 9780306406157, trim: 4x5in");
    let with_isbn = divided().with(&format!("{}/book.yaml", press::ROOT), isbn);
    assert!(
        archive::file(&ebook(&with_isbn), "content.opf")
            .contains("<dc:source>urn:isbn:9780306406157</dc:source>")
    );
    let plain = MANIFEST.replace(", page-list-from: paperback", "");
    let without = ebook(&divided().with(&format!("{}/book.yaml", press::ROOT), plain));
    let (package, nav) = (archive::file(&without, "content.opf"), archive::file(&without, "nav.xhtml"));
    assert!(!package.contains("pageBreak") && !package.contains("dc:source") && !nav.contains("page-list"));
}

#[test]
fn a_page_list_needs_a_print_edition() {
    let wrong = MANIFEST.replace("page-list-from: paperback", "page-list-from: paperbock");
    let (_, said) = press::made(&divided().with(&format!("{}/book.yaml", press::ROOT), wrong));
    let told = "UnknownEdition: no edition of `format: pdf` is called `paperbock`";
    assert!(said.contains(&told.to_owned()), "{said:?}");
}

#[test]
fn a_page_that_begins_with_a_picture_begins_before_it() {
    let at = |path: &str| format!("{}/{path}", press::ROOT);
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='390'><rect width='300' height='390'/></svg>";
    let words = |word: &str| (0..40).map(|n| format!("{word}{n}")).collect::<Vec<_>>().join(" ");
    let chapter = format!("# One\n\n{}\n\n![](a.svg){{alt=\"A.\"}}\n\n{}\n", words("before"), words("after"));
    let manifest = MANIFEST.replace("[one.md, two.md]", "[one.md]");
    let files =
        Memory::new().with(&at("book.yaml"), manifest).with(&at("one.md"), chapter).with(&at("a.svg"), svg);
    let text = archive::file(&ebook(&files), "chapter-01.xhtml");
    let figure = text.find("<figure").expect("a figure");
    let before = text[..figure].trim_end();
    assert!(before.ends_with("</div>") && before.contains("id=\"page_2\""), "{text}");
}
