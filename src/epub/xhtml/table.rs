//! Tables.

use super::Writer;
use crate::model::block::{Align, Block, Row, Table};
use crate::model::walk;
use crate::resolve::words::Word;

/// Tables with more columns may be wider than a phone: they scroll on their own.
const WIDE: usize = 4;

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
                "" => self.context.words.book(Word::Table).replace("{}", "").trim().to_owned(),
                caption => caption.to_owned(),
            };
            // Reachable by keyboard, since it can be scrolled.
            self.out.push_str("<div class=\"wide\" role=\"group\" tabindex=\"0\"");
            self.attribute("aria-label", &name);
            self.out.push_str(">\n");
        }
        self.open("table", block.id, Some(&block.attrs), "");
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
