//! A name for every node, in reading order.
//!
//! The tree is at most [`MAX_DEPTH`](crate::model::block::MAX_DEPTH) deep, so these walks recurse.

use std::collections::BTreeSet;

use crate::model::NodeId;
use crate::model::block::{Block, BlockKind};
use crate::model::book::Chapter;
use crate::model::inline::{Image, Inline, InlineKind};
use crate::model::walk::{self, PartMut};

/// Gives the chapter at `index` its ids; pictures that can't be read lose their asset.
pub(super) fn number(index: usize, mut chapter: Chapter, broken: &BTreeSet<String>) -> Chapter {
    let number = u32::try_from(index).unwrap_or(u32::MAX);
    chapter.id = NodeId { chapter: number, index: 0 };
    let mut names = Names { next: NodeId { chapter: number, index: 1 }, broken };
    names.inlines(&mut chapter.title);
    names.blocks(&mut chapter.blocks);
    for note in &mut chapter.notes {
        note.id = names.take();
        names.blocks(&mut note.blocks);
    }
    chapter
}

struct Names<'a> {
    next: NodeId,
    broken: &'a BTreeSet<String>,
}

impl Names<'_> {
    fn take(&mut self) -> NodeId {
        let id = self.next;
        self.next.index += 1;
        id
    }

    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            block.id = self.take();
            self.block(&mut block.kind);
        }
    }

    fn block(&mut self, kind: &mut BlockKind) {
        if let BlockKind::Figure { image, .. } = kind {
            self.image(image);
        }
        walk::parts_mut(kind, &mut |part| match part {
            PartMut::Id(id) => *id = self.take(),
            PartMut::Inlines(run) => self.inlines(run),
            PartMut::Blocks(blocks) => self.blocks(blocks),
        });
    }

    fn inlines(&mut self, inlines: &mut [Inline]) {
        for inline in inlines {
            inline.id = self.take();
            if let InlineKind::Image(image) = &mut inline.kind {
                self.image(image);
            }
            if let Some(inner) = walk::children_mut(inline) {
                self.inlines(inner);
            }
        }
    }

    fn image(&self, image: &mut Image) {
        if image.asset.as_ref().is_some_and(|key| self.broken.contains(key)) {
            image.asset = None;
        }
    }
}
