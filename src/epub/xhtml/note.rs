//! Notes at the end of a file: asides that reading systems show in a window.

use super::Writer;
use crate::epub::plan::note_id;
use crate::model::block::{Block, BlockKind};
use crate::resolve::words::Word;

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
            self.back_links(note);
            self.inlines(run);
        } else {
            self.out.push_str("<p class=\"first\">");
            self.back_links(note);
        }
        self.out.push_str("</p>\n");
        self.blocks(rest);
    }

    /// The mark, leading back to where the note is called; of a note called more than once,
    /// a letter for each call.
    fn back_links(&mut self, note: u32) {
        let mark = self.mark(note);
        let calls: Vec<String> = self.context.plan.call_hrefs(self.chapter.id.chapter, note).collect();
        if let [call] = calls.as_slice() {
            self.back_link(call, &mark, &mark);
            return;
        }
        self.out.push_str("<span class=\"note-mark\">");
        self.text(&mark);
        self.out.push_str("</span> ");
        for (letter, call) in letters().zip(&calls) {
            self.back_link(call, &letter, &format!("{mark} {letter}"));
        }
    }

    fn back_link(&mut self, call: &str, text: &str, name: &str) {
        let (href, label) = (self.relative(call), self.context.words.with(Word::BackToCall, name));
        self.out.push_str("<a class=\"backlink\"");
        self.attribute("href", &href);
        self.out.push_str(" role=\"doc-backlink\"");
        self.attribute("aria-label", &label);
        self.out.push('>');
        self.text(text);
        self.out.push_str("</a> ");
    }
}

/// `a` to `z`, then `a2` to `z2` and so on.
fn letters() -> impl Iterator<Item = String> {
    (1_u32..).flat_map(|round| {
        ('a'..='z').map(move |letter| match round {
            1 => letter.to_string(),
            _ => format!("{letter}{round}"),
        })
    })
}
