//! Tables.

use std::fmt::Write as _;

use super::Writer;
use crate::epub::language::is_wide;
use crate::model::block::{Align, Block, Row, Table};
use crate::model::table::{Placed, place};
use crate::model::walk;
use crate::resolve::words::Word;

/// Tables with more columns may be wider than a phone: they scroll on their own.
const WIDE: usize = 4;

/// Characters beside each other that a phone has room for, and in large type.
const PHONE: usize = 48;
const PHONE_IN_LARGE_TYPE: usize = 24;

impl Writer<'_> {
    /// A table with head, caption and alignment.
    pub(super) fn table(&mut self, block: &Block, table: &Table) {
        let has_cells = |row: &Row| !row.cells.is_empty();
        if !table.head.iter().chain(&table.body).any(has_cells) {
            return;
        }
        let wide = table.widths.is_empty() && table.columns.len() > WIDE;
        let least = least_width(table);
        let scrolls = wide || least > PHONE_IN_LARGE_TYPE;
        if scrolls {
            let caption = walk::flatten(&table.caption);
            let name = match caption.trim() {
                "" => self.context.words.get(Word::Table).replace("{}", "").trim().to_owned(),
                caption => caption.to_owned(),
            };
            // Reachable by keyboard, since it can be scrolled.
            let class = if wide { "wide" } else { "scrolls" };
            self.out.extend(["<div class=\"", class, "\" role=\"group\" tabindex=\"0\""]);
            self.attribute("aria-label", &name);
            self.out.push_str(">\n");
        }
        let mut class = if least <= PHONE { "whole-words".to_owned() } else { String::new() };
        let widths = column_widths(table);
        if let Some((whole, _)) = &widths {
            let _ = write!(class, " w-{whole}");
        }
        self.open("table", block.id, Some(&block.attrs), &class);
        self.out.push_str(">\n");
        if self.is_captioned(block, &table.caption) {
            self.out.push_str("<caption>");
            self.numbered(block.id, &table.caption);
            self.out.push_str("</caption>\n");
        }
        if let Some((_, columns)) = widths {
            self.out.push_str("<colgroup>");
            for width in columns {
                let _ = write!(self.out, "<col class=\"w-{width}\"/>");
            }
            self.out.push_str("</colgroup>\n");
        }
        self.rows("thead", &table.head, &table.columns);
        self.rows("tbody", &table.body, &table.columns);
        self.out.push_str("</table>\n");
        if scrolls {
            self.out.push_str("</div>\n");
        }
    }

    fn rows(&mut self, group: &str, rows: &[Row], columns: &[Align]) {
        let is_head = group == "thead";
        let said = |row: &Row| row.cells.iter().any(|cell| !cell.content.is_empty());
        if !rows.iter().any(|row| !row.cells.is_empty()) || is_head && !rows.iter().any(said) {
            return;
        }
        let placed = place(rows, columns.len());
        self.out.extend(["<", group, ">\n"]);
        let mut reached = 0;
        for (at, row) in rows.iter().enumerate() {
            // A row whose columns all belong to cells above still counts for their spans.
            if row.cells.is_empty() && reached <= at {
                continue;
            }
            self.out.push_str("<tr>");
            let from = placed.partition_point(|cell| cell.row < at);
            for cell in placed.iter().skip(from).take_while(|cell| cell.row == at) {
                reached = reached.max(cell.end_row());
                self.cell(cell, columns, is_head);
            }
            self.out.push_str("</tr>\n");
        }
        self.out.extend(["</", group, ">\n"]);
    }

    fn cell(&mut self, at: &Placed<'_>, columns: &[Align], is_head: bool) {
        let cell = at.cell;
        // An empty heading names nothing.
        let heads = (is_head || cell.heads) && !cell.content.is_empty();
        let name = if heads { "th" } else { "td" };
        let column = columns.get(at.column).copied().unwrap_or_default();
        let usual = if is_head && at.columns > 1 { Align::Center } else { column };
        let class = match cell.align.unwrap_or(usual) {
            Align::Center => "center",
            Align::End => "end",
            Align::Start => "",
        };
        self.open(name, cell.id, None, class);
        let spans = [("colspan", at.columns), ("rowspan", at.rows)];
        for (name, count) in spans.into_iter().filter(|(_, count)| *count > 1) {
            self.attribute(name, &count.to_string());
        }
        if heads {
            let scope = match (is_head, at.columns > 1) {
                (true, true) => "colgroup",
                (true, false) => "col",
                (false, _) => "row",
            };
            self.attribute("scope", scope);
        }
        self.out.push('>');
        self.run(cell.id, &cell.content);
        self.close(name);
    }
}

/// The widths that an author asks for: of the table in percent of the text, and of each
/// column in percent of the table.
pub(in crate::epub) fn column_widths(table: &Table) -> Option<(u8, Vec<u8>)> {
    let sum: u32 = table.widths.iter().map(|share| u32::from(*share)).sum();
    if table.widths.len() != table.columns.len() || table.widths.contains(&0) {
        return None;
    }
    let percent =
        |part: u32, whole: u32| u8::try_from((part * 100 / whole.max(1)).clamp(1, 100)).unwrap_or(100);
    let columns = table.widths.iter().map(|share| percent(u32::from(*share), sum)).collect();
    Some((percent(sum, 1000), columns))
}

/// The characters that the longest words of all columns take beside each other: on a phone
/// with room for them, no code in a cell need be broken within a word.
fn least_width(table: &Table) -> usize {
    let mut widths = vec![0; table.columns.len()];
    for rows in [&table.head, &table.body] {
        for at in place(rows, table.columns.len()) {
            let Some(width) = widths.get_mut(at.column).filter(|_| at.columns == 1) else { continue };
            let text = walk::flatten(&at.cell.content);
            let words = text.split(|c: char| c.is_whitespace() || c == '-');
            // A character of its own can be parted from any other.
            let longest = words.map(|word| word.chars().filter(|c| !is_wide(*c)).count()).max();
            *width = longest.unwrap_or_default().max(*width);
        }
    }
    widths.iter().map(|width| width + 1).sum()
}
