//! Lines of colons: `::: {.class #id key=value}`, `::: name`, `:::`.
//!
//! Pandoc's rule: three colons or more; with attributes or a name it opens a div, alone it
//! closes the innermost one. Docusaurus and MyST write `:::note[Title]`, `:::{note} Title`,
//! VuePress `::: tip Title`: what follows the name is the title.

use std::ops::Range;

use super::super::attributes;
use super::super::lines::Line;
use super::{Kind, Lifting};
use crate::model::Attributes;

/// The line that opens a div.
#[derive(Debug)]
pub(in super::super) struct Fence {
    /// Its attributes; a bare name is a class.
    pub attrs: Attributes,
    /// The words after them.
    pub words: Range<usize>,
}

impl Lifting<'_> {
    /// Lifts what begins with three colons at the end of a line, unless it is no fence.
    pub(super) fn fence(&mut self, line: &Line<'_>, content: &str) {
        let start = line.end() - content.len();
        let content = content.trim_end();
        let end = start + content.len();
        let name = content.trim_start_matches(':').trim_start_matches([' ', '\t']);
        if name.is_empty() {
            self.verse.pop();
            return self.part(start..end, Kind::Close);
        }
        let Some(fence) = open(self.source.text, end - name.len(), end) else {
            self.bytes[start] = super::NO_COLON;
            return;
        };
        let before = start - line.start;
        let indent = before - line.text[..line.prefix].rfind('>').map_or(0, |at| at + 1);
        self.verse.push(super::super::div::is_verse(&fence.attrs).then_some(indent));
        self.part(start..end, Kind::Open(Box::new(fence)));
    }
}

/// What opens at `at` of a line that ends at `end`.
fn open(text: &str, at: usize, end: usize) -> Option<Fence> {
    let line = text.get(..end)?;
    // Braces with a mistake in them are still meant to open a div; they stay as its words.
    let unread = || line[at..].starts_with('{').then(|| (Attributes::default(), at));
    let (mut attrs, mut after) = attributes::parse(line, at).or_else(|| named(line, at)).or_else(unread)?;
    let rest = line[after..].trim_start_matches([' ', '\t']);
    if rest.starts_with('{')
        && let Some((more, stop)) = attributes::parse(line, end - rest.len())
    {
        attrs.label = more.label.or(attrs.label);
        attrs.classes.extend(more.classes);
        attrs.pairs.extend(more.pairs);
        after = stop;
    }
    // Pandoc allows a row of colons at the end too.
    let rest = line[after..].trim_end_matches(':').trim();
    let mut from = end - line[after..].trim_start().len();
    let mut words = rest;
    if let Some(inner) = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        (from, words) = (from + 1, inner);
    }
    Some(Fence { attrs, words: from.min(end)..(from + words.len()).min(end) })
}

/// A bare name, or one in MyST's braces, as a class; and where it ends.
fn named(line: &str, at: usize) -> Option<(Attributes, usize)> {
    let rest = line.get(at..)?;
    let (word, wraps) = rest.strip_prefix('{').map_or((rest, 0), |rest| (rest, 2));
    let length = word.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(word.len());
    let (name, after) = word.split_at(length);
    let ends_well = if wraps > 0 {
        after.starts_with('}')
    } else {
        after.is_empty() || after.starts_with([' ', '\t', '{', '[', ':'])
    };
    if !name.starts_with(char::is_alphabetic) || !ends_well {
        return None;
    }
    let attrs = Attributes { classes: vec![name.to_owned()], ..Attributes::default() };
    Some((attrs, at + length + wraps))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> Option<(Attributes, &str)> {
        let at = line.len() - line.trim_start_matches([':', ' ']).len();
        open(line, at, line.len()).map(|fence| (fence.attrs, &line[fence.words]))
    }

    fn classes(line: &str) -> Vec<String> {
        shown(line).map(|(attrs, _)| attrs.classes).unwrap_or_default()
    }

    #[test]
    fn fences_of_four_tools_open_divs() {
        assert_eq!(classes("::: note"), ["note"]);
        assert_eq!(classes(":::{.a .b}"), ["a", "b"]);
        assert_eq!(classes("::: note {.b}"), ["note", "b"]);
        assert_eq!(classes("::: {.a} ::::"), ["a"]);
        let words = |line| shown(line).map(|(_, words)| words);
        assert_eq!(words("::: {.a} ::::"), Some(""));
        assert_eq!(words("::: tip Some *words*"), Some("Some *words*"));
        assert_eq!(words(":::note[A title]"), Some("A title"));
        assert_eq!(words(":::{note} A title"), Some("A title"));
        assert_eq!(words("::: {#x title=\"a b\"}"), Some(""));
        assert_eq!(words("::: {#x {.a}"), Some("{#x {.a}"), "a mistake opens a div all the same");
        assert_eq!(words(":::)"), None);
        assert_eq!(words("::: 3 colons"), None);
    }
}
