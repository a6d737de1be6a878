//! Pictures to the edge of the paper: as wide as the page with what is printed beyond its
//! trim, or as large.
//!
//! They are sized where the text flows, before anybody knows which side of a leaf they come
//! to stand on; here they are moved over the edges of their page.

use crate::edition::{Edition, PageGeometry};
use crate::model::length::{Length, Point, Size};
use crate::model::manifest::FormatSpec;
use crate::model::press::Bleed;
use crate::typeset::display::{Frame, Item, Whole};

use super::furniture::Side;

/// What the edition prints beyond the trim.
fn bleed(edition: &Edition<'_>) -> Bleed {
    match &edition.spec.format {
        FormatSpec::Pdf(print) => print.press.bleed,
        FormatSpec::Epub(_) => Bleed::default(),
    }
}

/// The page with what is printed beyond its trim.
fn sheet(edition: &Edition<'_>, page: &PageGeometry) -> Size {
    let bleed = bleed(edition);
    let sides = if bleed.at_binding { 2 } else { 1 };
    Size { width: page.trim.width + bleed.width * sides, height: page.trim.height + bleed.width * 2 }
}

/// The extent of a picture of this shape that reaches the edges: a band across the page
/// where the text block has the height for it, else large enough to cover the page.
pub fn extent(edition: &Edition<'_>, page: &PageGeometry, shape: (u32, u32)) -> Size {
    let (width, height) = (i64::from(shape.0.max(1)), i64::from(shape.1.max(1)));
    let sheet = sheet(edition, page);
    let band = Size { width: sheet.width, height: sheet.width.scale(height, width) };
    if band.height <= page.height() || band.height >= sheet.height {
        return band;
    }
    Size { width: sheet.height.scale(width, height), height: sheet.height }
}

/// Moves the pictures that are as wide as the page over its edges; whether one covers it.
pub fn reach_edges(frame: &mut Frame, edition: &Edition<'_>, page: &PageGeometry, side: Side) -> bool {
    let (bleed, sheet) = (bleed(edition), sheet(edition, page));
    let left = if bleed.at_binding || side == Side::Verso { bleed.width } else { Length::ZERO };
    let mut covered = false;
    for (at, item) in &mut frame.items {
        let Item::Group(picture) = item else { continue };
        let is_picture = matches!(picture.whole, Some(Whole::Picture(_)));
        if !is_picture || picture.size.width < sheet.width {
            continue;
        }
        // What of it is too wide or too high is cut off alike on both sides.
        let x = (sheet.width - picture.size.width) / 2 - left;
        let covers = picture.size.height >= sheet.height;
        let y = if covers { (sheet.height - picture.size.height) / 2 - bleed.width } else { at.y };
        *at = Point { x, y };
        covered |= covers;
    }
    covered
}
