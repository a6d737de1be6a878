//! Units to pages: the cheapest way to divide a section and to set its paragraphs, found
//! by a dynamic programme over its boxes.
//!
//! After Mittelbach ("A General `LuaTeX` Framework for Globally Optimized Pagination", 2019)
//! and Plass ("Optimal Pagination Techniques", 1981): line breaking keeps several variants
//! of each paragraph, and one programme over the whole section chooses among them and
//! among the page ends. A state is a place between boxes, the height of what stands on the
//! page by then, how far notes are set above it, and what the page is to its spread. It is
//! exact up to [`EXACT`] pages; beyond, the [`BEAM`] cheapest states of each place go on.
//! Nothing is forbidden: faults have costs in tiers (see [`super::cost`]), so there is
//! always a solution, and it holds the least faults of the worst kind.

use std::collections::BTreeMap;
use std::ops::Range;

use super::cost;
use super::depth::{Depth, Turn};
use super::frontier::{Frontier, State, reach};
use super::notes::Notes;
use super::unit::{Kind, Unit, Units, snap};
use crate::model::block::Side;
use crate::model::length::Length;

/// Sections of so many pages are divided exactly.
const EXACT: i64 = 60;
/// States that go on from a place of a longer section.
const BEAM: usize = 160;
/// States that go on in any section, whatever it holds.
const MOST: usize = 20_000;
/// What a page may cost at first.
const LIMIT: i64 = 100_000;
/// How many times more the next time.
const RAISE: i64 = 8;

/// The end of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PageEnd {
    /// The first unit of the next page; the number of units at the end.
    pub(super) next: usize,
    /// Boxes of notes that are set by then.
    pub(super) notes: usize,
    /// Lines that the page is short; −1: it is one longer.
    pub(super) short: i64,
    /// What it is to its spread.
    pub(super) turn: Turn,
    /// Whether it ends by the author's will or the text's end.
    pub(super) forced: bool,
}

/// What was decided for a section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// The variants of paragraphs that are not the first, by item.
    pub(super) variants: BTreeMap<usize, usize>,
    /// The ends of its pages, at least one; `next` counts units of all variants.
    pub(super) ends: Vec<PageEnd>,
    /// Its cost.
    pub(super) cost: i64,
}

/// A decision on the way to a state.
#[derive(Clone, Copy, Debug)]
enum Step {
    Variant { item: usize, variant: usize },
    Page(PageEnd),
}

/// What stands between two places: a box, or a paragraph in one of its variants.
#[derive(Clone, Debug)]
struct Part {
    units: Range<usize>,
    /// Where the first variant begins.
    first: usize,
    cost: i64,
    /// The paragraph and its variant, where it is not the first.
    variant: Option<(usize, usize)>,
}

struct Breaker<'a> {
    units: &'a Units,
    notes: &'a Notes,
    depth: Depth,
    /// Ways that cost so much are not followed.
    limit: i64,
    /// Decisions, each with the one before it.
    steps: Vec<(u32, Step)>,
}

/// No decision yet.
const START: u32 = u32::MAX;

/// Divides a section. `units` holds all variants of its paragraphs; `recto`: the
/// side on which it opens.
pub(super) fn plan(units: &Units, notes: &Notes, depth: Depth, recto: bool) -> Plan {
    Breaker { units, notes, depth, limit: i64::MAX, steps: Vec::new() }.run(recto)
}

