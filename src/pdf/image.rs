//! Pictures to image objects (ISO 32000-2, 8.9.5).
//!
//! Each picture is in the file once; few are unpacked at a time, since a photograph takes
//! fifty times the room of its file.

use std::collections::BTreeMap;
use std::sync::Arc;

use image::metadata::Orientation;
use printpdf::{ExternalStream, ExternalXObject, XObject, XObjectId};

use super::ink::Inks;
use super::survey::Survey;
use super::{findings, hash, picture};
use crate::diagnostic::Diagnostic;
use crate::model::book::{Asset, ImageFormat};
use crate::model::length::Size;
use crate::parallel;
use crate::pixels::{Pixels, split_alpha};
use crate::typeset::display::Bitmap;

/// Pictures unpacked at a time have no more pixels than this together, or are one.
const WINDOW: u64 = 32_000_000;

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
    inks: &Inks,
) -> (Pictures<'a>, Vec<Diagnostic>) {
    let (mut pictures, mut findings) = (Pictures::default(), Vec::new());
    let shown: Vec<(&'a str, Size)> = survey.assets.iter().map(|(key, size)| (*key, *size)).collect();
    let mut read = Vec::with_capacity(shown.len());
    let mut rest = shown.as_slice();
    while !rest.is_empty() {
        let (now, later) = rest.split_at(window(assets, rest, inks));
        read.extend(parallel::map(now, |(key, printed)| match assets.get(*key) {
            Some(asset) => picture::read(asset, *printed, inks, Upright::from),
            None => Err(Box::new(findings::missing_image(key))),
        }));
        rest = later;
    }
    for (number, ((key, _), picture)) in shown.into_iter().zip(read).enumerate() {
        match picture {
            Ok((stream, upright)) => {
                let id = XObjectId(format!("P{number}"));
                pictures.objects.insert(id.clone(), object(stream));
                pictures.assets.insert(key, (id, upright));
            }
            Err(finding) => findings.push(*finding),
        }
    }
    embed_bitmaps(&mut pictures, &survey.bitmaps, inks);
    (pictures, findings)
}

/// How many of these pictures may be unpacked at a time: at least one.
fn window(assets: &BTreeMap<String, Asset>, shown: &[(&str, Size)], inks: &Inks) -> usize {
    let pixels = |key: &str| match assets.get(key) {
        Some(asset) if asset.format != ImageFormat::Jpeg || inks.mode.is_some() => {
            u64::from(asset.width) * u64::from(asset.height)
        }
        _ => 0,
    };
    let mut total = 0u64;
    let fit = shown.iter().take_while(|(key, _)| {
        total = total.saturating_add(pixels(key));
        total <= WINDOW
    });
    fit.count().max(1)
}

/// Pixels of the same content are in the file once.
fn embed_bitmaps(pictures: &mut Pictures<'_>, bitmaps: &[&Arc<Bitmap>], inks: &Inks) {
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
        let (samples, alpha) = split_alpha::<4>(&bitmap.rgba);
        let Bitmap { width, height, .. } = ***bitmap;
        let pixels = Pixels { width, height, components: 3, samples, alpha };
        // Without a profile of its own, nothing can be wrong with it.
        picture::samples(&inks.convert(pixels, None).unwrap_or_default())
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
    fn few_large_pictures_are_unpacked_at_a_time() {
        let asset = |format, width| {
            let bytes = Vec::new().into();
            Asset { path: String::new(), format, bytes, width, height: 4000 }
        };
        let assets: BTreeMap<String, Asset> = [
            ("a".to_owned(), asset(ImageFormat::Png, 4000)),
            ("b".to_owned(), asset(ImageFormat::WebP, 4000)),
            ("c".to_owned(), asset(ImageFormat::Jpeg, 9000)),
            ("d".to_owned(), asset(ImageFormat::Png, 9000)),
        ]
        .into();
        let shown = ["a", "b", "c", "d", "gone"].map(|key| (key, Size::default()));
        let inks = Inks::new(&crate::model::press::Press::default());
        assert_eq!(window(&assets, &shown, &inks), 3, "JPEG files are not unpacked");
        assert_eq!(window(&assets, &shown[3..], &inks), 1, "one too large for the window goes alone");
    }
}
