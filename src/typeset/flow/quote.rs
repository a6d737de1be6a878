//! Quotes and callouts.

use super::text::generated;
use super::{Backdrop, Context, Flow, VItem};
use crate::model::block::{Block, CalloutKind};
use crate::model::inline::Inline;
use crate::model::length::{Length, Measure};
use crate::model::theme::LabelStyle;
use crate::resolve::words::{Word, Words};
use crate::typeset::display::Paint;
use crate::typeset::paragraph::{Content, TextAlign};

/// Width of the rule beside a callout.
const SIDE_RULE: Length = Length(Length::PER_PT * 3 / 2);
/// Its gray.
const SIDE_GRAY: u8 = 110;

impl Flow<'_, '_> {
    /// Quoted matter.
    pub(super) fn quote(&mut self, blocks: &[Block], around: &Context) {
        let quote = self.setter.edition.theme.quote;
        let indent = self.resolve(quote.indent, around);
        let mut inner = around.within(indent, indent).sized(quote.size);
        inner.indent = inner.size;
        self.display(around, (quote.before, quote.after), |flow| flow.blocks(blocks, &inner));
    }

    /// A note, tip, warning… with a rule beside it.
    pub(super) fn callout(
        &mut self,
        block: &Block,
        (kind, title): (CalloutKind, &[Inline]),
        blocks: &[Block],
        around: &Context,
    ) {
        let inner = around.within(around.size * 3 / 2, Length::ZERO);
        let drop = Backdrop {
            items: 0..0,
            x: inner.style(self.setter.edition, &self.page).left - around.size * 3 / 2,
            width: SIDE_RULE,
            paint: Paint::Gray(SIDE_GRAY),
        };
        let half = Measure::Lines(500);
        self.display(around, (half, half), |flow| {
            flow.behind(drop, |flow| {
                let mut style = inner.style(flow.setter.edition, &flow.page);
                style.look.bold = true;
                style.align = TextAlign::Start;
                let word = Words::of(&inner.lang).get(callout_word(kind));
                let pieces = flow.numbered(block.id, title, (&inner.lang, LabelStyle::Upright));
                let content = if pieces.is_empty() {
                    generated(word, block.id, block.span)
                } else {
                    Content { node: block.id, span: block.span, pieces }
                };
                flow.para_as(&content, &style, true);
                if !blocks.is_empty() {
                    flow.push(VItem::Keep(2));
                }
                flow.flush = true;
                flow.blocks(blocks, &inner);
            });
        });
    }

    /// A display: space before and after, text flush at its start, back to the grid.
    pub(super) fn display(
        &mut self,
        around: &Context,
        (before, after): (Measure, Measure),
        body: impl FnOnce(&mut Self),
    ) {
        let (before, after) = (self.resolve(before, around), self.resolve(after, around));
        self.white_above(before, around);
        self.flush = true;
        body(self);
        self.space(self.white(after, around));
        self.snap(around);
        self.flush = false;
    }
}

/// The word above a callout that has no title of its own.
fn callout_word(kind: CalloutKind) -> Word {
    match kind {
        CalloutKind::Note => Word::CalloutNote,
        CalloutKind::Tip => Word::CalloutTip,
        CalloutKind::Important => Word::CalloutImportant,
        CalloutKind::Warning => Word::CalloutWarning,
        CalloutKind::Caution => Word::CalloutCaution,
    }
}
