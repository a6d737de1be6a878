//! Tables to elements: head and body, rows, cells with what they cover and which heads are
//! theirs (ISO 32000-1, 14.8.4.3.4 and 14.8.5.7).
//!
//! A table whose author gave it no heads has none, but where PDF/UA is kept, whose judges want
//! some: the first column, or the first row of a single column.

use super::blocks::Planner;
use super::{ElementId, Slot, Target};
use crate::model::block::{Block, Row, Table};
use crate::model::table::{Placed, place};
use crate::model::walk;

/// Heads of a column or a row that a cell names; more tell nobody anything.
const MOST_HEADS: usize = 8;

/// The cells of a table's head or body, and the elements they are.
struct Part<'t> {
    cells: Vec<(Placed<'t>, ElementId, bool)>,
}

/// Which cells of a part are heads, besides those the author calls so.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heads {
    All,
    FirstColumn,
    FirstRow,
    None,
}

impl<'a> Planner<'a> {
    /// A table with its caption.
    pub(super) fn table(&mut self, block: &'a Block, table: &'a Table, parent: ElementId) {
        let element = self.add("Table", parent);
        if let Some(lang) = block.attrs.lang() {
            self.set_lang(element, lang);
        }
        let caption = self.add("Caption", element);
        self.fill(block.id, &[&table.caption], caption, caption);
        let columns = table.columns.len().max(1);
        // A head without words heads nothing.
        let mut cells = table.head.iter().flat_map(|row| &row.cells);
        let head = cells.any(|cell| !walk::flatten(&cell.content).trim().is_empty());
        let body = !table.body.is_empty();
        let headed = head || table.body.iter().flat_map(|row| &row.cells).any(|cell| cell.heads);
        let heads = match columns {
            _ if headed || !self.needs_heads => Heads::None,
            1 => Heads::FirstRow,
            _ => Heads::FirstColumn,
        };
        let mut parts = Vec::with_capacity(2);
        // A head without a body is a body: there must be one.
        if head && body {
            let group = self.add("THead", element);
            parts.push(self.rows(&table.head, columns, (group, Heads::All)));
        }
        let group = self.add("TBody", element);
        if head && !body {
            parts.push(self.rows(&table.head, columns, (group, Heads::All)));
        } else if body {
            parts.push(self.rows(&table.body, columns, (group, heads)));
        }
        let spanned = |(at, ..): &(Placed<'_>, ElementId, bool)| at.columns > 1 || at.rows > 1;
        if parts.iter().any(|part| part.cells.iter().any(spanned)) {
            self.name_heads(&parts, head && body);
        }
    }

    fn rows(&mut self, rows: &'a [Row], columns: usize, (group, heads): (ElementId, Heads)) -> Part<'a> {
        let placed = place(rows, columns);
        let mut cells: Vec<(Placed<'a>, ElementId, bool)> = Vec::with_capacity(placed.len());
        // For each column the first row in which no cell stands yet.
        let mut free = vec![0; columns];
        let mut placed = placed.into_iter().peekable();
        for row in 0..rows.len() {
            let element = self.add("TR", group);
            let mut column = 0;
            while let Some(at) = placed.next_if(|at| at.row == row) {
                self.blanks(&mut free, (row, column, at.column), element);
                if free.get(at.column).is_none_or(|from| *from > row) {
                    // No column was free for it: it shares one.
                    let shared = cells.last().map_or(element, |(_, cell, _)| *cell);
                    self.fill(at.cell.id, &[&at.cell.content], shared, shared);
                    continue;
                }
                column = at.end_column();
                if let Some(covered) = free.get_mut(at.column..at.end_column()) {
                    covered.fill(at.end_row());
                }
                cells.push(self.cell(at, element, heads));
            }
            self.blanks(&mut free, (row, column, columns), element);
        }
        Part { cells }
    }

    /// Empty cells where a row has none.
    fn blanks(&mut self, free: &mut [usize], (row, from, to): (usize, usize, usize), parent: ElementId) {
        for covered in free.get_mut(from..to).unwrap_or_default() {
            if *covered <= row {
                *covered = row + 1;
                self.add("TD", parent);
            }
        }
    }

    fn cell(&mut self, at: Placed<'a>, row: ElementId, heads: Heads) -> (Placed<'a>, ElementId, bool) {
        let is_head = match heads {
            Heads::All => true,
            Heads::FirstColumn => at.column == 0,
            Heads::FirstRow => at.row == 0,
            Heads::None => at.cell.heads,
        };
        let element = self.add(if is_head { "TH" } else { "TD" }, row);
        if is_head {
            let of_row = heads == Heads::FirstColumn || heads == Heads::None;
            self.more(element).scope = Some(if of_row { "Row" } else { "Column" });
        }
        if at.columns > 1 || at.rows > 1 {
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            self.more(element).spans = (count(at.columns), count(at.rows));
        }
        self.structure
            .slots
            .insert(at.cell.id, Slot { generated: Target::Element(element), ..Slot::default() });
        self.fill(at.cell.id, &[&at.cell.content], element, element);
        (at, element, is_head)
    }

    /// Where cells cover several columns or rows, each names its heads.
    fn name_heads(&mut self, parts: &[Part<'_>], has_head: bool) {
        let above: &[_] = if has_head { parts.first().map_or(&[], |part| &part.cells) } else { &[] };
        let Some(body) = parts.last() else { return };
        // The heads of each column, and of each row.
        let columns = above.iter().map(|(at, ..)| at.end_column()).max().unwrap_or_default();
        let mut of_column: Vec<Vec<ElementId>> = vec![Vec::new(); columns];
        for (at, element, _) in above {
            let heads = of_column.get_mut(at.column..at.end_column()).unwrap_or_default();
            heads.iter_mut().filter(|heads| heads.len() < MOST_HEADS).for_each(|heads| heads.push(*element));
        }
        let rows = body.cells.iter().map(|(at, ..)| at.end_row()).max().unwrap_or_default();
        let mut of_row: Vec<Vec<ElementId>> = vec![Vec::new(); rows];
        for (at, element, _) in body.cells.iter().filter(|(.., is_head)| *is_head) {
            let heads = of_row.get_mut(at.row..at.end_row()).unwrap_or_default();
            heads.iter_mut().filter(|heads| heads.len() < MOST_HEADS).for_each(|heads| heads.push(*element));
        }
        for (at, element, is_head) in &body.cells {
            if *is_head {
                self.more(*element).named = true;
                continue;
            }
            let columns = of_column.get(at.column..at.end_column().min(of_column.len())).unwrap_or_default();
            let rows = of_row.get(at.row..at.end_row()).unwrap_or_default();
            let mut heads: Vec<ElementId> = columns.iter().chain(rows).flatten().copied().collect();
            heads.sort_unstable();
            heads.dedup();
            self.more(*element).heads = heads;
        }
        for (_, element, _) in above {
            self.more(*element).named = true;
        }
    }
}
