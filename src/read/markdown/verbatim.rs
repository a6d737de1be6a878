//! Which bytes of a text are code or comments, found before it is parsed: what stands for
//! other text outside of them may be replaced.
//!
//! Lines decide on fences and comments of many lines; inside a paragraph, runs of
//! backticks pair by `CommonMark`'s rule (6.1), each with the next of its length.

use std::collections::BTreeMap;
use std::ops::Range;

use super::lines::{Line, lines};

/// Code and comments of a text.
#[derive(Debug, Default)]
pub(crate) struct Verbatim(Vec<(Range<usize>, VerbatimKind)>);

/// What a byte is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VerbatimKind {
    /// Code.
    Code,
    /// A comment.
    Comment,
}

impl Verbatim {
    /// What the byte at `offset` is part of.
    pub(crate) fn at(&self, offset: usize) -> Option<VerbatimKind> {
        let after = self.0.partition_point(|(range, _)| range.start <= offset);
        let (range, kind) = self.0.get(after.checked_sub(1)?)?;
        range.contains(&offset).then_some(*kind)
    }
}

/// Finds the code and the comments of `text`.
pub(crate) fn verbatim(text: &str) -> Verbatim {
    let mut found = Verbatim::default();
    let mut paragraph: Option<Range<usize>> = None;
    for line in lines(text) {
        let ends = line.opaque || line.is_blank() || begins_block(&line);
        if ends && let Some(range) = paragraph.take() {
            in_paragraph(text, range, &mut found);
        }
        if line.opaque {
            let kind = if line.comment { VerbatimKind::Comment } else { VerbatimKind::Code };
            found.0.push((line.start..line.end() + 1, kind));
        } else if !line.is_blank() {
            let start = paragraph.map_or(line.start, |range| range.start);
            paragraph = Some(start..line.end());
        }
    }
    if let Some(range) = paragraph {
        in_paragraph(text, range, &mut found);
    }
    found
}

/// Whether a line begins a heading, a row or an item: no code reaches into it.
fn begins_block(line: &Line<'_>) -> bool {
    let content = line.content();
    let after_digits = content.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = after_digits.len() < content.len() && after_digits.starts_with(['.', ')']);
    numbered || content.starts_with(['#', '|']) || ["- ", "* ", "+ "].iter().any(|m| content.starts_with(m))
}

/// A run of backticks, or the beginning of a comment.
struct Sign {
    at: usize,
    /// How many backticks; 0: a comment.
    length: usize,
}

fn in_paragraph(text: &str, paragraph: Range<usize>, found: &mut Verbatim) {
    let signs = signs(text, &paragraph);
    let mut by_length: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for sign in signs.iter().filter(|sign| sign.length > 0) {
        by_length.entry(sign.length).or_default().push(sign.at);
    }
    let mut done = paragraph.start;
    for sign in &signs {
        if sign.at < done {
            continue;
        }
        if sign.length == 0 {
            let Some(end) = text[sign.at..paragraph.end].find("-->") else { continue };
            done = sign.at + end + 3;
            found.0.push((sign.at..done, VerbatimKind::Comment));
            continue;
        }
        let escapes = text[paragraph.start..sign.at].bytes().rev().take_while(|b| *b == b'\\').count();
        let (start, length) = (sign.at + escapes % 2, sign.length - escapes % 2);
        let Some(same) = by_length.get(&length) else { continue };
        let after = same.partition_point(|at| *at < sign.at + sign.length);
        if let Some(close) = same.get(after) {
            done = close + length;
            found.0.push((start..done, VerbatimKind::Code));
        }
    }
}

fn signs(text: &str, paragraph: &Range<usize>) -> Vec<Sign> {
    let mut signs = Vec::new();
    let mut at = paragraph.start;
    // Where the last comment ends: none that begins later is looked at, so that many take no long time.
    let last_close = text[paragraph.clone()].rfind("-->").map_or(0, |close| paragraph.start + close);
    while let Some(step) = text[at..paragraph.end].find(['`', '<']) {
        at += step;
        let rest = &text[at..paragraph.end];
        if rest.starts_with('`') {
            let length = rest.len() - rest.trim_start_matches('`').len();
            signs.push(Sign { at, length });
            at += length;
        } else {
            if rest.starts_with("<!--") && at + 4 <= last_close {
                signs.push(Sign { at, length: 0 });
            }
            at += 1;
        }
    }
    signs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with code in brackets and comments in parentheses.
    fn marked(text: &str) -> String {
        let found = verbatim(text);
        let mut out = text.to_owned();
        for (range, kind) in found.0.iter().rev() {
            let (open, close) = if *kind == VerbatimKind::Code { ("[", "]") } else { ("(", ")") };
            out.insert_str(range.end.min(text.len()), close);
            out.insert_str(range.start, open);
        }
        out
    }

    #[test]
    fn code_and_comments_are_told_apart() {
        assert_eq!(marked("a `b` ``c`d`` e"), "a [`b`] [``c`d``] e");
        assert_eq!(marked("a \\`b` c` d\n\n`e\n\nf`"), "a \\`b[` c`] d\n\n`e\n\nf`");
        assert_eq!(marked("- `a\n- b` c"), "- `a\n- b` c");
        assert_eq!(marked("a\n```\nb\n```\nc"), "a\n[```\n][b\n][```\n]c");
        assert_eq!(marked("a <!-- `b --> c` <!-- d"), "a (<!-- `b -->) c` <!-- d");
        assert_eq!(marked("<!--\na\n-->\n"), "(<!--\n)(a\n)(-->\n)");
    }

    #[test]
    fn the_byte_decides() {
        let found = verbatim("a `b` c");
        assert_eq!((found.at(0), found.at(3), found.at(6)), (None, Some(VerbatimKind::Code), None));
    }
}
