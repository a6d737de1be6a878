//! How far characters hang out of the measure, so that its edges look straight.
//!
//! Shares of a glyph's width, after Thành, "Micro-typographic extensions to the TeX
//! typesetting system" (2000), and the tables of the LaTeX package microtype.

use crate::font::shape::Shaped;

/// What hangs out of `text` in font units: its first glyph at a line's start, its last at
/// a line's end. Glyphs run left to right.
pub(super) fn of(text: &str, shaped: &Shaped) -> (i32, i32) {
    let edge = |glyph: Option<&crate::font::shape::ShapedGlyph>, share: i32| {
        glyph.map_or(0, |g| g.advance.saturating_mul(share) / 1000)
    };
    let left = text.chars().next().map_or(0, at_start);
    let right = text.chars().next_back().map_or(0, at_end);
    (edge(shaped.glyphs.first(), left), edge(shaped.glyphs.last(), right))
}

/// Thousandths of its width that a character hangs out at the start of a line.
fn at_start(c: char) -> i32 {
    match c {
        '“' | '„' | '‘' | '‚' | '"' | '\'' => 350,
        '«' | '‹' | '»' | '›' => 250,
        '(' | '[' => 50,
        'A' | 'Á' | 'À' | 'Â' | 'Ä' | 'V' | 'W' | 'Y' => 50,
        'T' | 'J' => 50,
        _ => 0,
    }
}

/// Thousandths of its width that a character hangs out at the end of a line.
fn at_end(c: char) -> i32 {
    match c {
        '-' | '‐' | '‑' => 500,
        '.' | ',' => 600,
        ';' | ':' => 300,
        '”' | '’' | '“' | '‘' | '"' | '\'' => 350,
        '»' | '›' | '«' | '‹' => 250,
        '—' | '–' => 200,
        '!' | '?' => 100,
        ')' | ']' => 50,
        'A' | 'Y' | 'T' | 'V' | 'W' | 'L' => 50,
        'r' | 'y' | 'v' | 'w' | 'k' => 50,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::shape::ShapedGlyph;

    #[test]
    fn only_the_outer_glyphs_hang_out() {
        let glyph = |advance| ShapedGlyph { id: 1, cluster: 0, advance, dx: 0, dy: 0 };
        let shaped = Shaped { glyphs: vec![glyph(400), glyph(500), glyph(200)], advance: 1100 };
        assert_eq!(of("“a.", &shaped), (140, 120));
        assert_eq!(of("aaa", &shaped), (0, 0));
        assert_eq!(of("", &Shaped::default()), (0, 0));
    }
}
