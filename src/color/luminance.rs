//! Screen colours to gray of the same lightness, by the curve of the sRGB profile.

use moxcms::{ColorProfile, ToneReprCurve};

/// How bright red, green and blue are, in 65,536ths: the second row of sRGB's matrix to the
/// connection space (D50).
const WEIGHTS: [u32; 3] = [14_584, 46_980, 3_972];

/// From screen colours to gray.
pub(super) struct Luminance {
    /// Light, of 65,535, for evenly spaced strengths.
    curve: Vec<u16>,
}

impl Luminance {
    /// By the sRGB profile; `None` when it could not be read.
    pub(super) fn new() -> Option<Self> {
        match ColorProfile::new_from_slice(super::SRGB).ok()?.red_trc? {
            ToneReprCurve::Lut(curve) if curve.len() > 1 => Some(Self { curve }),
            _ => None,
        }
    }

    /// The gray, of 65,535, that is as light as a colour.
    pub(super) fn gray(&self, color: [u16; 3]) -> u16 {
        let lights = color.map(|strength| u64::from(self.light(strength)));
        let light: u64 = lights.iter().zip(WEIGHTS).map(|(light, weight)| light * u64::from(weight)).sum();
        self.strength(u16::try_from(light >> 16).unwrap_or(u16::MAX))
    }

    fn light(&self, strength: u16) -> u16 {
        let steps = self.curve.len() as u64 - 1;
        let at = u64::from(strength) * steps;
        let (step, part) = (at / 65_535, at % 65_535);
        let value = |step: u64| {
            u64::from(self.curve.get(usize::try_from(step).unwrap_or(0)).copied().unwrap_or(u16::MAX))
        };
        let mixed = value(step) * (65_535 - part) + value(step + 1) * part;
        u16::try_from(mixed / 65_535).unwrap_or(u16::MAX)
    }

    fn strength(&self, light: u16) -> u16 {
        let after = self.curve.partition_point(|known| *known <= light).clamp(1, self.curve.len() - 1);
        let (low, high) = (u64::from(self.curve[after - 1]), u64::from(self.curve[after]));
        let part = (u64::from(light).clamp(low, high) - low) * 65_535 / (high - low).max(1);
        let at = (after as u64 - 1) * 65_535 + part;
        u16::try_from(at / (self.curve.len() as u64 - 1)).unwrap_or(u16::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gray_stays_and_green_is_lighter_than_blue() {
        let luminance = Luminance::new().expect("the bundled profile");
        for gray in [0u16, 257, 7_000, 32_896, 65_535] {
            let back = luminance.gray([gray; 3]);
            assert!(gray.abs_diff(back) < 60, "{gray} became {back}");
        }
        let of = |color| luminance.gray(color) / 257;
        assert!((180..=225).contains(&of([0, 65_535, 0])), "{}", of([0, 65_535, 0]));
        assert!((60..=80).contains(&of([0, 0, 65_535])), "{}", of([0, 0, 65_535]));
    }
}
