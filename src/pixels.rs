//! Picture files to pixels, fewer pixels, and JPEG files.
//!
//! Every machine must make the same bytes: averages are of whole numbers, and JPEG files
//! are read without the processor's own vector instructions, whose roundings differ.

pub mod file;
pub mod fit;
mod inks;

pub use inks::{decode_inks, icc_profile};

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::error::{LimitError, LimitErrorKind};
use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ExtendedColorType, ImageDecoder, ImageError, ImageReader};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::model::book::ImageFormat;

/// Bytes of decoded pixels that a picture may have: a page of A4 at 1200 dpi, and no small
/// file that unpacks to more than a machine holds.
const LARGEST: u64 = 1 << 29;
/// What JPEG files are written with: the eye finds no fault in a photograph at arm's length.
const QUALITY: u8 = 90;

/// A decoded picture, 8 bits a sample.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pixels {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// 1: gray; 3: red, green, blue; 4: cyan, magenta, yellow, black.
    pub components: u8,
    /// Row by row.
    pub samples: Vec<u8>,
    /// How opaque each pixel is; `None` where all are.
    pub alpha: Option<Vec<u8>>,
}

/// A picture file as it is stored, and how it must be turned to stand upright.
///
/// # Errors
/// The reason in words, for a file that is damaged, too large or a drawing.
pub fn decode(bytes: &[u8], format: ImageFormat) -> Result<(Pixels, Orientation), String> {
    let (picture, orientation) = read(bytes, format)?;
    Ok((picture.into(), orientation))
}

/// A picture file, turned upright.
///
/// # Errors
/// As [`decode`].
pub fn decode_upright(bytes: &[u8], format: ImageFormat) -> Result<Pixels, String> {
    let (mut picture, orientation) = read(bytes, format)?;
    picture.apply_orientation(orientation);
    Ok(picture.into())
}

/// What a picture file says of how it must be turned to stand upright.
pub fn orientation(bytes: &[u8], format: ImageFormat) -> Orientation {
    let said = foreign(format).and_then(|format| {
        ImageReader::with_format(Cursor::new(bytes), format).into_decoder().ok()?.orientation().ok()
    });
    // A damaged note is no reason to lose the picture.
    said.unwrap_or(Orientation::NoTransforms)
}

/// Whether turning swaps width and height.
pub fn lies_on_its_side(orientation: Orientation) -> bool {
    !matches!(
        orientation,
        Orientation::NoTransforms
            | Orientation::Rotate180
            | Orientation::FlipHorizontal
            | Orientation::FlipVertical
    )
}

/// Whether a WebP file is compressed as photographs are (RFC 9649, 2.5): what was lost
/// is lost, and a JPEG of good quality loses no more that can be seen.
pub fn is_lossy_webp(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(12..).unwrap_or_default();
    while let Some((head, body)) = rest.split_at_checked(8) {
        match &head[..4] {
            b"VP8 " => return true,
            b"VP8L" => return false,
            _ => {}
        }
        let length = head[4..].try_into().map_or(0, u32::from_le_bytes) as usize;
        // Pieces of odd length have a byte more.
        rest = body.get(length.saturating_add(length % 2)..).unwrap_or_default();
    }
    false
}

fn foreign(format: ImageFormat) -> Option<image::ImageFormat> {
    Some(match format {
        ImageFormat::Jpeg => image::ImageFormat::Jpeg,
        ImageFormat::Png => image::ImageFormat::Png,
        ImageFormat::Gif => image::ImageFormat::Gif,
        ImageFormat::WebP => image::ImageFormat::WebP,
        ImageFormat::Tiff => image::ImageFormat::Tiff,
        ImageFormat::Svg => return None,
    })
}

fn read(bytes: &[u8], format: ImageFormat) -> Result<(DynamicImage, Orientation), String> {
    if format == ImageFormat::Jpeg {
        return Ok((read_jpeg(bytes)?, orientation(bytes, format)));
    }
    let format = foreign(format).ok_or("it is a drawing")?;
    read_other(bytes, format).map_err(|error| error.to_string())
}

