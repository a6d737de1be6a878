//! Notes in the outer margin: each begins beside the line that calls it, or as near below
//! it as the notes above it allow.
//!
//! The page breaker does not know them. Where they reach below the text they are moved up;
//! what a page has no room for goes on beside the next one, on pages of its own after the
//! last.

use std::collections::BTreeMap;

use super::compose::Column;
use super::cost;
use super::marks::CalledNote;
use super::unit::{Take, Units, expand};
use crate::edition::{PageGeometry, SideColumn};
use crate::model::inline::InlineKind;
use crate::model::length::{Length, Point};
use crate::model::{NodeId, walk};
use crate::typeset::display::{Frame, Item};
use crate::typeset::flow::{self, Standing, VList};
use crate::typeset::paragraph::{Setter, baseline};

/// The notes of a section that stand in the margin.
#[derive(Debug, Default)]
pub(super) struct Side {
    notes: Vec<SideNote>,
    /// The notes that inlines call.
    called: BTreeMap<NodeId, usize>,
}

#[derive(Debug)]
struct SideNote {
    list: VList,
    units: Units,
    /// Leading of its lines.
    leading: Length,
    /// Size of its letters.
    size: Length,
    /// The inlines in it that call notes.
    calls: Vec<NodeId>,
}

/// A stretch of a note beside one page.
#[derive(Clone, Copy, Debug)]
struct Slip {
    note: usize,
    /// Its boxes: indices into the units.
    from: usize,
    to: usize,
    /// Where it should begin, and begins.
    top: Length,
    height: Length,
}

impl Side {
    /// Sets a note.
    pub(super) fn add(&mut self, setter: &mut Setter<'_>, page: PageGeometry, note: &CalledNote<'_>) {
        let edition = setter.edition;
        let width = page.side().map_or(page.measure, |side| side.width);
        let narrow = PageGeometry { measure: width, ..page };
        let list = flow::note(setter, narrow, (note.chapter, note.text), note.call(), Standing::Narrow);
        let units = expand(&list, &edition.theme.breaking, page.leading, Take::First);
        let scale = |length: Length, thousandths: i32| length.scale(i64::from(thousandths), 1000);
        let style = &edition.theme.note;
        self.called.extend(note.calls().map(|call| (call, self.notes.len())));
        let mut calls = Vec::new();
        walk::blocks(&note.text.blocks, &mut |_| {}, &mut |run| {
            walk::inlines(run, &mut |inline| {
                if matches!(inline.kind, InlineKind::Note(_)) {
                    calls.push(inline.id);
                }
            });
        });
        let (leading, size) = (scale(page.leading, style.leading), scale(page.size, style.size));
        self.notes.push(SideNote { list, units, leading, size, calls });
    }
}

/// The margin from page to page.
pub(super) struct Margin<'a> {
    side: &'a Side,
    page: PageGeometry,
    column: SideColumn,
    /// What the last page had no room for, in order.
    carried: Vec<Slip>,
    /// Notes that begin on a page before.
    begun: Vec<bool>,
}

impl<'a> Margin<'a> {
    /// The margin of a section's pages; `None` where nothing stands in it.
    pub(super) fn new(side: &'a Side, page: PageGeometry) -> Option<Self> {
        let column = page.side()?;
        let begun = vec![false; side.notes.len()];
        (!side.notes.is_empty()).then_some(Self { side, page, column, carried: Vec::new(), begun })
    }

    /// Whether notes wait for a page of their own when the text has ended.
    pub(super) fn waits(&mut self) -> bool {
        // None is lost, wherever its call went.
        for note in 0..self.begun.len() {
            self.begin(note, Length::ZERO).into_iter().for_each(|slip| self.carried.push(slip));
        }
        !self.carried.is_empty()
    }

    /// The whole of a note, unless it began before.
    fn begin(&mut self, index: usize, top: Length) -> Option<Slip> {
        let note = self.side.notes.get(index)?;
        if std::mem::replace(self.begun.get_mut(index)?, true) {
            return None;
        }
        let to = note.units.all.len();
        Some(Slip { note: index, from: 0, to, top, height: note.height(0, to) })
    }

    /// Sets the notes of a page beside its text.
    pub(super) fn dress(&mut self, frame: &mut Frame, recto: bool) {
        let mut slips = std::mem::take(&mut self.carried);
        for slip in &mut slips {
            slip.top = Length::ZERO;
        }
        slips.extend(self.called(frame));
        if slips.is_empty() {
            return;
        }
        let depth = frame.size.height.max(self.page.leading);
        self.divide(&mut slips, depth);
        self.settle(&mut slips, depth);
        let x =
            if recto { self.page.measure + self.column.gap } else { -(self.column.gap + self.column.width) };
        for slip in slips {
            self.paint(&slip, x, frame);
        }
    }

