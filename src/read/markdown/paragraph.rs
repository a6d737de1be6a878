//! A run of text that ended, to what it is: a paragraph, a figure, a formula, verse, a heading.

use std::ops::Range;

use super::attributes;
use super::blocks::{Blocks, trim};
use super::containers::{Frame, FrameKind};
use super::div::Meaning;
use super::known::{self, Place};
use super::picture;
use super::token::{Kind, Role, Token};
use super::tree;
use super::verse;
use crate::model::block::{BlockKind, Definition, Role as DivRole, Verse};
use crate::model::inline::{Inline, InlineKind};
use crate::model::{Attributes, NodeId};
use crate::source::Span;

impl Blocks<'_, '_, '_> {
    /// The inlines of the run collected so far; the next run begins.
    pub(super) fn inlines(&mut self) -> Vec<Inline> {
        let mut tokens = std::mem::take(&mut self.run.tokens);
        if !self.anchors.is_empty() && !tokens.is_empty() {
            let mut all = std::mem::take(&mut self.anchors);
            all.append(&mut tokens);
            tokens = all;
        }
        tree::finish(tokens, self.context)
    }

    /// Ends the paragraph that is being collected, if there is one.
    pub(super) fn flush(&mut self) {
        if self.run.tokens.is_empty() {
            return;
        }
        let (start, end) = run_range(&self.run.tokens);
        let source = self.texts.source.get(start..end).unwrap_or_default();
        let meaning = match self.frames.last() {
            Some(Frame { kind: FrameKind::Div(div), .. }) => Some(div.meaning),
            _ => None,
        };
        let lines = if verse::is_line_block(source) {
            let tokens = std::mem::take(&mut self.run.tokens);
            verse::marked(tokens, self.context)
        } else if meaning == Some(Meaning::Verse) {
            let tokens = std::mem::take(&mut self.run.tokens);
            let base = self.verse_indent();
            verse::plain(tokens, base, self.context)
        } else if meaning == Some(Meaning::Group) {
            for piece in pictures_apart(std::mem::take(&mut self.run.tokens)) {
                self.run.tokens = piece;
                self.paragraph();
            }
            return;
        } else {
            return self.paragraph();
        };
        let verse = Verse { lines, number_every: None };
        self.push(BlockKind::Verse(verse), Attributes::default(), start..end);
    }

    /// How far the fence of the verse at hand is indented: its lines are as far, or further.
    fn verse_indent(&self) -> usize {
        let Some(Frame { kind: FrameKind::Div(div), .. }) = self.frames.last() else { return 0 };
        verse::column(self.texts.source, div.line.start)
    }

    fn paragraph(&mut self) {
        let (start, end) = run_range(&self.run.tokens);
        let content = trim(self.inlines());
        if content.is_empty() {
            return;
        }
        if content.iter().all(|inline| matches!(inline.kind, InlineKind::Anchor)) {
            return self
                .anchors
                .extend(content.into_iter().map(|inline| Token::from_inline(inline, start, end)));
        }
        if let [Inline { kind: InlineKind::Math { tex, display: true }, attrs, .. }] = content.as_slice() {
            let attrs = attrs.as_deref().cloned().unwrap_or_default();
            return self.push(BlockKind::Math(tex.clone()), attrs, start..end);
        }
        if let Some((image, attrs)) = tree::lone_image(&content, &self.context.caption) {
            let (mut image, mut attrs) = (image.clone(), attrs.cloned().unwrap_or_default());
            for (name, value) in tree::roles(&content) {
                match name {
                    "label" if attrs.label.is_none() => attrs.label = Some(value.to_owned()),
                    "width" if image.width.is_none() => image.width = picture::width(value),
                    _ => {}
                }
            }
            let here = self.context.span(start, end);
            let inside =
                |span: Span| span.file == here.file && span.start >= here.start && span.end <= here.end;
            self.context.unshown.retain(|(_, span)| !inside(*span));
            let mut caption = std::mem::take(&mut self.context.caption);
            if let Some(written) = attrs.get("fig-cap").filter(|written| !written.is_empty()) {
                caption = self.value(written, start..end);
            }
            return self.push(BlockKind::Figure { image, caption }, attrs, start..end);
        }
        self.push(BlockKind::Paragraph(content), Attributes::default(), start..end);
    }

    /// A heading ends.
    pub(super) fn heading(&mut self, level: u8, range: Range<usize>) {
        let source = self.texts.source.get(range.clone()).unwrap_or_default();
        let first = source.trim_end();
        // Setext headings end with their underline.
        let line =
            if first.starts_with('#') { first } else { first.rsplit_once('\n').map_or(first, |(l, _)| l) };
        let found = attributes::trailing(line);
        if let Some((_, at)) = &found {
            cut_tail(&mut self.run.tokens, range.start + at);
        }
        let end = range.start + source.trim_end().len();
        let written = range.start + found.as_ref().map_or(0, |(_, at)| *at);
        let attrs = found.map(|(attrs, _)| attrs).unwrap_or_default();
        let own = level == 1 && self.frames.iter().all(|frame| is_open(&frame.kind));
        if own {
            self.context.chapter += 1;
            let lang = attrs.lang().unwrap_or(&self.context.base_lang).to_owned();
            self.context.lang = lang;
        }
        let content = trim(self.inlines());
        let (unnumbered, unlisted) = (attrs.has("unnumbered"), attrs.has("unlisted"));
        let kind = BlockKind::Heading { level, content, unnumbered, unlisted };
        known::check(&attrs, Place::Heading, written..end, self.context);
        self.push(kind, attrs, range.start..end);
    }

    /// A term ends; its definitions follow.
    pub(super) fn term(&mut self, range: Range<usize>) {
        let content = trim(self.inlines());
        if let Some(Frame { kind: FrameKind::Definitions(list), .. }) = self.frames.last_mut()
            && self.beyond.is_empty()
        {
            list.push(Definition { id: NodeId::default(), term: content, definitions: Vec::new() });
        } else {
            self.push(BlockKind::Paragraph(content), Attributes::default(), range);
        }
    }
}