fn read_other(bytes: &[u8], format: image::ImageFormat) -> image::ImageResult<(DynamicImage, Orientation)> {
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), format).into_decoder()?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    if decoder.total_bytes() > LARGEST {
        let reason = LimitError::from_kind(LimitErrorKind::InsufficientMemory);
        return Err(ImageError::Limits(reason));
    }
    Ok((DynamicImage::from_decoder(decoder)?, orientation))
}

fn read_jpeg(bytes: &[u8]) -> Result<DynamicImage, String> {
    let options = DecoderOptions::new_safe()
        .set_use_unsafe(false)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|error| error.to_string())?;
    let (width, height) = decoder.dimensions().ok_or("it has no picture in it")?;
    if width as u64 * height as u64 * 3 > LARGEST {
        return Err("it is too large".to_owned());
    }
    let samples = decoder.decode().map_err(|error| error.to_string())?;
    let size = u32::try_from(width).ok().zip(u32::try_from(height).ok());
    let picture = size.and_then(|(width, height)| image::RgbImage::from_raw(width, height, samples));
    picture.map(DynamicImage::ImageRgb8).ok_or_else(|| "it is cut off".to_owned())
}

impl From<DynamicImage> for Pixels {
    fn from(picture: DynamicImage) -> Self {
        let (width, height) = (picture.width(), picture.height());
        let (components, (samples, alpha)) = match picture.color() {
            ColorType::L8 | ColorType::L16 => (1, (picture.into_luma8().into_raw(), None)),
            ColorType::La8 | ColorType::La16 => (1, split_alpha::<2>(picture.into_luma_alpha8().as_raw())),
            colour if colour.has_alpha() => (3, split_alpha::<4>(picture.into_rgba8().as_raw())),
            _ => (3, (picture.into_rgb8().into_raw(), None)),
        };
        Self { width, height, components, samples, alpha }
    }
}

/// Pixels of `N` bytes, the last of them alpha: colours and, unless all is opaque, alpha.
pub fn split_alpha<const N: usize>(pixels: &[u8]) -> (Vec<u8>, Option<Vec<u8>>) {
    let mut colours = Vec::with_capacity(pixels.len() / N * (N - 1));
    let mut alpha = Vec::with_capacity(pixels.len() / N);
    for pixel in pixels.chunks_exact(N) {
        if let [colour @ .., opacity] = pixel {
            colours.extend(colour);
            alpha.push(*opacity);
        }
    }
    let opaque = alpha.iter().all(|a| *a == 255);
    (colours, (!opaque).then_some(alpha))
}

impl Pixels {
    /// Fewer pixels: each the average of the area it stands for. Never more than there are.
    #[must_use]
    pub fn shrunk(&self, width: u32, height: u32) -> Self {
        let from = (self.width, self.height);
        let to = (width.clamp(1, self.width.max(1)), height.clamp(1, self.height.max(1)));
        let samples = average(&self.samples, usize::from(self.components), from, to);
        let alpha = self.alpha.as_ref().map(|alpha| average(alpha, 1, from, to));
        Self { width: to.0, height: to.1, components: self.components, samples, alpha }
    }

    /// What is transparent shows white.
    #[must_use]
    pub fn on_white(mut self) -> Self {
        let Some(alpha) = self.alpha.take() else { return self };
        for (pixel, alpha) in self.samples.chunks_exact_mut(usize::from(self.components)).zip(alpha) {
            for sample in pixel {
                let mixed = u16::from(*sample) * u16::from(alpha) + 255 * (255 - u16::from(alpha));
                *sample = u8::try_from((mixed + 127) / 255).unwrap_or(255);
            }
        }
        self
    }

