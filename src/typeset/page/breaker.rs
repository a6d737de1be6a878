//! Units to pages: the cheapest way to divide a section, found by a dynamic programme
//! over page starts (Plass, Optimal Pagination Techniques, 1981).
//!
//! A state is a unit that begins a page and how far the notes are set by then; each looks
//! ahead one page. Nothing is forbidden: faults have costs in tiers (see [`super::cost`]),
//! so there is always a solution, and it holds the least faults of the worst kind.
//! Ties fall to the earlier break.

use std::ops::Range;

use super::cost;
use super::notes::{Fit, Notes};
use super::unit::{Kind, Units, snap};
use crate::edition::PageGeometry;
use crate::model::length::Length;

/// What stands on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PageBreak {
    /// Units of the text, from a box to before the next page's first box.
    pub(super) units: Range<usize>,
    /// Boxes of the notes.
    pub(super) notes: Range<usize>,
}

/// The pages that end before a unit, at their cheapest, for one state of the notes.
#[derive(Clone, Copy, Debug)]
struct State {
    /// Boxes of notes that are set.
    set: usize,
    /// Whether the page that begins here is a recto, as far as that is known.
    recto: bool,
    cost: i64,
    /// The page's first unit and which of its states.
    from: (usize, usize),
}

/// A place where a page may end.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    /// The next page's first unit.
    next: usize,
    /// Height of the text above.
    height: Length,
    /// The page ends here by the author's will or the text's end.
    forced: bool,
    /// It is the last page.
    last: bool,
}

struct Breaker<'a> {
    units: &'a Units,
    notes: &'a Notes,
    height: Length,
    leading: Length,
    first: usize,
    /// Whether the section is known to open on a recto.
    sides: bool,
    states: Vec<Vec<State>>,
}

/// The pages of a section, at least one. `recto`: it is known to open on one.
pub(super) fn break_pages(units: &Units, notes: &Notes, page: &PageGeometry, recto: bool) -> Vec<PageBreak> {
    let end = units.all.len();
    let first = units.next_box(0);
    let mut breaker = Breaker {
        units,
        notes,
        height: page.height(),
        leading: page.leading,
        first,
        sides: recto,
        states: vec![Vec::new(); end + 1],
    };
    breaker.reach(first, State { set: 0, recto, cost: 0, from: (first, 0) });
    for at in first..=end {
        breaker.leave(at);
    }
    breaker.trace(end)
}

