//! Fixes of page makeup that the author keeps in the source: `::: {.fit lines=-1
//! edition=paperback}` round a paragraph.
//!
//! `read` takes the div away and leaves the fix with each of its paragraphs, as a pair
//! [`KEY`] that no author writes, so that everything else meets a plain paragraph.

use super::Attributes;

/// The key of a fix among a paragraph's attributes.
pub const KEY: &str = "fit";

/// The key under which a div of the class `keep` names its editions.
pub const KEPT_IN: &str = "kept-in";

/// Lines more or fewer than this are no fix.
pub const MOST: i32 = 9;

/// Leaves a fix with a paragraph: so many lines more or fewer than are best for it, in these
/// editions, in all where none is named.
pub fn note(attrs: &mut Attributes, lines: i32, editions: &str) {
    attrs.pairs.push((KEY.to_owned(), format!("{lines} {editions}")));
}

/// How many lines more or fewer a paragraph should have in an edition. The innermost fix
/// that names the edition holds, before one for every edition.
pub fn lines(attrs: &Attributes, edition: &str) -> Option<i32> {
    let fixes = attrs.pairs.iter().filter(|(key, _)| key == KEY).filter_map(|(_, value)| {
        let (lines, editions) = value.split_once(' ')?;
        Some((lines.parse::<i32>().ok()?, editions))
    });
    let mut for_all = None;
    for (lines, editions) in fixes {
        let mut names = names(editions).peekable();
        if names.peek().is_none() {
            for_all = for_all.or(Some(lines));
        } else if names.any(|name| name == edition) {
            return Some(lines);
        }
    }
    for_all
}

/// The names of editions that a fix lists.
pub fn names(value: &str) -> impl Iterator<Item = &str> {
    value.split([',', ' ', ';']).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_fix_of_an_edition_holds() {
        let mut attrs = Attributes::default();
        note(&mut attrs, -1, "");
        note(&mut attrs, 1, "large, pocket");
        note(&mut attrs, 2, "pocket");
        let of = |edition| lines(&attrs, edition);
        assert_eq!([of("paperback"), of("large"), of("pocket")], [Some(-1), Some(1), Some(1)]);
        assert_eq!(lines(&Attributes::default(), "large"), None);
    }
}
