//! A div that ended, to the blocks it is: titles, attributions, captions, lines of verse.

use std::ops::Range;

use super::attribution;
use super::blocks::Blocks;
use super::containers::OpenDiv;
use super::div::{self, Meaning};
use super::fixes;
use crate::model::block::{Block, BlockKind, Group, Role, Side, Verse, VerseLine};
use crate::model::inline::Inline;
use crate::model::walk::flatten;
use crate::model::{Attributes, NodeId};

impl Blocks<'_, '_, '_> {
    /// Adds what a div is. One whose fence was `forgotten` ends before the next chapter.
    pub(super) fn finish_div(
        &mut self,
        div: OpenDiv,
        mut blocks: Vec<Block>,
        range: Range<usize>,
        forgotten: bool,
    ) {
        let from = usize::from(div::has_title(div.meaning));
        let chapter = blocks.iter().skip(from).position(is_chapter).map(|at| at + from);
        let rest = match chapter {
            Some(at) if forgotten => blocks.split_off(at),
            _ => Vec::new(),
        };
        let title = self.title(&div, &mut blocks);
        if !div::has_title(div.meaning) && !title.is_empty() {
            let words =
                self.block(BlockKind::Paragraph(title.clone()), Attributes::default(), div.words.clone());
            blocks.insert(0, words);
        }
        let OpenDiv { meaning, mut attrs, line, .. } = div;
        let is_fit = attrs.has("fit");
        self.take_fit(&mut attrs, &mut blocks, &line);
        match meaning {
            // It said nothing but its fix.
            Meaning::Role(Role::Plain) if is_fit && attrs == Attributes::default() => {
                for block in blocks {
                    self.push_block(block);
                }
            }
            Meaning::Callout(kind) => self.push(BlockKind::Callout { kind, title, blocks }, attrs, range),
            Meaning::Verse => self.verse(attrs, blocks, range, line),
            Meaning::SceneBreak => self.scene_break(attrs, blocks, range),
            Meaning::PageBreak => self.page_break(attrs, blocks, line),
            Meaning::Group => self.group(attrs, blocks, range, line),
            Meaning::Tabs | Meaning::Role(Role::Plain) => self.plain(attrs, blocks, range),
            Meaning::Role(role) => {
                if matches!(role, Role::Epigraph | Role::PullQuote) {
                    blocks = attribution::unwrap_quote(blocks);
                    if let Some(by) = self.source_of(&attrs, &line) {
                        blocks.push(by);
                    } else {
                        attribution::of_last_line(&mut blocks);
                    }
                }
                let title = if div::has_title(meaning) { title } else { Vec::new() };
                fixes::note_kept(role, &mut attrs);
                self.push(BlockKind::Div { role, title, blocks }, attrs, range);
            }
        }
        for block in rest {
            self.push_block(block);
        }
    }

    /// The title: the words after the fence's attributes, an attribute, the first heading inside.
    fn title(&mut self, div: &OpenDiv, blocks: &mut Vec<Block>) -> Vec<Inline> {
        if !div.words.is_empty() {
            return self.fragment(div.words.clone());
        }
        if !div::has_title(div.meaning) {
            return Vec::new();
        }
        for key in ["title", "name", "summary"] {
            if let Some(value) = div.attrs.get(key) {
                return self.value(value, div.line.clone());
            }
        }
        if matches!(blocks.first(), Some(Block { kind: BlockKind::Heading { .. }, .. }))
            && let BlockKind::Heading { content, .. } = blocks.remove(0).kind
        {
            return content;
        }
        Vec::new()
    }

    /// Who said what the div holds, when an attribute names them.
    fn source_of(&mut self, attrs: &Attributes, line: &Range<usize>) -> Option<Block> {
        let value = attrs.get("source").or_else(|| attrs.get("author"))?;
        let content = self.value(value, line.clone());
        let by = self.block(BlockKind::Attribution(content), Attributes::default(), line.clone());
        Some(by)
    }

    /// A plain div. One that holds whole chapters is laid round each part of them, since a
    /// chapter stands in nothing.
    fn plain(&mut self, attrs: Attributes, blocks: Vec<Block>, range: Range<usize>) {
        let role = Role::Plain;
        if self.frames.len() > 1 || !blocks.iter().any(is_chapter) {
            return self.push(BlockKind::Div { role, title: Vec::new(), blocks }, attrs, range);
        }
        let mut part = Vec::new();
        for mut block in blocks {
            if !is_chapter(&block) {
                part.push(block);
                continue;
            }
            let inner = std::mem::take(&mut part);
            if !inner.is_empty() {
                let kind = BlockKind::Div { role, title: Vec::new(), blocks: inner };
                self.push(kind, attrs.clone(), range.clone());
            }
            block.attrs.classes.extend(attrs.classes.iter().cloned());
            block.attrs.pairs.extend(attrs.pairs.iter().cloned());
            self.push_block(block);
        }
        if !part.is_empty() {
            self.push(BlockKind::Div { role, title: Vec::new(), blocks: part }, attrs, range);
        }
    }

    fn scene_break(&mut self, attrs: Attributes, mut blocks: Vec<Block>, range: Range<usize>) {
        let mut symbol = attrs.get("symbol").map(str::to_owned);
        match blocks.first() {
            Some(Block { kind: BlockKind::SceneBreak(_), .. }) => {
                blocks.remove(0);
            }
            Some(Block { kind: BlockKind::Paragraph(content), .. })
                if symbol.is_none() && blocks.len() == 1 =>
            {
                symbol = Some(flatten(content));
                blocks.clear();
            }
            _ => {}
        }
        self.push(BlockKind::SceneBreak(symbol), attrs, range);
        for block in blocks {
            self.push_block(block);
        }
    }

    fn page_break(&mut self, mut attrs: Attributes, blocks: Vec<Block>, line: Range<usize>) {
        let side = match attrs.get("side") {
            Some("recto" | "right" | "odd") => Side::Recto,
            Some("verso" | "left" | "even") => Side::Verso,
            _ => Side::Any,
        };
        if let Some(editions) = attrs.get("editions").or_else(|| attrs.get("edition")).map(str::to_owned) {
            attrs.pairs.push(("when-edition".to_owned(), editions));
        }
        self.push(BlockKind::PageBreak(side), attrs, line);
        for block in blocks {
            self.push_block(block);
        }
    }

    /// Stanzas become one piece of verse; what else stands between them parts it.
    fn verse(&mut self, attrs: Attributes, blocks: Vec<Block>, range: Range<usize>, line: Range<usize>) {
        let number_every = attrs.get("number").and_then(|n| n.trim().parse().ok()).filter(|n| *n > 0);
        let by = self.source_of(&attrs, &line);
        let mut joined: Vec<Block> = Vec::new();
        for block in blocks {
            let last = joined.last_mut().map(|last| (&mut last.kind, &mut last.span));
            match (block, last) {
                (
                    Block { kind: BlockKind::Verse(more), span, .. },
                    Some((BlockKind::Verse(verse), whole)),
                ) => {
                    let between = VerseLine { id: NodeId::default(), indent: 0, content: Vec::new() };
                    verse.lines.push(between);
                    verse.lines.extend(more.lines);
                    if whole.file == span.file {
                        whole.end = whole.end.max(span.end);
                    }
                }
                (mut block, _) => {
                    if let BlockKind::Verse(verse) = &mut block.kind {
                        verse.number_every = number_every;
                    }
                    joined.push(block);
                }
            }
        }
        joined.extend(by);
        match <[Block; 1]>::try_from(joined) {
            Ok([Block { kind: kind @ BlockKind::Verse(_), .. }]) => self.push(kind, attrs, range),
            Ok([block]) => self.plain(attrs, vec![block], range),
            Err(blocks) if blocks.is_empty() => {
                self.push(BlockKind::Verse(Verse::default()), attrs, range);
            }
            Err(blocks) => self.plain(attrs, blocks, range),
        }
    }

    /// Quarto's figure, table and listing divs: the last paragraph is the caption, and a
    /// single figure, table or listing takes label and caption itself.
    fn group(&mut self, attrs: Attributes, mut blocks: Vec<Block>, range: Range<usize>, line: Range<usize>) {
        let cap = ["fig-cap", "tbl-cap", "lst-cap", "caption"].into_iter().find_map(|key| attrs.get(key));
        let mut caption = cap.map(|value| self.value(value, line)).unwrap_or_default();
        let ends_in_words = matches!(blocks.last(), Some(Block { kind: BlockKind::Paragraph(_), .. }));
        if caption.is_empty()
            && attrs.label.is_some()
            && blocks.len() > 1
            && ends_in_words
            && let Some(Block { kind: BlockKind::Paragraph(words), .. }) = blocks.pop()
        {
            caption = words;
        }
        if let [only] = blocks.as_mut_slice()
            && takes(only, &attrs)
        {
            let own = match &mut only.kind {
                BlockKind::Figure { caption, .. } => Some(caption),
                BlockKind::Table(table) => Some(&mut table.caption),
                BlockKind::Code(code) => Some(&mut code.caption),
                _ => None,
            };
            if let Some(own) = own
                && (own.is_empty() || caption.is_empty())
            {
                if own.is_empty() {
                    *own = caption;
                }
                only.attrs.label = attrs.label.or(only.attrs.label.take());
                only.attrs.classes.extend(attrs.classes);
                only.attrs.pairs.extend(attrs.pairs);
                return blocks.into_iter().for_each(|block| self.push_block(block));
            }
        }
        let columns = div::columns(&attrs, blocks.len());
        self.push(BlockKind::Group(Group { columns, blocks, caption }), attrs, range);
    }
}

/// Whether a block is of the kind its div's label says, and has none of its own.
fn takes(block: &Block, attrs: &Attributes) -> bool {
    let prefix = attrs.label.as_deref().and_then(div::prefix);
    let kind = match block.kind {
        BlockKind::Figure { .. } => matches!(prefix, Some("fig")),
        BlockKind::Table(_) => matches!(prefix, Some("tbl" | "tab")),
        BlockKind::Code(_) => matches!(prefix, Some("lst")),
        _ => false,
    };
    kind && block.attrs.label.as_ref().is_none_or(|own| Some(own) == attrs.label.as_ref())
}

/// Whether a block opens a chapter.
fn is_chapter(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading { level: 1, .. })
}
