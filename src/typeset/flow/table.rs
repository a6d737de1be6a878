//! Tables: cells set ragged in columns as wide as their content asks, rules as the
//! theme has them, rows for the page breaker to part.

use super::table_columns::{Need, widths};
use super::{Context, Flow, Row, Rows, VItem};
use crate::model::block::{Align, Block, Cell, Table};
use crate::model::inline::{Inline, InlineKind};
use crate::model::length::{Length, Point, Size};
use crate::model::table::{Placed, place};
use crate::model::theme::TableRules;
use crate::model::walk;
use crate::source::Span;
use crate::typeset::display::{Frame, Item, Paint};
use crate::typeset::page::cost;
use crate::typeset::paragraph::{self, Content, ParagraphStyle, Piece, TextAlign};

/// Rules in thousandths of the size: heavy above and below, light within (booktabs).
pub(super) const HEAVY: i64 = 80;
pub(super) const LIGHT: i64 = 50;
/// White above and below the text of a row, thousandths of the leading.
const ROW_PAD: i64 = 120;

/// How a table stands on the page.
pub(super) struct Grid {
    pub(super) style: ParagraphStyle,
    /// Left edge and width of each column, and how its text stands.
    pub(super) columns: Vec<(Length, Length, TextAlign)>,
    /// Left edge and width of the table.
    pub(super) x: Length,
    pub(super) width: Length,
    pub(super) pad: Length,
    pub(super) size: Length,
    pub(super) span: Span,
    pub(super) rules: TableRules,
}

impl Flow<'_, '_> {
    /// A table with its caption above.
    pub(super) fn table(&mut self, block: &Block, table: &Table, around: &Context) {
        let led = std::mem::take(&mut self.led);
        self.floated(block, around, |flow| {
            let start = flow.list.items.len();
            let captioned = flow.table_here(block, table, around);
            let height: Length = flow.list.items.iter().skip(start).map(VItem::height).sum();
            // A small table is never divided; a larger one that has a name moves rather than
            // be divided, unless it would take most of a page.
            if captioned { height * 2 <= flow.page.height() } else { !led && height <= flow.small_table() }
        });
    }

    /// How high a table is at most that is never divided, with the white around it.
    fn small_table(&self) -> Length {
        self.page.leading * (cost::SMALL_LINES + 2)
    }

    /// The table; whether it has a caption.
    fn table_here(&mut self, block: &Block, table: &Table, around: &Context) -> bool {
        let mut captioned = false;
        let (start, known) = (self.list.items.len(), self.setter.findings.len());
        self.space(around.leading * 3 / 4);
        if let Some(caption) = self.caption(block, &table.caption, around) {
            captioned = true;
            self.push(caption.into_item());
            self.push(VItem::Space(around.leading / 4));
            self.push(VItem::Keep(2));
        }
        let grid = self.grid(block, table, around);
        let mut rows = Rows { foot: grid.rule(HEAVY, Length::ZERO), ..Rows::default() };
        let head = self.table_rows(&table.head, &grid, (true, false));
        if !head.is_empty() {
            let head = grid.head(head);
            // A head that would fill the page is shown once.
            if head.frame.size.height * 3 < self.page.height() {
                rows.head = Some(head);
            } else {
                rows.rows.push(Row { cells: head, continued: false });
            }
        }
        let between = grid.rules == TableRules::Rows;
        rows.rows.extend(self.table_rows(&table.body, &grid, (false, between)));
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
        captioned
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
        let free = room - gap * (count - 1);
        let shared = match asked(table, free) {
            Some(shared) => shared,
            None => widths(&self.needs(table, &style, gap), free),
        };
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
    fn needs(&mut self, table: &Table, style: &ParagraphStyle, gap: Length) -> Vec<Need> {
        let known = self.setter.findings.len();
        let count = table.columns.len();
        let mut needs = vec![Need::default(); count];
        let mut wide = Vec::new();
        for (rows, is_head) in [(&table.head, true), (&table.body, false)] {
            for at in place(rows, count) {
                let mut style = style.clone();
                style.look.bold |= at.cell.heads && !is_head;
                let need = self.need(at.cell, &style);
                match needs.get_mut(at.column) {
                    Some(column) if at.columns == 1 => {
                        column.natural = column.natural.max(need.natural);
                        column.least = column.least.max(need.least);
                    }
                    _ => wide.push((at.column..at.end_column(), need)),
                }
            }
        }
        for (columns, need) in wide {
            spread(needs.get_mut(columns).unwrap_or_default(), need, gap);
        }
        self.setter.findings.truncate(known);
        needs
    }

    /// What a cell needs.
    fn need(&mut self, cell: &Cell, style: &ParagraphStyle) -> Need {
        let mut measure = |inlines: &[Inline], style: &ParagraphStyle| {
            let pieces = vec![Piece::Inlines(inlines)];
            let content = Content { node: cell.id, span: Span::default(), pieces };
            paragraph::single_line(self.setter, &content, style).size.width
        };
        // Words as they are, and a hair for what rounding adds.
        let natural = measure(&cell.content, style) + style.size / 16;
        let mut bold = style.clone();
        let mut words: Vec<InlineKind> =
            longest_words(&walk::flatten(&cell.content)).into_iter().map(InlineKind::Text).collect();
        walk::inlines(&cell.content, &mut |inline| match &inline.kind {
            InlineKind::Code(code) => words.extend(longest_words(code).into_iter().map(InlineKind::Code)),
            InlineKind::Strong(_) => bold.look.bold = true,
            _ => {}
        });
        let mut least = Length::ZERO;
        for kind in words {
            let word = [Inline { id: cell.id, kind, attrs: None, span: Span::default() }];
            least = least.max(measure(&word, &bold) + style.size / 8).min(natural);
        }
        Need { least, natural }
    }
}

impl Grid {
    /// Left edge and width of a cell, with the white between the columns it covers.
    pub(super) fn extent(&self, at: &Placed<'_>) -> (Length, Length) {
        let first = self.columns.get(at.column);
        let last = self.columns.get(at.end_column().saturating_sub(1)).or(self.columns.last());
        match (first, last) {
            (Some((x, ..)), Some((end, width, _))) => (*x, (*end + *width - *x).max(Length(1))),
            _ => (self.x, self.width.max(Length(1))),
        }
    }

