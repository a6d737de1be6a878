//! The cover of an EPUB: the author's picture, else one made of the title.

use std::path::Path;

use super::findings;
use crate::diagnostic::Diagnostic;
use crate::edition::Cover;
use crate::font::FontBook;
use crate::model::book::{Asset, Book, ImageFormat};
use crate::model::manifest::{EditionSpec, Manifest};
use crate::raster;
use crate::resolve::words::{Word, Words};
use crate::source::clean;

/// The cover of an edition, and what there is to say of it.
pub(super) fn of(
    manifest: &Manifest,
    book: &Book,
    spec: &EditionSpec,
    fonts: &FontBook,
) -> (Option<Cover>, Vec<Diagnostic>) {
    let metadata = &book.metadata;
    let of_title = || Words::of(&metadata.lang).with(Word::CoverOf, &metadata.title);
    let alt = metadata.cover_alt.clone().unwrap_or_else(of_title);
    let mut unusable = None;
    if let (Some(written), Some(asset)) = (&manifest.cover_image, asset(manifest, book)) {
        match raster::picture(asset, fonts) {
            Ok((bytes, media_type)) => {
                let findings = small(manifest, asset).into_iter().collect();
                return (Some(Cover { bytes, media_type, alt }), findings);
            }
            Err(reason) => unusable = Some(findings::cover(&written.value, &reason, written.span)),
        }
    }
    let (bytes, mut findings) = raster::cover(metadata, &spec.theme.fonts, fonts);
    let media_type = if bytes.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" };
    let cover = (!bytes.is_empty()).then(|| Cover { bytes: bytes.into(), media_type, alt });
    findings.extend(unusable);
    (cover, findings)
}

/// What shops want beside the EPUB: the cover again, in the size of their windows.
pub(super) fn for_shops(
    manifest: &Manifest,
    book: &Book,
    spec: &EditionSpec,
    fonts: &FontBook,
) -> Option<Vec<u8>> {
    let own = asset(manifest, book).and_then(|asset| raster::shop_picture(asset, fonts).ok());
    own.or_else(|| raster::shop_cover(&book.metadata, &spec.theme.fonts, fonts))
}

/// What to say of a picture that shops take only reluctantly.
fn small(manifest: &Manifest, asset: &Asset) -> Option<Diagnostic> {
    let written = manifest.cover_image.as_ref()?;
    let (width, height) = (asset.width, asset.height);
    let is_small = asset.format != ImageFormat::Svg && width.min(height) < LEAST_SIDE;
    (is_small || width > height).then(|| findings::small_cover(&written.value, (width, height), written.span))
}

/// Pixels of the shorter side that Apple asks for.
const LEAST_SIDE: u32 = 1400;

/// The picture named by `cover-image:`, if it was read.
fn asset<'b>(manifest: &Manifest, book: &'b Book) -> Option<&'b Asset> {
    let written = manifest.cover_image.as_ref()?.value.trim_start_matches('/');
    let path = clean(Path::new(written)).to_string_lossy().replace('\\', "/");
    book.assets.get(&path)
}
