//! Where upright and slanted letters meet without a space: white so that they do not touch.

use super::protrusion::Letters;
use super::units::{After, Unit, UnitKind, Units};
use crate::font::FontBook;
use crate::model::length::Length;

/// Widens the first of two neighbours by what slanted ink reaches into the other, as in
/// `(`*of*`)`.
pub(super) fn part(units: &mut Units, fonts: &FontBook, letters: &mut Letters) {
    let styles = &units.flat.styles;
    if !styles.iter().any(|style| style.look.italic) {
        return;
    }
    for at in 1..units.list.len() {
        let (before, after) = (&units.list[at - 1], &units.list[at]);
        if before.after != After::Nothing || before.level % 2 == 1 || after.level != before.level {
            continue;
        }
        let is_italic = |unit: &Unit| styles[unit.style as usize].look.italic;
        let reach = match (is_italic(before), is_italic(after)) {
            (true, false) => {
                overhang(before, (fonts, &mut *letters), styles[before.style as usize].size, true)
            }
            (false, true) => {
                overhang(after, (fonts, &mut *letters), styles[after.style as usize].size, false)
            }
            _ => continue,
        };
        let both_words = matches!((&before.kind, &after.kind), (UnitKind::Word(_), UnitKind::Word(_)));
        if both_words {
            units.list[at - 1].width += reach;
        }
    }
}

/// What a word's ink reaches beyond its end or its beginning.
fn overhang(unit: &Unit, (fonts, letters): (&FontBook, &mut Letters), size: Length, at_end: bool) -> Length {
    let UnitKind::Word(word) = &unit.kind else { return Length::ZERO };
    let glyphs = &word.shaped.glyphs;
    let Some(glyph) = (if at_end { glyphs.last() } else { glyphs.first() }) else { return Length::ZERO };
    let (left, right) = letters.overhang((fonts, word.font), glyph.id);
    Length(i64::from(if at_end { right } else { left })).scale(size.0, word.units_per_em)
}
