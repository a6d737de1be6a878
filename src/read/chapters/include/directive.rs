//! The directives that stand for other text: mdBook's `{{#include f.rs:5:10}}` and its
//! relatives, Quarto's shortcodes `{{< include f.md >}}`, `{{< var version >}}`, and both
//! tools' ways to show one as it is (`\{{#include ..}}`, `{{{< var x >}}}`).

use std::ops::Range;

/// Longer than any directive an author types, so that looking for its end costs little.
const LONGEST: usize = 1024;

/// A directive and its place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found<'a> {
    /// All of it.
    pub range: Range<usize>,
    /// What it asks for.
    pub directive: Directive<'a>,
}

/// What a directive asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Directive<'a> {
    /// The text of a file.
    Include(Include<'a>),
    /// mdBook's title for its own pages.
    Title,
    /// Shown as it is: what is left of it.
    Escaped(Range<usize>),
    /// Another shortcode.
    Shortcode(Shortcode<'a>),
}

/// A file, and which of its lines.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Include<'a> {
    /// As typed.
    pub path: &'a str,
    /// Where.
    pub at: Range<usize>,
    /// Which lines.
    pub lines: Lines<'a>,
    /// Whose directive.
    pub form: Form<'a>,
}

/// Whose directive an include is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Form<'a> {
    /// mdBook's, replaced wherever it stands.
    Mdbook,
    /// mdBook's playground: a block of Rust with these words after `rust`.
    Playground(&'a str),
    /// Quarto's.
    Quarto,
}

/// Which lines of a file are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines<'a> {
    /// The file.
    All,
    /// From the first to the last, counted from 1; `None`: to the end.
    Range(usize, Option<usize>),
    /// Those between `ANCHOR: name` and `ANCHOR_END: name`.
    Anchor(&'a str),
}

/// `{{< name argument .. >}}`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shortcode<'a> {
    /// Its first word.
    pub name: &'a str,
    /// Where that stands.
    pub at: Range<usize>,
    /// Its first argument, without quotes; empty when there is none.
    pub argument: &'a str,
    /// Where that stands.
    pub argument_at: Range<usize>,
}

/// The directive whose braces begin at `open`, where `{{` stands; it ends before `limit`.
pub(super) fn parse(text: &str, open: usize, limit: usize) -> Option<Found<'_>> {
    let mut end = limit.min(open + LONGEST).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let rest = text.get(open..end)?;
    // None holds another, so that a line of nothing but braces takes no long time.
    let braces = rest.bytes().take(4).take_while(|byte| *byte == b'{').count();
    if braces > 3 {
        return None;
    }
    let length = rest[braces..].find("{{").map_or(rest.len(), |next| braces + next);
    let line = rest[..length].split('\n').next()?;
    if let Some(inner) = line.strip_prefix("{{{<") {
        let close = inner.find(">}}}")?;
        let range = open..open + 4 + close + 4;
        let shown = range.start + 1..range.end - 1;
        return Some(Found { range, directive: Directive::Escaped(shown) });
    }
    if let Some(inner) = line.strip_prefix("{{<") {
        let close = inner.find(">}}")?;
        let directive = shortcode(text, open + 3..open + 3 + close)?;
        return Some(Found { range: open..open + 3 + close + 3, directive });
    }
    let inner = line.strip_prefix("{{")?;
    let close = inner.find('}').filter(|close| inner[*close..].starts_with("}}"))?;
    let range = open..open + 2 + close + 2;
    let directive = mdbook(text, open + 2..open + 2 + close)?;
    if text[..open].ends_with('\\') {
        return Some(Found { range: open - 1..range.end, directive: Directive::Escaped(range) });
    }
    Some(Found { range, directive })
}

fn mdbook(text: &str, inside: Range<usize>) -> Option<Directive<'_>> {
    let mut words = Words { text, at: inside.start, end: inside.end };
    let name = words.next()?;
    let first = words.next()?;
    let typed = text.get(first.clone())?;
    let others = text.get(first.end..inside.end)?.trim();
    match text.get(name)? {
        "#include" | "#rustdoc_include" => {
            let (path, lines) = typed.split_once(':').map_or((typed, Lines::All), |(path, rest)| {
                let lines = lines(rest);
                (path, lines)
            });
            let at = first.start..first.start + path.len();
            Some(Directive::Include(Include { path, at, lines, form: Form::Mdbook }))
        }
        "#playground" | "#playpen" => {
            let form = Form::Playground(others);
            Some(Directive::Include(Include { path: typed, at: first, lines: Lines::All, form }))
        }
        "#title" => Some(Directive::Title),
        _ => None,
    }
}

