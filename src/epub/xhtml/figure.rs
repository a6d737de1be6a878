//! Pictures: in a line, as figures, and what stands in place of those that are missing.

use std::fmt::Write as _;

use super::Writer;
use crate::epub::pictures::percent;
use crate::epub::uri;
use crate::model::block::Block;
use crate::model::inline::{Image, Inline};
use crate::model::{Attributes, NodeId};

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
        let caption_id = format!("n{}-{}-caption", block.id.chapter, block.id.index);
        if !caption.is_empty() {
            self.attribute("aria-labelledby", &caption_id);
        }
        self.out.push_str(">\n");
        // The figure carries what the author said of the picture.
        self.picture(NodeId::default(), None, "", image);
        self.out.push('\n');
        if !caption.is_empty() {
            self.out.push_str("<figcaption");
            self.attribute("id", &caption_id);
            self.out.push('>');
            self.inlines(caption);
            self.out.push_str("</figcaption>\n");
        }
        self.out.push_str("</figure>\n");
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
