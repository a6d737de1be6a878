//! Pictures within drawings.

use std::sync::Arc;

use usvg::{Image, ImageKind};

use super::paths::length;
use super::walk::{Reason, Space};
use crate::model::book::ImageFormat;
use crate::model::length::{Point, Size};
use crate::pixels::{self, Pixels};
use crate::typeset::display::{Bitmap, Item};

const REASON: Reason = "a picture";

/// A picture that stands upright, with the pixels it has; `scale` is how many of them a point
/// may have.
pub(super) fn item(image: &Image, space: Space, scale: f32) -> Result<(Point, Item), Reason> {
    let transform = space.to_frame.pre_concat(image.abs_transform());
    let upright = transform.kx == 0.0 && transform.ky == 0.0 && transform.sx > 0.0 && transform.sy > 0.0;
    // One with more pixels than print can show is better made smaller with what is around it.
    let fine = transform.sx * scale < 1.0 || transform.sy * scale < 1.0;
    if !upright || fine || space.grays {
        return Err(REASON);
    }
    let (bytes, format) = match image.kind() {
        ImageKind::JPEG(bytes) => (bytes, ImageFormat::Jpeg),
        ImageKind::PNG(bytes) => (bytes, ImageFormat::Png),
        ImageKind::GIF(bytes) => (bytes, ImageFormat::Gif),
        ImageKind::WEBP(bytes) => (bytes, ImageFormat::WebP),
        ImageKind::SVG(_) => return Err(REASON),
    };
    let (picture, _) = pixels::decode(bytes, format).map_err(|_| REASON)?;
    let bitmap = bitmap(&picture).ok_or(REASON)?;
    let (width, height) = (image.size().width() * transform.sx, image.size().height() * transform.sy);
    let at = Point { x: length(transform.tx), y: length(transform.ty) };
    let size = Size { width: length(width), height: length(height) };
    Ok((at, Item::Bitmap { bitmap: Arc::new(bitmap), size }))
}

/// Whether something may be seen through a picture.
pub(super) fn is_seen_through(item: &Item) -> bool {
    matches!(item, Item::Bitmap { bitmap, .. } if bitmap.rgba.chunks_exact(4).any(|pixel| pixel[3] < u8::MAX))
}

/// Its pixels; `None` for those of inks.
fn bitmap(picture: &Pixels) -> Option<Bitmap> {
    let components = usize::from(picture.components);
    if components == 4 {
        return None;
    }
    let mut rgba = Vec::with_capacity(picture.samples.len() / components.max(1) * 4);
    for (at, pixel) in picture.samples.chunks_exact(components.max(1)).enumerate() {
        match pixel {
            [red, green, blue] => rgba.extend([*red, *green, *blue]),
            _ => rgba.extend([pixel[0]; 3]),
        }
        let alpha = picture.alpha.as_ref().and_then(|alpha| alpha.get(at)).copied();
        rgba.push(alpha.unwrap_or(u8::MAX));
    }
    Some(Bitmap { width: picture.width, height: picture.height, rgba })
}
