//! A font file to a [`Face`]: what layout and the backends want to know of it, once.
//!
//! OpenType 1.9: `head`, `hhea`, `OS/2`, `post`, `name`, `cmap`, `hmtx`, read by skrifa.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use skrifa::attribute::Style;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::Metrics;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::TableProvider;
use skrifa::raw::tables::os2::SelectionFlags;
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider, Tag};

use super::coverage::Coverage;

/// A line under or through text, in font units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Its upper edge above the baseline; negative below.
    pub top: i16,
    /// Its thickness.
    pub thickness: i16,
}

/// A face and what is known of it. Vertical metrics are in font units, upwards positive.
#[derive(Clone)]
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
    /// Slant in whole degrees, counter-clockwise: negative for most italics.
    pub italic_angle: i16,
    /// Every glyph is as wide as the next.
    pub monospaced: bool,
    /// Outlines are CFF (else TrueType).
    pub cff: bool,
    /// OS/2 `fsType` allows embedding.
    pub embeddable: bool,
    /// OS/2 `fsType` allows embedding only a part.
    pub subsettable: bool,
    /// The box that holds every glyph: left, bottom, right, top.
    pub bounds: [i16; 4],
    /// The line under text.
    pub underline: Bar,
    /// The line through text.
    pub strikeout: Bar,
    /// The parsed tables, shared by every thread that shapes.
    pub(super) font: harfrust::Font,
    pub(super) coverage: Coverage,
    advances: Vec<u16>,
    features: BTreeSet<[u8; 4]>,
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Face").field("postscript_name", &self.postscript_name).finish_non_exhaustive()
    }
}

impl Face {
    /// Reads a font file.
    ///
    /// # Errors
    /// The reason in words, when the file is no font that can be set and embedded.
    pub fn parse(data: Arc<[u8]>) -> Result<Self, String> {
        refuse_other_formats(&data)?;
        let font = FontRef::new(&data).map_err(|_| "it is not a font, or it is damaged".to_owned())?;
        let cff = refuse_damage(&font, data.len())?;
        let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(Arc::clone(&data));
        let tables = harfrust::Font::new(bytes, 0).ok_or("it is damaged")?;
        let location = LocationRef::default();
        let metrics = font.metrics(Size::unscaled(), location);
        let attributes = font.attributes();
        let (embeddable, subsettable) = permissions(&font);
        let heights = Heights::new(&font, &metrics);
        let family = name(&font, &[StringId::TYPOGRAPHIC_FAMILY_NAME, StringId::FAMILY_NAME]);
        Ok(Self {
            postscript_name: postscript_name(&font, &family),
            family: if family.is_empty() { "Unnamed".to_owned() } else { family },
            units_per_em: metrics.units_per_em,
            ascent: round(metrics.ascent),
            descent: round(metrics.descent),
            cap_height: heights.capitals,
            x_height: heights.x,
            weight: whole(attributes.weight.value()),
            italic: attributes.style != Style::Normal || slanted(&font),
            italic_angle: round(metrics.italic_angle),
            monospaced: metrics.is_monospace,
            cff,
            embeddable,
            subsettable,
            bounds: metrics.bounds.map_or([0; 4], |b| [b.x_min, b.y_min, b.x_max, b.y_max].map(round)),
            underline: bar(metrics.underline, -100, 50, &metrics),
            strikeout: bar(metrics.strikeout, 300, 50, &metrics),
            coverage: Coverage::new(font.charmap().mappings().map(|(c, _)| c)),
            advances: advances(&font, location),
            features: features(&font),
            font: tables,
            data,
        })
    }

    /// The advance width of a glyph in font units; 0 for a glyph the face doesn't have.
    pub fn advance(&self, glyph: u16) -> u16 {
        self.advances.get(usize::from(glyph)).copied().unwrap_or(0)
    }

    /// How many glyphs it has.
    pub fn glyph_count(&self) -> u16 {
        u16::try_from(self.advances.len()).unwrap_or(u16::MAX)
    }

    /// Whether it has a glyph for a character, or shaping makes one.
    pub fn covers(&self, c: char) -> bool {
        self.coverage.contains(c)
    }

    /// Whether it has an OpenType feature that changes glyphs, such as `smcp` or `sups`.
    pub fn has_feature(&self, tag: &[u8; 4]) -> bool {
        self.features.contains(tag)
    }
}

/// Files that hold fonts in ways we don't take.
fn refuse_other_formats(data: &[u8]) -> Result<(), String> {
    match data.get(..4) {
        Some(b"ttcf") => {
            Err("it is a collection of several fonts; save the one you mean as a file of its own".into())
        }
        Some(b"wOFF" | b"wOF2") => Err("it is a web font (WOFF); take the .otf or .ttf file".into()),
        Some(b"\0\x01\0\0" | b"OTTO" | b"true") => Ok(()),
        _ => Err("it is not an OpenType or TrueType font".into()),
    }
}

