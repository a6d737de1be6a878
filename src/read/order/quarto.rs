//! `_quarto.yml`: the metadata and chapters of a Quarto book, as far as they mean the
//! same here. Its other keys are Quarto's business and not looked at.

use super::listed::Lists;
use crate::model::manifest::OrderEntry;
use crate::read::manifest::file::Reader;
use crate::read::manifest::node::{Entry, Node, Value};

/// Its name.
pub(super) const FILE: &str = "_quarto.yml";

/// Quarto's names that are ours, too.
const SHARED: &[&str] = &[
    "title",
    "subtitle",
    "author",
    "description",
    "cover-image",
    "cover-image-alt",
    "lang",
    "abstract",
    NUMBERED,
    "number-depth",
];

/// Whether chapters have numbers: in Quarto's books they do unless it says no.
const NUMBERED: &str = "number-sections";

/// The keys that Quarto's file shares with `book.yaml`, unchecked; `None` without one.
pub(crate) fn book(reader: &mut Reader<'_>) -> Option<Node> {
    let tree = tree(reader)?;
    let own = tree.entries().iter().chain(tree.get("book").map(Node::entries).unwrap_or_default());
    let mut shared: Vec<Entry> = Vec::new();
    for entry in own.filter(|entry| SHARED.contains(&entry.key.as_str())) {
        let key = if entry.key == "abstract" { "description" } else { &entry.key };
        if !shared.iter().any(|old| old.key == key) {
            shared.push(Entry { key: key.to_owned(), ..entry.clone() });
        }
    }
    if !shared.iter().any(|entry| entry.key == NUMBERED) {
        let value = Node { value: Value::Scalar("true".to_owned()), span: tree.span };
        shared.push(Entry { key: NUMBERED.to_owned(), span: tree.span, value });
    }
    Some(Node { value: Value::Map(shared), span: tree.span })
}

/// The chapters and appendices of Quarto's book.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<Vec<OrderEntry>> {
    let tree = tree(reader)?;
    let chapters = tree.get("book.chapters")?;
    let mut lists = Lists::default();
    let mut entries = lists.chapters(reader, chapters);
    if let Some(appendices) = tree.get("book.appendices") {
        entries.extend(lists.files(reader, appendices, true));
    }
    Some(entries)
}

fn tree(reader: &mut Reader<'_>) -> Option<Node> {
    let path = reader.root.join(FILE);
    if reader.files.is_file(&path) { reader.foreign(&path) } else { None }
}
