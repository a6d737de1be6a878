//! A picture file to an image stream (ISO 32000-2, 8.9.5), by what loses nothing a reader
//! could see and takes little room:
//!
//! - JPEG: as it is (`DCTDecode`).
//! - WebP compressed as photographs are: JPEG again, at no more than 300 dpi.
//! - Plain PNG: as it is. Others: 8 bits of gray or colour, deflated, transparency as a soft
//!   mask; photographs of more than 600 dpi at 300.

use image::metadata::Orientation;
use printpdf::{DictItem, ExternalStream};

use super::image::Upright;
use super::ink::Inks;
use super::object::deflate;
use super::{findings, inked, jpeg, png};
use crate::diagnostic::Diagnostic;
use crate::model::book::{Asset, ImageFormat};
use crate::model::length::{Length, Size};
use crate::pixels::{Pixels, decode, is_lossy_webp, lies_on_its_side, orientation};

/// Pixels an inch that a press can show of a photograph.
const FINE: u32 = 300;
/// From here on a photograph kept whole is made coarser.
const FAR_TOO_FINE: u32 = 600;

/// The stream of a picture, printed no larger than `printed`, and how it is turned.
pub(super) fn read(
    asset: &Asset,
    printed: Size,
    inks: &Inks,
    upright: impl Fn(Orientation) -> Upright,
) -> Result<(ExternalStream, Upright), Box<Diagnostic>> {
    if asset.format == ImageFormat::Svg {
        return Err(Box::new(findings::unset_svg(&asset.path)));
    }
    let read = match (inks.mode, asset.format) {
        (Some(mode), _) => inked::read(asset, printed, inks, mode),
        (None, ImageFormat::Jpeg) => pass_jpeg(&asset.bytes)
            .map(|stream| (stream, orientation(&asset.bytes, asset.format)))
            .map_err(str::to_owned),
        (None, ImageFormat::WebP) if is_lossy_webp(&asset.bytes) => lossy(asset, printed),
        (None, _) => lossless(asset, printed),
    };
    let (stream, orientation) = read.map_err(|reason| findings::unreadable_image(&asset.path, &reason))?;
    Ok((stream, upright(orientation)))
}

/// The file as it is. Adobe's programs store inks inverted, which a PDF must say.
pub(super) fn pass_jpeg(bytes: &[u8]) -> Result<ExternalStream, &'static str> {
    let header = jpeg::read(bytes)?;
    let size = (u32::from(header.width), u32::from(header.height));
    let space = device(header.components);
    let mut stream = image_stream(size, space, "DCTDecode", bytes.to_vec());
    if header.components == 4 && header.adobe {
        let inverted = [1, 0].repeat(4).into_iter().map(DictItem::Int).collect();
        stream.dict.insert("Decode".into(), DictItem::Array(inverted));
    }
    Ok(stream)
}

fn lossy(asset: &Asset, printed: Size) -> Result<(ExternalStream, Orientation), String> {
    let (pixels, orientation) = decode(&asset.bytes, asset.format)?;
    let pixels = match fewer((pixels.width, pixels.height), stored(printed, orientation), FINE) {
        Some((width, height)) => pixels.shrunk(width, height),
        None => pixels,
    };
    let space = if pixels.components == 1 { "DeviceGray" } else { "DeviceRGB" };
    let size = (pixels.width, pixels.height);
    let mut stream = image_stream(size, space, "DCTDecode", pixels.jpeg()?);
    mask_of(&mut stream, &pixels);
    Ok((stream, orientation))
}

fn lossless(asset: &Asset, printed: Size) -> Result<(ExternalStream, Orientation), String> {
    // Width and height are those of the picture upright, as is the place it is printed at.
    let fine = fewer((asset.width, asset.height), printed, FAR_TOO_FINE).is_some();
    if asset.format == ImageFormat::Png
        && !fine
        && let Some(passed) = png::pass(&asset.bytes)?
    {
        return Ok(passed);
    }
    let (pixels, orientation) = decode(&asset.bytes, asset.format)?;
    let coarser = fewer((pixels.width, pixels.height), stored(printed, orientation), FINE)
        .filter(|_| fine && pixels.alpha.is_none() && pixels.is_photograph());
    let pixels = match coarser {
        Some((width, height)) => pixels.shrunk(width, height),
        None => pixels,
    };
    Ok((samples(&pixels), orientation))
}

