//! Glyph runs to text operators (ISO 32000-2, 9.4).
//!
//! The reader's pen moves by the widths in the file; where it would be and where a glyph
//! must stand are both known as whole numbers of a small unit, and their difference is
//! written as a `TJ` adjustment. So errors never add up: every glyph is within half a unit
//! of its place, however long the line.

use std::ops::Range;

use printpdf::{DictItem, Op, Pt, TextMatrix};

use super::font::{Font, Fonts};
use super::object::pt;
use super::said::{Part, Said};
use crate::font::FontId;
use crate::model::length::{Length, Point};
use crate::typeset::display::{GlyphRun, Paint};

/// Up to this size a thousandth of an em is less than 0.02 pt, and adjustments are whole
/// thousandths; larger type has tenths of them.
const WHOLE_THOUSANDTHS: Length = Length::pt(18);

/// The glyph of what a face has no glyph for.
pub(super) const MISSING: u16 = 0;

/// Room for what a line of text shows: its words and the white between them, or its letters.
const LINE: usize = 64;

/// Text on its way to operators. What it sets stays set on the page: font, scale,
/// character spacing, rise.
pub(super) struct Text<'a> {
    fonts: &'a Fonts,
    /// Between `BT` and `ET`.
    open: bool,
    font: Option<(FontId, Length)>,
    scale: i32,
    /// Thousandths of an em, and the size whose em it is.
    tracking: (i32, Length),
    rise: Length,
    line: Option<Line>,
}

/// Font and size, scale, tracking and rise.
pub(super) type State = (Option<(FontId, Length)>, i32, (i32, Length), Length);

/// Glyphs on one baseline that one text matrix places.
struct Line {
    /// Where the matrix puts the pen.
    origin: Point,
    font: FontId,
    size: Length,
    scale: i32,
    /// Thousandths of an em that the reader's pen moves on after every glyph.
    tracking: i32,
    paint: Paint,
    /// Units in a thousandth of an em: 1 or 10.
    fineness: i64,
    /// Where the reader's pen is, in units right of the origin.
    pen: i64,
    /// Strings and adjustments not yet written.
    shown: Vec<DictItem>,
    /// Codes not yet in a string.
    codes: Vec<u8>,
}

impl<'a> Text<'a> {
    /// Nothing is set yet.
    pub(super) fn new(fonts: &'a Fonts) -> Self {
        Self {
            fonts,
            open: false,
            font: None,
            scale: 1000,
            tracking: (0, Length::ZERO),
            rise: Length::ZERO,
            line: None,
        }
    }

    /// What is set on the page now.
    pub(super) fn state(&self) -> State {
        (self.font, self.scale, self.tracking, self.rise)
    }

    /// What is set is what was set before (the graphics state was restored, 8.4.2).
    pub(super) fn set_state(&mut self, state: State) {
        (self.font, self.scale, self.tracking, self.rise) = state;
    }

    /// Whether the run continues the line that is being written, colour included.
    pub(super) fn continues(&self, run: &GlyphRun, at: Point) -> bool {
        self.line.as_ref().is_some_and(|line| {
            line.origin.y == at.y
                && (line.font, line.size, line.scale, line.tracking)
                    == (run.font, run.size, run.scale, run.tracking)
                && line.paint == run.paint
        })
    }

    /// Makes ready for a run whose origin is `at` (`y` upwards from the foot of the page). A
    /// run that does not continue the line must find its colour set.
    pub(super) fn place(&mut self, run: &GlyphRun, at: Point, ops: &mut Vec<Op>) {
        if let Some(font) = self.fonts.get(run.font).filter(|_| !self.continues(run, at)) {
            self.begin(run, font, at, ops);
        }
    }

