//! Picture files to files that screens and shops take: upright, of a colour that all know,
//! not larger than asked for.
//!
//! A file is read only where its pixels must change. What is made again is a photograph as
//! JPEG or a drawing as PNG; a JPEG gets worse before it gets smaller, within what no eye
//! sees.

use image::metadata::Orientation;

use super::file::{is_by_adobe, is_of_inks, is_progressive, moves, without_notes};
use super::{Pixels, decode_inks, decode_upright, icc_profile, is_lossy_webp, orientation};
use crate::color::{FOGRA39, Header, SRGB, Space, Table};
use crate::model::book::{Asset, ImageFormat};

/// Qualities of JPEG, best first.
const QUALITIES: [u8; 2] = [90, 85];
/// How often a picture that is still too heavy is made smaller.
const ROUNDS: usize = 4;
/// It is never made smaller than this for its weight alone.
const LEAST_SIDE: u32 = 800;

/// How large a picture may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Pixels of the longer side.
    pub side: u32,
    /// Pixels in all.
    pub pixels: u64,
    /// Bytes of the file that are aimed at.
    pub bytes: u64,
    /// Whether what is transparent must show white.
    pub opaque: bool,
}

/// What must be done to a picture file.
#[derive(Debug, PartialEq, Eq)]
pub enum Plan {
    /// Nothing.
    Keep,
    /// Nothing to its pixels: this is the file without its notes.
    Bare(Vec<u8>),
    /// Its pixels change; so many bytes of memory that takes.
    Remake(u64),
}

impl Limits {
    /// The extent of a picture of this extent within the limits.
    pub fn within(&self, width: u32, height: u32) -> (u32, u32) {
        let (wide, high) = (u64::from(width.max(1)), u64::from(height.max(1)));
        let (side, longer) = (u64::from(self.side.max(1)), wide.max(high));
        let (mut to, mut of) = (side.min(longer), longer);
        let area = u128::from(wide * high);
        if area * u128::from(to).pow(2) > u128::from(self.pixels) * u128::from(of).pow(2) {
            // The root of the share of the area, in millionths, rounded down.
            let share = u128::from(self.pixels) * 1_000_000_000_000 / area;
            (to, of) = (u64::try_from(share.isqrt()).unwrap_or(1), 1_000_000);
        }
        let scaled = |length: u64| u32::try_from(length * to / of).unwrap_or(u32::MAX).max(1);
        (scaled(wide), scaled(high))
    }

    fn hold(&self, asset: &Asset) -> bool {
        self.within(asset.width, asset.height) == (asset.width, asset.height)
    }
}

/// What must be done so that a picture keeps to the limits. A drawing in vectors is none.
pub fn plan(asset: &Asset, limits: &Limits) -> Plan {
    let bytes = &asset.bytes[..];
    let light = bytes.len() as u64 <= limits.bytes;
    let is_whole = match asset.format {
        ImageFormat::Svg => true,
        // Not every reading system shows these, and one picture of several is none of them.
        ImageFormat::WebP | ImageFormat::Tiff => false,
        ImageFormat::Gif => limits.hold(asset) || moves(bytes, asset.format),
        ImageFormat::Png => {
            let sound = limits.hold(asset) && light && !(limits.opaque && may_be_clear(bytes));
            (sound && is_plain(asset)) || moves(bytes, asset.format)
        }
        ImageFormat::Jpeg => limits.hold(asset) && light && is_plain(asset),
    };
    if is_whole {
        return without_notes(bytes, asset.format).map_or(Plan::Keep, Plan::Bare);
    }
    // A progressive picture is held as coefficients of two bytes beside its pixels.
    let each = if asset.format == ImageFormat::Jpeg && is_progressive(bytes) { 9 } else { 6 };
    Plan::Remake(u64::from(asset.width) * u64::from(asset.height) * each)
}

/// Whether a file's pixels stand upright and are of the colours that screens show.
fn is_plain(asset: &Asset) -> bool {
    orientation(&asset.bytes, asset.format) == Orientation::NoTransforms
        && foreign_profile(asset).is_none()
        && !(asset.format == ImageFormat::Jpeg && is_of_inks(&asset.bytes))
}

/// The colour profile of a file that is not that of screens.
fn foreign_profile(asset: &Asset) -> Option<Vec<u8>> {
    icc_profile(&asset.bytes, asset.format).filter(|profile| !is_of_screens(profile))
}

/// Whether a profile calls itself sRGB, in 8 or 16 bits a letter: there are many of it.
fn is_of_screens(profile: &[u8]) -> bool {
    let says = |word: &[u8]| profile.windows(word.len()).any(|here| here == word);
    says(b"sRGB") || says(b"s\0R\0G\0B")
}

