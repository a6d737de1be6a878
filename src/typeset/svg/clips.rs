//! What cuts parts of a drawing, and what they are seen through.

use std::sync::Arc;

use usvg::tiny_skia_path::{self as skia, NonZeroRect, Rect, Transform};
use usvg::{ClipPath, Group, Node};

use super::OVERHANG;
use super::paths::{is_box, length, rule, segments};
use super::walk::{Items, Reason};
use crate::model::length::{Point, Size};
use crate::typeset::display::{FillRule, Frame, Item, Layer, Mask, MaskBy, Paint, Path, Segment, corners};

/// An outline in points of the frame.
pub(super) type Outline = (Vec<Segment>, FillRule);

/// Tiles of a pattern under one outline.
const MOST_TILES: f32 = 2_000.0;

/// Whether a clip is a rectangle that holds all of the group's content within the edge,
/// as those of markers, nested drawings and the viewport mostly are.
pub(super) fn cuts_nothing(clip: &ClipPath, group: &Group, edge: NonZeroRect) -> bool {
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

/// An outline of the display list.
pub(super) fn outline(path: &skia::Path, transform: Transform) -> Outline {
    (segments(path, transform), FillRule::NonZero)
}

/// A clip as outlines to cut to, one after the other; `None` where its parts overlap, so
/// that no one outline is all of them.
pub(super) fn outlines(clip: &ClipPath, at: Transform) -> Option<Vec<Outline>> {
    let mut parts = Vec::new();
    shapes(clip.root(), at.pre_concat(clip.transform()), &mut parts)?;
    let mut all = vec![joined(&parts)?];
    if let Some(clip) = clip.clip_path() {
        all.extend(outlines(clip, at)?);
    }
    Some(all)
}

/// A part of a clip: its outline, where it stands, and whether it is a letter.
struct Shape {
    outline: Outline,
    bounds: Rect,
    letter: bool,
}

/// The parts of a clip; `None` where one of them is cut itself.
fn shapes(group: &Group, at: Transform, parts: &mut Vec<Shape>) -> Option<()> {
    for node in group.children() {
        let known = parts.len();
        match node {
            Node::Path(path) => parts.extend(shape(path, at)),
            Node::Text(text) => {
                shapes(text.flattened(), at, parts)?;
                parts.iter_mut().skip(known).for_each(|part| part.letter = true);
            }
            Node::Group(inner) if inner.clip_path().is_none() => shapes(inner, at, parts)?,
            Node::Group(_) => return None,
            Node::Image(_) => {}
        }
    }
    Some(())
}

fn shape(path: &usvg::Path, at: Transform) -> Option<Shape> {
    let fill = path.fill().filter(|_| path.is_visible())?;
    let here = at.pre_concat(path.abs_transform());
    let bounds = path.data().bounds().transform(here)?;
    Some(Shape { outline: (segments(path.data(), here), rule(fill.rule())), bounds, letter: false })
}

/// Parts as one outline: they must lie apart, or be letters, which all turn one way.
fn joined(parts: &[Shape]) -> Option<Outline> {
    let Some(first) = parts.first() else { return Some((Vec::new(), FillRule::NonZero)) };
    let alike = parts.iter().all(|part| part.outline.1 == first.outline.1);
    let letters = parts.iter().all(|part| part.letter) && first.outline.1 == FillRule::NonZero;
    let apart = |a: &Rect, b: &Rect| {
        a.right() <= b.left() || b.right() <= a.left() || a.bottom() <= b.top() || b.bottom() <= a.top()
    };
    let few = parts.len() <= 64;
    let separate = || {
        few && parts
            .iter()
            .enumerate()
            .all(|(n, part)| parts[..n].iter().all(|b| apart(&part.bounds, &b.bounds)))
    };
    if !alike || !(letters || separate()) {
        return None;
    }
    let segments = parts.iter().flat_map(|part| part.outline.0.iter().copied()).collect();
    Some((segments, first.outline.1))
}

/// A clip as masks: what its parts cover together.
pub(super) fn masks(clip: &ClipPath, at: Transform, size: Size) -> Result<Vec<Mask>, Reason> {
    let mut parts = Vec::new();
    shapes(clip.root(), at.pre_concat(clip.transform()), &mut parts).ok_or("a clip")?;
    let mut frame = Frame::new(size);
    for part in parts {
        let (segments, rule) = part.outline;
        frame.push(
            Point::default(),
            Item::Path(Path { segments, fill: Some((Paint::BLACK, rule)), stroke: None }),
        );
    }
    let mut all = vec![Mask { frame, by: MaskBy::Cover }];
    if let Some(clip) = clip.clip_path() {
        all.extend(masks(clip, at, size)?);
    }
    Ok(all)
}

/// What a mask is known by.
pub(super) fn by(light: bool) -> MaskBy {
    if light { MaskBy::Light } else { MaskBy::Cover }
}

/// A mask's content, cut to its window.
pub(super) fn mask_frame(items: Items, (window, at): (&skia::Path, Transform), size: Size) -> Frame {
    let content = Frame { items, ..Frame::new(size) };
    let mut frame = Frame::new(size);
    if !content.items.is_empty() {
        let layer = Layer::cut(content, vec![outline(window, at)]);
        frame.push(Point::default(), Item::Layer(Arc::new(layer)));
    }
    frame
}

/// Where the tiles of a pattern stand, from its first, that an outline may show; `None` if
/// they are too many. `at` leads from the pattern's units to points of the frame.
pub(super) fn tile_places(pattern: &usvg::Pattern, at: Transform, outline: &Outline) -> Option<Vec<Point>> {
    let bounds = extent(&outline.0)?.transform(at.invert()?)?;
    let rect = pattern.rect();
    let span = |from: f32, to: f32, start: f32, step: f32| {
        (((from - start) / step).floor(), ((to - start) / step).ceil())
    };
    let (left, right) = span(bounds.left(), bounds.right(), rect.x(), rect.width());
    let (top, bottom) = span(bounds.top(), bounds.bottom(), rect.y(), rect.height());
    let (across, down) = (right - left, bottom - top);
    if across.is_nan() || down.is_nan() || across.max(1.0) * down.max(1.0) > MOST_TILES {
        return None;
    }
    let mut places = Vec::new();
    let mut row = top;
    while row < bottom {
        let mut column = left;
        while column < right {
            let (x, y) = (column * rect.width(), row * rect.height());
            places.push(Point { x: length(at.sx * x + at.kx * y), y: length(at.ky * x + at.sy * y) });
            column += 1.0;
        }
        row += 1.0;
    }
    Some(places)
}

/// What the first tile of a pattern is cut to; `None` where its content lies within.
pub(super) fn tile_window(pattern: &usvg::Pattern, first: Transform) -> Option<Outline> {
    let (width, height) = (pattern.rect().width(), pattern.rect().height());
    let content = pattern.root().abs_stroke_bounding_box();
    let within = content.left() >= 0.0
        && content.top() >= 0.0
        && content.right() <= width
        && content.bottom() <= height;
    let window = Rect::from_xywh(0.0, 0.0, width, height).filter(|_| !within)?;
    Some(outline(&skia::PathBuilder::from_rect(window), first))
}

/// The rectangle that holds an outline, in points.
#[allow(clippy::cast_possible_truncation)]
pub(super) fn extent(segments: &[Segment]) -> Option<Rect> {
    let (low, high) = corners(segments)?;
    let pt = |length: crate::model::length::Length| length.to_pt() as f32;
    Rect::from_ltrb(pt(low.x), pt(low.y), pt(high.x), pt(high.y))
}
