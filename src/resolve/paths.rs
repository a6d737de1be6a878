//! What the path of a link means: a file of the book, a page of a site made of it, or an
//! address outside.
//!
//! Paths are read as Markdown tools read them: `.html` and `.qmd` for the `.md` (mdBook,
//! Quarto), percent-encoded (RFC 3986), pages of Hugo and Jekyll without endings.

use std::collections::BTreeMap;

use super::labels::Places;

/// Pages of a site by every tail of their addresses (`slack`, `tools/slack`); nothing
/// where several pages share one.
pub(super) type Pages<'a> = BTreeMap<String, Option<&'a str>>;

/// The pages that the book's files are in a site made of them, by Hugo or Jekyll.
pub(super) fn pages(places: &Places) -> Pages<'_> {
    let mut pages = Pages::new();
    for path in places.files.keys() {
        let address = address(path);
        let tails = address.match_indices('/').map(|(at, _)| &address[at + 1..]);
        for tail in std::iter::once(address.as_str()).chain(tails) {
            // More than a site has: a path made to cost memory.
            if tail.len() <= LONGEST_ADDRESS {
                pages.entry(tail.to_owned()).and_modify(|page| *page = None).or_insert(Some(path.as_str()));
            }
        }
        if is_index(path) && address != HOME {
            pages.entry(HOME.to_owned()).and_modify(|page| *page = None).or_insert(Some(path.as_str()));
        }
    }
    pages
}

/// The longest address of a page that is looked for.
const LONGEST_ADDRESS: usize = 200;

/// A file's address in a site: without ending, folders without the `_` of Jekyll's
/// collections, a folder's own page as `index`.
pub(super) fn address(path: &str) -> String {
    let path = path.trim_matches('/');
    let mut endings = SOURCES.iter().chain(&[".html", ".htm"]);
    let stem = endings.find_map(|ending| path.strip_suffix(ending)).unwrap_or(path);
    let mut parts: Vec<&str> = stem.split('/').map(|part| part.trim_start_matches('_')).collect();
    if is_index(path) {
        parts.pop();
    }
    if parts.is_empty() || path.is_empty() { HOME.to_owned() } else { parts.join("/") }
}

/// The address of a site's own page.
const HOME: &str = "index";

/// Whether a file is its folder's own page.
fn is_index(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default().trim_start_matches('_');
    stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("index")
}

/// Whether a link leads out of the book: it has a scheme or begins with `//`.
pub(super) fn is_address(url: &str) -> bool {
    let Some((scheme, _)) = url.split_once(':') else { return url.starts_with("//") };
    // One letter is a Windows drive.
    url.starts_with("//")
        || scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

/// The files a path may mean, best first.
pub(super) fn candidates(path: &str) -> Vec<String> {
    let bare = path.trim_end_matches('/');
    let mut names = vec![bare.to_owned()];
    let pages = [".html", ".htm"].iter().find_map(|ending| bare.strip_suffix(ending));
    let sources = SOURCES.iter().find_map(|ending| bare.strip_suffix(ending));
    if let Some(stem) = pages.or(sources) {
        names.extend(SOURCES.iter().map(|ending| format!("{stem}{ending}")));
        if let Some(folder) = pages.and_then(|page| page.strip_suffix("index")) {
            names.push(format!("{folder}README.md"));
        }
    } else {
        names.extend(SOURCES.iter().map(|ending| format!("{bare}{ending}")));
        let folder = if bare.is_empty() { String::new() } else { format!("{bare}/") };
        names.extend(["index.md", "index.qmd", "README.md"].map(|name| format!("{folder}{name}")));
    }
    names
}

/// Endings of files with Markdown in them; a book moved from one tool to another keeps the
/// old ones in its links.
const SOURCES: [&str; 4] = [".md", ".qmd", ".Rmd", ".markdown"];

/// Percent-decoding (RFC 3986, 2.1); what is not valid stays as it is.
pub(super) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).and_then(|two| std::str::from_utf8(two).ok());
        let decoded = hex
            .filter(|two| byte == b'%' && two.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        out.push(decoded.unwrap_or(byte));
        at += if decoded.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_a_scheme() {
        for url in ["https://a.b", "mailto:a@b.c", "tel:+1", "//a.b/c", "urn:isbn:1"] {
            assert!(is_address(url), "{url}");
        }
        for path in ["a.md", "#x", "a.md#b:c", "C:/x.md", "a b: c", "/rooted.md"] {
            assert!(!is_address(path), "{path}");
        }
    }

    #[test]
    fn percent_encoding_is_undone_where_it_is_valid() {
        assert_eq!(decode("a%20b%C3%A9"), "a bé");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%4"), "%zz%4");
        assert_eq!(decode("%ff"), "%ff", "not UTF-8");
    }

    #[test]
    fn addresses_in_a_site_leave_out_what_sites_do() {
        for (path, expected) in [
            ("content/pasta.md", "content/pasta"),
            ("_tools/slack.md", "tools/slack"),
            ("/tools/slack/", "tools/slack"),
            ("docs/start/_index.md", "docs/start"),
            ("README.md", "index"),
            ("/index.html", "index"),
            ("/", "index"),
        ] {
            assert_eq!(address(path), expected, "{path}");
        }
    }

    #[test]
    fn html_and_folders_mean_the_markdown_they_are_made_from() {
        assert!(candidates("a/b.html").contains(&"a/b.md".to_owned()));
        assert!(candidates("a/index.html").contains(&"a/README.md".to_owned()));
        assert!(candidates("a/").contains(&"a/README.md".to_owned()));
        assert!(candidates("a/b.qmd").contains(&"a/b.md".to_owned()), "moved from Quarto");
        assert!(candidates("a/b.md").contains(&"a/b.qmd".to_owned()), "or to it");
    }
}
