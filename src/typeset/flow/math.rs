//! Formulas on lines of their own: centred, the number at the right of the measure.

use super::code::Column;
use super::text::generated;
use super::{Context, Flow, Rigid, VItem, times};
use crate::model::block::{Block, CodeBlock};
use crate::model::length::{Length, Point, Size};
use crate::typeset::display::Frame;
use crate::typeset::paragraph;

impl Flow<'_, '_> {
    /// A formula, shown as its source. One too wide for the measure is broken as code is.
    pub(super) fn math(&mut self, block: &Block, tex: &str, around: &Context) {
        let column = self.code_column(block, around);
        let number = self.setter.edition.book.numbers.get(&block.id);
        let number = number.map(|number| {
            let style = around.style(self.setter.edition, &self.page);
            let text = format!("({})", number.text);
            paragraph::single_line(self.setter, &generated(&text, block.id, block.span), &style)
        });
        let aside = number.as_ref().map_or(Length::ZERO, |n| n.size.width + around.size);
        let known = self.setter.findings.len();
        let lines = self.formula_lines(tex, &column);
        let width = lines.iter().map(|line| line.size.width).max().unwrap_or_default();
        // Centred in the whole measure where the number leaves room, else beside it.
        if width + aside > column.width {
            self.setter.findings.truncate(known);
            return self.wide_formula(block, tex, number, around);
        }
        let centered = (column.width - width) / 2;
        let x = column.x + centered.min(column.width - width - aside);
        let height = times(column.style.leading, lines.len());
        let mut frame = Frame::new(Size { width: self.page.measure, height });
        let mut y = Length::ZERO;
        for line in lines {
            frame.place(Point { x, y }, line);
            y += column.style.leading;
        }
        if let Some(number) = number {
            let y = (height - number.size.height) / 2;
            frame.place(Point { x: column.x + column.width - number.size.width, y }, number);
        }
        let start = self.list.items.len();
        self.space(around.leading / 2);
        self.push(VItem::Rigid(Rigid { frame, span: block.span, ..Rigid::default() }));
        self.space(around.leading / 2);
        self.share_rest(start, around);
        self.snap(around);
        self.flush = false;
        self.say_once(known);
    }

    fn formula_lines(&mut self, tex: &str, column: &Column) -> Vec<Frame> {
        let mut at = 0;
        let mut lines = Vec::new();
        for line in tex.split('\n') {
            lines.push(self.code_piece(column.window(line), at, column));
            // A line longer than any page is wide is no line of a formula: it is broken.
            if column.window(line).len() < line.len()
                && let Some(last) = lines.last_mut()
            {
                last.size.width = Length(i64::MAX / 8);
            }
            at += line.len() + 1;
        }
        lines
    }

    fn wide_formula(&mut self, block: &Block, tex: &str, number: Option<Frame>, around: &Context) {
        let code = CodeBlock { text: tex.to_owned(), ..CodeBlock::default() };
        self.code_as(block, &code, None, around);
        let Some(number) = number else { return };
        let mut frame = Frame::new(Size { width: self.page.measure, height: number.size.height });
        let x = (self.page.measure - around.right - number.size.width).at_least_zero();
        frame.place(Point { x, y: Length::ZERO }, number);
        self.push(VItem::Keep(1));
        self.push(VItem::Rigid(Rigid { frame, span: block.span, ..Rigid::default() }));
        self.space(around.leading / 2);
        self.snap(around);
    }
}
