//! The author's own picture as a cover: JPEG or PNG, of no more pixels than shops take.

use std::sync::Arc;

use super::{COVER_SIZE, SHOP_SIZE};
use crate::font::FontBook;
use crate::model::book::{Asset, ImageFormat};
use crate::model::length::{Length, Size};
use crate::pixels::decode_upright;
use crate::pixels::fit::{self, Limits, Plan};
use crate::typeset::svg;

/// Shops refuse covers of more pixels.
const MOST_PIXELS: u64 = 4_000_000;
/// What a drawing's lengths are reckoned by.
const DPI: i64 = 300;

/// The picture and its media type: a JPEG or PNG file as it is, unless it is too large; a
/// drawing as PNG; anything else as JPEG.
///
/// # Errors
/// The reason in words, for a picture that cannot be read.
pub fn picture(asset: &Asset, fonts: &FontBook) -> Result<(Arc<[u8]>, &'static str), String> {
    let pixels = u64::from(asset.width) * u64::from(asset.height);
    let media_type = if asset.format == ImageFormat::Png { "image/png" } else { "image/jpeg" };
    match asset.format {
        ImageFormat::Svg => return drawing(asset, fonts),
        ImageFormat::Jpeg | ImageFormat::Png => match fit::plan(asset, &LIMITS) {
            Plan::Keep => return Ok((asset.bytes.clone(), media_type)),
            Plan::Bare(bytes) => return Ok((bytes.into(), media_type)),
            Plan::Remake(_) => {}
        },
        _ => {}
    }
    let picture = decode_upright(&asset.bytes, asset.format)?.on_white();
    let picture = if pixels > MOST_PIXELS {
        let (width, height) = within((asset.width, asset.height));
        picture.shrunk(width, height)
    } else {
        picture
    };
    Ok((picture.jpeg()?.into(), "image/jpeg"))
}

/// Files of any weight, of as many pixels as shops take.
const LIMITS: Limits = Limits { side: u32::MAX, pixels: MOST_PIXELS, bytes: u64::MAX, opaque: false };

/// The picture as shops show it beside the book: a JPEG, no larger than [`SHOP_SIZE`] and
/// never larger than it is.
///
/// # Errors
/// As [`picture`].
pub fn shop_picture(asset: &Asset, fonts: &FontBook) -> Result<Vec<u8>, String> {
    let (bytes, format) = match asset.format {
        ImageFormat::Svg => (drawing(asset, fonts)?.0, ImageFormat::Png),
        format => (asset.bytes.clone(), format),
    };
    let picture = decode_upright(&bytes, format)?.on_white();
    let (width, height) = into((picture.width, picture.height), SHOP_SIZE);
    let small = width < picture.width || height < picture.height;
    if small { picture.shrunk(width, height).jpeg() } else { picture.jpeg() }
}

fn drawing(asset: &Asset, fonts: &FontBook) -> Result<(Arc<[u8]>, &'static str), String> {
    let (width, height) = within((asset.width, asset.height));
    let length = |pixels: u32| Length::pt(72).scale(i64::from(pixels), DPI);
    let size = Size { width: length(width), height: length(height) };
    let (frame, _) = svg::frame(&asset.bytes, size, fonts, svg::Transparency::Kept)?;
    let png = super::png(&frame, fonts, width, height).ok_or("it cannot be drawn")?;
    Ok((png.into(), super::COVER_MEDIA_TYPE))
}

/// The largest extent of this shape within that of a cover.
fn within(extent: (u32, u32)) -> (u32, u32) {
    into(extent, COVER_SIZE)
}

