//! What was lifted out of the parser's sight, met again as a processing instruction: a
//! fence, a caption, a page break, a formula, a drawn table.

use std::ops::Range;

use pulldown_cmark::Event;

use super::attributes;
use super::blocks::Blocks;
use super::formula;
use super::known::{self, Place};
use super::lift::Kind;
use super::token;
use crate::model::Attributes;
use crate::model::block::{BlockKind, CodeBlock};
use crate::model::inline::{Inline, InlineKind};
use crate::read::findings;

/// A lifted part while the parser goes over its lines.
pub(super) struct OpenPart {
    /// Its number.
    index: usize,
    /// Its lines so far, without the prefixes of quotes and lists.
    text: String,
}

impl Blocks<'_, '_, '_> {
    /// Whether an HTML block that begins is a lifted part.
    pub(super) fn part_begins(&mut self, range: &Range<usize>) -> bool {
        let Some(index) = self.lifted.part_in(range) else { return false };
        self.part = Some(OpenPart { index, text: String::new() });
        true
    }

    /// Takes the lines of a part, and finds parts where the parser sees other HTML.
    pub(super) fn part_goes_on(&mut self, event: &Event<'_>, range: &Range<usize>) -> bool {
        match event {
            Event::Html(_) | Event::Text(_) if self.part.is_some() => {
                let line = self.texts.source.get(range.clone()).unwrap_or_default();
                if let Some(part) = &mut self.part {
                    part.text.push_str(line);
                }
                true
            }
            Event::Html(_) if self.in_html() => {
                let Some(index) = self.lifted.part_in(range) else { return false };
                let whole = self.lifted.parts[index].range.clone();
                if whole.end > range.end {
                    return false;
                }
                self.interrupt_html();
                self.act(index, &self.texts.source[whole.clone()], whole);
                true
            }
            // Indented so far that it goes on the paragraph before it, as the parser has it.
            Event::InlineHtml(_) | Event::Text(_) if !self.in_code() => {
                let Some(index) = self.lifted.part_in(range) else { return false };
                let whole = self.lifted.parts[index].range.clone();
                let text = self.texts.source.get(whole.clone()).unwrap_or_default();
                self.flush();
                self.act(index, text, whole.clone());
                self.read_to = whole.end;
                true
            }
            _ => false,
        }
    }

    /// A part ends.
    pub(super) fn part_ends(&mut self, range: Range<usize>) {
        let Some(OpenPart { index, text }) = self.part.take() else { return };
        let Some(part) = self.lifted.parts.get(index) else { return };
        let start = part.range.start;
        self.act(index, text.trim_end(), start..part.range.end.min(range.end).max(start));
    }

    fn act(&mut self, index: usize, text: &str, range: Range<usize>) {
        let Some(part) = self.lifted.parts.get(index) else { return };
        match &part.kind {
            Kind::Open(fence) => self.open_div(fence, range),
            Kind::Close => self.close_fence(range),
            Kind::PageBreak(side) => self.push(BlockKind::PageBreak(*side), Attributes::default(), range),
            Kind::Formula => {
                let (tex, attrs, rest) = formula::environment(text);
                self.push(BlockKind::Math(tex), attrs, range.clone());
                if !rest.is_empty() {
                    let content = self.value(&rest, range.clone());
                    self.push(BlockKind::Paragraph(content), Attributes::default(), range);
                }
            }
            Kind::Drawn => {
                if self.context.once.first("drawn table", "") {
                    let line = range.start..range.start + text.find('\n').unwrap_or(text.len());
                    let span = self.context.span(line.start, line.end);
                    self.context.once.findings.push(findings::drawn_table(span));
                }
                let (caption, attrs) = self.caption_of(range.start);
                let code = CodeBlock { text: text.to_owned(), caption, ..CodeBlock::default() };
                self.push(BlockKind::Code(code), attrs, range);
            }
            Kind::Caption(number) => self.caption_met(*number),
        }
    }

    /// A caption where it was written: one that nothing took stays a paragraph.
    fn caption_met(&mut self, number: usize) {
        let Some(caption) = self.lifted.captions.get(number) else { return };
        if self.captioned.get(number).copied().unwrap_or(false) {
            return;
        }
        self.give_waiting();
        self.waiting = Some(number);
        if caption.owner < caption.whole.start {
            self.give_waiting();
        }
    }

    /// The caption that waits belonged to nothing, after all.
    pub(super) fn give_waiting(&mut self) {
        let Some(number) = self.waiting.take() else { return };
        let Some(caption) = self.lifted.captions.get(number) else { return };
        let range = caption.whole.clone();
        let content = self.fragment(range.clone());
        let block = self.block(BlockKind::Paragraph(content), Attributes::default(), range);
        self.push_block(block);
    }

    /// The caption, and what it says of the table or code that begins at `start`.
    pub(super) fn caption_of(&mut self, start: usize) -> (Vec<Inline>, Attributes) {
        let line = self.texts.source[..start].rfind('\n').map_or(0, |at| at + 1);
        let Some(number) = self.lifted.caption_of(line) else { return Default::default() };
        let Some(caption) = self.lifted.captions.get(number) else { return Default::default() };
        if let Some(given) = self.captioned.get_mut(number) {
            *given = true;
        }
        self.waiting = self.waiting.filter(|waiting| *waiting != number);
        let mut range = caption.text.clone();
        let text = self.texts.source.get(range.clone()).unwrap_or_default();
        let found = attributes::trailing(text);
        range.end = range.start + found.as_ref().map_or(text.len(), |(_, at)| *at);
        let written = range.end..caption.text.end;
        // `[]{#tbl-x}`: an empty span that carries the label.
        if found.is_some() && text[..range.end - range.start].ends_with("[]") {
            range.end -= "[]".len();
        }
        let mut attrs = found.map(|(attrs, _)| attrs).unwrap_or_default();
        known::check(&attrs, Place::Table, written, self.context);
        // bookdown: `Table: (\#tab:x) Caption`.
        if let Some((label, length)) = self.texts.source.get(range.clone()).and_then(formula::bookdown_label)
        {
            attrs.label.get_or_insert(label);
            range.start += length;
        }
        (self.fragment(range), attrs)
    }

    /// Takes `{#eq-x}` after a display formula, on its line or the next.
    pub(super) fn attributes_of_formula(&mut self, range: Range<usize>) {
        let source = self.texts.source;
        if !source[range.start..].starts_with("$$") {
            return;
        }
        let after = &source[range.end..];
        let rest = after.trim_start_matches([' ', '\t']);
        let rest = rest.strip_prefix('\n').map_or(rest, |next| next.trim_start_matches([' ', '\t', '>']));
        let found = attributes::parse(source, range.end + after.len() - rest.len());
        let found = found.filter(|(attrs, _)| attrs.label.is_some());
        let Some(token::Token { kind: token::Kind::Leaf(leaf), .. }) = self.run.tokens.last_mut() else {
            return;
        };
        let InlineKind::Math { tex, .. } = &mut leaf.0 else { return };
        let own = formula::take_label(tex);
        let mut attrs = Attributes { label: own, ..Attributes::default() };
        if let Some((given, end)) = found {
            let own = attrs.label.take();
            attrs = given;
            attrs.label = attrs.label.or(own);
            self.read_to = end;
        }
        if attrs != Attributes::default() {
            leaf.1 = Some(Box::new(attrs));
        }
    }

    /// Whether an event lies in attributes that were read; a text that ends behind them is cut.
    pub(super) fn was_read(&mut self, event: &Event<'_>, range: &Range<usize>) -> bool {
        if range.start >= self.read_to
            || !matches!(event, Event::Text(_) | Event::SoftBreak | Event::HardBreak)
        {
            return false;
        }
        if let Event::Text(_) = event
            && range.end > self.read_to
            && let Some(text) = self.texts.masked.get(self.read_to..range.end)
        {
            let rest = Event::Text(text.to_owned().into());
            self.run.take(&rest, self.read_to..range.end, self.texts, self.context);
        }
        true
    }
}
