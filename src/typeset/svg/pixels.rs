//! What paths can't say, as pixels in its place.

use std::sync::Arc;

use resvg::tiny_skia::{Paint, Pixmap, Transform};
use usvg::tiny_skia_path::{NonZeroRect, Rect};
use usvg::{Node, Tree};

use crate::model::length::{Length, Point, Size};
use crate::typeset::display::{Bitmap, Item};

/// Draws pieces of a tree.
pub(super) struct Raster<'t> {
    pub(super) tree: &'t Tree,
    /// From the drawing's units to points of the frame.
    pub(super) to_frame: Transform,
    /// The drawing's extent in its own units.
    pub(super) edge: NonZeroRect,
    /// Pixels in a point of the frame.
    pub(super) scale: f32,
}

impl Raster<'_> {
    /// One bitmap for nodes that follow one another, each with the transform it stands in;
    /// `None` when nothing of them is inside the edge.
    pub(super) fn bitmap(&self, run: &[(&Node, Transform)]) -> Result<Option<(Point, Item)>, String> {
        let bounds = run.iter().filter_map(|(node, _)| extent(node).intersect(&self.edge.to_rect()));
        let Some(window) = bounds.reduce(joined).and_then(|bounds| self.window(bounds)) else {
            return Ok(None);
        };
        let base = self.base(&window);
        self.drawn(&window, |pixmap| {
            for (node, parent) in run {
                draw(node, base.pre_concat(*parent), pixmap);
            }
        })
    }

    /// One bitmap for all of it.
    pub(super) fn whole(&self) -> Result<Option<(Point, Item)>, String> {
        let Some(window) = self.window(self.edge.to_rect()) else { return Ok(None) };
        let base = self.base(&window);
        self.drawn(&window, |pixmap| resvg::render(self.tree, base, &mut pixmap.as_mut()))
    }

    /// From the drawing's units to pixels of a window.
    fn base(&self, window: &Window) -> Transform {
        let shift = Transform::from_translate(-window.left, -window.top);
        shift.pre_scale(self.scale, self.scale).pre_concat(self.to_frame)
    }

    fn drawn(
        &self,
        window: &Window,
        draw: impl FnOnce(&mut Pixmap),
    ) -> Result<Option<(Point, Item)>, String> {
        let mut pixmap =
            Pixmap::new(window.width, window.height).ok_or_else(|| "it is too large to draw".to_owned())?;
        draw(&mut pixmap);
        let point = |pixels: f32| Length::from_pt(f64::from(pixels / self.scale));
        #[allow(clippy::cast_precision_loss)]
        let size = Size { width: point(window.width as f32), height: point(window.height as f32) };
        let at = Point { x: point(window.left), y: point(window.top) };
        Ok(Some((at, Item::Bitmap { bitmap: Arc::new(straight(&pixmap)), size })))
    }

    /// The whole pixels that a part of the drawing covers.
    fn window(&self, bounds: Rect) -> Option<Window> {
        let bounds = bounds.transform(self.to_frame.post_scale(self.scale, self.scale))?;
        let (left, top) = (bounds.left().floor(), bounds.top().floor());
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let whole = |length: f32| length.ceil().max(1.0) as u32;
        Some(Window { left, top, width: whole(bounds.right() - left), height: whole(bounds.bottom() - top) })
    }
}

/// The rectangle that holds two.
fn joined(a: Rect, b: Rect) -> Rect {
    let (left, top) = (a.left().min(b.left()), a.top().min(b.top()));
    Rect::from_ltrb(left, top, a.right().max(b.right()), a.bottom().max(b.bottom())).unwrap_or(a)
}

/// A rectangle of whole pixels.
struct Window {
    left: f32,
    top: f32,
    width: u32,
    height: u32,
}

/// What a node covers, with its strokes and effects, in the drawing's units.
fn extent(node: &Node) -> Rect {
    match node {
        Node::Group(group) => group.abs_layer_bounding_box().to_rect(),
        node => node.abs_stroke_bounding_box(),
    }
}

/// Draws a node that stands in `transform`.
fn draw(node: &Node, transform: Transform, pixmap: &mut Pixmap) {
    match (node, node.abs_layer_bounding_box()) {
        // resvg moves a node's own corner to the origin: that is undone here.
        (node, Some(bounds)) => {
            let transform = transform.pre_translate(bounds.x(), bounds.y());
            resvg::render_node(node, transform, &mut pixmap.as_mut());
        }
        // It draws no node without an area, but level and upright lines have none.
        (Node::Path(path), None) => draw_line(path, transform, pixmap),
        _ => {}
    }
}

fn draw_line(path: &usvg::Path, transform: Transform, pixmap: &mut Pixmap) {
    let Some(stroke) = path.stroke() else { return };
    let color = match stroke.paint() {
        usvg::Paint::Color(color) => *color,
        usvg::Paint::LinearGradient(gradient) => first_color(gradient.stops()),
        usvg::Paint::RadialGradient(gradient) => first_color(gradient.stops()),
        usvg::Paint::Pattern(_) => return,
    };
    let mut paint = Paint::default();
    paint.set_color_rgba8(color.red, color.green, color.blue, stroke.opacity().to_u8());
    pixmap.stroke_path(path.data(), &paint, &stroke.to_tiny_skia(), transform, None);
}

fn first_color(stops: &[usvg::Stop]) -> usvg::Color {
    stops.first().map_or_else(usvg::Color::black, usvg::Stop::color)
}

/// The display list's pixels have their colours undimmed by alpha.
fn straight(pixmap: &Pixmap) -> Bitmap {
    let rgba = pixmap.pixels().iter().flat_map(|pixel| {
        let c = pixel.demultiply();
        [c.red(), c.green(), c.blue(), c.alpha()]
    });
    Bitmap { width: pixmap.width(), height: pixmap.height(), rgba: rgba.collect() }
}
