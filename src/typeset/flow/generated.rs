//! Half-title, title page and copyright page: paragraphs made by `resolve`, whose
//! classes say what part of the page they are.

use super::{Context, Flow, VItem};
use crate::model::block::{Block, BlockKind};
use crate::model::book::Chapter;
use crate::model::inline::Inline;
use crate::model::length::Length;
use crate::model::manifest::GeneratedPage;
use crate::model::theme::{HeadingStyle, Shape};
use crate::typeset::paragraph::{self, Content, ParagraphStyle, Piece, TextAlign};

/// A class of a title page's paragraphs and how it is set.
struct Role {
    class: &'static str,
    /// Thousandths of the body's size.
    size: i32,
    italic: bool,
    small_caps: bool,
    /// Lines of white above it.
    before: i64,
}

/// Set as the theme's chapter titles are, only larger.
const TITLES: [&str; 2] = ["book-title", "half-title"];

const ROLES: [Role; 6] = [
    Role { class: "half-title", size: 1300, italic: false, small_caps: true, before: 0 },
    Role { class: "book-title", size: 2200, italic: false, small_caps: true, before: 0 },
    Role { class: "book-subtitle", size: 1200, italic: true, small_caps: false, before: 1 },
    Role { class: "book-author", size: 1200, italic: false, small_caps: true, before: 3 },
    Role { class: "book-contributor", size: 1000, italic: true, small_caps: false, before: 2 },
    Role { class: "book-publisher", size: 1000, italic: false, small_caps: true, before: 2 },
];

/// Sizes that a title is tried in, thousandths of the one first meant, until its longest
/// word fits the measure.
const SHRINK: [i64; 4] = [1000, 800, 650, 500];

/// Size and leading of the copyright page in thousandths of the body's.
const SMALL_PRINT: i64 = 800;

impl Flow<'_, '_> {
    /// A page made from the metadata.
    pub(super) fn generated_page(&mut self, page: GeneratedPage, chapter: &Chapter, context: &Context) {
        if page == GeneratedPage::Copyright {
            self.copyright_page(chapter, context);
            return;
        }
        let sink = if page == GeneratedPage::Title { self.page.lines / 6 } else { self.page.lines / 4 };
        self.fixed_space(self.page.leading * i64::from(sink));
        let mut last: Option<&str> = None;
        for block in &chapter.blocks {
            let role = ROLES.iter().find(|r| block.attrs.has(r.class));
            let (Some(role), BlockKind::Paragraph(content)) = (role, &block.kind) else {
                self.block(block, context);
                continue;
            };
            let paragraph = self.title_line(block, content, role, context);
            // Several authors stand together.
            let before = if last == Some(role.class) { 0 } else { role.before };
            self.push(VItem::Keep(1));
            if role.class == "book-publisher" {
                self.fill_down_to(paragraph.height());
            } else if before > 0 {
                self.fixed_space(self.page.leading * before);
            }
            self.mark(block.id);
            self.push(paragraph);
            last = Some(role.class);
        }
    }

    /// One paragraph of a title page; a title with a long word is set smaller.
    fn title_line(&mut self, block: &Block, content: &[Inline], role: &Role, context: &Context) -> VItem {
        let heading = self.setter.edition.theme.headings[0];
        let is_title = TITLES.contains(&role.class);
        let style = self.title_style(role, &heading, context);
        let content = Content { node: block.id, span: block.span, pieces: vec![Piece::Inlines(content)] };
        let known = self.setter.findings.len();
        let mut paragraph = paragraph::set(self.setter, &content, &style);
        let mut leading = style.leading;
        for size in SHRINK.iter().skip(1).filter(|_| is_title) {
            let overfull = paragraph.variants.first().is_some_and(|v| v.lines.iter().any(|l| l.overfull));
            if !overfull {
                break;
            }
            self.setter.findings.truncate(known);
            let smaller = style.size.scale(*size, 1000).max(Length(1));
            leading = style.leading.scale(*size, 1000).max(Length(1));
            let style = ParagraphStyle { size: smaller, leading, ..style.clone() };
            paragraph = paragraph::set(self.setter, &content, &style);
        }
        VItem::Para(super::Para { paragraph, leading, shift: Length::ZERO, together: true })
    }

    fn title_style(&self, role: &Role, heading: &HeadingStyle, context: &Context) -> ParagraphStyle {
        let mut style = context.heading(self.setter.edition, &self.page, heading);
        let as_heading = TITLES.contains(&role.class);
        style.size = context.size.scale(i64::from(role.size), 1000).max(Length(1));
        style.leading = style.size.scale(5, 4);
        style.align = TextAlign::Center;
        style.look.italic = role.italic || (as_heading && heading.shape == Shape::Italic);
        style.look.bold = as_heading && heading.bold;
        // A theme without small capitals in its headings has none on its title page.
        style.small_caps = role.small_caps && heading.shape == Shape::SmallCaps;
        style
    }

    /// The small print, at the foot of its page.
    fn copyright_page(&mut self, chapter: &Chapter, context: &Context) {
        let mut inner = context.clone();
        inner.size = context.size.scale(SMALL_PRINT, 1000).max(Length(1));
        inner.leading = context.leading.scale(SMALL_PRINT, 1000).max(Length(1));
        (inner.align, inner.indent, inner.depth) = (TextAlign::Start, Length::ZERO, 1);
        inner.gap = inner.leading / 2;
        let start = self.list.items.len();
        self.flush = true;
        self.blocks(&chapter.blocks, &inner);
        let height: Length = self.list.items.iter().skip(start).map(VItem::height).sum();
        let rest = self.page.height() - height;
        if rest > Length::ZERO {
            let below = self.list.items.split_off(start);
            self.fixed_space(rest);
            self.push(VItem::Keep(1));
            self.list.items.extend(below);
        }
    }

    /// White so that a box of this height stands at the foot of the page.
    fn fill_down_to(&mut self, height: Length) {
        let used: Length = self.list.items.iter().map(VItem::height).sum();
        let rest = self.page.height() - used - height;
        self.fixed_space(rest.max(self.page.leading));
    }
}
