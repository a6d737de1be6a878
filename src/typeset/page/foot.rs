//! Notes at the foot of a page: one series below the other, short notes on one line where
//! the theme wants that.

use std::ops::Range;

use super::compose::{Column, Composer, PageBreak};
use super::notes::{NoteBox, gap_between};
use super::unit::Kind;
use crate::model::length::{Length, Point, Size};
use crate::typeset::display::{Frame, Item, Paint};
use crate::typeset::flow::VItem;
use crate::typeset::paragraph::baseline;

/// Thickness of the rule above notes.
const RULE: Length = Length(Length::PER_PT / 2);
/// Where it stands in the white above them, thousandths.
const RULE_AT: i64 = 500;

impl Composer<'_> {
    /// The notes of a page: the last line stands on the last line of the grid.
    pub(super) fn foot(&self, page: &PageBreak, frame: &mut Frame) {
        let (from, to) = (page.notes.start, page.notes.end);
        let rows = self.rows(from, to);
        let Some(lowest) = rows.last().and_then(|row| self.notes.boxes.get(row.start)) else { return };
        let below = |leading, size| leading - baseline(leading, size);
        let descent = self.line_of(lowest).map_or(Length::ZERO, |(leading, size)| {
            (below(self.page.leading, self.page.size) - below(leading, size)).at_least_zero()
        });
        let top = self.depth.of(page.end.short) - descent - self.notes.height(from, to);
        if self.notes.rule > Length::ZERO {
            let y = top - self.notes.separation.scale(RULE_AT, 1000);
            let size = Size { width: self.notes.rule, height: RULE };
            frame.push(Point { x: Length::ZERO, y }, Item::Rule { size, paint: Paint::BLACK });
        }
        let mut y = top;
        let mut series = None;
        let mut boxes: Vec<(usize, Length)> = Vec::new();
        for row in rows {
            let Some(first) = self.notes.boxes.get(row.start) else { continue };
            if boxes.last().is_some_and(|(last, _)| !self.goes_on(*last, row.start)) {
                self.paint(&std::mem::take(&mut boxes), frame);
            }
            if row.start > from {
                y += first.before;
            }
            let here = self.notes.series(first.note);
            if series.replace(here).is_some_and(|before| before != here) {
                y += gap_between(self.page.leading);
            }
            if row.len() > 1 {
                self.run_in(&row, y, frame);
            } else {
                boxes.push((row.start, y));
            }
            y += first.height;
        }
        self.paint(&boxes, frame);
    }

    /// The boxes that share a line, line by line, one series after the other.
    fn rows(&self, from: usize, to: usize) -> Vec<Range<usize>> {
        let mut rows = Vec::new();
        let mut at = from;
        while at < to {
            let next = self.notes.line_after(at).min(to);
            rows.push(at..next);
            at = next;
        }
        let series = |row: &Range<usize>| {
            self.notes.boxes.get(row.start).map_or(0, |first| self.notes.series(first.note))
        };
        rows.sort_by_key(series);
        rows
    }

    /// Whether the box `next` follows `last` in the same note.
    fn goes_on(&self, last: usize, next: usize) -> bool {
        let note = |at: usize| self.notes.boxes.get(at).map(|here| here.note);
        last + 1 == next && note(last) == note(next)
    }

    /// Paints boxes of one note.
    fn paint(&self, boxes: &[(usize, Length)], frame: &mut Frame) {
        let boxes: Vec<(&NoteBox, Length)> =
            boxes.iter().filter_map(|(at, y)| Some((self.notes.boxes.get(*at)?, *y))).collect();
        let Some((list, units)) = boxes.first().and_then(|(first, _)| self.notes.lists.get(first.note))
        else {
            return;
        };
        let boxes = boxes.iter().map(|(here, y)| (here.unit, *y)).collect();
        Column { list, units, boxes, head: None }.paint(frame);
    }

    /// Paints short notes one beside the other.
    fn run_in(&self, row: &Range<usize>, y: Length, frame: &mut Frame) {
        let mut x = Length::ZERO;
        for at in row.clone() {
            let mut alone = Frame::default();
            self.paint(&[(at, y)], &mut alone);
            frame.place(Point { x, y: Length::ZERO }, alone);
            x += self.notes.room_of(at);
        }
    }

    /// Leading and size of a note's line.
    fn line_of(&self, this: &NoteBox) -> Option<(Length, Length)> {
        let (list, units) = self.notes.lists.get(this.note)?;
        let Kind::Line { item, .. } = units.all.get(this.unit)?.kind else { return None };
        match list.items.get(item)? {
            // A note's size is to its leading as the body's is, near enough for its baseline.
            VItem::Para(para) => {
                Some((para.leading, para.leading.scale(self.page.size.0, self.page.leading.0)))
            }
            _ => None,
        }
    }
}
