//! Pictures: where a path leads, and whether the file there is sound.

mod locate;
mod raster;
mod svg;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::findings;
use crate::diagnostic::Diagnostic;
use crate::model::book::{Asset, ImageFormat};
use crate::parallel;
use crate::pixels::{lies_on_its_side, orientation};
use crate::source::{Files, Span, Spanned};

/// The largest picture file that is taken.
const MAX_FILE: usize = 256 << 20;

/// More pixels than any page needs; a small file that unfolds to more is a bomb.
const MAX_PIXELS: u64 = 200_000_000;

/// A cover with a longer side below this is not one.
const MIN_COVER: u32 = 500;

/// Where pictures are looked for.
pub(super) struct Shelf<'a> {
    /// The outside.
    pub files: &'a dyn Files,
    /// The book folder.
    pub root: &'a Path,
    /// `resource-path:`.
    pub resource_path: &'a [String],
}

/// Pictures by key, the keys of those that can't be used, and what there is to say.
type Loaded = (BTreeMap<String, Asset>, BTreeSet<String>, Vec<Diagnostic>);

/// Reads and checks every picture shown, each once, and the cover.
pub(super) fn load(shelf: &Shelf<'_>, shown: &[(String, Span)], cover: Option<&Spanned<String>>) -> Loaded {
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    for (key, span) in shown {
        first.entry(key).or_insert(*span);
    }
    let (mut assets, mut broken, mut found) = (BTreeMap::new(), BTreeSet::new(), Vec::new());
    let keys: Vec<(&str, Span)> = first.into_iter().collect();
    let read = parallel::map(&keys, |(key, _)| asset(shelf, key));
    for ((key, span), result) in keys.into_iter().zip(read) {
        match result {
            Ok(asset) => {
                assets.insert(key.to_owned(), asset);
            }
            Err(reason) => {
                broken.insert(key.to_owned());
                found.push(findings::unreadable_image(key, &reason, Some(span)));
            }
        }
    }
    if let Some(cover) = cover {
        found.extend(load_cover(shelf, cover, &mut assets));
    }
    (assets, broken, found)
}

/// The cover joins the pictures under its key.
fn load_cover(
    shelf: &Shelf<'_>,
    cover: &Spanned<String>,
    assets: &mut BTreeMap<String, Asset>,
) -> Option<Diagnostic> {
    let (path, span) = (&cover.value, cover.span);
    let (key, missing) = shelf.find("", path, span);
    let Some(key) = key else {
        return missing.map(|finding| findings::missing_cover(finding, span));
    };
    let asset = match assets.get(&key).cloned().map_or_else(|| asset(shelf, &key), Ok) {
        Ok(asset) => asset,
        Err(reason) => {
            return Some(findings::cover_image(format!("the cover `{path}` can't be read: {reason}"), span));
        }
    };
    let small = asset.format != ImageFormat::Svg && asset.width.max(asset.height) < MIN_COVER;
    let size = format!("{} × {} pixels", asset.width, asset.height);
    assets.insert(key, asset);
    small.then(|| findings::cover_image(format!("the cover `{path}` has only {size}"), span))
}

/// Reads one picture and finds its format and size.
fn asset(shelf: &Shelf<'_>, key: &str) -> Result<Asset, String> {
    let bytes = shelf.files.read(&shelf.root.join(key)).map_err(|error| error.to_string())?;
    if bytes.len() > MAX_FILE {
        return Err("it is larger than 256 MiB".to_owned());
    }
    let (format, (width, height)) = check(&bytes)?;
    if width == 0 || height == 0 {
        return Err("it has no pixels".to_owned());
    }
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(format!("it has {width} × {height} pixels, more than any page needs"));
    }
    // As it is shown: cameras store a picture as they were held and note how to turn it.
    let (width, height) =
        if lies_on_its_side(orientation(&bytes, format)) { (height, width) } else { (width, height) };
    Ok(Asset { path: key.to_owned(), format, bytes: Arc::clone(&bytes), width, height })
}

/// The format by content and the size in pixels of a file that looks sound.
fn check(bytes: &[u8]) -> Result<(ImageFormat, (u32, u32)), String> {
    let format = sniff(bytes).ok_or("it is not PNG, JPEG, GIF, WebP, TIFF or SVG")?;
    let size = match format {
        ImageFormat::Png => raster::png(bytes),
        ImageFormat::Jpeg => raster::jpeg(bytes),
        ImageFormat::Gif => raster::gif(bytes),
        ImageFormat::WebP => raster::webp(bytes),
        ImageFormat::Tiff => raster::tiff(bytes),
        ImageFormat::Svg => svg::size(bytes),
    }?;
    Ok((format, size))
}

fn sniff(bytes: &[u8]) -> Option<ImageFormat> {
    Some(match bytes {
        [0x89, b'P', b'N', b'G', ..] => ImageFormat::Png,
        [0xFF, 0xD8, 0xFF, ..] => ImageFormat::Jpeg,
        [b'G', b'I', b'F', b'8', ..] => ImageFormat::Gif,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => ImageFormat::WebP,
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => ImageFormat::Tiff,
        _ if svg::looks_like(bytes) => ImageFormat::Svg,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    /// A picture 40 wide and 20 high whose Exif data says how to turn it.
    fn jpeg(orientation: u8) -> Vec<u8> {
        let mut plain = std::io::Cursor::new(Vec::new());
        image::RgbImage::new(40, 20).write_to(&mut plain, image::ImageFormat::Jpeg).expect("an encoder");
        let plain = plain.into_inner();
        let head = b"\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0";
        [&plain[..2], head, &[orientation, 0, 0, 0, 0, 0, 0], &plain[2..]].concat()
    }

    #[test]
    fn pictures_have_the_size_they_show() {
        for (orientation, size) in [(1, (40, 20)), (3, (40, 20)), (6, (20, 40)), (8, (20, 40))] {
            let files = Memory::new().with("b/a.jpg", jpeg(orientation));
            let shelf = Shelf { files: &files, root: Path::new("b"), resource_path: &[] };
            let asset = asset(&shelf, "a.jpg").expect("a picture");
            assert_eq!((asset.width, asset.height), size, "orientation {orientation}");
        }
    }
}
