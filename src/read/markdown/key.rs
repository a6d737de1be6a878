//! The word after `@`: Pandoc's rule for keys, and which of them are labels.

use super::spans::is_cjk;

/// What the labels of numbered things begin with (Quarto's words).
const KINDS: &[&str] = &[
    "fig", "tbl", "lst", "eq", "sec", "part", "thm", "lem", "cor", "prp", "cnj", "def", "exm", "exr", "sol",
    "rem", "alg", "nte", "tip", "wrn", "imp", "cau",
];

/// Longer than any key.
const LONGEST: usize = 200;

/// A key in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// Without `@` and braces.
    pub name: String,
    /// The offset after it.
    pub end: usize,
}

/// The key that begins at `text[at..]`, after its `@`. Signs belong to it only between
/// letters, so that a full stop ends the sentence; so does the change from Latin letters
/// to a particle, as in `@fig-map에서`.
pub(super) fn parse(text: &str, at: usize) -> Option<Key> {
    let rest = text.get(at..)?;
    if let Some(inner) = rest.strip_prefix('{') {
        let end = inner.char_indices().take(LONGEST).find(|(_, c)| matches!(c, '}' | '{' | '\n'))?;
        let name = &inner[..end.0];
        return (end.1 == '}' && !name.trim().is_empty())
            .then(|| Key { name: name.to_owned(), end: at + end.0 + 2 });
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut end = 0;
    let mut before = None;
    let mut chars = rest.char_indices().take(LONGEST).peekable();
    while let Some((index, c)) = chars.next() {
        if is_word(c) {
            if is_cjk(c) && before.is_some_and(|b: char| b.is_ascii_alphanumeric()) {
                break;
            }
            end = index + c.len_utf8();
        } else if index == 0
            || !":.#%-+?/".contains(c)
            || !chars.peek().is_some_and(|(_, next)| is_word(*next))
        {
            break;
        }
        before = Some(c);
    }
    (end > 0).then(|| Key { name: rest[..end].to_owned(), end: at + end })
}

/// The label that a key names, if it begins as labels do, and whether it was written with
/// a capital: `Fig-map` is the label `fig-map` at the beginning of a sentence.
pub(super) fn label(key: &str) -> Option<(String, bool)> {
    let split = key.find(['-', ':'])?;
    let (kind, name) = (&key[..split], &key[split + 1..]);
    let first = kind.chars().next()?;
    let capital = first.is_ascii_uppercase();
    let lower = format!("{}{}", first.to_ascii_lowercase(), &kind[first.len_utf8()..]);
    let known = KINDS.contains(&lower.as_str()) || (lower == "tab" && key[split..].starts_with(':'));
    (known && !name.is_empty()).then(|| (format!("{lower}{}", &key[split..]), capital))
}

/// The keys of `see @k, p. 3; @b`: of each piece between semicolons the first. Empty when
/// a piece has none: then the brackets hold something else.
pub(super) fn cited(written: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for piece in written.split(';') {
        let first = piece.match_indices('@').find_map(|(at, _)| {
            let before = piece[..at].chars().next_back();
            let free = before.is_none_or(|c| begins_after(c) && c != '\\');
            parse(piece, at + 1).filter(|_| free)
        });
        match first {
            Some(key) => keys.push(key.name),
            None if piece.trim().is_empty() => {}
            None => return Vec::new(),
        }
    }
    keys
}

/// Whether an `@` after this character can begin a key: it can't within an address.
pub(super) fn begins_after(c: char) -> bool {
    (!c.is_alphanumeric() || is_cjk(c)) && !matches!(c, '/' | '_' | '.' | '@')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<String> {
        parse(text, 0).map(|key| key.name)
    }

    #[test]
    fn a_key_ends_before_punctuation_that_ends_the_sentence() {
        assert_eq!(name("fig-x. And").as_deref(), Some("fig-x"));
        assert_eq!(name("fig-x's").as_deref(), Some("fig-x"));
        assert_eq!(name("fig-a_b--c").as_deref(), Some("fig-a_b"));
        assert_eq!(name("doe.a:2000/b, p").as_deref(), Some("doe.a:2000/b"));
        assert_eq!(parse("x@{a b, c}d", 2), Some(Key { name: "a b, c".into(), end: 10 }));
        assert_eq!((name("{}"), name("-x"), name(""), name("{a\n}")), (None, None, None, None));
        assert_eq!(name("fig-map에서").as_deref(), Some("fig-map"));
        assert_eq!(name("fig-지도").as_deref(), Some("fig-지도"));
    }

    #[test]
    fn labels_begin_with_the_word_of_their_kind() {
        assert_eq!(label("fig-a"), Some(("fig-a".into(), false)));
        assert_eq!(label("Tbl-a"), Some(("tbl-a".into(), true)));
        assert_eq!(label("tab:a-b"), Some(("tab:a-b".into(), false)));
        assert_eq!((label("figs-a"), label("fig"), label("fig-"), label("tab-a")), (None, None, None, None));
    }

    #[test]
    fn every_piece_of_a_citation_has_a_key() {
        assert_eq!(cited("see @a, p. 3; -@b and @c"), ["a", "b"]);
        assert_eq!(cited("@a; b"), [""; 0]);
        assert_eq!(cited("a@b.c"), [""; 0]);
        assert_eq!(cited("\\@a"), [""; 0]);
    }
}
