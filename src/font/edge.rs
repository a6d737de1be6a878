//! How much white a glyph has at its sides, as an eye averages it over its height: what lets
//! `A` and `o` stand a little into the margin without seeming to.

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::face::Face;

/// Heights at which a glyph's sides are looked at.
const SCANS: i32 = 16;
/// Pieces that a curve is taken for.
const PIECES: i32 = 6;
/// White deeper than this share of the em is no whiter to the eye.
const DEEPEST: i32 = 3;

impl Face {
    /// How much whiter a glyph is at its left and right than the stems of an `H` are, in font
    /// units: negative where its ink stands nearer to the edge. `None` without ink.
    pub fn whiter_sides(&self, glyph: u16) -> Option<(i32, i32)> {
        let font = FontRef::new(&self.data).ok()?;
        let stem = "Hlx".chars().find_map(|c| font.charmap().map(c))?;
        let stems = self.sides(&font, stem)?;
        let sides = self.sides(&font, GlyphId::from(glyph))?;
        Some((sides.0 - stems.0, sides.1 - stems.1))
    }

    /// The mean white left and right of a glyph's ink, from the baseline to the height of
    /// its letters.
    fn sides(&self, font: &FontRef<'_>, glyph: GlyphId) -> Option<(i32, i32)> {
        let mut ink = Ink::default();
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        font.outline_glyphs().get(glyph)?.draw(settings, &mut ink).ok()?;
        let x = i32::from(self.x_height);
        let top = ink.lines.iter().map(|(a, b)| a.1.max(b.1)).max()?;
        let height = if top > x + x / 6 { i32::from(self.cap_height) } else { x };
        let advance = i32::from(self.advance(u16::try_from(glyph.to_u32()).ok()?));
        let deepest = i32::from(self.units_per_em) / DEEPEST;
        let (mut left, mut right, mut seen) = (0, 0, false);
        for scan in 0..SCANS {
            // Without the serifs of stems at the very foot and head.
            let y = height / 10 + (height - height / 5) * scan / (SCANS - 1);
            let span = ink.span(y);
            seen |= span.is_some();
            let (from, to) = span.unwrap_or((deepest, advance - deepest));
            left += from.min(deepest);
            right += (advance - to).min(deepest);
        }
        seen.then_some((left / SCANS, right / SCANS))
    }
}

/// A glyph's outline as straight lines.
#[derive(Default)]
struct Ink {
    lines: Vec<((i32, i32), (i32, i32))>,
    start: (i32, i32),
    at: (i32, i32),
}

impl Ink {
    fn line(&mut self, to: (i32, i32)) {
        self.lines.push((self.at, to));
        self.at = to;
    }

    /// From where to where there is ink at a height.
    fn span(&self, y: i32) -> Option<(i32, i32)> {
        let crossings = self.lines.iter().filter_map(|((x0, y0), (x1, y1))| {
            if (*y0 <= y) == (*y1 <= y) {
                return None;
            }
            let part = i64::from(x1 - x0) * i64::from(y - y0) / i64::from(y1 - y0);
            Some(x0 + i32::try_from(part).unwrap_or(0))
        });
        crossings.fold(None, |span, x| {
            span.map_or(Some((x, x)), |(from, to): (i32, i32)| Some((from.min(x), to.max(x))))
        })
    }

    /// A Bézier curve through control points, the last of them its end.
    fn curve(&mut self, controls: &[(i32, i32)]) {
        let start = self.at;
        for piece in 1..=PIECES {
            let mut points = Vec::with_capacity(4);
            points.push(start);
            points.extend_from_slice(controls);
            // De Casteljau: between each two points, until one is left.
            while points.len() > 1 {
                let between = |a: i32, b: i32| a + (b - a) * piece / PIECES;
                points =
                    points.windows(2).map(|p| (between(p[0].0, p[1].0), between(p[0].1, p[1].1))).collect();
            }
            self.line(points[0]);
        }
    }
}

/// Font units from skrifa's floats, which are whole numbers when unscaled; a glyph of a
/// damaged font may stand anywhere.
#[allow(clippy::cast_possible_truncation)]
fn units(x: f32, y: f32) -> (i32, i32) {
    let unit = |value: f32| value.clamp(-100_000.0, 100_000.0).round() as i32;
    (unit(x), unit(y))
}

impl OutlinePen for Ink {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = units(x, y);
        self.start = self.at;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.line(units(x, y));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.curve(&[units(cx, cy), units(x, y)]);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.curve(&[units(ax, ay), units(bx, by), units(x, y)]);
    }

    fn close(&mut self) {
        self.line(self.start);
    }
}

#[cfg(test)]
mod tests {
    use crate::font::{Family, FontBook, Look};

    #[test]
    fn slopes_and_arms_leave_more_white_than_stems() {
        let fonts = FontBook::default();
        let face = fonts.face(fonts.select(Look { family: Family::Body, bold: false, italic: false }));
        let sides = |c: char| {
            let font = skrifa::FontRef::new(&face.data).unwrap();
            let glyph = skrifa::MetadataProvider::charmap(&font).map(c).unwrap();
            face.whiter_sides(u16::try_from(glyph.to_u32()).unwrap())
        };
        let em = i32::from(face.units_per_em);
        assert_eq!(sides('H'), Some((0, 0)));
        for (c, left, right) in [('A', true, true), ('T', true, true), ('L', false, true), ('Г', false, true)]
        {
            let (a, b) = sides(c).unwrap();
            assert_eq!((a > em / 50, b > em / 50), (left, right), "{c}: {a} {b}");
        }
        assert_eq!(sides(' '), None);
    }
}
