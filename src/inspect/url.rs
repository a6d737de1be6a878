//! References of one file of a book to another (EPUB 3.3, 4.2.5 "Relative URLs"; URL
//! Living Standard, as far as books need it). Paths are compared in Unicode's form C.

use unicode_normalization::UnicodeNormalization;

/// What a reference leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A file of the book and a place in it.
    Local {
        /// Its path in the archive.
        path: String,
        /// What follows `#`.
        fragment: Option<String>,
        /// Whether a `?` follows, which files of a book do not have.
        has_query: bool,
    },
    /// Somewhere on the web, by `http`, `https` or `ftp`.
    Remote {
        /// Whether it is read without encryption on the way.
        insecure: bool,
    },
    /// The content itself, with its media type.
    Data(String),
    /// A file of the reader's machine.
    File,
    /// Another scheme.
    Other(String),
    /// Above the root of the archive, or from its root.
    Outside,
    /// No URL, and why.
    Malformed(&'static str),
}

/// Schemes that lead nowhere outside or that reading systems know.
const KNOWN: &[&str] = &[
    "mailto",
    "tel",
    "sms",
    "urn",
    "doi",
    "isbn",
    "geo",
    "magnet",
    "irc",
    "ircs",
    "news",
    "nntp",
    "data",
    "javascript",
    "about",
    "blob",
    "file",
    "ftp",
    "sftp",
    "git",
    "ssh",
    "info",
    "tag",
    "cid",
    "mid",
    "xmpp",
    "callto",
    "skype",
    "webcal",
    "kindle",
    "ibooks",
    "acct",
];

/// Whether a scheme is one that is registered, or was common before.
pub(super) fn is_known_scheme(scheme: &str) -> bool {
    KNOWN.contains(&scheme)
}

/// The scheme a reference begins with, in lower case.
fn scheme(href: &str) -> Option<String> {
    let (scheme, _) = href.split_once(':')?;
    let starts = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    let rest = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    (starts && scheme.chars().all(rest)).then(|| scheme.to_ascii_lowercase())
}

/// Where `href` in the file `base` leads.
pub(super) fn resolve(base: &str, href: &str) -> Target {
    let href = href.trim_matches([' ', '\t', '\n', '\r']);
    if let Some(scheme) = scheme(href) {
        return absolute(&scheme, href);
    }
    if let Some(rest) = href.strip_prefix("//") {
        return if rest.is_empty() {
            Target::Malformed("it has no host")
        } else {
            Target::Remote { insecure: false }
        };
    }
    if let Some(reason) = malformed(href) {
        return Target::Malformed(reason);
    }
    let (rest, fragment) = match href.split_once('#') {
        Some((rest, fragment)) => (rest, Some(decode(fragment))),
        None => (href, None),
    };
    let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
    if path.starts_with('/') {
        return Target::Outside;
    }
    let fragment = fragment.filter(|fragment| !fragment.is_empty());
    let has_query = query.is_some();
    if path.is_empty() {
        return Target::Local { path: base.to_owned(), fragment, has_query };
    }
    match join(base, path) {
        Some(path) => Target::Local { path, fragment, has_query },
        None => Target::Outside,
    }
}

fn absolute(scheme: &str, href: &str) -> Target {
    let rest = href.get(scheme.len() + 1..).unwrap_or_default();
    match scheme {
        "http" | "https" | "ftp" => {
            let Some(host) = rest.strip_prefix("//") else {
                return Target::Malformed("`//` is missing after the scheme");
            };
            let host = host.split(['/', '?', '#']).next().unwrap_or_default();
            let name = host.rsplit('@').next().unwrap_or_default();
            if name.is_empty() || name.starts_with(':') {
                return Target::Malformed("it has no host");
            }
            if name.contains(|c: char| c.is_whitespace() || "<>\"{}|\\^`%,".contains(c)) {
                return Target::Malformed("its host cannot have such a name");
            }
            match malformed(rest) {
                Some(reason) => Target::Malformed(reason),
                None => Target::Remote { insecure: scheme == "http" },
            }
        }
        "data" => {
            let kind = rest.split([',', ';']).next().unwrap_or_default();
            Target::Data(if kind.is_empty() { "text/plain".to_owned() } else { kind.to_ascii_lowercase() })
        }
        "file" => Target::File,
        other => Target::Other(other.to_owned()),
    }
}

/// Why this is no URL, if it is none.
fn malformed(href: &str) -> Option<&'static str> {
    if href.contains([' ', '\t', '\n']) {
        return Some("a space stands in it: write `%20`");
    }
    if href.contains('\\') {
        return Some("a backslash stands in it: write `/`");
    }
    if href.contains(['<', '>', '"', '^', '`', '{', '}', '|']) {
        return Some("a character stands in it that must be written with `%`");
    }
    let bytes = href.as_bytes();
    let broken = |at: usize| {
        let pair = bytes.get(at + 1..at + 3);
        !pair.is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit))
    };
    if href.match_indices('%').any(|(at, _)| broken(at)) {
        return Some("two hexadecimal digits are missing after `%`");
    }
    None
}

/// `%20` and its like as what they stand for.
pub(super) fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        let digit = |at: usize| rest.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match (byte, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                rest = rest.get(2..).unwrap_or_default();
            }
            _ => out.push(*byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A relative path from the folder of `base`; `None` when it leads above the root.
fn join(base: &str, path: &str) -> Option<String> {
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<String> =
        folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    for part in path.split('/') {
        match decode(part).as_str() {
            "." => {}
            "" => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part.to_owned()),
        }
    }
    let mut joined: String = parts.join("/").nfc().collect();
    // A folder, as `<base href="./"/>` has it.
    if matches!(path.rsplit('/').next(), Some("" | "." | "..")) && !joined.is_empty() {
        joined.push('/');
    }
    Some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(path: &str, fragment: Option<&str>) -> Target {
        Target::Local { path: path.to_owned(), fragment: fragment.map(str::to_owned), has_query: false }
    }

    #[test]
    fn references_are_resolved_inside_the_book() {
        let base = "OEBPS/text/a.xhtml";
        assert_eq!(resolve(base, "b.xhtml#x"), local("OEBPS/text/b.xhtml", Some("x")));
        assert_eq!(resolve(base, "../css/b%20c.css"), local("OEBPS/css/b c.css", None));
        assert_eq!(resolve(base, "#%C3%A9"), local(base, Some("é")));
        assert_eq!(resolve(base, ""), local(base, None));
        assert_eq!(resolve(base, "../../../x"), Target::Outside);
        assert_eq!(resolve(base, "/x"), Target::Outside);
        assert!(matches!(resolve(base, "a?b"), Target::Local { has_query: true, .. }));
    }

    #[test]
    fn the_web_and_what_is_no_url() {
        let base = "a";
        assert_eq!(resolve(base, "https://example.org/a#b"), Target::Remote { insecure: false });
        assert_eq!(resolve(base, " http://example.org "), Target::Remote { insecure: true });
        assert_eq!(resolve(base, "data:image/png;base64,AA"), Target::Data("image/png".into()));
        assert_eq!(resolve(base, "mailto:a@b"), Target::Other("mailto".into()));
        assert_eq!(resolve(base, "file:///etc"), Target::File);
        for bad in [
            "http:/x",
            "https://",
            "http://a b/",
            "a b",
            "a\\b",
            "a%2",
            "https://a%/",
            "https:x",
            "http://www.a,org",
        ] {
            assert!(matches!(resolve(base, bad), Target::Malformed(_)), "{bad}");
        }
    }
}
