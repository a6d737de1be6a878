//! Pictures: in a line, as figures, and what stands in place of those that are missing.

use std::fmt::Write as _;

use super::Writer;
use crate::epub::pictures::percent;
use crate::epub::uri;
use crate::model::block::{Block, BlockKind, Group};
use crate::model::inline::{Image, Inline};
use crate::model::{Attributes, NodeId};
use crate::resolve::{are_lettered, letter};

/// The id of a block's caption.
fn caption_id(block: &Block) -> String {
    format!("n{}-{}-caption", block.id.chapter, block.id.index)
}

impl Writer<'_> {
    /// A picture in the line.
    pub(super) fn inline_image(&mut self, inline: &Inline, image: &Image) {
        if self.bare {
            self.text(&image.alt);
            return;
        }
        self.picture(inline.id, inline.attrs.as_deref(), "inline", image);
    }

    /// A picture with its caption.
    pub(super) fn figure(&mut self, block: &Block, image: &Image, caption: &[Inline]) {
        self.open("figure", block.id, Some(&block.attrs), "");
        self.labelled_by_caption(block, self.is_captioned(block, caption));
        self.out.push_str(">\n");
        // The figure carries what the author said of the picture.
        self.picture(NodeId::default(), None, "", image);
        self.out.push('\n');
        self.figure_caption(block, caption);
        self.out.push_str("</figure>\n");
    }

    /// Figures, tables and code under one caption; side by side where there is room.
    pub(super) fn group(&mut self, block: &Block, group: &Group) {
        if group.blocks.is_empty() && group.caption.is_empty() {
            return;
        }
        self.open("figure", block.id, Some(&block.attrs), "group");
        self.labelled_by_caption(block, self.is_captioned(block, &group.caption));
        self.out.push_str(">\n");
        let lettered = are_lettered(&group.blocks);
        let columns = usize::from(group.columns.max(1));
        for (row, members) in group.blocks.chunks(columns).enumerate() {
            self.out.push_str(if columns > 1 { "<div class=\"row\">\n" } else { "<div>\n" });
            let tallest = members.iter().filter_map(|member| self.natural(member)).map(|(_, h)| h).max();
            for (index, member) in members.iter().enumerate() {
                let letter = lettered.then(|| letter(row * columns + index));
                match &member.kind {
                    BlockKind::Figure { image, caption } => {
                        self.member((member, tallest), image, (caption, letter));
                    }
                    _ => self.block(member, None),
                }
            }
            self.out.push_str("</div>\n");
        }
        self.figure_caption(block, &group.caption);
        self.out.push_str("</figure>\n");
    }

    /// Width and height of a figure's picture, unless its author gave a width.
    fn natural(&self, block: &Block) -> Option<(u64, u64)> {
        let BlockKind::Figure { image, .. } = &block.kind else { return None };
        let assets = &self.context.edition.book.book.assets;
        let asset = image.asset.as_deref().and_then(|key| assets.get(key))?;
        image.width.is_none().then(|| (u64::from(asset.width.max(1)), u64::from(asset.height.max(1))))
    }

    /// A figure of a group, with its letter. It grows with its picture's shape, so that those
    /// of a row are of one height.
    fn member(
        &mut self,
        (block, tallest): (&Block, Option<u64>),
        image: &Image,
        (caption, letter): (&[Inline], Option<String>),
    ) {
        self.open("figure", block.id, Some(&block.attrs), "");
        if let (Some((width, height)), Some(tallest)) = (self.natural(block), tallest) {
            let grow = (width * 1000 / height).clamp(50, 20_000);
            let most = (tallest * width).div_ceil(height).max(1);
            let style = format!("flex-grow: {}.{:03}; max-width: {most}px", grow / 1000, grow % 1000);
            self.attribute("style", &style);
        }
        self.out.push_str(">\n");
        self.picture(NodeId::default(), None, "", image);
        self.out.push('\n');
        if letter.is_some() || !caption.is_empty() {
            self.out.push_str("<figcaption>");
            if let Some(letter) = letter {
                let gap = if caption.is_empty() { "" } else { " " };
                let _ = write!(self.out, "<span class=\"sub-number\">({letter})</span>{gap}");
            }
            self.inlines(caption);
            self.out.push_str("</figcaption>\n");
        }
        self.out.push_str("</figure>\n");
    }

    /// Whether a block has a caption: words or a number.
    pub(super) fn is_captioned(&self, block: &Block, caption: &[Inline]) -> bool {
        !caption.is_empty() || self.context.edition.book.numbers.contains_key(&block.id)
    }

    /// Names a figure by its caption.
    pub(super) fn labelled_by_caption(&mut self, block: &Block, captioned: bool) {
        if captioned {
            self.attribute("aria-labelledby", &caption_id(block));
        }
    }

    /// The caption of a figure, if it has one.
    pub(super) fn figure_caption(&mut self, block: &Block, caption: &[Inline]) {
        if !self.is_captioned(block, caption) {
            return;
        }
        self.out.push_str("<figcaption");
        self.attribute("id", &caption_id(block));
        self.out.push('>');
        self.numbered(block.id, caption);
        self.out.push_str("</figcaption>\n");
    }

    /// Words after the number of what they name.
    pub(super) fn numbered(&mut self, node: NodeId, words: &[Inline]) {
        let Some(number) = self.context.edition.book.numbers.get(&node) else {
            self.inlines(words);
            return;
        };
        let (head, tail) = match words {
            [] => (number.label.clone(), ""),
            _ => self.context.words.around_title(&number.label),
        };
        let label = head.trim_end();
        self.out.push_str("<span class=\"caption-label\">");
        self.text(label);
        self.out.push_str("</span>");
        self.text(&head[label.len()..]);
        self.inlines(words);
        self.text(tail);
    }

    fn picture(&mut self, node: NodeId, attrs: Option<&Attributes>, class: &str, image: &Image) {
        let Some(shown) = image.asset.as_deref().and_then(|key| self.context.pictures.shown(key)) else {
            self.placeholder(node, attrs, image);
            return;
        };
        let mut classes = class.to_owned();
        if shown.drawing {
            classes.push_str(" drawing");
        }
        if let Some(width) = image.width {
            let _ = write!(classes, " w-{}", percent(width, self.context.edition.theme));
        }
        let source = self.relative(&shown.path);
        self.open("img", node, attrs, &classes);
        self.attribute("src", &source);
        self.attribute("alt", if image.decorative { "" } else { &image.alt });
        if image.decorative {
            self.attribute("role", "presentation");
        } else if let Some(title) = image.title.as_deref().filter(|title| !title.is_empty()) {
            self.attribute("title", title);
        }
        self.out.push_str("/>");
    }

    /// What is missing, said visibly; a remote picture is a link to it.
    fn placeholder(&mut self, node: NodeId, attrs: Option<&Attributes>, image: &Image) {
        let remote = uri::external(&image.url).filter(|_| image.asset.is_none());
        self.open("span", node, attrs, "missing-image");
        self.out.push('>');
        let alt = image.alt.trim();
        match remote {
            Some(url) => {
                let text = if alt.is_empty() { &image.url } else { alt };
                if self.in_link {
                    self.text(text);
                } else {
                    self.out.push_str("<a");
                    self.attribute("href", &url);
                    self.out.push('>');
                    self.text(text);
                    self.out.push_str("</a>");
                }
            }
            None if alt.is_empty() => self.text(&format!("[{}]", image.url)),
            None => self.text(&format!("[{}: {alt}]", image.url)),
        }
        self.out.push_str("</span>");
    }
}
