//! Are all the words of the Markdown in an edition, and in order?
//!
//! The reading of the Markdown here is not Bindery's: pulldown-cmark's events with the few
//! forms taken out that it does not know. Words are compared in lower case, without marks;
//! compounds and words divided at a line's end are joined; a note's number is no word; a
//! character of Han or Hangul is one, since a line may end between any two of them.

use std::collections::BTreeMap;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// The words of a text.
pub(crate) fn words(text: &str) -> Vec<String> {
    let ignored = |c: char| matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
    // A word divided at a line's end goes on on the next.
    let text: String = text.split('\u{ad}').map(str::trim_start).collect();
    // By way of capitals, in which small capitals may be set: `ß` is `ss` there.
    let folded = text.chars().filter(|c| !ignored(*c)).flat_map(char::to_uppercase);
    let text: Vec<char> = folded.flat_map(char::to_lowercase).collect();
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut at = 0;
    while let Some(&c) = text.get(at) {
        at += 1;
        if ('\u{2e80}'..'\u{fb00}').contains(&c) && c.is_alphanumeric() {
            out.push(std::mem::take(&mut word));
            out.push(c.to_string());
        } else if c.is_alphanumeric() {
            word.push(c);
        } else if matches!(c, '-' | '\u{2010}' | '\u{2011}') && !word.is_empty() {
            let blanks = text[at..].iter().take_while(|c| c.is_whitespace()).count();
            if text.get(at + blanks).is_some_and(|c| c.is_alphanumeric()) {
                at += blanks;
            } else {
                out.push(std::mem::take(&mut word));
            }
        } else if !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
    }
    out.push(word);
    out.iter().map(|word| without_number(word).to_owned()).filter(|word| !word.is_empty()).collect()
}

/// A word without the figures that hang on it: a note's mark has no blank before it.
fn without_number(word: &str) -> &str {
    let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
    if bare.is_empty() { word } else { bare }
}

/// The words of a Markdown file, in its order.
pub(crate) fn of_markdown(text: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST;
    let text = without_labels(text);
    let mut out = String::new();
    // Text of a picture inside a line is shown nowhere; a lone picture's is its caption.
    let (mut in_code, mut starts, mut hidden) = (false, false, 0);
    for event in Parser::new_ext(&text, options) {
        let started = std::mem::replace(&mut starts, false);
        match event {
            Event::Start(Tag::Paragraph) => starts = true,
            Event::Start(Tag::Image { .. }) => hidden += usize::from(!started || hidden > 0),
            Event::End(TagEnd::Image) => hidden = hidden.saturating_sub(1),
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = matches!(&kind, CodeBlockKind::Fenced(lang) if lang.starts_with("rust"));
            }
            Event::End(TagEnd::CodeBlock) => {
                in_code = false;
                out.push(' ');
            }
            Event::Text(text) if in_code => {
                for line in text.lines().filter(|line| !line.trim_start().starts_with("# ")) {
                    out.push_str(line);
                    out.push('\n');
                }
            }
            Event::Text(text) if hidden == 0 => out.extend(text.chars().filter(|c| !"~^".contains(*c))),
            Event::Code(text) => {
                out.push_str(&text);
            }
            // The text of a tight item has no end of its own before a list inside it.
            Event::Start(Tag::List(_)) | Event::SoftBreak | Event::HardBreak | Event::Rule => out.push(' '),
            Event::InlineHtml(tag) if tag.starts_with("<br") || tag.starts_with("<rt") => out.push(' '),
            Event::InlineHtml(tag) if tag.starts_with("</rt") => out.push(' '),
            Event::Html(block) => out.push_str(&without_tags(&block)),
            Event::End(end) if !in_line(end) => out.push(' '),
            _ => {}
        }
    }
    words(&out)
}

