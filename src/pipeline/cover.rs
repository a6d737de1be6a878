//! The cover of an EPUB: the author's picture, else one made of the title.

use std::path::Path;

use super::findings;
use crate::diagnostic::Diagnostic;
use crate::edition::Cover;
use crate::font::FontBook;
use crate::model::book::{Asset, Book};
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
            Ok((bytes, media_type)) => return (Some(Cover { bytes, media_type, alt }), Vec::new()),
            Err(reason) => unusable = Some(findings::cover(&written.value, &reason, written.span)),
        }
    }
    let (bytes, mut findings) = raster::cover(metadata, &spec.theme.fonts, fonts);
    let media_type = if bytes.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" };
    let cover = (!bytes.is_empty()).then(|| Cover { bytes: bytes.into(), media_type, alt });
    findings.extend(unusable);
    (cover, findings)
}

/// The picture named by `cover-image:`, if it was read.
fn asset<'b>(manifest: &Manifest, book: &'b Book) -> Option<&'b Asset> {
    let written = manifest.cover_image.as_ref()?.value.trim_start_matches('/');
    let path = clean(Path::new(written)).to_string_lossy().replace('\\', "/");
    book.assets.get(&path)
}
