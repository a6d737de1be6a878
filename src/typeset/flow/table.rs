//! Tables: cells set ragged in columns as wide as their content asks, rules as the
//! theme has them, rows for the page breaker to part.

use super::table_columns::{Need, widths};
use super::{Context, Flow, Rigid, Row, Rows, VItem, times};
use crate::model::block::{self, Align, Block, Table};
use crate::model::inline::{Inline, InlineKind};
use crate::model::length::{Length, Point, Size};
use crate::model::theme::TableRules;
use crate::model::walk;
use crate::source::Span;
use crate::typeset::display::{Frame, Item, Paint};
use crate::typeset::paragraph::{self, Content, Paragraph, ParagraphStyle, Piece, TextAlign};

/// Rules in thousandths of the size: heavy above and below, light within (booktabs).
const HEAVY: i64 = 80;
const LIGHT: i64 = 50;
/// White above and below the text of a row, thousandths of the leading.
const ROW_PAD: i64 = 120;
/// Rows higher than this part of a page, in tenths, may be divided.
const WHOLE_ROW: i64 = 4;

/// How a table stands on the page.
struct Grid {
    style: ParagraphStyle,
    /// Left edge and width of each column, and how its text stands.
    columns: Vec<(Length, Length, TextAlign)>,
    /// Left edge and width of the table.
    x: Length,
    width: Length,
    pad: Length,
    size: Length,
    span: Span,
    rules: TableRules,
}

impl Flow<'_, '_> {
    /// A table with its caption above.
    pub(super) fn table(&mut self, block: &Block, table: &Table, around: &Context) {
        let (start, known) = (self.list.items.len(), self.setter.findings.len());
        self.space(around.leading * 3 / 4);
        if !table.caption.is_empty() {
            let (paragraph, leading) = self.caption(block, &table.caption, around);
            self.push(VItem::Para(super::Para { paragraph, leading, shift: Length::ZERO, together: true }));
            self.push(VItem::Space(around.leading / 4));
            self.push(VItem::Keep(2));
        }
        let grid = self.grid(block, table, around);
        let mut rows = Rows { foot: grid.rule(HEAVY, Length::ZERO), ..Rows::default() };
        let mut head: Vec<Row> = Vec::new();
        for row in &table.head {
            head.extend(self.row(row, &grid, false));
        }
        if !head.is_empty() {
            let head = grid.head(head);
            // A head that would fill the page is shown once.
            if head.frame.size.height * 3 < self.page.height() {
                rows.head = Some(head);
            } else {
                rows.rows.push(Row { cells: head, continued: false });
            }
        }
        let count = table.body.len();
        for (index, row) in table.body.iter().enumerate() {
            let ruled = grid.rules == TableRules::Rows && index + 1 < count;
            let made = self.row(row, &grid, ruled);
            rows.rows.extend(made);
        }
        if rows.head.is_none()
            && let Some(first) = rows.rows.first_mut()
        {
            let top = grid.rule(HEAVY, Length::ZERO);
            first.cells.frame.place(Point::default(), top);
        }
        if rows.head.is_some() || !rows.rows.is_empty() {
            self.push(VItem::Rows(rows));
        }
        self.space(around.leading * 3 / 4);
        self.share_rest(start, around);
        self.snap(around);
        self.flush = false;
        self.say_once(known);
    }

    /// Measures every cell and shares the measure among the columns.
    fn grid(&mut self, block: &Block, table: &Table, around: &Context) -> Grid {
        let edition = self.setter.edition;
        let inner = around.sized(edition.theme.table.size);
        let mut style = inner.style(edition, &self.page);
        style.leading = around
            .leading
            .scale(i64::from(i32::midpoint(edition.theme.table.size, 1000)), 1000)
            .max(Length(1));
        (style.oldstyle_figures, style.tabular_figures) = (false, true);
        style.align = TextAlign::Start;
        let (left, room) = (style.left, (self.page.measure - style.left - style.right).max(style.size));
        (style.left, style.right) = (Length::ZERO, Length::ZERO);
        let count = i64::try_from(table.columns.len().max(1)).unwrap_or(i64::MAX);
        let gap = (style.size * 3 / 2).min(room / (count * 4));
        let needs = self.needs(table, &style);
        let shared = widths(&needs, room - gap * (count - 1));
        let width = shared.iter().copied().sum::<Length>() + gap * (count - 1);
        let x = left + ((room - width) / 2).at_least_zero();
        let mut columns = Vec::with_capacity(shared.len());
        let mut at = x;
        for (column, align) in shared.into_iter().zip(&table.columns) {
            columns.push((at, column, text_align(*align)));
            at += column + gap;
        }
        let pad = around.leading.scale(ROW_PAD, 1000);
        let rules = edition.theme.table.rules;
        Grid { size: around.size, style, columns, x, width, pad, span: block.span, rules }
    }

