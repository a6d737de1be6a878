//! A drawing's tree of groups and paths to items, in painting order.
//!
//! Groups that are cut, seen through, blended or masked become layers; paths become paths or
//! shades. What neither can say becomes pixels, neighbouring nodes as one bitmap.

use std::sync::Arc;

use usvg::tiny_skia_path::Transform;
use usvg::{BlendMode, Group, Node, PaintOrder};

use super::paths::{self, Ink, Part};
use super::pixels::Raster;
use super::{clips, gradients, pictures};
use crate::model::length::{Point, Size};
use crate::typeset::display::{Blend, Frame, Item, Layer, Mask};

/// Nodes that are looked at, those of masks and patterns once for each use.
const MOST_NODES: usize = 1_000_000;
/// What patterns may be repeated to in one drawing, in items.
const MOST_TILED: usize = 40_000;

/// Layers within layers: readers of PDF nest states no deeper than 28 (ISO 19005-2, 6.1.13).
const DEEPEST: usize = 10;

/// Why something cannot be said by items and must become pixels.
pub(super) type Reason = &'static str;
/// Items at their places.
pub(super) type Items = Vec<(Point, Item)>;

/// Where nodes stand.
#[derive(Clone, Copy)]
pub(super) struct Space {
    /// From what their absolute transforms lead to, to points of the frame.
    pub(super) to_frame: Transform,
    /// The drawing itself, whose parts may become pixels; else a mask or a pattern.
    pub(super) own: bool,
    /// Only how light they are counts.
    pub(super) grays: bool,
}

/// Goes through a drawing.
pub(super) struct Walk<'t> {
    pub(super) raster: Raster<'t>,
    pub(super) size: Size,
    /// What became pixels or was left out.
    pub(super) reasons: Vec<String>,
    /// Whether something may be seen through a part.
    pub(super) transparent: bool,
    /// Bitmaps made.
    pub(super) bitmaps: usize,
    /// Why the drawing can't be drawn at all.
    pub(super) failed: Option<String>,
    nodes: usize,
    tiled: usize,
    depth: usize,
}

impl<'t> Walk<'t> {
    pub(super) fn new(raster: Raster<'t>, size: Size) -> Self {
        Self {
            raster,
            size,
            reasons: Vec::new(),
            transparent: false,
            bitmaps: 0,
            failed: None,
            nodes: 0,
            tiled: 0,
            depth: 0,
        }
    }

