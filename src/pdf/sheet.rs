//! The sheet round a page (ISO 32000-2, 14.11.2): what is printed beyond the trim, and the
//! marks beside it. A page's own contents have their corner at the trim's; boxes reach
//! below zero.

use std::fmt::Write;

use lopdf::Object;

use super::object::{pt, real};
use crate::model::length::{Length, Point, Size};
use crate::model::press::{Bleed, Press};

/// White between trim and a mark: marks are outside the bleed as well.
const GAP: Length = Length::pt(6);
/// How long a mark is.
const MARK: Length = Length::pt(18);
/// What is left free round the marks.
const EDGE: Length = Length::pt(6);
/// What no press shows.
const NEAR: Length = Length(100);
/// The width of a mark's line.
const HAIR: &str = "0.25";
/// The name among the resources of the colour that is on every plate.
pub(super) const ALL: &str = "All";

/// How far a page's printed area reaches beyond its trim: left, foot, right, head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sheet {
    size: Size,
    bleed: [Length; 4],
    /// From trim to the edge of the sheet.
    media: [Length; 4],
    marks: bool,
}

impl Sheet {
    /// The sheet of a page, `recto` when its binding is at the left.
    pub(super) fn new(size: Size, press: &Press, binding_left: bool) -> Self {
        let width = press.bleed.width;
        let bleed = beyond_trim(press.bleed, binding_left);
        let marks = press.marks.any();
        let beside = if marks { width.max(GAP) + MARK + EDGE } else { Length::ZERO };
        let media = if marks { [beside; 4] } else { bleed };
        Self { size, bleed, media, marks }
    }

    /// The rectangle so far beyond the trim.
    fn beyond(&self, [left, foot, right, head]: [Length; 4]) -> Object {
        let corners =
            [Length::ZERO - left, Length::ZERO - foot, self.size.width + right, self.size.height + head];
        Object::Array(corners.map(real).to_vec())
    }

    /// The boxes of the page by their keys: each within the one before it.
    pub(super) fn boxes(&self) -> [(&'static str, Object); 4] {
        let media = self.beyond(self.media);
        [
            ("MediaBox", media.clone()),
            ("CropBox", media),
            ("BleedBox", self.beyond(self.bleed)),
            ("TrimBox", self.beyond([Length::ZERO; 4])),
        ]
    }

    /// The operators that draw the marks, in the colour of all plates.
    pub(super) fn marks(&self, press: &Press) -> Option<String> {
        if !self.marks {
            return None;
        }
        let mut out = format!("/Artifact BMC\nq {HAIR} w /{ALL} CS 1 SCN [] 0 d\n");
        let gap = press.bleed.width.max(GAP);
        let (width, height) = (self.size.width, self.size.height);
        if press.marks.crop {
            for y in [Length::ZERO, height] {
                line(&mut out, (Length::ZERO - gap - MARK, y), (Length::ZERO - gap, y));
                line(&mut out, (width + gap, y), (width + gap + MARK, y));
            }
            for x in [Length::ZERO, width] {
                line(&mut out, (x, Length::ZERO - gap - MARK), (x, Length::ZERO - gap));
                line(&mut out, (x, height + gap), (x, height + gap + MARK));
            }
        }
        if press.marks.registration {
            let middle = gap + MARK / 2;
            for (x, y) in [
                (width / 2, Length::ZERO - middle),
                (width / 2, height + middle),
                (Length::ZERO - middle, height / 2),
                (width + middle, height / 2),
            ] {
                target(&mut out, x, y);
            }
        }
        out.push_str("Q\nEMC\n");
        Some(out)
    }
}

/// Where a page's slug begins, from the trim's top left corner, and how long it may be:
/// between the marks of the corner and of the middle.
pub(super) fn slug_place(size: Size, press: &Press) -> (Point, Length) {
    let gap = press.bleed.width.max(GAP);
    let from = GAP;
    (Point { x: from, y: Length::ZERO - gap - MARK / 3 }, size.width / 2 - MARK - from)
}

/// How far what is printed reaches beyond the trim: left, foot, right, head.
fn beyond_trim(bleed: Bleed, binding_left: bool) -> [Length; 4] {
    let mut beyond = [bleed.width; 4];
    if !bleed.at_binding {
        beyond[if binding_left { 0 } else { 2 }] = Length::ZERO;
    }
    beyond
}

/// What of a sheet is printed on: the page and its bleed, from the trim's top left corner.
#[derive(Clone, Copy, Debug)]
pub(super) struct Printed {
    left: Length,
    top: Length,
    right: Length,
    bottom: Length,
}

impl Printed {
    /// Of a page, whose binding is at the left of a recto.
    pub(super) fn new(size: Size, bleed: Bleed, binding_left: bool) -> Self {
        let [left, foot, right, head] = beyond_trim(bleed, binding_left);
        let none = Length::ZERO;
        Self { left: none - left, top: none - head, right: size.width + right, bottom: size.height + foot }
    }

