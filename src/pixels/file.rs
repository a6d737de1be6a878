//! Picture files without what no reader needs, and pixels to files.
//!
//! What a camera notes beside the picture (place, owner, device, a preview) goes by leaving
//! out whole segments or chunks: the compressed picture stays byte for byte (ITU-T T.81,
//! annex B; PNG 3rd edition, 5 and 11.3).

use std::ops::Range;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use super::Pixels;
use crate::model::book::ImageFormat;

/// The file without notes, where it has any: `None` when there is nothing to leave out, or
/// it is of a format that is not looked into.
pub fn without_notes(bytes: &[u8], format: ImageFormat) -> Option<Vec<u8>> {
    let kept = but_for_notes(bytes, format)?;
    Some(kept.into_iter().flat_map(|piece| bytes.get(piece).unwrap_or_default()).copied().collect())
}

/// The pieces of the file that are no notes, where it has any.
pub fn but_for_notes(bytes: &[u8], format: ImageFormat) -> Option<Vec<Range<usize>>> {
    let kept = match format {
        ImageFormat::Jpeg => jpeg_pieces(bytes)?,
        ImageFormat::Png => png_pieces(bytes)?,
        _ => return None,
    };
    (kept.iter().map(Range::len).sum::<usize>() < bytes.len()).then_some(kept)
}

/// A JPEG's segments but for Exif, XMP, comments and what programs leave for themselves;
/// the colour profile and Adobe's note of how colours are stored stay.
fn jpeg_pieces(bytes: &[u8]) -> Option<Vec<Range<usize>>> {
    let mut kept = vec![bytes.get(..2).map(|head| 0..head.len())?];
    let mut at = 2;
    loop {
        let marker = match bytes.get(at..at + 2)? {
            [0xFF, 0xFF] => {
                at += 1;
                continue;
            }
            [0xFF, marker] => *marker,
            _ => return None,
        };
        let end = match marker {
            0x01 | 0xD0..=0xD9 => at + 2,
            _ => at + 2 + usize::from(u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?)),
        };
        let end = if marker == 0xDA { scan_end(bytes, end)? } else { end };
        let piece = bytes.get(at..end)?;
        let is_profile = piece.get(4..).is_some_and(|body| body.starts_with(b"ICC_PROFILE\0"));
        let is_note = matches!(marker, 0xE1..=0xED | 0xEF | 0xFE) && !(marker == 0xE2 && is_profile);
        if !is_note {
            kept.push(at..end);
        }
        at = end;
        // Behind the end some cameras store a second picture.
        if marker == 0xD9 {
            return Some(kept);
        }
    }
}

/// Where the marker stands that ends a JPEG's coded data from `at` on: not a stuffed byte, not
/// a restart (ITU-T T.81, B.1.1.5). `None` where the file is cut off.
pub fn scan_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match bytes.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

/// A PNG's chunks but for Exif, texts and the time.
fn png_pieces(bytes: &[u8]) -> Option<Vec<Range<usize>>> {
    let mut kept = vec![bytes.get(..8).map(|head| 0..head.len())?];
    let mut at = 8;
    while at < bytes.len() {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize;
        let kind = bytes.get(at + 4..at + 8)?;
        let end = at.checked_add(length)?.checked_add(12)?;
        bytes.get(at..end)?;
        if !matches!(kind, b"eXIf" | b"tEXt" | b"zTXt" | b"iTXt" | b"tIME") {
            kept.push(at..end);
        }
        at = end;
        if kind == b"IEND" {
            return Some(kept);
        }
    }
    None
}

/// Whether the file shows more than one picture after another.
pub fn moves(bytes: &[u8], format: ImageFormat) -> bool {
    match format {
        ImageFormat::Png => {
            let chunks = png_pieces(bytes).unwrap_or_default();
            chunks.into_iter().any(|chunk| bytes.get(chunk.start + 4..chunk.start + 8) == Some(b"acTL"))
        }
        ImageFormat::WebP => bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|b| b & 2 != 0),
        ImageFormat::Gif => gif_frames(bytes) > 1,
        ImageFormat::Svg => ["<animate", "<set ", "@keyframes"]
            .iter()
            .any(|word| bytes.windows(word.len()).any(|here| here == word.as_bytes())),
        ImageFormat::Jpeg | ImageFormat::Tiff => false,
    }
}

/// How many pictures a GIF holds, up to two (`GIF89a`, 20).
fn gif_frames(bytes: &[u8]) -> usize {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let Some(flags) = bytes.get(10) else { return 0 };
    let (mut at, mut frames) = (13 + table(*flags), 0);
    while let Some(kind) = bytes.get(at) {
        at += match kind {
            0x21 => 2,
            0x2C => {
                frames += 1;
                11 + bytes.get(at + 9).map_or(0, |flags| table(*flags))
            }
            _ => break,
        };
        while let Some(length) = bytes.get(at).filter(|length| **length > 0) {
            at += 1 + usize::from(*length);
        }
        at += 1;
        if frames > 1 {
            break;
        }
    }
    frames
}

/// Whether a JPEG's decoder keeps the coefficients of all of it: it comes in several scans.
pub fn is_progressive(jpeg: &[u8]) -> bool {
    head(jpeg).frame.is_some_and(|(kind, _)| matches!(kind, 0xC2 | 0xC6 | 0xCA | 0xCE))
}

/// Whether a JPEG is made of four inks.
pub fn is_of_inks(jpeg: &[u8]) -> bool {
    head(jpeg).frame.is_some_and(|(_, components)| components == 4)
}

/// Whether a JPEG was written by Adobe's rules, by which inks are inverted.
pub fn is_by_adobe(jpeg: &[u8]) -> bool {
    head(jpeg).adobe
}

