//! Tables.

use super::Writer;
use crate::epub::language::is_wide;
use crate::model::block::{Align, Block, Row, Table};
use crate::model::walk;
use crate::resolve::words::Word;

/// Tables with more columns may be wider than a phone: they scroll on their own.
const WIDE: usize = 4;

/// Characters beside each other that a phone has room for.
const PHONE: usize = 48;

impl Writer<'_> {
    /// A table with head, caption and alignment.
    pub(super) fn table(&mut self, block: &Block, table: &Table) {
        let head: Vec<&Row> = table.head.iter().filter(|row| !row.cells.is_empty()).collect();
        let body: Vec<&Row> = table.body.iter().filter(|row| !row.cells.is_empty()).collect();
        if head.is_empty() && body.is_empty() {
            return;
        }
        let wide = table.columns.len() > WIDE;
        if wide {
            let caption = walk::flatten(&table.caption);
            let name = match caption.trim() {
                "" => self.context.words.get(Word::Table).replace("{}", "").trim().to_owned(),
                caption => caption.to_owned(),
            };
            // Reachable by keyboard, since it can be scrolled.
            self.out.push_str("<div class=\"wide\" role=\"group\" tabindex=\"0\"");
            self.attribute("aria-label", &name);
            self.out.push_str(">\n");
        }
        let class = if fits(table) { "whole-words" } else { "" };
        self.open("table", block.id, Some(&block.attrs), class);
        self.out.push_str(">\n");
        if !table.caption.is_empty() {
            self.out.push_str("<caption>");
            self.inlines(&table.caption);
            self.out.push_str("</caption>\n");
        }
        self.rows("thead", &head, &table.columns);
        self.rows("tbody", &body, &table.columns);
        self.out.push_str("</table>\n");
        if wide {
            self.out.push_str("</div>\n");
        }
    }

    fn rows(&mut self, group: &str, rows: &[&Row], columns: &[Align]) {
        let is_head = group == "thead";
        let said = |row: &&&Row| row.cells.iter().any(|cell| !cell.content.is_empty());
        if rows.is_empty() || is_head && !rows.iter().any(|row| said(&row)) {
            return;
        }
        self.out.extend(["<", group, ">\n"]);
        for row in rows {
            self.out.push_str("<tr>");
            for (at, cell) in row.cells.iter().enumerate() {
                // An empty heading names nothing.
                let name = if is_head && !cell.content.is_empty() { "th" } else { "td" };
                let class = match columns.get(at) {
                    Some(Align::Center) => "center",
                    Some(Align::End) => "end",
                    _ => "",
                };
                self.open(name, cell.id, None, class);
                if name == "th" {
                    self.out.push_str(" scope=\"col\"");
                }
                self.out.push('>');
                self.inlines(&cell.content);
                self.close(name);
            }
            self.out.push_str("</tr>\n");
        }
        self.out.extend(["</", group, ">\n"]);
    }
}

/// Whether the longest words of all columns have room beside each other on a phone, so
/// that no code in a cell need be broken within a word.
fn fits(table: &Table) -> bool {
    let mut widths = vec![0; table.columns.len()];
    for row in table.head.iter().chain(&table.body) {
        for (width, cell) in widths.iter_mut().zip(&row.cells) {
            let text = walk::flatten(&cell.content);
            let words = text.split(|c: char| c.is_whitespace() || c == '-');
            // A character of its own can be parted from any other.
            let longest = words.map(|word| word.chars().filter(|c| !is_wide(*c)).count()).max();
            *width = longest.unwrap_or_default().max(*width);
        }
    }
    widths.iter().map(|width| width + 1).sum::<usize>() <= PHONE
}
