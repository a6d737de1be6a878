//! usvg's paths to the display list's: outlines, fills, strokes.

use usvg::tiny_skia_path::{
    NonZeroRect, Path as Shape, PathSegment, Point as SvgPoint, Rect, StrokeDash, Transform,
};
use usvg::{LineCap, LineJoin, Paint as SvgPaint, PaintOrder};

use super::OVERHANG;
use super::bounds::is_boundless;
use super::clips::Outline;
use super::gradients::Kind;
use super::walk::Space;
use crate::model::length::{Length, Point};
use crate::typeset::display::{FillRule, Paint, Path, Segment, Stroke};

/// PDF and the display list let mitred corners reach ten line widths, SVG says how far.
const USUAL_MITER: f32 = 10.0;
/// The cosine of the angle below which a corner's mitre could differ: nothing blunter
/// than 2·asin(1/4) is cut at SVG's usual limit of 4.
const SHARP: f32 = 0.875;

/// Whether a path is drawn at all.
pub(super) enum Standing {
    /// It lies outside the drawing.
    Outside,
    /// It reaches too far to be drawn.
    Boundless,
    /// It is.
    Drawn,
}

/// Whether a path of a drawing is drawn at all.
pub(super) fn standing(path: &usvg::Path, edge: NonZeroRect) -> Standing {
    let bounds = path.abs_stroke_bounding_box();
    if outside(bounds, edge) {
        Standing::Outside
    } else if is_boundless(bounds, edge) {
        Standing::Boundless
    } else {
        Standing::Drawn
    }
}

/// Whether a path reaches beyond the drawing's edge, where it must be cut; plain rectangles
/// are cut already.
pub(super) fn sticks_out(path: &usvg::Path, edge: NonZeroRect) -> bool {
    let ground = stroke(path).is_none() && is_box(path.data()) && upright(path.abs_transform());
    !(ground && is_plain(path)) && overhangs(path.abs_stroke_bounding_box(), edge)
}

/// Whether a path has only plain colours that nothing is seen through.
fn is_plain(path: &usvg::Path) -> bool {
    let paints = [
        fill(path).map(|fill| (fill.paint(), fill.opacity())),
        stroke(path).map(|stroke| (stroke.paint(), stroke.opacity())),
    ];
    paints
        .into_iter()
        .flatten()
        .all(|(paint, opacity)| matches!(paint, SvgPaint::Color(_)) && opacity.to_u8() == u8::MAX)
}

/// Whether an outline is an upright rectangle.
pub(super) fn is_box(outline: &Shape) -> bool {
    let bounds = outline.bounds();
    let on_corner = |p: &SvgPoint| {
        (near(p.x, bounds.left()) || near(p.x, bounds.right()))
            && (near(p.y, bounds.top()) || near(p.y, bounds.bottom()))
    };
    matches!(outline.points().len(), 4 | 5)
        && outline.segments().all(|s| !matches!(s, PathSegment::QuadTo(..) | PathSegment::CubicTo(..)))
        && outline.points().iter().all(on_corner)
}

fn near(a: f32, b: f32) -> bool {
    (a - b).abs() < 1e-3
}

/// The fill, unless it can't be seen.
fn fill(path: &usvg::Path) -> Option<&usvg::Fill> {
    path.fill().filter(|fill| fill.opacity().get() > 0.0)
}

/// The stroke, unless it can't be seen.
fn stroke(path: &usvg::Path) -> Option<&usvg::Stroke> {
    path.stroke().filter(|stroke| stroke.opacity().get() > 0.0)
}

fn upright(t: Transform) -> bool {
    t.kx == 0.0 && t.ky == 0.0
}

fn outside(bounds: Rect, edge: NonZeroRect) -> bool {
    bounds.right() < edge.left()
        || bounds.left() > edge.right()
        || bounds.bottom() < edge.top()
        || bounds.top() > edge.bottom()
}

