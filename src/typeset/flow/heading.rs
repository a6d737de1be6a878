//! Headings: a block of whole lines that stays with the text below it.

use super::{Context, Flow, VItem, ceil_to};
use crate::model::block::Block;
use crate::model::inline::Inline;
use crate::model::length::Length;
use crate::model::theme::HeadingStyle;
use crate::typeset::display::Source;
use crate::typeset::paragraph::{Content, ParagraphStyle, Piece};

/// A line of a heading block: its words and how they are set.
pub(super) type HeadingLine<'a> = (Content<'a>, ParagraphStyle);

impl Flow<'_, '_> {
    /// A heading within a chapter.
    pub(super) fn heading(&mut self, block: &Block, level: u8, content: &[Inline], around: &Context) {
        let book = &self.setter.edition.book.book;
        let chapter = book.chapter_of(block.id);
        let heading = self.heading_style(chapter.map_or(level, |chapter| book.rank_of(chapter, level)));
        let style = around.heading(self.setter.edition, &self.page, &heading);
        let mut pieces = Vec::with_capacity(2);
        if let Some(number) = self.setter.edition.book.numbers.get(&block.id) {
            let text = format!("{}\u{2002}", number.text).into();
            let source = Source::Generated(block.id);
            pieces.push(Piece::Generated { text, source, raised: false, link: None });
        }
        pieces.push(Piece::Inlines(content));
        let content = Content { node: block.id, span: block.span, pieces };
        self.heading_block(vec![(content, style)], &heading, false, around);
    }

    /// The theme's style for headings of a rank.
    pub(super) fn heading_style(&self, level: u8) -> HeadingStyle {
        let headings = &self.setter.edition.theme.headings;
        headings[usize::from(level.clamp(1, 6)) - 1]
    }

    /// Lines of a heading with the white the theme asks for, filled up to whole lines:
    /// most of what is missing goes above, so that the heading stands nearer to its text.
    pub(super) fn heading_block(
        &mut self,
        lines: Vec<HeadingLine<'_>>,
        heading: &HeadingStyle,
        opens_page: bool,
        around: &Context,
    ) {
        let (before, after) = (self.resolve(heading.before, around), self.resolve(heading.after, around));
        let start = self.list.items.len();
        if opens_page {
            // On a small page a design's white must leave room for the text.
            let sink =
                self.resolve(heading.sink, around).min(self.page.leading * i64::from(self.page.lines / 2));
            self.fixed_space(sink);
        } else {
            self.space(before);
        }
        let count = lines.len();
        for (index, (content, style)) in lines.into_iter().enumerate() {
            if index > 0 || opens_page {
                self.push(VItem::Keep(1));
            }
            self.para_as(&content, &style, true);
            if index + 1 < count {
                self.push(VItem::Space(around.leading / 2));
            }
        }
        self.space(after);
        let height: Length = self.list.items.iter().skip(start).map(VItem::height).sum();
        let rest = ceil_to(height, self.page.leading) - height;
        if let Some(VItem::Space(before)) = self.list.items.get_mut(start) {
            *before += rest;
        }
        self.snap(around);
        self.push(VItem::Keep(heading.keep_next.max(2)));
        self.flush = true;
    }
}
