//! Every link within a book is followed in both editions: to a place that exists and, in the
//! book below, shows what the author meant.
//!
//! `BINDERY_BOOK=folder cargo test --test links` follows those of any book.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use bindery::model::length::{Length, Point};
use bindery::pipeline::{self, Event, Output, Request, Session};
use bindery::source::Memory;
use bindery::typeset::display::{Frame, Item, Layout};
use lopdf::{Dictionary, Document, Object};
use quick_xml::Reader;
use quick_xml::events::Event as Xml;

use support::{archive, press};

const MANIFEST: &str = "\
title: The Long Way
author: Jane Doe
lang: en
numbering: {chapters: arabic, parts: Roman, depth: 2}
front: [toc]
chapters: [one.md, {part: The Road, chapters: [deep/two.md, three.md]}]
appendices: [ships.md]
editions: {ebook: {format: epub}, print: {format: pdf, trim: 5x8in}}
";

const MAP: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"60\" viewBox=\"0 0 90 60\">\
    <path d=\"M0 0h90v60h-90z\"/></svg>";

/// Each file with its links; every link stands for itself, so that its words tell it.
const FILES: &[(&str, &str)] = &[
    (
        "one.md",
        "# Rain {#sec-rain}

[L01](#own), [L02](#own-1), [L03](#named), [L04](deep/two.md), [L05](deep/two.html#sec-sea), [L06](three.md#Später),
[L07](/deep/two.md#wind-weather), [L08](#table), [L09](#spot), [L10](three.qmd#sec-last), [L11](#sec-ships),
[L12](deep/two.md#wind--weather).

[R01 @fig-map], [R02 @tbl:x], [R03 @lst-x], [R04 @sec-sea], [R05 @sec-ships], [R06 @sec-own], @fig-map, @sec-rain,
@sec-ships, @Fig-map.

[](#sec-last){.page} [P02](#sec-ships){.pageref} [](deep/two.md) [](#fig-map)

## Own

Text under the first.[^n]

## Own

Text under the second.

## Other {#named}

| Head | Of a table |
|------|------------|
| Cell | Another    |

: Cells {#tbl-x}

Text with a [spot]{#spot} in it.

[^n]: A note with [L13](three.md) in it.
",
    ),
    (
        "deep/two.md",
        "# Second

[L14](../one.md#own), [L15](../three.md), [L16](#sec-rain), [L17](#fig:map).

## The Sea {#sec-sea}

Salt.

## Wind & Weather

![A map](m.svg){#fig-map alt=\"A map of the sea\"}

## Table

Text under a heading.
",
    ),
    ("three.md", "# Third\n\n```{.rust #lst-x}\nfn sail() {}\n```\n\n## Später\n\nWords.\n\n## Last {#sec-last}\n\nEnd.\n"),
    ("ships.md", "# Ships {#sec-ships}\n\nSails.\n"),
];

/// What stands where the links lead, by the beginning of their words; in the EPUB and in print.
const EXPECTED: &[(&str, &str)] = &[
    ("L01", "1.1 Own Text under the first"),
    ("L02", "1.2 Own Text under the second"),
    ("L03", "1.3 Other"),
    ("L04", "Second"),
    ("L05", "2.1 The Sea"),
    ("L06", "3.1 Später"),
    ("L07", "2.2 Wind & Weather"),
    ("L08", "2.3 Table Text under a heading"),
    ("L09", "spot"),
    ("L10", "3.2 Last"),
    ("L11", "Ships"),
    ("L12", "2.2 Wind & Weather"),
    ("L13", "Third"),
    ("L14", "1.1 Own Text under the first"),
    ("L15", "Third"),
    ("L16", "Rain"),
    ("L17", "Figure 2.1"),
    ("R01 2.1", "Figure 2.1"),
    ("R02 1.1", "Table 1.1"),
    ("R03 3.1", "Listing 3.1"),
    ("R04 2.1", "2.1 The Sea"),
    ("R05 A", "Ships"),
    ("R06 1.1", "1.1 Own"),
    ("Figure 2.1", "Figure 2.1"),
    ("Chapter 1", "Rain"),
    ("Appendix A", "Ships"),
    ("P02", "Ships"),
    ("2 Second", "Second"),
];

fn sample() -> Memory {
    let files = Memory::new().with("book/book.yaml", MANIFEST).with("book/deep/m.svg", MAP);
    FILES.iter().fold(files, |files, (path, text)| files.with(&format!("book/{path}"), *text))
}

/// A link that was followed: its words, and the text from where it leads on.
#[derive(Debug)]
struct Followed {
    words: String,
    text: String,
}

#[test]
fn links_lead_where_they_mean_in_both_editions() {
    let files = sample();
    let (outputs, findings) = press::made(&files);
    assert_eq!(findings, [""; 0]);
    let epub = in_epub(&edition(&outputs, "epub").bytes);
    let print = in_print(&files, &edition(&outputs, "pdf").bytes);
    for (words, expected) in EXPECTED {
        for (edition, followed) in [("EPUB", &epub), ("print", &print)] {
            let mut met = followed.iter().filter(|link| link.words.starts_with(words)).peekable();
            assert!(met.peek().is_some(), "{edition} has no link `{words}`: {followed:#?}");
            for link in met {
                let near: String = link.text.chars().take(60).collect();
                assert!(near.contains(expected), "{edition}: `{}` leads to `{near}`", link.words);
            }
        }
    }
    let page = print.iter().find(|link| link.words.starts_with("page ")).expect("a reference by page");
    assert!(page.text.starts_with("3.2 Last"), "{page:?}");
    assert!(print.iter().any(|link| link.words.starts_with("P02 (p. ")), "{print:#?}");
    assert!(epub.iter().any(|link| link.words == "3.2 Last"), "a title in place of the page");
}

#[test]
#[allow(clippy::disallowed_methods)] // A book to be tried is named from outside.
fn every_link_of_a_book_leads_somewhere() {
    let folder = std::env::var_os("BINDERY_BOOK");
    let files = match &folder {
        Some(folder) => press::load(Path::new(folder)),
        None => press::load(&press::folder_of("mdbook")),
    };
    let outputs = kept_going(&files);
    let epub = in_epub(&edition(&outputs, "epub").bytes);
    let print = in_print(&files, &edition(&outputs, "pdf").bytes);
    assert!(!epub.is_empty() && !print.is_empty());
    eprintln!("followed {} links in the EPUB and {} in print", epub.len(), print.len());
}

/// The editions of a book that may have errors.
fn kept_going(files: &Memory) -> Vec<Output> {
    let mut outputs = Vec::new();
    let session = Session { files, root: Path::new(press::ROOT) };
    let request = Request { keep_going: true, ..Request::default() };
    pipeline::run(session, &request, &mut |event| {
        if let Event::Made(output) = event {
            outputs.push(output);
        }
    });
    outputs
}

fn edition<'a>(outputs: &'a [Output], ending: &str) -> &'a Output {
    outputs.iter().find(|output| output.file_name.ends_with(ending)).unwrap_or_else(|| panic!("no {ending}"))
}

/// An EPUB's document as its text, where its elements with ids begin in it, and its links.
#[derive(Default)]
struct Page {
    text: String,
    ids: BTreeMap<String, usize>,
    /// Address, then the range of the words.
    links: Vec<(String, usize, usize)>,
}

fn page(xhtml: &str) -> Page {
    let mut page = Page::default();
    let mut open = Vec::new();
    let mut reader = Reader::from_str(xhtml);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}\n{xhtml}")) {
            Xml::Start(tag) => {
                let inline = ["a", "span", "em", "strong", "code", "sup"].contains(&tag.name().as_ref());
                if !inline {
                    page.text.push(' ');
                }
                if let Some(id) = archive::attribute(&tag, "id") {
                    assert!(page.ids.insert(id.clone(), page.text.len()).is_none(), "`{id}` twice");
                }
                let href = archive::attribute(&tag, "href").filter(|_| tag.name().as_ref() == "a");
                open.push(href.map(|href| (href, page.text.len())));
            }
            Xml::Empty(tag) => {
                page.text.push(' ');
                if let Some(id) = archive::attribute(&tag, "id") {
                    page.ids.insert(id, page.text.len());
                }
            }
            Xml::End(_) => {
                if let Some(Some((href, from))) = open.pop() {
                    page.links.push((href, from, page.text.len()));
                }
            }
            Xml::Text(text) => page.text.push_str(&text),
            Xml::GeneralRef(name) => {
                let text =
                    quick_xml::escape::unescape(&format!("&{};", &*name)).expect("an entity").into_owned();
                page.text.push_str(&text);
            }
            Xml::Eof => return page,
            _ => {}
        }
    }
}

/// Every link within an EPUB, followed; one that leads nowhere fails the test.
fn in_epub(bytes: &[u8]) -> Vec<Followed> {
    let pages: BTreeMap<String, Page> = archive::files(bytes)
        .into_iter()
        .filter(|(path, _)| Path::new(path).extension().is_some_and(|ending| ending == "xhtml"))
        .map(|(path, bytes)| (path, page(std::str::from_utf8(&bytes).expect("text"))))
        .collect();
    let mut followed = Vec::new();
    for (path, from) in &pages {
        for (href, start, end) in from.links.iter().filter(|(href, ..)| !is_outside(href)) {
            let (file, id) =
                href.split_once('#').map_or((href.as_str(), None), |(file, id)| (file, Some(id)));
            let target = if file.is_empty() { path.clone() } else { beside(path, file) };
            let to = pages.get(&target).unwrap_or_else(|| panic!("{path}: `{href}` leads to no file"));
            let at = match id {
                Some(id) => *to.ids.get(id).unwrap_or_else(|| panic!("{path}: `{href}` leads to no element")),
                None => 0,
            };
            followed.push(Followed { words: plain(&from.text[*start..*end]), text: plain(&to.text[at..]) });
        }
    }
    followed
}

fn is_outside(href: &str) -> bool {
    href.split_once(':').is_some_and(|(scheme, _)| scheme.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// A path as a file at another path says it.
fn beside(path: &str, href: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            other => parts.push(other),
        }
    }
    parts.join("/")
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every link within a PDF, followed to its destination; the text there is the layout's.
fn in_print(files: &Memory, bytes: &[u8]) -> Vec<Followed> {
    let document = Document::load_mem(bytes).expect("a PDF");
    let named = destinations(&document);
    let pages: BTreeMap<_, _> =
        document.get_pages().into_iter().map(|(number, id)| (id, number as usize - 1)).collect();
    let lines = press::with_print(files, |_, _, layout| lines(layout));
    let mut followed = Vec::new();
    for page in document.get_pages().values() {
        let page = document.get_dictionary(*page).expect("a page");
        let Ok(annotations) = page.get(b"Annots").and_then(Object::as_array) else { continue };
        for link in annotations.iter().map(|link| dictionary(&document, link)) {
            let action = dictionary(&document, link.get(b"A").expect("an action"));
            let Ok(name) = action.get(b"D") else { continue };
            let name = words(name);
            let there = named.get(&name).unwrap_or_else(|| panic!("no destination `{name}`"));
            let to = there.first().and_then(|to| to.as_reference().ok()).expect("a page");
            let to = *pages.get(&to).expect("a page of this document");
            let height = there.get(3).and_then(|height| height.as_float().ok()).expect("a height");
            let words = words(link.get(b"Contents").expect("words"));
            followed.push(Followed { words: plain(&words), text: from_height(&lines[to], height) });
        }
    }
    followed
}

/// A page's height, and its text with the heights of its baselines.
type Lines = (Length, Vec<(Length, String)>);

fn lines(layout: &Layout) -> Vec<Lines> {
    let of_page = |page: &bindery::typeset::display::Page| {
        let mut lines = Vec::new();
        collect(&page.frame, Point::default(), &mut lines);
        (page.size.height, lines)
    };
    layout.pages.iter().map(of_page).collect()
}

fn collect(frame: &Frame, origin: Point, lines: &mut Vec<(Length, String)>) {
    for (point, item) in &frame.items {
        let at = Point { x: origin.x + point.x, y: origin.y + point.y };
        match item {
            Item::Glyphs(run) => lines.push((at.y, run.text.to_string())),
            Item::Group(inner) => collect(inner, at, lines),
            _ => {}
        }
    }
}

/// The text of a page from this distance above its foot on, which must be on it.
fn from_height((page, lines): &Lines, height: f32) -> String {
    let top = page.to_pt() - f64::from(height);
    assert!((-0.1..=page.to_pt() + 0.1).contains(&top), "{top} is not on the page");
    let below = lines.iter().filter(|(y, _)| y.to_pt() >= top);
    plain(&below.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" "))
}

fn destinations(document: &Document) -> BTreeMap<String, Vec<Object>> {
    let catalog = document.catalog().expect("a catalog");
    let mut found = BTreeMap::new();
    let Ok(names) = catalog.get(b"Names").map(|names| dictionary(document, names)) else { return found };
    let tree = dictionary(document, names.get(b"Dests").expect("destinations"));
    for leaf in tree.get(b"Kids").and_then(Object::as_array).expect("leaves") {
        let pairs = dictionary(document, leaf).get(b"Names").and_then(Object::as_array).expect("names");
        for pair in pairs.chunks(2) {
            found.insert(words(&pair[0]), pair[1].as_array().expect("a place").clone());
        }
    }
    found
}

fn dictionary<'a>(document: &'a Document, object: &'a Object) -> &'a Dictionary {
    document.dereference(object).expect("an object").1.as_dict().expect("a dictionary")
}

fn words(object: &Object) -> String {
    let Object::String(bytes, _) = object else { panic!("{object:?} is no string") };
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(units) => {
            let units: Vec<u16> =
                units.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).expect("UTF-16")
        }
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
