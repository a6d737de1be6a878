//! Pictures to image objects (ISO 32000-2, 8.9.5).
//!
//! JPEG files go in as they are (`DCTDecode`): nothing is lost and nothing decoded. Others
//! are decoded to 8 bits of gray or colour, with transparency as a soft mask, and deflated.
//! Each picture is in the file once.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use image::error::{LimitError, LimitErrorKind};
use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, ImageError, ImageReader};
use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject, XObjectId};

use super::object::deflate;
use super::survey::Survey;
use super::{findings, hash, jpeg};
use crate::diagnostic::Diagnostic;
use crate::model::book::{Asset, ImageFormat};
use crate::parallel;
use crate::typeset::display::Bitmap;

/// Bytes of decoded pixels that a picture may have: a page of A3 at 1200 dpi, and no small
/// file that unpacks to more than a machine holds.
const LARGEST: u64 = 1 << 30;

/// The pictures of a file.
#[derive(Default)]
pub(super) struct Pictures<'a> {
    assets: BTreeMap<&'a str, (XObjectId, Upright)>,
    /// By address, which is only compared: the same allocation is the same picture.
    bitmaps: BTreeMap<usize, XObjectId>,
    objects: BTreeMap<XObjectId, XObject>,
}

/// How a stored picture is turned to stand upright: a map of the unit square.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Upright([f32; 6]);

impl Upright {
    /// Stored as it is shown.
    pub(super) const AS_IT_IS: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// The matrix that paints the picture upright into a rectangle.
    #[allow(clippy::many_single_char_names)] // The specification's names (8.3.3).
    pub(super) fn placed(self, [x, y]: [f32; 2], [width, height]: [f32; 2]) -> [f32; 6] {
        let [a, b, c, d, e, f] = self.0;
        [a * width, b * height, c * width, d * height, e * width + x, f * height + y]
    }
}

impl From<Orientation> for Upright {
    fn from(orientation: Orientation) -> Self {
        Self(match orientation {
            Orientation::NoTransforms => return Self::AS_IT_IS,
            Orientation::FlipHorizontal => [-1.0, 0.0, 0.0, 1.0, 1.0, 0.0],
            Orientation::Rotate180 => [-1.0, 0.0, 0.0, -1.0, 1.0, 1.0],
            Orientation::FlipVertical => [1.0, 0.0, 0.0, -1.0, 0.0, 1.0],
            Orientation::Rotate90 => [0.0, -1.0, 1.0, 0.0, 0.0, 1.0],
            Orientation::Rotate270 => [0.0, 1.0, -1.0, 0.0, 1.0, 0.0],
            Orientation::Rotate90FlipH => [0.0, -1.0, -1.0, 0.0, 1.0, 1.0],
            Orientation::Rotate270FlipH => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
        })
    }
}

impl Pictures<'_> {
    /// The image object of a picture of the book, unless it could not be read.
    pub(super) fn asset(&self, key: &str) -> Option<(&XObjectId, Upright)> {
        self.assets.get(key).map(|(id, upright)| (id, *upright))
    }

    /// What printpdf puts into the file; the names stay.
    pub(super) fn take_objects(&mut self) -> BTreeMap<XObjectId, XObject> {
        std::mem::take(&mut self.objects)
    }

    /// The image object of pixels made in typesetting.
    pub(super) fn bitmap(&self, bitmap: &Arc<Bitmap>) -> Option<&XObjectId> {
        self.bitmaps.get(&address(bitmap))
    }
}

fn address(bitmap: &Arc<Bitmap>) -> usize {
    Arc::as_ptr(bitmap) as usize
}

/// Makes image objects of what is used, side by side.
pub(super) fn embed<'a>(
    assets: &BTreeMap<String, Asset>,
    survey: &Survey<'a>,
) -> (Pictures<'a>, Vec<Diagnostic>) {
    let (mut pictures, mut findings) = (Pictures::default(), Vec::new());
    let keys: Vec<&'a str> = survey.assets.iter().copied().collect();
    let read = parallel::map(&keys, |key| match assets.get(*key) {
        Some(asset) => read_asset(asset),
        None => Err(Box::new(findings::missing_image(key))),
    });
    for (number, (key, picture)) in keys.into_iter().zip(read).enumerate() {
        match picture {
            Ok((stream, upright)) => {
                let id = XObjectId(format!("P{number}"));
                pictures.objects.insert(id.clone(), object(stream));
                pictures.assets.insert(key, (id, upright));
            }
            Err(finding) => findings.push(*finding),
        }
    }
    embed_bitmaps(&mut pictures, &survey.bitmaps);
    (pictures, findings)
}

