//! Layers and gradients of drawings onto a pixmap.

use tiny_skia::{
    BlendMode, Color, FilterQuality, GradientStop, LinearGradient, Mask, MaskType, Pixmap, PixmapPaint,
    Point, RadialGradient, Shader, SpreadMode, Transform,
};

use super::paint::{self, Stock, filling, outline};
use crate::typeset::display::{Blend, Gradient, GradientShape, Layer, MaskBy, Shade};

/// Paints a layer on a sheet of its own first.
pub(super) fn layer(layer: &Layer, stock: Stock<'_>, here: Transform, onto: &mut Pixmap) {
    let sheet = || Pixmap::new(onto.width(), onto.height());
    let Some(mut own) = sheet() else { return };
    paint::frame(&layer.frame, stock, here, &mut own);
    for (segments, rule) in &layer.clips {
        let Some(mut mask) = Mask::new(own.width(), own.height()) else { continue };
        if let Some(outline) = outline(segments) {
            mask.fill_path(&outline, filling(*rule), true, here);
        }
        own.apply_mask(&mask);
    }
    if let (Some(mask), Some(mut seen)) = (&layer.mask, sheet()) {
        paint::frame(&mask.frame, stock, here, &mut seen);
        let kind = match mask.by {
            MaskBy::Light => MaskType::Luminance,
            MaskBy::Cover => MaskType::Alpha,
        };
        own.apply_mask(&Mask::from_pixmap(seen.as_ref(), kind));
    }
    let (opacity, blend_mode) = (f32::from(layer.opacity) / 255.0, blend(layer.blend));
    let how = PixmapPaint { opacity, blend_mode, quality: FilterQuality::Nearest };
    onto.draw_pixmap(0, 0, own.as_ref(), &how, Transform::identity(), None);
}

/// Paints an outline filled with a gradient.
pub(super) fn shade(shade: &Shade, here: Transform, onto: &mut Pixmap) {
    let (Some(outline), Some(shader)) = (outline(&shade.segments), shader(&shade.gradient)) else { return };
    let mut brush = tiny_skia::Paint { shader, ..tiny_skia::Paint::default() };
    brush.anti_alias = true;
    onto.fill_path(&outline, &brush, filling(shade.rule), here, None);
}

fn shader(gradient: &Gradient) -> Option<Shader<'static>> {
    let [sx, ky, kx, sy, tx, ty] = gradient.matrix;
    let transform = Transform::from_row(sx, ky, kx, sy, tx, ty);
    let stops = gradient.stops.iter().map(|stop| {
        let [red, green, blue] = stop.color;
        GradientStop::new(stop.at, Color::from_rgba8(red, green, blue, stop.alpha))
    });
    let stops = stops.collect();
    let point = |(x, y): (f32, f32)| Point::from_xy(x, y);
    match gradient.shape {
        GradientShape::Line([from, to]) => {
            LinearGradient::new(point(from), point(to), stops, SpreadMode::Pad, transform)
        }
        GradientShape::Circles([(from, inner), (to, outer)]) => {
            RadialGradient::new(point(from), inner, point(to), outer, stops, SpreadMode::Pad, transform)
        }
    }
}

fn blend(blend: Blend) -> BlendMode {
    match blend {
        Blend::Normal => BlendMode::SourceOver,
        Blend::Multiply => BlendMode::Multiply,
        Blend::Screen => BlendMode::Screen,
        Blend::Overlay => BlendMode::Overlay,
        Blend::Darken => BlendMode::Darken,
        Blend::Lighten => BlendMode::Lighten,
        Blend::ColorDodge => BlendMode::ColorDodge,
        Blend::ColorBurn => BlendMode::ColorBurn,
        Blend::HardLight => BlendMode::HardLight,
        Blend::SoftLight => BlendMode::SoftLight,
        Blend::Difference => BlendMode::Difference,
        Blend::Exclusion => BlendMode::Exclusion,
        Blend::Hue => BlendMode::Hue,
        Blend::Saturation => BlendMode::Saturation,
        Blend::Color => BlendMode::Color,
        Blend::Luminosity => BlendMode::Luminosity,
    }
}