fn in_line(end: TagEnd) -> bool {
    matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

fn without_tags(html: &str) -> String {
    html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect()
}

/// Whether a line is a heading of a page that shows none.
fn is_hidden(line: &str) -> bool {
    line.starts_with("# ") && [".epigraph", ".dedication"].iter().any(|class| line.contains(class))
}

/// How the labels begin that are referred to by number, and the word before it in English.
const KINDS: [(&str, &str); 5] =
    [("fig-", "Figure"), ("tbl-", "Table"), ("lst-", "Listing"), ("sec-", "Section"), ("eq-", "Equation")];

/// The text without `{..}` after a heading, a picture, a span or a fence's language, without
/// the bars of line blocks and the words of GitHub's alerts: what pulldown-cmark would show.
fn without_labels(text: &str) -> String {
    let mut out = String::new();
    let mut in_fence = false;
    for line in text.split_inclusive('\n') {
        in_fence ^= line.trim_start().starts_with("```");
        // What an include stands for is another file's text.
        if line.contains("{{#") || (!in_fence && is_hidden(line)) {
            continue;
        }
        let line = match (in_fence, line.strip_prefix("| ")) {
            (false, Some(verse)) if !verse.trim_end().ends_with('|') => verse.trim_start(),
            (false, None) if line.trim_end() == "|" => "\n",
            _ => line,
        };
        // A reference by number is shown as something else.
        let mut rest = line;
        let mut named = String::new();
        while let Some((before, after)) = rest.split_once('@').filter(|_| !in_fence) {
            named.push_str(before);
            rest = after;
            if let Some((_, word)) = KINDS.iter().find(|(kind, _)| after.to_lowercase().starts_with(kind)) {
                // In brackets stands the author's own word, or none.
                let in_brackets = before.rfind('[').is_some_and(|at| !before[at..].contains(']'));
                named.push_str(if in_brackets { "" } else { word });
                rest = after.trim_start_matches(|c: char| c.is_alphanumeric() || "-_:".contains(c));
            } else {
                named.push('@');
            }
        }
        named.push_str(rest);
        // A labelled thing's caption begins with what it is.
        for (sign, label, word) in [("![", "{#fig-", "Figure "), (": ", "{#tbl-", "Table ")] {
            if !in_fence && named.starts_with(sign) && named.contains(label) {
                named.insert_str(sign.len(), word);
            }
        }
        let mut rest = named.as_str();
        while let Some((before, after)) = rest.split_once('{').filter(|_| !in_fence) {
            let is_label = before.is_empty() || before.ends_with([']', ')', ' ']);
            out.push_str(before);
            rest = after;
            if let Some((_, after)) = after.split_once('}').filter(|_| is_label) {
                rest = after;
            } else {
                out.push('{');
            }
        }
        let alert = rest.find("[!").and_then(|at| Some((at, at + rest[at..].find(']')?)));
        match alert.filter(|(at, _)| rest.starts_with('>') && *at < 4) {
            Some((at, end)) => {
                out.push_str(&rest[..at]);
                out.push_str(&rest[end + 1..]);
            }
            None => out.push_str(rest),
        }
    }
    out
}

/// What of some files' words an edition lacks, and which of all neighbours are not
/// neighbours there.
pub(crate) struct Lost {
    pub(crate) words: Vec<String>,
    pub(crate) parted: Vec<(String, String)>,
    pub(crate) pairs: usize,
}

/// Compares the words of files with those of an edition.
pub(crate) fn lost(files: &[Vec<String>], edition: &[String]) -> Lost {
    let mut have = Counted::of(edition.iter().map(String::as_str));
    // Lists, notes and folios bring figures of their own between words.
    let text = |words: &[String]| -> Vec<String> {
        words.iter().filter(|word| !word.bytes().all(|b| b.is_ascii_digit())).cloned().collect()
    };
    let shown = text(edition);
    let written: Vec<Vec<String>> = files.iter().map(|file| text(file)).collect();
    let mut pairs = Counted::of(shown.windows(2).map(pair));
    let words: Vec<&String> = files.iter().flatten().filter(|word| !have.take(&word.as_str())).collect();
    let all: Vec<_> = written.iter().flat_map(|file| file.windows(2)).map(pair).collect();
    let apart = all.iter().filter(|pair| !pairs.take(pair));
    let parted = apart.map(|(first, second)| ((*first).to_owned(), (*second).to_owned())).collect();
    let words = words
        .into_iter()
        .filter(|word| !have.take_initial(word) && !have.take_marked(word))
        .cloned()
        .collect();
    Lost { words, parted, pairs: all.len() }
}

fn pair(words: &[String]) -> (&str, &str) {
    (words[0].as_str(), words[1].as_str())
}

/// How many there are of each.
struct Counted<T>(BTreeMap<T, usize>);

impl<T: Ord> Counted<T> {
    fn of(items: impl Iterator<Item = T>) -> Self {
        let mut counts = BTreeMap::new();
        items.for_each(|item| *counts.entry(item).or_default() += 1);
        Self(counts)
    }

    /// Takes one away, if there is one.
    fn take(&mut self, item: &T) -> bool {
        let left = self.0.get_mut(item).filter(|count| **count > 0);
        left.map(|count| *count -= 1).is_some()
    }
}

impl<'a> Counted<&'a str> {
    /// Takes a word away whose first letter stands apart, as a drop cap does.
    fn take_initial(&mut self, word: &'a str) -> bool {
        let Some(first) = word.chars().next() else { return false };
        let (first, rest) = word.split_at(first.len_utf8());
        self.take(&first) && self.take(&rest)
    }

    /// Takes a word away that a letter hangs on: a table's note's mark has no blank before it.
    fn take_marked(&mut self, word: &'a str) -> bool {
        let marked = |shown: &str| {
            let mark = shown.strip_prefix(word).unwrap_or_default();
            mark.len() == 1 && mark.bytes().all(|b| b.is_ascii_lowercase())
        };
        let mut near = self.0.range_mut(word..).take_while(|(shown, _)| shown.starts_with(word));
        let found = near.find(|(shown, count)| **count > 0 && marked(shown));
        found.map(|(_, count)| *count -= 1).is_some()
    }
}