/// Pixels of the same content are in the file once.
fn embed_bitmaps(pictures: &mut Pictures<'_>, bitmaps: &[&Arc<Bitmap>]) {
    let bitmaps: Vec<&Arc<Bitmap>> = bitmaps.iter().copied().filter(|bitmap| is_whole(bitmap)).collect();
    let hashes = parallel::map(&bitmaps, |bitmap| {
        let size = [bitmap.width.to_be_bytes(), bitmap.height.to_be_bytes()].concat();
        hash::of_parts(&[&size, &bitmap.rgba])
    });
    let mut known: BTreeMap<[u8; 16], XObjectId> = BTreeMap::new();
    let mut fresh: Vec<(XObjectId, &Arc<Bitmap>)> = Vec::new();
    for (bitmap, hash) in bitmaps.iter().zip(hashes) {
        let id = known.entry(hash).or_insert_with(|| {
            let id = XObjectId(format!("B{}", fresh.len()));
            fresh.push((id.clone(), bitmap));
            id
        });
        pictures.bitmaps.insert(address(bitmap), id.clone());
    }
    let streams = parallel::map(&fresh, |(_, bitmap)| {
        let (colours, alpha) = split_alpha::<4>(&bitmap.rgba);
        samples((bitmap.width, bitmap.height), 3, &colours, alpha.as_deref())
    });
    for ((id, _), stream) in fresh.into_iter().zip(streams) {
        pictures.objects.insert(id, object(stream));
    }
}

/// Whether there are as many pixels as it says, and any.
fn is_whole(bitmap: &Bitmap) -> bool {
    let pixels = u64::from(bitmap.width) * u64::from(bitmap.height);
    pixels > 0 && bitmap.rgba.len() as u64 == pixels * 4
}

fn object(stream: ExternalStream) -> XObject {
    XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None })
}

fn read_asset(asset: &Asset) -> Result<(ExternalStream, Upright), Box<Diagnostic>> {
    let unreadable = |reason: &str| Box::new(findings::unreadable_image(&asset.path, reason));
    let format = match asset.format {
        ImageFormat::Jpeg => {
            let stream = pass_jpeg(&asset.bytes).map_err(unreadable)?;
            return Ok((stream, jpeg_upright(&asset.bytes)));
        }
        ImageFormat::Svg => return Err(Box::new(findings::unset_svg(&asset.path))),
        ImageFormat::Png => image::ImageFormat::Png,
        ImageFormat::Gif => image::ImageFormat::Gif,
        ImageFormat::WebP => image::ImageFormat::WebP,
        ImageFormat::Tiff => image::ImageFormat::Tiff,
    };
    decode(&asset.bytes, format).map_err(|error| unreadable(&error.to_string()))
}

/// The file as it is. Adobe's programs store inks inverted, which a PDF must say.
fn pass_jpeg(bytes: &[u8]) -> Result<ExternalStream, &'static str> {
    let header = jpeg::read(bytes)?;
    let size = (u32::from(header.width), u32::from(header.height));
    let space = match header.components {
        1 => "DeviceGray",
        3 => "DeviceRGB",
        _ => "DeviceCMYK",
    };
    let mut stream = image_stream(size, space, "DCTDecode", bytes.to_vec());
    if header.components == 4 && header.adobe {
        let inverted = [1, 0].repeat(4).into_iter().map(DictItem::Int).collect();
        stream.dict.insert("Decode".into(), DictItem::Array(inverted));
    }
    Ok(stream)
}

fn jpeg_upright(bytes: &[u8]) -> Upright {
    let decoder = image::codecs::jpeg::JpegDecoder::new(Cursor::new(bytes));
    decoder.and_then(|mut decoder| decoder.orientation()).unwrap_or(Orientation::NoTransforms).into()
}

fn decode(bytes: &[u8], format: image::ImageFormat) -> image::ImageResult<(ExternalStream, Upright)> {
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), format).into_decoder()?;
    // A damaged note on the orientation is no reason to lose the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    if decoder.total_bytes() > LARGEST {
        let reason = LimitError::from_kind(LimitErrorKind::InsufficientMemory);
        return Err(ImageError::Limits(reason));
    }
    let pixels = DynamicImage::from_decoder(decoder)?;
    let size = (pixels.width(), pixels.height());
    let stream = match pixels.color() {
        ColorType::L8 | ColorType::L16 => samples(size, 1, pixels.into_luma8().as_raw(), None),
        ColorType::La8 | ColorType::La16 => {
            let (gray, alpha) = split_alpha::<2>(pixels.into_luma_alpha8().as_raw());
            samples(size, 1, &gray, alpha.as_deref())
        }
        colour if colour.has_alpha() => {
            let (colours, alpha) = split_alpha::<4>(pixels.into_rgba8().as_raw());
            samples(size, 3, &colours, alpha.as_deref())
        }
        _ => samples(size, 3, pixels.into_rgb8().as_raw(), None),
    };
    Ok((stream, orientation.into()))
}

