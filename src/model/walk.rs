//! Walks over the tree: its flattened text, and every node in reading order.

use super::NodeId;
use super::block::{Block, BlockKind};
use super::inline::{Inline, InlineKind};

/// The text of inlines as one string: what a [`super::Place`] counts bytes of. Breaks
/// count as one blank or line feed; notes, pictures and anchors as nothing.
pub fn flatten(inlines: &[Inline]) -> String {
    let mut out = String::new();
    flatten_into(inlines, &mut out);
    out
}

fn flatten_into(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => out.push_str(text),
            InlineKind::Math { tex, .. } => out.push_str(tex),
            InlineKind::SoftBreak => out.push(' '),
            InlineKind::HardBreak => out.push('\n'),
            _ => flatten_into(children(inline), out),
        }
    }
}

/// The inlines directly inside an inline.
pub fn children(inline: &Inline) -> &[Inline] {
    match &inline.kind {
        InlineKind::Emphasis(c)
        | InlineKind::Strong(c)
        | InlineKind::Strikeout(c)
        | InlineKind::Underline(c)
        | InlineKind::SmallCaps(c)
        | InlineKind::Superscript(c)
        | InlineKind::Subscript(c)
        | InlineKind::Mark(c)
        | InlineKind::Keyboard(c)
        | InlineKind::Abbreviation(c)
        | InlineKind::Span(c)
        | InlineKind::Citation { content: c, .. }
        | InlineKind::Reference { prefix: c, .. }
        | InlineKind::Link { content: c, .. } => c,
        InlineKind::Text(_)
        | InlineKind::SoftBreak
        | InlineKind::HardBreak
        | InlineKind::WordBreak
        | InlineKind::Code(_)
        | InlineKind::Math { .. }
        | InlineKind::Image(_)
        | InlineKind::Note(_)
        | InlineKind::Anchor => &[],
    }
}

/// [`children`], to be replaced; `None` where an inline can hold none.
pub fn children_mut(inline: &mut Inline) -> Option<&mut Vec<Inline>> {
    match &mut inline.kind {
        InlineKind::Emphasis(c)
        | InlineKind::Strong(c)
        | InlineKind::Strikeout(c)
        | InlineKind::Underline(c)
        | InlineKind::SmallCaps(c)
        | InlineKind::Superscript(c)
        | InlineKind::Subscript(c)
        | InlineKind::Mark(c)
        | InlineKind::Keyboard(c)
        | InlineKind::Abbreviation(c)
        | InlineKind::Span(c)
        | InlineKind::Citation { content: c, .. }
        | InlineKind::Reference { prefix: c, .. }
        | InlineKind::Link { content: c, .. } => Some(c),
        InlineKind::Text(_)
        | InlineKind::SoftBreak
        | InlineKind::HardBreak
        | InlineKind::WordBreak
        | InlineKind::Code(_)
        | InlineKind::Math { .. }
        | InlineKind::Image(_)
        | InlineKind::Note(_)
        | InlineKind::Anchor => None,
    }
}

/// Calls `f` on every inline below `inlines`, outer before inner, in reading order.
pub fn inlines<'a>(list: &'a [Inline], f: &mut impl FnMut(&'a Inline)) {
    for inline in list {
        f(inline);
        inlines(children(inline), f);
    }
}

