//! Which notes stand at the end of which file.
//!
//! A note stands in the file of its first call, in the order of first calls, so that a
//! reading system can show it in a window over the page; notes that notes call follow.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

use crate::model::block::Block;
use crate::model::book::Chapter;
use crate::model::inline::{Inline, InlineKind};
use crate::model::walk;

/// Where a chapter's notes stand and from where they are called.
#[derive(Debug, Default)]
pub(super) struct Placement {
    /// For each of the chapter's files, the notes it ends with.
    pub(super) notes: Vec<Vec<u32>>,
    /// For each note, the files that call it, and how often.
    pub(super) calls: BTreeMap<u32, BTreeMap<usize, u32>>,
}

/// Places the notes of a chapter that is cut into these files.
pub(super) fn place(chapter: &Chapter, files: &[Range<usize>]) -> Placement {
    let mut placed = vec![false; chapter.notes.len()];
    let mut out = Placement::default();
    for (at, file) in files.iter().enumerate() {
        let mut queue = VecDeque::new();
        if at == 0 {
            calls_in(&chapter.title, &mut queue);
        }
        calls(chapter.blocks.get(file.clone()).unwrap_or_default(), &mut queue);
        let mut notes = Vec::new();
        while let Some(note) = queue.pop_front() {
            let index = note as usize;
            let (Some(known), Some(text)) = (placed.get_mut(index), chapter.notes.get(index)) else {
                continue;
            };
            *out.calls.entry(note).or_default().entry(at).or_default() += 1;
            if !std::mem::replace(known, true) {
                notes.push(note);
                calls(&text.blocks, &mut queue);
            }
        }
        out.notes.push(notes);
    }
    out
}

fn calls(blocks: &[Block], queue: &mut VecDeque<u32>) {
    walk::blocks(blocks, &mut |_| {}, &mut |run| calls_in(run, queue));
}

fn calls_in(run: &[Inline], queue: &mut VecDeque<u32>) {
    walk::inlines(run, &mut |inline| {
        if let InlineKind::Note(note) = inline.kind {
            queue.push_back(note);
        }
    });
}
