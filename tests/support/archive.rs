//! What an EPUB holds.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Its files by path.
pub(crate) fn files(epub: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).expect("an archive");
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).expect("a file");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("its bytes");
            (file.name().to_owned(), bytes)
        })
        .collect()
}

/// The text of the one file whose path ends so.
pub(crate) fn file(epub: &[u8], end: &str) -> String {
    let found = files(epub).into_iter().find(|(name, _)| name.ends_with(end));
    let (_, bytes) = found.unwrap_or_else(|| panic!("no {end}"));
    String::from_utf8(bytes).expect("text")
}

/// The documents of the spine in their order but for the navigation: path and XHTML.
pub(crate) fn spine(epub: &[u8]) -> Vec<(String, String)> {
    let files = files(epub);
    let (package, _) = files.iter().find(|(name, _)| name.ends_with("content.opf")).expect("a package");
    let base = package.rsplit_once('/').map(|(base, _)| format!("{base}/")).unwrap_or_default();
    let (mut items, mut order) = (BTreeMap::new(), Vec::new());
    tags(std::str::from_utf8(&files[package]).expect("text"), |tag| {
        let value = |key| attribute(tag, key);
        match tag.name().as_ref() {
            "item" if value("properties").is_none_or(|p| !p.split(' ').any(|p| p == "nav")) => {
                items.insert(value("id"), value("href").expect("href"));
            }
            "itemref" => order.push(value("idref")),
            _ => {}
        }
    });
    let paths = order.iter().filter_map(|id| items.get(id)).map(|href| format!("{base}{href}"));
    paths.map(|path| (path.clone(), String::from_utf8(files[&path].clone()).expect("text"))).collect()
}

/// Calls `f` on every opening tag.
pub(crate) fn tags(xml: &str, mut f: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}\n{xml}")) {
            Event::Start(tag) | Event::Empty(tag) => f(&tag),
            Event::Eof => break,
            _ => {}
        }
    }
}

/// The value of an attribute, without its prefix.
pub(crate) fn attribute(tag: &BytesStart<'_>, key: &str) -> Option<String> {
    tag.attributes().map(|a| a.expect("an attribute")).find_map(|a| {
        let value = || quick_xml::escape::unescape(&a.value).expect("escaped").into_owned();
        (a.key.as_ref() == key).then(value)
    })
}

/// Elements whose text is no text of the author's.
const MADE: &[&str] = &["noteref", "backlink", "doc-noteref", "doc-backlink", "doc-toc", "toc"];

/// Elements inside a line: every other one ends the word before it.
const IN_LINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "u", "wbr", "ruby",
];

/// What stands in the body of a document, a blank between blocks.
pub(crate) fn text(xhtml: &str) -> String {
    let mut reader = Reader::from_str(xhtml);
    let (mut out, mut depth, mut body, mut made) = (String::new(), 0, None, None);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}\n{xhtml}")) {
            Event::Start(tag) => {
                depth += 1;
                separate(tag.name().as_ref(), &mut out);
                let kinds = [attribute(&tag, "epub:type"), attribute(&tag, "role")];
                if made.is_none() && kinds.iter().flatten().any(|k| k.split(' ').any(|k| MADE.contains(&k))) {
                    made = Some(depth);
                }
                if tag.name().as_ref() == "body" {
                    body = Some(depth);
                }
            }
            Event::End(tag) => {
                separate(tag.name().as_ref(), &mut out);
                if made == Some(depth) {
                    made = None;
                }
                if body == Some(depth) {
                    body = None;
                }
                depth -= 1;
            }
            Event::Empty(tag) => separate(tag.name().as_ref(), &mut out),
            Event::Text(text) if body.is_some() && made.is_none() => out.push_str(&text),
            Event::GeneralRef(name) if body.is_some() && made.is_none() => {
                out.push_str(&quick_xml::escape::unescape(&format!("&{};", &*name)).expect("an entity"));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    out
}

fn separate(element: &str, out: &mut String) {
    if !IN_LINE.contains(&element) {
        out.push(' ');
    }
}
