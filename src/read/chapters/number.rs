//! A name for every node, in reading order, and a chapter's own notes.
//!
//! The tree is at most [`MAX_DEPTH`](crate::model::block::MAX_DEPTH) deep, so these walks recurse.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::NodeId;
use crate::model::block::{Block, BlockKind};
use crate::model::book::{Chapter, Note};
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

/// Gives a chapter the notes of its file that it calls, directly or from a note, in the
/// order they were written, and makes its calls count these.
pub(super) fn called_notes(chapter: &mut Chapter, notes: &[Note]) {
    let mut called: BTreeSet<u32> = BTreeSet::new();
    let mut fresh = Vec::new();
    calls_in(&chapter.title, &mut fresh);
    calls_below(&chapter.blocks, &mut fresh);
    while let Some(number) = fresh.pop() {
        if called.insert(number)
            && let Some(note) = notes.get(number as usize)
        {
            calls_below(&note.blocks, &mut fresh);
        }
    }
    let mut order: Vec<(u32, &Note)> =
        called.iter().filter_map(|number| notes.get(*number as usize).map(|note| (*number, note))).collect();
    order.sort_by_key(|(_, note)| note.span.start);
    let places: BTreeMap<u32, u32> =
        order.iter().zip(0..).map(|((number, _), place)| (*number, place)).collect();
    let mut own: Vec<Note> = order.into_iter().map(|(_, note)| note.clone()).collect();
    renumber_inlines(&mut chapter.title, &places);
    renumber(&mut chapter.blocks, &places);
    for note in &mut own {
        renumber(&mut note.blocks, &places);
    }
    chapter.notes = own;
}

fn calls_in(inlines: &[Inline], calls: &mut Vec<u32>) {
    walk::inlines(inlines, &mut |inline| {
        if let InlineKind::Note(number) = inline.kind {
            calls.push(number);
        }
    });
}

fn calls_below(blocks: &[Block], calls: &mut Vec<u32>) {
    walk::blocks(blocks, &mut |_| {}, &mut |inlines| calls_in(inlines, calls));
}

fn renumber(blocks: &mut [Block], places: &BTreeMap<u32, u32>) {
    for block in blocks {
        walk::parts_mut(&mut block.kind, &mut |part| match part {
            PartMut::Id(_) => {}
            PartMut::Inlines(run) => renumber_inlines(run, places),
            PartMut::Blocks(inner) => renumber(inner, places),
        });
    }
}

fn renumber_inlines(inlines: &mut [Inline], places: &BTreeMap<u32, u32>) {
    for inline in inlines {
        if let InlineKind::Note(number) = &mut inline.kind {
            *number = places.get(number).copied().unwrap_or(0);
        }
        if let Some(inner) = walk::children_mut(inline) {
            renumber_inlines(inner, places);
        }
    }
}