impl Breaker<'_> {
    /// Takes note of a way to begin a page at `unit`.
    fn reach(&mut self, unit: usize, state: State) {
        let Some(states) = self.states.get_mut(unit) else { return };
        match states.iter_mut().find(|s| s.set == state.set && s.recto == state.recto) {
            Some(known) if state.cost < known.cost => *known = state,
            Some(_) => {}
            None => states.push(state),
        }
    }

    /// Makes every page that can begin at `unit`. Pages of notes alone lead back to the
    /// same unit with more notes set, so states are left in that order.
    fn leave(&mut self, unit: usize) {
        let mut done: Option<(usize, bool)> = None;
        while let Some((index, state)) = self.next_state(unit, done) {
            done = Some((state.set, state.recto));
            if unit < self.units.all.len() {
                self.pages_from(unit, index, state);
            } else if state.set < self.notes.boxes.len() {
                self.notes_alone(unit, index, state, self.notes.boxes.len());
            }
        }
    }

    fn next_state(&self, unit: usize, done: Option<(usize, bool)>) -> Option<(usize, State)> {
        let states = self.states.get(unit)?.iter().copied().enumerate();
        let left = states.filter(|(_, s)| done.is_none_or(|done| (s.set, s.recto) > done));
        left.min_by_key(|(_, s)| (s.set, s.recto))
    }

    /// The side of the page after this one.
    fn next_side(&self, state: State) -> bool {
        self.sides && !state.recto
    }

    fn pages_from(&mut self, unit: usize, index: usize, state: State) {
        let candidates = self.candidates(unit);
        let (mut found, mut cheap) = (false, false);
        for candidate in candidates.iter().rev() {
            let room = self.height - candidate.height;
            let called = self.called_before(candidate.next);
            let Some(fit) = self.notes.fit(state.set, called, room) else { continue };
            if candidate.height > self.height {
                continue;
            }
            let short = (room - fit.height).0 / self.leading.0.max(1);
            // A page a third empty is worth a look only while nothing fuller is any good.
            if cheap && short * 3 > self.height.0 / self.leading.0.max(1) {
                break;
            }
            let mut cost = self.page_cost(unit, candidate, fit, short);
            if state.recto && self.units.all.get(candidate.next).is_some_and(|u| u.divided) {
                cost = cost.saturating_add(cost::HYPHEN_TURNED);
            }
            found = true;
            cheap |= cost < cost::WIDOW;
            let cost = state.cost.saturating_add(cost);
            let recto = self.next_side(state);
            self.reach(candidate.next, State { set: fit.to, recto, cost, from: (unit, index) });
        }
        if found {
            return;
        }
        let pending = self.called_before(unit);
        if state.set < pending {
            self.notes_alone(unit, index, state, pending);
        } else if let Some(candidate) = candidates.first() {
            self.page_by_force(unit, index, state, *candidate);
        }
    }

    /// The least that can stand on a page, when it does not fit.
    fn page_by_force(&mut self, unit: usize, index: usize, state: State, candidate: Candidate) {
        let called = self.called_before(candidate.next);
        let room = self.height - candidate.height;
        let to = self.notes.most(state.set, called, room);
        let mut cost = state.cost.saturating_add(self.unit_cost(candidate.next));
        if room < Length::ZERO {
            cost = cost.saturating_add(cost::OVERFULL);
        }
        if to < called {
            cost = cost.saturating_add(cost::NOTE_APART);
        }
        let recto = self.next_side(state);
        self.reach(candidate.next, State { set: to, recto, cost, from: (unit, index) });
    }

    /// A page of nothing but notes carried over.
    fn notes_alone(&mut self, unit: usize, index: usize, state: State, called: usize) {
        let fit = self.notes.fit(state.set, called, self.height);
        let to = fit.map_or_else(|| self.notes.most(state.set, called, self.height), |fit| fit.to);
        // Something higher than the page stands on one of its own.
        let to = to.max(state.set + 1);
        let cost = state.cost.saturating_add(cost::NOTE_DIVIDED);
        let recto = self.next_side(state);
        self.reach(unit, State { set: to, recto, cost, from: (unit, index) });
    }

    /// Where a page that begins at `unit` may end: up to the first place that is too far.
    fn candidates(&self, unit: usize) -> Vec<Candidate> {
        let mut found = Vec::new();
        let mut y = self.units.repeated_head(unit).map_or(Length::ZERO, |(_, height)| height);
        let mut height = y;
        for (at, this) in self.units.all.iter().enumerate().skip(unit) {
            match this.kind {
                Kind::Space => y += this.height,
                Kind::Snap => y = snap(y, height, self.leading),
                Kind::Newpage(_) => {
                    let next = self.units.next_box(at);
                    found.push(Candidate { next, height, forced: true, last: next == self.units.all.len() });
                    return found;
                }
                _ => {
                    if at > unit {
                        found.push(Candidate { next: at, height, forced: false, last: false });
                    }
                    if height > self.height {
                        return found;
                    }
                    y += this.height;
                    height = y;
                    if height > self.height && at > unit {
                        return found;
                    }
                }
            }
        }
        let next = self.units.all.len();
        found.push(Candidate { next, height, forced: true, last: true });
        found
    }

    /// How far the notes are called by everything before a unit.
    fn called_before(&self, unit: usize) -> usize {
        unit.checked_sub(1).and_then(|at| self.units.all.get(at)).map_or(0, |u| u.called)
    }

    fn unit_cost(&self, unit: usize) -> i64 {
        self.units.all.get(unit).map_or(0, |u| u.cost)
    }

    fn page_cost(&self, unit: usize, candidate: &Candidate, fit: Fit, short: i64) -> i64 {
        let mut cost = cost::PAGE + fit.cost;
        if candidate.last {
            let lines = candidate.height.0 / self.leading.0.max(1);
            let lack = (cost::LAST_LINES - lines).max(0);
            return if unit == self.first { cost } else { cost + lack * lack * cost::LAST_SHORT };
        }
        if !candidate.forced {
            cost = cost.saturating_add(short.saturating_mul(short).saturating_mul(cost::SHORT));
        }
        cost.saturating_add(self.unit_cost(candidate.next))
    }

    /// The pages on the cheapest way to the end.
    fn trace(&self, end: usize) -> Vec<PageBreak> {
        let mut pages = Vec::new();
        let whole = self.notes.boxes.len();
        let ends = self.states.get(end).into_iter().flatten().enumerate();
        let goal = ends.filter(|(_, s)| s.set == whole).min_by_key(|(_, s)| s.cost);
        let mut at = goal.map(|(index, _)| (end, index));
        while let Some((unit, index)) = at {
            let Some(state) = self.states.get(unit).and_then(|s| s.get(index)) else { break };
            if (unit, index) == state.from {
                break;
            }
            let (start, before) = state.from;
            let set = self.states.get(start).and_then(|s| s.get(before)).map_or(0, |s| s.set);
            pages.push(PageBreak { units: start..unit, notes: set..state.set });
            at = Some(state.from);
        }
        pages.reverse();
        pages
    }
}

#[cfg(test)]
mod tests {
    use super::super::unit::Unit;
    use super::*;
    use crate::model::length::Size;

    /// Where pages of ten lines end that hold 36, of which the lines at `divided` go
    /// on with a divided word.
    fn ends(divided: &[usize], recto: bool) -> Vec<usize> {
        let leading = Length::pt(10);
        let unit = |line| {
            let hyphen = divided.contains(&line);
            let cost = if hyphen { cost::HYPHEN } else { 0 };
            Unit { kind: Kind::Line { item: 0, line }, height: leading, cost, called: 0, divided: hyphen }
        };
        let units = Units { all: (0..36).map(unit).collect(), ..Units::default() };
        let page = PageGeometry {
            trim: Size { width: Length::pt(100), height: Length::pt(200) },
            inner: Length::pt(10),
            outer: Length::pt(10),
            top: Length::pt(10),
            measure: Length::pt(80),
            lines: 10,
            size: Length::pt(8),
            leading,
        };
        break_pages(&units, &Notes::default(), &page, recto).iter().map(|page| page.units.end).collect()
    }

    #[test]
    fn a_word_is_rather_not_divided_where_the_leaf_is_turned() {
        assert_eq!(ends(&[10], false), [10, 20, 30, 36], "a side that is not known");
        assert_eq!(ends(&[20], true), [10, 20, 30, 36], "from a verso on one goes on beside it");
        assert_eq!(ends(&[10], true), [9, 19, 29, 36], "a line short instead");
    }
}
