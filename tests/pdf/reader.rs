//! Files written and read back.

use std::collections::BTreeMap;

use bindery::diagnostic::Diagnostic;
use bindery::pdf;
use bindery::typeset::display::{Layout, Page};
use lopdf::{Dictionary, Document, Object};

use crate::synthetic::Stage;

pub(crate) fn render(stage: &Stage, layout: &Layout) -> (Vec<u8>, Vec<Diagnostic>) {
    pdf::render(&stage.edition(), &stage.geometry(), layout)
}

pub(crate) fn read(bytes: &[u8]) -> Document {
    Document::load_mem(bytes).expect("a PDF")
}

/// A file without findings, read back.
pub(crate) fn written(stage: &Stage, layout: &Layout) -> Document {
    let (bytes, findings) = render(stage, layout);
    assert_eq!(findings, []);
    read(&bytes)
}

pub(crate) fn pages_only(pages: Vec<Page>) -> Layout {
    Layout { pages, ..Layout::default() }
}

pub(crate) fn dictionary<'a>(document: &'a Document, object: &'a Object) -> &'a Dictionary {
    let (_, object) = document.dereference(object).expect("an object");
    object.as_dict().or_else(|_| object.as_stream().map(|s| &s.dict)).expect("a dictionary")
}

pub(crate) fn entry<'a>(document: &'a Document, within: &'a Dictionary, key: &str) -> &'a Object {
    let value = within.get(key.as_bytes()).unwrap_or_else(|_| panic!("no {key} in {within:?}"));
    document.dereference(value).expect("an object").1
}

pub(crate) fn inside<'a>(document: &'a Document, within: &'a Dictionary, key: &str) -> &'a Dictionary {
    dictionary(document, within.get(key.as_bytes()).unwrap_or_else(|_| panic!("no {key} in {within:?}")))
}

pub(crate) fn words(object: &Object) -> String {
    let Object::String(bytes, _) = object else { panic!("{object:?} is no string") };
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(units) => {
            let units: Vec<u16> =
                units.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).expect("UTF-16")
        }
        None => String::from_utf8(bytes.clone()).expect("ASCII"),
    }
}

pub(crate) fn catalog(document: &Document) -> &Dictionary {
    document.catalog().expect("a catalog")
}

pub(crate) fn page_at(document: &Document, number: u32) -> &Dictionary {
    document.get_dictionary(document.get_pages()[&number]).expect("a page")
}

pub(crate) fn content(document: &Document, number: u32) -> String {
    let bytes = document.get_page_content(document.get_pages()[&number]);
    bytes.iter().map(|b| char::from(*b)).collect()
}

/// Every named destination with what it leads to.
pub(crate) fn destinations(document: &Document) -> BTreeMap<String, Object> {
    let tree = inside(document, inside(document, catalog(document), "Names"), "Dests");
    let mut found = BTreeMap::new();
    let mut last = String::new();
    for leaf in tree.get(b"Kids").and_then(Object::as_array).expect("leaves") {
        let leaf = dictionary(document, leaf);
        for pair in entry(document, leaf, "Names").as_array().expect("names").chunks(2) {
            let name = words(&pair[0]);
            assert!(name > last, "{name} after {last}");
            last.clone_from(&name);
            found.insert(name, pair[1].clone());
        }
    }
    found
}
