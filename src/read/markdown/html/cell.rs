//! Blocks as one line of text, for places where the model has no blocks: cells, captions,
//! headings, terms.

use crate::model::block::{Block, BlockKind, List};
use crate::model::inline::{Inline, InlineKind};
use crate::model::{Attributes, NodeId};
use crate::source::Span;

/// The words of blocks, parted by line breaks.
pub(super) fn line(blocks: Vec<Block>) -> Vec<Inline> {
    let mut lines = Lines { done: Vec::new(), mark: None };
    lines.blocks(blocks);
    lines.done
}

struct Lines {
    done: Vec<Inline>,
    /// What the next line begins with.
    mark: Option<String>,
}

fn inline(kind: InlineKind, span: Span) -> Inline {
    Inline { id: NodeId::default(), kind, attrs: None, span }
}

impl Lines {
    /// Adds a line.
    fn push(&mut self, content: Vec<Inline>, span: Span) {
        if content.is_empty() {
            return;
        }
        if !self.done.is_empty() {
            self.done.push(inline(InlineKind::HardBreak, span));
        }
        if let Some(mark) = self.mark.take() {
            self.done.push(inline(InlineKind::Text(mark), span));
        }
        self.done.extend(content);
    }

    fn blocks(&mut self, blocks: Vec<Block>) {
        for block in blocks {
            self.block(block);
        }
    }

    /// A block's lines; its label stays a target, its language is kept where it is one line.
    fn block(&mut self, block: Block) {
        let Block { kind, attrs, span, .. } = block;
        let whole = matches!(kind, BlockKind::Paragraph(_)) && attrs != Attributes::default();
        if let Some(label) = attrs.label.clone().filter(|_| !whole) {
            let own = Attributes { label: Some(label), ..Attributes::default() };
            let anchor = Inline { attrs: Some(Box::new(own)), ..inline(InlineKind::Anchor, span) };
            self.done.push(anchor);
        }
        match kind {
            BlockKind::Paragraph(content) if whole => {
                let all = Inline { attrs: Some(Box::new(attrs)), ..inline(InlineKind::Span(content), span) };
                self.push(vec![all], span);
            }
            BlockKind::Paragraph(content) | BlockKind::Attribution(content) => self.push(content, span),
            BlockKind::Heading { content, .. } => {
                self.push(vec![inline(InlineKind::Strong(content), span)], span);
            }
            BlockKind::Code(code) => {
                for line in code.text.lines().filter(|line| !line.trim().is_empty()) {
                    self.push(vec![inline(InlineKind::Code(line.to_owned()), span)], span);
                }
                self.push(code.caption, span);
            }
            BlockKind::Math(tex) => {
                self.push(vec![inline(InlineKind::Math { tex, display: true }, span)], span);
            }
            BlockKind::Quote(blocks) => self.blocks(blocks),
            BlockKind::Callout { title, blocks, .. } | BlockKind::Div { title, blocks, .. } => {
                self.push(title, span);
                self.blocks(blocks);
            }
            BlockKind::List(list) => self.list(list, span),
            BlockKind::Definitions(list) => {
                for definition in list {
                    self.push(definition.term, span);
                    definition.definitions.into_iter().for_each(|blocks| self.blocks(blocks));
                }
            }
            BlockKind::Table(table) => {
                self.push(table.caption, span);
                for row in table.head.into_iter().chain(table.body) {
                    let mut content = Vec::new();
                    for cell in row.cells.into_iter().filter(|cell| !cell.content.is_empty()) {
                        if !content.is_empty() {
                            content.push(inline(InlineKind::Text(" | ".to_owned()), span));
                        }
                        content.extend(cell.content);
                    }
                    self.push(content, span);
                }
            }
            BlockKind::Figure { image, caption } => {
                let own = Attributes { label: None, ..attrs };
                let own = Some(Box::new(own)).filter(|own| **own != Attributes::default());
                self.push(vec![Inline { attrs: own, ..inline(InlineKind::Image(image), span) }], span);
                self.push(caption, span);
            }
            BlockKind::Group(group) => {
                self.blocks(group.blocks);
                self.push(group.caption, span);
            }
            BlockKind::Verse(verse) => {
                verse.lines.into_iter().for_each(|line| self.push(line.content, span));
            }
            BlockKind::SceneBreak(_)
            | BlockKind::PageBreak(_)
            | BlockKind::Contents
            | BlockKind::Notes(_) => {}
        }
    }

    fn list(&mut self, list: List, span: Span) {
        let numbers = list.start.map(|start| start..);
        let marks = (0..).map(|index| match &numbers {
            Some(numbers) => format!("{}. ", numbers.start.saturating_add(index)),
            None => "• ".to_owned(),
        });
        for (item, mark) in list.items.into_iter().zip(marks) {
            let sign = item.task.map_or("", |done| if done { "☑ " } else { "☐ " });
            self.mark = Some(if sign.is_empty() { mark } else { sign.to_owned() });
            self.blocks(item.blocks);
        }
        if self.mark.take().is_some_and(|_| self.done.is_empty()) {
            self.push(vec![inline(InlineKind::Text("•".to_owned()), span)], span);
        }
    }
}