    /// Shows glyphs of a run from `x` on; where the next ones stand.
    pub(super) fn show(
        &mut self,
        run: &GlyphRun,
        glyphs: Range<usize>,
        x: Length,
        ops: &mut Vec<Op>,
    ) -> Length {
        let mut x = x;
        for glyph in run.glyphs.get(glyphs).unwrap_or_default() {
            self.raise(glyph.dy, ops);
            let font = self.fonts.get(run.font);
            // No standard lets a file show the glyph of what is missing: its box is drawn.
            let known = font.and_then(|font| match glyph.id {
                MISSING => font.blank(),
                id => font.glyph(id),
            });
            if let (Some(line), Some(known)) = (&mut self.line, known) {
                line.put(x + glyph.dx, known.code, known.width);
            }
            x += glyph.advance;
        }
        x
    }

    /// Shows a blank that takes no room; whether the run's font has one.
    pub(super) fn blank(&mut self, run: &GlyphRun, x: Length) -> bool {
        let blank = self.fonts.get(run.font).and_then(Font::blank);
        if let (Some(line), Some(blank)) = (&mut self.line, blank) {
            line.put(x, blank.code, blank.width);
        }
        blank.is_some()
    }

    /// The parts of a run by who says what they mean.
    pub(super) fn parts(&self, run: &GlyphRun, said: &Said) -> Vec<Part> {
        self.fonts.get(run.font).map(|font| said.parts(run, font)).unwrap_or_default()
    }

    /// Whether a run can be shown at all.
    pub(super) fn shows(&self, run: &GlyphRun) -> bool {
        self.fonts.get(run.font).is_some()
            && run.size > Length::ZERO
            && run.scale > 0
            && !run.glyphs.is_empty()
    }

    /// Begins a text object if there is none.
    pub(super) fn start(&mut self, ops: &mut Vec<Op>) {
        if !std::mem::replace(&mut self.open, true) {
            ops.push(Op::StartTextSection);
        }
    }

    /// Ends the text object, so that something else can be painted.
    pub(super) fn end(&mut self, ops: &mut Vec<Op>) {
        self.flush(ops);
        self.line = None;
        if std::mem::take(&mut self.open) {
            ops.push(Op::EndTextSection);
        }
    }

    /// Ends the line: what follows is placed anew.
    pub(super) fn end_line(&mut self, ops: &mut Vec<Op>) {
        self.flush(ops);
        self.line = None;
    }

    fn begin(&mut self, run: &GlyphRun, font: &Font, at: Point, ops: &mut Vec<Op>) {
        self.end_line(ops);
        self.start(ops);
        if self.font != Some((run.font, run.size)) {
            ops.push(Op::SetFont { font: font.handle.clone(), size: Pt(pt(run.size)) });
            self.font = Some((run.font, run.size));
        }
        if self.scale != run.scale {
            #[allow(clippy::cast_precision_loss)] // Scales are near 1000.
            ops.push(Op::SetHorizontalScaling { percent: run.scale as f32 / 10.0 });
            self.scale = run.scale;
        }
        self.space(run, ops);
        let (x, y) = (pt(at.x), pt(at.y));
        ops.push(Op::SetTextMatrix { matrix: TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, x, y]) });
        self.line = Some(Line {
            // The pen starts where the rounded matrix puts it, not where it was meant to be.
            origin: Point { x: Length::from_pt(f64::from(x)), y: at.y },
            font: run.font,
            size: run.size,
            scale: run.scale,
            tracking: run.tracking,
            paint: run.paint.clone(),
            fineness: if run.size <= WHOLE_THOUSANDTHS { 1 } else { 10 },
            pen: 0,
            shown: Vec::with_capacity(LINE),
            codes: Vec::with_capacity(LINE),
        });
    }

    /// Sets the space after every glyph, which the file counts in points.
    fn space(&mut self, run: &GlyphRun, ops: &mut Vec<Op>) {
        let same = self.tracking.0 == run.tracking && (run.tracking == 0 || self.tracking.1 == run.size);
        if !same {
            let tracking = f32::from(i16::try_from(run.tracking).unwrap_or(i16::MAX));
            let spacing = pt(run.size) * tracking / 1000.0;
            ops.push(Op::SetCharacterSpacing { multiplier: spacing });
            self.tracking = (run.tracking, run.size);
        }
    }

    fn raise(&mut self, rise: Length, ops: &mut Vec<Op>) {
        if self.rise != rise {
            self.flush(ops);
            ops.push(Op::SetLineOffset { multiplier: pt(rise) });
            self.rise = rise;
        }
    }

    /// Writes what was shown and is not written yet.
    pub(super) fn flush(&mut self, ops: &mut Vec<Op>) {
        let Some(line) = &mut self.line else { return };
        line.end_string();
        if !line.shown.is_empty() {
            // Taken as long as they are: the room they grew in serves for what follows.
            let shown = DictItem::Array(line.shown.drain(..).collect());
            ops.push(Op::Unknown { key: "TJ".into(), value: vec![shown] });
        }
    }
}

