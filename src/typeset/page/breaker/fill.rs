//! Lines and boxes below what stands on a page.

use std::ops::Range;

use super::{Breaker, Part, Step, decide};
use crate::model::length::Length;
use crate::typeset::page::cost;
use crate::typeset::page::frontier::{Frontier, State};
use crate::typeset::page::unit::{Kind, snap};

impl Breaker<'_> {
    /// Sets a part below what stands on pages that have begun, and on pages that begin
    /// with it; both may end within it.
    pub(super) fn fill(
        &mut self,
        part: &Part,
        whites: &Range<usize>,
        (begun, fresh): (&[State], &[State]),
        to: &mut Frontier,
    ) {
        let dearer = |state: &State| State { cost: state.cost.saturating_add(part.cost), ..*state };
        let mut starts = vec![Vec::new(); part.units.len()];
        for state in begun {
            let height = state.cursor().next(self.below(state.height, whites));
            let state = State { height, white: Length::ZERO, passed: false, ..dearer(state) };
            self.lines(part, 0, state, (&mut starts, to));
        }
        for line in 0..part.units.len() {
            let mut here = std::mem::take(&mut starts[line]);
            if line == 0 {
                here.extend(fresh.iter().map(dearer));
            }
            let unit = part.units.start + line;
            // Variants stand one behind the other: what is called before the paragraph is
            // known where the first begins.
            let before = if line == 0 { part.first } else { unit };
            self.notes_alone(&mut here, unit, before);
            self.heads(&mut here, unit, before);
            let head = self.units.repeated_head(unit).map_or(Length::ZERO, |(_, height)| height);
            for state in here {
                let height = self.units.all.get(unit).map_or(Length::ZERO, |u| u.height) + head;
                let (height, room) = (state.height + height, self.depth.of(0) - state.foot);
                if height > room && state.full() > Length::ZERO {
                    // Without its floats the page has room.
                    continue;
                }
                let over = if height > room { cost::OVERFULL } else { 0 };
                let cost = state.cost.saturating_add(over);
                let state = State { passed: false, ..state };
                self.line(part, line, State { cost, height, ..state }, (&mut starts, to));
                if over == 0 {
                    self.lines(part, line + 1, State { height, ..state }, (&mut starts, to));
                }
            }
        }
    }

    /// Sets lines from `line` on as long as they fit.
    fn lines(
        &mut self,
        part: &Part,
        line: usize,
        mut state: State,
        (starts, to): (&mut [Vec<State>], &mut Frontier),
    ) {
        let limit = self.depth.of(self.depth.least_short(state.turn)) - state.foot;
        for line in line..part.units.len() {
            let unit = part.units.start + line;
            state.height += self.units.all.get(unit).map_or(Length::ZERO, |u| u.height);
            if state.height > limit {
                return;
            }
            self.line(part, line, state, (starts, to));
        }
    }

    /// What can follow when `line` of a part is set: a page's end, or what stands below.
    fn line(
        &mut self,
        part: &Part,
        line: usize,
        state: State,
        (starts, to): (&mut [Vec<State>], &mut Frontier),
    ) {
        if let Some(starts) = starts.get_mut(line + 1) {
            self.end_page(&state, part.units.start + line + 1, false, starts);
            return;
        }
        let steps = &mut self.steps;
        if state.cost >= self.limit {
            return;
        }
        to.reach(state, || match part.variant {
            Some((item, variant)) => decide(steps, state.back, Step::Variant { item, variant }),
            None => state.back,
        });
    }

    /// Where the next box stands below one that ends at `bottom`.
    pub(super) fn below(&self, bottom: Length, whites: &Range<usize>) -> Length {
        let mut y = bottom;
        for unit in self.units.all.get(whites.clone()).unwrap_or_default() {
            match unit.kind {
                Kind::Space => y += unit.height,
                Kind::Snap => y = snap(y, bottom, unit.height),
                _ => {}
            }
        }
        y
    }
}
