//! Which files make the book, and in which order: the lists of `book.yaml`; where it has
//! none, mdBook's `SUMMARY.md`; else Quarto's `_quarto.yml`; else every Markdown file,
//! sorted naturally.

mod folder;
mod listed;
mod orphan;
mod quarto;
mod summary;

pub(crate) use folder::markdown_files;
pub(crate) use orphan::orphans;
pub(crate) use quarto::book as quarto_book;
pub(crate) use summary::{Item, items as summary_items};

use super::manifest::file::Reader;
use super::manifest::node::Node;
use crate::model::manifest::{GeneratedPage, Listing, OrderEntry, ReadingOrder};
use crate::source::Span;

/// The front of a book that lists none.
const USUAL_FRONT: [GeneratedPage; 4] =
    [GeneratedPage::HalfTitle, GeneratedPage::Title, GeneratedPage::Copyright, GeneratedPage::Contents];

/// The order of the book that `tree` (a checked `book.yaml`) describes; `source` is the
/// folder where mdBook keeps its summary.
pub(crate) fn read(reader: &mut Reader<'_>, tree: &Node, source: &str) -> ReadingOrder {
    let mut lists = listed::Lists::default();
    let front = tree.get("front").map(|list| lists.files(reader, list, false));
    let chapters = tree.get("chapters").map(|list| lists.chapters(reader, list));
    let appendices = tree.get("appendices").map(|list| lists.files(reader, list, true)).unwrap_or_default();
    let back = tree.get("back").map(|list| lists.files(reader, list, false)).unwrap_or_default();
    let usual = || USUAL_FRONT.into_iter().map(OrderEntry::Generated).collect();
    let front = front.unwrap_or_else(usual);
    let (mut body, listed) = if let (Some(chapters), Some(list)) = (chapters, tree.get("chapters")) {
        let file = reader.sources.get(list.span.file).map(|file| file.path.clone());
        (chapters, file.map(|file| Listing { file, folder: String::new() }))
    } else {
        let (mut found, listed) = found(reader, source);
        found.retain(|entry| !matches!(entry, OrderEntry::File { path, .. } if lists.has(path)));
        (found, listed)
    };
    body.extend(appendices);
    ReadingOrder { front, body, back, listed }
}

/// The chapters of a book whose `book.yaml` lists none, and what lists them instead.
fn found(reader: &mut Reader<'_>, source: &str) -> (Vec<OrderEntry>, Option<Listing>) {
    if let Some((entries, folder)) = summary::read(reader, source) {
        let folder = folder.trim_end_matches('/').to_owned();
        let file = if folder.is_empty() { "SUMMARY.md".to_owned() } else { format!("{folder}/SUMMARY.md") };
        return (entries, Some(Listing { file, folder }));
    }
    if let Some(entries) = quarto::read(reader) {
        return (entries, Some(Listing { file: quarto::FILE.to_owned(), folder: String::new() }));
    }
    let files = markdown_files(reader.files, reader.root);
    (files.into_iter().map(|path| file(path, Span::NOWHERE)).collect(), None)
}

/// A file at the top of the order.
fn file(path: String, span: Span) -> OrderEntry {
    OrderEntry::File {
        path,
        span,
        depth: 1,
        has_children: false,
        level: 1,
        title: None,
        appendix: false,
        unnumbered: false,
    }
}

/// Sets `has_children` where deeper entries follow.
fn mark_parents(entries: &mut [OrderEntry]) {
    let depths: Vec<u8> = entries
        .iter()
        .map(|entry| match entry {
            OrderEntry::File { depth, .. } => *depth,
            // A part is no child, nor does it end as a parent.
            OrderEntry::Part { .. } | OrderEntry::Generated(_) => 0,
        })
        .collect();
    for (entry, below) in entries.iter_mut().zip(depths.iter().skip(1)) {
        if let OrderEntry::File { depth, has_children, .. } = entry {
            *has_children = below > depth;
        }
    }
}

#[cfg(test)]
mod tests;
