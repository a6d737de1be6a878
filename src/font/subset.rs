//! A face cut down to the glyphs a file uses.
//!
//! For PDF (ISO 32000-2, 9.9) the subsetter crate drops tables that a PDF does not need
//! and makes CFF fonts CID-keyed with CID = new glyph id. An EPUB needs character map and
//! layout tables, which it would lose: there a face goes whole.

use std::collections::BTreeSet;
use std::sync::Arc;

use subsetter::GlyphRemapper;

use super::Face;

/// A subset of a face: only the glyphs asked for (and those they are made of).
#[derive(Clone, Debug)]
pub struct Subset {
    /// The font file.
    pub data: Vec<u8>,
    /// Old glyph id to new, sorted by old id; glyph 0 is always in it.
    pub ids: Vec<(u16, u16)>,
}

impl Subset {
    /// The new id of a glyph of the face; 0 when it is not in the subset.
    pub fn id(&self, glyph: u16) -> u16 {
        let found = self.ids.binary_search_by_key(&glyph, |(old, _)| *old);
        found.ok().and_then(|at| self.ids.get(at)).map_or(0, |(_, new)| *new)
    }
}

/// Subsets for a PDF: glyphs are renumbered in rising order, tables that a PDF does not
/// need are dropped. A face whose licence allows only whole embedding keeps all glyphs.
///
/// # Errors
/// The reason in words, for a face that cannot be subset.
pub fn for_pdf(face: &Face, glyphs: &BTreeSet<u16>) -> Result<Subset, String> {
    let count = face.glyph_count();
    let mut remapper = GlyphRemapper::new();
    let ids: Vec<(u16, u16)> = if face.subsettable {
        let wanted = glyphs.iter().copied().filter(|id| *id != 0 && *id < count);
        std::iter::once(0).chain(wanted).map(|id| (id, remapper.remap(id))).collect()
    } else {
        (0..count).map(|id| (id, remapper.remap(id))).collect()
    };
    let data = subsetter::subset(&face.data, 0, &remapper)
        .map_err(|reason| format!("the font `{}` could not be cut down: {reason}", face.family))?;
    Ok(Subset { data, ids })
}

/// The face as an EPUB embeds it: the whole file.
pub fn whole(face: &Face) -> Arc<[u8]> {
    Arc::clone(&face.data)
}

#[cfg(test)]
mod tests {
    use skrifa::raw::TableProvider;
    use skrifa::{FontRef, MetadataProvider, Tag};

    use super::*;
    use crate::font::shape::{Shaper, Shaping};
    use crate::font::{Family, FontBook, Look};

    fn subset_of(family: Family, text: &str) -> (FontBook, Subset, BTreeSet<u16>) {
        let fonts = FontBook::default();
        let font = fonts.select(Look { family, bold: false, italic: false });
        let shaped = Shaper::new(&fonts).shape(text, &Shaping::plain(font, "en".into()));
        let glyphs: BTreeSet<u16> = shaped.glyphs.iter().map(|glyph| glyph.id).collect();
        let subset = for_pdf(fonts.face(font), &glyphs).expect("a subset");
        (fonts, subset, glyphs)
    }

    #[test]
    fn cff_and_truetype_keep_what_is_asked_for() {
        for (family, table) in [(Family::Body, b"CFF "), (Family::Mono, b"glyf")] {
            let (fonts, subset, glyphs) = subset_of(family, "Äpfel");
            let look = Look { family, bold: false, italic: false };
            let face = fonts.face(fonts.select(look));
            assert!(subset.data.len() < face.data.len() / 8, "{}", subset.data.len());
            assert_eq!(subset.ids[0], (0, 0));
            assert_eq!(subset.ids.len(), glyphs.len() + 1);
            let font = FontRef::new(&subset.data).expect("a font");
            assert!(font.table_data(Tag::new(table)).is_some());
            let widths = font
                .glyph_metrics(skrifa::instance::Size::unscaled(), skrifa::instance::LocationRef::default());
            for (old, new) in &subset.ids {
                assert_eq!(
                    widths.advance_width(skrifa::GlyphId::from(*new)),
                    Some(f32::from(face.advance(*old)))
                );
                assert_eq!(subset.id(*old), *new);
            }
            assert!(
                font.maxp().expect("maxp").num_glyphs()
                    > glyphs.iter().map(|g| subset.id(*g)).max().expect("some")
            );
        }
    }

    #[test]
    fn the_same_glyphs_give_the_same_bytes_and_unknown_ones_are_left_out() {
        let (fonts, subset, mut glyphs) = subset_of(Family::Body, "ffi");
        glyphs.insert(u16::MAX);
        let again = for_pdf(fonts.face(super::super::FontId(0)), &BTreeSet::new()).expect("only .notdef");
        assert_eq!(again.ids, [(0, 0)]);
        let face = fonts.face(fonts.select(Look { family: Family::Body, bold: false, italic: false }));
        let twice = for_pdf(face, &glyphs).expect("a subset");
        assert_eq!(twice.data, subset.data);
        assert_eq!(twice.id(u16::MAX), 0);
    }

    #[test]
    fn a_licence_for_whole_fonts_keeps_every_glyph() {
        let fonts = FontBook::default();
        let mono = fonts.face(fonts.select(Look { family: Family::Mono, bold: false, italic: false }));
        let mut face = Face::clone(mono);
        face.subsettable = false;
        let subset = for_pdf(&face, &BTreeSet::from([7])).expect("a subset");
        assert_eq!(subset.ids.len(), usize::from(face.glyph_count()));
        assert!(subset.ids.iter().all(|(old, new)| old == new));
    }

    #[test]
    fn damaged_data_is_an_error_not_a_panic() {
        let fonts = FontBook::default();
        let (_, face) = fonts.faces().next().expect("a face");
        let mut face = Face::clone(face);
        face.data = face.data[..200].into();
        assert!(for_pdf(&face, &BTreeSet::from([1, 2])).is_err());
    }
}
