//! Pieces of running text that stand where the parser sees none: captions, titles, the
//! values of attributes. Each is parsed on its own, with offsets into the file.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use super::blocks::{Blocks, trim};
use super::cjk;
use super::collect::{Run, Texts};
use super::lift::NO_COLON;
use super::math;
use super::options;
use super::token::{Kind, Token};
use super::tree;
use crate::model::inline::Inline;

/// Stands before a fragment, so that nothing in its first line begins a block.
const GUARD: char = '\u{1}';

impl Blocks<'_, '_, '_> {
    /// The inlines of a range of the file.
    pub(super) fn fragment(&mut self, range: Range<usize>) -> Vec<Inline> {
        let source = self.texts.source;
        let Some(text) = source.get(range.clone()).filter(|text| !text.is_empty()) else { return Vec::new() };
        if self.fragments.is_empty() {
            source.clone_into(&mut self.fragments);
        }
        let guarded = format!("{GUARD}{}", masked(text));
        let mut guarded = if text.contains('$') { math::cover(&guarded) } else { guarded };
        cjk::free(&mut guarded);
        self.fragments.replace_range(range.clone(), &guarded[GUARD.len_utf8()..]);
        let texts = Texts { source, masked: &self.fragments };
        let mut run = Run::default();
        for (event, part) in Parser::new_ext(&guarded, options()).into_offset_iter() {
            let place = |at: usize| range.start + at.saturating_sub(GUARD.len_utf8());
            let whole = place(part.start)..place(part.end);
            match &event {
                Event::Text(text) if part.start == 0 => {
                    let text = text.strip_prefix(GUARD).unwrap_or(text);
                    if !text.is_empty() {
                        run.take(&Event::Text(text.into()), whole, texts, self.context);
                    }
                }
                Event::Html(text) => {
                    let text = text.to_string();
                    run.tokens.push(Token::new(Kind::Literal(text.into()), whole.start, whole.end));
                }
                _ => {
                    run.take(&event, whole, texts, self.context);
                }
            }
        }
        trim(tree::finish(run.tokens, self.context))
    }

    /// The inlines of an attribute's value, which was written somewhere in `within`.
    pub(super) fn value(&mut self, value: &str, within: Range<usize>) -> Vec<Inline> {
        let place = self.texts.source.get(within.clone()).and_then(|text| {
            let quoted = |quote: char| text.find(&format!("{quote}{value}")).map(|at| at + 1);
            quoted('"').or_else(|| quoted('\'')).or_else(|| text.find(value))
        });
        if let Some(at) = place {
            let start = within.start + at;
            return self.fragment(start..start + value.len());
        }
        // A value with escapes stands nowhere as it is: it is text without markup.
        let text = Token::new(Kind::Text(value.to_owned().into()), within.start, within.end);
        trim(tree::finish(vec![text], self.context))
    }
}

/// `text` without the prefixes of quotes and without what would begin a block in its
/// later lines.
fn masked(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut at = text.find('\n').map_or(text.len(), |end| end + 1);
    for line in text[at..].split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t', '>']);
        let start = at + line.len() - content.len();
        bytes[at..start].fill(b' ');
        if begins_block(content.trim_end()) {
            bytes[start] = NO_COLON;
        }
        at += line.len();
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Whether a line that begins with punctuation could be more than text.
fn begins_block(line: &str) -> bool {
    let Some(first) = line.chars().next().filter(|first| "-+*#`~=:|_".contains(*first)) else { return false };
    let rest = line.trim_start_matches(first);
    let run = line.len() - rest.len();
    let apart = rest.is_empty() || rest.starts_with([' ', '\t']);
    match first {
        '`' | '~' => run >= 3,
        '#' | ':' | '|' => apart,
        _ => apart && (run == 1 || rest.chars().all(|c| c == first || c == ' ' || c == '\t')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_lines_begin_no_blocks() {
        assert_eq!(masked("a\n> - b\n# c\n*d* e\n---\n"), "a\n  \u{1} b\n\u{1} c\n*d* e\n\u{1}--\n");
        assert_eq!(masked("- a"), "- a", "the first line has a guard before it");
    }
}
