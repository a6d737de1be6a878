//! Notes at the foot: the notes of a section in the order they are called, line after
//! line, and how much of them fits below a text.
//!
//! The breaker knows one sequence of lines. A page shows one series of notes below the
//! other, which makes no difference to it but the white between them.

use std::collections::BTreeMap;

use super::cost;
use super::marks::{Called, CalledNote};
use super::run_in::{self, RunIn};
use super::side::Side;
use super::unit::{Kind, Take, Units, expand};
use crate::edition::PageGeometry;
use crate::model::NodeId;
use crate::model::length::Length;
use crate::model::notes::NotePlace;
use crate::typeset::flow::{self, Standing, VList, ceil_to};
use crate::typeset::paragraph::Setter;

/// White between text and notes in thousandths of a line; the rule stands in it.
const SEPARATION: i64 = 800;

/// White between two series of notes, thousandths of a line.
const BETWEEN: i64 = 450;

/// White between two series of notes.
pub(super) fn gap_between(leading: Length) -> Length {
    leading.scale(BETWEEN, 1000)
}

/// The notes of a section.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Each note's list.
    pub(super) lists: Vec<(VList, Units)>,
    /// Every box of them in order.
    pub(super) boxes: Vec<NoteBox>,
    /// Heights of everything before a box, and of everything.
    sums: Vec<Length>,
    /// White above the notes of a page.
    pub(super) separation: Length,
    /// Length of the rule in it.
    pub(super) rule: Length,
    /// The grid of the text.
    leading: Length,
    /// Where each note, and those called in it, end.
    ends: BTreeMap<NodeId, usize>,
    /// The series of each list.
    of_series: Vec<usize>,
    /// Boxes of each series before a box; nothing where all are of one series.
    counts: Vec<Vec<usize>>,
    /// How short notes share lines, where they do.
    run_in: Option<RunIn>,
    /// The notes in the margin.
    pub(super) side: Side,
}

/// A line or rigid box of a note.
#[derive(Clone, Copy, Debug)]
pub(super) struct NoteBox {
    /// Index into [`Notes::lists`].
    pub(super) note: usize,
    /// Index into its units.
    pub(super) unit: usize,
    /// White above it, unless it begins a page's notes.
    pub(super) before: Length,
    /// Height.
    pub(super) height: Length,
    /// The cost of a page whose notes begin with it.
    cost: i64,
    /// Index of its note's first box.
    first: usize,
}

/// Notes that fit at a page's foot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fit {
    /// One past the last box that fits.
    pub(super) to: usize,
    /// Height that is taken, in whole lines.
    pub(super) height: Length,
    /// What it costs.
    pub(super) cost: i64,
}

/// Sets the notes that `units` call, each once, where it is called first; notes called in
/// notes follow them.
pub(super) fn set(setter: &mut Setter<'_>, page: PageGeometry, list: &VList, units: &Units) -> Notes {
    let edition = setter.edition;
    let rule = edition.theme.note.rule;
    let mut notes = Notes {
        separation: page.leading.scale(SEPARATION, 1000),
        rule: rule.resolve(page.size, page.leading, page.measure).min(page.measure).at_least_zero(),
        leading: page.leading,
        sums: vec![Length::ZERO],
        ..Notes::default()
    };
    let mut called = Called::new(edition, list);
    for (_, id) in &units.calls {
        let known = notes.boxes.len();
        for note in called.with(*id) {
            if edition.book.notes.place(note.id) == NotePlace::Side && page.side().is_some() {
                notes.side.add(setter, page, &note);
            } else {
                notes.foot(setter, page, &note);
            }
        }
        // Those called in it are called with it.
        if notes.boxes.len() > known {
            notes.ends.insert(*id, notes.boxes.len());
        }
    }
    notes.settle(edition.theme.note.run_in, &page);
    notes
}

impl Notes {
    /// Notes of so many lines each, as high as the text's, with a line of white above them.
    #[cfg(test)]
    pub(super) fn of_lines(counts: &[usize], leading: Length) -> Self {
        let mut notes = Self { separation: leading, leading, sums: vec![Length::ZERO], ..Self::default() };
        for count in counts {
            let line = |line| super::unit::Unit {
                kind: Kind::Line { item: 0, variant: 0, line },
                height: leading,
                cost: if line == 1 || line + 1 == *count { cost::WIDOW } else { 0 },
                called: 0,
                divided: false,
            };
            let all = (0..*count).map(line).collect();
            notes.add(VList::default(), Units { all, ..Units::default() }, 0);
        }
        notes
    }

    /// Writes into units how far the notes are called when their page ends with them.
    pub(super) fn mark(&self, units: &mut Units) {
        let mut calls = units.calls.iter().peekable();
        // Variants of a paragraph all begin where the text before it has led.
        let (mut called, mut before, mut item) = (0, 0, None);
        for (index, unit) in units.all.iter_mut().enumerate() {
            if let Kind::Line { item: here, line: 0, .. } = unit.kind {
                if item == Some(here) {
                    called = before;
                } else {
                    (before, item) = (called, Some(here));
                }
            }
            while let Some((_, id)) = calls.next_if(|(at, _)| *at <= index) {
                called = called.max(self.ends.get(id).copied().unwrap_or_default());
            }
            unit.called = called;
        }
    }

