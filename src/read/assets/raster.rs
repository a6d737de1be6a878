//! Sizes of pixel pictures, and whether the file goes on to its end: enough to find one
//! that is damaged or cut off without decoding it.
//!
//! PNG's chunks carry checksums (PNG 3rd edition, 5.3); a JPEG's segments lead to its scans
//! and an end marker (ITU-T T.81, annex B).

use std::io::Cursor;

use image::{ImageFormat, ImageReader};

use crate::pixels::file::scan_end;

/// Width and height, or why the file can't be used.
type Size = Result<(u32, u32), String>;

const CUT_OFF: &str = "it is cut off";

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes)
}

fn be16(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 2)?.try_into().ok().map(|two| u32::from(u16::from_be_bytes(two)))
}

/// Every chunk up to the last, its checksum right.
pub(super) fn png(bytes: &[u8]) -> Size {
    const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";
    if !bytes.starts_with(SIGNATURE) {
        return Err("its first bytes are damaged".to_owned());
    }
    let (mut at, mut size, mut data) = (SIGNATURE.len(), None, false);
    loop {
        let length = be32(bytes, at).ok_or(CUT_OFF)? as usize;
        let kind = bytes.get(at + 4..at + 8).ok_or(CUT_OFF)?;
        let end = (at + 8).checked_add(length).ok_or(CUT_OFF)?;
        let body = bytes.get(at + 4..end).ok_or(CUT_OFF)?;
        let mut sum = flate2::Crc::new();
        sum.update(body);
        if be32(bytes, end).ok_or(CUT_OFF)? != sum.sum() {
            return Err("it is damaged: a checksum is wrong".to_owned());
        }
        match kind {
            b"IHDR" => size = be32(body, 4).zip(be32(body, 8)),
            b"IDAT" => data = true,
            b"IEND" => break,
            _ => {}
        }
        at = end + 4;
    }
    size.filter(|_| data).ok_or_else(|| "it holds no picture".to_owned())
}

/// Segments to the frame header, and an end marker after the scans.
pub(super) fn jpeg(bytes: &[u8]) -> Size {
    let (mut at, mut size) = (2, None);
    loop {
        if bytes.get(at) != Some(&0xFF) {
            return Err(
                if at >= bytes.len() { CUT_OFF } else { "it is damaged: a marker is missing" }.to_owned()
            );
        }
        let marker = *bytes.get(at + 1).ok_or(CUT_OFF)?;
        match marker {
            0xFF => at += 1, // a fill byte
            0xD9 => break,
            0x01 | 0xD0..=0xD8 => at += 2,
            _ => {
                let length = be16(bytes, at + 2).filter(|length| *length >= 2).ok_or(CUT_OFF)? as usize;
                let is_frame = matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC);
                if is_frame {
                    size = be16(bytes, at + 7).zip(be16(bytes, at + 5));
                }
                at += 2 + length;
                if marker == 0xDA {
                    at = scan_end(bytes, at).ok_or(CUT_OFF)?;
                }
            }
        }
    }
    size.ok_or_else(|| "it holds no picture".to_owned())
}

/// The logical screen, and a trailer.
pub(super) fn gif(bytes: &[u8]) -> Size {
    let le16 = |at: usize| bytes.get(at..at + 2).and_then(|two| two.try_into().ok()).map(u16::from_le_bytes);
    let size = le16(6).zip(le16(8)).ok_or(CUT_OFF)?;
    if !bytes.iter().rev().take(64).any(|byte| *byte == 0x3B) {
        return Err(CUT_OFF.to_owned());
    }
    Ok((u32::from(size.0), u32::from(size.1)))
}

/// The size by the decoder's header, and as many bytes as the container says.
pub(super) fn webp(bytes: &[u8]) -> Size {
    let length = bytes.get(4..8).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes);
    if (length as usize).saturating_add(8) > bytes.len() {
        return Err(CUT_OFF.to_owned());
    }
    header(bytes, ImageFormat::WebP)
}

/// The size by the decoder's header.
pub(super) fn tiff(bytes: &[u8]) -> Size {
    header(bytes, ImageFormat::Tiff)
}

fn header(bytes: &[u8], format: ImageFormat) -> Size {
    let reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.into_dimensions().map_err(|error| format!("it is damaged: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, RgbImage};

    fn encoded(format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        let picture =
            DynamicImage::ImageRgb8(RgbImage::from_fn(9, 5, |x, y| image::Rgb([x as u8 * 20, y as u8, 7])));
        picture.write_to(&mut out, format).expect("encodes");
        out.into_inner()
    }

    #[test]
    fn sound_pictures_give_their_size() {
        for (format, check) in [
            (ImageFormat::Png, png as fn(&[u8]) -> Size),
            (ImageFormat::Jpeg, jpeg),
            (ImageFormat::Gif, gif),
            (ImageFormat::WebP, webp),
            (ImageFormat::Tiff, tiff),
        ] {
            assert_eq!(check(&encoded(format)), Ok((9, 5)), "{format:?}");
        }
    }

    #[test]
    fn pictures_cut_off_or_damaged_are_found() {
        for (format, check) in [
            (ImageFormat::Png, png as fn(&[u8]) -> Size),
            (ImageFormat::Jpeg, jpeg),
            (ImageFormat::WebP, webp),
        ] {
            let bytes = encoded(format);
            for end in 4..bytes.len() {
                assert!(check(&bytes[..end]).is_err(), "{format:?} cut at {end}");
            }
        }
        let mut bytes = encoded(ImageFormat::Png);
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        assert!(png(&bytes).is_err());
    }
}
