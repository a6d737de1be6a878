//! usvg's paths to the display list's, and why some can't go that way.

use usvg::tiny_skia_path::{
    NonZeroRect, Path as Outline, PathSegment, Point as SvgPoint, Rect, StrokeDash, Transform,
};
use usvg::{BlendMode, Group, LineCap, LineJoin, Node, Paint as SvgPaint, PaintOrder};

use super::OVERHANG;
use crate::model::length::{Length, Point};
use crate::typeset::display::{FillRule, Paint, Path, Segment, Stroke};

/// PDF and the display list let mitred corners reach ten line widths, SVG says how far.
const USUAL_MITER: f32 = 10.0;
/// The cosine of the angle below which a corner's mitre could differ: nothing blunter
/// than 2·asin(1/4) is cut at SVG's usual limit of 4.
const SHARP: f32 = 0.875;

/// Why a path is not said as a path.
pub(super) enum Reason {
    /// It lies outside the drawing.
    Outside,
    /// It must become pixels.
    Pixels(&'static str),
}

/// Why a group must become pixels as a whole.
pub(super) fn group_reason(group: &Group, edge: NonZeroRect) -> Option<&'static str> {
    if !group.filters().is_empty() {
        return Some("a filter");
    }
    if group.mask().is_some() {
        return Some("a mask");
    }
    if group.opacity().get() < 1.0 {
        return Some("transparency");
    }
    if group.blend_mode() != BlendMode::Normal {
        return Some("blended colours");
    }
    match group.clip_path() {
        Some(clip) if !clips_nothing(clip, group, edge) => Some("a clip"),
        _ => None,
    }
}

/// Whether a clip is a rectangle that holds all of the group's content within the edge,
/// as those of markers, nested drawings and the viewport mostly are.
fn clips_nothing(clip: &usvg::ClipPath, group: &Group, edge: NonZeroRect) -> bool {
    let [Node::Path(path)] = clip.root().children() else { return false };
    if clip.clip_path().is_some() || !is_box(path.data()) {
        return false;
    }
    let to_drawing = group.abs_transform().pre_concat(clip.transform()).pre_concat(path.abs_transform());
    if to_drawing.kx != 0.0 || to_drawing.ky != 0.0 {
        return false;
    }
    let Some(window) = path.data().bounds().transform(to_drawing) else { return false };
    let content = group.abs_stroke_bounding_box();
    let slack = OVERHANG * edge.width().max(edge.height());
    let inside = |x: f32, y: f32| {
        let (x, y) = (x.clamp(edge.left(), edge.right()), y.clamp(edge.top(), edge.bottom()));
        x >= window.left() - slack
            && x <= window.right() + slack
            && y >= window.top() - slack
            && y <= window.bottom() + slack
    };
    inside(content.left(), content.top()) && inside(content.right(), content.bottom())
}

