//! Where words may be divided (Liang's patterns by hypher, the author's exceptions first).

use crate::model::manifest::Hyphenation;

/// The places where `word` may be divided, as byte offsets in rising order; empty when
/// the language is unknown, or the word is too short, has capitals inside or digits.
/// The author's `exceptions` come first; soft hyphens in the word are handled by the caller.
pub fn breaks(_word: &str, _lang: &str, _settings: &Hyphenation) -> Vec<usize> {
    Vec::new()
}