/// What stands before a JPEG's picture.
#[derive(Default)]
struct Head {
    /// The kind of its frame, and how many parts its colours have.
    frame: Option<(u8, u8)>,
    adobe: bool,
}

fn head(jpeg: &[u8]) -> Head {
    let (mut at, mut head) = (2, Head::default());
    while let Some([0xFF, marker]) = jpeg.get(at..at + 2) {
        match marker {
            0xDA | 0xD9 => break,
            0xFF => {
                at += 1;
                continue;
            }
            0x01 | 0xD0..=0xD8 => {
                at += 2;
                continue;
            }
            0xC4 | 0xC8 | 0xCC => {}
            0xC0..=0xCF => head.frame = jpeg.get(at + 9).map(|parts| (*marker, *parts)),
            0xEE => head.adobe |= jpeg.get(at + 4..).is_some_and(|body| body.starts_with(b"Adobe")),
            _ => {}
        }
        let length = jpeg.get(at + 2..at + 4).and_then(|two| two.try_into().ok());
        at += 2 + usize::from(length.map_or(0, u16::from_be_bytes));
    }
    head
}

impl Pixels {
    /// The colours as a JPEG file of this quality, 1 to 100.
    ///
    /// # Errors
    /// The reason in words: a side of more than 65,535 pixels.
    pub fn jpeg_of(&self, quality: u8) -> Result<Vec<u8>, String> {
        let colour = if self.components == 1 { ExtendedColorType::L8 } else { ExtendedColorType::Rgb8 };
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
        let written = encoder.encode(&self.samples, self.width, self.height, colour);
        written.map(|()| bytes).map_err(|error| error.to_string())
    }

    /// Colours and opacity as a PNG file.
    ///
    /// # Errors
    /// The reason in words.
    pub fn png(&self) -> Result<Vec<u8>, String> {
        let colour = match (self.components, &self.alpha) {
            (1, None) => ExtendedColorType::L8,
            (1, Some(_)) => ExtendedColorType::La8,
            (_, None) => ExtendedColorType::Rgb8,
            (_, Some(_)) => ExtendedColorType::Rgba8,
        };
        let mixed;
        let samples = match &self.alpha {
            None => &self.samples,
            Some(alpha) => {
                let pixels = self.samples.chunks_exact(usize::from(self.components)).zip(alpha);
                mixed = pixels.flat_map(|(pixel, alpha)| pixel.iter().chain([alpha])).copied().collect();
                &mixed
            }
        };
        let mut bytes = Vec::new();
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Level(6), FilterType::Adaptive)
            .write_image(samples, self.width, self.height, colour)
            .map_err(|error| error.to_string())?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::decode;

    fn picture() -> Pixels {
        let samples = (0..16u8).flat_map(|n| [n * 9, 100, 30]).collect();
        Pixels { width: 4, height: 4, components: 3, samples, alpha: None }
    }

    #[test]
    fn notes_go_and_pixels_stay() {
        let plain = picture().jpeg_of(90).expect("a file");
        let segment = |marker: u8, body: &[u8]| {
            let length = u16::try_from(body.len() + 2).expect("short").to_be_bytes();
            [&[0xFF, marker], &length[..], body].concat()
        };
        let profile = segment(0xE2, b"ICC_PROFILE\0\x01\x01abc");
        let notes = [segment(0xE1, b"Exif\0\0GPS"), segment(0xFE, b"me"), segment(0xED, b"8BIM")].concat();
        let noted = [&plain[..2], &notes, &profile, &plain[2..], b"second picture"].concat();
        let kept = without_notes(&noted, ImageFormat::Jpeg).expect("shorter");
        assert_eq!(kept, [&plain[..2], &profile[..], &plain[2..]].concat());
        assert_eq!(without_notes(&plain, ImageFormat::Jpeg), None, "nothing to leave out");
        assert_eq!(without_notes(&noted[..40], ImageFormat::Jpeg), None, "cut off");

        let png = picture().png().expect("a file");
        let text = b"\0\0\0\x04tEXtabcd\0\0\0\0";
        let noted = [&png[..33], text, &png[33..]].concat();
        assert_eq!(without_notes(&noted, ImageFormat::Png), Some(png));
    }

    #[test]
    fn pixels_come_back_from_png() {
        let clear = Pixels { alpha: Some((0..16).map(|n| n * 16).collect()), ..picture() };
        for picture in [picture(), clear] {
            let png = picture.png().expect("a file");
            assert_eq!(decode(&png, ImageFormat::Png).expect("a picture").0, picture);
        }
    }

    #[test]
    fn what_moves_is_known() {
        let frame = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
        let gif = |frames: usize| {
            [b"GIF89a\x01\0\x01\0\x80\0\0abcdef", &frame.repeat(frames)[..], b"\x3b"].concat()
        };
        assert_eq!([1, 2].map(|frames| moves(&gif(frames), ImageFormat::Gif)), [false, true]);
        assert!(moves(b"<svg><animate/></svg>", ImageFormat::Svg));
        assert!(!moves(b"<svg><path/></svg>", ImageFormat::Svg));
        assert!(moves(b"RIFF....WEBPVP8X\x0a\0\0\0\x02", ImageFormat::WebP));
        assert!(!moves(&picture().png().expect("a file"), ImageFormat::Png));
        assert!(!is_progressive(&picture().jpeg_of(80).expect("a file")));
        assert!(is_progressive(b"\xff\xd8\xff\xe0\0\x04ab\xff\xc2\0\x11\x08\0\x01\0\x01\x03"));
        let inks = b"\xff\xd8\xff\xee\0\x07Adobe\xff\xc0\0\x14\x08\0\x01\0\x01\x04";
        assert!(is_of_inks(inks) && is_by_adobe(inks) && !is_progressive(inks));
    }
}
