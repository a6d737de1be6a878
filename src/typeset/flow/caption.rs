//! Captions of figures, tables and code: the number, then the author's words.

use super::{Context, Flow, Para, VItem, times};
use crate::model::block::Block;
use crate::model::inline::Inline;
use crate::model::length::Length;
use crate::model::{NodeId, walk};
use crate::resolve::words::Words;
use crate::typeset::paragraph::{self, Content, Paragraph, ParagraphStyle, Piece, TextAlign};

/// A caption that fills more lines than this is set from the left.
const MOST_CENTERED: usize = 3;

/// A caption that was set.
pub(super) struct Caption {
    pub(super) paragraph: Paragraph,
    pub(super) leading: Length,
}

impl Caption {
    /// How many lines it has.
    pub(super) fn lines(&self) -> usize {
        self.paragraph.variants.first().map_or(0, |v| v.lines.len())
    }

    /// Its height.
    pub(super) fn height(&self) -> Length {
        times(self.leading, self.lines())
    }

    /// The notes it calls.
    pub(super) fn notes(&self) -> Vec<NodeId> {
        let lines = self.paragraph.variants.first().map(|v| &v.lines[..]).unwrap_or_default();
        lines.iter().flat_map(|line| line.notes.iter().copied()).collect()
    }

    /// As an item of a list, never divided.
    pub(super) fn into_item(self) -> VItem {
        VItem::Para(Para {
            paragraph: self.paragraph,
            leading: self.leading,
            shift: Length::ZERO,
            together: true,
        })
    }
}

impl Flow<'_, '_> {
    /// The caption of a block; `None` when it has neither words nor number.
    pub(super) fn caption(&mut self, block: &Block, words: &[Inline], around: &Context) -> Option<Caption> {
        let pieces = self.numbered(block.id, words, &around.lang);
        let style = self.caption_style(around);
        (!pieces.is_empty()).then(|| self.set_caption(block, pieces, &style))
    }

    /// The style of captions, centred.
    pub(super) fn caption_style(&self, around: &Context) -> ParagraphStyle {
        let edition = self.setter.edition;
        let size = edition.theme.caption.size;
        let mut style = around.sized(size).style(edition, &self.page);
        style.leading = around.leading.scale(i64::from(size), 1000).max(Length(1));
        style.align = TextAlign::Center;
        style.hyphenate = false;
        style
    }

    /// A caption of these pieces; a long one is set from the left.
    pub(super) fn set_caption(
        &mut self,
        block: &Block,
        pieces: Vec<Piece<'_>>,
        style: &ParagraphStyle,
    ) -> Caption {
        let content = Content { node: block.id, span: block.span, pieces };
        let known = self.setter.findings.len();
        let paragraph = paragraph::set(self.setter, &content, style);
        let mut caption = Caption { paragraph, leading: style.leading };
        if caption.lines() > MOST_CENTERED {
            self.setter.findings.truncate(known);
            let style = ParagraphStyle { align: TextAlign::Start, ..style.clone() };
            caption.paragraph = paragraph::set(self.setter, &content, &style);
        }
        caption
    }

    /// Words after the number of what they name, in the language of the place.
    pub(super) fn numbered<'w>(&self, node: NodeId, words: &'w [Inline], lang: &str) -> Vec<Piece<'w>> {
        let edition = self.setter.edition;
        let bare =
            walk::flatten(words).trim().is_empty() && words.iter().all(|w| walk::children(w).is_empty());
        let style = edition.theme.caption.label;
        let label = |text: String| Piece::Label { text: text.into(), node, style };
        match edition.book.numbers.get(&node) {
            None if words.is_empty() => Vec::new(),
            None => vec![Piece::Inlines(words)],
            Some(number) if words.is_empty() || bare => vec![label(number.label.clone())],
            Some(number) => {
                let (head, tail) = Words::of(lang).around_title(&number.label);
                let mut pieces = vec![label(head), Piece::Inlines(words)];
                if !tail.is_empty() {
                    pieces.push(label(tail.to_owned()));
                }
                pieces
            }
        }
    }
}
