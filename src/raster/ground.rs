//! The ground of a cover: a calm colour and a quiet pattern, chosen by the title, as the
//! patterned papers of Insel and King Penguin books were chosen for theirs.

use crate::model::length::{Length, Point, Size};
use crate::typeset::display::{FillRule, Frame, Item, Paint, Path, Segment, Stroke};

/// Grounds that go with cream paper and dark ink.
const COLOURS: &[[u8; 3]] = &[
    [0x1F, 0x3A, 0x54], // Prussian blue
    [0x6B, 0x2A, 0x2E], // oxblood
    [0x2F, 0x4A, 0x3C], // bottle green
    [0x47, 0x30, 0x4A], // aubergine
    [0x2C, 0x53, 0x56], // petrol
    [0x2B, 0x2D, 0x33], // ink
    [0x94, 0x48, 0x35], // brick
    [0x58, 0x5A, 0x36], // moss
    [0x4B, 0x62, 0x7A], // slate blue
    [0x57, 0x37, 0x2C], // walnut
    [0x9A, 0x6F, 0x2E], // ochre
    [0x5E, 0x6F, 0x5A], // sage
];
/// The label's paper.
const PAPER: [u8; 3] = [0xF6, 0xF0, 0xE3];
/// How much paper is in the pattern's colour, in hundredths.
const PATTERN_TINT: u32 = 15;
/// How much ground is in the ink of the label, in hundredths; the rest is black.
const INK_TINT: u32 = 30;

/// The colours of a cover and its pattern.
pub(super) struct Ground {
    /// Behind everything.
    pub(super) base: Paint,
    /// The pattern, a little lighter.
    pub(super) tint: Paint,
    /// The label, and words on the ground.
    pub(super) paper: Paint,
    /// Words on the label.
    pub(super) ink: Paint,
    pattern: u64,
}

impl Ground {
    /// The ground that this title has.
    pub(super) fn of(title: &str) -> Self {
        let hash = fnv(title);
        let count = COLOURS.len() as u64;
        let colour = COLOURS[usize::try_from(hash % count).unwrap_or(0)];
        let rgb = |[red, green, blue]: [u8; 3]| Paint::Rgb(red, green, blue);
        Self {
            base: rgb(colour),
            tint: rgb(mix(PAPER, colour, PATTERN_TINT)),
            paper: rgb(PAPER),
            ink: rgb(mix(colour, [0x12, 0x10, 0x10], INK_TINT)),
            pattern: hash / count,
        }
    }

    /// Fills a frame of this size with the ground and its pattern.
    pub(super) fn fill(&self, size: Size) -> Frame {
        let mut frame = Frame::new(size);
        frame.push(Point::default(), Item::Rule { size, paint: self.base.clone() });
        let (figure, step, rows) = match self.pattern % 5 {
            0 => (lozenge(), (18, 26), Rows::Staggered),
            1 => (dot(), (14, 14), Rows::Staggered),
            2 => (scale(), (26, 26), Rows::Staggered),
            3 => (cross(), (20, 20), Rows::Staggered),
            _ => (wave(), (24, 12), Rows::Straight),
        };
        let mut segments = Vec::new();
        let (across, down) =
            (size.width.0 / Length::pt(step.0).0 + 2, size.height.0 / Length::pt(step.1).0 + 2);
        for row in -1..=down * rows.per_step() {
            for column in -1..=across {
                let shift = if row % 2 != 0 { rows.shift(step.0) } else { Length::ZERO };
                let x = Length::pt(step.0 * column) + shift;
                let y = Length::pt(step.1 * row) / rows.per_step();
                segments.extend(figure.segments.iter().map(|segment| moved(*segment, x, y)));
            }
        }
        let (fill, stroke) = match figure.pen {
            None => (Some((self.tint.clone(), FillRule::NonZero)), None),
            Some(width) => (None, Some(thin(self.tint.clone(), width))),
        };
        frame.push(Point::default(), Item::Path(Path { segments, fill, stroke }));
        frame
    }
}

/// How the rows of a pattern stand to each other.
#[derive(Clone, Copy)]
enum Rows {
    Straight,
    /// Every other row is half a step aside, and rows stand twice as close.
    Staggered,
}

impl Rows {
    fn per_step(self) -> i64 {
        match self {
            Self::Straight => 1,
            Self::Staggered => 2,
        }
    }