impl Breaker<'_> {
    /// Looks for a way below a limit of cost, and for a dearer one where there is none: what
    /// goes beyond the limit cannot be part of a way within it, so the first way found is the
    /// cheapest of all, and most ways are never followed into their faults.
    fn run(mut self, recto: bool) -> Plan {
        let first = |u: &&Unit| !matches!(u.kind, Kind::Line { variant, .. } if variant > 0);
        let whole: Length = self.units.all.iter().filter(first).map(|u| u.height).sum();
        let pages = whole.0 / self.depth.height.0.max(1);
        let beam = if pages <= EXACT { MOST } else { BEAM };
        self.limit = LIMIT.saturating_mul(pages.saturating_add(2));
        loop {
            if let Some(plan) = self.search(recto, beam) {
                return plan;
            }
            if self.limit == i64::MAX {
                return Plan::default();
            }
            self.limit = self.limit.saturating_mul(RAISE);
            self.steps.clear();
        }
    }

    fn search(&mut self, recto: bool, beam: usize) -> Option<Plan> {
        let end = self.units.all.len();
        let mut at = self.units.next_box(0);
        let turn = match self.units.side_before(at) {
            Some(Side::Recto) => Turn::Recto,
            Some(Side::Verso) => Turn::Verso,
            _ => Turn::of(recto),
        };
        let first = State { cost: 0, height: Length::ZERO, set: 0, turn, only: true, back: START };
        let (mut here, mut next) = (Frontier::new(&self.depth), Frontier::new(&self.depth));
        let mut fresh = vec![first];
        let mut whites = at..at;
        while at < end {
            let forced = self.units.all.get(whites.clone()).unwrap_or_default().iter().any(Unit::is_newpage);
            for state in here.states() {
                self.end_page(state, at, forced, &mut fresh);
            }
            if forced {
                here.clear();
                self.take_side(at, &mut fresh);
            }
            if here.states().is_empty() && fresh.is_empty() {
                return None;
            }
            let parts = self.parts(at);
            for part in &parts {
                self.fill(part, &whites, (here.states(), &fresh), &mut next);
            }
            let after = parts.last().map_or(at + 1, |part| part.units.end);
            at = self.units.next_box(after);
            whites = after..at;
            std::mem::swap(&mut here, &mut next);
            here.prune(beam);
            next.clear();
            fresh.clear();
        }
        for state in here.states() {
            self.end_page(state, end, true, &mut fresh);
        }
        self.notes_alone(&mut fresh, end, self.notes.boxes.len());
        self.trace(&fresh)
    }

    /// Pages begin on the side that the author wants.
    fn take_side(&self, at: usize, fresh: &mut [State]) {
        let turn = match self.units.side_before(at) {
            Some(Side::Recto) => Turn::Recto,
            Some(Side::Verso) => Turn::Verso,
            _ => return,
        };
        for state in fresh {
            state.turn = turn;
        }
    }

    /// The box at a unit, or the variants of the paragraph that begins there.
    fn parts(&self, at: usize) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut begin = at;
        loop {
            let kind = self.units.all.get(begin).map(|u| u.kind);
            let first = self.units.all.get(at).and_then(|u| u.kind.item());
            let Some(Kind::Line { item, variant, .. }) = kind.filter(|kind| kind.item() == first) else {
                break;
            };
            let same =
                |kind| matches!(kind, Kind::Line { item: i, variant: v, .. } if (i, v) == (item, variant));
            let rest = self.units.all.get(begin..).unwrap_or_default();
            let end = begin + rest.iter().position(|u| !same(u.kind)).unwrap_or(rest.len());
            let cost = self.units.variants.get(&(item, variant)).copied().unwrap_or_default();
            parts.push(Part {
                units: begin..end,
                first: at,
                cost,
                variant: (variant > 0).then_some((item, variant)),
            });
            begin = end;
        }
        if parts.is_empty() {
            parts.push(Part { units: at..at + 1, first: at, cost: 0, variant: None });
        }
        parts
    }

    /// Sets a part below what stands on pages that have begun, and on pages that begin
    /// with it; both may end within it.
    fn fill(
        &mut self,
        part: &Part,
        whites: &Range<usize>,
        (begun, fresh): (&[State], &[State]),
        to: &mut Frontier,
    ) {
        let dearer = |state: &State| State { cost: state.cost.saturating_add(part.cost), ..*state };
        let mut starts = vec![Vec::new(); part.units.len()];
        for state in begun {
            let height = self.below(state.height, whites);
            self.lines(part, 0, State { height, ..dearer(state) }, (&mut starts, to));
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
            self.notes_alone(&mut here, unit, self.called_before(before));
            let head = self.units.repeated_head(unit).map_or(Length::ZERO, |(_, height)| height);
            for state in here {
                let height = self.units.all.get(unit).map_or(Length::ZERO, |u| u.height) + head;
                let over = if height > self.depth.of(0) { cost::OVERFULL } else { 0 };
                let cost = state.cost.saturating_add(over);
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
        let limit = self.depth.of(self.depth.least_short(state.turn));
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
    fn below(&self, bottom: Length, whites: &Range<usize>) -> Length {
        let mut y = bottom;
        for unit in self.units.all.get(whites.clone()).unwrap_or_default() {
            match unit.kind {
                Kind::Space => y += unit.height,
                Kind::Snap => y = snap(y, bottom, self.depth.leading),
                _ => {}
            }
        }
        y
    }

    /// How far the notes are called by everything before a unit.
    fn called_before(&self, unit: usize) -> usize {
        unit.checked_sub(1).and_then(|at| self.units.all.get(at)).map_or(0, |u| u.called)
    }

    /// Ends a page before the unit `next`.
    fn end_page(&mut self, state: &State, next: usize, forced: bool, to: &mut Vec<State>) {
        let called = self.called_before(next);
        if state.set == called {
            let short = self.depth.short(state.height);
            self.turn_page(state, PageEnd { next, notes: called, short, turn: state.turn, forced }, 0, to);
            return;
        }
        let mut found = false;
        let least = self.depth.least_short(state.turn);
        for short in self.depth.with_notes(state.turn) {
            let room = self.depth.of(short) - state.height;
            let Some(fit) = self.notes.fit(state.set, called, room) else { continue };
            let gap = (room - fit.height).0 / self.depth.leading.0.max(1);
            let gap = if forced { 0 } else { gap.saturating_mul(gap).saturating_mul(cost::GAP) };
            let end = PageEnd { next, notes: fit.to, short, turn: state.turn, forced };
            self.turn_page(state, end, fit.cost.saturating_add(gap), to);
            found = true;
        }
        if !found {
            let notes = self.notes.most(state.set, called, self.depth.of(least) - state.height);
            let end = PageEnd { next, notes, short: least, turn: state.turn, forced };
            self.turn_page(state, end, cost::NOTE_APART, to);
        }
    }

    /// Reckons the cost of a page's end.
    fn turn_page(&mut self, state: &State, end: PageEnd, more: i64, to: &mut Vec<State>) {
        let (depth, turn) = match (self.units.all.get(end.next), end.forced) {
            (None, _) => (self.depth.last(&end, state.height, state.only), end.turn.freely()),
            (Some(_), true) => (0, end.turn.freely()),
            (Some(_), false) => self.depth.leave(end.turn, end.short),
        };
        let mut cost = state.cost.saturating_add(cost::PAGE).saturating_add(more).saturating_add(depth);
        if let Some(next) = self.units.all.get(end.next).filter(|_| !end.forced) {
            let turned = if next.divided && end.turn.is_recto() { cost::HYPHEN_TURNED } else { 0 };
            cost = cost.saturating_add(next.cost).saturating_add(turned);
        }
        let next = State { cost, height: Length::ZERO, set: end.notes, turn, only: false, back: START };
        let steps = &mut self.steps;
        if next.cost >= self.limit {
            return;
        }
        reach(to, next, || decide(steps, state.back, Step::Page(end)));
    }

    /// Pages of nothing but notes carried over, for states whose next box leaves no room
    /// for any of them, and after the last box.
    fn notes_alone(&mut self, fresh: &mut Vec<State>, next: usize, pending: usize) {
        let mut done: Option<(usize, Turn)> = None;
        loop {
            let left = fresh.iter().filter(|s| s.set < pending && done.is_none_or(|d| (s.set, s.turn) > d));
            let Some(state) = left.min_by_key(|s| (s.set, s.turn)).copied() else { return };
            done = Some((state.set, state.turn));
            if let Some(unit) = self.units.all.get(next)
                && self.notes.fit(state.set, unit.called, self.depth.of(0) - unit.height).is_some()
            {
                continue;
            }
            let fit = self.notes.fit(state.set, pending, self.depth.of(0));
            let to = fit.map_or_else(|| self.notes.most(state.set, pending, self.depth.of(0)), |fit| fit.to);
            // Something higher than the page stands on one of its own.
            let notes = to.max(state.set + 1);
            let end = PageEnd { next, notes, short: 0, turn: state.turn, forced: true };
            let cost = state.cost.saturating_add(cost::NOTE_DIVIDED + cost::PAGE);
            let state = State { cost, set: notes, turn: state.turn.freely(), only: false, ..state };
            let steps = &mut self.steps;
            if state.cost < self.limit {
                reach(fresh, state, || decide(steps, state.back, Step::Page(end)));
            }
        }
    }

    /// The decisions on the cheapest way to the end.
    fn trace(&self, fresh: &[State]) -> Option<Plan> {
        let whole = self.notes.boxes.len();
        let goal = fresh.iter().filter(|s| s.set == whole).min_by_key(|s| s.cost)?;
        let mut plan = Plan { cost: goal.cost, ..Plan::default() };
        let mut at = goal.back;
        while let Some((before, step)) = self.steps.get(at as usize) {
            match step {
                Step::Variant { item, variant } => {
                    plan.variants.insert(*item, *variant);
                }
                Step::Page(end) => plan.ends.push(*end),
            }
            at = *before;
        }
        plan.ends.reverse();
        Some(plan)
    }
}

/// Notes a decision.
fn decide(steps: &mut Vec<(u32, Step)>, before: u32, step: Step) -> u32 {
    steps.push((before, step));
    u32::try_from(steps.len() - 1).unwrap_or(START)
}
