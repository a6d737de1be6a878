//! Used glyphs to embedded faces: subset, named, with codes, widths and texts
//! (ISO 32000-2, 9.7 and 9.8).
//!
//! Contents are written against the integers that stand in the file: the code of a glyph
//! in the subset, and its width in thousandths of an em, truncated as printpdf truncates
//! it in `/W`.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object};
use printpdf::{ParsedFont, PdfFont, PdfFontHandle, PrintpdfFontMeta};
use skrifa::MetadataProvider;
use skrifa::raw::TableProvider;

use super::object::integer;
use super::survey::Survey;
use super::{findings, hash};
use crate::diagnostic::Diagnostic;
use crate::font::subset::{Subset, for_pdf};
use crate::font::{Face, FontBook, FontId};
use crate::parallel;

/// The faces of a file.
#[derive(Default)]
pub(super) struct Fonts(BTreeMap<FontId, Font>);

/// A face as the file has it.
pub(super) struct Font {
    /// Its name among the resources.
    pub(super) id: printpdf::FontId,
    /// For printpdf's operators.
    pub(super) handle: PdfFontHandle,
    /// What printpdf embeds.
    pub(super) program: PdfFont,
    /// By glyph id of the whole face.
    glyphs: Vec<Option<Glyph>>,
    blank: Option<u16>,
    /// What printpdf guesses of a face and we know.
    pub(super) descriptor: Dictionary,
}

/// A glyph as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Glyph {
    /// What the contents write for it: its id in the subset.
    pub(super) code: u16,
    /// `/W`: thousandths of an em.
    pub(super) width: i64,
    /// `ToUnicode`.
    pub(super) text: String,
}

impl Fonts {
    /// The face, unless it could not be embedded.
    pub(super) fn get(&self, id: FontId) -> Option<&Font> {
        self.0.get(&id)
    }

    /// Every face.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Font> {
        self.0.values()
    }
}

impl Font {
    /// The glyph with this id in the whole face.
    pub(super) fn glyph(&self, id: u16) -> Option<&Glyph> {
        self.glyphs.get(usize::from(id))?.as_ref()
    }

    /// A blank among the glyphs that are used.
    pub(super) fn blank(&self) -> Option<&Glyph> {
        self.glyph(self.blank?)
    }

    /// Every glyph that is used.
    pub(super) fn glyphs(&self) -> impl Iterator<Item = &Glyph> {
        self.glyphs.iter().flatten()
    }
}

/// Embeds the faces that are used, each on its own thread.
pub(super) fn embed(book: &FontBook, survey: &Survey<'_>) -> (Fonts, Vec<Diagnostic>) {
    let used: Vec<(FontId, &Face, &BTreeMap<u16, &str>)> =
        book.faces().filter_map(|(id, face)| Some((id, face.as_ref(), survey.glyphs.get(&id)?))).collect();
    let made = parallel::map(&used, |(id, face, glyphs)| embed_face(*id, face, glyphs));
    let known = |id: &FontId| used.iter().any(|(known, ..)| known == id);
    let unknown = survey.glyphs.iter().filter(|(id, _)| !known(id));
    let mut findings: Vec<Diagnostic> =
        unknown.map(|(_, glyphs)| findings::unknown_font(glyphs.len())).collect();
    let mut fonts = Fonts::default();
    for ((id, face, _), font) in used.iter().zip(made) {
        match font {
            Ok(font) => {
                fonts.0.insert(*id, font);
            }
            Err(reason) => findings.push(findings::unusable_font(&face.family, &reason)),
        }
    }
    (fonts, findings)
}

fn embed_face(id: FontId, face: &Face, used: &BTreeMap<u16, &str>) -> Result<Font, String> {
    let (mut used, mut stand_in) = (used.clone(), None);
    if used.contains_key(&0)
        && let Some((id, text)) = sign_for_none(face)
    {
        used.remove(&0);
        used.entry(id).or_insert(text);
        stand_in = Some(id);
    }
    let used = &used;
    let wanted: BTreeSet<u16> = used.keys().copied().collect();
    let subset = for_pdf(face, &wanted)?;
    let mut parsed = ParsedFont::from_bytes(&subset.data, 0, &mut Vec::new())
        .ok_or("its tables cannot be read once it is cut down to the glyphs used")?;
    parsed.font_name = Some(tagged_name(face, &wanted));
    let mut glyphs = glyph_table(&parsed, &subset, used);
    if let Some(sign) = stand_in.and_then(|id| glyphs.get(usize::from(id)).cloned())
        && let Some(none) = glyphs.first_mut()
    {
        *none = sign;
    }
    // Not `F1`…`F14`: printpdf takes those for the fonts every reader brings.
    let name = printpdf::FontId(format!("T{}", id.0));
    Ok(Font {
        handle: PdfFontHandle::External(name.clone()),
        id: name,
        program: PdfFont::with_meta(
            parsed,
            PrintpdfFontMeta { requires_subsetting: false, ..PrintpdfFontMeta::default() },
        ),
        blank: used.iter().find(|(_, text)| **text == " ").map(|(id, _)| *id),
        glyphs,
        descriptor: descriptor(face, used),
    })
}

/// What a face has to show where it has no glyph: PDF/A and PDF/UA let no text show the
/// glyph of none.
fn sign_for_none(face: &Face) -> Option<(u16, &'static str)> {
    const SIGNS: [(char, &str); 3] = [('\u{fffd}', "\u{fffd}"), ('\u{25a1}', "\u{25a1}"), ('?', "?")];
    let map = skrifa::FontRef::new(&face.data).ok()?;
    let map = map.charmap();
    SIGNS.iter().find_map(|(sign, text)| Some((u16::try_from(map.map(*sign)?.to_u32()).ok()?, *text)))
}

