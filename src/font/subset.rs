//! A face cut down to the glyphs a file uses.
//!
//! For PDF (ISO 32000-2, 9.9) the subsetter crate drops tables that a PDF does not need
//! and makes CFF fonts CID-keyed with CID = new glyph id. An EPUB needs the character map,
//! which allsorts keeps. Neither keeps layout tables, so where letters join, stack or carry
//! marks a face goes into an EPUB whole.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile};
use skrifa::raw::tables::name::NameRecord;
use skrifa::raw::{TableProvider, TableRecord};
use skrifa::{FontRef, MetadataProvider, Tag};
use subsetter::GlyphRemapper;
use unicode_script::{Script, UnicodeScript};

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
    let data = subsetter::subset(&readable_names(&face.data), 0, &remapper)
        .map_err(|reason| format!("the font `{}` could not be cut down: {reason}", face.family))?;
    Ok(Subset { data, ids })
}

/// The font with names that the subsetter can count: it adds their places and lengths in
/// 16 bits, which long or damaged name tables overflow. It copies a table of version 1 as
/// it is, and a PDF reads no names, so such a table is given that version.
fn readable_names(data: &[u8]) -> Cow<'_, [u8]> {
    let Ok(font) = FontRef::new(data) else { return data.into() };
    let records = font.table_directory().table_records();
    let place = records.iter().find(|record| record.tag() == Tag::new(b"name")).map(TableRecord::offset);
    let (Some(place), Ok(names)) = (place.and_then(|at| usize::try_from(at).ok()), font.name()) else {
        return data.into();
    };
    let length = |record: &NameRecord| u32::from(record.length());
    let ends_late =
        |record: &NameRecord| record.string_offset().to_u32() + length(record) > u32::from(u16::MAX);
    let records = names.name_record();
    let total: u32 = records.iter().map(length).fold(0, u32::saturating_add);
    if u16::try_from(total).is_ok() && !records.iter().any(ends_late) {
        return data.into();
    }
    let mut patched = data.to_vec();
    if let Some(version) = patched.get_mut(place..place + 2) {
        version.copy_from_slice(&[0, 1]);
    }
    patched.into()
}

/// The face as an EPUB embeds it for these characters: cut down to them where that saves
/// anything and loses nothing, else the whole file.
pub fn for_epub(face: &Face, characters: &BTreeSet<char>) -> Arc<[u8]> {
    let simple = face.subsettable && characters.iter().all(|c| stands_alone(*c));
    let cut = if simple { with_characters(&face.data, characters) } else { None };
    match cut {
        Some(data) if data.len() < face.data.len() => data.into(),
        _ => Arc::clone(&face.data),
    }
}

/// Whether a character looks the same whatever stands beside it.
fn stands_alone(c: char) -> bool {
    match c.script() {
        // Single letters of Hangul are joined to syllables.
        Script::Hangul => {
            !matches!(c, '\u{1100}'..='\u{11FF}' | '\u{A960}'..='\u{A97F}' | '\u{D7B0}'..='\u{D7FF}')
        }
        // Emoji are joined and coloured.
        Script::Common => !matches!(c, '\u{200C}'..='\u{200F}' | '\u{1F000}'..='\u{1FAFF}'),
        Script::Han
        | Script::Hiragana
        | Script::Katakana
        | Script::Bopomofo
        | Script::Latin
        | Script::Greek
        | Script::Cyrillic
        | Script::Armenian
        | Script::Georgian
        | Script::Cherokee
        | Script::Runic
        | Script::Gothic
        | Script::Ogham => true,
        _ => false,
    }
}