fn overhangs(bounds: Rect, edge: NonZeroRect) -> bool {
    let slack = OVERHANG * edge.width().max(edge.height());
    bounds.left() < edge.left() - slack
        || bounds.right() > edge.right() + slack
        || bounds.top() < edge.top() - slack
        || bounds.bottom() > edge.bottom() + slack
}

/// A path of plain colours in the display list's words: one item, or two where the stroke
/// lies under the fill. `None` for other paths.
pub(super) fn plain(
    path: &usvg::Path,
    transform: Transform,
    space: Space,
    edge: NonZeroRect,
) -> Option<Vec<Path>> {
    if !is_plain(path) {
        return None;
    }
    let grays = space.grays;
    let fill = fill(path).map(|fill| (paint(fill.paint(), grays), rule(fill.rule())));
    let stroke = stroke(path).map(|stroke| Line::new(path.data(), stroke, transform, grays));
    Some(match (fill, stroke) {
        (None, None) => Vec::new(),
        (Some(fill), None) if space.own => vec![filled(&within(path, edge), transform, fill)],
        (Some(fill), None) => vec![filled(path.data(), transform, fill)],
        (None, Some(line)) => line.item(path.data(), transform).into_iter().collect(),
        (Some(fill), Some(Line::Stroked { outline: None, stroke }))
            if path.paint_order() == PaintOrder::FillAndStroke =>
        {
            vec![Path { segments: segments(path.data(), transform), fill: Some(fill), stroke: Some(stroke) }]
        }
        (Some(fill), Some(line)) => {
            let mut both: Vec<Path> = vec![filled(path.data(), transform, fill)];
            both.extend(line.item(path.data(), transform));
            if path.paint_order() == PaintOrder::StrokeAndFill {
                both.reverse();
            }
            both
        }
    })
}

/// A path's fill or its stroke, with how little is seen through it.
pub(super) enum Part<'t> {
    /// Of a plain colour.
    Plain(Path, u8),
    /// An outline, and what is under it.
    Inked(Outline, u8, Ink<'t>),
}

/// What is no plain colour, and the transform of the path's units to points.
pub(super) enum Ink<'t> {
    Gradient(Kind<'t>, Transform),
    Pattern(&'t usvg::Pattern, Transform),
}

impl<'t> Ink<'t> {
    /// `None` for a plain colour.
    fn of(paint: &'t SvgPaint, transform: Transform) -> Option<Self> {
        match paint {
            SvgPaint::Color(_) => None,
            SvgPaint::LinearGradient(line) => Some(Self::Gradient(Kind::Line(line), transform)),
            SvgPaint::RadialGradient(circles) => Some(Self::Gradient(Kind::Circles(circles), transform)),
            SvgPaint::Pattern(pattern) => Some(Self::Pattern(pattern, transform)),
        }
    }
}

/// A path's fill, then its stroke.
pub(super) fn parts(path: &usvg::Path, transform: Transform, space: Space) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    if let Some(fill) = fill(path) {
        let (opacity, rule) = (fill.opacity().to_u8(), rule(fill.rule()));
        parts.push(if let Some(ink) = Ink::of(fill.paint(), transform) {
            Part::Inked((segments(path.data(), transform), rule), opacity, ink)
        } else {
            let fill = (paint(fill.paint(), space.grays), rule);
            Part::Plain(filled(path.data(), transform, fill), opacity)
        });
    }
    if let Some(stroke) = stroke(path) {
        let opacity = stroke.opacity().to_u8();
        if let Some(ink) = Ink::of(stroke.paint(), transform) {
            let outline = ink_outline(path.data(), stroke, largest_scale(transform));
            let outline = outline.map(|outline| (segments(&outline, transform), FillRule::NonZero));
            parts.extend(outline.map(|outline| Part::Inked(outline, opacity, ink)));
        } else {
            let line = Line::new(path.data(), stroke, transform, space.grays);
            parts.extend(line.item(path.data(), transform).map(|path| Part::Plain(path, opacity)));
        }
    }
    parts
}

pub(super) fn rule(rule: usvg::FillRule) -> FillRule {
    if rule == usvg::FillRule::EvenOdd { FillRule::EvenOdd } else { FillRule::NonZero }
}

