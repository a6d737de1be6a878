//! Floats: where they are written, at the foot of that page, or, after they have waited, at
//! the head of a later one or on a page of their own.
//!
//! They keep their order: one stands where it is written only when none before it waits and
//! none stands at the foot of the page already.

use std::ops::Range;

use super::{Breaker, PageEnd, Step, decide};
use crate::model::length::Length;
use crate::typeset::flow::Spot;
use crate::typeset::page::cost;
use crate::typeset::page::floats::{FloatUnit, LEAST_TEXT, MOST_WAITING};
use crate::typeset::page::frontier::{Frontier, State, reach};
use crate::typeset::page::unit::{Kind, Unit};

impl Breaker<'_> {
    /// What the floats that wait at a page's end cost.
    pub(super) fn waiting_cost(&self, state: &State, next: usize) -> i64 {
        let met = self.units.floats_before(next);
        if state.placed > met {
            return cost::FLOAT_AHEAD;
        }
        let turned = if state.turn.is_recto() { cost::FLOAT_TURNED } else { 0 };
        let waiting = i64::try_from(met - state.placed).unwrap_or(i64::MAX);
        waiting.saturating_mul(cost::FLOAT_MOVED + turned)
    }

    /// Sets a float where it is written, or goes on without it; pages that still hold no
    /// text are returned.
    pub(super) fn float(
        &mut self,
        index: usize,
        whites: &Range<usize>,
        (begun, mut fresh): (&[State], Vec<State>),
        to: &mut Frontier,
    ) -> Vec<State> {
        let units = self.units;
        let Some(float) = units.floats.get(index) else { return fresh };
        self.notes_alone(&mut fresh, float.unit, float.unit);
        self.heads(&mut fresh, float.unit, float.unit);
        for state in begun {
            let y = self.below(state.height, whites);
            let top = state.cursor().next(y).max(state.height + float.above);
            self.stand((index, float), (state, top), to);
            let white = state.cursor().pass(y).white;
            for passed in self.pass((index, float), &State { white, ..*state }) {
                to.reach(passed, || passed.back);
            }
        }
        let mut later = Vec::new();
        for state in &fresh {
            self.stand((index, float), (state, state.height), to);
            for passed in self.pass((index, float), state) {
                reach(&mut later, passed, || passed.back);
            }
        }
        later
    }

    /// A float where it is written.
    fn stand(
        &mut self,
        (index, float): (usize, &FloatUnit),
        (state, top): (&State, Length),
        to: &mut Frontier,
    ) {
        let height = top + float.height;
        let limit = self.depth.of(self.depth.least_short(state.turn));
        if state.placed != index || state.foot > Length::ZERO || height > limit {
            return;
        }
        let against = match float.spot {
            Spot::Near => 0,
            Spot::Top if top == Length::ZERO => 0,
            _ => cost::FLOAT_AGAINST,
        };
        let cost = state.cost.saturating_add(against);
        let white = float.white_below(height);
        if cost < self.limit {
            let state = State { cost, height, white, placed: index + 1, passed: false, ..*state };
            to.reach(state, || state.back);
        }
    }

    /// The ways to go on without a float in its place.
    fn pass(&mut self, (index, float): (usize, &FloatUnit), state: &State) -> Vec<State> {
        let state = State { passed: true, ..*state };
        if state.placed > index {
            return vec![state];
        }
        let mut ways = Vec::new();
        let waiting = index - state.placed;
        let apart = float.apart(self.depth.leading);
        let limit = self.depth.of(self.depth.least_short(state.turn));
        if float.spot == Spot::Bottom && waiting == 0 && state.full() + apart <= limit {
            let back = decide(&mut self.steps, state.back, Step::Foot);
            ways.push(State { foot: state.foot + apart, placed: index + 1, back, ..state });
        }
        // At the top of a page that holds nothing yet it stands as well as on the next one.
        let at_top = state.full() == Length::ZERO && matches!(float.spot, Spot::Near | Spot::Top);
        if waiting < MOST_WAITING && !(at_top && waiting == 0) {
            ways.push(state);
        }
        ways
    }

    /// Adds pages with floats at their head to those that begin with a unit, and pages of
    /// floats before it. `before`: where what comes before it ends.
    pub(super) fn heads(&mut self, fresh: &mut Vec<State>, unit: usize, before: usize) {
        if self.units.floats.is_empty() {
            return;
        }
        self.float_pages(fresh, unit, before);
        let units = self.units;
        let met = units.floats_before(before);
        for state in fresh.clone() {
            if state.full() > Length::ZERO {
                continue;
            }
            let ahead = met + usize::from(state.placed == met && self.may_lead(met, unit));
            let (mut height, mut count) = (Length::ZERO, 0);
            for float in units.floats.get(state.placed..ahead).unwrap_or_default() {
                height += float.apart(self.depth.leading);
                count += 1;
                let room = self.depth.of(0) - self.depth.leading * LEAST_TEXT;
                if float.spot == Spot::Page || height > room {
                    break;
                }
                let steps = &mut self.steps;
                let state = State { height, placed: state.placed + count, ..state };
                reach(fresh, state, || decide(steps, state.back, Step::Heads(count)));
            }
        }
    }

    /// Whether a float may stand at the head of a page that begins with a unit before the
    /// float's own: its author wants it there, and that unit is not far.
    fn may_lead(&self, float: usize, unit: usize) -> bool {
        let Some(float) = self.units.floats.get(float).filter(|float| float.spot == Spot::Top) else {
            return false;
        };
        let counts = |u: &&Unit| match u.kind {
            Kind::Line { variant, .. } => variant == 0,
            kind => kind != Kind::Snap,
        };
        let room = self.depth.of(0);
        let mut height = Length::ZERO;
        for unit in self.units.all.get(unit..float.unit).unwrap_or_default().iter().filter(counts) {
            height += unit.height;
            if height > room {
                return false;
            }
        }
        true
    }

    /// Pages of floats for all that wait where the text cannot go on without them.
    pub(super) fn floats_alone(&mut self, fresh: &mut Vec<State>, next: usize) {
        if self.units.floats.is_empty() {
            return;
        }
        self.float_pages(fresh, next, next);
        let met = self.units.floats_before(next);
        // What has floats at its head or foot was to hold text, too.
        fresh.retain(|state| state.placed >= met && state.full() == Length::ZERO);
    }

    /// Pages of nothing but floats that wait, as many on each as it holds.
    fn float_pages(&mut self, fresh: &mut Vec<State>, next: usize, before: usize) {
        let met = self.units.floats_before(before);
        let lowest = fresh.iter().map(|state| state.placed).min().unwrap_or(met);
        // Those with fewer floats first: they lead to the others.
        for placed in lowest..met {
            let waits = |state: &&State| state.placed == placed && state.full() == Length::ZERO;
            let now: Vec<State> = fresh.iter().filter(waits).copied().collect();
            for state in now {
                self.float_page(&state, (next, before), fresh);
            }
        }
    }

    fn float_page(&mut self, state: &State, (next, before): (usize, usize), fresh: &mut Vec<State>) {
        let (leading, room) = (self.depth.leading, self.depth.of(0));
        let met = self.units.floats_before(before);
        let (mut above, mut height, mut count) = (Length::ZERO, Length::ZERO, 0);
        for float in self.units.floats.get(state.placed..met).unwrap_or_default() {
            if count > 0 && above + float.alone(leading) > room {
                break;
            }
            height = above + float.alone(leading);
            above += float.apart(leading);
            count += 1;
        }
        let floats = state.placed + count;
        let called = self.units.called(before, floats).0;
        let end = PageEnd { next, floats, heads: count, ..self.alone(state) };
        let white = (room - height).0 / leading.0.max(1);
        let cost = cost::FLOAT_PAGE + white.saturating_mul(white).saturating_mul(cost::FLOAT_WHITE);
        if called <= state.set {
            return self.next_page(state, end, cost, fresh);
        }
        let (notes, more) = match self.notes.fit(state.set, called, room - height) {
            Some(fit) => (fit.to, fit.cost),
            None => (self.notes.most(state.set, called, room - height), cost::NOTE_APART),
        };
        self.next_page(state, PageEnd { notes, ..end }, cost.saturating_add(more), fresh);
    }
}
