//! Code: every line as it is, in the mono face; lines wider than the measure are broken
//! where they reach it, with a mark that is no part of the text.

use super::caption::Caption;
use super::text::{generated, generated_part};
use super::{Backdrop, Context, Flow, Rigid, VItem, ceil_to};
use crate::font::{Family, Look};
use crate::model::block::{Block, CodeBlock};
use crate::model::length::{Length, Point, Size};
use crate::model::{NodeId, Place, walk};
use crate::source::Span;
use crate::typeset::display::{Frame, Paint, Source};
use crate::typeset::page::cost;
use crate::typeset::paragraph::{self, Content, ParagraphStyle, Piece, TextAlign};

/// Size of a file's name, thousandths of a caption's.
const FILE_NAME: i64 = 850;
/// What a tab is worth in blanks.
const TAB: &str = "    ";
/// No glyph of a mono face is narrower than this part of an em: it bounds how much of a
/// line is tried at once for the place where it breaks.
const NARROWEST: i64 = 4;
/// Signs for a turned line, in case the faces lack the theme's.
const WRAP_MARKS: [&str; 4] = ["↵", "¬", "»", "\\"];

/// White between the number of a line and the line, thousandths of the size.
const NUMBER_GAP: i64 = 1000;
/// Gray of the numbers of lines.
const NUMBER_GRAY: Paint = Paint::Gray(110);

/// The column that code is set in.
pub(super) struct Column {
    pub(super) style: ParagraphStyle,
    pub(super) x: Length,
    pub(super) width: Length,
    /// The right edge of the numbers of lines.
    numbers: Length,
    node: NodeId,
    span: Span,
    /// Bytes of the block's text before the code: its caption's.
    before: usize,
}

impl Flow<'_, '_> {
    /// A code block with its caption and the name of its file above it.
    pub(super) fn code(&mut self, block: &Block, code: &CodeBlock, around: &Context) {
        // Code stands at the left, and what is said of it above its beginning.
        let caption = self.caption_as(block, &code.caption, TextAlign::Start, around);
        self.floated(block, around, |flow| {
            flow.code_as(block, code, caption, around);
            // A listing may be divided: it moves only where its author wants that.
            false
        });
    }

    /// [`Self::code`] with the caption it has.
    pub(super) fn code_as(
        &mut self,
        block: &Block,
        code: &CodeBlock,
        caption: Option<Caption>,
        around: &Context,
    ) {
        let background = self.setter.edition.theme.code.background;
        let mut column = self.code_column(block, around);
        column.before = walk::flatten(&code.caption).len();
        let inset = if background > 0 { around.size / 2 } else { Length::ZERO };
        let x = column.x - inset;
        let drop = Backdrop { items: 0..0, x, width: column.width + inset * 2, paint: gray(background) };
        let pad = if background > 0 { around.leading / 4 } else { Length::ZERO };
        let (start, known) = (self.list.items.len(), self.setter.findings.len());
        self.space(around.leading / 2);
        if let Some(caption) = caption {
            self.push(caption.into_item());
            self.push(VItem::Space(around.leading / 4));
            self.push(VItem::Keep(2));
        }
        self.file_name(block, code, x, around);
        column.make_room(self.widest_number(code, &column));
        if background > 0 {
            self.behind(drop, |flow| flow.code_lines(code, &column, pad));
        } else {
            self.code_lines(code, &column, pad);
        }
        self.space(around.leading / 2);
        self.share_rest(start, around);
        self.snap(around);
        self.flush = false;
        self.say_once(known);
    }

    /// The column for a block's code.
    pub(super) fn code_column(&self, block: &Block, around: &Context) -> Column {
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
        Column { style, x, width, numbers: x, node: block.id, span: block.span, before: 0 }
    }