/// The printed extent as seen by a picture that is stored on its side.
pub(super) fn stored(printed: Size, orientation: Orientation) -> Size {
    if lies_on_its_side(orientation) {
        Size { width: printed.height, height: printed.width }
    } else {
        printed
    }
}

/// The pixels that are enough for `dpi`, unless there are no more than that.
pub(super) fn fewer((width, height): (u32, u32), printed: Size, dpi: u32) -> Option<(u32, u32)> {
    let enough = |length: Length| {
        let inch = i128::from(Length::PER_PT) * 72;
        u64::try_from((i128::from(length.0) * i128::from(dpi) + inch - 1) / inch).unwrap_or(0)
    };
    let (across, down) = (enough(printed.width), enough(printed.height));
    let (wide, high) = (u64::from(width), u64::from(height));
    if across == 0 || down == 0 || across >= wide || down >= high {
        return None;
    }
    // The side that needs more of its pixels decides for both.
    let (across, down) = if across * high >= down * wide {
        (across, (across * high).div_ceil(wide))
    } else {
        ((down * wide).div_ceil(high), down)
    };
    Some((u32::try_from(across).ok()?, u32::try_from(down).ok()?))
}

/// Decoded pixels, deflated.
pub(super) fn samples(pixels: &Pixels) -> ExternalStream {
    let size = (pixels.width, pixels.height);
    let mut stream = filtered(size, pixels.components, &pixels.samples);
    mask_of(&mut stream, pixels);
    stream
}

/// Gives an image the soft mask of its picture, if that can be seen through.
pub(super) fn mask_of(stream: &mut ExternalStream, pixels: &Pixels) {
    if let Some(alpha) = &pixels.alpha {
        let mask = filtered((pixels.width, pixels.height), 1, alpha);
        stream.dict.insert("SMask".into(), DictItem::Stream { stream: mask });
    }
}

/// Deflated with PNG's row filters (7.4.4.4), which make photographs a third smaller.
fn filtered(size: (u32, u32), components: u8, samples: &[u8]) -> ExternalStream {
    let rows = super::predict::rows(samples, size.0 as usize, usize::from(components));
    let space = device(components);
    let mut stream = image_stream(size, space, "FlateDecode", deflate(&rows));
    predicted(&mut stream, components, 8, size.0);
    stream
}

/// The space of so many parts.
fn device(components: u8) -> &'static str {
    match components {
        1 => "DeviceGray",
        3 => "DeviceRGB",
        _ => "DeviceCMYK",
    }
}

/// Says that rows are filtered.
pub(super) fn predicted(stream: &mut ExternalStream, components: u8, depth: u8, columns: u32) {
    let parameters = [
        ("Predictor", 15),
        ("Colors", i64::from(components)),
        ("BitsPerComponent", i64::from(depth)),
        ("Columns", i64::from(columns)),
    ];
    let map = parameters.into_iter().map(|(key, value)| (key.to_owned(), DictItem::Int(value))).collect();
    stream.dict.insert("DecodeParms".into(), DictItem::Dict { map });
}

