//! The notes of a file: `[^label]: text` by label, `^[text]` where they stand.

use std::collections::BTreeMap;

use super::Placed;
use super::once::Once;
use crate::diagnostic::nearest;
use crate::model::block::{Block, BlockKind};
use crate::model::book::Note;
use crate::model::inline::Inline;
use crate::model::{Attributes, NodeId};
use crate::read::findings;
use crate::source::Span;

/// Notes by number, in the order they were first met.
#[derive(Debug, Default)]
pub(super) struct Notes {
    slots: Vec<Slot>,
    labels: BTreeMap<String, u32>,
    /// Calls that no definition answers.
    pub unknown: Vec<(String, Span)>,
}

#[derive(Debug, Default)]
struct Slot {
    label: String,
    called: bool,
    given: Option<(Vec<Block>, Span)>,
    /// The offset of its text.
    at: usize,
}

impl Notes {
    /// The number of the note with this label; `[^A]` and `[^a]` are the same.
    fn slot(&mut self, label: &str) -> u32 {
        let next = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        let number = *self.labels.entry(label.to_lowercase()).or_insert(next);
        if number == next {
            self.slots.push(Slot { label: label.to_owned(), ..Slot::default() });
        }
        number
    }

    /// A call of `[^label]`.
    pub(super) fn call(&mut self, label: &str) -> u32 {
        let number = self.slot(label);
        if let Some(slot) = self.slots.get_mut(number as usize) {
            slot.called = true;
        }
        number
    }

    /// The text of `[^label]`; a second text is added to the first, for nothing may be lost.
    pub(super) fn give(&mut self, label: &str, blocks: Vec<Block>, place: (usize, Span), once: &mut Once) {
        let (at, span) = place;
        let number = self.slot(label);
        let Some(slot) = self.slots.get_mut(number as usize) else { return };
        match &mut slot.given {
            None => {
                slot.given = Some((blocks, span));
                slot.at = at;
            }
            Some((first, place)) => {
                once.findings.push(findings::duplicate_note(label, *place, span));
                first.extend(blocks);
            }
        }
    }

    /// A note written where it is called.
    pub(super) fn inline(&mut self, content: Vec<Inline>, at: usize, span: Span) -> u32 {
        let kind = BlockKind::Paragraph(content);
        let block = Block { id: NodeId::default(), kind, attrs: Attributes::default(), span };
        let number = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        self.slots.push(Slot { label: String::new(), called: true, given: Some((vec![block], span)), at });
        number
    }

    /// Every note, its number being its index, and what there is to say about them.
    pub(super) fn finish(self, once: &mut Once) -> Vec<Placed> {
        let known: Vec<&str> =
            self.slots.iter().map(|s| s.label.as_str()).filter(|l| !l.is_empty()).collect();
        for (label, span) in &self.unknown {
            once.findings.push(findings::unknown_note(label, nearest(label, known.iter().copied()), *span));
        }
        let note = |slot: Slot| {
            let (blocks, span) = slot.given.unwrap_or_default();
            if !slot.called {
                once.findings.push(findings::unused_note(&slot.label, span));
            }
            let note = Note { id: NodeId::default(), label: slot.label, blocks, span };
            Placed { note, at: slot.at }
        };
        self.slots.into_iter().map(note).collect()
    }
}
