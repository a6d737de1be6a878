//! Code: every line as it is, in the mono face; lines wider than the measure are broken
//! where they reach it, with a mark that is no part of the text.

use super::text::generated;
use super::{Backdrop, Context, Flow, Rigid, VItem, ceil_to};
use crate::font::{Family, Look};
use crate::model::block::Block;
use crate::model::length::{Length, Point, Size};
use crate::model::{NodeId, Place};
use crate::source::Span;
use crate::typeset::display::{Frame, Paint, Source};
use crate::typeset::page::cost;
use crate::typeset::paragraph::{self, Content, ParagraphStyle, Piece, TextAlign};

/// What a tab is worth in blanks.
const TAB: &str = "    ";
/// No glyph of a mono face is narrower than this part of an em: it bounds how much of a
/// line is tried at once for the place where it breaks.
const NARROWEST: i64 = 4;
/// Signs for a turned line, in case the faces lack the theme's.
const WRAP_MARKS: [&str; 4] = ["↵", "¬", "»", "\\"];

/// The column that code is set in.
struct Column {
    style: ParagraphStyle,
    x: Length,
    width: Length,
    node: NodeId,
    span: Span,
}

impl Flow<'_, '_> {
    /// A code block.
    pub(super) fn code(&mut self, block: &Block, text: &str, around: &Context) {
        let code = &self.setter.edition.theme.code;
        let (size, background) = (code.size, code.background);
        let mut inner = around.sized(size);
        // Letters of code are narrow and low: their leading is reduced half as much as they.
        inner.leading = around.leading.scale(i64::from(i32::midpoint(size, 1000)), 1000).max(Length(1));
        let mut style = inner.style(self.setter.edition, &self.page);
        style.look = Look { family: Family::Mono, bold: false, italic: false };
        style.align = TextAlign::Start;
        style.hyphenate = false;
        style.oldstyle_figures = false;
        let inset = if background > 0 { around.size / 2 } else { Length::ZERO };
        let x = style.left + inset;
        let width = (self.page.measure - style.left - style.right - inset * 2).max(around.size);
        let drop = Backdrop { items: 0..0, x: style.left, width: width + inset * 2, paint: gray(background) };
        let column = Column { style, x, width, node: block.id, span: block.span };
        let pad = if background > 0 { around.leading / 4 } else { Length::ZERO };
        let (start, known) = (self.list.items.len(), self.setter.findings.len());
        self.space(around.leading / 2);
        if background > 0 {
            self.behind(drop, |flow| flow.code_lines(text, &column, pad));
        } else {
            self.code_lines(text, &column, pad);
        }
        self.space(around.leading / 2);
        self.share_rest(start, around);
        self.snap(around);
        self.flush = false;
        self.say_once(known);
    }

    fn code_lines(&mut self, text: &str, column: &Column, pad: Length) {
        self.fixed_space(pad);
        let mut at = 0;
        let count = text.split('\n').count();
        for (index, line) in text.split('\n').enumerate() {
            let cost = match index {
                _ if count <= cost::SMALL_CODE => cost::CODE_SMALL,
                1 => cost::CODE_EDGE,
                index if index + 1 == count => cost::CODE_EDGE,
                _ => cost::CODE_LINE,
            };
            if index == 0 && pad > Length::ZERO {
                self.push(VItem::Keep(1));
            } else if index > 0 {
                self.push(VItem::Penalty(cost));
            }
            self.code_line(line, at, column);
            at += line.len() + 1;
        }
        if pad > Length::ZERO {
            self.push(VItem::Keep(1));
        }
        self.fixed_space(pad);
    }

    /// One line of the source, as many lines as it needs on the page.
    fn code_line(&mut self, line: &str, at: usize, column: &Column) {
        let mut rest = line.trim_end_matches(['\r', ' ', '\t']);
        let (mut at, mut first) = (at, true);
        loop {
            let indent = if first { Length::ZERO } else { column.style.size };
            let window = column.window(rest);
            let frame = self.code_piece(window, at, column);
            let whole = window.len() == rest.len();
            if whole && frame.size.width + indent <= column.width {
                self.code_frame(frame, None, indent, column);
                return;
            }
            let mark = self.wrap_mark(column);
            let room = (column.width - indent - mark.size.width).max(column.style.size);
            let cut = self.code_cut(rest, room, column);
            let frame = self.code_piece(&rest[..cut], at, column);
            self.code_frame(frame, Some(mark), indent, column);
            self.push(VItem::Penalty(cost::CODE_TURNED));
            (rest, at, first) = (&rest[cut..], at + cut, false);
        }
    }