/// The outline, cut at the drawing's edge when it is a plain rectangle without a stroke.
fn within(path: &usvg::Path, edge: NonZeroRect) -> Shape {
    let own = || path.data().clone();
    if !is_box(path.data()) || !upright(path.abs_transform()) || !overhangs(path.abs_bounding_box(), edge) {
        return own();
    }
    let back = path.abs_transform().invert();
    let cut = path.abs_bounding_box().intersect(&edge.to_rect());
    let (Some(back), Some(cut)) = (back, cut) else { return own() };
    cut.transform(back).map_or_else(own, usvg::tiny_skia_path::PathBuilder::from_rect)
}

fn filled(outline: &Shape, transform: Transform, fill: (Paint, FillRule)) -> Path {
    Path { segments: segments(outline, transform), fill: Some(fill), stroke: None }
}

/// A stroke, either said as one or as the outline of its ink.
enum Line {
    /// Along the path's own outline, or along another (cut into dashes).
    Stroked { outline: Option<(Shape, Transform)>, stroke: Stroke },
    /// Filled.
    Ink(Path),
    /// Nothing is left of it.
    Nothing,
}

impl Line {
    fn new(data: &Shape, stroke: &usvg::Stroke, transform: Transform, grays: bool) -> Self {
        let (sx, sy) = (far(transform.sx, transform.ky), far(transform.kx, transform.sy));
        let even = (sx - sy).abs() <= 0.01 * sx.max(sy)
            && (transform.sx * transform.kx + transform.ky * transform.sy).abs() <= 0.01 * sx * sy;
        let usual_corners = stroke.linejoin() != LineJoin::Miter
            || stroke.miterlimit().get() >= USUAL_MITER
            || !has_sharp_corner(data);
        if !even || !usual_corners || stroke.linejoin() == LineJoin::MiterClip {
            return Self::ink(data, stroke, transform, grays);
        }
        let dash = stroke.dasharray().unwrap_or_default();
        let said = Stroke {
            paint: paint(stroke.paint(), grays),
            width: length(stroke.width().get() * sx),
            dash: if stroke.dashoffset() == 0.0 {
                dash.iter().map(|d| length(d * sx)).collect()
            } else {
                Vec::new()
            },
            cap: match stroke.linecap() {
                LineCap::Butt => 0,
                LineCap::Round => 1,
                LineCap::Square => 2,
            },
            join: match stroke.linejoin() {
                LineJoin::Miter | LineJoin::MiterClip => 0,
                LineJoin::Round => 1,
                LineJoin::Bevel => 2,
            },
        };
        if dash.is_empty() || stroke.dashoffset() == 0.0 {
            return Self::Stroked { outline: None, stroke: said };
        }
        // The display list's dashes begin at the path's beginning: an offset is cut into it.
        let dashes = StrokeDash::new(dash.to_vec(), stroke.dashoffset());
        match dashes.and_then(|dashes| data.dash(&dashes, sx)) {
            Some(cut) => Self::Stroked { outline: Some((cut, transform)), stroke: said },
            None => Self::Nothing,
        }
    }

    fn ink(data: &Shape, stroke: &usvg::Stroke, transform: Transform, grays: bool) -> Self {
        ink_outline(data, stroke, largest_scale(transform)).map_or(Self::Nothing, |outline| {
            Self::Ink(filled(&outline, transform, (paint(stroke.paint(), grays), FillRule::NonZero)))
        })
    }

    /// The stroke as an item of its own, along `data` unless it has an outline.
    fn item(self, data: &Shape, transform: Transform) -> Option<Path> {
        match self {
            Self::Stroked { outline, stroke } => {
                let segments = match outline {
                    Some((outline, transform)) => segments(&outline, transform),
                    None => segments(data, transform),
                };
                Some(Path { segments, fill: None, stroke: Some(stroke) })
            }
            Self::Ink(path) => Some(path),
            Self::Nothing => None,
        }
    }
}