    /// The name of the file that the code stands in, above it.
    fn file_name(&mut self, block: &Block, code: &CodeBlock, x: Length, around: &Context) {
        let Some(name) = code.filename.as_deref().filter(|name| !name.trim().is_empty()) else { return };
        let mut style = self.caption_style(around);
        style.look = Look { family: Family::Mono, bold: true, italic: false };
        style.size = style.size.scale(FILE_NAME, 1000).max(Length(1));
        (style.align, style.left) = (TextAlign::Start, x);
        self.para_as(&generated_part(name, block, 0), &style, true);
        self.push(VItem::Space(around.leading / 8));
        self.push(VItem::Keep(2));
    }

    /// The width of the highest number of a line; zero when lines have none.
    fn widest_number(&mut self, code: &CodeBlock, column: &Column) -> Length {
        let Some(first) = code.numbered_from else { return Length::ZERO };
        let count = u32::try_from(code.text.split('\n').count()).unwrap_or(u32::MAX);
        let last = first.saturating_add(count.saturating_sub(1));
        let widest = "8".repeat(last.to_string().len());
        self.line_number(&widest, column).size.width
    }

    fn line_number(&mut self, text: &str, column: &Column) -> Frame {
        let style = ParagraphStyle { paint: NUMBER_GRAY, ..column.style.clone() };
        let mut content = generated(text, column.node, column.span);
        if let Some(Piece::Generated { source, .. }) = content.pieces.first_mut() {
            *source = Source::Artifact;
        }
        paragraph::single_line(self.setter, &content, &style)
    }

    fn code_lines(&mut self, code: &CodeBlock, column: &Column, pad: Length) {
        let text = code.text.as_str();
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
            let number = code.numbered_from.map(|first| {
                let number = first.saturating_add(u32::try_from(index).unwrap_or(u32::MAX));
                self.line_number(&number.to_string(), column)
            });
            if line.trim().is_empty() && number.is_none() && index > 0 && index + 1 < count {
                // Nothing is seen of it at the edge of a page, where it would take a line.
                self.push(VItem::Space(column.style.leading));
            } else {
                self.code_line(line, at, number, column);
            }
            at += line.len() + 1;
        }
        if pad > Length::ZERO {
            self.push(VItem::Keep(1));
        }
        self.fixed_space(pad);
    }

    /// One line of the source, as many lines as it needs on the page.
    fn code_line(&mut self, line: &str, at: usize, mut number: Option<Frame>, column: &Column) {
        let mut rest = line.trim_end_matches(['\r', ' ', '\t']);
        let (mut at, mut first) = (at, true);
        let turned = self.code_turned(rest, column);
        loop {
            let indent = if first { Length::ZERO } else { turned };
            let window = column.window(rest);
            let frame = self.code_piece(window, at, column);
            let whole = window.len() == rest.len();
            if whole && frame.size.width + indent <= column.width {
                self.code_frame(frame, (number, None), indent, column);
                return;
            }
            let mark = self.wrap_mark(column);
            let room = (column.width - indent - mark.size.width).max(column.style.size);
            let cut = self.code_cut(rest, room, column);
            let frame = self.code_piece(&rest[..cut], at, column);
            self.code_frame(frame, (number.take(), Some(mark)), indent, column);
            self.push(VItem::Penalty(cost::CODE_TURNED));
            (rest, at, first) = (&rest[cut..], at + cut, false);
        }
    }

    /// How far in a turned line stands: further than what it goes on from, but never beyond
    /// the middle of the column.
    fn code_turned(&mut self, line: &str, column: &Column) -> Length {
        let blanks = line.chars().take_while(|c| matches!(c, ' ' | '\t'));
        let count: usize =
            blanks.map(|c| if c == '\t' { TAB.len() } else { 1 }).take(column.look_ahead()).sum();
        let blank = if count > 0 { self.code_piece("0", 0, column).size.width } else { Length::ZERO };
        let own = blank * i64::try_from(count).unwrap_or(0);
        own.min(column.width / 2) + column.style.size
    }

    /// How many bytes of a line fit into `room`: at least one character; where one reads on
    /// most easily in the last third.
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
        let last_third = ends.iter().copied().take(low + 1).rev().take_while(|end| *end * 3 > fits * 2);
        last_third.min_by_key(|end| break_rank(line, *end)).unwrap_or(fits)
    }

    pub(super) fn code_piece(&mut self, text: &str, at: usize, column: &Column) -> Frame {
        let place = |at: usize| {
            let at = u32::try_from(column.before + at).unwrap_or(u32::MAX);
            Place { node: column.node, at }
        };
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

    fn code_frame(
        &mut self,
        line: Frame,
        (number, mark): (Option<Frame>, Option<Frame>),
        indent: Length,
        column: &Column,
    ) {
        let mut frame = Frame::new(Size { width: self.page.measure, height: column.style.leading });
        if let Some(number) = number {
            frame.place(Point { x: column.numbers - number.size.width, y: Length::ZERO }, number);
        }
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
        if around.leading != self.page.leading {
            return;
        }
        let height: Length = self.list.items.iter().skip(start).map(VItem::height).sum();
        let rest = ceil_to(height, self.page.leading) - height;
        if let Some(VItem::Space(before)) = self.list.items.get_mut(start) {
            *before += rest / 2;
        }
        if let Some(VItem::Space(after)) = self.list.items.last_mut() {
            *after += rest - rest / 2;
        }
    }
}

