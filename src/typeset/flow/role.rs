//! Containers by what they are for, and who said what stands in them.

use super::{Context, Flow, VItem};
use crate::model::block::{Block, Role};
use crate::model::inline::Inline;
use crate::model::length::{Length, Measure};
use crate::model::walk;
use crate::typeset::display::Source;
use crate::typeset::paragraph::{Content, Piece, TextAlign};

/// What stands before a name that the author wrote without a dash.
const DASH: &str = "—\u{a0}";

impl Flow<'_, '_> {
    /// A container.
    pub(super) fn div(
        &mut self,
        block: &Block,
        (role, title): (Role, &[Inline]),
        blocks: &[Block],
        around: &Context,
    ) {
        let half = Measure::Lines(500);
        match role {
            Role::Epigraph => self.epigraph(blocks, around),
            Role::Dedication => {
                let mut inner = around.within(Length::ZERO, Length::ZERO);
                (inner.italic, inner.align) = (true, TextAlign::Center);
                self.display(around, (half, half), |flow| flow.kept(|flow| flow.blocks(blocks, &inner)));
            }
            Role::Letter => {
                let quote = self.setter.edition.theme.quote;
                let indent = self.resolve(quote.indent, around);
                let inner = around.within(indent, indent);
                self.display(around, (quote.before, quote.after), |flow| flow.blocks(blocks, &inner));
            }
            Role::Sidebar => self.sidebar(block, title, blocks, around),
            Role::PullQuote => self.pull_quote(blocks, around),
            Role::Keep => self.kept(|flow| flow.titled(block, title, blocks, around)),
            Role::Theorem(kind) => self.theorem(block, (kind, title), blocks, around),
            Role::Proof => self.proof(block, title, blocks, around),
            Role::Center => {
                let mut inner = around.within(Length::ZERO, Length::ZERO);
                inner.align = TextAlign::Center;
                self.display(around, (half, half), |flow| flow.titled(block, title, blocks, &inner));
            }
            Role::Details => {
                self.display(around, (half, half), |flow| flow.titled(block, title, blocks, around));
            }
            Role::Plain | Role::Glossary | Role::References | Role::Index => {
                self.titled(block, title, blocks, around);
            }
        }
    }

    /// Blocks below their title, if there is one.
    fn titled(&mut self, block: &Block, title: &[Inline], blocks: &[Block], around: &Context) {
        if !title.is_empty() {
            self.head_line(block, title, !blocks.is_empty(), around);
            self.flush = true;
        }
        self.blocks(blocks, around);
    }

    /// A quotation before the text: narrow, ragged, whole.
    fn epigraph(&mut self, blocks: &[Block], around: &Context) {
        let theme = self.setter.edition.theme.epigraph;
        let indent = self.resolve(theme.indent, around);
        let mut inner = around.within(indent, indent).sized(theme.size);
        inner.italic = theme.italic;
        inner.align = TextAlign::Start;
        inner.indent = inner.size;
        // Two epigraphs follow each other as one block of matter does.
        let (before, after) = (Measure::Lines(0), Measure::Lines(1500));
        self.display(around, (before, after), |flow| flow.kept(|flow| flow.blocks(blocks, &inner)));
        self.push(VItem::Keep(2));
        self.flush = true;
    }

    /// Who said what stands above: at the end of a line of its own, with a dash.
    pub(super) fn attribution(&mut self, block: &Block, content: &[Inline], around: &Context) {
        let mut style = around.style(self.setter.edition, &self.page);
        (style.look.italic, style.hyphenate) = (false, false);
        style.align = if around.align == TextAlign::Center { TextAlign::Center } else { TextAlign::End };
        if style.size > self.page.size {
            // Below words set large a name is set as text is.
            (style.size, style.leading) = (self.page.size, self.page.leading);
        }
        let dashed = walk::flatten(content).trim_start().starts_with(['—', '–', '―', '-']);
        let mut pieces = Vec::with_capacity(2);
        if !dashed {
            let source = Source::Generated(block.id);
            pieces.push(Piece::Generated { text: DASH.into(), source, raised: false, link: None });
        }
        pieces.push(Piece::Inlines(content));
        self.push(VItem::Keep(1));
        self.para_as(&Content { node: block.id, span: block.span, pieces }, &style, true);
        self.flush = true;
    }
}
