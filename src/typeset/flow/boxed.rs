//! What is set off by rules or a ground: sidebars and pull quotes.

use super::{Backdrop, Context, Flow, Rigid, VItem};
use crate::model::block::Block;
use crate::model::inline::Inline;
use crate::model::length::{Length, Measure, Point, Size};
use crate::model::theme::LabelStyle;
use crate::typeset::display::{Frame, Item, Paint};
use crate::typeset::paragraph::{Content, TextAlign};

/// Thickness of the rules above and below a box.
const RULE: Length = Length(Length::PER_PT / 2);
/// Lines of text that stay with a box's title.
const BESIDE_TITLE: u8 = 2;

impl Flow<'_, '_> {
    /// Matter beside the text: on a ground, or between rules where the theme has none.
    pub(super) fn sidebar(&mut self, block: &Block, title: &[Inline], blocks: &[Block], around: &Context) {
        let theme = self.setter.edition.theme.sidebar;
        let pad = around.size;
        let inset = if theme.background > 0 { pad } else { Length::ZERO };
        let mut inner = around.within(inset, inset).sized(theme.size);
        inner.leading = around.leading.scale(i64::from(i32::midpoint(theme.size, 1000)), 1000).max(Length(1));
        let left = inner.style(self.setter.edition, &self.page).left - inset;
        let width = (self.page.measure - left - around.right).max(around.size);
        let line = Measure::Lines(1000);
        self.display(around, (line, line), |flow| {
            if theme.background > 0 {
                let paint = super::code::gray(theme.background);
                let drop = Backdrop { items: 0..0, x: left, width, paint };
                flow.behind(drop, |flow| {
                    flow.fixed_space(pad * 3 / 5);
                    flow.push(VItem::Keep(1));
                    flow.box_text(block, title, blocks, &inner);
                    flow.push(VItem::Keep(1));
                    flow.fixed_space(pad * 3 / 5);
                });
            } else {
                flow.rule_line((left, width), pad * 2 / 5, RULE_ABOVE);
                flow.push(VItem::Keep(1));
                flow.box_text(block, title, blocks, &inner);
                flow.push(VItem::Keep(1));
                flow.rule_line((left, width), pad * 2 / 5, RULE_BELOW);
            }
        });
    }

    /// The title of a box and what it holds.
    fn box_text(&mut self, block: &Block, title: &[Inline], blocks: &[Block], inner: &Context) {
        self.head_line(block, title, !blocks.is_empty(), inner);
        self.flush = true;
        self.blocks(blocks, inner);
    }

    /// A title in bold, with its number if it has one, that stays with what follows.
    pub(super) fn head_line(&mut self, block: &Block, title: &[Inline], more: bool, around: &Context) {
        let pieces = self.numbered(block.id, title, (&around.lang, LabelStyle::Upright));
        if pieces.is_empty() {
            return;
        }
        let mut style = around.style(self.setter.edition, &self.page);
        style.look.bold = true;
        style.look.family = crate::font::Family::Heading;
        style.align = TextAlign::Start;
        style.hyphenate = false;
        self.para_as(&Content { node: block.id, span: block.span, pieces }, &style, true);
        if more {
            self.push(VItem::Keep(BESIDE_TITLE));
        }
    }

    /// A sentence of the text set large between rules.
    pub(super) fn pull_quote(&mut self, blocks: &[Block], around: &Context) {
        let theme = self.setter.edition.theme.pull_quote;
        let indent = around.size * 2;
        let mut inner = around.within(indent, indent).sized(theme.size);
        inner.leading = around.leading.scale(i64::from(theme.size), 1000).max(Length(1));
        inner.italic = theme.italic;
        inner.align = TextAlign::Center;
        inner.gap = Length::ZERO;
        let left = inner.style(self.setter.edition, &self.page).left;
        let width = (self.page.measure - left - inner.right).max(around.size);
        let line = Measure::Lines(1000);
        self.display(around, (line, line), |flow| {
            flow.kept(|flow| {
                flow.rule_line((left, width), around.size / 2, RULE_ABOVE);
                flow.blocks(blocks, &inner);
                flow.rule_line((left, width), around.size / 2, RULE_BELOW);
            });
        });
    }

    /// A rule with white on the side of the text.
    fn rule_line(&mut self, (x, width): (Length, Length), white: Length, above: bool) {
        let mut frame = Frame::new(Size { width: x + width, height: white + RULE });
        let y = if above { Length::ZERO } else { white };
        let size = Size { width, height: RULE };
        frame.push(Point { x, y }, Item::Rule { size, paint: Paint::BLACK });
        self.push(VItem::Rigid(Rigid { frame, ..Rigid::default() }));
    }
}

/// The rule stands above its white.
const RULE_ABOVE: bool = true;
/// The rule stands below its white.
const RULE_BELOW: bool = false;