/// Calls `on_block` on every block and `on_inlines` on every run of inlines below
/// `list`, in reading order.
pub fn blocks<'a>(
    list: &'a [Block],
    on_block: &mut impl FnMut(&'a Block),
    on_inlines: &mut impl FnMut(&'a [Inline]),
) {
    for block in list {
        on_block(block);
        parts(&block.kind, &mut |part| match part {
            Part::Inlines(run) => on_inlines(run),
            Part::Blocks(inner) => blocks(inner, on_block, on_inlines),
        });
    }
}

/// What stands directly in a block.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// A run of text: a paragraph, a title, a caption, a cell, a line.
    Inlines(&'a [Inline]),
    /// Blocks: a list's item, a quote's.
    Blocks(&'a [Block]),
}

/// Calls `f` on every part of a block, in reading order.
pub fn parts<'a>(kind: &'a BlockKind, f: &mut dyn FnMut(Part<'a>)) {
    match kind {
        BlockKind::Paragraph(run) | BlockKind::Heading { content: run, .. } | BlockKind::Attribution(run) => {
            f(Part::Inlines(run));
        }
        BlockKind::Figure { caption, .. } => f(Part::Inlines(caption)),
        BlockKind::Code(code) => f(Part::Inlines(&code.caption)),
        BlockKind::Quote(inner) => f(Part::Blocks(inner)),
        BlockKind::Div { title, blocks, .. } | BlockKind::Callout { title, blocks, .. } => {
            f(Part::Inlines(title));
            f(Part::Blocks(blocks));
        }
        BlockKind::Group(group) => {
            f(Part::Blocks(&group.blocks));
            f(Part::Inlines(&group.caption));
        }
        BlockKind::List(list) => list.items.iter().for_each(|item| f(Part::Blocks(&item.blocks))),
        BlockKind::Definitions(definitions) => {
            for definition in definitions {
                f(Part::Inlines(&definition.term));
                definition.definitions.iter().for_each(|inner| f(Part::Blocks(inner)));
            }
        }
        BlockKind::Table(table) => {
            f(Part::Inlines(&table.caption));
            let cells = table.head.iter().chain(&table.body).flat_map(|row| &row.cells);
            cells.for_each(|cell| f(Part::Inlines(&cell.content)));
        }
        BlockKind::Verse(verse) => verse.lines.iter().for_each(|line| f(Part::Inlines(&line.content))),
        BlockKind::Math(_)
        | BlockKind::SceneBreak(_)
        | BlockKind::PageBreak(_)
        | BlockKind::Contents
        | BlockKind::Notes(_) => {}
    }
}

/// Calls `f` on every run of text with the node from whose beginning its places are counted
/// (see [`super::Place`]), in reading order.
pub fn texts<'a>(list: &'a [Block], f: &mut dyn FnMut(NodeId, &'a [Inline])) {
    for block in list {
        match &block.kind {
            BlockKind::Table(table) => {
                f(block.id, &table.caption);
                let cells = table.head.iter().chain(&table.body).flat_map(|row| &row.cells);
                cells.for_each(|cell| f(cell.id, &cell.content));
            }
            BlockKind::Verse(verse) => verse.lines.iter().for_each(|line| f(line.id, &line.content)),
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    f(definition.id, &definition.term);
                    definition.definitions.iter().for_each(|inner| texts(inner, f));
                }
            }
            other => parts(other, &mut |part| match part {
                Part::Inlines(run) => f(block.id, run),
                Part::Blocks(inner) => texts(inner, f),
            }),
        }
    }
}

/// A [`Part`] to be changed, or a name within a block to be given.
#[derive(Debug)]
pub enum PartMut<'a> {
    /// The name of the row of text that comes next: of a term, a cell, a line of verse.
    Id(&'a mut NodeId),
    /// A run of text.
    Inlines(&'a mut Vec<Inline>),
    /// Blocks.
    Blocks(&'a mut Vec<Block>),
}

/// [`parts`], to be changed, with the names of what has one besides the block.
pub fn parts_mut(kind: &mut BlockKind, f: &mut dyn FnMut(PartMut<'_>)) {
    match kind {
        BlockKind::Paragraph(run) | BlockKind::Heading { content: run, .. } | BlockKind::Attribution(run) => {
            f(PartMut::Inlines(run));
        }
        BlockKind::Figure { caption, .. } => f(PartMut::Inlines(caption)),
        BlockKind::Code(code) => f(PartMut::Inlines(&mut code.caption)),
        BlockKind::Quote(inner) => f(PartMut::Blocks(inner)),
        BlockKind::Div { title, blocks, .. } | BlockKind::Callout { title, blocks, .. } => {
            f(PartMut::Inlines(title));
            f(PartMut::Blocks(blocks));
        }
        BlockKind::Group(group) => {
            f(PartMut::Blocks(&mut group.blocks));
            f(PartMut::Inlines(&mut group.caption));
        }
        BlockKind::List(list) => list.items.iter_mut().for_each(|item| f(PartMut::Blocks(&mut item.blocks))),
        BlockKind::Definitions(definitions) => {
            for definition in definitions {
                f(PartMut::Id(&mut definition.id));
                f(PartMut::Inlines(&mut definition.term));
                definition.definitions.iter_mut().for_each(|inner| f(PartMut::Blocks(inner)));
            }
        }
        BlockKind::Table(table) => {
            f(PartMut::Inlines(&mut table.caption));
            for cell in table.head.iter_mut().chain(&mut table.body).flat_map(|row| &mut row.cells) {
                f(PartMut::Id(&mut cell.id));
                f(PartMut::Inlines(&mut cell.content));
            }
        }
        BlockKind::Verse(verse) => {
            for line in &mut verse.lines {
                f(PartMut::Id(&mut line.id));
                f(PartMut::Inlines(&mut line.content));
            }
        }
        BlockKind::Math(_)
        | BlockKind::SceneBreak(_)
        | BlockKind::PageBreak(_)
        | BlockKind::Contents
        | BlockKind::Notes(_) => {}
    }
}