/// The pixels of a file upright, gray or in the colours of screens.
fn screen_pixels(asset: &Asset) -> Result<Pixels, String> {
    let profile = foreign_profile(asset);
    let space = profile.as_deref().and_then(|profile| Header::read(profile).ok()).map(|head| head.space);
    if asset.format == ImageFormat::Jpeg && is_of_inks(&asset.bytes) {
        let own = profile.as_deref().filter(|_| space == Some(Space::Cmyk));
        let inks = decode_inks(&asset.bytes, is_by_adobe(&asset.bytes))?;
        // Without a profile of its own it was most likely made for coated paper.
        let table = own.and_then(|own| Table::new(own, SRGB).ok());
        let table = table.map_or_else(|| Table::new(FOGRA39, SRGB), Ok)?;
        let samples = table.pixels(&inks.samples);
        let colours = Pixels { components: 3, samples, ..inks };
        return Ok(turned(colours, orientation(&asset.bytes, asset.format)).gray_if_it_is());
    }
    let picture = decode_upright(&asset.bytes, asset.format)?;
    let own = profile.filter(|_| space == Some(Space::Rgb) && picture.components == 3);
    let picture = match own.and_then(|own| Table::new(&own, SRGB).ok()) {
        Some(table) => Pixels { samples: table.pixels(&picture.samples), ..picture },
        None => picture,
    };
    Ok(picture.gray_if_it_is())
}

/// Colours without opacity, turned upright.
fn turned(picture: Pixels, orientation: Orientation) -> Pixels {
    if orientation == Orientation::NoTransforms {
        return picture;
    }
    match image::RgbImage::from_raw(picture.width, picture.height, picture.samples) {
        Some(image) => {
            let mut image = image::DynamicImage::ImageRgb8(image);
            image.apply_orientation(orientation);
            image.into()
        }
        None => Pixels::default(),
    }
}

/// Whether a PNG has opacity: by its colour type or a chunk of its own.
fn may_be_clear(png: &[u8]) -> bool {
    let head = png.get(..png.len().min(4096)).unwrap_or_default();
    matches!(png.get(25), Some(4 | 6)) || head.windows(4).any(|kind| kind == b"tRNS")
}

/// The file made again, and its format: JPEG or PNG.
///
/// # Errors
/// The reason in words, for a file that cannot be read.
pub fn remake(asset: &Asset, limits: &Limits) -> Result<(Vec<u8>, ImageFormat), String> {
    let mut picture = screen_pixels(asset)?;
    if limits.opaque {
        picture = picture.on_white();
    }
    let (width, height) = limits.within(picture.width, picture.height);
    if (width, height) != (picture.width, picture.height) {
        picture = picture.shrunk(width, height);
    }
    let photograph = match asset.format {
        ImageFormat::Jpeg => true,
        ImageFormat::WebP => is_lossy_webp(&asset.bytes) || picture.is_photograph(),
        _ => picture.is_photograph(),
    };
    if picture.alpha.is_none() && photograph {
        return Ok((light_jpeg(picture, limits.bytes)?, ImageFormat::Jpeg));
    }
    let png = picture.png()?;
    // Made again for its weight, it may have become heavier.
    let unchanged = asset.format == ImageFormat::Png
        && (picture.width, picture.height) == (asset.width, asset.height)
        && is_plain(asset)
        && !(limits.opaque && may_be_clear(&asset.bytes));
    if unchanged && png.len() >= asset.bytes.len() {
        let kept = without_notes(&asset.bytes, asset.format).unwrap_or_else(|| asset.bytes.to_vec());
        return Ok((kept, ImageFormat::Png));
    }
    Ok((png, ImageFormat::Png))
}

