//! Where the pages of a print edition begin in the files of an EPUB.
//!
//! A place that this edition does not show moves to the next one it does. The text is not
//! touched: the writer asks for the marks of each node it writes, and puts those that it
//! had no occasion for at the end of their file, so that no page is without its place.

use std::collections::BTreeMap;

use super::plan::Document;
use crate::edition::PageList;
use crate::model::NodeId;
use crate::model::block::{Block, BlockKind};
use crate::model::book::Chapter;
use crate::model::walk;

/// A page as the text shows it.
#[derive(Debug)]
pub(super) struct Mark {
    /// Its place in the list of pages.
    pub(super) number: usize,
    /// Its folio.
    pub(super) label: String,
    /// The node it begins in.
    node: NodeId,
    /// Byte of the node's text; 0 when it begins with the node.
    pub(super) at: u32,
    /// The file it stands in; `None` for the contents page.
    document: Option<usize>,
}

impl Mark {
    /// The id of its element.
    pub(super) fn id(&self) -> String {
        format!("page_{}", self.label)
    }
}

/// The pages, in their order.
#[derive(Debug, Default)]
pub(super) struct Pages(Vec<Mark>);

impl Pages {
    /// Finds the place of each page.
    pub(super) fn new(
        list: Option<&PageList>,
        documents: &[Document<'_>],
        contents: Option<(&Chapter, usize)>,
    ) -> Self {
        let Some(list) = list else { return Self::default() };
        let shown = shown(documents, contents);
        let mut marks = Vec::with_capacity(list.marks.len());
        for page in &list.marks {
            let next = shown.partition_point(|(node, _)| *node < page.place.node);
            let Some((node, document)) = shown.get(next).or(shown.last()).copied() else { break };
            let at = match node.cmp(&page.place.node) {
                std::cmp::Ordering::Equal => page.place.at,
                std::cmp::Ordering::Greater => 0,
                // After all there is.
                std::cmp::Ordering::Less => u32::MAX,
            };
            marks.push(Mark { number: marks.len(), label: page.label.clone(), node, at, document });
        }
        // The pages of a node in their order, however they came.
        marks.sort_by_key(|mark| (mark.node, mark.at, mark.number));
        Self(marks)
    }

    /// The pages that begin in a node.
    pub(super) fn of(&self, node: NodeId) -> &[Mark] {
        let from = self.0.partition_point(|mark| mark.node < node);
        let to = self.0.partition_point(|mark| mark.node <= node);
        self.0.get(from..to).unwrap_or_default()
    }

    /// The pages that begin in a file.
    pub(super) fn in_document(&self, document: Option<usize>) -> impl Iterator<Item = &Mark> {
        self.0.iter().filter(move |mark| mark.document == document)
    }

    /// All pages with the file each begins in, in reading order.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Mark, Option<usize>)> {
        self.0.iter().map(|mark| (mark, mark.document))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Every node that can hold the beginning of a page, in reading order, and its file.
fn shown(documents: &[Document<'_>], contents: Option<(&Chapter, usize)>) -> Vec<(NodeId, Option<usize>)> {
    let mut nodes = BTreeMap::new();
    nodes.extend(contents.map(|(chapter, _)| (chapter.id, None)));
    for (at, document) in documents.iter().enumerate() {
        if !document.continued {
            nodes.insert(document.chapter.id, Some(at));
        }
        let blocks = document.chapter.blocks.get(document.blocks.clone()).unwrap_or_default();
        walk::blocks(
            blocks,
            &mut |block| {
                if says(block) {
                    nodes.insert(block.id, Some(at));
                }
            },
            &mut |_| {},
        );
        walk::texts(blocks, &mut |node, run| {
            if !run.is_empty() {
                nodes.insert(node, Some(at));
            }
        });
    }
    nodes.into_iter().collect()
}

/// Whether a block is something to see.
fn says(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph(run) | BlockKind::Attribution(run) => !run.is_empty(),
        BlockKind::Heading { .. }
        | BlockKind::Code(_)
        | BlockKind::Math(_)
        | BlockKind::Table(_)
        | BlockKind::Figure { .. }
        | BlockKind::Group(_) => true,
        _ => false,
    }
}
