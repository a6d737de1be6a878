//! A chapter's own notes: those it calls, directly or from a note.

use std::collections::{BTreeMap, BTreeSet};

use super::block::Block;
use super::book::{Chapter, Note};
use super::inline::{Inline, InlineKind};
use super::walk::{self, PartMut};

/// Gives a chapter those of `notes` that it calls, directly or from a note, and makes its
/// calls count these. Before each note stands its place: notes are kept in this order.
pub fn keep_called(chapter: &mut Chapter, notes: &[(usize, &Note)]) {
    let mut called: BTreeSet<u32> = BTreeSet::new();
    let mut fresh = Vec::new();
    calls_in(&chapter.title, &mut fresh);
    calls_below(&chapter.blocks, &mut fresh);
    while let Some(number) = fresh.pop() {
        if called.insert(number)
            && let Some((_, note)) = notes.get(number as usize)
        {
            calls_below(&note.blocks, &mut fresh);
        }
    }
    let mut order: Vec<(u32, usize, &Note)> = called
        .iter()
        .filter_map(|number| notes.get(*number as usize).map(|(place, note)| (*number, *place, *note)))
        .collect();
    order.sort_by_key(|(_, place, _)| *place);
    let places: BTreeMap<u32, u32> =
        order.iter().zip(0..).map(|((number, ..), place)| (*number, place)).collect();
    let mut own: Vec<Note> = order.into_iter().map(|(.., note)| note.clone()).collect();
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
