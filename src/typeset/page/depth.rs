//! How deep pages are: what a page's end costs by its depth and by the page beside it.
//!
//! Two pages that face one another are equally deep: the verso chooses (the full depth, a
//! line less, a line more) and the recto keeps to it (Mittelbach, "A General `LuaTeX`
//! Framework for Globally Optimized Pagination", 2019). Lines go from spread to spread;
//! leading stays as it is.

use super::breaker::PageEnd;
use super::cost;
use super::fault::FaultKind;
use crate::edition::PageGeometry;
use crate::model::length::Length;
use crate::model::manifest::Bottoms;

/// White at the edge of the paper below a page that is a line deeper, with its folio.
const SAFE: Length = Length::pt(18);

/// Lines that white is stretched by on a page at most.
const MOST_FILLED: i64 = 3;

/// What a page is to its spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Turn {
    /// It stands on the left and chooses.
    Verso,
    /// It stands on the right, and faces nothing that it is compared with.
    Recto,
    /// It faces a page so many lines shorter than others (-1: longer).
    Facing(i8),
}

impl Turn {
    /// That of a page on which a section opens.
    pub(super) fn of(recto: bool) -> Self {
        if recto { Self::Recto } else { Self::Verso }
    }

    /// A number of its own below [`Turn::COUNT`].
    pub(super) fn index(self) -> usize {
        match self {
            Self::Verso => 0,
            Self::Recto => 1,
            Self::Facing(short) => usize::try_from(short + 3).unwrap_or(3).clamp(2, 4),
        }
    }

    /// How many there are.
    pub(super) const COUNT: usize = 5;

    pub(super) fn is_recto(self) -> bool {
        self != Self::Verso
    }

    /// The page after one whose end is not compared.
    pub(super) fn freely(self) -> Self {
        Self::of(!self.is_recto())
    }
}

/// The rules of an edition's page ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Depth {
    bottoms: Bottoms,
    /// The full depth.
    pub(super) height: Length,
    pub(super) leading: Length,
    /// Lines that a page may have more.
    more: i64,
}

impl Depth {
    pub(super) fn new(page: &PageGeometry, bottoms: Bottoms) -> Self {
        let below = page.trim.height - page.top - page.height();
        let room = below >= page.leading * 5 / 2 + SAFE;
        let more = i64::from(bottoms == Bottoms::Grid && room);
        Self { bottoms, height: page.height(), leading: page.leading, more }
    }

    /// The least that any page can be short: −1 where it may be a line longer.
    pub(super) fn least_short(&self, turn: Turn) -> i64 {
        match turn {
            // Longer than the page beside it is never better than as long.
            Turn::Facing(short) => i64::from(short).min(0),
            _ => -self.more,
        }
    }

    /// The height of a page so many lines short.
    pub(super) fn of(&self, short: i64) -> Length {
        self.height - self.leading * short
    }

    /// Whole lines that a page is short which ends at this height.
    pub(super) fn short(&self, height: Length) -> i64 {
        (self.height - height).0.div_euclid(self.leading.0.max(1))
    }

    /// What the end of a page costs that text runs on from, and what the next one is.
    pub(super) fn leave(&self, turn: Turn, short: i64) -> (i64, Turn) {
        let squared = |n: i64| n.saturating_mul(n);
        match self.bottoms {
            Bottoms::Ragged => return (squared(short).saturating_mul(cost::SHORT_RAGGED), turn.freely()),
            Bottoms::Flush => return (squared(short).saturating_mul(cost::SHORT), turn.freely()),
            Bottoms::Grid => {}
        }
        let off = |short: i64| if short == 0 { 0 } else { cost::SPREAD };
        let uneven = |n: i64| cost::UNEVEN.saturating_add(squared(n).saturating_mul(cost::SHORT));
        match turn {
            Turn::Facing(beside) if short == i64::from(beside) => (off(short), Turn::Verso),
            Turn::Facing(beside) => (uneven(short - i64::from(beside)) + off(short), Turn::Verso),
            _ if !(-1..=1).contains(&short) => (uneven(short), turn.freely()),
            Turn::Recto => (off(short), Turn::Verso),
            Turn::Verso => (off(short), Turn::Facing(i8::try_from(short).unwrap_or_default())),
        }
    }

    /// What is wrong with such an end.
    pub(super) fn fault(&self, turn: Turn, short: i64) -> Option<FaultKind> {
        if self.bottoms != Bottoms::Grid {
            return None;
        }
        match (turn, short) {
            (Turn::Facing(beside), _) if short != i64::from(beside) => {
                Some(FaultKind::Uneven(short - i64::from(beside)))
            }
            (_, 0) => None,
            (_, 1) => Some(FaultKind::SpreadShort),
            (_, -1) => Some(FaultKind::SpreadLong),
            _ => Some(FaultKind::Uneven(short)),
        }
    }

    /// What the last page of a section costs: it may be short, but not deeper than the page
    /// beside it, and should hold a few lines. `only`: it is the first page too.
    pub(super) fn last(&self, end: &PageEnd, height: Length, only: bool) -> i64 {
        let lines = height.0 / self.leading.0.max(1);
        let lack = if only { 0 } else { (cost::LAST_LINES - lines).max(0) };
        let deeper = match end.turn {
            Turn::Facing(short) => end.short < i64::from(short),
            _ => end.short < 0,
        };
        lack * lack * cost::LAST_SHORT + if deeper { cost::UNEVEN } else { 0 }
    }

    /// White that a page may take to end on the grid, or at the full depth where the edition
    /// wants that; whether it is shared among several places.
    pub(super) fn fill(&self, end: &PageEnd, bottom: Length, notes: bool) -> Option<(Length, bool)> {
        let open = end.forced || notes;
        let (target, spread) = match self.bottoms {
            Bottoms::Grid => (self.of(self.short(bottom)), false),
            Bottoms::Flush => (self.height, true),
            Bottoms::Ragged => return None,
        };
        let rest = target - bottom;
        (!open && rest > Length::ZERO && rest <= self.leading * MOST_FILLED).then_some((rest, spread))
    }

    /// Depths that a page with notes may take: the notes stand at its foot, and what is left
    /// stands above them.
    pub(super) fn with_notes(&self, turn: Turn) -> std::ops::RangeInclusive<i64> {
        match (self.bottoms, turn) {
            (Bottoms::Grid, Turn::Facing(short)) => self.least_short(turn)..=i64::from(short).max(0),
            (Bottoms::Grid, _) => -self.more..=1,
            _ => 0..=0,
        }
    }
}
