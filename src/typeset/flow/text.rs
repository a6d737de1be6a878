//! Running text: indents, drop caps and lead-ins, scene breaks.

use super::{Context, Flow, Para, Rigid, VItem};
use crate::model::block::Block;
use crate::model::inline::{Inline, InlineKind};
use crate::model::length::{Length, Measure, Point, Size};
use crate::model::{NodeId, walk};
use crate::source::Span;
use crate::typeset::display::{Frame, Source};
use crate::typeset::page::cost;
use crate::typeset::paragraph::{self, Content, ParagraphStyle, Piece, TextAlign};

/// A paragraph with a drop cap fills this many lines more than the letter is high.
const LINES_BESIDE_DROP_CAP: usize = 1;
/// Lines of a drop cap in a design that has none of its own.
const USUAL_DROP_CAP: u8 = 3;

impl Flow<'_, '_> {
    /// A paragraph of running text.
    pub(super) fn paragraph(&mut self, block: &Block, content: &[Inline], around: &Context) {
        let edition = self.setter.edition;
        if asks_for_drop_cap(content) {
            return self.opening_paragraph(block, content, (self.asked_drop_cap(), false), around);
        }
        let flush = self.flush && !edition.theme.body.indent_first;
        let mut style = around.style(edition, &self.page);
        // A display within a sentence: the text goes on where it was interrupted.
        let goes_on = self.after_display() && walk::flatten(content).starts_with(char::is_lowercase);
        let indented = !flush && !goes_on && matches!(style.align, TextAlign::Justify | TextAlign::Start);
        if indented {
            style.indent = around.indent;
        }
        // Displays and headings bring their own white.
        if matches!(self.last(), Some(VItem::Para(_) | VItem::Float(_))) {
            self.space(around.gap);
        }
        let content = Content { node: block.id, span: block.span, pieces: vec![Piece::Inlines(content)] };
        let mut paragraph = paragraph::set(self.setter, &content, &style);
        self.fit(block, &mut paragraph);
        let shift = Context::shift(&style, &self.page);
        self.push(VItem::Para(Para { paragraph, leading: style.leading, shift, together: false }));
        self.flush = false;
    }

    /// A paragraph with a drop cap of so many lines, or with its first words in small
    /// capitals: the first of a chapter's text, or one whose author asks for it.
    pub(super) fn opening_paragraph(
        &mut self,
        block: &Block,
        content: &[Inline],
        (drop_cap, lead_in): (u8, bool),
        around: &Context,
    ) {
        let edition = self.setter.edition;
        let body = edition.theme.body;
        let mut style = around.style(edition, &self.page);
        if body.indent_first && drop_cap < 2 {
            style.indent = around.indent;
        }
        if let Some(lang) = block.attrs.lang() {
            style.lang = lang.into();
        }
        self.mark(block.id);
        let content = Content { node: block.id, span: block.span, pieces: vec![Piece::Inlines(content)] };
        let plain = style.clone();
        style.lead_in = lead_in;
        style.drop_cap = drop_cap;
        let before = self.setter.findings.len();
        let mut paragraph = paragraph::set(self.setter, &content, &style);
        let lines = paragraph.variants.first().map_or(0, |v| v.lines.len());
        if style.drop_cap > 1 && lines < usize::from(style.drop_cap) + LINES_BESIDE_DROP_CAP {
            self.setter.findings.truncate(before);
            style = ParagraphStyle { lead_in, ..plain };
            paragraph = paragraph::set(self.setter, &content, &style);
        }
        self.fit(block, &mut paragraph);
        let shift = Context::shift(&style, &self.page);
        let para = VItem::Para(Para { paragraph, leading: style.leading, shift, together: false });
        // No page ends beside the letter.
        if matches!(
            self.last(),
            None | Some(VItem::Keep(_) | VItem::Snap | VItem::SnapHalf | VItem::Space(_))
        ) {
            self.push(VItem::Keep(style.drop_cap));
            self.push(para);
        } else {
            self.kept(|flow| flow.push(para));
        }
        self.flush = false;
    }

    /// Lines of a drop cap that the author asks for: the theme's, or three.
    pub(super) fn asked_drop_cap(&self) -> u8 {
        let theme = self.setter.edition.theme.body.drop_cap;
        if theme > 1 { theme } else { USUAL_DROP_CAP }
    }

