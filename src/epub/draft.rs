//! The skeleton of the archive, made by `epub-builder`: container, manifest with ids and
//! media types, spine, direction.
//!
//! Every file is given to it without its bytes: they are packed in parallel afterwards.
//! Its author setter is not used, since it gives two elements the same id.

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ZipLibrary};

use super::finish::Entry;
use super::{Context, package};

/// The archive as the builder makes it, of empty files.
///
/// # Errors
/// What the builder says.
pub(super) fn draft(context: &Context<'_>, entries: &[Entry]) -> Result<Vec<u8>, String> {
    build(context, entries).map_err(|error| error.to_string())
}

fn build(context: &Context<'_>, entries: &[Entry]) -> epub_builder::Result<Vec<u8>> {
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    // Without these it would ask chance for a name; its metadata are replaced.
    builder.set_uuid(package::uuid(context.edition));
    builder.set_title("draft");
    builder.metadata("direction", if context.rtl { "rtl" } else { "ltr" })?;
    let none: &[u8] = &[];
    for entry in entries {
        let cover = context.edition.cover.as_ref().map(super::cover::image_path);
        if entry.media_type == super::finish::XHTML {
            builder.add_content(EpubContent::new(entry.path.as_str(), none))?;
        } else if cover == Some(entry.path.as_str()) {
            builder.add_cover_image(&entry.path, none, entry.media_type)?;
        } else {
            builder.add_resource(&entry.path, none, entry.media_type)?;
        }
    }
    let mut out = Vec::new();
    builder.generate(&mut out)?;
    Ok(out)
}
