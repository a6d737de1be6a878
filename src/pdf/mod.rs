//! Pages to a PDF file. Decides nothing about design.

use crate::diagnostic::Diagnostic;
use crate::edition::{Edition, PageGeometry};
use crate::typeset::display::Layout;

/// The file's bytes.
pub fn render(_edition: &Edition<'_>, _page: &PageGeometry, _layout: &Layout) -> (Vec<u8>, Vec<Diagnostic>) {
    (Vec::new(), Vec::new())
}
