//! Fonts: which faces an edition has, their metrics, shaping, hyphenation, subsets.
//!
//! No system font is ever used: faces come from `fonts/` (in the binary) or from the
//! book folder, so that a book looks the same on every machine.

pub mod hyphen;
pub mod shape;
pub mod subset;

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::model::manifest::FontFiles;
use crate::model::theme::Theme;

/// A face of a [`FontBook`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FontId(pub u16);

/// The part a family plays in a design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Family {
    Body,
    Heading,
    Mono,
}

/// A face as a design asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub struct Look {
    pub family: Family,
    pub bold: bool,
    pub italic: bool,
}

/// A face and what is known of it. Vertical metrics are in font units, upwards positive.
#[derive(Clone, Debug)]
pub struct Face {
    /// The file's bytes (one face, not a collection).
    pub data: Arc<[u8]>,
    /// Family name, for CSS and messages.
    pub family: String,
    /// PostScript name, for the PDF.
    pub postscript_name: String,
    /// Font units in an em.
    pub units_per_em: u16,
    /// Above the baseline.
    pub ascent: i16,
    /// Below the baseline: negative.
    pub descent: i16,
    /// Height of capitals.
    pub cap_height: i16,
    /// Height of x.
    pub x_height: i16,
    /// OpenType weight class.
    pub weight: u16,
    /// Slanted.
    pub italic: bool,
    /// Every glyph is as wide as the next.
    pub monospaced: bool,
    /// Outlines are CFF (else TrueType).
    pub cff: bool,
    /// OS/2 `fsType` allows embedding.
    pub embeddable: bool,
}

/// The faces of an edition.
#[derive(Clone, Debug, Default)]
pub struct FontBook {
    faces: Vec<Arc<Face>>,
}

impl FontBook {
    /// The faces a theme names and an author brings. What can't be used is reported and
    /// replaced by a bundled face.
    pub fn new(_theme: &Theme, _files: &FontFiles) -> (Self, Vec<Diagnostic>) {
        (Self::default(), Vec::new())
    }

    /// The face with this id; ids come from this book only.
    pub fn face(&self, id: FontId) -> &Arc<Face> {
        &self.faces[usize::from(id.0)]
    }

    /// Every face with its id.
    pub fn faces(&self) -> impl Iterator<Item = (FontId, &Arc<Face>)> {
        (0u16..).map(FontId).zip(&self.faces)
    }

    /// The face for a look: exact, else the nearest of the family.
    pub fn select(&self, _look: Look) -> FontId {
        FontId(0)
    }

    /// Whether a face has a glyph for a character.
    pub fn covers(&self, _id: FontId, _c: char) -> bool {
        true
    }

    /// The face to set a character in: the look's own, else the first fallback that has
    /// it, else `None` (the look's own shows its missing-glyph box).
    pub fn face_for(&self, look: Look, _c: char) -> Option<FontId> {
        Some(self.select(look))
    }
}
