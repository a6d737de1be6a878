//! Short notes that share a line.
//!
//! Which notes share one depends on where a page's notes begin, so that every place has a
//! line of its own to begin with: as many of the short notes from there on as fit. Lines
//! from any place to any other are counted by doubling steps, which keeps the breaker fast
//! however many notes there are.

use super::unit::{Kind, Units};
use crate::model::length::Length;
use crate::typeset::display::{Frame, Item};
use crate::typeset::flow::{VItem, VList};

/// Lines from each box of the notes on.
#[derive(Debug, Default)]
pub(super) struct RunIn {
    /// Widths of boxes that may share a line, with the white after them.
    rooms: Vec<Option<Length>>,
    /// For every power of two, where as many lines from each box end, and their height.
    steps: Vec<Vec<(usize, Length)>>,
}

/// A box as this sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Box {
    /// White above and height.
    pub(super) height: Length,
    /// Its width, if it may share a line.
    pub(super) width: Option<Length>,
    /// Its series.
    pub(super) series: usize,
}

impl RunIn {
    /// Lines of this width with so much white between two notes.
    pub(super) fn new(boxes: &[Box], measure: Length, gap: Length) -> Self {
        let ends = ends(boxes, measure, gap);
        let first: Vec<(usize, Length)> = boxes.iter().zip(ends).map(|(b, end)| (end, b.height)).collect();
        let end = (boxes.len(), Length::ZERO);
        let mut steps = vec![first];
        while let Some(last) = steps.last().filter(|last| last.iter().any(|(to, _)| *to < boxes.len())) {
            let double = |(to, height): &(usize, Length)| {
                let (further, more) = last.get(*to).copied().unwrap_or(end);
                (further, *height + more)
            };
            steps.push(last.iter().map(double).collect());
        }
        let rooms = boxes.iter().map(|b| b.width.map(|width| width + gap)).collect();
        Self { rooms, steps }
    }

    /// Where the line that begins with this box ends.
    pub(super) fn line_after(&self, at: usize) -> usize {
        self.steps.first().and_then(|lines| lines.get(at)).map_or(at + 1, |(end, _)| *end)
    }

    /// The width of a box with the white after it.
    pub(super) fn room_of(&self, at: usize) -> Length {
        self.rooms.get(at).copied().flatten().unwrap_or_default()
    }

    /// The height of the lines from one box to before another.
    pub(super) fn height(&self, from: usize, to: usize) -> Length {
        let (mut at, mut height) = (from, Length::ZERO);
        for steps in self.steps.iter().rev() {
            if let Some((end, more)) = steps.get(at).filter(|(end, _)| *end <= to) {
                (at, height) = (*end, height + *more);
            }
        }
        // The page may end within a line.
        let rest = self.steps.first().and_then(|lines| lines.get(at)).filter(|_| at < to);
        height + rest.map_or(Length::ZERO, |(_, more)| *more)
    }
}

/// Where the line from each box ends.
fn ends(boxes: &[Box], measure: Length, gap: Length) -> Vec<usize> {
    let mut ends = Vec::with_capacity(boxes.len());
    // The line from the box before reaches to here, and is so wide.
    let (mut end, mut width) = (0, Length::ZERO);
    for (at, first) in boxes.iter().enumerate() {
        let Some(own) = first.width else {
            ends.push(at + 1);
            continue;
        };
        if end <= at {
            (end, width) = (at + 1, own);
        }
        while let Some(Box { width: Some(more), .. }) =
            boxes.get(end).filter(|next| next.series == first.series)
            && width + gap + *more <= measure
        {
            width += gap + *more;
            end += 1;
        }
        ends.push(end);
        width -= own + gap;
    }
    ends
}

/// The width of a note that may share a line: one line of text, not much wider than
/// half of the measure.
pub(super) fn short(list: &VList, units: &Units, measure: Length) -> Option<Length> {
    let mut boxes = units.all.iter().filter(|unit| unit.kind.is_box());
    let (Some(only), None) = (boxes.next(), boxes.next()) else { return None };
    let Kind::Line { item, variant, line } = only.kind else { return None };
    let VItem::Para(para) = list.items.get(item)? else { return None };
    width(&para.paragraph.line(variant, line).frame).filter(|width| *width <= measure * 3 / 5)
}

/// How far a line reaches; nothing where it holds more than text, or begins elsewhere than
/// at the left.
fn width(frame: &Frame) -> Option<Length> {
    let (mut left, mut right) = (None::<Length>, Length::ZERO);
    for (at, item) in &frame.items {
        match item {
            Item::Glyphs(run) => {
                left = Some(left.map_or(at.x, |left| left.min(at.x)));
                right = right.max(at.x + run.width());
            }
            Item::Link { .. } | Item::Anchor(_) => {}
            _ => return None,
        }
    }
    left.filter(|left| *left <= Length::pt(2)).map(|_| right)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxes(widths: &[i64]) -> Vec<Box> {
        let one = |width: &i64| Box {
            height: Length::pt(10),
            width: (*width > 0).then(|| Length::pt(*width)),
            series: 0,
        };
        widths.iter().map(one).collect()
    }

    #[test]
    fn a_line_takes_as_many_short_notes_as_fit() {
        let run_in = RunIn::new(&boxes(&[30, 30, 30, 0, 20, 95, 20]), Length::pt(100), Length::pt(10));
        let ends: Vec<usize> = (0..7).map(|at| run_in.line_after(at)).collect();
        assert_eq!(ends, [2, 3, 3, 4, 5, 6, 7]);
        let lines = |from, to| run_in.height(from, to).0 / Length::pt(10).0;
        assert_eq!((lines(0, 7), lines(1, 7), lines(0, 1), lines(0, 3)), (6, 5, 1, 2));
        assert_eq!(lines(3, 3), 0);
    }

    #[test]
    fn counting_by_steps_is_counting_line_by_line() {
        let widths: Vec<i64> = (0..60).map(|n| (n * 37) % 90).collect();
        let run_in = RunIn::new(&boxes(&widths), Length::pt(100), Length::pt(5));
        for from in 0..60 {
            for to in from..=60 {
                let (mut at, mut lines) = (from, 0);
                while at < to {
                    (at, lines) = (run_in.line_after(at), lines + 1);
                }
                assert_eq!(run_in.height(from, to), Length::pt(10) * lines, "{from} {to}");
            }
        }
    }

    #[test]
    fn another_series_begins_a_line() {
        let mut all = boxes(&[20, 20, 20]);
        all[1].series = 1;
        assert_eq!(RunIn::new(&all, Length::pt(100), Length::pt(5)).line_after(0), 1);
    }
}