    /// The colours as a JPEG file, with a sample of each for every pixel.
    ///
    /// # Errors
    /// The reason in words: a side of more than 65,535 pixels.
    pub fn jpeg(&self) -> Result<Vec<u8>, String> {
        let colour = if self.components == 1 { ExtendedColorType::L8 } else { ExtendedColorType::Rgb8 };
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
        let written = encoder.encode(&self.samples, self.width, self.height, colour);
        written.map(|()| bytes).map_err(|error| error.to_string())
    }

    /// Whether neighbours are seldom quite alike, as in photographs: drawings and pictures
    /// of screens are made of flat areas.
    pub fn is_photograph(&self) -> bool {
        let components = usize::from(self.components);
        let row = (self.width as usize * components).max(1);
        let (mut alike, mut all) = (0usize, 0usize);
        for row in self.samples.chunks_exact(row) {
            let pixels = row.chunks_exact(components);
            alike += pixels.clone().zip(pixels.skip(1)).filter(|(a, b)| a == b).count();
            all += (self.width as usize).saturating_sub(1);
        }
        all > 0 && alike * 4 < all
    }
}

/// What of each stored pixel of a line falls to each of fewer pixels. In units of which a
/// stored one is `to` wide and a new one `from`, all edges are whole numbers.
fn shares(from: u32, to: u32) -> Vec<(usize, usize, u32)> {
    let (from, to) = (u64::from(from), u64::from(to));
    let mut shares = Vec::new();
    let (mut old, mut new, mut at) = (0, 0, 0);
    while old < from && new < to {
        let edge = ((old + 1) * to).min((new + 1) * from);
        let share = u32::try_from(edge - at).unwrap_or(u32::MAX);
        shares.push((usize::try_from(old).unwrap_or(0), usize::try_from(new).unwrap_or(0), share));
        at = edge;
        old += u64::from((old + 1) * to == edge);
        new += u64::from((new + 1) * from == edge);
    }
    shares
}

