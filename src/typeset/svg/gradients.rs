//! usvg's gradients to the display list's. Ones that repeat become longer ones.

use usvg::tiny_skia_path::{Rect, Transform};
use usvg::{BaseGradient, SpreadMethod};

use super::clips::{Outline, extent};
use super::paths::{luminance, matrix};
use super::walk::Reason;
use crate::typeset::display::{Gradient, GradientShape, Shade, Stop};

/// How often a gradient is repeated under one outline.
const MOST_TURNS: i16 = 64;
const REASON: Reason = "a gradient";

/// A gradient of a path.
#[derive(Clone, Copy)]
pub(super) enum Kind<'t> {
    Line(&'t usvg::LinearGradient),
    Circles(&'t usvg::RadialGradient),
}

/// An outline filled with a gradient; `transform` leads from the path's units to points.
pub(super) fn shade(
    gradient: Kind<'_>,
    transform: Transform,
    outline: Outline,
    grays: bool,
) -> Result<Shade, Reason> {
    let base: &BaseGradient = match gradient {
        Kind::Line(line) => line,
        Kind::Circles(circles) => circles,
    };
    let to_frame = transform.pre_concat(base.transform());
    let seen = extent(&outline.0).ok_or(REASON)?;
    let seen = to_frame.invert().and_then(|back| seen.transform(back)).ok_or(REASON)?;
    let spread = base.spread_method();
    let (shape, turns) = match gradient {
        Kind::Line(line) => line_shape(((line.x1(), line.y1()), (line.x2(), line.y2())), spread, seen)?,
        Kind::Circles(circles) => circles_shape(circles, spread, seen)?,
    };
    let stops = turned(&stops(base, grays), spread, turns);
    Ok(Shade {
        segments: outline.0,
        rule: outline.1,
        gradient: Gradient { shape, matrix: matrix(to_frame), stops },
    })
}

/// A gradient's own stops, from 0 to 1.
fn stops(base: &BaseGradient, grays: bool) -> Vec<Stop> {
    let stop = |stop: &usvg::Stop| {
        let color = stop.color();
        let color = if grays { [luminance(color); 3] } else { [color.red, color.green, color.blue] };
        Stop { at: stop.offset().get(), color, alpha: stop.opacity().to_u8() }
    };
    let mut stops: Vec<Stop> = base.stops().iter().map(stop).collect();
    if let Some(first) = stops.first().copied().filter(|first| first.at > 0.0) {
        stops.insert(0, Stop { at: 0.0, ..first });
    }
    if let Some(last) = stops.last().copied().filter(|last| last.at < 1.0) {
        stops.push(Stop { at: 1.0, ..last });
    }
    stops
}

/// Stops over several turns, every other one turned round where that is asked for.
fn turned(stops: &[Stop], spread: SpreadMethod, (from, to): (i16, i16)) -> Vec<Stop> {
    if (from, to) == (0, 1) {
        return stops.to_vec();
    }
    let count = f32::from(to - from);
    let mut all = Vec::new();
    for turn in from..to {
        let back = spread == SpreadMethod::Reflect && turn.rem_euclid(2) == 1;
        let base = f32::from(turn - from);
        let place = |stop: &Stop| {
            let at = if back { 1.0 - stop.at } else { stop.at };
            Stop { at: (base + at) / count, ..*stop }
        };
        if back {
            all.extend(stops.iter().rev().map(place));
        } else {
            all.extend(stops.iter().map(place));
        }
    }
    all
}

type Turns = (i16, i16);

fn line_shape(
    (from, to): ((f32, f32), (f32, f32)),
    spread: SpreadMethod,
    seen: Rect,
) -> Result<(GradientShape, Turns), Reason> {
    if spread == SpreadMethod::Pad {
        return Ok((GradientShape::Line([from, to]), (0, 1)));
    }
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let square = dx * dx + dy * dy;
    let place = |(x, y): (f32, f32)| ((x - from.0) * dx + (y - from.1) * dy) / square;
    let places = corners(seen).map(place);
    let least = places.into_iter().fold(f32::INFINITY, f32::min).floor();
    let most = places.into_iter().fold(f32::NEG_INFINITY, f32::max).ceil();
    let turns = whole(least, most)?;
    let at = |turn: i16| (from.0 + dx * f32::from(turn), from.1 + dy * f32::from(turn));
    Ok((GradientShape::Line([at(turns.0), at(turns.1)]), turns))
}

fn circles_shape(
    circles: &usvg::RadialGradient,
    spread: SpreadMethod,
    seen: Rect,
) -> Result<(GradientShape, Turns), Reason> {
    let inner = ((circles.fx(), circles.fy()), circles.fr().get());
    let outer = ((circles.cx(), circles.cy()), circles.r().get());
    let (dx, dy, wider) = (outer.0.0 - inner.0.0, outer.0.1 - inner.0.1, outer.1 - inner.1);
    // A circle that does not hold the other leaves a cone, which PDF and SVG colour differently.
    if wider <= 0.0 || dx * dx + dy * dy >= wider * wider {
        return Err(REASON);
    }
    if spread == SpreadMethod::Pad {
        return Ok((GradientShape::Circles([inner, outer]), (0, 1)));
    }
    let circle = |turn: i16| {
        let turn = f32::from(turn);
        ((inner.0.0 + dx * turn, inner.0.1 + dy * turn), inner.1 + wider * turn)
    };
    let holds = |turn: &i16| {
        let ((x, y), radius) = circle(*turn);
        corners(seen).iter().all(|corner| {
            let (dx, dy) = (corner.0 - x, corner.1 - y);
            dx * dx + dy * dy <= radius * radius
        })
    };
    let turns = (1..=MOST_TURNS).find(holds).ok_or(REASON)?;
    Ok((GradientShape::Circles([inner, circle(turns)]), (0, turns)))
}

fn corners(rect: Rect) -> [(f32, f32); 4] {
    let (left, top, right, bottom) = (rect.left(), rect.top(), rect.right(), rect.bottom());
    [(left, top), (right, top), (left, bottom), (right, bottom)]
}

/// Whole turns, if they are not too many.
#[allow(clippy::cast_possible_truncation)]
fn whole(least: f32, most: f32) -> Result<Turns, Reason> {
    let near = least.abs() < 1e4 && most.abs() < 1e4;
    if !near || most - least > f32::from(MOST_TURNS) {
        return Err(REASON);
    }
    Ok((least as i16, (most as i16).max(least as i16 + 1)))
}