/// The outline of a stroke's ink; `scale` is how much larger it is shown.
fn ink_outline(data: &Shape, stroke: &usvg::Stroke, scale: f32) -> Option<Shape> {
    let pen = stroke.to_tiny_skia();
    let dashed = pen.dash.as_ref().and_then(|dash| data.dash(dash, scale));
    dashed.as_ref().unwrap_or(data).stroke(&pen, scale)
}

fn largest_scale(transform: Transform) -> f32 {
    far(transform.sx, transform.ky).max(far(transform.kx, transform.sy))
}

/// Whether two straight or bent pieces meet at an angle whose mitre SVG might cut.
fn has_sharp_corner(outline: &Shape) -> bool {
    let mut last: Option<SvgPoint> = None;
    let mut before: Option<(f32, f32)> = None;
    for point in outline.points() {
        if let Some(from) = last {
            let (x, y) = (point.x - from.x, point.y - from.y);
            let length = far(x, y);
            if length < 1e-6 {
                continue;
            }
            let direction = (x / length, y / length);
            if before.is_some_and(|(bx, by)| -(bx * direction.0 + by * direction.1) > SHARP) {
                return true;
            }
            before = Some(direction);
        }
        last = Some(*point);
    }
    false
}

/// The distance from the origin; unlike `hypot` it is the same on every machine.
fn far(x: f32, y: f32) -> f32 {
    (x * x + y * y).sqrt()
}

/// Gray where red, green and blue are alike, so that it prints in black ink alone, and where
/// only light counts.
fn paint(paint: &SvgPaint, grays: bool) -> Paint {
    match paint {
        SvgPaint::Color(c) if grays => Paint::Gray(luminance(*c)),
        SvgPaint::Color(c) if c.red == c.green && c.green == c.blue => Paint::Gray(c.red),
        SvgPaint::Color(c) => Paint::Rgb(c.red, c.green, c.blue),
        // Never asked for: these are inks of their own.
        SvgPaint::LinearGradient(_) | SvgPaint::RadialGradient(_) | SvgPaint::Pattern(_) => Paint::BLACK,
    }
}

/// How light a colour is (CSS Masking, 7.10.1).
pub(super) fn luminance(color: usvg::Color) -> u8 {
    let [red, green, blue] = [color.red, color.green, color.blue].map(u32::from);
    u8::try_from((red * 2125 + green * 7154 + blue * 721 + 5000) / 10_000).unwrap_or(u8::MAX)
}

/// A transform as PDF and SVG write it.
pub(super) fn matrix(transform: Transform) -> [f32; 6] {
    [transform.sx, transform.ky, transform.kx, transform.sy, transform.tx, transform.ty]
}

pub(super) fn length(points: f32) -> Length {
    Length::from_pt(f64::from(points))
}

pub(super) fn segments(outline: &Shape, transform: Transform) -> Vec<Segment> {
    let place = |mut p: SvgPoint| {
        transform.map_point(&mut p);
        Point { x: length(p.x), y: length(p.y) }
    };
    // A quadratic curve as a cubic one: its control counts two thirds at both ends.
    let third = |end: SvgPoint, control: SvgPoint| {
        SvgPoint::from_xy(end.x + (control.x - end.x) * 2.0 / 3.0, end.y + (control.y - end.y) * 2.0 / 3.0)
    };
    let mut at = SvgPoint::zero();
    outline
        .segments()
        .map(|segment| {
            let from = at;
            match segment {
                PathSegment::MoveTo(p) => {
                    at = p;
                    Segment::Move(place(p))
                }
                PathSegment::LineTo(p) => {
                    at = p;
                    Segment::Line(place(p))
                }
                PathSegment::QuadTo(c, p) => {
                    at = p;
                    Segment::Curve(place(third(from, c)), place(third(p, c)), place(p))
                }
                PathSegment::CubicTo(a, b, p) => {
                    at = p;
                    Segment::Curve(place(a), place(b), place(p))
                }
                PathSegment::Close => Segment::Close,
            }
        })
        .collect()
}
