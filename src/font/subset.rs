//! A face cut down to the glyphs a file uses.

use std::collections::BTreeSet;

use super::Face;

/// A subset of a face: only the glyphs asked for (and those they are made of).
#[derive(Clone, Debug)]
pub struct Subset {
    /// The font file.
    pub data: Vec<u8>,
    /// Old glyph id to new, sorted by old id; glyph 0 is always in it.
    pub ids: Vec<(u16, u16)>,
}

/// Subsets for a PDF: glyphs are renumbered, tables that a PDF does not need are dropped.
///
/// # Errors
/// The reason in words, for a face that cannot be subset.
pub fn for_pdf(_face: &Face, _glyphs: &BTreeSet<u16>) -> Result<Subset, String> {
    Err(String::new())
}
