//! French sets blanks that break no line before `; : ! ?` and inside `« »`: where the author
//! typed an ordinary blank and where none was typed (Imprimerie nationale; in Canada the
//! rule of the Office de la langue française, in Switzerland the Guide du typographe).

use super::quotes::primary;

/// The blanks of a kind of French.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spacing {
    /// Before `; ! ?`, and whether it is set where none was typed.
    high: (char, bool),
    /// Before `:`.
    colon: char,
    /// Inside guillemets; `None` where an author's own blank is only kept from breaking.
    inside: Option<char>,
}

/// The thin blank that breaks no line.
const NARROW: char = '\u{202f}';
const NO_BREAK: char = '\u{a0}';

const FRANCE: Spacing = Spacing { high: (NARROW, true), colon: NO_BREAK, inside: Some(NARROW) };
const CANADA: Spacing = Spacing { high: (NARROW, false), colon: NO_BREAK, inside: Some(NO_BREAK) };
const SWITZERLAND: Spacing = Spacing { high: (NARROW, true), colon: NARROW, inside: None };

/// The blanks of a language, if it has its own.
pub(super) fn of(lang: &str) -> Option<Spacing> {
    if primary(lang) != "fr" {
        return None;
    }
    let region = lang.rsplit(['-', '_']).next().unwrap_or_default();
    Some(match region.to_ascii_lowercase().as_str() {
        "ca" => CANADA,
        "ch" => SWITZERLAND,
        _ => FRANCE,
    })
}

impl Spacing {
    /// `text` with its blanks, between the characters `before` and `after` it.
    pub(super) fn set(self, text: &str, before: Option<char>, after: Option<char>) -> String {
        let mut out = String::with_capacity(text.len() + 8);
        let mut last = before;
        for (at, c) in text.char_indices() {
            let rest = &text[at + c.len_utf8()..];
            if let Some(blank) = self.before(c, last, rest, after) {
                if last == Some(' ') && out.ends_with(' ') {
                    // Only a single blank between words is one the author meant so.
                    let word = out[..out.len() - 1].chars().next_back().or(before);
                    if word.is_some_and(|c| !c.is_whitespace()) {
                        out.pop();
                        out.push(blank);
                    }
                } else if !last.is_some_and(char::is_whitespace) {
                    out.push(blank);
                }
            } else if c == ' ' && last == Some('«') && !rest.starts_with(' ') {
                out.push(self.inside.unwrap_or(NARROW));
                last = Some(c);
                continue;
            } else if last == Some('«') && !c.is_whitespace() {
                out.extend(self.inside);
            }
            out.push(c);
            last = Some(c);
        }
        out
    }

    /// The blank that belongs before `c`, if `c` ends what stands before it.
    fn before(self, c: char, last: Option<char>, rest: &str, after: Option<char>) -> Option<char> {
        let typed = last == Some(' ');
        match c {
            '»' if typed => Some(self.inside.unwrap_or(NARROW)),
            '»' => self.inside.filter(|_| last.is_some_and(|c| !c.is_whitespace())),
            ';' | '!' | '?' if typed => Some(self.high.0),
            ':' if typed => Some(self.colon),
            ';' | '!' | '?' => Some(self.high.0).filter(|_| self.high.1 && ends(last, rest, after)),
            ':' => Some(self.colon).filter(|_| ends(last, rest, after)),
            _ => None,
        }
    }
}

/// Whether a sign stands at the end of words: after a letter or what closes, before a
/// blank or other signs that close. `10:30` and `a?b=c` are no words.
fn ends(last: Option<char>, rest: &str, after: Option<char>) -> bool {
    let closes = |c: char| ";:!?.…\"'”’»)]*_".contains(c);
    let word = last.is_some_and(|c| c.is_alphanumeric() || ")]»”’…%\"'".contains(c));
    let next = rest.chars().find(|c| !closes(*c));
    word && match next {
        Some(c) => c.is_whitespace(),
        None => after.is_none_or(|c| c.is_whitespace() || closes(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(lang: &str, text: &str) -> String {
        of(lang).map_or_else(|| text.to_owned(), |spacing| spacing.set(text, None, None))
    }

    #[test]
    fn blanks_are_narrowed_and_added() {
        assert_eq!(
            set("fr", "Quoi ? Non! Si: «a» « b »"),
            "Quoi\u{202f}? Non\u{202f}! Si\u{a0}: «\u{202f}a\u{202f}» «\u{202f}b\u{202f}»"
        );
        assert_eq!(
            set("fr-FR", "Hein?! « Oui! »; (ah!) 10:30 a?b"),
            "Hein\u{202f}?! «\u{202f}Oui\u{202f}!\u{202f}»\u{202f}; (ah\u{202f}!) 10:30 a?b"
        );
        assert_eq!(set("fr-CA", "Quoi ? Non! Si: «a»"), "Quoi\u{202f}? Non! Si\u{a0}: «\u{a0}a\u{a0}»");
        assert_eq!(set("fr-CH", "Quoi ? Non! «a»"), "Quoi\u{202f}? Non\u{202f}! «a»");
        assert_eq!(set("de", "Was ? «a»"), "Was ? «a»");
    }

    #[test]
    fn other_blanks_stay() {
        for text in ["a\u{a0}!", "a\u{202f}?", ":-)", "::", "!", "a  !", "http:"] {
            let after = Some('/').filter(|_| text == "http:");
            assert_eq!(FRANCE.set(text, None, after), text);
        }
        assert_eq!(FRANCE.set("!", Some('t'), None), "\u{202f}!", "after markup");
        assert_eq!(FRANCE.set(" !", Some('t'), None), "\u{202f}!");
    }
}