    /// What each column needs. Measuring says nothing new about glyphs: setting will.
    fn needs(&mut self, table: &Table, style: &ParagraphStyle) -> Vec<Need> {
        let known = self.setter.findings.len();
        let mut needs = vec![Need::default(); table.columns.len()];
        for row in table.head.iter().chain(&table.body) {
            for (need, cell) in needs.iter_mut().zip(&row.cells) {
                let pieces = vec![Piece::Inlines(&cell.content)];
                let content = Content { node: cell.id, span: Span::default(), pieces };
                let natural = paragraph::single_line(self.setter, &content, style).size.width;
                // Words as they are, and a hair for what rounding and bold type add.
                need.natural = need.natural.max(natural + style.size / 16);
                let mut words = vec![InlineKind::Text(longest_word(&walk::flatten(&cell.content)))];
                walk::inlines(&cell.content, &mut |inline| {
                    if let InlineKind::Code(code) = &inline.kind {
                        words.push(InlineKind::Code(longest_word(code)));
                    }
                });
                for kind in words {
                    let word = [Inline { id: cell.id, kind, attrs: None, span: Span::default() }];
                    let pieces = vec![Piece::Inlines(&word)];
                    let content = Content { node: cell.id, span: Span::default(), pieces };
                    let word = paragraph::single_line(self.setter, &content, style).size.width;
                    need.least = need.least.max(word + style.size / 8).min(need.natural);
                }
            }
        }
        self.setter.findings.truncate(known);
        needs
    }

    /// A row; one that is too high to stay whole is returned line by line.
    fn row(&mut self, row: &block::Row, grid: &Grid, ruled: bool) -> Vec<Row> {
        let mut cells: Vec<(Length, Paragraph)> = Vec::with_capacity(row.cells.len());
        let mut anchors = Vec::new();
        for (cell, (x, width, align)) in row.cells.iter().zip(&grid.columns) {
            let style = ParagraphStyle { measure: *width, align: *align, ..grid.style.clone() };
            if self.setter.edition.book.anchors.contains(&cell.id) {
                anchors.push((*x, cell.id));
            }
            let pieces = vec![Piece::Inlines(&cell.content)];
            let content = Content { node: cell.id, span: grid.span, pieces };
            cells.push((*x, paragraph::set(self.setter, &content, &style)));
        }
        let lines = cells.iter().map(|(_, p)| line_count(p)).max().unwrap_or(1).max(1);
        let height = times(grid.style.leading, lines) + grid.pad * 2;
        let step = if height * 10 <= self.page.height() * WHOLE_ROW { lines } else { 1 };
        let slice = |from| grid.slice(&cells, (from, from + step), lines, ruled);
        let mut rows: Vec<Row> = (0..lines).step_by(step).map(slice).collect();
        if let Some(first) = rows.first_mut() {
            let anchor = |(x, node)| (Point { x, y: Length::ZERO }, Item::Anchor(node));
            first.cells.frame.items.extend(anchors.into_iter().map(anchor));
        }
        rows
    }
}

impl Grid {
    /// Lines `from..to` of a row of `count` lines.
    fn slice(
        &self,
        cells: &[(Length, Paragraph)],
        (from, to): (usize, usize),
        count: usize,
        ruled: bool,
    ) -> Row {
        let above = if from == 0 { self.pad } else { Length::ZERO };
        let below = if to == count { self.pad } else { Length::ZERO };
        let height = times(self.style.leading, to - from) + above + below;
        let mut frame = Frame::new(Size { width: self.x + self.width, height });
        let mut notes = Vec::new();
        for (x, paragraph) in cells {
            for index in from..to.min(line_count(paragraph)) {
                let y = above + times(self.style.leading, index - from);
                frame.place(Point { x: *x, y }, paragraph.line(0, index).frame);
                if let Some(info) = paragraph.variants.first().and_then(|v| v.lines.get(index)) {
                    notes.extend_from_slice(&info.notes);
                }
            }
        }
        if ruled && to == count {
            frame.place(Point::default(), self.rule(LIGHT, height));
        }
        let cells = Rigid { frame, notes, span: self.span, edge_only: false };
        Row { cells, continued: from > 0 }
    }

    /// The head: its rows between a heavy and a light rule.
    fn head(&self, rows: Vec<Row>) -> Rigid {
        let mut head = Rigid { span: self.span, ..Rigid::default() };
        head.frame.size.width = self.x + self.width;
        for row in rows {
            let y = head.frame.size.height;
            head.frame.size.height += row.cells.frame.size.height;
            head.frame.place(Point { x: Length::ZERO, y }, row.cells.frame);
            head.notes.extend(row.cells.notes);
        }
        let foot = head.frame.size.height;
        head.frame.place(Point::default(), self.rule(HEAVY, Length::ZERO));
        head.frame.place(Point::default(), self.rule(LIGHT, foot));
        head
    }

    /// A rule over the table's width, centred on `y`.
    fn rule(&self, thickness: i64, y: Length) -> Frame {
        let mut frame = Frame::default();
        if self.rules != TableRules::None {
            let height = self.size.scale(thickness, 1000);
            let size = Size { width: self.width, height };
            frame.push(Point { x: self.x, y: y - height / 2 }, Item::Rule { size, paint: Paint::BLACK });
        }
        frame
    }
}

fn text_align(align: Align) -> TextAlign {
    match align {
        Align::Start => TextAlign::Start,
        Align::Center => TextAlign::Center,
        Align::End => TextAlign::End,
    }
}

/// The longest word, with the stops that no line begins with.
fn longest_word(text: &str) -> String {
    let mut longest = String::new();
    let mut word = String::new();
    for part in text.split_whitespace() {
        if part.starts_with(['.', ',', ';', ':', '!', '?', ')', ']', '}']) && !word.is_empty() {
            word.push(' ');
        } else {
            word.clear();
        }
        word.push_str(part);
        if word.chars().count() > longest.chars().count() {
            longest.clone_from(&word);
        }
    }
    longest
}

fn line_count(paragraph: &Paragraph) -> usize {
    paragraph.variants.first().map_or(0, |v| v.lines.len())
}
