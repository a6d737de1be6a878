//! The pictures that the text shows, as files of the package.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use super::finish::Entry;
use super::xhtml::column_widths;
use super::{Payload, findings, svg};
use crate::diagnostic::Diagnostic;
use crate::edition::Edition;
use crate::model::block::{Block, BlockKind};
use crate::model::book::{Asset, Book, ImageFormat};
use crate::model::inline::{Image, Inline, InlineKind};
use crate::model::length::{Length, Measure};
use crate::model::theme::Theme;
use crate::model::walk;
use crate::parallel;
use crate::pixels::orientation;

/// A picture of the package.
#[derive(Debug)]
pub(super) struct Shown {
    /// Path within the package.
    pub(super) path: String,
    /// Whether it is drawn rather than photographed: on a dark page it keeps a light
    /// ground, so that black lines stay visible.
    pub(super) drawing: bool,
    media_type: &'static str,
    payload: Payload,
}

/// The pictures of the book.
#[derive(Debug)]
pub(super) struct Pictures {
    shown: BTreeMap<String, Shown>,
    /// Widths asked for of pictures, tables and columns, in percent.
    pub(super) widths: BTreeSet<u8>,
    /// Whether the text shows any picture.
    pub(super) any: bool,
    /// Whether each has text in its place or is declared decorative.
    pub(super) all_described: bool,
}

impl Pictures {
    /// The pictures an edition shows; what cannot be packed is reported and missing.
    pub(super) fn new(edition: &Edition<'_>) -> (Self, Vec<Diagnostic>) {
        let mut pictures =
            Self { shown: BTreeMap::new(), widths: BTreeSet::new(), any: false, all_described: true };
        let mut found = Vec::new();
        let mut names = BTreeSet::from(["cover".to_owned()]);
        let assets = pictures.used(&edition.book.book, edition.theme);
        let made = parallel::map(&assets, |asset| payload(asset));
        for (asset, made) in assets.into_iter().zip(made) {
            match made {
                Ok((payload, finding)) => {
                    found.extend(finding);
                    let (media_type, extension) = media(asset.format);
                    let path = format!("images/{}.{extension}", name(&asset.path, &mut names));
                    let drawing =
                        matches!(asset.format, ImageFormat::Svg | ImageFormat::Png | ImageFormat::Gif);
                    pictures.shown.insert(asset.path.clone(), Shown { path, drawing, media_type, payload });
                }
                Err(reason) => found.push(findings::unreadable_image(&asset.path, &reason)),
            }
        }
        (pictures, found)
    }

    /// The picture with this key, if it is packed.
    pub(super) fn shown(&self, key: &str) -> Option<&Shown> {
        self.shown.get(key)
    }

    /// The files of the package, by path.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self
            .shown
            .values()
            .map(|shown| Entry {
                path: shown.path.clone(),
                media_type: shown.media_type,
                payload: shown.payload.clone(),
            })
            .collect();
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        entries
    }

    /// The assets that are shown, in the order they are met; notes what else counts.
    fn used<'a>(&mut self, book: &'a Book, theme: &Theme) -> Vec<&'a Asset> {
        let (mut seen, mut assets, mut columns) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
        let mut meet = |image: &Image| {
            self.any = true;
            self.all_described &= image.decorative || !image.alt.trim().is_empty();
            self.widths.extend(image.width.map(|width| percent(width, theme)));
            let asset = image.asset.as_deref().and_then(|key| book.assets.get(key));
            assets.extend(asset.filter(|asset| seen.insert(asset.path.as_str())));
        };
        for chapter in &book.chapters {
            images_in(&chapter.title).into_iter().for_each(&mut meet);
            let notes = chapter.notes.iter().map(|note| note.blocks.as_slice());
            for blocks in std::iter::once(chapter.blocks.as_slice()).chain(notes) {
                tables(blocks, &mut columns);
                images(blocks).into_iter().for_each(&mut meet);
            }
        }
        self.widths.extend(columns);
        assets
    }
}

/// Notes the widths of tables and their columns.
fn tables(blocks: &[Block], widths: &mut BTreeSet<u8>) {
    let mut see = |block: &Block| {
        if let BlockKind::Table(table) = &block.kind
            && let Some((whole, columns)) = column_widths(table)
        {
            widths.insert(whole);
            widths.extend(columns);
        }
    };
    walk::blocks(blocks, &mut see, &mut |_| {});
}

