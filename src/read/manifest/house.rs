//! `extends:`: a press's own defaults under a book's `book.yaml`.

use std::path::{Path, PathBuf};

use super::file::Reader;
use super::findings;
use super::keys::BOOK;
use super::node::{Node, merge};
use crate::source::Span;

/// `book.yaml` with every house file it builds on merged in. `None` when the book's own
/// file cannot be read; a house file that cannot is left out.
pub(super) fn read(reader: &mut Reader<'_>, path: &Path) -> Option<Node> {
    let own = reader.yaml(path, None, &BOOK)?;
    let mut seen: Vec<PathBuf> = vec![crate::source::clean(path)];
    let mut layers = vec![own];
    while let Some((name, span)) = layers.last().and_then(base) {
        let path = reader.resolve(&name, span);
        if seen.contains(&path) {
            reader.say(findings::cyclic_extends(&name, span));
            break;
        }
        let Some(layer) = reader.yaml(&path, Some(span), &BOOK) else { break };
        seen.push(path);
        layers.push(layer);
    }
    layers.into_iter().rev().reduce(merge)
}

fn base(layer: &Node) -> Option<(String, Span)> {
    let node = layer.get("extends")?;
    Some((node.text()?.to_owned(), node.span))
}
