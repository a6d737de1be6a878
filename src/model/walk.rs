//! Walks over the tree: its flattened text, and every node in reading order.

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
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => on_inlines(content),
            BlockKind::Figure { caption, .. } => on_inlines(caption),
            BlockKind::Quote(inner) | BlockKind::Div(inner) => blocks(inner, on_block, on_inlines),
            BlockKind::Callout { title, blocks: inner, .. } => {
                on_inlines(title);
                blocks(inner, on_block, on_inlines);
            }
            BlockKind::List(l) => {
                for item in &l.items {
                    blocks(&item.blocks, on_block, on_inlines);
                }
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    on_inlines(&definition.term);
                    for inner in &definition.definitions {
                        blocks(inner, on_block, on_inlines);
                    }
                }
            }
            BlockKind::Table(table) => {
                on_inlines(&table.caption);
                for cell in table.head.iter().chain(&table.body).flat_map(|row| &row.cells) {
                    on_inlines(&cell.content);
                }
            }
            BlockKind::Verse(lines) => lines.iter().for_each(|line| on_inlines(&line.content)),
            BlockKind::Code { .. } | BlockKind::SceneBreak | BlockKind::Contents => {}
        }
    }
}
