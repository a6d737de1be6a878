//! Verse: each line a paragraph of its own, turned lines hanging, stanzas kept together
//! as far as a page allows.

use super::{Context, Flow, VItem};
use crate::model::block::{Block, VerseLine};
use crate::typeset::page::cost;
use crate::typeset::paragraph::{Content, Piece, TextAlign};

/// Leading blanks of a line count this many thousandths of an em each.
const BLANK: i64 = 500;

impl Flow<'_, '_> {
    /// Lines of verse.
    pub(super) fn verse(&mut self, block: &Block, lines: &[VerseLine], context: &Context) {
        let edition = self.setter.edition;
        let indent = self.resolve(edition.theme.quote.indent, context);
        self.space(context.leading / 2);
        let inner = context.within(indent, context.size - context.size);
        let mut style = inner.style(edition, &self.page);
        style.align = TextAlign::Start;
        style.hyphenate = false;
        style.hang = context.size * 2;
        let base = style.left;
        for (index, line) in lines.iter().enumerate() {
            if line.content.is_empty() {
                self.space(context.leading);
                continue;
            }
            let first = index == 0 || lines.get(index - 1).is_some_and(|l| l.content.is_empty());
            if !first {
                self.push(VItem::Penalty(stanza_cost(lines, index)));
            }
            let blanks = i64::from(line.indent.min(40));
            let room = (self.page.measure - style.right - base - context.size * 6).at_least_zero();
            style.left = base + context.size.scale(blanks * BLANK, 1000).min(room);
            self.mark(line.id);
            let content =
                Content { node: line.id, span: block.span, pieces: vec![Piece::Inlines(&line.content)] };
            self.para(&content, &style);
        }
        self.space(context.leading / 2);
        self.snap(context);
        self.flush = false;
    }
}

/// The cost of dividing a stanza before line `index`: dear where one line would stand alone.
fn stanza_cost(lines: &[VerseLine], index: usize) -> i64 {
    let blank = |i: Option<usize>| i.and_then(|i| lines.get(i)).is_none_or(|l| l.content.is_empty());
    let second = blank(index.checked_sub(2));
    let last = blank(Some(index + 1));
    if second || last { cost::STANZA_EDGE } else { cost::STANZA }
}
