//! `*[HTML]: Hypertext Markup Language` (PHP Markdown Extra): the lines are lifted out, and
//! every whole word `HTML` in the file's text says what it stands for.
//!
//! Words are looked up by their first letters up to a blank or sign, longer ones first, so
//! that the time does not depend on how many abbreviations there are.

use std::collections::BTreeMap;

use super::lines::lines;
use super::spans::is_cjk;
use crate::model::inline::{Inline, InlineKind};
use crate::model::walk::children_mut;
use crate::model::{Attributes, NodeId};

/// How many lengths of abbreviations with the same first word are tried.
const MAX_LENGTHS: usize = 16;

/// What abbreviations stand for.
#[derive(Debug, Default)]
pub(super) struct Abbreviations {
    titles: BTreeMap<String, String>,
    /// By first word: the lengths of the abbreviations that begin with it, longest first.
    lengths: BTreeMap<String, Vec<usize>>,
}

/// Reads the definitions in `text` and blanks them in `masked`, the parser's copy of it.
pub(super) fn lift(text: &str, masked: &mut String) -> Abbreviations {
    let mut found = Abbreviations::default();
    if !text.contains("*[") {
        return found;
    }
    let mut bytes = std::mem::take(masked).into_bytes();
    for line in lines(text).iter().filter(|line| !line.opaque) {
        let indent = line.text[..line.prefix].bytes().rev().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let Some((name, title)) = definition(line.content()).filter(|_| indent < 4) else { continue };
        // What was lifted already, a formula or front matter, defines nothing.
        if bytes.get(line.content_start()) != Some(&b'*') {
            continue;
        }
        bytes[line.content_start()..line.end()].fill(b' ');
        found.define(name, title);
    }
    *masked = String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned());
    found
}

/// The parts of a line `*[name]: title`.
fn definition(content: &str) -> Option<(&str, &str)> {
    let (name, title) = content.strip_prefix("*[")?.split_once("]:")?;
    let begins = name.starts_with(|c: char| c.is_alphanumeric());
    (begins && !name.contains(['[', ']'])).then(|| (name.trim_end(), title.trim()))
}

impl Abbreviations {
    fn define(&mut self, name: &str, title: &str) {
        self.titles.insert(name.to_owned(), title.to_owned());
        let first = &name[..word_length(name)];
        let lengths = self.lengths.entry(first.to_owned()).or_default();
        if let Err(at) = lengths.binary_search_by(|length| name.len().cmp(length))
            && lengths.len() < MAX_LENGTHS
        {
            lengths.insert(at, name.len());
        }
    }

    /// `inlines` with every abbreviation in their text marked.
    pub(super) fn mark(&self, inlines: Vec<Inline>) -> Vec<Inline> {
        if self.titles.is_empty() {
            return inlines;
        }
        let mut out = Vec::with_capacity(inlines.len());
        for mut inline in inlines {
            match &mut inline.kind {
                InlineKind::Text(_) => self.split(inline, &mut out),
                InlineKind::Abbreviation(_) | InlineKind::Citation { .. } => out.push(inline),
                _ => {
                    if let Some(inner) = children_mut(&mut inline) {
                        *inner = self.mark(std::mem::take(inner));
                    }
                    out.push(inline);
                }
            }
        }
        out
    }

    fn split(&self, whole: Inline, out: &mut Vec<Inline>) {
        let InlineKind::Text(text) = &whole.kind else { return out.push(whole) };
        let plain = |text: &str| Inline {
            id: NodeId::default(),
            kind: InlineKind::Text(text.to_owned()),
            attrs: None,
            span: whole.span,
        };
        let (mut from, mut at) = (0, 0);
        while at < text.len() {
            let rest = &text[at..];
            let word = word_length(rest);
            if word == 0 {
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            }
            let Some((name, title)) = self.find(rest, word) else {
                at += word;
                continue;
            };
            if from < at {
                out.push(plain(&text[from..at]));
            }
            let pairs = vec![("title".to_owned(), title.to_owned())];
            out.push(Inline {
                kind: InlineKind::Abbreviation(vec![plain(name)]),
                attrs: Some(Box::new(Attributes { pairs, ..Attributes::default() })),
                ..plain("")
            });
            at += name.len();
            from = at;
        }
        if from == 0 {
            return out.push(whole);
        }
        if from < text.len() {
            out.push(plain(&text[from..]));
        }
    }

    /// The abbreviation `text` begins with, its first word being so long.
    fn find<'t>(&self, text: &'t str, word: usize) -> Option<(&'t str, &str)> {
        let lengths = self.lengths.get(&text[..word])?;
        lengths.iter().find_map(|&length| {
            let name = text.get(..length)?;
            let title = self.titles.get(name)?;
            let goes_on = name.ends_with(char::is_alphanumeric)
                && text[length..].chars().next().is_some_and(|c| c.is_alphanumeric() && !is_cjk(c));
            (!goes_on).then_some((name, title.as_str()))
        })
    }
}

/// How long the word is that `text` begins with; a change between Latin letters and those
/// of a script with particles ends it, as in `HTML은`.
fn word_length(text: &str) -> usize {
    let wide = text.chars().next().is_some_and(is_cjk);
    text.find(|c: char| !c.is_alphanumeric() || is_cjk(c) != wide).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_lifted_and_code_is_not() {
        let text = "*[HTML]: Hyper *Text*\n\n```\n*[A]: b\n```\n> *[W3C]:  Consortium\n*[x*]: y\n*[ ]: z\n    *[I]: j\n";
        let mut masked = text.to_owned();
        let found = lift(text, &mut masked);
        let names: Vec<&str> = found.titles.keys().map(String::as_str).collect();
        assert_eq!(names, ["HTML", "W3C", "x*"]);
        assert_eq!(found.titles["W3C"], "Consortium");
        assert_eq!(
            (masked.len(), masked.contains("Hyper"), masked.contains("*[A]: b")),
            (text.len(), false, true)
        );
    }

    #[test]
    fn the_longest_whole_word_is_found() {
        let mut known = Abbreviations::default();
        for name in ["U", "U.S.", "U.S. Army", "HTML"] {
            known.define(name, &name.to_lowercase());
        }
        let found = |text: &str| known.find(text, word_length(text)).map(|(name, _)| name.to_owned());
        assert_eq!(found("U.S. Army!").as_deref(), Some("U.S. Army"));
        assert_eq!(found("U.S. Navy").as_deref(), Some("U.S."));
        assert_eq!(found("HTML은").as_deref(), Some("HTML"));
        assert_eq!(found("HTML5"), None);
    }
}