    /// Whether a chapter's first paragraph can carry a drop cap: it begins with a letter,
    /// perhaps quoted, of plain text.
    pub(super) fn takes_opening(content: &[Inline]) -> bool {
        let Some(Inline { kind: InlineKind::Text(text), .. }) = content.first() else { return false };
        let mut chars = text.chars();
        match chars.next() {
            Some(c) if stands_alone(c) => true,
            Some('“' | '‘' | '„' | '«' | '»' | '"' | '\'' | '‚') => {
                chars.next().is_some_and(stands_alone)
            }
            _ => false,
        }
    }

    /// Sets a paragraph and appends it.
    pub(super) fn para(&mut self, content: &Content<'_>, style: &ParagraphStyle) {
        self.para_as(content, style, false);
    }

    /// [`Self::para`], whose lines may have to stay together.
    pub(super) fn para_as(&mut self, content: &Content<'_>, style: &ParagraphStyle, together: bool) {
        let paragraph = paragraph::set(self.setter, content, style);
        let shift = Context::shift(style, &self.page);
        self.push(VItem::Para(Para { paragraph, leading: style.leading, shift, together }));
    }

    /// Whether the last thing appended was a display's end.
    fn after_display(&self) -> bool {
        matches!(self.last(), Some(VItem::Snap | VItem::SnapHalf | VItem::Float(_)))
    }

    /// The last thing that was appended, places left aside.
    pub(super) fn last(&self) -> Option<&VItem> {
        self.list.items.iter().rev().find(|item| !matches!(item, VItem::Mark(_)))
    }

    /// A pause in the story, with its own ornament or the theme's. A blank one shows the
    /// theme's at the edges of pages, where white would not be seen, or the usual one.
    pub(super) fn scene_break(&mut self, block: &Block, symbol: Option<&str>, around: &Context) {
        let theme = &self.setter.edition.theme.scene_break;
        let (before, after) = (theme.before, theme.after);
        let own = symbol.unwrap_or(&theme.ornament).trim();
        let blank = own.is_empty();
        let shown = [own, &theme.ornament, "* * *"].into_iter().find(|text| !text.trim().is_empty());
        let text = shown.unwrap_or_default().to_owned();
        let line = self.generated_line(&text, block.id, block.span, around);
        let width = line.size.width;
        let mut frame = Frame::new(Size { width: self.page.measure, height: around.leading });
        let room = self.page.measure - around.left - around.right;
        let x = around.left + ((room - width) / 2).at_least_zero();
        frame.place(Point { x, y: Length::ZERO }, line);
        if !blank {
            self.white_above(self.resolve(before, around), around);
        }
        self.push(VItem::Penalty(cost::SCENE_BREAK));
        self.push(VItem::Rigid(Rigid { frame, span: block.span, edge_only: blank, notes: Vec::new() }));
        self.push(VItem::Penalty(cost::SCENE_BREAK));
        if !blank {
            self.space(self.white(self.resolve(after, around), around));
            self.snap(around);
        }
        self.flush = true;
    }

    /// A line of words made for `node`, in the style of running text.
    pub(super) fn generated_line(&mut self, text: &str, node: NodeId, span: Span, around: &Context) -> Frame {
        let style = around.style(self.setter.edition, &self.page);
        paragraph::single_line(self.setter, &generated(text, node, span), &style)
    }

    /// A length of the theme among blocks of this context.
    pub(super) fn resolve(&self, measure: Measure, around: &Context) -> Length {
        measure.resolve(around.size, around.leading, self.page.measure).at_least_zero()
    }
}

/// Whether a paragraph begins with a span of the class `dropcap`.
pub(super) fn asks_for_drop_cap(content: &[Inline]) -> bool {
    let first = content.iter().find(|inline| inline.kind != InlineKind::Anchor);
    first.and_then(|inline| inline.attrs.as_deref()).is_some_and(|attrs| attrs.has("dropcap"))
}

/// Whether a letter can be set apart from its word: those of Latin, Greek, Cyrillic,
/// Armenian; not of scripts whose letters join or fill a square.
fn stands_alone(c: char) -> bool {
    c.is_alphabetic() && (c < '\u{590}' || ('\u{1e00}'..'\u{2000}').contains(&c))
}

/// Words made for a node of the book.
pub(super) fn generated(text: &str, node: NodeId, span: Span) -> Content<'static> {
    made(text, (node, span), Source::Generated(node))
}

/// Words made for a part of a block.
pub(super) fn generated_part(text: &str, block: &Block, part: u32) -> Content<'static> {
    made(text, (block.id, block.span), Source::Part(block.id, part))
}

fn made(text: &str, (node, span): (NodeId, Span), source: Source) -> Content<'static> {
    Content {
        node,
        span,
        pieces: vec![Piece::Generated { text: text.into(), source, raised: false, link: None }],
    }
}