    fn foot(&mut self, setter: &mut Setter<'_>, page: PageGeometry, note: &CalledNote<'_>) {
        let edition = setter.edition;
        let list = flow::note(setter, page, (note.chapter, note.text), note.call(), Standing::Raised);
        let units = expand(&list, &edition.theme.breaking, page.leading, Take::First);
        self.add(list, units, edition.book.notes.series(note.id));
        self.ends.insert(note.id, self.boxes.len());
    }

    /// Reckons what depends on all notes: where series change, and what shares a line.
    fn settle(&mut self, run_in: bool, page: &PageGeometry) {
        let most = self.of_series.iter().copied().max().unwrap_or_default();
        if most > 0 {
            self.counts = vec![vec![0]; most + 1];
            for here in &self.boxes {
                let series = self.series(here.note);
                for (of, counts) in self.counts.iter_mut().enumerate() {
                    let before = counts.last().copied().unwrap_or_default();
                    counts.push(before + usize::from(of == series));
                }
            }
        }
        if run_in {
            let boxes = self.boxes.iter().map(|here| {
                let list = self.lists.get(here.note);
                run_in::Box {
                    height: here.before + here.height,
                    width: list.and_then(|(list, units)| run_in::short(list, units, page.measure)),
                    series: self.series(here.note),
                }
            });
            let boxes: Vec<run_in::Box> = boxes.collect();
            self.run_in = Some(RunIn::new(&boxes, page.measure, page.size));
        }
    }

    /// The series of a list.
    pub(super) fn series(&self, list: usize) -> usize {
        self.of_series.get(list).copied().unwrap_or_default()
    }

    /// Where the line that begins with this box ends.
    pub(super) fn line_after(&self, at: usize) -> usize {
        self.run_in.as_ref().map_or(at + 1, |run_in| run_in.line_after(at))
    }

    /// What a box that shares a line takes of it.
    pub(super) fn room_of(&self, at: usize) -> Length {
        self.run_in.as_ref().map_or(Length::ZERO, |run_in| run_in.room_of(at))
    }

    /// White between the series of a stretch of notes.
    fn between(&self, from: usize, to: usize) -> Length {
        let has = |counts: &&Vec<usize>| counts.get(from) < counts.get(to);
        let series = self.counts.iter().filter(has).count();
        gap_between(self.leading) * i64::try_from(series).unwrap_or(i64::MAX).saturating_sub(1).max(0)
    }

    fn add(&mut self, list: VList, units: Units, series: usize) {
        self.of_series.push(series);
        let note = self.lists.len();
        let begin = self.boxes.len();
        let mut before = Length::ZERO;
        for (index, unit) in units.all.iter().enumerate() {
            match unit.kind {
                Kind::Space => before += unit.height,
                Kind::Snap | Kind::Newpage(_) => {}
                _ => {
                    let cost = if self.boxes.len() == begin { cost::NOTE_APART } else { unit.cost };
                    let height = unit.height;
                    self.boxes.push(NoteBox { note, unit: index, before, height, cost, first: begin });
                    let sum = self.sums.last().copied().unwrap_or_default() + before + height;
                    self.sums.push(sum);
                    before = Length::ZERO;
                }
            }
        }
        self.lists.push((list, units));
    }

    /// Height of a stretch of notes at the foot of a page, without the separation.
    pub(super) fn height(&self, from: usize, to: usize) -> Length {
        let (Some(start), Some(end), Some(first)) =
            (self.sums.get(from), self.sums.get(to), self.boxes.get(from))
        else {
            return Length::ZERO;
        };
        if to <= from {
            return Length::ZERO;
        }
        let lines = self.run_in.as_ref().map_or(*end - *start, |run_in| run_in.height(from, to));
        lines - first.before + self.between(from, to)
    }

    /// What a stretch of notes takes from a page, in whole lines.
    pub(super) fn area(&self, from: usize, to: usize) -> Length {
        if to <= from {
            return Length::ZERO;
        }
        ceil_to(self.separation + self.height(from, to), self.leading)
    }

    /// Fits the notes `from..to` into `room`; the last of them may be divided, and all
    /// others must be whole.
    pub(super) fn fit(&self, from: usize, to: usize, room: Length) -> Option<Fit> {
        let whole = self.area(from, to);
        if whole <= room {
            return Some(Fit { to, height: whole, cost: 0 });
        }
        let last = to.checked_sub(1).and_then(|at| self.boxes.get(at));
        let begin = last.map_or(from, |b| b.first).max(from);
        let mut at = self.most(from, to, room);
        while at > begin {
            let cost = self.boxes.get(at).map_or(0, |b| b.cost);
            if cost < cost::WIDOW {
                let cost = cost + cost::NOTE_DIVIDED;
                return Some(Fit { to: at, height: self.area(from, at), cost });
            }
            at -= 1;
        }
        None
    }

    /// As many boxes as fit, wherever that ends.
    pub(super) fn most(&self, from: usize, to: usize, room: Length) -> usize {
        let (mut low, mut high) = (from, to);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if self.area(from, middle) <= room {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        low
    }
}
