//! The marks of notes.

use std::collections::{BTreeMap, VecDeque};

use crate::model::block::Block;
use crate::model::book::Book;
use crate::model::inline::{Inline, InlineKind};
use crate::model::{NodeId, walk};

/// The marks of a book's notes: figures that begin again in each chapter, in the order in
/// which the notes are first called. A note called only from another note comes after all
/// that the text calls.
pub(in crate::resolve) fn marks(book: &Book) -> BTreeMap<NodeId, String> {
    let mut marks = BTreeMap::new();
    for chapter in &book.chapters {
        let mut calls = VecDeque::new();
        inline_calls(&chapter.title, &mut calls);
        block_calls(&chapter.blocks, &mut calls);
        let mut next = 1;
        while let Some(call) = calls.pop_front() {
            let Some(note) = usize::try_from(call).ok().and_then(|at| chapter.notes.get(at)) else {
                continue;
            };
            if marks.contains_key(&note.id) {
                continue;
            }
            marks.insert(note.id, next.to_string());
            next += 1;
            block_calls(&note.blocks, &mut calls);
        }
    }
    marks
}

fn block_calls(blocks: &[Block], calls: &mut VecDeque<u32>) {
    walk::blocks(blocks, &mut |_| {}, &mut |run| inline_calls(run, calls));
}

fn inline_calls(run: &[Inline], calls: &mut VecDeque<u32>) {
    walk::inlines(run, &mut |inline| {
        if let InlineKind::Note(at) = inline.kind {
            calls.push_back(at);
        }
    });
}
