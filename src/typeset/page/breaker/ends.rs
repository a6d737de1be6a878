//! The ends of pages, and pages of nothing but notes.

use super::{Breaker, PageEnd, Step, decide};
use crate::model::length::Length;
use crate::typeset::page::cost;
use crate::typeset::page::depth::Turn;
use crate::typeset::page::frontier::{State, reach};

impl Breaker<'_> {
    /// Ends a page before the unit `next`.
    pub(super) fn end_page(&mut self, state: &State, next: usize, forced: bool, to: &mut Vec<State>) {
        let (called, in_order) = self.units.called(next, state.placed);
        let waits =
            self.waiting_cost(state, next).saturating_add(if in_order { 0 } else { cost::NOTE_APART });
        let end = PageEnd {
            next,
            notes: called,
            floats: state.placed,
            heads: 0,
            feet: 0,
            short: self.depth.short(state.full()),
            turn: state.turn,
            forced,
        };
        // A float that has its place ahead of its call may have called notes already.
        if state.set >= called {
            self.turn_page(state, PageEnd { notes: state.set, ..end }, waits, to);
            return;
        }
        let mut found = false;
        let least = self.depth.least_short(state.turn);
        for short in self.depth.with_notes(state.turn) {
            let room = self.depth.of(short) - state.full();
            let Some(fit) = self.notes.fit(state.set, called, room) else { continue };
            let gap = (room - fit.height).0 / self.depth.leading.0.max(1);
            let gap = if forced { 0 } else { gap.saturating_mul(gap).saturating_mul(cost::GAP) };
            let end = PageEnd { notes: fit.to, short, ..end };
            self.turn_page(state, end, fit.cost.saturating_add(gap).saturating_add(waits), to);
            found = true;
        }
        if !found {
            let notes = self.notes.most(state.set, called, self.depth.of(least) - state.full());
            let end = PageEnd { notes, short: least, ..end };
            self.turn_page(state, end, cost::NOTE_APART.saturating_add(waits), to);
        }
    }

    /// Reckons the cost of a page's end.
    fn turn_page(&mut self, state: &State, end: PageEnd, more: i64, to: &mut Vec<State>) {
        let (depth, turn) = match (self.units.all.get(end.next), end.forced) {
            (None, _) => (self.depth.last(&end, state.full(), state.only), end.turn.freely()),
            (Some(_), true) => (0, end.turn.freely()),
            (Some(_), false) => self.depth.leave(end.turn, end.short),
        };
        let mut cost = state.cost.saturating_add(cost::PAGE).saturating_add(more).saturating_add(depth);
        if let Some(next) = self.units.all.get(end.next).filter(|_| !end.forced) {
            let turned = if next.divided && end.turn.is_recto() { cost::HYPHEN_TURNED } else { 0 };
            let eased = self.units.eased.get(&end.next).filter(|_| !state.passed);
            cost = cost.saturating_add(*eased.unwrap_or(&next.cost)).saturating_add(turned);
        }
        let next = State { cost, set: end.notes, placed: state.placed, ..State::fresh(turn) };
        let steps = &mut self.steps;
        if next.cost >= self.limit {
            return;
        }
        reach(to, next, || decide(steps, state.back, Step::Page(end)));
    }

    /// Pages of nothing but notes carried over, for states whose next box leaves no room
    /// for any of them, and after the last box. `before`: where what comes before it ends.
    pub(super) fn notes_alone(&mut self, fresh: &mut Vec<State>, next: usize, before: usize) {
        let mut done: Option<(usize, usize, Turn)> = None;
        let key = |state: &State| (state.set, state.placed, state.turn);
        loop {
            let left = fresh.iter().filter(|s| {
                done.is_none_or(|done| key(s) > done)
                    && s.full() == Length::ZERO
                    && s.set < self.units.called(before, s.placed).0
            });
            // States that only what they passed tells apart lead to the same page: the cheapest.
            let Some(state) = left.min_by_key(|s| (key(s), s.cost)).copied() else { return };
            done = Some(key(&state));
            if let Some(unit) = self.units.all.get(next)
                && self.notes.fit(state.set, unit.called, self.depth.of(0) - unit.height).is_some()
            {
                continue;
            }
            let pending = self.units.called(before, state.placed).0;
            let fit = self.notes.fit(state.set, pending, self.depth.of(0));
            let to = fit.map_or_else(|| self.notes.most(state.set, pending, self.depth.of(0)), |fit| fit.to);
            // Something higher than the page stands on one of its own.
            let notes = to.max(state.set + 1);
            let end = PageEnd { next, notes, ..self.alone(&state) };
            self.next_page(&state, end, cost::NOTE_DIVIDED, fresh);
        }
    }

    /// Ends a page that holds no text; the next one begins with the same unit.
    pub(super) fn next_page(&mut self, state: &State, end: PageEnd, cost: i64, fresh: &mut Vec<State>) {
        let cost = state.cost.saturating_add(cost).saturating_add(cost::PAGE);
        if cost >= self.limit {
            return;
        }
        let next = State { cost, set: end.notes, placed: end.floats, ..State::fresh(state.turn.freely()) };
        let steps = &mut self.steps;
        reach(fresh, next, || {
            let before = match end.heads {
                0 => state.back,
                heads => decide(steps, state.back, Step::Heads(heads)),
            };
            decide(steps, before, Step::Page(PageEnd { heads: 0, ..end }))
        });
    }

    /// The end of a page that holds no text.
    pub(super) fn alone(&self, state: &State) -> PageEnd {
        PageEnd {
            next: self.units.all.len(),
            notes: state.set,
            floats: state.placed,
            heads: 0,
            feet: 0,
            short: 0,
            turn: state.turn,
            forced: true,
        }
    }
}
