//! Lengths as integers, so that layout is the same on every machine.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// A length in 1/65536 pt (1 pt = 1/72 in): exact sums, a total order, a hash.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(pub i64);

impl Length {
    /// No length.
    pub const ZERO: Self = Self(0);
    /// Units in a point.
    pub const PER_PT: i64 = 65_536;

    /// Whole points.
    pub const fn pt(points: i64) -> Self {
        Self(points * Self::PER_PT)
    }

    /// Points as a decimal number, rounded to the nearest unit; NaN is zero.
    #[allow(clippy::cast_possible_truncation)]
    pub fn from_pt(points: f64) -> Self {
        // `as` saturates and turns NaN into 0; adding ±0.5 rounds half away from zero.
        let units = points * 65_536.0;
        Self((units + if units < 0.0 { -0.5 } else { 0.5 }) as i64)
    }

    /// The length in points, for ratios and for writing out.
    #[allow(clippy::cast_precision_loss)]
    pub fn to_pt(self) -> f64 {
        self.0 as f64 / 65_536.0
    }

    /// `self × numerator / denominator`, rounded to nearest, without overflow between.
    #[must_use]
    pub fn scale(self, numerator: i64, denominator: i64) -> Self {
        if denominator == 0 {
            return Self::ZERO;
        }
        // Nearly always the product fits, and a short division is several times faster.
        if let Some(n) = self.0.checked_mul(numerator)
            && denominator > 0
            && let Some(n) = n.checked_add(if n < 0 { -(denominator / 2) } else { denominator / 2 })
        {
            return Self(n / denominator);
        }
        let (n, d) = (i128::from(self.0) * i128::from(numerator), i128::from(denominator));
        let half = d.abs() / 2;
        let rounded =
            if (n < 0) == (d < 0) { (n.abs() + half) / d.abs() } else { -((n.abs() + half) / d.abs()) };
        Self(i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN } else { i64::MAX }))
    }

    /// The length itself, or zero where it is negative.
    #[must_use]
    pub fn at_least_zero(self) -> Self {
        Self(self.0.max(0))
    }
}

impl Add for Length {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl Sub for Length {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl Neg for Length {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
impl AddAssign for Length {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
impl SubAssign for Length {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}
impl Mul<i64> for Length {
    type Output = Self;
    fn mul(self, times: i64) -> Self {
        Self(self.0 * times)
    }
}
impl Div<i64> for Length {
    type Output = Self;
    fn div(self, by: i64) -> Self {
        Self(self.0 / by)
    }
}
impl Sum for Length {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}
impl fmt::Debug for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}pt", self.to_pt())
    }
}

/// Width and height.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Size {
    /// Horizontal extent.
    pub width: Length,
    /// Vertical extent.
    pub height: Length,
}

/// A point; `y` grows downwards from the top edge of what holds it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Point {
    /// From the left edge.
    pub x: Length,
    /// From the top edge, downwards.
    pub y: Length,
}

/// A length of a design: relative to the type, or fixed by an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Thousandths of an em of the body size.
    Em(i32),
    /// Thousandths of a line (the body's leading).
    Lines(i32),
    /// Thousandths of the measure (the width of the text block).
    Percent(i32),
    /// A fixed length; only editions hold these.
    Fixed(Length),
}

impl Default for Measure {
    fn default() -> Self {
        Self::Em(0)
    }
}

impl Measure {
    /// The length on a page whose body has this size, leading and measure.
    pub fn resolve(self, size: Length, leading: Length, measure: Length) -> Length {
        match self {
            Self::Em(n) => size.scale(i64::from(n), 1000),
            Self::Lines(n) => leading.scale(i64::from(n), 1000),
            Self::Percent(n) => measure.scale(i64::from(n), 1000),
            Self::Fixed(length) => length,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scale_rounds_half_away_from_zero() {
        assert_eq!(Length(5).scale(1, 2), Length(3));
        assert_eq!(Length(-5).scale(1, 2), Length(-3));
        assert_eq!(Length(i64::MAX).scale(2, 1), Length(i64::MAX));
        assert_eq!(Length(7).scale(1, 0), Length::ZERO);
        assert_eq!(Length(-5).scale(1, -2), Length(3));
        assert_eq!(Length(i64::MAX - 1).scale(2, 4), Length(i64::MAX / 2), "a product that does not fit");
    }

    #[test]
    fn from_pt_is_total() {
        assert_eq!(Length::from_pt(1.5), Length(98_304));
        assert_eq!(Length::from_pt(f64::NAN), Length::ZERO);
        assert_eq!(
            Measure::Lines(1500).resolve(Length::pt(10), Length::pt(14), Length::pt(300)),
            Length::pt(21)
        );
    }
}