    fn shift(self, step: i64) -> Length {
        match self {
            Self::Straight => Length::ZERO,
            Self::Staggered => Length::pt(step) / 2,
        }
    }
}

/// What a pattern repeats; filled, or drawn with a pen this wide in hundredths of a point.
struct Figure {
    segments: Vec<Segment>,
    pen: Option<i64>,
}

fn lozenge() -> Figure {
    let segments = vec![
        Segment::Move(hundredths(900, 200)),
        Segment::Line(hundredths(1500, 1300)),
        Segment::Line(hundredths(900, 2400)),
        Segment::Line(hundredths(300, 1300)),
        Segment::Close,
    ];
    Figure { segments, pen: Some(90) }
}

fn dot() -> Figure {
    Figure { segments: circle(700, 700, 150), pen: None }
}

/// Fish scales: half circles that stand on one another.
fn scale() -> Figure {
    let (radius, control) = (1300, 718);
    let segments = vec![
        Segment::Move(hundredths(0, radius)),
        Segment::Curve(
            hundredths(0, radius - control),
            hundredths(radius - control, 0),
            hundredths(radius, 0),
        ),
        Segment::Curve(
            hundredths(radius + control, 0),
            hundredths(2 * radius, radius - control),
            hundredths(2 * radius, radius),
        ),
    ];
    Figure { segments, pen: Some(70) }
}

fn cross() -> Figure {
    let line = |ax, ay, bx, by| [Segment::Move(hundredths(ax, ay)), Segment::Line(hundredths(bx, by))];
    let segments = [line(1000, 700, 1000, 1300), line(700, 1000, 1300, 1000)].concat();
    Figure { segments, pen: Some(110) }
}

fn wave() -> Figure {
    let segments = vec![
        Segment::Move(hundredths(0, 600)),
        Segment::Curve(hundredths(400, 150), hundredths(800, 150), hundredths(1200, 600)),
        Segment::Curve(hundredths(1600, 1050), hundredths(2000, 1050), hundredths(2400, 600)),
    ];
    Figure { segments, pen: Some(80) }
}

/// A circle of four curves.
pub(super) fn circle(x: i64, y: i64, radius: i64) -> Vec<Segment> {
    let control = radius * 5523 / 10_000;
    let p = |dx: i64, dy: i64| hundredths(x + dx, y + dy);
    vec![
        Segment::Move(p(radius, 0)),
        Segment::Curve(p(radius, control), p(control, radius), p(0, radius)),
        Segment::Curve(p(-control, radius), p(-radius, control), p(-radius, 0)),
        Segment::Curve(p(-radius, -control), p(-control, -radius), p(0, -radius)),
        Segment::Curve(p(control, -radius), p(radius, -control), p(radius, 0)),
        Segment::Close,
    ]
}

/// A solid pen this wide in hundredths of a point.
pub(super) fn thin(paint: Paint, width: i64) -> Stroke {
    Stroke { paint, width: Length::pt(width) / 100, dash: Vec::new(), cap: 1, join: 0 }
}

fn hundredths(x: i64, y: i64) -> Point {
    Point { x: Length::pt(x) / 100, y: Length::pt(y) / 100 }
}

fn moved(segment: Segment, right: Length, down: Length) -> Segment {
    let by = |from: Point| Point { x: from.x + right, y: from.y + down };
    match segment {
        Segment::Move(to) => Segment::Move(by(to)),
        Segment::Line(to) => Segment::Line(by(to)),
        Segment::Curve(leaving, arriving, to) => Segment::Curve(by(leaving), by(arriving), by(to)),
        Segment::Close => Segment::Close,
    }
}

/// `share` hundredths of `a`, the rest of `b`.
fn mix(a: [u8; 3], b: [u8; 3], share: u32) -> [u8; 3] {
    let part = |a: u8, b: u8| (u32::from(a) * share + u32::from(b) * (100 - share)) / 100;
    let byte = |n: u32| u8::try_from(n).unwrap_or(255);
    [byte(part(a[0], b[0])), byte(part(a[1], b[1])), byte(part(a[2], b[2]))]
}

/// Fowler, Noll and Vo's hash (1a): small, and the same everywhere. Its low bits are
/// folded, since remainders use them.
fn fnv(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash ^ (hash >> 32)
}
