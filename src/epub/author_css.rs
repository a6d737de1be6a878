//! A style sheet from outside made fit for an EPUB: nothing is fetched, nothing says what
//! only the package may say (EPUB 3.3, 6.3), and what was opened is closed.

/// The style sheet as it may be packed, and whether it named files.
pub(super) fn clean(css: &str) -> (String, bool) {
    let mut cleaner = Cleaner { rest: css, out: String::with_capacity(css.len()), depth: 0, left_out: false };
    while !cleaner.rest.is_empty() {
        cleaner.step();
    }
    for _ in 0..cleaner.depth {
        cleaner.out.push('}');
    }
    (cleaner.out, cleaner.left_out)
}

/// Properties that reading systems must ignore: direction belongs in the XHTML.
const FORBIDDEN: &[&str] = &["direction", "unicode-bidi"];

struct Cleaner<'a> {
    rest: &'a str,
    out: String,
    depth: usize,
    left_out: bool,
}

impl<'a> Cleaner<'a> {
    fn take(&mut self, bytes: usize) -> &'a str {
        let (head, tail) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = tail;
        head
    }

    fn starts_with(&self, word: &str) -> bool {
        self.rest.as_bytes().get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
    }

    fn step(&mut self) {
        let Some(c) = self.rest.chars().next() else { return };
        if self.starts_with("/*") {
            let end = self.rest.find("*/").map_or(self.rest.len(), |at| at + 2);
            self.take(end);
        } else if c == '"' || c == '\'' {
            let string = self.string(c);
            self.out.push_str(&string);
        } else if self.starts_with("@import") || self.starts_with("@charset") {
            self.left_out |= self.starts_with("@import");
            let end = self.rest.find(';').map_or(self.rest.len(), |at| at + 1);
            self.take(end);
        } else if self.starts_with("url(") && !self.out.ends_with(is_name) {
            self.url();
        } else if is_name(c) {
            self.word();
        } else {
            match c {
                '{' => self.depth += 1,
                '}' if self.depth == 0 => {
                    self.take(1);
                    return;
                }
                '}' => self.depth -= 1,
                _ => {}
            }
            let text = self.take(c.len_utf8());
            self.out.push_str(text);
        }
    }

    /// A quoted string; one that never ends is ended at its line.
    fn string(&mut self, quote: char) -> String {
        let mut escaped = false;
        for (at, c) in self.rest.char_indices().skip(1) {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '\n' => return format!("{}{quote}", self.take(at)),
                c if c == quote => return self.take(at + 1).to_owned(),
                _ => {}
            }
        }
        let all = self.take(self.rest.len());
        format!("{}{quote}", all.trim_end_matches('\\'))
    }

    /// `url(…)`: what lies inside the file stays, what would be fetched becomes `none`.
    fn url(&mut self) {
        let end = self.rest.find(')').map_or(self.rest.len(), |at| at + 1);
        let text = self.take(end);
        let inside = text[4..].trim_end_matches(')').trim().trim_matches(['"', '\'']).trim();
        if inside.starts_with('#') || inside.starts_with("data:") {
            self.out.push_str(text);
            if !text.ends_with(')') {
                self.out.push(')');
            }
        } else {
            self.left_out = true;
            self.out.push_str("none");
        }
    }

    /// A word; a forbidden property is renamed to one that nobody knows.
    fn word(&mut self) {
        let end = self.rest.find(|c| !is_name(c)).unwrap_or(self.rest.len());
        let word = self.take(end);
        let is_property = self.depth > 0
            && self.rest.trim_start().starts_with(':')
            && self.out.trim_end().ends_with(['{', ';']);
        if is_property && FORBIDDEN.iter().any(|name| word.eq_ignore_ascii_case(name)) {
            self.out.push_str("-ignored-");
        }
        self.out.push_str(word);
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_fetched() {
        let (css, left_out) = clean("@import 'a.css'; p { background: url(\"x.png\"); mask: url(#m) }");
        assert_eq!(css, " p { background: none; mask: url(#m) }");
        assert!(left_out);
        assert!(!clean("p { color: red }").1);
    }

    #[test]
    fn what_was_opened_is_closed() {
        assert_eq!(clean("p { content: \"}\" ").0, "p { content: \"}\" }");
        assert_eq!(clean("} p { } /* never closed").0, " p { } ");
        assert_eq!(clean("p { content: \"open").0, "p { content: \"open\"}");
        assert_eq!(clean("p { a: url(#x").0, "p { a: url(#x)}");
    }

    #[test]
    fn direction_is_not_for_css() {
        assert_eq!(
            clean("p{direction:rtl;flex-direction: row}").0,
            "p{-ignored-direction:rtl;flex-direction: row}"
        );
    }
}
