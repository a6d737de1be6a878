//! The cover: a picture, and a page that shows it alone.

use super::document::page;
use super::escape::escape;
use super::plan::relative;
use super::{COVER, Context};
use crate::edition::Cover;
use crate::resolve::words::Word;

/// The picture's path within the package.
pub(super) fn image_path(cover: &Cover) -> &'static str {
    if cover.media_type == "image/png" { "images/cover.png" } else { "images/cover.jpg" }
}

/// The page.
pub(super) fn page_text(context: &Context<'_>, cover: &Cover) -> String {
    let alt = match cover.alt.trim() {
        "" => context.words.with(Word::CoverOf, &context.edition.metadata.title),
        alt => alt.to_owned(),
    };
    let body = format!(
        "<section class=\"cover\" epub:type=\"cover\">\n<img src=\"{}\" alt=\"{}\" role=\"doc-cover\"/>\n</section>\n",
        relative(COVER, image_path(cover)),
        escape(&alt)
    );
    page(context, COVER, context.words.get(Word::Cover), " class=\"cover-page\"", &body)
}
