//! `(address "title")` after a bracket, for the links and pictures that the parser left
//! as text: it takes none that have a note between their brackets.

/// The parts of a target, and where it ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// The address.
    pub url: String,
    /// The tooltip.
    pub title: Option<String>,
    /// The offset after the closing parenthesis.
    pub end: usize,
}

/// Longer than any address an author types.
const LONGEST: usize = 2048;

/// The target that begins with the `(` at `text[at..]`.
pub(super) fn parse(text: &str, at: usize) -> Option<Target> {
    let rest = text.get(at..)?.strip_prefix('(')?.trim_start();
    let (url, rest) = if let Some(inner) = rest.strip_prefix('<') {
        let end = inner.find(['>', '\n'])?;
        (&inner[..end], inner[end..].strip_prefix('>')?)
    } else {
        rest.split_at(bare_length(rest)?)
    };
    let rest = rest.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (title, rest) = match quote {
        Some(quote) => {
            let inner = &rest[1..];
            let end = inner.find(quote).filter(|end| *end < LONGEST)?;
            (Some(inner[..end].to_owned()), inner[end + 1..].trim_start())
        }
        None => (None, rest),
    };
    let rest = rest.strip_prefix(')')?;
    Some(Target { url: url.to_owned(), title, end: text.len() - rest.len() })
}

/// How long an address without angle brackets is: to a blank, or to the parenthesis that closes the target.
fn bare_length(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    for (at, c) in text.char_indices().take(LONGEST) {
        match c {
            '(' => open += 1,
            ')' if open == 0 => return Some(at),
            ')' => open -= 1,
            c if c.is_whitespace() => return Some(at),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_titles_are_read() {
        let parsed = |text: &str| parse(text, 0).map(|t| (t.url, t.title, t.end));
        assert_eq!(parsed("(a_(b).png \"T t\") x"), Some(("a_(b).png".into(), Some("T t".into()), 17)));
        assert_eq!(parsed("(<a b>)"), Some(("a b".into(), None, 7)));
        assert_eq!((parsed("(a b)"), parsed("(a"), parsed("x")), (None, None, None));
    }
}
