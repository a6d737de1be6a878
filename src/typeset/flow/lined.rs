//! Paragraphs whose lines the author broke: verse without its sign, letterheads, addresses.
//!
//! Each line stands for itself, ragged and undivided; what is too long for the measure is
//! turned over and hangs, as in [`super::verse`]. White parts the stanzas.

use super::verse::stanza_cost;
use super::{Context, Flow, VItem};
use crate::model::block::{Block, BlockKind};
use crate::model::inline::{Inline, InlineKind};
use crate::model::walk;
use crate::typeset::paragraph::{Content, Piece, TextAlign};

/// So many line breaks make a paragraph one of lines, whatever stands beside it.
const LINED: usize = 2;

/// Which of the blocks are paragraphs of lines. One with a single line break, or with
/// none, is one where most of the paragraphs beside it have some.
pub(super) fn paragraphs(blocks: &[Block]) -> Vec<bool> {
    let counts: Vec<Option<usize>> = blocks.iter().map(breaks).collect();
    let runs = counts.chunk_by(|a, b| a.is_some() && b.is_some());
    runs.flat_map(|run| {
        let broken = run.iter().flatten().filter(|count| **count > 0).count();
        let all: usize = run.iter().flatten().sum();
        let poem = all >= LINED && broken * 2 > run.len();
        run.iter().map(move |count| count.is_some_and(|count| poem || count >= LINED))
    })
    .collect()
}

/// The line breaks of a paragraph.
fn breaks(block: &Block) -> Option<usize> {
    let BlockKind::Paragraph(content) = &block.kind else { return None };
    Some(content.iter().filter(|inline| inline.kind == InlineKind::HardBreak).count())
}

impl Flow<'_, '_> {
    /// A paragraph of lines.
    pub(super) fn lines(&mut self, block: &Block, content: &[Inline], around: &Context) {
        let mut style = around.style(self.setter.edition, &self.page);
        if let Some(lang) = block.attrs.lang() {
            style.lang = lang.into();
        }
        style.hyphenate = false;
        if matches!(style.align, TextAlign::Justify | TextAlign::Start) {
            (style.align, style.hang) = (TextAlign::Start, around.size * 2);
        }
        if matches!(self.last(), Some(VItem::Para(_))) {
            self.space(around.leading);
        }
        self.mark(block.id);
        let ends_line = |inline: &Inline| inline.kind == InlineKind::HardBreak;
        let lines: Vec<&[Inline]> = content.split_inclusive(ends_line).collect();
        let mut at = 0;
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.push(VItem::Penalty(stanza_cost(index, lines.len())));
            }
            let pieces = vec![Piece::Part(u32::try_from(at).unwrap_or(u32::MAX), line)];
            self.para(&Content { node: block.id, span: block.span, pieces }, &style);
            at += walk::flatten(line).len();
        }
        self.flush = false;
    }
}
