//! The lists of `book.yaml`: files, parts with their chapters, words for generated pages.

use std::collections::BTreeMap;

use super::{file, mark_parents};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::manifest::{GeneratedPage, OrderEntry};
use crate::read::manifest::file::{Reader, inside};
use crate::read::manifest::findings;
use crate::read::manifest::node::Node;
use crate::source::Span;

/// Words for the pages that `resolve` makes.
const PAGES: &[(&str, GeneratedPage)] = &[
    ("half-title", GeneratedPage::HalfTitle),
    ("title", GeneratedPage::Title),
    ("copyright", GeneratedPage::Copyright),
    ("toc", GeneratedPage::Contents),
    ("notes", GeneratedPage::Notes),
    ("colophon", GeneratedPage::Colophon),
];
/// Words for pages that a later version makes.
const LATER_PAGES: &[&str] = &["list-of-figures", "list-of-tables", "index", "bibliography"];

/// The lists of one book: no file stands in them twice.
#[derive(Default)]
pub(super) struct Lists {
    seen: BTreeMap<String, Span>,
}

/// What an entry names.
enum Named {
    Page(GeneratedPage),
    File(String),
}

impl Lists {
    /// Whether a list names this file.
    pub(super) fn has(&self, path: &str) -> bool {
        self.seen.contains_key(path)
    }

    /// A list of files and words.
    pub(super) fn files(
        &mut self,
        reader: &mut Reader<'_>,
        list: &Node,
        is_appendix: bool,
    ) -> Vec<OrderEntry> {
        let mut entries = Vec::new();
        for item in list.items() {
            match self.named(reader, item) {
                Some(Named::Page(page)) => entries.push(OrderEntry::Generated(page)),
                Some(Named::File(path)) => {
                    let mut entry = file(path, item.span);
                    if let OrderEntry::File { appendix, .. } = &mut entry {
                        *appendix = is_appendix;
                    }
                    entries.push(entry);
                }
                None => {}
            }
        }
        entries
    }

    /// `chapters:`, with parts.
    pub(super) fn chapters(&mut self, reader: &mut Reader<'_>, list: &Node) -> Vec<OrderEntry> {
        let mut entries = Vec::new();
        // Parts within parts wait here with their depth, so that nothing recurses.
        let mut waiting: Vec<(&Node, u8)> = list.items().iter().rev().map(|item| (item, 1)).collect();
        while let Some((item, depth)) = waiting.pop() {
            if item.text().is_none() {
                if depth > 1 {
                    reader.say(findings::nested_part(item.span));
                }
                entries.extend(self.part(reader, item, depth));
                let chapters = item.get("chapters").map(Node::items).unwrap_or_default();
                waiting
                    .extend(chapters.iter().rev().map(|chapter| (chapter, depth.saturating_add(1).min(2))));
                continue;
            }
            match self.named(reader, item) {
                Some(Named::Page(page)) => entries.push(OrderEntry::Generated(page)),
                Some(Named::File(path)) => entries.push(at_depth(file(path, item.span), depth)),
                None => {}
            }
        }
        mark_parents(&mut entries);
        entries
    }

    /// A part by its title or, as Quarto has it, by a file that introduces it.
    fn part(&mut self, reader: &mut Reader<'_>, item: &Node, depth: u8) -> Option<OrderEntry> {
        let part = item.get("part")?;
        let title = part.text()?.trim();
        let lower = title.to_lowercase();
        if ![".md", ".markdown", ".qmd"].iter().any(|end| lower.ends_with(end)) {
            return Some(OrderEntry::Part { title: title.to_owned(), span: part.span });
        }
        match self.named(reader, part)? {
            Named::File(path) => Some(at_depth(file(path, part.span), depth.min(1))),
            Named::Page(_) => None,
        }
    }

    fn named(&mut self, reader: &mut Reader<'_>, item: &Node) -> Option<Named> {
        let text = item.text()?.trim();
        if let Some((_, page)) = PAGES.iter().find(|(word, _)| *word == text) {
            return Some(Named::Page(*page));
        }
        if LATER_PAGES.contains(&text) {
            reader.say(findings::page_not_yet(text, item.span));
            return None;
        }
        self.path(reader, text, item.span).map(Named::File)
    }

    /// A file of the book; what is wrong with it is told.
    pub(super) fn path(&mut self, reader: &mut Reader<'_>, text: &str, span: Span) -> Option<String> {
        let Some(path) = inside(text) else {
            reader.say(findings::outside_book(text, span));
            return None;
        };
        if !reader.files.is_file(&reader.root.join(&path)) {
            let finding = absent(reader, text, &path, span);
            reader.say(finding);
            return None;
        }
        if let Some(first) = self.seen.get(&path) {
            let first = *first;
            reader.say(findings::listed_twice(&path, span, first));
            return None;
        }
        self.seen.insert(path.clone(), span);
        Some(path)
    }
}

/// What there is to say of an entry that is no file.
fn absent(reader: &mut Reader<'_>, text: &str, path: &str, span: Span) -> Diagnostic {
    let full = reader.root.join(path);
    if reader.files.list(&full).is_ok() {
        return findings::folder_for_file(path, span);
    }
    if text.contains(['.', '/']) {
        return reader.missing(&full, span);
    }
    // A bare word: a page's name, or a file's without its end.
    let words = PAGES.iter().map(|(word, _)| *word).chain(LATER_PAGES.iter().copied());
    let file = Some(format!("{path}.md")).filter(|file| reader.files.is_file(&reader.root.join(file)));
    findings::unknown_page(text, span, nearest(text, words).or(file.as_deref()))
}

fn at_depth(mut entry: OrderEntry, wanted: u8) -> OrderEntry {
    if let OrderEntry::File { depth, .. } = &mut entry {
        *depth = wanted;
    }
    entry
}
