//! Notes at the end of a file: asides that reading systems show in a window.

use super::Writer;
use crate::epub::plan::{call_id, note_id};
use crate::model::block::{Block, BlockKind};

impl Writer<'_> {
    /// The mark of a note: `1`.
    pub(super) fn mark(&self, note: u32) -> String {
        let known = self.chapter.notes.get(note as usize);
        let mark = known.and_then(|n| self.context.edition.book.marks.get(&n.id));
        mark.cloned().unwrap_or_else(|| (u64::from(note) + 1).to_string())
    }

    /// The notes of this file, if it has any.
    pub(in crate::epub) fn notes(&mut self, notes: &[u32]) {
        if notes.is_empty() {
            return;
        }
        self.out.push_str("<div class=\"notes\">\n");
        for index in notes {
            let Some(note) = self.chapter.notes.get(*index as usize) else { continue };
            self.out.push_str("<aside");
            self.attribute("id", &note_id(*index));
            self.out.push_str(" class=\"note\" epub:type=\"footnote\" role=\"doc-footnote\">\n");
            self.note_text(*index, &note.blocks);
            self.out.push_str("</aside>\n");
        }
        self.out.push_str("</div>\n");
    }

    /// The note's blocks, its mark leading the first paragraph.
    fn note_text(&mut self, note: u32, blocks: &[Block]) {
        let (first, rest) = match blocks.split_first() {
            Some((Block { kind: BlockKind::Paragraph(run), id, attrs, .. }, rest)) => {
                (Some((*id, attrs, run)), rest)
            }
            _ => (None, blocks),
        };
        if let Some((id, attrs, run)) = first {
            self.open("p", id, Some(attrs), "first");
            self.out.push('>');
            self.back_link(note);
            self.inlines(run);
        } else {
            self.out.push_str("<p class=\"first\">");
            self.back_link(note);
        }
        self.out.push_str("</p>\n");
        self.blocks(rest);
    }

    /// The mark, leading back to where the note is called first.
    fn back_link(&mut self, note: u32) {
        let mark = self.mark(note);
        let label = self.context.words.back_to(&mark);
        self.out.push_str("<a class=\"backlink\"");
        self.attribute("href", &format!("#{}", call_id(note)));
        self.out.push_str(" role=\"doc-backlink\"");
        self.attribute("aria-label", &label);
        self.out.push('>');
        self.text(&mark);
        self.out.push_str("</a> ");
    }
}