/// Whether an outline is an upright rectangle.
fn is_box(outline: &Outline) -> bool {
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

/// Why a path can't be said as a path.
pub(super) fn path_reason(path: &usvg::Path, edge: NonZeroRect) -> Option<Reason> {
    let bounds = path.abs_stroke_bounding_box();
    if outside(bounds, edge) {
        return Some(Reason::Outside);
    }
    let paints = [
        fill(path).map(|fill| (fill.paint(), fill.opacity().get())),
        stroke(path).map(|stroke| (stroke.paint(), stroke.opacity().get())),
    ];
    for (paint, opacity) in paints.into_iter().flatten() {
        let reason = match paint {
            SvgPaint::LinearGradient(_) | SvgPaint::RadialGradient(_) => "a gradient",
            SvgPaint::Pattern(_) => "a pattern",
            SvgPaint::Color(_) if opacity < 1.0 => "transparency",
            SvgPaint::Color(_) => continue,
        };
        return Some(Reason::Pixels(reason));
    }
    let ground = stroke(path).is_none() && is_box(path.data()) && upright(path.abs_transform());
    if !ground && overhangs(bounds, edge) {
        return Some(Reason::Pixels("a part that reaches beyond the drawing's edge"));
    }
    None
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

/// A path in the display list's words: one item, or two where the stroke lies under the fill.
pub(super) fn items(path: &usvg::Path, to_frame: Transform, edge: NonZeroRect) -> Vec<Path> {
    let transform = to_frame.pre_concat(path.abs_transform());
    let rule = |rule| if rule == usvg::FillRule::EvenOdd { FillRule::EvenOdd } else { FillRule::NonZero };
    let fill = fill(path).map(|fill| (paint(fill.paint()), rule(fill.rule())));
    let stroke = stroke(path).map(|stroke| Line::new(path.data(), stroke, transform));
    match (fill, stroke) {
        (None, None) => Vec::new(),
        (Some(fill), None) => vec![filled(&within(path, edge), transform, fill)],
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
    }
}

/// The outline, cut at the drawing's edge when it is a plain rectangle without a stroke.
fn within(path: &usvg::Path, edge: NonZeroRect) -> Outline {
    let own = || path.data().clone();
    if !is_box(path.data()) || !upright(path.abs_transform()) || !overhangs(path.abs_bounding_box(), edge) {
        return own();
    }
    let back = path.abs_transform().invert();
    let cut = path.abs_bounding_box().intersect(&edge.to_rect());
    let (Some(back), Some(cut)) = (back, cut) else { return own() };
    cut.transform(back).map_or_else(own, usvg::tiny_skia_path::PathBuilder::from_rect)
}

fn filled(outline: &Outline, transform: Transform, fill: (Paint, FillRule)) -> Path {
    Path { segments: segments(outline, transform), fill: Some(fill), stroke: None }
}

/// A stroke, either said as one or as the outline of its ink.
enum Line {
    /// Along the path's own outline, or along another (cut into dashes).
    Stroked { outline: Option<(Outline, Transform)>, stroke: Stroke },
    /// Filled.
    Ink(Path),
    /// Nothing is left of it.
    Nothing,
}

impl Line {
    fn new(data: &Outline, stroke: &usvg::Stroke, transform: Transform) -> Self {
        let (sx, sy) = (far(transform.sx, transform.ky), far(transform.kx, transform.sy));
        let even = (sx - sy).abs() <= 0.01 * sx.max(sy)
            && (transform.sx * transform.kx + transform.ky * transform.sy).abs() <= 0.01 * sx * sy;
        let usual_corners = stroke.linejoin() != LineJoin::Miter
            || stroke.miterlimit().get() >= USUAL_MITER
            || !has_sharp_corner(data);
        if !even || !usual_corners || stroke.linejoin() == LineJoin::MiterClip {
            return Self::ink(data, stroke, transform, sx.max(sy));
        }
        let dash = stroke.dasharray().unwrap_or_default();
        let said = Stroke {
            paint: paint(stroke.paint()),
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

    fn ink(data: &Outline, stroke: &usvg::Stroke, transform: Transform, scale: f32) -> Self {
        let pen = stroke.to_tiny_skia();
        let dashed = pen.dash.as_ref().and_then(|dash| data.dash(dash, scale));
        let outline = dashed.as_ref().unwrap_or(data).stroke(&pen, scale);
        outline.map_or(Self::Nothing, |outline| {
            Self::Ink(filled(&outline, transform, (paint(stroke.paint()), FillRule::NonZero)))
        })
    }

    /// The stroke as an item of its own, along `data` unless it has an outline.
    fn item(self, data: &Outline, transform: Transform) -> Option<Path> {
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

/// Whether two straight or bent pieces meet at an angle whose mitre SVG might cut.
fn has_sharp_corner(outline: &Outline) -> bool {
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

/// Gray where red, green and blue are alike, so that it prints in black ink alone.
fn paint(paint: &SvgPaint) -> Paint {
    match paint {
        SvgPaint::Color(c) if c.red == c.green && c.green == c.blue => Paint::Gray(c.red),
        SvgPaint::Color(c) => Paint::Rgb(c.red, c.green, c.blue),
        // Never asked for: `path_reason` sends these to pixels.
        SvgPaint::LinearGradient(_) | SvgPaint::RadialGradient(_) | SvgPaint::Pattern(_) => Paint::BLACK,
    }
}

fn length(points: f32) -> Length {
    Length::from_pt(f64::from(points))
}

fn segments(outline: &Outline, transform: Transform) -> Vec<Segment> {
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