fn images(blocks: &[Block]) -> Vec<&Image> {
    let (mut figures, mut inline) = (Vec::new(), Vec::new());
    walk::blocks(
        blocks,
        &mut |block| {
            if let BlockKind::Figure { image, .. } = &block.kind {
                figures.push(image);
            }
        },
        &mut |run| inline.extend(images_in(run)),
    );
    figures.extend(inline);
    figures
}

fn images_in(run: &[Inline]) -> Vec<&Image> {
    let mut images = Vec::new();
    walk::inlines(run, &mut |inline| {
        if let InlineKind::Image(image) = &inline.kind {
            images.push(image);
        }
    });
    images
}

/// A width as percent of the line, 1 to 100: the only unit that means the same on every
/// screen. Fixed lengths are measured on the theme's own page.
pub(super) fn percent(width: Measure, theme: &Theme) -> u8 {
    let default = &theme.print_default;
    let milli = |n: i64| Length::pt(n).scale(1, 1000);
    let (size, leading) = (milli(default.size), milli(default.leading));
    let measure = theme.page.measure.resolve(size, leading, milli(default.trim_width));
    let width = width.resolve(size, leading, measure);
    let measure = i128::from(measure.0.max(1));
    let whole = (i128::from(width.0) * 200 + measure) / (measure * 2);
    u8::try_from(whole.clamp(1, 100)).unwrap_or(100)
}

/// The bytes to pack: as they are, where reading systems must know the format.
fn payload(asset: &Asset) -> Result<(Payload, Option<Diagnostic>), String> {
    match asset.format {
        ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::Gif | ImageFormat::WebP => {
            Ok((Payload::Shared(asset.bytes.clone()), None))
        }
        ImageFormat::Tiff => {
            let reader = image::ImageReader::with_format(Cursor::new(&asset.bytes), image::ImageFormat::Tiff);
            let mut picture = reader.decode().map_err(|error| error.to_string())?;
            picture.apply_orientation(orientation(&asset.bytes, asset.format));
            let mut png = Cursor::new(Vec::new());
            picture.write_to(&mut png, image::ImageFormat::Png).map_err(|error| error.to_string())?;
            Ok((Payload::Made(png.into_inner()), None))
        }
        ImageFormat::Svg => {
            let drawing = svg::clean(&asset.bytes)?;
            let finding =
                (!drawing.left_out.is_empty()).then(|| findings::svg_parts(&asset.path, &drawing.left_out));
            Ok((Payload::Text(drawing.svg), finding))
        }
    }
}

/// Media type and extension (EPUB 3.3, 3.2: core media types).
fn media(format: ImageFormat) -> (&'static str, &'static str) {
    match format {
        ImageFormat::Jpeg => ("image/jpeg", "jpg"),
        ImageFormat::Png | ImageFormat::Tiff => ("image/png", "png"),
        ImageFormat::Gif => ("image/gif", "gif"),
        ImageFormat::WebP => ("image/webp", "webp"),
        ImageFormat::Svg => ("image/svg+xml", "svg"),
    }
}

/// The file's own name in [a-z0-9-], not given before.
pub(super) fn name(path: &str, given: &mut BTreeSet<String>) -> String {
    let file = path.rsplit('/').next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let mut base = String::new();
    for c in stem.chars() {
        if c.is_ascii_alphanumeric() {
            base.push(c.to_ascii_lowercase());
        } else if !base.is_empty() && !base.ends_with('-') {
            base.push('-');
        }
    }
    let base = base.trim_end_matches('-');
    let base = if base.is_empty() { "picture" } else { base };
    let mut name = base.to_owned();
    let mut count = 1;
    while !given.insert(name.clone()) {
        count += 1;
        name = format!("{base}-{count}");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_given_once() {
        let mut given = BTreeSet::new();
        assert_eq!(name("a/Map of Körea (2).PNG", &mut given), "map-of-k-rea-2");
        assert_eq!(name("b/map of körea 2.jpg", &mut given), "map-of-k-rea-2-2");
        assert_eq!(name("지도.svg", &mut given), "picture");
    }
}