    /// The notes called on a page, each where its call stands. Notes may call notes: those
    /// follow the ones that call them.
    fn called(&mut self, frame: &Frame) -> Vec<Slip> {
        let side = self.side;
        let calls = frame.items.iter().filter_map(|(at, item)| match item {
            Item::Anchor(node) => side.called.get(node).map(|note| (at.y, *note)),
            _ => None,
        });
        let mut waiting: Vec<(Length, usize)> = calls.collect();
        waiting.reverse();
        let mut slips = Vec::new();
        while let Some((y, index)) = waiting.pop() {
            let Some(note) = side.notes.get(index) else { continue };
            let line = baseline(self.page.leading, self.page.size) - baseline(note.leading, note.size);
            let Some(slip) = self.begin(index, (y + line).at_least_zero()) else { continue };
            slips.push(slip);
            let inner = note.calls.iter().rev().filter_map(|call| side.called.get(call));
            waiting.extend(inner.map(|inner| (y, *inner)));
        }
        slips
    }

    /// Carries over what a page has no room for even where all begin as high as they can.
    fn divide(&mut self, slips: &mut Vec<Slip>, depth: Length) {
        let mut y = Length::ZERO;
        let gap = self.gap();
        for at in 0..slips.len() {
            let Some(slip) = slips.get(at).copied() else { break };
            if y + slip.height <= depth {
                y += slip.height + gap;
                continue;
            }
            let mut rest = slips.split_off(at);
            let alone = at == 0;
            if let (Some(note), Some(first)) = (self.side.notes.get(slip.note), rest.first_mut()) {
                let end = note.fitting(slip.from, slip.to, depth - y, alone);
                if end > slip.from {
                    slips.push(Slip { to: end, height: note.height(slip.from, end), ..slip });
                    (first.from, first.height) = (end, note.height(end, slip.to));
                }
            }
            // Nothing but white may be left of a note.
            rest.retain(|slip| slip.height > Length::ZERO);
            self.carried = rest;
            return;
        }
    }

    /// Moves notes down where they would meet, then up where they would reach too low.
    fn settle(&self, slips: &mut [Slip], depth: Length) {
        let gap = self.gap();
        let mut y = Length::ZERO;
        for slip in slips.iter_mut() {
            slip.top = slip.top.max(y);
            y = slip.top + slip.height + gap;
        }
        let mut bottom = depth;
        for slip in slips.iter_mut().rev() {
            slip.top = slip.top.min(bottom - slip.height).at_least_zero();
            bottom = slip.top - gap;
        }
    }

    fn gap(&self) -> Length {
        self.page.leading / 3
    }

    fn paint(&self, slip: &Slip, x: Length, frame: &mut Frame) {
        let Some(note) = self.side.notes.get(slip.note) else { return };
        let mut boxes = Vec::new();
        let mut y = slip.top;
        for (index, unit) in note.units.all.iter().enumerate().take(slip.to).skip(slip.from) {
            if unit.kind.is_box() {
                boxes.push((index, y));
            }
            if unit.kind.is_box() || !boxes.is_empty() {
                y += unit.height;
            }
        }
        let mut alone = Frame::default();
        Column { list: &note.list, units: &note.units, boxes, head: None }.paint(&mut alone);
        frame.place(Point { x, y: Length::ZERO }, alone);
    }
}

impl SideNote {
    /// The height of a stretch of units without the white around it.
    fn height(&self, from: usize, to: usize) -> Length {
        let all = self.units.all.get(from..to).unwrap_or_default();
        let is_box = |unit: &super::unit::Unit| unit.kind.is_box();
        let Some((first, last)) = all.iter().position(is_box).zip(all.iter().rposition(is_box)) else {
            return Length::ZERO;
        };
        all.get(first..=last).unwrap_or_default().iter().map(|unit| unit.height).sum()
    }

    /// How many of these units fit: up to a place where a page may end, or nothing; where it
    /// stands `alone`, whatever fits, and at least one box.
    fn fitting(&self, from: usize, to: usize, room: Length, alone: bool) -> usize {
        let (mut good, mut any) = (from, from);
        let (mut height, mut boxes) = (Length::ZERO, 0);
        for (at, unit) in self.units.all.iter().enumerate().take(to).skip(from) {
            if !unit.kind.is_box() {
                height += if boxes > 0 { unit.height } else { Length::ZERO };
                continue;
            }
            if boxes > 0 {
                any = at;
                if unit.cost < cost::WIDOW {
                    good = at;
                }
            }
            height += unit.height;
            boxes += 1;
            if height > room {
                break;
            }
        }
        let first = self.units.next_box(from) + 1;
        match (good > from, alone) {
            (true, _) => good,
            (false, true) => any.max(first).min(to),
            (false, false) => from,
        }
    }
}