/// An image of 8 bits a sample.
pub(super) fn image_stream(size: (u32, u32), space: &str, filter: &str, content: Vec<u8>) -> ExternalStream {
    let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
    let dict = [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(size.0.into())),
        ("Height", DictItem::Int(size.1.into())),
        ("ColorSpace", name(space)),
        ("BitsPerComponent", DictItem::Int(8)),
        ("Filter", name(filter)),
    ];
    let dict = dict.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    ExternalStream { dict, content, compress: false }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::model::press::Press;

    fn as_it_comes() -> Inks {
        Inks::new(&Press::default())
    }

    fn inches(width: i64, height: i64) -> Size {
        Size { width: Length::pt(72 * width), height: Length::pt(72 * height) }
    }

    fn asset(format: ImageFormat, (width, height): (u32, u32), bytes: Vec<u8>) -> Asset {
        Asset { path: "a/b.png".into(), format, bytes: bytes.into(), width, height }
    }

    fn noise(width: u32, height: u32) -> image::RgbImage {
        image::RgbImage::from_fn(width, height, |x, y| {
            let [a, b, c, _] = (x * 2_011 + y).wrapping_mul(2_654_435_761).to_be_bytes();
            image::Rgb([a, b, c])
        })
    }

    fn encoded(picture: &image::RgbImage, format: image::ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).expect("an encoder");
        bytes.into_inner()
    }

    fn width(asset: &Asset, printed: Size) -> i64 {
        let (stream, _) = read(asset, printed, &as_it_comes(), Upright::from).expect("a picture");
        match stream.dict.get("Width") {
            Some(DictItem::Int(width)) => *width,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn no_more_pixels_than_a_press_can_show() {
        assert_eq!(fewer((1200, 900), inches(2, 1), 300), Some((600, 450)), "the width needs more");
        assert_eq!(fewer((600, 450), inches(2, 1), 300), None);
        assert_eq!(fewer((4000, 300), inches(2, 1), 300), None, "pulled out of shape");
        assert_eq!(fewer((1200, 900), Size::default(), 300), None);
    }

    #[test]
    fn only_photographs_far_too_fine_are_made_coarser() {
        let photograph =
            asset(ImageFormat::Png, (640, 640), encoded(&noise(640, 640), image::ImageFormat::Png));
        assert_eq!(width(&photograph, inches(1, 1)), 300);
        assert_eq!(width(&photograph, inches(2, 2)), 640, "320 dpi");
        let flat = image::RgbImage::from_fn(640, 640, |x, _| image::Rgb([if x < 99 { 0 } else { 200 }; 3]));
        for format in [image::ImageFormat::Png, image::ImageFormat::Tiff] {
            let bytes = encoded(&flat, format);
            let format = if format == image::ImageFormat::Png { ImageFormat::Png } else { ImageFormat::Tiff };
            assert_eq!(width(&asset(format, (640, 640), bytes), inches(1, 1)), 640, "a drawing");
        }
    }

    /// One pixel each, compressed as photographs are; the other is half transparent.
    const LOSSY: &[u8] =
        b"RIFF\"\0\0\0WEBPVP8 \x16\0\0\x000\x01\0\x9d\x01*\x01\0\x01\0\x0e\xc0\xfe%\xa4\0\x03p\0\0\0\0";
    const CLEAR: &[u8] = b"RIFFJ\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0\0\0\0\0\0\0ALPH\x0c\0\0\0\x11\x07\x10\x11\xfd\x0fDD\xff\x03\0\0VP8 \x18\0\0\0\x14\x01\0\x9d\x01*\x01\0\x01\0\0\0\xfe\0\0\x0d\xc0\0\xfe\xe6\xb5\0\0\0";

    #[test]
    fn lossy_webp_is_jpeg_again() {
        for (bytes, masked) in [(LOSSY, false), (CLEAR, true)] {
            let picture = asset(ImageFormat::WebP, (1, 1), bytes.to_vec());
            let (stream, _) = read(&picture, inches(1, 1), &as_it_comes(), Upright::from).expect("a picture");
            assert!(matches!(stream.dict.get("Filter"), Some(DictItem::Name(name)) if name == b"DCTDecode"));
            assert!(stream.content.starts_with(b"\xff\xd8"));
            assert_eq!(stream.dict.contains_key("SMask"), masked);
        }
        let kept = asset(ImageFormat::WebP, (8, 8), encoded(&noise(8, 8), image::ImageFormat::WebP));
        let (stream, _) = read(&kept, inches(1, 1), &as_it_comes(), Upright::from).expect("a picture");
        assert!(matches!(stream.dict.get("Filter"), Some(DictItem::Name(name)) if name == b"FlateDecode"));
    }

    #[test]
    fn broken_pictures_are_findings() {
        for format in
            [ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Tiff, ImageFormat::Jpeg]
        {
            let broken = asset(format, (1, 1), b"\x89PNG".to_vec());
            let finding =
                read(&broken, inches(1, 1), &as_it_comes(), Upright::from).expect_err("not a picture");
            assert_eq!(finding.path.as_deref(), Some("a/b.png"));
            assert!(finding.is_error());
        }
    }
}
