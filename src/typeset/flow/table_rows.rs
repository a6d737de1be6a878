//! Rows of a table to boxes: cells at their columns, those that cover several rows beside
//! them all, rules where the theme has them.
//!
//! Rows that a cell binds together are one box as long as a page has room for it; higher
//! ones become boxes of one line each, so that nothing is lost at a page's end.

use super::table::{Grid, HEAVY, LIGHT};
use super::{Flow, Rigid, Row, times};
use crate::model::block;
use crate::model::length::{Length, Point, Size};
use crate::model::table::{Placed, place};
use crate::typeset::display::{Frame, Item};
use crate::typeset::paragraph::{self, Content, Paragraph, Piece};

/// Rows higher than this part of a page, in tenths, may be divided.
const WHOLE_ROW: i64 = 4;
/// Rows that belong together, higher than this part of a page, in tenths.
const WHOLE_ROWS: i64 = 8;

/// A cell that was set.
struct Set<'t> {
    at: Placed<'t>,
    x: Length,
    width: Length,
    paragraph: Paragraph,
}

/// Rows that cells bind together, or a single one.
struct Bound<'t> {
    cells: Vec<Set<'t>>,
    /// Lines of each row.
    lines: Vec<usize>,
    first: usize,
}

impl Flow<'_, '_> {
    /// The rows of a table's head or body as boxes. `between`: light rules part them.
    pub(super) fn table_rows(
        &mut self,
        rows: &[block::Row],
        grid: &Grid,
        (is_head, between): (bool, bool),
    ) -> Vec<Row> {
        let placed = place(rows, grid.columns.len());
        let mut out = Vec::with_capacity(rows.len());
        let (mut next, mut first) = (0, 0);
        while first < rows.len() {
            // As far as the cells of the rows met reach down.
            let (start, mut end) = (next, first + 1);
            while let Some(cell) = placed.get(next).filter(|cell| cell.row < end) {
                end = end.max(cell.end_row());
                next += 1;
            }
            let cells = placed.get(start..next).unwrap_or_default();
            let bound = self.bound(cells, (first, end), grid, is_head);
            let ruled = between && end < rows.len();
            out.extend(self.boxes(&bound, grid, (is_head, between, ruled)));
            first = end;
        }
        out
    }

    /// Sets the cells of rows that belong together and finds how high each row is.
    fn bound<'t>(
        &mut self,
        cells: &[Placed<'t>],
        (first, end): (usize, usize),
        grid: &Grid,
        is_head: bool,
    ) -> Bound<'t> {
        let mut lines = vec![1; end - first];
        let mut set = Vec::with_capacity(cells.len());
        for at in cells {
            let (x, width) = grid.extent(at);
            let style = grid.cell_style(at, width, is_head);
            let pieces = vec![Piece::Inlines(&at.cell.content)];
            let content = Content { node: at.cell.id, span: grid.span, pieces };
            let paragraph = paragraph::set(self.setter, &content, &style);
            set.push(Set { at: *at, x, width, paragraph });
        }
        // Those of one row first: what a higher cell still lacks, its last row gives.
        let mut order: Vec<&Set<'_>> = set.iter().collect();
        order.sort_by_key(|cell| (cell.at.rows > 1, cell.at.end_row()));
        for cell in order {
            let rows = cell.at.row - first..cell.at.end_row() - first;
            let have: usize = lines.get(rows).unwrap_or_default().iter().sum();
            let lack = line_count(&cell.paragraph).saturating_sub(have);
            if let Some(last) = lines.get_mut(cell.at.end_row() - first - 1) {
                *last += lack;
            }
        }
        Bound { cells: set, lines, first }
    }

    /// One box, or one of each line.
    fn boxes(
        &mut self,
        bound: &Bound<'_>,
        grid: &Grid,
        (is_head, between, ruled): (bool, bool, bool),
    ) -> Vec<Row> {
        let height = bound.height(grid);
        let tenths = if bound.lines.len() > 1 { WHOLE_ROWS } else { WHOLE_ROW };
        let mut rows = if height * 10 <= self.page.height() * tenths {
            vec![bound.whole(grid, (is_head, between))]
        } else {
            bound.by_lines(grid, between)
        };
        if let (true, Some(last)) = (ruled, rows.last_mut()) {
            let y = last.cells.frame.size.height;
            last.cells.frame.place(Point::default(), grid.rule(LIGHT, y));
        }
        if let Some(first) = rows.first_mut() {
            let anchors = &self.setter.edition.book.anchors;
            for cell in bound.cells.iter().filter(|cell| anchors.contains(&cell.at.cell.id)) {
                first.cells.frame.push(Point { x: cell.x, y: Length::ZERO }, Item::Anchor(cell.at.cell.id));
            }
        }
        rows
    }
}