impl Line {
    /// Shows a glyph at `x`.
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
    fn put(&mut self, x: Length, code: u16, width: i64) {
        // A thousandth of an em is size × scale / 1,000,000 of a length's unit. The product
        // is exact in f64 and one rounding follows: the same on every machine.
        let em = self.size.0 as f64 * f64::from(self.scale);
        let units = (x - self.origin.x).0 as f64 * (1_000_000 * self.fineness) as f64 / em;
        let place = units.round() as i64;
        let adjust = self.pen.saturating_sub(place);
        if adjust != 0 {
            self.end_string();
            let item = if self.fineness == 1 {
                DictItem::Int(adjust)
            } else {
                DictItem::Real(adjust as f32 / self.fineness as f32)
            };
            self.shown.push(item);
        }
        self.codes.extend(code.to_be_bytes());
        let width = width.saturating_add(i64::from(self.tracking));
        self.pen = place.saturating_add(width.saturating_mul(self.fineness));
    }

    fn end_string(&mut self) {
        if !self.codes.is_empty() {
            self.shown.push(DictItem::String { data: self.codes.as_slice().into(), literal: true });
            self.codes.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(size: Length) -> Line {
        Line {
            origin: Point::default(),
            font: FontId(0),
            size,
            scale: 1000,
            tracking: 0,
            paint: Paint::BLACK,
            fineness: if size <= WHOLE_THOUSANDTHS { 1 } else { 10 },
            pen: 0,
            shown: Vec::new(),
            codes: Vec::new(),
        }
    }

    /// Where the reader's pen stands, in points, after what was shown, for a width of 333.
    #[allow(clippy::cast_precision_loss)]
    fn pen(line: &Line, size: f64) -> f64 {
        let thousandths: f64 = line
            .shown
            .iter()
            .map(|item| match item {
                DictItem::String { data, .. } => 333.0 * (data.len() / 2) as f64,
                DictItem::Int(adjust) => -(*adjust as f64),
                DictItem::Real(adjust) => -f64::from(*adjust),
                other => panic!("{other:?} in a line"),
            })
            .sum();
        thousandths * size / 1000.0
    }

    #[test]
    fn places_never_drift() {
        for size in [6.0, 10.5, 18.0, 36.0, 72.0] {
            let mut line = line(Length::from_pt(size));
            let advance = Length::from_pt(size * 0.333_47);
            let mut x = Length::ZERO;
            for count in 0..200 {
                line.put(x, 1, 333);
                line.end_string();
                // The last glyph's own width is already behind the pen.
                let at = pen(&line, size) - 333.0 * size / 1000.0;
                assert!((at - x.to_pt()).abs() < 0.01, "{size} pt, glyph {count}: {at} for {x:?}");
                x += advance;
            }
        }
    }

    #[test]
    fn glyphs_that_stand_where_the_pen_is_need_no_adjustment() {
        let mut line = line(Length::pt(10));
        line.put(Length::ZERO, 1, 500);
        line.put(Length::pt(5), 2, 500);
        line.end_string();
        assert_eq!(line.shown, [DictItem::String { data: vec![0, 1, 0, 2], literal: true }]);
    }
}