/// Whether a heading inside may open a chapter.
fn is_open(kind: &FrameKind) -> bool {
    match kind {
        FrameKind::File => true,
        FrameKind::Div(div) => div.meaning == Meaning::Role(DivRole::Plain),
        _ => false,
    }
}

/// The range a run covers.
pub(super) fn run_range(tokens: &[Token<'_>]) -> (usize, usize) {
    let start = tokens.first().map_or(0, |token| token.start);
    let end = tokens.iter().map(|token| token.end).max().unwrap_or(start);
    (start, end.max(start))
}

/// Pictures of a paragraph in a group of figures: each is one of them.
fn pictures_apart(tokens: Vec<Token<'_>>) -> Vec<Vec<Token<'_>>> {
    let mut pieces: Vec<Vec<Token<'_>>> = vec![Vec::new()];
    let mut depth = 0_usize;
    let mut has_picture = false;
    for token in tokens {
        let picture = matches!(&token.kind, Kind::Open(wrap) if matches!(wrap.role, Role::Image { .. }));
        let line_ends = matches!(&token.kind, Kind::Leaf(leaf) if matches!(leaf.0, InlineKind::SoftBreak | InlineKind::HardBreak));
        if depth == 0 && (picture || (line_ends && has_picture)) {
            pieces.push(Vec::new());
            has_picture = picture;
        }
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(token);
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Drops what lies at or after `at`: a heading's attributes.
fn cut_tail(tokens: &mut Vec<Token<'_>>, at: usize) {
    tokens.retain(|token| token.start < at || matches!(token.kind, Kind::Close));
    if let Some(last) = tokens.iter_mut().rev().find(|token| !matches!(token.kind, Kind::Close))
        && last.end > at
        && let Kind::Text(text) = &last.kind
    {
        let kept = text.get(..at - last.start).unwrap_or_default().to_owned();
        last.kind = Kind::Text(kept.into());
        last.end = at;
    }
}
