//! The states of one place: the cheapest way to each.

use std::collections::BTreeMap;

use super::depth::{Depth, Turn};
use super::floats::Cursor;
use crate::model::length::Length;

/// A way to a place: what of it matters for what follows, and its cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) cost: i64,
    /// Height of what stands on the page.
    pub(super) height: Length,
    /// White asked for below it; see [`super::floats::Cursor`].
    pub(super) white: Length,
    /// Height of the floats at its foot.
    pub(super) foot: Length,
    /// Boxes of notes that were set before the page.
    pub(super) set: usize,
    /// Floats that have their place.
    pub(super) placed: usize,
    /// Whether the last unit is a float that stands elsewhere.
    pub(super) passed: bool,
    /// What the page is to its spread.
    pub(super) turn: Turn,
    /// Whether it is the section's first page.
    pub(super) only: bool,
    /// The last decision on the way.
    pub(super) back: u32,
}

/// What two states that differ in cost only have in common.
type Key = (Length, Length, Length, usize, usize, bool, Turn);

impl State {
    /// Nothing on a page.
    pub(super) fn fresh(turn: Turn) -> Self {
        Self {
            cost: 0,
            height: Length::ZERO,
            white: Length::ZERO,
            foot: Length::ZERO,
            set: 0,
            placed: 0,
            passed: false,
            turn,
            only: false,
            back: NONE,
        }
    }

    fn key(&self) -> Key {
        (self.height, self.white, self.foot, self.set, self.placed, self.passed, self.turn)
    }

    /// Whether it needs no more than its line and turn to be told from nearly all others.
    fn is_plain(&self) -> bool {
        self.white == Length::ZERO && self.foot == Length::ZERO && !self.passed
    }

    /// Where the next box may stand.
    pub(super) fn cursor(&self) -> Cursor {
        Cursor { bottom: self.height, white: self.white }
    }

    /// Height of all that stands on the page, notes left aside.
    pub(super) fn full(&self) -> Length {
        self.height + self.foot
    }
}

/// The states of a place.
#[derive(Debug)]
pub(super) struct Frontier {
    states: Vec<State>,
    /// Those at whole lines, by line and turn: nearly all.
    slots: Vec<u32>,
    /// Those that share a slot with another, or have none.
    rest: BTreeMap<Key, u32>,
    leading: Length,
}

const NONE: u32 = u32::MAX;

impl Frontier {
    pub(super) fn new(depth: &Depth) -> Self {
        let lines = depth.short(Length::ZERO).max(0) + 2;
        let slots = usize::try_from(lines).unwrap_or(0) * Turn::COUNT;
        let (states, rest) = (Vec::new(), BTreeMap::new());
        Self { states, slots: vec![NONE; slots], rest, leading: depth.leading.max(Length(1)) }
    }

    pub(super) fn states(&self) -> &[State] {
        &self.states
    }

    pub(super) fn clear(&mut self) {
        self.states.clear();
        self.slots.fill(NONE);
        self.rest.clear();
    }

    fn slot(&self, state: &State) -> Option<usize> {
        if state.height.0 % self.leading.0 != 0 || !state.is_plain() {
            return None;
        }
        let line = usize::try_from(state.height.0 / self.leading.0).ok()?;
        Some(line * Turn::COUNT + state.turn.index()).filter(|slot| *slot < self.slots.len())
    }

    /// The known state that this one would take the place of.
    fn known(&self, state: &State) -> Option<usize> {
        let key = (state.set, state.placed);
        let same =
            |at: u32| self.states.get(at as usize).filter(|s| (s.set, s.placed) == key).map(|_| at as usize);
        let at = self.slot(state).and_then(|slot| self.slots.get(slot)).and_then(|at| same(*at));
        if at.is_some() || self.rest.is_empty() {
            return at;
        }
        self.rest.get(&state.key()).map(|at| *at as usize)
    }

    /// Takes note of a state where it is cheaper than what is known; `back` makes its last
    /// decision.
    pub(super) fn reach(&mut self, state: State, back: impl FnOnce() -> u32) {
        if let Some(at) = self.known(&state) {
            if let Some(known) = self.states.get_mut(at)
                && state.cost < known.cost
            {
                *known = State { back: back(), ..state };
            }
            return;
        }
        let at = u32::try_from(self.states.len()).unwrap_or(NONE);
        match self.slot(&state).and_then(|slot| self.slots.get_mut(slot)) {
            Some(slot) if *slot == NONE => *slot = at,
            _ => {
                self.rest.insert(state.key(), at);
            }
        }
        self.states.push(State { back: back(), ..state });
    }

    /// Keeps so many of the cheapest; of equal ones those that came first.
    pub(super) fn prune(&mut self, most: usize) {
        if self.states.len() <= most {
            return;
        }
        self.states.sort_by_key(|state| state.cost);
        self.states.truncate(most);
    }
}

/// [`Frontier::reach`] for the few states that begin a page.
pub(super) fn reach(states: &mut Vec<State>, state: State, back: impl FnOnce() -> u32) {
    match states.iter_mut().find(|s| s.key() == state.key()) {
        Some(known) if state.cost < known.cost => *known = State { back: back(), ..state },
        Some(_) => {}
        None => states.push(State { back: back(), ..state }),
    }
}
