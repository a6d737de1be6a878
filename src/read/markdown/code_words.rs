//! What stands after the language of a code block, between commas or blanks as mdBook has
//! it: words for compilers and web pages, which change nothing in a book, and which lines
//! are hidden.

use std::borrow::Cow;

/// Words of rustdoc and of mdBook.
const KNOWN: &[&str] = &[
    "ignore",
    "no_run",
    "should_panic",
    "compile_fail",
    "panics",
    "does_not_compile",
    "not_desired_behavior",
    "test_harness",
    "standalone",
    "editable",
    "mdbook-runnable",
    "noplayground",
    "noplaypen",
    "playground",
    "playpen",
];

/// The words after a language.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Words<'a> {
    /// `hidelines=~`: lines that begin with this are hidden.
    pub hidden: Option<&'a str>,
    /// Those without a meaning, from the first to the last.
    pub unknown: Option<&'a str>,
}

/// Reads what follows the language in an info string, up to the attributes in braces.
pub(super) fn read(info: &str) -> Words<'_> {
    let plain = info.split('{').next().unwrap_or_default();
    let mut found = Words::default();
    let Some(after) = plain.find([',', ' ', '\t']) else { return found };
    let mut at = after;
    let mut unknown: Option<(usize, usize)> = None;
    for word in plain[after..].split_inclusive([',', ' ', '\t']) {
        let start = at;
        at += word.len();
        let word = word.trim_end_matches([',', ' ', '\t']);
        if let Some(prefix) = word.strip_prefix("hidelines=") {
            found.hidden = Some(prefix).filter(|prefix| !prefix.is_empty());
        } else if !word.is_empty() && !is_known(word) {
            unknown = Some((unknown.map_or(start, |(first, _)| first), start + word.len()));
        }
    }
    found.unknown = unknown.and_then(|(start, end)| plain.get(start..end));
    found
}

fn is_known(word: &str) -> bool {
    let digits = |rest: &str| rest.len() == 4 && rest.bytes().all(|b| b.is_ascii_digit());
    // An error's number in Rust, and the edition of the language.
    KNOWN.contains(&word)
        || word.starts_with("ignore-")
        || ["E", "edition"].iter().any(|head| word.strip_prefix(head).is_some_and(digits))
}

/// Code without its hidden lines: in Rust those of rustdoc and mdBook, elsewhere those that
/// begin with `prefix`.
pub(super) fn visible<'a>(text: &'a str, lang: Option<&str>, prefix: Option<&str>) -> Cow<'a, str> {
    match prefix {
        _ if lang == Some("rust") => visible_rust(text).into(),
        Some(prefix) if text.contains(prefix) => {
            let is_shown = |line: &&str| !line.trim_start().starts_with(prefix);
            text.split_inclusive('\n').filter(is_shown).collect::<String>().into()
        }
        _ => text.into(),
    }
}

/// Rust code without the lines that rustdoc and mdBook hide: `# ...`; `##` stands for `#`.
fn visible_rust(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t']);
        let bare = content.trim_end();
        if bare == "#" || content.starts_with("# ") {
            continue;
        }
        if content.starts_with("##") {
            out.push_str(&line[..line.len() - content.len()]);
            out.push_str(&content[1..]);
        } else {
            out.push_str(line);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_mdbook_are_known_and_others_told() {
        let unknown = |info| read(info).unknown;
        assert_eq!(unknown("rust,ignore,does_not_compile edition2021,E0382 {.x}"), None);
        assert_eq!(unknown("rust, ignore"), None);
        assert_eq!(unknown("rust"), None);
        assert_eq!(unknown("rust Listing one"), Some("Listing one"));
        assert_eq!(unknown("rust,editable,edible,E12"), Some("edible,E12"));
        assert_eq!(read("python,hidelines=!!!,editable").hidden, Some("!!!"));
    }

    #[test]
    fn hidden_rust_lines_are_hidden() {
        assert_eq!(
            visible("# use a;\n#\nfn f() {\n    # b();\n    #[c]\n    ## d\n}\n", Some("rust"), None),
            "fn f() {\n    #[c]\n    # d\n}\n"
        );
    }

    #[test]
    fn other_languages_hide_by_a_prefix() {
        assert_eq!(visible("~a\nb\n  ~c\nd~\n", Some("python"), Some("~")), "b\nd~\n");
        assert_eq!(visible("# a\nb\n", Some("python"), None), "# a\nb\n");
    }
}
