//! A picture file to an image stream in the colours of an edition. What is of them already
//! goes in as it is; the rest is unpacked, made coarser where that shows nowhere, and
//! written as it came: photographs as JPEG, drawings deflated.

use image::metadata::Orientation;
use printpdf::ExternalStream;

use super::ink::{Inks, is_foreign};
use super::picture::{fewer, pass_jpeg, samples, stored};
use super::{jpeg, png};
use crate::model::book::{Asset, ImageFormat};
use crate::model::length::Size;
use crate::model::press::ColorMode;
use crate::pixels::{Pixels, decode, decode_inks, icc_profile, is_lossy_webp, orientation};

/// The colour types of PNG that are gray (PNG 3, 11.2.1).
const GRAY_PNG: u8 = 0;
/// Pixels an inch that a screen can show of a picture, and from where on it has too many.
const SCREEN: u32 = 220;
const TOO_FINE_FOR_SCREENS: u32 = 330;
/// From here on a photograph for the press is made coarser, and to what.
const FAR_TOO_FINE: u32 = 600;
const FINE: u32 = 300;
/// How often a JPEG file is written anew because its losses are over the limit of ink.
const TRIES: u16 = 4;
/// How far below the limit, per cent, a JPEG file aims at first, and further each time.
const LOSS: u16 = 4;

type Read = Result<(ExternalStream, Orientation), String>;

/// The stream of a picture, printed no larger than `printed`.
pub(super) fn read(asset: &Asset, printed: Size, inks: &Inks, mode: ColorMode) -> Read {
    let profile = icc_profile(&asset.bytes, asset.format);
    let profile = profile.as_deref();
    let too_fine = too_fine(mode);
    let fine = fewer((asset.width, asset.height), printed, too_fine).is_some();
    match asset.format {
        ImageFormat::Jpeg => jpeg_file(asset, printed, profile, (inks, mode)),
        ImageFormat::Png if !fine && plain_png(asset, profile, mode) => match png::pass(&asset.bytes)? {
            Some(passed) => Ok(passed),
            None => other(asset, printed, profile, (inks, mode)),
        },
        _ => other(asset, printed, profile, (inks, mode)),
    }
}

fn too_fine(mode: ColorMode) -> u32 {
    if mode == ColorMode::Rgb { TOO_FINE_FOR_SCREENS } else { FAR_TOO_FINE }
}

/// Whether a PNG file is of the edition's colours, whatever else it is.
fn plain_png(asset: &Asset, profile: Option<&[u8]>, mode: ColorMode) -> bool {
    // The colour type is the tenth byte of the first piece.
    let gray = asset.bytes.get(25) == Some(&GRAY_PNG);
    gray || (mode == ColorMode::Rgb && !profile.is_some_and(is_foreign))
}

fn jpeg_file(asset: &Asset, printed: Size, profile: Option<&[u8]>, (inks, mode): (&Inks, ColorMode)) -> Read {
    let header = jpeg::read(&asset.bytes)?;
    let turned = orientation(&asset.bytes, asset.format);
    let size = (u32::from(header.width), u32::from(header.height));
    let coarser = fewer(size, stored(printed, turned), too_fine(mode)).filter(|_| mode == ColorMode::Rgb);
    let untouched = match (header.components, mode) {
        (1, _) => true,
        (3, ColorMode::Rgb) => !profile.is_some_and(is_foreign),
        _ => false,
    };
    if untouched && coarser.is_none() {
        return Ok((pass_jpeg(&asset.bytes)?, turned));
    }
    let pixels = if header.components == 4 {
        let pixels = decode_inks(&asset.bytes, header.adobe)?;
        if mode == ColorMode::Cmyk && pixels.most_ink() <= u32::from(inks.limit) {
            return Ok((pass_jpeg(&asset.bytes)?, turned));
        }
        pixels
    } else {
        decode(&asset.bytes, asset.format)?.0
    };
    let pixels = if coarser.is_some() { shrunk(pixels, stored(printed, turned), SCREEN) } else { pixels };
    let stream = if header.components == 1 {
        lossy(&pixels, inks)
    } else {
        lossy(&inks.convert(pixels, profile)?, inks)
    };
    Ok((stream?, turned))
}

/// Files of other formats.
fn other(asset: &Asset, printed: Size, profile: Option<&[u8]>, (inks, mode): (&Inks, ColorMode)) -> Read {
    let (pixels, turned) = decode(&asset.bytes, asset.format)?;
    let as_stored = stored(printed, turned);
    let (most, enough) =
        if mode == ColorMode::Rgb { (TOO_FINE_FOR_SCREENS, SCREEN) } else { (FAR_TOO_FINE, FINE) };
    let fine = fewer((pixels.width, pixels.height), as_stored, most).is_some();
    let lossy_file = asset.format == ImageFormat::WebP && is_lossy_webp(&asset.bytes);
    let pixels = if fine && (lossy_file || pixels.alpha.is_none() && pixels.is_photograph()) {
        shrunk(pixels, as_stored, enough)
    } else {
        pixels
    };
    let pixels = inks.convert(pixels, profile)?;
    let stream = if lossy_file { lossy(&pixels, inks)? } else { samples(&pixels) };
    Ok((stream, turned))
}