    /// Whether nothing of a rectangle lies beyond.
    pub(super) fn holds(&self, at: Point, size: Size) -> bool {
        at.x >= self.left - NEAR
            && at.y >= self.top - NEAR
            && at.x + size.width <= self.right + NEAR
            && at.y + size.height <= self.bottom + NEAR
    }

    /// The lower left corner, from the foot of a page of this height, and the extent.
    pub(super) fn corner_and_extent(&self, height: Length) -> [Length; 4] {
        [self.left, height - self.bottom, self.right - self.left, self.bottom - self.top]
    }
}

fn line(out: &mut String, from: (Length, Length), to: (Length, Length)) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{} {} m {} {} l S", pt(from.0), pt(from.1), pt(to.0), pt(to.1));
}

/// A cross in a circle.
fn target(out: &mut String, x: Length, y: Length) {
    let arm = MARK / 3;
    line(out, (x - arm, y), (x + arm, y));
    line(out, (x, y - arm), (x, y + arm));
    let radius = MARK / 5;
    // The usual distance of controls for a quarter of a circle.
    let reach = radius.scale(5523, 10_000);
    let place = |across: Length, up: Length| format!("{} {}", pt(x + across), pt(y + up));
    let none = Length::ZERO;
    let _ = writeln!(out, "{} m", place(radius, none));
    // Each quarter is the one before it, turned.
    let mut quarter = [(radius, reach), (reach, radius), (none, radius)];
    for _ in 0..4 {
        let [one, other, to] = quarter.map(|(across, up)| place(across, up));
        let _ = writeln!(out, "{one} {other} {to} c");
        quarter = quarter.map(|(across, up)| (none - up, across));
    }
    out.push_str("S\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::press::{Bleed, Marks};

    const PAGE: Size = Size { width: Length::pt(396), height: Length::pt(612) };

    fn corners(object: &Object) -> Vec<f32> {
        object.as_array().expect("a rectangle").iter().map(|n| n.as_float().expect("a number")).collect()
    }

    #[test]
    fn outer_bleed_leaves_the_binding_out() {
        let press = Press { bleed: Bleed { width: Length::pt(9), at_binding: false }, ..Press::default() };
        let recto = Sheet::new(PAGE, &press, true).boxes();
        assert_eq!(corners(&recto[0].1), [0.0, -9.0, 405.0, 621.0]);
        assert_eq!(corners(&recto[3].1), [0.0, 0.0, 396.0, 612.0]);
        let verso = Sheet::new(PAGE, &press, false).boxes();
        assert_eq!(corners(&verso[2].1), [-9.0, -9.0, 396.0, 621.0]);
    }

    #[test]
    fn boxes_lie_within_one_another() {
        let marks = Marks { crop: true, registration: true };
        for width in [0, 9, 30] {
            let bleed = Bleed { width: Length::pt(width), at_binding: true };
            let press = Press { bleed, marks, ..Press::default() };
            let sheet = Sheet::new(PAGE, &press, true);
            let boxes = sheet.boxes().map(|(_, corners_of)| corners(&corners_of));
            for pair in boxes.windows(2) {
                assert!(pair[0][..2].iter().zip(&pair[1][..2]).all(|(outer, inner)| outer <= inner));
                assert!(pair[0][2..].iter().zip(&pair[1][2..]).all(|(outer, inner)| outer >= inner));
            }
            let marks = sheet.marks(&press).expect("marks");
            assert!(
                marks.starts_with("/Artifact BMC\nq ")
                    && marks.ends_with("Q\nEMC\n")
                    && marks.matches(" c").count() == 16
            );
        }
        assert_eq!(Sheet::new(PAGE, &Press::default(), true).marks(&Press::default()), None);
    }
}
