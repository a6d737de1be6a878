//! PNG files to image streams as they are: PNG deflates its rows by the filters that PDF
//! calls predictors (ISO 32000-2, 7.4.4.4), so a plain one needs no decoding.

use std::io::Read;

use flate2::read::ZlibDecoder;
use image::metadata::Orientation;
use printpdf::{DictItem, ExternalStream};

use super::picture::{image_stream, predicted};

/// The stream of a file without transparency that is not interlaced and has at most 8 bits
/// a sample; `None` for others.
///
/// # Errors
/// What is wrong with the pixels.
pub(super) fn pass(bytes: &[u8]) -> Result<Option<(ExternalStream, Orientation)>, &'static str> {
    let Some(file) = File::read(bytes) else { return Ok(None) };
    let Some((components, space)) = file.space() else { return Ok(None) };
    check(&file, usize::from(components))?;
    let orientation = file.exif.and_then(Orientation::from_exif_chunk).unwrap_or(Orientation::NoTransforms);
    let mut stream = image_stream((file.width, file.height), "DeviceGray", "FlateDecode", file.data);
    stream.dict.insert("ColorSpace".into(), space);
    stream.dict.insert("BitsPerComponent".into(), DictItem::Int(file.depth.into()));
    predicted(&mut stream, components, file.depth, file.width);
    Ok(Some((stream, orientation)))
}

/// What counts here of a file.
struct File<'a> {
    width: u32,
    height: u32,
    depth: u8,
    colour: u8,
    palette: &'a [u8],
    exif: Option<&'a [u8]>,
    /// The deflated rows.
    data: Vec<u8>,
}

impl<'a> File<'a> {
    /// Chunks up to the last; `None` for what is not plain.
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(b"\x89PNG\r\n\x1A\n")?;
        let mut file = None;
        loop {
            let (length, after) = rest.split_first_chunk::<4>()?;
            let (kind, after) = after.split_first_chunk::<4>()?;
            let (body, after) = after.split_at_checked(u32::from_be_bytes(*length) as usize)?;
            rest = after.get(4..)?;
            match (kind, &mut file) {
                (b"IHDR", None) => file = Some(Self::header(body)?),
                (b"PLTE", Some(file)) => file.palette = body,
                (b"eXIf", Some(file)) => file.exif = Some(body),
                (b"IDAT", Some(file)) => file.data.extend(body),
                (b"tRNS", _) => return None,
                (b"IEND", _) => return file,
                _ => {}
            }
        }
    }

    fn header(body: &[u8]) -> Option<Self> {
        let (width, rest) = body.split_first_chunk::<4>()?;
        let (height, rest) = rest.split_first_chunk::<4>()?;
        // Compression, filter, interlace: there is one method of the first two.
        let [depth @ (1 | 2 | 4 | 8), colour, 0, 0, 0] = *rest else { return None };
        let (width, height) = (u32::from_be_bytes(*width), u32::from_be_bytes(*height));
        let file = Self { width, height, depth, colour, palette: &[], exif: None, data: Vec::new() };
        (width > 0 && height > 0).then_some(file)
    }

    /// Samples of a pixel, and the colour space.
    fn space(&self) -> Option<(u8, DictItem)> {
        let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
        match (self.colour, self.depth) {
            (0, _) => Some((1, name("DeviceGray"))),
            (2, 8) => Some((3, name("DeviceRGB"))),
            (3, _) if self.palette.len() >= 3 && self.palette.len() <= 768 => {
                let colours = self.palette.len() / 3;
                let table = DictItem::String { data: self.palette[..colours * 3].to_vec(), literal: false };
                let last = DictItem::Int(i64::try_from(colours - 1).ok()?);
                Some((1, DictItem::Array(vec![name("Indexed"), name("DeviceRGB"), last, table])))
            }
            _ => None,
        }
    }
}

/// Unpacks the rows, one at a time: readers show nothing or garbage where some are missing.
fn check(file: &File<'_>, components: usize) -> Result<(), &'static str> {
    let bits = file.width as usize * components * usize::from(file.depth);
    let mut rows = ZlibDecoder::new(file.data.as_slice());
    let mut row = vec![0; 1 + bits.div_ceil(8)];
    for _ in 0..file.height {
        rows.read_exact(&mut row).map_err(|_| "its pixels are damaged or cut off")?;
        if row.first().is_some_and(|filter| *filter > 4) {
            return Err("its pixels are damaged");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn file(picture: &image::DynamicImage) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, image::ImageFormat::Png).expect("an encoder");
        bytes.into_inner()
    }

    #[test]
    fn plain_files_go_in_as_they_are() {
        let picture = image::RgbImage::from_fn(30, 20, |x, y| {
            image::Rgb([x, y, x * y % 256].map(|n| u8::try_from(n).unwrap_or(0)))
        });
        let bytes = file(&picture.clone().into());
        let (stream, orientation) = pass(&bytes).expect("sound").expect("plain");
        assert_eq!(orientation, Orientation::NoTransforms);
        let at = bytes.windows(4).position(|kind| kind == b"IDAT").expect("pixels");
        assert!(bytes[at + 4..].starts_with(&stream.content) && !stream.content.is_empty());
        let gray = image::GrayImage::from_pixel(9, 9, image::Luma([7]));
        assert!(pass(&file(&gray.into())).expect("sound").is_some());
    }

    #[test]
    fn others_are_decoded() {
        assert!(pass(&file(&image::RgbaImage::new(3, 3).into())).expect("sound").is_none(), "alpha");
        let deep = image::DynamicImage::new_rgb16(3, 3);
        assert!(pass(&file(&deep)).expect("sound").is_none(), "16 bits");
        assert!(pass(b"GIF89a").expect("no PNG").is_none());
    }

    #[test]
    fn rows_that_are_missing_are_found() {
        let mut bytes = file(&image::RgbImage::from_pixel(40, 40, image::Rgb([1, 2, 3])).into());
        // The header claims more rows than there are.
        bytes[23] = 90;
        assert!(pass(&bytes).is_err());
    }
}
