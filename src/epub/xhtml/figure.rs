//! Pictures: in a line, as figures, and what stands in place of those that are missing.

use std::fmt::Write as _;

use super::Writer;
use crate::epub::pictures::percent;
use crate::epub::uri;
use crate::model::block::{Block, BlockKind, Group};
use crate::model::inline::{Image, Inline};
use crate::model::{Attributes, NodeId};
use crate::resolve::letter;

/// More columns than this have no class: they would be slivers on any screen.
const MOST_COLUMNS: u8 = 6;

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
        let class = match group.columns {
            0 | 1 => "group".to_owned(),
            columns => format!("group cols-{}", columns.min(MOST_COLUMNS)),
        };
        self.open("figure", block.id, Some(&block.attrs), &class);
        self.labelled_by_caption(block, self.is_captioned(block, &group.caption));
        self.out.push_str(">\n<div class=\"members\">\n");
        let captioned = |block: &Block| match &block.kind {
            BlockKind::Figure { caption, .. } => !caption.is_empty(),
            _ => false,
        };
        let lettered = group.blocks.len() > 1 && group.blocks.iter().any(captioned);
        for (index, member) in group.blocks.iter().enumerate() {
            match &member.kind {
                BlockKind::Figure { image, caption } if lettered => {
                    self.member(member, image, (caption, &letter(index)));
                }
                _ => self.block(member, None),
            }
        }
        self.out.push_str("</div>\n");
        self.figure_caption(block, &group.caption);
        self.out.push_str("</figure>\n");
    }

    /// A figure of a group, with its letter.
    fn member(&mut self, block: &Block, image: &Image, (caption, letter): (&[Inline], &str)) {
        self.open("figure", block.id, Some(&block.attrs), "");
        self.out.push_str(">\n");
        self.picture(NodeId::default(), None, "", image);
        let _ = write!(self.out, "\n<figcaption><span class=\"letter\">({letter})</span>");
        if !caption.is_empty() {
            self.out.push(' ');
        }
        self.inlines(caption);
        self.out.push_str("</figcaption>\n</figure>\n");
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
