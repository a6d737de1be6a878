//! HTML's tables: rows of cells with spans on a grid (WHATWG HTML, 4.9.12).

use std::collections::BTreeSet;

use super::attributes::{align, attributes, width};
use super::dom::Node;
use super::findings;
use super::flow::{Flow, Out};
use crate::model::Attributes;
use crate::model::block::{Align, BlockKind, Cell, Row, Table};

/// Columns a cell may cover, as in HTML; a table that is wider gets cells of one column.
const MAX_COLUMNS: usize = 1000;

/// A cell and where on the grid it stands.
struct Placed {
    cell: Cell,
    column: usize,
    columns: usize,
}

/// Rows that belong together: a row's cells reach down no further.
#[derive(Default)]
struct Section {
    head: bool,
    rows: Vec<Vec<Placed>>,
    /// For each column, the row it is free again from.
    free: Vec<usize>,
    /// The column after the cell placed last.
    next: usize,
}

impl<'d> Flow<'d, '_> {
    pub(super) fn table(&mut self, id: usize, node: &'d Node, out: &mut Out) {
        let dom = self.dom;
        let mut caption = Vec::new();
        let mut columns: Vec<(Option<Align>, Option<String>)> = Vec::new();
        let mut sections: Vec<Section> = Vec::new();
        let mut foot: Vec<Section> = Vec::new();
        self.inside += 1;
        for child in dom.children(id) {
            let part = dom.node(child);
            match part.name.as_str() {
                "caption" => caption.extend(self.line(child)),
                "colgroup" => {
                    let cols: Vec<usize> =
                        dom.children(child).filter(|c| dom.node(*c).name == "col").collect();
                    let group = if cols.is_empty() { vec![child] } else { cols };
                    for col in group.into_iter().map(|col| dom.node(col)) {
                        let count = span(col, "span").min(MAX_COLUMNS.saturating_sub(columns.len()));
                        columns.extend((0..count).map(|_| (align(col), width(col))));
                    }
                }
                "tfoot" => foot.push(self.section(child, part)),
                "thead" | "tbody" => sections.push(self.section(child, part)),
                _ => {
                    // The parser lets nothing else stand here but comments and blanks.
                    self.flush(out);
                    self.node(child, out);
                }
            }
        }
        self.inside -= 1;
        self.flush(out);
        sections.append(&mut foot);
        if sections.iter().all(|section| section.rows.is_empty()) {
            self.anchor(node);
            if !caption.is_empty() {
                self.push(BlockKind::Paragraph(caption), Attributes::default(), node, out);
            }
            return;
        }
        let table = Table { caption, ..assemble(sections, &columns) };
        self.push(BlockKind::Table(table), attributes(node), node, out);
    }

    fn section(&mut self, id: usize, node: &Node) -> Section {
        let dom = self.dom;
        let mut section = Section { head: node.name == "thead", ..Section::default() };
        let rows: Vec<usize> = dom.children(id).filter(|child| dom.node(*child).name == "tr").collect();
        let count = rows.len();
        for (index, row) in rows.into_iter().enumerate() {
            let row_node = dom.node(row);
            let row_align = align(row_node).or_else(|| align(node));
            self.anchor(row_node);
            let mut placed = Vec::new();
            section.next = 0;
            for child in dom.children(row) {
                let cell = dom.node(child);
                if !matches!(cell.name.as_str(), "td" | "th") {
                    continue;
                }
                let made = self.cell(child, cell, row_align);
                placed.push(section.place(made, cell, (index, count)));
            }
            section.rows.push(placed);
        }
        section
    }

    fn cell(&mut self, id: usize, node: &Node, row_align: Option<Align>) -> Cell {
        self.anchor(node);
        let labels = std::mem::take(&mut self.anchors);
        let inner = self.dom.children(id).map(|child| self.dom.node(child));
        let aligned = inner.filter(|child| !child.is_text()).find_map(align);
        if self.holds_table(id) && self.context.once.first("html", "table in a cell") {
            let span = self.context.span(node.start, node.end);
            self.context.once.findings.push(findings::table_in_cell(span));
        }
        let mut content = labels;
        content.extend(self.line(id));
        content.append(&mut self.anchors);
        let align = align(node).or(row_align).or(aligned);
        Cell { heads: node.name == "th", align, ..Cell::new(content) }
    }

    fn holds_table(&self, id: usize) -> bool {
        self.dom.children(id).any(|child| {
            let node = self.dom.node(child);
            node.holds_blocks && (node.name == "table" || self.holds_table(child))
        })
    }
}

/// A span that an attribute gives: at least 1.
fn span(node: &Node, key: &str) -> usize {
    let given = node.get(key).and_then(|value| value.trim().parse::<usize>().ok());
    given.unwrap_or(1).clamp(1, MAX_COLUMNS)
}

