//! The states of one place: the cheapest way to each.

use std::collections::BTreeMap;

use super::depth::{Depth, Turn};
use crate::model::length::Length;

/// A way to a place: what of it matters for what follows, and its cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) cost: i64,
    /// Height of what stands on the page.
    pub(super) height: Length,
    /// Boxes of notes that were set before the page.
    pub(super) set: usize,
    /// What the page is to its spread.
    pub(super) turn: Turn,
    /// Whether it is the section's first page.
    pub(super) only: bool,
    /// The last decision on the way.
    pub(super) back: u32,
}

/// The states of a place.
#[derive(Debug)]
pub(super) struct Frontier {
    states: Vec<State>,
    /// Those at whole lines, by line and turn: nearly all.
    slots: Vec<u32>,
    /// Those that share a slot with another, or have none.
    rest: BTreeMap<(Length, usize, Turn), u32>,
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
        if state.height.0 % self.leading.0 != 0 {
            return None;
        }
        let line = usize::try_from(state.height.0 / self.leading.0).ok()?;
        Some(line * Turn::COUNT + state.turn.index()).filter(|slot| *slot < self.slots.len())
    }

    /// The known state that this one would take the place of.
    fn known(&self, state: &State) -> Option<usize> {
        let same = |at: u32| self.states.get(at as usize).filter(|s| s.set == state.set).map(|_| at as usize);
        let at = self.slot(state).and_then(|slot| self.slots.get(slot)).and_then(|at| same(*at));
        if at.is_some() || self.rest.is_empty() {
            return at;
        }
        self.rest.get(&(state.height, state.set, state.turn)).map(|at| *at as usize)
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
                self.rest.insert((state.height, state.set, state.turn), at);
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
    match states.iter_mut().find(|s| s.set == state.set && s.turn == state.turn) {
        Some(known) if state.cost < known.cost => *known = State { back: back(), ..state },
        Some(_) => {}
        None => states.push(State { back: back(), ..state }),
    }
}
