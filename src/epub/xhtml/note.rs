//! Notes at the end of a file: asides that reading systems show in a window (EPUB 3.3,
//! structural semantics; Apple's Asset Guide; Kobo's specification). And lists of notes.

use std::fmt::Write as _;

use super::Writer;
use crate::epub::notes::Key;
use crate::model::block::{Block, BlockKind};
use crate::model::book::{Note, SectionKind};
use crate::model::manifest::GeneratedPage;
use crate::model::notes::NotePlace;
use crate::model::{NodeId, walk};
use crate::resolve::words::Word;

/// Reading systems show no longer text in a window: Kobo's limit, and the least of those
/// that are documented.
const LONGEST: usize = 5000;

impl Writer<'_> {
    /// The mark of a note: `1`.
    pub(super) fn mark(&self, note: u32) -> String {
        let known = self.chapter.notes.get(note as usize);
        let mark = known.and_then(|n| self.context.edition.book.marks.get(&n.id));
        mark.cloned().unwrap_or_else(|| (u64::from(note) + 1).to_string())
    }

    /// The notes that this file ends with, if there are any.
    pub(in crate::epub) fn notes(&mut self, notes: &[Key]) {
        if notes.is_empty() {
            return;
        }
        self.out.push_str("<div class=\"notes\">\n");
        for key in notes {
            self.within_note(*key, |writer, note| {
                // What is too long for a window would be hidden from the page in vain.
                let pops_up = length(&note.blocks) <= LONGEST;
                writer.out.push_str(if pops_up { "<aside" } else { "<div" });
                writer.attribute("id", &writer.context.plan.note_id(*key));
                writer.out.push_str(if pops_up {
                    " class=\"note\" epub:type=\"footnote\" role=\"doc-footnote\">\n"
                } else {
                    " class=\"note\" role=\"doc-footnote\">\n"
                });
                writer.note_text(key.1, &note.blocks);
                writer.out.push_str(if pops_up { "</aside>\n" } else { "</div>\n" });
            });
        }
        self.out.push_str("</div>\n");
    }

    /// Notes one after the other: after a chapter, in the section of notes, under a table.
    pub(super) fn note_list(&mut self, notes: &[NodeId]) {
        let (book, plan) = (self.context.edition.book, &self.context.plan);
        if notes.iter().any(|note| book.notes.place(*note) == NotePlace::Table) {
            // On the page whatever a reading system does: no windows over a table.
            self.listed(notes, ("div", "table-notes"), ("div", " role=\"doc-footnote\""));
            return;
        }
        let section = SectionKind::Generated(GeneratedPage::Notes);
        let document = self.document.and_then(|at| plan.documents.get(at));
        // The section of notes says already what it is.
        let apart = document.is_some_and(|document| document.chapter.kind != section);
        if apart {
            self.out.push_str("<section epub:type=\"endnotes\" role=\"doc-endnotes\"");
            self.attribute("aria-label", self.context.words.get(Word::Notes));
            self.out.push_str(">\n");
        }
        // An item of a list has no other role (DPUB-ARIA 1.1: `doc-endnote` is deprecated).
        self.listed(notes, ("ol", "endnotes"), ("li", " epub:type=\"endnote\""));
        if apart {
            self.out.push_str("</section>\n");
        }
    }

    /// A list of notes: its element and class, and each note's with what it is.
    fn listed(&mut self, notes: &[NodeId], (list, class): (&str, &str), (item, kind): (&str, &str)) {
        let book = &self.context.edition.book.book;
        let _ = writeln!(self.out, "<{list} class=\"{class}\">");
        for key in notes.iter().filter_map(|note| crate::epub::notes::key(book, *note)) {
            self.within_note(key, |writer, note| {
                let _ = write!(writer.out, "<{item}");
                writer.attribute("id", &writer.context.plan.note_id(key));
                let _ = writeln!(writer.out, " class=\"note\"{kind}>");
                writer.note_text(key.1, &note.blocks);
                let _ = writeln!(writer.out, "</{item}>");
            });
        }
        let _ = writeln!(self.out, "</{list}>");
    }

    /// Writes a note as part of the chapter that calls it.
    fn within_note(&mut self, key: Key, write: impl FnOnce(&mut Self, &Note)) {
        let book = &self.context.edition.book.book;
        let Some(chapter) = book.chapter_of(NodeId { chapter: key.0, index: 0 }) else { return };
        let Some(note) = chapter.notes.get(key.1 as usize) else { return };
        let own = std::mem::replace(&mut self.chapter, chapter);
        write(self, note);
        self.chapter = own;
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
    /// a letter or a number for each call.
    fn back_links(&mut self, note: u32) {
        let mark = self.mark(note);
        let calls: Vec<String> = self.context.plan.call_hrefs((self.chapter.id.chapter, note)).collect();
        if let [call] = calls.as_slice() {
            self.back_link(call, &mark, &mark);
            return;
        }
        self.out.push_str("<span class=\"note-mark\">");
        self.text(&mark);
        self.out.push_str("</span> ");
        // Letters beside numbers, and numbers beside letters.
        let counted = mark.starts_with(|c: char| c.is_ascii_digit());
        for ((letter, call), number) in letters().zip(&calls).zip(1_u32..) {
            let name = if counted { letter } else { number.to_string() };
            self.back_link(call, &name, &format!("{mark} {name}"));
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

/// Characters of a note's text.
fn length(blocks: &[Block]) -> usize {
    let mut length = 0;
    walk::blocks(blocks, &mut |_| {}, &mut |run| length += walk::flatten(run).chars().count());
    length
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