/// The font with the glyphs of these characters and their map; `None` where it cannot be
/// cut down or would lose more than glyphs: what varies, colours.
fn with_characters(data: &[u8], characters: &BTreeSet<char>) -> Option<Vec<u8>> {
    let font = FontRef::new(data).ok()?;
    let held = |tag: &[u8; 4]| font.table_data(Tag::new(tag)).is_some();
    if [b"fvar", b"COLR", b"SVG ", b"CBDT", b"sbix"].into_iter().any(held) {
        return None;
    }
    let map = font.charmap();
    let glyphs = characters.iter().filter_map(|c| u16::try_from(map.map(*c)?.to_u32()).ok());
    let glyphs: BTreeSet<u16> = std::iter::once(0).chain(glyphs).collect();
    let glyphs: Vec<u16> = glyphs.into_iter().collect();
    let file = ReadScope::new(data).read::<FontData<'_>>().ok()?;
    let tables = file.table_provider(0).ok()?;
    allsorts::subset::subset(&tables, &glyphs, &SubsetProfile::Minimal, CmapTarget::Unicode).ok()
}

#[cfg(test)]
mod tests {
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
    fn name_tables_too_long_to_count_do_no_harm() {
        let fonts = FontBook::default();
        let (_, face) = fonts.faces().next().expect("a face");
        let font = FontRef::new(&face.data).expect("a font");
        let records = font.table_directory().table_records();
        let names = records.iter().find(|r| r.tag() == Tag::new(b"name")).expect("names").offset() as usize;
        let count = usize::from(u16::from_be_bytes([face.data[names + 2], face.data[names + 3]]));
        let mut data = face.data.to_vec();
        for record in 0..count {
            // The place of each string, at the end of its record of twelve bytes.
            let place = names + 6 + record * 12 + 10;
            data[place..place + 2].copy_from_slice(&[0xFF, 0xF0]);
        }
        let mut face = Face::clone(face);
        face.data = data.into();
        assert!(for_pdf(&face, &BTreeSet::from([1, 2])).is_ok());
    }

    #[test]
    fn damaged_data_is_an_error_not_a_panic() {
        let fonts = FontBook::default();
        let (_, face) = fonts.faces().next().expect("a face");
        let mut face = Face::clone(face);
        face.data = face.data[..200].into();
        assert!(for_pdf(&face, &BTreeSet::from([1, 2])).is_err());
    }

    #[test]
    fn an_epub_face_keeps_the_map_of_its_characters() {
        for family in [Family::Body, Family::Mono] {
            let fonts = FontBook::default();
            let face = fonts.face(fonts.select(Look { family, bold: false, italic: false }));
            let data = for_epub(face, &BTreeSet::from(['é', 'λ', '—']));
            assert!(data.len() < face.data.len() / 5, "{} of {}", data.len(), face.data.len());
            assert_eq!(for_epub(face, &BTreeSet::from(['é', 'λ', '—'])), data);
            let (cut, whole) =
                (FontRef::new(&data).expect("a font"), FontRef::new(&face.data).expect("a font"));
            for table in [b"cmap", b"OS/2", b"name", b"post", b"head", b"hhea", b"hmtx", b"maxp"] {
                assert!(cut.table_data(Tag::new(table)).is_some(), "{}", String::from_utf8_lossy(table));
            }
            let width = |font: &FontRef<'_>, c: char| {
                let metrics = font.glyph_metrics(
                    skrifa::instance::Size::unscaled(),
                    skrifa::instance::LocationRef::default(),
                );
                font.charmap().map(c).and_then(|glyph| metrics.advance_width(glyph))
            };
            for c in ['é', 'λ', '—'] {
                assert!(width(&cut, c).is_some());
                assert_eq!(width(&cut, c), width(&whole, c), "{c}");
            }
            assert_eq!(cut.charmap().map('Q'), None);
        }
    }

    #[test]
    fn letters_that_join_need_the_whole_face() {
        let fonts = FontBook::default();
        let (_, face) = fonts.faces().next().expect("a face");
        for c in ['ا', 'क', '\u{301}', '\u{1112}', '👍'] {
            assert_eq!(for_epub(face, &BTreeSet::from(['a', c])).len(), face.data.len(), "{c}");
        }
        let mut whole_only = Face::clone(face);
        whole_only.subsettable = false;
        assert_eq!(for_epub(&whole_only, &BTreeSet::from(['a'])).len(), face.data.len());
        whole_only.subsettable = true;
        whole_only.data = face.data[..200].into();
        assert_eq!(for_epub(&whole_only, &BTreeSet::from(['a'])).len(), 200, "damaged");
    }
}
