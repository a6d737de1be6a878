//! The pictures that the text shows, as files of the package: no larger than screens and
//! shops take, and without what their makers did not mean to publish.

use std::collections::{BTreeMap, BTreeSet};

use super::finish::Entry;
use super::xhtml::column_widths;
use super::{Payload, findings, svg};
use crate::diagnostic::Diagnostic;
use crate::edition::Edition;
use crate::model::block::{Block, BlockKind};
use crate::model::book::{Asset, Book, ImageFormat};
use crate::model::inline::{Image, Inline, InlineKind};
use crate::model::length::{Length, Measure};
use crate::model::manifest::{EpubSpec, Shop};
use crate::model::theme::Theme;
use crate::model::walk;
use crate::parallel;
use crate::pixels::file::moves;
use crate::pixels::fit::{self, Limits, Plan};

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
    /// Whether any of them moves.
    pub(super) any_moves: bool,
}

impl Pictures {
    /// The pictures an edition shows; what cannot be packed is reported and missing.
    pub(super) fn new(edition: &Edition<'_>, spec: &EpubSpec) -> (Self, Vec<Diagnostic>) {
        let mut pictures = Self {
            shown: BTreeMap::new(),
            widths: BTreeSet::new(),
            any: false,
            all_described: true,
            any_moves: false,
        };
        let mut found = Vec::new();
        let mut names = BTreeSet::from(["cover".to_owned()]);
        let assets = pictures.used(&edition.book.book, edition.theme);
        for (asset, made) in assets.iter().zip(files(&assets, &limits(spec))) {
            match made {
                Ok(Made { payload, format, finding }) => {
                    found.extend(finding);
                    let bytes = payload.bytes();
                    if bytes.len() > HEAVIEST {
                        found.push(findings::heavy_picture(&asset.path, bytes.len()));
                    }
                    pictures.any_moves |= moves(bytes, format);
                    let (media_type, extension) = media(format);
                    let path = format!("images/{}.{extension}", name(&asset.path, &mut names));
                    let drawing = matches!(format, ImageFormat::Svg | ImageFormat::Png | ImageFormat::Gif);
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

/// Shops take no pictures of more pixels (Apple's partner page, 2025).
const MOST_PIXELS: u64 = 4_000_000;

/// Files of more bytes may be refused (Kindle Publishing Guidelines).
const HEAVIEST: usize = 5_000_000;

/// Memory that pictures being made again take at a time: what is decoded of one photograph
/// from a good camera, or of many small ones.
const AT_ONCE: u64 = 200_000_000;

/// A picture as it is packed.
struct Made {
    payload: Payload,
    format: ImageFormat,
    finding: Option<Diagnostic>,
}

/// How large an edition's pictures may be.
fn limits(spec: &EpubSpec) -> Limits {
    Limits {
        side: spec.images.side,
        pixels: MOST_PIXELS,
        bytes: spec.images.bytes,
        // Where pages turn dark, black lines on nothing would be lost.
        opaque: matches!(spec.preset, Some(Shop::Apple | Shop::Kindle)),
    }
}

/// The files of these pictures, or why there is none: as they are, where they keep to the
/// limits. The others are read side by side, as many as memory has room for.
fn files(assets: &[&Asset], limits: &Limits) -> Vec<Result<Made, String>> {
    let plans = parallel::map(assets, |asset| fit::plan(asset, limits));
    let mut files: Vec<Option<Result<Made, String>>> = Vec::with_capacity(assets.len());
    let mut waiting: Vec<(usize, u64)> = Vec::new();
    for (at, (asset, plan)) in assets.iter().zip(plans).enumerate() {
        let made = |payload| Made { payload, format: asset.format, finding: None };
        files.push(match plan {
            Plan::Keep if asset.format == ImageFormat::Svg => Some(drawing(asset)),
            Plan::Keep => Some(Ok(made(Payload::Shared(asset.bytes.clone())))),
            Plan::Bare(bytes) => Some(Ok(made(Payload::Shared(bytes.into())))),
            Plan::Remake(memory) => {
                waiting.push((at, memory));
                None
            }
        });
    }
    let mut waiting = &waiting[..];
    while !waiting.is_empty() {
        let mut sum = 0_u64;
        let fitting = waiting.iter().take_while(|(_, memory)| {
            sum = sum.saturating_add(*memory);
            sum <= AT_ONCE
        });
        let (now, later) = waiting.split_at(fitting.count().max(1));
        let remade = parallel::map(now, |(at, _)| assets.get(*at).map(|asset| fit::remake(asset, limits)));
        for ((at, _), remade) in now.iter().zip(remade) {
            let made = remade.map(|made| {
                made.map(|(bytes, format)| Made {
                    payload: Payload::Shared(bytes.into()),
                    format,
                    finding: None,
                })
            });
            if let Some(file) = files.get_mut(*at) {
                *file = made;
            }
        }
        waiting = later;
    }
    files.into_iter().map(|file| file.unwrap_or_else(|| Err("it cannot be read".to_owned()))).collect()
}

/// A drawing made fit to stand on its own.
fn drawing(asset: &Asset) -> Result<Made, String> {
    let drawing = svg::clean(&asset.bytes)?;
    let finding = (!drawing.left_out.is_empty()).then(|| findings::svg_parts(&asset.path, &drawing.left_out));
    Ok(Made { payload: Payload::Text(drawing.svg), format: asset.format, finding })
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