fn shrunk(pixels: Pixels, printed: Size, dpi: u32) -> Pixels {
    match fewer((pixels.width, pixels.height), printed, dpi) {
        Some((width, height)) => pixels.shrunk(width, height),
        None => pixels,
    }
}

/// As a JPEG file; four inks keep their limit in spite of what JPEG loses, or are deflated.
fn lossy(pixels: &Pixels, inks: &Inks) -> Result<ExternalStream, String> {
    if pixels.components != 4 {
        let mut stream = pass_jpeg(&pixels.jpeg()?)?;
        super::picture::mask_of(&mut stream, pixels);
        return Ok(stream);
    }
    let limit = u32::from(inks.limit);
    let mut aim = inks.limit - LOSS;
    for _ in 0..TRIES {
        let samples = crate::color::Table::ink_limit(aim).pixels(&pixels.samples);
        let bytes = Pixels { samples, alpha: None, ..*pixels }.jpeg_of_inks()?;
        let over = decode_inks(&bytes, true)?.most_ink().saturating_sub(limit);
        if over == 0 {
            let mut stream = pass_jpeg(&bytes)?;
            super::picture::mask_of(&mut stream, pixels);
            return Ok(stream);
        }
        aim = aim.saturating_sub(u16::try_from(over).unwrap_or(0) + LOSS).max(100);
    }
    Ok(samples(pixels))
}

#[cfg(test)]
mod tests {
    use printpdf::DictItem;

    use super::*;
    use crate::model::length::Length;
    use crate::model::press::Press;

    fn photograph() -> Pixels {
        let mixed = |n: u32| n.wrapping_mul(2_654_435_761).to_be_bytes()[0] / 16;
        let samples = (0..64 * 64 * 3).map(|n| mixed(n) + u8::try_from(n % 3 * 30).unwrap_or(0)).collect();
        Pixels { width: 64, height: 64, components: 3, samples, alpha: None }
    }

    fn asset(format: ImageFormat, bytes: Vec<u8>) -> Asset {
        Asset { path: "a.jpg".into(), format, bytes: bytes.into(), width: 64, height: 64 }
    }

    fn inch(count: i64) -> Size {
        Size { width: Length::pt(72 * count), height: Length::pt(72 * count) }
    }

    fn written(asset: &Asset, color: ColorMode, limit: u16) -> ExternalStream {
        let inks = Inks::new(&Press { color: Some(color), ink_limit: Some(limit), ..Press::default() });
        read(asset, inch(1), &inks, color).expect("a picture").0
    }

    fn space(stream: &ExternalStream) -> String {
        match stream.dict.get("ColorSpace") {
            Some(DictItem::Name(name)) => String::from_utf8_lossy(name).into_owned(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn photographs_become_the_edition_s_colours() {
        let file = asset(ImageFormat::Jpeg, photograph().jpeg().expect("a file"));
        let same = written(&file, ColorMode::Rgb, 300);
        assert_eq!(same.content, *file.bytes, "nothing must change");
        assert_eq!(space(&written(&file, ColorMode::Gray, 300)), "DeviceGray");
        let inks = written(&file, ColorMode::Cmyk, 300);
        assert_eq!(space(&inks), "DeviceCMYK");
        assert!(inks.dict.contains_key("Decode"), "stored inverted");
    }

    #[test]
    fn no_pixel_of_a_written_file_is_over_the_limit() {
        let file = asset(ImageFormat::Jpeg, photograph().jpeg().expect("a file"));
        for limit in [240, 300] {
            let stream = written(&file, ColorMode::Cmyk, limit);
            let most = decode_inks(&stream.content, true).expect("a JPEG file").most_ink();
            assert!(most <= u32::from(limit), "{most} of {limit}");
        }
    }

    #[test]
    fn inks_pass_unless_there_is_too_much() {
        let light = Pixels { components: 4, samples: [40, 60, 80, 20].repeat(64 * 64), ..photograph() };
        let heavy = Pixels { components: 4, samples: [240, 230, 220, 200].repeat(64 * 64), ..photograph() };
        let light = asset(ImageFormat::Jpeg, light.jpeg_of_inks().expect("a file"));
        assert_eq!(written(&light, ColorMode::Cmyk, 300).content, *light.bytes);
        let heavy = asset(ImageFormat::Jpeg, heavy.jpeg_of_inks().expect("a file"));
        assert_ne!(written(&heavy, ColorMode::Cmyk, 300).content, *heavy.bytes);
        assert_eq!(space(&written(&heavy, ColorMode::Rgb, 300)), "DeviceRGB");
        assert_eq!(space(&written(&heavy, ColorMode::Gray, 300)), "DeviceGray");
    }
}
