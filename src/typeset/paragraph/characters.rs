//! Characters that a line treats in a way of their own: spaces, signs without width, scripts.

/// Languages written from right to left.
pub(super) fn is_rtl_language(lang: &str) -> bool {
    let primary = lang.split('-').next().unwrap_or_default();
    ["ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "ckb", "dv", "syr"].contains(&primary)
}

/// Spaces that are units of their own.
pub(super) fn is_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    ) || (c.is_control() && c != '\n')
}

/// Signs that have done their work when the text is cut.
pub(super) fn is_dropped(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Spaces of a width of their own, as a share of the em.
pub(super) fn fixed_width(c: char) -> Option<(i64, i64)> {
    Some(match c {
        '\u{2000}' | '\u{2002}' | '\u{2007}' => (1, 2),
        '\u{2001}' | '\u{2003}' | '\u{3000}' => (1, 1),
        '\u{2004}' => (1, 3),
        '\u{2005}' | '\u{2008}' => (1, 4),
        '\u{2006}' | '\u{2009}' | '\u{202f}' => (1, 6),
        '\u{200a}' => (1, 10),
        '\u{205f}' => (2, 9),
        _ => return None,
    })
}

/// Characters between which lines end without a space.
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{312f}' | '\u{3190}'..='\u{4dbf}' | '\u{4e00}'..='\u{a4cf}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}