/// `ABCDEF+PostScriptName`; the tag stands for the choice of glyphs. A face that may only
/// be embedded whole has none.
fn tagged_name(face: &Face, glyphs: &BTreeSet<u16>) -> String {
    let plain = |c: &char| c.is_ascii_graphic() && !"()<>[]{}/%#".contains(*c);
    let name: String = face.postscript_name.chars().filter(plain).collect();
    let name = if name.is_empty() { "Font".to_owned() } else { name };
    if !face.subsettable {
        return name;
    }
    let bytes: Vec<u8> = glyphs.iter().flat_map(|id| id.to_be_bytes()).chain(name.bytes()).collect();
    format!("{}+{name}", hash::tag(&bytes))
}

fn glyph_table(font: &ParsedFont, subset: &Subset, used: &BTreeMap<u16, &str>) -> Vec<Option<Glyph>> {
    let mut table = Vec::new();
    for (old, code) in &subset.ids {
        let Some(text) = used.get(old) else { continue };
        let at = usize::from(*old);
        if at >= table.len() {
            table.resize(at + 1, None);
        }
        let width = thousandths(font, *code);
        table[at] = Some(Glyph { code: *code, width, text: (*text).to_owned() });
    }
    table
}

/// The width that printpdf writes into `/W`, by its very expression.
#[allow(clippy::cast_possible_truncation)] // Truncation is what `/W` has.
fn thousandths(font: &ParsedFont, glyph: u16) -> i64 {
    let units = f32::from(font.pdf_font_metrics.units_per_em);
    font.get_glyph_width(glyph).map_or(0, |width| (f32::from(width) * 1000.0 / units) as i64)
}

/// Flags of a font descriptor (ISO 32000-2, table 121).
mod flag {
    pub(super) const FIXED_PITCH: i64 = 1;
    pub(super) const SERIF: i64 = 1 << 1;
    pub(super) const SYMBOLIC: i64 = 1 << 2;
    pub(super) const NONSYMBOLIC: i64 = 1 << 5;
    pub(super) const ITALIC: i64 = 1 << 6;
}

/// The entries of a font descriptor that come from the whole face.
fn descriptor(face: &Face, used: &BTreeMap<u16, &str>) -> Dictionary {
    let per_mille = |n: i16| i64::from(n) * 1000 / i64::from(face.units_per_em.max(1));
    let latin = used.values().all(|text| text.chars().all(is_standard_latin));
    let mut flags = if latin { flag::NONSYMBOLIC } else { flag::SYMBOLIC };
    for (holds, bit) in
        [(face.monospaced, flag::FIXED_PITCH), (has_serifs(face), flag::SERIF), (face.italic, flag::ITALIC)]
    {
        flags |= if holds { bit } else { 0 };
    }
    let mut entries = Dictionary::new();
    entries.set("Flags", flags);
    entries.set("Ascent", per_mille(face.ascent));
    entries.set("Descent", per_mille(face.descent));
    entries.set("CapHeight", per_mille(face.cap_height));
    entries.set("XHeight", per_mille(face.x_height));
    entries.set("ItalicAngle", i64::from(face.italic_angle));
    entries.set("FontBBox", face.bounds.map(|edge| Object::Integer(per_mille(edge))).to_vec());
    entries.set("StemV", stem(face.weight));
    entries.set("FontWeight", integer(usize::from(face.weight.clamp(100, 900) / 100 * 100)));
    entries
}

/// Whether readers may take a letter to be of the standard Latin set: letters of Western
/// and Central Europe, punctuation, ligatures.
fn is_standard_latin(c: char) -> bool {
    matches!(u32::from(c), 0..=0x24f | 0x2bb..=0x2dd | 0x2000..=0x206f | 0x20a0..=0x20bf | 0x2100..=0x22ff | 0xfb00..=0xfb06)
}

/// By the face's PANOSE numbers, else by its family class (both in `OS/2`), else, since many
/// faces leave both blank, by its name.
fn has_serifs(face: &Face) -> bool {
    let os2 = skrifa::FontRef::new(&face.data).and_then(|font| font.os2());
    let (panose, class) = os2.map_or(([0, 0], 0), |os2| {
        let panose = os2.panose_10();
        let first = |at: usize| panose.get(at).copied().unwrap_or_default();
        ([first(0), first(1)], os2.s_family_class() >> 8)
    });
    match (panose, class) {
        // Latin text: serif styles are 2 to 10, sans-serif ones 11 to 15.
        ([2, style @ 2..=15], _) => style <= 10,
        (_, 1..=5 | 7) => true,
        (_, 8) => false,
        _ => !face.monospaced && !["Sans", "Gothic", "Grotesk"].iter().any(|word| face.family.contains(word)),
    }
}

/// Width of vertical stems. No table has it; readers use it only to imitate a missing
/// face, and this estimate from the weight is the usual one.
fn stem(weight: u16) -> i64 {
    let weight = i64::from(weight);
    50 + (weight * weight + 2112) / 4225
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_grow_with_weight() {
        assert_eq!((stem(400), stem(700)), (88, 166));
    }

    #[test]
    fn latin_is_told_from_greek() {
        assert!("Čapek’s ﬁn—€".chars().all(is_standard_latin));
        assert!(!is_standard_latin('λ') && !is_standard_latin('ж'));
    }
}