/// mdBook's rule: a number is a line, two are a range, any other word is an anchor.
fn lines(typed: &str) -> Lines<'_> {
    let mut parts = typed.splitn(3, ':');
    let first = parts.next().unwrap_or_default();
    let last = parts.next();
    match (first.parse::<usize>().ok(), last) {
        (Some(line), None) => Lines::Range(line.max(1), Some(line.max(1))),
        (Some(line), Some(last)) => Lines::Range(line.max(1), last.parse().ok()),
        (None, last) if first.is_empty() => match last.and_then(|last| last.parse().ok()) {
            Some(last) => Lines::Range(1, Some(last)),
            None => Lines::All,
        },
        (None, _) => Lines::Anchor(first),
    }
}

fn shortcode(text: &str, inside: Range<usize>) -> Option<Directive<'_>> {
    let mut words = Words { text, at: inside.start, end: inside.end };
    let at = words.next()?;
    let name = text.get(at.clone())?;
    let argument_at = words.next().unwrap_or(at.end..at.end);
    let argument = text.get(argument_at.clone())?;
    if name == "include" && !argument.is_empty() {
        let include = Include { path: argument, at: argument_at, lines: Lines::All, form: Form::Quarto };
        return Some(Directive::Include(include));
    }
    Some(Directive::Shortcode(Shortcode { name, at, argument, argument_at }))
}

/// Words between blanks; quotes hold one together and are no part of it.
struct Words<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let rest = self.text.get(self.at..self.end)?;
        let trimmed = rest.trim_start();
        let start = self.end - trimmed.len();
        let quote = trimmed.chars().next()?;
        if matches!(quote, '"' | '\'')
            && let Some(length) = trimmed[1..].find(quote)
        {
            self.at = start + 1 + length + 1;
            return Some(start + 1..start + 1 + length);
        }
        let length = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
        self.at = start + length;
        Some(start..start + length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn include(text: &str) -> Option<(&str, Lines<'_>)> {
        match parse(text, text.find("{{")?, text.len())?.directive {
            Directive::Include(include) => {
                assert_eq!(text.get(include.at), Some(include.path));
                Some((include.path, include.lines))
            }
            _ => None,
        }
    }

    #[test]
    fn mdbooks_ranges_and_anchors_are_read() {
        assert_eq!(include("{{#include f.rs}}"), Some(("f.rs", Lines::All)));
        assert_eq!(include("{{#include f.rs:5}}"), Some(("f.rs", Lines::Range(5, Some(5)))));
        assert_eq!(include("{{#include f.rs:5:}}"), Some(("f.rs", Lines::Range(5, None))));
        assert_eq!(include("{{#include f.rs:5:10}}"), Some(("f.rs", Lines::Range(5, Some(10)))));
        assert_eq!(include("{{#include f.rs::10}}"), Some(("f.rs", Lines::Range(1, Some(10)))));
        assert_eq!(include("{{#include f.rs:}}"), Some(("f.rs", Lines::All)));
        assert_eq!(
            include("{{ #rustdoc_include  f.rs:all-of_it }}"),
            Some(("f.rs", Lines::Anchor("all-of_it")))
        );
        assert_eq!(include("{{< include \"a b.md\" >}}"), Some(("a b.md", Lines::All)));
        assert_eq!(include("{{#includes f.rs}}"), None);
        assert_eq!(include("{{#include }}"), None);
        assert_eq!(include("{{#include f.rs}"), None);
        assert_eq!(include("{{#include\nf.rs}}"), None);
    }

    #[test]
    fn directives_may_be_shown_as_they_are() {
        let shown = |text: &str| match parse(text, text.find("{{")?, text.len())? {
            Found { range, directive: Directive::Escaped(shown) } => {
                Some((text[range].to_owned(), text[shown].to_owned()))
            }
            _ => None,
        };
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(shown("a \\{{#include f}} b"), pair("\\{{#include f}}", "{{#include f}}"));
        assert_eq!(shown("a {{{< var x >}}} b"), pair("{{{< var x >}}}", "{{< var x >}}"));
        assert_eq!(shown("a \\{{#if x}} b"), None, "another tool's");
    }

    #[test]
    fn shortcodes_have_names_and_arguments() {
        let text = "{{<var  a.b c>}}";
        let Some(Found { directive: Directive::Shortcode(code), .. }) = parse(text, 0, text.len()) else {
            panic!("a shortcode");
        };
        assert_eq!((code.name, code.argument, &text[code.argument_at]), ("var", "a.b", "a.b"));
        assert!(parse("{{< >}}", 0, 7).is_none());
        assert!(parse(&format!("{{{{< var {} >}}}}", "x".repeat(LONGEST)), 0, 2 * LONGEST).is_none());
    }
}
