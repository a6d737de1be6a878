//! A pipe table while its cells are read.

use pulldown_cmark::Alignment;

use super::context::Context;
use crate::model::block::{Align, Cell, Row, Table};
use crate::model::inline::{Inline, InlineKind};
use crate::model::{Attributes, NodeId};
use crate::read::findings;
use crate::source::Span;

/// Rows so far.
#[derive(Debug)]
pub(super) struct TableSource {
    columns: Vec<Align>,
    head: Vec<Row>,
    body: Vec<Row>,
    cells: Vec<Cell>,
    /// Where the last cell ends.
    cells_end: usize,
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
        Self { columns, head: Vec::new(), body: Vec::new(), cells: Vec::new(), cells_end: 0 }
    }

    /// The next cell of the row, which ends at `end`.
    pub(super) fn cell(&mut self, content: Vec<Inline>, end: usize) {
        self.cells.push(Cell::new(content));
        self.cells_end = end;
    }

    /// Where the last cell ends.
    pub(super) fn cells_end(&self) -> usize {
        self.cells_end
    }

    /// More words for the last cell of the row, behind a bar.
    pub(super) fn extend_last(&mut self, content: Vec<Inline>, span: Span) {
        let Some(cell) = self.cells.last_mut() else { return };
        let kind = InlineKind::Text(" | ".to_owned());
        cell.content.push(Inline { id: NodeId::default(), kind, attrs: None, span });
        cell.content.extend(content);
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

    /// The table, whole, with what its caption says of it.
    pub(super) fn finish(
        self,
        caption: Vec<Inline>,
        attrs: &Attributes,
        span: Span,
        context: &mut Context<'_>,
    ) -> Table {
        let written = attrs.get("widths").or_else(|| attrs.get("tbl-colwidths"));
        let widths = written.and_then(|text| widths(text, self.columns.len()));
        if let Some(text) = written.filter(|text| widths.is_none() && text.trim() != "auto") {
            context.once.findings.push(findings::widths(text, self.columns.len(), span));
        }
        let widths = widths.unwrap_or_default();
        Table { columns: self.columns, widths, head: self.head, body: self.body, caption }
    }
}

/// `20,80`, `[20,80]`, `20% 80%`, `0.2 0.8`: the share of each column in thousandths; more
/// than the whole is brought down to it.
fn widths(text: &str, columns: usize) -> Option<Vec<u16>> {
    let inner = text.trim().trim_start_matches('[').trim_end_matches(']');
    let parts = inner.split([',', ' ', ';']).filter(|part| !part.is_empty());
    let numbers: Vec<f64> =
        parts.map(|part| part.trim_end_matches('%').parse().ok()).collect::<Option<_>>()?;
    let good =
        numbers.len() == columns && numbers.iter().all(|n| n.is_finite() && *n > 0.0 && *n <= 10_000.0);
    if !good {
        return None;
    }
    let sum: f64 = numbers.iter().sum();
    let whole = if sum <= 1.001 { 1.0 } else { sum.max(100.0) };
    Some(numbers.iter().map(|n| thousandths(n / whole)).collect())
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn thousandths(share: f64) -> u16 {
    // At most 1000, and at least 1: a column is never nothing.
    (share * 1000.0 + 0.5).clamp(1.0, 1000.0) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_shares_of_the_whole() {
        assert_eq!(widths("20,80", 2), Some(vec![200, 800]));
        assert_eq!(widths("[25, 25]", 2), Some(vec![250, 250]));
        assert_eq!(widths("0.2 0.8", 2), Some(vec![200, 800]));
        assert_eq!(widths("100,300", 2), Some(vec![250, 750]));
        assert_eq!((widths("20", 2), widths("a,b", 2), widths("0,1", 2)), (None, None, None));
    }
}
