//! How much a drawing may ask for: bytes, depth, and pixels to compute.

use usvg::filter::Kind;
use usvg::{Group, Node, Tree};

use crate::model::length::Size;

/// The largest drawing that is read.
const MOST_BYTES: usize = 64 << 20;
/// Elements within elements; readers of SVG recurse over them.
const DEEPEST: usize = 200;
/// Pixels in an inch where a drawing becomes pixels: what presses ask for.
const DPI: f32 = 300.0;
/// Below this the pixels would show.
const LEAST_DPI: f32 = 60.0;
/// Pixels of one bitmap.
const MOST_PIXELS: f32 = 24e6;
/// Pixels computed in all: layers, filter steps, tiles of patterns; some seconds' work.
const MOST_WORK: f32 = 600e6;
/// Pixels of a picture inside a drawing.
const MOST_PICTURE: f32 = 100e6;

/// Refuses what would exhaust the reader.
pub(super) fn check_source(bytes: &[u8]) -> Result<(), String> {
    if bytes.len() > MOST_BYTES {
        return Err(format!("it is larger than {} MB", MOST_BYTES >> 20));
    }
    if depth(bytes) > DEEPEST {
        return Err(format!("its elements are nested more than {DEEPEST} deep"));
    }
    Ok(())
}

/// How deep elements are nested, at most: a count of tags, without reading them. Text that
/// looks like tags (in comments, in CDATA) can only make the count too high.
fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    let mut at = 0;
    while let Some(open) = bytes[at..].iter().position(|b| *b == b'<') {
        let tag = at + open + 1;
        let end = bytes[tag..].iter().position(|b| *b == b'>').map_or(bytes.len(), |n| tag + n);
        match bytes.get(tag) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) if bytes.get(end.wrapping_sub(1)) == Some(&b'/') => {}
            Some(_) => depth += 1,
        }
        deepest = deepest.max(depth);
        at = end.min(bytes.len());
    }
    deepest
}

/// Pixels for a point of the frame, so that all that must be drawn stays within bounds.
pub(super) fn check_tree(tree: &Tree, size: Size) -> Result<f32, String> {
    // The frame's extent, in inches.
    #[allow(clippy::cast_possible_truncation)]
    let (width, height) = (size.width.to_pt() as f32 / 72.0, size.height.to_pt() as f32 / 72.0);
    if !(width > 0.0 && height > 0.0 && width < 1000.0 && height < 1000.0) {
        return Err("it has no size".to_owned());
    }
    let own = tree.size();
    // Square inches of the frame for a square unit of the drawing.
    let inch = width / own.width() * (height / own.height());
    let canvas = width * height;
    let mut work = Work { layers: 0.0, inch, canvas };
    work.group(tree.root(), 0)?;
    for pattern in tree.patterns() {
        let (sx, sy) = pattern.transform().get_scale();
        let tile = pattern.rect().width() * sx * pattern.rect().height() * sy * inch;
        if tile.is_nan() || tile > canvas * 64.0 {
            return Err("a pattern of it is far larger than itself".to_owned());
        }
        work.layers += tile;
        work.group(pattern.root(), 1)?;
    }
    for clip in tree.clip_paths() {
        work.group(clip.root(), 1)?;
    }
    for mask in tree.masks() {
        work.group(mask.root(), 1)?;
    }
    // dpi² × square inches must stay below both limits.
    let dpi = DPI.min((MOST_PIXELS / canvas).sqrt()).min((MOST_WORK / work.layers.max(1e-6)).sqrt());
    if dpi < LEAST_DPI { Err("its effects would take too long to draw".to_owned()) } else { Ok(dpi / 72.0) }
}

/// Square inches to be computed, over all layers.
struct Work {
    layers: f32,
    inch: f32,
    canvas: f32,
}

impl Work {
    fn group(&mut self, group: &Group, depth: usize) -> Result<(), String> {
        if depth > 8 * DEEPEST {
            return Err("its parts are nested too deep".to_owned());
        }
        if group.should_isolate() {
            let bounds = group.abs_layer_bounding_box();
            let area = (bounds.width() * bounds.height() * self.inch).clamp(0.0, self.canvas * 16.0);
            let steps = group.filters().iter().flat_map(|filter| filter.primitives());
            self.layers += area * (2.0 + steps.map(|step| self.weight(step.kind())).sum::<f32>());
        }
        for node in group.children() {
            match node {
                Node::Group(inner) => self.group(inner, depth + 1)?,
                Node::Image(image) => self.picture(image)?,
                Node::Path(path) => {
                    let painted =
                        [path.fill().map(usvg::Fill::paint), path.stroke().map(usvg::Stroke::paint)];
                    if painted.into_iter().flatten().any(|paint| !matches!(paint, usvg::Paint::Color(_))) {
                        let bounds = path.abs_stroke_bounding_box();
                        self.layers += (bounds.width() * bounds.height() * self.inch).min(self.canvas);
                    }
                }
                Node::Text(_) => {}
            }
        }
        Ok(())
    }

    fn picture(&mut self, image: &usvg::Image) -> Result<(), String> {
        if let usvg::ImageKind::SVG(tree) = image.kind() {
            return self.group(tree.root(), DEEPEST);
        }
        let size = image.size();
        if size.width() * size.height() > MOST_PICTURE {
            return Err("a picture in it has too many pixels".to_owned());
        }
        Ok(())
    }

    /// How many plain layers a filter step is worth.
    #[allow(clippy::cast_precision_loss)]
    fn weight(&self, kind: &Kind) -> f32 {
        match kind {
            Kind::ConvolveMatrix(matrix) => matrix.matrix().data().len() as f32,
            Kind::Morphology(fe) => {
                // Pixels in a unit of the drawing.
                let scale = DPI * self.inch.sqrt();
                (fe.radius_x().get() * scale * fe.radius_y().get() * scale).clamp(1.0, 1e6)
            }
            Kind::Turbulence(turbulence) => 8.0 * turbulence.num_octaves() as f32,
            Kind::DiffuseLighting(_) | Kind::SpecularLighting(_) => 8.0,
            _ => 4.0,
        }
    }
}
