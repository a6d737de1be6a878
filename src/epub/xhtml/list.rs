//! Lists, and terms with their definitions.

use super::Writer;
use crate::model::Attributes;
use crate::model::block::{Block, BlockKind, Definition, List, ListItem};
use crate::resolve::words::Word;

impl Writer<'_> {
    /// Points, steps or tasks.
    pub(super) fn list(&mut self, block: &Block, list: &List) {
        let name = if list.start.is_some() { "ol" } else { "ul" };
        let tasks = list.items.iter().any(|item| item.task.is_some());
        let class = match (list.tight, tasks) {
            (true, true) => "tight tasks",
            (true, false) => "tight",
            (false, true) => "tasks",
            (false, false) => "",
        };
        if list.items.is_empty() {
            return;
        }
        self.open(name, block.id, Some(&block.attrs), class);
        if let Some(start) = list.start.filter(|start| *start != 1) {
            self.attribute("start", &start.min(i32::MAX as u64).to_string());
        }
        self.out.push_str(">\n");
        for item in &list.items {
            self.item(item, list.tight);
        }
        self.close(name);
        self.out.push('\n');
    }

    fn item(&mut self, item: &ListItem, tight: bool) {
        self.out.push_str("<li>");
        if let Some(done) = item.task {
            self.out.push_str("<span class=\"task\" role=\"img\"");
            self.attribute(
                "aria-label",
                self.context.words.get(if done { Word::TaskDone } else { Word::TaskOpen }),
            );
            self.out.push_str(if done { ">☑</span> " } else { ">☐</span> " });
        }
        if tight {
            self.tight_blocks(&item.blocks);
        } else {
            self.out.push('\n');
            self.blocks(&item.blocks);
        }
        self.out.push_str("</li>\n");
    }

    /// Paragraphs as bare text, as long as that cannot run two of them together.
    fn tight_blocks(&mut self, blocks: &[Block]) {
        let lone = blocks.iter().filter(|b| matches!(b.kind, BlockKind::Paragraph(_))).count() == 1;
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(run) if lone && block.attrs == Attributes::default() => {
                    let named = self.context.plan.id(block.id, self.document).is_some();
                    if named {
                        self.open("span", block.id, None, "");
                        self.out.push('>');
                    }
                    self.run(block.id, run);
                    if named {
                        self.close("span");
                    }
                    self.out.push('\n');
                }
                _ => self.blocks(std::slice::from_ref(block)),
            }
        }
    }

    /// Terms with their definitions.
    pub(super) fn definitions(&mut self, block: &Block, definitions: &[Definition]) {
        if definitions.is_empty() {
            return;
        }
        self.open("dl", block.id, Some(&block.attrs), "");
        self.out.push_str(">\n");
        for definition in definitions {
            self.open("dt", definition.id, None, "");
            self.out.push('>');
            self.run(definition.id, &definition.term);
            self.out.push_str("</dt>\n");
            for blocks in &definition.definitions {
                self.out.push_str("<dd>\n");
                self.blocks(blocks);
                self.out.push_str("</dd>\n");
            }
            if definition.definitions.is_empty() {
                self.out.push_str("<dd></dd>\n");
            }
        }
        self.out.push_str("</dl>\n");
    }
}
