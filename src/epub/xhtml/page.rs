//! The marks of print pages (DPUB-ARIA 1.1, `doc-pagebreak`): before the block a page begins
//! with, or at the very character.

use super::Writer;
use crate::epub::pages::Mark;
use crate::model::NodeId;
use crate::model::block::{Block, BlockKind};
use crate::model::inline::Inline;
use crate::model::walk;
use crate::resolve::words::Word;

/// The pages that begin in a run of text, and how far it is written.
#[derive(Debug)]
pub(super) struct Turning<'a> {
    /// Those that are still to come.
    marks: &'a [Mark],
    /// Bytes of the flattened text so far.
    at: u32,
}

impl Writer<'_> {
    /// The text of a node, with the pages that begin in it.
    pub(in crate::epub) fn run(&mut self, node: NodeId, run: &[Inline]) {
        self.turning(node, |w| w.inlines(run));
    }

    /// What `write` writes is the text of a node.
    pub(super) fn turning(&mut self, node: NodeId, write: impl FnOnce(&mut Self)) {
        let marks = self.context.plan.pages.of(node);
        if marks.is_empty() || self.bare {
            write(self);
            return;
        }
        let outer = self.turning.replace(Turning { marks, at: 0 });
        write(self);
        let left = std::mem::replace(&mut self.turning, outer);
        for mark in left.map(|left| left.marks).unwrap_or_default() {
            self.page("span", mark);
        }
    }

    /// A piece of the text that places are counted in.
    pub(super) fn counted(&mut self, text: &str) {
        let mut done = 0;
        if let Some(turning) = &mut self.turning {
            let from = turning.at;
            turning.at = from.saturating_add(u32::try_from(text.len()).unwrap_or(u32::MAX));
            let (end, marks) = (turning.at, turning.marks);
            let here = marks.partition_point(|mark| mark.at < end);
            turning.marks = marks.get(here..).unwrap_or_default();
            for mark in marks.iter().take(here) {
                let cut = text.floor_char_boundary(mark.at.saturating_sub(from) as usize).max(done);
                self.text(&text[done..cut]);
                self.page("span", mark);
                done = cut;
            }
        }
        self.text(&text[done..]);
    }

    /// A break between lines, which counts as one character.
    pub(super) fn count_break(&mut self) {
        if let Some(turning) = &mut self.turning {
            turning.at = turning.at.saturating_add(1);
        }
    }

    /// The pages that begin with a block that is no text itself.
    pub(super) fn pages_before(&mut self, block: &Block) {
        if self.bare || self.context.plan.pages.is_empty() {
            return;
        }
        match &block.kind {
            // In the text itself.
            BlockKind::Paragraph(_) | BlockKind::Attribution(_) => {}
            BlockKind::Code(_) => self.pages_at(block.id, |mark| mark.at == 0),
            BlockKind::Group(group) => {
                let mut inside = vec![block.id];
                walk::blocks(&group.blocks, &mut |block| inside.push(block.id), &mut |_| {});
                for node in inside {
                    self.pages_at(node, |mark| mark.at == 0);
                }
            }
            _ => self.pages_at(block.id, |_| true),
        }
    }

    /// Pages between blocks.
    pub(in crate::epub) fn pages_at(&mut self, node: NodeId, which: impl Fn(&Mark) -> bool) {
        for mark in self.context.plan.pages.of(node).iter().filter(|mark| which(mark)) {
            self.page("div", mark);
        }
    }

    /// The pages of this file that nothing written had a place for.
    pub(in crate::epub) fn pages_left(&mut self) {
        for mark in self.context.plan.pages.in_document(self.document) {
            self.page("div", mark);
        }
    }

    /// A page, once.
    fn page(&mut self, element: &str, mark: &Mark) {
        if !self.turned.insert(mark.number) {
            return;
        }
        self.out.push('<');
        self.out.push_str(element);
        self.out.push_str(" epub:type=\"pagebreak\" role=\"doc-pagebreak\"");
        self.attribute("id", &mark.id());
        let name = self.context.words.referred(Word::Page, &mark.label, true).replace('\u{a0}', " ");
        let mut letters = name.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        // Blanks and a stop, lest it be read in one breath with the words around it.
        self.attribute("aria-label", &format!(" {first}{}. ", letters.as_str()));
        self.out.push('>');
        self.close(element);
        if element == "div" {
            self.out.push('\n');
        }
    }
}
