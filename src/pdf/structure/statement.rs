//! Theorems, their kin and proofs: their words run into the first paragraph of their text,
//! the sign at a proof's end into the last.

use super::blocks::Planner;
use super::{ElementId, Target};
use crate::model::block::{Block, BlockKind};
use crate::model::inline::Inline;

impl<'a> Planner<'a> {
    /// A statement, as `typeset` sets one: with its label, and a sign at the end if `signed`.
    pub(super) fn statement(
        &mut self,
        block: &'a Block,
        title: &'a [Inline],
        blocks: &'a [Block],
        (parent, signed): (ElementId, bool),
    ) {
        let container = self.add("Div", parent);
        if let Some(lang) = block.attrs.lang() {
            self.set_lang(container, lang);
        }
        let mut labelled = false;
        let last = blocks.len().saturating_sub(1);
        for (index, child) in blocks.iter().enumerate() {
            let ends = signed && index == last;
            let BlockKind::Paragraph(words) = &child.kind else {
                if !std::mem::replace(&mut labelled, true) {
                    let label = self.add("P", container);
                    self.fill(block.id, &[title], label, container);
                }
                self.block(child, container);
                if ends {
                    let end = self.add("P", container);
                    self.end(block, end);
                }
                continue;
            };
            let paragraph = self.add("P", container);
            if let Some(lang) = child.attrs.lang() {
                self.set_lang(paragraph, lang);
            }
            if std::mem::replace(&mut labelled, true) {
                self.fill(child.id, &[words], paragraph, container);
            } else {
                // The title is set in the paragraph, and its bytes count as the paragraph's.
                self.fill(child.id, &[title, words], paragraph, container);
                self.structure.slots.entry(block.id).or_default().generated = Target::Element(paragraph);
            }
            if ends {
                self.end(block, paragraph);
            }
        }
        if !labelled {
            let label = self.add("P", container);
            self.fill(block.id, &[title], label, container);
        }
    }

    fn end(&mut self, block: &Block, element: ElementId) {
        self.structure.slots.entry(block.id).or_default().parts = vec![element];
    }
}
