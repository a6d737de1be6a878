//! HTML source cut into tags and the text between them, each with its place in the file.
//!
//! The cut is more careful with words than HTML5 is: what does not close as a tag is text.

use std::borrow::Cow;
use std::ops::Range;

use super::super::collect::Texts;

/// Attributes (or signs that may begin one) of a tag that are read; the rest of it is not,
/// since looking for doubles takes the parser quadratic time.
const MAX_ATTRIBUTES: usize = 200;

/// Source of HTML and where each of its parts was written.
#[derive(Clone, Debug, Default)]
pub(crate) struct HtmlSource {
    /// The HTML.
    pub(super) text: String,
    /// Offsets of parts in the text, with their offsets in the file.
    parts: Vec<(usize, usize)>,
}

impl HtmlSource {
    /// More of it.
    pub(crate) fn push(&mut self, text: &str, range: &Range<usize>, texts: Texts<'_>) {
        let same = texts.masked.get(range.clone()) == Some(text);
        let text = if same { texts.source.get(range.clone()).unwrap_or(text) } else { text };
        self.parts.push((self.text.len(), range.start));
        self.text.push_str(text);
    }

    /// The place in the file of a byte of the text.
    fn place(&self, at: usize) -> usize {
        let index = self.parts.partition_point(|(offset, _)| *offset <= at);
        let (offset, start) =
            index.checked_sub(1).and_then(|i| self.parts.get(i)).copied().unwrap_or_default();
        start + (at - offset)
    }

    /// The place in the file of a range of the text.
    pub(super) fn range(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.place(range.start);
        let last = self.text[range.clone()].chars().next_back().map_or(0, char::len_utf8);
        start..(self.place(range.end.saturating_sub(last).max(range.start)) + last).max(start)
    }
}

/// A piece of HTML source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Characters between tags.
    Text(Range<usize>),
    /// `<name ...>` or `</name>`, and how much of it is read.
    Tag(Range<usize>, usize),
    /// A comment that is never closed: it holds all the rest.
    Open(Range<usize>),
}

/// Cuts `html` into text and tags; comments, declarations and processing instructions
/// vanish, and of `script` and `style` only the tags are left.
pub(super) fn pieces(html: &str) -> Vec<Piece> {
    let mut cutting = Cutting { html, pieces: Vec::new(), text_from: 0 };
    let mut at = 0;
    let mut ends_with_sign = true;
    while let Some(open) = html[at..].find('<').map(|step| at + step) {
        let rest = &html[open..];
        at = if let Some(comment) = rest.strip_prefix("<!--") {
            let end = comment.find("-->").map_or(html.len(), |end| open + 4 + end + 3);
            cutting.skip(open, end);
            if !comment.contains("-->") {
                cutting.pieces.push(Piece::Open(open..open + 4));
            }
            end
        } else if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let end = data.find("]]>");
            cutting.skip(open, open + 9);
            let stop = end.map_or(html.len(), |end| open + 9 + end);
            cutting.text(stop);
            cutting.skip(stop, end.map_or(stop, |_| stop + 3))
        } else if (rest.starts_with("<!") || rest.starts_with("<?")) && ends_with_sign {
            if let Some(end) = rest.find('>') {
                cutting.skip(open, open + end + 1)
            } else {
                ends_with_sign = false;
                open + 1
            }
        } else if let Some((length, read)) = tag_length(rest) {
            cutting.tag(open..open + length, read)
        } else {
            open + 1
        };
    }
    cutting.text(html.len());
    cutting.pieces
}

struct Cutting<'h> {
    html: &'h str,
    pieces: Vec<Piece>,
    text_from: usize,
}

impl Cutting<'_> {
    /// Ends the text that goes up to `end`.
    fn text(&mut self, end: usize) {
        if self.text_from < end {
            self.pieces.push(Piece::Text(self.text_from..end));
            self.text_from = end;
        }
    }

    /// Leaves a stretch out.
    fn skip(&mut self, start: usize, end: usize) -> usize {
        self.text(start);
        self.text_from = end;
        end
    }

    fn tag(&mut self, range: Range<usize>, read: usize) -> usize {
        self.text(range.start);
        let name = tag_name(&self.html[range.clone()]).to_ascii_lowercase();
        let mut end = range.end;
        if matches!(name.as_str(), "script" | "style") && !self.html[range.clone()].starts_with("</") {
            end = closing(&self.html[end..], &name).map_or(self.html.len(), |step| end + step);
        }
        self.pieces.push(Piece::Tag(range, read));
        self.text_from = end;
        end
    }
}

/// Where the closing tag of a raw element begins.
fn closing(html: &str, name: &str) -> Option<usize> {
    html.match_indices("</")
        .map(|(at, _)| at)
        .find(|at| html[at + 2..].get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name)))
}

/// The name a tag begins with, as written.
pub(super) fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(name.len());
    &name[..end]
}

/// A tag without what is not read of it.
pub(super) fn read_part<'h>(html: &'h str, range: &Range<usize>, read: usize) -> Cow<'h, str> {
    let tag = &html[range.clone()];
    if read + 1 >= tag.len() { Cow::Borrowed(tag) } else { Cow::Owned(format!("{}>", &tag[..read])) }
}

/// The length of the tag `rest` begins with, and how much of it is read.
fn tag_length(rest: &str) -> Option<(usize, usize)> {
    let name = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut quote = None;
    let (mut signs, mut read) = (0, None);
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return Some((at + 1, read.unwrap_or(at))),
            (None, b'<') => return None,
            (None, b'"' | b'\'' | b' ' | b'\t' | b'\n' | b'/') => {
                if matches!(byte, b'"' | b'\'') {
                    quote = Some(byte);
                } else if signs >= MAX_ATTRIBUTES {
                    read = read.or(Some(at));
                }
                signs += 1;
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(html: &str) -> Vec<&str> {
        let piece = |piece: Piece| match piece {
            Piece::Text(range) | Piece::Tag(range, _) | Piece::Open(range) => &html[range],
        };
        pieces(html).into_iter().map(piece).collect()
    }

    #[test]
    fn html_is_cut_into_tags_and_text() {
        assert_eq!(
            cut("a<!-- x > y --><b class='p q' id=r>c < d</b><br/><?php z ?>"),
            ["a", "<b class='p q' id=r>", "c < d", "</b>", "<br/>"]
        );
        assert_eq!(cut("<script>a<b '</SCRIPT>c"), ["<script>", "</SCRIPT>", "c"]);
        assert_eq!(cut("<![CDATA[ x<y ]]>z"), [" x<y ", "z"]);
    }

    #[test]
    fn what_does_not_close_is_text() {
        assert_eq!(cut("a <b c"), ["a <b c"]);
        assert_eq!(cut("a <b c='d> e"), ["a <b c='d> e"]);
        assert_eq!(cut("<!DOCTYPE a"), ["<!DOCTYPE a"]);
        assert_eq!(cut("a<!-- b"), ["a", "<!--"]);
    }

    #[test]
    fn a_flood_of_attributes_is_cut() {
        let tag = format!("<a{}>", " b".repeat(10_000));
        let [Piece::Tag(range, read)] = &pieces(&tag)[..] else { panic!("one tag") };
        assert_eq!((range.end, *read < 1000), (tag.len(), true));
    }
}
