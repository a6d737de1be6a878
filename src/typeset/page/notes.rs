//! Notes at the foot: the notes of a section in the order they are called, line after
//! line, and how much of them fits below a text.

use std::collections::{BTreeMap, VecDeque};

use super::cost;
use super::unit::{Kind, Take, Units, expand};
use crate::edition::PageGeometry;
use crate::model::NodeId;
use crate::model::length::Length;
use crate::model::notes::NotePlace;
use crate::typeset::flow::{self, Standing, VList, ceil_to};
use crate::typeset::paragraph::Setter;

/// White between text and notes in thousandths of a line; the rule stands in it.
const SEPARATION: i64 = 800;

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
pub(super) fn set(setter: &mut Setter<'_>, page: PageGeometry, units: &Units) -> Notes {
    let edition = setter.edition;
    let rule = edition.theme.note.rule;
    let mut notes = Notes {
        separation: page.leading.scale(SEPARATION, 1000),
        rule: rule.resolve(page.size, page.leading, page.measure).min(page.measure).at_least_zero(),
        leading: page.leading,
        sums: vec![Length::ZERO],
        ..Notes::default()
    };
    let mut calls_of: Option<(u32, Vec<Option<NodeId>>)> = None;
    for (_, called) in &units.calls {
        let known = notes.boxes.len();
        let mut queue = VecDeque::from([*called]);
        while let Some(id) = queue.pop_front() {
            let chapter = edition.book.book.chapter_of(id);
            let Some(chapter) = chapter else { continue };
            let Some((at, text)) = chapter.note(id) else { continue };
            if notes.ends.contains_key(&id) || edition.book.notes.place(id) != NotePlace::Foot {
                continue;
            }
            if calls_of.as_ref().is_none_or(|(c, _)| *c != id.chapter) {
                calls_of = Some((id.chapter, flow::calls(chapter)));
            }
            let call = calls_of.as_ref().and_then(|(_, calls)| calls.get(at).copied().flatten());
            let list = flow::note(setter, page, (chapter, text), call, Standing::Raised);
            let inner = expand(&list, &edition.theme.breaking, page.leading, Take::First);
            queue.extend(inner.calls.iter().map(|(_, id)| *id));
            notes.add(list, inner);
            notes.ends.insert(id, notes.boxes.len());
        }
        // Those called in it are called with it.
        if notes.boxes.len() > known {
            notes.ends.insert(*called, notes.boxes.len());
        }
    }
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
            notes.add(VList::default(), Units { all, ..Units::default() });
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

    fn add(&mut self, list: VList, units: Units) {
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
        if to <= from { Length::ZERO } else { *end - *start - first.before }
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
