//! Display list to pixels: the typographic ebook cover.

use crate::font::FontBook;
use crate::model::metadata::Metadata;
use crate::model::theme::Theme;

/// A cover made of the title.
pub fn cover(_metadata: &Metadata, _theme: &Theme, _fonts: &FontBook) -> Vec<u8> {
    Vec::new()
}
