//! How far characters hang out of the measure, so that its edges look straight.
//!
//! Signs by shares of their width, after Thành, "Micro-typographic extensions to the TeX
//! typesetting system" (2000), and the tables of the LaTeX package microtype; letters, of
//! whatever script and face, by the white that their own outlines leave at the side.

use std::collections::BTreeMap;

use crate::font::shape::{Shaped, ShapedGlyph};
use crate::font::{FontBook, FontId};

/// Letters never hang out by more than this, thousandths of an em: they would be missed in
/// the line.
const FURTHEST: i32 = 28;

/// What letters hang out by, so far as they were met: left and right, in font units.
#[derive(Debug, Default)]
pub(super) struct Letters(BTreeMap<(FontId, u16), (i32, i32)>);

impl Letters {
    /// What hangs out of `text` in font units: its first glyph at a line's start, its last
    /// at a line's end. Glyphs run left to right.
    pub(super) fn of(&mut self, text: &str, shaped: &Shaped, font: (&FontBook, FontId)) -> (i32, i32) {
        let left = edge(shaped.glyphs.first(), text.chars().next(), at_start);
        let right = edge(shaped.glyphs.last(), text.chars().next_back(), at_end);
        let mut resolve = |edge: Edge, side: fn((i32, i32)) -> i32| match edge {
            Edge::Sign(hang) => hang,
            Edge::Letter(glyph) => {
                side(*self.0.entry((font.1, glyph)).or_insert_with(|| letter(font, glyph)))
            }
        };
        (resolve(left, |sides| sides.0), resolve(right, |sides| sides.1))
    }
}

/// What a glyph at an edge hangs out by.
enum Edge {
    Sign(i32),
    Letter(u16),
}

fn edge(glyph: Option<&ShapedGlyph>, c: Option<char>, share: fn(char) -> i32) -> Edge {
    match (glyph, c) {
        (Some(glyph), Some(c)) if c.is_alphabetic() => Edge::Letter(glyph.id),
        (Some(glyph), Some(c)) => Edge::Sign(glyph.advance.saturating_mul(share(c)) / 1000),
        _ => Edge::Sign(0),
    }
}

/// Half of the white that a letter has more than a stem has, on both sides.
fn letter((fonts, font): (&FontBook, FontId), glyph: u16) -> (i32, i32) {
    let face = fonts.face(font);
    let em = i32::from(face.units_per_em);
    let Some((left, right)) = face.whiter_sides(glyph) else { return (0, 0) };
    let hang = |white: i32| (white / 2).clamp(0, em * FURTHEST / 1000);
    (hang(left), hang(right))
}

/// Thousandths of its width that a sign hangs out at the start of a line.
fn at_start(c: char) -> i32 {
    match c {
        '“' | '„' | '‘' | '‚' | '"' | '\'' => 350,
        '«' | '‹' | '»' | '›' => 60,
        '(' | '[' => 50,
        _ => 0,
    }
}

/// Thousandths of its width that a sign hangs out at the end of a line.
pub(super) fn at_end(c: char) -> i32 {
    match c {
        '-' | '‐' | '‑' => 500,
        '.' | ',' => 600,
        ';' | ':' => 300,
        '”' | '’' | '“' | '‘' | '"' | '\'' => 350,
        '»' | '›' | '«' | '‹' => 60,
        '—' | '–' => 200,
        '!' | '?' => 100,
        ')' | ']' => 50,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::Family;
    use crate::font::Look;
    use crate::font::shape::{Shaper, Shaping};

    #[test]
    fn signs_and_letters_hang_out_at_the_edges() {
        let fonts = FontBook::default();
        let font = fonts.select(Look { family: Family::Body, bold: false, italic: false });
        let mut shaper = Shaper::new(&fonts);
        let mut letters = Letters::default();
        let mut of = |text: &str| {
            let shaped = shaper.shape(text, &Shaping::plain(font, "en".into()));
            letters.of(text, &shaped, (&fonts, font))
        };
        let em = i32::from(fonts.face(font).units_per_em);
        let (quote, stop) = of("“H.");
        assert!(quote > em / 20 && stop > em / 20, "{quote} {stop}");
        let (t, a) = of("TA");
        assert!(t > em / 100 && a > em / 100 && t.max(a) <= em * FURTHEST / 1000, "{t} {a}");
        assert_eq!(of("HH"), (0, 0));
        assert_eq!(letters.of("", &Shaped::default(), (&fonts, font)), (0, 0));
    }
}
