//! A pipe table while its cells are read.

use pulldown_cmark::Alignment;

use crate::model::block::{Align, Cell, Row, Table};
use crate::model::inline::Inline;

/// Rows so far.
#[derive(Debug)]
pub(super) struct TableSource {
    columns: Vec<Align>,
    head: Vec<Row>,
    body: Vec<Row>,
    cells: Vec<Cell>,
}

impl TableSource {
    /// A table with these columns.
    pub(super) fn new(columns: &[Alignment]) -> Self {
        let align = |column: &Alignment| match column {
            Alignment::None | Alignment::Left => Align::Start,
            Alignment::Center => Align::Center,
            Alignment::Right => Align::End,
        };
        let columns = columns.iter().map(align).collect();
        Self { columns, head: Vec::new(), body: Vec::new(), cells: Vec::new() }
    }

    /// The next cell of the row.
    pub(super) fn cell(&mut self, content: Vec<Inline>) {
        self.cells.push(Cell::new(content));
    }

    /// The row ended: it gets as many cells as the table has columns, or more columns come to be.
    pub(super) fn row(&mut self, head: bool) {
        let mut cells = std::mem::take(&mut self.cells);
        while cells.len() < self.columns.len() {
            cells.push(Cell::new(Vec::new()));
        }
        let row = Row { cells };
        // A head of empty cells is how Markdown writes a table without one.
        let empty = row.cells.iter().all(|cell| cell.content.is_empty());
        match (head, empty) {
            (true, true) => {}
            (true, false) => self.head.push(row),
            (false, _) => self.body.push(row),
        }
    }

    /// The table, whole.
    pub(super) fn finish(self, caption: Vec<Inline>) -> Table {
        Table { columns: self.columns, widths: Vec::new(), head: self.head, body: self.body, caption }
    }
}
