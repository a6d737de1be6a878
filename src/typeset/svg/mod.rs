//! An SVG drawing to a [`Frame`]: paths stay paths, the rest becomes pixels in its place.
//!
//! usvg resolves styles, uses, units and text (in the edition's faces only) to a tree of
//! groups and paths. Solid fills and strokes are said in the display list's own words.
//! Gradients, patterns, masks, filters, clips, blending, transparency and pictures are
//! drawn by resvg, in painting order, each run of them as one bitmap.
//!
//! A drawing comes from outside: nothing it asks for is fetched, and its size in elements
//! and in pixels to compute is bounded, so that no drawing can hold up a book.

mod bounds;
mod fonts;
mod paths;
mod pixels;

use usvg::tiny_skia_path::{NonZeroRect, Transform};
use usvg::{Group, Node, Options, Tree};

use super::display::{Frame, Item};
use crate::edition::Edition;
use crate::font::FontBook;
use crate::model::length::{Point, Size};
use crate::model::manifest::FormatSpec;
use crate::model::press::Standard;
use pixels::Raster;

/// Paths this far outside the drawing's edge (in its own units, thousandths of its
/// extent) are line widths; what reaches further is cut off at the edge.
const OVERHANG: f32 = 0.005;
/// More bitmaps than this in one drawing, and it becomes one bitmap as a whole.
const MOST_BITMAPS: usize = 48;

/// Whether parts of a drawing may be seen through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transparency {
    /// As they are.
    Kept,
    /// Nothing in the file may: the drawing becomes one bitmap on white where parts of it
    /// are.
    Flattened,
}

impl Transparency {
    /// What an edition's standard allows.
    pub fn of(edition: &Edition<'_>) -> Self {
        match &edition.spec.format {
            FormatSpec::Pdf(print) if print.press.keeps(Standard::X1a) => Self::Flattened,
            _ => Self::Kept,
        }
    }
}

/// A drawing of this size, and what of it had to be made pixels (`a gradient`, `a mask`…),
/// for a finding.
///
/// # Errors
/// The reason in words, for what is no drawing or would take too long to draw.
pub fn frame(
    bytes: &[u8],
    size: Size,
    faces: &FontBook,
    transparency: Transparency,
) -> Result<(Frame, Vec<String>), String> {
    bounds::check_source(bytes)?;
    let tree = parse(bytes, faces)?;
    let scale = bounds::check_tree(&tree, size)?;
    let to_frame = onto(&tree, size);
    let mut walk = Walk { edge: edge(&tree)?, pieces: Vec::new(), reasons: Vec::new() };
    walk.group(tree.root());
    fonts::missing_signs(&tree, faces, &mut walk.reasons);

    let bitmaps =
        walk.pieces.chunk_by(|a, b| a.is_pixels() && b.is_pixels()).filter(|run| run[0].is_pixels());
    let too_many = bitmaps.count() > MOST_BITMAPS;
    // White under a bitmap would hide what is painted before it.
    let flattened = transparency == Transparency::Flattened && walk.pieces.iter().any(Piece::is_pixels);
    if flattened {
        walk.note("all of it, since its standard lets nothing be seen through");
    }
    if flattened || too_many {
        if bounds::is_boundless(tree.root().abs_stroke_bounding_box(), walk.edge) {
            return Err("a part of it is far larger than itself".to_owned());
        }
        walk.pieces = vec![Piece::Whole];
    }
    let raster = Raster { tree: &tree, to_frame, edge: walk.edge, scale };
    let mut frame = Frame::new(size);
    for run in walk.pieces.chunk_by(|a, b| a.is_pixels() && b.is_pixels()) {
        match run {
            [Piece::Path(path)] => {
                for item in paths::items(path, to_frame, walk.edge) {
                    frame.push(Point::default(), Item::Path(item));
                }
            }
            run => frame.items.extend(raster.bitmap(run)?),
        }
    }
    Ok((frame, walk.reasons))
}