    /// The items of a group's children. Depth is bounded by usvg (1024 elements).
    pub(super) fn group(&mut self, group: &'t Group, space: Space) -> Result<Items, Reason> {
        let mut items = Items::new();
        let mut pixels: Vec<(&'t Node, Transform)> = Vec::new();
        for node in group.children() {
            self.nodes += 1;
            if self.nodes > MOST_NODES {
                self.failed.get_or_insert_with(|| "it has too many parts".to_owned());
                return Ok(items);
            }
            match self.node(node, space) {
                Ok(drawn) if drawn.is_empty() => {}
                Ok(drawn) => {
                    self.bitmap(&mut pixels, &mut items);
                    items.extend(drawn);
                }
                Err(reason) if space.own => {
                    self.note(reason);
                    pixels.push((node, group.abs_transform()));
                }
                Err(reason) => return Err(reason),
            }
        }
        self.bitmap(&mut pixels, &mut items);
        Ok(items)
    }

    /// One bitmap for nodes that follow one another.
    fn bitmap(&mut self, pixels: &mut Vec<(&'t Node, Transform)>, items: &mut Items) {
        if pixels.is_empty() {
            return;
        }
        self.bitmaps += 1;
        match self.raster.bitmap(pixels) {
            Ok(made) => items.extend(made),
            Err(reason) => self.failed = Some(reason),
        }
        pixels.clear();
    }

    fn node(&mut self, node: &'t Node, space: Space) -> Result<Items, Reason> {
        match node {
            Node::Group(group) => self.layer(group, space),
            // Letters that are pictures themselves stay pictures.
            Node::Text(text) => self.group(text.flattened(), space),
            Node::Path(path) if path.is_visible() => self.path(path, space),
            Node::Image(image) if image.is_visible() => {
                let (at, item) = pictures::item(image, space, self.raster.scale)?;
                self.transparent |= pictures::is_seen_through(&item);
                Ok(vec![(at, item)])
            }
            Node::Path(_) | Node::Image(_) => Ok(Items::new()),
        }
    }

    /// A group within another.
    fn layer(&mut self, group: &'t Group, space: Space) -> Result<Items, Reason> {
        if !group.filters().is_empty() {
            return Err("a filter");
        }
        let blend = blend(group.blend_mode()).ok_or("blended colours")?;
        let at = space.to_frame.pre_concat(group.abs_transform());
        let mut masks = Vec::new();
        let mut cut = Vec::new();
        let useless = |clip| space.own && clips::cuts_nothing(clip, group, self.raster.edge);
        if let Some(clip) = group.clip_path().filter(|clip| !useless(clip)) {
            match clips::outlines(clip, at) {
                Some(outlines) => cut = outlines,
                None => masks.extend(clips::masks(clip, at, self.size)?),
            }
        }
        if let Some(mask) = group.mask() {
            masks.extend(self.masks(mask, at)?);
        }
        let opacity = group.opacity().to_u8();
        let plain = cut.is_empty() && masks.is_empty() && opacity == u8::MAX && blend == Blend::Normal;
        if plain {
            return self.group(group, space);
        }
        if self.depth == DEEPEST {
            return Err("parts within parts");
        }
        self.depth += 1;
        let items = self.group(group, space);
        self.depth -= 1;
        let items = items?;
        if items.is_empty() || opacity == 0 || cut.iter().any(|(outline, _)| outline.is_empty()) {
            return Ok(Items::new());
        }
        let mask = masks.pop();
        let mut frame = self.frame(items);
        for mask in masks {
            let inner = Layer { mask: Some(mask), ..Layer::cut(frame, Vec::new()) };
            frame = self.frame(vec![item(inner)]);
        }
        let layer = Layer { frame, clips: cut, opacity, blend, mask };
        self.transparent |= layer.is_transparent();
        Ok(vec![item(layer)])
    }

    /// What a mask and those it is masked by itself let be seen.
    fn masks(&mut self, mask: &'t usvg::Mask, at: Transform) -> Result<Vec<Mask>, Reason> {
        let grays = mask.kind() == usvg::MaskType::Luminance;
        let items = self.group(mask.root(), Space { to_frame: at, own: false, grays })?;
        let window = usvg::tiny_skia_path::PathBuilder::from_rect(mask.rect().to_rect());
        let frame = clips::mask_frame(items, (&window, at), self.size);
        let mut all = vec![Mask { frame, by: clips::by(grays) }];
        if let Some(mask) = mask.mask() {
            all.extend(self.masks(mask, at)?);
        }
        Ok(all)
    }

    fn path(&mut self, path: &'t usvg::Path, space: Space) -> Result<Items, Reason> {
        let edge = self.raster.edge;
        if space.own {
            match paths::standing(path, edge) {
                paths::Standing::Outside => return Ok(Items::new()),
                paths::Standing::Boundless => {
                    self.note("a part left out that is far larger than the drawing");
                    return Ok(Items::new());
                }
                paths::Standing::Drawn => {}
            }
        }
        let transform = space.to_frame.pre_concat(path.abs_transform());
        let items: Items = if let Some(items) = paths::plain(path, transform, space, edge) {
            items.into_iter().map(|path| (Point::default(), Item::Path(path))).collect()
        } else {
            let mut parts = paths::parts(path, transform, space);
            if path.paint_order() == PaintOrder::StrokeAndFill {
                parts.reverse();
            }
            let painted = parts.into_iter().map(|part| self.part(part, space));
            painted.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect()
        };
        if space.own && paths::sticks_out(path, edge) && !items.is_empty() {
            let outline = usvg::tiny_skia_path::PathBuilder::from_rect(edge.to_rect());
            let clips = vec![clips::outline(&outline, space.to_frame)];
            return Ok(vec![item(Layer::cut(self.frame(items), clips))]);
        }
        Ok(items)
    }

    /// A fill or a stroke that is no plain colour.
    fn part(&mut self, part: Part<'t>, space: Space) -> Result<Option<(Point, Item)>, Reason> {
        let (opacity, made) = match part {
            Part::Plain(path, opacity) => (opacity, Item::Path(path)),
            Part::Inked(outline, opacity, Ink::Gradient(gradient, transform)) => {
                let shade = gradients::shade(gradient, transform, outline, space.grays)?;
                self.transparent |= shade.gradient.stops.iter().any(|stop| stop.alpha < u8::MAX);
                (opacity, Item::Shade(Arc::new(shade)))
            }
            Part::Inked(outline, opacity, Ink::Pattern(pattern, transform)) => {
                let tiles = self.tiles(pattern, transform, (&outline, space))?;
                (opacity, item(Layer::cut(tiles, vec![outline])).1)
            }
        };
        if opacity == u8::MAX {
            return Ok(Some((Point::default(), made)));
        }
        self.transparent = true;
        let frame = self.frame(vec![(Point::default(), made)]);
        Ok((opacity > 0).then(|| item(Layer { opacity, ..Layer::cut(frame, Vec::new()) })))
    }

    /// A pattern's tiles under an outline.
    fn tiles(
        &mut self,
        pattern: &'t usvg::Pattern,
        transform: Transform,
        (outline, space): (&clips::Outline, Space),
    ) -> Result<Frame, Reason> {
        let at = transform.pre_concat(pattern.transform());
        let places = clips::tile_places(pattern, at, outline).ok_or("a pattern")?;
        let rect = pattern.rect();
        let first = at.pre_translate(rect.x(), rect.y());
        let mut tile = self.group(pattern.root(), Space { to_frame: first, own: false, ..space })?;
        self.tiled += tile.len() * places.len();
        if self.tiled > MOST_TILED {
            return Err("a pattern");
        }
        if tile.is_empty() {
            return Ok(self.frame(tile));
        }
        if let Some(window) = clips::tile_window(pattern, first) {
            tile = vec![item(Layer::cut(self.frame(tile), vec![window]))];
        }
        let moved =
            |by: Point, (at, item): &(Point, Item)| (Point { x: at.x + by.x, y: at.y + by.y }, item.clone());
        let all = places.into_iter().flat_map(|by| tile.iter().map(move |item| moved(by, item)));
        let all = all.collect();
        Ok(self.frame(all))
    }

    fn frame(&self, items: Items) -> Frame {
        Frame { items, ..Frame::new(self.size) }
    }

    pub(super) fn note(&mut self, reason: &str) {
        if !self.reasons.iter().any(|known| known == reason) {
            self.reasons.push(reason.to_owned());
        }
    }
}

fn item(layer: Layer) -> (Point, Item) {
    (Point::default(), Item::Layer(Arc::new(layer)))
}

/// PDF's modes are SVG's, but for one.
fn blend(mode: BlendMode) -> Option<Blend> {
    Some(match mode {
        BlendMode::Normal => Blend::Normal,
        BlendMode::Multiply => Blend::Multiply,
        BlendMode::Screen => Blend::Screen,
        BlendMode::Overlay => Blend::Overlay,
        BlendMode::Darken => Blend::Darken,
        BlendMode::Lighten => Blend::Lighten,
        BlendMode::ColorDodge => Blend::ColorDodge,
        BlendMode::ColorBurn => Blend::ColorBurn,
        BlendMode::HardLight => Blend::HardLight,
        BlendMode::SoftLight => Blend::SoftLight,
        BlendMode::Difference => Blend::Difference,
        BlendMode::Exclusion => Blend::Exclusion,
        BlendMode::Hue => Blend::Hue,
        BlendMode::Saturation => Blend::Saturation,
        BlendMode::Color => Blend::Color,
        BlendMode::Luminosity => Blend::Luminosity,
        BlendMode::PlusLighter => return None,
    })
}
