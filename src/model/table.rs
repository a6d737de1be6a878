//! Where the cells of a table stand when some cover several columns or rows (HTML's
//! algorithm for forming a table, for tables that were checked by `read`).

use super::block::{Cell, Row};

/// A cell and the columns and rows it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed<'t> {
    /// The cell.
    pub cell: &'t Cell,
    /// Its first row, from the first of its head or body.
    pub row: usize,
    /// How many rows it covers; at least 1.
    pub rows: usize,
    /// Its first column.
    pub column: usize,
    /// How many columns it covers; at least 1.
    pub columns: usize,
}

impl Placed<'_> {
    /// One past its last row.
    pub fn end_row(&self) -> usize {
        self.row + self.rows
    }

    /// One past its last column.
    pub fn end_column(&self) -> usize {
        self.column + self.columns
    }
}

/// The cells of a table's head or body in reading order. Spans end with the rows and the
/// `columns` there are; a cell for which no column is free shares the last one.
pub fn place(rows: &[Row], columns: usize) -> Vec<Placed<'_>> {
    let columns = columns.max(1);
    // For each column the first row in which it is free.
    let mut free = vec![0; columns];
    let mut placed = Vec::with_capacity(rows.iter().map(|row| row.cells.len()).sum());
    for (at, row) in rows.iter().enumerate() {
        let mut column = 0;
        for cell in &row.cells {
            while free.get(column).is_some_and(|from| *from > at) {
                column += 1;
            }
            let first = column.min(columns - 1);
            let most = free[first..].iter().take_while(|from| **from <= at).count().max(1);
            let span = usize::from(cell.columns).clamp(1, most);
            let height = usize::from(cell.rows).clamp(1, rows.len() - at);
            free[first..first + span].fill(at + height);
            placed.push(Placed { cell, row: at, rows: height, column: first, columns: span });
            column = first + span;
        }
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(spans: &[&[(u16, u16)]]) -> Vec<Row> {
        let cell =
            |(columns, rows): &(u16, u16)| Cell { columns: *columns, rows: *rows, ..Cell::new(Vec::new()) };
        spans.iter().map(|row| Row { cells: row.iter().map(cell).collect() }).collect()
    }

    fn places(rows: &[Row], columns: usize) -> Vec<(usize, usize, usize, usize)> {
        place(rows, columns).iter().map(|p| (p.row, p.column, p.rows, p.columns)).collect()
    }

    #[test]
    fn cells_stand_beside_those_that_reach_down() {
        let rows = rows(&[&[(1, 2), (2, 1)], &[(1, 1), (1, 1)], &[(3, 1)]]);
        assert_eq!(places(&rows, 3), [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 3)]);
    }

    #[test]
    fn spans_end_where_the_table_does() {
        let rows = rows(&[&[(9, 9)], &[(1, 1)]]);
        assert_eq!(places(&rows, 2), [(0, 0, 2, 2), (1, 1, 1, 1)]);
    }
}