/// A JPEG file of about so many bytes at most.
fn light_jpeg(mut picture: Pixels, most: u64) -> Result<Vec<u8>, String> {
    let mut file = Vec::new();
    for quality in QUALITIES {
        file = picture.jpeg_of(quality)?;
        if file.len() as u64 <= most {
            return Ok(file);
        }
    }
    for _ in 0..ROUNDS {
        let longer = picture.width.max(picture.height);
        if file.len() as u64 <= most || longer <= LEAST_SIDE {
            break;
        }
        // The file grows with the area; a little more, so that one round is enough.
        let square = u128::from(most) * 900_000_000_000 / (file.len() as u128).max(1);
        let scale = u64::try_from(square.isqrt()).unwrap_or(1);
        let side = u32::try_from(u64::from(longer) * scale / 1_000_000).unwrap_or(u32::MAX).max(LEAST_SIDE);
        let (width, height) = Limits { side, pixels: u64::MAX >> 24, bytes: most, opaque: false }
            .within(picture.width, picture.height);
        picture = picture.shrunk(width, height);
        file = picture.jpeg_of(QUALITIES[QUALITIES.len() - 1])?;
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { side: 2000, pixels: 4_000_000, bytes: 1_500_000, opaque: false };

    fn noise(width: u32, height: u32) -> Pixels {
        let samples =
            (0..width * height * 3).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
        Pixels { width, height, components: 3, samples, alpha: None }
    }

    fn asset(format: ImageFormat, picture: &Pixels, bytes: Vec<u8>) -> Asset {
        let (width, height) = (picture.width, picture.height);
        Asset { path: "a".into(), format, bytes: bytes.into(), width, height }
    }

    #[test]
    fn extents_keep_their_shape_within_the_limits() {
        assert_eq!(LIMITS.within(6000, 4000), (2000, 1333));
        assert_eq!(LIMITS.within(800, 1200), (800, 1200));
        let square = Limits { side: 5000, ..LIMITS }.within(5000, 5000);
        assert_eq!(square, (2000, 2000));
        assert_eq!(LIMITS.within(1, 100_000), (1, 2000));
        assert_eq!(Limits { pixels: 4_000_000, side: u32::MAX, ..LIMITS }.within(1600, 2560), (1581, 2529));
    }

    #[test]
    fn what_need_not_change_is_kept() {
        let picture = noise(40, 30);
        let jpeg = asset(ImageFormat::Jpeg, &picture, picture.jpeg_of(90).expect("a file"));
        let png = asset(ImageFormat::Png, &picture, picture.png().expect("a file"));
        assert_eq!((plan(&jpeg, &LIMITS), plan(&png, &LIMITS)), (Plan::Keep, Plan::Keep));
        let clear = Pixels { alpha: Some(vec![0; 1200]), ..noise(40, 30) };
        let png = asset(ImageFormat::Png, &clear, clear.png().expect("a file"));
        assert_eq!(plan(&png, &LIMITS), Plan::Keep);
        let opaque = Limits { opaque: true, ..LIMITS };
        assert!(matches!(plan(&png, &opaque), Plan::Remake(_)));
        let (white, format) = remake(&png, &opaque).expect("a picture");
        assert!(decode_upright(&white, format).is_ok_and(|p| p.alpha.is_none() && p.samples[0] > 250));
    }

    #[test]
    fn inks_and_foreign_colours_become_those_of_screens() {
        let inks =
            Pixels { width: 8, height: 8, components: 4, samples: [0, 255, 255, 0].repeat(64), alpha: None };
        let jpeg = asset(ImageFormat::Jpeg, &inks, inks.jpeg_of_inks().expect("a file"));
        assert!(matches!(plan(&jpeg, &LIMITS), Plan::Remake(_)));
        let (bytes, format) = remake(&jpeg, &LIMITS).expect("a picture");
        let red = decode_upright(&bytes, format).expect("a picture");
        let [r, g, b] = [red.samples[0], red.samples[1], red.samples[2]];
        assert!(red.components == 3 && r > 200 && g < 60 && b < 60, "{r} {g} {b}");

        let profiled = |profile: &[u8]| {
            let plain = noise(8, 8).jpeg_of(90).expect("a file");
            let length = u16::try_from(profile.len() + 16).expect("short").to_be_bytes();
            let head = [b"\xff\xe2", &length[..], b"ICC_PROFILE\0\x01\x01"].concat();
            asset(ImageFormat::Jpeg, &noise(8, 8), [&plain[..2], &head, profile, &plain[2..]].concat())
        };
        assert_eq!(plan(&profiled(SRGB), &LIMITS), Plan::Keep);
        let mut other = SRGB.to_vec();
        for at in 0..other.len() - 7 {
            if other[at..].starts_with(b"s\0R\0G\0B") || other[at..].starts_with(b"sRGB") {
                other[at] = b'x';
            }
        }
        assert!(matches!(plan(&profiled(&other), &LIMITS), Plan::Remake(_)));
        assert!(remake(&profiled(&other), &LIMITS).is_ok());
    }

    #[test]
    fn large_pictures_become_small_ones() {
        let picture = noise(300, 200);
        let jpeg = asset(ImageFormat::Jpeg, &picture, picture.jpeg_of(95).expect("a file"));
        let limits = Limits { side: 120, ..LIMITS };
        assert!(matches!(plan(&jpeg, &limits), Plan::Remake(_)));
        let (bytes, format) = remake(&jpeg, &limits).expect("a picture");
        let small = decode_upright(&bytes, format).expect("a picture");
        assert_eq!((format, small.width, small.height), (ImageFormat::Jpeg, 120, 80));
        let drawing = Pixels { samples: [[0; 900], [255; 900]].concat().repeat(100), ..noise(300, 200) };
        let png = asset(ImageFormat::Png, &drawing, drawing.png().expect("a file"));
        let (bytes, format) = remake(&png, &limits).expect("a picture");
        let small = decode_upright(&bytes, format).expect("a picture");
        assert_eq!((format, small.width, small.components), (ImageFormat::Png, 120, 1), "gray is gray");
    }

    #[test]
    fn heavy_photographs_become_lighter() {
        let picture = noise(1000, 900);
        let whole = picture.jpeg_of(90).expect("a file").len() as u64;
        let light = light_jpeg(picture.clone(), whole * 2 / 3).expect("a file");
        assert!((light.len() as u64) <= whole * 2 / 3, "{} of {whole}", light.len());
        let least = light_jpeg(picture, 1000).expect("a file");
        let small = decode_upright(&least, ImageFormat::Jpeg).expect("a picture");
        assert_eq!(small.width, LEAST_SIDE, "never so small that nothing is seen");
    }
}