    /// How many bytes of a line fit into `room`: at least one character; after a blank or
    /// a sign where one stands in the last third.
    fn code_cut(&mut self, line: &str, room: Length, column: &Column) -> usize {
        let ends: Vec<usize> =
            line.char_indices().take(column.look_ahead()).map(|(at, c)| at + c.len_utf8()).collect();
        let (mut low, mut high) = (0, ends.len().saturating_sub(1));
        while low < high {
            let middle = (low + high).div_ceil(2);
            if self.code_piece(&line[..ends[middle]], 0, column).size.width <= room {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        let fits = ends.get(low).copied().unwrap_or(line.len());
        let sign = |(at, c): &(usize, char)| (*at * 3 > fits * 2) && !c.is_alphanumeric() && *c != '_';
        line[..fits].char_indices().rev().find(sign).map_or(fits, |(at, c)| at + c.len_utf8())
    }

    fn code_piece(&mut self, text: &str, at: usize, column: &Column) -> Frame {
        let place = |at: usize| Place { node: column.node, at: u32::try_from(at).unwrap_or(u32::MAX) };
        let source = Source::Book(place(at)..place(at + text.len()));
        let text = text.replace('\t', TAB);
        let pieces = vec![Piece::Generated { text: text.into(), source, raised: false, link: None }];
        let content = Content { node: column.node, span: column.span, pieces };
        paragraph::single_line(self.setter, &content, &column.style)
    }

    /// The theme's mark, or the first usual one that the faces have.
    fn wrap_mark(&mut self, column: &Column) -> Frame {
        let edition = self.setter.edition;
        let has = |text: &&str| text.chars().all(|c| edition.fonts.face_for(column.style.look, c).is_some());
        let wanted = edition.theme.code.wrap_mark.as_str();
        let mark = std::iter::once(wanted).chain(WRAP_MARKS).find(has).unwrap_or_default();
        let mut content = generated(mark, column.node, column.span);
        if let Some(Piece::Generated { source, .. }) = content.pieces.first_mut() {
            *source = Source::Artifact;
        }
        let style = ParagraphStyle { paint: Paint::Gray(120), ..column.style.clone() };
        paragraph::single_line(self.setter, &content, &style)
    }

    fn code_frame(&mut self, line: Frame, mark: Option<Frame>, indent: Length, column: &Column) {
        let mut frame = Frame::new(Size { width: self.page.measure, height: column.style.leading });
        frame.place(Point { x: column.x + indent, y: Length::ZERO }, line);
        if let Some(mark) = mark {
            let x = column.x + column.width - mark.size.width;
            frame.place(Point { x, y: Length::ZERO }, mark);
        }
        self.push(VItem::Rigid(Rigid { frame, span: column.span, ..Rigid::default() }));
    }

    /// Shares what a display lacks to whole lines between the space before and after it.
    /// Where it is divided by a page's end, [`VItem::Snap`] does what is left to do.
    pub(super) fn share_rest(&mut self, start: usize, around: &Context) {
        if around.depth > 0 {
            return;
        }
        let height: Length = self.list.items.iter().skip(start).map(VItem::height).sum();
        let rest = ceil_to(height, self.page.leading) - height;
        if let Some(VItem::Space(before)) = self.list.items.get_mut(start) {
            *before += rest / 2;
        }
    }
}

impl Column {
    /// Characters that may fit into the column, and some more.
    fn look_ahead(&self) -> usize {
        let narrow = (self.style.size / NARROWEST).0.max(1);
        usize::try_from(self.width.0 / narrow).unwrap_or(usize::MAX).saturating_add(8)
    }

    /// As much of a line as is ever set at once.
    fn window<'a>(&self, line: &'a str) -> &'a str {
        line.char_indices().nth(self.look_ahead()).map_or(line, |(at, _)| &line[..at])
    }
}

/// The gray of a ground, given in thousandths of black.
fn gray(background: i32) -> Paint {
    let tone = 255 - background.clamp(0, 1000) * 255 / 1000;
    Paint::Gray(u8::try_from(tone).unwrap_or(u8::MAX))
}
