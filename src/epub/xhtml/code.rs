//! Code and formulas on lines of their own.

use std::fmt::Write as _;

use super::Writer;
use crate::model::NodeId;
use crate::model::block::{Block, CodeBlock};

impl Writer<'_> {
    /// A code block; with a caption or a file's name it is a figure.
    pub(super) fn code_block(&mut self, block: &Block, code: &CodeBlock) {
        let name = code.filename.as_deref().filter(|name| !name.trim().is_empty());
        let captioned = self.is_captioned(block, &code.caption);
        if name.is_none() && !captioned {
            self.turning(block.id, |w| w.preformatted(block.id, Some(block), code));
            return;
        }
        self.open("figure", block.id, Some(&block.attrs), "listing");
        self.labelled_by_caption(block, captioned);
        self.out.push_str(">\n");
        self.figure_caption(block, &code.caption);
        if let Some(name) = name {
            self.out.push_str("<p class=\"filename\"><code>");
            self.text(name);
            self.out.push_str("</code></p>\n");
        }
        self.turning(block.id, |w| w.preformatted(NodeId::default(), None, code));
        self.out.push_str("</figure>\n");
    }

    fn preformatted(&mut self, node: NodeId, block: Option<&Block>, code: &CodeBlock) {
        let class = if code.numbered_from.is_some() { "numbered" } else { "" };
        self.open("pre", node, block.map(|block| &block.attrs), class);
        if self.context.rtl {
            self.attribute("dir", "ltr");
        }
        if let Some(first) = code.numbered_from.filter(|first| *first != 1) {
            let _ = write!(self.out, " style=\"counter-reset: line {}\"", i64::from(first) - 1);
        }
        self.out.push_str("><code");
        let lang = code.lang.as_deref();
        if let Some(lang) = lang.filter(|lang| !lang.is_empty() && !lang.contains(char::is_whitespace)) {
            self.attribute("class", &format!("language-{lang}"));
        }
        self.out.push('>');
        if code.numbered_from.is_some() {
            // The style sheet counts the lines, so that who copies the code copies no numbers.
            let mut lines = code.text.split('\n').peekable();
            while let Some(line) = lines.next() {
                self.out.push_str("<span class=\"code-line\">");
                self.counted(line);
                self.out.push_str("</span>");
                if lines.peek().is_some() {
                    self.count_break();
                    self.out.push('\n');
                }
            }
        } else {
            self.counted(&code.text);
        }
        self.out.push_str("</code></pre>\n");
    }

    /// A formula as its source, with its number.
    pub(super) fn math_block(&mut self, block: &Block, tex: &str) {
        self.open("div", block.id, Some(&block.attrs), "math display");
        if self.context.rtl {
            self.attribute("dir", "ltr");
        }
        self.out.push_str("><code>");
        self.text(tex);
        self.out.push_str("</code>");
        if let Some(number) = self.context.edition.book.numbers.get(&block.id) {
            self.out.push_str(" <span class=\"number\">(");
            self.text(&number.text);
            self.out.push_str(")</span>");
        }
        self.out.push_str("</div>\n");
    }
}
