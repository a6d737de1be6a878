//! Display list to pixels: the typographic ebook cover, or the author's own made fit, and
//! small pictures of pages.

mod cover;
mod findings;
mod ground;
mod layers;
mod lines;
mod paint;
mod picture;
mod small;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use tiny_skia::{Color, Pixmap};

use crate::diagnostic::Diagnostic;
use crate::font::FontBook;
use crate::model::metadata::Metadata;
use crate::model::theme::ThemeFonts;
use crate::pixels::Pixels;
use crate::typeset::display::Frame;

pub use picture::{picture, shop_picture};
pub use small::page;

/// Extent of a cover in pixels: the 1 : 1.6 that shops of ebooks ask for.
pub const COVER_SIZE: (u32, u32) = (1560, 2496);
/// Extent of a cover for a shop's window: what they ask for beside the book, more than they
/// take in it.
pub const SHOP_SIZE: (u32, u32) = (1600, 2560);
/// What [`fn@cover`] returns.
pub const COVER_MEDIA_TYPE: &str = "image/png";

/// A cover for a book that brings none: title, subtitle, authors and publisher on a label,
/// on a ground that the title chooses. A PNG, the same for the same words.
pub fn cover(metadata: &Metadata, theme: &ThemeFonts, fonts: &FontBook) -> (Vec<u8>, Vec<Diagnostic>) {
    let findings = findings::missing_signs(metadata, fonts);
    let frame = cover::compose(metadata, theme.oldstyle_figures, fonts);
    let (width, height) = COVER_SIZE;
    (png(&frame, fonts, width, height).unwrap_or_default(), findings)
}

/// The same cover as large as shops show it: a JPEG, or nothing when it cannot be drawn.
pub fn shop_cover(metadata: &Metadata, theme: &ThemeFonts, fonts: &FontBook) -> Option<Vec<u8>> {
    let frame = cover::compose(metadata, theme.oldstyle_figures, fonts);
    let (width, height) = SHOP_SIZE;
    let samples = rgb(&frame, fonts, width, height)?;
    Pixels { width, height, components: 3, samples, alpha: None }.jpeg_of(SHOP_QUALITY).ok()
}

/// Shops compress covers again.
const SHOP_QUALITY: u8 = 92;

/// A frame as a PNG of this many pixels, on white. Pictures of the book are left out: a
/// display list only names them.
pub fn png(frame: &Frame, fonts: &FontBook, width: u32, height: u32) -> Option<Vec<u8>> {
    let rgb = rgb(frame, fonts, width, height)?;
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Level(6), FilterType::NoFilter)
        .write_image(&rgb, width, height, ExtendedColorType::Rgb8)
        .ok()?;
    Some(bytes)
}

/// A frame's pixels: red, green, blue.
fn rgb(frame: &Frame, fonts: &FontBook, width: u32, height: u32) -> Option<Vec<u8>> {
    let mut pixmap = Pixmap::new(width, height)?;
    pixmap.fill(Color::WHITE);
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
    let scale = width as f32 / frame.size.width.to_pt() as f32;
    let stock = paint::Stock { fonts, assets: None };
    paint::frame(frame, stock, tiny_skia::Transform::from_scale(scale, scale), &mut pixmap);
    Some(pixmap.pixels().iter().flat_map(|p| [p.red(), p.green(), p.blue()]).collect())
}

#[cfg(test)]
mod tests;