/// The largest extent of this shape within another.
fn into((width, height): (u32, u32), most: (u32, u32)) -> (u32, u32) {
    let (width, height) = (u64::from(width.max(1)), u64::from(height.max(1)));
    let (most_width, most_height) = (u64::from(most.0), u64::from(most.1));
    let (width, height) = if width * most_height >= height * most_width {
        (most_width, height * most_width / width)
    } else {
        (width * most_height / height, most_height)
    };
    let side = |pixels: u64| u32::try_from(pixels).unwrap_or(u32::MAX).max(1);
    (side(width), side(height))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::pixels::decode;

    fn asset(format: ImageFormat, (width, height): (u32, u32), bytes: Vec<u8>) -> Asset {
        Asset { path: "cover".into(), format, bytes: bytes.into(), width, height }
    }

    fn encoded(picture: &image::DynamicImage, format: image::ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).expect("an encoder");
        bytes.into_inner()
    }

    #[test]
    fn small_jpeg_and_png_files_stay_as_they_are() {
        let fonts = FontBook::default();
        for (format, media_type) in [(ImageFormat::Jpeg, "image/jpeg"), (ImageFormat::Png, "image/png")] {
            let cover = asset(format, (1600, 2500), b"any".to_vec());
            let (bytes, as_type) = picture(&cover, &fonts).expect("a cover");
            assert_eq!((&*bytes, as_type), (&b"any"[..], media_type));
        }
    }

    #[test]
    fn other_formats_become_jpeg_on_white() {
        let fonts = FontBook::default();
        let clear = image::DynamicImage::new_rgba8(20, 30);
        for (foreign, format) in [
            (image::ImageFormat::WebP, ImageFormat::WebP),
            (image::ImageFormat::Tiff, ImageFormat::Tiff),
            (image::ImageFormat::Gif, ImageFormat::Gif),
        ] {
            let (bytes, media_type) =
                picture(&asset(format, (20, 30), encoded(&clear, foreign)), &fonts).expect("a cover");
            let (pixels, _) = decode(&bytes, ImageFormat::Jpeg).expect("a JPEG");
            assert_eq!((media_type, pixels.width, pixels.height), ("image/jpeg", 20, 30));
            assert!(pixels.samples.iter().all(|sample| *sample > 250), "{format:?}");
        }
        assert!(picture(&asset(ImageFormat::WebP, (1, 1), b"RIFF".to_vec()), &fonts).is_err());
    }

    #[test]
    fn covers_too_large_for_shops_are_made_smaller() {
        let large = image::DynamicImage::new_luma8(2600, 1600);
        let cover = asset(ImageFormat::Png, (2600, 1600), encoded(&large, image::ImageFormat::Png));
        let (bytes, media_type) = picture(&cover, &FontBook::default()).expect("a cover");
        let (pixels, _) = decode(&bytes, ImageFormat::Jpeg).expect("a JPEG");
        assert_eq!((media_type, pixels.width, pixels.height), ("image/jpeg", 1560, 960));
    }

    #[test]
    fn shops_get_a_jpeg_of_their_size() {
        let large = image::DynamicImage::new_luma8(1700, 2720);
        for (foreign, format) in
            [(image::ImageFormat::Png, ImageFormat::Png), (image::ImageFormat::WebP, ImageFormat::WebP)]
        {
            let cover = asset(format, (1700, 2720), encoded(&large, foreign));
            let bytes = shop_picture(&cover, &FontBook::default()).expect("a cover");
            let (pixels, _) = decode(&bytes, ImageFormat::Jpeg).expect("a JPEG");
            assert_eq!((pixels.width, pixels.height), SHOP_SIZE);
        }
        let small = image::DynamicImage::new_luma8(100, 160);
        let cover = asset(ImageFormat::Png, (100, 160), encoded(&small, image::ImageFormat::Png));
        let bytes = shop_picture(&cover, &FontBook::default()).expect("a cover");
        let (pixels, _) = decode(&bytes, ImageFormat::Jpeg).expect("a JPEG");
        assert_eq!((pixels.width, pixels.height), (100, 160), "nothing is invented");
    }

    #[test]
    fn drawings_are_drawn() {
        let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" width="100" height="160"><rect width="100" height="160"/></svg>"#;
        let cover = asset(ImageFormat::Svg, (100, 160), svg.to_vec());
        let (bytes, media_type) = picture(&cover, &FontBook::default()).expect("a cover");
        let (pixels, _) = decode(&bytes, ImageFormat::Png).expect("a PNG");
        assert_eq!((media_type, pixels.width, pixels.height), ("image/png", 1560, 2496));
        assert!(pixels.samples.iter().all(|sample| *sample < 5));
        assert!(picture(&asset(ImageFormat::Svg, (1, 1), b"<svg".to_vec()), &FontBook::default()).is_err());
    }
}