impl Section {
    /// Finds a cell's place: the first column that no cell from above reaches into.
    fn place(&mut self, mut cell: Cell, node: &Node, (row, rows): (usize, usize)) -> Placed {
        let mut column = self.next;
        while self.free.get(column).is_some_and(|until| *until > row) {
            column += 1;
        }
        let wanted = if column < MAX_COLUMNS { span(node, "colspan") } else { 1 };
        let taken =
            (column..column + wanted).take_while(|c| self.free.get(*c).is_none_or(|until| *until <= row));
        let columns = taken.count().max(1);
        let left = rows - row;
        let down = match node.get("rowspan").map(str::trim) {
            Some("0") => left,
            _ => span(node, "rowspan").min(left),
        };
        self.free.resize(self.free.len().max(column + columns), 0);
        for until in &mut self.free[column..column + columns] {
            *until = row + down;
        }
        cell.rows = u16::try_from(down).unwrap_or(u16::MAX);
        self.next = column + columns;
        Placed { cell, column, columns }
    }
}

/// The table on its grid. Columns in which no cell begins are joined with those before them.
fn assemble(mut sections: Vec<Section>, columns: &[(Option<Align>, Option<String>)]) -> Table {
    if let [first, ..] = &mut sections[..]
        && !first.head
    {
        split_head(&mut sections);
    }
    let placed = || sections.iter().flat_map(|section| &section.rows).flatten();
    let starts: BTreeSet<usize> = placed().map(|placed| placed.column).collect();
    let starts: Vec<usize> = starts.into_iter().collect();
    let index = |column: usize| starts.partition_point(|start| *start < column);
    let given: Vec<Option<Align>> =
        starts.iter().map(|start| columns.get(*start).and_then(|(align, _)| *align)).collect();
    let mut aligns = given.clone();
    let body = sections.iter().filter(|section| !section.head).flat_map(|section| &section.rows).flatten();
    for placed in body.filter(|placed| placed.columns == 1) {
        if let Some(align) = aligns.get_mut(index(placed.column)) {
            *align = align.or(Some(placed.cell.align.unwrap_or_default()));
        }
    }
    let aligns: Vec<Align> = aligns.into_iter().map(Option::unwrap_or_default).collect();
    let whole = starts.last().is_none_or(|last| *last + 1 == starts.len()) && columns.len() == starts.len();
    let mut table = Table {
        columns: aligns.clone(),
        widths: if whole { widths(columns) } else { Vec::new() },
        head: Vec::new(),
        body: Vec::new(),
        caption: Vec::new(),
    };
    for Section { head, rows, .. } in sections {
        let row = |row: Vec<Placed>| {
            let cells = row.into_iter().map(|Placed { mut cell, column, columns }| {
                let first = index(column);
                let covered = index(column + columns).saturating_sub(first).max(1);
                cell.columns = u16::try_from(covered).unwrap_or(u16::MAX);
                // A head stands as its column does, and so does every cell where `col` says how.
                let follows = head || given.get(first).is_some_and(Option::is_some);
                let own = if follows { cell.align } else { Some(cell.align.unwrap_or_default()) };
                cell.align = own.filter(|own| aligns.get(first) != Some(own));
                cell
            });
            Row { cells: cells.collect() }
        };
        let into = if head { &mut table.head } else { &mut table.body };
        into.extend(rows.into_iter().map(row));
    }
    table
}

/// Rows of heads alone before others are the head of a table without `thead`.
fn split_head(sections: &mut Vec<Section>) {
    let Some(first) = sections.first_mut() else { return };
    let heads = |row: &&Vec<Placed>| {
        !row.is_empty() && row.iter().all(|placed| placed.cell.heads && placed.cell.rows == 1)
    };
    let count = first.rows.iter().take_while(heads).count();
    if count == 0 || count == first.rows.len() {
        return;
    }
    let rest = first.rows.split_off(count);
    let head = Section { head: true, rows: std::mem::replace(&mut first.rows, rest), ..Section::default() };
    sections.insert(0, head);
}

/// Shares of the measure, where every column asks for one.
fn widths(columns: &[(Option<Align>, Option<String>)]) -> Vec<u16> {
    let number = |(_, width): &(Option<Align>, Option<String>)| {
        let width = width.as_deref()?.trim().trim_end_matches(['%', '*']).trim_end_matches("px");
        let whole: u32 = width.split('.').next()?.parse().ok()?;
        (1..=10_000).contains(&whole).then_some(whole)
    };
    let Some(numbers) = columns.iter().map(number).collect::<Option<Vec<u32>>>() else { return Vec::new() };
    let sum: u32 = numbers.iter().sum();
    numbers.iter().map(|n| u16::try_from((n * 1000 + sum / 2) / sum.max(1)).unwrap_or(1000)).collect()
}
