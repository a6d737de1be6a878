//! Lines that Markdown's parser would misread are lifted out before it runs: fences of
//! divs, captions, page breaks, colons that begin no definition, front matter, formulas.
//!
//! What is lifted is overwritten with blanks (formulas: with code spans) of the same
//! length, so that every offset the parser reports is an offset into the file.

use std::ops::Range;

use super::Source;
use super::attributes;
use super::lines::{Line, lines};
use super::math;
use super::once::Once;
use crate::read::findings;
use crate::source::Span;

/// Lines that a formula, and the text round it that is looked at, may have.
const LONGEST_FORMULA: usize = 200;

/// Stands for a colon that begins no definition; control characters never reach the parser otherwise.
const NO_COLON: u8 = 0x01;

/// The text for the parser, and what was lifted out of it.
#[derive(Debug, Default)]
pub(super) struct Lifted {
    /// As long as the file, byte for byte.
    pub text: String,
    /// The captions of tables.
    pub captions: Vec<Caption>,
}

/// A caption and the table it belongs to.
#[derive(Clone, Debug)]
pub(super) struct Caption {
    /// Where the table's first line begins.
    pub table: usize,
    /// The caption without its mark.
    pub text: Range<usize>,
}

/// Lifts everything out of `source` from `body` on; before it stands front matter.
pub(super) fn lift(source: &Source<'_>, body: usize, once: &mut Once) -> Lifted {
    let mut lifting = Lifting { source, bytes: source.text.as_bytes().to_vec(), captions: Vec::new(), once };
    lifting.blank(0..body);
    if needs_lifting(source.text) {
        lifting.run(&lines(source.text), body);
    }
    let text = String::from_utf8(lifting.bytes).unwrap_or_else(|_| source.text.to_owned());
    let captions = lifting.captions;
    let text = if text.contains('$') { math::cover(&text) } else { text };
    Lifted { text, captions }
}

fn needs_lifting(text: &str) -> bool {
    ["\n:", ":::", "$$", "\\newpage", "\\pagebreak", "\\clearpage", "{{", "able:", "> :", "  :"]
        .iter()
        .any(|sign| text.contains(sign))
        || text.starts_with(':')
}

struct Lifting<'a, 'b> {
    source: &'a Source<'a>,
    bytes: Vec<u8>,
    captions: Vec<Caption>,
    once: &'b mut Once,
}