impl Bound<'_> {
    fn height(&self, grid: &Grid) -> Length {
        self.lines.iter().map(|lines| grid.row_height(*lines)).sum()
    }

    /// All rows as one box.
    fn whole(&self, grid: &Grid, (is_head, between): (bool, bool)) -> Row {
        let mut tops = vec![Length::ZERO];
        for lines in &self.lines {
            let top = tops.last().copied().unwrap_or_default();
            tops.push(top + grid.row_height(*lines));
        }
        let top = |row: usize| tops.get(row - self.first).copied().unwrap_or_default();
        let height = tops.last().copied().unwrap_or_default();
        let mut cells = Rigid { span: grid.span, ..Rigid::default() };
        cells.frame = Frame::new(Size { width: grid.x + grid.width, height });
        for cell in &self.cells {
            let y = top(cell.at.row) + grid.pad;
            for index in 0..line_count(&cell.paragraph) {
                let y = y + times(grid.style.leading, index);
                cell.place_line(index, y, &mut cells);
            }
            // A head over several columns shows which (booktabs' cmidrule).
            if is_head && cell.at.columns > 1 && cell.at.end_row() - self.first < self.lines.len() {
                let rule = grid.rule_over((cell.x, cell.width), LIGHT, top(cell.at.end_row()));
                cells.frame.place(Point::default(), rule);
            }
        }
        if between {
            let crossed = self.crossed(grid.columns.len());
            for row in 1..self.lines.len() {
                inner_rule(grid, (&crossed, row), top(self.first + row), &mut cells.frame);
            }
        }
        Row { cells, continued: false }
    }

    /// Every line of every row as a box; a cell over several rows goes on from one to the next.
    fn by_lines(&self, grid: &Grid, between: bool) -> Vec<Row> {
        let mut out: Vec<Row> = Vec::with_capacity(self.lines.iter().sum());
        let mut starts = Vec::with_capacity(self.lines.len());
        for count in &self.lines {
            starts.push(out.len());
            for line in 0..*count {
                let above = if line == 0 { grid.pad } else { Length::ZERO };
                let below = if line + 1 == *count { grid.pad } else { Length::ZERO };
                let height = grid.style.leading + above + below;
                let mut cells = Rigid { span: grid.span, ..Rigid::default() };
                cells.frame = Frame::new(Size { width: grid.x + grid.width, height });
                out.push(Row { cells, continued: !out.is_empty() });
            }
        }
        for cell in &self.cells {
            let start = starts.get(cell.at.row - self.first).copied().unwrap_or_default();
            for (index, row) in out.iter_mut().skip(start).take(line_count(&cell.paragraph)).enumerate() {
                let first_of_row = starts.binary_search(&(start + index)).is_ok();
                let above = if first_of_row { grid.pad } else { Length::ZERO };
                cell.place_line(index, above, &mut row.cells);
            }
        }
        if between {
            let crossed = self.crossed(grid.columns.len());
            for (row, start) in starts.iter().enumerate().skip(1) {
                if let Some(first) = out.get_mut(*start) {
                    inner_rule(grid, (&crossed, row), Length::ZERO, &mut first.cells.frame);
                }
            }
        }
        out
    }

    /// For each row and column whether a cell reaches over the row's top there.
    fn crossed(&self, columns: usize) -> Vec<bool> {
        let mut crossed = vec![false; columns * self.lines.len()];
        for cell in &self.cells {
            for row in cell.at.row + 1..cell.at.end_row() {
                let start = (row - self.first) * columns;
                let range = start + cell.at.column..start + cell.at.end_column().min(columns);
                crossed.get_mut(range).unwrap_or_default().fill(true);
            }
        }
        crossed
    }
}

/// A light rule above a row, where no cell reaches over it.
fn inner_rule(grid: &Grid, (crossed, row): (&[bool], usize), y: Length, frame: &mut Frame) {
    let count = grid.columns.len();
    for (column, (x, width, _)) in grid.columns.iter().enumerate() {
        if crossed.get(row * count + column) == Some(&false) {
            let gap = grid.columns.get(column + 1).map_or(Length::ZERO, |(next, ..)| *next - *x - *width);
            frame.place(Point::default(), grid.rule_over((*x, *width + gap), LIGHT, y));
        }
    }
}

impl Set<'_> {
    /// Puts a line of the cell into a box, if it has so many.
    fn place_line(&self, index: usize, y: Length, cells: &mut Rigid) {
        let Some(info) = self.paragraph.variants.first().and_then(|v| v.lines.get(index)) else { return };
        cells.frame.place(Point { x: self.x, y }, self.paragraph.line(0, index).frame);
        cells.notes.extend_from_slice(&info.notes);
    }
}

impl Grid {
    /// The height of a row of so many lines.
    fn row_height(&self, lines: usize) -> Length {
        times(self.style.leading, lines) + self.pad * 2
    }

    /// The head: its rows between a heavy and a light rule.
    pub(super) fn head(&self, rows: Vec<Row>) -> Rigid {
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
}

fn line_count(paragraph: &Paragraph) -> usize {
    paragraph.variants.first().map_or(0, |v| v.lines.len())
}
