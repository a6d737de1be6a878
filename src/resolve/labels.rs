//! Every place of the book that can be named: explicit `#labels`, and the slugs of
//! headings that have none.
//!
//! A label belongs to its file first and to the book second, so that files written for
//! mdBook, where each has its own names, and for Pandoc, where all share one space, both
//! mean what their authors meant. Slugs follow GitHub's and Pandoc's rules (Pandoc
//! User's Guide, "Extension: `auto_identifiers`"); explicit labels come before them.

use std::collections::BTreeMap;

use super::findings;
use super::slug;
use crate::diagnostic::Diagnostic;
use crate::model::block::{Block, BlockKind};
use crate::model::book::{Book, Chapter};
use crate::model::inline::Inline;
use crate::model::{NodeId, walk};
use crate::source::Span;

/// A labelled place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    pub(super) node: NodeId,
    pub(super) span: Span,
}

/// The places of one file.
#[derive(Debug, Default)]
pub(super) struct FilePlaces {
    /// Its first chapter.
    pub(super) start: NodeId,
    pub(super) labels: BTreeMap<String, Named>,
    slugs: BTreeMap<String, NodeId>,
    /// How often GitHub's and Pandoc's slug of a heading was met.
    met: [BTreeMap<String, u32>; 2],
}

impl FilePlaces {
    /// The place this name means within the file.
    pub(super) fn find(&self, name: &str) -> Option<NodeId> {
        self.labels.get(name).map(|named| named.node).or_else(|| self.slug(name))
    }

    /// A heading by its own name. mdBook leaves capitals that are not ASCII as they are, and
    /// authors write others as in the heading.
    fn slug(&self, name: &str) -> Option<NodeId> {
        self.slugs.get(name).or_else(|| self.slugs.get(&name.to_lowercase())).copied()
    }

    /// Every name of the file, for suggestions.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.labels.keys().chain(self.slugs.keys()).map(String::as_str)
    }

    fn heading(&mut self, node: NodeId, title: &[Inline]) {
        let text = walk::flatten(title);
        for (kind, slug) in [slug::github(&text), slug::pandoc(&text)].into_iter().enumerate() {
            if slug.is_empty() {
                continue;
            }
            let met = self.met[kind].entry(slug.clone()).or_default();
            let name = if *met == 0 { slug } else { format!("{slug}-{met}") };
            *met += 1;
            self.slugs.entry(name).or_insert(node);
        }
    }
}

/// Every labelled place of the book.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// By path within the book folder.
    pub(super) files: BTreeMap<String, FilePlaces>,
    /// By label; several when files share a label.
    pub(super) labels: BTreeMap<String, Vec<Named>>,
}

impl Places {
    /// Collects the places of a book; a label given twice in one file is reported.
    pub(super) fn new(book: &Book, found: &mut Vec<Diagnostic>) -> Self {
        let mut places = Self::default();
        // What is made from the metadata has no file that a link could name.
        for chapter in book.chapters.iter().filter(|chapter| !chapter.path.is_empty()) {
            places.chapter(chapter, found);
        }
        places
    }

    /// The place a label means in the whole book.
    pub(super) fn anywhere(&self, label: &str) -> &[Named] {
        self.labels.get(label).map_or(&[], Vec::as_slice)
    }

    /// The heading a slug means in the whole book: the first in the order of files' paths.
    pub(super) fn slug_anywhere(&self, slug: &str) -> Option<NodeId> {
        self.files.values().filter_map(|file| file.slug(slug)).min()
    }

    fn chapter(&mut self, chapter: &Chapter, found: &mut Vec<Diagnostic>) {
        let file = self
            .files
            .entry(chapter.path.clone())
            .or_insert_with(|| FilePlaces { start: chapter.id, ..FilePlaces::default() });
        let mut explicit: Vec<(&str, Named)> = Vec::new();
        match &chapter.attrs.label {
            Some(label) => explicit.push((label, Named { node: chapter.id, span: chapter.span })),
            None => file.heading(chapter.id, &chapter.title),
        }
        inline_labels(&chapter.title, &mut explicit);
        let notes = chapter.notes.iter().map(|note| note.blocks.as_slice());
        for blocks in std::iter::once(chapter.blocks.as_slice()).chain(notes) {
            for block in all_blocks(blocks) {
                match (&block.attrs.label, &block.kind) {
                    (Some(label), _) => explicit.push((label, Named { node: block.id, span: block.span })),
                    (None, BlockKind::Heading { content, .. }) => file.heading(block.id, content),
                    _ => {}
                }
            }
            walk::blocks(blocks, &mut |_| {}, &mut |run| inline_labels(run, &mut explicit));
        }
        explicit.sort_by_key(|(_, named)| named.node);
        for (label, named) in explicit {
            if let Some(first) = file.labels.get(label) {
                found.push(findings::duplicate_label(label, named.span, first.span));
            } else {
                file.labels.insert(label.to_owned(), named);
                self.labels.entry(label.to_owned()).or_default().push(named);
            }
        }
    }
}

fn all_blocks(blocks: &[Block]) -> Vec<&Block> {
    let mut all = Vec::new();
    walk::blocks(blocks, &mut |block| all.push(block), &mut |_| {});
    all
}

fn inline_labels<'a>(run: &'a [Inline], labels: &mut Vec<(&'a str, Named)>) {
    walk::inlines(run, &mut |inline| {
        if let Some(label) = inline.attrs.as_ref().and_then(|attrs| attrs.label.as_deref()) {
            labels.push((label, Named { node: inline.id, span: inline.span }));
        }
    });
}
