//! HTML on lines of its own: tags go, every word stays, as paragraphs.

use std::ops::Range;

use super::collect::Texts;
use super::context::Context;
use super::html::{Element, Piece, decode, element, pieces};
use super::token::{Kind, Token};
use crate::model::inline::InlineKind;
use crate::read::findings;

/// Elements at whose tags a paragraph ends.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "aside",
    "header",
    "footer",
    "main",
    "nav",
    "figure",
    "figcaption",
    "table",
    "caption",
    "tr",
    "thead",
    "tbody",
    "tfoot",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "details",
    "summary",
    "center",
    "pre",
    "form",
    "fieldset",
    "address",
    "body",
    "html",
    "head",
    "title",
    "iframe",
    "video",
    "audio",
];

/// Source of an HTML block and where each of its parts was written.
#[derive(Clone, Debug, Default)]
pub(super) struct HtmlSource {
    text: String,
    /// Offsets of parts in the text, with their offsets in the file.
    parts: Vec<(usize, usize)>,
}

impl HtmlSource {
    /// More of it.
    pub(super) fn push(&mut self, text: &str, range: &Range<usize>, texts: Texts<'_>) {
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

    fn range(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.place(range.start);
        let last = self.text[range.clone()].chars().next_back().map_or(0, char::len_utf8);
        start..(self.place(range.end.saturating_sub(last).max(range.start)) + last).max(start)
    }
}

/// A part of an HTML block.
pub(super) enum Part<'a> {
    /// A paragraph's tokens.
    Text(Vec<Token<'a>>),
    /// What stood in `<pre>`.
    Code(String, Range<usize>),
    /// `<hr>`.
    Rule(Range<usize>),
}

/// The parts of an HTML block in order.
pub(super) fn parts<'a>(html: &HtmlSource, context: &mut Context<'_>) -> Vec<Part<'a>> {
    let mut cutting = Cutting { html, parts: Vec::new(), tokens: Vec::new(), pre: None, skip: None };
    for piece in pieces(&html.text) {
        match piece {
            Piece::Text(range) => cutting.text(range),
            Piece::Tag(range) => {
                if let Some(element) = element(&html.text[range.clone()]) {
                    cutting.tag(&element, range, context);
                }
            }
        }
    }
    cutting.end_pre();
    cutting.end_paragraph();
    cutting.parts
}

struct Cutting<'h, 'a> {
    html: &'h HtmlSource,
    parts: Vec<Part<'a>>,
    tokens: Vec<Token<'a>>,
    pre: Option<(String, Range<usize>)>,
    /// The element whose content is left out.
    skip: Option<String>,
}

impl Cutting<'_, '_> {
    fn end_paragraph(&mut self) {
        if !self.tokens.is_empty() {
            self.parts.push(Part::Text(std::mem::take(&mut self.tokens)));
        }
    }

    fn end_pre(&mut self) {
        if let Some((text, range)) = self.pre.take() {
            let text = text.strip_prefix('\n').unwrap_or(&text).trim_end().to_owned();
            if !text.is_empty() {
                self.parts.push(Part::Code(text, range));
            }
        }
    }

    fn text(&mut self, range: Range<usize>) {
        if self.skip.is_some() {
            return;
        }
        let whole = &self.html.text[range.clone()];
        if let Some((code, place)) = &mut self.pre {
            code.push_str(&decode(whole));
            place.end = self.html.range(&range).end;
            return;
        }
        // Line by line, so that places stay right; blanks run together as browsers do it.
        let mut at = range.start;
        for line in whole.split_inclusive('\n') {
            let decoded = decode(line);
            let mut text = String::with_capacity(decoded.len());
            for c in decoded.chars() {
                let blank = c.is_ascii_whitespace();
                let after_blank = text.ends_with(' ') || (text.is_empty() && self.after_blank());
                if !(blank && after_blank) {
                    text.push(if blank { ' ' } else { c });
                }
            }
            let place = self.html.range(&(at..at + line.len()));
            at += line.len();
            if !text.is_empty() {
                self.tokens.push(Token::new(Kind::Literal(text.into()), place.start, place.end));
            }
        }
    }

    fn after_blank(&self) -> bool {
        let last = self.tokens.iter().rev().find_map(Token::text);
        last.is_none_or(|text| text.ends_with(' '))
    }

    fn tag(&mut self, element: &Element, range: Range<usize>, context: &mut Context<'_>) {
        let place = self.html.range(&range);
        if let Some(skipped) = &self.skip {
            if element.closing && *skipped == element.name {
                self.skip = None;
            }
            return;
        }
        let name = element.name.as_str();
        match name {
            "script" | "style" if !element.closing => {
                if context.once.first("dropped", name) {
                    let span = context.span(place.start, place.end);
                    context.once.findings.push(findings::dropped_html(&element.shown, span));
                }
                self.skip = Some(element.name.clone());
            }
            "pre" if element.closing => self.end_pre(),
            "pre" => {
                self.end_paragraph();
                self.pre = Some((String::new(), place));
            }
            "hr" => {
                self.end_paragraph();
                self.parts.push(Part::Rule(place));
            }
            "br" if self.pre.is_some() => {
                if let Some((code, _)) = &mut self.pre {
                    code.push('\n');
                }
            }
            _ if self.pre.is_some() => {}
            "td" | "th" => {
                if !self.after_blank() {
                    self.tokens.push(Token::new(Kind::Literal(" ".into()), place.start, place.end));
                }
                self.keep(range, place);
            }
            _ if BLOCKS.contains(&name) => {
                self.end_paragraph();
                self.keep(range, place);
            }
            _ => self.keep(range, place),
        }
    }

    /// Leaves a tag to the pairing of tags, which knows the safe list.
    fn keep(&mut self, range: Range<usize>, place: Range<usize>) {
        let tag = self.html.text[range].to_owned();
        self.tokens.push(Token::new(Kind::Tag(tag.into()), place.start, place.end));
    }
}

/// Whether nothing of a token would be seen on its own: blanks, breaks, tags without text.
pub(super) fn is_silent(token: &Token<'_>) -> bool {
    match &token.kind {
        Kind::Text(text) | Kind::Literal(text) => text.trim().is_empty(),
        Kind::Tag(tag) => element(tag).is_none_or(|element| element.name != "img"),
        Kind::Leaf(leaf) => matches!(leaf.0, InlineKind::HardBreak | InlineKind::SoftBreak),
        _ => false,
    }
}

/// The tag as a token that joins the text after it, when it is a target.
pub(super) fn anchor<'a>(token: &Token<'a>) -> Option<Token<'a>> {
    let Kind::Tag(tag) = &token.kind else { return None };
    let element = element(tag)?;
    let target = !element.closing && (element.get("id").is_some() || element.get("name").is_some());
    // A tag that only says something unknown is reported with the text it joins.
    let reported = !element.closing && !matches!(element.name.as_str(), "br" | "wbr");
    (target || reported).then(|| token.clone())
}
