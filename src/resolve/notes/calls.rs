//! The calls of a chapter's notes in reading order.

use std::collections::BTreeMap;

use crate::model::block::{Block, BlockKind};
use crate::model::book::Chapter;
use crate::model::inline::{Inline, InlineKind};
use crate::model::notes::NotePlace;
use crate::model::walk::Part;
use crate::model::{NodeId, walk};
use crate::source::Span;

/// A call of a note.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    /// Index into the chapter's notes.
    pub(super) note: u32,
    /// The table it stands in, unless that is one of a group.
    pub(super) table: Option<NodeId>,
    /// The place that the author asks for at the call.
    pub(super) wanted: Option<NotePlace>,
    /// Where it was written.
    pub(super) span: Span,
    /// Whether it stands in the section of notes at the end of the book.
    pub(super) in_section: bool,
}

/// All calls of a chapter.
#[derive(Debug, Default)]
pub(super) struct Called {
    /// Those of its title and text.
    pub(super) text: Vec<Call>,
    /// Those of its notes.
    notes: Vec<Vec<Call>>,
    /// The one table that calls a note, if nothing else does.
    tables: BTreeMap<u32, Option<NodeId>>,
}

impl Called {
    pub(super) fn of(chapter: &Chapter) -> Self {
        let mut called = Self::default();
        in_run(&chapter.title, None, &mut called.text);
        in_blocks(&chapter.blocks, false, &mut called.text);
        for note in &chapter.notes {
            let mut calls = Vec::new();
            in_blocks(&note.blocks, true, &mut calls);
            called.notes.push(calls);
        }
        for call in called.text.iter().chain(called.notes.iter().flatten()) {
            let table = called.tables.entry(call.note).or_insert(call.table);
            if *table != call.table {
                *table = None;
            }
        }
        called
    }

    /// The calls in a note.
    pub(super) fn of_note(&self, note: u32) -> impl Iterator<Item = Call> {
        self.notes.get(note as usize).into_iter().flatten().copied()
    }

    /// Whether any asks for the margin.
    pub(super) fn ask_for_margin(&self) -> bool {
        self.text.iter().chain(self.notes.iter().flatten()).any(|call| call.wanted == Some(NotePlace::Side))
    }

    /// The table that alone calls a note.
    pub(super) fn table(&self, note: u32) -> Option<NodeId> {
        self.tables.get(&note).copied().flatten()
    }
}

/// `grouped`: what stands under a table here would come between things that belong together.
fn in_blocks(blocks: &[Block], grouped: bool, calls: &mut Vec<Call>) {
    for block in blocks {
        let table = (!grouped && matches!(block.kind, BlockKind::Table(_))).then_some(block.id);
        let grouped = grouped || matches!(block.kind, BlockKind::Group(_));
        walk::parts(&block.kind, &mut |part| match part {
            Part::Inlines(run) => in_run(run, table, calls),
            Part::Blocks(inner) => in_blocks(inner, grouped, calls),
        });
    }
}

fn in_run(run: &[Inline], table: Option<NodeId>, calls: &mut Vec<Call>) {
    walk::inlines(run, &mut |inline| {
        if let InlineKind::Note(note) = inline.kind {
            calls.push(Call { note, table, wanted: wanted(inline), span: inline.span, in_section: false });
        }
    });
}

/// `{.side}`, `{.end}`, `{.foot}`.
fn wanted(call: &Inline) -> Option<NotePlace> {
    let attrs = call.attrs.as_deref()?;
    attrs.classes.iter().find_map(|class| match class.as_str() {
        "side" | "margin" => Some(NotePlace::Side),
        "end" => Some(NotePlace::Book),
        "foot" => Some(NotePlace::Foot),
        _ => None,
    })
}
