//! A [`Frame`]'s items onto a pixmap.

use std::collections::BTreeMap;

use skrifa::instance::{LocationRef, Size as FontSize};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use tiny_skia::{
    Color, FillRule as Filling, FilterQuality, IntSize, LineCap, LineJoin, PathBuilder, Pixmap, PixmapPaint,
    Rect, StrokeDash, Transform,
};

use super::layers;
use crate::font::FontBook;
use crate::model::book::Asset;
use crate::model::length::{Length, Point, Size};
use crate::pixels::decode_upright;
use crate::typeset::display::{Bitmap, FillRule, Frame, GlyphRun, Item, Paint, Path, Segment, Stroke};

/// What a display list names: faces, and pictures of the book, which a cover has none of.
#[derive(Clone, Copy)]
pub(super) struct Stock<'a> {
    pub(super) fonts: &'a FontBook,
    pub(super) assets: Option<&'a BTreeMap<String, Asset>>,
}

/// Paints a frame whose points `to_pixels` maps.
pub(super) fn frame(frame: &Frame, stock: Stock<'_>, to_pixels: Transform, onto: &mut Pixmap) {
    for (at, item) in &frame.items {
        let here = to_pixels.pre_translate(pt(at.x), pt(at.y));
        match item {
            Item::Glyphs(run) => glyphs(run, stock.fonts, here, onto),
            Item::Path(item) => path(item, here, onto),
            Item::Rule { size, paint } => rule(*size, paint, here, onto),
            Item::Bitmap { bitmap: pixels, size } => bitmap(pixels, *size, here, onto),
            Item::Group(inner) => self::frame(inner, stock, here, onto),
            Item::Layer(layer) => layers::layer(layer, stock, here, onto),
            Item::Shade(shade) => layers::shade(shade, here, onto),
            Item::Image { asset, size, .. } => {
                let asset = stock.assets.and_then(|assets| assets.get(asset));
                if let Some(pixels) = asset.and_then(|asset| picture(asset, *size, here)) {
                    bitmap(&pixels, *size, here, onto);
                }
            }
            Item::Link { .. } | Item::Anchor(_) => {}
        }
    }
}

#[allow(clippy::cast_possible_truncation)]
pub(super) fn pt(length: Length) -> f32 {
    length.to_pt() as f32
}

fn brush(paint: &Paint) -> tiny_skia::Paint<'static> {
    let ink = |part: u8, black: u8| {
        let light = u32::from(255 - part) * u32::from(255 - black) / 255;
        u8::try_from(light).unwrap_or(255)
    };
    let (red, green, blue) = match *paint {
        Paint::Gray(gray) => (gray, gray, gray),
        Paint::Rgb(red, green, blue) => (red, green, blue),
        Paint::Cmyk(c, m, y, k) => (ink(c, k), ink(m, k), ink(y, k)),
        Paint::Spot(_, tint) => (255 - tint, 255 - tint, 255 - tint),
    };
    let mut brush = tiny_skia::Paint::default();
    brush.set_color(Color::from_rgba8(red, green, blue, 255));
    brush.anti_alias = true;
    brush
}

fn glyphs(run: &GlyphRun, fonts: &FontBook, here: Transform, onto: &mut Pixmap) {
    let face = fonts.face(run.font);
    let Ok(font) = FontRef::new(&face.data) else { return };
    let outlines = font.outline_glyphs();
    let unit = pt(run.size) / f32::from(face.units_per_em.max(1));
    #[allow(clippy::cast_precision_loss)]
    let (across, brush) = (unit * run.scale as f32 / 1000.0, brush(&run.paint));
    let mut x = Length::ZERO;
    for glyph in &run.glyphs {
        let mut pen = Pen(PathBuilder::new());
        let settings = DrawSettings::unhinted(FontSize::unscaled(), LocationRef::default());
        let drawn = outlines.get(GlyphId::from(glyph.id)).is_some_and(|g| g.draw(settings, &mut pen).is_ok());
        if let Some(outline) = pen.0.finish().filter(|_| drawn) {
            let there = here.pre_translate(pt(x + glyph.dx), -pt(glyph.dy)).pre_scale(across, -unit);
            onto.fill_path(&outline, &brush, Filling::Winding, there, None);
        }
        x += glyph.advance;
    }
}

/// Draws a glyph into a path, in font units.
struct Pen(PathBuilder);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(cx, cy, x, y);
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.cubic_to(ax, ay, bx, by, x, y);
    }
    fn close(&mut self) {
        self.0.close();
    }
}