    /// How a cell's text is set: its own alignment, else that of its column; a head over
    /// several columns stands in their middle.
    pub(super) fn cell_style(&self, at: &Placed<'_>, width: Length, is_head: bool) -> ParagraphStyle {
        let column = self.columns.get(at.column).map_or(TextAlign::Start, |(.., align)| *align);
        let align = match at.cell.align {
            Some(align) => text_align(align),
            None if is_head && at.columns > 1 => TextAlign::Center,
            None => column,
        };
        let mut style = ParagraphStyle { measure: width, align, ..self.style.clone() };
        style.look.bold |= at.cell.heads && !is_head;
        style
    }

    /// A rule over the table's width, centred on `y`.
    pub(super) fn rule(&self, thickness: i64, y: Length) -> Frame {
        self.rule_over((self.x, self.width), thickness, y)
    }

    /// A rule over some columns, centred on `y`.
    pub(super) fn rule_over(&self, (x, width): (Length, Length), thickness: i64, y: Length) -> Frame {
        let mut frame = Frame::default();
        if self.rules != TableRules::None {
            let height = self.size.scale(thickness, 1000);
            let size = Size { width, height };
            frame.push(Point { x, y: y - height / 2 }, Item::Rule { size, paint: Paint::BLACK });
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

/// Widths that the author asks for, as shares of `room`.
fn asked(table: &Table, room: Length) -> Option<Vec<Length>> {
    let sum: i64 = table.widths.iter().map(|share| i64::from(*share)).sum();
    if table.widths.len() != table.columns.len() || table.widths.contains(&0) {
        return None;
    }
    let whole = room.scale(sum.min(1000), 1000);
    Some(table.widths.iter().map(|share| whole.scale(i64::from(*share), sum).max(Length(1))).collect())
}

/// Gives columns what a cell over all of them needs beyond what they have, each the same.
fn spread(columns: &mut [Need], need: Need, gap: Length) {
    let count = i64::try_from(columns.len().max(1)).unwrap_or(i64::MAX);
    let between = gap * (count - 1);
    let natural: Length = columns.iter().map(|column| column.natural).sum();
    let least: Length = columns.iter().map(|column| column.least).sum();
    let more =
        |need: Length, have: Length| ((need - have - between).at_least_zero() + Length(count - 1)) / count;
    let (natural, least) = (more(need.natural, natural), more(need.least, least));
    for column in columns {
        column.least += least;
        column.natural = (column.natural + natural).max(column.least);
    }
}

/// Words that are measured: the widest need not be the one of the most letters.
const LONGEST: usize = 3;

/// The longest words, with the stops that no line begins with. A line may end behind a
/// hyphen or a slash, and beside any ideograph.
fn longest_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for part in text.split_whitespace() {
        let stop = part.starts_with(['.', ',', ';', ':', '!', '?', ')', ']', '}']) && !word.is_empty();
        if stop {
            word.push(' ');
        } else {
            words.push(std::mem::take(&mut word));
        }
        let mut last = ' ';
        for c in part.chars() {
            let ends = matches!(last, '-' | '/' | '\u{2010}' | '–' | '—') && c.is_alphanumeric();
            if (ends && word.chars().count() > 1) || is_wide(c) || is_wide(last) && c.is_alphanumeric() {
                words.push(std::mem::take(&mut word));
            }
            word.push(c);
            last = c;
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.dedup();
    words.truncate(LONGEST);
    words
}

/// Whether a line may end on both sides of a character: Han, kana.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}
