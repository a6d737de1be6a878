//! Pictures made of inks, and the colour profiles that picture files carry.

use std::io::Cursor;

use image::{ImageDecoder, ImageReader};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::{LARGEST, Pixels, QUALITY, foreign};
use crate::model::book::ImageFormat;

/// The ICC profile that a picture file carries.
pub fn icc_profile(bytes: &[u8], format: ImageFormat) -> Option<Vec<u8>> {
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), foreign(format)?).into_decoder().ok()?;
    decoder.icc_profile().ok()?.filter(|profile| !profile.is_empty())
}

/// A JPEG file of four inks, 255 for all of an ink. Adobe's programs store them inverted.
///
/// # Errors
/// The reason in words, also for a file of other colours.
pub fn decode_inks(bytes: &[u8], inverted: bool) -> Result<Pixels, String> {
    let mut kind = ColorSpace::CMYK;
    for _ in 0..2 {
        let options = DecoderOptions::new_safe()
            .set_use_unsafe(false)
            .set_max_width(usize::from(u16::MAX))
            .set_max_height(usize::from(u16::MAX))
            .jpeg_set_out_colorspace(kind);
        let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
        decoder.decode_headers().map_err(|error| error.to_string())?;
        let stored = decoder.input_colorspace().unwrap_or(ColorSpace::CMYK);
        if stored != kind {
            kind = stored;
            continue;
        }
        let (width, height) = decoder.dimensions().ok_or("it has no picture in it")?;
        if width as u64 * height as u64 * 4 > LARGEST {
            return Err("it is too large".to_owned());
        }
        let mut samples = decoder.decode().map_err(|error| error.to_string())?;
        match kind {
            ColorSpace::CMYK => {}
            ColorSpace::YCCK => samples.chunks_exact_mut(4).for_each(unmix),
            _ => break,
        }
        if inverted {
            for sample in &mut samples {
                *sample = 255 - *sample;
            }
        }
        let (width, height) = u32::try_from(width).ok().zip(u32::try_from(height).ok()).unwrap_or_default();
        if samples.len() as u64 != u64::from(width) * u64::from(height) * 4 {
            return Err("it is cut off".to_owned());
        }
        return Ok(Pixels { width, height, components: 4, samples, alpha: None });
    }
    Err("it is not made of four inks".to_owned())
}

/// Luma and chroma to what they were made of (JFIF), which is the inverse of three inks.
fn unmix(pixel: &mut [u8]) {
    if let [a, b, c, _] = pixel {
        let (luma, blue, red) = (i32::from(*a) << 16, i32::from(*b) - 128, i32::from(*c) - 128);
        let part = |sum: i32| 255 - u8::try_from(((sum + 32_768) >> 16).clamp(0, 255)).unwrap_or(0);
        *a = part(luma + 91_881 * red);
        *b = part(luma - 22_554 * blue - 46_802 * red);
        *c = part(luma + 116_130 * blue);
    }
}

impl Pixels {
    /// Four inks as a JPEG file, inverted as Adobe's programs do, with a sample of each for
    /// every pixel.
    ///
    /// # Errors
    /// The reason in words: a side of more than 65,535 pixels.
    pub fn jpeg_of_inks(&self) -> Result<Vec<u8>, String> {
        let side = |length: u32| u16::try_from(length).map_err(|_| "it is too large".to_owned());
        let (width, height) = (side(self.width)?, side(self.height)?);
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, QUALITY);
        encoder.set_sampling_factor(SamplingFactor::F_1_1);
        let written = encoder.encode(&self.samples, width, height, ColorType::Cmyk);
        written.map(|()| bytes).map_err(|error| error.to_string())
    }

    /// Red, green and blue that are alike everywhere, as gray.
    #[must_use]
    pub fn gray_if_it_is(self) -> Self {
        let alike = |pixel: &[u8]| pixel.windows(2).all(|pair| pair[0] == pair[1]);
        if self.components != 3 || !self.samples.chunks_exact(3).all(alike) {
            return self;
        }
        let samples = self.samples.chunks_exact(3).map(|pixel| pixel[0]).collect();
        Self { components: 1, samples, ..self }
    }

    /// The most ink of a pixel, per cent of all inks together, rounded up.
    pub fn most_ink(&self) -> u32 {
        let sum = |pixel: &[u8]| pixel.iter().map(|ink| u32::from(*ink)).sum::<u32>();
        let most = self.samples.chunks_exact(usize::from(self.components.max(1))).map(sum).max();
        (most.unwrap_or(0) * 100).div_ceil(255)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inks(samples: &[u8]) -> Pixels {
        Pixels {
            width: 8,
            height: u32::try_from(samples.len() / 32).unwrap_or(0),
            components: 4,
            samples: samples.to_vec(),
            alpha: None,
        }
    }

    #[test]
    fn inks_come_back_from_jpeg() {
        let picture = inks(&[200, 100, 50, 10].repeat(64));
        let bytes = picture.jpeg_of_inks().expect("a file");
        let back = decode_inks(&bytes, true).expect("a picture");
        assert_eq!((back.width, back.height, back.components), (8, 8, 4));
        let near = |pixel: &[u8]| pixel.iter().zip([200, 100, 50, 10]).all(|(a, b)| a.abs_diff(b) < 4);
        assert!(back.samples.chunks_exact(4).all(near), "{:?}", &back.samples[..4]);
    }

    #[test]
    fn other_jpeg_files_are_refused() {
        let gray = Pixels { width: 8, height: 8, components: 1, samples: vec![9; 64], alpha: None };
        assert!(decode_inks(&gray.jpeg().expect("a file"), false).is_err());
        assert!(decode_inks(b"\xff\xd8\xff", false).is_err());
    }

    #[test]
    fn luma_and_chroma_are_three_inks() {
        let mut white = [255, 128, 128, 7];
        unmix(&mut white);
        assert_eq!(white, [0, 0, 0, 7]);
        let mut red = [76, 85, 255, 0];
        unmix(&mut red);
        assert!(red[0] < 3 && red[1] > 252 && red[2] > 252, "{red:?}");
    }

    #[test]
    fn gray_in_three_parts_is_gray_and_ink_adds_up() {
        let picture = |samples: &[u8]| Pixels {
            width: 2,
            height: 1,
            components: 3,
            samples: samples.to_vec(),
            alpha: None,
        };
        assert_eq!(picture(&[5, 5, 5, 9, 9, 9]).gray_if_it_is().samples, [5, 9]);
        assert_eq!(picture(&[5, 5, 6, 9, 9, 9]).gray_if_it_is().components, 3);
        assert_eq!(inks(&[255, 255, 0, 1].repeat(8)).most_ink(), 201);
    }
}
