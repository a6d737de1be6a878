//! The roles of those who make books: MARC relators by word or code
//! (id.loc.gov/vocabulary/relators).

use crate::diagnostic::nearest;

/// One line a role: its code, then its word.
const RELATORS: &str = include_str!("relators.txt");

fn relators() -> impl Iterator<Item = (&'static str, &'static str)> {
    RELATORS.lines().filter_map(|line| line.split_once(' '))
}

/// Every role's word.
pub(crate) fn words() -> impl Iterator<Item = &'static str> {
    relators().map(|(_, word)| word)
}

/// The code of a role named by word or code; for an unknown one, the nearest word.
pub(super) fn parse(text: &str) -> Result<&'static str, Option<&'static str>> {
    let text = text.trim();
    let plain = text.replace(['-', '_'], " ");
    relators()
        .find(|(code, word)| {
            text.eq_ignore_ascii_case(code) || plain.eq_ignore_ascii_case(&word.replace('-', " "))
        })
        .map(|(code, _)| code)
        .ok_or_else(|| nearest(text, relators().map(|(_, word)| word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_codes_name_roles() {
        assert_eq!(parse("translator"), Ok("trl"));
        assert_eq!(parse("Translator"), Ok("trl"));
        assert_eq!(parse("edt"), Ok("edt"));
        assert_eq!(parse("cover-designer"), Ok("cov"));
        assert_eq!(parse("translater"), Err(Some("translator")));
        assert_eq!(parse("wizard"), Err(None));
    }

    #[test]
    fn the_table_is_sound() {
        for (code, word) in relators() {
            assert!(code.len() == 3 && code.bytes().all(|b| b.is_ascii_lowercase()), "{code}");
            assert!(!word.is_empty());
        }
        assert_eq!(relators().count(), RELATORS.lines().count());
    }
}