/// The average over areas: along rows to 8 more bits, then down columns.
fn average(samples: &[u8], components: usize, from: (u32, u32), to: (u32, u32)) -> Vec<u8> {
    let (across, down) = (shares(from.0, to.0), shares(from.1, to.1));
    let (row, new_row) = (from.0 as usize * components, to.0 as usize * components);
    let mut out = Vec::with_capacity(new_row * to.1 as usize);
    let mut sums = vec![0u64; new_row];
    let mut line = vec![0u64; new_row];
    let mut known = None;
    let weight = (u64::from(from.0), u64::from(from.1) * 256);
    for (at, (old, new, share)) in down.iter().enumerate() {
        if known.replace(*old) != Some(*old) {
            line.fill(0);
            let stored = samples.get(old * row..(old + 1) * row).unwrap_or_default();
            for (old, new, share) in &across {
                let pixel = stored.get(old * components..).unwrap_or_default();
                for (sum, sample) in line[new * components..].iter_mut().zip(pixel).take(components) {
                    *sum += u64::from(*sample) * u64::from(*share);
                }
            }
            for sum in &mut line {
                *sum = (*sum * 256 + weight.0 / 2) / weight.0;
            }
        }
        for (sum, sample) in sums.iter_mut().zip(&line) {
            *sum += sample * u64::from(*share);
        }
        if down.get(at + 1).is_none_or(|(_, next, _)| next != new) {
            let rounded = sums.iter().map(|sum| u8::try_from((sum + weight.1 / 2) / weight.1).unwrap_or(255));
            out.extend(rounded);
            sums.fill(0);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gray(width: u32, height: u32, samples: &[u8]) -> Pixels {
        Pixels { width, height, components: 1, samples: samples.to_vec(), alpha: None }
    }

    #[test]
    fn averages_are_of_the_area_a_pixel_stands_for() {
        let picture = gray(4, 2, &[0, 100, 200, 200, 100, 0, 200, 240]);
        assert_eq!(picture.shrunk(2, 1).samples, [50, 210]);
        assert_eq!(gray(3, 1, &[30, 60, 90]).shrunk(2, 1).samples, [40, 80], "a third of the middle each");
        assert_eq!(picture.shrunk(9, 9), picture, "never larger");
        let colour = Pixels {
            width: 2,
            height: 1,
            components: 3,
            samples: vec![10, 20, 30, 30, 40, 50],
            alpha: Some(vec![0, 255]),
        };
        let one = colour.shrunk(1, 1);
        assert_eq!((one.samples, one.alpha), (vec![20, 30, 40], Some(vec![128])));
    }

    #[test]
    fn a_white_page_stays_white_at_any_size() {
        let white = gray(97, 61, &[255; 97 * 61]);
        for (width, height) in [(96, 60), (50, 31), (7, 3), (1, 1)] {
            assert!(white.shrunk(width, height).samples.iter().all(|sample| *sample == 255));
        }
    }

    #[test]
    fn opaque_pixels_have_no_mask() {
        assert_eq!(split_alpha::<2>(&[1, 255, 2, 255]), (vec![1, 2], None));
        assert_eq!(split_alpha::<2>(&[1, 255, 2, 0]), (vec![1, 2], Some(vec![255, 0])));
        let clear = Pixels { alpha: Some(vec![0, 255, 127]), ..gray(3, 1, &[0, 9, 0]) };
        assert_eq!(clear.on_white(), gray(3, 1, &[255, 9, 128]));
    }

    #[test]
    fn photographs_are_told_from_drawings() {
        let mixed = |n: u32| n.wrapping_mul(2_654_435_761).to_be_bytes()[0];
        let photograph: Vec<u8> = (0..400).map(mixed).collect();
        let drawing: Vec<u8> = (0..400).map(|n| mixed(n / 5)).collect();
        assert!(gray(20, 20, &photograph).is_photograph());
        assert!(!gray(20, 20, &drawing).is_photograph());
        assert!(!gray(1, 1, &[0]).is_photograph());
    }

    #[test]
    fn what_a_jpeg_shows_comes_back() {
        let slope: Vec<u8> = (0..64u8).flat_map(|n| [n * 2, 100, 200 - n * 2]).collect();
        let picture = Pixels { width: 8, height: 8, components: 3, samples: slope, alpha: None };
        let (back, orientation) =
            decode(&picture.jpeg().expect("a file"), ImageFormat::Jpeg).expect("a picture");
        assert_eq!((back.width, back.height, orientation), (8, 8, Orientation::NoTransforms));
        let worst = back.samples.iter().zip(&picture.samples).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(worst < Some(16), "{worst:?}");
    }

    #[test]
    fn kinds_of_webp_are_told_apart() {
        let file = |chunks: &[&[u8]]| [b"RIFF....WEBP", chunks.concat().as_slice()].concat();
        let extended = b"VP8X\x01\0\0\0x\0".as_slice();
        assert!(is_lossy_webp(&file(&[extended, b"VP8 \x02\0\0\0ab"])));
        assert!(!is_lossy_webp(&file(&[extended, b"VP8L\x02\0\0\0ab"])));
        assert!(!is_lossy_webp(&file(&[b"VP8X\xff\xff\xff\xffx"])));
        assert!(!is_lossy_webp(b""));
    }

    #[test]
    fn damaged_files_have_a_reason() {
        for format in
            [ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Tiff, ImageFormat::Jpeg]
        {
            assert!(decode(b"\x89PNG", format).is_err_and(|reason| !reason.is_empty()));
        }
        assert!(decode(b"<svg/>", ImageFormat::Svg).is_err());
    }

    #[test]
    fn a_small_file_does_not_unpack_to_more_than_a_machine_holds() {
        let mut bomb = b"GIF89a".to_vec();
        bomb.extend([0xff; 4]);
        bomb.extend([0, 0, 0, 0x2c, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 2, 1, 0, 0, 0x3b]);
        assert!(matches!(read_other(&bomb, image::ImageFormat::Gif), Err(ImageError::Limits(_))));
    }
}
