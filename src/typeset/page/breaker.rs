//! Units to pages: the cheapest way to divide a section and to set its paragraphs, found
//! by a dynamic programme over its boxes.
//!
//! After Mittelbach ("A General `LuaTeX` Framework for Globally Optimized Pagination", 2019)
//! and Plass ("Optimal Pagination Techniques", 1981): line breaking keeps several variants
//! of each paragraph, and one programme over the whole section chooses among them and
//! among the page ends. A state is a place between boxes, the height of what stands on the
//! page by then, how far notes are set above it, how many floats have their place, and what
//! the page is to its spread. It is exact up to [`EXACT`] pages; beyond, the [`BEAM`]
//! cheapest states of each place go on.
//! Nothing is forbidden: faults have costs in tiers (see [`super::cost`]), so there is
//! always a solution, and it holds the least faults of the worst kind.

mod ends;
mod fill;
mod floats;

use std::collections::BTreeMap;
use std::ops::Range;

use super::depth::{Depth, Turn};
use super::frontier::{Frontier, State};
use super::notes::Notes;
use super::unit::{Kind, Unit, Units};
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
    /// Floats that have their place by then.
    pub(super) floats: usize,
    /// How many of the page's floats stand at its head, before all others.
    pub(super) heads: usize,
    /// How many of them stand at its foot, after all others.
    pub(super) feet: usize,
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
    /// Whether long last lines of paragraphs may begin pages.
    pub(super) relaxed: bool,
}

/// A decision on the way to a state.
#[derive(Clone, Copy, Debug)]
enum Step {
    Variant {
        item: usize,
        variant: usize,
    },
    /// Floats at the head of a page that begins.
    Heads(usize),
    /// A float at the foot of the page.
    Foot,
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
        let first = |u: &&Unit| match u.kind {
            Kind::Line { variant, .. } => variant == 0,
            kind => kind != Kind::Snap,
        };
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
        let first = State { only: true, ..State::fresh(turn) };
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
                self.floats_alone(&mut fresh, at);
                self.take_side(at, &mut fresh);
            }
            if here.states().is_empty() && fresh.is_empty() {
                return None;
            }
            let mut after = at + 1;
            if let Some(Kind::Float { float, .. }) = self.units.all.get(at).map(|u| u.kind) {
                fresh = self.float(float, &whites, (here.states(), fresh), &mut next);
            } else {
                for part in &self.parts(at) {
                    self.fill(part, &whites, (here.states(), &fresh), &mut next);
                    after = part.units.end;
                }
                fresh.clear();
            }
            at = self.units.next_box(after);
            whites = after..at;
            std::mem::swap(&mut here, &mut next);
            here.prune(beam);
            next.clear();
        }
        for state in here.states() {
            self.end_page(state, end, true, &mut fresh);
        }
        self.floats_alone(&mut fresh, end);
        self.notes_alone(&mut fresh, end, end);
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

    /// The decisions on the cheapest way to the end.
    fn trace(&self, fresh: &[State]) -> Option<Plan> {
        let whole = (self.notes.boxes.len(), self.units.floats.len());
        let goal = fresh.iter().filter(|s| (s.set, s.placed) == whole).min_by_key(|s| s.cost)?;
        let mut plan = Plan { cost: goal.cost, ..Plan::default() };
        let mut at = goal.back;
        while let Some((before, step)) = self.steps.get(at as usize) {
            match step {
                Step::Variant { item, variant } => {
                    plan.variants.insert(*item, *variant);
                }
                Step::Page(end) => plan.ends.push(*end),
                // What a page begins with comes, on the way back, after its end.
                Step::Heads(count) => {
                    if let Some(end) = plan.ends.last_mut() {
                        end.heads = *count;
                    }
                }
                Step::Foot => {
                    if let Some(end) = plan.ends.last_mut() {
                        end.feet += 1;
                    }
                }
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