impl Column {
    /// Moves the code right of its numbers, of which the widest is this wide.
    fn make_room(&mut self, number: Length) {
        if number > Length::ZERO {
            self.numbers = self.x + number;
            let taken = number + self.style.size.scale(NUMBER_GAP, 1000);
            self.x += taken;
            self.width = (self.width - taken).max(self.style.size);
        }
    }

    /// Characters that may fit into the column, and some more.
    fn look_ahead(&self) -> usize {
        let narrow = (self.style.size / NARROWEST).0.max(1);
        usize::try_from(self.width.0 / narrow).unwrap_or(usize::MAX).saturating_add(8)
    }

    /// As much of a line as is ever set at once.
    pub(super) fn window<'a>(&self, line: &'a str) -> &'a str {
        line.char_indices().nth(self.look_ahead()).map_or(line, |(at, _)| &line[..at])
    }
}

/// How ill a line of code is broken before a byte: least after a blank, then where a step or
/// an argument ends, then after a sign that belongs to what comes before it.
fn break_rank(line: &str, end: usize) -> u8 {
    let (before, after) = line.split_at(end);
    let mut back = before.chars().rev();
    let (Some(last), previous) = (back.next(), back.next()) else { return u8::MAX };
    match last {
        c if c.is_whitespace() => 0,
        ',' | ';' | ')' | ']' | '}' => 1,
        _ if after.starts_with('.') && !last.is_ascii_digit() => 1,
        c if c.is_alphanumeric() || c == '_' || c == '.' => 3,
        // What opens something, and the signs of an option, stay with what follows.
        '(' | '[' | '{' | '<' | '"' | '\'' | '`' | '&' | '*' | '@' | '#' | '$' => 3,
        c if previous.is_none_or(|p| p.is_whitespace() || p == c) => 3,
        _ => 2,
    }
}

/// The gray of a ground, given in thousandths of black.
pub(super) fn gray(background: i32) -> Paint {
    let tone = 255 - background.clamp(0, 1000) * 255 / 1000;
    Paint::Gray(u8::try_from(tone).unwrap_or(u8::MAX))
}

#[cfg(test)]
mod tests {
    use super::break_rank;

    #[test]
    fn code_is_broken_where_it_reads_on() {
        let ranks = |line: &str| -> Vec<u8> { (1..line.len()).map(|end| break_rank(line, end)).collect() };
        assert_eq!(ranks("a --b c"), [3, 0, 3, 3, 3, 0], "an option stays whole");
        assert_eq!(ranks("a().b(c, d)"), [3, 3, 1, 3, 3, 3, 3, 1, 0, 3], "a step begins with its stop");
        assert_eq!(ranks("a/b-c"), [3, 2, 3, 2]);
        assert_eq!(ranks("1.5"), [3, 3]);
    }
}