fn path(path: &Path, here: Transform, onto: &mut Pixmap) {
    let Some(outline) = outline(&path.segments) else { return };
    if let Some((paint, rule)) = &path.fill {
        onto.fill_path(&outline, &brush(paint), filling(*rule), here, None);
    }
    if let Some(stroke) = &path.stroke {
        onto.stroke_path(&outline, &brush(&stroke.paint), &line(stroke), here, None);
    }
}

pub(super) fn filling(rule: FillRule) -> Filling {
    match rule {
        FillRule::NonZero => Filling::Winding,
        FillRule::EvenOdd => Filling::EvenOdd,
    }
}

pub(super) fn outline(segments: &[Segment]) -> Option<tiny_skia::Path> {
    let mut builder = PathBuilder::new();
    let xy = |p: Point| (pt(p.x), pt(p.y));
    for segment in segments {
        match *segment {
            Segment::Move(p) => builder.move_to(xy(p).0, xy(p).1),
            Segment::Line(p) => builder.line_to(xy(p).0, xy(p).1),
            Segment::Curve(leaving, arriving, to) => {
                let [(ax, ay), (bx, by), (x, y)] = [leaving, arriving, to].map(xy);
                builder.cubic_to(ax, ay, bx, by, x, y);
            }
            Segment::Close => builder.close(),
        }
    }
    builder.finish()
}

fn line(stroke: &Stroke) -> tiny_skia::Stroke {
    let mut dash: Vec<f32> = stroke.dash.iter().map(|length| pt(*length)).collect();
    if dash.len() % 2 == 1 {
        dash.extend(dash.clone());
    }
    tiny_skia::Stroke {
        width: pt(stroke.width),
        miter_limit: 10.0,
        line_cap: match stroke.cap {
            1 => LineCap::Round,
            2 => LineCap::Square,
            _ => LineCap::Butt,
        },
        line_join: match stroke.join {
            1 => LineJoin::Round,
            2 => LineJoin::Bevel,
            _ => LineJoin::Miter,
        },
        dash: StrokeDash::new(dash, 0.0),
    }
}

fn rule(size: Size, paint: &Paint, here: Transform, onto: &mut Pixmap) {
    if let Some(rect) = Rect::from_xywh(0.0, 0.0, pt(size.width), pt(size.height)) {
        onto.fill_rect(rect, &brush(paint), here, None);
    }
}

/// A picture of the book in about as many pixels as it is shown in.
fn picture(asset: &Asset, size: Size, here: Transform) -> Option<Bitmap> {
    let picture = decode_upright(&asset.bytes, asset.format).ok()?.on_white();
    let (across, down) = here.get_scale();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let pixels = |length: Length, scale: f32| (pt(length) * scale).ceil().max(1.0) as u32;
    let (width, height) = (pixels(size.width, across), pixels(size.height, down));
    let picture = if width < picture.width && height < picture.height {
        picture.shrunk(width, height)
    } else {
        picture
    };
    let rgba = picture.samples.chunks_exact(usize::from(picture.components)).flat_map(|pixel| match pixel {
        [red, green, blue] => [*red, *green, *blue, 255],
        _ => [pixel[0], pixel[0], pixel[0], 255],
    });
    Some(Bitmap { width: picture.width, height: picture.height, rgba: rgba.collect() })
}

fn bitmap(bitmap: &Bitmap, size: Size, here: Transform, onto: &mut Pixmap) {
    let pixels = bitmap.rgba.chunks_exact(4).flat_map(|pixel| {
        let dim = |part: u8| u8::try_from(u32::from(part) * u32::from(pixel[3]) / 255).unwrap_or(255);
        [dim(pixel[0]), dim(pixel[1]), dim(pixel[2]), pixel[3]]
    });
    let extent = IntSize::from_wh(bitmap.width, bitmap.height);
    let Some(pixmap) = extent.and_then(|extent| Pixmap::from_vec(pixels.collect(), extent)) else { return };
    #[allow(clippy::cast_precision_loss)]
    let scale = (pt(size.width) / bitmap.width as f32, pt(size.height) / bitmap.height as f32);
    let paint = PixmapPaint { quality: FilterQuality::Bilinear, ..PixmapPaint::default() };
    onto.draw_pixmap(0, 0, pixmap.as_ref(), &paint, here.pre_scale(scale.0, scale.1), None);
}