/// Checks that every table lies within the file and that letters can be drawn; whether
/// the outlines are CFF.
fn refuse_damage(font: &FontRef<'_>, length: usize) -> Result<bool, String> {
    let records = font.table_directory().table_records();
    let whole = records.len() == usize::from(font.table_directory().num_tables())
        && records.iter().all(|record| {
            let end = u64::from(record.offset()) + u64::from(record.length());
            end <= length as u64
        });
    if !whole {
        return Err("the file is cut short".into());
    }
    let has = |tag: &[u8; 4]| font.table_data(Tag::new(tag)).is_some();
    if has(b"CFF2") && !has(b"glyf") && !has(b"CFF ") {
        return Err("it is a variable font with CFF2 outlines; take a static instance of it".into());
    }
    let cff = has(b"CFF ") && !has(b"glyf");
    let truetype = has(b"glyf") && has(b"loca");
    if !(cff || truetype) {
        return Err("it has no outlines".into());
    }
    if font.head().is_err() || font.hmtx().is_err() || font.maxp().is_err() || font.hhea().is_err() {
        return Err("it is damaged: a table it needs can't be read".into());
    }
    if !font.charmap().has_map() {
        return Err("it does not say which glyph shows which character".into());
    }
    let upem = font.head().map_or(0, |head| head.units_per_em());
    if !(16..=16_384).contains(&upem) {
        return Err("it is damaged: its em has no sensible size".into());
    }
    let drawn = "aA1".chars().filter_map(|c| font.charmap().map(c)).chain([GlyphId::new(0)]).all(|id| {
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        font.outline_glyphs().get(id).is_some_and(|glyph| glyph.draw(settings, &mut NoPen).is_ok())
    });
    if drawn { Ok(cff) } else { Err("it is damaged: its outlines can't be read".into()) }
}

/// A pen that draws nowhere: only whether drawing works is asked.
struct NoPen;

impl OutlinePen for NoPen {
    fn move_to(&mut self, _: f32, _: f32) {}
    fn line_to(&mut self, _: f32, _: f32) {}
    fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {}
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {}
    fn close(&mut self) {}
}

/// Whether `fsType` (OpenType, OS/2) allows embedding, and embedding a part. Bit 1 alone
/// forbids it (with others the mildest holds), bit 9 allows only bitmaps, bit 8 only wholes.
fn permissions(font: &FontRef<'_>) -> (bool, bool) {
    let bits = font.os2().map_or(0, |os2| os2.fs_type());
    (bits & 0xF != 0x2 && bits & 0x200 == 0, bits & 0x100 == 0)
}

fn slanted(font: &FontRef<'_>) -> bool {
    font.os2().is_ok_and(|os2| os2.fs_selection().contains(SelectionFlags::ITALIC))
}

struct Heights {
    capitals: i16,
    x: i16,
}

impl Heights {
    /// As OS/2 says, else as `H` and `x` are drawn, else usual shares of the em.
    fn new(font: &FontRef<'_>, metrics: &Metrics) -> Self {
        let em = f32::from(metrics.units_per_em);
        let drawn = |c: char| -> Option<f32> {
            let glyph = font.charmap().map(c)?;
            font.glyph_metrics(Size::unscaled(), LocationRef::default()).bounds(glyph).map(|b| b.y_max)
        };
        let height = |stated: Option<f32>, c: char, share: f32| -> i16 {
            let stated = stated.filter(|h| *h > 0.0);
            round(stated.or_else(|| drawn(c)).filter(|h| *h > 0.0).unwrap_or(em * share))
        };
        Self { capitals: height(metrics.cap_height, 'H', 0.7), x: height(metrics.x_height, 'x', 0.48) }
    }
}

/// The first of these names that the face has, in English if possible.
fn name(font: &FontRef<'_>, ids: &[StringId]) -> String {
    ids.iter()
        .filter_map(|id| font.localized_strings(*id).english_or_first())
        .map(|found| found.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned())
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// PDF names allow few characters: letters, digits and hyphens are safe everywhere.
fn postscript_name(font: &FontRef<'_>, family: &str) -> String {
    let stated = name(font, &[StringId::POSTSCRIPT_NAME]);
    let source = if stated.is_empty() { family } else { &stated };
    let clean: String = source.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(63).collect();
    if clean.is_empty() { "Unnamed".to_owned() } else { clean }
}

fn bar(stated: Option<skrifa::metrics::Decoration>, top: i16, thickness: i16, metrics: &Metrics) -> Bar {
    let usual = |share: i16| round(f32::from(share) * f32::from(metrics.units_per_em) / 1000.0);
    match stated.filter(|d| d.thickness > 0.0) {
        Some(d) => Bar { top: round(d.offset), thickness: round(d.thickness) },
        None => Bar { top: usual(top), thickness: usual(thickness) },
    }
}

fn advances(font: &FontRef<'_>, location: LocationRef<'_>) -> Vec<u16> {
    let metrics = font.glyph_metrics(Size::unscaled(), location);
    let count = metrics.glyph_count().min(u32::from(u16::MAX));
    (0..count).map(|id| whole(metrics.advance_width(GlyphId::new(id)).unwrap_or(0.0))).collect()
}

fn features(font: &FontRef<'_>) -> BTreeSet<[u8; 4]> {
    let Ok(list) = font.gsub().and_then(|gsub| gsub.feature_list()) else { return BTreeSet::new() };
    list.feature_records().iter().map(|record| record.feature_tag().to_be_bytes()).collect()
}

/// Font units from skrifa's floats, which are whole numbers when unscaled.
#[allow(clippy::cast_possible_truncation)]
fn round(value: f32) -> i16 {
    value.round() as i16
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(value: f32) -> u16 {
    value.round() as u16
}
