//! `{#label .class key="a value" -}` to [`Attributes`]: Pandoc's attributes, read from
//! the source itself, because Markdown parsers split quoted values at blanks.

use crate::model::Attributes;

/// Longer than any attributes an author writes; keeps hostile input from being read twice.
const LONGEST: usize = 4096;

/// The attributes that begin with the `{` at `text[at..]`, and the offset after their `}`.
/// `None` when it is not wholly well-formed: then it is text.
pub(super) fn parse(text: &str, at: usize) -> Option<(Attributes, usize)> {
    let rest = text.get(at..)?;
    let body = rest.strip_prefix('{')?;
    let mut cursor = Cursor { rest: body };
    let mut attrs = Attributes::default();
    loop {
        cursor.skip_blanks()?;
        let read = rest.len() - cursor.rest.len();
        if read > LONGEST {
            return None;
        }
        let first = cursor.rest.chars().next()?;
        match first {
            '}' => return Some((attrs, at + read + 1)),
            '#' => {
                cursor.advance(1);
                attrs.label = Some(cursor.word()?.to_owned());
            }
            '.' => {
                cursor.advance(1);
                attrs.classes.push(cursor.word()?.to_owned());
            }
            '-' if cursor.rest[1..].starts_with(|c: char| c == '}' || c.is_ascii_whitespace()) => {
                cursor.advance(1);
                attrs.classes.push("unnumbered".to_owned());
            }
            c if c.is_alphabetic() || c == '_' || c == ':' => {
                let key = cursor.key()?.to_owned();
                attrs.pairs.push((key, cursor.value()?));
            }
            _ => return None,
        }
    }
}

/// The attributes that end `text` (blanks and a closing row of `#` aside), and where they
/// begin: what a heading or a caption says of itself.
pub(super) fn trailing(text: &str) -> Option<(Attributes, usize)> {
    let mut end = text.trim_end();
    let bare = end.trim_end_matches('#');
    if bare.len() < end.len() && bare.ends_with([' ', '\t']) {
        end = bare.trim_end();
    }
    if !end.ends_with('}') {
        return None;
    }
    // From the right: the first brace from which everything up to the end is attributes.
    let from = end.len().saturating_sub(LONGEST);
    let braces = end.bytes().enumerate().rev().take_while(|(at, _)| *at >= from).filter(|(_, b)| *b == b'{');
    for (at, _) in braces.take(8) {
        if at > 0 && end.as_bytes()[at - 1] == b'\\' {
            return None;
        }
        if let Some((attrs, stop)) = parse(end, at) {
            return (stop == end.len() && !belongs_inside(&end[..at])).then_some((attrs, at));
        }
    }
    None
}

/// Whether attributes after this text are those of what ends it: a span, a link, code.
fn belongs_inside(before: &str) -> bool {
    let link = || before.rfind("](").is_some_and(|at| !before[at..before.len() - 1].contains(')'));
    match before.bytes().next_back() {
        Some(b']') => !before.ends_with("[]"),
        Some(b'`') => true,
        Some(b')') => link(),
        _ => false,
    }
}

struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    fn advance(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    /// Skips blanks and at most one line end: attributes don't reach over a blank line.
    fn skip_blanks(&mut self) -> Option<()> {
        let trimmed = self.rest.trim_start_matches([' ', '\t', '\n']);
        let skipped = &self.rest[..self.rest.len() - trimmed.len()];
        self.rest = trimmed;
        (skipped.matches('\n').count() < 2).then_some(())
    }

    fn take_while(&mut self, fits: impl Fn(char) -> bool) -> Option<&'a str> {
        let end = self.rest.find(|c| !fits(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!word.is_empty()).then_some(word)
    }

    fn word(&mut self) -> Option<&'a str> {
        self.take_while(|c| !c.is_whitespace() && !"{}[]=\"'#<>`".contains(c))
    }

    fn key(&mut self) -> Option<&'a str> {
        let key = self.take_while(|c| c.is_alphanumeric() || "-_:.".contains(c))?;
        self.rest = self.rest.strip_prefix('=')?;
        Some(key)
    }

    fn value(&mut self) -> Option<String> {
        let Some(quote) = self.rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            return self.take_while(|c| !c.is_whitespace() && !"{}[]\"'`".contains(c)).map(str::to_owned);
        };
        let mut value = String::new();
        let mut escaped = false;
        for (at, c) in self.rest.char_indices().skip(1) {
            match c {
                _ if at > LONGEST => return None,
                _ if escaped => {
                    if !matches!(c, '"' | '\'' | '\\') {
                        value.push('\\');
                    }
                    value.push(c);
                    escaped = false;
                }
                '\\' => escaped = true,
                c if c == quote => {
                    self.advance(at + 1);
                    return Some(value);
                }
                '\n' => value.push(' '),
                c => value.push(c),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_classes_and_quoted_values_are_read() {
        let text = r#"x{#sec-a .b lang=ko subtitle="A \"new\" way" epub:type=preface -} y"#;
        let (attrs, end) = parse(text, 1).expect("attributes");
        assert_eq!(attrs.label.as_deref(), Some("sec-a"));
        assert_eq!(attrs.classes, ["b", "unnumbered"]);
        assert_eq!(attrs.get("subtitle"), Some("A \"new\" way"));
        assert_eq!((attrs.lang(), attrs.get("epub:type")), (Some("ko"), Some("preface")));
        assert_eq!(&text[end..], " y");
    }

    #[test]
    fn what_is_not_attributes_is_text() {
        for text in ["{a, b}", "{#}", "{.a", "{\"x\"}", "{{x}}", "{a=\"b}", "{.a\n\n.b}", "{3}"] {
            assert_eq!(parse(text, 0), None, "{text}");
        }
    }

    #[test]
    fn trailing_attributes_allow_closing_hashes() {
        let (attrs, at) = trailing("T {#a key=\"{x} y\"} ##").expect("attributes");
        assert_eq!((attrs.label.as_deref(), at), (Some("a"), 2));
        assert_eq!(trailing("T \\{#a}"), None);
        assert_eq!(trailing("set {a, b}"), None);
        for inside in ["the [x]{.sc}", "[x](y){.page}", "`x`{.rs}"] {
            assert_eq!(trailing(inside), None, "{inside}");
        }
        assert!(trailing("In June (or July){#x}").is_some() && trailing("C []{#x}").is_some());
    }
}
