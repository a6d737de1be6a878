//! An SVG drawing to a [`Frame`]: paths stay paths, what they cannot say becomes pixels.
//!
//! usvg resolves styles, uses, units and text (in the edition's faces only) to a tree of
//! groups and paths. Fills, strokes, gradients, patterns, clips, masks, blending and
//! transparency are said in the display list's own words, pictures as the pixels they have.
//! Filters, and what no word is for, are drawn by resvg, neighbours as one bitmap.
//!
//! A drawing comes from outside: nothing it asks for is fetched, and its size in elements
//! and in pixels to compute is bounded, so that no drawing can hold up a book.

mod bounds;
mod clips;
mod fonts;
mod gradients;
mod paths;
mod pictures;
mod pixels;
mod walk;

use usvg::tiny_skia_path::{NonZeroRect, Transform};
use usvg::{Options, Tree};

use super::display::Frame;
use crate::edition::Edition;
use crate::font::FontBook;
use crate::model::length::Size;
use crate::model::manifest::FormatSpec;
use crate::model::press::Standard;
use pixels::Raster;
use walk::{Space, Walk};

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
    let raster = Raster { tree: &tree, to_frame, edge: edge(&tree)?, scale };
    let mut walk = Walk::new(raster, size);
    let items = walk.group(tree.root(), Space { to_frame, own: true, grays: false });
    fonts::missing_signs(&tree, faces, &mut walk.reasons);
    // White under a bitmap would hide what is painted before it.
    let flattened = transparency == Transparency::Flattened && (walk.transparent || walk.bitmaps > 0);
    if flattened {
        walk.note("all of it, since its standard lets nothing be seen through");
    }
    if let Some(reason) = walk.failed {
        return Err(reason);
    }
    let mut frame = Frame::new(size);
    match items {
        Ok(items) if !flattened && walk.bitmaps <= MOST_BITMAPS => frame.items = items,
        _ if bounds::is_boundless(tree.root().abs_stroke_bounding_box(), walk.raster.edge) => {
            return Err("a part of it is far larger than itself".to_owned());
        }
        _ => frame.items.extend(walk.raster.whole()?),
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

#[cfg(test)]
mod tests;