/// Pixels of `N` bytes, the last of them alpha: colours and, unless all is opaque, alpha.
fn split_alpha<const N: usize>(pixels: &[u8]) -> (Vec<u8>, Option<Vec<u8>>) {
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

/// 8-bit samples of gray (1 component) or red, green, blue (3).
fn samples(size: (u32, u32), components: u8, samples: &[u8], alpha: Option<&[u8]>) -> ExternalStream {
    let mut stream = filtered(size, components, samples);
    if let Some(alpha) = alpha {
        let mask = DictItem::Stream { stream: filtered(size, 1, alpha) };
        stream.dict.insert("SMask".into(), mask);
    }
    stream
}

/// Deflated with PNG's row filters (7.4.4.4), which make photographs a third smaller.
fn filtered(size: (u32, u32), components: u8, samples: &[u8]) -> ExternalStream {
    let rows = super::predict::rows(samples, size.0 as usize, usize::from(components));
    let space = if components == 1 { "DeviceGray" } else { "DeviceRGB" };
    let mut stream = image_stream(size, space, "FlateDecode", deflate(&rows));
    let parameters = [
        ("Predictor", 15),
        ("Colors", i64::from(components)),
        ("BitsPerComponent", 8),
        ("Columns", i64::from(size.0)),
    ];
    let map = parameters.into_iter().map(|(key, value)| (key.to_owned(), DictItem::Int(value))).collect();
    stream.dict.insert("DecodeParms".into(), DictItem::Dict { map });
    stream
}

fn image_stream(size: (u32, u32), space: &str, filter: &str, content: Vec<u8>) -> ExternalStream {
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
    use super::*;

    /// Where a corner of the stored picture stands in a rectangle 30 wide and 20 high.
    #[allow(clippy::many_single_char_names)]
    fn corner(orientation: Orientation, [u, v]: [f32; 2]) -> [f32; 2] {
        let [a, b, c, d, e, f] = Upright::from(orientation).placed([0.0, 0.0], [30.0, 20.0]);
        [a * u + c * v + e, b * u + d * v + f]
    }

    #[test]
    fn turned_pictures_stand_upright() {
        let (top_left, top_right) = ([0.0, 1.0], [1.0, 1.0]);
        let shown = |exif: u8| {
            let orientation = Orientation::from_exif(exif).expect("1 to 8");
            (corner(orientation, top_left), corner(orientation, top_right))
        };
        // Where Exif says row 0 and column 0 are: 1 top left, 2 top right, 3 bottom right,
        // 4 bottom left, 5 left top, 6 right top, 7 right bottom, 8 left bottom.
        let [lt, rt, rb, lb] = [[0.0, 20.0], [30.0, 20.0], [30.0, 0.0], [0.0, 0.0]];
        let expected = [(lt, rt), (rt, lt), (rb, lb), (lb, rb), (lt, lb), (rt, rb), (rb, rt), (lb, lt)];
        for (exif, corners) in (1..).zip(expected) {
            assert_eq!(shown(exif), corners, "orientation {exif}");
        }
    }

    #[test]
    fn opaque_pixels_have_no_mask() {
        assert_eq!(split_alpha::<2>(&[1, 255, 2, 255]), (vec![1, 2], None));
        assert_eq!(split_alpha::<2>(&[1, 255, 2, 0]), (vec![1, 2], Some(vec![255, 0])));
    }

    #[test]
    fn broken_pictures_are_findings() {
        for format in
            [ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Tiff, ImageFormat::Jpeg]
        {
            let asset =
                Asset { path: "a/b.png".into(), format, bytes: b"\x89PNG"[..].into(), width: 1, height: 1 };
            let finding = read_asset(&asset).expect_err("not a picture");
            assert_eq!(finding.path.as_deref(), Some("a/b.png"));
            assert!(finding.is_error());
        }
    }

    #[test]
    fn a_small_file_does_not_unpack_to_more_than_a_machine_holds() {
        let mut bomb = b"GIF89a".to_vec();
        bomb.extend([0xff; 4]);
        bomb.extend([0, 0, 0, 0x2c, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 2, 1, 0, 0, 0x3b]);
        assert!(matches!(decode(&bomb, image::ImageFormat::Gif), Err(ImageError::Limits(_))));
    }
}
