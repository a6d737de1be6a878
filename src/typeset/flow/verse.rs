//! Verse: each line a paragraph of its own, turned lines hanging, stanzas kept together
//! as far as a page allows.

use super::{Context, Flow, VItem};
use crate::model::block::{Block, VerseLine};
use crate::model::length::Length;
use crate::typeset::page::cost;
use crate::typeset::paragraph::{Content, Piece, TextAlign};

/// Leading blanks of a line count this many thousandths of an em each.
const BLANK: i64 = 500;

impl Flow<'_, '_> {
    /// Lines of verse.
    pub(super) fn verse(&mut self, block: &Block, lines: &[VerseLine], around: &Context) {
        let edition = self.setter.edition;
        let indent = self.resolve(edition.theme.quote.indent, around);
        self.space(around.leading / 2);
        let inner = around.within(indent, Length::ZERO);
        let mut style = inner.style(edition, &self.page);
        style.align = TextAlign::Start;
        style.hyphenate = false;
        style.hang = around.size * 2;
        let base = style.left;
        for (index, line) in lines.iter().enumerate() {
            if line.content.is_empty() {
                self.space(around.leading);
                continue;
            }
            let first = index == 0 || lines.get(index - 1).is_some_and(|l| l.content.is_empty());
            if !first {
                let blank = |line: &&VerseLine| line.content.is_empty();
                let above = lines[..index].iter().rev().take_while(|line| !blank(line)).take(2).count();
                let below = lines[index..].iter().take_while(|line| !blank(line)).take(2).count();
                self.push(VItem::Penalty(stanza_cost(above, above + below)));
            }
            let blanks = i64::from(line.indent.min(40));
            let room = (self.page.measure - style.right - base - around.size * 6).at_least_zero();
            style.left = base + around.size.scale(blanks * BLANK, 1000).min(room);
            self.mark(line.id);
            let content =
                Content { node: line.id, span: block.span, pieces: vec![Piece::Inlines(&line.content)] };
            self.para(&content, &style);
        }
        self.space(around.leading / 2);
        self.snap(around);
        self.flush = false;
    }
}

/// The cost of dividing a stanza of so many lines before line `index`: dear where one line
/// would stand alone.
pub(super) fn stanza_cost(index: usize, lines: usize) -> i64 {
    if index == 1 || index + 1 == lines { cost::STANZA_EDGE } else { cost::STANZA }
}
