//! The floats of a section: what stands in each, and how high they are at the head or the
//! foot of a page.

use super::unit::{Units, snap};
use crate::model::length::Length;
use crate::typeset::flow::{Spot, ceil_to};

/// White between a float at the head or the foot of a page and the text, thousandths of a
/// line at least: it fills up to whole lines.
const WHITE: i64 = 750;

/// Floats that wait for a place at a time; one more stands where it is written.
pub(super) const MOST_WAITING: usize = 4;

/// Lines of text that a page with floats at its head has at least.
pub(super) const LEAST_TEXT: i64 = 3;

/// A float in units.
#[derive(Clone, Debug)]
pub(super) struct FloatUnit {
    /// The unit it is in the text.
    pub(super) unit: usize,
    /// What stands in it.
    pub(super) inner: Units,
    /// Its height.
    pub(super) height: Length,
    /// White above it in the text.
    pub(super) above: Length,
    /// White below it in the text.
    pub(super) below: Length,
    /// The text goes on at a multiple of this height.
    pub(super) step: Length,
    /// Where it may stand.
    pub(super) spot: Spot,
}

impl FloatUnit {
    /// White below one in the text that ends at `bottom`.
    pub(super) fn white_below(&self, bottom: Length) -> Length {
        snap(bottom + self.below, bottom, self.step) - bottom
    }

    /// Its height at the head or the foot of a page, with the white between it and what
    /// stands there too: whole lines.
    pub(super) fn apart(&self, leading: Length) -> Length {
        ceil_to(self.height + leading.scale(WHITE, 1000), leading)
    }

    /// The same on a page without text.
    pub(super) fn alone(&self, leading: Length) -> Length {
        ceil_to(self.height, leading)
    }
}

/// Where the next box may stand below what a page holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    /// Where the last box ends.
    pub(super) bottom: Length,
    /// White below it that is asked for by more than the white which follows: of white that
    /// meets around a float, or in place of one that went elsewhere, the larger holds.
    pub(super) white: Length,
}

impl Cursor {
    /// White that leads to `y` is followed by a float that stands elsewhere.
    pub(super) fn pass(self, y: Length) -> Self {
        Self { white: self.white.max(y - self.bottom), ..self }
    }

    /// Where a box stands that white leading to `y` is followed by.
    pub(super) fn next(self, y: Length) -> Length {
        y.max(self.bottom + self.white)
    }
}