/// Reads the drawing; no file or address is followed but `data:`.
fn parse(bytes: &[u8], faces: &FontBook) -> Result<Tree, String> {
    let (fontdb, font_resolver) = fonts::resolver(bytes, faces);
    let options = Options {
        font_family: fonts::DEFAULT.into(),
        font_resolver,
        fontdb,
        image_href_resolver: usvg::ImageHrefResolver {
            resolve_data: usvg::ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    Tree::from_data(bytes, &options).map_err(|reason| match reason {
        usvg::Error::NotAnUtf8Str => "it is not UTF-8 text".to_owned(),
        usvg::Error::SvgzFeatureNotEnabled | usvg::Error::MalformedGZip => {
            "it is compressed (.svgz); save it as plain .svg".to_owned()
        }
        usvg::Error::ElementsLimitReached => "it has too many elements".to_owned(),
        usvg::Error::InvalidSize => "it has no size: give it a `viewBox` or `width` and `height`".to_owned(),
        usvg::Error::ParsingFailed(reason) => format!("it is not well-formed: {reason}"),
    })
}

/// From the drawing's units to points of the frame.
#[allow(clippy::cast_possible_truncation)]
fn onto(tree: &Tree, size: Size) -> Transform {
    let own = tree.size();
    Transform::from_scale(size.width.to_pt() as f32 / own.width(), size.height.to_pt() as f32 / own.height())
}

fn edge(tree: &Tree) -> Result<NonZeroRect, String> {
    let (width, height) = (tree.size().width(), tree.size().height());
    NonZeroRect::from_xywh(0.0, 0.0, width, height).ok_or_else(|| "it has no size".to_owned())
}

/// A part of the drawing, in painting order.
enum Piece<'t> {
    /// A path that the display list can say.
    Path(&'t usvg::Path),
    /// A part to be drawn by resvg, and the transform it stands in.
    Pixels(&'t Node, Transform),
    /// All of it, to be drawn by resvg.
    Whole,
}

impl Piece<'_> {
    fn is_pixels(&self) -> bool {
        !matches!(self, Self::Path(_))
    }
}

/// Sorts the tree into pieces.
struct Walk<'t> {
    edge: NonZeroRect,
    pieces: Vec<Piece<'t>>,
    reasons: Vec<String>,
}

impl<'t> Walk<'t> {
    /// Depth is bounded by usvg (1024 elements).
    fn group(&mut self, group: &'t Group) {
        for node in group.children() {
            match node {
                Node::Group(inner) => match paths::group_reason(inner, self.edge) {
                    None => self.group(inner),
                    Some(reason) => self.pixels(node, group, reason),
                },
                Node::Text(text) => match text_reason(text.flattened()) {
                    None => self.group(text.flattened()),
                    Some(reason) => self.pixels(node, group, reason),
                },
                Node::Path(path) if !path.is_visible() => {}
                Node::Path(path) => match paths::path_reason(path, self.edge) {
                    None => self.pieces.push(Piece::Path(path)),
                    Some(paths::Reason::Outside) => {}
                    Some(paths::Reason::Boundless) => {
                        self.note("a part left out that is far larger than the drawing");
                    }
                    Some(paths::Reason::Pixels(reason)) => self.pixels(node, group, reason),
                },
                Node::Image(image) if image.is_visible() => self.pixels(node, group, "a picture"),
                Node::Image(_) => {}
            }
        }
    }

    fn pixels(&mut self, node: &'t Node, parent: &'t Group, reason: &str) {
        self.pieces.push(Piece::Pixels(node, parent.abs_transform()));
        self.note(reason);
    }

    fn note(&mut self, reason: &str) {
        if !self.reasons.iter().any(|known| known == reason) {
            self.reasons.push(reason.to_owned());
        }
    }
}

/// Text is a group of paths unless its letters are pictures themselves.
fn text_reason(group: &Group) -> Option<&'static str> {
    let image = |node: &Node| matches!(node, Node::Image(_));
    group.children().iter().any(image).then_some("a picture")
}

#[cfg(test)]
mod tests;
