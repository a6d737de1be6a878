//! A resolved book to pages: flow, paginate, settle page references (a bounded loop).

pub mod display;
pub mod paragraph;
pub mod svg;

use crate::diagnostic::Diagnostic;
use crate::edition::{Edition, PageGeometry};
use display::Layout;

/// Sets a print edition.
pub fn typeset(_edition: &Edition<'_>, _page: &PageGeometry) -> (Layout, Vec<Diagnostic>) {
    (Layout::default(), Vec::new())
}