impl Lifting<'_, '_> {
    fn run(&mut self, lines: &[Line<'_>], body: usize) {
        let mut formula_until = 0;
        for (index, line) in lines.iter().enumerate() {
            if line.start < body || line.start < formula_until {
                continue;
            }
            let content = line.content();
            if line.opaque {
                continue;
            }
            if content.starts_with(":::") {
                self.fence(line);
            } else if content.starts_with(':') && !content[1..].starts_with([' ', '\t']) {
                self.bytes[line.content_start()] = NO_COLON;
            } else if is_page_break(content) {
                let range = line.content_start()..line.end();
                let span = self.span(range.clone());
                if self.once.first("page break", content.trim()) {
                    self.once.findings.push(findings::dropped(&format!("`{}` is", content.trim()), span));
                }
                self.blank(range);
            } else if content.starts_with("$$") {
                formula_until = self.display(lines, index);
            } else if index > 0 && is_delimiter_row(content) && lines[index - 1].text.contains('|') {
                self.caption(lines, index);
            }
        }
    }

    fn span(&self, range: Range<usize>) -> Span {
        self.source.span(range.start, range.end)
    }

    fn blank(&mut self, range: Range<usize>) {
        for byte in self.bytes.get_mut(range).unwrap_or_default() {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }

    /// A line of colons that opens or closes a div; words after its name stay.
    fn fence(&mut self, line: &Line<'_>) {
        let content = line.content();
        let rest = content.trim_start_matches(':');
        let name = rest.trim_start();
        let start = line.content_start();
        let name_at = start + content.len() - name.len();
        let (class, end) = if name.starts_with('{')
            && let Some((attrs, end)) = attributes::parse(self.source.text, name_at)
        {
            (attrs.classes.first().cloned().unwrap_or_else(|| "{..}".to_owned()), end)
        } else {
            let word = name.split([' ', '\t', '{']).next().unwrap_or_default();
            let after = name_at + word.len();
            match attributes::parse(self.source.text, after) {
                Some((_, end)) if !word.is_empty() => (word.to_owned(), end),
                _ => (word.to_owned(), after),
            }
        };
        if !class.is_empty() && self.once.first("div", &class) {
            let span = self.span(start..end);
            self.once.findings.push(findings::not_read(&format!("the div `{class}` is"), span));
        }
        self.blank(start..end.max(start));
        if self.source.text[end..line.end().max(end)].bytes().all(|b| b == b':' || b == b' ') {
            self.blank(end..line.end());
        }
    }

    /// A formula on lines of its own; returns where it ends, or 0 when it never does.
    fn display(&mut self, lines: &[Line<'_>], index: usize) -> usize {
        let Some(first) = lines.get(index) else { return 0 };
        let start = first.content_start();
        let in_paragraph = |line: &&Line<'_>| !line.is_blank() && !line.opaque;
        let limit =
            lines[index..].iter().take(LONGEST_FORMULA).take_while(in_paragraph).last().map_or(0, Line::end);
        let from = lines[..index]
            .iter()
            .rev()
            .take(LONGEST_FORMULA)
            .take_while(in_paragraph)
            .last()
            .map_or(start, |line| line.start);
        if self.source.text.get(from..limit).is_none_or(|text| text.contains("``")) {
            return 0; // the covering code span could pair with the author's own
        }
        let Some(close) = self.source.text.get(start + 2..limit).and_then(|text| text.find("$$")) else {
            return 0;
        };
        let end = start + 2 + close + 2;
        if close == 0 || self.source.text[start + 2..end - 2].trim().is_empty() {
            return 0;
        }
        math::cover_range(&mut self.bytes, start..end, first.text.starts_with('>'));
        end
    }

    /// The caption of the table whose delimiter row is `lines[row]`.
    fn caption(&mut self, lines: &[Line<'_>], row: usize) {
        let table = lines[row - 1].start;
        let mut after = row + 1;
        while lines
            .get(after)
            .is_some_and(|l| !l.is_blank() && !l.opaque && caption_mark(l.content()).is_none())
        {
            after += 1;
        }
        while lines.get(after).is_some_and(Line::is_blank) {
            after += 1;
        }
        if lines.get(after).is_some_and(|line| caption_mark(line.content()).is_some()) {
            return self.lift_caption(lines, after, table);
        }
        // Before the table: a paragraph of its own that begins with the mark.
        let mut before = row - 1;
        while before > 0 && lines[before - 1].is_blank() {
            before -= 1;
        }
        if before == row - 1 {
            return;
        }
        while before > 0 && !lines[before - 1].is_blank() && !lines[before - 1].opaque {
            before -= 1;
        }
        if self.bytes.get(lines[before].content_start()) == Some(&b' ') {
            return; // already another table's
        }
        let colon_after_term =
            lines[before].content().starts_with(':') && before >= 1 && !lines[before - 1].is_blank();
        if caption_mark(lines[before].content()).is_some() && !colon_after_term {
            self.lift_caption(lines, before, table);
        }
    }

    fn lift_caption(&mut self, lines: &[Line<'_>], first: usize, table: usize) {
        let Some(mark) = caption_mark(lines[first].content()) else { return };
        let start = lines[first].content_start();
        let paragraph = lines[first..].iter().take_while(|line| !line.is_blank() && !line.opaque);
        let end = paragraph.last().map_or(start, Line::end);
        self.captions.push(Caption { table, text: start + mark..end });
        self.blank(start..end);
    }
}

/// The length of `: ` or `Table: ` at the beginning of a caption.
fn caption_mark(content: &str) -> Option<usize> {
    [": ", ":\t", "Table:", "table:"].iter().find(|mark| content.starts_with(**mark)).map(|mark| mark.len())
}

fn is_page_break(content: &str) -> bool {
    let content = content.trim();
    matches!(content, "\\newpage" | "\\pagebreak" | "\\clearpage")
        || content
            .strip_prefix("{{<")
            .and_then(|rest| rest.strip_suffix(">}}"))
            .is_some_and(|word| word.trim() == "pagebreak")
}

fn is_delimiter_row(content: &str) -> bool {
    content.contains('-')
        && content.contains('|')
        && content.bytes().all(|b| matches!(b, b'|' | b':' | b'-' | b' ' | b'\t'))
}
