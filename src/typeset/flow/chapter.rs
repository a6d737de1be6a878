//! A chapter from its heading to its last block.

use std::sync::Arc;

use super::{Context, Flow, VItem, lined, text};
use crate::model::block::{Block, BlockKind, Role};
use crate::model::book::{Chapter, Matter, Opening, SectionKind};
use crate::model::inline::{Inline, InlineKind};
use crate::model::length::{Length, Measure};
use crate::model::manifest::GeneratedPage;
use crate::model::theme::{HeadingStyle, Shape};
use crate::model::walk;
use crate::typeset::display::Source;
use crate::typeset::paragraph::{Content, Piece, TextAlign};

/// A number above a title is set this large in relation to it, but never below the body.
const LABEL_SIZE: i64 = 600;
/// A first paragraph shorter than this, in characters, has no opening words to set off.
const SHORT_OPENING: usize = 60;

impl Flow<'_, '_> {
    /// The whole of a chapter.
    pub(super) fn chapter(&mut self, chapter: &Chapter, opens_page: bool) {
        let around = Context::body(self.setter.edition, &self.page, chapter.attrs.lang());
        self.push(VItem::Mark(chapter.id));
        match chapter.kind {
            SectionKind::Generated(
                page @ (GeneratedPage::HalfTitle | GeneratedPage::Title | GeneratedPage::Copyright),
            ) => self.generated_page(page, chapter, &around),
            SectionKind::Dedication | SectionKind::Epigraph => self.inscription(chapter, &around),
            _ => {
                self.opening(chapter, opens_page, &around);
                self.text(chapter, opens_page, &around);
            }
        }
    }

    /// The chapter's heading: number, title, subtitle.
    fn opening(&mut self, chapter: &Chapter, opens_page: bool, around: &Context) {
        let edition = self.setter.edition;
        let rank = edition.book.book.rank(chapter);
        let mut heading =
            if chapter.opening == Opening::Part { edition.theme.part } else { self.heading_style(rank) };
        if chapter.blocks.first().is_some_and(is_epigraph) {
            // The epigraph belongs to the heading: the white below both is its own.
            heading.after = halved(heading.after);
        }
        let style = around.heading(edition, &self.page, &heading);
        let content = |pieces| Content { node: chapter.id, span: chapter.span, pieces };
        let mut lines = Vec::new();
        let mut title = Vec::new();
        if let Some(number) = edition.book.numbers.get(&chapter.id) {
            let beside = rank > 1 && chapter.opening != Opening::Part && !chapter.title.is_empty();
            let text: Arc<str> =
                if beside { format!("{}\u{2002}", number.text).into() } else { number.label.as_str().into() };
            let source = Source::Generated(chapter.id);
            let piece = Piece::Generated { text, source, raised: false, link: None };
            if beside {
                title.push(piece);
            } else {
                lines.push((content(vec![piece]), self.label_style(&heading, around)));
            }
        }
        if !chapter.title.is_empty() {
            title.push(Piece::Inlines(&chapter.title));
            lines.push((content(title), style));
        }
        if let Some(subtitle) = &chapter.subtitle {
            let source = Source::Generated(chapter.id);
            let text: Arc<str> = subtitle.as_str().into();
            let mut style = self.label_style(&heading, around);
            (style.small_caps, style.look.italic, style.look.bold) = (false, true, false);
            let piece = Piece::Generated { text, source, raised: false, link: None };
            lines.push((content(vec![piece]), style));
        }
        if !lines.is_empty() {
            self.heading_block(lines, &heading, opens_page, around);
        }
    }

    fn label_style(
        &self,
        heading: &HeadingStyle,
        around: &Context,
    ) -> crate::typeset::paragraph::ParagraphStyle {
        let mut style = around.heading(self.setter.edition, &self.page, heading);
        style.size = style.size.scale(LABEL_SIZE, 1000).max(around.size);
        style.leading = style.size.scale(5, 4);
        style.small_caps = heading.shape == Shape::SmallCaps;
        style
    }

    /// What follows the heading.
    fn text(&mut self, chapter: &Chapter, opens_page: bool, around: &Context) {
        self.flush = true;
        let opens = opens_page
            && chapter.matter == Matter::Body
            && chapter.opening == Opening::Chapter
            && !chapter.title.is_empty()
            && !chapter.attrs.has("nodropcap");
        let before = chapter.blocks.iter().take_while(|block| is_epigraph(block)).count();
        let (epigraphs, mut blocks) = chapter.blocks.split_at(before);
        self.blocks(epigraphs, around);
        let body = self.setter.edition.theme.body;
        if let Some((first, rest)) = blocks.split_first()
            && opens
            && lined::paragraphs(blocks).first() != Some(&true)
            && let BlockKind::Paragraph(content) = &first.kind
            && first.attrs.lang().is_none()
            && !first.attrs.has("nodropcap")
            && (text::asks_for_drop_cap(content) || Self::takes_opening(content))
            && walk::flatten(content).chars().count() >= SHORT_OPENING
        {
            let asked = text::asks_for_drop_cap(content);
            let lines = if asked { self.asked_drop_cap() } else { body.drop_cap };
            self.opening_paragraph(first, content, (lines, body.lead_in), around);
            blocks = rest;
        }
        self.blocks(blocks, around);
    }

    /// A dedication or an epigraph: a page of its own, italic, without a heading.
    fn inscription(&mut self, chapter: &Chapter, around: &Context) {
        let third = self.page.leading * i64::from(self.page.lines / 4);
        self.fixed_space(third);
        self.push(VItem::Keep(1));
        let dedication = chapter.kind == SectionKind::Dedication;
        let indent = if dedication { Length::ZERO } else { around.size * 2 };
        let mut inner = Context { italic: true, depth: 0, ..around.within(indent, indent) };
        inner.align = if dedication { TextAlign::Center } else { TextAlign::Start };
        inner.indent = Length::ZERO;
        inner.gap = around.leading / 2;
        self.flush = true;
        if chapter.blocks.is_empty() && !chapter.title.is_empty() {
            let style = inner.style(self.setter.edition, &self.page);
            let pieces = vec![Piece::Inlines(&chapter.title)];
            self.para(&Content { node: chapter.id, span: chapter.span, pieces }, &style);
        }
        for block in &chapter.blocks {
            match &block.kind {
                // Quotes on a page of their own need no further indent.
                BlockKind::Quote(blocks)
                | BlockKind::Div { role: Role::Epigraph | Role::Dedication, blocks, .. } => {
                    self.blocks(blocks, &inner);
                }
                BlockKind::Paragraph(content) if is_attribution(content) => {
                    self.mark(block.id);
                    let mut style = inner.style(self.setter.edition, &self.page);
                    (style.align, style.look.italic) = (TextAlign::End, false);
                    let pieces = vec![Piece::Inlines(content)];
                    self.para(&Content { node: block.id, span: block.span, pieces }, &style);
                }
                _ => self.block(block, &inner),
            }
        }
    }
}

fn is_epigraph(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Div { role: Role::Epigraph, .. })
}

fn halved(measure: Measure) -> Measure {
    match measure {
        Measure::Em(n) => Measure::Em(n / 2),
        Measure::Lines(n) => Measure::Lines(n / 2),
        Measure::Percent(n) => Measure::Percent(n / 2),
        Measure::Fixed(length) => Measure::Fixed(length / 2),
    }
}

/// A line such as `— Herman Melville`.
fn is_attribution(content: &[Inline]) -> bool {
    matches!(content.first(), Some(Inline { kind: InlineKind::Text(t), .. }) if t.starts_with(['—', '–']))
}
