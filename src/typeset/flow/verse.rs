//! Verse: each line a paragraph of its own, turned lines hanging, stanzas kept together
//! as far as a page allows.

use super::text::generated;
use super::{Context, Flow, VItem};
use crate::model::block::{Block, Verse, VerseLine};
use crate::model::length::Length;
use crate::typeset::display::Frame;
use crate::typeset::page::cost;
use crate::typeset::paragraph::{self, Content, Piece, TextAlign};

/// Leading blanks of a line count this many thousandths of an em each.
const BLANK: i64 = 500;
/// Size of the numbers of lines, thousandths of the text's.
const NUMBER_SIZE: i32 = 800;

impl Flow<'_, '_> {
    /// Lines of verse.
    pub(super) fn verse(&mut self, block: &Block, verse: &Verse, around: &Context) {
        let lines = verse.lines.as_slice();
        let edition = self.setter.edition;
        let indent = self.resolve(edition.theme.quote.indent, around);
        self.white_above(around.leading / 2, around);
        let inner = around.within(indent, Length::ZERO);
        let mut style = inner.style(edition, &self.page);
        style.align = TextAlign::Start;
        style.hyphenate = false;
        style.hang = around.size * 2;
        let base = style.left;
        let numbers = self.line_numbers(block, verse, &inner);
        let column = numbers.iter().flatten().map(|number| number.size.width).max().unwrap_or_default();
        let edge = self.page.measure - style.right;
        if column > Length::ZERO {
            style.right += column + around.size;
        }
        for ((index, line), number) in lines.iter().enumerate().zip(numbers) {
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
            if let Some(frame) = number {
                self.push(VItem::Hang { x: edge - frame.size.width, frame });
            }
            let content =
                Content { node: line.id, span: block.span, pieces: vec![Piece::Inlines(&line.content)] };
            self.para(&content, &style);
        }
        self.space(self.white(around.leading / 2, around));
        self.snap(around);
        self.flush = false;
    }

    /// For each line the number that stands beside it, if one does.
    fn line_numbers(&mut self, block: &Block, verse: &Verse, inner: &Context) -> Vec<Option<Frame>> {
        let every = verse.number_every.filter(|every| *every > 0);
        let style = inner.sized(NUMBER_SIZE).style(self.setter.edition, &self.page);
        let mut count = 0_u32;
        let numbers = verse.lines.iter().map(|line| {
            count = count.saturating_add(u32::from(!line.content.is_empty()));
            let due = every.is_some_and(|every| count > 0 && count.is_multiple_of(every));
            (due && !line.content.is_empty()).then(|| {
                let content = generated(&count.to_string(), block.id, block.span);
                paragraph::single_line(self.setter, &content, &style)
            })
        });
        numbers.collect()
    }
}

/// The cost of dividing a stanza of so many lines before line `index`: dear where one line
/// would stand alone.
pub(super) fn stanza_cost(index: usize, lines: usize) -> i64 {
    if index == 1 || index + 1 == lines { cost::STANZA_EDGE } else { cost::STANZA }
}
